//! Words on the screen: drawn, found again in the tree, and marked while they are said.
//!
//! iced's own text can not show a part of itself as marked, and keeps to itself where its words stand.

use std::borrow::Cow;
use std::ops::Range;

use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{LineHeight, Shaping, Span, Text, Wrapping};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Renderer as _, Widget, mouse, renderer};
use iced::{Color, Font, Length, Rectangle, Size, Vector, alignment};

use super::{Align, Element, Ui};
use crate::kiosk::access::Semantics;
use crate::kiosk::access::semantics::{Mark, Report, Words};
use crate::kiosk::theme::font::{self, Weight};
use crate::kiosk::theme::{Ink, Step, Theme};
use setting::{Setting, Spacing};

mod setting;

/// Written between two weights within a word of Latin letters and figures, for the text engine takes the
/// weight of the first for all of them. Has no width and no shape.
const JOINER: char = '\u{2060}';

/// Words as they are drawn.
pub(super) struct Prose<'a> {
    spans: Vec<Span<'a, (), Font>>,
    size: f32,
    line_height: f32,
    spacing: Option<Spacing>,
    weight: Weight,
    width: Length,
    align: Align,
    ink: Ink,
    /// The spans that show the name of the widget around them.
    named: Option<Range<usize>>,
    passages: Vec<(Semantics, Range<usize>)>,
}

/// A run of words in one weight.
pub(super) struct Run<'a> {
    pub(super) words: Cow<'a, str>,
    pub(super) weight: Weight,
    pub(super) underlined: bool,
}

impl Ui {
    /// Words of one weight. They show the name of the widget they stand in.
    pub(super) fn plain<'a>(
        self,
        words: impl Into<Cow<'a, str>>,
        step: Step,
        weight: Weight,
        line_height: f32,
    ) -> Prose<'a> {
        self.runs([Run { words: words.into(), weight, underlined: false }], step, weight, line_height)
    }

    /// Words of several weights.
    pub(super) fn runs<'a>(
        self,
        runs: impl IntoIterator<Item = Run<'a>>,
        step: Step,
        weight: Weight,
        line_height: f32,
    ) -> Prose<'a> {
        let mut spans: Vec<Span<'a, (), Font>> = Vec::new();
        for run in runs {
            let mut words = run.words;
            let font = font::text(run.weight);
            if let Some(last) = spans.last()
                && last.font != Some(font)
                && last.text.ends_with(|end: char| end.is_ascii_graphic())
                && words.starts_with(|start: char| start.is_ascii_graphic())
            {
                words.to_mut().insert(0, JOINER);
            }
            spans.push(Span::new(words).font(font).underline(run.underlined));
        }
        let named = Some(0..spans.len());
        Prose {
            spans,
            size: self.theme.font_size(step),
            line_height: self.theme.line_height(line_height),
            spacing: self.theme.has_spacing(line_height).then_some(Spacing::WIDE),
            weight,
            width: Length::Shrink,
            align: Align::Start,
            ink: Ink::Inherit,
            named,
            passages: Vec::new(),
        }
    }
}

impl Prose<'_> {
    /// In an ink.
    pub(super) fn ink(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }

    /// Of a width.
    pub(super) fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// Aligned within its width.
    pub(super) fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// Not the name of what it stands in, but something beside it.
    pub(super) fn aside(mut self) -> Self {
        self.named = None;
        self
    }

    /// The name of what it stands in from this run on.
    pub(super) fn named_from(mut self, run: usize) -> Self {
        self.named = Some(run.min(self.spans.len())..self.spans.len());
        self
    }

    /// Heard in passages: each with the runs that show it.
    pub(super) fn passages(mut self, passages: Vec<(Semantics, Range<usize>)>) -> Self {
        self.passages = passages;
        self
    }

    fn text(&self) -> Cow<'_, str> {
        match &self.spans[..] {
            [span] => Cow::Borrowed(&span.text),
            spans => spans.iter().map(|span| span.text.as_ref()).collect(),
        }
    }

    /// The bytes of the text that a range of runs takes.
    fn bytes(&self, runs: &Range<usize>) -> Range<usize> {
        let length = |spans: &[Span<'_, (), Font>]| spans.iter().map(|span| span.text.len()).sum::<usize>();
        let start = length(&self.spans[..runs.start]);
        start..start + length(&self.spans[runs.clone()])
    }

    /// Where a mark on a name lies in the words that show it.
    fn marked(&self, mark: &Mark, runs: &Range<usize>) -> Range<usize> {
        let text = self.text();
        let shown = self.bytes(runs);
        match locate(&text[shown.clone()], &mark.name, &mark.range) {
            Some(range) => shown.start + range.start..shown.start + range.end,
            // Shown in other words than it is said.
            None => shown,
        }
    }

    /// Where the words stand within their place.
    fn anchor(&self, state: &State, bounds: Rectangle) -> Vector {
        let align = iced::Alignment::from(self.align);
        let anchor = bounds.anchor(state.setting.min_bounds(), align, alignment::Vertical::Top);
        Vector::new(anchor.x, anchor.y)
    }
}

/// Finds the bytes of `shown` that show `range` of a name: spaces in it are kept from breaking, and joiners stand
/// in it. None if it shows another text.
fn locate(shown: &str, name: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let same = |one: char, other: char| {
        one == other || matches!((one, other), ('\u{a0}', ' ') | ('\u{2011}', '-')) || (one == '\n' && other == ' ')
    };
    let mut letters = name.char_indices().peekable();
    let (mut start, mut end) = (None, None);
    for (at, letter) in shown.char_indices() {
        let Some((place, wanted)) = letters.peek().copied() else { break };
        if same(letter, wanted) {
            letters.next();
            if place >= range.start && place < range.end {
                start.get_or_insert(at);
                end = Some(at + letter.len_utf8());
            }
        } else if !matches!(letter, JOINER | ' ' | '\n') {
            return None;
        }
    }
    // A name may end in spaces that are not shown.
    if letters.any(|(_, letter)| !letter.is_whitespace()) {
        return None;
    }
    Some(start?..end?)
}

/// What is drawn, and what of it is marked.
#[derive(Default)]
struct State {
    spans: Vec<Span<'static, (), Font>>,
    setting: Setting,
    /// The bytes that are being said.
    mark: Option<Range<usize>>,
}

/// A part of a line.
struct Piece {
    bounds: Rectangle,
    /// Where its letters stand, from the top of the paragraph.
    baseline: f32,
}

#[cfg(test)]
impl State {
    /// The first word that is broken over two lines.
    fn torn(&self) -> Option<String> {
        let runs: Vec<_> = self.setting.buffer().layout_runs().collect();
        runs.windows(2).filter(|pair| pair[0].line_i == pair[1].line_i).find_map(|pair| {
            let text = pair[0].text;
            let at = pair[0].glyphs.iter().map(|glyph| glyph.end).max()?;
            let (before, after) = (text[..at].chars().last()?, text[at..].chars().next()?);
            let torn = before.is_alphanumeric() && after.is_alphanumeric();
            torn.then(|| format!("{}|{}", &text[..at], &text[at..]))
        })
    }
}

impl State {
    /// The parts of lines that `bytes` of `text` take, from the top left of the paragraph.
    fn pieces(&self, text: &str, bytes: &Range<usize>) -> Vec<Piece> {
        let buffer = self.setting.buffer();
        // Where each line of the text engine begins in the text.
        let mut starts = Vec::with_capacity(buffer.lines.len());
        let mut from = 0;
        for line in &buffer.lines {
            let start = from + text[from..].find(line.text()).unwrap_or_default();
            starts.push(start);
            from = start + line.text().len();
        }
        let mut pieces = Vec::new();
        for run in buffer.layout_runs() {
            let start = starts.get(run.line_i).copied().unwrap_or_default();
            let within = run.glyphs.iter().filter(|glyph| {
                start + glyph.start < bytes.end && start + glyph.end > bytes.start && !is_blank(run.text, glyph)
            });
            let (left, right) = within.fold((f32::INFINITY, f32::NEG_INFINITY), |(left, right), glyph| {
                (left.min(glyph.x), right.max(glyph.x + glyph.w))
            });
            if right > left {
                let bounds = Rectangle { x: left, y: run.line_top, width: right - left, height: run.line_height };
                pieces.push(Piece { bounds, baseline: run.line_y });
            }
        }
        pieces
    }
}

/// Whether a glyph is a space: a mark does not begin or end with one.
fn is_blank(text: &str, glyph: &iced::advanced::graphics::text::cosmic_text::LayoutGlyph) -> bool {
    text.get(glyph.start..glyph.end).is_some_and(|letters| letters.trim().is_empty())
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Prose<'_> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, _renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        layout::sized(limits, self.width, Length::Shrink, |limits| {
            let text = Text {
                content: &self.spans[..],
                bounds: limits.max(),
                size: self.size.into(),
                line_height: LineHeight::Relative(self.line_height),
                font: font::text(self.weight),
                align_x: iced::Alignment::from(self.align).into(),
                align_y: alignment::Vertical::Top,
                shaping: Shaping::Advanced,
                wrapping: Wrapping::WordOrGlyph,
            };
            if state.spans == self.spans {
                state.setting.fit(text, self.spacing);
            } else {
                state.setting = Setting::new(text, self.spacing);
                state.spans = self.spans.iter().cloned().map(Span::to_static).collect();
                // Other words are not the ones that were being said.
                state.mark = None;
            }
            state.setting.min_bounds()
        })
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        _renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let (text, anchor) = (self.text(), self.anchor(state, layout.bounds()));
        // The room the words need, which may be more than they were given: then they are cut.
        let (given, needed) = (layout.bounds().size(), state.setting.min_bounds());
        let room = Size::new(given.width.max(needed.width), given.height.max(needed.height));
        operation.text(None, Rectangle::new(layout.position(), room), &text);
        #[cfg(test)]
        if let Some(torn) = state.torn() {
            let words = Words { torn: Some(torn), ..Words::default() };
            operation.custom(None, layout.bounds(), &mut Report::Words(words));
        }
        let mut marked: Option<Option<Range<usize>>> = None;
        let mut ask = |operation: &mut dyn Operation, runs: &Range<usize>| {
            #[cfg(not(test))]
            let words = Words::default();
            #[cfg(test)]
            let words = Words { shown: text[self.bytes(runs)].to_owned(), ..Words::default() };
            let mut report = Report::Words(words);
            operation.custom(None, layout.bounds(), &mut report);
            if let Report::Words(Words { mark: Some(mark), .. }) = report {
                let mark = mark.map(|mark| self.marked(&mark, runs));
                marked = Some(marked.take().flatten().or(mark));
            }
        };
        for (passage, runs) in &self.passages {
            let pieces = state.pieces(&text, &self.bytes(runs));
            let bounds = pieces.iter().map(|piece| piece.bounds).reduce(|one, other| one.union(&other));
            let bounds = bounds.map_or(layout.bounds(), |bounds| bounds + anchor);
            super::voice::enclose(passage, bounds, operation, |operation| ask(operation, runs));
        }
        if let (Some(runs), true) = (&self.named, self.passages.is_empty()) {
            ask(operation, runs);
        }
        if let Some(mark) = marked {
            state.mark = mark;
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        if !layout.bounds().intersects(viewport) {
            return;
        }
        let state = tree.state.downcast_ref::<State>();
        let color = theme.ink(self.ink).unwrap_or(style.text_color);
        let anchor = self.anchor(state, layout.bounds());
        let mut bar = |bounds: Rectangle, top: f32, height: f32, color: Color| {
            let bounds = Rectangle { y: top.round(), height: height.round(), ..bounds };
            renderer.fill_quad(renderer::Quad { bounds: bounds + anchor, ..renderer::Quad::default() }, color);
        };
        if let Some(mark) = &state.mark {
            let palette = theme.palette();
            for Piece { bounds, baseline } in state.pieces(&self.text(), mark) {
                let around = bounds.expand(iced::Padding::from([0.0, self.size * 0.12]));
                // Where words stand on an action fill, the bar alone marks them.
                if color != palette.action_label {
                    bar(around, around.y, around.height, palette.highlight);
                }
                // In the ink of the words, so that it shows wherever they do, and without any hue.
                bar(around, baseline + self.size * 0.15, theme.mark_width(), color);
            }
        }
        for (index, _) in self.spans.iter().enumerate().filter(|(_, span)| span.underline) {
            for Piece { bounds, baseline } in state.pieces(&self.text(), &self.bytes(&(index..index + 1))) {
                bar(bounds, baseline + self.size * 0.1, (self.size * 0.06).max(1.0), color);
            }
        }
        state.setting.draw(renderer, iced::Point::ORIGIN + anchor, color, *viewport);
    }
}

impl<'a, Message: 'a> From<Prose<'a>> for Element<'a, Message> {
    fn from(prose: Prose<'a>) -> Self {
        Element::new(prose)
    }
}

#[cfg(test)]
mod tests;
