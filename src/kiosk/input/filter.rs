//! Keeps a key that is held or struck twice by a trembling hand from acting twice (EN 301 549, 5.7
//! and 5.8).

use std::time::{Duration, Instant};

use iced::keyboard::key::Physical;
use iced::keyboard::{Event, Key};

/// How soon a second strike of a key is not meant: what a visitor can choose between, in milliseconds.
pub const PAUSES: [u64; 4] = [0, 250, 500, 1_000];

/// Lets the first of quick strikes of one key through.
#[derive(Debug, Clone)]
pub struct Filter {
    window: Duration,
    last: Option<(Struck, Instant)>,
}

/// The key that was struck: by its place, by its meaning where that is not told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Struck {
    Place(Physical),
    Meaning(Physical, Key),
}

impl Filter {
    /// Strikes of one key within `window` of each other are one; zero turns that off.
    pub fn new(window: Duration) -> Self {
        Self { window, last: None }
    }

    /// Strikes are one within another time from the next on.
    pub fn set_window(&mut self, window: Duration) {
        self.window = window;
    }

    /// Whether the key going down in `event` at `now` is meant. The window runs from the last strike that
    /// was, so that a hand that trembles on is heard again when it has passed.
    pub fn passes(&mut self, event: &Event, now: Instant) -> bool {
        let Event::KeyPressed { key, physical_key, repeat: false, .. } = event else { return false };
        let struck = match physical_key {
            Physical::Code(_) => Struck::Place(*physical_key),
            Physical::Unidentified(_) => Struck::Meaning(*physical_key, key.clone()),
        };
        let again = self
            .last
            .as_ref()
            .is_some_and(|(last, since)| *last == struck && now.saturating_duration_since(*since) < self.window);
        if !again {
            self.last = Some((struck, now));
        }
        !again
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use iced::keyboard::key::Code;

    use super::*;
    use crate::kiosk::input::key::testing::{held, key, placed};
    use crate::kiosk::input::{Command, Keymap};

    const WINDOW: Duration = Duration::from_millis(500);

    fn after(start: Instant, milliseconds: u64) -> Instant {
        start + Duration::from_millis(milliseconds)
    }

    /// Proves: EN-5.8
    #[test]
    fn two_quick_strikes_of_a_key_are_one_for_as_long_as_the_stand_is_set_to() {
        let start = Instant::now();
        for milliseconds in [100, 300, 500, 1_000] {
            let mut filter = Filter::new(Duration::from_millis(milliseconds));
            let enter = key("Enter");
            assert!(filter.passes(&enter, start));
            assert!(!filter.passes(&enter, after(start, milliseconds - 1)));
            assert!(filter.passes(&enter, after(start, milliseconds)));
        }
    }

    #[test]
    fn another_key_is_always_meant() {
        let start = Instant::now();
        let mut filter = Filter::new(WINDOW);
        assert!(filter.passes(&key("ArrowDown"), start));
        assert!(filter.passes(&key("Enter"), after(start, 1)));
        assert!(filter.passes(&key("ArrowDown"), after(start, 2)));
    }

    #[test]
    fn a_hand_that_trembles_on_is_heard_again() {
        let start = Instant::now();
        let mut filter = Filter::new(WINDOW);
        let meant: Vec<u64> =
            (0..10).map(|strike| strike * 200).filter(|at| filter.passes(&key("Enter"), after(start, *at))).collect();
        assert_eq!(meant, [0, 600, 1_200, 1_800]);
    }

    #[test]
    fn a_key_is_known_by_its_place_whatever_it_types() {
        let start = Instant::now();
        let mut filter = Filter::new(WINDOW);
        assert!(filter.passes(&placed(Code::KeyR, "r"), start));
        assert!(!filter.passes(&placed(Code::KeyR, "к"), after(start, 100)));
        assert!(filter.passes(&placed(Code::KeyP, "к"), after(start, 200)));
    }

    /// Proves: EN-5.7, VVSG-7.2-M
    #[test]
    fn a_key_that_is_held_is_never_meant_again() {
        let start = Instant::now();
        let mut filter = Filter::new(Duration::ZERO);
        assert!(filter.passes(&key("ArrowDown"), start));
        for milliseconds in (0..60_000).step_by(30) {
            assert!(!filter.passes(&held("ArrowDown"), after(start, milliseconds)));
        }
    }

    #[test]
    fn a_keypad_that_is_unplugged_under_a_finger_works_when_it_is_back() {
        let start = Instant::now();
        let mut filter = Filter::new(WINDOW);
        // Its key went down; that it came up was never told.
        assert!(filter.passes(&key("ArrowDown"), start));
        assert!(filter.passes(&key("ArrowDown"), after(start, 5_000)));
        // A clock that seems to run backwards locks nobody out for longer than the window.
        assert!(!filter.passes(&key("ArrowDown"), after(start, 4_000)));
        assert!(filter.passes(&key("ArrowDown"), after(start, 5_500)));
    }

    #[test]
    fn ten_thousand_keys_in_a_second_are_a_few_of_each() {
        let start = Instant::now();
        let map = Keymap::default();
        let names = ["ArrowDown", "Enter", "Escape", "F2"];
        let burst = |names: &[&str]| {
            let mut filter = Filter::new(WINDOW);
            let mut asked: HashMap<Command, usize> = HashMap::new();
            for strike in 0..10_000_usize {
                let event = key(names[strike % names.len()]);
                if filter.passes(&event, start + Duration::from_micros(strike as u64 * 100))
                    && let Some(command) = map.command(&event)
                {
                    *asked.entry(command).or_default() += 1;
                }
            }
            asked
        };
        // One key that chatters: two of its strikes are meant in a second.
        assert_eq!(burst(&names[..1]), HashMap::from([(Command::FocusNext, 2)]));
        // An arm on the keypad: every strike is another key's, and asks for what that key does.
        assert!(burst(&names).values().all(|asked| *asked == 2_500));
    }
}
