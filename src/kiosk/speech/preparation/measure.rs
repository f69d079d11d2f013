//! What is counted and measured: percent, money, kilometres, in the form the number asks for.

use super::kazakh;
use super::number::Figure;
use super::russian;
use super::scan::{is_end, is_end_of_word, letters, past_space};
use crate::domain::Language;

/// As it is written, and as it is said with one, with few, with many.
type Measure = (&'static str, [&'static str; 3]);

const RUSSIAN_SCALES: [Measure; 6] = [
    ("тыс.", ["тысяча", "тысячи", "тысяч"]),
    ("млн.", ["миллион", "миллиона", "миллионов"]),
    ("млн", ["миллион", "миллиона", "миллионов"]),
    ("млрд.", ["миллиард", "миллиарда", "миллиардов"]),
    ("млрд", ["миллиард", "миллиарда", "миллиардов"]),
    ("трлн", ["триллион", "триллиона", "триллионов"]),
];

const RUSSIAN: [Measure; 30] = [
    ("%", ["процент", "процента", "процентов"]),
    ("₸", ["тенге", "тенге", "тенге"]),
    ("тг.", ["тенге", "тенге", "тенге"]),
    ("тг", ["тенге", "тенге", "тенге"]),
    ("KZT", ["тенге", "тенге", "тенге"]),
    ("₽", ["рубль", "рубля", "рублей"]),
    ("руб.", ["рубль", "рубля", "рублей"]),
    ("руб", ["рубль", "рубля", "рублей"]),
    ("$", ["доллар", "доллара", "долларов"]),
    ("€", ["евро", "евро", "евро"]),
    ("МРП", ["эм эр пэ", "эм эр пэ", "эм эр пэ"]),
    ("км/ч", ["километр в час", "километра в час", "километров в час"]),
    ("км", ["километр", "километра", "километров"]),
    ("кв. м", ["квадратный метр", "квадратных метра", "квадратных метров"]),
    ("кв.м", ["квадратный метр", "квадратных метра", "квадратных метров"]),
    ("м²", ["квадратный метр", "квадратных метра", "квадратных метров"]),
    ("м³", ["кубический метр", "кубических метра", "кубических метров"]),
    ("мм", ["миллиметр", "миллиметра", "миллиметров"]),
    ("см", ["сантиметр", "сантиметра", "сантиметров"]),
    ("м", ["метр", "метра", "метров"]),
    ("кг", ["килограмм", "килограмма", "килограммов"]),
    ("га", ["гектар", "гектара", "гектаров"]),
    ("л", ["литр", "литра", "литров"]),
    ("ч.", ["час", "часа", "часов"]),
    ("мин.", ["минута", "минуты", "минут"]),
    ("мин", ["минута", "минуты", "минут"]),
    ("сек.", ["секунда", "секунды", "секунд"]),
    ("чел.", ["человек", "человека", "человек"]),
    ("°C", ["градус", "градуса", "градусов"]),
    ("°", ["градус", "градуса", "градусов"]),
];

const KAZAKH_SCALES: [Measure; 5] = [
    ("млн.", ["миллион"; 3]),
    ("млн", ["миллион"; 3]),
    ("млрд.", ["миллиард"; 3]),
    ("млрд", ["миллиард"; 3]),
    ("трлн", ["триллион"; 3]),
];

const KAZAKH: [Measure; 25] = [
    ("%", ["пайыз"; 3]),
    ("₸", ["теңге"; 3]),
    ("тг.", ["теңге"; 3]),
    ("тг", ["теңге"; 3]),
    ("KZT", ["теңге"; 3]),
    ("₽", ["рубль"; 3]),
    ("$", ["доллар"; 3]),
    ("€", ["еуро"; 3]),
    ("АЕК", ["а е ка"; 3]),
    ("км/сағ", ["километр сағатына"; 3]),
    ("км", ["километр"; 3]),
    ("ш. м", ["шаршы метр"; 3]),
    ("м²", ["шаршы метр"; 3]),
    ("м³", ["текше метр"; 3]),
    ("мм", ["миллиметр"; 3]),
    ("см", ["сантиметр"; 3]),
    ("м", ["метр"; 3]),
    ("кг", ["килограмм"; 3]),
    ("га", ["гектар"; 3]),
    ("л", ["литр"; 3]),
    ("сағ.", ["сағат"; 3]),
    ("мин.", ["минут"; 3]),
    ("мин", ["минут"; 3]),
    ("°C", ["градус"; 3]),
    ("°", ["градус"; 3]),
];

const ENGLISH_SCALES: [Measure; 2] = [("mln", ["million"; 3]), ("bn", ["billion"; 3])];

const ENGLISH: [Measure; 20] = [
    ("%", ["percent"; 3]),
    ("₸", ["tenge"; 3]),
    ("KZT", ["tenge"; 3]),
    ("$", ["dollar", "dollars", "dollars"]),
    ("€", ["euro", "euros", "euros"]),
    ("km/h", ["kilometre an hour", "kilometres an hour", "kilometres an hour"]),
    ("km", ["kilometre", "kilometres", "kilometres"]),
    ("sq. m", ["square metre", "square metres", "square metres"]),
    ("m²", ["square metre", "square metres", "square metres"]),
    ("m³", ["cubic metre", "cubic metres", "cubic metres"]),
    ("mm", ["millimetre", "millimetres", "millimetres"]),
    ("cm", ["centimetre", "centimetres", "centimetres"]),
    ("m", ["metre", "metres", "metres"]),
    ("kg", ["kilogram", "kilograms", "kilograms"]),
    ("ha", ["hectare", "hectares", "hectares"]),
    ("min.", ["minute", "minutes", "minutes"]),
    ("min", ["minute", "minutes", "minutes"]),
    ("sec.", ["second", "seconds", "seconds"]),
    ("°C", ["degree Celsius", "degrees Celsius", "degrees Celsius"]),
    ("°", ["degree", "degrees", "degrees"]),
];

/// The measure that follows a number, in words, and what follows it.
pub(super) fn after<'t>(text: &'t str, number: &Figure<'_>, language: Language) -> Option<(String, &'t str)> {
    let (scales, measures): (&'static [Measure], &'static [Measure]) = match language {
        Language::Kazakh => (&KAZAKH_SCALES, &KAZAKH),
        Language::Russian => (&RUSSIAN_SCALES, &RUSSIAN),
        Language::English => (&ENGLISH_SCALES, &ENGLISH),
    };
    let value = number.value()?;
    let form = match language {
        // A fraction takes the genitive, which is the form of few: 2,5 процента.
        Language::Russian if number.fraction.is_some() => 1,
        Language::Russian => russian::plural(value),
        _ => usize::from(value != 1 || number.fraction.is_some()),
    };
    if let Some((scale, rest)) = find(text, scales) {
        // Millions are counted as many, whatever their number.
        return Some(match find(rest, measures) {
            Some((measure, rest)) => ending(format!("{} {}", scale[form], measure[2]), rest, language),
            None => ending(scale[form].to_owned(), rest, language),
        });
    }
    let (measure, rest) = find(text, measures)?;
    Some(ending(measure[form].to_owned(), rest, language))
}

fn find<'t>(text: &'t str, measures: &'static [Measure]) -> Option<(&'static [&'static str; 3], &'t str)> {
    let text = past_space(text);
    measures.iter().find_map(|(written, said)| {
        let rest = text.strip_prefix(written)?;
        let is_whole = written.ends_with(['.', '%', '₸', '₽', '$', '€', '°']) || is_end_of_word(rest);
        // "ст. 12 ч. 2": a part, not hours.
        let is_part =
            *written == "ч." && past_space(rest).starts_with(|c: char| c.is_ascii_digit()) && !rest.contains("мин");
        // "м." or "л." may be anything.
        let is_short = written.chars().count() == 1
            && written.chars().all(char::is_alphabetic)
            && rest.starts_with('.')
            && !is_end(rest);
        let stop = usize::from(written.ends_with('.') && is_end(rest));
        (is_whole && !is_part && !is_short).then(|| (said, &text[written.len() - stop..]))
    })
}

/// The case ending that follows a measure with a hyphen: 88 %-ға.
fn ending(words: String, rest: &str, language: Language) -> (String, &str) {
    let ending = rest.strip_prefix('-').filter(|_| language == Language::Kazakh).map(letters);
    match ending.and_then(|(ending, rest)| Some((kazakh::case_of_ending(ending)?, rest))) {
        Some((case, rest)) => (kazakh::inflect(&words, case), rest),
        None => (words, rest),
    }
}
