//! The standard normal law.

#![expect(clippy::excessive_precision, reason = "coefficients as published")]

use std::f64::consts::FRAC_1_SQRT_2;

/// Density of the standard normal law at `x`.
#[must_use]
pub fn normal_pdf(x: f64) -> f64 {
    const INV_SQRT_TAU: f64 = 0.398_942_280_401_432_7;
    INV_SQRT_TAU * libm::exp(-0.5 * x * x)
}

/// Chance that a standard normal variate is at most `x`.
#[must_use]
#[inline]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// Chance that a standard normal variate exceeds `x`, without loss in the upper tail.
#[must_use]
pub fn normal_sf(x: f64) -> f64 {
    0.5 * libm::erfc(x * FRAC_1_SQRT_2)
}

/// Value a polynomial takes at `x`, coefficients from the highest power down.
#[inline]
fn horner<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut sum = 0.0;
    for c in coefficients {
        sum = sum * x + c;
    }
    sum
}

/// The value that a standard normal variate stays below with chance `p`.
///
/// `p` in (0, 1); 0 and 1 give minus and plus infinity, anything else NaN. Relative error about
/// 1e-16 down to 1e-300. Source: Wichura, algorithm AS 241 (`PPND16`), *Applied Statistics* 37 (1988).
#[must_use]
#[inline]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * horner(&A, r) / horner(&B, r);
    }
    tail(p, q)
}

/// The outer branches of [`normal_quantile`].
fn tail(p: f64, q: f64) -> f64 {
    let nearer = if q < 0.0 { p } else { 1.0 - p };
    if nearer <= 0.0 {
        return match nearer {
            0.0 if q < 0.0 => f64::NEG_INFINITY,
            0.0 => f64::INFINITY,
            _ => f64::NAN,
        };
    }
    let r = libm::sqrt(-super::ln(nearer));
    let size =
        if r <= 5.0 { horner(&C, r - 1.6) / horner(&D, r - 1.6) } else { horner(&E, r - 5.0) / horner(&F, r - 5.0) };
    if q < 0.0 { -size } else { size }
}

const A: [f64; 8] = [
    2.509_080_928_730_122_672_7e3,
    3.343_057_558_358_812_810_5e4,
    6.726_577_092_700_870_085_3e4,
    4.592_195_393_154_987_145_7e4,
    1.373_169_376_550_946_112_5e4,
    1.971_590_950_306_551_442_7e3,
    1.331_416_678_917_843_774_5e2,
    3.387_132_872_796_366_608_0,
];
const B: [f64; 8] = [
    5.226_495_278_852_854_561_0e3,
    2.872_908_573_572_194_267_4e4,
    3.930_789_580_009_271_061_0e4,
    2.121_379_430_158_659_586_7e4,
    5.394_196_021_424_751_107_7e3,
    6.871_870_074_920_579_083_0e2,
    4.231_333_070_160_091_125_2e1,
    1.0,
];
const C: [f64; 8] = [
    7.745_450_142_783_414_076_40e-4,
    2.272_384_498_926_918_458_33e-2,
    2.417_807_251_774_506_117_70e-1,
    1.270_458_252_452_368_382_58,
    3.647_848_324_763_204_605_04,
    5.769_497_221_460_691_405_50,
    4.630_337_846_156_545_295_90,
    1.423_437_110_749_683_577_34,
];
const D: [f64; 8] = [
    1.050_750_071_644_416_843_24e-9,
    5.475_938_084_995_344_946_00e-4,
    1.519_866_656_361_645_719_66e-2,
    1.481_039_764_274_800_745_90e-1,
    6.897_673_349_851_000_045_50e-1,
    1.676_384_830_183_803_849_40,
    2.053_191_626_637_758_821_87,
    1.0,
];
const E: [f64; 8] = [
    2.010_334_399_292_288_132_65e-7,
    2.711_555_568_743_487_578_15e-5,
    1.242_660_947_388_078_438_60e-3,
    2.653_218_952_657_612_309_30e-2,
    2.965_605_718_285_048_912_30e-1,
    1.784_826_539_917_291_335_80,
    5.463_784_911_164_114_369_90,
    6.657_904_643_501_103_777_20,
];
const F: [f64; 8] = [
    2.044_263_103_389_939_785_64e-15,
    1.421_511_758_316_445_888_70e-7,
    1.846_318_317_510_054_681_80e-5,
    7.868_691_311_456_132_591_00e-4,
    1.487_536_129_085_061_485_25e-2,
    1.369_298_809_227_358_053_10e-1,
    5.998_322_065_558_879_376_90e-1,
    1.0,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::special::tests::close;

    #[test]
    fn quantiles_agree_with_fifty_digit_values() {
        // mpmath, 50 digits.
        for (p, expected) in [
            (1e-300, -37.047_096_299_361_2),
            (1e-10, -6.361_340_902_404_056),
            (1e-5, -4.264_890_793_922_825),
            (0.025, -1.959_963_984_540_054_2),
            (0.3, -0.524_400_512_708_041),
            (0.9, 1.281_551_565_544_600_4),
            (0.95, 1.644_853_626_951_472_7),
        ] {
            close(normal_quantile(p), expected, 2e-15);
        }
    }

    #[test]
    fn the_quantile_undoes_the_distribution() {
        for i in 1..2000 {
            let z = f64::from(i - 1000) / 150.0;
            if z < 0.0 {
                close(normal_quantile(normal_cdf(z)), z, 1e-12);
            }
            close(normal_cdf(z) + normal_sf(z), 1.0, 1e-15);
        }
    }

    #[test]
    fn the_ends_are_infinite_and_the_outside_is_no_number() {
        assert_eq!(normal_quantile(0.0).to_bits(), f64::NEG_INFINITY.to_bits());
        assert_eq!(normal_quantile(1.0).to_bits(), f64::INFINITY.to_bits());
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(1.1).is_nan());
        assert!(normal_quantile(f64::NAN).is_nan());
    }
}
