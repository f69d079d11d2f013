//! The only place that touches iced's widgets: everything a screen is built from.
//!
//! A screen asks a [`Ui`] for its elements. The `Ui` knows the visitor's theme and the language of
//! the words, so no constructor can be called without its semantics, and no screen sees a colour or a
//! pixel:
//!
//! ```
//! use aqparat::domain::Language;
//! use aqparat::kiosk::theme::{Space, Theme};
//! use aqparat::kiosk::widget::{Element, Icon, Ui};
//!
//! #[derive(Debug, Clone)]
//! enum Message {
//!     Home,
//! }
//!
//! fn view(theme: &Theme) -> Element<'static, Message> {
//!     let ui = Ui::new(theme, Language::Kazakh);
//!     ui.column([
//!         ui.heading(1, "Жұмыс тәртібі"),
//!         ui.paragraph("Әкімдік 18:30-ға дейін ашық."),
//!         ui.button(Icon::House, "Басты бет").on_press(Message::Home).into(),
//!     ])
//!     .spacing(Space::Medium)
//!     .into()
//! }
//! ```
//!
//! Layout: [`Ui::column`], [`Ui::row`], [`Ui::grid`], [`Ui::sheet`], [`Ui::filler`], [`Ui::paged`],
//! [`Ui::strip`], [`Ui::above_reach`].
//! Regions: [`Ui::window`], [`Ui::region`], [`Ui::screen`]. Words: [`Ui::heading`], [`Ui::paragraph`],
//! [`Ui::text`], [`Ui::prose`], [`Ui::quote`], [`Ui::status`], [`Ui::alert`], [`Ui::progress`],
//! [`Ui::notice`], [`Ui::caption`]. Controls: [`Ui::button`], [`Ui::tile`], [`Ui::chip`],
//! [`Ui::setting`], [`Ui::toggle`], [`Ui::slider`], [`Ui::link`]. Content: [`Ui::list`],
//! [`Ui::table`], [`Ui::image`], [`Ui::article`].

mod article;
mod caption;
mod control;
mod grid;
mod image;
mod list;
mod paged;
mod reach;
mod sheet;
mod slider;
mod stack;
mod table;
mod text;
mod voice;
mod window;

use crate::domain::Language;
use crate::kiosk::theme::{Ink, Space, Step, Theme};

pub use article::Media;
pub use control::Button;
pub use grid::Grid;
pub use image::{Picture, PictureError};
pub use list::List;
pub use lucide_icons::Icon;
pub use paged::{Flow, Paged};
pub use sheet::Sheet;
pub use stack::Stack;
pub use table::Table;
pub use text::Label;

/// Whatever a screen shows.
pub type Element<'a, Message> = iced::Element<'a, Message, Theme, iced::Renderer>;

/// Builds elements for one visitor's theme, with words in one language.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    theme: Theme,
    language: Language,
    /// The share of the window's width there is for what is built.
    share: f32,
}

/// How children are placed across the direction of their parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Left or top.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// Right or bottom.
    End,
}

impl Ui {
    /// For `theme`, with words in `language`.
    pub fn new(theme: &Theme, language: Language) -> Self {
        Self { theme: *theme, language, share: 1.0 }
    }

    /// The same for words in another language: a name in its own language, a page that is not translated.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The same for a part of the screen that has only `share` of its width, 0 to 1: tables fall back to
    /// cards sooner there.
    #[must_use]
    pub fn within(self, share: f32) -> Self {
        Self { share: self.share * share.clamp(0.1, 1.0), ..self }
    }

    /// The width there is, in logical pixels.
    fn width(self) -> f32 {
        self.theme.window().width * self.share
    }

    /// The language of the words.
    pub fn language(self) -> Language {
        self.language
    }

    /// The visitor's theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Whether the window stands upright: bars go below rather than beside.
    pub fn is_portrait(self) -> bool {
        self.theme.is_portrait()
    }

    /// An icon, drawn as text beside its words and growing with them. It says nothing by itself.
    pub fn icon<'a, Message: 'a>(self, icon: Icon, step: Step, ink: Ink) -> Element<'a, Message> {
        let size = (self.theme.font_size(step) * 1.2).round();
        iced::widget::text(char::from(icon))
            .font(crate::kiosk::theme::font::icons())
            .size(size)
            .line_height(1.0)
            .class(ink)
            .into()
    }

    /// Empty room that takes what is left.
    pub fn filler<'a, Message: 'a>(self) -> Element<'a, Message> {
        iced::widget::space().width(iced::Fill).height(iced::Fill).into()
    }

    /// Empty room of one distance in both directions.
    pub fn space<'a, Message: 'a>(self, space: Space) -> Element<'a, Message> {
        let length = self.theme.space(space);
        iced::widget::space().width(length).height(length).into()
    }
}

impl From<Align> for iced::Alignment {
    fn from(align: Align) -> Self {
        match align {
            Align::Start => Self::Start,
            Align::Center => Self::Center,
            Align::End => Self::End,
        }
    }
}
