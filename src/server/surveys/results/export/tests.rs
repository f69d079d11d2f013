use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::columns::Columns;
use super::super::filter::Filter;
use super::super::report::Report;
use super::super::schema::Schema;
use super::super::testing::{answer, one, survey};
use super::super::view::View;
use super::super::words::{Names, Words};
use super::{csv, json, spss, xlsx};
use crate::domain::Language;
use crate::domain::survey::Value;

/// 60 answers: 40 yes, 17 no, 3 declined; 20 of them in Russian.
fn columns() -> Columns {
    let survey = survey(&[("found", "one:yes no"), ("missing", "many:ramp voice"), ("words", "text")]);
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
    for number in 0_u32..60 {
        let found = match number {
            0..40 => one("yes"),
            40..57 => one("no"),
            _ => Value::Declined,
        };
        let missing = if number.is_multiple_of(2) { vec!["ramp".to_owned()] } else { vec!["voice".to_owned()] };
        let mut row = answer(number, &[("found", found), ("missing", Value::Many(missing))]);
        if number < 6 {
            row.values.insert("words".parse().expect("a name"), Value::Text(format!("=1+{number}")));
        }
        if number.is_multiple_of(3) {
            row.language = Language::Russian;
        }
        columns.push(&row);
    }
    columns
}

fn with_report<T>(then: impl FnOnce(&Report, &Words<'_>) -> T) -> T {
    let columns = columns();
    let report = Report::of(&View::new(&columns, Filter::default())).expect("counted");
    let names = Names::default();
    then(&report, &Words { language: Language::English, schema: &columns.schema, names: &names })
}

fn read(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().expect("a table")
}

/// The numbers of a question that a file tells, and whether they give the three who declined away.
fn gives_away(told: &BTreeMap<String, Option<u64>>) -> bool {
    let parts: Vec<_> =
        ["yes", "no", "declined", "passed", "unseen"].map(|name| told.get(name).copied().flatten()).into();
    told.get("declined").copied().flatten().is_some() || parts.iter().filter(|part| part.is_none()).count() == 1
}

#[test]
fn a_csv_file_reads_back_and_tells_no_small_number() {
    with_report(|report, words| {
        let rows = read(&csv::distributions(report, words));
        let of = |question: &str| rows.iter().filter(|row| row["question"] == question).collect::<Vec<_>>();
        let found: BTreeMap<_, _> =
            of("found").iter().map(|row| (row["answer"].clone(), row["count"].parse::<u64>().ok())).collect();
        assert_eq!(found["yes"], Some(40));
        assert!(!gives_away(&found), "{found:?}");
        for row in rows.iter().chain(&read(&csv::tables(report, words))) {
            let count = row["count"].parse::<u64>().unwrap_or(0);
            assert!(count == 0 || count >= 5, "{row:?}");
            assert_eq!(row["status"] == "withheld", row["count"].is_empty(), "{row:?}");
        }
    });
}

#[test]
fn a_json_file_has_the_metadata_of_open_data_and_tells_no_small_number() {
    with_report(|report, words| {
        let day = jiff::civil::date(2026, 11, 24);
        let parts = json::parts(report, words, &json::Responsible::default(), day);
        assert_eq!(parts.len(), 1);
        let document: serde_json::Value = serde_json::from_str(&parts[0]).expect("JSON");
        for name in ["nameKk", "nameRu", "nameEn", "descriptionKk", "descriptionRu", "descriptionEn"] {
            assert!(document[name].as_str().is_some_and(|text| text.contains("Access")), "{name}: {}", document[name]);
        }
        assert!(document["keywords"].is_array() && document["responsible"].is_object());
        let fields = document["fields"].as_array().expect("fields");
        let rows = document["data"].as_array().expect("rows");
        assert!(!rows.is_empty());
        for row in rows {
            let row = row.as_object().expect("a row");
            assert_eq!(row.len(), fields.len(), "every field is described");
            for field in fields {
                assert!(row.contains_key(field["name"].as_str().expect("a name")), "{field}");
                assert!(["labelKk", "labelRu", "labelEn"].iter().all(|label| field[label].is_string()));
            }
            let count = row["count"].as_u64();
            assert!(count.is_none_or(|count| count == 0 || count >= 5), "{row:?}");
        }
    });
}

#[test]
fn spss_data_weigh_groups_and_tell_no_small_number() {
    with_report(|report, words| {
        let files = spss::files(report, words);
        let rows = read(&files.data);
        assert!(rows.iter().all(|row| row["weight"].parse::<u64>().expect("a number") >= 5));
        let yes = rows.iter().find(|row| row["tab"] == "0" && row["found"] == "1").expect("a line");
        assert_eq!(yes["weight"], "40");
        let half = rows.iter().find(|row| row["tab"] == "0" && row["missing_ramp"] == "1").expect("a line");
        assert_eq!(half["weight"], "30");
        assert!(files.syntax.contains("VARIABLE LABELS found 'found (en)'."), "{}", files.syntax);
        assert!(files.syntax.contains("MISSING VALUES found (-3 THRU -1)."), "{}", files.syntax);
    });
}

#[test]
fn a_workbook_has_a_sheet_for_each_kind_of_table_and_no_formula() {
    use calamine::Reader;
    with_report(|report, words| {
        let day = jiff::civil::date(2026, 11, 24);
        let bytes = xlsx::workbook(report, words, "–", day).expect("written");
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
        let names = book.sheet_names();
        assert_eq!(names.len(), 6, "{names:?}");
        for name in names {
            let formulas = book.worksheet_formula(&name).expect("a sheet");
            assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
            let cells = book.worksheet_range(&name).expect("a sheet");
            assert!(cells.height() > 1, "{name} is empty");
        }
    });
}
