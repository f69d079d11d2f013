//! XLSForm: what survey people send becomes a survey, or a list of what to mend; and the way back.

#[path = "support/forms.rs"]
mod forms;

#[path = "xlsform/bad_files.rs"]
mod bad_files;
#[path = "xlsform/converter.rs"]
mod converter;
#[path = "xlsform/shipped.rs"]
mod shipped;
#[path = "xlsform/way_back.rs"]
mod way_back;

use aqparat::domain::Language;
use aqparat::domain::survey::definition::{Audience, Beginning, Partial};
use aqparat::domain::survey::{Item, Kind, Layout, Question, Survey, Value};
use aqparat::server::surveys::xlsform::{Options, Reading, SheetFault, read};
use forms::{xls, xlsx};

const STRICT: Options = Options { incomplete: false };
const DRAFT: Options = Options { incomplete: true };

const HEAD: &[&str] = &["type", "name", "label::Қазақша (kk)", "label::Русский (ru)", "label::English (en)"];
const LISTS: &[&[&str]] = &[
    &["list_name", "name", "label::Қазақша (kk)", "label::Русский (ru)", "label::English (en)"],
    &["yes_no", "yes", "Иә", "Да", "Yes"],
    &["yes_no", "no", "Жоқ", "Нет", "No"],
];
const SETTINGS: &[&[&str]] = &[
    &["form_title_kk", "form_title_ru", "form_title_en", "form_id", "version", "default_language"],
    &["Сауалнама", "Опрос", "Survey", "access", "3", "Қазақша (kk)"],
];

/// A survey of these rows, below [`HEAD`], with a list `yes_no`.
fn survey(rows: &[&[&str]]) -> Reading {
    let rows: Vec<&[&str]> = std::iter::once(HEAD).chain(rows.iter().copied()).collect();
    read(&xlsx(&[("survey", &rows), ("choices", LISTS), ("settings", SETTINGS)]), "access.xlsx", STRICT)
}

/// A survey of one sheet, taken as a draft in English: what it holds.
fn drafted(rows: &[&[&str]], lists: &[&[&str]]) -> Reading {
    read(&xlsx(&[("survey", rows), ("choices", lists)]), "draft.xlsx", DRAFT)
}

#[track_caller]
fn taken(reading: Reading) -> Survey {
    assert_eq!(reading.faults, [], "refused");
    reading.survey.expect("a survey")
}

fn question<'a>(survey: &'a Survey, name: &str) -> &'a Question {
    survey.question(&name.parse().expect("a name")).unwrap_or_else(|| panic!("no question {name}"))
}

/// Asserts that one finding is at this sheet, row and column, with `problem` in its words, and that it says what to do.
#[track_caller]
fn assert_found(list: &[SheetFault], place: &str, problem: &str) {
    let fits = |fault: &&SheetFault| fault.place.to_string().starts_with(place) && fault.problem.contains(problem);
    let found: Vec<_> = list.iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "{problem:?} at {place:?} not found once in {list:#?}");
    assert!(found[0].advice.len() > 5, "no advice in {:?}", found[0]);
}

#[test]
fn every_kind_of_question_is_read() {
    let rows: &[&[&str]] = &[
        &[
            "type",
            "name",
            "label",
            "appearance",
            "parameters",
            "default",
            "required",
            "readonly",
            "personal",
            "may_decline",
        ],
        &["note", "", "Welcome"],
        &["select_one yes_no", "one", "One?", "minimal", "randomize=true", "no", "yes", "", "yes", "yes"],
        &["select_multiple yes_no", "many", "Many?", "", "", "no yes"],
        &["rank yes_no", "ranked", "Rank?", "", "", "no yes"],
        &["range", "scale", "Scale?", "", "start=0 end = 1; step=0.25", "0.5"],
        &["integer", "whole", "How many?", "", "", "-3"],
        &["decimal", "broken", "How much?", "", "", "0.1"],
        &["date", "day", "When?", "no-calendar", "", "2026-11-24"],
        &["text", "line", "Who?", "", "", "nobody (yet)", "${one} = 'yes'"],
        &["string", "words", "Why?", "multiline", "", "", "", "true"],
        &["acknowledge", "seen", "Seen?", "", "", "OK"],
        &["hidden", "secret", "", "", "", "it's so"],
    ];
    let survey = taken(drafted(rows, LISTS));
    assert_eq!(survey.id.as_str(), "draft");
    assert_eq!(survey.version, "1");
    let kinds: Vec<_> = survey.questions().iter().map(|question| format!("{:?}", question.kind)).collect();
    let begins =
        ["Note", "One", "Many", "Rank", "Scale", "Integer", "Decimal", "Date", "Line", "Paragraph", "Ackno", "Calc"];
    for (kind, begin) in kinds.iter().zip(begins) {
        assert!(kind.starts_with(begin), "{kind} is no {begin}");
    }
    assert_eq!(kinds.len(), begins.len());
    let one = question(&survey, "one");
    assert!(one.personal && one.may_decline && one.kind.choices().is_some_and(|choices| choices.shuffled));
    assert_eq!(one.required.as_ref().map(|required| required.source()), Some("true()"));
    assert_eq!(one.default, Some(Beginning::Fixed(Value::One("no".into()))));
    let names = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    assert_eq!(question(&survey, "many").default, Some(Beginning::Fixed(Value::Many(names(["yes", "no"])))));
    assert_eq!(question(&survey, "ranked").default, Some(Beginning::Fixed(Value::Rank(names(["no", "yes"])))));
    assert_eq!(question(&survey, "scale").kind, Kind::Scale { from: 0.0, to: 1.0, step: 0.25 });
    assert_eq!(question(&survey, "whole").default, Some(Beginning::Fixed(Value::Number(-3.0))));
    assert_eq!(question(&survey, "line").default, Some(Beginning::Fixed(Value::Text("nobody (yet)".into()))));
    assert!(question(&survey, "words").read_only);
    assert_eq!(question(&survey, "one").label.in_language(Language::English), Some("One?"));
}

#[test]
fn settings_of_our_own_are_read_and_others_left_out() {
    let settings: &[&[&str]] = &[
        &["form_title", "Form ID", "version", "default_language", "audience", "partial_answers", "public_key"],
        &["Тексеру", "audit", "2026-11", "kk", "auditors", "send", "MIIB"],
    ];
    let rows: &[&[&str]] = &[&["type", "name", "label"], &["text", "a", "Ә?"]];
    let reading = read(&xlsx(&[("survey", rows), ("settings", settings)]), "x.xlsx", DRAFT);
    assert_found(&reading.warnings, "sheet \"settings\", row 2, column G", "no meaning at a stand");
    let survey = taken(reading);
    assert_eq!((survey.audience, survey.partial), (Audience::Auditors, Partial::Send));
    assert_eq!(survey.title.in_language(Language::Kazakh), Some("Тексеру"));
    assert_eq!(question(&survey, "a").label.in_language(Language::Kazakh), Some("Ә?"));
    assert_eq!(survey.default_language, Language::Kazakh);
}

#[test]
fn an_old_workbook_says_the_same_as_a_new_one() {
    let rows: &[&[&str]] = &[
        HEAD,
        &["begin group", "g", "Топ", "Группа", "Group"],
        &["select_one yes_no", "a", "Ә?", "А?", "A?"],
        &["integer", "b", "Б?", "Б?", "B?"],
        &["end group"],
    ];
    let sheets: &[forms::Sheet<'_>] = &[("survey", rows), ("choices", LISTS), ("settings", SETTINGS)];
    let (new, old) = (read(&xlsx(sheets), "a.xlsx", STRICT), read(&xls(sheets), "a.xls", STRICT));
    assert_eq!(taken(old), taken(new));
}

#[test]
fn digits_are_typed_on_a_pad_of_digits_and_what_cannot_be_hidden_is_told() {
    let rows: &[&[&str]] = &[
        &["type", "name", "label", "appearance"],
        &["text", "code", "Code?", "numbers"],
        &["text", "words", "Words?", ""],
        &["text", "long", "Long?", "multiline numbers"],
        &["text", "masked", "Masked?", "masked"],
        &["text", "hidden", "Hidden?", "numbers hide-input"],
    ];
    let reading = drafted(rows, LISTS);
    for row in [5, 6] {
        let place = format!("sheet \"survey\", row {row}, column D");
        assert_found(&reading.warnings, &place, "a stand shows what is typed");
    }
    let survey = taken(reading);
    let digits = ["code", "words", "long", "masked", "hidden"].map(|name| question(&survey, name).digits);
    assert_eq!(digits, [true, false, false, false, true]);
}

#[test]
fn groups_become_pages_and_matrices() {
    let rows: &[&[&str]] = &[
        &["type", "name", "label", "appearance", "relevant"],
        &["begin_group", "together", "T", "field-list", ""],
        &["text", "a", "A?"],
        &["end_group"],
        &["begin group", "matrix", "M", "w1 table-list", "${a} != ''"],
        &["select_one yes_no", "b", "B?"],
        &["select_one yes_no", "c", "C?"],
        &["end group", "matrix"],
    ];
    let survey = taken(drafted(rows, LISTS));
    let groups = survey.items.iter().filter_map(|item| match item {
        Item::Group(group) => Some((group.name.as_str(), group.layout, group.items.len())),
        Item::Question(_) => None,
    });
    assert_eq!(groups.collect::<Vec<_>>(), [("together", Layout::Together, 1), ("matrix", Layout::Rows, 2)]);
}

#[test]
fn or_other_becomes_a_choice_and_a_question() {
    let rows: &[&[&str]] = &[&["type", "name", "label"], &["select_one yes_no or_other", "a", "A?"]];
    let survey = taken(drafted(rows, LISTS));
    let list = survey.list(&"yes_no".parse().expect("a name"));
    assert_eq!(list.last().map(|choice| choice.name.as_str()), Some("other"));
    let other = question(&survey, "a_other");
    assert_eq!(other.relevant.as_ref().map(|relevant| relevant.source()), Some("selected(${a}, 'other')"));
    assert!(Language::ALL.iter().all(|language| other.label.in_language(*language).is_some()));
}

#[test]
fn what_a_stand_does_not_record_is_left_out_and_logic_goes_on_without_it() {
    let rows: &[&[&str]] = &[
        &["type", "name", "label", "calculation", "disabled"],
        &["start", "began"],
        &["deviceid", "device"],
        &["audit", ""],
        &["date", "born", "Born?"],
        &["calculate", "days", "", "${began} - ${born}"],
        &["geopoint", "place", "Where?", "", "yes"],
    ];
    let reading = drafted(rows, LISTS);
    for (row, kind) in [(2, "start"), (3, "deviceid"), (4, "audit")] {
        assert_found(
            &reading.warnings,
            &format!("sheet \"survey\", row {row}, column A"),
            &format!("record \"{kind}\""),
        );
    }
    let survey = taken(reading);
    assert_eq!(survey.questions().len(), 2);
    let Kind::Calculation(days) = &question(&survey, "days").kind else { panic!("not calculated") };
    assert_eq!(days.source(), "today() - ${born}");
}

#[test]
fn logic_from_a_word_processor_is_understood() {
    let rows: &[&[&str]] = &[
        &["type", "name", "label", "relevant"],
        &["select_one yes_no", "a", "A?"],
        &["text", "b", "B?", "selected(${a},\u{a0}‘yes’)"],
    ];
    let survey = taken(drafted(rows, LISTS));
    let relevant = question(&survey, "b").relevant.as_ref().map(|relevant| relevant.source().to_owned());
    assert_eq!(relevant.as_deref(), Some("selected(${a}, 'yes')"));
}

#[test]
fn what_a_stand_cannot_do_is_refused_where_it_stands_and_nothing_is_taken() {
    let reading = survey(&[
        &["text", "ok", "Ә?", "А?", "A?"],
        &["geopoint", "place", "Қайда?", "Где?", "Where?"],
        &["begin_repeat", "again", "Т", "П", "R"],
        &["image", "photo", "С", "Ф", "P"],
        &["end_repeat"],
        &["select_one_from_file list.csv", "file", "Ф", "Ф", "F"],
        &["dateTime", "when", "Қ", "К", "W"],
    ]);
    assert!(reading.survey.is_none());
    for (row, problem) in
        [(3, "places on the map"), (4, "repeated"), (5, "pictures"), (7, "from a file"), (8, "times of day")]
    {
        assert_found(&reading.faults, &format!("sheet \"survey\", row {row}, column A (\"type\")"), problem);
    }
    assert_eq!(reading.faults.len(), 5, "{:#?}", reading.faults);
}

#[test]
fn mistakes_are_named_all_at_once_at_their_cells() {
    let rows: &[&[&str]] = &[
        &["type", "name", "label", "relevant", "appearance", "parameters", "default", "calculation", "readonly"],
        &["selct_one yes_no", "a", "A?"],
        &["select_one yes_nö", "b", "B?"],
        &["text", "b", "B again?"],
        &["text", "9lives", "C?"],
        &["text", "", "D?"],
        &["", "e", "E?"],
        &["text", "f", ""],
        &["calculate", "g"],
        &["text", "h", "H?", "${ok} ="],
        &["select_one yes_no", "i", "I?", "", "", "", "maybe"],
        &["integer", "j", "J?", "", "", "", "many"],
        &["range", "k", "K?", "", "", "start=5 end=1"],
        &["text", "l", "L?", "", "", "", "", "1 + 1"],
        &["text", "m", "M?", "", "", "", "", "", "perhaps"],
        &["begin group", "n", "N", "", "table-list"],
        &["text", "o", "O?"],
        &["select_one yes_no", "p", "P?"],
        &["select_one other", "q", "Q?"],
        &["end group"],
        &["end group"],
        &["begin group", "r", "R"],
        &["text", "meta", "S?"],
        &["select_multiple spaced", "t", "T?"],
        &["select_one", "u", "U?"],
        &["text", "ok", "OK?"],
    ];
    let lists: &[&[&str]] = &[
        &["list_name", "name", "label"],
        &["yes_no", "yes", "Yes"],
        &["yes_no", "no", "No"],
        &["yes_no", "yes", "Yes again"],
        &["other", "x", "X"],
        &["spaced", "a b", "A B"],
        &["other", "", "Nameless"],
    ];
    let reading = drafted(rows, lists);
    assert!(reading.survey.is_none());
    for (place, problem) in [
        ("\"survey\", row 2, column A", "no type \"selct_one yes_no\""),
        ("\"survey\", row 3, column A", "no list \"yes_nö\""),
        ("\"survey\", row 4, column B", "row 3 has the name \"b\""),
        ("\"survey\", row 5, column B", "\"9lives\" is not a name"),
        ("\"survey\", row 6, column B", "no name"),
        ("\"survey\", row 7, column A", "no type"),
        ("\"survey\", row 8, column C", "label is missing"),
        ("\"survey\", row 9, column H", "nothing is calculated"),
        ("\"survey\", row 10, column D", ""),
        ("\"survey\", row 11, column G", "no choice of the list"),
        ("\"survey\", row 12, column G", "no answer to this question"),
        ("\"survey\", row 13, column F", "no steps"),
        ("\"survey\", row 14, column H", "cannot be calculated too"),
        ("\"survey\", row 15, column I", "neither yes nor no"),
        ("\"survey\", row 17, column A", "rows of a matrix"),
        ("\"survey\", row 19, column A", "share one list"),
        ("\"survey\", row 21, column A", "did not begin"),
        ("\"survey\", row 22, column A", "does not end"),
        ("\"survey\", row 23, column B", "meta"),
        ("\"choices\", row 6, column B", "without spaces"),
        ("\"survey\", row 25, column A", "names no list"),
        ("\"choices\", row 4, column B", "row 2 has the choice \"yes\""),
        ("\"choices\", row 7, column B", "no name"),
    ] {
        assert_found(&reading.faults, &format!("sheet {place}"), problem);
    }
    let shown = reading.faults[0].to_string();
    assert!(shown.contains("\n    did you mean \"select_one\"?"), "{shown}");
}

#[test]
fn texts_must_be_there_in_kazakh_and_russian() {
    let rows: &[&[&str]] = &[HEAD, &["text", "a", "", "А?", "A?"], &["text", "b", "Б?", "Б?", ""]];
    let sheets: &[forms::Sheet<'_>] = &[("survey", rows), ("settings", SETTINGS)];
    let reading = read(&xlsx(sheets), "a.xlsx", STRICT);
    assert_found(&reading.faults, "sheet \"survey\", row 2, column C", "Қазақша");
    assert_found(&reading.warnings, "sheet \"survey\", row 3, column E", "English");
    assert!(read(&xlsx(sheets), "a.xlsx", DRAFT).survey.is_some());
}

#[test]
fn a_language_that_no_row_has_is_told_once() {
    let rows: &[&[&str]] = &[&["type", "name", "label::English (en)"], &["text", "a", "A?"], &["text", "b", "B?"]];
    let reading = read(&xlsx(&[("survey", rows), ("settings", SETTINGS)]), "a.xlsx", STRICT);
    assert_found(&reading.faults, "sheet \"survey\", row 1", "no column label::Қазақша (kk): 2 texts");
    assert_found(&reading.faults, "sheet \"survey\", row 1", "no column label::Русский (ru): 2 texts");
    assert_eq!(reading.faults.len(), 2);
}

#[test]
fn a_filter_by_label_is_refused_at_its_cell_with_what_to_do_instead() {
    let rows: &[&[&str]] = &[
        &["type", "name", "label", "choice_filter"],
        &["select_one yes_no", "a", "A?"],
        &["select_one yes_no", "b", "B?", "label = 'Yes'"],
    ];
    let reading = drafted(rows, LISTS);
    assert_found(&reading.faults, "sheet \"survey\", row 3, column D", "filtered by their label");
    assert_eq!(reading.faults.len(), 1, "{:#?}", reading.faults);
}

#[test]
fn what_the_survey_itself_finds_is_told_at_its_cell() {
    let rows: &[&[&str]] = &[
        &["type", "name", "label", "relevant", "constraint", "calculation"],
        &["select_one yes_no", "a", "A?", "${nobody} = 1"],
        &["calculate", "x", "", "", "", "${y} + 1"],
        &["calculate", "y", "", "", "", "${x} + 1"],
        &["text", "b", "B?", "${a} = 'perhaps'"],
    ];
    let reading = drafted(rows, LISTS);
    assert_found(&reading.faults, "sheet \"survey\", row 2, column D", "\"nobody\"");
    assert_found(&reading.faults, "sheet \"survey\", row 5, column D", "\"perhaps\"");
    assert!(reading.faults.iter().any(|fault| fault.place.row == Some(3) && fault.problem.contains("comes back")));
}
