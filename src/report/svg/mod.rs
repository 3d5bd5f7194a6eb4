//! Figures as SVG, by plotters; no fonts are read and no pixels are made.
//!
//! The root element of each figure carries a title and a description for those who hear the page
//! instead of seeing it. Lines differ by stroke and by the label at their end, parts of bars by
//! pattern, cells of a heat map by their number; so a grey print says as much as the screen.

mod bars;
mod canvas;
mod dots;
mod heat;
mod histogram;
mod ladder;
mod lines;
mod pattern;
mod scale;

use super::document::Document;
use super::figure::{Drawing, Figure};
use super::words::harmless;

/// Width of every figure, pixels of its own sheet.
const WIDTH: i32 = 760;

/// Each figure of a document as (file name, SVG text).
#[must_use]
pub fn figures_svg(document: &Document) -> Vec<(String, String)> {
    document.figures().map(|figure| (format!("{}.svg", figure.name), svg(figure))).collect()
}

/// One figure, for a page or a file of its own. Its ids begin with its name.
#[must_use]
pub fn svg(figure: &Figure) -> String {
    let mut drawn = String::new();
    match &figure.drawing {
        Drawing::Lines(lines) => lines::draw(lines, &mut drawn),
        Drawing::Bars(bars) => bars::draw(bars, &mut drawn),
        Drawing::Heat(heat) => heat::draw(heat, &mut drawn),
        Drawing::Ladder(ladder) => ladder::draw(ladder, &mut drawn),
        Drawing::Histogram(histogram) => histogram::draw(histogram, &mut drawn),
        Drawing::Dots(dots) => dots::draw(dots, &mut drawn),
    }
    described(figure, &drawn)
}

/// The drawing with title, description and role in its root element, which plotters leaves out.
fn described(figure: &Figure, drawn: &str) -> String {
    let id = super::document::file_name(&figure.name);
    let Some((root, rest)) = drawn.split_once(">\n") else { return String::new() };
    let title = escaped(&figure.caption);
    let description = escaped(&figure.description);
    format!(
        "{root} role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{title}</title>\n\
         <desc id=\"{id}-desc\">{description}</desc>\n{rest}"
    )
}

fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for c in harmless(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::examples::document;
    use super::*;

    #[test]
    fn each_figure_has_a_title_and_a_description() {
        let document = document();
        assert_eq!(document.figures().count(), 5);
        for figure in document.figures() {
            let text = svg(figure);
            assert!(text.starts_with("<svg width=\"760\""), "{text}");
            for part in ["role=\"img\"", "aria-labelledby=", "<title id=", "<desc id="] {
                assert_eq!(text.matches(part).count(), 1, "{part} in {}", figure.name);
            }
            assert!(text.contains(&escaped(&figure.description)));
        }
    }

    #[test]
    fn a_name_that_looks_like_markup_is_drawn_as_text() {
        let document = document();
        for (name, text) in figures_svg(&document) {
            assert!(!text.contains("<script"), "{name}");
            assert!(!text.contains("NaN") && !text.contains("inf"), "{name}");
        }
    }

    #[test]
    fn every_number_that_is_drawn_stands_in_the_table_beside_it() {
        for figure in document().figures() {
            assert_eq!(figure.numbers_without_a_cell(), [], "{}", figure.name);
        }
    }
}
