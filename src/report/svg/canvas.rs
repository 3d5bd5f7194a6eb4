//! A sheet to draw on: the few strokes that our figures need, over the SVG backend of plotters.
//!
//! Coordinates are whole pixels of a sheet that the page scales. Text is left to the reader's own
//! sans-serif font; widths of text are estimates and only decide what fits.

use crate::report::palette::{Colour, INK, PAPER};
use crate::report::words::harmless;
use plotters::coord::Shift;
use plotters::element::DashedPathElement;
use plotters::prelude::{
    Circle, DrawingArea, IntoDrawingArea, PathElement, Polygon, RGBColor, Rectangle, SVGBackend, ShapeStyle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, TextStyle};

/// A point of the sheet.
pub(super) type Point = (i32, i32);

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// To the right of it.
    Start,
    /// Centred on it.
    Middle,
    /// To the left of it.
    End,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    /// Unbroken.
    Solid,
    /// With gaps.
    Dashed,
    /// In short pieces.
    Dotted,
    /// In long pieces with short gaps.
    Long,
}

/// Ordinary text, pixels.
pub(super) const TEXT: i32 = 14;
/// Small text, pixels.
pub(super) const SMALL: i32 = 12;

/// A sheet.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

impl<'a> Canvas<'a> {
    /// An empty sheet; what is drawn goes into `out`.
    pub(super) fn new(out: &'a mut String, width: i32, height: i32) -> Self {
        let size = (width.max(1) as u32, height.max(1) as u32);
        let canvas = Self { area: SVGBackend::with_string(out, size).into_drawing_area() };
        canvas.fill((0, 0), (width, height), PAPER);
        canvas
    }

    /// Ends the drawing.
    pub(super) fn finish(self) {
        // The backend writes into memory, where nothing can go wrong; so it is in all strokes.
        let _ = self.area.present();
    }

    /// A filled rectangle.
    pub(super) fn fill(&self, from: Point, to: Point, colour: Colour) {
        let _ = self.area.draw(&Rectangle::new([from, to], rgb(colour).filled()));
    }

    /// The outline of a rectangle.
    pub(super) fn frame(&self, from: Point, to: Point, colour: Colour, width: i32) {
        let corners = [from, (to.0, from.1), to, (from.0, to.1), from];
        self.line(&corners, colour, width, Stroke::Solid);
    }

    /// A filled shape, seen through.
    pub(super) fn veil(&self, corners: Vec<Point>, colour: Colour, opacity: f64) {
        let _ = self.area.draw(&Polygon::new(corners, rgb(colour).mix(opacity)));
    }

    /// A dot.
    pub(super) fn dot(&self, at: Point, radius: i32, colour: Colour) {
        let _ = self.area.draw(&Circle::new(at, radius, rgb(colour).filled()));
    }

    /// A line through points.
    pub(super) fn line(&self, through: &[Point], colour: Colour, width: i32, stroke: Stroke) {
        let style = ShapeStyle { color: rgb(colour).to_rgba(), filled: false, stroke_width: width.max(1) as u32 };
        let points = through.to_vec();
        let gaps = match stroke {
            Stroke::Solid => {
                let _ = self.area.draw(&PathElement::new(points, style));
                return;
            }
            Stroke::Dashed => (9, 5),
            Stroke::Dotted => (2, 4),
            Stroke::Long => (18, 3),
        };
        let _ = self.area.draw(&DashedPathElement::new(points, gaps.0, gaps.1, style));
    }

    /// Words, centred on the height of their point.
    pub(super) fn text(&self, words: &str, at: Point, side: Side, size: i32, colour: Colour) {
        self.write(words, at, side, size, colour, FontStyle::Normal);
    }

    /// Words that stand out.
    pub(super) fn bold(&self, words: &str, at: Point, side: Side, size: i32) {
        self.write(words, at, side, size, INK, FontStyle::Bold);
    }

    fn write(&self, words: &str, at: Point, side: Side, size: i32, colour: Colour, style: FontStyle) {
        let across = match side {
            Side::Start => HPos::Left,
            Side::Middle => HPos::Center,
            Side::End => HPos::Right,
        };
        // The backend divides sizes by 1.24.
        let font = ("sans-serif", f64::from(size) * 1.24, style).into_font();
        let colour = rgb(colour);
        let style = TextStyle::from(font).pos(Pos::new(across, VPos::Center)).color(&colour);
        let _ = self.area.draw(&Text::new(harmless(words), at, style));
    }
}

/// Estimated width of words, pixels.
pub(super) fn width_of(words: &str, size: i32) -> i32 {
    (words.chars().count() as i32 * size * 58 + 99) / 100
}

/// Words cut to a width, with an ellipsis where something is missing.
pub(super) fn fitted(words: &str, width: i32, size: i32) -> String {
    if width_of(words, size) <= width {
        return words.to_owned();
    }
    let room = (width * 100 / (size * 58)).max(2) as usize - 1;
    let mut cut: String = words.chars().take(room).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('\u{2026}');
    cut
}

/// Words over lines no longer than a width.
pub(super) fn wrapped(words: &str, width: i32, size: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_of(line, size) + width_of(word, size) + size / 2 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}
