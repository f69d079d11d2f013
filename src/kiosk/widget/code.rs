//! A code for a visitor's own phone: the address it leads to, drawn black on white in every look, with the
//! quiet margin that phones need.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::Tree;
use iced::advanced::{Renderer as _, Widget, mouse, renderer};
use iced::{Color, Length, Point, Rectangle, Size};
use qrcode::{EcLevel, QrCode};

use super::voice::voice;
use super::{Element, Ui};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::Theme;
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::LINE_HEIGHT;
use crate::kiosk::theme::{Fill, Ink, Space, Step};

/// The least side of a code with its margin, in millimetres: read from half a metre away.
const SIDE: f32 = 45.0;

/// The margin, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

impl Ui {
    /// A code that leads to `address`; `alternative` says so in words, and names the address. An address too
    /// long for a code is only told in those words.
    pub fn code<'a, Message: 'a>(self, address: &str, alternative: impl Into<String>) -> Element<'a, Message> {
        let semantics = Semantics::new(Role::Image, alternative, self.language);
        match QrCode::with_error_correction_level(address, EcLevel::M) {
            Ok(code) => {
                let width = code.width();
                let dark = code.into_colors().into_iter().map(|color| color == qrcode::Color::Dark).collect();
                let side = self.theme.millimetres(SIDE);
                // Whole pixels, so that no line between two modules is grey.
                let module = (side / (width + QUIET * 2) as f32).ceil().max(1.0);
                voice(semantics, Element::new(Code { width, dark, module }))
            }
            Err(_) => {
                let words = semantics.name().to_owned();
                let words = self.plain(words, Step::Body, Weight::Regular, LINE_HEIGHT).ink(Ink::Text);
                voice(semantics, self.sheet(Fill::Card, words).padding(Space::Medium))
            }
        }
    }
}

struct Code {
    /// Modules on a side, without the margin.
    width: usize,
    /// Row by row.
    dark: Vec<bool>,
    /// The side of a module, in logical pixels.
    module: f32,
}

impl Code {
    fn side(&self) -> f32 {
        self.module * (self.width + QUIET * 2) as f32
    }

    /// The dark modules, those side by side as one: where it begins, in modules, and how long it is.
    fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        self.dark.chunks(self.width.max(1)).enumerate().flat_map(|(row, modules)| {
            let mut at = 0;
            modules.chunk_by(|one, other| one == other).filter_map(move |run| {
                let from = at;
                at += run.len();
                run.first().is_some_and(|dark| *dark).then_some((row, from, run.len()))
            })
        })
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Code {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.side()), Length::Fixed(self.side()))
    }

    fn layout(&mut self, _tree: &mut Tree, _renderer: &iced::Renderer, _limits: &layout::Limits) -> layout::Node {
        layout::Node::new(Size::new(self.side(), self.side()))
    }

    fn draw(
        &self,
        _tree: &Tree,
        renderer: &mut iced::Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
        let corner = Point::new(layout.position().x.round(), layout.position().y.round());
        let whole = Rectangle::new(corner, Size::new(self.side(), self.side()));
        renderer.fill_quad(renderer::Quad { bounds: whole, ..renderer::Quad::default() }, Color::WHITE);
        for (row, from, length) in self.runs() {
            let at = |modules: usize| (modules + QUIET) as f32 * self.module;
            let bounds = Rectangle {
                x: corner.x + at(from),
                y: corner.y + at(row),
                width: length as f32 * self.module,
                height: self.module,
            };
            renderer.fill_quad(renderer::Quad { bounds, snap: true, ..renderer::Quad::default() }, Color::BLACK);
        }
    }
}
