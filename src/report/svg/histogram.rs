//! How often which result came, with named lines at the values that matter.

use super::WIDTH;
use super::canvas::{Canvas, SMALL, Side, Stroke, TEXT, width_of};
use super::scale::{Scale, marks, span};
use crate::report::figure::Histogram;
use crate::report::palette::{GRID, INK, PARTS, SOFT};
use crate::report::words::Quoted;

const HEIGHT: i32 = 300;
const LEFT: i32 = 60;
const RIGHT: i32 = WIDTH - 24;
const BOTTOM: i32 = HEIGHT - 52;

/// Draws it.
pub(super) fn draw(histogram: &Histogram, out: &mut String) {
    let top = 44 + histogram.marks.len() as i32 * 18;
    let canvas = Canvas::new(out, WIDTH, HEIGHT);
    let ticks = marks(0.0, span(&histogram.counts).1, 4);
    let end = |number: Option<&Quoted>| number.and_then(|number| number.value()).unwrap_or(0.0);
    let up = Scale::new(0.0, end(ticks.last()), BOTTOM, top);
    let across = Scale::new(end(Some(&histogram.from)), end(histogram.ends.last()), LEFT, RIGHT);

    canvas.text("replications", (8, 16), Side::Start, TEXT, INK);
    for tick in &ticks {
        let y = up.pixel(end(Some(tick)));
        canvas.line(&[(LEFT, y), (RIGHT, y)], GRID, 1, Stroke::Solid);
        canvas.text(&tick.to_string(), (LEFT - 8, y), Side::End, SMALL, SOFT);
    }
    let mut left = across.pixel(end(Some(&histogram.from)));
    let mut written = left - 100;
    let mut scale = |canvas: &Canvas<'_>, number: &Quoted, x: i32| {
        let words = number.to_string();
        if x - written > width_of(&words, SMALL) + 8 {
            canvas.text(&words, (x, BOTTOM + 14), Side::Middle, SMALL, SOFT);
            written = x;
        }
    };
    scale(&canvas, &histogram.from, left);
    for (ends, count) in histogram.ends.iter().zip(&histogram.counts) {
        let right = across.pixel(end(Some(ends)));
        let y = up.pixel(end(Some(count)));
        if y < BOTTOM {
            canvas.fill((left + 1, y), (right - 1, BOTTOM), PARTS[1]);
            canvas.frame((left + 1, y), (right - 1, BOTTOM), INK, 1);
        }
        scale(&canvas, ends, right);
        left = right;
    }
    canvas.line(&[(LEFT, BOTTOM), (RIGHT, BOTTOM)], INK, 1, Stroke::Solid);
    canvas.text(&histogram.unit, (i32::midpoint(LEFT, RIGHT), BOTTOM + 36), Side::Middle, TEXT, INK);
    for (i, (value, name)) in histogram.marks.iter().enumerate() {
        let x = across.pixel(end(Some(value)));
        let y = 36 + i as i32 * 18;
        canvas.line(&[(x, y + 8), (x, BOTTOM)], INK, 2, Stroke::Dashed);
        let words = format!("{name}: {value}");
        let half = width_of(&words, SMALL) / 2 + 4;
        canvas.text(&words, (x.clamp(LEFT + half, RIGHT - half), y), Side::Middle, SMALL, INK);
    }
    canvas.finish();
}
