//! A page of the stand: what an editor wrote, as blocks a screen can draw and a voice can read.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::PageKey;
use super::language::Language;

/// One page in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Which page, in which language.
    pub key: PageKey,
    /// The page's title, its only first-level heading.
    pub title: String,
    /// One or two sentences for lists and tiles.
    pub summary: String,
    /// The day an editor last checked that it is true.
    pub verified_on: Date,
    /// The first day it is shown; always, if none.
    pub valid_from: Option<Date>,
    /// The last day it is shown; always, if none.
    pub expires_on: Option<Date>,
    /// The text.
    pub blocks: Vec<Block>,
}

impl Page {
    /// Whether the page is shown on `day`: both end days included.
    pub fn is_shown_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.expires_on.is_none_or(|last| day <= last)
    }
}

/// A piece of a page, each a node of its own for the eye and for the voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Block {
    /// A heading below the title.
    Heading {
        /// 2 to 4; the title is 1.
        level: u8,
        /// Its text.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number of an ordered list; none if unordered.
        start: Option<u64>,
        /// The items, each a run of blocks.
        items: Vec<Vec<Block>>,
    },
    /// A table; every column has a header.
    Table {
        /// What the table shows, spoken before it: the nearest heading above, else the page's title.
        caption: String,
        /// Column headers, one for each column.
        headers: Vec<Vec<Inline>>,
        /// Rows, each as long as `headers`.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// An image, which always has a spoken alternative (EN 301 549, 5.1.3.6).
    Image {
        /// The media file's name, unique in the edition, such as `plan-of-floor-1.png`.
        media: String,
        /// What it shows, in words. Never empty.
        alternative: String,
    },
    /// A quotation.
    Quote {
        /// The quoted blocks.
        blocks: Vec<Block>,
    },
}

/// A run of text within a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Inline {
    /// Plain text.
    Text {
        /// The text.
        text: String,
    },
    /// Emphasised text (`*…*`).
    Emphasis {
        /// The text.
        text: String,
    },
    /// Strongly emphasised text (`**…**`).
    Strong {
        /// The text.
        text: String,
    },
    /// A link: to another page of the stand, or an address to be read and copied.
    Link {
        /// The words of the link.
        text: String,
        /// Where it leads.
        target: LinkTarget,
    },
    /// A phone number (`[+7 727 …](tel:+7727…)` or a `tel:` autolink).
    Phone {
        /// As it is shown, grouped.
        text: String,
        /// Digits with an optional leading `+`, or a short number such as `112`.
        number: String,
    },
    /// A passage in another language (`[text](lang:ru)`), so that a voice reads it rightly (WCAG 3.1.2).
    Foreign {
        /// The text.
        text: String,
        /// Its language.
        language: Language,
    },
    /// A line break within a paragraph, as in a postal address.
    Break,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum LinkTarget {
    /// Another page of this stand, in the same language.
    Page {
        /// The page; its language is the linking page's.
        key: PageKey,
    },
    /// A web or e-mail address: shown and spoken, never opened on the stand.
    Address {
        /// The address.
        address: String,
    },
}

impl Inline {
    /// The words of this run.
    pub fn text(&self) -> &str {
        match self {
            Self::Text { text }
            | Self::Emphasis { text }
            | Self::Strong { text }
            | Self::Link { text, .. }
            | Self::Phone { text, .. }
            | Self::Foreign { text, .. } => text,
            Self::Break => "\n",
        }
    }
}

/// The plain words of a line of inlines, as one string.
pub fn plain_text(inlines: &[Inline]) -> String {
    inlines.iter().map(Inline::text).collect()
}

/// Calls `each` with the plain words of every block in reading order: what search indexes.
pub fn for_each_text(blocks: &[Block], each: &mut impl FnMut(&str)) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text } => each(&plain_text(text)),
            Block::List { items, .. } => {
                for item in items {
                    for_each_text(item, each);
                }
            }
            Block::Table { caption, headers, rows } => {
                each(caption);
                for cell in headers.iter().chain(rows.iter().flatten()) {
                    each(&plain_text(cell));
                }
            }
            Block::Image { alternative, .. } => each(alternative),
            Block::Quote { blocks } => for_each_text(blocks, each),
        }
    }
}
