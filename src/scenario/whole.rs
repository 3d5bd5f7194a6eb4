//! People are whole: a number of them in parts.

/// A number of people in whole parts by shares, by largest remainders.
#[must_use]
pub fn whole_parts(shares: &[f64], number: u32) -> Vec<u32> {
    let total: f64 = shares.iter().sum();
    let exact: Vec<f64> =
        shares.iter().map(|s| if total > 0.0 { s / total * f64::from(number) } else { 0.0 }).collect();
    // A share of 13 % of 1,300 is 169 and not 168.99999: remainders below a millionth are rounding.
    let mut whole: Vec<u32> = exact.iter().map(|x| (x + 1e-6) as u32).collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    order.sort_by(|&a, &b| {
        let left = |i: usize| exact[i] - f64::from(whole[i]);
        left(b).total_cmp(&left(a)).then(a.cmp(&b))
    });
    let mut missing = number.saturating_sub(whole.iter().sum());
    for &i in order.iter().cycle().take(exact.len() * 2) {
        if missing == 0 {
            break;
        }
        whole[i] += 1;
        missing -= 1;
    }
    whole
}
