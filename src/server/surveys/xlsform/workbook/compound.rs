//! `.xls`: a compound file with one stream of records.

use std::io::{Cursor, Read, Write};

use calamine::{Data, DataRef, Reader, Xls, XlsError};
use cfb::{CompoundFile, Version};

use super::{Collector, LARGEST_FILE, MOST_CELLS, MOST_TEXT, Refusal, Sheet, Workbook, is_read, locked, macros};

/// The kind of a record that calamine passes over: an empty cell.
const UNREAD: u16 = 0x0201;
/// The shortest stream that lies in sectors of its own, bytes.
const SHORTEST_STREAM: usize = 4096;
/// The most sheets of a workbook.
const MOST_SHEETS: usize = 64;

/// Reads an `.xls`.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut stream = workbook_stream(bytes)?;
    for dimensions in inspect(&stream)? {
        // Made a kind that nobody reads: room would be made for what it announces, whatever there is.
        stream[dimensions..dimensions + 2].copy_from_slice(&UNREAD.to_le_bytes());
    }
    // Short streams are kept in another way, which not every reader masters.
    stream.resize(stream.len().max(SHORTEST_STREAM), 0);
    // A file of our own making around the inspected stream: nothing else of the original reaches calamine, which
    // follows a chain of sectors for ever if it comes back to itself.
    let file = packed(&stream).map_err(Refusal::damaged)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(file)).map_err(|error| match error {
        XlsError::Password => locked(),
        error => Refusal::damaged(error),
    })?;
    let names = book.sheet_names();
    let mut workbook = Workbook { names: names.clone(), ..Workbook::default() };
    let mut collector = Collector::default();
    for name in names.iter().filter(|name| is_read(name, names.len())) {
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        let range = book.worksheet_range(name).map_err(Refusal::damaged)?;
        let formulas = book.worksheet_formula(name).map_err(Refusal::damaged)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = (first_row + row as u32, first_column + column as u32);
            collector.add(&mut sheet, at, &borrowed(value), false)?;
        }
        let (first_row, first_column) = formulas.start().unwrap_or_default();
        for (row, column, _) in formulas.used_cells() {
            let at = (first_row + row as u32, first_column + column as u32);
            if range.get_value(at).is_none_or(|value| *value == Data::Empty) {
                collector.add(&mut sheet, at, &DataRef::Empty, true)?;
            }
        }
        let merged = book.merge_cells_by_sheet_name(name).map_err(Refusal::damaged)?;
        workbook.sheets.push(sheet.in_order(merged));
    }
    Ok(workbook)
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(is_true) => DataRef::Bool(*is_true),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) | Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Error(error) => DataRef::Error(error.clone()),
        _ => DataRef::Empty,
    }
}

/// The records of the workbook, out of the compound file.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(Refusal::damaged)?;
    let has = |name: &str| file.exists(name);
    if has("/EncryptedPackage") || has("/EncryptionInfo") {
        return Err(locked());
    }
    if has("/_VBA_PROJECT_CUR") || has("/VBA") {
        return Err(macros());
    }
    let Some(name) = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"].into_iter().find(|name| has(name)) else {
        return Err(Refusal::damaged("it is an Office file, but not a workbook"));
    };
    let mut stream = Vec::new();
    let opened = file.open_stream(name).map_err(Refusal::damaged)?;
    opened.take(LARGEST_FILE as u64).read_to_end(&mut stream).map_err(Refusal::damaged)?;
    Ok(stream)
}

fn packed(stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream("/Workbook")?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// A record: where it begins, its type, its data, and the data of the records that continue it.
struct Record<'a> {
    at: usize,
    kind: u16,
    data: &'a [u8],
    continued: Vec<&'a [u8]>,
}

fn records(mut stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let length = stream.len();
    std::iter::from_fn(move || {
        let at = length - stream.len();
        let mut next = || {
            let (head, rest) = stream.split_first_chunk::<4>()?;
            let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
            let (data, rest) = rest.split_at_checked(length)?;
            stream = rest;
            Some((u16::from_le_bytes([head[0], head[1]]), data, rest.starts_with(&[0x3c, 0])))
        };
        let (kind, data, mut goes_on) = next()?;
        let mut continued = Vec::new();
        while goes_on {
            let Some((_, data, more)) = next() else { break };
            continued.push(data);
            goes_on = more;
        }
        Some(Record { at, kind, data, continued })
    })
}

fn word(data: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(*data.get(at..)?.first_chunk()?)))
}

fn long(data: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*data.get(at..)?.first_chunk()?)).ok()
}

/// Walks the records as calamine will, and adds up what it will make room for: the area between the first and
/// the last cell of each sheet, and a copy of a string for each cell that has it. Gives where the records are that
/// announce the dimensions of sheets.
fn inspect(stream: &[u8]) -> Result<Vec<usize>, Refusal> {
    let (mut sheets, mut strings) = (Vec::new(), Vec::new());
    for record in records(stream) {
        match record.kind {
            0x0085 => sheets.extend(long(record.data, 0)),
            0x00fc => strings = string_lengths(&record),
            0x000a => break,
            _ => {}
        }
    }
    if sheets.len() > MOST_SHEETS {
        return Err(Refusal::too_big(&format!("it has more than {MOST_SHEETS} sheets")));
    }
    let (mut area, mut text, mut dimensions) = (0_usize, 0_usize, Vec::new());
    for start in sheets {
        let sheet = stream.get(start..).ok_or_else(|| Refusal::damaged("a sheet lies outside of it"))?;
        let mut reach = Reach::default();
        for record in records(sheet) {
            match record.kind {
                0x0200 => dimensions.push(start + record.at),
                0x00bd => {
                    let last = word(record.data, record.data.len().saturating_sub(2));
                    reach.include(word(record.data, 0), last);
                    reach.include(word(record.data, 0), word(record.data, 2));
                }
                0x0006 | 0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd => {
                    reach.include(word(record.data, 0), word(record.data, 2));
                }
                0x000a if reach.ends() => break,
                0x0809 => reach.depth += 1,
                _ => {}
            }
            if record.kind == 0x00fd {
                let string = long(record.data, 6).and_then(|index| strings.get(index));
                text = text.saturating_add(string.copied().unwrap_or(0));
            }
        }
        area = area.saturating_add(reach.area());
    }
    if area > MOST_CELLS {
        return Err(Refusal::too_big(&format!("it spans more than {MOST_CELLS} cells")));
    }
    if text > MOST_TEXT {
        return Err(Refusal::too_big(&format!("it has more than {} MB of text", MOST_TEXT >> 20)));
    }
    Ok(dimensions)
}

/// The cells from the first to the last of a sheet.
#[derive(Debug, Default)]
struct Reach {
    depth: usize,
    edges: Option<[usize; 4]>,
}

impl Reach {
    fn include(&mut self, row: Option<usize>, column: Option<usize>) {
        let (Some(row), Some(column)) = (row, column) else { return };
        let [top, bottom, left, right] = self.edges.unwrap_or([row, row, column, column]);
        self.edges = Some([top.min(row), bottom.max(row), left.min(column), right.max(column)]);
    }

    /// Whether the end of a part is the end of the sheet: charts within it have an end of their own.
    fn ends(&mut self) -> bool {
        self.depth = self.depth.saturating_sub(1);
        self.depth == 0
    }

    fn area(&self) -> usize {
        self.edges.map_or(0, |[top, bottom, left, right]| (bottom - top + 1) * (right - left + 1))
    }
}

/// The length of each shared string, in bytes at most.
fn string_lengths(record: &Record<'_>) -> Vec<usize> {
    let mut parts = std::iter::once(record.data.get(8..).unwrap_or_default()).chain(record.continued.iter().copied());
    let mut data = parts.next().unwrap_or_default();
    let mut lengths = Vec::new();
    loop {
        if data.is_empty() {
            let Some(next) = parts.next() else { break };
            data = next;
        }
        let (Some(length), Some(flags)) = (word(data, 0), data.get(2).copied()) else { break };
        let (runs, head) = if flags & 8 == 0 { (0, 3) } else { (word(data, 3).unwrap_or(0), 5) };
        let (extra, head) = if flags & 4 == 0 { (0, head) } else { (long(data, head).unwrap_or(0), head + 4) };
        lengths.push(length * 3);
        data = data.get(head..).unwrap_or_default();
        let (mut characters, mut width) = (length, 1 + usize::from(flags & 1));
        while characters > 0 {
            let here = characters.min(data.len() / width);
            characters -= here;
            data = &data[here * width..];
            if characters > 0 {
                // A string that goes on in the next record begins there with its width.
                let Some((flags, rest)) = parts.next().and_then(|next| next.split_first()) else { return lengths };
                (data, width) = (rest, 1 + usize::from(flags & 1));
            }
        }
        let mut skipped = (runs * 4).saturating_add(extra);
        while skipped > data.len() {
            skipped -= data.len();
            let Some(next) = parts.next() else { return lengths };
            data = next;
        }
        data = &data[skipped..];
    }
    lengths
}
