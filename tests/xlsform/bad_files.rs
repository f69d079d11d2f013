//! Files that are no workbooks, or more than that: told so quickly, in bounded memory, without a panic.

use std::io::{Cursor, Write};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use aqparat::server::surveys::xlsform::{Reading, read};
use cfb::CompoundFile;
use proptest::prelude::*;
use rust_xlsxwriter::{Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::forms::{xls, xlsx};
use super::{DRAFT, HEAD, LISTS, STRICT, assert_found};

const ROWS: &[&[&str]] = &[&["type", "name", "label"], &["select_one yes_no", "a", "A?"], &["text", "b", "B?"]];

fn good() -> Vec<u8> {
    xlsx(&[("survey", ROWS), ("choices", LISTS)])
}

/// Reads, and asserts that it was told `problem` of the workbook as a whole, within a few seconds.
#[track_caller]
fn assert_refused(bytes: &[u8], name: &str, problem: &str) {
    let reading = in_time(|| read(bytes, name, DRAFT));
    assert!(reading.survey.is_none());
    assert_found(&reading.faults, "the workbook", problem);
}

#[track_caller]
fn in_time(read: impl FnOnce() -> Reading) -> Reading {
    let begun = Instant::now();
    let reading = read();
    assert!(begun.elapsed() < Duration::from_secs(20), "it took {:?}", begun.elapsed());
    reading
}

/// A copy of a workbook with some parts changed or added.
fn with_parts(book: &[u8], parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let part = old.by_index_raw(at).expect("a part");
        if parts.iter().all(|(name, _)| part.name().expect("a name") != *name) {
            new.raw_copy_file(part).expect("copied");
        }
    }
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        new.start_file(*name, options).expect("a part");
        new.write_all(content).expect("written");
    }
    new.finish().expect("an archive").into_inner()
}

#[test]
fn what_is_no_workbook_is_told_what_it_is() {
    assert_refused(b"", "a.xlsx", "empty");
    assert_refused("type,name,label\ntext,a,Ә?\n".as_bytes(), "a.xlsx", "plain text");
    assert_refused(b"<html><table><tr><td>type</td></tr></table>", "a.xls", "web page");
    assert_refused(b"<?xml version=\"1.0\"?><Workbook/>", "a.xls", "web page");
    assert_refused(b"%PDF-1.7", "a.xlsx", "PDF");
    assert_refused(&[0x80, 0xff, 0x13, 0x00], "a.xlsx", "not a workbook");
    assert_refused(b"PK\x05\x06", "a.xlsx", "damaged");
    assert_refused(&good()[..good().len() / 2], "a.xlsx", "ends too early");
    let archive = with_parts(
        &ZipWriter::new(Cursor::new(Vec::new())).finish().expect("empty").into_inner(),
        &[("a.txt", b"a".to_vec())],
    );
    assert_refused(&archive, "a.xlsx", "not of a workbook");
    assert_refused(&good(), "a.ods", ".ods");
}

#[test]
fn a_locked_workbook_and_one_with_macros_are_refused_as_such() {
    let mut locked = CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    for name in ["/EncryptionInfo", "/EncryptedPackage"] {
        locked.create_stream(name).expect("a stream").write_all(&[7; 5000]).expect("written");
    }
    locked.flush().expect("written");
    assert_refused(&locked.into_inner().into_inner(), "a.xlsx", "password");
    assert_refused(&with_parts(&good(), &[("xl/vbaProject.bin", vec![0; 10])]), "a.xlsx", "macros");
    assert_refused(&good(), "a.xlsm", "macros");
    // An old workbook that is locked says so in a record (FilePass).
    let mut old = CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    let records =
        [&[0x09, 0x08, 4, 0, 0, 6, 5, 0, 0x2f, 0, 6, 0, 1, 0, 1, 0, 1, 0, 0x0a, 0, 0, 0][..], &[0; 5000]].concat();
    old.create_stream("/Workbook").expect("a stream").write_all(&records).expect("written");
    old.flush().expect("written");
    assert_refused(&old.into_inner().into_inner(), "a.xls", "password");
}

#[test]
fn bombs_do_not_go_off() {
    let zeros = vec![b' '; 80 << 20];
    assert_refused(&with_parts(&good(), &[("xl/media/image1.png", zeros.clone())]), "a.xlsx", "too big");
    let sheet = |inner: &str| {
        format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{inner}</worksheet>")
    };
    let huge = [b"<worksheet>".to_vec(), zeros, b"</worksheet>".to_vec()].concat();
    assert_refused(&with_parts(&good(), &[("xl/worksheets/sheet1.xml", huge)]), "a.xlsx", "too big");
    // A table of strings that announces more than any machine has room for.
    let strings = b"<sst uniqueCount=\"999999999999\"><si><t>type</t></si></sst>".to_vec();
    assert_refused(&with_parts(&good(), &[("xl/sharedStrings.xml", strings)]), "a.xlsx", "announces");
    let hidden = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><sst/>".as_bytes().to_vec();
    assert_refused(&with_parts(&good(), &[("xl/sharedStrings.xml", hidden)]), "a.xlsx", "UTF-8");
    // A million laughs: entities are not opened.
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>".to_owned();
    let laughs = laughs
        + &sheet("<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&c;&c;</t></is></c></row></sheetData>");
    let reading =
        in_time(|| read(&with_parts(&good(), &[("xl/worksheets/sheet1.xml", laughs.into_bytes())]), "a.xlsx", DRAFT));
    assert!(reading.survey.is_none() && !reading.faults.is_empty());
    // Two cells, as far from one another as a sheet goes: nothing is made room for between them.
    let far = sheet(
        "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>",
    );
    assert_refused(&with_parts(&good(), &[("xl/worksheets/sheet1.xml", far.into_bytes())]), "a.xlsx", "beyond row");
    // A shared string, used a hundred thousand times.
    let cells: String =
        (1..=100_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let long = format!("<sst uniqueCount=\"1\"><si><t>{}</t></si></sst>", "x".repeat(1 << 20)).into_bytes();
    let parts = [
        ("xl/worksheets/sheet1.xml", sheet(&format!("<sheetData>{cells}</sheetData>")).into_bytes()),
        ("xl/sharedStrings.xml", long),
    ];
    assert_refused(&with_parts(&good(), &parts), "a.xlsx", "too big");
}

#[test]
fn ten_thousand_rows_and_a_million_cells_are_refused_quickly() {
    let number = (0..10_000).map(|row| row.to_string()).collect::<Vec<_>>();
    let rows: Vec<Vec<&str>> = number.iter().map(|_| vec!["note", "", "N", "N", "N"]).collect();
    let rows: Vec<&[&str]> = std::iter::once(HEAD).chain(rows.iter().map(Vec::as_slice)).collect();
    let book = xlsx(&[("survey", &rows)]);
    let reading = in_time(|| read(&book, "a.xlsx", STRICT));
    assert_found(&reading.faults, "sheet \"survey\", row 2002", "more than 2000 rows");

    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("survey").expect("a sheet");
    for row in 0..21_000 {
        for column in 0..50 {
            sheet.write_number(row, column, 1.0).expect("a cell");
        }
    }
    assert_refused(&book.save_to_buffer().expect("a workbook"), "a.xlsx", "too big");
}

#[test]
fn a_formula_without_a_saved_value_is_told_at_its_cell_and_one_with_a_value_counts() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("survey").expect("a sheet");
    for (column, header) in (0..).zip(["type", "name", "label", "remark"]) {
        sheet.write_string(0, column, header).expect("a cell");
        sheet.write_string(1, column, ["text", "a", "", "x"][usize::from(column)]).expect("a cell");
    }
    sheet.write_formula(1, 2, Formula::new("=\"A\"&\"?\"").set_result("A?")).expect("a formula");
    let bytes = book.save_to_buffer().expect("a workbook");
    let survey = read(&bytes, "a.xlsx", DRAFT).survey.expect("a survey");
    assert_eq!(super::question(&survey, "a").label.in_language(aqparat::domain::Language::English), Some("A?"));
    let unsaved = part(&bytes, "xl/worksheets/sheet1.xml").replace("<v>A?</v>", "").replace("t=\"str\"", "");
    let bytes = with_parts(&bytes, &[("xl/worksheets/sheet1.xml", unsaved.into_bytes())]);
    let reading = read(&bytes, "a.xlsx", DRAFT);
    assert_found(&reading.faults, "sheet \"survey\", row 2, column C", "no saved value");
}

fn part(book: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(book)).expect("a workbook");
    std::io::read_to_string(archive.by_name(name).expect("a part")).expect("text")
}

#[test]
fn merged_cells_are_pointed_out() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("survey").expect("a sheet");
    for (row, cells) in (0..).zip([["type", "name", "label"], ["", "a", "A?"], ["", "b", "B?"]]) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, text).expect("a cell");
        }
    }
    sheet.merge_range(1, 0, 2, 0, "text", &rust_xlsxwriter::Format::new()).expect("merged");
    let reading = read(&book.save_to_buffer().expect("a workbook"), "a.xlsx", DRAFT);
    assert_found(&reading.warnings, "sheet \"survey\", row 2, column A", "merged down to row 3");
    assert_found(&reading.faults, "sheet \"survey\", row 3, column A", "no type");
}

#[test]
fn a_workbook_without_the_sheet_says_which_one_was_perhaps_meant() {
    let reading = read(&xlsx(&[("surveys", ROWS), ("choices", LISTS)]), "a.xlsx", DRAFT);
    assert_found(&reading.faults, "the workbook", "no sheet survey");
    assert!(reading.faults[0].advice.contains("\"surveys\""));
    let reading = read(&xlsx(&[("survey", ROWS), ("choises", LISTS)]), "a.xlsx", DRAFT);
    assert_found(&reading.warnings, "the workbook", "no sheet choices");
    let only = &ROWS[2..];
    let reading = read(&xlsx(&[("Sheet1", &[ROWS[0], only[0]])]), "a.xlsx", DRAFT);
    assert!(reading.survey.is_some(), "{:?}", reading.faults);
}

/// A new workbook and an old one.
static BOOKS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let sheets: [super::forms::Sheet<'_>; 2] = [("survey", ROWS), ("choices", LISTS)];
    [xlsx(&sheets), xls(&sheets)]
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    /// Damage of any kind: a workbook is read or refused, never a panic, never for long.
    #[test]
    fn a_damaged_workbook_is_read_or_refused(at in vec_of_places(), old in any::<bool>(), cut in 0.0..1.0_f64) {
        let mut bytes = BOOKS[usize::from(old)].clone();
        for (place, byte) in at {
            let place = (place * bytes.len() as f64) as usize % bytes.len();
            bytes[place] = byte;
        }
        if cut < 0.2 {
            bytes.truncate((cut * 5.0 * bytes.len() as f64) as usize);
        }
        let reading = in_time(|| read(&bytes, "a.xls", DRAFT));
        prop_assert!(reading.survey.is_some() || !reading.faults.is_empty());
    }
}

fn vec_of_places() -> impl Strategy<Value = Vec<(f64, u8)>> {
    prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..8)
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

/// An old workbook of one sheet "survey" that holds `cells`, with a table of strings of one.
fn old_workbook(string: &str, cells: &[u8]) -> Vec<u8> {
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let end = record(0x000a, &[]);
    let string_length = u16::try_from(string.len()).expect("a short string").to_le_bytes();
    let strings = record(0x00fc, &[&[1, 0, 0, 0, 1, 0, 0, 0][..], &string_length, &[0], string.as_bytes()].concat());
    let sheet = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 6, 0], b"survey"].concat());
    let at = begin.len() + sheet(0).len() + strings.len() + end.len();
    let globals = [begin.clone(), sheet(u32::try_from(at).expect("near")), strings, end.clone()].concat();
    let stream = [&globals[..], &begin, cells, &end].concat();
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    file.create_stream("/Workbook").expect("a stream").write_all(&stream).expect("written");
    file.flush().expect("written");
    file.into_inner().into_inner()
}

fn string_cell(row: u16, column: u16) -> Vec<u8> {
    record(0x00fd, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0, 0, 0, 0, 0]].concat())
}

#[test]
fn bombs_in_old_workbooks_do_not_go_off_either() {
    let reading = read(&old_workbook("type", &string_cell(0, 0)), "a.xls", DRAFT);
    assert_found(&reading.faults, "sheet \"survey\", row 1", "no column name");
    // Dimensions beyond any memory are only announced.
    let dimensions = record(0x0200, &[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0]);
    let reading = in_time(|| read(&old_workbook("type", &[dimensions, string_cell(0, 0)].concat()), "a.xls", DRAFT));
    assert_found(&reading.faults, "sheet \"survey\", row 1", "no column name");
    // Two cells, as far from one another as may be written.
    let far = [string_cell(0, 0), string_cell(u16::MAX, u16::MAX)].concat();
    assert_refused(&old_workbook("type", &far), "a.xls", "spans");
    // One long string in many cells.
    let many: Vec<u8> = (0..20_000).flat_map(|row| string_cell(row, 0)).collect();
    assert_refused(&old_workbook(&"x".repeat(8_000), &many), "a.xls", "MB of text");
    // A chain of sectors that comes back to itself.
    let mut looped = old_workbook("type", &string_cell(0, 0));
    let long = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let sector = 1 << looped[30];
    let (table, directory) = (long(&looped, 76) as usize, long(&looped, 48));
    let entry = (table + 1) * sector + directory as usize * 4;
    looped[entry..entry + 4].copy_from_slice(&directory.to_le_bytes());
    assert_refused(&looped, "a.xls", "damaged");
}
