//! A visitor before the stand, without a window: every screen in every language, standing and lying,
//! met by role and name, by key and by finger.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use accesskit::{Action, Role};
use iced::keyboard::key::Named;
use jiff::SignedDuration;
use kittest::{NodeT as _, Queryable as _};

#[path = "../../../tests/support/every_kind.rs"]
mod every_kind;
#[path = "../../../tests/support/content.rs"]
mod folder;
#[path = "../../../tests/support/shipped.rs"]
mod shipped;

use super::*;
use crate::domain::survey::Response;
use crate::domain::{Category, PageKey};
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::focus::Act;
use crate::kiosk::access::semantics::Adjust;
use crate::kiosk::access::testing::{Frame, Seen, Stage, day, key_event};
use crate::kiosk::config::Overrides;
use crate::kiosk::content::ContentError;
use crate::kiosk::screen::Shelf;
use crate::kiosk::speech::{self, Output, Utterance};
use crate::release::PublishedSurvey;

mod asking;
mod drawn;
mod everywhere;
mod eyes_shut;
mod leaving;
mod surveying;
mod switching;
mod walk;

const STANDING: Size = Size::new(1080.0, 1920.0);
const LYING: Size = Size::new(1920.0, 1080.0);

/// A visitor, the stand before them, and the clock on the wall.
struct Visitor {
    stand: Stand,
    stage: Stage,
    now: Moment,
    content: Option<Content>,
    runtime: tokio::runtime::Runtime,
    data: tempfile::TempDir,
    /// What the voice is saying.
    speaking: Option<Utterance>,
    /// What was asked to be kept, and what the disk says to it; nothing while it works.
    keeping: Vec<Response>,
    disk: Option<Result<(), OutboxError>>,
}

fn demonstration() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demonstration")
}

/// A copy of the demonstration in which `change` may edit files.
fn edited(change: impl Fn(&Path)) -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).expect("a folder");
        for entry in std::fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("an entry");
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &to);
            } else {
                std::fs::copy(entry.path(), to).expect("a copy");
            }
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    copy(&demonstration(), folder.path());
    change(folder.path());
    folder
}

impl Visitor {
    /// Before a stand that shows `folder`, a minute after it was published.
    fn before(folder: Option<&Path>, window: Size) -> Self {
        Self::before_surveys(folder, &[], window)
    }

    /// The same with surveys.
    fn before_surveys(folder: Option<&Path>, surveys: &[PublishedSurvey], window: Size) -> Self {
        Self::with(folder, surveys, "", window)
    }

    /// Before the demonstration on a stand that is set up so, in the words of `kiosk.toml`.
    fn set_up(setup: &str, window: Size) -> Self {
        Self::with(Some(&demonstration()), &[], setup, window)
    }

    fn with(folder: Option<&Path>, surveys: &[PublishedSurvey], setup: &str, window: Size) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        std::fs::write(data.path().join("kiosk.toml"), setup).expect("a disk with room");
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("tokio");
        let content = folder
            .map(|folder| runtime.block_on(folder::fill(folder, data.path(), surveys, day())).expect("good content"));
        let config = Config::read(data.path(), Overrides::default()).expect("defaults");
        let now = Moment { steady: Instant::now(), wall: day() + SignedDuration::from_mins(1) };
        let stand = Stand::new(config, content.clone(), window, now);
        let stage = Stage::new(stand.theme());
        let (keeping, disk) = (Vec::new(), Some(Ok(())));
        let mut visitor = Self { stand, stage, now, content, runtime, data, speaking: None, keeping, disk };
        visitor.look();
        visitor
    }

    fn before_the_demonstration(window: Size) -> Self {
        Self::before(Some(&demonstration()), window)
    }

    /// Before a stand with a survey that asks a question of every kind.
    fn before_a_survey(window: Size) -> Self {
        Self::before_surveys(Some(&demonstration()), &[every_kind::survey()], window)
    }

    fn with_view<T>(&mut self, act: impl FnOnce(&mut Stage, Element<'_, Message>) -> T) -> T {
        self.stage.set_theme(self.stand.theme());
        let bridge = Bridge::closed();
        act(&mut self.stage, self.stand.window(&bridge))
    }

    fn happens(&mut self, message: Message) {
        for effect in self.stand.update(message, self.now) {
            match effect {
                Effect::Focus(movement) => {
                    let messages = self.with_view(|stage, view| stage.focus(view, movement)).messages;
                    messages.into_iter().for_each(|message| self.happens(message));
                }
                Effect::FocusOn(node) => self.does(Action::Focus, node),
                Effect::Press(Some(node)) => self.does(Action::Click, node),
                Effect::Press(None) => {
                    let (frame, pressed) = self.with_view(|stage, view| stage.act(view, Act::Press));
                    frame.messages.into_iter().for_each(|message| self.happens(message));
                    if !pressed {
                        self.happens(Message::NothingPressed);
                    }
                }
                Effect::Adjust { up } => {
                    let adjust = if up { Adjust::Increment } else { Adjust::Decrement };
                    let (frame, is_slider) = self.with_view(|stage, view| stage.act(view, Act::Step(adjust)));
                    frame.messages.into_iter().for_each(|message| self.happens(message));
                    if !is_slider {
                        let turn = if up { frame::Message::Next } else { frame::Message::Previous };
                        self.happens(Message::Frame(turn));
                    }
                }
                Effect::Speak(utterance) => self.speaking = Some(utterance),
                Effect::Hush => self.speaking = None,
                Effect::Tune(_) | Effect::Route(_) | Effect::Mark(_) => {}
                Effect::Keep { response, .. } => {
                    let id = response.id;
                    self.keeping.push(*response);
                    if let Some(result) = self.disk.clone() {
                        self.happens(Message::Kept { id, result });
                    }
                }
                Effect::Pictures { content, names } => {
                    let pictures = self.runtime.block_on(page::pictures(content, names));
                    self.happens(Message::Pictures(pictures));
                }
                Effect::Load { content, key, place } => {
                    let release = content.release();
                    let result = self.runtime.block_on(page::load(content, key)).map(Arc::new);
                    self.happens(Message::Loaded { place, release, result });
                }
            }
        }
    }

    fn does(&mut self, action: Action, node: NodeId) {
        let messages = self.with_view(|stage, view| stage.perform(view, action, node)).messages;
        messages.into_iter().for_each(|message| self.happens(message));
    }

    /// Looks until nothing changes any more.
    fn look(&mut self) -> Frame<Message> {
        for _ in 0..8 {
            let frame = self.with_view(Stage::show);
            if frame.messages.is_empty() {
                return frame;
            }
            frame.messages.into_iter().for_each(|message| self.happens(message));
        }
        panic!("the screen does not come to rest");
    }

    /// Listens until the voice has said all it has to.
    fn hear(&mut self) -> Vec<String> {
        let mut said = Vec::new();
        while let Some(utterance) = self.speaking.take() {
            self.happens(Message::Speech(speech::Event::Began(utterance.id)));
            self.happens(Message::Speech(speech::Event::Ended(utterance.id)));
            said.push(utterance.text);
            self.look();
            assert!(said.len() < 2_000, "the voice never ends");
        }
        said
    }

    fn press(&mut self, key: Named) -> Frame<Message> {
        let frame = self.with_view(|stage, view| stage.press(view, key));
        frame.messages.into_iter().for_each(|message| self.happens(message));
        let iced::Event::Keyboard(event) = key_event(key, false) else { unreachable!("a key") };
        self.happens(Message::Key(event));
        self.look()
    }

    fn tap(&mut self, name: &str) -> Frame<Message> {
        let frame = self.with_view(|stage, view| stage.tap(view, name));
        frame.messages.into_iter().for_each(|message| self.happens(message));
        self.look()
    }

    fn wait(&mut self, time: Duration) -> Frame<Message> {
        self.now.steady += time;
        self.now.wall += SignedDuration::try_from(time).expect("a short time");
        self.happens(Message::Tick);
        self.look()
    }

    /// Everything shown now, as one text.
    fn read(&mut self) -> String {
        words(&self.look())
    }

    fn open(&mut self, key: &str) -> Frame<Message> {
        let key: PageKey = key.parse().expect("a page key");
        let effects = self.stand.open_page(&key);
        for effect in effects {
            if let Effect::Load { content, key, place } = effect {
                let release = content.release();
                let result = self.runtime.block_on(page::load(content, key)).map(Arc::new);
                self.happens(Message::Loaded { place, release, result });
            }
        }
        self.look()
    }
}

fn words(frame: &Frame<Message>) -> String {
    frame.root().children_recursive().map(|node| node.words()).collect::<Vec<_>>().join("\n")
}

fn role(node: &Seen<'_>) -> Role {
    node.accesskit_node().role()
}

/// What must hold on every screen.
fn check(visitor: &mut Visitor, what: &str) {
    let frame = visitor.look();
    if visitor.stand.sheets().at == 0 {
        frame.check(&visitor.stand.theme());
    } else {
        frame.check_layout(&visitor.stand.theme());
    }
    let titles: Vec<_> = frame
        .root()
        .children_recursive()
        .filter(|node| role(node) == Role::Heading && node.accesskit_node().data().level() == Some(1))
        .map(|node| node.words())
        .collect();
    // Before the first content nobody has chosen a language: each has its own.
    let expected = if visitor.stand.release().is_some() { 1 } else { Language::ALL.len() };
    assert_eq!(titles.len(), expected, "{what}: {titles:?}");
    let main: Vec<_> = frame.root().children_recursive().filter(|node| role(node) == Role::Main).collect();
    for main in main {
        for node in main.children_recursive() {
            let (inner, outer) = (node.bounds(), main.bounds());
            let below = inner.y + inner.height - (outer.y + outer.height);
            let right = inner.x + inner.width - (outer.x + outer.width);
            assert!(below <= 0.5 && right <= 0.5, "{what}: {:?} is cut: {inner:?} in {outer:?}", node.words());
        }
    }
}

/// Every control is reached by Tab alone, once in each round.
fn check_tab(visitor: &mut Visitor, what: &str) {
    visitor.with_view(|stage, view| stage.focus(view, Move::Away));
    // What pauses the voice is called otherwise while there is nothing to pause.
    let _ = visitor.stand.interrupt();
    visitor.speaking = None;
    let controls: Vec<String> = visitor.look().controls().iter().map(Seen::words).collect();
    let mut reached = Vec::new();
    for _ in &controls {
        reached.push(visitor.press(Named::Tab).focused().unwrap_or_default());
    }
    assert_eq!(reached, controls, "{what}");
    assert_eq!(visitor.press(Named::Tab).focused(), controls.first().cloned(), "{what}: around again");
}

fn for_each_stand(mut act: impl FnMut(&mut Visitor, Language, &str)) {
    for window in [STANDING, LYING] {
        let mut visitor = Visitor::before_the_demonstration(window);
        for language in Language::ALL {
            visitor.happens(Message::Frame(frame::Message::Language(language)));
            visitor.happens(Message::Frame(frame::Message::Home));
            let what = format!("{language}, {}×{}", window.width, window.height);
            act(&mut visitor, language, &what);
        }
    }
}

/// Proves: WCAG-1.3.4, WCAG-2.5.5, WCAG-2.5.8, VVSG-7.2-D, VVSG-7.2-I
#[test]
fn every_sheet_of_the_home_screen_is_whole_and_all_categories_are_on_it() {
    for_each_stand(|visitor, language, what| {
        let mut found = String::new();
        loop {
            check(visitor, what);
            found.push_str(&visitor.read());
            if visitor.stand.sheets().next().is_none() {
                break;
            }
            visitor.press(Named::ArrowRight);
        }
        for category in Category::ALL {
            let name = text(language, &home::name_id(category));
            assert!(found.contains(&name), "{what}: {name} is not on the home screen");
        }
        assert!(visitor.stand.sheets().of <= 6, "{what}: {} sheets are too many", visitor.stand.sheets().of);
    });
}

/// Proves: WCAG-1.3.4, WCAG-1.4.10, WCAG-2.4.2, WCAG-2.5.5, WCAG-2.5.8, WCAG-3.1.1, VVSG-7.2-D, VVSG-7.2-I
#[test]
fn every_page_of_the_demonstration_is_whole_on_every_sheet() {
    for_each_stand(|visitor, language, what| {
        let content = visitor.content.clone().expect("content");
        for header in content.headers().iter().filter(|header| header.key.language == language) {
            let what = format!("{what}, {}", header.key);
            visitor.open(&header.key.to_string());
            for _ in 0..40 {
                check(visitor, &what);
                if visitor.stand.sheets().next().is_none() {
                    break;
                }
                visitor.press(Named::PageDown);
            }
            assert!(visitor.stand.sheets().next().is_none(), "{what}: no end");
        }
    });
}

/// Proves: WCAG-2.1.1, WCAG-2.1.2, WCAG-2.4.2, VVSG-7.3-N
#[test]
fn every_category_and_the_help_are_whole_and_reached_by_keys() {
    for_each_stand(|visitor, _, what| {
        for category in Category::ALL {
            visitor.stand.go(Place::Category { category, sheet: 0 });
            check(visitor, &format!("{what}, {}", category.id()));
        }
        visitor.press(Named::F1);
        check(visitor, &format!("{what}, help"));
        check_tab(visitor, &format!("{what}, help"));
        assert_eq!(*visitor.stand.place(), Place::Help { sheet: 0 });
        // Once more is the key describer; twice leaves both.
        for _ in 0..3 {
            assert!(matches!(visitor.stand.place(), Place::Help { .. }));
            visitor.press(Named::F1);
        }
        assert!(!matches!(visitor.stand.place(), Place::Help { .. }), "the help key leaves help");
    });
}

/// Proves: WCAG-2.1.1, WCAG-2.1.2, WCAG-2.4.3, EN-5.1.6.2, WCAG-2.1.3, WCAG-3.2.1
#[test]
fn the_keyboard_reaches_everything_and_begins_with_the_languages() {
    for_each_stand(|visitor, _, what| {
        check_tab(visitor, what);
        visitor.with_view(|stage, view| stage.focus(view, Move::Away));
        let first = visitor.press(Named::Tab).focused();
        assert_eq!(first.as_deref(), Some("Қазақша"), "{what}");
    });
}

/// Proves: VVSG-7.2-B
#[test]
fn enter_opens_escape_goes_back_and_home_goes_home() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    while visitor.press(Named::Tab).focused().as_deref() != Some("Жеке қабылдау графигі") {}
    visitor.press(Named::Enter);
    assert_eq!(*visitor.stand.place(), Place::Category { category: Category::Reception, sheet: 0 });
    while visitor.press(Named::Tab).focused().as_deref() != Some("Қабылдау кестесі") {}
    visitor.press(Named::Enter);
    assert!(matches!(visitor.stand.place(), Place::Page { category: Category::Reception, .. }));
    visitor.press(Named::Escape);
    assert_eq!(*visitor.stand.place(), Place::Category { category: Category::Reception, sheet: 0 });
    visitor.press(Named::Escape);
    assert_eq!(*visitor.stand.place(), Place::START);
    visitor.press(Named::Escape);
    assert_eq!(*visitor.stand.place(), Place::START, "nothing is behind the first screen");
    visitor.press(Named::ArrowRight);
    visitor.press(Named::F1);
    visitor.press(Named::Home);
    assert_eq!(*visitor.stand.place(), Place::START);
}

/// Proves: WCAG-2.5.1, WCAG-2.5.6
#[test]
fn a_finger_does_what_the_keys_do() {
    let mut visitor = Visitor::before_the_demonstration(LYING);
    let frame = visitor.tap("Русский");
    frame.root().get_by_role_and_label(Role::Link, "Порядок работы");
    visitor.tap("Порядок работы");
    assert!(matches!(visitor.stand.place(), Place::Category { category: Category::WorkingHours, .. }));
    visitor.tap("Главная");
    assert_eq!(*visitor.stand.place(), Place::START);
}

#[test]
fn what_went_out_of_sight_has_let_go_of_the_focus() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    while visitor.press(Named::Tab).focused().as_deref() != Some("Жұмыс тәртібі") {}
    assert_eq!(visitor.press(Named::ArrowRight).focused(), None);
    assert_eq!(visitor.press(Named::ArrowLeft).focused(), None);
}

/// Proves: WCAG-3.2.3, WCAG-3.2.4, WCAG-3.2.6
#[test]
fn what_stays_the_same_does_not_move() {
    for window in [STANDING, LYING] {
        let mut visitor = Visitor::before_the_demonstration(window);
        let places = |frame: &Frame<Message>| {
            let of = |name: &str| frame.root().query_by_label(name).map(|node| node.bounds());
            (of("Қазақша"), of("Көмек"), of("Алмалыбақ ауданының әкімдігі"))
        };
        let at_home = places(&visitor.look());
        let with_back = |frame: &Frame<Message>| {
            let of = |name: &str| frame.root().query_by_label(name).map(|node| node.bounds());
            (of("Артқа"), of("Басты бет"))
        };
        let as_of = |visitor: &mut Visitor| {
            let frame = visitor.look();
            let date = frame.root().children_recursive().find(|node| node.words().contains("күнгі жағдай"));
            date.expect("the date is always in view").bounds().center()
        };
        let date = as_of(&mut visitor);
        visitor.press(Named::ArrowRight);
        assert!((as_of(&mut visitor).y - date.y).abs() <= 1.5);
        let second = with_back(&visitor.look());
        assert_eq!(places(&visitor.look()), at_home);
        visitor.happens(Message::Frame(frame::Message::Home));
        visitor.open("reception/schedule.kk");
        assert_eq!(places(&visitor.look()), at_home);
        assert_eq!(with_back(&visitor.look()), second);
        visitor.press(Named::F1);
        assert_eq!(places(&visitor.look()), at_home);
        assert_eq!(with_back(&visitor.look()), second);
        visitor.wait(Duration::from_secs(181));
        assert_eq!(places(&visitor.look()), at_home);
        // Text is set on whole pixels: a row of controls is up to one taller than its empty place.
        assert!((as_of(&mut visitor).y - date.y).abs() <= 1.5);
    }
}

/// Proves: WCAG-3.1.2, VVSG-5.2-B
#[test]
fn a_page_without_a_translation_says_so_and_is_marked_as_its_own_language() {
    // The import asks for Kazakh and Russian; English may be missing.
    let folder = edited(|folder| {
        std::fs::remove_file(folder.join("pages/reception/schedule.en.md")).expect("a page");
    });
    let mut visitor = Visitor::before(Some(folder.path()), STANDING);
    visitor.happens(Message::Frame(frame::Message::Language(Language::English)));
    let frame = visitor.open("reception/schedule.en");
    assert!(words(&frame).contains("This page has no English text yet. It is shown in Kazakh."), "{}", words(&frame));
    let title = frame.root().get_by_label("Қабылдау кестесі");
    assert_eq!(title.accesskit_node().language(), Some("kk"));
}

/// Proves: WCAG-2.2.1, WCAG-2.2.6, VVSG-7.2-O
#[test]
fn an_idle_visitor_is_warned_and_anything_extends_the_session() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F2);
    visitor.wait(Duration::from_secs(179));
    assert!(!visitor.read().contains("Вы ещё здесь?"));
    let frame = visitor.wait(Duration::from_secs(2));
    assert!(words(&frame).contains("Вы ещё здесь?"));
    assert!(words(&frame).contains("Через 44 секунды стенд вернётся к началу."), "{}", words(&frame));
    for words in ["Вы ещё здесь?", "Через 44 секунды стенд вернётся к началу."]
    {
        let bounds = frame.root().get_by_label(words).bounds();
        assert!(bounds.height < 80.0, "{words:?} is broken into lines: {bounds:?}");
    }
    check(&mut visitor, "idle");
    visitor.press(Named::Escape);
    assert!(!visitor.read().contains("Вы ещё здесь?"));
    assert_eq!(visitor.stand.language(), Language::Russian, "the key said only that somebody is here");
    visitor.wait(Duration::from_secs(181));
    visitor.tap("Продолжить");
    assert!(!visitor.read().contains("Вы ещё здесь?"));
}

#[test]
fn when_a_visitor_has_left_everything_is_back_to_its_default() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let fresh = words(&visitor.look());
    visitor.press(Named::F2);
    visitor.open("reception/schedule.ru");
    visitor.press(Named::ArrowRight);
    visitor.press(Named::Tab);
    assert_ne!(visitor.read(), fresh);
    visitor.wait(Duration::from_secs(181));
    let frame = visitor.wait(Duration::from_secs(45));
    assert_eq!(visitor.stand.language(), Language::Kazakh);
    assert_eq!(*visitor.stand.place(), Place::START);
    assert_eq!(frame.focused(), None);
    assert_eq!(visitor.stand.session.at(visitor.now.steady), Standing::Empty);
    // Only the clock has moved on.
    let without_clock =
        |text: &str| text.lines().filter(|line| !line.contains(':')).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(without_clock(&words(&frame)), without_clock(&fresh));
    visitor.press(Named::Escape);
    assert_eq!(*visitor.stand.place(), Place::START, "the way back of the visitor before is gone");
}

#[test]
fn a_stand_nobody_touched_stays_as_it_is() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.wait(Duration::from_secs(3600));
    assert!(!visitor.read().contains("Сіз әлі осындасыз ба?"));
}

#[test]
fn a_first_start_shows_the_pairing_code_in_three_languages_and_is_never_blank() {
    for window in [STANDING, LYING] {
        let mut visitor = Visitor::before(None, window);
        let shown = visitor.read();
        for language in Language::ALL {
            assert!(shown.contains(&text(language, "pairing-no-centre")));
        }
        check(&mut visitor, "waiting for the centre");
        visitor.happens(Message::Sync(Event::Pairing { code: Some("4827-1953".into()) }));
        let shown = visitor.read();
        assert!(shown.contains("4 8 2 7 - 1 9 5 3"), "the code is spoken digit by digit: {shown}");
        for language in Language::ALL {
            assert!(shown.contains(&text(language, "pairing-do")));
        }
        check(&mut visitor, "pairing");
    }
}

/// Proves: VVSG-7.3-K
#[test]
fn old_content_is_shown_with_a_loud_date() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let today = visitor.read();
    assert!(today.contains("күнгі жағдай бойынша"));
    let frame = visitor.wait(Duration::from_secs(3 * 86_400 + 60));
    let alert = frame.root().get_by_role(Role::Alert);
    assert!(alert.words().starts_with("Мәлімет ескірген болуы мүмкін. Соңғы рет расталған күні: "));
    check(&mut visitor, "old content");
    let confirmed_at = Some(visitor.now.wall.as_millisecond());
    visitor.happens(Message::Sync(Event::Contact(Contact { confirmed_at, error: None })));
    assert!(visitor.look().root().query_by_role(Role::Alert).is_none(), "confirmed again");
}

#[test]
fn a_clock_that_cannot_be_right_is_not_believed() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let tiles = |visitor: &Visitor| visitor.stand.library.as_ref().map(|library| library.shelf.categories().count());
    let fresh = tiles(&visitor);
    visitor.now.wall = Timestamp::UNIX_EPOCH;
    visitor.happens(Message::Tick);
    assert!(visitor.read().contains("Стендтің сағаты бапталмаған"));
    assert_eq!(tiles(&visitor), fresh, "the content stays");
    check(&mut visitor, "1970");
    visitor.now.wall = "2099-01-01T00:00:00Z".parse().expect("a time");
    visitor.happens(Message::Tick);
    assert!(visitor.read().contains("Стендтің сағаты бапталмаған"));
    assert_eq!(tiles(&visitor), fresh, "the content stays");
}

/// Proves: WCAG-3.2.5
#[test]
fn new_content_reaches_a_reader_where_they_are_and_home_at_once() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.open("reception/schedule.kk");
    visitor.press(Named::ArrowRight);
    let before = visitor.stand.place().clone();
    assert_eq!(before.sheet(), 1);
    let publish = |visitor: &Visitor, folder: &Path| {
        visitor.runtime.block_on(folder::fill(folder, visitor.data.path(), &[], day())).expect("good content")
    };
    let retitled = edited(|folder| {
        let page = folder.join("pages/reception/schedule.kk.md");
        let text = std::fs::read_to_string(&page).expect("a page").replace("Қабылдау кестесі", "Жаңа кесте");
        std::fs::write(page, text).expect("a page");
    });
    let content = publish(&visitor, retitled.path());
    visitor.happens(Message::Sync(Event::Content(content)));
    assert_eq!(*visitor.stand.place(), before, "the visitor reads on");
    assert!(visitor.read().contains("Жаңа кесте"));

    let mut removed = visitor.content.clone().expect("content").headers().to_vec();
    removed.retain(|header| header.key.slug.as_str() != "schedule");
    visitor.stand.library.as_mut().expect("content").shelf =
        Shelf::new(visitor.content.as_ref().expect("content").body(), &removed, Language::Kazakh, None);
    visitor.stand.refresh();
    let frame = visitor.look();
    frame.root().get_by_label("Бұл бетті көрсету мүмкін болмады");
    check(&mut visitor, "gone");
    visitor.tap("Басты бет");
    assert_eq!(*visitor.stand.place(), Place::START);
}

/// Proves: VVSG-7.3-A, VVSG-7.3-K
#[test]
fn a_damaged_page_says_so_and_shows_the_way_home() {
    let mut visitor = Visitor::before_the_demonstration(LYING);
    let key: PageKey = "reception/schedule.kk".parse().expect("a page key");
    let _ = visitor.stand.open_page(&key);
    let place = visitor.stand.place().clone();
    let release = visitor.stand.release().expect("content");
    visitor.happens(Message::Loaded { place, release, result: Err(ContentError::NoPage(key)) });
    let frame = visitor.look();
    assert_eq!(frame.root().get_by_role(Role::Alert).words(), text(Language::Kazakh, "fault-damaged"));
    check(&mut visitor, "damaged");
    visitor.press(Named::Escape);
    assert_eq!(*visitor.stand.place(), Place::START);
}

#[test]
fn the_open_state_is_the_first_thing_said() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    // A Tuesday at 15:00 in Almaty.
    visitor.now.wall = "2026-12-01T10:00:00Z".parse().expect("a time");
    visitor.happens(Message::Tick);
    let shown = visitor.read();
    assert!(shown.contains("Ашық\n18:30-ға дейін"), "{shown}");
    assert!(shown.contains("15:00\nсейсенбі, 1 желтоқсан"), "{shown}");
    visitor.happens(Message::Frame(frame::Message::Language(Language::English)));
    assert!(visitor.read().contains("Open\nuntil 18:30"));
}
