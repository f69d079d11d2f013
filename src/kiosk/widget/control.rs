//! What a visitor can touch: buttons, tiles, chips and links.

use std::borrow::Cow;

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, renderer};
use iced::keyboard::{self, key};
use iced::{Border, Color, Event, Length, Padding, Point, Rectangle, Size, border, touch};

use super::{Align, Element, Icon, Ui};
use crate::i18n;
use crate::kiosk::access::semantics::{Begin, Report, Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::TIGHT_LINE_HEIGHT;
use crate::kiosk::theme::{Fill, Ink, Space, Step, Theme};

/// The smallest side of a target, in millimetres: 12.7 by VVSG 2.0, 7.2-I, and a little more.
const TARGET: f32 = 13.0;

/// The height of the controls a visitor uses most, in millimetres.
const TALL_TARGET: f32 = 18.0;

/// A control with an icon and words. Without a message to send it is shown as unavailable.
pub struct Button<'a, Message> {
    ui: Ui,
    kind: Kind,
    role: Role,
    icon: Option<Icon>,
    words: Cow<'a, str>,
    summary: Cow<'a, str>,
    spoken: Option<String>,
    state: Option<(Cow<'a, str>, String)>,
    selected: Option<bool>,
    key: Option<String>,
    on_press: Option<Message>,
    fill_width: bool,
    width_portion: Option<u16>,
    icon_last: bool,
    large: bool,
    stacked: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Plain,
    Tile,
    Chip,
    Link,
}

impl Ui {
    /// A button: icon and words with an outline.
    pub fn button<'a, Message>(self, icon: Icon, words: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
        self.control(Kind::Plain, Role::Button, Some(icon), words.into())
    }

    /// The one thing to do next on a screen: a filled button.
    pub fn primary<'a, Message>(self, icon: Icon, words: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
        self.control(Kind::Primary, Role::Button, Some(icon), words.into())
    }

    /// A large target that leads somewhere: icon, title and, below it, a summary.
    pub fn tile<'a, Message>(self, icon: Icon, title: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
        self.control(Kind::Tile, Role::Link, Some(icon), title.into())
    }

    /// One of several choices, or a switch: shows by a mark whether it is chosen.
    pub fn chip<'a, Message>(self, words: impl Into<Cow<'a, str>>, selected: bool) -> Button<'a, Message> {
        Button { selected: Some(selected), ..self.control(Kind::Chip, Role::Button, None, words.into()) }
    }

    /// A setting of the bar: its sign and its state above what it is called.
    pub fn setting<'a, Message>(self, icon: Icon, words: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
        Button { stacked: true, ..self.control(Kind::Chip, Role::Button, Some(icon), words.into()) }
    }

    /// A way to another page.
    pub fn link<'a, Message: Clone + 'a>(
        self,
        words: impl Into<Cow<'a, str>>,
        on_press: Message,
    ) -> Element<'a, Message> {
        self.control(Kind::Link, Role::Link, Some(Icon::ArrowRight), words.into()).on_press(on_press).into()
    }

    /// The place of a control that is not there: as tall, one part wide, so that its neighbours never
    /// move. `stacked` as they are.
    pub fn empty_control<'a, Message: 'a>(self, stacked: bool) -> Element<'a, Message> {
        let theme = self.theme;
        let tall = theme.millimetres(TALL_TARGET).ceil();
        let height = if stacked {
            let icon = (theme.font_size(Step::Lead) * 1.2).round();
            let words = theme.font_size(Step::Body) * TIGHT_LINE_HEIGHT;
            (theme.space(Space::Small) * 2.0 + icon + theme.space(Space::Half) + words).max(tall)
        } else {
            tall
        };
        iced::widget::space().width(Length::FillPortion(1)).height(height).into()
    }

    fn control<'a, Message>(
        self,
        kind: Kind,
        role: Role,
        icon: Option<Icon>,
        words: Cow<'a, str>,
    ) -> Button<'a, Message> {
        Button {
            ui: self,
            kind,
            role,
            icon,
            words,
            summary: Cow::Borrowed(""),
            spoken: None,
            state: None,
            selected: None,
            key: None,
            on_press: None,
            fill_width: false,
            width_portion: None,
            icon_last: false,
            large: false,
            stacked: false,
        }
    }
}

impl<'a, Message> Button<'a, Message> {
    /// What pressing it does.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    /// What pressing it does, if it can be pressed now.
    #[must_use]
    pub fn on_press_maybe(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// More words below the first ones, spoken after the name.
    #[must_use]
    pub fn summary(mut self, words: impl Into<Cow<'a, str>>) -> Self {
        self.summary = words.into();
        self
    }

    /// Called otherwise by a voice than it is shown.
    #[must_use]
    pub fn spoken(mut self, name: impl Into<String>) -> Self {
        self.spoken = Some(name.into());
        self
    }

    /// Chosen or switched on, or not.
    #[must_use]
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// The state it is in, as `shown` beside its sign and as it is `spoken` after its name.
    #[must_use]
    pub fn state(mut self, shown: impl Into<Cow<'a, str>>, spoken: impl Into<String>) -> Self {
        self.state = Some((shown.into(), spoken.into()));
        self
    }

    /// With an icon beside the words of a chip.
    #[must_use]
    pub fn with_icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The icon after the words: "Next ▶".
    #[must_use]
    pub fn icon_last(mut self) -> Self {
        self.icon_last = true;
        self
    }

    /// A tile in larger type.
    #[must_use]
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// The icon above the words, which get all the width: long words stay whole.
    #[must_use]
    pub fn stacked(mut self) -> Self {
        self.stacked = true;
        self
    }

    /// Takes all the width there is.
    #[must_use]
    pub fn fill_width(mut self) -> Self {
        self.fill_width = true;
        self
    }

    /// Takes `portion` parts of the width, when its neighbours take theirs.
    #[must_use]
    pub fn width_portion(mut self, portion: u16) -> Self {
        self.width_portion = Some(portion);
        self
    }

    /// Known by `key`: keeps its node when its place changes.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    fn semantics(&self) -> Semantics {
        let name = self.spoken.clone().unwrap_or_else(|| self.words.as_ref().to_owned());
        let mut semantics = Semantics::new(self.role, name, self.ui.language).described(self.summary.as_ref());
        semantics.selected = self.selected;
        semantics.disabled = self.on_press.is_none();
        semantics.key.clone_from(&self.key);
        if semantics.disabled {
            semantics.description = i18n::text(self.ui.language, "widget-unavailable");
        } else if let Some((_, spoken)) = &self.state {
            semantics.description.clone_from(spoken);
        } else if self.selected == Some(true) {
            semantics.description = i18n::text(self.ui.language, "widget-selected");
        }
        semantics
    }
}

impl<'a, Message: Clone + 'a> From<Button<'a, Message>> for Element<'a, Message> {
    fn from(button: Button<'a, Message>) -> Self {
        let semantics = button.semantics();
        let Button { ui, kind, on_press, selected, fill_width, width_portion, stacked, .. } = button;
        let width = match (width_portion, fill_width, kind) {
            (Some(portion), _, _) => Length::FillPortion(portion),
            (None, true, _) | (None, _, Kind::Tile) => Length::Fill,
            (None, false, _) => Length::Shrink,
        };
        let theme = ui.theme;
        let (vertical, horizontal) = match kind {
            Kind::Tile if stacked => (Space::Medium, Space::Medium),
            Kind::Plain | Kind::Primary if stacked => (Space::Small, Space::Half),
            Kind::Tile => (Space::Small, Space::Medium),
            Kind::Link => (Space::Half, Space::Small),
            Kind::Chip if stacked => (Space::Small, Space::Half),
            Kind::Chip => (Space::Half, Space::Medium),
            Kind::Primary | Kind::Plain => (Space::Small, Space::Medium),
        };
        let height = match kind {
            Kind::Primary | Kind::Plain | Kind::Tile => TALL_TARGET,
            Kind::Chip | Kind::Link => TARGET,
        };
        let content = if kind == Kind::Tile {
            tile_content(ui, button.large, button.stacked, button.icon, button.words, button.summary)
        } else {
            let icon = match (selected, on_press.is_some()) {
                (Some(true), _) => Some(Icon::Check),
                (_, false) => Some(Icon::Minus),
                _ => button.icon,
            };
            let state = button.state.map(|(shown, _)| shown);
            // A setting without a state has its sign where others have theirs.
            let state = state.or((kind == Kind::Chip && stacked).then_some(Cow::Borrowed("")));
            label_content(ui, icon, button.words, state, button.icon_last, button.stacked)
        };
        Element::new(Control {
            semantics,
            content,
            on_press,
            kind,
            selected: selected == Some(true),
            width,
            padding: Padding::from([theme.space(vertical), theme.space(horizontal)]),
            least: Size::new(theme.millimetres(TARGET).ceil(), theme.millimetres(height).ceil()),
            top: kind == Kind::Tile && stacked,
            slop: theme.millimetres(4.0).max(12.0),
        })
    }
}

/// Icon and words side by side.
fn label_content<'a, Message: 'a>(
    ui: Ui,
    icon: Option<Icon>,
    words: Cow<'a, str>,
    state: Option<Cow<'a, str>>,
    icon_last: bool,
    stacked: bool,
) -> Element<'a, Message> {
    let text = ui.plain(words, Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT);
    if let Some(state) = state {
        let icon = icon.map(|icon| ui.icon(icon, Step::Body, Ink::Inherit));
        let state = (!state.is_empty()).then(|| ui.plain(state, Step::Body, Weight::Regular, TIGHT_LINE_HEIGHT));
        let sign = ui.row([]).push_maybe(icon).push_maybe(state).spacing(Space::Half).align(Align::Center);
        return ui.column([sign.into(), text.into()]).align(Align::Center).into();
    }
    let mut parts: Vec<Element<'a, Message>> = vec![text.into()];
    if let Some(icon) = icon {
        let icon = ui.icon(icon, if stacked { Step::Lead } else { Step::Body }, Ink::Inherit);
        if icon_last && !stacked { parts.push(icon) } else { parts.insert(0, icon) }
    }
    if stacked {
        return ui.column(parts).spacing(Space::Half).align(Align::Center).into();
    }
    ui.row(parts).spacing(Space::Small).align(Align::Center).into()
}

/// An icon on a plate, a title, and a summary below it.
fn tile_content<'a, Message: 'a>(
    ui: Ui,
    large: bool,
    stacked: bool,
    icon: Option<Icon>,
    title: Cow<'a, str>,
    summary: Cow<'a, str>,
) -> Element<'a, Message> {
    let step = if large { Step::Lead } else { Step::Body };
    let mut words = ui
        .column([ui.plain(title, step, Weight::Semibold, TIGHT_LINE_HEIGHT).width(Length::Fill).into()])
        .spacing(Space::Half)
        .fill_width();
    if !summary.is_empty() {
        let summary = ui.plain(summary, Step::Body, Weight::Regular, TIGHT_LINE_HEIGHT);
        words = words.push(summary.class(Ink::Muted).width(Length::Fill));
    }
    if stacked {
        let sign = icon.map(|icon| ui.icon(icon, Step::Display, Ink::Action));
        return ui.column([]).push_maybe(sign).push(words).spacing(Space::Small).fill_width().into();
    }
    let plate = icon.map(|icon| ui.sheet(Fill::Plate, ui.icon(icon, Step::Title, Ink::Action)).padding(Space::Small));
    let row = ui.row([]).spacing(Space::Medium).align(Align::Center).fill_width();
    row.push_maybe(plate).push(words).into()
}

/// The widget under every control.
struct Control<'a, Message> {
    semantics: Semantics,
    content: Element<'a, Message>,
    on_press: Option<Message>,
    kind: Kind,
    selected: bool,
    width: Length,
    padding: Padding,
    least: Size,
    /// Whether the content stands at the top instead of the middle.
    top: bool,
    /// How far a finger may stray before its press is taken back, in logical pixels.
    slop: f32,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    focused: bool,
    /// A finger needs no ring to see where it is.
    ring: bool,
    press: Option<Press>,
    /// Asked for through the accessibility tree.
    requested: bool,
}

#[derive(Debug, Clone, Copy)]
struct Press {
    source: Source,
    origin: Point,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Mouse,
    Finger(touch::Finger),
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
        self.ring = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
        self.ring = false;
    }
}

impl<Message: Clone> Control<'_, Message> {
    fn act(&self, shell: &mut Shell<'_, Message>) {
        if let Some(message) = &self.on_press {
            shell.publish(message.clone());
        }
    }

    fn pressed(&self, state: &mut State, inside: bool, press: Press, shell: &mut Shell<'_, Message>) {
        if !inside {
            if state.focused {
                state.unfocus();
                shell.request_redraw();
            }
            return;
        }
        // A second finger or button does not disturb the first: no two actions at once.
        if state.press.is_none() && self.on_press.is_some() {
            state.press = Some(press);
            shell.request_redraw();
        }
    }

    fn released(&self, state: &mut State, source: Source, inside: bool, shell: &mut Shell<'_, Message>) {
        if state.press.is_some_and(|press| press.source == source) {
            state.press = None;
            shell.request_redraw();
            if inside {
                state.focused = true;
                state.ring = false;
                self.act(shell);
            }
        }
    }

    fn key(&self, state: &State, event: &keyboard::Event, shell: &mut Shell<'_, Message>) {
        let keyboard::Event::KeyPressed { key: keyboard::Key::Named(named), repeat, modifiers, .. } = event else {
            return;
        };
        if state.focused
            && matches!(named, key::Named::Enter | key::Named::Space)
            && !modifiers.alt()
            && !modifiers.control()
            && !modifiers.logo()
        {
            // A held key acts once (EN 301 549, 5.7).
            if !repeat {
                self.act(shell);
            }
            shell.capture_event();
        }
    }
}

impl<Message: Clone> Widget<Message, Theme, iced::Renderer> for Control<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        if self.on_press.is_none() {
            tree.state.downcast_mut::<State>().press = None;
        }
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let limits = limits.min_width(self.least.width).min_height(self.least.height);
        let (down, across) = (
            if self.top { iced::Alignment::Start } else { iced::Alignment::Center },
            match self.kind {
                Kind::Primary | Kind::Plain | Kind::Chip => iced::Alignment::Center,
                Kind::Tile | Kind::Link => iced::Alignment::Start,
            },
        );
        layout::positioned(
            &limits,
            self.width,
            Length::Shrink,
            self.padding,
            |limits| {
                // Always the same room below: words that were measured are not shaped again when a grid
                // or a row then tells the control how tall to be.
                let room = Size::new(limits.max().width, f32::INFINITY);
                let limits = layout::Limits::new(Size::ZERO, room);
                self.content.as_widget_mut().layout(&mut tree.children[0], renderer, &limits)
            },
            |content, size| content.align(across, down, size),
        )
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        _renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let mut report = Report::Begin(Box::new(Begin {
            semantics: self.semantics.clone(),
            focused: Some(state.focused),
            press: false,
            focus: false,
        }));
        operation.custom(None, layout.bounds(), &mut report);
        if let Report::Begin(begin) = report {
            state.requested |= begin.press;
            match begin.focused {
                Some(true) if !state.focused => state.focus(),
                Some(false) if state.focused => state.unfocus(),
                _ => {}
            }
        }
        if let Some(content) = layout.children().next() {
            operation.text(None, content.bounds(), &self.semantics.name);
        }
        operation.custom(None, layout.bounds(), &mut Report::End);
        operation.focusable(None, layout.bounds(), state);
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
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        if std::mem::take(&mut state.requested) {
            self.act(shell);
        }
        if shell.is_event_captured() {
            return;
        }
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
                let origin = cursor.position().unwrap_or(Point::ORIGIN);
                self.pressed(state, cursor.is_over(bounds), Press { source: Source::Mouse, origin }, shell);
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => {
                self.released(state, Source::Mouse, cursor.is_over(bounds), shell);
            }
            // The press of a finger is remembered, not captured: the finger may yet turn out to do
            // something else.
            Event::Touch(touch::Event::FingerPressed { id, position }) => {
                let press = Press { source: Source::Finger(*id), origin: *position };
                self.pressed(state, bounds.contains(*position), press, shell);
            }
            Event::Touch(touch::Event::FingerMoved { id, position }) => {
                if let Some(press) = state.press
                    && press.source == Source::Finger(*id)
                    && press.origin.distance(*position) > self.slop
                {
                    state.press = None;
                    shell.request_redraw();
                }
            }
            Event::Touch(touch::Event::FingerLifted { id, position }) => {
                let near = state.press.is_some_and(|press| press.origin.distance(*position) <= self.slop);
                self.released(state, Source::Finger(*id), near && bounds.contains(*position), shell);
            }
            Event::Touch(touch::Event::FingerLost { id, .. }) => {
                self.released(state, Source::Finger(*id), false, shell);
            }
            Event::Keyboard(event) => self.key(state, event, shell),
            _ => {}
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let bounds = layout.bounds();
        let Some(content) = layout.children().next() else { return };
        if state.focused && state.ring {
            draw_ring(renderer, theme, bounds, self.kind);
        }
        let paint = paint(theme, self.kind, state.press.is_some(), self.selected, self.on_press.is_none());
        renderer.fill_quad(
            renderer::Quad { bounds, border: paint.border, ..renderer::Quad::default() },
            paint.fill.unwrap_or(Color::TRANSPARENT),
        );
        let text_color = paint.label;
        self.content.as_widget().draw(
            &tree.children[0],
            renderer,
            theme,
            &renderer::Style { text_color },
            content,
            cursor,
            viewport,
        );
        if self.kind == Kind::Link {
            let line = theme.line_width() + if state.press.is_some() { theme.line_width() } else { 0.0 };
            let words = content.bounds();
            renderer.fill_quad(
                renderer::Quad {
                    bounds: Rectangle::new(
                        Point::new(words.x, words.y + words.height + theme.line_width()),
                        Size::new(words.width, line),
                    ),
                    ..renderer::Quad::default()
                },
                text_color,
            );
        }
    }
}

/// The ring around a focused control, with a gap that keeps it apart from any fill.
fn draw_ring(renderer: &mut iced::Renderer, theme: &Theme, bounds: Rectangle, kind: Kind) {
    let (gap, width) = (theme.ring_gap(), theme.ring_width());
    let radius = corner(theme, kind, bounds) + gap + width;
    renderer.fill_quad(
        renderer::Quad {
            bounds: bounds.expand(gap + width),
            border: border::rounded(radius).width(width).color(theme.palette().focus),
            ..renderer::Quad::default()
        },
        theme.palette().background,
    );
}

struct Paint {
    fill: Option<Color>,
    label: Color,
    border: Border,
}

/// Round at both ends on one line, and still a sheet with round corners on two.
fn chip_radius(theme: &Theme) -> f32 {
    (theme.millimetres(TARGET) / 2.0).ceil()
}

fn corner(theme: &Theme, kind: Kind, bounds: Rectangle) -> f32 {
    match kind {
        Kind::Chip => chip_radius(theme).min(bounds.height / 2.0),
        _ => theme.radius(),
    }
}

/// How a control looks in a state: states differ by outline and fill, never by hue alone.
fn paint(theme: &Theme, kind: Kind, pressed: bool, selected: bool, disabled: bool) -> Paint {
    let palette = theme.palette();
    let outline = |width: f32, color: Color| border::rounded(theme.radius()).width(width).color(color);
    let thin = theme.line_width();
    let mut paint = match kind {
        _ if disabled => Paint { fill: None, label: palette.muted, border: outline(0.0, palette.line) },
        Kind::Primary if pressed => {
            Paint { fill: Some(palette.surface), label: palette.action, border: outline(thin * 2.0, palette.action) }
        }
        Kind::Primary => {
            Paint { fill: Some(palette.action), label: palette.action_label, border: outline(0.0, palette.action) }
        }
        Kind::Chip if selected => {
            Paint { fill: Some(palette.action), label: palette.action_label, border: outline(thin, palette.action) }
        }
        Kind::Link => Paint { fill: None, label: palette.action, border: outline(0.0, palette.line) },
        Kind::Plain | Kind::Tile | Kind::Chip if pressed => {
            Paint { fill: Some(palette.tint), label: palette.text, border: outline(thin * 2.0, palette.action) }
        }
        Kind::Plain | Kind::Tile | Kind::Chip => {
            Paint { fill: Some(palette.surface), label: palette.text, border: outline(thin, palette.line) }
        }
    };
    if kind == Kind::Chip {
        paint.border.radius = border::radius(chip_radius(theme));
    }
    paint
}

#[cfg(test)]
mod tests;
