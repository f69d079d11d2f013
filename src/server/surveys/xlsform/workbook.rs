//! A workbook as rows of text: `.xlsx` and `.xls`, bounded in memory and time whatever the file holds.
//!
//! calamine reads; what it would trust in a file (declared sizes, chains of sectors, dimensions) is checked here
//! first, because a wrong one ends the program instead of giving an error.

mod compound;
mod zipped;

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Dimensions, ExcelDateTime};

use super::faults::{Place, SheetFault};

/// The largest file, bytes.
pub(super) const LARGEST_FILE: usize = 16 * 1024 * 1024;
/// The most that the parts of an `.xlsx` may come to once unpacked, bytes.
const LARGEST_UNPACKED: u64 = 64 * 1024 * 1024;
/// The most cells that are looked at, the empty ones among them.
const MOST_CELLS: usize = 1_000_000;
/// The most text that is kept, bytes.
const MOST_TEXT: usize = 32 * 1024 * 1024;
/// The last row and the last column that may hold anything, from 0.
const LAST_ROW: u32 = 30_000;
const LAST_COLUMN: u32 = 500;

/// The sheets that an XLSForm has; others are an editor's own and are not read.
pub(super) const KNOWN_SHEETS: [&str; 6] = ["survey", "choices", "settings", "external_choices", "entities", "osm"];

/// What a workbook holds.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// The sheets that are read.
    pub sheets: Vec<Sheet>,
    /// The names of all sheets.
    pub names: Vec<String>,
}

/// A sheet: the rows that hold something, in order.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its name, as the editor wrote it.
    pub name: String,
    /// Row numbers, from 1, with what they hold by column, from 0.
    pub rows: Vec<(usize, Vec<(usize, Content)>)>,
    /// Regions of merged cells: first and last row (from 1), first and last column (from 0).
    pub merged: Vec<[usize; 4]>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// Words, trimmed, never empty; numbers and days as text.
    Text(String),
    /// A formula whose value was not saved.
    Unsaved,
    /// A formula that came to an error: which.
    Error(String),
}

/// Why a file is not read at all: what is wrong and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    problem: String,
    advice: String,
}

impl Refusal {
    fn new(problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { problem: problem.into(), advice: advice.into() }
    }

    fn damaged(detail: impl std::fmt::Display) -> Self {
        Self::new(
            format!("the file is damaged, or not a workbook: {detail}"),
            "open it in a spreadsheet program and save it again as .xlsx",
        )
    }

    fn too_big(what: &str) -> Self {
        Self::new(
            format!("the workbook is too big: {what}"),
            "keep only the sheets survey, choices and settings, and delete empty formatted rows and columns",
        )
    }

    /// The fault to report.
    pub(super) fn into_fault(self) -> SheetFault {
        SheetFault { place: Place::default(), problem: self.problem, advice: self.advice }
    }
}

/// Reads the workbook in `bytes`; `name` is the file's, for its ending.
///
/// # Errors
/// [`Refusal`] for what is no workbook, is locked, holds macros, is damaged or too big.
pub(super) fn open(bytes: &[u8], name: &str) -> Result<Workbook, Refusal> {
    if bytes.len() > LARGEST_FILE {
        return Err(Refusal::too_big(&format!("it has more than {} MB", LARGEST_FILE >> 20)));
    }
    match kind(bytes, name)? {
        Kind::Zipped => contained(|| zipped::read(bytes)),
        Kind::Compound => contained(|| compound::read(bytes)),
    }
}

/// calamine checks much, not all: a crooked record makes it index out of bounds or overflow. It works on a copy
/// of the bytes and leaves nothing behind, so its panic may be taken for what it is, a damaged file.
fn contained(read: impl FnOnce() -> Result<Workbook, Refusal>) -> Result<Workbook, Refusal> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(Refusal::damaged("its parts do not fit together")))
}

#[derive(Debug)]
enum Kind {
    Zipped,
    Compound,
}

fn kind(bytes: &[u8], name: &str) -> Result<Kind, Refusal> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let save_as = "open it in a spreadsheet program and save it as .xlsx";
    match ending.as_str() {
        "xlsm" | "xltm" | "xlam" => return Err(macros()),
        "xlsb" | "ods" | "fods" | "numbers" => {
            return Err(Refusal::new(format!("a survey is not read from .{ending}"), save_as));
        }
        _ => {}
    }
    let text = std::str::from_utf8(&bytes[..bytes.len().min(512)]);
    match bytes {
        [] => Err(Refusal::new("the file is empty", "was it copied to its end? Save the workbook again")),
        [b'P', b'K', ..] => Ok(Kind::Zipped),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Ok(Kind::Compound),
        [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..] => Err(Refusal::new("this is a workbook of a very old program", save_as)),
        _ if bytes.starts_with(b"%PDF") => Err(Refusal::new("this is a PDF, not a workbook", save_as)),
        _ if text.is_ok_and(|text| text.trim_start_matches('\u{feff}').trim_start().starts_with('<')) => {
            Err(Refusal::new("this is a web page or XML under the name of a workbook", save_as))
        }
        _ if text.is_ok() || std::str::from_utf8(&bytes[..bytes.len().min(500)]).is_ok() => {
            Err(Refusal::new("this is plain text (CSV, perhaps) under the name of a workbook", save_as))
        }
        _ => Err(Refusal::new("this is not a workbook", save_as)),
    }
}

fn macros() -> Refusal {
    Refusal::new(
        "the workbook holds macros, or its ending says so",
        "save it as .xlsx, which has none: programs in a workbook are never run here, nor taken in",
    )
}

fn locked() -> Refusal {
    Refusal::new("the workbook is locked with a password", "open it, remove the password and save it again")
}

/// Whether a sheet is one to read: one of an XLSForm's, or the only one there is.
fn is_read(name: &str, of: usize) -> bool {
    of == 1 || KNOWN_SHEETS.iter().any(|known| name.trim().eq_ignore_ascii_case(known))
}

/// Collects a sheet cell by cell, and stops at the limits.
#[derive(Debug, Default)]
struct Collector {
    cells: usize,
    text: usize,
}

impl Collector {
    fn add(
        &mut self,
        sheet: &mut Sheet,
        (row, column): (u32, u32),
        value: &DataRef<'_>,
        is_formula: bool,
    ) -> Result<(), Refusal> {
        self.cells += 1;
        if self.cells > MOST_CELLS {
            return Err(Refusal::too_big(&format!("it has more than {MOST_CELLS} cells")));
        }
        let content = match value {
            DataRef::Empty if is_formula => Content::Unsaved,
            DataRef::Empty => return Ok(()),
            DataRef::Error(error) => Content::Error(error.to_string()),
            value => match words(value) {
                text if text.is_empty() => return Ok(()),
                text => Content::Text(text),
            },
        };
        if row > LAST_ROW || column > LAST_COLUMN {
            let place =
                format!("sheet \"{}\" holds something beyond row {LAST_ROW} or column {LAST_COLUMN}", sheet.name);
            return Err(Refusal::too_big(&place));
        }
        if let Content::Text(text) = &content {
            self.text += text.len();
            if self.text > MOST_TEXT {
                return Err(Refusal::too_big(&format!("it has more than {} MB of text", MOST_TEXT >> 20)));
            }
        }
        let (row, cell) = (row as usize + 1, (column as usize, content));
        match sheet.rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push(cell),
            _ => sheet.rows.push((row, vec![cell])),
        }
        Ok(())
    }
}

impl Sheet {
    /// Brings rows and cells into order: a file may hold them in any.
    fn in_order(mut self, merged: Vec<Dimensions>) -> Self {
        self.rows.sort_by_key(|(row, _)| *row);
        let mut rows: Vec<(usize, Vec<(usize, Content)>)> = Vec::with_capacity(self.rows.len());
        for (row, cells) in self.rows {
            match rows.last_mut() {
                Some((last, known)) if *last == row => known.extend(cells),
                _ => rows.push((row, cells)),
            }
        }
        for (_, cells) in &mut rows {
            // The last one holds, as in a spreadsheet program.
            cells.reverse();
            cells.sort_by_key(|(column, _)| *column);
            cells.dedup_by_key(|(column, _)| *column);
        }
        let region = |at: &Dimensions| [at.start.0 + 1, at.end.0 + 1, at.start.1, at.end.1].map(|edge| edge as usize);
        self.merged = merged.iter().take(1000).map(region).collect();
        Self { rows, ..self }
    }
}

/// What a cell's value reads as: whole numbers without a point, days as 2026-11-24, yes and no as TRUE and FALSE.
fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) | DataRef::String(text) => tidy(text),
        DataRef::SharedString(text) => tidy(text),
        DataRef::Empty | DataRef::Error(_) => String::new(),
    }
}

/// Without the spaces around it, with `\n` at the ends of lines.
fn tidy(text: &str) -> String {
    text.trim().replace("\r\n", "\n").replace('\r', "\n")
}

fn day(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    match (moment.is_duration(), hour, minute, second) {
        (true, ..) => moment.as_f64().to_string(),
        (false, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}
