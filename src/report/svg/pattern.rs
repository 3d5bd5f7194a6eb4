//! Patterns that tell the parts of a bar apart without colour.

use super::canvas::{Canvas, Point, Stroke};
use crate::report::palette::{Colour, INK, PARTS, readable_on};

/// Fills a rectangle with the pattern of a part.
pub(super) fn patterned(canvas: &Canvas<'_>, part: usize, from: Point, to: Point) {
    if to.0 <= from.0 || to.1 <= from.1 {
        return;
    }
    let part = part % PARTS.len();
    let ground = PARTS[part];
    canvas.fill(from, to, ground);
    let ink = readable_on(ground);
    match part {
        1 => slanted(canvas, (from, to), 7, ink, Lean::Rising),
        2 => {
            for x in (from.0 + 4..to.0 - 1).step_by(7) {
                for y in (from.1 + 4..to.1 - 1).step_by(7) {
                    canvas.dot((x, y), 1, ink);
                }
            }
        }
        3 => {
            for y in (from.1 + 4..to.1).step_by(5) {
                canvas.line(&[(from.0, y), (to.0, y)], ink, 1, Stroke::Solid);
            }
        }
        4 => {
            for x in (from.0 + 4..to.0).step_by(5) {
                canvas.line(&[(x, from.1), (x, to.1)], ink, 1, Stroke::Solid);
            }
        }
        5 => slanted(canvas, (from, to), 6, ink, Lean::Falling),
        _ => {}
    }
    canvas.frame(from, to, INK, 1);
}

/// Which way a slanted line leans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lean {
    /// Upwards to the right.
    Rising,
    /// Downwards to the right.
    Falling,
}

/// Slanted lines, cut at the edges of the rectangle.
fn slanted(canvas: &Canvas<'_>, (from, to): (Point, Point), step: usize, ink: Colour, lean: Lean) {
    let height = to.1 - from.1;
    for start in (from.0 - height..to.0).step_by(step) {
        // A line would run from `start` on one edge to `start + height` on the other.
        let (left, right) = (start.max(from.0), (start + height).min(to.0));
        if right <= left {
            continue;
        }
        let at = |x: i32| match lean {
            Lean::Falling => from.1 + (x - start),
            Lean::Rising => to.1 - (x - start),
        };
        canvas.line(&[(left, at(left)), (right, at(right))], ink, 1, Stroke::Solid);
    }
}
