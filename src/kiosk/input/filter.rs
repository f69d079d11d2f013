//! Keeps a key that is held or struck twice by a trembling hand from acting twice (EN 301 549, 5.7
//! and 5.8).

use std::time::{Duration, Instant};

use iced::keyboard::{Event, Key};

/// Lets the first of quick strikes of one key through.
#[derive(Debug, Clone)]
pub struct Filter {
    window: Duration,
    last: Option<(Key, Instant)>,
}

impl Filter {
    /// Strikes of one key within `window` of each other are one; zero turns that off.
    pub fn new(window: Duration) -> Self {
        Self { window, last: None }
    }

    /// Whether the key going down in `event` at `now` is meant.
    pub fn passes(&mut self, event: &Event, now: Instant) -> bool {
        let Event::KeyPressed { key, repeat: false, .. } = event else { return false };
        let again = self.last.as_ref().is_some_and(|(last, since)| {
            last == key && !self.window.is_zero() && now.saturating_duration_since(*since) < self.window
        });
        self.last = Some((key.clone(), now));
        !again
    }
}
