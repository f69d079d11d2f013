//! Common abbreviations in whole words. One that may be two things waits for a sign of which: "г." is a
//! city before a name, "д." a house before a number; else it stays as it is.

use super::scan::{Here, is_end, is_end_of_word, past_space};
use super::{Said, russian};
use crate::domain::Language;

/// Where an abbreviation is what its entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Anywhere.
    Anywhere,
    /// Before a number: ст. 5, п. IV.
    Number,
    /// Before a name: г. Алматы.
    Name,
    /// Before either.
    Either,
    /// After a name: Абай көш.
    AfterName,
}

/// What is said.
#[derive(Debug, Clone, Copy)]
enum Words {
    /// Always the same.
    Plain(&'static str),
    /// In Russian: who, of whom, to whom, about whom.
    Cases([&'static str; 4]),
}

use Place::{AfterName, Anywhere, Either, Name, Number};
use Words::{Cases, Plain};

type Entry = (&'static str, Place, Words);

/// Longer ones first where one begins another.
const RUSSIAN: [Entry; 53] = [
    ("т. д.", Anywhere, Plain("так далее")),
    ("т.д.", Anywhere, Plain("так далее")),
    ("т. п.", Anywhere, Plain("тому подобное")),
    ("т.п.", Anywhere, Plain("тому подобное")),
    ("т. е.", Anywhere, Plain("то есть")),
    ("т.е.", Anywhere, Plain("то есть")),
    ("т. к.", Anywhere, Plain("так как")),
    ("т.к.", Anywhere, Plain("так как")),
    ("и др.", Anywhere, Plain("и другие")),
    ("и пр.", Anywhere, Plain("и прочее")),
    ("в т.ч.", Anywhere, Plain("в том числе")),
    ("в т. ч.", Anywhere, Plain("в том числе")),
    ("до н. э.", Anywhere, Plain("до нашей эры")),
    ("н. э.", Anywhere, Plain("нашей эры")),
    ("ул.", Anywhere, Cases(["улица", "улицы", "улице", "улице"])),
    ("пр-т", Anywhere, Cases(["проспект", "проспекта", "проспекту", "проспекте"])),
    ("пр.", Name, Cases(["проспект", "проспекта", "проспекту", "проспекте"])),
    ("пер.", Name, Cases(["переулок", "переулка", "переулку", "переулке"])),
    ("мкр.", Anywhere, Cases(["микрорайон", "микрорайона", "микрорайону", "микрорайоне"])),
    ("мкр", Anywhere, Cases(["микрорайон", "микрорайона", "микрорайону", "микрорайоне"])),
    ("р-н", Anywhere, Cases(["район", "района", "району", "районе"])),
    ("обл.", Anywhere, Cases(["область", "области", "области", "области"])),
    ("пос.", Name, Cases(["посёлок", "посёлка", "посёлку", "посёлке"])),
    ("г.", Name, Cases(["город", "города", "городу", "городе"])),
    ("с.", Name, Cases(["село", "села", "селу", "селе"])),
    ("д.", Number, Cases(["дом", "дома", "дому", "доме"])),
    ("кв.", Number, Cases(["квартира", "квартиры", "квартире", "квартире"])),
    ("корп.", Number, Cases(["корпус", "корпуса", "корпусу", "корпусе"])),
    ("под.", Number, Cases(["подъезд", "подъезда", "подъезду", "подъезде"])),
    ("эт.", Number, Cases(["этаж", "этажа", "этажу", "этаже"])),
    ("каб.", Anywhere, Cases(["кабинет", "кабинета", "кабинету", "кабинете"])),
    ("ауд.", Number, Cases(["аудитория", "аудитории", "аудитории", "аудитории"])),
    ("ст.ст.", Number, Cases(["статьи", "статей", "статьям", "статьях"])),
    ("ст.", Number, Cases(["статья", "статьи", "статье", "статье"])),
    ("подп.", Number, Cases(["подпункт", "подпункта", "подпункту", "подпункте"])),
    ("пп.", Number, Cases(["подпункт", "подпункта", "подпункту", "подпункте"])),
    ("п.", Number, Cases(["пункт", "пункта", "пункту", "пункте"])),
    ("гл.", Number, Cases(["глава", "главы", "главе", "главе"])),
    ("разд.", Number, Cases(["раздел", "раздела", "разделу", "разделе"])),
    ("абз.", Number, Cases(["абзац", "абзаца", "абзацу", "абзаце"])),
    ("ч.", Number, Cases(["часть", "части", "части", "части"])),
    ("прил.", Number, Cases(["приложение", "приложения", "приложению", "приложении"])),
    ("тел.", Anywhere, Plain("телефон")),
    ("доб.", Number, Plain("добавочный")),
    ("эл.", Anywhere, Plain("электронная")),
    ("им.", Name, Plain("имени")),
    ("зам.", Anywhere, Cases(["заместитель", "заместителя", "заместителю", "заместителе"])),
    ("тыс.", Anywhere, Plain("тысяч")),
    ("млн", Anywhere, Plain("миллионов")),
    ("млрд", Anywhere, Plain("миллиардов")),
    ("руб.", Anywhere, Plain("рублей")),
    ("мин.", Anywhere, Plain("минут")),
    ("напр.", Anywhere, Plain("например")),
];

const KAZAKH: [Entry; 25] = [
    ("ж.т.б.", Anywhere, Plain("және тағы басқа")),
    ("т. б.", Anywhere, Plain("тағы басқа")),
    ("т.б.", Anywhere, Plain("тағы басқа")),
    ("т. с. с.", Anywhere, Plain("тағы сол сияқты")),
    ("т.с.с.", Anywhere, Plain("тағы сол сияқты")),
    ("көш.", Anywhere, Plain("көшесі")),
    ("даң.", Anywhere, Plain("даңғылы")),
    ("ш/а", Anywhere, Plain("шағын ауданы")),
    ("мкр.", Anywhere, Plain("шағын ауданы")),
    ("мкр", Anywhere, Plain("шағын ауданы")),
    ("пәт.", Anywhere, Plain("пәтер")),
    ("каб.", Anywhere, Plain("кабинет")),
    ("тел.", Anywhere, Plain("телефон")),
    ("обл.", Anywhere, Plain("облысы")),
    ("ауд.", AfterName, Plain("ауданы")),
    ("қ.", AfterName, Plain("қаласы")),
    ("а.", AfterName, Plain("ауылы")),
    ("эл.", Anywhere, Plain("электрондық")),
    ("мыс.", Anywhere, Plain("мысалы")),
    ("млн", Anywhere, Plain("миллион")),
    ("млрд", Anywhere, Plain("миллиард")),
    ("мин.", Anywhere, Plain("минут")),
    ("сағ.", Anywhere, Plain("сағат")),
    ("ж.", Number, Plain("жыл")),
    ("тг", Anywhere, Plain("теңге")),
];

const ENGLISH: [Entry; 24] = [
    ("e.g.", Anywhere, Plain("for example")),
    ("i.e.", Anywhere, Plain("that is")),
    ("etc.", Anywhere, Plain("et cetera")),
    ("Arts.", Number, Plain("Articles")),
    ("Art.", Number, Plain("Article")),
    ("Sec.", Number, Plain("Section")),
    ("Ch.", Number, Plain("Chapter")),
    ("para.", Number, Plain("paragraph")),
    ("paras.", Number, Plain("paragraphs")),
    ("pp.", Number, Plain("pages")),
    ("p.", Number, Plain("page")),
    ("tel.", Anywhere, Plain("telephone")),
    ("ext.", Number, Plain("extension")),
    ("apt.", Number, Plain("apartment")),
    ("bldg.", Either, Plain("building")),
    ("Rm.", Number, Plain("room")),
    ("St.", AfterName, Plain("Street")),
    ("St.", Name, Plain("Saint")),
    ("Ave.", AfterName, Plain("Avenue")),
    ("Rd.", AfterName, Plain("Road")),
    ("approx.", Anywhere, Plain("approximately")),
    ("incl.", Anywhere, Plain("including")),
    ("vs.", Anywhere, Plain("versus")),
    ("min.", Number, Plain("minimum")),
];

/// An abbreviation of the language.
pub(super) fn rule(here: Here<'_>) -> Option<Said> {
    let table: &[Entry] = match here.language {
        Language::Kazakh => &KAZAKH,
        Language::Russian => &RUSSIAN,
        Language::English => &ENGLISH,
    };
    let text = here.rest();
    table.iter().find_map(|(written, place, words)| {
        let rest = after(text, written)?;
        if !is_placed(here, *place, rest) {
            return None;
        }
        let words = match words {
            Plain(words) => words,
            Cases(cases) => {
                cases[match russian::case_after(&here.word_before()) {
                    Some(russian::Case::Genitive) => 1,
                    Some(russian::Case::Dative) => 2,
                    Some(russian::Case::Prepositional) => 3,
                    // "на" and "по" before a place are mostly "where", not "where to".
                    Some(russian::Case::Nominative) if matches!(here.word_before().as_str(), "на" | "по") => 3,
                    _ => 0,
                }]
            }
        };
        // The full stop of the abbreviation is also that of the sentence.
        let stop = usize::from(written.ends_with('.') && is_end(rest));
        Some(Said { taken: here.taken(rest) - stop, words: words.to_string() })
    })
}

/// What follows `written` at the beginning of `text`; its first letter may be a capital.
fn after<'t>(text: &'t str, written: &str) -> Option<&'t str> {
    let mut letters = text.chars();
    for (at, wanted) in written.chars().enumerate() {
        let letter = letters.next()?;
        let is_same = letter == wanted
            || wanted == ' ' && super::scan::is_space(letter)
            || at == 0 && written.chars().count() > 2 && letter.to_lowercase().eq(wanted.to_lowercase());
        if !is_same {
            return None;
        }
    }
    let rest = letters.as_str();
    (written.ends_with('.')
        || is_end_of_word(rest) && !rest.starts_with(['.', '-'])
        || !written.ends_with('.') && rest.starts_with('.') && is_end(rest))
    .then_some(rest)
}

fn is_placed(here: Here<'_>, place: Place, rest: &str) -> bool {
    let next = past_space(rest).trim_start_matches(['«', '"', '“']);
    let number = || {
        let roman = next.len() - next.trim_start_matches(['I', 'V', 'X', 'І', 'Х']).len();
        next.starts_with(|c: char| c.is_ascii_digit() || c == '№') || roman > 0 && is_end_of_word(&next[roman..])
    };
    let name = || next.starts_with(char::is_uppercase);
    match place {
        Place::Anywhere => true,
        Place::Number => number(),
        Place::Name => name(),
        Place::Either => number() || name(),
        Place::AfterName => {
            let before = here.before().trim_end();
            let start = before.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last();
            start.is_some_and(|(at, _)| before[at..].starts_with(char::is_uppercase) && before.len() < here.at)
        }
    }
}
