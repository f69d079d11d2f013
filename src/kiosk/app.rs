//! The stand as a visitor meets it: one state, changed by messages, drawn by the screens.
//!
//! Nothing here touches a window, a disk, a network or a clock: [`Stand::update`] takes a message and
//! the [`Moment`] it happened, and answers with [`Effect`]s, which [`program`] carries out.

mod asking;
mod choosing;
mod going;
mod hands;
mod hearing;
mod inspecting;
mod library;
mod message;
mod probe;
pub mod program;
// Both programs' features: the content is read the way an editor's folder is.
#[cfg(all(test, feature = "server"))]
mod tests;
mod trace;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use accesskit::NodeId;
use iced::{Rectangle, Size};
use jiff::Timestamp;
use uuid::Uuid;

use super::access::atspi::Bridge;
use super::access::focus::Move;
use super::access::reader::Reader;
use super::config::Config;
use super::content::Content;
use super::input::filter::Filter;
use super::input::scanning::Scanner;
use super::input::touch::Recogniser;
use super::input::{Command, Keymap};
use super::listening;
use super::outbox::OutboxError;
use super::screen::fault::Fault;
use super::screen::survey::Asking;
use super::screen::survey::receipt::Receipt;
use super::screen::{
    Caption, Notice, Place, Scene, Sheets, category, curtain, fault, frame, help, home, idle, page, pairing, settings,
    survey,
};
use super::session::{Session, Standing};
use super::settings::{Change, Settings};
use super::sync::{Contact, Event};
use super::theme::Theme;
use super::widget::{Element, Ui};
use crate::domain::survey::Name;
use crate::domain::{Dictionary, Language};
use crate::i18n::{text, text_with};
use crate::release::api::SpeechHealth;
use hearing::Help;
use library::Library;
pub use message::{Effect, Message};

/// When something happened: by the clock that only runs forward, and by the calendar.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// For sessions.
    pub steady: Instant,
    /// For dates and open hours. May be wrong, and may jump.
    pub wall: Timestamp,
}

impl Moment {
    /// Now, by the machine's clocks.
    pub fn now() -> Self {
        Self { steady: Instant::now(), wall: Timestamp::now() }
    }
}

/// Everything a visitor can change. A new visitor gets a new one.
#[derive(Debug)]
struct Visit {
    language: Language,
    place: Place,
    trail: Vec<Place>,
    screen: Screen,
    settings: Settings,
    /// What the last change did.
    notice: Option<Notice>,
    /// Counts what was told so.
    notices: u64,
    help: Help,
    /// Whether the last sign of life was a key or a switch, not a finger.
    by_keys: bool,
    /// What the last key asked for, if it was a key.
    pressed: Option<Command>,
    /// Whether the focus is where something can be typed.
    at_entry: bool,
    /// What had the focus on the screen last, where the tree is followed.
    focus: Option<NodeId>,
    /// Whether the stand has not pointed at anything yet since switches were turned on.
    begins_scanning: bool,
    /// Whether the screen that came is read by itself, when the visitor is spoken to.
    reads_itself: bool,
    /// Counts the screens entered, so that each begins without what the one before left.
    entered: u64,
    /// Whether a page has been read: a survey is then offered in other words.
    has_read: bool,
    /// The survey being answered.
    asking: Option<Asking>,
    /// That the last answer is kept.
    receipt: Option<Receipt>,
    /// Why it could not be kept.
    failure: Option<OutboxError>,
    /// The surveys this visitor has answered.
    answered: BTreeSet<Name>,
}

/// Tells one screen and sheet from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    entered: u64,
    sheet: usize,
}

#[derive(Debug)]
enum Screen {
    Home(home::State),
    Category(category::State),
    Page(page::State),
    Help(help::State),
    Settings(settings::State),
    Survey(survey::State),
    Fault(Fault),
}

impl Visit {
    /// A visitor's first sight.
    fn new(language: Language) -> Self {
        Self {
            language,
            place: Place::START,
            trail: Vec::new(),
            screen: Screen::Home(home::State::new(0)),
            settings: Settings::default(),
            notice: None,
            notices: 0,
            help: Help::default(),
            by_keys: false,
            pressed: None,
            at_entry: false,
            focus: None,
            begins_scanning: false,
            reads_itself: false,
            entered: 0,
            has_read: false,
            asking: None,
            receipt: None,
            failure: None,
            answered: BTreeSet::new(),
        }
    }
}

/// How far back the way is remembered.
const LONGEST_TRAIL: usize = 50;

/// The stand.
#[derive(Debug)]
pub struct Stand {
    config: Config,
    theme: Theme,
    library: Option<Library>,
    contact: Contact,
    pairing: pairing::State,
    visit: Visit,
    session: Session,
    keymap: Keymap,
    filter: Filter,
    scanner: Scanner,
    touches: Recogniser,
    reader: Reader,
    /// Which languages the stand can speak; none before it is known.
    speech_health: Option<SpeechHealth>,
    /// Physical pixels of a logical one, as the tree tells it.
    scale: f32,
    /// A ring around what the scanner points at, where that is more than a control.
    ring: Option<Rectangle>,
    /// When the session ends because the headphones went out.
    leaves_at: Option<Instant>,
    /// Whether headphones are in: a visitor may find those of the one before.
    plugged: bool,
    /// The seconds that were told last while the session runs out.
    counted: Option<u64>,
    /// The stand's id at the centre, once it has one.
    id: Option<Uuid>,
    /// The surveys that take no more answers.
    full: BTreeSet<Name>,
    /// How many answers to each survey were kept here.
    given: BTreeMap<Name, u32>,
    /// The answers being kept.
    keeping: BTreeMap<Uuid, Name>,
    /// Before the inspectors' survey.
    lock: inspecting::Lock,
    /// The machine's dice.
    random: fn() -> [u8; 10],
    now: Moment,
}

impl Stand {
    /// A stand that shows `content`, or waits for its first.
    pub fn new(config: Config, content: Option<Content>, window: Size, now: Moment) -> Self {
        let theme = Theme::new(config.panel).with_window(window);
        let mut stand = Self {
            theme,
            library: None,
            contact: Contact::default(),
            pairing: pairing::State::default(),
            visit: Visit::new(config.language),
            session: Session::new(config.limits.hurried(super::fault::hurry())),
            keymap: Keymap::new(&config.input),
            filter: Filter::new(config.input.double_strike()),
            scanner: Scanner::new(Settings::default().switches, config.input.scan_pace()),
            touches: Recogniser::default(),
            reader: Reader::new(),
            speech_health: None,
            scale: 1.0,
            ring: None,
            leaves_at: None,
            plugged: false,
            counted: None,
            id: None,
            full: BTreeSet::new(),
            given: BTreeMap::new(),
            keeping: BTreeMap::new(),
            lock: inspecting::Lock::default(),
            random: asking::random,
            now,
            config,
        };
        if let Some(content) = content {
            stand.show(content);
        }
        stand
    }

    /// What the stand is called: its body's short name.
    pub fn name(&self) -> String {
        match &self.library {
            Some(library) => library.content.body().short_name.get(self.visit.language).to_owned(),
            None => text(self.visit.language, "pairing-title"),
        }
    }

    /// The visitor's theme.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// The visitor's language.
    pub fn language(&self) -> Language {
        self.visit.language
    }

    /// The visitor's settings.
    pub fn settings(&self) -> &Settings {
        &self.visit.settings
    }

    /// A ring to be drawn around what a switch would select, in logical pixels.
    pub fn ring(&self) -> Option<Rectangle> {
        self.ring
    }

    /// When the scanner goes on by itself: not while the visitor is read to.
    fn scans_at(&self) -> Option<Instant> {
        let waits = self.reader.is_reading_aloud() || matches!(self.visit.help, Help::Describer { .. });
        self.scanner.wakes_at().filter(|_| !waits)
    }

    /// How the body's editors want words spoken.
    pub fn pronunciation(&self) -> Arc<Dictionary> {
        self.library.as_ref().map_or_else(Arc::default, |library| Arc::clone(library.content.pronunciation()))
    }

    /// Where the visitor is.
    pub fn place(&self) -> &Place {
        &self.visit.place
    }

    /// The release on the screen.
    pub fn release(&self) -> Option<u64> {
        self.library.as_ref().map(|library| library.content.release())
    }

    /// When something changes by itself: the shell sends a [`Message::Tick`] then.
    pub fn wakes_at(&self, now: Instant) -> Option<Instant> {
        [self.session.changes_at(now), self.leaves_at, self.scans_at(), self.touches.wakes_at()]
            .into_iter()
            .flatten()
            .min()
    }

    /// What tells the screen that is seen from the one before: its number, and which sheet is open.
    fn seen_now(&self) -> (u64, usize) {
        (self.visit.entered, self.sheets().at)
    }

    /// Which sheet of how many the open place has.
    pub fn sheets(&self) -> Sheets {
        match &self.visit.screen {
            Screen::Home(state) => state.sheets(),
            Screen::Category(state) => state.sheets(),
            Screen::Page(state) => state.sheets(),
            Screen::Help(state) => state.sheets(),
            Screen::Settings(state) => state.sheets(),
            Screen::Survey(state) => state.sheets(),
            Screen::Fault(_) => Sheets::ONE,
        }
    }

    /// Which screen and sheet is drawn now.
    fn drawn(&self) -> Drawn {
        Drawn { entered: self.visit.entered, sheet: self.sheets().at }
    }

    /// Takes in what happened at `now`.
    pub fn update(&mut self, message: Message, now: Moment) -> Vec<Effect> {
        self.now = now;
        let warned = self.is_warned();
        let mut effects = self.take_in(message);
        self.note_mode(false);
        if warned && self.session.at(now.steady) == Standing::Active {
            effects.extend(self.come_back());
        }
        effects
    }

    /// Whether the visitor is being asked whether they are still here.
    fn is_warned(&self) -> bool {
        matches!(self.session.at(self.now.steady), Standing::Warning { .. })
    }

    /// The visitor is still here, and goes on where they were: the warning stood in place of their screen.
    fn come_back(&mut self) -> Vec<Effect> {
        self.counted = None;
        if !self.visit.by_keys {
            return Vec::new();
        }
        vec![self.visit.focus.map_or(Effect::Focus(Move::Main), Effect::FocusOn)]
    }

    fn take_in(&mut self, message: Message) -> Vec<Effect> {
        let now = self.now;
        match message {
            Message::Tick => return self.tick(),
            Message::Resized(window) => {
                self.theme = self.theme.with_window(window);
            }
            Message::Loaded { place, release, result } => return self.loaded(&place, release, result),
            Message::Sync(event) => return self.synced(event),
            Message::Sign | Message::Idle(idle::Message::GoOn) => self.session.extend(now.steady),
            Message::NothingPressed => self.notify("notice-nothing-to-press", &[]),
            Message::Key(event) => return self.key(&event),
            Message::Touch(touch) => return self.touch(touch),
            Message::Tree { tree, of } => return self.seen(tree, of),
            Message::Speech(event) => {
                // Who is read to has no need to move, to the last word.
                if self.reader.is_reading_aloud() && self.session.at(now.steady) == Standing::Active {
                    self.session.extend(now.steady);
                }
                let orders = self.reader.spoken(event);
                return self.follow(orders);
            }
            Message::Health(health) => {
                self.speech_health = Some(health);
                // Known only now to whoever is spoken to already.
                if self.visit.settings.speech {
                    self.tell_voiceless();
                }
            }
            Message::Sound(listening::Event::HeadphonesIn) => {
                self.plugged = true;
                self.session.extend(now.steady);
                return self.headphones_in();
            }
            Message::Sound(listening::Event::HeadphonesOut) => {
                self.plugged = false;
                return self.headphones_out();
            }
            Message::Sound(listening::Event::HeadphonesThere) => self.plugged = true,
            // These are about what is being said: they must not end it.
            Message::Frame(frame::Message::Pause) => return self.command(Command::Pause),
            Message::Frame(frame::Message::Repeat) => return self.command(Command::Repeat),
            Message::Frame(message) => return self.visited(|stand| stand.framed(message)),
            Message::Settings(message) => {
                let Screen::Settings(state) = &mut self.visit.screen else { return Vec::new() };
                match state.update(message) {
                    settings::Action::None => self.keep_count(),
                    settings::Action::Set(change) => return self.visited(|stand| stand.set(change)),
                }
            }
            Message::Home(message) => {
                let Screen::Home(state) = &mut self.visit.screen else { return Vec::new() };
                match state.update(message) {
                    home::Action::None => self.keep_count(),
                    home::Action::Category(category) => return self.visited(|stand| stand.open_category(category)),
                    home::Action::Page(key) => return self.visited(|stand| stand.open_page(&key)),
                    home::Action::Survey(name) => return self.visited(|stand| stand.open_survey(&name)),
                }
            }
            Message::Category(message) => {
                let Screen::Category(state) = &mut self.visit.screen else { return Vec::new() };
                match state.update(message) {
                    category::Action::None => self.keep_count(),
                    category::Action::Page(key) => return self.visited(|stand| stand.open_page(&key)),
                }
            }
            Message::Help(message) => {
                let Screen::Help(state) = &mut self.visit.screen else { return Vec::new() };
                match state.update(message) {
                    help::Action::None => self.keep_count(),
                    help::Action::Settings => return self.visited(|stand| stand.go(Place::Settings { sheet: 0 })),
                    help::Action::Describe => return self.visited(Self::describe_keys),
                    help::Action::Inspect => return self.visited(Self::inspect),
                }
            }
            Message::Survey(message) => return self.asked(message),
            Message::Pictures(pictures) => self.pictured(pictures),
            Message::Kept { id, result } => return self.kept(id, result),
            Message::Page(message) => {
                let Screen::Page(state) = &mut self.visit.screen else { return Vec::new() };
                match state.update(message) {
                    page::Action::None => self.keep_count(),
                    page::Action::Page(key) => return self.visited(|stand| stand.open_page(&key)),
                }
            }
        }
        Vec::new()
    }

    /// The visitor chose something.
    fn visited(&mut self, act: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        self.session.extend(self.now.steady);
        let mut effects = self.interrupt();
        effects.extend(act(self));
        effects
    }

    /// The whole window: what stands before the visitor, and who follows it.
    pub fn window(&self, bridge: &Bridge) -> Element<'_, Message> {
        let ui = Ui::new(&self.theme, self.visit.language);
        let settings = &self.visit.settings;
        let content = ui.touch(self.view(), settings.exploration, Message::Touch);
        let mut root = ui.root(self.name(), bridge, content).ring(self.ring);
        if settings.curtain {
            // A finger that explores feels what is there without seeing it.
            let lift = Message::Frame(frame::Message::Set(Change::Curtain(false)));
            let lift = (!settings.exploration).then_some(lift);
            root = root.curtain(curtain::view(ui, &self.keymap, settings.exploration), lift);
        }
        if self.wants_tree() {
            let of = self.drawn();
            root = root.on_tree(move |tree| Message::Tree { tree, of });
        }
        root.into()
    }

    fn view(&self) -> Element<'_, Message> {
        let Some(library) = &self.library else {
            return pairing::view(&self.theme, &self.pairing);
        };
        let scene = self.scene(library);
        if let Standing::Warning { seconds } = self.session.at(self.now.steady) {
            let content = idle::view(&scene, seconds, self.fate()).map(Message::Idle);
            return frame::around(&scene, frame::Ways::NONE, "idle".to_owned(), content, Message::Frame);
        }
        let content = match &self.visit.screen {
            Screen::Home(state) => state.view(&scene, &self.offers()).map(Message::Home),
            Screen::Category(state) => state.view(&scene).map(Message::Category),
            Screen::Page(state) => state.view(&scene).map(Message::Page),
            Screen::Help(state) => state.view(&scene, self.inspects()).map(Message::Help),
            Screen::Settings(state) => state.view(&scene).map(Message::Settings),
            Screen::Survey(state) => {
                let address = self.phone_address();
                state.view(&scene, self.visit.asking.as_ref(), address.as_deref()).map(Message::Survey)
            }
            Screen::Fault(fault) => fault::view(&scene, *fault),
        };
        frame::around(&scene, self.ways(), self.visit.entered.to_string(), content, Message::Frame)
    }

    fn ways(&self) -> frame::Ways {
        let away = self.visit.place != Place::START;
        let leaving = matches!(self.visit.place, Place::Survey { part: survey::Part::Leaving, .. });
        frame::Ways {
            back: away,
            home: away && !leaving,
            is_help: matches!(self.visit.place, Place::Help { .. }),
            sheets: self.sheets(),
            on: self.way_on(),
        }
    }

    fn scene<'a>(&'a self, library: &'a Library) -> Scene<'a> {
        Scene {
            theme: &self.theme,
            language: self.visit.language,
            body: library.content.body(),
            shelf: &library.shelf,
            now: self.local_time(library),
            freshness: self.freshness(library),
            settings: &self.visit.settings,
            keymap: &self.keymap,
            scan_pace: self.scan_pace(),
            key_pause: self.key_pause(),
            notice: self.visit.notice.as_ref(),
            reading: self.reader.progress(),
            caption: self.reader.caption().map(|said| Caption { text: &said.text, language: said.language }),
        }
    }

    fn tick(&mut self) -> Vec<Effect> {
        let now = self.now.steady;
        // Who is read to has no need to move.
        if self.reader.is_reading_aloud() {
            self.session.extend(now);
        }
        if self.leaves_at.is_some_and(|leaves| leaves <= now) || self.session.at(now) == Standing::Over {
            return self.reset();
        }
        let mut effects = self.count_down();
        if let Some(meaning) = self.touches.tick(now) {
            effects.extend(self.meant(meaning));
        }
        if self.scans_at().is_some_and(|at| at <= now)
            && let Some(step) = self.scanner.tick(now)
        {
            effects.extend(self.point(step));
        }
        // A page may begin or end to be shown at midnight.
        let day = self.library.as_ref().map(|library| self.local_time(library).map(|now| now.date()));
        if self.library.as_ref().map(|library| library.day) != day {
            self.sort_shelf();
        }
        effects
    }

    /// The last seconds, for the ear; the eye sees every one.
    fn count_down(&mut self) -> Vec<Effect> {
        let Standing::Warning { seconds } = self.session.at(self.now.steady) else { return Vec::new() };
        // More than one tick may fall into a second.
        let is_new = self.counted.replace(seconds) != Some(seconds);
        if !is_new || !self.visit.settings.speech || !matches!(seconds, 30 | 20 | 10 | 5) {
            return Vec::new();
        }
        let words = text_with(self.visit.language, "idle-text", &[("seconds", seconds.into())]);
        self.tell(self.visit.language, words, true)
    }

    /// The visitor has left: **everything** back to its default, here and nowhere else (VVSG 7.1-A).
    fn reset(&mut self) -> Vec<Effect> {
        self.session.end();
        let kept = self.abandon();
        // Another screen than the one before, even where both are the first.
        let entered = self.visit.entered + 1;
        self.visit = Visit { entered, ..Visit::new(self.config.language) };
        self.dress();
        self.scanner = Scanner::new(self.visit.settings.switches, self.scan_pace());
        self.touches = Recogniser::default();
        self.filter = Filter::new(self.key_pause());
        self.ring = None;
        self.leaves_at = None;
        let orders = self.reader.reset();
        self.sort_shelf();
        let mut effects = self.follow(orders);
        effects.extend([
            Effect::Tune(self.visit.settings.tuning),
            Effect::Route(self.visit.settings.output),
            Effect::Focus(Move::Away),
        ]);
        effects.extend(kept);
        effects
    }

    fn synced(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Pairing { code } => self.pairing = pairing::State::new(code),
            Event::Contact(contact) => {
                self.contact = contact;
                self.sort_shelf();
            }
            Event::Content(content) => {
                self.show(content);
                return self.refresh();
            }
            Event::Enrolled { stand } => self.id = Some(stand),
            Event::FullSurveys(full) => self.full = full,
        }
        Vec::new()
    }
}
