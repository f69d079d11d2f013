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
//! [`Ui::footnote`], [`Ui::footnote`], [`Ui::caption`]. Controls: [`Ui::button`], [`Ui::tile`], [`Ui::chip`],
//! [`Ui::setting`], [`Ui::toggle`], [`Ui::slider`], [`Ui::link`]. Questions: [`Ui::choice`],
//! [`Ui::choices`], [`Ui::scale`], [`Ui::ranking`], [`Ui::date`], [`Ui::entry`], [`Ui::keyboard`], [`Ui::digits`]. Content: [`Ui::list`],
//! [`Ui::table`], [`Ui::image`], [`Ui::article`], [`Ui::code`].

/// Writes those methods of a widget that are no others than those of the one element it holds:
/// `delegate!(content: size draw)` where both share one state, `delegate!(content inside: size draw)` where
/// the element is the first child.
macro_rules! delegate {
    ($content:ident: $($method:ident)*) => { $(delegate!(@$method $content);)* };
    ($content:ident inside: $($method:ident)*) => { $(delegate!(@inside $method $content);)* };
    (@tag $content:ident) => {
        fn tag(&self) -> iced::advanced::widget::tree::Tag {
            self.$content.as_widget().tag()
        }
    };
    (@state $content:ident) => {
        fn state(&self) -> iced::advanced::widget::tree::State {
            self.$content.as_widget().state()
        }
    };
    (@children $content:ident) => {
        fn children(&self) -> Vec<iced::advanced::widget::Tree> {
            self.$content.as_widget().children()
        }
    };
    (@inside children $content:ident) => {
        fn children(&self) -> Vec<iced::advanced::widget::Tree> {
            vec![iced::advanced::widget::Tree::new(&self.$content)]
        }
    };
    (@diff $content:ident) => {
        fn diff(&self, tree: &mut iced::advanced::widget::Tree) {
            self.$content.as_widget().diff(tree);
        }
    };
    (@inside diff $content:ident) => {
        fn diff(&self, tree: &mut iced::advanced::widget::Tree) {
            tree.diff_children(std::slice::from_ref(&self.$content));
        }
    };
    (@size $content:ident) => {
        fn size(&self) -> iced::Size<iced::Length> {
            self.$content.as_widget().size()
        }
    };
    (@size_hint $content:ident) => {
        fn size_hint(&self) -> iced::Size<iced::Length> {
            self.$content.as_widget().size_hint()
        }
    };
    (@layout $content:ident) => {
        fn layout(
            &mut self,
            tree: &mut iced::advanced::widget::Tree,
            renderer: &iced::Renderer,
            limits: &iced::advanced::layout::Limits,
        ) -> iced::advanced::layout::Node {
            self.$content.as_widget_mut().layout(tree, renderer, limits)
        }
    };
    (@inside layout $content:ident) => {
        fn layout(
            &mut self,
            tree: &mut iced::advanced::widget::Tree,
            renderer: &iced::Renderer,
            limits: &iced::advanced::layout::Limits,
        ) -> iced::advanced::layout::Node {
            let content = self.$content.as_widget_mut().layout(&mut tree.children[0], renderer, limits);
            iced::advanced::layout::Node::with_children(content.size(), vec![content])
        }
    };
    (@operate $content:ident) => { delegate!(@@operate $content tree layout (tree, layout)); };
    (@inside operate $content:ident) => {
        delegate!(@@operate $content tree layout (&mut tree.children[0], layout.child(0)));
    };
    (@@operate $content:ident $tree:ident $layout:ident ($inner:expr, $place:expr)) => {
        fn operate(
            &mut self,
            $tree: &mut iced::advanced::widget::Tree,
            $layout: iced::advanced::Layout<'_>,
            renderer: &iced::Renderer,
            operation: &mut dyn iced::advanced::widget::Operation,
        ) {
            self.$content.as_widget_mut().operate($inner, $place, renderer, operation);
        }
    };
    (@update $content:ident) => { delegate!(@@update $content tree layout (tree, layout)); };
    (@inside update $content:ident) => {
        delegate!(@@update $content tree layout (&mut tree.children[0], layout.child(0)));
    };
    (@@update $content:ident $tree:ident $layout:ident ($inner:expr, $place:expr)) => {
        fn update(
            &mut self,
            $tree: &mut iced::advanced::widget::Tree,
            event: &iced::Event,
            $layout: iced::advanced::Layout<'_>,
            cursor: iced::advanced::mouse::Cursor,
            renderer: &iced::Renderer,
            clipboard: &mut dyn iced::advanced::Clipboard,
            shell: &mut iced::advanced::Shell<'_, Message>,
            viewport: &iced::Rectangle,
        ) {
            let content = self.$content.as_widget_mut();
            content.update($inner, event, $place, cursor, renderer, clipboard, shell, viewport);
        }
    };
    (@mouse_interaction $content:ident) => { delegate!(@@mouse_interaction $content tree layout (tree, layout)); };
    (@inside mouse_interaction $content:ident) => {
        delegate!(@@mouse_interaction $content tree layout (&tree.children[0], layout.child(0)));
    };
    (@@mouse_interaction $content:ident $tree:ident $layout:ident ($inner:expr, $place:expr)) => {
        fn mouse_interaction(
            &self,
            $tree: &iced::advanced::widget::Tree,
            $layout: iced::advanced::Layout<'_>,
            cursor: iced::advanced::mouse::Cursor,
            viewport: &iced::Rectangle,
            renderer: &iced::Renderer,
        ) -> iced::advanced::mouse::Interaction {
            self.$content.as_widget().mouse_interaction($inner, $place, cursor, viewport, renderer)
        }
    };
    (@draw $content:ident) => { delegate!(@@draw $content tree layout (tree, layout)); };
    (@inside draw $content:ident) => {
        delegate!(@@draw $content tree layout (&tree.children[0], layout.child(0)));
    };
    (@@draw $content:ident $tree:ident $layout:ident ($inner:expr, $place:expr)) => {
        fn draw(
            &self,
            $tree: &iced::advanced::widget::Tree,
            renderer: &mut iced::Renderer,
            theme: &crate::kiosk::theme::Theme,
            style: &iced::advanced::renderer::Style,
            $layout: iced::advanced::Layout<'_>,
            cursor: iced::advanced::mouse::Cursor,
            viewport: &iced::Rectangle,
        ) {
            self.$content.as_widget().draw($inner, renderer, theme, style, $place, cursor, viewport);
        }
    };
}
pub(crate) use delegate;

mod article;
mod board;
mod caption;
mod choice;
mod code;
mod control;
mod date;
mod entry;
mod grid;
mod image;
mod keyboard;
mod list;
mod paged;
mod prose;
pub mod ranking;
mod reach;
mod scale;
mod sheet;
mod slider;
mod stack;
mod table;
mod text;
mod touch;
mod voice;
mod window;

use crate::domain::Language;
use crate::kiosk::theme::{Ink, Space, Step, Theme};

pub use article::Media;
pub use choice::{Choice, Choices, Pick};
pub use control::Button;
pub use entry::Entry;
pub use grid::Grid;
pub use image::{Picture, PictureError};
pub use list::List;
pub use lucide_icons::Icon;
pub use paged::{Flow, Paged};
pub use sheet::Sheet;
pub use stack::Stack;
pub use table::Table;
pub use text::Label;
pub use window::Window;

/// Whatever a screen shows.
pub type Element<'a, Message> = iced::Element<'a, Message, Theme, iced::Renderer>;

/// Builds elements for one visitor's theme, with words in one language.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    theme: Theme,
    language: Language,
    /// The share of the window's width there is for what is built.
    share: f32,
    /// Whether headings, paragraphs and news are said in private only.
    private: bool,
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
        Self { theme: *theme, language, share: 1.0, private: false }
    }

    /// The same for words in another language: a name in its own language, a page that is not translated.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The same for headings, paragraphs and news that tell what a visitor answered, or not: then they are said in
    /// private only (EN 301 549, 5.1.3.9).
    #[must_use]
    pub fn private(self, private: bool) -> Self {
        Self { private, ..self }
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
        iced::widget::text(char::from(icon))
            .font(crate::kiosk::theme::font::icons())
            .size(self.theme.icon_size(step))
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
