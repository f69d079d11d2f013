//! Russian numbers in words: cases, genders, and which of them a preposition or a noun asks for.

/// A case, as far as numbers need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Кто, что: also the accusative of things.
    Nominative,
    /// Кого, чего.
    Genitive,
    /// Кому, чему.
    Dative,
    /// Кем, чем.
    Instrumental,
    /// О ком, о чём.
    Prepositional,
}

/// The form of an ordinal number: the place of its ending in [`HARD`] and [`SOFT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Masculine,
    Genitive,
    Dative,
    Instrumental,
    Prepositional,
    Feminine,
    FeminineOblique,
    FeminineAccusative,
    Neuter,
    Plural,
    PluralGenitive,
    PluralDative,
}

const HARD: [&str; 12] = ["ый", "ого", "ому", "ым", "ом", "ая", "ой", "ую", "ое", "ые", "ых", "ым"];
const SOFT: [&str; 12] = ["ий", "ьего", "ьему", "ьим", "ьем", "ья", "ьей", "ью", "ье", "ьи", "ьих", "ьим"];

/// The name of each digit.
pub(super) const DIGITS: [&str; 10] =
    ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"];

const TEENS: [&str; 10] = [
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
];
const TENS: [&str; 10] =
    ["", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"];
const HUNDREDS: [&str; 10] =
    ["", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"];
const THOUSANDS: [&str; 10] = [
    "",
    "тысяча",
    "две тысячи",
    "три тысячи",
    "четыре тысячи",
    "пять тысяч",
    "шесть тысяч",
    "семь тысяч",
    "восемь тысяч",
    "девять тысяч",
];

const OF_DIGITS: [&str; 10] =
    ["ноля", "одного", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти"];
const OF_TENS: [&str; 10] =
    ["", "", "двадцати", "тридцати", "сорока", "пятидесяти", "шестидесяти", "семидесяти", "восьмидесяти", "девяноста"];
const OF_HUNDREDS: [&str; 10] =
    ["", "ста", "двухсот", "трёхсот", "четырёхсот", "пятисот", "шестисот", "семисот", "восьмисот", "девятисот"];

const STEMS: [&str; 10] = ["нулев", "перв", "втор", "трет", "четвёрт", "пят", "шест", "седьм", "восьм", "девят"];

/// A number below 10 000 in the nominative, masculine.
pub(super) fn cardinal(number: u32) -> String {
    let mut words = Vec::new();
    let (rest, small) = (number as usize % 1000, number as usize % 100);
    words.push(THOUSANDS[number as usize / 1000 % 10]);
    words.push(HUNDREDS[rest / 100]);
    match small {
        10..20 => words.push(TEENS[small - 10]),
        _ => {
            words.push(TENS[small / 10]);
            if small % 10 > 0 || number == 0 {
                words.push(DIGITS[small % 10]);
            }
        }
    }
    join(&words)
}

/// A number below 1000 in the genitive: of so many, from so many.
pub(super) fn genitive(number: u32) -> String {
    let (number, small) = (number as usize % 1000, number as usize % 100);
    let mut words = vec![OF_HUNDREDS[number / 100].to_owned()];
    match small {
        10..20 => words.push(soft_genitive(TEENS[small - 10])),
        _ => {
            words.push(OF_TENS[small / 10].to_owned());
            if small % 10 > 0 || number == 0 {
                words.push(OF_DIGITS[small % 10].to_owned());
            }
        }
    }
    join(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn soft_genitive(word: &str) -> String {
    format!("{}и", word.strip_suffix('ь').unwrap_or(word))
}

/// The ordinal of a number below 10 000 in a form.
pub(super) fn ordinal(number: u32, form: Form) -> String {
    let at = number as usize;
    // All but the last part stays a cardinal.
    let (head, stem) = match at {
        _ if at.is_multiple_of(1000) && at > 0 => (0, thousandth(at / 1000 % 10)),
        _ if at.is_multiple_of(100) && at > 0 => (at - at % 1000, hundredth(at / 100 % 10)),
        _ if (10..20).contains(&(at % 100)) => (at - at % 100, TEENS[at % 100 - 10].trim_end_matches('ь').to_owned()),
        _ if at.is_multiple_of(10) && at > 0 => (at - at % 100, tenth(at / 10 % 10)),
        _ => (at - at % 10, STEMS[at % 10].to_owned()),
    };
    let endings = if stem == "трет" { SOFT } else { HARD };
    let stressed = matches!(stem.as_str(), "втор" | "шест" | "седьм" | "восьм" | "сороков" | "нулев");
    let ending = if stressed && form == Form::Masculine { "ой" } else { endings[form as usize] };
    let head = if head == 0 { String::new() } else { cardinal(head as u32) + " " };
    format!("{head}{stem}{ending}")
}

fn tenth(tens: usize) -> String {
    match tens {
        4 => "сороков".to_owned(),
        9 => "девяност".to_owned(),
        5..=8 => format!("{}т", OF_TENS[tens].trim_end_matches("ти")),
        _ => TENS[tens].trim_end_matches('ь').to_owned(),
    }
}

fn hundredth(hundreds: usize) -> String {
    if hundreds == 1 { "сот".to_owned() } else { OF_HUNDREDS[hundreds].to_owned() }
}

fn thousandth(thousands: usize) -> String {
    if thousands == 1 { "тысячн".to_owned() } else { format!("{}тысячн", OF_DIGITS[thousands]) }
}

fn join(words: &[&str]) -> String {
    words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// Which of "one, few, many" a number takes: 21 год, 22 года, 25 лет.
pub(super) fn plural(number: u64) -> usize {
    match (number % 10, number % 100) {
        (_, 11..=14) => 2,
        (1, _) => 0,
        (2..=4, _) => 1,
        _ => 2,
    }
}

/// The case a preposition asks of a date or a sum; none for a word that is no preposition.
pub(super) fn case_after(word: &str) -> Option<Case> {
    Some(match word {
        "с" | "со" | "от" | "до" | "после" | "около" | "из" | "у" | "без" | "для" | "кроме" | "ранее" | "раньше"
        | "позднее" | "позже" | "свыше" | "более" | "менее" => Case::Genitive,
        "к" | "ко" | "согласно" => Case::Dative,
        "на" | "по" | "за" | "через" | "про" => Case::Nominative,
        "перед" | "между" | "над" | "под" => Case::Instrumental,
        "о" | "об" | "при" | "в" | "во" => Case::Prepositional,
        _ => return None,
    })
}

/// The form of an ordinal beside a neuter noun: число.
pub(super) fn neuter(case: Case) -> Form {
    match case {
        Case::Nominative => Form::Neuter,
        Case::Genitive => Form::Genitive,
        Case::Dative => Form::Dative,
        Case::Instrumental => Form::Instrumental,
        Case::Prepositional => Form::Prepositional,
    }
}

/// Nouns that Roman numbers and short ordinals stand with, by gender.
const MASCULINE: [&str; 16] = [
    "квартал",
    "век",
    "раздел",
    "том",
    "созыв",
    "съезд",
    "класс",
    "этап",
    "тур",
    "этаж",
    "год",
    "параграф",
    "пункт",
    "форум",
    "курс",
    "подъезд",
];
const FEMININE: [&str; 13] = [
    "глав",
    "групп",
    "категори",
    "сесси",
    "част",
    "степен",
    "очеред",
    "стать",
    "форм",
    "линии",
    "стади",
    "конференци",
    "смен",
];
const NEUTER: [&str; 3] = ["полугоди", "тысячелети", "десятилети"];

/// The form of the ordinal that stands with `noun`, told from its ending; none for a noun unknown here.
pub(super) fn agree(noun: &str) -> Option<Form> {
    let noun = noun.to_lowercase();
    let ending = |stems: &[&str]| stems.iter().find_map(|stem| noun.strip_prefix(stem)).map(str::to_owned);
    if let Some(ending) = ending(&MASCULINE) {
        return Some(match ending.as_str() {
            "" => Form::Masculine,
            "а" => Form::Genitive,
            "у" => Form::Dative,
            "ом" => Form::Instrumental,
            "е" => Form::Prepositional,
            "ы" | "и" => Form::Plural,
            "ов" | "ах" => Form::PluralGenitive,
            "ам" => Form::PluralDative,
            _ => return None,
        });
    }
    if let Some(ending) = ending(&FEMININE) {
        return Some(match ending.as_str() {
            "а" | "я" | "ь" => Form::Feminine,
            "у" | "ю" => Form::FeminineAccusative,
            "ы" | "и" | "е" | "ой" | "ей" | "ью" => Form::FeminineOblique,
            "ах" | "ях" => Form::PluralGenitive,
            _ => return None,
        });
    }
    Some(match ending(&NEUTER)?.as_str() {
        "е" => Form::Neuter,
        "я" => Form::Genitive,
        "ю" => Form::Dative,
        "ем" => Form::Instrumental,
        "и" => Form::Prepositional,
        _ => return None,
    })
}

/// The form of an ordinal written with a number and its ending: 5-го, 1-м этаже. `next` is the word after it.
pub(super) fn form_of_ending(ending: &str, next: &str) -> Option<Form> {
    let next = next.to_lowercase();
    let is_plural = next.ends_with(['ы', 'и']);
    Some(match ending {
        "й" if agree(&next) == Some(Form::FeminineOblique) => Form::FeminineOblique,
        "й" | "ый" | "ий" => Form::Masculine,
        "ой" => Form::FeminineOblique,
        "го" | "ого" | "его" => Form::Genitive,
        "му" | "ому" | "ему" => Form::Dative,
        "м" if next.ends_with(['е', 'и', 'у']) => Form::Prepositional,
        "м" if next.ends_with("ам") || next.ends_with("ям") => Form::PluralDative,
        "м" | "ым" | "им" => Form::Instrumental,
        "ом" | "ем" => Form::Prepositional,
        "я" | "ая" | "ья" => Form::Feminine,
        "ю" | "ую" | "ью" => Form::FeminineAccusative,
        "е" | "ые" | "ие" if is_plural => Form::Plural,
        "е" | "ое" | "ее" => Form::Neuter,
        "ые" | "ие" => Form::Plural,
        "х" | "ых" | "их" => Form::PluralGenitive,
        _ => return None,
    })
}

/// The months in the genitive, as dates have them.
pub(super) const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// The weekdays as they stand before a date that says when.
pub(super) const WEEKDAYS: [&str; 7] =
    ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cardinals_and_their_genitives() {
        for (number, words, of) in [
            (0, "ноль", "ноля"),
            (9, "девять", "девяти"),
            (10, "десять", "десяти"),
            (13, "тринадцать", "тринадцати"),
            (21, "двадцать один", "двадцати одного"),
            (40, "сорок", "сорока"),
            (319, "триста девятнадцать", "трёхсот девятнадцати"),
            (500, "пятьсот", "пятисот"),
        ] {
            assert_eq!(cardinal(number), words);
            assert_eq!(genitive(number), of);
        }
        assert_eq!(cardinal(2026), "две тысячи двадцать шесть");
    }

    #[test]
    fn ordinals_in_every_shape() {
        for (number, form, words) in [
            (1, Form::Neuter, "первое"),
            (2, Form::Masculine, "второй"),
            (3, Form::Genitive, "третьего"),
            (3, Form::Feminine, "третья"),
            (4, Form::Masculine, "четвёртый"),
            (8, Form::Dative, "восьмому"),
            (12, Form::Neuter, "двенадцатое"),
            (20, Form::Prepositional, "двадцатом"),
            (23, Form::Masculine, "двадцать третий"),
            (31, Form::Genitive, "тридцать первого"),
            (40, Form::Masculine, "сороковой"),
            (50, Form::Masculine, "пятидесятый"),
            (80, Form::PluralGenitive, "восьмидесятых"),
            (90, Form::Plural, "девяностые"),
            (101, Form::Masculine, "сто первый"),
            (100, Form::Masculine, "сотый"),
            (200, Form::Masculine, "двухсотый"),
            (1990, Form::PluralGenitive, "тысяча девятьсот девяностых"),
            (2000, Form::Genitive, "двухтысячного"),
            (2015, Form::Genitive, "две тысячи пятнадцатого"),
            (2026, Form::Prepositional, "две тысячи двадцать шестом"),
        ] {
            assert_eq!(ordinal(number, form), words);
        }
    }
}
