//! Patterns that tell the parts of a bar apart without colour.

use super::canvas::{Canvas, Point, Stroke};
use crate::report::palette::{INK, PAPER, PARTS, contrast};

/// Fills a rectangle with the pattern of a part.
pub(super) fn patterned(canvas: &Canvas<'_>, part: usize, from: Point, to: Point) {
    if to.0 <= from.0 || to.1 <= from.1 {
        return;
    }
    let part = part % PARTS.len();
    let ground = PARTS[part];
    canvas.fill(from, to, ground);
    let ink = if contrast(INK, ground) > 6.0 { INK } else { PAPER };
    match part {
        1 => slanted(canvas, from, to, 7, false),
        2 => {
            for x in (from.0 + 4..to.0).step_by(7) {
                for y in (from.1 + 4..to.1).step_by(7) {
                    canvas.dot((x, y), 1, ink);
                }
            }
        }
        3 => slanted(canvas, from, to, 6, true),
        4 => {
            for y in (from.1 + 4..to.1).step_by(5) {
                canvas.line(&[(from.0, y), (to.0, y)], ink, 1, Stroke::Solid);
            }
        }
        5 => {
            for x in (from.0 + 4..to.0).step_by(5) {
                canvas.line(&[(x, from.1), (x, to.1)], PAPER, 1, Stroke::Solid);
            }
        }
        _ => {}
    }
    canvas.frame(from, to, INK, 1);
}

/// Slanted lines, cut at the edges of the rectangle.
fn slanted(canvas: &Canvas<'_>, from: Point, to: Point, step: usize, falling: bool) {
    let height = to.1 - from.1;
    let ink = if falling { PAPER } else { INK };
    for start in (from.0 - height..to.0).step_by(step) {
        // The line rises by its full height from `start` on the lower edge to `start + height` on the upper.
        let (left, right) = (start.max(from.0), (start + height).min(to.0));
        if right <= left {
            continue;
        }
        let rise = |x: i32| if falling { from.1 + (x - start) } else { to.1 - (x - start) };
        canvas.line(&[(left, rise(left)), (right, rise(right))], ink, 1, Stroke::Solid);
    }
}
