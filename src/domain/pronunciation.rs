//! A body's own pronunciation dictionary: how its abbreviations and names are said.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::Language;

/// How one word, or a few, is said in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// The language of the voice that reads it.
    pub language: Language,
    /// The words as pages show them, in any case: `ЦОН`.
    pub written: String,
    /// The words as they are said: `центр обслуживания населения`.
    pub spoken: String,
}

/// The entries of a body. Travels with the body's content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Entry>", into = "Vec<Entry>")]
pub struct Dictionary {
    entries: Vec<Folded>,
}

/// An entry with its written form made ready to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Folded {
    entry: Entry,
    folded: Vec<char>,
}

impl Dictionary {
    /// A dictionary of these entries. Of entries alike but for case, the first holds; an entry
    /// without anything written is passed over.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut all = Vec::<Folded>::new();
        for entry in entries {
            let folded: Vec<char> = fold(&entry.written).collect();
            if !folded.is_empty() {
                all.push(Folded { entry, folded });
            }
        }
        // Stable, so that of two alike the first stays the first.
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        all.dedup_by(|b, a| a.entry.language == b.entry.language && a.folded == b.folded);
        Self { entries: all }
    }

    /// The entries, language by language; of those with one first letter, the longest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|folded| &folded.entry)
    }

    /// The entries of a language that begin with a letter, the longest first.
    fn beginning_with(&self, language: Language, letter: char) -> &[Folded] {
        let wanted = (language, fold_letter(letter).next());
        let place = |folded: &Folded| (folded.entry.language, folded.folded.first().copied());
        let start = self.entries.partition_point(|folded| place(folded) < wanted);
        let count = self.entries[start..].partition_point(|folded| place(folded) == wanted);
        &self.entries[start..start + count]
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// `text` with each whole word, or row of words, of the dictionary as it is said in `language`.
    /// At one place the longest entry holds; what is said is not looked up again.
    pub fn apply(&self, text: &str, language: Language) -> String {
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let before = &text[..text.len() - rest.len()];
            // Within a word no other begins.
            let is_within = is_of_word(next) && goes_on(before.chars().rev());
            let candidates = if is_within { &[] } else { self.beginning_with(language, next) };
            let found = candidates.iter().find_map(|folded| Some((folded, whole_words(rest, &folded.folded)?)));
            let taken = match found {
                Some((folded, taken)) => {
                    said.push_str(&folded.entry.spoken);
                    taken
                }
                None => {
                    said.push(next);
                    next.len_utf8()
                }
            };
            rest = &rest[taken..];
        }
        said
    }
}

impl Folded {
    /// Where it stands: beside those of its language that begin alike, the longest first.
    fn order(&self) -> (Language, Option<char>, Reverse<usize>, &[char]) {
        (self.entry.language, self.folded.first().copied(), Reverse(self.folded.len()), &self.folded)
    }
}

impl From<Vec<Entry>> for Dictionary {
    fn from(entries: Vec<Entry>) -> Self {
        Self::new(entries)
    }
}

impl From<Dictionary> for Vec<Entry> {
    fn from(dictionary: Dictionary) -> Self {
        dictionary.entries.into_iter().map(|folded| folded.entry).collect()
    }
}

/// How many bytes of `text` are the words `folded`, if it begins with them and they end there.
fn whole_words(text: &str, folded: &[char]) -> Option<usize> {
    let mut wanted = folded.iter();
    let mut taken = 0;
    for letter in text.chars() {
        for letter in fold_letter(letter) {
            if *wanted.next()? != letter {
                return None;
            }
        }
        taken += letter.len_utf8();
        if wanted.as_slice().is_empty() {
            break;
        }
    }
    let is_cut = is_of_word(*folded.last()?) && goes_on(text[taken..].chars());
    let is_whole = wanted.as_slice().is_empty() && !is_cut;
    is_whole.then_some(taken)
}

/// Whether a word goes on with these letters. The parts of an address, as in egov.kz, are one word.
fn goes_on(mut letters: impl Iterator<Item = char>) -> bool {
    match letters.next() {
        Some('.' | '@' | '_') => letters.next().is_some_and(is_of_word),
        next => next.is_some_and(is_of_word),
    }
}

fn is_of_word(letter: char) -> bool {
    // A combining mark belongs to the letter before it.
    letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}')
}

fn fold(text: &str) -> impl Iterator<Item = char> {
    text.trim().chars().flat_map(fold_letter)
}

fn fold_letter(letter: char) -> impl Iterator<Item = char> {
    // Any space is a space: editors join words that belong together by one that does not break.
    if letter.is_whitespace() { ' ' } else { letter }.to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dictionary(entries: &[(&str, &str)]) -> Dictionary {
        Dictionary::new(entries.iter().map(|(written, spoken)| Entry {
            language: Language::Russian,
            written: (*written).to_owned(),
            spoken: (*spoken).to_owned(),
        }))
    }

    #[test]
    fn whole_words_are_said_as_the_body_wants_in_any_case() {
        let dictionary = dictionary(&[("ЦОН", "центр обслуживания"), ("№ дела", "номер дела")]);
        let said = |text| dictionary.apply(text, Language::Russian);
        assert_eq!(said("ЦОН, цон и (Цон)-2"), "центр обслуживания, центр обслуживания и (центр обслуживания)-2");
        assert_eq!(said("ЦОНЫ и ФЦОН, ЦОН2"), "ЦОНЫ и ФЦОН, ЦОН2");
        assert_eq!(said("цон.kz, info@цон. ЦОН."), "цон.kz, info@цон. центр обслуживания.", "an address is one word");
        assert_eq!(said("Это №\u{a0}дела"), "Это номер дела");
        assert_eq!(dictionary.apply("ЦОН", Language::Kazakh), "ЦОН", "another language has its own entries");
    }

    #[test]
    fn the_longest_entry_holds_and_what_is_said_is_not_looked_up_again() {
        let dictionary = dictionary(&[("РК", "эр ка"), ("НК РК", "налоговый кодекс РК"), ("эр", "нет")]);
        assert_eq!(dictionary.apply("НК РК и РК", Language::Russian), "налоговый кодекс РК и эр ка");
    }

    #[test]
    fn of_two_entries_alike_the_first_holds_and_an_empty_one_says_nothing() {
        let dictionary = dictionary(&[("ИИН", "и и эн"), ("иин", "другое"), (" ", "x")]);
        assert_eq!(dictionary.entries().count(), 1);
        assert_eq!(dictionary.apply("ИИН ", Language::Russian), "и и эн ");
        assert!(Dictionary::default().is_empty() && !dictionary.is_empty());
    }

    #[test]
    fn it_crosses_the_wire_as_a_plain_list() {
        let dictionary = dictionary(&[("ЦОН", "центр")]);
        let json = serde_json::to_string(&dictionary).expect("JSON");
        assert_eq!(json, r#"[{"language":"ru","written":"ЦОН","spoken":"центр"}]"#);
        assert_eq!(serde_json::from_str::<Dictionary>(&json).expect("a dictionary"), dictionary);
    }

    proptest! {
        #[test]
        fn no_text_and_no_entry_can_bring_it_down(text in ".{0,60}", written in ".{0,6}", spoken in ".{0,6}") {
            let entry = |written: &str| Entry {
                language: Language::Russian, written: written.to_owned(), spoken: spoken.clone()
            };
            let empty = Dictionary::default().apply(&text, Language::Russian);
            prop_assert_eq!(&empty, &text);
            let own: String = text.chars().take(3).collect();
            Dictionary::new([entry(&written), entry(&own)]).apply(&text, Language::Russian);
        }
    }
}
