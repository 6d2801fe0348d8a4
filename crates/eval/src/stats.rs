use std::fmt;

use serde::Serialize;

/// So many of so many, with the 95 % interval in which the true share lies.
///
/// The interval is Wilson's score interval (E. B. Wilson, 1927), which stays honest at 0 and at `of`, and with the few
/// dozen pictures that a folder holds.
///
/// ```
/// let share = eval::Share::new(35, 35);
/// assert!(share.low > 0.9 && share.high > 0.9999);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// How many did.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// Lower end of the interval, in `0..=1`.
    pub low: f64,
    /// Upper end of the interval, in `0..=1`.
    pub high: f64,
}

impl Share {
    /// `count` of `of`; of none, the interval is everything.
    pub fn new(count: usize, of: usize) -> Self {
        if of == 0 {
            return Self { count, of, low: 0.0, high: 1.0 };
        }
        const Z: f64 = 1.959_963_985; // the normal distribution's 97.5 % point
        let (n, p) = (of as f64, count as f64 / of as f64);
        let denominator = 1.0 + Z * Z / n;
        let centre = (p + Z * Z / (2.0 * n)) / denominator;
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / denominator;
        Self { count, of, low: (centre - half).max(0.0), high: (centre + half).min(1.0) }
    }

    /// Counts the `true` among them.
    pub fn count(flags: impl Iterator<Item = bool>) -> Self {
        let (count, of) = flags.fold((0, 0), |(count, of), flag| (count + usize::from(flag), of + 1));
        Self::new(count, of)
    }

    /// The share measured, in `0..=1`; None of none.
    pub fn value(&self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }
}

impl fmt::Display for Share {
    /// `35/36 97% (86-100)`; `-` of none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.value() {
            None => "-".to_owned(),
            Some(value) => format!(
                "{}/{} {:.1}% ({:.0}-{:.0})",
                self.count,
                self.of,
                value * 100.0,
                self.low * 100.0,
                self.high * 100.0
            ),
        };
        f.pad(&text)
    }
}

/// The value below which `share` of the values lie (nearest rank); None of none.
pub fn percentile(values: &[f32], share: f64) -> Option<f32> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let rank = (share.clamp(0.0, 1.0) * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_intervals_agree_with_published_values() {
        // Newcombe (1998), Statistics in Medicine 17, table I: method 3 without continuity correction.
        for (count, of, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let share = Share::new(count, of);
            assert!((share.low - low).abs() < 1e-4 && (share.high - high).abs() < 1e-4, "{count}/{of}: {share:?}");
        }
    }

    #[test]
    fn shares_of_nothing_claim_nothing() {
        let share = Share::new(0, 0);
        assert_eq!((share.low, share.high, share.value()), (0.0, 1.0, None));
        assert_eq!(share.to_string(), "-");
    }

    #[test]
    fn percentiles_take_the_nearest_rank() {
        let values = [5.0, 1.0, 4.0, 2.0, 3.0];
        assert_eq!(percentile(&values, 0.5), Some(3.0));
        assert_eq!(percentile(&values, 0.95), Some(5.0));
        assert_eq!(percentile(&values, 0.0), Some(1.0));
        assert_eq!(percentile(&[], 0.5), None);
    }
}
