//! The stand as a visitor meets it: one state, changed by messages, drawn by the screens.
//!
//! Nothing here touches a window, a disk, a network or a clock: [`Stand::update`] takes a message and
//! the [`Moment`] it happened, and answers with [`Effect`]s, which [`program`] carries out.

mod probe;
pub mod program;
// Both programs' features: the content is read the way an editor's folder is.
#[cfg(all(test, feature = "server"))]
mod tests;
mod trace;

use std::sync::Arc;
use std::time::Instant;

use iced::Size;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::access::focus::Move;
use super::config::Config;
use super::content::{Content, ContentError};
use super::input::{Command, Keymap};
use super::screen::fault::Fault;
use super::screen::{
    Freshness, Place, Scene, Sheets, Shelf, category, fault, frame, help, home, idle, page, pairing, settings,
};
use super::session::{Session, Standing};
use super::settings::{Change, Settings};
use super::speech::{Rate, Volume};
use super::sync::{Contact, Event};
use super::theme::{Look, TextSize, Theme};
use super::widget::Element;
use crate::domain::{Category, Language, PageKey};
use crate::i18n::text;

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

/// Whatever can happen to a stand.
#[derive(Debug, Clone)]
pub enum Message {
    /// A touch, a click or a key that asks for nothing: somebody is here.
    Sign,
    /// A key asks for something.
    Command(Command),
    /// Time has passed.
    Tick,
    /// The window has this size now, in logical pixels.
    Resized(Size),
    /// From the frame around every screen.
    Frame(frame::Message),
    /// From the home screen.
    Home(home::Message),
    /// From a category.
    Category(category::Message),
    /// From a page.
    Page(page::Message),
    /// From the help screen.
    Help(help::Message),
    /// From the settings.
    Settings(settings::Message),
    /// From the warning that the session ends.
    Idle(idle::Message),
    /// A page asked for by [`Effect::Load`] has been read.
    Loaded {
        /// Where the visitor wanted to go.
        place: Place,
        /// The release it was read from.
        release: u64,
        /// The page.
        result: Result<Arc<page::Loaded>, ContentError>,
    },
    /// From the sync room.
    Sync(Event),
}

/// What the outside has to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Read a page and its images, and say so with [`Message::Loaded`].
    Load {
        /// Where from.
        content: Content,
        /// Which.
        key: PageKey,
        /// Where the visitor wants to go.
        place: Place,
    },
    /// Move the keyboard focus.
    Focus(Move),
}

/// The release on the screen.
#[derive(Debug)]
struct Library {
    content: Content,
    zone: TimeZone,
    shelf: Shelf,
    /// The day the shelf was sorted for.
    day: Option<Date>,
}

/// Everything a visitor can change. A new visitor gets a new one.
#[derive(Debug)]
struct Visit {
    language: Language,
    place: Place,
    trail: Vec<Place>,
    settings: Settings,
    screen: Screen,
    /// Counts the screens entered, so that each begins without what the one before left.
    entered: u64,
}

#[derive(Debug)]
enum Screen {
    Home(home::State),
    Category(category::State),
    Page(page::State),
    Help(help::State),
    Settings(settings::State),
    Fault(Fault),
}

impl Visit {
    /// A visitor's first sight.
    fn new(language: Language) -> Self {
        Self {
            language,
            place: Place::START,
            trail: Vec::new(),
            settings: Settings::default(),
            screen: Screen::Home(home::State::new(0)),
            entered: 0,
        }
    }
}

/// What comes after `now`, from the last to the first.
fn after<T: Copy + PartialEq>(all: &[T], now: T) -> T {
    all.iter().cycle().skip_while(|other| **other != now).nth(1).copied().unwrap_or(now)
}

/// How far back the way is remembered.
const LONGEST_TRAIL: usize = 50;

/// How long after its content was last confirmed a clock is still believed: a battery that died
/// jumps by decades, not by years.
const LONGEST_OFFLINE: SignedDuration = SignedDuration::from_hours(24 * 366 * 3);

/// The stand.
#[derive(Debug)]
pub struct Stand {
    config: Config,
    keymap: Keymap,
    theme: Theme,
    library: Option<Library>,
    contact: Contact,
    pairing: pairing::State,
    visit: Visit,
    session: Session,
    now: Moment,
}

impl Stand {
    /// A stand that shows `content`, or waits for its first.
    pub fn new(config: Config, content: Option<Content>, window: Size, now: Moment) -> Self {
        let theme = Theme::new(config.panel).with_window(window);
        let mut stand = Self {
            keymap: Keymap::new(&config.input),
            theme,
            library: None,
            contact: Contact::default(),
            pairing: pairing::State::default(),
            visit: Visit::new(config.language),
            session: Session::new(config.limits),
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

    /// Where the visitor is.
    pub fn place(&self) -> &Place {
        &self.visit.place
    }

    /// The release on the screen.
    pub fn release(&self) -> Option<u64> {
        self.library.as_ref().map(|library| library.content.release())
    }

    /// The session, by which the shell knows when to send the next [`Message::Tick`].
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Which sheet of how many the open place has.
    pub fn sheets(&self) -> Sheets {
        match &self.visit.screen {
            Screen::Home(state) => state.sheets(),
            Screen::Category(state) => state.sheets(),
            Screen::Page(state) => state.sheets(),
            Screen::Help(state) => state.sheets(),
            Screen::Settings(state) => state.sheets(),
            Screen::Fault(_) => Sheets::ONE,
        }
    }

    /// Takes in what happened at `now`.
    pub fn update(&mut self, message: Message, now: Moment) -> Vec<Effect> {
        self.now = now;
        let warned = matches!(self.session.at(now.steady), Standing::Warning { .. });
        match message {
            Message::Tick => return self.tick(),
            Message::Resized(window) => {
                self.theme = self.theme.with_window(window);
            }
            Message::Loaded { place, release, result } => return self.loaded(&place, release, result),
            Message::Sync(event) => return self.synced(event),
            Message::Sign | Message::Idle(idle::Message::GoOn) => self.session.extend(now.steady),
            Message::Command(command) => {
                self.session.extend(now.steady);
                // Under the warning a key only says that somebody is here: what it would act on is
                // not in sight.
                if !warned || matches!(command, Command::FocusNext | Command::FocusPrevious) {
                    return self.command(command);
                }
            }
            Message::Frame(message) => {
                self.session.extend(now.steady);
                return self.framed(message);
            }
            Message::Home(message) => {
                let Screen::Home(state) = &mut self.visit.screen else { return Vec::new() };
                match state.update(message) {
                    home::Action::None => self.keep_count(),
                    home::Action::Category(category) => return self.visited(|stand| stand.open_category(category)),
                    home::Action::Page(key) => return self.visited(|stand| stand.open_page(&key)),
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
                }
            }
            Message::Settings(message) => {
                let Screen::Settings(state) = &mut self.visit.screen else { return Vec::new() };
                match state.update(message) {
                    settings::Action::None => self.keep_count(),
                    settings::Action::Set(change) => return self.visited(|stand| stand.set(change)),
                }
            }
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
        act(self)
    }

    /// What stands before the visitor.
    pub fn view(&self) -> Element<'_, Message> {
        let Some(library) = &self.library else {
            return pairing::view(&self.theme, &self.pairing);
        };
        let scene = self.scene(library);
        if let Standing::Warning { seconds } = self.session.at(self.now.steady) {
            let content = idle::view(&scene, seconds).map(Message::Idle);
            return frame::around(&scene, frame::Ways::NONE, "idle".to_owned(), content, Message::Frame);
        }
        let content = match &self.visit.screen {
            Screen::Home(state) => state.view(&scene).map(Message::Home),
            Screen::Category(state) => state.view(&scene).map(Message::Category),
            Screen::Page(state) => state.view(&scene).map(Message::Page),
            Screen::Help(state) => state.view(&scene).map(Message::Help),
            Screen::Settings(state) => state.view(&scene).map(Message::Settings),
            Screen::Fault(fault) => fault::view(&scene, *fault),
        };
        frame::around(&scene, self.ways(), self.visit.entered.to_string(), content, Message::Frame)
    }

    fn ways(&self) -> frame::Ways {
        let away = self.visit.place != Place::START;
        frame::Ways {
            back: away,
            home: away,
            is_help: matches!(self.visit.place, Place::Help { .. }),
            sheets: self.sheets(),
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
            notice: None,
            caption: None,
        }
    }

    /// The last moment the content was known to be the newest.
    fn confirmed(&self, content: &Content) -> Timestamp {
        let published = content.published_at();
        let confirmed = self.contact.confirmed_at.unwrap_or(published).max(published);
        Timestamp::from_millisecond(confirmed).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn freshness(&self, library: &Library) -> Freshness {
        let as_of = self.confirmed(&library.content);
        Freshness {
            as_of: as_of.to_zoned(library.zone.clone()).date(),
            is_old: self.now.wall.duration_since(as_of).unsigned_abs() > self.config.old_after && self.now.wall > as_of,
        }
    }

    /// The body's local time, or none when the machine's clock can not be right: the content was
    /// published later, or years and years ago.
    fn local_time(&self, library: &Library) -> Option<DateTime> {
        let published = Timestamp::from_millisecond(library.content.published_at()).ok()?;
        let early = published.duration_since(self.now.wall) > SignedDuration::from_hours(24);
        let late = self.now.wall.duration_since(self.confirmed(&library.content)) > LONGEST_OFFLINE;
        (!early && !late).then(|| self.now.wall.to_zoned(library.zone.clone()).datetime())
    }

    fn tick(&mut self) -> Vec<Effect> {
        if self.session.at(self.now.steady) == Standing::Over {
            return self.reset();
        }
        // A page may begin or end to be shown at midnight.
        let day = self.library.as_ref().map(|library| self.local_time(library).map(|now| now.date()));
        if self.library.as_ref().map(|library| library.day) != day {
            self.sort_shelf();
        }
        Vec::new()
    }

    /// The visitor has left: **everything** back to its default, here and nowhere else (VVSG 7.1-A).
    fn reset(&mut self) -> Vec<Effect> {
        self.session.end();
        // Another screen than the one before, even where both are the first.
        let entered = self.visit.entered + 1;
        self.visit = Visit { entered, ..Visit::new(self.config.language) };
        self.theme = Theme::new(self.config.panel).with_window(self.theme.window());
        self.sort_shelf();
        vec![Effect::Focus(Move::Away)]
    }

    fn command(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::FocusNext => vec![Effect::Focus(Move::Next)],
            Command::FocusPrevious => vec![Effect::Focus(Move::Previous)],
            Command::PageNext => self.framed(frame::Message::Next),
            Command::PagePrevious => self.framed(frame::Message::Previous),
            Command::Back => self.framed(frame::Message::Back),
            Command::Home => self.framed(frame::Message::Home),
            Command::Help => self.framed(frame::Message::Help),
            Command::Settings => self.framed(frame::Message::Settings),
            Command::Language => {
                let next = Language::ALL.iter().cycle().skip_while(|other| **other != self.visit.language).nth(1);
                self.framed(frame::Message::Language(next.copied().unwrap_or_default()))
            }
            _ => Vec::new(),
        }
    }

    fn framed(&mut self, message: frame::Message) -> Vec<Effect> {
        match message {
            frame::Message::Next => self.turn(self.sheets().next()),
            frame::Message::Previous => self.turn(self.sheets().previous()),
            frame::Message::Back => self.back(),
            frame::Message::Home => {
                self.visit.trail.clear();
                self.enter(Place::START)
            }
            frame::Message::Help if matches!(self.visit.place, Place::Help { .. }) => self.back(),
            frame::Message::Help => self.go(Place::Help { sheet: 0 }),
            frame::Message::Settings if matches!(self.visit.place, Place::Settings { .. }) => self.back(),
            frame::Message::Settings => self.go(Place::Settings { sheet: 0 }),
            frame::Message::Set(change) => self.set(change),
            frame::Message::Language(language) => self.speak(language),
        }
    }

    /// Makes something about the stand otherwise.
    fn set(&mut self, change: Change) -> Vec<Effect> {
        let settings = &mut self.visit.settings;
        match change {
            Change::Look(look) => settings.look = look,
            Change::NextLook => settings.look = after(&Look::ALL, settings.look),
            Change::TextSize(size) => settings.text_size = size,
            Change::NextTextSize => settings.text_size = after(&TextSize::ALL, settings.text_size),
            Change::Spacing(on) => settings.spacing = on,
            Change::Reach(on) => settings.reach = on,
            Change::Speech(on) => settings.speech = on,
            Change::Rate(step) => settings.tuning.rate = Rate::step(step),
            Change::Volume(step) => settings.tuning.volume = Volume::step(step),
            Change::Faster => settings.tuning.rate = settings.tuning.rate.faster().unwrap_or(settings.tuning.rate),
            Change::Slower => settings.tuning.rate = settings.tuning.rate.slower().unwrap_or(settings.tuning.rate),
            Change::Louder => {
                settings.tuning.volume = settings.tuning.volume.louder().unwrap_or(settings.tuning.volume);
            }
            Change::Quieter => {
                settings.tuning.volume = settings.tuning.volume.quieter().unwrap_or(settings.tuning.volume);
            }
            Change::Exploration(on) => settings.exploration = on,
            Change::Switches(switches) => settings.switches = switches,
            Change::Curtain(on) => settings.curtain = on,
        }
        self.theme = self.theme.with_look(settings.look).with_text_size(settings.text_size);
        Vec::new()
    }

    fn turn(&mut self, sheet: Option<usize>) -> Vec<Effect> {
        let Some(sheet) = sheet else { return Vec::new() };
        self.visit.place = self.visit.place.clone().at_sheet(sheet);
        match &mut self.visit.screen {
            Screen::Home(state) => state.turn(sheet),
            Screen::Category(state) => state.turn(sheet),
            Screen::Page(state) => state.turn(sheet),
            Screen::Help(state) => state.turn(sheet),
            Screen::Settings(state) => state.turn(sheet),
            Screen::Fault(_) => {}
        }
        Vec::new()
    }

    fn back(&mut self) -> Vec<Effect> {
        let place = self.visit.trail.pop().unwrap_or(Place::START);
        self.enter(place)
    }

    /// Onward to `place`; here is remembered.
    fn go(&mut self, place: Place) -> Vec<Effect> {
        self.remember_here();
        self.enter(place)
    }

    fn remember_here(&mut self) {
        if self.visit.trail.len() == LONGEST_TRAIL {
            self.visit.trail.remove(0);
        }
        self.visit.trail.push(self.visit.place.clone());
    }

    fn open_category(&mut self, category: Category) -> Vec<Effect> {
        // A list of one page would be a screen with nothing to choose.
        let only = match &self.library {
            Some(library) => match library.shelf.pages(category) {
                [only] => Some(only.key.clone()),
                _ => None,
            },
            None => None,
        };
        match only {
            Some(key) => self.open_page(&key),
            None => self.go(Place::Category { category, sheet: 0 }),
        }
    }

    fn open_page(&mut self, key: &PageKey) -> Vec<Effect> {
        self.go(Place::Page { category: key.category, slug: key.slug.clone(), sheet: 0 })
    }

    fn speak(&mut self, language: Language) -> Vec<Effect> {
        self.visit.language = language;
        self.sort_shelf();
        self.refresh()
    }

    /// Brings the open place up to a changed shelf. A page is read anew, and stays until then; one that
    /// is gone says so.
    fn refresh(&mut self) -> Vec<Effect> {
        match (&self.visit.place, &self.visit.screen) {
            (Place::Page { .. }, _) | (_, Screen::Fault(_)) => self.enter(self.visit.place.clone()),
            _ => Vec::new(),
        }
    }

    /// Makes `place` the open one. The focus is taken from what is no longer there.
    fn enter(&mut self, place: Place) -> Vec<Effect> {
        let Some(library) = &self.library else { return Vec::new() };
        let sheet = place.sheet();
        let screen = match &place {
            Place::Home { .. } => Screen::Home(home::State::new(sheet)),
            Place::Category { category, .. } => Screen::Category(category::State::new(*category, sheet)),
            Place::Help { .. } => Screen::Help(help::State::new(sheet)),
            Place::Settings { .. } => Screen::Settings(settings::State::new(sheet)),
            Place::Page { category, slug, .. } => match library.shelf.find(*category, slug) {
                Some(header) => {
                    // The screen before stays until the text is there: nothing flickers.
                    let content = library.content.clone();
                    let load = Effect::Load { content, key: header.key.clone(), place: place.clone() };
                    self.visit.place = place;
                    return vec![load];
                }
                None => Screen::Fault(Fault::Gone),
            },
        };
        self.visit.place = place;
        self.show_screen(screen)
    }

    fn show_screen(&mut self, screen: Screen) -> Vec<Effect> {
        self.visit.screen = screen;
        self.visit.entered += 1;
        Vec::new()
    }

    fn loaded(&mut self, place: &Place, release: u64, result: Result<Arc<page::Loaded>, ContentError>) -> Vec<Effect> {
        // The visitor may have gone on meanwhile, or the content may have changed again.
        if !place.is_same(&self.visit.place) || self.release() != Some(release) {
            return Vec::new();
        }
        self.show_screen(match result {
            Ok(loaded) => Screen::Page(page::State::new(loaded, self.visit.place.sheet())),
            Err(error) => {
                tracing::error!(%error, "a page cannot be shown");
                Screen::Fault(Fault::Damaged)
            }
        })
    }

    /// A screen has counted its sheets: there may be fewer than before.
    fn keep_count(&mut self) {
        self.visit.place = self.visit.place.clone().at_sheet(self.sheets().at);
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
        }
        Vec::new()
    }

    fn show(&mut self, content: Content) {
        let zone = TimeZone::get(&content.body().time_zone).unwrap_or_else(|error| {
            tracing::error!(%error, "unknown time zone: the machine's own is shown");
            TimeZone::system()
        });
        self.library = Some(Library { content, zone, shelf: Shelf::default(), day: None });
        self.sort_shelf();
    }

    fn sort_shelf(&mut self) {
        let Some(library) = &self.library else { return };
        let day = self.local_time(library).map(|now| now.date());
        let content = &library.content;
        let shelf = Shelf::new(content.body(), content.headers(), self.visit.language, day);
        if let Some(library) = &mut self.library {
            library.shelf = shelf;
            library.day = day;
        }
    }
}
