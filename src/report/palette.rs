//! The colours of a report, and how far apart they stand.
//!
//! Nothing is told by colour alone: series differ by line style and label, parts of a bar by
//! pattern, cells of a heat map by their printed number. The colours are chosen so that they also
//! differ in lightness, and so survive a grey printer.

/// A colour: red, green, blue.
pub type Colour = (u8, u8, u8);

/// Text and lines.
pub const INK: Colour = (0x1a, 0x1a, 0x1a);
/// Secondary text: units, notes, axes.
pub const SOFT: Colour = (0x50, 0x56, 0x5c);
/// Page.
pub const PAPER: Colour = (0xff, 0xff, 0xff);
/// Ground of the headline and of table heads.
pub const PALE: Colour = (0xee, 0xf2, 0xf6);
/// Rules and grid lines.
pub const RULE: Colour = (0x8a, 0x92, 0x9a);
/// Fine grid inside figures; carries no information.
pub const GRID: Colour = (0xdd, 0xe1, 0xe5);
/// Links and the first series.
pub const BLUE: Colour = (0x12, 0x44, 0x7a);
/// The second series.
pub const RUST: Colour = (0x96, 0x46, 0x10);
/// The third series.
pub const MOSS: Colour = (0x3d, 0x6b, 0x2e);
/// Ground of warnings.
pub const SAND: Colour = (0xfd, 0xf3, 0xdc);

/// Colours of series, in order; four at most in one figure.
pub const SERIES: [Colour; 4] = [BLUE, RUST, MOSS, INK];

/// Grounds of the parts of a stacked bar: dark and light in turn, so that neighbours differ in grey too.
pub const PARTS: [Colour; 6] =
    [BLUE, (0xc9, 0xdc, 0xef), (0x4c, 0x74, 0x3c), (0xf1, 0xec, 0xe0), (0x63, 0x67, 0x6d), (0xe3, 0xc2, 0x9b)];

/// The two ends of a heat map, from least to most; ink can be read on both and between.
pub const HEAT: (Colour, Colour) = ((0xf4, 0xf7, 0xfa), (0x5b, 0x8f, 0xc7));

/// A colour as CSS writes it.
#[must_use]
pub fn css(colour: Colour) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2)
}

/// Colour a part of the way from one to another; `share` from 0 to 1.
#[must_use]
pub fn between(from: Colour, to: Colour, share: f64) -> Colour {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let mix = |a: u8, b: u8| libm::rint(f64::from(a) + (f64::from(b) - f64::from(a)) * share) as u8;
    (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Ink or paper, whichever stands out more on a ground.
#[must_use]
pub fn readable_on(ground: Colour) -> Colour {
    if contrast(INK, ground) >= contrast(PAPER, ground) { INK } else { PAPER }
}

/// Contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, definition of contrast ratio.
#[must_use]
pub fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, 0 to 1. Source: WCAG 2.2.
fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_text_reaches_the_contrast_of_wcag_aa() {
        for (text, ground) in [
            (INK, PAPER),
            (SOFT, PAPER),
            (INK, PALE),
            (SOFT, PALE),
            (BLUE, PAPER),
            (BLUE, PALE),
            (INK, SAND),
            (SOFT, SAND),
            (RUST, PAPER),
            (MOSS, PAPER),
        ] {
            assert!(contrast(text, ground) >= 4.5, "{} on {}", css(text), css(ground));
        }
    }

    #[test]
    fn lines_and_rules_reach_the_contrast_of_graphics() {
        for colour in SERIES.into_iter().chain([RULE]) {
            assert!(contrast(colour, PAPER) >= 3.0, "{}", css(colour));
        }
    }

    #[test]
    fn numbers_in_a_heat_map_can_be_read_on_every_shade() {
        for step in 0..=100 {
            let ground = between(HEAT.0, HEAT.1, f64::from(step) / 100.0);
            assert!(contrast(readable_on(ground), ground) >= 4.5, "{}", css(ground));
        }
    }

    #[test]
    fn neighbouring_parts_of_a_bar_differ_in_lightness() {
        for pair in PARTS.windows(2) {
            assert!(contrast(pair[0], pair[1]) >= 1.8, "{} {}", css(pair[0]), css(pair[1]));
        }
    }
}
