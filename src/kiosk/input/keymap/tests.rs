//! What visitors can rely on whatever they press.

use std::collections::HashSet;

use iced::keyboard::Key as Meaning;
use iced::keyboard::key::{Code, Named, NativeCode, Physical};

use super::*;
use crate::kiosk::input::key::testing::{event, held, key, placed};

fn command(name: &str) -> Option<Command> {
    Keymap::default().command(&key(name))
}

fn keymap(profile: Profile) -> Keymap {
    Keymap::of(profile, &BTreeMap::new()).expect("a profile locks nobody out")
}

#[test]
fn the_keyboard_reaches_everything() {
    assert_eq!(command("Tab"), Some(Command::FocusNext));
    assert_eq!(command("Shift+Tab"), Some(Command::FocusPrevious));
    assert_eq!(command("ArrowDown"), Some(Command::FocusNext));
    assert_eq!(command("ArrowUp"), Some(Command::FocusPrevious));
    assert_eq!(command("ArrowRight"), Some(Command::PageNext));
    assert_eq!(command("PageUp"), Some(Command::PagePrevious));
    assert_eq!(command("Enter"), Some(Command::Activate));
    assert_eq!(command("Space"), Some(Command::Activate));
    assert_eq!(command("Escape"), Some(Command::Back));
    assert_eq!(command("Home"), Some(Command::Home));
    assert_eq!(command("F1"), Some(Command::Help));
    assert_eq!(command("F2"), Some(Command::Language));
    assert_eq!(command("F3"), Some(Command::Contrast));
    assert_eq!(command("F4"), Some(Command::TextSize));
    assert_eq!(command("P"), Some(Command::Pause));
    assert_eq!(command("R"), Some(Command::Repeat));
    assert_eq!(command("AudioVolumeUp"), Some(Command::Louder));
    assert_eq!(command("F23"), Some(Command::Slower));
    assert_eq!(command("F24"), Some(Command::Faster));
    assert_eq!(command("F15"), Some(Command::HeadphonesIn));
    assert_eq!(command("F16"), Some(Command::HeadphonesOut));
    assert_eq!(command("1"), Some(Command::SwitchOne));
    assert_eq!(command("2"), Some(Command::SwitchTwo));
    assert_eq!(command("Z"), None);
}

/// Proves: EN-5.9
#[test]
fn every_command_has_a_key_of_its_own_that_is_pressed_alone() {
    for wanted in Command::ALL {
        let alone = KEYBOARD.iter().find(|(command, _)| command == wanted).expect("a key").1[0];
        assert!(!alone.contains('+'), "{wanted:?}");
        assert_eq!(command(alone), Some(*wanted));
    }
    let names: Vec<_> = KEYBOARD.iter().flat_map(|(_, names)| *names).collect();
    assert!(names.iter().all(|name| Stroke::parse(name).is_ok()));
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "a key asks for two things");
}

/// Proves: EN-5.7, VVSG-7.2-M
#[test]
fn a_held_key_does_not_act_again() {
    let map = Keymap::default();
    for (_, names) in KEYBOARD {
        for name in *names {
            assert!(map.command(&key(name)).is_some(), "{name}");
            assert_eq!(map.command(&held(name)), None, "{name}");
        }
    }
}

#[test]
fn a_window_managers_keys_do_nothing() {
    let map = Keymap::default();
    for modifier in [Modifiers::CTRL, Modifiers::ALT, Modifiers::LOGO, Modifiers::CTRL | Modifiers::SHIFT] {
        for name in ["F2", "Tab", "Escape", "P", "1", "ArrowDown"] {
            let mut event = key(name);
            if let Event::KeyPressed { modifiers, .. } = &mut event {
                *modifiers = modifier;
            }
            assert_eq!(map.command(&event), None, "{name}");
        }
    }
}

#[test]
fn a_key_coming_up_asks_for_nothing() {
    let Event::KeyPressed { key, modified_key, physical_key, location, modifiers, .. } = key("Enter") else {
        panic!("a key going down");
    };
    let up = Event::KeyReleased { key, modified_key, physical_key, location, modifiers };
    assert_eq!(Keymap::default().command(&up), None);
}

#[test]
fn letters_and_digits_act_by_their_place_in_a_kazakh_and_a_russian_layout() {
    let map = Keymap::default();
    for (code, russian, kazakh, command) in [
        (Code::KeyR, "к", "к", Command::Repeat),
        (Code::KeyP, "з", "з", Command::Pause),
        (Code::Comma, "б", "б", Command::SentencePrevious),
        (Code::Digit1, "1", "\"", Command::SwitchOne),
        (Code::Digit2, "2", "ә", Command::SwitchTwo),
    ] {
        assert_eq!(map.command(&placed(code, russian)), Some(command));
        assert_eq!(map.command(&placed(code, kazakh)), Some(command));
    }
    // A comma above the letters of a Kazakh layout is the digit 6 for us: no key at all.
    assert_eq!(map.command(&placed(Code::Digit6, ",")), None);
    // A system that does not tell places tells at least what was typed.
    let nowhere = Physical::Unidentified(NativeCode::Unidentified);
    assert_eq!(map.command(&event(Meaning::Character("R".into()), nowhere, Modifiers::SHIFT)), Some(Command::Repeat));
}

#[test]
fn a_jack_key_is_known_by_its_place_although_layouts_call_it_otherwise() {
    let map = Keymap::default();
    // The usual layout gives F15 and F16 the meaning "launch 6" and "launch 7".
    let plug = |code| event(Meaning::Unidentified, Physical::Code(code), Modifiers::empty());
    assert_eq!(map.command(&plug(Code::F15)), Some(Command::HeadphonesIn));
    assert_eq!(map.command(&plug(Code::F16)), Some(Command::HeadphonesOut));
    let elsewhere = Physical::Unidentified(NativeCode::Xkb(8));
    let meant = event(Meaning::Named(Named::F15), elsewhere, Modifiers::empty());
    assert_eq!(map.command(&meant), Some(Command::HeadphonesIn));
}

#[test]
fn enter_among_the_digits_is_enter_until_a_body_sets_it_otherwise() {
    let enter = event(Meaning::Named(Named::Enter), Physical::Code(Code::NumpadEnter), Modifiers::empty());
    assert_eq!(Keymap::default().command(&enter), Some(Command::Activate));
    let changed = |id: &str| {
        let stroke = Stroke::parse("NumpadEnter").expect("a key");
        let bound = Bound::try_from(id.to_owned()).expect("a command");
        Keymap::of(Profile::Keyboard, &BTreeMap::from([(stroke, bound)])).expect("a good map")
    };
    assert_eq!(changed("repeat").command(&enter), Some(Command::Repeat));
    assert_eq!(changed("none").command(&enter), None);
}

#[test]
fn a_five_key_keypad_has_its_five_keys_the_socket_and_the_switches_and_no_other() {
    let map = keymap(Profile::FiveKey);
    let names = KEYBOARD.iter().flat_map(|(_, names)| names.iter().copied());
    let all: Vec<_> = names.filter(|name| map.command(&key(name)).is_some()).collect();
    assert_eq!(all, ["ArrowDown", "ArrowUp", "Enter", "ArrowRight", "ArrowLeft", "F15", "F16", "1", "2"]);
    // Going on and back, choosing, and turning or setting: all there is to do at a screen.
    let does: HashSet<_> = all.iter().filter_map(|name| map.command(&key(name))).collect();
    for needed in
        [Command::FocusNext, Command::FocusPrevious, Command::Activate, Command::PageNext, Command::PagePrevious]
    {
        assert!(does.contains(&needed), "{needed:?}");
    }
}

#[test]
fn a_nine_key_keypad_also_goes_back_helps_repeats_pauses_and_sets_the_volume() {
    let map = keymap(Profile::NineKey);
    for (name, command) in [
        ("Escape", Command::Back),
        ("F1", Command::Help),
        ("R", Command::Repeat),
        ("P", Command::Pause),
        ("AudioVolumeUp", Command::Louder),
        ("AudioVolumeDown", Command::Quieter),
        ("Enter", Command::Activate),
    ] {
        assert_eq!(map.command(&key(name)), Some(command));
    }
    assert_eq!(map.command(&key("F3")), None);
}

/// Proves: EN-5.5.2
#[test]
fn help_tells_the_keys_that_this_stand_has_and_what_each_does() {
    let table = keymap(Profile::FiveKey).table(Language::English);
    let told: Vec<(&str, &str)> = table.iter().map(|(keys, does)| (keys.as_str(), does.as_str())).collect();
    assert_eq!(told[0], ("Down arrow", "To the next item"));
    assert_eq!(told.len(), 9, "{told:?}");
    assert!(told.contains(&("Enter, while you are read to", "Pauses speech, or goes on")), "{told:?}");
    assert!(told.contains(&("Left arrow, while paused", "Says the last again")), "{told:?}");
    for language in Language::ALL {
        for profile in [Profile::Keyboard, Profile::FiveKey, Profile::NineKey] {
            let map = keymap(profile);
            let asked: HashSet<_> = map.bindings.iter().filter_map(|(_, Bound(command))| *command).collect();
            let table = map.table(language);
            let lent = [Command::Pause, Command::Repeat].iter().filter(|command| !map.has(**command)).count();
            assert_eq!(table.len(), asked.iter().filter(|command| command.is_pressed()).count() + lent);
            let named = |words: &String| !words.is_empty() && !words.contains("key-") && !words.contains("does-");
            assert!(table.iter().all(|(keys, does)| named(keys) && named(does)), "{table:?}");
        }
    }
}

#[test]
fn a_visitor_is_told_of_the_keys_the_body_chose_first() {
    let stroke = Stroke::parse("F13").expect("a key");
    let bound = Bound::try_from("help".to_owned()).expect("a command");
    let map = Keymap::of(Profile::Keyboard, &BTreeMap::from([(stroke, bound)])).expect("a good map");
    let table = map.table(Language::Russian);
    assert!(table.contains(&("F13, F1".to_owned(), Command::Help.does(Language::Russian))), "{table:?}");
}
