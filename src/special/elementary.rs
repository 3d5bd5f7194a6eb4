//! Logarithm and exponential for the innermost loop.
//!
//! Within four units in the last place of `libm`'s, and two to three times as fast where the next
//! step waits for the result: a table takes the place of the division and of the unpredictable
//! branches. Only `+`, `*` and bit patterns, so the same bits on every machine. The method is that of
//! Tang, *Table-driven implementation of the logarithm function*, ACM Transactions on Mathematical
//! Software 16 (1990), and of the exponential, 15 (1989).

use std::f64::consts::LN_2;

/// Cells of each table, as a power of two.
const CELL_BITS: u32 = 7;
const CELLS: usize = 1 << CELL_BITS;
/// Bits of a fraction.
const FRACTION: u32 = 52;
/// Where the fractions begin that stand for a binade: 0.6875, so that one lies well inside.
const FROM: u64 = 0x3fe6_0000_0000_0000;

/// Of each cell: its centre, one over it, the centre's logarithm.
static LOGARITHMS: [[f64; 3]; CELLS] = logarithms();
/// The powers of two with exponents of whole parts of [`CELLS`].
static POWERS: [f64; CELLS] = powers();

/// The natural logarithm, for every `x` that of `libm::log` within four units in the last place.
#[must_use]
#[inline]
pub fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    // Normal positive numbers; what is left has no business in an inner loop.
    if bits.wrapping_sub(1 << FRACTION) >= (0x7fe << FRACTION) {
        return libm::log(x);
    }
    let above = bits.wrapping_sub(FROM);
    let twos = (above.cast_signed() >> FRACTION) as f64;
    let fraction = f64::from_bits(bits.wrapping_sub(above & (0xfff << FRACTION)));
    let [centre, inverse, logarithm] = LOGARITHMS[(above >> (FRACTION - CELL_BITS)) as usize % CELLS];
    // The difference is exact.
    let r = (fraction - centre) * inverse;
    let square = r * r;
    let early = (r * (1.0 / 3.0) - 0.5) + square * (r * 0.2 - 0.25);
    let late = r * (1.0 / 7.0) - 1.0 / 6.0;
    let rest = early + square * square * late;
    (twos * LN_2 + logarithm) + (r + square * rest)
}

/// The exponential, for every `x` that of `libm::exp` within two units in the last place.
#[must_use]
#[inline]
pub fn exp(x: f64) -> f64 {
    const PER_UNIT: f64 = CELLS as f64 / LN_2;
    // Parts of [`LN_2`] over [`CELLS`]: a product of the first with a whole number of 20 bits is exact.
    const UNIT_HIGH: f64 = f64::from_bits(LN_2.to_bits() & (u64::MAX << 26)) / CELLS as f64;
    const UNIT_LOW: f64 = (LN_2 - f64::from_bits(LN_2.to_bits() & (u64::MAX << 26)) + LN_2_BEYOND) / CELLS as f64;
    /// What [`LN_2`] lacks.
    const LN_2_BEYOND: f64 = 2.319_046_813_846_299_6e-17;
    /// Adding it rounds to a whole number, which then stands in the lowest bits.
    const ROUNDING: f64 = 6_755_399_441_055_744.0;
    if !(x.abs() < 700.0) {
        return libm::exp(x);
    }
    let shifted = x * PER_UNIT + ROUNDING;
    let units = shifted - ROUNDING;
    let whole = shifted.to_bits();
    let r = (x - units * UNIT_HIGH) - units * UNIT_LOW;
    let square = r * r;
    let rise = r + square * ((0.5 + r * (1.0 / 6.0)) + square * (1.0 / 24.0 + r * (1.0 / 120.0)));
    // The exponent is within 1,010 of zero: adding it to a power between 1 and 2 stays normal.
    let twos = (whole.cast_signed() << (FRACTION - CELL_BITS)).cast_unsigned() & (u64::MAX << FRACTION);
    let scale = f64::from_bits(POWERS[whole as usize % CELLS].to_bits().wrapping_add(twos));
    scale + scale * rise
}

/// Whole numbers that stand for 2^62 times a fraction.
const ONE: i128 = 1 << 62;

/// Twice the inverse hyperbolic tangent of a number below a fifth, over 2^62: its series.
const fn twice_artanh(s: i128) -> i128 {
    let square = s * s / ONE;
    let (mut power, mut sum, mut odd) = (s, 0, 1);
    while odd < 60 {
        sum += power / odd;
        power = power * square / ONE;
        odd += 2;
    }
    2 * sum
}

const fn logarithms() -> [[f64; 3]; CELLS] {
    let mut table = [[0.0; 3]; CELLS];
    let mut cell = 0;
    while cell < CELLS {
        let first = FROM + ((cell as u64) << (FRACTION - CELL_BITS));
        let centre = f64::from_bits(first + (1 << (FRACTION - CELL_BITS - 1)));
        // On either side of one the logarithm is that of one plus a small number, to the last bit.
        let beside_one = 0.997 < centre && centre < 1.005;
        let centre = if beside_one { 1.0 } else { centre };
        let fixed = (centre * ONE as f64) as i128;
        let logarithm = twice_artanh((fixed - ONE) * ONE / (fixed + ONE));
        table[cell] = [centre, 1.0 / centre, logarithm as f64 / ONE as f64];
        cell += 1;
    }
    table
}

const fn powers() -> [f64; CELLS] {
    let mut table = [1.0; CELLS];
    let ln_2 = twice_artanh(ONE / 3);
    let mut cell = 0;
    while cell < CELLS {
        let exponent = ln_2 * cell as i128 / CELLS as i128;
        let (mut power, mut sum, mut n) = (ONE, ONE, 1);
        while n < 30 {
            power = power * exponent / ONE / n;
            sum += power;
            n += 1;
        }
        table[cell] = sum as f64 / ONE as f64;
        cell += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units in the last place between two numbers of one sign.
    fn apart(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    /// Numbers scattered over the fractions: multiples of an irrational, without their whole part.
    fn scattered() -> impl Iterator<Item = f64> {
        (1..200_000_u32).map(|i| (f64::from(i) * 0.618_033_988_749_894_9) % 1.0)
    }

    #[test]
    fn the_logarithm_is_good_to_four_units_in_the_last_place() {
        for u in scattered() {
            for x in [u, 1.0 - u * 1e-3, 1.0 + u * 1e-3, u * 1e-9, u * 1e300, 0.5 + u] {
                assert!(apart(ln(x), libm::log(x)) <= 4, "{x}: {} is not {}", ln(x), libm::log(x));
            }
        }
    }

    #[test]
    fn the_logarithm_never_decreases_where_two_cells_meet() {
        for cell in 0..CELLS as u64 {
            let edge = FROM + (cell << (FRACTION - CELL_BITS));
            let values: Vec<f64> = (edge - 40..edge + 40).map(|bits| ln(f64::from_bits(bits))).collect();
            assert!(values.is_sorted(), "at {}", f64::from_bits(edge));
        }
    }

    #[test]
    fn the_exponential_is_good_to_two_units_in_the_last_place() {
        for u in scattered() {
            for x in [u, -u, 10.0 * u, -40.0 * u, 1400.0 * (u - 0.5), u * 1e-9] {
                assert!(apart(exp(x), libm::exp(x)) <= 2, "{x}: {} is not {}", exp(x), libm::exp(x));
            }
        }
    }

    #[test]
    fn what_lies_outside_is_as_elsewhere() {
        for x in [0.0, -0.0, 1.0, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 5e-324, 1e-310, 720.0, -720.0, -1e9]
        {
            assert_eq!(ln(x).is_nan(), libm::log(x).is_nan());
            assert!(ln(x).is_nan() || apart(ln(x), libm::log(x)) <= 4, "ln {x}");
            assert_eq!(exp(x).is_nan(), x.is_nan());
            assert!(exp(x).is_nan() || apart(exp(x), libm::exp(x)) <= 2, "exp {x}");
        }
    }
}
