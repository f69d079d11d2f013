//! What is said, and what becomes of it.

use std::ops::Range;

use crate::domain::Language;

/// Tells one utterance from another, for as long as the stand runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub u64);

/// One sentence, or less, in one language: what a voice says in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Utterance {
    /// Which.
    pub id: Id,
    /// The words as the caption shows them; speech prepares them for the ear by itself.
    pub text: String,
    /// The language of the words: the voice's language.
    pub language: Language,
    /// Why it is said.
    pub why: Why,
    /// Whether it tells what a visitor entered: said in private only, and never written down
    /// (EN 301 549, 5.1.3.8).
    pub personal: bool,
    /// Where the words stand on the screen, if they do.
    pub spot: Option<Spot>,
}

/// Words on the screen: a part of a node's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The node.
    pub node: accesskit::NodeId,
    /// The bytes of its name that are being said.
    pub range: Range<usize>,
}

/// Why something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// The focus moved.
    Focus,
    /// Another screen came.
    Screen,
    /// News on the screen.
    Live,
    /// The visitor has the screen read to them.
    ReadAll,
    /// The visitor moves through the screen by sentence, heading or item, or has it repeated or spelt.
    Review,
    /// How the stand is used: the key describer, the words on plugging in headphones.
    Help,
    /// A finger explores the screen.
    Touch,
}

impl Why {
    /// Its name in a transcript.
    pub fn id(self) -> &'static str {
        match self {
            Self::Focus => "focus",
            Self::Screen => "screen",
            Self::Live => "live",
            Self::ReadAll => "read-all",
            Self::Review => "review",
            Self::Help => "help",
            Self::Touch => "touch",
        }
    }
}

/// Where sound goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Output {
    /// For all to hear.
    #[default]
    Speaker,
    /// For the visitor alone.
    Headphones,
}

/// What becomes of an utterance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Its sound begins.
    Began(Id),
    /// It was said to its end.
    Ended(Id),
    /// It was not said, or not to its end: silenced, or there is no voice.
    Failed(Id),
}
