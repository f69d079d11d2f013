//! `pronunciation.toml`: how the body's abbreviations and names are said, language by language.

use std::collections::HashMap;

use crate::domain::Language;
use crate::domain::pronunciation::{Dictionary, Entry};

use super::findings::{FileFindings, quoted};
use super::text::Source;
use super::toml_reader::{Section, Toml};

/// The longest written form, in characters.
const MAX_WRITTEN: usize = 60;
/// The longest spoken form, in characters: what a voice says in one breath.
const MAX_SPOKEN: usize = 160;
/// The most entries: every release carries them all, and every word is looked up among them.
const MAX_ENTRIES: usize = 1000;

/// Reads `pronunciation.toml`; what is wrong is a fault and left out.
pub(super) fn read(source: &Source, findings: &mut FileFindings<'_>) -> Dictionary {
    let (document, errors) = toml::de::DeTable::parse_recoverable(source.text());
    let mut toml = Toml::new(source, findings, &errors);
    let root = Section::root(document.get_ref());
    toml.known_keys(&root, &Language::ALL.map(Language::code));
    let mut entries = Vec::new();
    for language in Language::ALL {
        let Some(item) = toml.optional(&root, language.code()) else { continue };
        let example = format!("[{language}], and below it a line \"ABC\" = \"how it is said\" for each");
        if let Some(section) = toml.section(&item, &example) {
            words(&mut toml, &section, language, &mut entries);
        }
    }
    if entries.len() > MAX_ENTRIES {
        toml.fault(
            None,
            format!("the file has {} entries, {MAX_ENTRIES} at most", entries.len()),
            "keep those that the voice really says wrongly",
        );
    }
    Dictionary::new(entries)
}

fn words(toml: &mut Toml<'_, '_, '_>, section: &Section<'_>, language: Language, entries: &mut Vec<Entry>) {
    let mut seen = HashMap::new();
    for (written, item) in toml.entries(section) {
        let Some(written) = toml.key_text(&written, item.line, MAX_WRITTEN) else { continue };
        let Some(spoken) = toml.text(&item, MAX_SPOKEN) else { continue };
        if !spoken.chars().any(char::is_alphanumeric) {
            toml.fault(
                item.line,
                format!("{} is said as {}, which has no letter", quoted(&written), quoted(&spoken)),
                "write the words that are to be heard",
            );
            continue;
        }
        if let Some(first) = seen.insert(written.to_lowercase(), item.line) {
            let place = first.map_or_else(String::new, |line| format!(", first on line {line}"));
            toml.fault(
                item.line,
                format!("{} stands here again{place}; capital letters make no difference", quoted(&written)),
                "keep one of the two lines",
            );
            continue;
        }
        entries.push(Entry { language, written, spoken });
    }
}

#[cfg(test)]
mod tests {
    use super::super::findings::testing::{assert_found, findings_of};
    use super::*;
    use crate::release::api::Fault;

    fn read_text(text: &str) -> (Dictionary, Vec<Fault>) {
        let mut dictionary = Dictionary::default();
        let (faults, _) = findings_of(|findings| {
            if let Some(source) = Source::decode(text.as_bytes(), findings) {
                dictionary = read(&source, findings);
            }
        });
        (dictionary, faults)
    }

    #[test]
    fn each_language_has_its_own_words() {
        let (dictionary, faults) = read_text("[kk]\n\"ХҚКО\" = \"ха ка ко\"\n[ru]\n\"ЦОН\" = \" цон \"\n");
        assert_eq!(faults, []);
        assert_eq!(dictionary.apply("ХҚКО", Language::Kazakh), "ха ка ко");
        assert_eq!(dictionary.apply("ЦОН", Language::Russian), "цон");
        assert_eq!(dictionary.entries().count(), 2);
        assert_eq!(read_text(""), (Dictionary::default(), vec![]));
    }

    #[test]
    fn each_fault_has_its_line() {
        let long = "x".repeat(61);
        let text = format!(
            "[ru]\n\"ЦОН\" = \"цон\"\n\"цон\" = \"другое\"\n\"ИИН\" = \"\"\n\" \" = \"пусто\"\n\"{long}\" = \"a\"\n\
             \"РК\" = \"...\"\n\"b\\u0007\" = \"c\"\n\"ҚР\" = 5\n\"d\" = \"e\\u202ef\"\n[de]\n\"ABC\" = \"abc\"\n"
        );
        let (dictionary, faults) = read_text(&text);
        assert_found(&faults, 3, "again, first on line 2");
        assert_found(&faults, 4, "is empty");
        assert_found(&faults, 5, "nothing is written");
        assert_found(&faults, 6, "61 characters long");
        assert_found(&faults, 7, "has no letter");
        assert_found(&faults, 8, "control character U+0007");
        assert_found(&faults, 9, "must be text in quotes");
        assert_found(&faults, 10, "U+202E");
        assert_found(&faults, 11, "unknown key \"de\"");
        assert_eq!(faults.len(), 9, "{faults:#?}");
        assert!(dictionary.entries().any(|entry| entry.written == "ЦОН" && entry.spoken == "цон"));
    }

    #[test]
    fn the_same_word_twice_and_a_word_without_quotes_are_faults_of_the_file() {
        let (_, faults) = read_text("[ru]\n\"ЦОН\" = \"цон\"\n\"ЦОН\" = \"цон\"\n");
        assert_found(&faults, 3, "this is not TOML: duplicate key");
        let (_, faults) = read_text("[ru]\nЦОН = \"цон\"\n");
        assert!(faults.iter().any(|fault| fault.line == Some(2)), "{faults:#?}");
    }

    #[test]
    fn too_many_entries_are_refused() {
        let lines: String = (0..=MAX_ENTRIES).map(|n| format!("\"w{n}\" = \"word\"\n")).collect();
        assert_found(&read_text(&format!("[en]\n{lines}")).1, None, "1001 entries, 1000 at most");
    }
}
