//! A grid of cells, each with its number; cells beyond the line have a heavy frame.

use super::WIDTH;
use super::canvas::{Canvas, SMALL, Side, TEXT, fitted};
use super::scale::span;
use crate::report::figure::{Drawing, HeatMap};
use crate::report::palette::{HEAT, INK, PAPER, RULE, SOFT, between, readable_on};

const LEFT: i32 = 150;
const TOP: i32 = 84;
const STEP: i32 = 44;

/// Draws it.
pub(super) fn draw(heat: &HeatMap, out: &mut String) {
    let bottom = TOP + heat.rows.len() as i32 * STEP;
    let canvas = Canvas::new(out, WIDTH, bottom + 16);
    let wide = ((WIDTH - LEFT - 16) / heat.columns.len().max(1) as i32).min(120);
    let numbers = Drawing::Heat(heat.clone()).numbers();
    let (least, most) = span(&numbers);
    let least = numbers.iter().filter_map(|n| n.value()).fold(most, f64::min).max(least);

    canvas.text(&heat.unit, (8, 16), Side::Start, TEXT, INK);
    let middle = LEFT + wide * heat.columns.len() as i32 / 2;
    canvas.text(&fitted(&heat.across, WIDTH - LEFT, TEXT), (middle, 42), Side::Middle, TEXT, SOFT);
    canvas.text(&fitted(&heat.down, LEFT - 20, TEXT), (LEFT - 12, 66), Side::End, TEXT, SOFT);
    for (c, name) in heat.columns.iter().enumerate() {
        let x = LEFT + c as i32 * wide + wide / 2;
        canvas.text(&fitted(name, wide - 4, TEXT), (x, 66), Side::Middle, TEXT, INK);
    }
    for (r, name) in heat.rows.iter().enumerate() {
        let y = TOP + r as i32 * STEP;
        canvas.text(&fitted(name, LEFT - 20, TEXT), (LEFT - 12, y + STEP / 2), Side::End, TEXT, INK);
        for (c, cell) in heat.cells.get(r).into_iter().flatten().enumerate() {
            let x = LEFT + c as i32 * wide;
            let (from, to) = ((x + 1, y + 1), (x + wide - 1, y + STEP - 1));
            let share = cell.value.value().map(|value| (value - least) / (most - least).max(f64::MIN_POSITIVE));
            let ground = share.map_or(PAPER, |share| between(HEAT.0, HEAT.1, share));
            canvas.fill(from, to, ground);
            canvas.frame(from, to, RULE, 1);
            let size = if wide < 60 { SMALL } else { TEXT };
            let at = (x + wide / 2, y + STEP / 2);
            canvas.text(&cell.value.to_string(), at, Side::Middle, size, readable_on(ground));
            if cell.beyond {
                canvas.frame((from.0 + 2, from.1 + 2), (to.0 - 2, to.1 - 2), readable_on(ground), 3);
            }
        }
    }
    canvas.finish();
}
