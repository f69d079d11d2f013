//! What each language's voice is given for what pages show.

mod english;
mod kazakh;
mod laws;
mod russian;
mod spelling;

use super::*;

/// Checks a table of texts as shown and as said.
#[track_caller]
fn check(language: Language, table: &[(&str, &str)]) {
    let none = Dictionary::default();
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(shown, said)| {
            let prepared = prepare(shown, language, &none);
            (prepared != *said).then(|| format!("{shown}\n  said: {prepared}\n  not:  {said}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}
