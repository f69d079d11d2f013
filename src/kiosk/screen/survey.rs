//! The survey as a visitor meets it: offered, asked one page after another, looked over, kept.
//!
//! | Part | What it does |
//! |---|---|
//! | [`offer`] | What it is for, how long it takes, what is kept of it: before the first question |
//! | [`pin`] | The way in for inspectors |
//! | [`question`] | A question, or a few that belong together |
//! | [`typing`] | The keyboard for words and numbers |
//! | [`review`] | Every question and its answer, before anything is sent |
//! | [`leaving`] | "Send what you answered, or discard it?" |
//! | [`receipt`] | That the answer is kept |
//! | [`failed`] | That it could not be kept, and what to do |
//!
//! [`Asking`] holds the answers; each part shows them and changes them. What lies outside (a disk, dice, a
//! clock) is asked for by an [`Action`].

mod asking;
pub mod failed;
pub mod leaving;
pub mod offer;
pub mod pin;
pub mod question;
pub mod receipt;
pub mod review;
pub mod typing;
mod wording;

use crate::domain::survey::Name;
use crate::kiosk::widget::Element;

use super::{Scene, Sheets};

pub use asking::{Asking, When};
pub use wording::Offer;

/// Where in a survey a visitor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Before its first question.
    Offer,
    /// Before the PIN of inspectors.
    Pin,
    /// At a question.
    Question,
    /// At the keyboard, for a question.
    Typing,
    /// Looking over all answers.
    Review,
    /// Asked what becomes of the answers.
    Leaving,
    /// Told that they could not be kept.
    Failed,
    /// Told that they are kept.
    Receipt,
}

/// The open part.
#[derive(Debug)]
pub enum State {
    /// See [`offer`].
    Offer(offer::State),
    /// See [`pin`].
    Pin(pin::State),
    /// See [`question`].
    Question(question::State),
    /// See [`typing`].
    Typing(typing::State),
    /// See [`review`].
    Review(review::State),
    /// See [`leaving`].
    Leaving(leaving::State),
    /// See [`failed`].
    Failed(failed::State),
    /// See [`receipt`].
    Receipt(receipt::State),
}

/// From a part.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// See [`offer`].
    Offer(offer::Message),
    /// See [`pin`].
    Pin(pin::Message),
    /// See [`question`].
    Question(question::Message),
    /// See [`typing`].
    Typing(typing::Message),
    /// See [`review`].
    Review(review::Message),
    /// See [`leaving`].
    Leaving(leaving::Message),
    /// See [`failed`].
    Failed(failed::Message),
    /// See [`receipt`].
    Receipt(receipt::Message),
}

/// What the app does for a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing more: an answer was given, or a key was typed.
    None,
    /// It takes other sheets now.
    Counted,
    /// Show the first question, or that which was open.
    Begin,
    /// Forget it all and go where the visitor came from.
    Forget,
    /// Open the keyboard for a question.
    Type(Name),
    /// Close it.
    Typed,
    /// Show a question, to change its answer.
    Change(Name),
    /// Back to where the answers are given.
    GoOn,
    /// Back to the answers, which may be changed again.
    Reopen,
    /// Keep the answers; `partly`: as far as they go.
    Send {
        /// Whether questions were left unanswered.
        partly: bool,
    },
    /// See whether these digits are the PIN.
    Enter(String),
    /// To the home screen.
    Home,
}

impl State {
    /// Which sheet is open.
    pub fn sheets(&self) -> Sheets {
        match self {
            Self::Offer(state) => state.sheets(),
            Self::Question(state) => state.sheets(),
            Self::Review(state) => state.sheets(),
            Self::Leaving(state) => state.sheets(),
            Self::Failed(state) => state.sheets(),
            Self::Receipt(state) => state.sheets(),
            Self::Pin(_) | Self::Typing(_) => Sheets::ONE,
        }
    }

    /// Opens a sheet.
    pub fn turn(&mut self, sheet: usize) {
        match self {
            Self::Offer(state) => state.turn(sheet),
            Self::Question(state) => state.turn(sheet),
            Self::Review(state) => state.turn(sheet),
            Self::Leaving(state) => state.turn(sheet),
            Self::Failed(state) => state.turn(sheet),
            Self::Receipt(state) => state.turn(sheet),
            Self::Pin(_) | Self::Typing(_) => {}
        }
    }

    /// Takes in a message; one of another part is late and changes nothing.
    pub fn update(&mut self, message: Message, asking: Option<&mut Asking>) -> Action {
        match (self, message, asking) {
            (Self::Offer(state), Message::Offer(message), _) => state.update(message),
            (Self::Pin(state), Message::Pin(message), _) => state.update(message),
            (Self::Question(state), Message::Question(message), Some(asking)) => state.update(message, asking),
            (Self::Typing(state), Message::Typing(message), Some(asking)) => state.update(message, asking),
            (Self::Review(state), Message::Review(message), _) => state.update(message),
            (Self::Leaving(state), Message::Leaving(message), _) => state.update(message),
            (Self::Failed(state), Message::Failed(message), _) => state.update(message),
            (Self::Receipt(state), Message::Receipt(message), _) => state.update(message),
            _ => Action::None,
        }
    }

    /// Draws it.
    pub fn view<'a>(
        &'a self,
        scene: &Scene<'_>,
        asking: Option<&'a Asking>,
        code: Option<&str>,
    ) -> Element<'a, Message> {
        match (self, asking) {
            (Self::Pin(state), _) => state.view(scene).map(Message::Pin),
            (Self::Receipt(state), _) => state.view(scene).map(Message::Receipt),
            (Self::Offer(state), Some(asking)) => state.view(scene, asking, code).map(Message::Offer),
            (Self::Question(state), Some(asking)) => state.view(scene, asking).map(Message::Question),
            (Self::Typing(state), Some(asking)) => state.view(scene, asking).map(Message::Typing),
            (Self::Review(state), Some(asking)) => state.view(scene, asking).map(Message::Review),
            (Self::Leaving(state), Some(asking)) => state.view(scene, asking).map(Message::Leaving),
            (Self::Failed(state), Some(_)) => state.view(scene, code).map(Message::Failed),
            (_, None) => scene.ui().column([]).into(),
        }
    }
}
