//! Kazakh numbers in words, and the endings that follow the harmony of their vowels.

/// The name of each digit.
pub(super) const DIGITS: [&str; 10] = ["нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"];

const TENS: [&str; 10] = ["", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"];

/// The months.
pub(super) const MONTHS: [&str; 12] = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
];

/// A number below 10 000.
pub(super) fn cardinal(number: u32) -> String {
    let at = number as usize;
    let mut words = Vec::new();
    for (count, name) in [(at / 1000 % 10, "мың"), (at / 100 % 10, "жүз")] {
        if count > 1 || count == 1 && name == "мың" {
            words.push(DIGITS[count]);
        }
        if count > 0 {
            words.push(name);
        }
    }
    words.push(TENS[at / 10 % 10]);
    if !at.is_multiple_of(10) || at == 0 {
        words.push(DIGITS[at % 10]);
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// The ordinal of a number below 10 000: бірінші, жиырмасыншы.
pub(super) fn ordinal(number: u32) -> String {
    let cardinal = cardinal(number);
    if let Some(head) = cardinal.strip_suffix("жиырма") {
        return format!("{head}жиырмасыншы");
    }
    if let Some(head) = cardinal.strip_suffix("қырық") {
        return format!("{head}қырқыншы");
    }
    let back = is_back(&cardinal);
    let ending = match (cardinal.ends_with(['а', 'ы', 'е', 'і']), back) {
        (true, true) => "ншы",
        (true, false) => "нші",
        (false, true) => "ыншы",
        (false, false) => "інші",
    };
    cardinal + ending
}

/// A case with an ending of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Барыс: -ға.
    Dative,
    /// Табыс: -ды.
    Accusative,
    /// Жатыс: -да.
    Locative,
    /// Шығыс: -дан.
    Ablative,
    /// Ілік: -дың.
    Genitive,
    /// Көмектес: -мен.
    Instrumental,
    /// Жатыс with -ғы: -дағы.
    Relative,
}

/// The endings of each case as they are written after a number.
const ENDINGS: [(Case, &[&str]); 7] = [
    (Case::Dative, &["ға", "ге", "қа", "ке"]),
    (Case::Accusative, &["ды", "ді", "ты", "ті", "ны", "ні"]),
    (Case::Locative, &["да", "де", "та", "те"]),
    (Case::Ablative, &["дан", "ден", "тан", "тен", "нан", "нен"]),
    (Case::Genitive, &["дың", "дің", "тың", "тің", "ның", "нің"]),
    (Case::Instrumental, &["мен", "бен", "пен"]),
    (Case::Relative, &["дағы", "дегі", "тағы", "тегі"]),
];

/// The case of an ending written after a number with a hyphen; none when it is not one.
pub(super) fn case_of_ending(ending: &str) -> Option<Case> {
    let ending = ending.to_lowercase();
    ENDINGS.iter().find(|(_, written)| written.contains(&ending.as_str())).map(|(case, _)| *case)
}

/// `word` in a case.
pub(super) fn inflect(word: &str, case: Case) -> String {
    let back = is_back(word);
    let last = word.chars().next_back().unwrap_or(' ').to_lowercase().next().unwrap_or(' ');
    let hard = "пфкқтсшщчцхбвгд".contains(last);
    let nasal = "мнң".contains(last);
    let vowel = "аәеёиоөуұүыіэюя".contains(last);
    let ending = match (case, back) {
        (Case::Dative, true) => {
            if hard {
                "қа"
            } else {
                "ға"
            }
        }
        (Case::Dative, false) => {
            if hard {
                "ке"
            } else {
                "ге"
            }
        }
        (Case::Accusative, true) => {
            if vowel && last != 'у' {
                "ны"
            } else if hard {
                "ты"
            } else {
                "ды"
            }
        }
        (Case::Accusative, false) => {
            if vowel && last != 'у' {
                "ні"
            } else if hard {
                "ті"
            } else {
                "ді"
            }
        }
        (Case::Locative, true) => {
            if hard {
                "та"
            } else {
                "да"
            }
        }
        (Case::Locative, false) => {
            if hard {
                "те"
            } else {
                "де"
            }
        }
        (Case::Ablative, true) => {
            if nasal {
                "нан"
            } else if hard {
                "тан"
            } else {
                "дан"
            }
        }
        (Case::Ablative, false) => {
            if nasal {
                "нен"
            } else if hard {
                "тен"
            } else {
                "ден"
            }
        }
        (Case::Genitive, true) => {
            if vowel || nasal {
                "ның"
            } else if hard {
                "тың"
            } else {
                "дың"
            }
        }
        (Case::Genitive, false) => {
            if vowel || nasal {
                "нің"
            } else if hard {
                "тің"
            } else {
                "дің"
            }
        }
        (Case::Relative, true) => {
            if hard {
                "тағы"
            } else {
                "дағы"
            }
        }
        (Case::Relative, false) => {
            if hard {
                "тегі"
            } else {
                "дегі"
            }
        }
        (Case::Instrumental, _) => {
            if hard {
                "пен"
            } else if last == 'з' || last == 'ж' {
                "бен"
            } else {
                "мен"
            }
        }
    };
    format!("{word}{ending}")
}

/// Whether the last vowel that decides is a back one: жуан.
fn is_back(word: &str) -> bool {
    let decides = |c: char| match c {
        'а' | 'о' | 'ұ' | 'ы' | 'я' | 'ё' | 'ю' => Some(true),
        'ә' | 'е' | 'ө' | 'ү' | 'і' | 'э' => Some(false),
        _ => None,
    };
    word.chars().rev().find_map(decides).unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cardinals_and_ordinals() {
        for (number, words, ordinals) in [
            (0, "нөл", "нөлінші"),
            (1, "бір", "бірінші"),
            (2, "екі", "екінші"),
            (3, "үш", "үшінші"),
            (4, "төрт", "төртінші"),
            (6, "алты", "алтыншы"),
            (9, "тоғыз", "тоғызыншы"),
            (10, "он", "оныншы"),
            (20, "жиырма", "жиырмасыншы"),
            (24, "жиырма төрт", "жиырма төртінші"),
            (30, "отыз", "отызыншы"),
            (40, "қырық", "қырқыншы"),
            (50, "елу", "елуінші"),
            (101, "жүз бір", "жүз бірінші"),
            (2026, "екі мың жиырма алты", "екі мың жиырма алтыншы"),
            (1995, "бір мың тоғыз жүз тоқсан бес", "бір мың тоғыз жүз тоқсан бесінші"),
        ] {
            assert_eq!(cardinal(number), words);
            assert_eq!(ordinal(number), ordinals);
        }
    }

    #[test]
    fn endings_follow_the_harmony_of_the_word() {
        for (word, dative, ablative, locative) in [
            ("тоғыз", "тоғызға", "тоғыздан", "тоғызда"),
            ("үш", "үшке", "үштен", "үште"),
            ("он", "онға", "оннан", "онда"),
            ("қырық", "қырыққа", "қырықтан", "қырықта"),
            ("елу", "елуге", "елуден", "елуде"),
            ("жиырма", "жиырмаға", "жиырмадан", "жиырмада"),
            ("төрт", "төртке", "төрттен", "төртте"),
            ("желтоқсан", "желтоқсанға", "желтоқсаннан", "желтоқсанда"),
            ("қыркүйек", "қыркүйекке", "қыркүйектен", "қыркүйекте"),
            ("маусым", "маусымға", "маусымнан", "маусымда"),
        ] {
            assert_eq!(inflect(word, Case::Dative), dative);
            assert_eq!(inflect(word, Case::Ablative), ablative);
            assert_eq!(inflect(word, Case::Locative), locative);
        }
        assert_eq!(inflect("алты", Case::Accusative), "алтыны");
        assert_eq!(inflect("сегіз", Case::Instrumental), "сегізбен");
    }
}
