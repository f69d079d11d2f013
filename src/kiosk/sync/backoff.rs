//! How long to wait: random waits that keep a fleet from arriving at once, and `Retry-After`.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// A random number from 0 (included) to 1 (excluded).
pub(super) fn random() -> f64 {
    // The low 53 bits of a random UUID are all random, and as many as a float holds.
    let bits = uuid::Uuid::new_v4().as_u64_pair().1 & ((1 << 53) - 1);
    bits as f64 / (1_u64 << 53) as f64
}

/// Waits after failures: each a random part of a ceiling that doubles ("full jitter").
#[derive(Debug, Clone)]
pub(super) struct Backoff {
    least: Duration,
    most: Duration,
    failures: u32,
}

impl Backoff {
    pub(super) fn new(least: Duration, most: Duration) -> Self {
        Self { least, most, failures: 0 }
    }

    /// The wait after one more failure; `chance` is from 0 to 1.
    pub(super) fn next(&mut self, chance: f64) -> Duration {
        let ceiling = self.least.saturating_mul(1 << self.failures.min(16)).min(self.most);
        self.failures = self.failures.saturating_add(1);
        ceiling.mul_f64(chance.clamp(0.0, 1.0))
    }

    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }
}

/// The wait a `Retry-After` header asks for: seconds or an HTTP date, at most `most`. `now` is the
/// answering side's clock where it tells it, since ours may be wrong.
pub(super) fn retry_after(value: &str, now: Timestamp, most: Duration) -> Option<Duration> {
    let value = value.trim();
    let wait = match value.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => Duration::try_from(http_date(value)?.duration_since(now)).unwrap_or_default(),
    };
    Some(wait.min(most))
}

/// The moment of an HTTP date, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(super) fn http_date(value: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn waits_double_up_to_five_minutes_and_are_random_parts() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(300));
        let waits: Vec<u64> = (0..12).map(|_| backoff.next(1.0).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
        assert_eq!(backoff.next(0.5).as_secs(), 150);
        assert_eq!(backoff.next(0.0), Duration::ZERO);
        backoff.reset();
        assert_eq!(backoff.next(1.0).as_secs(), 1);
    }

    #[test]
    fn a_wait_asked_for_is_kept_in_seconds_or_as_a_date_but_for_an_hour_at_most() {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().expect("valid");
        assert_eq!(retry_after("120", now, HOUR), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now, HOUR), Some(Duration::from_secs(37)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now, HOUR), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999999", now, HOUR), Some(HOUR));
        assert_eq!(retry_after("Fri, 06 Nov 2099 08:49:37 GMT", now, HOUR), Some(HOUR));
        for nonsense in ["", "soon", "-5", "184467440737095516160"] {
            assert_eq!(retry_after(nonsense, now, HOUR), None, "{nonsense}");
        }
    }

    #[test]
    fn chance_is_spread_over_the_whole_range() {
        let drawn: Vec<f64> = (0..1000).map(|_| random()).collect();
        assert!(drawn.iter().all(|x| (0.0..1.0).contains(x)));
        assert!(drawn.iter().any(|x| *x < 0.1) && drawn.iter().any(|x| *x > 0.9));
    }
}
