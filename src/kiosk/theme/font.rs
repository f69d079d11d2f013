//! The stand's typeface: Noto Sans, from the system when it is there, from the program when not.

use std::borrow::Cow;

use iced::Font;
use iced::font::{self, Family};

/// The weights in use; three at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Weight {
    /// Running text.
    #[default]
    Regular,
    /// Labels and headings.
    Semibold,
    /// Strong emphasis.
    Bold,
}

/// The text font in a weight.
pub fn text(weight: Weight) -> Font {
    Font {
        family: Family::Name("Noto Sans"),
        weight: match weight {
            Weight::Regular => font::Weight::Normal,
            Weight::Semibold => font::Weight::Semibold,
            Weight::Bold => font::Weight::Bold,
        },
        ..Font::DEFAULT
    }
}

/// The icon font.
pub fn icons() -> Font {
    Font::with_name("lucide")
}

/// The fonts the program brings: for `iced::Settings::fonts`.
pub fn embedded() -> Vec<Cow<'static, [u8]>> {
    vec![Cow::Borrowed(lucide_icons::LUCIDE_FONT_BYTES)]
}
