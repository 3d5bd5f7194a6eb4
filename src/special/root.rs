//! Safeguarded Newton iteration for the root of an increasing function.

/// Most steps a search may take; bisection alone needs about 110 for a double.
const STEPS: u32 = 200;

/// The root of an increasing function between `low` and `high`, starting at `guess`.
///
/// `at` returns the function's value and its slope. Newton's step is taken where it stays inside
/// the bracket and the bracket shrinks; the middle of the bracket otherwise. The search ends when a
/// step no longer moves the point by more than two parts in 1e16 of its size or of one. When the
/// function has no sign change in the bracket, the nearer end is the answer.
/// Source: Press et al., *Numerical Recipes*, section 9.4 (`rtsafe`).
pub fn increasing_root(at: impl Fn(f64) -> (f64, f64), guess: f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let mut point = if guess > low && guess < high { guess } else { f64::midpoint(low, high) };
    let mut last = high - low;
    for _ in 0..STEPS {
        let (value, slope) = at(point);
        if value == 0.0 {
            return point;
        }
        if value < 0.0 {
            low = point;
        } else {
            high = point;
        }
        let newton = point - value / slope;
        let next = if newton > low && newton < high && (newton - point).abs() < 0.75 * last.abs() {
            newton
        } else if (value / slope).abs() <= tolerance(point) {
            return newton.clamp(low, high);
        } else {
            f64::midpoint(low, high)
        };
        last = next - point;
        point = next;
        if last.abs() <= tolerance(point) {
            break;
        }
    }
    point
}

/// The smallest step worth taking at `point`.
fn tolerance(point: f64) -> f64 {
    4.0 * f64::EPSILON * if point.abs() > 1.0 { point.abs() } else { 1.0 }.min(point.abs() + 1e-3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cube_root_is_found_from_a_bad_guess() {
        let root = increasing_root(|x| (x * x * x - 2.0, 3.0 * x * x), 99.0, 0.0, 100.0);
        assert!((root - libm::cbrt(2.0)).abs() < 1e-15);
    }

    #[test]
    fn without_a_root_the_nearer_end_is_returned() {
        let end = increasing_root(|x| (x + 1.0, 1.0), 0.5, 0.0, 1.0);
        assert!(end < 1e-12);
    }

    #[test]
    fn a_flat_function_ends() {
        assert!(increasing_root(|_| (f64::NAN, 0.0), 0.5, 0.0, 1.0).is_finite());
    }
}
