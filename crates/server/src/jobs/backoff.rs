use std::time::Duration;

/// How long to wait after a try that failed, `tries` others having failed before: twice as long each time, up to a most,
/// and of that between half and all, by `chance` in `0..=1`, so that what failed together does not come back together.
pub(super) fn delay(tries: u32, first: Duration, most: Duration, chance: f64) -> Duration {
    let doubled = first.saturating_mul(1_u32.checked_shl(tries.min(31)).unwrap_or(u32::MAX)).min(most);
    doubled.mul_f64(0.5 + 0.5 * chance.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_most() {
        let (first, most) = (Duration::from_secs(4), Duration::from_secs(60));
        let seconds = |tries, chance| delay(tries, first, most, chance).as_secs_f64();
        assert_eq!(
            [0, 1, 2, 3, 4, 31, 40, u32::MAX].map(|tries| seconds(tries, 1.0)),
            [4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 60.0]
        );
        assert_eq!([0, 1, 40].map(|tries| seconds(tries, 0.0)), [2.0, 4.0, 30.0]);
    }

    #[test]
    fn a_day_holds_enough_tries() {
        // The defaults: from 5 s to an hour, for a day.
        let (mut passed, mut tries) = (Duration::ZERO, 0);
        while passed < Duration::from_secs(86_400) {
            passed += delay(tries, Duration::from_secs(5), Duration::from_secs(3600), 1.0);
            tries += 1;
        }
        assert_eq!(tries, 33);
    }
}
