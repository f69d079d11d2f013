use accesskit::{Action, ActionData, Role as Exported};
use iced::Size;
use kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::focus::Move;
use crate::kiosk::access::testing::Stage;
use crate::kiosk::input::scanning::{Scanner, Step as Pointed};
use crate::kiosk::settings::Switches;
use crate::kiosk::theme::{Fill, Look, Space, Theme};

const QUESTION: &str = "Не жетіспеді?";

fn view<'a>(theme: &Theme, state: &'a State) -> Element<'a, Typing> {
    let ui = Ui::new(theme, Language::Kazakh);
    let column = ui.column([
        ui.heading(1, QUESTION),
        ui.entry(QUESTION, state).on(|message| message).lines(2).into(),
        ui.keyboard(state, |message| message),
    ]);
    let sheet = ui.sheet(Fill::None, column.spacing(Space::Small).fill_width());
    ui.window("Сынақ", &Bridge::closed(), ui.screen("question", "", sheet.padding(Space::Large).fill_width()))
}

fn stage() -> (Stage, Theme) {
    let theme = Theme::default();
    (Stage::new(theme), theme)
}

fn layouts() -> Vec<Layout> {
    Language::ALL.into_iter().flat_map(|language| [Layout::Letters(language), Layout::Signs(language)]).collect()
}

/// Proves: VVSG-7.2-I, WCAG-2.5.8, WCAG-1.4.4, WCAG-1.4.10
#[test]
fn every_key_is_large_apart_and_whole_in_every_layout_look_size_and_orientation() {
    for look in [Look::Standard, Look::HighDark] {
        for size in TextSize::ALL {
            for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
                let theme = Theme::default().with_look(look).with_text_size(size).with_window(window);
                let mut stage = Stage::new(theme);
                for layout in layouts() {
                    let mut state = State::new(Accepts::Paragraph, 2_000, Language::Kazakh);
                    state.update(Typing::Show(layout));
                    stage.show(view(&theme, &state)).check(&theme);
                    state.update(Typing::Shift);
                    stage.show(view(&theme, &state)).check(&theme);
                }
                for accepts in [Accepts::Whole, Accepts::Decimal, Accepts::Digits, Accepts::Pin] {
                    stage.show(view(&theme, &State::new(accepts, 12, Language::Kazakh))).check(&theme);
                }
            }
        }
    }
}

/// In the frame, with the caption strip of someone who listens, the main part of a screen is 590 px tall upright
/// and 470 px lying.
///
/// Proves: WCAG-1.4.4, WCAG-1.4.10
#[test]
fn at_the_largest_size_the_keyboard_and_a_line_of_what_was_typed_are_in_sight_together() {
    for (window, room) in [(Size::new(1080.0, 1920.0), 590.0), (Size::new(1920.0, 1080.0), 470.0)] {
        let theme = Theme::default().with_text_size(TextSize::Largest).with_window(window);
        for layout in layouts() {
            for language in Language::ALL {
                let mut state = State::new(Accepts::Paragraph, 2_000, Language::Kazakh);
                state.update(Typing::Show(layout));
                let share = if theme.is_portrait() { 1.0 } else { 0.83 };
                let ui = Ui::new(&theme, language).within(share);
                let typing = ui.typing(QUESTION, true, &state, |message| message);
                let beside = iced::widget::space().width(theme.window().width * (1.0 - share));
                let row = ui
                    .row([ui.sheet(Fill::None, typing).fill_width().fill_height().into(), beside.into()])
                    .fill_height();
                let room_for = iced::widget::container(row).height(room);
                let sheet = ui.sheet(Fill::None, room_for).padding_each(Space::None, Space::Medium);
                let frame = Stage::new(theme).show(ui.window("Сынақ", &Bridge::closed(), sheet.fill_width()));
                frame.check_layout(&theme);
                let lowest =
                    frame.controls().iter().map(|key| key.bounds()).map(|it| it.y + it.height).fold(0.0, f32::max);
                assert!(lowest <= room, "{language} {layout:?} {window:?}: {lowest} of {room}");
            }
        }
    }
}

#[test]
fn a_panel_too_narrow_for_a_row_of_letters_has_them_in_more_rows() {
    let panel = crate::kiosk::theme::Panel { diagonal_inches: 15.6, ..crate::kiosk::theme::Panel::default() };
    let theme = Theme::new(panel).with_window(Size::new(1080.0, 1920.0));
    let state = State::new(Accepts::Line, 100, Language::Kazakh);
    Stage::new(theme).show(view(&theme, &state)).check(&theme);
}

#[test]
fn every_letter_can_be_typed_by_touch() {
    let (mut stage, theme) = stage();
    let mut state = State::new(Accepts::Paragraph, 2_000, Language::Kazakh);
    for name in ["қы", "ұ", "ың", "Бос орын", "ө", "Бас әріп", "бас әріп ғы", "нүкте"]
    {
        let messages = stage.tap(view(&theme, &state), name).messages;
        assert_eq!(messages.len(), 1, "{name}");
        messages.into_iter().for_each(|message| state.update(message));
    }
    assert_eq!(state.text(), "құң өҒ.");
    for (name, text) in [("Өшіру", "құң өҒ"), ("Сөзді өшіру", "құң "), ("Өшіру", "құң")]
    {
        let messages = stage.tap(view(&theme, &state), name).messages;
        messages.into_iter().for_each(|message| state.update(message));
        assert_eq!(state.text(), text);
    }
    for (name, letter) in [("Орыс әріптері", "и краткое"), ("Ағылшын әріптері", "Q"), ("Сандар мен белгілер", "жеті")]
    {
        let messages = stage.tap(view(&theme, &state), name).messages;
        messages.into_iter().for_each(|message| state.update(message));
        stage.show(view(&theme, &state)).root().get_by_role_and_label(Exported::Button, letter);
    }
}

/// Proves: WCAG-3.1.2
#[test]
fn a_letter_is_called_in_its_own_language() {
    let (mut stage, theme) = stage();
    let mut state = State::new(Accepts::Line, 100, Language::Kazakh);
    state.update(Typing::Show(Layout::Letters(Language::Russian)));
    let frame = stage.show(view(&theme, &state));
    let root = frame.root();
    assert_eq!(root.get_by_label("и краткое").accesskit_node().language(), Some("ru"));
    assert_eq!(root.get_by_label("үтір").accesskit_node().language(), Some("kk"), "a sign, in the visitor's");
}

/// Proves: WCAG-3.3.2, WCAG-4.1.2, EN-11.5.2.7, EN-11.5.2.17
#[test]
fn an_assistive_technology_reads_an_entry_and_sets_its_words() {
    let (mut stage, theme) = stage();
    let state = State::new(Accepts::Paragraph, 2_000, Language::Kazakh).with_text("пандус");
    let frame = stage.show(view(&theme, &state));
    let root = frame.root();
    let entry = root.get_by_role_and_label(Exported::MultilineTextInput, QUESTION).accesskit_node();
    assert_eq!(entry.data().value(), Some("пандус"));
    assert_eq!(entry.data().description(), Some("Ең көбі 2\u{a0}000 таңба"));
    let id = frame.snapshot.nodes.iter().find(|(_, node)| node.role() == Exported::MultilineTextInput).expect("it").0;
    assert!(frame.snapshot.private.contains(&id));
    for (data, words) in [(ActionData::Value("есік тар".into()), "есік тар"), (ActionData::NumericValue(12.0), "12")]
    {
        let set = stage.perform_with(view(&theme, &state), Action::SetValue, id, Some(data)).messages;
        assert_eq!(set, [Typing::Set(words.to_owned())]);
    }
}

/// Proves: EN-5.1.3.8
#[test]
fn a_pin_is_neither_shown_nor_handed_out_nor_are_its_keys_public() {
    let (mut stage, theme) = stage();
    let state = State::new(Accepts::Pin, 12, Language::Kazakh).with_text("4711");
    let frame = stage.show(view(&theme, &state));
    let root = frame.root();
    let entry = root.get_by_role(Exported::PasswordInput).accesskit_node();
    assert_eq!(entry.data().value(), Some("••••"));
    let digit = frame.id("жеті");
    assert!(frame.snapshot.private.contains(&digit));
    assert!(!frame.snapshot.private.contains(&frame.id("Өшіру")));
}

/// Proves: WCAG-3.3.1, WCAG-4.1.3
#[test]
fn that_there_is_no_more_room_is_told_each_time() {
    let (mut stage, theme) = stage();
    let mut state = State::new(Accepts::Line, 3, Language::Kazakh).with_text("үйд");
    let mut alerts = Vec::new();
    for _ in 0..2 {
        state.update(Typing::Type("е".to_owned()));
        let frame = stage.show(view(&theme, &state));
        let alert = frame.snapshot.nodes.iter().find(|(_, node)| node.role() == Exported::Alert).expect("an alert");
        assert_eq!(alert.1.live(), Some(accesskit::Live::Assertive));
        alerts.push(alert.0);
    }
    assert_ne!(alerts[0], alerts[1]);
    state.update(Typing::Erase);
    assert!(stage.show(view(&theme, &state)).root().query_by_role(Exported::Alert).is_none());
}

/// Proves: Switch
#[test]
fn one_switch_reaches_every_key_row_by_row() {
    let (mut stage, theme) = stage();
    let state = State::new(Accepts::Paragraph, 2_000, Language::Kazakh);
    let frame = stage.show(view(&theme, &state));
    let now = std::time::Instant::now();
    let mut scanner = Scanner::new(Switches::Two, std::time::Duration::from_secs(2));
    let mut rows = Vec::new();
    let mut step = scanner.observe(&frame.snapshot, now);
    while let Some(Pointed::Row(_, name)) = &step {
        if rows.contains(name) {
            break;
        }
        rows.push(name.clone());
        step = scanner.first(now);
    }
    assert_eq!(
        rows,
        [
            "ә – сұрау белгісі",
            "қысқа и – айыру белгісі",
            "эф – үтір",
            "я – қос нүкте",
            "Бас әріп – Өшіру",
            "Бос орын – Дайын"
        ]
    );
    scanner.first(now);
    assert!(matches!(scanner.second(now), Some(Pointed::Focus(_))), "into the second row");
    scanner.first(now);
    let Some(Pointed::Press(key)) = scanner.second(now) else { panic!("a key is pressed") };
    assert_eq!(key, frame.id("це"));
}

#[test]
fn a_key_keeps_the_focus_while_the_letters_become_capitals() {
    let (mut stage, theme) = stage();
    let mut state = State::new(Accepts::Line, 100, Language::Kazakh);
    stage.focus(view(&theme, &state), Move::First);
    assert_eq!(stage.focus(view(&theme, &state), Move::Next).focused().as_deref(), Some("ә"));
    state.update(Typing::Shift);
    assert_eq!(stage.show(view(&theme, &state)).focused().as_deref(), Some("бас әріп ә"));
}
