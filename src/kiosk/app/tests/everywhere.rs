//! What holds on every kind of screen of the whole stand, whoever meets it and however it is set.

use iced::keyboard::key::{Code, Physical};
use iced::keyboard::{Key, Location, Modifiers};
use iced::touch::{self, Finger};
use iced::{Point, Rectangle, keyboard};

use super::*;
use crate::kiosk::input::filter::PAUSES;
use crate::kiosk::screen::frame as around;
use crate::kiosk::settings::{Change, Switches};
use crate::kiosk::theme::{Look, TextSize};

const PAGE: &str = "reception/schedule.kk";

/// One of each kind of screen, in this order.
const SCREENS: [&str; 6] = ["home", "category", "page", "help", "settings", "fault"];

impl Visitor {
    /// Goes to a kind of screen.
    fn goes_to(&mut self, screen: &str) {
        self.happens(Message::Frame(around::Message::Home));
        match screen {
            "category" => drop(self.stand.go(Place::Category { category: Category::Reception, sheet: 0 })),
            "page" => drop(self.open(PAGE)),
            "help" => self.happens(Message::Frame(around::Message::Help)),
            "settings" => self.happens(Message::Frame(around::Message::Settings)),
            "fault" => {
                let key: PageKey = PAGE.parse().expect("a page key");
                let _ = self.stand.open_page(&key);
                let place = self.stand.place().clone();
                let release = self.stand.release().expect("content");
                self.happens(Message::Loaded { place, release, result: Err(ContentError::NoPage(key)) });
            }
            _ => {}
        }
        self.look();
    }

    fn changes(&mut self, change: Change) {
        self.happens(Message::Frame(around::Message::Set(change)));
        self.look();
    }

    /// Where the visitor is, but for the sheet: larger text needs more of them.
    fn is_at(&self) -> String {
        let place = format!("{:?}", self.stand.place());
        place.split("sheet").next().unwrap_or_default().to_owned()
    }

    /// Reads the open screen to its end by one key.
    pub(super) fn read_all(&mut self) -> Vec<String> {
        self.press_letter("a", Code::KeyA);
        self.hear()
    }

    /// Presses the key of a letter.
    fn press_letter(&mut self, letter: &str, code: Code) {
        self.happens(Message::Key(keyboard::Event::KeyPressed {
            key: Key::Character(letter.into()),
            modified_key: Key::Character(letter.into()),
            physical_key: Physical::Code(code),
            location: Location::Standard,
            modifiers: Modifiers::empty(),
            text: Some(letter.into()),
            repeat: false,
        }));
        self.look();
    }

    /// Lets a finger do something; each time, the control of that name is looked for anew.
    fn touches(&mut self, events: &[touch::Event]) {
        for event in events {
            let event = iced::Event::Touch(*event);
            let frame = self.with_view(|stage, view| stage.send(view, std::slice::from_ref(&event)));
            frame.messages.into_iter().for_each(|message| self.happens(message));
        }
        self.look();
    }

    fn centre_of(&mut self, name: &str) -> Point {
        let frame = self.look();
        let control = frame.controls().into_iter().find(|control| control.words() == name);
        control.unwrap_or_else(|| panic!("{name:?} is not there")).bounds().center()
    }
}

fn main_part(frame: &Frame<Message>) -> Rectangle {
    frame.root().children_recursive().find(|node| role(node) == Role::Main).expect("a main part").bounds()
}

fn title(frame: &Frame<Message>) -> String {
    let is_title = |node: &Seen<'_>| role(node) == Role::Heading && node.accesskit_node().data().level() == Some(1);
    frame.root().children_recursive().find(is_title).map(|node| node.words()).unwrap_or_default()
}

fn pressed(at: Point) -> touch::Event {
    touch::Event::FingerPressed { id: Finger(0), position: at }
}

fn moved(at: Point) -> touch::Event {
    touch::Event::FingerMoved { id: Finger(0), position: at }
}

fn lifted(at: Point) -> touch::Event {
    touch::Event::FingerLifted { id: Finger(0), position: at }
}

/// While nobody does anything, the picture changes by the clock and the countdown alone.
///
/// Proves: WCAG-2.3.1, WCAG-2.3.2, WCAG-2.2.2, WCAG-2.3.3
#[test]
fn nothing_flashes_and_nothing_moves_by_itself() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.changes(Change::Speech(true));
    let watch = |visitor: &mut Visitor, what: &str| {
        let mut changes = 0;
        let mut before = visitor.stage.picture();
        for _ in 0..8 {
            let frame = visitor.wait(Duration::from_millis(250));
            assert!(frame.is_idle(), "{what}: something asks to be drawn again");
            let now = visitor.stage.picture();
            changes += usize::from(now != before);
            before = now;
        }
        // Three flashes a second would be twelve changes in these two seconds.
        assert!(changes <= 3, "{what}: {changes} changes in two seconds");
    };
    for screen in SCREENS {
        visitor.goes_to(screen);
        visitor.hear();
        watch(&mut visitor, screen);
    }
    visitor.hear();
    visitor.wait(Duration::from_secs(181));
    assert!(visitor.read().contains(&text(Language::Kazakh, "idle-title")), "nobody is warned");
    watch(&mut visitor, "the warning");
}

/// Proves: WCAG-3.2.2, VVSG-5.2-F
#[test]
fn no_setting_leads_elsewhere_and_the_language_keeps_the_place() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for screen in SCREENS {
        visitor.goes_to(screen);
        let before = visitor.is_at();
        let changes = [
            Change::NextLook,
            Change::NextTextSize,
            Change::Spacing(true),
            Change::Reach(true),
            Change::Speech(true),
            Change::Faster,
            Change::Slower,
            Change::Louder,
            Change::Quieter,
            Change::Exploration(true),
            Change::Switches(Switches::Two),
            Change::Switches(Switches::One),
            Change::Curtain(true),
            Change::Curtain(false),
            Change::Switches(Switches::None),
            Change::Exploration(false),
            Change::Speech(false),
            Change::Reach(false),
            Change::Spacing(false),
        ];
        for change in changes {
            visitor.changes(change);
            assert_eq!(visitor.is_at(), before, "{screen}: {change:?} led elsewhere");
        }
        for language in [Language::Russian, Language::English, Language::Kazakh] {
            visitor.happens(Message::Frame(around::Message::Language(language)));
            visitor.look();
            assert_eq!(visitor.is_at(), before, "{screen}: {language} led elsewhere");
        }
    }
}

/// By keys, what is the same on every screen is passed over: the first step of a new screen is in its content.
///
/// Proves: WCAG-2.4.1
#[test]
fn a_screen_that_comes_by_keys_begins_in_its_content() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for name in ["Жеке қабылдау графигі", "Қабылдау кестесі"] {
        while visitor.press(Named::Tab).focused().as_deref() != Some(name) {}
        let mut frame = visitor.press(Named::Enter);
        assert_eq!(title(&frame), name);
        if frame.focused().is_none() {
            frame = visitor.press(Named::ArrowDown);
        }
        let main = main_part(&frame);
        let controls = frame.controls();
        let focused = controls.iter().find(|control| control.accesskit_node().is_focused());
        let bounds = focused.unwrap_or_else(|| panic!("{name}: nothing has the focus")).bounds();
        assert!(bounds.y >= main.y - 1.0, "{name}: the focus is at {bounds:?}, above {main:?}");
    }
}

/// Proves: WCAG-2.4.4, WCAG-2.4.6, WCAG-2.4.8, WCAG-2.4.9
#[test]
fn what_is_pressed_is_what_the_next_screen_is_called() {
    for language in Language::ALL {
        let mut visitor = Visitor::before_the_demonstration(STANDING);
        visitor.happens(Message::Frame(around::Message::Language(language)));
        let content = visitor.content.clone().expect("content");
        let mut opened = 0;
        for sheet in 0..6 {
            visitor.happens(Message::Frame(around::Message::Home));
            (0..sheet).for_each(|_| visitor.happens(Message::Frame(around::Message::Next)));
            let frame = visitor.look();
            let is_link = |control: &Seen<'_>| role(control) == Role::Link;
            let links: Vec<String> =
                frame.controls().iter().filter(|control| is_link(control)).map(Seen::words).collect();
            for name in links {
                let here = visitor.stand.place().clone();
                let frame = visitor.tap(&name);
                if matches!(visitor.stand.place(), Place::Category { .. }) {
                    assert!(name.starts_with(&title(&frame)), "{name:?} leads to {:?}", title(&frame));
                    opened += 1;
                }
                visitor.happens(Message::Frame(around::Message::Back));
                assert_eq!(*visitor.stand.place(), here, "one step back is where one was");
                visitor.look();
            }
        }
        assert!(opened >= 20, "{language}: only {opened} categories were opened");
        for header in content.headers().iter().filter(|header| header.key.language == language) {
            let category = header.key.category;
            visitor.stand.go(Place::Category { category, sheet: 0 });
            visitor.look();
            while visitor.look().root().query_by_role_and_label(Role::Link, &header.title).is_none() {
                assert!(visitor.stand.sheets().next().is_some(), "{} is on no sheet", header.key);
                visitor.happens(Message::Frame(around::Message::Next));
            }
            let frame = visitor.tap(&header.title);
            assert_eq!(title(&frame), header.title);
        }
    }
}

/// Proves: WCAG-2.5.2, VVSG-7.2-H, WCAG-2.5.7, VVSG-7.2-E
#[test]
fn a_press_acts_where_it_was_begun_and_a_finger_that_leaves_takes_it_back() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let tile = visitor.centre_of("Шұғыл қызметтер");
    let other = visitor.centre_of("Жұмыс тәртібі");
    let nowhere = Point::new(540.0, 1.0);
    for (begun, ended) in [(tile, nowhere), (nowhere, tile), (tile, other)] {
        visitor.touches(&[pressed(begun), moved(ended), lifted(ended)]);
        assert_eq!(*visitor.stand.place(), Place::START, "from {begun:?} to {ended:?}");
    }
    visitor.touches(&[pressed(tile)]);
    assert_eq!(*visitor.stand.place(), Place::START, "it acts when the finger leaves, not when it comes");
    visitor.touches(&[lifted(tile)]);
    assert!(matches!(visitor.stand.place(), Place::Category { category: Category::Emergency, .. }));
    // No sheet is turned by a swipe only: the way to the next is a control.
    visitor.goes_to("home");
    visitor.tap("Келесі");
    assert_eq!(*visitor.stand.place(), Place::Home { sheet: 1 });
}

/// Proves: VVSG-7.2-M, EN-5.7
#[test]
fn a_key_that_is_held_acts_once() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let held = |visitor: &mut Visitor, key: Named| {
        visitor.press(key);
        for _ in 0..50 {
            let iced::Event::Keyboard(event) = key_event(key, true) else { unreachable!("a key") };
            visitor.happens(Message::Key(event));
            visitor.wait(Duration::from_millis(40));
        }
    };
    held(&mut visitor, Named::F3);
    assert_eq!(visitor.stand.settings().look, Look::HighDark, "one step, not fifty");
    held(&mut visitor, Named::F2);
    assert_eq!(visitor.stand.language(), Language::Russian);
    held(&mut visitor, Named::ArrowRight);
    assert_eq!(*visitor.stand.place(), Place::Home { sheet: 1 });
}

/// Proves: EN-5.8
#[test]
fn the_pause_between_presses_is_the_visitors_to_set_and_leaves_with_them() {
    let half_a_second = PAUSES.iter().position(|pause| *pause == 500).expect("what the standard asks for");
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let sheet = |visitor: &Visitor| visitor.stand.sheets().at;
    let twice = |visitor: &mut Visitor, apart: u64| {
        visitor.happens(Message::Frame(around::Message::Home));
        visitor.wait(Duration::from_secs(2));
        visitor.press(Named::ArrowRight);
        visitor.wait(Duration::from_millis(apart));
        visitor.press(Named::ArrowRight);
        sheet(visitor)
    };
    assert_eq!(twice(&mut visitor, 100), 2, "whoever is quick is quick");
    visitor.changes(Change::KeyPause(half_a_second));
    assert!(visitor.read().contains("Басу аралығы: жарты секунд."), "nobody says what was set");
    assert_eq!(twice(&mut visitor, 499), 1, "a second strike so soon is a trembling hand's");
    assert_eq!(twice(&mut visitor, 500), 2);
    visitor.wait(Duration::from_secs(181));
    visitor.wait(Duration::from_secs(46));
    assert_eq!(twice(&mut visitor, 100), 2, "the next visitor has what the stand is set to");
}

/// Reads every kind of screen to its end by one key: whatever stands in its content is said, in the order in
/// which it stands, images by their alternative, the fault as well.
///
/// Proves: EN-5.1.3.1, EN-5.1.3.6, EN-5.1.3.15, EN-12.1.2, WCAG-1.1.1, WCAG-1.3.2
#[test]
fn everything_in_the_content_of_a_screen_is_said_in_its_order() {
    for language in Language::ALL {
        let mut visitor = Visitor::before_the_demonstration(STANDING);
        visitor.happens(Message::Frame(around::Message::Language(language)));
        visitor.changes(Change::Speech(true));
        visitor.hear();
        for screen in SCREENS {
            visitor.goes_to(screen);
            visitor.hear();
            let mut shown: Vec<String> = Vec::new();
            loop {
                let frame = visitor.look();
                let main = frame.root().children_recursive().find(|node| role(node) == Role::Main);
                shown.extend(main.expect("a main part").children_recursive().map(|node| node.words()));
                if visitor.stand.sheets().next().is_none() {
                    break;
                }
                visitor.happens(Message::Frame(around::Message::Next));
            }
            shown.retain(|words| !words.trim().is_empty());
            while visitor.stand.sheets().at > 0 {
                visitor.happens(Message::Frame(around::Message::Previous));
            }
            visitor.look();
            let said = visitor.read_all().join(" ");
            let mut from = 0;
            for words in shown {
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                match said[from..].find(&words) {
                    Some(at) => from += at,
                    None => assert!(said.contains(&words), "{language}, {screen}: {words:?} was not said in {said}"),
                }
            }
        }
    }
}

/// Proves: EN-5.1.3.3, VVSG-5.2-D
#[test]
fn what_is_said_at_each_step_of_the_focus_is_what_has_it() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    for screen in SCREENS {
        visitor.goes_to(screen);
        visitor.hear();
        let controls = visitor.look().controls().len();
        for _ in 0..controls {
            let focused = visitor.press(Named::Tab).focused().expect("something has the focus");
            let said = visitor.hear().join(" ");
            let words = focused.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(&words), "{screen}: {words:?} has the focus, {said:?} is said");
        }
    }
}

/// Proves: WCAG-1.4.2
#[test]
fn speech_that_began_by_itself_is_stopped_by_one_key() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F15);
    assert!(visitor.speaking.is_some(), "headphones bring speech");
    visitor.press_letter("s", Code::KeyS);
    assert_eq!(visitor.speaking, None);
    visitor.wait(Duration::from_secs(5));
    assert_eq!(visitor.speaking, None, "it stays silent");
}

/// Proves: WCAG-2.4.7, WCAG-2.4.11, WCAG-2.4.12, WCAG-2.4.13
#[test]
fn the_focus_is_marked_whole_and_uncovered_on_every_kind_of_screen() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let mut looks = Look::ALL.into_iter().cycle();
    let mut seen = 0;
    for (window, size) in [(STANDING, TextSize::Small), (STANDING, TextSize::Largest), (LYING, TextSize::Largest)] {
        visitor.happens(Message::Resized(window));
        visitor.changes(Change::TextSize(size));
        for screen in SCREENS {
            visitor.changes(Change::Look(looks.next().expect("a cycle")));
            visitor.goes_to(screen);
            visitor.with_view(|stage, view| stage.focus(view, Move::Away));
            let controls = visitor.look().controls().len();
            for _ in 0..controls {
                let frame = visitor.press(Named::Tab);
                assert!(frame.focused().is_some(), "{screen}: nothing has the focus");
                visitor.stage.check_focus(&frame);
                seen += 1;
            }
        }
    }
    assert!(seen > 200, "only {seen} controls were looked at");
}

/// Proves: EN-12.1.1
#[test]
fn the_operators_guide_tells_of_every_command_and_help_of_every_key() {
    let guide = include_str!("../../../../docs/operator.md");
    for command in Command::ALL {
        assert!(guide.contains(&format!("`{}`", command.id())), "docs/operator.md does not tell of {command:?}");
    }
    for language in Language::ALL {
        let mut visitor = Visitor::before_the_demonstration(STANDING);
        visitor.happens(Message::Frame(around::Message::Language(language)));
        visitor.goes_to("help");
        let mut help = visitor.read();
        while visitor.stand.sheets().next().is_some() {
            visitor.happens(Message::Frame(around::Message::Next));
            help.push_str(&visitor.read());
        }
        for (key, does) in Keymap::default().table(language) {
            assert!(help.contains(&key) && help.contains(&does), "{language}: help tells neither {key:?} nor {does:?}");
        }
    }
}
