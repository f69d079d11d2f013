//! The rows of the standards as `docs/conformance/*.toml` keeps them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::str::FromStr;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::claims::Claim;

/// The files of `docs/conformance/`, in the order of the report.
const FILES: [&str; 5] =
    ["en-301-549.toml", "section-508.toml", "vvsg-2.0.toml", "wcag-2.2.toml", "beyond-the-standards.toml"];

/// Everything that is reported on.
pub struct Catalogue {
    /// The standards, in the order of the report.
    pub standards: Vec<Standard>,
    /// What is measured at a site, by the name that rows use.
    pub measurements: BTreeMap<String, Measurement>,
}

/// One standard: a file of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// What an id begins with, before a hyphen and the clause; may be empty.
    pub prefix: String,
    /// The standard's name.
    pub title: String,
    /// What a reader needs to know of the edition and of how it is applied.
    pub note: String,
    /// Written from memory: clause numbers are to be checked against the published text.
    #[serde(default)]
    pub from_memory: bool,
    #[serde(rename = "chapter")]
    pub chapters: Vec<Chapter>,
}

/// A chapter; what it says of kind, reason and measurements holds for each row that says nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    pub title: String,
    #[serde(default)]
    pub kind: Kind,
    pub reason: Option<String>,
    #[serde(default)]
    pub measure: Vec<String>,
    pub rows: Vec<Row>,
}

/// One requirement.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The standard's own number.
    pub clause: String,
    /// The requirement in a few words of our own.
    pub title: String,
    pub kind: Option<Kind>,
    /// Why it is not applicable.
    pub reason: Option<String>,
    /// A known limit: the row is supported in part at most.
    pub partly: Option<String>,
    /// Why tests of a part suffice, though none meets the whole stand.
    pub parts: Option<String>,
    /// What a reader should know beside the verdict.
    pub note: Option<String>,
    /// Further ids under which tests prove this row.
    #[serde(default)]
    pub also: Vec<String>,
    /// Rows which together show this one.
    #[serde(default)]
    pub by: Vec<String>,
    /// What remains to be measured at a site (keys of `site.toml`).
    #[serde(default)]
    pub measure: Vec<String>,
    /// What EN 301 549 V4.1.1 changes, as far as known before its published text is checked.
    pub v4: Option<String>,
    /// The id that tests use: prefix, hyphen, clause.
    #[serde(skip)]
    pub id: String,
}

/// What kind of requirement a row is for this product.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The software answers for it, or for its part of it, and tests show it.
    #[default]
    Software,
    /// Cabinet, panel and keypad alone answer for it: measured at the site.
    Hardware,
    /// The stand has nothing that it could apply to.
    NotApplicable,
}

/// One thing that is measured where a stand is put up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// What is measured.
    pub what: String,
    /// What must be found.
    pub limit: String,
    /// With what, and how.
    pub how: String,
}

impl Catalogue {
    /// Reads every file of the folder. Fails on the first that does not parse, on a row without what
    /// its kind needs, on ids that are not unique and on references that lead nowhere.
    pub fn read(folder: &Path) -> Result<Self> {
        let text = |file: &str| std::fs::read_to_string(folder.join(file)).with_context(|| format!("reading {file}"));
        let standard = |file: &&str| text(file)?.parse().with_context(|| format!("parsing {file}"));
        let standards = FILES.iter().map(standard).collect::<Result<_>>()?;
        Self::of(standards, toml::from_str(&text("site.toml")?).context("parsing site.toml")?)
    }

    /// The catalogue of these standards, if it is sound.
    pub fn of(standards: Vec<Standard>, measurements: BTreeMap<String, Measurement>) -> Result<Self> {
        let catalogue = Self { standards, measurements };
        catalogue.sound()?;
        Ok(catalogue)
    }

    /// Every row, in the order of the report.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.standards.iter().flat_map(|s| &s.chapters).flat_map(|c| &c.rows)
    }

    /// Refuses a claim on an id that is in no row, or on a row that no test can prove.
    pub fn check(&self, claims: &[Claim]) -> Result<()> {
        let mut faults = String::new();
        for Claim { id, test } in claims {
            let mut rows = self.rows().filter(|r| r.answers_to(id)).peekable();
            if rows.peek().is_none() {
                faults += &format!("\n{test} proves {id}, which is in no row of docs/conformance/*.toml");
            }
            for row in rows.filter(|r| r.kind() != Kind::Software) {
                faults += &format!("\n{test} proves {id}, but row {} is no software's: {}", row.id, row.title);
            }
        }
        if faults.is_empty() { Ok(()) } else { bail!("claims and rows do not fit:{faults}") }
    }

    fn sound(&self) -> Result<()> {
        let mut ids = BTreeSet::new();
        for row in self.rows() {
            if !ids.insert(row.id.as_str()) {
                bail!("{} is there twice", row.id);
            }
        }
        for row in self.rows() {
            let id = &row.id;
            match row.kind() {
                Kind::NotApplicable if row.reason.is_none() => bail!("{id} does not say why it does not apply"),
                Kind::Hardware if row.measure.is_empty() => bail!("{id} does not say what is measured"),
                Kind::Software if row.reason.is_some() => bail!("{id} is software; a reason belongs into `partly`"),
                _ => {}
            }
            if let Some(lost) = row.measure.iter().find(|m| !self.measurements.contains_key(*m)) {
                bail!("{id} asks for {lost}, which site.toml does not know");
            }
            if let Some(taken) = row.also.iter().find(|a| ids.contains(a.as_str())) {
                bail!("{id} has {taken} in `also`, which is a row: put it into `by`");
            }
            for by in &row.by {
                match self.rows().find(|r| r.id == *by) {
                    None => bail!("{id} is shown by {by}, which is no row"),
                    Some(r) if !r.by.is_empty() && r.by.contains(id) => bail!("{id} and {by} are shown by each other"),
                    Some(r) if r.kind() != Kind::Software => bail!("{id} is shown by {by}, which no test can prove"),
                    Some(_) => {}
                }
            }
        }
        match self.measurements.keys().find(|key| !self.rows().any(|r| r.measure.contains(key))) {
            Some(idle) => bail!("no row asks for the measurement {idle}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Standard {
    type Err = toml::de::Error;

    /// Parses a standard's file.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut standard: Self = toml::from_str(text)?;
        standard.inherit();
        Ok(standard)
    }
}

impl Standard {
    /// Gives each row its id and what its chapter says for all.
    fn inherit(&mut self) {
        for chapter in &mut self.chapters {
            for row in &mut chapter.rows {
                let hyphen = if self.prefix.is_empty() { "" } else { "-" };
                row.id = format!("{}{hyphen}{}", self.prefix, row.clause);
                let kind = *row.kind.get_or_insert(chapter.kind);
                if kind == chapter.kind {
                    row.reason = row.reason.take().or_else(|| chapter.reason.clone());
                    if row.measure.is_empty() {
                        row.measure.clone_from(&chapter.measure);
                    }
                }
            }
        }
    }
}

impl Row {
    /// The row's kind, its own or its chapter's.
    pub fn kind(&self) -> Kind {
        self.kind.unwrap_or_default()
    }

    /// Whether a test that proves `id` proves this row.
    pub fn answers_to(&self, id: &str) -> bool {
        self.id == id || self.also.iter().any(|a| a == id)
    }
}
