//! The surveys that ship with the product.

use std::path::Path;
use std::process::Command;

use aqparat::domain::survey::definition::{Audience, Partial};
use aqparat::domain::survey::{Item, Layout, Survey};
use aqparat::domain::{Category, Language};
use aqparat::server::surveys::xlsform::{Options, read_file};

pub fn shipped() -> [Survey; 2] {
    ["stand-accessibility", "stand-audit"].map(|name| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/surveys/{name}.xlsx"));
        let reading = read_file(&path, Options::default()).expect("the workbook");
        assert_eq!(reading.faults, []);
        assert_eq!(reading.warnings, []);
        let survey = reading.survey.expect("a survey");
        assert_eq!(survey.id.as_str(), name);
        survey
    })
}

/// Each question with its kind, below its group.
fn outline(items: &[Item], into: &mut Vec<String>, depth: usize) {
    for item in items {
        let margin = "  ".repeat(depth);
        match item {
            Item::Group(group) => {
                into.push(format!("{margin}{} {:?}", group.name, group.layout));
                outline(&group.items, into, depth + 1);
            }
            Item::Question(question) => {
                let list = question.kind.choices().map(|choices| choices.list.as_str()).unwrap_or_default();
                let kind = format!("{:?}", question.kind);
                let kind = kind.split(['(', ' ']).next().unwrap_or_default();
                into.push(format!("{margin}{}: {kind} {list}", question.name).trim_end().to_owned());
            }
        }
    }
}

#[test]
fn the_ministrys_survey_asks_its_sixteen_questions_in_three_languages() {
    let [survey, _] = shipped();
    assert_eq!((survey.audience, survey.partial), (Audience::Visitors, Partial::Send));
    let mut lines = Vec::new();
    outline(&survey.items, &mut lines, 0);
    let expected = "\
used: One yes_no
visit Pages
  completeness: Scale
  found: One yes_partly_no
  not_found: Paragraph
  reaching Rows
    after_hours: One degree
    unattended: One degree
    step_free: One degree
    within_reach: One degree
  readable: One degree
  by_voice: One voice
  kazakh_speech: One kazakh_voice
  content Rows
    tactile: One degree
    sign_language: One degree
    equal_languages: One degree
    current: One degree
  difficulty: Many difficulty
needed_help: One yes_no
missing: Many missing
missing_words: Paragraph";
    assert_eq!(lines.join("\n"), expected);
    for name in ["difficulty", "needed_help"] {
        let question = super::question(&survey, name);
        assert!(question.personal && question.may_decline, "{name}");
    }
}

#[test]
fn the_auditors_checklist_has_every_row_of_the_catalogue() {
    let [_, survey] = shipped();
    assert_eq!(survey.audience, Audience::Auditors);
    let catalogue = survey.items.iter().find_map(|item| match item {
        Item::Group(group) if group.name.as_str() == "catalogue" => Some(group),
        _ => None,
    });
    let catalogue = catalogue.expect("the catalogue");
    assert_eq!(catalogue.layout, Layout::Rows);
    let names = catalogue.items.iter().filter_map(|item| match item {
        Item::Question(question) => Some(question.name.as_str().replace('_', "-")),
        Item::Group(_) => None,
    });
    assert_eq!(names.collect::<Vec<_>>(), Category::ALL.map(|category| category.id().to_owned()));
}

#[test]
fn free_text_is_asked_for_with_a_word_on_privacy() {
    for survey in shipped() {
        let free = survey.questions().into_iter().filter(|question| question.kind.is_typed()).collect::<Vec<_>>();
        assert!(!free.is_empty());
        for question in free {
            for (language, word) in [(Language::Kazakh, "ЖСН"), (Language::Russian, "ИИН"), (Language::English, "IIN")]
            {
                let hint = question.hint.in_language(language).unwrap_or_default();
                assert!(hint.contains(word), "{}: {hint}", question.name);
            }
        }
    }
}

/// What people edit surveys with: LibreOffice opens the shipped workbooks, and what it saves, in the new format and
/// in the old one, is the same survey.
#[test]
fn a_survey_saved_by_libreoffice_is_the_same_survey() {
    let folder = tempfile::tempdir().expect("a folder");
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/surveys");
    for ending in ["xls", "xlsx"] {
        let saved = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
            .args(["--headless", "--convert-to", ending, "--outdir"])
            .arg(folder.path())
            .args(["stand-accessibility.xlsx", "stand-audit.xlsx"].map(|name| assets.join(name)))
            .output()
            .expect("soffice (the package libreoffice-calc)");
        assert!(saved.status.success(), "{saved:?}");
        for survey in shipped() {
            let file = folder.path().join(format!("{}.{ending}", survey.id));
            let reading = read_file(&file, Options::default()).expect("the saved workbook");
            assert_eq!(reading.faults, []);
            assert_eq!(reading.survey, Some(survey), "{ending}");
        }
    }
}
