//! Text in millimetres: what a letter measures on the real panel decides, not its pixels.

use iced::Size;

/// The capital height of Noto Sans as a share of its font size.
pub const CAPITAL_HEIGHT: f32 = 0.714;

/// The line height of running text as a share of its font size.
pub const LINE_HEIGHT: f32 = 1.4;

/// The line height of headings and labels as a share of their font size.
pub const TIGHT_LINE_HEIGHT: f32 = 1.25;

/// A text size a visitor can choose (VVSG 2.0, 7.1-G).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TextSize {
    /// Capitals of 3.9 mm.
    Small,
    /// Capitals of 5.4 mm.
    #[default]
    Standard,
    /// Capitals of 6.8 mm.
    Large,
    /// Capitals of 8.8 mm: subtends the 0.7° of EN 301 549, 5.1.4 from up to 720 mm away.
    Largest,
}

impl TextSize {
    /// All sizes, smallest first.
    pub const ALL: [Self; 4] = [Self::Small, Self::Standard, Self::Large, Self::Largest];

    /// The capital height of body text, in millimetres.
    pub fn capital_height(self) -> f32 {
        match self {
            Self::Small => 3.9,
            Self::Standard => 5.4,
            Self::Large => 6.8,
            Self::Largest => 8.8,
        }
    }

    /// A stable name, also the tail of its message id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Standard => "standard",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
}

/// A step of the one type scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Step {
    /// Running text and labels.
    #[default]
    Body,
    /// What leads into a text, and labels of tiles.
    Lead,
    /// Headings.
    Title,
    /// The one thing to be read from afar.
    Display,
    /// A code to be read across a room and told on the telephone; nothing else stands beside it.
    Poster,
}

impl Step {
    /// All steps, smallest first.
    pub const ALL: [Self; 5] = [Self::Body, Self::Lead, Self::Title, Self::Display, Self::Poster];

    /// Its size as a multiple of body text.
    pub fn ratio(self) -> f32 {
        match self {
            Self::Body => 1.0,
            Self::Lead => 1.25,
            Self::Title => 1.6,
            Self::Display => 2.2,
            Self::Poster => 4.4,
        }
    }
}

/// The panel a stand is built with, from its configuration.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Panel {
    /// The diagonal of the visible picture, in inches, as the panel is sold.
    pub diagonal_inches: f32,
    /// How far a visitor's eyes are from it, in millimetres.
    pub viewing_distance: f32,
}

impl Default for Panel {
    /// A 24-inch panel (92 pixels an inch at 1080×1920) read from 600 mm.
    fn default() -> Self {
        Self { diagonal_inches: 24.0, viewing_distance: 600.0 }
    }
}

impl Panel {
    /// Logical pixels of one millimetre when the panel shows a window of `window` logical pixels.
    /// Never below 1: a small window on a developer's desk stays legible.
    pub fn pixels_per_millimetre(self, window: Size) -> f32 {
        let inches = if self.diagonal_inches > 0.0 { self.diagonal_inches } else { Self::default().diagonal_inches };
        (window.width.hypot(window.height) / inches / 25.4).max(1.0)
    }

    /// The smallest capital height that subtends 0.7° from the viewing distance, in millimetres
    /// (EN 301 549, 5.1.4).
    pub fn legible_capital_height(self) -> f32 {
        self.viewing_distance * 0.01222
    }

    /// The smallest text size legible in that sense, if there is one.
    pub fn legible_size(self) -> Option<TextSize> {
        TextSize::ALL.into_iter().find(|size| size.capital_height() >= self.legible_capital_height())
    }
}
