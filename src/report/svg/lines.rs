//! Values over time: lines with a wide band for a single year and a narrow one for the average; what stands
//! beside the answer as a hatched band with a dashed edge.

use super::WIDTH;
use super::canvas::{Canvas, Point, SMALL, Side, Stroke, TEXT, width_of, wrapped};
use super::scale::{Scale, marks, span};
use crate::report::figure::{Lines, Series, Spot};
use crate::report::palette::{Colour, GRID, INK, RUST, SERIES, SOFT};
use crate::report::words::Quoted;

/// Height of the space between the axes.
const TALL: i32 = 246;
const LEFT: i32 = 74;
const RIGHT: i32 = WIDTH - 150;
/// Size of the names at the ends of lines, and what a row of them takes.
const NAME: i32 = 13;
const ROW: i32 = 16;
/// From one line of the hatching to the next.
const HATCH: i32 = 11;
/// Opacity of the bands, from the widest.
const WIDE: f64 = 0.14;
const CHANCE: f64 = 0.22;
const NARROW: f64 = 0.40;
const STROKES: [Stroke; 4] = [Stroke::Solid, Stroke::Dashed, Stroke::Dotted, Stroke::Long];

/// Draws them.
pub(super) fn draw(lines: &Lines, out: &mut String) {
    let key = key(lines);
    let top = 40 + 20 * key.last().map_or(0, |entry| (entry.at.1 - 38) / 20 + 1);
    let bottom = top + TALL;
    let canvas = Canvas::new(out, WIDTH, bottom + 44);
    let apart = lines.apart.as_ref().map(|(series, _)| series);
    // The narrow band may reach a little further; it is cut at the edge of the figure.
    let framed = lines.series.iter().chain(apart).flat_map(|series| &series.points);
    let framed: Vec<Quoted> = framed
        .flat_map(|spot| {
            let ends = [spot.wide, spot.chance].into_iter().flatten();
            ends.flat_map(|(low, high)| [low, high]).chain([spot.value])
        })
        .collect();
    let (low, high) = span(&framed);
    let ticks = marks(low, high, 5);
    let end = |tick: Option<&Quoted>| tick.and_then(|tick| tick.value()).unwrap_or(0.0);
    let up = Scale::new(end(ticks.first()), end(ticks.last()), bottom, top);
    let last = lines.at.len().saturating_sub(1).max(1);
    let across = Scale::new(0.0, last as f64, LEFT + 10, RIGHT - 10);

    canvas.text(&lines.unit, (LEFT - 60, 16), Side::Start, TEXT, INK);
    for tick in &ticks {
        let y = up.pixel(tick.value().unwrap_or(0.0));
        canvas.line(&[(LEFT, y), (RIGHT, y)], GRID, 1, Stroke::Solid);
        canvas.text(&tick.to_string(), (LEFT - 8, y), Side::End, SMALL, SOFT);
    }
    let zero = up.pixel(0.0);
    let skip = lines.at.len().div_ceil(8).max(1);
    for (i, name) in lines.at.iter().enumerate() {
        let x = across.pixel(i as f64);
        canvas.line(&[(x, bottom), (x, bottom + 4)], SOFT, 1, Stroke::Solid);
        if i % skip == 0 {
            canvas.text(name, (x, bottom + 16), Side::Middle, SMALL, SOFT);
        }
    }
    for (i, (series, colour)) in lines.series.iter().zip(SERIES).enumerate() {
        let edge = (lines.series.len() > 1).then_some(STROKES[i]);
        band(&canvas, series, |spot| spot.wide, (&across, &up), colour, WIDE, edge);
        band(&canvas, series, |spot| spot.chance, (&across, &up), colour, CHANCE, None);
        band(&canvas, series, |spot| spot.narrow, (&across, &up), colour, NARROW, None);
    }
    if let Some(series) = apart {
        for (lower, upper) in pieces(series, |spot| spot.wide, (&across, &up)) {
            hatched(&canvas, &lower, &upper, RUST);
        }
    }
    canvas.line(&[(LEFT, zero), (RIGHT, zero)], INK, 1, Stroke::Solid);
    let mut ends = Vec::new();
    let strokes = lines.series.iter().zip(SERIES).zip(STROKES);
    let beside = apart.map(|series| ((series, RUST), Stroke::Dotted));
    for ((series, colour), stroke) in strokes.chain(beside) {
        let points = points(series, &across, &up);
        for piece in points.split(Option::is_none) {
            let piece: Vec<Point> = piece.iter().copied().flatten().collect();
            if let [one] = *piece {
                canvas.dot(one, 3, colour);
            }
            canvas.line(&piece, colour, 2, stroke);
        }
        if let Some(end) = points.iter().rev().flatten().next() {
            ends.push(Name { rows: wrapped(&series.name, WIDTH - RIGHT - 10, NAME), end: *end, colour });
        }
    }
    names(&canvas, ends, (top - 8, bottom + 36));
    for entry in &key {
        entry.draw(&canvas);
    }
    canvas.finish();
}

fn points(series: &Series, across: &Scale, up: &Scale) -> Vec<Option<Point>> {
    let place = |(i, spot): (usize, &Spot)| spot.value.value().map(|value| (across.pixel(i as f64), up.pixel(value)));
    series.points.iter().enumerate().map(place).collect()
}

/// The unbroken pieces of a band: each its lower edge and its upper one, from the left.
fn pieces(
    series: &Series,
    of: fn(&Spot) -> Option<(Quoted, Quoted)>,
    (across, up): (&Scale, &Scale),
) -> Vec<(Vec<Point>, Vec<Point>)> {
    let at = |(i, spot): (usize, &Spot)| {
        let (low, high) = of(spot)?;
        let x = across.pixel(i as f64);
        Some(((x, up.pixel(low.value()?)), (x, up.pixel(high.value()?))))
    };
    let ends: Vec<Option<(Point, Point)>> = series.points.iter().enumerate().map(at).collect();
    let whole = ends.split(Option::is_none).filter(|piece| piece.len() > 1);
    whole.map(|piece| piece.iter().copied().flatten().unzip()).collect()
}

fn band(
    canvas: &Canvas<'_>,
    series: &Series,
    of: fn(&Spot) -> Option<(Quoted, Quoted)>,
    scales: (&Scale, &Scale),
    colour: Colour,
    opacity: f64,
    edge: Option<Stroke>,
) {
    for (lower, upper) in pieces(series, of, scales) {
        if let Some(stroke) = edge {
            canvas.line(&lower, colour, 1, stroke);
            canvas.line(&upper, colour, 1, stroke);
        }
        canvas.veil(lower.into_iter().chain(upper.into_iter().rev()).collect(), colour, opacity);
    }
}

/// A band of slanted lines with a dashed edge, which stays apart from the others without colour.
fn hatched(canvas: &Canvas<'_>, lower: &[Point], upper: &[Point], colour: Colour) {
    let (Some(first), Some(last)) = (lower.first(), lower.last()) else { return };
    let inside = |x: i32, y: i32| height(upper, x) <= y && y <= height(lower, x);
    let highest = upper.iter().map(|point| point.1).min().unwrap_or(first.1);
    let deepest = lower.iter().map(|point| point.1).max().unwrap_or(first.1);
    // Each line rises to the right: x + y is the same all along it.
    let from = (first.0 + highest).div_euclid(HATCH) * HATCH;
    for sum in (from..=last.0 + deepest).step_by(HATCH as usize) {
        let mut begun: Option<i32> = None;
        for x in first.0..=last.0 + 1 {
            match (begun, x <= last.0 && inside(x, sum - x)) {
                (None, true) => begun = Some(x),
                (Some(left), false) => {
                    canvas.line(&[(left, sum - left), (x - 1, sum - x + 1)], colour, 1, Stroke::Solid);
                    begun = None;
                }
                _ => {}
            }
        }
    }
    canvas.line(lower, colour, 2, Stroke::Dashed);
    canvas.line(upper, colour, 2, Stroke::Dashed);
}

/// Where an edge stands at a pixel between its first and its last point.
fn height(edge: &[Point], x: i32) -> i32 {
    let of = |pair: &[Point]| {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        (x0..=x1).contains(&x).then(|| y0 + (y1 - y0) * (x - x0) / (x1 - x0).max(1))
    };
    edge.windows(2).find_map(of).or(edge.first().map(|point| point.1)).unwrap_or(0)
}

/// A name at the end of a line.
struct Name {
    rows: Vec<String>,
    end: Point,
    colour: Colour,
}

/// Writes the names in the order of their lines, none on another and none off the sheet; a thin line leads to one that
/// had to move.
fn names(canvas: &Canvas<'_>, mut list: Vec<Name>, (top, bottom): (i32, i32)) {
    list.sort_by_key(|name| name.end.1);
    let half = |name: &Name| name.rows.len() as i32 * ROW / 2;
    let wanted: Vec<(i32, i32)> = list.iter().map(|name| (name.end.1, half(name))).collect();
    for (name, y) in list.iter().zip(spread(&wanted, (top, bottom))) {
        if (y - name.end.1).abs() > 5 {
            canvas.line(&[(name.end.0 + 3, name.end.1), (RIGHT + 2, y)], name.colour, 1, Stroke::Solid);
        }
        for (i, row) in name.rows.iter().enumerate() {
            let at = (RIGHT + 5, y + (2 * i as i32 + 1 - name.rows.len() as i32) * ROW / 2);
            canvas.text(row, at, Side::Start, NAME, name.colour);
        }
    }
}

/// Middles of blocks, wanted at given places with given half heights in ascending order, moved so that none lies on
/// another and all between two ends as far as there is room.
fn spread(wanted: &[(i32, i32)], (top, bottom): (i32, i32)) -> Vec<i32> {
    let mut placed = Vec::new();
    let mut free = top;
    for (at, half) in wanted {
        let middle = (*at).max(free + half);
        free = middle + half;
        placed.push(middle);
    }
    let mut floor = bottom;
    for (middle, (_, half)) in placed.iter_mut().zip(wanted).rev() {
        *middle = (*middle).min(floor - half);
        floor = *middle - half;
    }
    placed
}

/// How an entry of the key looks.
#[derive(Clone, Copy)]
enum Look {
    /// A band of this opacity.
    Veil(f64),
    /// A hatched band.
    Hatched,
}

/// An entry of the key.
struct Entry<'a> {
    at: Point,
    look: Look,
    words: &'a str,
}

impl Entry<'_> {
    fn draw(&self, canvas: &Canvas<'_>) {
        let (x, y) = self.at;
        match self.look {
            Look::Veil(opacity) => {
                canvas.veil(vec![(x, y - 6), (x + 26, y - 6), (x + 26, y + 6), (x, y + 6)], SERIES[0], opacity);
                canvas.frame((x, y - 6), (x + 26, y + 6), SOFT, 1);
            }
            Look::Hatched => hatched(canvas, &[(x, y + 6), (x + 26, y + 6)], &[(x, y - 6), (x + 26, y - 6)], RUST),
        }
        canvas.text(self.words, (x + 33, y), Side::Start, SMALL, SOFT);
    }
}

/// What the bands are, row by row above the figure.
fn key(lines: &Lines) -> Vec<Entry<'_>> {
    let has = |of: fn(&Spot) -> bool| lines.series.iter().any(|series| series.points.iter().any(of));
    // Bands lie on one another, so the inner ones look darker than they are.
    let bands = [
        (has(|spot| spot.wide.is_some()), &lines.wide_band, Look::Veil(WIDE)),
        (has(|spot| spot.chance.is_some()), &lines.chance_band, Look::Veil(WIDE + CHANCE)),
        (has(|spot| spot.narrow.is_some()), &lines.narrow_band, Look::Veil(WIDE + CHANCE + 0.2)),
    ];
    let apart = lines.apart.iter().map(|(_, words)| (true, words, Look::Hatched));
    let (mut x, mut y) = (LEFT, 38);
    let mut entries = Vec::new();
    for (_, words, look) in bands.into_iter().chain(apart).filter(|band| band.0) {
        let width = 33 + width_of(words, SMALL) + 20;
        if x > LEFT && x + width > WIDTH {
            (x, y) = (LEFT, y + 20);
        }
        entries.push(Entry { at: (x, y), look, words });
        x += width;
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lie_neither_on_one_another_nor_off_the_sheet() {
        // Four lines that end at nothing, as posts and hours of small roles do.
        let wanted = [(318, 16), (319, 8), (320, 8), (320, 16)];
        let placed = spread(&wanted, (72, 340));
        for (pair, halves) in placed.windows(2).zip(wanted.windows(2)) {
            assert!(pair[1] - pair[0] >= halves[0].1 + halves[1].1, "{placed:?}");
        }
        let ends = placed.iter().zip(wanted).all(|(y, (_, half))| y - half >= 72 && y + half <= 340);
        assert!(ends, "{placed:?}");
        assert_eq!(spread(&[(100, 8), (200, 8)], (72, 340)), [100, 200], "what has room stays");
    }

    #[test]
    fn hatching_stays_between_the_edges() {
        let mut out = String::new();
        let canvas = Canvas::new(&mut out, 200, 200);
        hatched(&canvas, &[(10, 150), (100, 120), (190, 180)], &[(10, 100), (100, 20), (190, 170)], RUST);
        canvas.finish();
        let solid = out.lines().filter(|line| line.starts_with("<polyline") && line.contains("stroke-width=\"1\""));
        let mut number = 0;
        for line in solid {
            let points = line.split("points=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
            for point in points.split_whitespace() {
                let (x, y) = point.split_once(',').unwrap();
                let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
                let (low, high) = if x <= 100 {
                    (100 - (x - 10) * 80 / 90, 150 - (x - 10) * 30 / 90)
                } else {
                    (20 + (x - 100) * 150 / 90, 120 + (x - 100) * 60 / 90)
                };
                assert!(low <= y + 1 && y <= high + 1, "{x},{y}");
                number += 1;
            }
        }
        assert!(number > 20, "{number} ends of lines:\n{out}");
    }
}
