//! A page of content cut into sheets that fit the screen: nobody has to scroll.
//!
//! Text is cut where a reader would pause: between blocks, between sentences, between table rows
//! (the header comes again on the next sheet). A heading never stands alone at the foot of a sheet.
//! How tall a piece is comes from outside, so the rules here are exact and testable.

use crate::domain::page::{Block, Inline, plain_text};

/// Something that stands on a sheet on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A heading below the title.
    Heading {
        /// 2 to 4.
        level: u8,
        /// Its text.
        text: Vec<Inline>,
    },
    /// A paragraph, a list item, or a part of one.
    Text {
        /// Its text.
        text: Vec<Inline>,
        /// Where it stands.
        place: Place,
    },
    /// A table, or some of its rows under a repeated header.
    Table {
        /// What it shows; may be empty.
        caption: String,
        /// Column headers.
        headers: Vec<Vec<Inline>>,
        /// Rows, each as long as `headers`.
        rows: Vec<Vec<Vec<Inline>>>,
        /// Whether rows of the same table stand before these, on an earlier sheet.
        continued: bool,
    },
    /// An image.
    Image {
        /// The media file's name.
        media: String,
        /// What it shows, in words.
        alternative: String,
    },
}

/// Where a text stands among lists and quotations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// How many lists it is inside of; 0 outside.
    pub depth: u8,
    /// The mark before it, when it begins a list item: "•" or "3.".
    pub mark: Option<Mark>,
    /// Whether it is quoted.
    pub quoted: bool,
    /// Whether it goes on where an earlier piece was cut: no gap before it.
    pub continued: bool,
}

/// What stands before a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A bullet.
    Bullet,
    /// Its number.
    Number(u64),
}

/// Measures pieces, in logical pixels.
pub trait Measure {
    /// How tall a piece is, drawn at the width of a sheet.
    fn height(&self, piece: &Piece) -> f32;

    /// The gap above `below` when it follows `above`.
    fn gap(&self, above: &Piece, below: &Piece) -> f32;

    /// Whether a table of these columns stays readable at the width of a sheet. One that does not is
    /// shown row by row, each cell after its header.
    fn has_room_for(&self, headers: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> bool;
}

/// The pieces of one sheet, top to bottom.
pub type Sheet = Vec<Piece>;

/// Cuts `blocks` into sheets at most `room` tall. The first sheet has `first_room`: the title and the
/// notices stand above it. Always at least one sheet. A piece that cannot be cut and is taller than a
/// sheet gets a sheet of its own.
pub fn sheets(blocks: &[Block], first_room: f32, room: f32, measure: &impl Measure) -> Vec<Sheet> {
    let mut flat = Vec::new();
    flatten(blocks, &Place::default(), &mut flat);
    let mut pieces = Vec::with_capacity(flat.len());
    for piece in flat {
        match piece {
            Piece::Table { headers, rows, .. } if !measure.has_room_for(&headers, &rows) => {
                pieces.extend(row_by_row(&headers, &rows));
            }
            piece => pieces.push(piece),
        }
    }
    let mut press = Press { first_room, room, measure, done: Vec::new(), sheet: Vec::new(), used: 0.0 };
    let mut queue: std::collections::VecDeque<Piece> = pieces.into();
    while let Some(piece) = queue.pop_front() {
        press.place(piece, &mut queue);
    }
    press.finish()
}

fn flatten(blocks: &[Block], place: &Place, pieces: &mut Vec<Piece>) {
    for block in blocks {
        match block {
            Block::Heading { level, text } => pieces.push(Piece::Heading { level: *level, text: text.clone() }),
            Block::Paragraph { text } => pieces.push(Piece::Text { text: text.clone(), place: place.clone() }),
            Block::List { start, items } => {
                for (index, item) in items.iter().enumerate() {
                    let inner = Place { depth: place.depth.saturating_add(1), mark: None, ..place.clone() };
                    let first = pieces.len();
                    flatten(item, &inner, pieces);
                    // The mark belongs to the item's first text; an item may begin with an image.
                    let mark = start.map_or(Mark::Bullet, |start| Mark::Number(start.saturating_add(index as u64)));
                    if let Some(Piece::Text { place, .. }) = pieces.get_mut(first)
                        && place.mark.is_none()
                    {
                        place.mark = Some(mark);
                    }
                }
            }
            Block::Table { caption, headers, rows } => pieces.push(Piece::Table {
                caption: caption.clone(),
                headers: headers.clone(),
                rows: rows.clone(),
                continued: false,
            }),
            Block::Image { media, alternative } => {
                pieces.push(Piece::Image { media: media.clone(), alternative: alternative.clone() });
            }
            Block::Quote { blocks } => flatten(blocks, &Place { quoted: true, ..place.clone() }, pieces),
        }
    }
}

/// A table as a list of its rows: the first cell stands out, each other one follows its header.
fn row_by_row(headers: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Vec<Piece> {
    let row_text = |row: &Vec<Vec<Inline>>| {
        let mut text = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            if column == 0 {
                text.push(Inline::Strong { text: plain_text(cell) });
                continue;
            }
            text.push(Inline::Break);
            if let Some(header) = headers.get(column) {
                text.push(Inline::Text { text: format!("{}: ", plain_text(header)) });
            }
            text.extend(cell.iter().cloned());
        }
        let place = Place { depth: 1, mark: Some(Mark::Bullet), ..Place::default() };
        Piece::Text { text, place }
    };
    rows.iter().map(row_text).collect()
}

struct Press<'m, M> {
    first_room: f32,
    room: f32,
    measure: &'m M,
    done: Vec<Sheet>,
    sheet: Sheet,
    used: f32,
}

/// The smallest share of a sheet worth filling with the beginning of a text that must be cut.
const WORTH_CUTTING: f32 = 0.25;

impl<M: Measure> Press<'_, M> {
    /// The height of the sheet being filled.
    fn height(&self) -> f32 {
        if self.done.is_empty() { self.first_room } else { self.room }
    }

    fn gap_before(&self, piece: &Piece) -> f32 {
        self.sheet.last().map_or(0.0, |above| self.measure.gap(above, piece))
    }

    fn place(&mut self, piece: Piece, rest: &mut std::collections::VecDeque<Piece>) {
        let gap = self.gap_before(&piece);
        let left = self.height() - self.used - gap;
        let tall = self.measure.height(&piece);
        if tall <= left {
            self.used += gap + tall;
            self.sheet.push(piece);
            return;
        }
        // Cut it when it would not fit a sheet of its own, or when enough room would be lost.
        if tall > self.room || left >= self.room * WORTH_CUTTING || self.sheet.is_empty() {
            if let Some((head, tail)) = self.cut(&piece, left) {
                self.used = f32::INFINITY;
                self.sheet.push(head);
                rest.push_front(tail);
                self.turn(rest);
                return;
            }
        }
        let next_has_more_room = self.done.is_empty() && self.first_room < self.room;
        if !self.sheet.is_empty() || next_has_more_room {
            rest.push_front(piece);
            self.turn(rest);
        } else if let Piece::Table { headers, rows, .. } = piece {
            // Not even one row fits under the header.
            for piece in row_by_row(&headers, &rows).into_iter().rev() {
                rest.push_front(piece);
            }
        } else {
            // Nothing to be won by another sheet: it stands alone, as far as it fits.
            self.used = f32::INFINITY;
            self.sheet.push(piece);
        }
    }

    /// Ends the sheet; a heading at its foot goes over to the next one, with what it heads.
    fn turn(&mut self, rest: &mut std::collections::VecDeque<Piece>) {
        let mut sheet = std::mem::take(&mut self.sheet);
        while sheet.len() > 1 && matches!(sheet.last(), Some(Piece::Heading { .. })) {
            if let Some(heading) = sheet.pop() {
                rest.push_front(heading);
            }
        }
        self.done.push(sheet);
        self.used = 0.0;
    }

    /// The longest beginning of `piece` that fits in `left`, and what remains; none when nothing fits.
    fn cut(&self, piece: &Piece, left: f32) -> Option<(Piece, Piece)> {
        let fits = |piece: &Piece| self.measure.height(piece) <= left;
        match piece {
            Piece::Heading { .. } | Piece::Image { .. } => None,
            Piece::Table { caption, headers, rows, continued } => {
                let part = |rows: &[Vec<Vec<Inline>>], continued| Piece::Table {
                    caption: caption.clone(),
                    headers: headers.clone(),
                    rows: rows.to_vec(),
                    continued,
                };
                let count = most(rows.len().saturating_sub(1), |count| fits(&part(&rows[..count], *continued)))?;
                Some((part(&rows[..count], *continued), part(&rows[count..], true)))
            }
            Piece::Text { text, place } => {
                let ends = pauses(text);
                let part = |at: usize| -> (Piece, Piece) {
                    let (head, tail) = split(text, at);
                    let after = Place { mark: None, continued: true, ..place.clone() };
                    (
                        Piece::Text { text: head, place: place.clone() },
                        Piece::Text { text: tail, place: after },
                    )
                };
                let by_sentence = most(ends.sentences.len(), |count| fits(&part(ends.sentences[count - 1]).0));
                let whole = |(head, tail): (Piece, Piece)| {
                    let has_words = matches!(&tail, Piece::Text { text, .. } if !plain_text(text).trim().is_empty());
                    has_words.then_some((head, tail))
                };
                if let Some(count) = by_sentence {
                    return whole(part(ends.sentences[count - 1]));
                }
                // Not even one sentence fits. Between words it is cut only when it fits nowhere.
                let first = ends.sentences.first().map_or_else(|| piece.clone(), |end| part(*end).0);
                if self.measure.height(&first) <= self.room {
                    return None;
                }
                let count = most(ends.words.len(), |count| fits(&part(ends.words[count - 1]).0))?;
                whole(part(ends.words[count - 1]))
            }
        }
    }

    fn finish(mut self) -> Vec<Sheet> {
        if !self.sheet.is_empty() || self.done.is_empty() {
            self.done.push(self.sheet);
        }
        self.done
    }
}

/// The largest count from 1 to `limit` for which `fits` holds, taking that it holds up to some count.
fn most(limit: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut good, mut bad) = (0, limit + 1);
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        if fits(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    (good > 0).then_some(good)
}

struct Pauses {
    /// Byte offsets after each sentence but the last.
    sentences: Vec<usize>,
    /// Byte offsets after each word but the last.
    words: Vec<usize>,
}

/// Where the plain words of a text may be cut.
fn pauses(text: &[Inline]) -> Pauses {
    let plain = plain_text(text);
    let mut pauses = Pauses { sentences: Vec::new(), words: Vec::new() };
    let mut previous = ' ';
    let mut before_previous = ' ';
    for (at, character) in plain.char_indices() {
        if character.is_whitespace() && !previous.is_whitespace() && at + character.len_utf8() < plain.len() {
            let end = at + character.len_utf8();
            pauses.words.push(end);
            // "ул. Абая", "г. Алматы": a lower-case letter or two before the stop may be an
            // abbreviation, so the next word must begin with a capital and the last be longer.
            let next = plain[end..].chars().next();
            let sentence = character == '\n'
                || matches!(previous, '!' | '?' | '…')
                || (previous == '.'
                    && next.is_some_and(|next| next.is_uppercase() || next.is_numeric() || next == '«')
                    && before_previous.is_alphanumeric()
                    && plain[..at].split_whitespace().last().is_some_and(|word| word.chars().count() > 4));
            if sentence {
                pauses.sentences.push(end);
            }
        }
        before_previous = previous;
        previous = character;
    }
    pauses
}

/// Cuts a run of inlines at a byte offset of its plain words; the white space there is dropped.
/// Links and phone numbers are not torn: they go whole to the side where they begin.
fn split(text: &[Inline], at: usize) -> (Vec<Inline>, Vec<Inline>) {
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    let mut from = 0;
    for inline in text {
        let to = from + inline.text().len();
        if to <= at {
            head.push(inline.clone());
        } else if from >= at {
            tail.push(inline.clone());
        } else {
            let words = inline.text();
            let (first, second) = words.split_at(at - from);
            let (first, second) = (first.trim_end().to_owned(), second.trim_start().to_owned());
            let with = |text: String| match inline {
                Inline::Text { .. } => Some(Inline::Text { text }),
                Inline::Emphasis { .. } => Some(Inline::Emphasis { text }),
                Inline::Strong { .. } => Some(Inline::Strong { text }),
                Inline::Foreign { language, .. } => Some(Inline::Foreign { text, language: *language }),
                Inline::Link { .. } | Inline::Phone { .. } | Inline::Break => None,
            };
            match (with(first), with(second)) {
                (Some(first), Some(second)) => {
                    head.push(first);
                    tail.push(second);
                }
                _ => head.push(inline.clone()),
            }
        }
        from = to;
    }
    while matches!(head.last(), Some(Inline::Break)) {
        head.pop();
    }
    (head, tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten characters a line, one unit a line; a table row one unit, its header one.
    struct Grid;

    impl Measure for Grid {
        fn height(&self, piece: &Piece) -> f32 {
            match piece {
                Piece::Heading { .. } => 2.0,
                Piece::Text { text, .. } => plain_text(text).chars().count().div_ceil(10) as f32,
                Piece::Table { rows, .. } => 1.0 + rows.len() as f32,
                Piece::Image { .. } => 5.0,
            }
        }

        fn gap(&self, _above: &Piece, _below: &Piece) -> f32 {
            1.0
        }

        fn has_room_for(&self, headers: &[Vec<Inline>], _rows: &[Vec<Vec<Inline>>]) -> bool {
            headers.len() <= 4
        }
    }

    fn words(text: &str) -> Vec<Inline> {
        vec![Inline::Text { text: text.into() }]
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { text: words(text) }
    }

    fn heading(text: &str) -> Block {
        Block::Heading { level: 2, text: words(text) }
    }

    fn tall(sheet: &Sheet) -> f32 {
        let heights: f32 = sheet.iter().map(|piece| Grid.height(piece)).sum();
        heights + sheet.windows(2).map(|pair| Grid.gap(&pair[0], &pair[1])).sum::<f32>()
    }

    fn all_words(sheets: &[Sheet]) -> String {
        let mut found = String::new();
        for piece in sheets.iter().flatten() {
            if let Piece::Text { text, .. } = piece {
                found.push_str(&plain_text(text));
                found.push(' ');
            }
        }
        found.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_empty_page_is_one_empty_sheet() {
        assert_eq!(sheets(&[], 10.0, 10.0, &Grid), vec![Sheet::new()]);
    }

    #[test]
    fn what_fits_stays_on_one_sheet() {
        let blocks = [heading("One"), paragraph("ten chars."), paragraph("ten chars.")];
        assert_eq!(sheets(&blocks, 10.0, 10.0, &Grid).len(), 1);
    }

    #[test]
    fn a_heading_goes_over_with_the_text_it_heads() {
        let blocks = [paragraph("x"), heading("Two"), paragraph(&"word ".repeat(9))];
        let sheets = sheets(&blocks, 6.0, 6.0, &Grid);
        assert_eq!(sheets.len(), 3, "{sheets:?}");
        assert!(matches!(sheets[1][0], Piece::Heading { .. }));
        assert!(sheets.iter().all(|sheet| !matches!(sheet.last(), Some(Piece::Heading { .. }))));
    }

    #[test]
    fn a_long_paragraph_is_cut_after_a_sentence_and_no_word_is_lost() {
        let text = "The first sentence is here. The second sentence follows it. A third one ends the text.";
        let sheets = sheets(&[paragraph(text)], 5.0, 5.0, &Grid);
        assert!(sheets.len() > 1);
        assert!(sheets.iter().all(|sheet| tall(sheet) <= 5.0), "{sheets:?}");
        let Piece::Text { text: first, .. } = &sheets[0][0] else { panic!("a text") };
        assert_eq!(plain_text(first), "The first sentence is here.");
        assert_eq!(all_words(&sheets), text);
    }

    #[test]
    fn a_sentence_longer_than_a_sheet_is_cut_between_words() {
        let text = "word ".repeat(60).trim().to_owned();
        let sheets = sheets(&[paragraph(&text)], 5.0, 5.0, &Grid);
        assert!(sheets.iter().all(|sheet| tall(sheet) <= 5.0));
        assert_eq!(all_words(&sheets), text);
    }

    #[test]
    fn an_abbreviation_is_not_the_end_of_a_sentence() {
        assert!(pauses(&words("пр. Абылай хана, 97, каб. Назарбаева")).sentences.is_empty());
        assert_eq!(pauses(&words("Приём окончен. Приходите завтра.")).sentences.len(), 1);
    }

    #[test]
    fn a_table_is_cut_between_rows_and_its_header_comes_again() {
        let row = |n: usize| vec![words(&n.to_string()), words("x")];
        let table = Block::Table {
            caption: "Slots".into(),
            headers: vec![words("Day"), words("Time")],
            rows: (0..20).map(row).collect(),
        };
        let sheets = sheets(&[paragraph("x"), table], 8.0, 10.0, &Grid);
        let mut seen = 0;
        for (index, sheet) in sheets.iter().enumerate() {
            assert!(tall(sheet) <= if index == 0 { 8.0 } else { 10.0 });
            for piece in sheet {
                if let Piece::Table { headers, rows, continued, .. } = piece {
                    assert_eq!(headers.len(), 2);
                    assert_eq!(*continued, seen > 0);
                    seen += rows.len();
                }
            }
        }
        assert_eq!(seen, 20);
    }

    #[test]
    fn a_table_too_wide_for_the_screen_is_read_row_by_row() {
        let table = Block::Table {
            caption: String::new(),
            headers: ["Who", "When", "Where", "Phone", "Note"].map(words).to_vec(),
            rows: vec![["Akim", "Monday", "Room 1", "112", "-"].map(words).to_vec()],
        };
        let sheets = sheets(&[table], 20.0, 20.0, &Grid);
        assert_eq!(all_words(&sheets), "Akim When: Monday Where: Room 1 Phone: 112 Note: -");
    }

    #[test]
    fn a_list_keeps_its_marks_when_it_is_cut() {
        let items = (0..6).map(|_| vec![paragraph("one item with words in it")]).collect();
        let sheets = sheets(&[Block::List { start: Some(3), items }], 8.0, 8.0, &Grid);
        let marks: Vec<_> = sheets
            .iter()
            .flatten()
            .filter_map(|piece| match piece {
                Piece::Text { place, .. } => place.mark,
                _ => None,
            })
            .collect();
        assert_eq!(marks, (3..9).map(Mark::Number).collect::<Vec<_>>());
    }

    #[test]
    fn a_link_is_never_torn() {
        let link = Inline::Phone { text: "+7 (727) 000-00-00".into(), number: "+77270000000".into() };
        let text = vec![Inline::Text { text: "word word word word ".into() }, link.clone()];
        let sheets = sheets(&[Block::Paragraph { text }], 3.0, 3.0, &Grid);
        let found = sheets.iter().flatten().any(|piece| match piece {
            Piece::Text { text, .. } => text.contains(&link),
            _ => false,
        });
        assert!(found, "{sheets:?}");
    }

    #[test]
    fn whatever_the_heights_nothing_is_lost_and_it_ends() {
        let text = "Some words. More words here! And then even more of them? Yes.";
        let blocks: Vec<Block> = (0..30)
            .flat_map(|n| {
                let image = Block::Image { media: "a.png".into(), alternative: "a".into() };
                if n % 7 == 0 { vec![heading("h"), image] } else { vec![paragraph(text)] }
            })
            .collect();
        for room in 1..40 {
            let room = room as f32;
            let cut = sheets(&blocks, room / 2.0, room, &Grid);
            let all = all_words(&cut);
            assert_eq!(all.matches("Yes.").count(), 25, "room {room}");
            assert_eq!(cut.iter().flatten().filter(|piece| matches!(piece, Piece::Image { .. })).count(), 5);
        }
    }
}
