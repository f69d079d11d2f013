//! Results as a workbook: what it is, distributions, cross-tables, over time, where people left, what was written,
//! by place.

use jiff::civil::Date;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::super::cube::Count;
use super::super::filter::Spot;
use super::super::interval::Share;
use super::super::report::Report;
use super::super::sides::Part;
use super::super::words::{self, Words};
use super::{against_title, entries, row_title};
use crate::i18n::text;

/// The most characters of a cell.
const LONGEST_CELL: usize = 32_000;
/// The most rows of a sheet.
const MOST_ROWS: u32 = 1_000_000;

struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    next: u32,
    head: Format,
    percent: Format,
}

impl<'a> Sheet<'a> {
    fn on(sheet: &'a mut Worksheet) -> Self {
        let head = Format::new().set_bold().set_text_wrap();
        Self { sheet, next: 0, head, percent: Format::new().set_num_format("0.0%") }
    }

    fn head(&mut self, titles: &[String]) -> Result<(), XlsxError> {
        for (column, title) in (0_u16..).zip(titles) {
            self.sheet.write_string_with_format(self.next, column, title, &self.head)?;
        }
        self.sheet.set_freeze_panes(self.next + 1, 0)?;
        self.next += 1;
        Ok(())
    }

    fn words(&mut self, column: u16, words: &str) -> Result<(), XlsxError> {
        // As words, never as a formula or an address.
        let short: String = words.chars().take(LONGEST_CELL).collect();
        self.sheet.write_string(self.next, column, short)?;
        Ok(())
    }

    fn count(&mut self, column: u16, count: Count, words: &Words<'_>) -> Result<(), XlsxError> {
        match count {
            Count::Shown(number) => self.sheet.write_number(self.next, column, number as f64)?,
            Count::Withheld => {
                self.sheet.write_string(self.next, column, words::count(words.language, Count::Withheld))?
            }
        };
        Ok(())
    }

    fn share(&mut self, column: u16, share: Option<Share>) -> Result<(), XlsxError> {
        if let Some(share) = share {
            for (at, number) in (column..).zip([share.value, share.low, share.high]) {
                self.sheet.write_number_with_format(self.next, at, number, &self.percent)?;
            }
        }
        Ok(())
    }

    fn end_row(&mut self) -> bool {
        self.next += 1;
        self.next < MOST_ROWS
    }
}

/// The workbook's bytes.
///
/// # Errors
/// What the workbook's writer refuses.
pub fn workbook(report: &Report, words: &Words<'_>, conditions: &str, made_on: Date) -> Result<Vec<u8>, XlsxError> {
    let language = words.language;
    let say = |id: &str| text(language, id);
    let mut book = Workbook::new();
    let mut sheet = |name: &str, widths: &[f64]| -> Result<(), XlsxError> {
        let sheet = book.add_worksheet();
        // A sheet's name has 31 characters at most, none of them []:*?/\.
        let name: String = name.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(31).collect();
        sheet.set_name(name)?;
        for (column, width) in (0_u16..).zip(widths) {
            sheet.set_column_width(column, *width)?;
        }
        Ok(())
    };
    sheet(&say("results-about"), &[30.0, 90.0])?;
    sheet(&say("results-distribution"), &[20.0, 50.0, 20.0, 40.0, 12.0, 12.0, 10.0, 10.0, 10.0])?;
    sheet(&say("results-cross"), &[20.0, 40.0, 24.0, 30.0, 30.0, 12.0, 12.0, 10.0, 10.0, 10.0])?;
    sheet(&say("results-over-time"), &[24.0, 14.0])?;
    sheet(&say("results-leaving"), &[20.0, 50.0, 14.0, 14.0, 12.0, 10.0, 10.0])?;
    sheet(&say("results-texts"), &[20.0, 50.0, 90.0])?;
    sheet(&say("results-by-place"), &[20.0, 60.0, 14.0])?;
    let interval = |sheet: &str| format!("{}: {}", say("results-interval"), say(sheet));

    let mut about = Sheet::on(book.worksheet_from_index(0)?);
    let (respondents, made) = (words::count(language, report.respondents), words::day(language, made_on));
    for (name, value) in [
        ("results-survey", words.survey().to_owned()),
        ("results-name", words.schema.newest.id.to_string()),
        ("results-version", words.schema.versions.join(", ")),
        ("results-respondents", respondents),
        ("results-conditions", conditions.to_owned()),
        ("results-made", made),
    ] {
        about.words(0, &say(name))?;
        about.words(1, &value)?;
        about.end_row();
    }
    for note in ["results-protection", "results-chance"] {
        about.words(1, &say(note))?;
        about.end_row();
    }

    let mut tallies = Sheet::on(book.worksheet_from_index(1)?);
    let ids = [
        "results-name",
        "results-question",
        "results-name",
        "results-answer",
        "results-count",
        "results-base",
        "results-share",
    ];
    let mut titles: Vec<String> = ids.into_iter().map(say).collect();
    titles.extend(["results-low", "results-high"].map(interval));
    tallies.head(&titles)?;
    for entry in report.tallies.iter().flat_map(|tally| entries(tally, words)) {
        tallies.words(0, &entry.question)?;
        tallies.words(1, words.question(entry.variable))?;
        tallies.words(2, &entry.answer)?;
        tallies.words(3, &entry.what.title(entry.variable, words))?;
        tallies.count(4, entry.count, words)?;
        tallies.count(5, entry.base, words)?;
        tallies.share(6, entry.share)?;
        if !tallies.end_row() {
            break;
        }
    }

    let mut crosses = Sheet::on(book.worksheet_from_index(2)?);
    let ids = [
        "results-name",
        "results-question",
        "results-cross-against",
        "results-row",
        "results-answer",
        "results-count",
        "results-base",
        "results-share",
    ];
    let mut titles: Vec<String> = ids.into_iter().map(say).collect();
    titles.extend(["results-low", "results-high"].map(interval));
    crosses.head(&titles)?;
    for table in &report.tables {
        for row in &table.rows {
            for (what, (count, share)) in table.columns.iter().zip(&row.cells) {
                crosses.words(0, &words.schema.address(table.variable))?;
                crosses.words(1, words.question(table.variable))?;
                crosses.words(2, &against_title(table.against, words))?;
                crosses.words(3, &row_title(table, &row.of, words))?;
                crosses.words(4, &words.what(table.variable, *what))?;
                crosses.count(5, *count, words)?;
                crosses.count(6, row.base, words)?;
                crosses.share(7, *share)?;
                if !crosses.end_row() {
                    break;
                }
            }
        }
    }

    let mut time = Sheet::on(book.worksheet_from_index(3)?);
    time.head(&["results-part", "results-count"].map(say))?;
    for (part, count) in &report.over_time {
        time.words(0, &words.part(part))?;
        time.count(1, *count, words)?;
        time.end_row();
    }

    let mut leaving = Sheet::on(book.worksheet_from_index(4)?);
    let ids = ["results-name", "results-question", "results-seen", "results-left-here", "results-left-share"];
    let mut titles: Vec<String> = ids.into_iter().map(say).collect();
    titles.extend(["results-low", "results-high"].map(interval));
    leaving.head(&titles)?;
    for step in report.leaving.iter().flat_map(|leaving| &leaving.steps) {
        leaving.words(0, &words.schema.address(step.variable))?;
        leaving.words(1, words.question(step.variable))?;
        if let Some(seen) = step.seen {
            leaving.count(2, seen, words)?;
        }
        leaving.count(3, step.left, words)?;
        leaving.share(4, step.share)?;
        leaving.end_row();
    }

    let mut texts = Sheet::on(book.worksheet_from_index(5)?);
    texts.head(&["results-name", "results-question", "results-answer"].map(say))?;
    'texts: for (variable, written) in &report.texts {
        for words_written in written {
            texts.words(0, &words.schema.address(*variable))?;
            texts.words(1, words.question(*variable))?;
            texts.words(2, words_written)?;
            if !texts.end_row() {
                break 'texts;
            }
        }
    }

    let mut places = Sheet::on(book.worksheet_from_index(6)?);
    places.head(&["results-cross-against", "results-part", "results-count"].map(say))?;
    for (part, count) in &report.places {
        let by = match part {
            Part::Spot(Spot::Region(_)) => "results-by-region",
            Part::Spot(Spot::Body(_)) => "results-by-body",
            _ => "results-by-stand",
        };
        places.words(0, &say(by))?;
        places.words(1, &words.part(part))?;
        places.count(2, *count, words)?;
        places.end_row();
    }
    book.save_to_buffer()
}
