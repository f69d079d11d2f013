//! What a finger can rely on.

use accesskit::Action;
use kittest::Queryable as _;

use super::*;
use crate::domain::Language;
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::testing::Stage;
use crate::kiosk::theme::Space;
use crate::kiosk::widget::Icon;

#[derive(Debug, Clone, PartialEq)]
enum Message {
    Touch(Touch),
    Yes,
    No,
}

fn view(theme: &Theme, exploring: bool) -> Element<'static, Message> {
    let ui = Ui::new(theme, Language::Kazakh);
    let column = ui.column([
        ui.button(Icon::Check, "Иә").on_press(Message::Yes).into(),
        ui.button(Icon::X, "Жоқ").on_press(Message::No).into(),
    ]);
    let window = ui.window("Сынақ", &Bridge::closed(), column.spacing(Space::Large).padding(Space::Large));
    ui.touch(window, exploring, Message::Touch)
}

/// A stage, its theme, and where its two controls are.
fn stage() -> (Stage, Theme, Point, Point) {
    let theme = Theme::default();
    let mut stage = Stage::new(theme);
    let frame = stage.show(view(&theme, false));
    let centre = |name| frame.root().get_by_label(name).bounds().center();
    let (yes, no) = (centre("Иә"), centre("Жоқ"));
    (stage, theme, yes, no)
}

fn down(id: u64, position: Point) -> Event {
    Event::Touch(touch::Event::FingerPressed { id: Finger(id), position })
}

fn moved(id: u64, position: Point) -> Event {
    Event::Touch(touch::Event::FingerMoved { id: Finger(id), position })
}

fn up(id: u64, position: Point) -> Event {
    Event::Touch(touch::Event::FingerLifted { id: Finger(id), position })
}

fn touches(messages: &[Message]) -> Vec<Touch> {
    let touch = |message: &Message| if let Message::Touch(touch) = message { Some(*touch) } else { None };
    messages.iter().filter_map(touch).collect()
}

#[test]
fn without_exploration_controls_feel_fingers_as_ever_and_what_they_do_is_told() {
    let (mut stage, theme, yes, _) = stage();
    let frame = stage.send(view(&theme, false), &[down(1, yes)]);
    assert_eq!(frame.messages, [Message::Touch(Touch::Down(yes))]);
    assert!(!frame.captured);
    let frame = stage.send(view(&theme, false), &[up(1, yes)]);
    assert_eq!(frame.messages, [Message::Yes, Message::Touch(Touch::Up(yes))]);
}

/// Proves: EN-5.5.2
#[test]
fn while_exploring_no_touch_acts_on_a_control() {
    let (mut stage, theme, yes, no) = stage();
    for at in [yes, no] {
        let events = [down(1, at), up(1, at), down(1, at), up(1, at)];
        let frame = stage.send(view(&theme, true), &events);
        assert!(frame.captured);
        assert_eq!(touches(&frame.messages).len(), 4);
        assert_eq!(frame.messages.len(), 4, "{:?}", frame.messages);
    }
}

#[test]
fn a_press_that_had_begun_when_exploration_begins_is_taken_back() {
    let (mut stage, theme, yes, no) = stage();
    stage.show(view(&theme, false));
    let before = stage.picture();
    stage.send(view(&theme, false), &[down(1, yes), down(2, no)]);
    assert_ne!(stage.picture(), before);
    let frame = stage.show(view(&theme, true));
    assert!(frame.messages.is_empty());
    assert!(stage.picture() == before, "neither control looks pressed any more");
    // The finger that held still leaves; then exploration ends. Nothing acts.
    let frame = stage.send(view(&theme, true), &[up(1, yes)]);
    assert_eq!(frame.messages, [Message::Touch(Touch::Up(yes))]);
    assert_eq!(stage.send(view(&theme, false), &[up(2, no)]).messages, []);
}

#[test]
fn a_mouse_counts_as_a_finger() {
    let (mut stage, theme, yes, no) = stage();
    let to = |position| Event::Mouse(mouse::Event::CursorMoved { position });
    let press = Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left));
    let release = Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left));
    let frame = stage.send(view(&theme, true), &[to(no), to(yes), press.clone(), to(no), release.clone()]);
    assert_eq!(touches(&frame.messages), [Touch::Down(yes), Touch::Moved(no), Touch::Up(no)]);
    assert_eq!(frame.messages.len(), 3);
    stage.send(view(&theme, false), &[to(yes), press]);
    stage.show(view(&theme, true));
    let frame = stage.send(view(&theme, false), &[release]);
    assert_eq!(frame.messages, [Message::Touch(Touch::Up(yes))], "its press was taken back");
}

/// Proves: EN-5.9
#[test]
fn only_the_first_finger_is_told_of() {
    let (mut stage, theme, yes, no) = stage();
    for exploring in [false, true] {
        let events = [down(1, yes), down(2, no), moved(2, yes), up(2, yes), moved(1, no), up(1, no)];
        let frame = stage.send(view(&theme, exploring), &events);
        assert_eq!(touches(&frame.messages), [Touch::Down(yes), Touch::Moved(no), Touch::Up(no)]);
    }
}

#[test]
fn a_finger_whose_leaving_was_never_told_does_not_end_touch_for_ever() {
    let (mut stage, theme, yes, no) = stage();
    let frame = stage.send(view(&theme, true), &[down(1, yes), down(1, no), up(1, no)]);
    assert_eq!(touches(&frame.messages), [Touch::Down(yes), Touch::Lost, Touch::Down(no), Touch::Up(no)]);
    let lost = Event::Touch(touch::Event::FingerLost { id: Finger(1), position: yes });
    let frame = stage.send(view(&theme, true), &[down(1, yes), lost, down(2, no), up(2, no)]);
    assert_eq!(touches(&frame.messages), [Touch::Down(yes), Touch::Lost, Touch::Down(no), Touch::Up(no)]);
    // Others have to wait for a while, not for ever.
    let later = |seconds| Event::Window(window::Event::RedrawRequested(Instant::now() + Duration::from_secs(seconds)));
    let frame = stage.send(view(&theme, true), &[later(0), down(1, yes), later(25), down(2, no), up(2, no)]);
    assert_eq!(touches(&frame.messages), [Touch::Down(yes)]);
    let frame = stage.send(view(&theme, true), &[later(60), down(3, no), up(3, no)]);
    assert_eq!(touches(&frame.messages), [Touch::Lost, Touch::Down(no), Touch::Up(no)]);
}

#[test]
fn a_trembling_finger_tells_no_way() {
    let (mut stage, theme, yes, _) = stage();
    let millimetre = theme.millimetres(1.0);
    let near = Point::new(yes.x + 0.9 * millimetre, yes.y);
    let far = Point::new(yes.x + 1.1 * millimetre, yes.y);
    let frame = stage.send(view(&theme, true), &[down(1, yes), moved(1, near), moved(1, yes), moved(1, far)]);
    assert_eq!(touches(&frame.messages), [Touch::Down(yes), Touch::Moved(far)]);
}

#[test]
fn keys_and_assistive_technology_reach_the_controls_while_a_finger_explores() {
    let (mut stage, theme, _, _) = stage();
    let id = stage.show(view(&theme, true)).id("Жоқ");
    assert_eq!(stage.perform(view(&theme, true), Action::Click, id).messages, [Message::No]);
    let frame = stage.perform(view(&theme, true), Action::Focus, id);
    assert_eq!(frame.focused().as_deref(), Some("Жоқ"));
}

/// Proves: VVSG-7.2-E, WCAG-2.5.7
#[test]
fn everything_is_done_by_a_plain_touch_and_a_swipe_does_nothing() {
    let (mut stage, theme, yes, no) = stage();
    for (name, message, at) in [("Иә", Message::Yes, yes), ("Жоқ", Message::No, no)] {
        assert!(stage.tap(view(&theme, false), name).messages.contains(&message));
        for far in [Point::new(at.x, at.y + 400.0), Point::new(at.x + 400.0, at.y), no, yes] {
            let swipe = [down(1, at), moved(1, Point::new(at.x, at.y + 60.0)), moved(1, far), up(1, far)];
            let frame = stage.send(view(&theme, false), &swipe);
            assert_eq!(frame.messages.len(), touches(&frame.messages).len(), "{:?}", frame.messages);
        }
    }
}
