//! The lock before the inspectors' survey: five wrong PINs close it for a quarter of an hour.

use std::time::{Duration, Instant};

use crate::kiosk::config::Pin;

/// So many wrong PINs close the way.
const TRIES: u32 = 5;

/// For so long.
const CLOSED: Duration = Duration::from_secs(15 * 60);

/// What became of a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is the PIN.
    Open,
    /// It is not: so many tries are left.
    Wrong { left: u32 },
    /// Nothing is tried for so long.
    Closed { left: Duration },
}

/// The lock. Belongs to the stand, not to a visit: leaving and coming back opens nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lock {
    wrong: u32,
    closed_until: Option<Instant>,
}

impl Lock {
    /// Tries a PIN.
    pub(super) fn try_pin(&mut self, pin: &Pin, entered: &str, now: Instant) -> Verdict {
        if let Some(left) = self.closed(now) {
            return Verdict::Closed { left };
        }
        if self.closed_until.take().is_some() {
            self.wrong = 0;
        }
        if pin.is(entered) {
            *self = Self::default();
            return Verdict::Open;
        }
        self.wrong += 1;
        if self.wrong >= TRIES {
            self.closed_until = Some(now + CLOSED);
        }
        match self.closed(now) {
            Some(left) => Verdict::Closed { left },
            None => Verdict::Wrong { left: TRIES - self.wrong },
        }
    }

    /// For how long nothing is tried; none while the way is open.
    pub(super) fn closed(&self, now: Instant) -> Option<Duration> {
        self.closed_until?.checked_duration_since(now).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_pins_close_the_way_for_a_quarter_of_an_hour() {
        let pin: Pin = "270493".to_owned().try_into().expect("a good PIN");
        let (mut lock, start) = (Lock::default(), Instant::now());
        for left in [4, 3, 2, 1] {
            assert_eq!(lock.try_pin(&pin, "111222", start), Verdict::Wrong { left });
        }
        assert_eq!(lock.try_pin(&pin, "111222", start), Verdict::Closed { left: CLOSED });
        let later = start + Duration::from_secs(14 * 60);
        assert_eq!(lock.try_pin(&pin, "270493", later), Verdict::Closed { left: Duration::from_secs(60) });
        let after = start + CLOSED;
        assert_eq!(lock.closed(after), None);
        assert_eq!(lock.try_pin(&pin, "111222", after), Verdict::Wrong { left: 4 });
        assert_eq!(lock.try_pin(&pin, "270493", after), Verdict::Open);
        assert_eq!(lock.try_pin(&pin, "111222", after), Verdict::Wrong { left: 4 }, "whoever knows it begins anew");
    }
}
