//! Three methods on one scale, with the line between enough and not enough.

use super::WIDTH;
use super::canvas::{Canvas, SMALL, Side, Stroke, TEXT, width_of, wrapped};
use super::scale::{Scale, marks, span};
use crate::report::figure::{Drawing, Ladder, Rung};
use crate::report::palette::{BLUE, GRID, INK, PAPER, SOFT};
use crate::report::words::Quoted;

const LEFT: i32 = 230;
const RIGHT: i32 = WIDTH - 84;
const TOP: i32 = 66;
const STEP: i32 = 48;

/// Draws it.
pub(super) fn draw(ladder: &Ladder, out: &mut String) {
    let bottom = TOP + ladder.rungs.len() as i32 * STEP;
    let canvas = Canvas::new(out, WIDTH, bottom + 36);
    let mut numbers = Drawing::Ladder(ladder.clone()).numbers();
    numbers.push(ladder.line.0);
    let (low, high) = span(&numbers);
    let ticks = marks(low, high, 5);
    let end = |tick: Option<&Quoted>| tick.and_then(|tick| tick.value()).unwrap_or(0.0);
    let across = Scale::new(end(ticks.first()), end(ticks.last()), LEFT, RIGHT);

    canvas.text(&ladder.unit, (8, 16), Side::Start, TEXT, INK);
    for tick in &ticks {
        let x = across.pixel(tick.value().unwrap_or(0.0));
        canvas.line(&[(x, TOP), (x, bottom)], GRID, 1, Stroke::Solid);
        canvas.text(&tick.to_string(), (x, bottom + 16), Side::Middle, SMALL, SOFT);
    }
    if let Some(value) = ladder.line.0.value() {
        let x = across.pixel(value);
        canvas.line(&[(x, TOP - 12), (x, bottom)], INK, 2, Stroke::Dashed);
        canvas.text(&ladder.line.1, (x, TOP - 22), Side::Middle, SMALL, INK);
    }
    for (i, rung) in ladder.rungs.iter().enumerate() {
        one(&canvas, rung, TOP + i as i32 * STEP + STEP / 2, &across);
    }
    canvas.finish();
}

fn one(canvas: &Canvas<'_>, rung: &Rung, y: i32, across: &Scale) {
    let rows = wrapped(&rung.name, LEFT - 22, TEXT);
    for (i, row) in rows.iter().enumerate() {
        let at = (LEFT - 14, y + (2 * i as i32 + 1 - rows.len() as i32) * 17 / 2);
        canvas.text(row, at, Side::End, TEXT, INK);
    }
    let Some(value) = rung.value.value() else {
        canvas.text("nothing to compare with", (LEFT + 8, y), Side::Start, TEXT, SOFT);
        return;
    };
    let (zero, x) = (across.pixel(0.0), across.pixel(value));
    let mut right = x;
    canvas.line(&[(zero, y), (x, y)], BLUE, 3, Stroke::Solid);
    if let Some((low, high)) = rung.range.and_then(|(low, high)| low.value().zip(high.value())) {
        let (from, to) = (across.pixel(low), across.pixel(high));
        canvas.line(&[(from, y - 10), (from, y + 10)], INK, 2, Stroke::Solid);
        canvas.line(&[(to, y - 10), (to, y + 10)], INK, 2, Stroke::Solid);
        canvas.line(&[(from, y + 10), (to, y + 10)], INK, 1, Stroke::Solid);
        right = right.max(to);
    }
    canvas.dot((x, y), 7, PAPER);
    canvas.dot((x, y), 6, BLUE);
    let words = rung.value.to_string();
    canvas.fill((right + 11, y - 9), (right + 16 + width_of(&words, TEXT), y + 9), PAPER);
    canvas.bold(&words, (right + 14, y), Side::Start, TEXT);
}
