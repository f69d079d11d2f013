//! The claims that tests make: the `Proves:` doc lines above them.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

/// A test that proves a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The row's id, as `EN-5.1.3.4`.
    pub id: String,
    pub test: Test,
}

/// A test, as the sources and the results of a run both know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// The test program it belongs to, as its source without the ending: `src/lib`, `tests/journeys`.
    pub program: String,
    /// Its path within that program: `kiosk::session::tests::anything_extends_a_session`.
    pub path: String,
    /// The file it is written in, from the root of the repository.
    pub file: String,
}

impl Test {
    /// The last part of its path: a sentence.
    pub fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or_default()
    }

    /// Whether it meets the whole stand, or the whole way of an edition, rather than one part.
    pub fn meets_the_whole(&self) -> bool {
        self.file.starts_with("tests/") || self.file.starts_with("src/kiosk/app")
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.path, self.file)
    }
}

/// Every claim in `src/` and `tests/`, in the order of the files.
pub fn all(root: &Path) -> Result<Vec<Claim>> {
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files)?;
    collect(&root.join("tests"), &mut files)?;
    files.sort();
    let mut claims = Vec::new();
    for file in files {
        let source = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let relative = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        claims.extend(of_file(&relative, &source)?);
    }
    Ok(claims)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The claims of one file. Relies on rustfmt: the brace that ends a module stands in the module's column.
pub fn of_file(file: &str, source: &str) -> Result<Vec<Claim>> {
    let (program, outer) = place(file);
    let mut modules: Vec<(usize, &str)> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    let mut is_test = false;
    let mut claims = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let at = || format!("{file}:{}", number + 1);
        let code = line.trim_start();
        let column = line.len() - code.len();
        if code == "}" && modules.last().is_some_and(|m| m.0 == column) {
            modules.pop();
        } else if let Some(name) = opened_module(code) {
            modules.push((column, name));
        } else if let Some(list) = code.strip_prefix("/// Proves: ") {
            ids.extend(list.split(',').map(str::trim));
            ensure!(ids.iter().all(|id| is_id(id)), "{}: a list of ids was expected, not {list:?}", at());
        } else if code.starts_with("//") && code.contains("Proves:") {
            bail!("{}: write `/// Proves: ID, ID` on one line", at());
        } else if ids.is_empty() {
            continue;
        } else if code.starts_with("#[") {
            is_test |= code.starts_with("#[test]") || code.starts_with("#[tokio::test");
        } else if let Some(name) = function(code) {
            ensure!(is_test, "{}: {name} is no test and proves nothing", at());
            let inner = modules.iter().map(|m| m.1);
            let path = outer.iter().map(String::as_str).chain(inner).chain([name]).collect::<Vec<_>>().join("::");
            let test = Test { program: program.clone(), path, file: file.to_owned() };
            claims.extend(ids.drain(..).map(|id| Claim { id: id.to_owned(), test: test.clone() }));
            is_test = false;
        } else {
            ensure!(!code.is_empty() && code != "}", "{}: the claim above belongs to no test", at());
        }
    }
    ensure!(ids.is_empty(), "{file}: the last claim belongs to no test");
    Ok(claims)
}

/// The test program a file is compiled into, and the modules around its content.
fn place(file: &str) -> (String, Vec<String>) {
    let parts: Vec<_> = file.trim_end_matches(".rs").split('/').collect();
    let (program, modules) = match parts[..] {
        ["src", "lib"] => ("src/lib".to_owned(), &[][..]),
        ["src", "bin", program] => (format!("src/bin/{program}"), &[][..]),
        ["tests", program, "main"] => (format!("tests/{program}"), &[][..]),
        ["tests", program, ..] => (format!("tests/{program}"), &parts[2..]),
        _ => ("src/lib".to_owned(), &parts[1..]),
    };
    (program, modules.iter().map(|&m| m.to_owned()).collect())
}

fn opened_module(code: &str) -> Option<&str> {
    let code = code.strip_prefix("pub ").unwrap_or(code);
    code.strip_prefix("mod ")?.strip_suffix(" {")
}

fn function(code: &str) -> Option<&str> {
    let code = code.strip_prefix("pub ").unwrap_or(code);
    let code = code.strip_prefix("async ").unwrap_or(code);
    code.strip_prefix("fn ")?.split(['(', '<']).next()
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
}
