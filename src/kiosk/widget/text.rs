//! Words: headings, paragraphs, labels, quotations, news and progress.

use std::borrow::Cow;
use std::ops::Range;

use iced::Length;

use super::prose::Run;
use super::voice::voice;
use super::{Align, Element, Icon, Ui};
use crate::domain::page::{Inline, LinkTarget, plain_text};
use crate::domain::{Language, PageKey};
use crate::i18n;
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::{LINE_HEIGHT, TIGHT_LINE_HEIGHT};
use crate::kiosk::theme::{Fill, Ink, Space, Step};

/// A short text: a label, a date, the clock.
pub struct Label<'a> {
    ui: Ui,
    words: Cow<'a, str>,
    step: Step,
    weight: Weight,
    ink: Ink,
    align: Align,
    fill: bool,
    spoken: Option<String>,
    private: bool,
}

impl Ui {
    /// A short text.
    pub fn text<'a>(self, words: impl Into<Cow<'a, str>>) -> Label<'a> {
        Label {
            ui: self,
            words: words.into(),
            step: Step::Body,
            weight: Weight::Regular,
            ink: Ink::Text,
            align: Align::Start,
            fill: false,
            spoken: None,
            private: self.private,
        }
    }

    /// A heading. `level` 1 is the screen's title; levels do not skip.
    pub fn heading<'a, Message: 'a>(self, level: u8, words: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
        let words = words.into();
        let (step, weight) = match level {
            0 | 1 => (Step::Title, Weight::Bold),
            2 => (Step::Lead, Weight::Bold),
            _ => (Step::Body, Weight::Bold),
        };
        let semantics = Semantics::new(Role::Heading { level }, words.as_ref(), self.language).private(self.private);
        let words = semantics.name().to_owned();
        voice(semantics, self.plain(words, step, weight, TIGHT_LINE_HEIGHT).ink(Ink::Text).width(Length::Fill))
    }

    /// A paragraph.
    pub fn paragraph<'a, Message: 'a>(self, words: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
        let words = words.into();
        let semantics = Semantics::new(Role::Paragraph, words.as_ref(), self.language).private(self.private);
        voice(semantics, self.plain(words, Step::Body, Weight::Regular, LINE_HEIGHT).ink(Ink::Text).width(Length::Fill))
    }

    /// A paragraph with emphasis, phone numbers, passages in other languages and links.
    ///
    /// A link to a page is also a target of its own below the paragraph, large enough for a finger;
    /// an address is shown in full, for a stand can not open it. `follow` gives the message of a link.
    pub fn prose<'a, Message: Clone + 'a>(
        self,
        inlines: &[Inline],
        follow: &dyn Fn(&PageKey) -> Message,
    ) -> Element<'a, Message> {
        let paragraph = self.rich(inlines);
        let links: Vec<_> = inlines
            .iter()
            .filter_map(|inline| match inline {
                Inline::Link { text, target: LinkTarget::Page { key } } => Some(self.link(text.clone(), follow(key))),
                _ => None,
            })
            .collect();
        if links.is_empty() {
            return paragraph;
        }
        let mut column = self.column([paragraph]).spacing(Space::Small).fill_width();
        for link in links {
            column = column.push(link);
        }
        column.into()
    }

    /// The words of a paragraph, without targets.
    pub(super) fn rich<'a, Message: 'a>(self, inlines: &[Inline]) -> Element<'a, Message> {
        let text = self.runs(inlines.iter().map(run), Step::Body, Weight::Regular, LINE_HEIGHT);
        let text = text.ink(Ink::Text).width(Length::Fill);
        // A voice must change with the language: the runs of one language are a node of their own.
        let passages = self.passages(inlines, 0);
        let words = if passages.is_empty() { shown_text(inlines) } else { String::new() };
        voice(Semantics::new(Role::Paragraph, words, self.language), text.passages(passages))
    }

    /// The passages of one language that `inlines` are heard in, each with the runs that show it, an inline a run
    /// from run `first` on; none where all is in the language of the page.
    pub(super) fn passages(self, inlines: &[Inline], first: usize) -> Vec<(Semantics, Range<usize>)> {
        if !inlines.iter().any(|inline| matches!(inline, Inline::Foreign { .. })) {
            return Vec::new();
        }
        let mut passages: Vec<(Language, Range<usize>)> = Vec::new();
        for (index, inline) in inlines.iter().enumerate() {
            let language = match inline {
                Inline::Foreign { language, .. } => *language,
                _ => self.language,
            };
            match passages.last_mut() {
                Some((last, runs)) if *last == language => runs.end = index + 1,
                _ => passages.push((language, index..index + 1)),
            }
        }
        passages
            .into_iter()
            .map(|(language, runs)| (language, shown_text(&inlines[runs.clone()]), runs))
            .filter(|(_, words, _)| !words.trim().is_empty())
            .map(|(language, words, runs)| {
                (Semantics::new(Role::Text, words.trim(), language), first + runs.start..first + runs.end)
            })
            .collect()
    }

    /// News a voice tells when it next pauses. The icon stands beside the words.
    pub fn status<'a, Message: 'a>(self, icon: Icon, words: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
        self.news(Role::Status, icon, words.into(), Fill::Note)
    }

    /// What holds all the time and is no news. The icon stands beside the words.
    pub fn note<'a, Message: 'a>(self, icon: Icon, words: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
        self.news(Role::Text, icon, words.into(), Fill::Note)
    }

    /// News a voice tells at once, and an eye does not overlook.
    pub fn alert<'a, Message: 'a>(self, icon: Icon, words: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
        self.news(Role::Alert, icon, words.into(), Fill::Banner)
    }

    fn news<'a, Message: 'a>(self, role: Role, icon: Icon, words: Cow<'a, str>, fill: Fill) -> Element<'a, Message> {
        let semantics = Semantics::new(role, words.as_ref(), self.language).private(self.private);
        let text = self.plain(words, Step::Body, Weight::Semibold, LINE_HEIGHT).width(Length::Fill);
        let row = self
            .row([self.icon(icon, Step::Lead, Ink::Inherit), text.into()])
            .spacing(Space::Small)
            .align(Align::Center)
            .fill_width();
        voice(semantics, self.sheet(fill, row).padding_each(Space::Small, Space::Medium).fill_width())
    }

    /// Where a visitor is: "page 2 of 5".
    pub fn progress<'a, Message: 'a>(self, now: usize, of: usize) -> Element<'a, Message> {
        let words = i18n::text_with(self.language, "widget-page-of", &[("page", now.into()), ("pages", of.into())]);
        let semantics = Semantics::new(Role::Progress { now, of }, words.as_str(), self.language);
        voice(semantics, self.plain(words, Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT).ink(Ink::Text))
    }
}

impl<'a> Label<'a> {
    /// In a step of the type scale.
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.step = step;
        self
    }

    /// In a weight.
    #[must_use]
    pub fn weight(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// In an ink.
    #[must_use]
    pub fn ink(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }

    /// Over all the width there is, aligned.
    #[must_use]
    pub fn fill_width(mut self, align: Align) -> Self {
        self.fill = true;
        self.align = align;
        self
    }

    /// What a visitor answered, or not: then it is said in private only (EN 301 549, 5.1.3.9).
    #[must_use]
    pub fn private(mut self, private: bool) -> Self {
        self.private |= private;
        self
    }

    /// Said in other words than it is shown: "open until half past six" for "18:30".
    #[must_use]
    pub fn spoken(mut self, words: impl Into<String>) -> Self {
        self.spoken = Some(words.into());
        self
    }
}

impl<'a, Message: 'a> From<Label<'a>> for Element<'a, Message> {
    fn from(label: Label<'a>) -> Self {
        let spoken = label.spoken.unwrap_or_else(|| label.words.as_ref().to_owned());
        let semantics = Semantics::new(Role::Text, spoken, label.ui.language).private(label.private);
        let mut text = label.ui.plain(label.words, label.step, label.weight, TIGHT_LINE_HEIGHT).ink(label.ink);
        if label.fill {
            text = text.width(Length::Fill).align(label.align);
        }
        voice(semantics, text)
    }
}

/// The words of a paragraph as they are shown: an address follows the words of its link.
pub(super) fn shown_text(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Link { text, target: LinkTarget::Address { address } } => {
                let plain = address.trim_start_matches("mailto:").trim_start_matches("https://");
                let plain = plain.trim_start_matches("http://").trim_end_matches('/');
                if text.contains(plain) { text.clone() } else { format!("{text} ({plain})") }
            }
            other => plain_text(std::slice::from_ref(other)),
        })
        .collect()
}

/// A part of a paragraph as it is drawn.
fn run(inline: &Inline) -> Run<'static> {
    let words = shown_text(std::slice::from_ref(inline));
    let words = if matches!(inline, Inline::Phone { .. }) { unbroken(&words) } else { words };
    let weight = match inline {
        Inline::Strong { .. } | Inline::Phone { .. } => Weight::Bold,
        Inline::Emphasis { .. } | Inline::Link { .. } => Weight::Semibold,
        Inline::Text { .. } | Inline::Foreign { .. } | Inline::Break => Weight::Regular,
    };
    Run { words: words.into(), weight, underlined: matches!(inline, Inline::Link { .. }) }
}

/// A phone number that no line break tears apart.
fn unbroken(number: &str) -> String {
    number.replace(' ', "\u{a0}").replace('-', "\u{2011}")
}
