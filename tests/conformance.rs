//! The conformance report: its rows are sound, every claim of a test is in a row, and no more is said
//! than passing tests show.

#[path = "../examples/conformance/claims.rs"]
mod claims;
#[path = "../examples/conformance/report.rs"]
mod report;
#[path = "../examples/conformance/results.rs"]
mod results;
#[path = "../examples/conformance/rows.rs"]
mod rows;
#[path = "../examples/conformance/verdict.rs"]
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rows::Catalogue;
use verdict::Verdict;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn catalogue() -> Catalogue {
    Catalogue::read(&Path::new(ROOT).join("docs/conformance")).expect("sound rows")
}

/// A standard of five rows, as its file would hold it.
const SMALL: &str = r#"
prefix = "S"
title = "Small"
note = ""
[[chapter]]
title = "One"
rows = [
  { clause = "1", title = "Shown" },
  { clause = "2", title = "Shown in part", partly = "not in the rain" },
  { clause = "3", title = "Shown by others", by = ["S-1", "S-2"] },
  { clause = "4", title = "Completed on site", by = ["S-1"], measure = ["ruler"] },
  { clause = "5", title = "Not there", kind = "not-applicable", reason = "nothing to apply to" },
]
"#;

fn small() -> Catalogue {
    Catalogue::of(
        vec![SMALL.parse().expect("a standard")],
        toml::from_str("ruler = { what = '', limit = '', how = '' }").expect("a measurement"),
    )
    .expect("sound rows")
}

/// The verdicts on [`small`], with a test for its first two rows that ended so.
fn judged(outcome: &str) -> Vec<Verdict> {
    let source = format!("/// {}: S-1\n#[test]\nfn one() {{\n}}\n/// {0}: S-2\n#[test]\nfn two() {{\n}}\n", "Proves");
    let claims = claims::of_file("tests/small.rs", &source).expect("claims");
    let output = format!("     Running tests/small.rs (target/x)\ntest one ... {outcome}\ntest two ... ok\n");
    let catalogue = small();
    verdict::judge(&catalogue, &claims, &results::parse(&output)).iter().map(|j| j.verdict).collect()
}

#[test]
fn every_claim_of_a_test_is_in_a_row() {
    let claims = claims::all(Path::new(ROOT)).expect("claims");
    catalogue().check(&claims).expect("claims that fit the rows");
}

#[test]
fn the_report_has_every_row_and_names_only_tests_that_exist() {
    let report = std::fs::read_to_string(Path::new(ROOT).join("docs/conformance.md")).expect("run `make conformance`");
    for row in catalogue().rows() {
        assert!(report.contains(&format!("<a id=\"{}\">", row.id.to_lowercase())), "{} is not in the report", row.id);
    }
    let claims = claims::all(Path::new(ROOT)).expect("claims");
    let known: BTreeSet<_> = claims.iter().map(|c| (c.test.path.as_str(), c.test.file.as_str())).collect();
    let (_, tests) = report.split_once("## The tests").expect("a list of the tests");
    for line in tests.lines().filter(|l| l.starts_with("| `")) {
        let cells: Vec<_> = line.split('`').collect();
        assert!(known.contains(&(cells[1], cells[3])), "{} is claimed, but it is not in the sources", cells[1]);
    }
}

#[test]
fn what_no_passing_test_proves_is_not_claimed() {
    use Verdict::{DoesNot, InSoftware, NotApplicable, Partly, Supports};
    assert_eq!(judged("ok"), [Supports, Partly, Partly, InSoftware, NotApplicable]);
    for outcome in ["FAILED", "ignored", "ignored, needs a display"] {
        assert_eq!(judged(outcome), [DoesNot, Partly, Partly, DoesNot, NotApplicable]);
    }
    let unproved = small();
    let verdicts: Vec<_> = verdict::judge(&unproved, &[], &BTreeMap::new()).iter().map(|j| j.verdict).collect();
    assert_eq!(verdicts, [DoesNot, DoesNot, DoesNot, DoesNot, NotApplicable]);
}

#[test]
fn tests_of_parts_alone_show_a_row_in_part() {
    let source = format!("/// {}: S-1\n#[test]\nfn one() {{\n}}\n", "Proves");
    let output =
        "Running unittests src/lib.rs (target/x)\ntest kiosk::session::one ... ok\ntest kiosk::app::one ... ok\n";
    for (file, expected) in [("src/kiosk/session.rs", Verdict::Partly), ("src/kiosk/app.rs", Verdict::Supports)] {
        let claims = claims::of_file(file, &source).expect("claims");
        assert_eq!(verdict::judge(&small(), &claims, &results::parse(output))[0].verdict, expected, "{file}");
    }
}

#[test]
fn a_test_that_did_not_run_proves_nothing_and_the_report_says_so() {
    let source = format!("/// {}: S-1\n#[test]\nfn one() {{\n}}\n", "Proves");
    let claims = claims::of_file("tests/small.rs", &source).expect("claims");
    let catalogue = small();
    let report = report::write(&catalogue, &verdict::judge(&catalogue, &claims, &BTreeMap::new()));
    assert!(report.contains("`one` in `tests/small.rs` did not run"), "{report}");
    assert!(report.contains("| Shown | **does not support** | `one` **did not run** |"), "{report}");
}

#[test]
fn a_claim_on_what_is_in_no_row_or_does_not_apply_is_refused() {
    for (id, fault) in [("S-9", "which is in no row"), ("S-5", "is no software's")] {
        let source = format!("/// {}: {id}\n#[test]\nfn one() {{\n}}\n", "Proves");
        let claims = claims::of_file("tests/small.rs", &source).expect("claims");
        let refused = small().check(&claims).expect_err("refused").to_string();
        assert!(refused.contains(fault), "{refused}");
    }
}

#[test]
fn a_claim_belongs_to_the_test_below_it_wherever_that_is() {
    let source = format!(
        "mod tests {{\n    /// It runs.\n    /// {}: S-1, S-2\n    #[tokio::test]\n    async fn runs() {{\n    }}\n}}\n",
        "Proves"
    );
    let claims = claims::of_file("src/kiosk/session.rs", &source).expect("claims");
    assert_eq!(claims.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["S-1", "S-2"]);
    assert_eq!(claims[0].test.path, "kiosk::session::tests::runs");
    assert_eq!(claims[0].test.program, "src/lib");
    for wrong in ["/// {}: S 1\n#[test]\nfn f() {\n}", "/// {}: S-1\nfn f() {\n}", "/// {}: S-1\n\n", "// {}: S-1\n"] {
        assert!(claims::of_file("src/a.rs", &wrong.replace("{}", "Proves")).is_err(), "{wrong}");
    }
}

#[test]
fn results_are_read_with_the_program_they_belong_to() {
    let output = "     Running unittests src/lib.rs (target/debug/deps/aqparat-1)\ntest a::b ... ok\n\
                  test a::c - should panic ... ok\n\
                  test result: ok. 2 passed; 0 failed;\n     Running tests/walk/main.rs (target/debug/deps/walk-1)\n\
                  test b ... FAILED\n   Doc-tests aqparat\ntest src/lib.rs - f (line 1) ... ok\n";
    let results = results::parse(output);
    let of = |program: &str, path: &str| results.get(&(program.to_owned(), path.to_owned())).copied();
    assert_eq!(of("src/lib", "a::b"), Some(results::Outcome::Passed));
    assert_eq!(of("src/lib", "a::c"), Some(results::Outcome::Passed));
    assert_eq!(of("tests/walk", "b"), Some(results::Outcome::Failed));
    assert_eq!(of("src/lib", "src/lib.rs - f (line 1)"), None);
}
