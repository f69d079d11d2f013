//! A visitor's session: when a visitor came, when the stand asks "are you still here?", and when
//! everything goes back to its default.
//!
//! WCAG 2.2.1 and VVSG 2.0: an idle limit of 2 to 5 minutes, then a warning of at least 20 seconds
//! that anything at all extends. The clock comes from outside.

use std::time::{Duration, Instant};

/// How long a visitor may stay still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    idle: Duration,
    warning: Duration,
}

/// An idle limit outside what the accessibility standards allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an idle limit of {} seconds: give 120 to 300", .0.as_secs())]
pub struct LimitError(Duration);

impl Limits {
    /// The shown warning, in which anything extends the session.
    pub const WARNING: Duration = Duration::from_secs(45);

    /// Limits with this idle time.
    ///
    /// # Errors
    /// When `idle` is not 2 to 5 minutes.
    pub fn new(idle: Duration) -> Result<Self, LimitError> {
        if (Duration::from_secs(120)..=Duration::from_secs(300)).contains(&idle) {
            Ok(Self { idle, warning: Self::WARNING })
        } else {
            Err(LimitError(idle))
        }
    }

    /// Both `by` times shorter, for tests; see [`fault::hurry`](super::fault::hurry).
    #[must_use]
    pub(super) fn hurried(self, by: u32) -> Self {
        Self { idle: self.idle / by, warning: self.warning / by }
    }
}

impl Default for Limits {
    /// Three minutes.
    fn default() -> Self {
        Self { idle: Duration::from_secs(180), warning: Self::WARNING }
    }
}

/// Where a session stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has touched the stand since it was last put back: nothing to count.
    Empty,
    /// A visitor is here.
    Active,
    /// The visitor has been still for the idle limit: so many seconds are left, at least 1.
    Warning {
        /// Whole seconds left, rounded up.
        seconds: u64,
    },
    /// The warning has run out: put everything back to its default.
    Over,
}

/// The session of whoever stands before the stand.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    limits: Limits,
    last_sign: Option<Instant>,
}

impl Session {
    /// No visitor yet.
    pub fn new(limits: Limits) -> Self {
        Self { limits, last_sign: None }
    }

    /// A sign of life: a key, a touch, the pointer. Starts or extends the session.
    pub fn extend(&mut self, now: Instant) {
        self.last_sign = Some(now);
    }

    /// The visitor has left.
    pub fn end(&mut self) {
        self.last_sign = None;
    }

    /// Where the session stands.
    pub fn at(&self, now: Instant) -> Standing {
        let Some(last) = self.last_sign else { return Standing::Empty };
        let still = now.saturating_duration_since(last);
        let Some(over) = still.checked_sub(self.limits.idle) else { return Standing::Active };
        match self.limits.warning.checked_sub(over) {
            Some(left) if !left.is_zero() => Standing::Warning { seconds: left.as_millis().div_ceil(1000) as u64 },
            _ => Standing::Over,
        }
    }

    /// When something changes by itself: the app sleeps until then. None when nobody is here.
    pub fn changes_at(&self, now: Instant) -> Option<Instant> {
        let warns_at = self.last_sign? + self.limits.idle;
        let warned = now.checked_duration_since(warns_at);
        // In the warning the number of seconds changes.
        Some(warned.map_or(warns_at, |warned| warns_at + Duration::from_secs(warned.as_secs() + 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_stand_nobody_touched_never_warns() {
        let start = Instant::now();
        let session = Session::new(Limits::default());
        assert_eq!(session.at(start + 3600 * SECOND), Standing::Empty);
        assert_eq!(session.changes_at(start), None);
    }

    /// Proves: WCAG-2.2.1, WCAG-2.2.3, VVSG-7.2-O
    #[test]
    fn after_three_still_minutes_the_visitor_has_45_seconds_to_answer() {
        let start = Instant::now();
        let mut session = Session::new(Limits::default());
        session.extend(start);
        assert_eq!(session.at(start + 179 * SECOND), Standing::Active);
        assert_eq!(session.at(start + 180 * SECOND), Standing::Warning { seconds: 45 });
        assert_eq!(session.at(start + 180 * SECOND + SECOND / 2), Standing::Warning { seconds: 45 });
        assert_eq!(session.at(start + 224 * SECOND), Standing::Warning { seconds: 1 });
        assert_eq!(session.at(start + 225 * SECOND), Standing::Over);
    }

    /// Proves: WCAG-2.2.1, VVSG-7.2-O
    #[test]
    fn anything_extends_a_session_even_in_its_last_second() {
        let start = Instant::now();
        let mut session = Session::new(Limits::default());
        session.extend(start);
        session.extend(start + 224 * SECOND);
        assert_eq!(session.at(start + 225 * SECOND), Standing::Active);
    }

    #[test]
    fn the_stand_sleeps_until_something_changes() {
        let start = Instant::now();
        let mut session = Session::new(Limits::default());
        session.extend(start);
        assert_eq!(session.changes_at(start + 100 * SECOND), Some(start + 180 * SECOND));
        assert_eq!(session.changes_at(start + 180 * SECOND), Some(start + 181 * SECOND));
        let half = Duration::from_millis(250);
        assert_eq!(session.changes_at(start + 190 * SECOND + half), Some(start + 191 * SECOND));
    }

    /// Proves: VVSG-7.2-O
    #[test]
    fn a_limit_the_standards_forbid_is_refused() {
        assert!(Limits::new(119 * SECOND).is_err());
        assert!(Limits::new(120 * SECOND).is_ok());
        assert!(Limits::new(300 * SECOND).is_ok());
        assert!(Limits::new(301 * SECOND).is_err());
    }
}
