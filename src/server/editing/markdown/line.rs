//! A line of inlines while it is being gathered: neighbours of one kind become one run, and
//! the white space is as a screen shows it.

use crate::domain::page::{Inline, plain_text};

use super::super::text::normal_form;

/// An image met within a line.
#[derive(Debug)]
pub(super) struct FoundImage {
    pub(super) line: usize,
    pub(super) address: String,
    pub(super) alternative: String,
}

/// What a paragraph, heading or cell holds.
#[derive(Debug, Default)]
pub(super) struct Line {
    inlines: Vec<Inline>,
    pub(super) images: Vec<FoundImage>,
}

impl Line {
    /// Adds a run, joining it with the last one of the same kind.
    pub(super) fn push(&mut self, inline: Inline) {
        match (self.inlines.last_mut(), inline) {
            (Some(Inline::Text { text }), Inline::Text { text: more })
            | (Some(Inline::Emphasis { text }), Inline::Emphasis { text: more })
            | (Some(Inline::Strong { text }), Inline::Strong { text: more }) => text.push_str(&more),
            (_, inline) => self.inlines.push(inline),
        }
    }

    /// The runs: in normal form, single spaces, none at either end, none empty.
    pub(super) fn finish(self) -> Vec<Inline> {
        let mut finished = Vec::<Inline>::with_capacity(self.inlines.len());
        let mut after_space = true;
        for mut inline in self.inlines {
            match &mut inline {
                Inline::Break => after_space = true,
                Inline::Text { text } | Inline::Emphasis { text } | Inline::Strong { text } => {
                    *text = normal_form(&single_spaces(text, &mut after_space));
                    if text.is_empty() {
                        continue;
                    }
                }
                Inline::Link { text, .. } | Inline::Phone { text, .. } | Inline::Foreign { text, .. } => {
                    *text = normal_form(&tidy(text));
                    after_space = false;
                }
            }
            finished.push(inline);
        }
        while let Some(last) = finished.last_mut() {
            if let Inline::Text { text } | Inline::Emphasis { text } | Inline::Strong { text } = last {
                text.truncate(text.trim_end_matches(' ').len());
            }
            if !matches!(last, Inline::Break) && !last.text().is_empty() {
                break;
            }
            finished.pop();
        }
        while matches!(finished.first(), Some(Inline::Break)) {
            finished.remove(0);
        }
        finished
    }

    /// Whether there are any words.
    pub(super) fn has_words(&self) -> bool {
        self.inlines.iter().any(|inline| inline.text().contains(|c: char| !c.is_whitespace()))
    }

    /// The words so far.
    pub(super) fn words(&self) -> String {
        plain_text(&self.inlines)
    }
}

/// `text` with single spaces and none at either end.
pub(super) fn tidy(text: &str) -> String {
    let mut text = single_spaces(text, &mut true);
    text.truncate(text.trim_end_matches(' ').len());
    text
}

/// Runs of spaces, tabs and line ends become one space, or none right after a space. Spaces that
/// do not break stay: they hold numbers together.
fn single_spaces(text: &str, after_space: &mut bool) -> String {
    let mut single = String::with_capacity(text.len());
    for character in text.chars() {
        let is_space = matches!(character, ' ' | '\t' | '\n' | '\r');
        if !is_space {
            single.push(character);
        } else if !*after_space {
            single.push(' ');
        }
        *after_space = is_space;
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text { text: text.to_owned() }
    }

    #[test]
    fn runs_are_joined_and_spaced_as_a_screen_shows_them() {
        let mut line = Line::default();
        for inline in [text(" a"), text("\n b "), Inline::Strong { text: " c".into() }, Inline::Break, text(" d  ")] {
            line.push(inline);
        }
        let finished = line.finish();
        assert_eq!(finished, [text("a b "), Inline::Strong { text: "c".into() }, Inline::Break, text("d")]);
    }

    #[test]
    fn a_line_of_nothing_but_space_is_empty() {
        let mut line = Line::default();
        line.push(text("  "));
        line.push(Inline::Break);
        line.push(text("\t"));
        assert!(!line.has_words());
        assert_eq!(line.finish(), []);
    }

    #[test]
    fn a_space_that_holds_a_number_together_stays() {
        assert_eq!(tidy(" 1\u{a0}000  ₸ "), "1\u{a0}000 ₸");
    }
}
