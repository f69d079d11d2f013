//! Letters, digits and signs by their names.

use super::{english, kazakh, russian};
use crate::domain::Language;

/// `text` sign by sign, as it is spelt aloud: letters by their names with capitals said so, digits
/// one by one, punctuation by name.
pub fn spell(text: &str, language: Language) -> Vec<String> {
    let mut names = Vec::new();
    for letter in text.chars() {
        // A combining mark is part of the letter it stands on.
        if matches!(letter, '\u{300}'..='\u{36f}') {
            continue;
        }
        if letter.is_whitespace() {
            names.push(["бос орын", "пробел", "space"][language as usize].to_owned());
            continue;
        }
        let name = name(letter, language);
        let is_capital = letter.is_uppercase();
        names.push(if is_capital { format!("{} {name}", CAPITAL[language as usize]) } else { name });
    }
    names
}

const CAPITAL: [&str; 3] = ["бас әріп", "заглавная", "capital"];

/// The name of one letter, digit or sign, whether a capital or not.
pub(super) fn name(letter: char, language: Language) -> String {
    if let Some(digit) = letter.to_digit(10) {
        let names = match language {
            Language::Kazakh => kazakh::DIGITS,
            Language::Russian => russian::DIGITS,
            Language::English => english::DIGITS,
        };
        return names[digit as usize].to_owned();
    }
    if let Some(sign) = sign(letter, language) {
        return sign.to_owned();
    }
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    let known =
        |table: &'static [(char, &'static str)]| table.iter().find(|(known, _)| *known == lower).map(|(_, name)| *name);
    let name = match language {
        Language::Kazakh => known(&KAZAKH).or_else(|| known(&CYRILLIC)).or_else(|| known(&LATIN)),
        Language::Russian => known(&CYRILLIC).or_else(|| known(&KAZAKH_IN_RUSSIAN)).or_else(|| known(&LATIN)),
        // An English voice knows its own letters, said as capitals.
        Language::English if lower.is_ascii_alphabetic() => return lower.to_ascii_uppercase().to_string(),
        Language::English => known(&CYRILLIC_IN_ENGLISH),
    };
    match name {
        Some(name) => name.to_owned(),
        None if letter.is_alphanumeric() => lower.to_string(),
        None => format!("{} {:X}", ["белгі", "знак", "sign"][language as usize], u32::from(letter)),
    }
}

/// The name of a sign.
pub(super) fn sign(sign: char, language: Language) -> Option<&'static str> {
    SIGNS.iter().find(|(signs, _)| signs.contains(sign)).map(|(_, names)| names[language as usize])
}

/// Signs that have one name, in Kazakh, Russian and English.
const SIGNS: [(&str, [&str; 3]); 31] = [
    (".", ["нүкте", "точка", "dot"]),
    (",", ["үтір", "запятая", "comma"]),
    (":", ["қос нүкте", "двоеточие", "colon"]),
    (";", ["нүктелі үтір", "точка с запятой", "semicolon"]),
    ("!", ["леп белгісі", "восклицательный знак", "exclamation mark"]),
    ("?", ["сұрау белгісі", "вопросительный знак", "question mark"]),
    ("…", ["көп нүкте", "многоточие", "ellipsis"]),
    ("-‐‑", ["сызықша", "дефис", "hyphen"]),
    ("–—−", ["сызық", "тире", "dash"]),
    ("_", ["астыңғы сызық", "подчёркивание", "underscore"]),
    ("/", ["қиғаш сызық", "косая черта", "slash"]),
    ("\\", ["кері қиғаш сызық", "обратная косая черта", "backslash"]),
    ("(", ["жақша ашылады", "скобка открывается", "open bracket"]),
    (")", ["жақша жабылады", "скобка закрывается", "close bracket"]),
    ("«“„", ["тырнақша ашылады", "кавычки открываются", "open quote"]),
    ("»”", ["тырнақша жабылады", "кавычки закрываются", "close quote"]),
    ("\"", ["тырнақша", "кавычки", "quote"]),
    ("'’ʼ‘", ["дәйекше", "апостроф", "apostrophe"]),
    ("@", ["айқұлақ", "собака", "at"]),
    ("№", ["нөмір белгісі", "знак номера", "number sign"]),
    ("#", ["тор белгісі", "решётка", "hash"]),
    ("%", ["пайыз", "процент", "percent"]),
    ("+", ["плюс", "плюс", "plus"]),
    ("=", ["тең", "равно", "equals"]),
    ("*", ["жұлдызша", "звёздочка", "star"]),
    ("&", ["амперсанд", "амперсанд", "ampersand"]),
    ("~", ["тильда", "тильда", "tilde"]),
    ("§", ["параграф", "параграф", "section sign"]),
    ("₸", ["теңге", "тенге", "tenge"]),
    ("$", ["доллар", "доллар", "dollar"]),
    ("°", ["градус", "градус", "degree"]),
];

const CYRILLIC: [(char, &str); 33] = [
    ('а', "а"),
    ('б', "бэ"),
    ('в', "вэ"),
    ('г', "гэ"),
    ('д', "дэ"),
    ('е', "е"),
    ('ё', "ё"),
    ('ж', "жэ"),
    ('з', "зэ"),
    ('и', "и"),
    ('й', "и краткое"),
    ('к', "ка"),
    ('л', "эль"),
    ('м', "эм"),
    ('н', "эн"),
    ('о', "о"),
    ('п', "пэ"),
    ('р', "эр"),
    ('с', "эс"),
    ('т', "тэ"),
    ('у', "у"),
    ('ф', "эф"),
    ('х', "ха"),
    ('ц', "цэ"),
    ('ч', "че"),
    ('ш', "ша"),
    ('щ', "ща"),
    ('ъ', "твёрдый знак"),
    ('ы', "ы"),
    ('ь', "мягкий знак"),
    ('э', "э"),
    ('ю', "ю"),
    ('я', "я"),
];

/// Kazakh names, where they differ from the Russian ones.
const KAZAKH: [(char, &str); 21] = [
    ('ә', "ә"),
    ('ғ', "ғы"),
    ('қ', "қы"),
    ('ң', "ың"),
    ('ө', "ө"),
    ('ұ', "ұ"),
    ('ү', "ү"),
    ('һ', "һа"),
    ('і', "і"),
    ('б', "бе"),
    ('в', "ве"),
    ('г', "ге"),
    ('д', "де"),
    ('ж', "же"),
    ('з', "зе"),
    ('й', "қысқа и"),
    ('п', "пе"),
    ('т', "те"),
    ('ц', "це"),
    ('ь', "жіңішкелік белгісі"),
    ('ъ', "айыру белгісі"),
];

/// The letters that Kazakh has and Russian has not, for a Russian voice.
const KAZAKH_IN_RUSSIAN: [(char, &str); 9] = [
    ('ә', "а мягкое"),
    ('ғ', "гэ с чертой"),
    ('қ', "ка с хвостиком"),
    ('ң', "эн с хвостиком"),
    ('ө', "о с чертой"),
    ('ұ', "у прямое с чертой"),
    ('ү', "у прямое"),
    ('һ', "ха мягкое"),
    ('і', "и с точкой"),
];

/// Latin letters as they are called in Kazakh and Russian.
const LATIN: [(char, &str); 26] = [
    ('a', "а"),
    ('b', "бэ"),
    ('c', "цэ"),
    ('d', "дэ"),
    ('e', "е"),
    ('f', "эф"),
    ('g', "же"),
    ('h', "аш"),
    ('i', "и"),
    ('j', "йот"),
    ('k', "ка"),
    ('l', "эль"),
    ('m', "эм"),
    ('n', "эн"),
    ('o', "о"),
    ('p', "пэ"),
    ('q', "ку"),
    ('r', "эр"),
    ('s', "эс"),
    ('t', "тэ"),
    ('u', "у"),
    ('v', "вэ"),
    ('w', "дубль вэ"),
    ('x', "икс"),
    ('y', "игрек"),
    ('z', "зет"),
];

/// Cyrillic letters for an English voice.
const CYRILLIC_IN_ENGLISH: [(char, &str); 42] = [
    ('а', "Cyrillic ah"),
    ('б', "Cyrillic beh"),
    ('в', "Cyrillic veh"),
    ('г', "Cyrillic geh"),
    ('д', "Cyrillic deh"),
    ('е', "Cyrillic yeh"),
    ('ё', "Cyrillic yo"),
    ('ж', "Cyrillic zheh"),
    ('з', "Cyrillic zeh"),
    ('и', "Cyrillic ee"),
    ('й', "Cyrillic short ee"),
    ('к', "Cyrillic kah"),
    ('л', "Cyrillic el"),
    ('м', "Cyrillic em"),
    ('н', "Cyrillic en"),
    ('о', "Cyrillic oh"),
    ('п', "Cyrillic peh"),
    ('р', "Cyrillic er"),
    ('с', "Cyrillic es"),
    ('т', "Cyrillic teh"),
    ('у', "Cyrillic oo"),
    ('ф', "Cyrillic ef"),
    ('х', "Cyrillic hah"),
    ('ц', "Cyrillic tseh"),
    ('ч', "Cyrillic cheh"),
    ('ш', "Cyrillic shah"),
    ('щ', "Cyrillic shchah"),
    ('ъ', "Cyrillic hard sign"),
    ('ы', "Cyrillic yeru"),
    ('ь', "Cyrillic soft sign"),
    ('э', "Cyrillic eh"),
    ('ю', "Cyrillic yoo"),
    ('я', "Cyrillic yah"),
    ('ә', "Cyrillic schwa"),
    ('ғ', "Cyrillic gheh"),
    ('қ', "Cyrillic qah"),
    ('ң', "Cyrillic eng"),
    ('ө', "Cyrillic barred oh"),
    ('ұ', "Cyrillic straight oo with stroke"),
    ('ү', "Cyrillic straight oo"),
    ('һ', "Cyrillic shha"),
    ('і', "Cyrillic dotted ee"),
];
