//! Horizontal bars in parts, with the whole written at the end.

use super::WIDTH;
use super::canvas::{Canvas, SMALL, Side, Stroke, TEXT, fitted, width_of, wrapped};
use super::pattern::patterned;
use super::scale::{Scale, marks, span};
use crate::report::figure::{Bar, Bars};
use crate::report::palette::{GRID, INK, SOFT};
use crate::report::words::Quoted;

const LEFT: i32 = 250;
const RIGHT: i32 = WIDTH - 96;
const STEP: i32 = 34;
const THICK: i32 = 20;

/// Draws them.
pub(super) fn draw(bars: &Bars, out: &mut String) {
    let keyed = bars.parts.len() > 1;
    let rows = if keyed { key_rows(bars) } else { Vec::new() };
    let top = 30 + rows.len() as i32 * 22 + 8;
    let bottom = top + bars.bars.len() as i32 * STEP + 4;
    let canvas = Canvas::new(out, WIDTH, bottom + 30);
    let (low, high) = span(&extents(bars));
    let ticks = marks(low, high, 5);
    let end = |tick: Option<&Quoted>| tick.and_then(|tick| tick.value()).unwrap_or(0.0);
    let across = Scale::new(end(ticks.first()), end(ticks.last()), LEFT, RIGHT);

    canvas.text(&bars.unit, (8, 16), Side::Start, TEXT, INK);
    for tick in &ticks {
        let x = across.pixel(tick.value().unwrap_or(0.0));
        canvas.line(&[(x, top), (x, bottom)], GRID, 1, Stroke::Solid);
        canvas.text(&tick.to_string(), (x, bottom + 14), Side::Middle, SMALL, SOFT);
    }
    for (row, entries) in rows.iter().enumerate() {
        let y = 40 + row as i32 * 22;
        for (part, x, words) in entries {
            patterned(&canvas, *part, (*x, y - 7), (*x + 26, y + 7));
            canvas.text(words, (*x + 33, y), Side::Start, SMALL, INK);
        }
    }
    for (i, bar) in bars.bars.iter().enumerate() {
        one(&canvas, bar, top + i as i32 * STEP + STEP / 2, &across);
    }
    let zero = across.pixel(0.0);
    canvas.line(&[(zero, top), (zero, bottom)], INK, 1, Stroke::Solid);
    canvas.finish();
}

fn one(canvas: &Canvas<'_>, bar: &Bar, y: i32, across: &Scale) {
    let rows = wrapped(&bar.name, LEFT - 22, SMALL + 1);
    let shown = rows.len().min(2);
    for (i, row) in rows.iter().take(2).enumerate() {
        let at = (LEFT - 12, y + (2 * i as i32 + 1 - shown as i32) * 15 / 2);
        canvas.text(&fitted(row, LEFT - 16, SMALL + 1), at, Side::End, SMALL + 1, INK);
    }
    // Parts above zero go to the right of the axis one after another, parts below zero to the left.
    let (mut above, mut below) = (0.0, 0.0);
    for (part, number) in bar.parts.iter().enumerate() {
        let value = number.value().unwrap_or(0.0);
        let side = if value < 0.0 { &mut below } else { &mut above };
        let (from, to) = (across.pixel(*side), across.pixel(*side + value));
        *side += value;
        patterned(canvas, part, (from.min(to), y - THICK / 2), (from.max(to), y + THICK / 2));
    }
    let mut right = across.pixel(above).max(across.pixel(0.0));
    if let Some((low, high)) = bar.range.and_then(|(low, high)| low.value().zip(high.value())) {
        let (from, to) = (across.pixel(low), across.pixel(high));
        canvas.line(&[(from, y), (to, y)], crate::report::palette::PAPER, 5, Stroke::Solid);
        canvas.line(&[(from, y), (to, y)], INK, 2, Stroke::Solid);
        for x in [from, to] {
            canvas.line(&[(x, y - 5), (x, y + 5)], INK, 2, Stroke::Solid);
        }
        right = right.max(to);
    }
    canvas.bold(&bar.total.to_string(), (right + 8, y), Side::Start, TEXT);
}

/// Ends of all bars and ranges.
fn extents(bars: &Bars) -> Vec<Quoted> {
    let mut ends = Vec::new();
    for bar in &bars.bars {
        let values = bar.parts.iter().filter_map(|part| part.value());
        let (below, above) = values.fold((0.0, 0.0), |(b, a), v| if v < 0.0 { (b + v, a) } else { (b, a + v) });
        ends.extend([Quoted::at(below, 3), Quoted::at(above, 3)]);
        ends.extend(bar.range.iter().flat_map(|(low, high)| [*low, *high]));
    }
    ends
}

/// Entries of the key, row by row: part, left edge, words.
fn key_rows(bars: &Bars) -> Vec<Vec<(usize, i32, String)>> {
    let mut rows: Vec<Vec<(usize, i32, String)>> = vec![Vec::new()];
    let mut x = 8;
    for (part, name) in bars.parts.iter().enumerate() {
        let words = fitted(name, WIDTH / 2, SMALL);
        let width = 33 + width_of(&words, SMALL) + 18;
        if x > 8 && x + width > WIDTH - 8 {
            rows.push(Vec::new());
            x = 8;
        }
        if let Some(row) = rows.last_mut() {
            row.push((part, x, words));
        }
        x += width;
    }
    rows
}
