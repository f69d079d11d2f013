//! What a visitor can change about the stand; a new visitor gets a new one (VVSG 2.0, 7.1-A).

use std::time::Duration;

use super::speech::{Output, Tuning};
use super::theme::{Look, TextSize};

/// A visitor's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Colours.
    pub look: Look,
    /// The size of text.
    pub text_size: TextSize,
    /// More room between lines, paragraphs, words and letters (WCAG 2.2, 1.4.12).
    pub spacing: bool,
    /// Controls and content in the lower part of an upright screen.
    pub reach: bool,
    /// Whether the stand speaks.
    pub speech: bool,
    /// How fast and how loud.
    pub tuning: Tuning,
    /// Where the sound goes: through headphones the visitor is in private.
    pub output: Output,
    /// Whether a finger explores: it is told what it touches, and a double tap activates.
    pub exploration: bool,
    /// How a visitor with switches chooses.
    pub switches: Switches,
    /// How long the stand points at each choice when there is one switch; none: as the stand is set up.
    pub scan_pace: Option<Duration>,
    /// How soon a second strike of the same key is not meant (EN 301 549, 5.8); none: as the stand is set up.
    pub key_pause: Option<Duration>,
    /// Whether the screen is blank, for the privacy of someone who listens.
    pub curtain: bool,
}

/// How a visitor with one or two switches chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Switches {
    /// Not with switches.
    #[default]
    None,
    /// The stand moves from choice to choice by itself; the switch selects.
    One,
    /// One switch moves, the other selects.
    Two,
}

/// A change of a visitor's settings, from the bar, the settings screen, or a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// To these colours.
    Look(Look),
    /// To the colours after these.
    NextLook,
    /// To this size of text.
    TextSize(TextSize),
    /// To the size after this, from the largest to the smallest.
    NextTextSize,
    /// More room, or not.
    Spacing(bool),
    /// Everything in reach, or not.
    Reach(bool),
    /// Spoken to, or not.
    Speech(bool),
    /// This step of speed, from 0.
    Rate(usize),
    /// This step of loudness, from 0.
    Volume(usize),
    /// One step faster.
    Faster,
    /// One step slower.
    Slower,
    /// One step louder.
    Louder,
    /// One step quieter.
    Quieter,
    /// A finger explores, or not.
    Exploration(bool),
    /// With switches, or without.
    Switches(Switches),
    /// This step of the pace of one switch, from 0.
    ScanPace(usize),
    /// This step of the pause between two strikes of a key, from 0.
    KeyPause(usize),
    /// The screen blank, or not.
    Curtain(bool),
    /// All that is seen, heard and done as at the start of the visit; the language, and whether the stand speaks
    /// and where, stay (VVSG 2.0, 7.1-B).
    Reset,
}
