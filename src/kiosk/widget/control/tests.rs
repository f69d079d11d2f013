//! What a visitor can rely on when they touch, click or press a key.

use accesskit::{Action, Toggled};
use iced::keyboard::key;
use iced::mouse::{Button as MouseButton, Event as MouseEvent};
use iced::touch::{self, Finger};
use iced::{Color, Event, Point, Rectangle};
use kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::domain::Language;
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::focus::{Act, Move};
use crate::kiosk::access::semantics::Adjust;
use crate::kiosk::access::testing::{Frame, Stage, key_event};
use crate::kiosk::theme::{Look, TextSize, Theme};

#[derive(Debug, Clone, PartialEq)]
enum Message {
    Yes,
    No,
    Chosen,
}

fn view(theme: &Theme) -> Element<'static, Message> {
    let ui = Ui::new(theme, Language::Kazakh);
    let row = ui.column([
        ui.primary(Icon::Check, "Иә").on_press(Message::Yes).into(),
        ui.button(Icon::X, "Жоқ").on_press(Message::No).into(),
        ui.button(Icon::Printer, "Басып шығару").into(),
        ui.chip("Үлкен", true).on_press(Message::Chosen).into(),
    ]);
    ui.window("Сынақ", &Bridge::closed(), row.spacing(Space::Small).padding(Space::Large))
}

fn centre(frame: &Frame<Message>, name: &str) -> Point {
    frame.root().get_by_label(name).bounds().center()
}

fn pressed(id: u64, position: Point) -> Event {
    Event::Touch(touch::Event::FingerPressed { id: Finger(id), position })
}

fn moved(id: u64, position: Point) -> Event {
    Event::Touch(touch::Event::FingerMoved { id: Finger(id), position })
}

fn lifted(id: u64, position: Point) -> Event {
    Event::Touch(touch::Event::FingerLifted { id: Finger(id), position })
}

fn stage() -> (Stage, Frame<Message>) {
    let mut stage = Stage::new(Theme::default());
    let theme = *stage.theme();
    let frame = stage.show(view(&theme));
    (stage, frame)
}

fn send(stage: &mut Stage, events: &[Event]) -> Vec<Message> {
    let theme = *stage.theme();
    stage.send(view(&theme), events).messages
}

/// Proves: VVSG-7.2-H, WCAG-2.5.2
#[test]
fn a_press_acts_when_the_finger_leaves_the_same_target() {
    let (mut stage, frame) = stage();
    let yes = centre(&frame, "Иә");
    assert_eq!(send(&mut stage, &[pressed(1, yes)]), []);
    assert_eq!(send(&mut stage, &[lifted(1, yes)]), [Message::Yes]);
}

/// Proves: VVSG-7.2-H, WCAG-2.5.2
#[test]
fn a_finger_that_slides_away_takes_its_press_back() {
    let (mut stage, frame) = stage();
    let (yes, no) = (centre(&frame, "Иә"), centre(&frame, "Жоқ"));
    assert_eq!(send(&mut stage, &[pressed(1, yes), moved(1, no), lifted(1, no)]), []);
    // Also when it comes back, and when the way was not told.
    assert_eq!(send(&mut stage, &[pressed(1, yes), moved(1, no), moved(1, yes), lifted(1, yes)]), []);
    assert_eq!(send(&mut stage, &[pressed(1, yes), lifted(1, no)]), []);
    // A trembling hand is no slide.
    let near = Point::new(yes.x + 6.0, yes.y - 5.0);
    assert_eq!(send(&mut stage, &[pressed(1, yes), moved(1, near), lifted(1, near)]), [Message::Yes]);
}

/// Proves: EN-5.9
#[test]
fn only_the_finger_that_pressed_acts() {
    let (mut stage, frame) = stage();
    let yes = centre(&frame, "Иә");
    assert_eq!(send(&mut stage, &[pressed(1, yes), lifted(2, yes)]), []);
    assert_eq!(send(&mut stage, &[pressed(2, yes), lifted(2, yes)]), [], "the first finger is still down");
    assert_eq!(send(&mut stage, &[lifted(1, yes)]), [Message::Yes]);
}

/// Proves: WCAG-2.5.2
#[test]
fn a_lost_finger_does_nothing() {
    let (mut stage, frame) = stage();
    let yes = centre(&frame, "Иә");
    let lost = Event::Touch(touch::Event::FingerLost { id: Finger(1), position: yes });
    assert_eq!(send(&mut stage, &[pressed(1, yes), lost, lifted(1, yes)]), []);
}

#[test]
fn a_press_is_not_captured_so_that_a_finger_may_mean_something_else() {
    let (mut stage, frame) = stage();
    let theme = *stage.theme();
    assert!(!stage.send(view(&theme), &[pressed(1, centre(&frame, "Иә"))]).captured);
}

/// Proves: VVSG-7.2-H, WCAG-2.5.2
#[test]
fn a_click_acts_on_release_and_can_be_taken_back() {
    let (mut stage, frame) = stage();
    let to = |position| Event::Mouse(MouseEvent::CursorMoved { position });
    let down = Event::Mouse(MouseEvent::ButtonPressed(MouseButton::Left));
    let up = Event::Mouse(MouseEvent::ButtonReleased(MouseButton::Left));
    let (yes, no) = (centre(&frame, "Иә"), centre(&frame, "Жоқ"));
    assert_eq!(send(&mut stage, &[to(yes), down.clone()]), []);
    assert_eq!(send(&mut stage, std::slice::from_ref(&up)), [Message::Yes]);
    assert_eq!(send(&mut stage, &[to(yes), down, to(no), up]), []);
}

/// Proves: EN-5.7
#[test]
fn no_key_presses_a_control_but_through_the_filter() {
    let (mut stage, _) = stage();
    let theme = *stage.theme();
    assert_eq!(stage.focus(view(&theme), Move::Next).focused().as_deref(), Some("Иә"));
    for key in [key::Named::Enter, key::Named::Space] {
        let frame = stage.send(view(&theme), &[key_event(key, false), key_event(key, true), key_event(key, true)]);
        assert_eq!(frame.messages, []);
        assert!(!frame.captured, "the filter must see every key");
    }
}

#[test]
fn what_has_the_focus_can_be_pressed() {
    let (mut stage, _) = stage();
    let theme = *stage.theme();
    let (frame, done) = stage.act(view(&theme), Act::Press);
    assert!(!done && frame.messages.is_empty(), "nothing is focused yet");
    stage.focus(view(&theme), Move::Next);
    let (frame, done) = stage.act(view(&theme), Act::Press);
    assert!(done);
    assert_eq!(frame.messages, [Message::Yes]);
    assert_eq!(stage.show(view(&theme)).messages, [], "a press acts once");
    let (frame, done) = stage.act(view(&theme), Act::Step(Adjust::Increment));
    assert!(!done && frame.messages.is_empty(), "a button has no steps");
}

/// Proves: WCAG-4.1.2
#[test]
fn what_is_not_available_can_be_found_but_not_pressed() {
    let (mut stage, frame) = stage();
    let theme = *stage.theme();
    let frame_of = frame.root();
    let print = frame_of.get_by_label("Басып шығару").accesskit_node();
    assert!(print.is_disabled());
    assert_eq!(print.data().description(), Some(i18n::text(Language::Kazakh, "widget-unavailable").as_str()));
    for _ in 0..3 {
        stage.focus(view(&theme), Move::Next);
    }
    assert_eq!(stage.show(view(&theme)).focused().as_deref(), Some("Басып шығару"));
    let (frame_of_press, done) = stage.act(view(&theme), Act::Press);
    assert!(!done && frame_of_press.messages.is_empty());
    assert_eq!(stage.tap(view(&theme), "Басып шығару").messages, []);
    assert_eq!(stage.perform(view(&theme), Action::Click, frame.id("Басып шығару")).messages, []);
}

/// Proves: EN-5.6, WCAG-1.4.1, WCAG-4.1.2
#[test]
fn a_choice_says_that_it_is_chosen() {
    let (_, frame) = stage();
    let root = frame.root();
    let chip = root.get_by_label("Үлкен").accesskit_node();
    assert_eq!(chip.toggled(), Some(Toggled::True));
    assert_eq!(chip.data().description(), Some(i18n::text(Language::Kazakh, "widget-selected").as_str()));
}

/// Proves: WCAG-4.1.2, EN-11.5.2.12, EN-11.5.2.14
#[test]
fn an_assistive_technology_can_press_and_focus() {
    let (mut stage, frame) = stage();
    let theme = *stage.theme();
    assert_eq!(stage.perform(view(&theme), Action::Click, frame.id("Жоқ")).messages, [Message::No]);
    let focused = stage.perform(view(&theme), Action::Focus, frame.id("Үлкен"));
    assert_eq!(focused.focused().as_deref(), Some("Үлкен"));
    assert_eq!(focused.messages, []);
}

#[test]
fn a_touch_elsewhere_takes_the_focus_away() {
    let (mut stage, frame) = stage();
    let theme = *stage.theme();
    stage.focus(view(&theme), Move::Next);
    let no = centre(&frame, "Жоқ");
    let after = stage.send(view(&theme), &[pressed(1, no), lifted(1, no)]);
    assert_eq!(after.focused().as_deref(), Some("Жоқ"));
}

/// Proves: VVSG-7.2-I, WCAG-2.5.8, WCAG-2.5.5
#[test]
fn targets_are_large_and_apart_in_every_look_and_size() {
    for look in Look::ALL {
        for size in TextSize::ALL {
            for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0), Size::new(2160.0, 3840.0)] {
                let theme = Theme::default().with_look(look).with_text_size(size).with_window(window);
                let frame = Stage::new(theme).show(view(&theme));
                frame.check(&theme);
            }
        }
    }
}

/// The pixels inside `bounds` of a picture as wide as `width`.
fn pixels(picture: &[[u8; 4]], width: f32, bounds: Rectangle) -> Vec<Color> {
    let (left, right) = (bounds.x as usize, (bounds.x + bounds.width) as usize);
    let rows = bounds.y as usize..(bounds.y + bounds.height) as usize;
    let row = |y: usize| picture[y * width as usize + left..y * width as usize + right].iter();
    rows.flat_map(row).map(|[r, g, b, _]| Color::from_rgb8(*r, *g, *b)).collect()
}

/// Proves: WCAG-2.4.7, WCAG-2.4.13
#[test]
fn the_focus_is_plain_to_see_in_every_look_and_size_on_every_kind_of_control() {
    for look in Look::ALL {
        for size in TextSize::ALL {
            let theme = Theme::default().with_look(look).with_text_size(size);
            let mut stage = Stage::new(theme);
            let frame = stage.show(view(&theme));
            let before = stage.picture();
            let controls: Vec<_> = frame.controls().iter().map(|control| (control.words(), control.bounds())).collect();
            for (name, bounds) in controls {
                stage.focus(view(&theme), Move::Next);
                let after = stage.picture();
                let around = bounds.expand(theme.ring_gap() + theme.ring_width());
                let width = theme.window().width;
                let (before, after) = (pixels(&before, width, around), pixels(&after, width, around));
                // WCAG 2.4.13 asks for as many pixels as a 2 px line around the control, changed by at least
                // 3:1. The ring is wider than that, and all of it must count, but for its soft edges.
                let changed = before
                    .iter()
                    .zip(&after)
                    .filter(|(before, after)| crate::kiosk::theme::contrast::ratio(**before, **after) >= 3.0)
                    .count();
                let radius = if name == "Үлкен" { bounds.height / 2.0 } else { theme.radius() };
                let corners = (8.0 - std::f32::consts::TAU) * radius;
                let around = 2.0 * (bounds.width + bounds.height) - corners;
                assert!(theme.ring_width() >= 4.0);
                let needed = (theme.ring_width() - 1.0) * around;
                assert!(changed as f32 >= needed, "{} {size:?}: {changed} of {needed}", look.id());
            }
        }
    }
}

#[test]
fn a_pressed_control_looks_pressed() {
    let (mut stage, frame) = stage();
    let theme = *stage.theme();
    let before = stage.picture();
    for name in ["Иә", "Жоқ"] {
        let bounds = frame.root().get_by_label(name).bounds();
        stage.send(view(&theme), &[pressed(1, bounds.center())]);
        let after = stage.picture();
        let width = theme.window().width;
        assert_ne!(pixels(&before, width, bounds), pixels(&after, width, bounds), "{name}");
        stage.send(view(&theme), &[lifted(1, Point::ORIGIN)]);
    }
}

/// Proves: EN-5.6, WCAG-1.4.1
#[test]
fn a_switch_shows_and_says_whether_it_is_on() {
    let theme = Theme::default();
    for language in Language::ALL {
        let view = |on: bool| {
            let ui = Ui::new(&theme, language);
            ui.window("Сынақ", &Bridge::closed(), ui.toggle(Icon::Volume2, "Дауыс", on).on_press(Message::Chosen))
        };
        let mut stage = Stage::new(theme);
        let mut pictures = Vec::new();
        for (on, word) in [(false, "widget-off"), (true, "widget-on")] {
            let frame = stage.show(view(on));
            let root = frame.root();
            let switch = root.get_by_role_and_label(accesskit::Role::Switch, "Дауыс").accesskit_node();
            assert_eq!(switch.toggled(), Some(if on { Toggled::True } else { Toggled::False }));
            assert_eq!(switch.data().description(), Some(i18n::text(language, word).as_str()));
            pictures.push(stage.picture());
        }
        assert_ne!(pictures[0], pictures[1]);
    }
}

/// Proves: WCAG-2.4.11
#[test]
fn nothing_beside_a_control_covers_its_ring() {
    for look in Look::ALL {
        for size in [TextSize::Small, TextSize::Largest] {
            let theme = Theme::default().with_look(look).with_text_size(size);
            let ui = Ui::new(&theme, Language::Kazakh);
            let view = || {
                // Sheets below one another, each drawn over the one before.
                let sheets = [Fill::Surface, Fill::Tint, Fill::Background].map(|fill| {
                    let controls = ui.column([
                        ui.primary(Icon::Check, "Иә").on_press(()).into(),
                        ui.chip("Үлкен", true).on_press(()).into(),
                        ui.tile(Icon::Clock, "Қабылдау").on_press(()).into(),
                    ]);
                    let row = ui.row([ui.button(Icon::X, "Жоқ").on_press(()).into(), ui.link("Сілтеме", ())]);
                    let controls = controls.push(row.spacing(Space::Small)).spacing(Space::Small).fill_width();
                    ui.sheet(fill, controls).padding(Space::Small).fill_width().into()
                });
                ui.window("Сынақ", &Bridge::closed(), ui.column(sheets).fill_width())
            };
            let mut stage = Stage::new(theme);
            for _ in 0..15 {
                let frame = stage.focus(view(), Move::Next);
                assert!(frame.focused().is_some());
                stage.check_focus(&frame);
            }
        }
    }
}

/// Proves: VVSG-7.3-L, WCAG-1.4.1
#[test]
fn no_icon_stands_alone() {
    let theme = Theme::default();
    for language in Language::ALL {
        let ui = Ui::new(&theme, language);
        let controls = ["", " "].map(|blank| {
            let row = [
                ui.button(Icon::House, blank).on_press(()).into(),
                ui.primary(Icon::House, blank).into(),
                ui.tile(Icon::House, blank).on_press(()).into(),
                ui.toggle(Icon::House, blank, true).on_press(()).into(),
                ui.chip(blank, false).on_press(()).into(),
                ui.link(blank, ()),
            ];
            ui.column(row).spacing(Space::Small).into()
        });
        let frame = Stage::new(theme).show(ui.window("Сынақ", &Bridge::closed(), ui.row(controls)));
        assert_eq!(frame.controls().len(), 12);
        for control in frame.controls() {
            let words = control.words();
            assert!(!words.trim().is_empty());
            // Wide enough for the icon and the words, which are shown as they are called.
            let least = theme.font_size(Step::Body) * 0.35 * words.chars().count() as f32;
            assert!(control.bounds().width > least, "{words:?}");
        }
    }
}

/// Proves: WCAG-1.4.1
#[test]
fn a_link_is_underlined_in_every_look() {
    for look in Look::ALL {
        let theme = Theme::default().with_look(look);
        let ui = Ui::new(&theme, Language::Kazakh);
        let link = ui.sheet(Fill::None, ui.link("Сілтеме", ())).padding(Space::Large);
        let mut stage = Stage::new(theme);
        let frame = stage.show(ui.window("Сынақ", &Bridge::closed(), link));
        let bounds = frame.root().get_by_label("Сілтеме").bounds();
        let picture = stage.picture();
        let rows = pixels(&picture, theme.window().width, bounds);
        let across = bounds.width as usize;
        let inked = |row: &[Color]| row.iter().filter(|pixel| **pixel == theme.palette().action).count();
        let most = rows.chunks(across).map(inked).max().unwrap_or_default();
        let words = theme.font_size(Step::Body) * 0.45 * 7.0;
        assert!(most as f32 > words, "{}: the longest line is {most} px", look.id());
    }
}
