//! A body's own pronunciation dictionary: how its abbreviations and names are said.

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

/// The entries of a body, the longest first. Travels with the body's content.
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
        let order = |of: &Folded| (std::cmp::Reverse(of.folded.len()), of.entry.language);
        // Stable, so that of two alike the first stays the first.
        all.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.folded.cmp(&b.folded)));
        all.dedup_by(|b, a| a.entry.language == b.entry.language && a.folded == b.folded);
        Self { entries: all }
    }

    /// The entries, the longest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|folded| &folded.entry)
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
            let found = self
                .entries
                .iter()
                .filter(|folded| folded.entry.language == language)
                .find_map(|folded| Some((folded, whole_words(before, rest, &folded.folded)?)));
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

/// How many bytes of `text` are the words `folded`, if they begin there and are whole words.
fn whole_words(before: &str, text: &str, folded: &[char]) -> Option<usize> {
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
    let (first, last) = (folded.first()?, folded.last()?);
    let is_whole = wanted.as_slice().is_empty()
        && !(is_of_word(*first) && goes_on(before.chars().rev()))
        && !(is_of_word(*last) && goes_on(text[taken..].chars()));
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
