//! From the Markdown of a page to its blocks, naming everything a stand cannot show or speak.

mod inline;
mod line;
mod links;
#[cfg(test)]
mod tests;

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag};

use crate::domain::PageKey;
use crate::domain::page::{Block, Inline, plain_text};

use super::findings::{FileFindings, quoted};
use super::media::is_safe_name;
use super::text::{Source, normal_form};
use inline::is_inline;
use line::{FoundImage, Line, tidy};

/// How deep lists may lie in lists.
const MAX_LISTS: usize = 4;
/// How deep quotations may lie in quotations.
const MAX_QUOTES: usize = 2;
/// More columns than this are hard to follow on a stand, by eye or by ear.
const MANY_COLUMNS: usize = 6;

/// A page's text.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pub(super) blocks: Vec<Block>,
    /// The pages it links to, each with its line.
    pub(super) pages: Vec<(usize, PageKey)>,
    /// The media files it shows, each with its line.
    pub(super) media: Vec<(usize, String)>,
}

/// Compiles the Markdown that begins at byte `start` of `source`.
pub(super) fn compile(
    source: &Source,
    start: usize,
    key: &PageKey,
    title: &str,
    findings: &mut FileFindings<'_>,
) -> Compiled {
    let text = source.slice(start..source.text().len());
    let options = Options::ENABLE_TABLES
        // Not for a stand, but to be recognised and named rather than shown as signs.
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let resolve: Callback<'_> = unknown_reference;
    let events = Parser::new_with_broken_link_callback(text, options, Some(resolve)).into_offset_iter().peekable();
    let mut compiler = Compiler {
        source,
        start,
        events,
        findings,
        key,
        heading: title.to_owned(),
        level: 1,
        stars_end: 0,
        compiled: Compiled::default(),
    };
    let blocks = compiler.blocks(Place::default());
    let mut compiled = compiler.compiled;
    if blocks.is_empty() && text.trim().is_empty() {
        findings.fault(
            source.line_of(start),
            "the page has no text",
            "write it below the front matter, or delete the page",
        );
    }
    compiled.blocks = blocks;
    compiled
}

type Callback<'s> = fn(BrokenLink<'s>) -> Option<(CowStr<'s>, CowStr<'s>)>;

/// `[words][name]` without an address for the name is a slip; `[words]` alone may be just brackets.
fn unknown_reference<'s>(link: BrokenLink<'s>) -> Option<(CowStr<'s>, CowStr<'s>)> {
    let is_meant = !matches!(link.link_type, LinkType::Shortcut | LinkType::ShortcutUnknown);
    is_meant.then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
}

/// How deep a block lies.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    lists: usize,
    quotes: usize,
}

struct Compiler<'s, 'f, 'a> {
    source: &'s Source,
    start: usize,
    events: Peekable<OffsetIter<'s, Callback<'s>>>,
    findings: &'f mut FileFindings<'a>,
    key: &'s PageKey,
    /// The nearest heading above, which names a table.
    heading: String,
    /// Its level.
    level: u8,
    /// Where the last literal asterisk ended, to see two side by side.
    stars_end: usize,
    compiled: Compiled,
}

impl<'s> Compiler<'s, '_, '_> {
    fn fault(&mut self, range: &Range<usize>, problem: impl Into<String>, advice: impl Into<String>) {
        self.findings.fault(self.line_at(range), problem, advice);
    }

    fn warning(&mut self, range: &Range<usize>, problem: impl Into<String>, advice: impl Into<String>) {
        self.findings.warning(self.line_at(range), problem, advice);
    }

    fn line_at(&self, range: &Range<usize>) -> usize {
        self.source.line_of(self.start + range.start)
    }

    /// The source of a range of the Markdown, as the editor wrote it.
    fn written(&self, range: Range<usize>) -> &'s str {
        self.source.slice(self.start + range.start..self.start + range.end)
    }

    /// The blocks up to the end of what holds them.
    fn blocks(&mut self, place: Place) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.peek() {
            let range = range.clone();
            if is_inline(event) {
                // The text of a list item without paragraphs.
                self.paragraph(range, &mut blocks);
                continue;
            }
            match event {
                Event::End(_) => break,
                Event::Start(_) => {
                    if let Some((Event::Start(tag), range)) = self.events.next() {
                        self.block(tag, range, place, &mut blocks);
                    }
                }
                Event::Rule => {
                    self.events.next();
                    self.fault(
                        &range,
                        "a dividing line says nothing to a listener",
                        "put a heading (## …) between the two parts, or an empty line before a line of dashes",
                    );
                }
                _ => {
                    self.events.next();
                    self.html(&range);
                }
            }
        }
        blocks
    }

    /// One block whose start was taken; takes everything up to its end.
    fn block(&mut self, tag: Tag<'s>, range: Range<usize>, place: Place, blocks: &mut Vec<Block>) {
        match tag {
            Tag::Paragraph => {
                self.paragraph(range, blocks);
                self.skip_to_end();
            }
            Tag::Heading { level, .. } => {
                let line = self.line();
                self.skip_to_end();
                self.heading(level, line, &range, place, blocks);
            }
            Tag::List(start) => {
                if place.lists == MAX_LISTS {
                    self.fault(
                        &range,
                        "lists lie too deep in lists to be followed",
                        "make it a list of its own under a heading",
                    );
                    self.skip_to_end();
                    return;
                }
                let items = self.items(Place { lists: place.lists + 1, ..place });
                self.skip_to_end();
                blocks.push(Block::List { start, items });
            }
            Tag::BlockQuote(_) => {
                if place.quotes == MAX_QUOTES {
                    self.fault(
                        &range,
                        "quotations lie too deep in quotations",
                        "take off the > signs at the line's beginning",
                    );
                    self.skip_to_end();
                    return;
                }
                let quoted = self.blocks(Place { quotes: place.quotes + 1, ..place });
                self.skip_to_end();
                if quoted.is_empty() {
                    self.fault(&range, "the quotation is empty", "write its words after the >, or delete it");
                }
                blocks.push(Block::Quote { blocks: quoted });
            }
            Tag::Table(_) => self.table(range, blocks),
            Tag::CodeBlock(kind) => {
                self.skip_to_end();
                let advice = if kind.is_fenced() {
                    "delete the lines of ``` and write it as ordinary text"
                } else {
                    "delete the four spaces (or the tab) at the beginning of the line"
                };
                self.fault(&range, "a code block has no place on a stand", advice);
            }
            Tag::HtmlBlock => {
                self.skip_to_end();
                self.html(&range);
            }
            Tag::FootnoteDefinition(_) => {
                self.skip_to_end();
                self.footnote(&range);
            }
            _ => {
                self.skip_to_end();
                self.fault(&range, "this cannot be shown on a stand", "write it as ordinary text");
            }
        }
    }

    /// Takes events up to the end of the element we are in.
    fn skip_to_end(&mut self) {
        let mut depth = 0_usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
    }

    fn html(&mut self, range: &Range<usize>) {
        let written = self.written(range.clone()).trim();
        let advice = if written.starts_with("<!--") {
            "delete the remark; keep notes outside the content folder"
        } else if written.to_ascii_lowercase().starts_with("<br") {
            "end the line with a backslash \\ instead"
        } else {
            "use Markdown instead, or write \\< for a plain <"
        };
        self.fault(range, format!("HTML has no place on a stand: {}", quoted(first_line(written))), advice);
    }

    fn footnote(&mut self, range: &Range<usize>) {
        self.fault(
            range,
            "footnotes cannot be followed on a stand",
            "put the note into the text, in brackets or as a sentence",
        );
    }

    fn paragraph(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let line = self.line();
        if line.images.is_empty() {
            let begins_as_table =
                line.words().starts_with('|') && self.written(range.clone()).trim_start().starts_with('|');
            if begins_as_table {
                self.fault(
                    &range,
                    "this looks like a table, but is none",
                    "give the line of dashes below the headers as many columns as the headers: |---|---|",
                );
            }
            let text = line.finish();
            if !text.is_empty() {
                blocks.push(Block::Paragraph { text });
            }
            return;
        }
        if line.has_words() {
            self.fault(
                &range,
                "an image stands within a paragraph",
                "put the image on a line of its own, with an empty line before and after it",
            );
        }
        for image in line.images {
            blocks.extend(self.image(image));
        }
    }

    /// An image block, if its address and its words are good.
    fn image(&mut self, image: FoundImage) -> Option<Block> {
        let alternative = normal_form(&tidy(&image.alternative));
        let FoundImage { line, address, .. } = image;
        if alternative.is_empty() {
            self.findings.fault(
                line,
                "the image has no alternative text, so a blind visitor gets nothing",
                "say in the square brackets what it shows: ![Plan of the first floor](media/plan.png)",
            );
        } else if is_safe_name(&alternative) && alternative.contains('.') {
            self.findings.warning(
                line,
                "the image's alternative text is a file name",
                "say in the square brackets what the image shows",
            );
        }
        let media = address.strip_prefix("media/").unwrap_or_default().to_owned();
        if !is_safe_name(&media) {
            let (problem, advice) = if address.contains("://") {
                (
                    format!("the image {} is not in the content folder", quoted(&address)),
                    "save it into media/ and write media/name.png",
                )
            } else if media.is_empty() {
                (
                    format!("{} is not an image in media/", quoted(&address)),
                    "write media/ and the file's name: media/plan.png",
                )
            } else {
                (
                    format!("{} is not a file name that works everywhere", quoted(&media)),
                    "rename the file with the letters a-z, digits, hyphens and dots, and write that name here",
                )
            };
            self.findings.fault(line, problem, advice);
            return None;
        }
        self.compiled.media.push((line, media.clone()));
        (!alternative.is_empty()).then_some(Block::Image { media, alternative })
    }

    /// Images where only words can stand.
    fn no_images(&mut self, line: &Line, place: &str) {
        for image in &line.images {
            self.findings.fault(
                image.line,
                format!("an image stands in {place}"),
                "put the image on a line of its own, with an empty line before and after it",
            );
        }
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        line: Line,
        range: &Range<usize>,
        place: Place,
        blocks: &mut Vec<Block>,
    ) {
        let level = level as u8;
        let signs = |level: u8| "#".repeat(level.into());
        let deepest = (self.level + 1).min(4);
        self.no_images(&line, "a heading");
        let text = line.finish();
        if text.is_empty() {
            self.fault(range, "the heading is empty", "write its words after the #, or delete the line");
        } else if place.lists + place.quotes > 0 {
            self.fault(
                range,
                "a heading stands within a list or quotation",
                "write it in **bold**, or end the list before it",
            );
        } else if level == 1 {
            self.fault(
                range,
                "this heading is of the first level, which is the page's title",
                "begin headings with ##; a line of === below a text makes a heading too",
            );
        } else if level > 4 {
            self.fault(
                range,
                format!("headings of level {level} are too deep"),
                "use at most ####, or divide the page",
            );
        } else if level > deepest {
            self.fault(
                range,
                format!("the heading skips a level: {} after level {}", signs(level), self.level),
                format!("begin it with {}", signs(deepest)),
            );
        }
        if level == 2 && !self.written(range.clone()).starts_with('#') {
            self.warning(
                range,
                "the line of dashes below this text makes it a heading",
                "write ## before the heading; if none is meant, delete the line of dashes",
            );
        }
        if !text.is_empty() {
            self.heading = plain_text(&text).replace('\n', " ");
            self.level = level.clamp(2, 4);
            blocks.push(Block::Heading { level: self.level, text });
        }
    }

    fn items(&mut self, place: Place) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((_, range)) = self.events.next_if(|(event, _)| matches!(event, Event::Start(Tag::Item))) {
            let blocks = self.blocks(place);
            self.skip_to_end();
            if blocks.is_empty() && !self.written(range.clone()).contains(char::is_alphabetic) {
                self.fault(&range, "the list has an empty item", "write its words, or delete the line");
            }
            items.push(blocks);
        }
        items
    }

    fn table(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let mut headers = Vec::new();
        let mut rows = Vec::new();
        while let Some((event, row)) = self.events.next_if(|(event, _)| matches!(event, Event::Start(_))) {
            let is_header = matches!(event, Event::Start(Tag::TableHead));
            let cells = self.cells(is_header);
            self.skip_to_end();
            if is_header {
                headers = cells;
            } else {
                let written = written_cells(self.written(row.start..row.start + self.rest_of_line(row.start)));
                if written != headers.len() {
                    self.fault(
                        &row,
                        format!("the row has {written} cells, but the table {} columns", headers.len()),
                        "write as many cells as there are headers; end the table with an empty line; write \\| for a plain |",
                    );
                }
                rows.push(cells);
            }
        }
        self.skip_to_end();
        if rows.is_empty() {
            self.fault(&range, "the table has no rows", "add rows below the line of dashes, or delete the table");
        }
        if headers.len() > MANY_COLUMNS {
            self.warning(
                &range,
                format!("a table of {} columns is hard to follow on a stand", headers.len()),
                format!("divide it, or leave out what a visitor does not need; up to {MANY_COLUMNS} columns read well"),
            );
        }
        blocks.push(Block::Table { caption: self.heading.clone(), headers, rows });
    }

    fn rest_of_line(&self, offset: usize) -> usize {
        let rest = self.written(offset..self.source.text().len() - self.start);
        rest.find('\n').unwrap_or(rest.len())
    }

    fn cells(&mut self, is_header: bool) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((_, range)) = self.events.next_if(|(event, _)| matches!(event, Event::Start(Tag::TableCell))) {
            let line = self.line();
            self.skip_to_end();
            self.no_images(&line, "a table");
            let cell = line.finish();
            if is_header && cell.is_empty() {
                self.fault(
                    &range,
                    format!("column {} of the table has no header", cells.len() + 1),
                    "name every column: a listener hears the header with each cell",
                );
            }
            cells.push(cell);
        }
        cells
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// How many cells a row of a table has as it is written: the parser drops and adds cells in silence.
fn written_cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let mut ends_with_bar = false;
    let mut is_escaped = false;
    for character in row.chars() {
        ends_with_bar = character == '|' && !is_escaped;
        bars += usize::from(ends_with_bar);
        is_escaped = character == '\\' && !is_escaped;
    }
    bars + usize::from(!ends_with_bar)
}
