//! Values over time: lines with a wide band for a single year and a narrow one for the average.

use super::WIDTH;
use super::canvas::{Canvas, Point, SMALL, Side, Stroke, TEXT, width_of, wrapped};
use super::scale::{Scale, marks, span};
use crate::report::figure::{Lines, Series, Spot};
use crate::report::palette::{GRID, INK, SERIES, SOFT};
use crate::report::words::Quoted;

const HEIGHT: i32 = 370;
const LEFT: i32 = 74;
const RIGHT: i32 = WIDTH - 150;
const TOP: i32 = 80;
const BOTTOM: i32 = HEIGHT - 44;
/// Opacity of the bands, from the widest.
const WIDE: f64 = 0.14;
const CHANCE: f64 = 0.22;
const NARROW: f64 = 0.40;
const STROKES: [Stroke; 4] = [Stroke::Solid, Stroke::Dashed, Stroke::Dotted, Stroke::Solid];

/// Draws them.
pub(super) fn draw(lines: &Lines, out: &mut String) {
    let canvas = Canvas::new(out, WIDTH, HEIGHT);
    // The narrow band may reach a little further; it is cut at the edge of the figure.
    let framed = lines.series.iter().flat_map(|series| &series.points);
    let framed: Vec<Quoted> = framed
        .flat_map(|spot| {
            let ends = [spot.wide, spot.chance].into_iter().flatten();
            ends.flat_map(|(low, high)| [low, high]).chain([spot.value])
        })
        .collect();
    let (low, high) = span(&framed);
    let ticks = marks(low, high, 5);
    let end = |tick: Option<&Quoted>| tick.and_then(|tick| tick.value()).unwrap_or(0.0);
    let up = Scale::new(end(ticks.first()), end(ticks.last()), BOTTOM, TOP);
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
        canvas.line(&[(x, BOTTOM), (x, BOTTOM + 4)], SOFT, 1, Stroke::Solid);
        if i % skip == 0 {
            canvas.text(name, (x, BOTTOM + 16), Side::Middle, SMALL, SOFT);
        }
    }
    for (i, (series, colour)) in lines.series.iter().zip(SERIES).enumerate() {
        let edge = (lines.series.len() > 1).then_some(STROKES[i]);
        band(&canvas, series, |spot| spot.wide, (&across, &up), colour, WIDE, edge);
        band(&canvas, series, |spot| spot.chance, (&across, &up), colour, CHANCE, None);
        band(&canvas, series, |spot| spot.narrow, (&across, &up), colour, NARROW, None);
    }
    canvas.line(&[(LEFT, zero), (RIGHT, zero)], INK, 1, Stroke::Solid);
    let mut taken = Vec::new();
    for (i, (series, colour)) in lines.series.iter().zip(SERIES).enumerate() {
        let points = points(series, &across, &up);
        for piece in points.split(Option::is_none) {
            let piece: Vec<Point> = piece.iter().copied().flatten().collect();
            if let [one] = *piece {
                canvas.dot(one, 3, colour);
            }
            canvas.line(&piece, colour, 2, STROKES[i]);
        }
        if let Some(end) = points.iter().rev().flatten().next() {
            label(&canvas, &series.name, *end, colour, &mut taken);
        }
    }
    key(&canvas, lines);
    canvas.finish();
}

fn points(series: &Series, across: &Scale, up: &Scale) -> Vec<Option<Point>> {
    let place = |(i, spot): (usize, &Spot)| spot.value.value().map(|value| (across.pixel(i as f64), up.pixel(value)));
    series.points.iter().enumerate().map(place).collect()
}

fn band(
    canvas: &Canvas<'_>,
    series: &Series,
    of: fn(&Spot) -> Option<(Quoted, Quoted)>,
    (across, up): (&Scale, &Scale),
    colour: crate::report::palette::Colour,
    opacity: f64,
    edge: Option<Stroke>,
) {
    let ends: Vec<Option<(Point, Point)>> = series
        .points
        .iter()
        .enumerate()
        .map(|(i, spot)| {
            let (low, high) = of(spot)?;
            let x = across.pixel(i as f64);
            Some(((x, up.pixel(low.value()?)), (x, up.pixel(high.value()?))))
        })
        .collect();
    for piece in ends.split(Option::is_none).filter(|piece| piece.len() > 1) {
        let lower: Vec<Point> = piece.iter().flatten().map(|ends| ends.0).collect();
        let upper: Vec<Point> = piece.iter().flatten().rev().map(|ends| ends.1).collect();
        if let Some(stroke) = edge {
            canvas.line(&lower, colour, 1, stroke);
            canvas.line(&upper, colour, 1, stroke);
        }
        canvas.veil(lower.into_iter().chain(upper).collect(), colour, opacity);
    }
}

/// Writes the name at the end of a line, moved where another stands already.
fn label(canvas: &Canvas<'_>, name: &str, end: Point, colour: crate::report::palette::Colour, taken: &mut Vec<i32>) {
    let rows = wrapped(name, WIDTH - RIGHT - 12, TEXT);
    let height = rows.len() as i32 * 17;
    let mut y = end.1;
    while taken.iter().any(|other| (other - y).abs() < height + 4) {
        y += 6;
    }
    taken.push(y);
    for (i, row) in rows.iter().enumerate() {
        let at = (RIGHT + 4, y + (2 * i as i32 + 1 - rows.len() as i32) * 17 / 2);
        canvas.text(row, at, Side::Start, TEXT, colour);
    }
}

/// Says what the bands are.
fn key(canvas: &Canvas<'_>, lines: &Lines) {
    let has = |of: fn(&Spot) -> bool| lines.series.iter().any(|series| series.points.iter().any(of));
    // Bands lie on one another, so the inner ones look darker than they are.
    let bands = [
        (has(|spot| spot.wide.is_some()), &lines.wide_band, WIDE),
        (has(|spot| spot.chance.is_some()), &lines.chance_band, WIDE + CHANCE),
        (has(|spot| spot.narrow.is_some()), &lines.narrow_band, WIDE + CHANCE + 0.2),
    ];
    let (mut x, mut y) = (LEFT, 38);
    for (_, words, opacity) in bands.into_iter().filter(|band| band.0) {
        let width = 33 + width_of(words, SMALL) + 20;
        if x > LEFT && x + width > WIDTH {
            (x, y) = (LEFT, y + 20);
        }
        canvas.veil(vec![(x, y - 6), (x + 26, y - 6), (x + 26, y + 6), (x, y + 6)], SERIES[0], opacity);
        canvas.frame((x, y - 6), (x + 26, y + 6), SOFT, 1);
        canvas.text(words, (x + 33, y), Side::Start, SMALL, SOFT);
        x += width;
    }
}
