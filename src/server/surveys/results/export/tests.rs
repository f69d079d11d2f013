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
fn files_count_answers_by_place_and_over_time_and_tell_no_small_number() {
    let survey = survey(&[("found", "one:yes no")]);
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
    // 30 at the first stand, 20 at the second, 3 at the third; two of the last day.
    for number in 0_u32..53 {
        let mut row = answer(number, &[("found", one("yes"))]);
        let (body, stand) = match number {
            0..30 => ("almaly", 1),
            30..50 => ("almaly", 2),
            _ => ("medeu", 3),
        };
        row.body = body.parse().expect("an id");
        row.stand = Some(uuid::Uuid::from_u128(stand));
        row.hour += if number < 2 { 48 } else { 24 * i64::from(number % 2) };
        columns.push(&row);
    }
    let report = Report::of(&View::new(&columns, Filter::default())).expect("counted");
    let names = Names::default();
    let words = Words { language: Language::English, schema: &columns.schema, names: &names };
    let rows = read(&csv::counts(&report, &words));
    let parts = json::parts(&report, &words, &json::Responsible::default(), jiff::civil::date(2026, 11, 24));
    let document: serde_json::Value = serde_json::from_str(&parts[0]).expect("JSON");
    let data = document["data"].as_array().expect("rows");
    for (by, how_many) in [("body", 2), ("stand", 3), ("month", 1), ("day", 3)] {
        let of: Vec<_> = rows.iter().filter(|row| row["by"] == by).collect();
        assert_eq!(of.len(), how_many, "{by}: {rows:?}");
        let open = data.iter().filter(|row| row["question"] == "*" && row["by"] == by);
        let open: Vec<_> = open.map(|row| (row["row"].as_str().expect("a name"), row["count"].as_u64())).collect();
        let told: Vec<_> = of.iter().map(|row| (row["row"].as_str(), row["count"].parse().ok())).collect();
        assert_eq!(open, told, "both files tell the same");
    }
    let withheld = |by: &str| rows.iter().filter(|row| row["by"] == by && row["status"] == "withheld").count();
    // One alone could be worked out from the rest.
    assert!(withheld("stand") >= 2 && withheld("body") == 2 && withheld("day") >= 2, "{rows:?}");
    assert!(rows.iter().filter_map(|row| row["count"].parse::<u64>().ok()).all(|count| count >= 5), "{rows:?}");
}

#[test]
fn the_steps_of_a_scale_are_their_own_codes_in_spss() {
    let survey = survey(&[("ten", "scale:0 10"), ("half", "scale:0 1 0.5"), ("below", "scale:-1 1")]);
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
    for number in 0_u32..66 {
        let step = f64::from(number % 11);
        let values = [("ten", step), ("half", step.min(2.0) / 2.0), ("below", step.min(2.0) - 1.0)];
        columns.push(&answer(number, &values.map(|(name, step)| (name, Value::Number(step)))));
    }
    let report = Report::of(&View::new(&columns, Filter::default())).expect("counted");
    let names = Names::default();
    let words = Words { language: Language::English, schema: &columns.schema, names: &names };
    let files = spss::files(&report, &words);
    let rows = read(&files.data);
    let codes = |question: &str| -> Vec<i32> {
        let of = rows.iter().filter(|row| row["tab"] == "0").filter_map(|row| row[question].parse().ok());
        of.filter(|code| *code >= 0).collect()
    };
    assert_eq!(codes("ten"), (0..=10).collect::<Vec<_>>());
    assert_eq!(codes("half"), [1, 2, 3], "there are no codes between whole numbers");
    assert_eq!(codes("below"), [1, 2, 3], "codes below nought are those of who said nothing");
    assert!(files.syntax.contains("VALUE LABELS ten\n  0 '0'\n  1 '1'"), "{}", files.syntax);
}

#[test]
fn a_workbook_has_a_sheet_for_each_kind_of_table_and_no_formula() {
    use calamine::Reader;
    with_report(|report, words| {
        let day = jiff::civil::date(2026, 11, 24);
        let bytes = xlsx::workbook(report, words, "–", day).expect("written");
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
        let names = book.sheet_names();
        assert_eq!(names.len(), 7, "{names:?}");
        for name in names {
            let formulas = book.worksheet_formula(&name).expect("a sheet");
            assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
            let cells = book.worksheet_range(&name).expect("a sheet");
            assert!(cells.height() > 1, "{name} is empty");
        }
    });
}
