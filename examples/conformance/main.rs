//! Writes `docs/conformance.md` from the rows of the standards, the `Proves:` lines above the tests
//! and the results of a test run (`make conformance`):
//!
//! ```text
//! cargo test --no-fail-fast > RESULTS 2>&1
//! cargo run --example conformance -- RESULTS
//! ```
//!
//! What no passing test proves is not claimed.

mod claims;
mod report;
mod results;
mod rows;
mod verdict;

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

fn main() -> Result<()> {
    let results = std::env::args().nth(1).context("which file holds the output of cargo test?")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = rows::Catalogue::read(&root.join("docs/conformance"))?;
    let claims = claims::all(root)?;
    catalogue.check(&claims)?;
    let output = std::fs::read_to_string(&results).with_context(|| format!("reading {results}"))?;
    let results = results::parse(&output);
    ensure!(!results.is_empty(), "no test result in the output of cargo test");
    let report = report::write(&catalogue, &verdict::judge(&catalogue, &claims, &results));
    std::fs::write(root.join("docs/conformance.md"), report).context("writing docs/conformance.md")
}
