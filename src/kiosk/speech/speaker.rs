//! What the stand asks of an engine that speaks: the seam at which another one would be put in.

use std::sync::Arc;

use super::Tuning;
use crate::domain::Language;
use crate::release::api::SpeechHealth;

/// Something that speaks. Lives on one thread, which it may block.
pub trait Speaker: Send {
    /// Begins to say `words`; what is being said ends. Returns the mark by which its signals tell of it.
    ///
    /// # Errors
    /// When it was not taken.
    fn say(&mut self, words: &str, language: Language, tuning: Tuning) -> Result<Mark, Trouble>;

    /// Silence, at once.
    ///
    /// # Errors
    /// When it cannot be asked for.
    fn hush(&mut self) -> Result<(), Trouble>;

    /// Whether it is still there. Answers within two seconds.
    ///
    /// # Errors
    /// When it is not.
    fn check(&mut self) -> Result<(), Trouble>;

    /// Waits until it answers again after it was [`Trouble::Hung`], then silences what it still had.
    ///
    /// # Errors
    /// When it ended instead.
    fn recover(&mut self) -> Result<(), Trouble>;

    /// Which languages it speaks.
    fn health(&self) -> SpeechHealth;

    /// The name of the voice that speaks `language`, if one does.
    fn voice(&self, language: Language) -> Option<&str>;
}

/// Makes a [`Speaker`], which tells by the [`Signals`] what happens later.
pub type Opener = Arc<dyn Fn(Signals) -> Result<Box<dyn Speaker>, Trouble> + Send + Sync>;

/// Takes the signals of a [`Speaker`]; never blocks.
pub type Signals = Arc<dyn Fn(Signal) + Send + Sync>;

/// Tells what a [`Speaker`] was asked to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(pub Language, pub u64);

/// What a [`Speaker`] tells by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The sound of this begins.
    Began(Mark),
    /// This was said to its end.
    Ended(Mark),
    /// This was silenced.
    Stopped(Mark),
    /// It will never speak again: open another.
    Gone,
}

/// Why a [`Speaker`] does not do as it is asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// There is none, or it ended: open another.
    #[error("no speech: {0}")]
    Gone(String),
    /// It is there and does not answer.
    #[error("speech hangs")]
    Hung,
    /// It has no voice for the language.
    #[error("no voice for \"{0}\"")]
    NoVoice(Language),
}
