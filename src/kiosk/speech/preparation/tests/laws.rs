//! What holds for every text.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::domain::pronunciation::Entry;

fn languages() -> impl Strategy<Value = Language> {
    prop_oneof![Just(Language::Kazakh), Just(Language::Russian), Just(Language::English)]
}

/// Pieces of which pages are made, and of which faults are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,13}",
        "[ .,:;/()+№%§@–-]{1,3}",
        "[а-яА-ЯәғқңөұүһіІ]{1,9}",
        "[a-zA-Z]{1,9}",
        "[IVXLCDM]{1,5}",
        "ноября|декабря|қараша|May|2026|жыл|года|г[.]|ст[.]|д[.]|ул[.]|тел[.]|[+]7|₸|млн|көш[.]|e[.]g[.]",
        "\\PC",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_text_can_bring_it_down(text in any::<String>(), pieces in pieces(), language in languages()) {
        for text in [text, pieces] {
            prepare(&text, language, &Dictionary::default());
            spell(&text, language);
        }
    }

    #[test]
    fn no_word_is_lost(
        words in proptest::collection::vec(("[а-яәғқңөұүһі]{4,12}|[a-z]{5,12}", "[ ,.:;–-]{1,2} |, [0-9]{1,7}, "), 1..9),
        language in languages(),
    ) {
        let text: String = words.iter().flat_map(|(word, between)| [word.as_str(), between]).collect();
        let said = prepare(&text, language, &Dictionary::default());
        for (word, _) in &words {
            prop_assert!(said.contains(word.as_str()), "{word} is lost from {text}: {said}");
        }
    }

    #[test]
    fn what_was_prepared_is_left_as_it_is(
        text in "[А-Яа-я]{5,9} ([0-9]{1,2} ноября|[0-9]:[0-5]0|[0-9]{1,3} %|д[.] [1-9]|[+]7 [(]700[)] 000-00-01)",
    ) {
        let none = Dictionary::default();
        let once = prepare(&text, Language::Russian, &none);
        prop_assert_eq!(prepare(&once, Language::Russian, &none), once);
    }
}

/// Proves: WCAG-3.1.6
#[test]
fn the_bodys_own_words_come_first() {
    let entry = |written: &str, spoken: &str| Entry {
        language: Language::Russian,
        written: written.to_owned(),
        spoken: spoken.to_owned(),
    };
    let dictionary = Dictionary::new([entry("ЦОН", "цон"), entry("ст.", "станция"), entry("eGov", "и-гов")]);
    let said = |text| prepare(text, Language::Russian, &dictionary);
    assert_eq!(said("ЦОН, ст. 5, тел. 112"), "цон, станция 5, телефон один один два");
    assert_eq!(said("eGov: egov.kz"), "и-гов: egov точка ка зет", "an address is not a word");
}

#[test]
fn the_demonstration_leaves_no_sign_unsaid() {
    let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demonstration/pages");
    // As many entries as a body may have.
    let dictionary = Dictionary::new((0..1000).map(|n| Entry {
        language: Language::ALL[n % 3],
        written: format!("{}{n}", ["қа", "со", "th"][n % 3]),
        spoken: "слово".to_owned(),
    }));
    let (mut count, mut spent) = (0, Duration::ZERO);
    for category in std::fs::read_dir(pages).expect("the pages") {
        for page in std::fs::read_dir(category.expect("a category").path()).expect("its pages") {
            let path = page.expect("a page").path();
            let name = path.to_string_lossy().into_owned();
            let language = name.rsplit('.').nth(1).and_then(Language::from_code).expect("a page's language");
            for text in std::fs::read_to_string(&path).expect("its text").lines() {
                let began = Instant::now();
                let said = prepare(text, language, &dictionary);
                spent += began.elapsed();
                count += 1;
                assert!(!said.contains(['№', '₸', '%', '@', '+', '§']), "{text}\n{said}");
                assert!(!said.contains(".kz") && !said.contains("ул."), "{text}\n{said}");
            }
        }
    }
    assert!(count > 2000, "{count} texts");
    println!("{count} texts in {spent:?}");
}
