//! The report as an auditor reads it. The same rows, claims and results give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::claims::Test;
use crate::results::Outcome;
use crate::rows::{Catalogue, Row, Standard};
use crate::verdict::{Judged, Verdict, is_of_parts};

const HEAD: &str = "\
# Conformance

Written by `make conformance` from the rows in `docs/conformance/`, the `Proves:` lines above the tests and the \
results of a run of all tests. Do not edit it by hand.

How to read it:

| Verdict | Meaning |
|---|---|
| supports | Every test named in the row passed, and one of them at least meets the whole stand |
| software supports | The same for the software's part; the named measurement at the site completes it |
| **partly** | Tests passed, but a limit is known, or only parts were tested: it is named |
| **does not support** | No test shows it, or one of its tests failed or did not run. It is not claimed |
| hardware | Cabinet, panel and keypad decide; to be measured where the stand is put up |
| not applicable | The stand has nothing that the requirement could apply to; the reason is named |

What no test proves is not claimed. A row that says *site:* is complete only when that measurement of \
[the list](#what-remains-for-a-site) has been made; a test can show what the software asks for, not what a \
loudspeaker or a wall makes of it. Titles are our own short words; the standards' text decides.
";

/// Writes the whole report.
pub fn write(catalogue: &Catalogue, judged: &[Judged<'_>]) -> String {
    let by_id: BTreeMap<&str, &Judged<'_>> = judged.iter().map(|j| (j.row.id.as_str(), j)).collect();
    let mut out = HEAD.to_owned();
    summary(&mut out, catalogue, &by_id);
    faults(&mut out, judged);
    for standard in &catalogue.standards {
        rows(&mut out, standard, &by_id);
    }
    site(&mut out, catalogue);
    tests(&mut out, judged);
    out
}

fn summary(out: &mut String, catalogue: &Catalogue, by_id: &BTreeMap<&str, &Judged<'_>>) {
    out.push_str("\n## Summary\n\n| Standard | Supports | Software supports | Partly | Does not | Hardware | Not applicable |\n|---|--:|--:|--:|--:|--:|--:|\n");
    for standard in &catalogue.standards {
        let count = |verdict| {
            let rows = standard.chapters.iter().flat_map(|c| &c.rows);
            rows.filter(|r| by_id[r.id.as_str()].verdict == verdict).count()
        };
        let _ = writeln!(
            out,
            "| [{}](#{}) | {} | {} | {} | {} | {} | {} |",
            standard.title,
            anchor(&standard.title),
            count(Verdict::Supports),
            count(Verdict::InSoftware),
            count(Verdict::Partly),
            count(Verdict::DoesNot),
            count(Verdict::Hardware),
            count(Verdict::NotApplicable),
        );
    }
}

/// Tests that claim something and did not pass.
fn faults(out: &mut String, judged: &[Judged<'_>]) {
    let faults: BTreeSet<_> = judged.iter().flat_map(|j| &j.tests).filter(|t| t.1 != Some(Outcome::Passed)).collect();
    if faults.is_empty() {
        return;
    }
    out.push_str("\n## Tests that did not pass\n\nNothing is claimed for their rows.\n\n");
    for (test, outcome) in faults {
        let _ = writeln!(out, "- `{}` in `{}` {}", test.name(), test.file, ended(*outcome));
    }
}

fn ended(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Passed) => "passed",
        Some(Outcome::Failed) => "failed",
        Some(Outcome::Ignored) => "was left out",
        None => "did not run",
    }
}

fn rows(out: &mut String, standard: &Standard, by_id: &BTreeMap<&str, &Judged<'_>>) {
    let _ =
        write!(out, "\n## <a id=\"{}\"></a>{}\n\n{}\n", anchor(&standard.title), standard.title, standard.note.trim());
    if standard.from_memory {
        out.push_str("\nThe clause numbers of this chapter were written from memory: **to be checked against the published text**.\n");
    }
    for chapter in &standard.chapters {
        let _ = write!(out, "\n### {}\n", chapter.title);
        if let Some(reason) = &chapter.reason {
            let _ = write!(out, "\n{reason}\n");
        }
        out.push_str("\n| Clause | Requirement | Verdict | How it is shown | What remains |\n|---|---|---|---|---|\n");
        for row in &chapter.rows {
            let judged = by_id[row.id.as_str()];
            let _ = writeln!(
                out,
                "| <a id=\"{}\"></a>{} | {} | {} | {} | {} |",
                anchor(&row.id),
                row.clause,
                requirement(row),
                verdict(judged.verdict),
                shown(judged, chapter.reason.as_ref(), by_id),
                remains(row),
            );
        }
    }
}

fn requirement(row: &Row) -> String {
    let v4 = row.v4.as_ref().map(|v4| format!(" <br>V4.1.1: {v4} (to be checked against the published text)"));
    format!("{}{}", row.title, v4.unwrap_or_default())
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supports => "supports",
        Verdict::InSoftware => "software supports",
        Verdict::Partly => "**partly**",
        Verdict::DoesNot => "**does not support**",
        Verdict::Hardware => "hardware",
        Verdict::NotApplicable => "not applicable",
    }
}

/// The tests and rows that show it, known limits, and notes. A reason given for the whole chapter stands above it.
fn shown(judged: &Judged<'_>, chapter_reason: Option<&String>, by_id: &BTreeMap<&str, &Judged<'_>>) -> String {
    let row = judged.row;
    let mut parts = Vec::new();
    if judged.verdict == Verdict::DoesNot && judged.tests.is_empty() && row.by.is_empty() {
        parts.push("not shown by any test".to_owned());
    }
    parts.extend(row.reason.iter().filter(|r| chapter_reason != Some(r)).cloned());
    parts.extend(proof(judged));
    if let [only] = &row.by[..] {
        parts.extend(proof(by_id[only.as_str()]));
    }
    if !row.by.is_empty() {
        let rows: Vec<_> = row.by.iter().map(|id| format!("[{id}](#{})", anchor(id))).collect();
        parts.push(format!("by {}", rows.join(", ")));
    }
    parts.extend(row.note.clone());
    parts.join(" <br>")
}

/// A row's known limits and its tests.
fn proof(judged: &Judged<'_>) -> Vec<String> {
    let Judged { row, tests, .. } = judged;
    let of_parts = is_of_parts(row, tests).then(|| "shown for its parts alone, not at the whole stand".to_owned());
    let suffices = row.parts.clone().filter(|_| !tests.is_empty());
    row.partly.clone().into_iter().chain(of_parts).chain(tests.iter().map(named)).chain(suffices).collect()
}

/// A test's name, and how it ended unless it passed.
fn named((test, outcome): &(&Test, Option<Outcome>)) -> String {
    match outcome {
        Some(Outcome::Passed) => format!("`{}`", test.name()),
        other => format!("`{}` **{}**", test.name(), ended(*other)),
    }
}

fn remains(row: &Row) -> String {
    let links: Vec<_> = row.measure.iter().map(|key| format!("[{key}](#site-{key})")).collect();
    if links.is_empty() { String::new() } else { format!("*site:* {}", links.join(", ")) }
}

fn site(out: &mut String, catalogue: &Catalogue) {
    out.push_str(
        "\n## What remains for a site\n\nTo be measured at every kind of cabinet, and again when panel, loudspeaker or \
         mounting change.\n\n| Name | What | What must be found | How | Rows |\n|---|---|---|---|---|\n",
    );
    for (key, m) in &catalogue.measurements {
        let rows: Vec<_> = catalogue.rows().filter(|r| r.measure.contains(key)).map(|r| r.id.as_str()).collect();
        let _ = writeln!(
            out,
            "| <a id=\"site-{key}\"></a>{key} | {} | {} | {} | {} |",
            m.what,
            m.limit,
            m.how,
            rows.join(", ")
        );
    }
}

fn tests(out: &mut String, judged: &[Judged<'_>]) {
    let mut rows: BTreeMap<&Test, Vec<&str>> = BTreeMap::new();
    for judged in judged {
        for (test, _) in &judged.tests {
            rows.entry(test).or_default().push(&judged.row.id);
        }
    }
    out.push_str(
        "\n## The tests\n\nEach can be run alone: `cargo test PATH`.\n\n| Test | File | Rows |\n|---|---|---|\n",
    );
    for (test, rows) in rows {
        let _ = writeln!(out, "| `{}` | `{}` | {} |", test.path, test.file, rows.join(", "));
    }
}

/// The anchor of a heading or an id.
fn anchor(title: &str) -> String {
    let kept = title.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '.')).collect()
}
