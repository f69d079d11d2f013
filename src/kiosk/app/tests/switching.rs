//! A visit with one switch, and with two.

use super::*;
use crate::kiosk::input::key::testing::key;
use crate::kiosk::settings::{Change, Switches};

/// One who presses switches, and does nothing else but look.
pub(super) struct Switching {
    pub(super) visitor: Visitor,
    switches: Switches,
}

impl Switching {
    fn new(switches: Switches, window: Size) -> Self {
        Self::before(Visitor::before_the_demonstration(window), switches)
    }

    /// Before a stand that is there.
    pub(super) fn before(visitor: Visitor, switches: Switches) -> Self {
        let mut switching = Self { visitor, switches };
        switching.choose();
        assert_eq!(switching.visitor.stand.settings().switches, switches, "the first press begins");
        switching
    }

    fn press(&mut self, name: &str) {
        self.visitor.happens(Message::Key(key(name)));
        self.visitor.look();
    }

    /// Lets the stand move on, or moves on.
    fn move_on(&mut self) {
        if self.switches == Switches::Two {
            return self.press("1");
        }
        let now = self.visitor.now.steady;
        let at = self.visitor.stand.wakes_at(now).expect("it moves on by itself");
        self.visitor.wait(at.saturating_duration_since(now));
    }

    fn choose(&mut self) {
        self.press(if self.switches == Switches::One { "1" } else { "2" });
    }

    /// Presses the control called `wanted` once it is pointed at.
    pub(super) fn press_on(&mut self, wanted: &str) {
        for _ in 0..100 {
            let frame = self.visitor.look();
            if frame.focused().is_some_and(|name| name == wanted) {
                return self.choose();
            }
            let controls = frame.controls();
            let target = controls.iter().find(|control| control.words() == wanted).map(Seen::bounds);
            let ring = self.visitor.stand.ring.map(|ring| ring.expand(0.5));
            if ring.zip(target).is_some_and(|(ring, target)| target.is_within(&ring)) {
                self.choose();
            } else {
                self.move_on();
            }
        }
        panic!("{wanted} was never pointed at");
    }
}

/// Proves: Switch
#[test]
fn one_switch_or_two_lead_to_a_pages_last_sheet_and_home_again() {
    let words = |id: &str| text(Language::Russian, id);
    for window in [STANDING, LYING] {
        for switches in [Switches::One, Switches::Two] {
            let mut switching = Switching::new(switches, window);
            switching.press_on("Русский");
            assert_eq!(switching.visitor.stand.language(), Language::Russian);
            switching.press_on(&words("category-working-hours"));
            assert!(matches!(switching.visitor.stand.place(), Place::Category { .. }));
            let frame = switching.visitor.look();
            let main = frame.root().children_recursive().find(|node| role(node) == Role::Main).expect("a screen");
            let page = main.children_recursive().find(Seen::is_control).expect("a page").words();
            switching.press_on(&page);
            assert!(matches!(switching.visitor.stand.place(), Place::Page { .. }));
            let sheets = switching.visitor.stand.sheets().of;
            assert!(sheets > 1, "a page to be turned");
            for sheet in 1..sheets {
                switching.press_on(&words("nav-next"));
                assert_eq!(switching.visitor.stand.sheets().at, sheet);
            }
            switching.press_on(&words("nav-home"));
            assert_eq!(*switching.visitor.stand.place(), Place::START);
        }
    }
}

/// Proves: Switch
#[test]
fn a_press_that_ends_reading_chooses_nothing() {
    for switches in [Switches::One, Switches::Two] {
        let mut switching = Switching::new(switches, STANDING);
        switching.visitor.happens(Message::Frame(frame::Message::Set(Change::Speech(true))));
        switching.visitor.look();
        switching.visitor.hear();
        switching.visitor.open("reception/schedule.kk");
        let (place, language) = (switching.visitor.stand.place().clone(), switching.visitor.stand.language());
        assert!(switching.visitor.speaking.is_some(), "it reads itself");
        switching.choose();
        assert!(switching.visitor.speaking.is_none(), "silence");
        // Whatever is pressed now points first.
        switching.choose();
        assert_eq!((switching.visitor.stand.place(), switching.visitor.stand.language()), (&place, language));
        assert!(switching.visitor.stand.ring.is_some(), "the first row");
    }
}

/// Proves: Switch
#[test]
fn whoever_presses_the_second_switch_has_two() {
    let visitor = Visitor::before_the_demonstration(STANDING);
    let mut switching = Switching { visitor, switches: Switches::Two };
    switching.press("1");
    assert_eq!(switching.visitor.stand.settings().switches, Switches::One);
    switching.press("2");
    assert_eq!(switching.visitor.stand.settings().switches, Switches::Two);
    switching.press_on("Русский");
    assert_eq!(switching.visitor.stand.language(), Language::Russian);
}
