//! How often stands may call, so that a fleet of any size stays below one rate.

use crate::server::config::Limits;

/// The pace of heartbeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    least_seconds: u32,
    per_second: u32,
}

impl Pace {
    /// The pace that the limits ask for.
    pub fn of(limits: &Limits) -> Self {
        Self {
            least_seconds: u32::try_from(limits.heartbeat.as_secs()).unwrap_or(u32::MAX).max(1),
            per_second: limits.heartbeats_per_second.max(1),
        }
    }

    /// How long a stand waits, seconds, in a fleet of `stands`; `fraction`, from 0 to below 1,
    /// spreads them over another quarter, so that a fleet that started together drifts apart.
    pub fn next_seconds(self, stands: u64, fraction: f64) -> u32 {
        let needed = u32::try_from(stands.div_ceil(u64::from(self.per_second))).unwrap_or(u32::MAX);
        let base = needed.max(self.least_seconds);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a quarter of a u32, not negative")]
        let jitter = (f64::from(base) / 4.0 * fraction.clamp(0.0, 1.0)) as u32;
        base.saturating_add(jitter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { least_seconds: 60, per_second: 20 };

    #[test]
    fn a_small_fleet_is_heard_every_minute() {
        assert_eq!(PACE.next_seconds(1, 0.0), 60);
        assert_eq!(PACE.next_seconds(1200, 0.0), 60);
    }

    #[test]
    fn a_fleet_of_any_size_stays_below_the_rate() {
        for stands in [1_201, 50_000, 1_000_000, u64::MAX] {
            let seconds = PACE.next_seconds(stands, 0.0);
            assert!(seconds == u32::MAX || stands <= u64::from(seconds) * 20, "{stands} stands every {seconds} s");
        }
    }

    #[test]
    fn stands_drift_apart_by_at_most_a_quarter() {
        assert_eq!(PACE.next_seconds(1, 0.999), 74);
        assert!(PACE.next_seconds(1, 0.5) > PACE.next_seconds(1, 0.1));
    }
}
