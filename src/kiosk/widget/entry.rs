//! A place to enter words or a number: what was typed, where the next letter comes, and how much there is
//! room for.

use std::borrow::Cow;

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{Difference, LineHeight, Paragraph as _, Renderer as _, Shaping, Text, Wrapping};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, renderer};
use iced::{Event, Length, Padding, Point, Rectangle, Size, alignment, border};
use unicode_segmentation::UnicodeSegmentation as _;

use super::control::{State as Pressing, TARGET, draw_ring};
use super::voice::voice;
use super::{Element, Icon, Ui};
use crate::domain::Language;
use crate::i18n::text_with;
use crate::kiosk::access::semantics::{Adjust, Report, Role, Semantics};
use crate::kiosk::input::typing::{Accepts, Message as Typing, State};
use crate::kiosk::theme::font::{self, Weight};
use crate::kiosk::theme::typography::{LINE_HEIGHT, TIGHT_LINE_HEIGHT};
use crate::kiosk::theme::{Fill, Ink, Space, Step, Theme};

/// What stands for a character that is not shown.
const MASK: &str = "•";

/// A place to enter something. What is entered is said in private only (EN 301 549, 5.1.3.8 and .9).
pub struct Entry<'a, Message> {
    ui: Ui,
    label: Cow<'a, str>,
    is_titled: bool,
    state: &'a State,
    lines: u16,
    fills: bool,
    key: Option<String>,
    on: Option<Box<dyn Fn(Typing) -> Message + 'a>>,
    on_press: Option<Message>,
}

impl Ui {
    /// A place to enter what `state` takes, called `label`: the question, which stands above it as a heading.
    pub fn entry<'a, Message>(self, label: impl Into<Cow<'a, str>>, state: &'a State) -> Entry<'a, Message> {
        let lines = if state.accepts() == Accepts::Paragraph { 4 } else { 1 };
        Entry {
            ui: self,
            label: label.into(),
            is_titled: false,
            state,
            lines,
            fills: false,
            key: None,
            on: None,
            on_press: None,
        }
    }
}

impl<'a, Message> Entry<'a, Message> {
    /// What an assistive technology that sets the words does.
    #[must_use]
    pub fn on(mut self, on: impl Fn(Typing) -> Message + 'a) -> Self {
        self.on = Some(Box::new(on));
        self
    }

    /// What pressing it does: opening the keyboard, say.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    /// With its label shown above it, where no heading says the same.
    #[must_use]
    pub fn titled(mut self) -> Self {
        self.is_titled = true;
        self
    }

    /// As tall as so many lines; the last ones show when there are more.
    #[must_use]
    pub fn lines(mut self, lines: u16) -> Self {
        self.lines = lines.max(1);
        self
    }

    /// As tall as there is room for, and at least one line. The label gives way first.
    #[must_use]
    pub fn fill_height(mut self) -> Self {
        self.lines = 1;
        self.fills = !self.state.accepts().is_number();
        self
    }

    /// Known by `key` instead of its place.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// What is shown of what was typed, and handed to programs.
    fn shown(&self) -> String {
        match self.state.accepts() {
            Accepts::Pin => MASK.repeat(self.state.text().graphemes(true).count()),
            _ => self.state.text().to_owned(),
        }
    }

    fn semantics(&self) -> Semantics {
        let accepts = self.state.accepts();
        let role = Role::Entry { long: accepts == Accepts::Paragraph, masked: accepts == Accepts::Pin };
        let mut semantics = Semantics::new(role, self.label.as_ref(), self.ui.language);
        semantics.value = self.shown();
        semantics.key.clone_from(&self.key);
        if !accepts.is_number() {
            semantics.description = limit(self.ui.language, "typing-limit", self.state.limit());
        }
        semantics
    }
}

/// How much there is room for, in words.
fn limit(language: Language, words: &str, limit: usize) -> String {
    text_with(language, words, &[("count", grouped(language, limit).into())])
}

/// A number with its thousands apart.
fn grouped(language: Language, number: usize) -> String {
    let gap = if language == Language::English { "," } else { "\u{a0}" };
    match number {
        0..1000 => number.to_string(),
        _ => format!("{}{gap}{:03}", grouped(language, number / 1000), number % 1000),
    }
}

impl<'a, Message: Clone + 'a> From<Entry<'a, Message>> for Element<'a, Message> {
    fn from(entry: Entry<'a, Message>) -> Self {
        let (ui, state, semantics) = (entry.ui, entry.state, entry.semantics());
        let theme = ui.theme;
        let note: Option<Element<'a, Message>> = match (state.overflows(), state.accepts().is_number()) {
            (0, true) => None,
            // Heard with the entry all the same.
            (0, false) if entry.fills && theme.text_size().is_large() => None,
            (0, false) => {
                let words = semantics.description.clone();
                let note = ui.plain(words.clone(), Step::Body, Weight::Regular, TIGHT_LINE_HEIGHT).ink(Ink::Muted);
                Some(voice(Semantics::new(Role::Text, words, ui.language), note.width(Length::Fill)))
            }
            (times, _) => Some(ui.overflow(limit(ui.language, "typing-full", state.limit()), times)),
        };
        let label = entry.is_titled.then(|| {
            ui.plain(entry.label.clone(), Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT).width(Length::Fill).into()
        });
        let size = theme.font_size(if state.accepts().is_number() { Step::Title } else { Step::Body });
        let line_height = theme.line_height(LINE_HEIGHT);
        let padding = theme.space(if entry.fills && theme.text_size().is_large() { Space::Half } else { Space::Small });
        let field = Element::new(Field {
            shown: entry.shown(),
            semantics,
            label: label.into_iter().collect(),
            on: entry.on,
            on_press: entry.on_press,
            size,
            line_height,
            fills: entry.fills,
            height: ((size * line_height * f32::from(entry.lines)).ceil() + padding * 2.0)
                .max(theme.millimetres(TARGET).ceil()),
            padding,
            beside: theme.space(Space::Small) * 1.5,
            most: if state.accepts().is_number() { ui.digits_width() } else { f32::INFINITY },
            gap: theme.space(Space::Half),
            slop: theme.millimetres(4.0).max(12.0),
        });
        let column = ui.column([field]).push_maybe(note).spacing(Space::Half).fill_width();
        if entry.fills { column.fill_height().into() } else { column.into() }
    }
}

impl Ui {
    /// That there is no more room; told anew each time more is typed.
    fn overflow<'a, Message: 'a>(self, words: String, times: usize) -> Element<'a, Message> {
        let semantics = Semantics::new(Role::Alert, words.as_str(), self.language).keyed(times.to_string());
        let text = self.plain(words, Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT).width(Length::Fill);
        let row = self.row([self.icon(Icon::TriangleAlert, Step::Body, Ink::Inherit), text.into()]);
        let row = row.spacing(Space::Small).fill_width();
        voice(semantics, self.sheet(Fill::Banner, row).padding_each(Space::Half, Space::Small).fill_width())
    }
}

/// The label, if it is shown, and the box below it.
struct Field<'a, Message> {
    semantics: Semantics,
    shown: String,
    label: Vec<Element<'a, Message>>,
    on: Option<Box<dyn Fn(Typing) -> Message + 'a>>,
    on_press: Option<Message>,
    size: f32,
    line_height: f32,
    /// Whether it takes all the height there is.
    fills: bool,
    /// The least height of the box; this and what follows in logical pixels.
    height: f32,
    padding: f32,
    /// The distance from the sides.
    beside: f32,
    /// The most width.
    most: f32,
    gap: f32,
    slop: f32,
}

#[derive(Default)]
struct Inside {
    pressing: Pressing,
    /// Words that an assistive technology sets.
    written: Option<String>,
    shown: String,
    paragraph: Paragraph,
    /// The height of the box, in logical pixels.
    height: f32,
}

impl<Message> Field<'_, Message> {
    /// Where the box is, within the whole.
    fn area(inside: &Inside, bounds: Rectangle) -> Rectangle {
        Rectangle { y: bounds.y + bounds.height - inside.height, height: inside.height, ..bounds }
    }
}

/// Where the next letter comes, from the top left of the words: the top of its line.
fn caret(paragraph: &Paragraph) -> Point {
    let last = paragraph.buffer().layout_runs().last();
    last.map_or(Point::ORIGIN, |run| {
        let end = run.glyphs.iter().map(|glyph| glyph.x + glyph.w).fold(0.0, f32::max);
        Point::new(end, run.line_top)
    })
}

impl<Message: Clone> Widget<Message, Theme, iced::Renderer> for Field<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Inside>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Inside::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.label.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.label);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, if self.fills { Length::Fill } else { Length::Shrink })
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let width = limits.max().width.min(self.most);
        let natural = layout::Limits::new(Size::ZERO, Size::new(width, f32::INFINITY));
        let mut labels: Vec<_> = self
            .label
            .iter_mut()
            .zip(&mut tree.children)
            .map(|(label, tree)| label.as_widget_mut().layout(tree, renderer, &natural))
            .collect();
        let mut above: f32 = labels.iter().map(|label| label.size().height + self.gap).sum();
        let inside = tree.state.downcast_mut::<Inside>();
        inside.height = self.height;
        if self.fills && limits.max().height.is_finite() {
            if above + self.height > limits.max().height {
                above = 0.0;
                labels = vec![layout::Node::new(Size::ZERO); labels.len()];
            }
            inside.height = (limits.max().height - above).max(self.height);
        }
        let text = Text {
            content: self.shown.as_str(),
            // The caret behind the last letter of a full line is in sight too.
            bounds: Size::new((width - self.beside * 2.0 - self.size * 0.2).max(1.0), f32::INFINITY),
            size: self.size.into(),
            line_height: LineHeight::Relative(self.line_height),
            font: font::text(Weight::Regular),
            align_x: iced::Alignment::Start.into(),
            align_y: alignment::Vertical::Top,
            shaping: Shaping::Advanced,
            wrapping: Wrapping::WordOrGlyph,
        };
        if inside.shown != self.shown || inside.paragraph.compare(text.with_content(())) != Difference::None {
            inside.paragraph = Paragraph::with_text(text);
            inside.shown.clone_from(&self.shown);
        }
        layout::Node::with_children(Size::new(width, above + inside.height), labels)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let inside = tree.state.downcast_mut::<Inside>();
        let mut report = Report::control(self.semantics.clone(), Some(inside.pressing.focused));
        operation.custom(None, layout.bounds(), &mut report);
        if let Report::Begin(begin) = report {
            inside.pressing.obey(begin.press, begin.focused);
            if let Some(Adjust::Write(words)) = begin.adjust {
                inside.written = Some(words);
            }
        }
        let labels = self.label.iter_mut().zip(&mut tree.children).zip(layout.children());
        for ((label, tree), layout) in labels.filter(|(_, layout)| layout.bounds().height > 0.0) {
            label.as_widget_mut().operate(tree, layout, renderer, operation);
        }
        operation.custom(None, layout.bounds(), &mut Report::End);
        operation.focusable(None, layout.bounds(), &mut tree.state.downcast_mut::<Inside>().pressing);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &iced::Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let inside = tree.state.downcast_mut::<Inside>();
        if let (Some(words), Some(on)) = (inside.written.take(), &self.on) {
            shell.publish(on(Typing::Set(words)));
        }
        let requested = std::mem::take(&mut inside.pressing.requested);
        let pressed = !shell.is_event_captured()
            && inside.pressing.event(event, layout.bounds(), cursor, true, self.slop, shell).is_some();
        if let Some(message) = &self.on_press
            && (requested || pressed)
        {
            shell.publish(message.clone());
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let inside = tree.state.downcast_ref::<Inside>();
        if inside.pressing.focused && inside.pressing.ring {
            draw_ring(renderer, theme, layout.bounds(), theme.radius());
        }
        let labels = self.label.iter().zip(&tree.children).zip(layout.children());
        for ((label, tree), layout) in labels.filter(|(_, layout)| layout.bounds().height > 0.0) {
            label.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
        let (palette, area) = (theme.palette(), Self::area(inside, layout.bounds()));
        let line = theme.line_width() * 1.5;
        renderer.fill_quad(
            renderer::Quad {
                bounds: area,
                border: border::rounded(theme.radius()).width(line).color(palette.action),
                ..renderer::Quad::default()
            },
            palette.surface,
        );
        let room = area.shrink(Padding::from([self.padding, self.beside]));
        let caret = caret(&inside.paragraph);
        let height = (self.size * self.line_height).ceil();
        // The line in which the next letter comes is always in sight.
        let hidden = (caret.y + height - room.height - 1.0).max(0.0);
        let line_height = self.size * self.line_height;
        let hidden = (hidden / line_height).ceil() * line_height;
        let top = if inside.height > height * 2.0 { room.y } else { room.y + (room.height - height).max(0.0) / 2.0 };
        let at = Point::new(room.x, top - hidden);
        renderer.fill_paragraph(&inside.paragraph, at, palette.text, room);
        let caret = Rectangle {
            x: (at.x + caret.x + self.size * 0.06).round(),
            y: (at.y + caret.y + line_height * 0.12).round(),
            width: (self.size * 0.1).round().max(3.0),
            height: (line_height * 0.76).round(),
        };
        renderer.fill_quad(renderer::Quad { bounds: caret, ..renderer::Quad::default() }, palette.focus);
    }
}
