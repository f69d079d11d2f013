//! Collects what is wrong in a content folder: bounded, sorted, and safe to print on a terminal.

use std::collections::HashMap;

use crate::release::api::Fault;

/// How many faults of one file are listed; a broken file should not bury the others.
const PER_FILE: usize = 100;
/// How many findings are listed in all.
const IN_ALL: usize = 10_000;
/// How much of an editor's text is quoted in a message, in characters.
const QUOTED: usize = 60;

/// Faults and warnings of a whole folder.
#[derive(Debug, Default)]
pub(super) struct Findings {
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
    per_file: HashMap<String, usize>,
}

impl Findings {
    /// The findings of one file, named relative to the folder.
    pub(super) fn of(&mut self, file: &str) -> FileFindings<'_> {
        FileFindings { all: self, file: printable(file) }
    }

    /// Whether anything must be mended.
    pub(super) fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Faults and warnings, each sorted by file, line and problem, none twice.
    pub(super) fn into_sorted(self) -> (Vec<Fault>, Vec<Fault>) {
        let sorted = |mut list: Vec<Fault>| {
            list.sort();
            list.dedup();
            list
        };
        (sorted(self.faults), sorted(self.warnings))
    }
}

/// Where the faults of one file are put.
#[derive(Debug)]
pub(super) struct FileFindings<'a> {
    all: &'a mut Findings,
    file: String,
}

impl FileFindings<'_> {
    /// Something that must be mended before anything is published: where, what, and what to do.
    pub(super) fn fault(
        &mut self,
        line: impl Into<Option<usize>>,
        problem: impl Into<String>,
        advice: impl Into<String>,
    ) {
        let found = self.all.per_file.entry(self.file.clone()).or_default();
        *found += 1;
        let (line, problem, advice) = if *found < PER_FILE && self.all.faults.len() < IN_ALL {
            (line.into(), problem.into(), advice.into())
        } else if *found == PER_FILE && self.all.faults.len() < IN_ALL {
            (
                None,
                format!("has {PER_FILE} faults or more; the rest is not listed"),
                "mend these, then check again".to_owned(),
            )
        } else {
            return;
        };
        self.all.faults.push(Fault { file: self.file.clone(), line, problem, advice });
    }

    /// Something that may stay, but should be looked at.
    pub(super) fn warning(
        &mut self,
        line: impl Into<Option<usize>>,
        problem: impl Into<String>,
        advice: impl Into<String>,
    ) {
        if self.all.warnings.len() < IN_ALL {
            let (file, line) = (self.file.clone(), line.into());
            self.all.warnings.push(Fault { file, line, problem: problem.into(), advice: advice.into() });
        }
    }
}

/// An editor's words in a message: in quotes, cut to a readable length, and with every character
/// that could steer a terminal or turn the writing direction written as its code point.
pub(in crate::server) fn quoted(text: &str) -> String {
    let mut shown = printable(&text.chars().take(QUOTED).collect::<String>());
    if text.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}

fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if super::text::is_shown_in_messages(character) {
            shown.push(character);
        } else {
            shown.push_str(&format!("<{}>", super::text::code_point(character)));
        }
    }
    shown
}

/// The candidate most like `word`, if one is near enough to be a slip of the hand.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(64).flat_map(char::to_lowercase).collect();
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len().min(word.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean" followed by the nearest candidate, else `otherwise`.
pub(in crate::server) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    nearest(word, candidates).map_or_else(otherwise, |near| format!("did you mean {}?", quoted(near)))
}

/// The number of single-character edits between two words (Levenshtein).
fn distance(from: &[char], to: &str) -> usize {
    let to: Vec<char> = to.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// Runs `check` on a file named `file` and gives its faults and warnings.
    pub(in super::super) fn findings_of(check: impl FnOnce(&mut FileFindings<'_>)) -> (Vec<Fault>, Vec<Fault>) {
        let mut findings = Findings::default();
        check(&mut findings.of("file"));
        findings.into_sorted()
    }

    /// Asserts that exactly one finding is at `line` with `problem` in its text, and that it says what to do.
    #[track_caller]
    pub(in super::super) fn assert_found(list: &[Fault], line: impl Into<Option<usize>>, problem: &str) {
        let line = line.into();
        let fits: Vec<_> = list.iter().filter(|f| f.line == line && f.problem.contains(problem)).collect();
        assert_eq!(fits.len(), 1, "{problem:?} at line {line:?} not found once in {list:#?}");
        assert!(fits[0].advice.len() > 10, "no advice in {:?}", fits[0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_file_is_cut_short_and_says_so() {
        let mut findings = Findings::default();
        for line in 1..=1000 {
            findings.of("a").fault(line, "p", "a");
        }
        findings.of("b").fault(1, "p", "a");
        let (faults, _) = findings.into_sorted();
        assert_eq!(faults.len(), PER_FILE + 1);
        assert!(faults[0].problem.contains("the rest is not listed"));
        assert_eq!(faults[PER_FILE].file, "b");
    }

    #[test]
    fn messages_cannot_steer_the_terminal_they_are_shown_on() {
        assert_eq!(quoted("a\u{1b}[2Jb\u{202e}c"), "\"a<U+001B>[2Jb<U+202E>c\"");
        assert_eq!(quoted(&"ә".repeat(100)), format!("\"{}…\"", "ә".repeat(60)));
    }

    #[test]
    fn a_slip_of_the_hand_is_recognised_and_a_stranger_is_not() {
        assert_eq!(nearest("verifed-on", ["title", "verified-on"]), Some("verified-on"));
        assert_eq!(nearest("Contact", ["contacts", "press"]), Some("contacts"));
        assert_eq!(nearest("weather", ["contacts", "press"]), None);
    }
}
