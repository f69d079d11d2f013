//! The sheet "settings": what the survey is called, its version, whom it asks.

use super::columns::{self, Field, language};
use super::faults::{Findings, Place};
use super::sheets::{Row, Table};
use super::workbook::Sheet;
use crate::domain::Language;
use crate::domain::survey::definition::{Audience, Partial};
use crate::domain::survey::{Name, Text};
use crate::server::editing::findings::{did_you_mean, quoted};

/// The longest version, in characters.
const LONGEST_VERSION: usize = 64;

/// What the sheet says, and what is taken where it says nothing.
#[derive(Debug)]
pub(super) struct Settings {
    /// None, if what stands there is no name.
    pub id: Option<Name>,
    pub version: String,
    pub title: Text,
    /// The language of texts that name none; none, if the sheet does not say so.
    pub default_language: Option<Language>,
    pub audience: Audience,
    pub partial: Partial,
    /// Where faults of the survey as a whole are.
    pub place: Place,
    /// Where faults of its title are.
    pub title_place: Place,
}

impl Settings {
    /// Reads the sheet, or does without one. `stem` is the file's name without its ending.
    pub(super) fn read(sheet: Option<&Sheet>, stem: &str, findings: &mut Findings) -> Self {
        let table = sheet.map(|sheet| Table::read(sheet, columns::SETTINGS, Language::English, findings));
        let row = table.as_ref().and_then(|table| table.rows().next());
        if let Some(table) = &table {
            table.warn_of_others(columns::SETTINGS, findings);
            note_passed(table, findings);
        }
        let default_language = row.and_then(|row| default_language(row, findings));
        // The title of a sheet that names its language is in that language: read again, now that it is known.
        let retold = sheet.map(|sheet| {
            let plain = default_language.unwrap_or(Language::English);
            Table::read(sheet, columns::SETTINGS, plain, &mut Findings::default())
        });
        let title = retold.as_ref().and_then(|table| table.rows().next()).map(|row| row.text(Field::Title));
        let place = |field| match (&row, &table) {
            (Some(row), _) => row.place(field),
            (None, Some(table)) => table.header_place(field),
            (None, None) => Place { sheet: Some("settings".to_owned()), ..Place::default() },
        };
        let id = id(row, stem, &place(Field::Id), findings);
        let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| {
            let problem = "the survey has no title: its form_id stands in for it";
            findings.warning(place(Field::Title), problem, "add a column form_title, and form_title_kk, form_title_ru");
            Text::new([(
                default_language.unwrap_or(Language::English),
                id.as_ref().map_or("", Name::as_str).to_owned(),
            )])
        });
        Self {
            version: version(row, place(Field::Version), findings),
            audience: word(
                row,
                Field::Audience,
                &[("visitors", Audience::Visitors), ("auditors", Audience::Auditors)],
                findings,
            ),
            partial: word(row, Field::Partial, &[("discard", Partial::Discard), ("send", Partial::Send)], findings),
            title_place: place(Field::Title),
            place: place(Field::Id),
            id,
            title,
            default_language,
        }
    }
}

fn note_passed(table: &Table, findings: &mut Findings) {
    let Some(row) = table.rows().next() else { return };
    for second in table.rows().skip(1).take(1) {
        findings.warning(second.place(Field::Title), "only the first row of settings counts", "delete the other rows");
    }
    if row.get(Field::Passed).is_some() {
        findings.warning(
            row.place(Field::Passed),
            "settings of other programs have no meaning at a stand: they are left out",
            "nothing to do: answers are sealed and sent by the stand's own means",
        );
    }
}

fn default_language(row: Row<'_>, findings: &mut Findings) -> Option<Language> {
    let text = row.get(Field::DefaultLanguage)?;
    let found = language(text);
    if found.is_none() && text != "default" {
        findings.warning(
            row.place(Field::DefaultLanguage),
            format!("a stand does not speak {}", quoted(text)),
            "write kk, ru or en; texts that name no language are taken for English",
        );
    }
    found
}

/// The survey's name: what stands there, or the nearest to it that is a name.
fn id(row: Option<Row<'_>>, stem: &str, place: &Place, findings: &mut Findings) -> Option<Name> {
    let advice =
        "add a column form_id to the sheet settings, such as stand-accessibility: versions of one survey share it";
    let written = row.and_then(|row| row.get(Field::Id));
    if let Some(Ok(name)) = written.map(str::parse) {
        return Some(name);
    }
    let near = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let like: String = written.unwrap_or(stem).chars().map(near).take(Name::LONGEST - "survey-".len()).collect();
    let name: Name = like.parse().or_else(|_| format!("survey-{like}").parse()).ok()?;
    let problem = match written {
        Some(written) => format!("{} is no name: {} is taken for it", quoted(written), quoted(name.as_str())),
        None => format!("there is no form_id: {} is taken, from the file's name", quoted(name.as_str())),
    };
    findings.warning(place.clone(), problem, advice);
    Some(name)
}

fn version(row: Option<Row<'_>>, place: Place, findings: &mut Findings) -> String {
    match row.and_then(|row| row.get(Field::Version)) {
        Some(version) if version.chars().count() <= LONGEST_VERSION && !version.contains(char::is_control) => {
            version.to_owned()
        }
        Some(_) => {
            let problem = format!("the version is longer than {LONGEST_VERSION} characters, or more than one line");
            findings.fault(place, problem, "write a short one, such as 2026-11");
            String::new()
        }
        None => {
            let advice = "add a column version to the sheet settings: each change needs another one, such as 2026-11";
            findings.warning(place, "there is no version: 1 is taken", advice);
            "1".to_owned()
        }
    }
}

/// One of a few words; the default, if none is there.
fn word<T: Copy + Default>(row: Option<Row<'_>>, field: Field, words: &[(&str, T)], findings: &mut Findings) -> T {
    let Some((row, text)) = row.and_then(|row| Some((row, row.get(field)?))) else { return T::default() };
    if let Some((_, value)) = words.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)) {
        return *value;
    }
    let names: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    let advice = did_you_mean(text, names.iter().copied(), || format!("write {}", names.join(" or ")));
    findings.fault(row.place(field), format!("{} is not known here", quoted(text)), advice);
    T::default()
}
