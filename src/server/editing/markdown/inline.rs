//! Words within a block: emphasis, links, phone numbers, images, and the signs that were meant as
//! such but are not.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::domain::page::{Inline, LinkTarget};

use super::super::findings::quoted;
use super::super::text::check_characters;
use super::Compiler;
use super::line::{FoundImage, Line, tidy};
use super::links;

impl<'s> Compiler<'s, '_, '_> {
    /// The inlines that follow, up to the first event that is none.
    pub(super) fn line(&mut self) -> Line {
        let mut line = Line::default();
        let mut state = InlineState::default();
        while let Some((event, range)) = self.events.next_if(|(event, _)| is_inline(event)) {
            self.inline(event, range, &mut state, &mut line);
        }
        line
    }

    fn inline(&mut self, event: Event<'s>, range: Range<usize>, state: &mut InlineState<'s>, line: &mut Line) {
        match event {
            Event::Text(text) => {
                self.check_text(&text, &range);
                state.push(&text, line);
            }
            Event::Code(text) => {
                self.warning(&range, "words in `…` are shown as ordinary words", "delete the backquotes");
                state.push(&text, line);
            }
            Event::SoftBreak => state.push(" ", line),
            Event::HardBreak if state.link.is_some() || state.image.is_some() => state.push(" ", line),
            Event::HardBreak => line.push(Inline::Break),
            Event::Start(Tag::Emphasis) => state.emphasis += 1,
            Event::End(TagEnd::Emphasis) => state.emphasis = state.emphasis.saturating_sub(1),
            Event::Start(Tag::Strong) => state.strong += 1,
            Event::End(TagEnd::Strong) => state.strong = state.strong.saturating_sub(1),
            Event::Start(Tag::Strikethrough) => self.fault(
                &range,
                "struck-out words are still read aloud as if they held",
                "delete them and the ~ signs",
            ),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) if state.image.is_none() => {
                if !title.is_empty() {
                    self.warning(
                        &range,
                        "a link's title in quotes is not shown",
                        "put what it says into the link's words",
                    );
                }
                state.link = Some(OpenLink { range, address: dest_url, kind: link_type, words: String::new() });
            }
            Event::End(TagEnd::Link) if state.image.is_none() => {
                if let Some(link) = state.link.take() {
                    line.push(self.link(link));
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                if state.image.is_some() || state.link.is_some() {
                    self.fault(
                        &range,
                        "an image stands within a link or another image",
                        "put the image on a line of its own, and the link in words below it",
                    );
                }
                state.inner_images += usize::from(state.image.is_some());
                let line = self.line_at(&range);
                state.image.get_or_insert_with(|| FoundImage {
                    line,
                    address: dest_url.into_string(),
                    alternative: String::new(),
                });
            }
            Event::End(TagEnd::Image) if state.inner_images > 0 => state.inner_images -= 1,
            Event::End(TagEnd::Image) => line.images.extend(state.image.take()),
            Event::InlineHtml(_) => self.html(&range),
            Event::FootnoteReference(_) => self.footnote(&range),
            Event::TaskListMarker(_) => {
                self.fault(
                    &range,
                    "a box to tick cannot be ticked on a stand",
                    "delete the [ ] and write an ordinary list",
                );
            }
            _ => {}
        }
    }

    /// Names signs that were meant as Markdown but would be shown as they are, and characters that
    /// came in by an entity such as `&#8238;`.
    fn check_text(&mut self, text: &str, range: &Range<usize>) {
        let line = self.line_at(range);
        if self.written(range.clone()) != text {
            check_characters(text, line, self.findings);
        }
        let next = self.source.text()[..].get(self.start + range.end..).and_then(|rest| rest.chars().next());
        let is_escaped = range.start > 0 && self.written(range.start - 1..range.start) == "\\";
        let shown_with = |sign: &str, following: char| {
            text.ends_with(sign) && next == Some(following) || text.contains(&format!("{sign}{following}"))
        };
        if shown_with("]", '(') && !is_escaped {
            self.findings.fault(
                line,
                "a link was meant here, but its signs would be shown",
                "write [words](address) with no space in the address, and none between ] and (",
            );
        }
        if shown_with("[", '^') && !is_escaped {
            self.footnote(range);
        }
        if text.starts_with('*') && text.bytes().all(|byte| byte == b'*') && !is_escaped {
            if text.len() > 1 || self.stars_end == range.start {
                self.findings.fault(
                    line,
                    "two asterisks are shown as they are: the emphasis does not begin or end there",
                    "put ** right at the first and the last letter, with a space or a sign outside it",
                );
                self.stars_end = 0;
            } else {
                self.stars_end = range.end;
            }
        }
    }

    fn link(&mut self, link: OpenLink<'s>) -> Inline {
        let words = tidy(&link.words);
        let line = self.line_at(&link.range);
        if words.is_empty() {
            self.findings.fault(
                line,
                "the link has no words",
                "write in the square brackets where it leads: [Working hours](page:working-hours/main)",
            );
            return Inline::Text { text: String::new() };
        }
        if links::says_nothing(&words) {
            self.findings.warning(
                line,
                format!("the link's words {} do not say where it leads", quoted(&words)),
                "use words that make sense when heard alone, such as the other page's title",
            );
        }
        match links::resolve(&words, &link.address, link.kind, self.key) {
            Ok(inline) => {
                if let Inline::Link { target: LinkTarget::Page { key }, .. } = &inline {
                    self.compiled.pages.push((line, key.clone()));
                }
                if let Inline::Link { target: LinkTarget::Address { address }, .. } = &inline {
                    check_characters(address, line, self.findings);
                }
                inline
            }
            Err((problem, advice)) => {
                self.findings.fault(line, problem, advice);
                Inline::Text { text: words }
            }
        }
    }
}

/// What is open while a line is gathered.
#[derive(Default)]
struct InlineState<'s> {
    emphasis: usize,
    strong: usize,
    link: Option<OpenLink<'s>>,
    image: Option<FoundImage>,
    inner_images: usize,
}

struct OpenLink<'s> {
    range: Range<usize>,
    address: CowStr<'s>,
    kind: LinkType,
    words: String,
}

impl InlineState<'_> {
    fn push(&mut self, text: &str, line: &mut Line) {
        if let Some(image) = &mut self.image {
            image.alternative.push_str(text);
        } else if let Some(link) = &mut self.link {
            link.words.push_str(text);
        } else {
            let text = text.to_owned();
            line.push(match (self.strong, self.emphasis) {
                (0, 0) => Inline::Text { text },
                (0, _) => Inline::Emphasis { text },
                _ => Inline::Strong { text },
            });
        }
    }
}

/// Whether an event belongs to a line of words, not to the blocks.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_end(&tag.to_end()),
        Event::End(tag) => is_inline_end(tag),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn is_inline_end(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
