//! What a run of `cargo test` printed, read back.

use std::collections::BTreeMap;

/// How one test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Passed,
    Failed,
    Ignored,
}

/// The outcome of each test, by its program (as `tests/journeys`) and its path within it.
pub type Results = BTreeMap<(String, String), Outcome>;

/// Reads the output of `cargo test`, standard output and standard error in one.
pub fn parse(output: &str) -> Results {
    let mut program = String::new();
    let mut results = Results::new();
    for line in output.lines() {
        let line = line.trim();
        if let Some(running) = line.strip_prefix("Running ") {
            let source = running.strip_prefix("unittests ").unwrap_or(running);
            let source = source.split(" (").next().unwrap_or_default();
            program = source.trim_end_matches(".rs").trim_end_matches("/main").to_owned();
        } else if line.starts_with("Doc-tests ") {
            program.clear();
        } else if let Some((path, outcome)) = line.strip_prefix("test ").and_then(|l| l.rsplit_once(" ... ")) {
            let outcome = match outcome {
                "ok" => Outcome::Passed,
                o if o.starts_with("ignored") => Outcome::Ignored,
                _ => Outcome::Failed,
            };
            let path = path.trim_end_matches(" - should panic").to_owned();
            results.insert((program.clone(), path), outcome);
        }
    }
    results
}
