//! `.xlsx`: a ZIP archive of XML parts.

use std::io::{Cursor, Read};

use calamine::{Dimensions, Reader, SheetType, Xlsx, XlsxError};
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Collector, LARGEST_UNPACKED, Refusal, Sheet, Workbook, is_read, locked, macros};

/// The most parts of an archive.
const MOST_PARTS: usize = 2_000;
/// The largest part that is neither a sheet nor the table of strings, bytes: styles and the like are kept whole,
/// at many times their size.
const LARGEST_OTHER: u64 = 4 * 1024 * 1024;
/// The most strings that a table of strings may announce: room is made for them before they are read.
const MOST_STRINGS: u64 = 1_000_000;

/// Reads an `.xlsx`.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Refusal> {
    inspect(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    let sheets = book.sheets_metadata().to_vec();
    let mut workbook =
        Workbook { names: sheets.iter().map(|sheet| sheet.name.clone()).collect(), ..Workbook::default() };
    let mut collector = Collector::default();
    for found in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet && is_read(&sheet.name, sheets.len())) {
        if workbook.sheets.iter().any(|known| known.name == found.name) {
            continue;
        }
        let mut sheet = Sheet { name: found.name.clone(), ..Sheet::default() };
        // Cell by cell: a range would make room for every cell between the first and the last.
        let mut cells = book.worksheet_cells_reader(&found.name).map_err(refusal)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(refusal)? {
            collector.add(&mut sheet, cell.pos, &cell.value, cell.formula.is_some())?;
        }
        drop(cells);
        let merged: Vec<Dimensions> = book.merge_cells_by_sheet_name(&found.name).map_err(refusal)?;
        workbook.sheets.push(sheet.in_order(merged));
    }
    Ok(workbook)
}

/// Unpacks every part once, and throws it away: what calamine will unpack is then known to be small. What the
/// archive itself says of sizes may be wrong.
fn inspect(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| match error {
        ZipError::Io(_) | ZipError::InvalidArchive(_) => Refusal::damaged("it ends too early, or was changed"),
        error => Refusal::damaged(error),
    })?;
    if archive.len() > MOST_PARTS {
        return Err(Refusal::too_big(&format!("it has more than {MOST_PARTS} parts")));
    }
    let mut left = LARGEST_UNPACKED;
    for part in 0..archive.len() {
        let mut part = archive.by_index(part).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => locked(),
            error => Refusal::damaged(error),
        })?;
        let name = part.name().map_err(Refusal::damaged)?.to_lowercase();
        let file = name.rsplit('/').next().unwrap_or_default();
        if file.starts_with("vbaproject") {
            return Err(macros());
        }
        let is_xml = file.ends_with(".xml") || file.ends_with(".rels");
        let is_cells = file.contains("sheet") || file.contains("sharedstrings");
        let most = if is_xml && !is_cells { LARGEST_OTHER.min(left) } else { left };
        let mut content = Vec::new();
        let read = (&mut part).take(most + 1).read_to_end(&mut content).map_err(Refusal::damaged)? as u64;
        if read > most {
            return Err(Refusal::too_big(&format!("unpacked, it comes to more than {} MB", most >> 20)));
        }
        left -= read;
        if !is_utf_8(&content) && is_xml {
            return Err(Refusal::damaged("a part is not in UTF-8"));
        }
        if announced(&content).is_some_and(|strings| strings > MOST_STRINGS) {
            return Err(Refusal::too_big(&format!("it announces more than {MOST_STRINGS} strings")));
        }
    }
    Ok(())
}

/// Whether XML is in the encoding that every spreadsheet program writes; in another one, what
/// [`announced`] looks for could hide.
fn is_utf_8(content: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&content[..content.len().min(200)]).to_lowercase();
    let declared = head.split_once("?>").map_or("", |(declaration, _)| declaration).split_once("encoding");
    let is_other = declared.is_some_and(|(_, name)| !name.contains("utf-8") && !name.contains("us-ascii"));
    !is_other && !content.starts_with(&[0xff, 0xfe]) && !content.starts_with(&[0xfe, 0xff])
}

/// The greatest number that any `uniqueCount` in XML announces.
fn announced(content: &[u8]) -> Option<u64> {
    let needle = b"uniqueCount";
    let starts = content.windows(needle.len()).enumerate().filter(|(_, window)| window == needle).map(|(at, _)| at);
    starts
        .map(|at| {
            let after = content[at + needle.len()..].iter().take(60);
            let digits =
                after.skip_while(|byte| b" \t\r\n='\"+".contains(byte)).take_while(|byte| byte.is_ascii_digit());
            digits.fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
        })
        .max()
}

fn refusal(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => locked(),
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => {
            Refusal::damaged("it is a ZIP archive, but not of a workbook")
        }
        error => Refusal::damaged(error),
    }
}
