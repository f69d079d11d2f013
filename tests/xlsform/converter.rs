//! Held against the public converter.

use std::fs;
use std::path::{Path, PathBuf};

use aqparat::server::surveys::xlsform::{read_file, write};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::{DRAFT, forms, shipped, way_back};

/// Whether it is the surveys that ship or surveys drawn by lot, what is exported is an XLSForm to others too.
#[test]
fn the_public_converter_takes_what_is_exported() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut runner = TestRunner::deterministic();
    let drawn = (0..60).map(|_| way_back::any_survey().new_tree(&mut runner).expect("a survey").current());
    let mut files = Vec::new();
    for (number, survey) in shipped::shipped().into_iter().chain(drawn).enumerate() {
        let file = folder.path().join(format!("{number}.xlsx"));
        fs::write(&file, write(&survey).expect("written")).expect("a file");
        files.push(file);
    }
    let refused: Vec<_> = forms::converted(&files).into_iter().filter(|(_, said)| said.is_some()).collect();
    assert!(refused.is_empty(), "{refused:#?}");
    assert_eq!(files.len(), 62);
}

/// Held against a folder of workbooks, such as the public converter's own examples and errors:
/// `XLSFORM_WORKBOOKS=FOLDER cargo test --test xlsform -- --ignored --nocapture`.
#[test]
#[ignore = "needs a folder of workbooks in XLSFORM_WORKBOOKS"]
fn a_folder_of_workbooks_is_judged_as_the_public_converter_judges_it() {
    let folder = std::env::var_os("XLSFORM_WORKBOOKS").expect("XLSFORM_WORKBOOKS names a folder");
    let files = workbooks(Path::new(&folder));
    let said = forms::converted(&files);
    let mut counts = [[0; 2]; 2];
    for file in &files {
        let reading = read_file(file, DRAFT).expect("the file can be read");
        let (theirs, ours) = (said[file].is_none(), reading.survey.is_some());
        counts[usize::from(theirs)][usize::from(ours)] += 1;
        println!("== {}: they {}, we {}", file.display(), verdict(theirs), verdict(ours));
        if theirs != ours {
            println!("  they: {}", said[file].as_deref().unwrap_or("take it"));
            for fault in reading.faults.iter().take(12) {
                println!("  {fault}");
            }
        }
    }
    let [[both_refuse, only_we], [only_they, both_take]] = counts;
    println!("both take {both_take}, both refuse {both_refuse}, only they take {only_they}, only we take {only_we}");
}

fn verdict(takes: bool) -> &'static str {
    if takes { "take it" } else { "refuse it" }
}

fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(workbooks(&path));
        } else if path.extension().is_some_and(|ending| ["xls", "xlsx", "xlsm"].iter().any(|known| ending == *known)) {
            files.push(path);
        }
    }
    files.sort();
    files
}
