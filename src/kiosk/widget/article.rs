//! A page's blocks as a flow: what an editor wrote, ready to be read page by page.

use super::voice::voice;
use super::{Element, Flow, Picture, Ui};
use crate::domain::PageKey;
use crate::domain::page::{Block, Inline, LinkTarget};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::typography::LINE_HEIGHT;
use crate::kiosk::theme::{Fill, Space, Step};

/// Gives the decoded picture of a media file's name, if the stand has it.
pub type Media<'m> = &'m dyn Fn(&str) -> Option<Picture>;

impl Ui {
    /// The blocks of a page. `media` gives its pictures, `follow` the message of a link to a page.
    pub fn article<'a, Message: Clone + 'a>(
        self,
        blocks: &[Block],
        media: Media<'_>,
        follow: &dyn Fn(&PageKey) -> Message,
    ) -> Vec<Flow<'a, Message>> {
        let mut flow = Vec::with_capacity(blocks.len());
        for block in blocks {
            match block {
                Block::Heading { level, text } => {
                    let words = super::text::shown_text(text);
                    flow.push(Flow::piece(self.heading(*level, words)).keep_with_next());
                }
                Block::Paragraph { text } => {
                    for part in self.split(text) {
                        flow.push(Flow::piece(self.prose(&part, follow)));
                    }
                }
                Block::List { start, items } => {
                    let items: Vec<_> = items.iter().map(|item| self.stacked(item, media, follow)).collect();
                    flow.push(self.list(String::new(), *start, items).into());
                }
                Block::Table { caption, headers, rows } => {
                    flow.push(self.table(caption.as_str(), headers, rows).into());
                }
                Block::Image { media: name, alternative } => {
                    flow.push(Flow::piece(self.image(media(name).as_ref(), alternative.as_str())));
                }
                Block::Quote { blocks } => {
                    // A long quotation goes on on the next page, as a list does.
                    let parts = self.article(blocks, media, follow).into_iter().map(|part| self.whole(part));
                    flow.push(Flow {
                        semantics: Some(Semantics::new(Role::Quote, String::new(), self.language)),
                        head: None,
                        pieces: parts.map(|part| self.barred(part)).collect(),
                        spacing: Space::None,
                        keeps_with_next: false,
                        keys: Vec::new(),
                        gap: Space::Medium,
                    });
                }
            }
        }
        flow
    }

    /// A quotation.
    pub fn quote<'a, Message: 'a>(self, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
        voice(Semantics::new(Role::Quote, String::new(), self.language), self.barred(content))
    }

    /// Words beside the bar of a quotation.
    fn barred<'a, Message: 'a>(self, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
        let bar = iced::widget::container(iced::widget::space())
            .width(self.theme.ring_width())
            .height(iced::Fill)
            .class(Fill::Rule);
        let words = self.sheet(Fill::None, content).padding_each(Space::Small, Space::Medium).fill_width();
        let row = iced::widget::Row::with_children([bar.into(), words.into()]).height(iced::Shrink);
        self.sheet(Fill::Tint, row).fill_width().into()
    }

    /// Blocks one below another, in one piece.
    fn stacked<'a, Message: Clone + 'a>(
        self,
        blocks: &[Block],
        media: Media<'_>,
        follow: &dyn Fn(&PageKey) -> Message,
    ) -> Element<'a, Message> {
        let parts = self.article(blocks, media, follow).into_iter().map(|part| self.whole(part));
        self.column(parts).spacing(Space::Small).fill_width().into()
    }

    /// A paragraph in parts that are each at most about a third of a page, cut between sentences: a
    /// piece is never cut where it is shown.
    fn split(self, text: &[Inline]) -> Vec<Vec<Inline>> {
        let window = self.theme.window();
        let size = self.theme.font_size(Step::Body);
        let line = (self.width().min(self.reading_width())
            / (size * if self.theme.has_spacing(LINE_HEIGHT) { 0.7 } else { 0.53 }))
        .max(10.0);
        let lines = (window.height * 0.3 / (size * self.theme.line_height(LINE_HEIGHT))).max(2.0);
        // The target of a link stands on a line of its own below the words, about twice as high.
        split_sentences(text, (line * lines) as usize, (line * 2.0) as usize)
    }
}

/// Cuts a paragraph at ends of sentences into parts of at most `most` characters, as far as sentences
/// allow it; the target of a link takes the room of `target` more.
fn split_sentences(text: &[Inline], most: usize, target: usize) -> Vec<Vec<Inline>> {
    let room = |inline: &Inline| {
        let leads = matches!(inline, Inline::Link { target: LinkTarget::Page { .. }, .. });
        inline.text().chars().count() + if leads { target } else { 0 }
    };
    if text.iter().map(room).sum::<usize>() <= most {
        return vec![text.to_vec()];
    }
    // Whole sentences, with the links that stand in them.
    let mut whole: Vec<Vec<Inline>> = Vec::new();
    let mut goes_on = false;
    let pieces = text.iter().flat_map(|inline| match inline {
        Inline::Text { text } => sentences(text).map(|text| Inline::Text { text: text.to_owned() }).collect(),
        other => vec![other.clone()],
    });
    for piece in pieces {
        let ends = ends_sentence(piece.text());
        match whole.last_mut().filter(|_| goes_on) {
            Some(sentence) => sentence.push(piece),
            None => whole.push(vec![piece]),
        }
        goes_on = !ends;
    }
    let mut parts: Vec<Vec<Inline>> = Vec::new();
    let mut used = 0;
    for sentence in whole {
        let length: usize = sentence.iter().map(room).sum();
        match parts.last_mut().filter(|_| used + length <= most) {
            Some(part) => {
                part.extend(sentence);
                used += length;
            }
            None => {
                parts.push(sentence);
                used = length;
            }
        }
    }
    parts
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '…', ';'])
}

/// The sentences of a text, each with the space after it.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .zip(rest.chars().skip(1).map(Some).chain([None]))
            .find(|((_, this), next)| {
                matches!(this, '.' | '!' | '?' | '…' | ';') && next.is_none_or(char::is_whitespace)
            })
            .map_or(rest.len(), |((at, this), next)| at + this.len_utf8() + next.map_or(0, char::len_utf8));
        let (sentence, tail) = rest.split_at(end);
        rest = tail;
        Some(sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_is_cut_between_sentences_and_loses_nothing() {
        let text = "Бірінші сөйлем. Екінші сөйлем біраз ұзынырақ! Үшінші? Соңғысы нүктесіз";
        let inlines = [Inline::Text { text: text.to_owned() }];
        let parts = split_sentences(&inlines, 40, 10);
        assert!(parts.len() > 1);
        let words: String = parts.iter().flatten().map(Inline::text).collect();
        assert_eq!(words, text);
        for part in &parts[..parts.len() - 1] {
            assert!(ends_sentence(part.last().expect("no part is empty").text()));
        }
    }

    #[test]
    fn a_short_paragraph_stays_whole() {
        let inlines = [Inline::Text { text: "А. Б. В.".to_owned() }];
        assert_eq!(split_sentences(&inlines, 40, 10), [inlines.to_vec()]);
    }
}
