//! How sure a number is: 95 % intervals.
//!
//! They say how far chance alone could have moved a number, if those who answered were drawn by lot from all who
//! use the stands. Who answers of their own accord is not drawn by lot: every page says so.

/// The 97.5th percentile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A share of people with its interval, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The share.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Share {
    /// `count` of `of` people, with Wilson's interval, which holds for small numbers and near 0 and 1 too.
    /// `None` of nobody.
    pub fn of(count: u64, of: u64) -> Option<Self> {
        if of == 0 || count > of {
            return None;
        }
        let (n, value) = (of as f64, count as f64 / of as f64);
        let (z2, denominator) = (Z * Z, 1.0 + Z * Z / n);
        let middle = (value + z2 / (2.0 * n)) / denominator;
        let half = Z / denominator * (value * (1.0 - value) / n + z2 / (4.0 * n * n)).sqrt();
        let low = if count == 0 { 0.0 } else { (middle - half).max(0.0) };
        let high = if count == of { 1.0 } else { (middle + half).min(1.0) };
        Some(Self { value, low, high })
    }
}

/// A mean with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The standard deviation.
    pub deviation: f64,
}

impl Mean {
    /// The mean of numbers. `None` of fewer than two.
    pub fn of(numbers: impl Iterator<Item = f64>) -> Option<Self> {
        // Welford's way: sums of squares would lose what small differences of large numbers say.
        let (mut count, mut mean, mut squares) = (0_u64, 0.0, 0.0);
        for number in numbers {
            count += 1;
            let off = number - mean;
            mean += off / count as f64;
            squares += off * (number - mean);
        }
        if count < 2 {
            return None;
        }
        let deviation = (squares / (count - 1) as f64).sqrt();
        let half = student(count - 1) * deviation / (count as f64).sqrt();
        let mean = Self { value: mean, low: mean - half, high: mean + half, deviation };
        (mean.value.is_finite() && half.is_finite()).then_some(mean)
    }
}

/// The 97.5th percentile of Student's distribution, by the expansion of Cornish and Fisher: within 0.01 from
/// four degrees of freedom on, the fewest a shown mean has.
fn student(degrees: u64) -> f64 {
    let n = degrees as f64;
    let (z3, z5, z7) = (Z.powi(3), Z.powi(5), Z.powi(7));
    Z + (z3 + Z) / (4.0 * n)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * Z) / (96.0 * n.powi(2))
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * Z) / (384.0 * n.powi(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(is: f64, wanted: f64, within: f64) {
        assert!((is - wanted).abs() < within, "{is} is not {wanted}");
    }

    #[test]
    fn shares_have_wilsons_interval() {
        // R: prop.test(15, 50, correct = FALSE)
        let share = Share::of(15, 50).expect("people");
        near(share.value, 0.3, 1e-9);
        near(share.low, 0.1910, 1e-4);
        near(share.high, 0.4375, 1e-4);
        // R: prop.test(0, 10, correct = FALSE)
        let none = Share::of(0, 10).expect("people");
        near(none.low, 0.0, 1e-12);
        near(none.high, 0.2775, 1e-4);
        near(Share::of(10, 10).expect("people").high, 1.0, 1e-12);
        assert_eq!(Share::of(0, 0), None);
        assert_eq!(Share::of(3, 2), None);
    }

    #[test]
    fn means_have_students_interval() {
        // R: t.test(c(1, 2, 3, 4, 5))
        let mean = Mean::of([1.0, 2.0, 3.0, 4.0, 5.0].into_iter()).expect("numbers");
        near(mean.value, 3.0, 1e-9);
        near(mean.low, 1.0368, 0.01);
        near(mean.high, 4.9632, 0.01);
        near(mean.deviation, 1.5811, 1e-4);
        assert_eq!(Mean::of([1.0].into_iter()), None);
    }

    #[test]
    fn large_numbers_close_together_keep_their_spread() {
        let mean = Mean::of([1e9, 1e9 + 1.0, 1e9 + 2.0].into_iter()).expect("numbers");
        near(mean.deviation, 1.0, 1e-6);
    }
}
