//! Special functions against 40-digit values (mpmath) and against `statrs`.

#![expect(clippy::unreadable_literal, clippy::excessive_precision, reason = "values as computed")]

use statrs::distribution::{Beta, ContinuousCDF, FisherSnedecor, Gamma};

use super::*;

/// Fails when two numbers differ by more than `relative` times the second.
#[track_caller]
pub(super) fn close(found: f64, expected: f64, relative: f64) {
    let error = (found - expected).abs();
    assert!(error <= relative * expected.abs(), "{found} is not {expected}: {error:e}");
}

#[test]
fn the_logarithm_of_gamma_is_good_to_thirteen_digits() {
    for (x, expected) in [
        (1e-05, 11.5129196928958256),
        (0.3, 1.09579799481807556),
        (0.99999, 5.77223889609308937e-6),
        (1.5, -0.120782237635245222),
        (1.999, -0.000422461800692107284),
        (2.5, 0.28468287047291916),
        (10.0, 12.8018274800814696),
        (123.4, 469.336097442190586),
        (1000000.0, 12815504.5691476117),
    ] {
        close(ln_gamma(x), expected, 1e-13);
    }
}

#[test]
fn gamma_quantiles_agree_with_forty_digit_values() {
    for (a, p, expected) in [
        (0.05, 1e-10, 5.84463205728665336e-201),
        (0.05, 0.05, 5.57387548187878191e-27),
        (0.05, 0.9, 0.076317113909188504),
        (0.05, 0.99999, 6.62716079752680955),
        (0.5, 1e-10, 7.85398163397448367e-21),
        (0.5, 0.5, 0.227468211559786376),
        (0.5, 0.975, 2.51194309365744371),
        (1.0, 1e-10, 1.00000000005000004e-10),
        (1.0, 0.9, std::f64::consts::LN_10),
        (2.0, 1e-10, 0.0000141422022908297414),
        (2.0, 0.05, 0.355361510698662063),
        (2.0, 0.5, 1.67834699001666065),
        (2.0, 0.99999, 14.2366277120078872),
        (7.5, 1e-10, 0.169144916954586502),
        (7.5, 0.975, 13.7441964317214892),
        (100.0, 1e-10, 48.8830920537959544),
        (100.0, 0.9, 113.010523859844477),
        (100.0, 0.99999, 148.498376889853269),
        (5000.0, 1e-10, 4563.25590121162835),
        (5000.0, 0.05, 4884.26256783376839),
        (5000.0, 0.99999, 5307.32156092671316),
    ] {
        let tolerance = if a < 0.1 && p < 0.1 { 1e-11 } else { 1e-12 };
        close(gamma_quantile(a, p), expected, tolerance);
    }
}

#[test]
fn beta_quantiles_agree_with_forty_digit_values() {
    for (a, b, p, expected) in [
        (0.5, 0.5, 1e-10, 2.4674011002723398e-20),
        (0.5, 0.5, 0.01, 0.00024671981713422151),
        (0.5, 0.5, 0.5, 0.5),
        (0.5, 0.5, 0.95, 0.99384417029756885),
        (2.0, 3.0, 1e-10, 4.0824940158083329e-6),
        (2.0, 3.0, 0.01, 0.041998635621700715),
        (2.0, 3.0, 0.5, 0.38572756813238955),
        (2.0, 3.0, 0.95, 0.75139537426981845),
        (0.3, 4.0, 1e-10, 8.8420657619956576e-35),
        (0.3, 4.0, 0.01, 4.1041237593986899e-8),
        (0.3, 4.0, 0.5, 0.019778314565049344),
        (0.3, 4.0, 0.95, 0.31190627857309019),
        (30.0, 2.0, 1e-10, 0.42124572379700426),
        (30.0, 2.0, 0.01, 0.80433062370410961),
        (30.0, 2.0, 0.5, 0.94644794788299727),
        (30.0, 2.0, 0.95, 0.9884146841385564),
        (400.0, 700.0, 1e-10, 0.27539616502767165),
        (400.0, 700.0, 0.01, 0.33029354331323501),
        (400.0, 700.0, 0.5, 0.36355369039937221),
        (400.0, 700.0, 0.95, 0.38762438068889047),
        (1.0, 1.0, 1e-10, 1.0e-10),
        (1.0, 1.0, 0.01, 0.01),
        (1.0, 1.0, 0.5, 0.5),
        (1.0, 1.0, 0.95, 0.94999999999999996),
    ] {
        close(beta_quantile(a, b, p), expected, 1e-12);
    }
}

#[test]
fn student_quantiles_agree_with_forty_digit_values() {
    for (df, p, expected) in [
        (1.0, 1e-10, -3183098861.8379066),
        (1.0, 0.05, -6.3137515146750427),
        (1.0, 0.5000001, 3.1415926519363009e-7),
        (1.0, 0.9, 3.0776835371752541),
        (1.0, 0.975, 12.706204736174693),
        (1.0, 0.99999, 31830.988608051955),
        (2.0, 1e-10, -70710.678108048149),
        (2.0, 0.05, -2.9199855803537256),
        (2.0, 0.5000001, 2.8284271232574875e-7),
        (2.0, 0.9, 1.885618083164127),
        (2.0, 0.975, 4.3026527297494618),
        (2.0, 0.99999, 223.60344363454603),
        (3.0, 1e-10, -2225.7692846830932),
        (3.0, 0.05, -2.3533634348018238),
        (3.0, 0.5000001, 2.7206990449193157e-7),
        (3.0, 0.9, 1.6377443536962103),
        (3.0, 0.975, 3.1824463052837084),
        (3.0, 0.99999, 47.927728376006707),
        (9.5, 1e-10, -27.823096719498105),
        (9.5, 0.05, -1.8221893013186784),
        (9.5, 0.5000001, 2.5733443331269656e-7),
        (9.5, 0.9, 1.3773005643959917),
        (9.5, 0.975, 2.244137461492296),
        (9.5, 0.99999, 7.7922010274073524),
        (29.0, 1e-10, -9.5179655049378312),
        (29.0, 0.05, -1.6991270265334977),
        (29.0, 0.5000001, 2.5283262343132631e-7),
        (29.0, 0.9, 1.3114336473015512),
        (29.0, 0.975, 2.0452296421327039),
        (29.0, 0.99999, 5.0855047020118994),
        (147.0, 1e-10, -6.8382975609163711),
        (147.0, 0.05, -1.6552854366095328),
        (147.0, 0.5000001, 2.5108948406649378e-7),
        (147.0, 0.9, 1.2873371462079684),
        (147.0, 0.975, 1.9762333088953272),
        (147.0, 0.99999, 4.4081678608134841),
        (5000.0, 1e-10, -6.374553536615104),
        (5000.0, 0.05, -1.6451584375969715),
        (5000.0, 0.5000001, 2.5067536078578159e-7),
        (5000.0, 0.9, 1.2817209053357185),
        (5000.0, 0.975, 1.9604385517065075),
        (5000.0, 0.99999, 4.2689862703382443),
    ] {
        close(student_quantile(df, p), expected, 1e-12);
    }
}

#[test]
fn counting_laws_agree_with_forty_digit_sums() {
    close(binomial_sf(1000, 0.01, 30), 6.4199286031376668e-8, 1e-12);
    close(binomial_cdf(500, 0.3, 140), 0.17716848963141726, 1e-12);
    close(poisson_cdf(250.5, 230), 0.10197691560405377, 1e-12);
}

#[test]
fn distributions_agree_with_statrs() {
    for shape in [0.2, 1.0, 3.7, 40.0] {
        let gamma = Gamma::new(shape, 1.0).unwrap();
        for x in [0.01, 0.5, 2.0, 9.0, 60.0] {
            close(gamma_p(shape, x), gamma.cdf(x), 1e-11);
            close(gamma_q(shape, x) + gamma_p(shape, x), 1.0, 1e-14);
        }
    }
    for (a, b) in [(0.5, 0.7), (2.0, 5.0), (60.0, 8.0)] {
        let beta = Beta::new(a, b).unwrap();
        let f = FisherSnedecor::new(a, b).unwrap();
        for x in [0.05, 0.3, 0.8, 0.97] {
            close(beta_cdf(a, b, x), beta.cdf(x), 1e-10);
            close(f_cdf(a, b, 4.0 * x), f.cdf(4.0 * x), 1e-10);
            close(f_cdf(a, b, f_quantile(a, b, x)), x, 1e-12);
        }
    }
}

#[test]
fn a_quantile_undoes_its_distribution() {
    for shape in [0.01, 0.3, 1.0, 2.5, 80.0, 1e4, 1e6] {
        for i in 1..20 {
            let p = f64::from(i) / 20.0;
            close(gamma_p(shape, gamma_quantile(shape, p)), p, 1e-11);
            close(student_cdf(shape, student_quantile(shape, p)), p, 1e-12);
            let (a, b) = (shape, 3.0 * shape);
            let x = beta_quantile(a, b, p);
            if x > 1e-300 && x < 0.999_999 {
                close(beta_cdf(a, b, x), p, 1e-11);
            }
            close(chi_square_cdf(shape, chi_square_quantile(shape, p)), p, 1e-11);
        }
    }
}

#[test]
fn poisson_quantiles_are_the_smallest_count_that_reaches_the_chance() {
    for mean in [0.01, 0.7, 5.0, 29.9, 30.0, 812.3, 1e6] {
        for i in 1..100 {
            let p = f64::from(i) / 100.0;
            let k = poisson_quantile(mean, p);
            assert!(poisson_cdf(mean, k) >= p - 1e-13, "{mean} {p} {k}");
            assert!(k == 0 || poisson_cdf(mean, k - 1) < p + 1e-13, "{mean} {p} {k}");
        }
    }
    assert_eq!(poisson_quantile(0.0, 0.9), 0);
    assert!(poisson_quantile(3.0, 1.0) < 60);
}

#[test]
fn probabilities_of_counts_add_up() {
    let binomial: f64 = (0..=40).map(|k| binomial_pmf(40, 0.37, k)).sum();
    close(binomial, 1.0, 1e-13);
    let poisson: f64 = (0..200).map(|k| poisson_pmf(60.0, k)).sum();
    close(poisson, 1.0, 1e-13);
    close(binomial_pmf(5, 0.0, 0), 1.0, 0.0);
    close(binomial_pmf(5, 1.0, 5), 1.0, 0.0);
}

#[test]
fn the_outside_of_a_domain_is_no_number_and_never_a_panic() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0, 5e-324, 1e9, 0.5, 2.0];
    for a in odd {
        for b in odd {
            for c in odd {
                let _ = (gamma_p(a, b), gamma_quantile(a, b), beta_cdf(a, b, c));
                let _ = (student_cdf(a, b), student_quantile(a, b), f_quantile(a, b, c));
                let _ = (poisson_quantile(a.min(1e7), b), binomial_cdf(7, a, 3));
            }
        }
    }
    assert!(gamma_p(-1.0, 1.0).is_nan() && beta_cdf(1.0, 1.0, 2.0).is_nan());
    assert!(student_quantile(0.0, 0.5).is_nan());
}
