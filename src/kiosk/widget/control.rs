//! What a visitor can touch: buttons, tiles, chips and links.

mod body;
mod paint;
mod press;

use std::borrow::Cow;

use iced::{Length, Padding, Size};

use super::{Align, Element, Icon, Ui};
use crate::domain::Language;
use crate::i18n;
use crate::kiosk::access::semantics::{Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::TIGHT_LINE_HEIGHT;
use crate::kiosk::theme::{Fill, Ink, Space, Step};
pub(super) use body::Control;
pub(super) use paint::{draw_outline, draw_ring};
pub(super) use press::State;

/// The smallest side of a target, in millimetres: 12.7 by VVSG 2.0, 7.2-I, and a little more.
pub(super) const TARGET: f32 = 13.0;

/// The height of the controls a visitor uses most, in millimetres.
pub(super) const TALL_TARGET: f32 = 18.0;

/// A control with an icon and words. Without a message to send it is shown as unavailable.
pub struct Button<'a, Message> {
    ui: Ui,
    kind: Kind,
    role: Role,
    icon: Option<Icon>,
    words: Cow<'a, str>,
    summary: Cow<'a, str>,
    summary_language: Option<Language>,
    spoken: Option<String>,
    selected: Option<bool>,
    /// Said like a state: again whenever it changes.
    standing: String,
    private: bool,
    /// Shown beside the sign of a setting.
    value: Cow<'a, str>,
    key: Option<String>,
    on_press: Option<Message>,
    fill_width: bool,
    width_portion: Option<u16>,
    icon_last: bool,
    large: bool,
    stacked: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Primary,
    Plain,
    Tile,
    Chip,
    Link,
    /// A choice of a question.
    Choice,
    /// A key of the keyboard on the screen.
    Key,
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

    /// A switch, on or off: shows it by a mark and by a word, and says it (EN 301 549, 5.6).
    pub fn toggle<'a, Message>(self, icon: Icon, words: impl Into<Cow<'a, str>>, on: bool) -> Button<'a, Message> {
        Button { selected: Some(on), ..self.control(Kind::Chip, Role::Toggle, Some(icon), words.into()) }
    }

    /// A key of a keyboard on the screen: no more than what it types, or a word for what it does.
    pub(super) fn key<'a, Message>(self, words: impl Into<Cow<'a, str>>) -> Button<'a, Message> {
        self.control(Kind::Key, Role::Button, None, words.into())
    }

    /// A setting of the bar: its sign and its value above what it is called.
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
            let icon = theme.icon_size(Step::Lead);
            let words = theme.font_size(Step::Body) * theme.line_height(TIGHT_LINE_HEIGHT);
            (theme.space(Space::Small) * 2.0 + icon + theme.space(Space::Half) + words).max(tall)
        } else {
            tall
        };
        iced::widget::space().width(Length::FillPortion(1)).height(height).into()
    }

    pub(super) fn control<'a, Message>(
        self,
        kind: Kind,
        role: Role,
        icon: Option<Icon>,
        words: Cow<'a, str>,
    ) -> Button<'a, Message> {
        // No icon stands alone: what was given no words shows what it is.
        let words = match words.trim() {
            "" => Semantics::new(role, "", self.language).name().to_owned().into(),
            _ => words,
        };
        Button {
            ui: self,
            kind,
            role,
            icon,
            words,
            summary: Cow::Borrowed(""),
            summary_language: None,
            spoken: None,
            selected: None,
            standing: String::new(),
            private: false,
            value: Cow::Borrowed(""),
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

    /// More words below the first ones, spoken after the name. On a private control they are what was answered.
    #[must_use]
    pub fn summary(mut self, words: impl Into<Cow<'a, str>>) -> Self {
        self.summary = words.into();
        self
    }

    /// The language of the summary, where it is not that of the title.
    #[must_use]
    pub fn summary_in(mut self, language: Language) -> Self {
        self.summary_language = (language != self.ui.language).then_some(language);
        self
    }

    /// Called otherwise by a voice than it is shown.
    #[must_use]
    pub fn spoken(mut self, name: impl Into<String>) -> Self {
        self.spoken = Some(name.into());
        self
    }

    /// Chosen among its like, or not.
    #[must_use]
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// The value a setting has, as it is `shown` in little room and as it is `spoken` after its name.
    #[must_use]
    pub fn value(mut self, shown: impl Into<Cow<'a, str>>, spoken: impl Into<Cow<'a, str>>) -> Self {
        self.value = shown.into();
        self.summary = spoken.into();
        self
    }

    /// A setting that is on or off; `shown` says which in little room, a voice in full (EN 301 549, 5.6).
    #[must_use]
    pub fn switched(mut self, on: bool, shown: impl Into<Cow<'a, str>>) -> Self {
        self.role = Role::Toggle;
        self.selected = Some(on);
        self.value = shown.into();
        self
    }

    /// What became of what it acts on, in words: said after its name, and again whenever it changes while the
    /// button keeps the focus.
    #[must_use]
    pub fn standing(mut self, words: impl Into<String>) -> Self {
        self.standing = words.into();
        self
    }

    /// Called by what a visitor answered, or not: then its name is said in private only.
    #[must_use]
    pub fn private(mut self, private: bool) -> Self {
        self.private = private;
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

    /// Whether a switch is on, in a word.
    fn state(&self) -> String {
        i18n::text(self.ui.language, if self.selected == Some(true) { "widget-on" } else { "widget-off" })
    }

    fn semantics(&self) -> Semantics {
        let name = self.spoken.clone().unwrap_or_else(|| self.words.as_ref().to_owned());
        let mut semantics = Semantics::new(self.role, name, self.ui.language).described(self.summary.as_ref());
        semantics.described_in = self.summary_language;
        semantics.selected = self.selected;
        semantics.disabled = self.on_press.is_none();
        semantics.value.clone_from(&self.standing);
        semantics.private = self.private;
        if self.private && self.standing.is_empty() {
            semantics.value = std::mem::take(&mut semantics.description);
        }
        semantics.key.clone_from(&self.key);
        if semantics.disabled {
            semantics.description = i18n::text(self.ui.language, "widget-unavailable");
        } else if self.role == Role::Toggle {
            semantics.description = self.state();
        } else if self.selected == Some(true) {
            semantics.description = i18n::text(self.ui.language, "widget-selected");
        }
        semantics
    }
}

impl<'a, Message: Clone + 'a> From<Button<'a, Message>> for Element<'a, Message> {
    fn from(button: Button<'a, Message>) -> Self {
        let semantics = button.semantics();
        let Button { ui, kind, selected, fill_width, width_portion, stacked, .. } = button;
        let width = match (width_portion, fill_width, kind) {
            (Some(portion), _, _) => Length::FillPortion(portion),
            (None, true, _) | (None, _, Kind::Tile) => Length::Fill,
            (None, false, _) => Length::Shrink,
        };
        let theme = ui.theme;
        let (vertical, horizontal) = match kind {
            Kind::Tile if stacked => (Space::Medium, Space::Medium),
            Kind::Plain | Kind::Primary | Kind::Chip if stacked => (Space::Small, Space::Half),
            Kind::Tile => (Space::Small, Space::Small),
            Kind::Link => (Space::Half, Space::Small),
            Kind::Choice => (Space::Small, Space::Medium),
            Kind::Key => (Space::None, Space::None),
            Kind::Chip => (Space::Half, Space::Medium),
            Kind::Primary | Kind::Plain => (Space::Small, Space::Medium),
        };
        let height = match kind {
            Kind::Primary | Kind::Plain | Kind::Tile | Kind::Choice => TALL_TARGET,
            Kind::Chip | Kind::Link | Kind::Key => TARGET,
        };
        let content = if kind == Kind::Tile {
            tile_content(ui, button.large, button.stacked, button.icon, button.words, button.summary)
        } else if kind == Kind::Key {
            key_content(ui, button.words, button.large)
        } else {
            let icon = match (selected, button.on_press.is_some()) {
                (Some(true), _) => Some(Icon::Check),
                (_, false) => Some(Icon::Minus),
                _ => button.icon,
            };
            let words = match button.role {
                Role::Toggle if !stacked => format!("{}: {}", button.words, button.state()).into(),
                _ => button.words,
            };
            if kind == Kind::Chip && stacked {
                setting_content(ui, icon, words, button.value)
            } else {
                label_content(ui, icon, words, button.icon_last, stacked)
            }
        };
        Element::new(Control {
            semantics,
            content,
            on_press: button.on_press,
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

/// A sign with its value beside it, and below them what they stand for.
fn setting_content<'a, Message: 'a>(
    ui: Ui,
    icon: Option<Icon>,
    words: Cow<'a, str>,
    value: Cow<'a, str>,
) -> Element<'a, Message> {
    let icon = icon.map(|icon| ui.icon(icon, Step::Body, Ink::Inherit));
    let value = (!value.is_empty()).then(|| ui.plain(value, Step::Body, Weight::Regular, TIGHT_LINE_HEIGHT).aside());
    let sign = ui.row([]).push_maybe(icon).push_maybe(value).spacing(Space::Half).align(Align::Center);
    let words = ui.plain(words, Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT);
    ui.column([sign.into(), words.into()]).align(Align::Center).into()
}

/// What a key types, as large as there is room for.
fn key_content<'a, Message: 'a>(ui: Ui, words: Cow<'a, str>, large: bool) -> Element<'a, Message> {
    let step = if large { Step::Lead } else { Step::Body };
    ui.plain(words, step, Weight::Semibold, TIGHT_LINE_HEIGHT).align(Align::Center).into()
}

/// Icon and words side by side.
fn label_content<'a, Message: 'a>(
    ui: Ui,
    icon: Option<Icon>,
    words: Cow<'a, str>,
    icon_last: bool,
    stacked: bool,
) -> Element<'a, Message> {
    let text = ui.plain(words, Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT);
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
        words = words.push(summary.ink(Ink::Muted).width(Length::Fill).aside());
    }
    if stacked {
        let sign = icon.map(|icon| ui.icon(icon, Step::Display, Ink::Action));
        return ui.column([]).push_maybe(sign).push(words).spacing(Space::Small).fill_width().into();
    }
    let plate = icon.map(|icon| ui.sheet(Fill::Plate, ui.icon(icon, Step::Title, Ink::Action)).padding(Space::Half));
    let row = ui.row([]).spacing(Space::Small).align(Align::Center).fill_width();
    row.push_maybe(plate).push(words).into()
}

#[cfg(test)]
mod tests;
