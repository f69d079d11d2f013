//! The strips of the frame whose height never changes: the line of news at the foot, and the caption of
//! what is being said.

use super::voice::voice;
use super::{Align, Element, Icon, Ui};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::font::{self, Weight};
use crate::kiosk::theme::typography::{CAPITAL_HEIGHT, TIGHT_LINE_HEIGHT};
use crate::kiosk::theme::{Fill, Ink, Space, Step};

/// A letter's width as a share of the font size, a little generously.
const LETTER: f32 = 0.58;

/// The least height of a capital that anything is shown in, in millimetres (VVSG 2.0, 7.1-G).
const SMALLEST_CAPITAL: f32 = 3.5;

impl Ui {
    /// `content` in the middle of a strip as tall as so many lines of body text and the distances above
    /// and below them, whatever it holds.
    pub fn strip<'a, Message: 'a>(self, lines: u8, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
        iced::widget::container(content).width(iced::Fill).height(self.strip_height(lines)).align_y(iced::Center).into()
    }

    /// One line of news that takes the place of another: told when a voice next pauses, and again for
    /// each new `key`.
    pub fn footnote<'a, Message: 'a>(self, icon: Icon, words: &str, key: u64) -> Element<'a, Message> {
        let semantics = Semantics::new(Role::Status, words, self.language).keyed(key.to_string());
        let text = self.plain(words.to_owned(), Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT);
        let text = text.ink(Ink::Text).width(iced::Fill);
        let row = self.row([self.icon(icon, Step::Body, Ink::Action), text.into()]);
        voice(semantics, row.spacing(Space::Small).align(Align::Center).fill_width())
    }

    /// What is being said, for those who do not hear it (EN 301 549, 5.1.5): a strip of `lines` lines that
    /// stays where it is while nothing is said. It is no part of the accessibility tree, which says the
    /// same words where they stand.
    ///
    /// Words that need more than those lines are set smaller, by a third at most, and never with capitals below
    /// the 3.5 mm of VVSG 2.0, 7.1-G.
    pub fn caption<'a, Message: 'a>(self, words: &str, lines: u8) -> Element<'a, Message> {
        let theme = self.theme;
        let room = self.width() - theme.space(Space::Medium) * 4.0 - theme.font_size(Step::Body) * 1.5;
        let body = theme.font_size(Step::Body);
        let letters = words.chars().count() as f32;
        let needed = |size: f32| {
            // A line ends up to a long word early.
            let on_a_line = (room / (size * LETTER) - 6.0).max(1.0);
            letters / on_a_line
        };
        let height = f32::from(lines) * body;
        let fits = |size: &f32| needed(*size).ceil() * size <= height;
        let least = theme.millimetres(SMALLEST_CAPITAL / CAPITAL_HEIGHT).ceil().max((body * 0.66).round()).min(body);
        let sizes = [1.0, 0.9, 0.8, 0.7].map(|share| (body * share).round());
        let size = sizes.into_iter().filter(|size| *size >= least).find(fits);
        let text = iced::widget::text(words.to_owned())
            .font(font::text(Weight::Semibold))
            .size(size.unwrap_or(least))
            .line_height(TIGHT_LINE_HEIGHT)
            .wrapping(iced::widget::text::Wrapping::WordOrGlyph)
            .width(iced::Fill);
        let row = self.row([self.icon(Icon::Volume2, Step::Body, Ink::Inherit), text.into()]);
        let row = row.spacing(Space::Small).align(Align::Center).fill_width();
        let strip = self.sheet(Fill::Banner, self.strip(lines, row)).padding_each(Space::None, Space::Medium);
        strip.fill_width().into()
    }

    fn strip_height(self, lines: u8) -> f32 {
        let line = (self.theme.font_size(Step::Body) * self.theme.line_height(TIGHT_LINE_HEIGHT)).ceil();
        (line * f32::from(lines) + self.theme.space(Space::Small) * 2.0).ceil()
    }
}
