//! What a visitor changed goes with them.

use super::*;
use crate::kiosk::settings::{Change, Switches};
use crate::kiosk::theme::{Look, TextSize};

/// Proves: VVSG-7.1-A, EN-5.1.3.13
#[test]
fn whoever_leaves_takes_every_setting_with_them() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for change in [
        Change::Look(Look::YellowOnBlack),
        Change::TextSize(TextSize::Largest),
        Change::Spacing(true),
        Change::Reach(true),
        Change::Speech(true),
        Change::Rate(6),
        Change::Volume(6),
        Change::Exploration(true),
        Change::Switches(Switches::Two),
        Change::Curtain(true),
    ] {
        let before = *visitor.stand.settings();
        visitor.happens(Message::Frame(frame::Message::Set(change)));
        assert_ne!(*visitor.stand.settings(), before, "{change:?} changes nothing");
        assert!(visitor.stand.visit.notice.is_some(), "{change:?} is not told");
    }
    visitor.happens(Message::Frame(frame::Message::Language(Language::English)));
    visitor.look();
    assert_eq!(visitor.stand.theme().look(), Look::YellowOnBlack);
    // Reading goes on without end: only silence lets the limit run.
    visitor.hear();
    visitor.wait(Duration::from_secs(226));
    assert_eq!(*visitor.stand.settings(), Settings::default());
    assert_eq!(visitor.stand.language(), Language::Kazakh);
    assert_eq!(visitor.stand.theme(), Theme::new(visitor.stand.config.panel).with_window(STANDING));
    assert_eq!(visitor.speaking, None);
}

/// Proves: EN-5.1.3.2, EN-5.2
#[test]
fn headphones_bring_speech_in_private_and_take_it_away() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F15);
    let settings = *visitor.stand.settings();
    assert!(settings.speech && settings.output == Output::Headphones);
    visitor.hear();
    visitor.press(Named::F16);
    assert!(!visitor.stand.settings().speech, "silence at once");
    assert_eq!(visitor.speaking, None);
    // Back within the grace, the visit goes on.
    visitor.happens(Message::Frame(frame::Message::Set(Change::NextLook)));
    visitor.press(Named::F15);
    visitor.hear();
    visitor.wait(Duration::from_secs(60));
    assert_ne!(visitor.stand.settings().look, Look::Standard);
    visitor.press(Named::F16);
    visitor.wait(Duration::from_secs(9));
    assert_eq!(*visitor.stand.settings(), Settings::default());
}
