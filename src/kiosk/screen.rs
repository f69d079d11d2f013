//! What a visitor meets: one file a screen, each with its state, messages, actions and view.
//!
//! A screen is built from [`widget`](super::widget) alone and touches no network, no disk and no
//! clock: it answers a message with an action, and [`app`](super::app) carries that out.

pub mod category;
pub mod curtain;
pub mod fault;
pub mod frame;
pub mod help;
pub mod home;
pub mod idle;
pub mod page;
pub mod pairing;
pub mod settings;
pub mod shelf;
pub mod survey;
pub mod words;

use std::time::Duration;

use jiff::civil::{Date, DateTime};

use super::access::reader::Progress;
use super::input::Keymap;
use super::settings::Settings;
use super::speech::Output;
use super::theme::{Space, Theme};
use super::widget::Ui;
use crate::domain::{Body, Category, Language, Slug};

pub use shelf::Shelf;

/// Where a visitor can be. Small and free of content: the way back survives new content and another
/// language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The tiles.
    Home {
        /// Which sheet of them, from 0.
        sheet: usize,
    },
    /// The pages of a category.
    Category {
        /// Which category.
        category: Category,
        /// Which sheet of its list, from 0.
        sheet: usize,
    },
    /// A page, in whatever language it has.
    Page {
        /// Its category.
        category: Category,
        /// Its name there.
        slug: Slug,
        /// Which sheet of it, from 0.
        sheet: usize,
    },
    /// How to use the stand.
    Help {
        /// Which sheet of it, from 0.
        sheet: usize,
    },
    /// All that a visitor can change about the stand.
    Settings {
        /// Which sheet of it, from 0.
        sheet: usize,
    },
    /// A survey.
    Survey {
        /// Where in it.
        part: survey::Part,
        /// Which sheet of that, from 0.
        sheet: usize,
    },
}

impl Place {
    /// Where every visitor begins.
    pub const START: Self = Self::Home { sheet: 0 };

    /// The sheet, from 0.
    pub fn sheet(&self) -> usize {
        match self {
            Self::Home { sheet }
            | Self::Category { sheet, .. }
            | Self::Page { sheet, .. }
            | Self::Help { sheet }
            | Self::Settings { sheet }
            | Self::Survey { sheet, .. } => *sheet,
        }
    }

    /// The same place, another sheet.
    #[must_use]
    pub fn at_sheet(mut self, to: usize) -> Self {
        match &mut self {
            Self::Home { sheet }
            | Self::Category { sheet, .. }
            | Self::Page { sheet, .. }
            | Self::Help { sheet }
            | Self::Settings { sheet }
            | Self::Survey { sheet, .. } => *sheet = to,
        }
        self
    }

    /// Whether both are the same place, whichever sheet is open.
    pub fn is_same(&self, other: &Self) -> bool {
        self.clone().at_sheet(0) == other.clone().at_sheet(0)
    }
}

/// How fresh the content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// The day the content was last known to be the newest.
    pub as_of: Date,
    /// Whether that is so long ago that it must be said aloud.
    pub is_old: bool,
}

/// What a visitor's last step did, in words: shown at the foot of the screen, and told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The words, a line of some 50 letters at most.
    pub text: String,
    /// Counts the notices: the same words are told again under another key.
    pub key: u64,
}

/// What is being said, for those who do not hear it (EN 301 549, 5.1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caption<'a> {
    /// The words.
    pub text: &'a str,
    /// Their language.
    pub language: Language,
}

/// What every screen is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The visitor's theme.
    pub theme: &'a Theme,
    /// The visitor's language.
    pub language: Language,
    /// Whose stand it is.
    pub body: &'a Body,
    /// What stands on it today.
    pub shelf: &'a Shelf,
    /// The body's local time; none while the clock is not credible.
    pub now: Option<DateTime>,
    /// How fresh the content is.
    pub freshness: Freshness,
    /// What the visitor has changed about the stand.
    pub settings: &'a Settings,
    /// The keys of this stand.
    pub keymap: &'a Keymap,
    /// How long one switch has for each choice.
    pub scan_pace: Duration,
    /// How soon a second strike of the same key is not meant.
    pub key_pause: Duration,
    /// What the visitor's last step did, until the next.
    pub notice: Option<&'a Notice>,
    /// What is being said now. While the visitor is spoken to, its place is kept.
    pub caption: Option<Caption<'a>>,
    /// How far the voice is.
    pub reading: Progress,
}

impl Scene<'_> {
    /// Builds elements with words in the visitor's language.
    pub fn ui(&self) -> Ui {
        Ui::new(self.theme, self.language)
    }

    /// Whether everything stands in the lower part of an upright screen: a lying one is all in reach.
    pub fn in_reach(&self) -> bool {
        self.settings.reach && self.theme.is_portrait()
    }

    /// Whether the stand speaks for all ears around it: then nothing personal is said (EN 301 549, 5.1.3.9).
    pub fn is_overheard(&self) -> bool {
        self.settings.speech && self.settings.output == Output::Speaker
    }

    /// The distance of everything from the sides of the screen.
    pub fn margin(&self) -> Space {
        if self.is_tight() { Space::Medium } else { Space::Large }
    }

    /// Whether so little goes on the screen that what can be said shorter is.
    pub fn is_tight(&self) -> bool {
        self.theme.text_size().is_large()
    }
}

/// Which sheet of how many is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheets {
    /// The open one, from 0.
    pub at: usize,
    /// How many there are, at least 1.
    pub of: usize,
}

impl Sheets {
    /// The only sheet.
    pub const ONE: Self = Self { at: 0, of: 1 };

    /// The same sheet, or the last one, when there turn out to be `of`.
    #[must_use]
    pub fn counted(self, of: usize) -> Self {
        Self::new(self.at, of)
    }

    /// Sheet `at`, or the last one when there are fewer.
    pub fn new(at: usize, of: usize) -> Self {
        let of = of.max(1);
        Self { at: at.min(of - 1), of }
    }

    /// The sheet after this one.
    pub fn next(self) -> Option<usize> {
        (self.at + 1 < self.of).then_some(self.at + 1)
    }

    /// The sheet before this one.
    pub fn previous(self) -> Option<usize> {
        self.at.checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_that_is_gone_becomes_the_last_one() {
        assert_eq!(Sheets::new(7, 3), Sheets { at: 2, of: 3 });
        assert_eq!(Sheets::new(0, 0), Sheets::ONE);
        assert_eq!(Sheets::new(2, 3).next(), None);
        assert_eq!(Sheets::new(1, 3).next(), Some(2));
        assert_eq!(Sheets::ONE.previous(), None);
    }
}
