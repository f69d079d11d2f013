//! What is said letter by letter.

use super::*;

#[test]
fn letters_are_spelt_by_their_names_and_capitals_said_so() {
    assert_eq!(spell("Абъ", Language::Russian), ["заглавная а", "бэ", "твёрдый знак"]);
    assert_eq!(spell("ЖСН", Language::Kazakh), ["бас әріп же", "бас әріп эс", "бас әріп эн"]);
    assert_eq!(spell("әқй", Language::Kazakh), ["ә", "қы", "қысқа и"]);
    assert_eq!(spell("қ", Language::Russian), ["ка с хвостиком"]);
    assert_eq!(spell("Kz", Language::English), ["capital K", "Z"]);
    assert_eq!(spell("kz", Language::Russian), ["ка", "зет"]);
    assert_eq!(spell("ж", Language::English), ["Cyrillic zheh"]);
}

#[test]
fn digits_and_signs_are_spelt_one_by_one() {
    assert_eq!(spell("10-Б", Language::Russian), ["один", "ноль", "дефис", "заглавная бэ"]);
    assert_eq!(spell("№ 7", Language::Kazakh), ["нөмір белгісі", "бос орын", "жеті"]);
    assert_eq!(spell("a@b.", Language::English), ["A", "at", "B", "dot"]);
    assert_eq!(spell("é😀", Language::English), ["é", "sign 1F600"]);
    assert_eq!(spell("е\u{301}", Language::Russian), ["е"]);
    assert!(spell("", Language::English).is_empty());
}

#[test]
fn every_letter_of_the_three_alphabets_has_a_name_in_each_voice() {
    for letter in ('а'..='я').chain("ёәғқңөұүһі".chars()).chain('a'..='z') {
        for language in Language::ALL {
            let name = spell(&letter.to_string(), language).concat();
            let is_own = language == Language::English || name.chars().all(|c| !c.is_ascii_alphabetic());
            assert!(is_own && !name.is_empty(), "{letter} in {language}: {name}");
            let foreign = language == Language::English && !letter.is_ascii() && !name.starts_with("Cyrillic");
            assert!(!foreign, "{letter}: {name}");
        }
    }
}
