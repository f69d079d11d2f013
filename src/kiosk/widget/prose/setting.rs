//! Words as the text engine sets them: in iced's own paragraph or, where a visitor wants letters and words
//! further apart, by the engine beneath it, for iced passes no letter spacing on.

use std::sync::Arc;

use iced::advanced::graphics::text::cosmic_text::{Attrs, Buffer, Metrics, Shaping, Wrap};
use iced::advanced::graphics::text::{self, Paragraph, Raw, Renderer as _, font_system};
use iced::advanced::text::{Difference, Paragraph as _, Renderer as _, Span, Text};
use iced::{Color, Font, Point, Rectangle, Size};

use super::JOINER;

/// How far letters and words are set apart, as shares of the font size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spacing {
    /// After each letter.
    pub(super) letters: f32,
    /// After each space, beyond what is added after a letter.
    pub(super) words: f32,
}

impl Spacing {
    /// What WCAG 2.2, 1.4.12 asks a text to bear.
    pub(super) const WIDE: Self = Self { letters: 0.12, words: 0.16 };

    /// The room after `letter`.
    fn after(self, letter: char) -> f32 {
        match letter {
            JOINER => 0.0,
            ' ' | '\u{a0}' => self.letters + self.words,
            _ => self.letters,
        }
    }
}

/// Words with their lines.
pub(super) enum Setting {
    /// As iced sets and compares them: what has not changed is not drawn again.
    Usual(Paragraph),
    /// With letters and words set apart.
    Spaced { buffer: Arc<Buffer>, spacing: Spacing, font: Font, bounds: Size, min_bounds: Size, version: text::Version },
}

impl Default for Setting {
    fn default() -> Self {
        Self::Usual(Paragraph::default())
    }
}

impl Setting {
    /// Sets `words`.
    pub(super) fn new(words: Text<&[Span<'_, (), Font>], Font>, spacing: Option<Spacing>) -> Self {
        match spacing {
            None => Self::Usual(Paragraph::with_spans(words)),
            Some(spacing) => spaced(words, spacing),
        }
    }

    /// Fits the same words into what `words` tells of them now.
    pub(super) fn fit(&mut self, words: Text<&[Span<'_, (), Font>], Font>, spacing: Option<Spacing>) {
        match (&mut *self, spacing) {
            (Self::Usual(paragraph), None) => match paragraph.compare(words.with_content(())) {
                Difference::None => {}
                Difference::Bounds => paragraph.resize(words.bounds),
                Difference::Shape => *self = Self::new(words, spacing),
            },
            (Self::Spaced { buffer, spacing: now, font, bounds, version, .. }, Some(spacing))
                if *now == spacing
                    && *font == words.font
                    && *bounds == words.bounds
                    && buffer.metrics() == metrics(&words)
                    && *version == font_system().read().map_or(*version, |fonts| fonts.version()) => {}
            _ => *self = Self::new(words, spacing),
        }
    }

    /// The lines.
    pub(super) fn buffer(&self) -> &Buffer {
        match self {
            Self::Usual(paragraph) => paragraph.buffer(),
            Self::Spaced { buffer, .. } => buffer,
        }
    }

    /// The room the words need.
    pub(super) fn min_bounds(&self) -> Size {
        match self {
            Self::Usual(paragraph) => paragraph.min_bounds(),
            Self::Spaced { min_bounds, .. } => *min_bounds,
        }
    }

    /// Draws them with their top left corner at `position`.
    pub(super) fn draw(&self, renderer: &mut iced::Renderer, position: Point, color: Color, clip_bounds: Rectangle) {
        match self {
            Self::Usual(paragraph) => renderer.fill_paragraph(paragraph, position, color, clip_bounds),
            Self::Spaced { buffer, .. } => {
                renderer.fill_raw(Raw { buffer: Arc::downgrade(buffer), position, color, clip_bounds });
            }
        }
    }
}

fn metrics<Content>(words: &Text<Content, Font>) -> Metrics {
    Metrics::new(words.size.into(), words.line_height.to_absolute(words.size).into())
}

fn spaced(words: Text<&[Span<'_, (), Font>], Font>, spacing: Spacing) -> Setting {
    let mut fonts = font_system().write().expect("no thread panics while it sets a text");
    let version = fonts.version();
    let mut buffer = Buffer::new(fonts.raw(), metrics(&words));
    buffer.set_size(fonts.raw(), Some(words.bounds.width), Some(words.bounds.height));
    buffer.set_wrap(fonts.raw(), Wrap::WordOrGlyph);
    let spans = words.content.iter().flat_map(|span| {
        let usual = text::to_attributes(span.font.unwrap_or(words.font));
        runs(&span.text, spacing).map(move |(run, room)| (run, usual.clone().letter_spacing(room)))
    });
    let default: Attrs<'_> = text::to_attributes(words.font);
    buffer.set_rich_text(fonts.raw(), spans, &default, Shaping::Advanced, None);
    let min_bounds = text::align(&mut buffer, fonts.raw(), words.align_x);
    Setting::Spaced { buffer: Arc::new(buffer), spacing, font: words.font, bounds: words.bounds, min_bounds, version }
}

/// The longest runs of letters with the same room after each.
fn runs(words: &str, spacing: Spacing) -> impl Iterator<Item = (&str, f32)> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let room = spacing.after(rest.chars().next()?);
        let end = rest.find(|letter| spacing.after(letter) != room).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some((run, room))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_the_room_after_their_letters() {
        let parts: Vec<_> = runs("Екі  сөз\u{2060}.", Spacing { letters: 0.25, words: 0.5 }).collect();
        assert_eq!(parts, [("Екі", 0.25), ("  ", 0.75), ("сөз", 0.25), ("\u{2060}", 0.0), (".", 0.25)]);
        assert_eq!(runs("", Spacing::WIDE).count(), 0);
    }
}
