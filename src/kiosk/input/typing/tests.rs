use iced::keyboard::Location;
use iced::keyboard::key::{self, Physical};
use proptest::prelude::*;

use super::*;

fn state(accepts: Accepts) -> State {
    State::new(accepts, 20, Language::Kazakh)
}

fn typed_into(mut state: State, words: &str) -> State {
    for letter in words.graphemes(true) {
        state.update(Message::Type(letter.to_owned()));
    }
    state
}

#[test]
fn letters_come_at_the_end_and_go_from_there() {
    let mut state = typed_into(state(Accepts::Line), "қала ішінде");
    assert_eq!(state.text(), "қала ішінде");
    state.update(Message::Erase);
    assert_eq!(state.text(), "қала ішінд");
    state.update(Message::EraseWord);
    assert_eq!(state.text(), "қала ");
    state.update(Message::EraseWord);
    assert_eq!(state.text(), "");
    state.update(Message::EraseWord);
    state.update(Message::Erase);
    assert!(state.is_empty());
}

#[test]
fn what_looks_like_one_letter_is_taken_back_as_one() {
    let mut state = state(Accepts::Line);
    state.update(Message::Type("е\u{308}и\u{306}".to_owned()));
    state.update(Message::Erase);
    assert_eq!(state.text(), "е\u{308}");
    state.update(Message::Erase);
    assert!(state.is_empty());
}

/// Proves: WCAG-3.3.1
#[test]
fn what_is_more_than_there_is_room_for_stays_out_and_is_told_each_time() {
    let mut state = typed_into(State::new(Accepts::Line, 5, Language::Russian), "дорога");
    assert_eq!((state.text(), state.overflows()), ("дорог", 1));
    state.update(Message::Type("а".to_owned()));
    assert_eq!(state.overflows(), 2);
    state.update(Message::Erase);
    assert_eq!((state.text(), state.overflows()), ("доро", 0));
    state.update(Message::Set("а".repeat(1_000_000)));
    assert_eq!((state.text(), state.overflows()), ("ааааа", 1));
}

#[test]
fn nothing_that_cannot_be_seen_can_be_typed() {
    for hidden in ["\u{0}", "\u{1b}", "\t", "\n", "\u{7f}", "\u{202e}", "\u{200b}", "\u{2066}", "\u{feff}", "\u{e0041}"]
    {
        assert!(typed_into(state(Accepts::Line), hidden).is_empty(), "{hidden:?}");
    }
    assert_eq!(typed_into(state(Accepts::Line), "а\u{202e}б\u{0}в").text(), "абв");
    let mut long = state(Accepts::Paragraph);
    long.update(Message::Set("бір\r\nекі".to_owned()));
    assert_eq!(long.text(), "бір\nекі");
}

#[test]
fn a_number_takes_what_a_number_is_made_of() {
    for (accepts, typed, kept) in [
        (Accepts::Whole, "-12-а,5", "-125"),
        (Accepts::Decimal, "3,1.4", "3,14"),
        (Accepts::Decimal, "-0.5-", "-0.5"),
        (Accepts::Digits, "-1,2 3", "123"),
        (Accepts::Pin, "12 ab34", "1234"),
    ] {
        assert_eq!(typed_into(state(accepts), typed).text(), kept, "{accepts:?}");
    }
}

#[test]
fn a_capital_is_for_one_letter() {
    let mut state = state(Accepts::Line);
    state.update(Message::Shift);
    assert!(state.is_shifted());
    state.update(Message::Type("Қ".to_owned()));
    assert!(!state.is_shifted());
    state.update(Message::Shift);
    state.update(Message::Shift);
    assert!(!state.is_shifted());
}

#[test]
fn every_letter_of_each_language_has_a_key() {
    let alphabets = [
        (Language::Kazakh, "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"),
        (Language::Russian, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
        (Language::English, "abcdefghijklmnopqrstuvwxyz"),
    ];
    for ((language, alphabet), wide) in
        alphabets.into_iter().zip([false; 3]).chain(alphabets.into_iter().zip([true; 3]))
    {
        let keys: String = Layout::Letters(language).rows(wide).concat();
        let missing: Vec<_> = alphabet.chars().filter(|letter| !keys.contains(*letter)).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
    }
    for layout in Language::ALL.into_iter().flat_map(|language| [Layout::Letters(language), Layout::Signs(language)]) {
        for wide in [false, true] {
            let lengths: Vec<_> = layout.rows(wide).iter().map(|row| row.chars().count()).collect();
            assert!(lengths.iter().all(|length| *length == lengths[0]), "{layout:?}: {lengths:?}");
            let mut keys: Vec<_> = layout.rows(wide).concat().chars().collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), lengths.iter().sum::<usize>(), "{layout:?} has a key twice");
        }
        assert_eq!(layout.other().other(), layout);
    }
    assert_eq!(Layout::Signs(Language::English).next(), Layout::Letters(Language::Kazakh));
}

fn pressed(key: Key, text: Option<&str>, modifiers: Modifiers, repeat: bool) -> Event {
    Event::KeyPressed {
        modified_key: key.clone(),
        key,
        physical_key: Physical::Unidentified(key::NativeCode::Unidentified),
        location: Location::Standard,
        modifiers,
        text: text.map(Into::into),
        repeat,
    }
}

fn letter(text: &str) -> Event {
    pressed(Key::Character(text.into()), Some(text), Modifiers::empty(), false)
}

#[test]
fn a_keyboard_types_what_is_printed_on_its_keys() {
    let types = |event: &Event| typed(event, None, Switches::None);
    assert_eq!(types(&letter("ұ")), Some(Message::Type("ұ".to_owned())));
    let named = |key, text| pressed(Key::Named(key), text, Modifiers::empty(), false);
    assert_eq!(types(&named(Named::Space, Some(" "))), Some(Message::Type(" ".to_owned())));
    assert_eq!(types(&named(Named::Backspace, Some("\u{8}"))), Some(Message::Erase));
    for key in [Named::Enter, Named::Tab, Named::Escape, Named::ArrowLeft, Named::F3, Named::Delete] {
        assert_eq!(types(&named(key, Some("\r"))), None, "{key:?} keeps its meaning");
    }
}

/// Proves: EN-5.7
#[test]
fn neither_a_held_key_nor_one_with_ctrl_or_alt_types() {
    let key = || Key::Character("v".into());
    for modifiers in [Modifiers::CTRL, Modifiers::ALT, Modifiers::LOGO] {
        assert_eq!(typed(&pressed(key(), Some("v"), modifiers, false), None, Switches::None), None);
    }
    assert_eq!(typed(&pressed(key(), Some("v"), Modifiers::empty(), true), None, Switches::None), None);
    let shift = pressed(key(), Some("V"), Modifiers::SHIFT, false);
    assert_eq!(typed(&shift, None, Switches::None), Some(Message::Type("V".to_owned())));
}

#[test]
fn a_switch_in_use_stays_a_switch() {
    let one = letter("1");
    assert_eq!(typed(&one, Some(Command::SwitchOne), Switches::One), None);
    assert_eq!(typed(&one, Some(Command::SwitchOne), Switches::None), Some(Message::Type("1".to_owned())));
    assert_eq!(typed(&letter("p"), Some(Command::Pause), Switches::One), Some(Message::Type("p".to_owned())));
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![
        ".{0,12}".prop_map(Message::Type),
        Just(Message::Erase),
        Just(Message::EraseWord),
        Just(Message::Shift),
        ".{0,40}".prop_map(Message::Set),
        Just(Message::Done),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_is_typed_stays_within_the_limit_and_visible(messages in prop::collection::vec(message(), 0..40)) {
        for accepts in [Accepts::Line, Accepts::Paragraph, Accepts::Whole, Accepts::Decimal, Accepts::Pin] {
            let mut state = state(accepts);
            for message in messages.clone() {
                state.update(message);
                prop_assert!(state.text().chars().count() <= state.limit());
                prop_assert!(state.text().chars().all(|letter| is_visible(letter) || letter == '\n'));
                if accepts == Accepts::Pin {
                    prop_assert!(state.text().chars().all(|letter| letter.is_ascii_digit()));
                }
            }
        }
    }
}
