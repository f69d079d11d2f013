//! XLSForm: surveys as the sheets "survey", "choices" and "settings" of a workbook, the form in which survey
//! people write and exchange them. What a stand cannot do is refused, with sheet, row, column and advice;
//! what has no meaning at a stand is left out, with a warning.
//!
//! | Part | Its job |
//! |---|---|
//! | `workbook` | Files to rows of text, whatever the file holds |
//! | `sheets`, `columns` | Rows to tables whose columns are understood |
//! | `settings`, `choices`, `questions` | Tables to the parts of a survey |
//! | `types`, `kinds`, `logic` | What the cells of a question mean |
//! | `checked` | What the survey's own checks find, brought back to its cells |
//! | [`export`] | The way back |
//!
//! Columns of our own, which other programs pass over: `may_decline` and `personal` (yes),
//! `image_alternative` beside `media::image`; in settings `audience` (visitors, auditors),
//! `partial_answers` (discard, send) and `form_title_kk`, `form_title_ru`, `form_title_en`.

mod checked;
mod choices;
mod columns;
pub mod export;
mod faults;
mod kinds;
mod logic;
mod questions;
mod settings;
mod sheets;
mod types;
mod workbook;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

pub use export::write;
pub use faults::{Column, Place, SheetFault};

use self::choices::Lists;
use self::faults::Findings;
use self::settings::Settings;
use self::sheets::Table;
use self::workbook::{Sheet, Workbook};
use crate::domain::Language;
use crate::domain::survey::Survey;
use crate::server::editing::findings::did_you_mean;

/// How strictly a workbook is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Takes a survey in which Kazakh or Russian texts are missing: for drafts, never for stands (Law on
    /// Languages, Art. 21).
    pub incomplete: bool,
}

/// What a workbook came to.
#[derive(Debug, Default)]
pub struct Reading {
    /// The survey; none, if there are faults.
    pub survey: Option<Survey>,
    /// What must be mended: nothing is taken until then.
    pub faults: Vec<SheetFault>,
    /// What may stay, but should be looked at.
    pub warnings: Vec<SheetFault>,
}

/// Reads the workbook at `path`.
///
/// # Errors
/// If the file cannot be read; what is wrong in it is in the [`Reading`].
pub fn read_file(path: &Path, options: Options) -> io::Result<Reading> {
    let mut bytes = Vec::new();
    File::open(path)?.take(workbook::LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(read(&bytes, &name, options))
}

/// Reads a workbook from memory; `name` is the file's, whose ending is looked at and which stands in where the
/// survey has no name of its own. Bounded in memory and time; blocks for up to a second or two on the largest.
pub fn read(bytes: &[u8], name: &str, options: Options) -> Reading {
    let workbook = match workbook::open(bytes, name) {
        Ok(workbook) => workbook,
        Err(refusal) => return Reading { faults: vec![refusal.into_fault()], ..Reading::default() },
    };
    let mut findings = Findings::default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let survey = survey(&workbook, stem, options, &mut findings);
    let survey = survey.filter(|_| !findings.has_faults());
    let (faults, warnings) = findings.into_sorted();
    Reading { survey, faults, warnings }
}

fn survey(workbook: &Workbook, stem: &str, options: Options, findings: &mut Findings) -> Option<Survey> {
    let survey = survey_sheet(workbook, findings)?;
    if let Some(sheet) = sheet(workbook, "entities").filter(|sheet| sheet.rows.len() > 1) {
        let place = Place { sheet: Some(sheet.name.clone()), row: Some(sheet.rows[1].0), column: None };
        let problem = "a stand keeps no entities: answers are anonymous";
        findings.fault(place, problem, "delete the sheet, or begin its name with _");
    }
    let settings = Settings::read(sheet(workbook, "settings"), stem, findings);
    let survey_headers = Table::read(survey, columns::SURVEY, Language::English, &mut Findings::default());
    let plain = plain_language(&settings, &survey_headers, findings);

    let table = Table::read(survey, columns::SURVEY, plain, findings);
    table.warn_of_others(columns::SURVEY, findings);
    let choices = sheet(workbook, "choices").map(|sheet| Table::read(sheet, columns::CHOICES, plain, findings));
    let mut lists = choices.as_ref().map(|table| Lists::read(table, findings)).unwrap_or_default();
    let asked = questions::read(&table, &mut lists, findings);
    if asked.items.is_empty() && !findings.has_faults() {
        let advice = "write a row for each question: type, name and label";
        findings.fault(table.place(None, None), "the sheet asks nothing", advice);
        return None;
    }
    let survey = Survey {
        id: settings.id.clone()?,
        version: settings.version.clone(),
        title: settings.title.clone(),
        default_language: settings.default_language.unwrap_or_default(),
        audience: settings.audience,
        partial: settings.partial,
        items: asked.items.clone(),
        lists: std::mem::take(&mut lists.by_name),
    };
    checked::check(&survey, &checked::Origin { table, choices, lists, asked, settings }, options, findings);
    Some(survey)
}

/// What texts are in that name no language: what the settings say, else English.
fn plain_language(settings: &Settings, table: &Table, findings: &mut Findings) -> Language {
    let plain = settings.default_language.unwrap_or(Language::English);
    let has_plain = table.rows().any(|row| !row.text(columns::Field::Label).is_empty())
        && !Language::ALL
            .into_iter()
            .any(|language| language != Language::English && table.has(columns::Field::Label, Some(language)));
    if settings.default_language.is_none() && has_plain {
        findings.warning(
            table.header_place(columns::Field::Label),
            "the texts do not say in which language they are: they are taken for English",
            "name the columns label::Қазақша (kk), label::Русский (ru) and label::English (en)",
        );
    }
    plain
}

fn sheet<'a>(workbook: &'a Workbook, name: &str) -> Option<&'a Sheet> {
    workbook.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
}

fn survey_sheet<'a>(workbook: &'a Workbook, findings: &mut Findings) -> Option<&'a Sheet> {
    let found = match (sheet(workbook, "survey"), workbook.sheets.as_slice()) {
        (Some(sheet), _) => Some(sheet),
        (None, [only]) if workbook.names.len() == 1 => Some(only),
        (None, _) => None,
    };
    let Some(found) = found else {
        let names = workbook.names.iter().map(String::as_str);
        let advice = did_you_mean("survey", names, || "name the sheet with the questions survey".to_owned());
        findings.fault(Place::default(), "there is no sheet survey", advice);
        return None;
    };
    for name in ["choices", "settings"].into_iter().filter(|name| sheet(workbook, name).is_none()) {
        let is_own = |other: &&String| !workbook::KNOWN_SHEETS.contains(&other.trim().to_lowercase().as_str());
        let names = workbook.names.iter().filter(is_own).filter(|name| !name.starts_with('_')).map(String::as_str);
        let advice = did_you_mean(name, names, String::new);
        if !advice.is_empty() {
            findings.warning(Place::default(), format!("there is no sheet {name}"), advice);
        }
    }
    if found.rows.is_empty() {
        let place = Place { sheet: Some(found.name.clone()), ..Place::default() };
        findings.fault(
            place,
            "the sheet is empty",
            "write type, name and label into row 1, and a question into each other row",
        );
        return None;
    }
    Some(found)
}
