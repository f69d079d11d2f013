//! Where a visitor goes: on, back, home, to another sheet, in another language.

use std::sync::Arc;

use super::hearing::Help;
use super::{Effect, LONGEST_TRAIL, Screen, Stand};
use crate::domain::{Category, Language, PageKey};
use crate::kiosk::access::focus::Move;
use crate::kiosk::access::reader::Request;
use crate::kiosk::content::ContentError;
use crate::kiosk::screen::fault::Fault;
use crate::kiosk::screen::{Place, category, frame, help, home, page, settings, survey};

impl Stand {
    pub(super) fn framed(&mut self, message: frame::Message) -> Vec<Effect> {
        match message {
            frame::Message::Next if self.sheets().next().is_none() && self.way_on().is_some() => self.next_question(),
            frame::Message::Next if self.sheets().next().is_none() => {
                self.notify("notice-no-next-page", &[]);
                Vec::new()
            }
            frame::Message::Next => self.turn(self.sheets().next()),
            frame::Message::Previous if self.sheets().previous().is_none() => {
                self.notify("notice-no-previous-page", &[]);
                Vec::new()
            }
            frame::Message::Previous => self.turn(self.sheets().previous()),
            frame::Message::Back => self.back(),
            frame::Message::Home => self.home(),
            frame::Message::Help if matches!(self.visit.place, Place::Help { .. }) => self.back(),
            frame::Message::Help => self.go(Place::Help { sheet: 0 }),
            frame::Message::Language(language) => self.speak(language),
            frame::Message::Settings if matches!(self.visit.place, Place::Settings { .. }) => self.back(),
            frame::Message::Settings => self.go(Place::Settings { sheet: 0 }),
            frame::Message::Set(change) => self.set(change),
            frame::Message::Pause => self.read(Request::Pause),
            frame::Message::Repeat => self.read(Request::Repeat),
        }
    }

    pub(super) fn turn(&mut self, sheet: Option<usize>) -> Vec<Effect> {
        let Some(sheet) = sheet else { return Vec::new() };
        self.visit.reads_itself = self.visit.settings.speech
            && matches!(self.visit.screen, Screen::Page(_) | Screen::Help(_) | Screen::Survey(_));
        self.visit.place = self.visit.place.clone().at_sheet(sheet);
        match &mut self.visit.screen {
            Screen::Home(state) => state.turn(sheet),
            Screen::Category(state) => state.turn(sheet),
            Screen::Page(state) => state.turn(sheet),
            Screen::Help(state) => state.turn(sheet),
            Screen::Settings(state) => state.turn(sheet),
            Screen::Survey(state) => state.turn(sheet),
            Screen::Fault(_) => {}
        }
        Vec::new()
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        if let Some(effects) = self.back_in_survey() {
            return effects;
        }
        let place = self.visit.trail.pop().unwrap_or(Place::START);
        self.enter(place)
    }

    /// Onward to `place`; here is remembered.
    pub(super) fn go(&mut self, place: Place) -> Vec<Effect> {
        self.remember_here();
        self.enter(place)
    }

    fn remember_here(&mut self) {
        if self.visit.trail.len() == LONGEST_TRAIL {
            self.visit.trail.remove(0);
        }
        self.visit.trail.push(self.visit.place.clone());
    }

    pub(super) fn open_category(&mut self, category: Category) -> Vec<Effect> {
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

    pub(super) fn open_page(&mut self, key: &PageKey) -> Vec<Effect> {
        self.go(Place::Page { category: key.category, slug: key.slug.clone(), sheet: 0 })
    }

    /// The same place in another language.
    pub(super) fn speak(&mut self, language: Language) -> Vec<Effect> {
        self.visit.language = language;
        self.sort_shelf();
        self.notify("notice-language", &[]);
        if self.visit.settings.speech {
            self.tell_voiceless();
        }
        self.refresh()
    }

    /// Brings the open place up to a changed shelf. A page is read anew, and stays until then; one that
    /// is gone says so.
    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        match (&self.visit.place, &self.visit.screen) {
            (Place::Page { .. }, _) | (_, Screen::Fault(_)) => self.enter(self.visit.place.clone()),
            _ => Vec::new(),
        }
    }

    /// Makes `place` the open one. The focus is taken from what is no longer there.
    pub(super) fn enter(&mut self, place: Place) -> Vec<Effect> {
        if let Place::Survey { part, sheet } = place {
            let Some(screen) = self.survey_screen(part, sheet) else { return self.enter(Place::START) };
            self.visit.place = place;
            return self.show_screen(Screen::Survey(screen));
        }
        let Some(library) = &self.library else { return Vec::new() };
        let sheet = place.sheet();
        let screen = match &place {
            Place::Home { .. } => Screen::Home(home::State::new(sheet)),
            Place::Category { category, .. } => Screen::Category(category::State::new(*category, sheet)),
            Place::Help { .. } => Screen::Help(help::State::new(sheet)),
            Place::Settings { .. } => Screen::Settings(settings::State::new(sheet)),
            // Above.
            Place::Survey { .. } => return Vec::new(),
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
        // Pages are there to be read: a voice begins by itself, and any key ends that. Whoever turns speech on later is
        // greeted first.
        self.visit.reads_itself = self.visit.settings.speech
            && match &screen {
                Screen::Page(_) | Screen::Help(_) | Screen::Fault(_) => true,
                Screen::Survey(state) => !matches!(state, survey::State::Typing(_) | survey::State::Pin(_)),
                Screen::Home(_) | Screen::Category(_) | Screen::Settings(_) => false,
            };
        if !matches!(screen, Screen::Help(_)) {
            // A finger may lead away from it.
            self.visit.help = Help::None;
        }
        self.visit.screen = screen;
        self.visit.entered += 1;
        // Whoever came by keys goes on from what is new, not from the top of the frame.
        if self.visit.by_keys { vec![Effect::Focus(Move::Main)] } else { Vec::new() }
    }

    pub(super) fn loaded(
        &mut self,
        place: &Place,
        release: u64,
        result: Result<Arc<page::Loaded>, ContentError>,
    ) -> Vec<Effect> {
        // The visitor may have gone on meanwhile, or the content may have changed again.
        if !place.is_same(&self.visit.place) || self.release() != Some(release) {
            return Vec::new();
        }
        self.visit.has_read |= result.is_ok();
        if let (Screen::Page(state), Ok(loaded)) = (&mut self.visit.screen, &result)
            && state.shows(loaded, self.visit.place.sheet())
        {
            // A release that changes other pages disturbs nobody who reads this one.
            state.renew(Arc::clone(loaded));
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
    pub(super) fn keep_count(&mut self) {
        self.visit.place = self.visit.place.clone().at_sheet(self.sheets().at);
    }
}
