//! A dot against intervals, row by row: what was seen against what was foretold.
//!
//! Every row has a scale of its own, so the numbers stand beside their marks and there is no common axis.

use super::WIDTH;
use super::canvas::{Canvas, SMALL, Side, Stroke, TEXT, wrapped};
use super::scale::Scale;
use crate::report::figure::{Dot, Dots};
use crate::report::palette::{BLUE, INK, PALE, PAPER, RUST, SOFT};
use crate::report::words::Quoted;

const LEFT: i32 = 290;
const RIGHT: i32 = WIDTH - 64;
const TOP: i32 = 66;
const STEP: i32 = 52;

/// Draws it.
pub(super) fn draw(dots: &Dots, out: &mut String) {
    let bottom = TOP + dots.rows.len() as i32 * STEP;
    let canvas = Canvas::new(out, WIDTH, bottom + 8);
    legend(&canvas, dots);
    for (i, dot) in dots.rows.iter().enumerate() {
        one(&canvas, dot, TOP + i as i32 * STEP + STEP / 2);
    }
    canvas.finish();
}

fn legend(canvas: &Canvas<'_>, dots: &Dots) {
    canvas.dot((16, 12), 5, RUST);
    canvas.text(&dots.dot, (30, 12), Side::Start, SMALL, INK);
    whisker(canvas, (8, 24), 30);
    canvas.text(&dots.wide, (30, 30), Side::Start, SMALL, INK);
    canvas.fill((8, 44), (24, 52), BLUE);
    canvas.text(&dots.narrow, (30, 48), Side::Start, SMALL, INK);
}

fn whisker(canvas: &Canvas<'_>, (from, to): (i32, i32), y: i32) {
    canvas.line(&[(from, y), (to, y)], INK, 2, Stroke::Solid);
    for x in [from, to] {
        canvas.line(&[(x, y - 6), (x, y + 6)], INK, 2, Stroke::Solid);
    }
}

fn one(canvas: &Canvas<'_>, dot: &Dot, y: i32) {
    let rows = wrapped(&dot.name, LEFT - 60, TEXT);
    for (i, row) in rows.iter().enumerate() {
        let at = (LEFT - 48, y + (2 * i as i32 + 1 - rows.len() as i32) * 17 / 2);
        canvas.text(row, at, Side::End, TEXT, INK);
    }
    let ends = |pair: Option<(Quoted, Quoted)>| pair.and_then(|(low, high)| low.value().zip(high.value()));
    let numbers: Vec<f64> = [dot.wide, dot.narrow]
        .into_iter()
        .filter_map(ends)
        .flat_map(|(low, high)| [low, high])
        .chain(dot.value.value())
        .collect();
    let low = numbers.iter().copied().fold(f64::MAX, f64::min);
    let high = numbers.iter().copied().fold(f64::MIN, f64::max);
    if numbers.is_empty() {
        canvas.text(&dot.value.to_string(), (LEFT, y), Side::Start, TEXT, SOFT);
        return;
    }
    let across = Scale::new(low, high, LEFT, RIGHT);
    canvas.fill((LEFT, y - 12), (RIGHT, y + 12), PALE);
    if let Some((from, to)) = ends(dot.narrow) {
        canvas.fill((across.pixel(from), y - 4), (across.pixel(to).max(across.pixel(from) + 1), y + 4), BLUE);
    }
    if let (Some((from, to)), Some((low, high))) = (ends(dot.wide), dot.wide) {
        whisker(canvas, (across.pixel(from), across.pixel(to)), y);
        canvas.text(&low.to_string(), (across.pixel(from) - 6, y), Side::End, SMALL, SOFT);
        canvas.text(&high.to_string(), (across.pixel(to) + 6, y), Side::Start, SMALL, SOFT);
    }
    if let Some(value) = dot.value.value() {
        let x = across.pixel(value);
        canvas.dot((x, y), 7, PAPER);
        canvas.dot((x, y), 5, RUST);
        canvas.bold(&dot.value.to_string(), (x, y - 18), Side::Middle, SMALL);
    }
}
