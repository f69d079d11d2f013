//! Reads typed entries out of a TOML document, and names what is missing, unknown or of another
//! kind with its line, going on to the next entry.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::findings::{FileFindings, did_you_mean, quoted};
use super::text::{Source, check_characters, normal_form};

/// A document being read.
pub(super) struct Toml<'s, 'f, 'a> {
    source: &'s Source,
    findings: &'f mut FileFindings<'a>,
    /// With a syntax error, what seems missing may only be unread.
    is_broken: bool,
}

/// A table, with a name for messages.
#[derive(Debug, Clone)]
pub(super) struct Section<'t> {
    table: &'t DeTable<'t>,
    name: String,
    line: Option<usize>,
}

/// A value, with its key for messages.
#[derive(Debug, Clone)]
pub(super) struct Item<'t> {
    value: &'t DeValue<'t>,
    key: String,
    /// Where it stands.
    pub(super) line: Option<usize>,
}

impl<'t> Section<'t> {
    /// The document itself.
    pub(super) fn root(table: &'t DeTable<'t>) -> Self {
        Self { table, name: String::new(), line: None }
    }

    fn get(&self, key: &str) -> Option<(Range<usize>, &'t Spanned<DeValue<'t>>)> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(name, value)| (name.span(), value))
    }

    /// Whether the key is there at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

impl<'s, 'f, 'a> Toml<'s, 'f, 'a> {
    /// Begins reading, and reports the errors of syntax.
    pub(super) fn new(source: &'s Source, findings: &'f mut FileFindings<'a>, errors: &[Error]) -> Self {
        for error in errors {
            let line = error.span().map(|span| source.line_of(span.start));
            findings.fault(
                line,
                format!("this is not TOML: {}", error.message()),
                "put texts in quotes, lists in [ ], tables in { }, and each key = value on one line, once",
            );
        }
        Self { source, findings, is_broken: !errors.is_empty() }
    }

    pub(super) fn fault(&mut self, line: Option<usize>, problem: impl Into<String>, advice: impl Into<String>) {
        self.findings.fault(line, problem, advice);
    }

    pub(super) fn warning(&mut self, line: Option<usize>, problem: impl Into<String>, advice: impl Into<String>) {
        self.findings.warning(line, problem, advice);
    }

    /// Names every key of `section` that is not one of `known`.
    pub(super) fn known_keys(&mut self, section: &Section<'_>, known: &[&str]) {
        for key in section.table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let line = self.source.line_of(key.span().start);
                let place = if section.name.is_empty() { String::new() } else { format!(" in {}", section.name) };
                self.findings.fault(
                    line,
                    format!("unknown key {}{place}", quoted(name)),
                    did_you_mean(name, known.iter().copied(), || format!("known here are: {}", known.join(", "))),
                );
            }
        }
    }

    /// The entry of a key, if it is there.
    pub(super) fn optional<'t>(&mut self, section: &Section<'t>, key: &str) -> Option<Item<'t>> {
        let (span, value) = section.get(key)?;
        Some(Item { value: value.get_ref(), key: key.to_owned(), line: Some(self.source.line_of(span.start)) })
    }

    /// The entry of a key; a fault when it is missing.
    pub(super) fn required<'t>(&mut self, section: &Section<'t>, key: &str, advice: &str) -> Option<Item<'t>> {
        let item = self.optional(section, key);
        if item.is_none() && !self.is_broken {
            let place = if section.name.is_empty() { String::new() } else { format!(" in {}", section.name) };
            self.findings.fault(section.line, format!("the key {key} is missing{place}"), advice);
        }
        item
    }

    /// A text of one line, at most `most` characters, in normal form.
    pub(super) fn text(&mut self, item: &Item<'_>, most: usize) -> Option<String> {
        let DeValue::String(text) = item.value else {
            self.of_another_kind(item, "text in quotes", "\"…\"");
            return None;
        };
        let text = normal_form(text.trim());
        let length = text.chars().count();
        if text.is_empty() {
            self.findings.fault(
                item.line,
                format!("{} is empty", item.key),
                "write it, or delete the line if it is not needed",
            );
        } else if text.contains(['\n', '\r']) {
            self.findings.fault(item.line, format!("{} has more than one line", item.key), "write it on one line");
        } else if length > most {
            self.findings.fault(
                item.line,
                format!("{} is {length} characters long, {most} at most fit", item.key),
                "say it shorter",
            );
        } else {
            // What stands plainly in the file is checked there; only an escape such as \u202e is still unseen.
            if !self.source.text().contains(text.as_str()) {
                check_characters(&text, item.line.unwrap_or(1), self.findings);
            }
            return Some(text);
        }
        None
    }

    /// The entries of a section with the name of each, in the order they stand in the file.
    pub(super) fn entries<'t>(&mut self, section: &Section<'t>) -> Vec<(String, Item<'t>)> {
        let mut entries: Vec<_> = section.table.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        let mut named = Vec::new();
        for (name, value) in entries {
            let line = Some(self.source.line_of(name.span().start));
            let name: &str = name.get_ref();
            named.push((name.to_owned(), Item { value: value.get_ref(), key: quoted(name), line }));
        }
        named
    }

    /// The text of a key that is the editor's own words, at most `most` characters, in normal form.
    pub(super) fn key_text(&mut self, key: &str, line: Option<usize>, most: usize) -> Option<String> {
        let text = normal_form(key.trim());
        let length = text.chars().count();
        if text.is_empty() {
            self.findings.fault(line, "nothing is written before the =", "write the words there, or delete the line");
            return None;
        }
        if length > most {
            self.findings.fault(
                line,
                format!("{} is {length} characters long, {most} at most fit", quoted(&text)),
                "write one word, or a few",
            );
            return None;
        }
        if !self.source.text().contains(text.as_str()) {
            check_characters(&text, line.unwrap_or(1), self.findings);
        }
        Some(text)
    }

    /// A date's text, whether written as TOML's own date or in quotes.
    pub(super) fn date_text(&mut self, item: &Item<'_>) -> Option<String> {
        match item.value {
            DeValue::Datetime(date) => Some(date.to_string()),
            _ => self.text(item, 40),
        }
    }

    /// `true` or `false`; `false` when the key is missing.
    pub(super) fn flag(&mut self, section: &Section<'_>, key: &str) -> bool {
        let Some(item) = self.optional(section, key) else { return false };
        if let DeValue::Boolean(value) = item.value {
            return *value;
        }
        self.of_another_kind(&item, "true or false", &format!("{key} = true"));
        false
    }

    /// The entries of a list.
    pub(super) fn array<'t>(&mut self, item: &Item<'t>, example: &str) -> Vec<Item<'t>> {
        let DeValue::Array(array) = item.value else {
            self.of_another_kind(item, "a list", example);
            return Vec::new();
        };
        let line_of = |span: Range<usize>| Some(self.source.line_of(span.start));
        array.iter().map(|v| Item { value: v.get_ref(), key: item.key.clone(), line: line_of(v.span()) }).collect()
    }

    /// The table of an entry.
    pub(super) fn section<'t>(&mut self, item: &Item<'t>, example: &str) -> Option<Section<'t>> {
        let DeValue::Table(table) = item.value else {
            self.of_another_kind(item, "a table", example);
            return None;
        };
        Some(Section { table, name: item.key.clone(), line: item.line })
    }

    /// The tables of a key written `[[key]]` each; none when the key is missing.
    pub(super) fn sections<'t>(&mut self, section: &Section<'t>, key: &str) -> Vec<Section<'t>> {
        let Some(item) = self.optional(section, key) else { return Vec::new() };
        let example = format!("[[{key}]], once for each");
        self.array(&item, &example).iter().filter_map(|item| self.section(item, &example)).collect()
    }

    fn of_another_kind(&mut self, item: &Item<'_>, kind: &str, example: &str) {
        self.findings.fault(item.line, format!("{} must be {kind}", item.key), format!("write it as {example}"));
    }
}
