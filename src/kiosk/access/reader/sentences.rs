//! Cuts a text into what a voice says in one go: sentences, and parts of sentences that are too long.

use std::ops::Range;

/// The longest utterance, in characters: some ten seconds at the normal rate, so that a pause goes on
/// near where it began.
pub const LONGEST: usize = 160;

/// The least a part of a cut sentence holds, in characters: shorter ones sound broken.
const LEAST: usize = 40;

/// Abbreviations after which a sentence goes on, even before a capital letter or a number.
const ABBREVIATIONS: &[&str] = &[
    // Russian.
    "ул",
    "пр",
    "просп",
    "пер",
    "пл",
    "наб",
    "мкр",
    "мкрн",
    "обл",
    "корп",
    "стр",
    "оф",
    "каб",
    "кв",
    "эт",
    "им",
    "тел",
    "факс",
    "доб",
    "ст",
    "пп",
    "гл",
    "разд",
    "см",
    "рис",
    "табл",
    "прим",
    "напр",
    "гр",
    "гос",
    "зам",
    "нач",
    "проф",
    "акад",
    "пос",
    "сел",
    "ауд",
    // Kazakh.
    "көш",
    "даң",
    "ғим",
    "бөл",
    "мыс",
    "тарм",
    "бап",
    "аум",
    "қаб",
    // English.
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "st",
    "no",
    "nos",
    "ave",
    "blvd",
    "tel",
    "ext",
    "art",
    "fig",
    "vs",
    "e.g",
    "i.e",
];

/// The bytes of each part of `text`, in order and without gaps: each a sentence with the space after
/// it, or a piece of one of at most [`LONGEST`] characters, cut after a clause or between words.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for end in text.char_indices().map(|(at, this)| at + this.len_utf8()).filter(|end| ends_at(text, *end)) {
        let end = end + leading(&text[end..], is_closing_or_space);
        if end > start && ends_sentence(&text[start..end], &text[end..]) {
            cut(text, start..end, &mut parts);
            start = end;
        }
    }
    if start < text.len() {
        cut(text, start..text.len(), &mut parts);
    }
    parts
}

/// Whether the character before `end` may end a sentence.
fn ends_at(text: &str, end: usize) -> bool {
    text[..end].ends_with(['.', '!', '?', '…', '\n'])
}

/// The bytes of `text` before the first character that is not `wanted`.
fn leading(text: &str, wanted: fn(char) -> bool) -> usize {
    text.find(|c| !wanted(c)).unwrap_or(text.len())
}

fn is_closing_or_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '»' | '”' | '"' | ')' | ']' | '.' | '!' | '?' | '…')
}

/// Whether `before`, which ends in a mark and perhaps space, is a whole sentence with `after` behind it.
fn ends_sentence(before: &str, after: &str) -> bool {
    let words = before.trim_end();
    let space = &before[words.len()..];
    if after.is_empty() || space.contains('\n') {
        return true;
    }
    let next = after.trim_start_matches(['«', '“', '"', '(', '–', '—', '-', ' ']).chars().next();
    if space.is_empty() || next.is_some_and(char::is_lowercase) {
        return false;
    }
    let bare = words.trim_end_matches(['»', '”', '"', ')', ']']);
    let Some(stem) = bare.strip_suffix('.') else { return true };
    if stem.ends_with(['.', '!', '?', '…']) {
        return true;
    }
    let word = stem.rsplit(char::is_whitespace).next().unwrap_or_default();
    let before_word = stem[..stem.len() - word.len()].trim_end();
    let word = word.trim_start_matches(['«', '“', '"', '(', '[']);
    !goes_on(word, before_word)
}

/// Whether a full stop after `word` belongs to the word and not to the sentence.
fn goes_on(word: &str, before: &str) -> bool {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (None, _) => true,
        // A year or a time ends with its letter, "2026 г.", "2026 ж."; a place begins, "г. Алматы".
        (Some('г' | 'ж' | 'ч' | 'м' | 'с'), None) => !before.ends_with(|c: char| c.is_ascii_digit()),
        // Initials, "А. Б. Иванов", and "д. 5", "п. 3".
        (Some(letter), None) if letter.is_alphabetic() => true,
        // The number of an item: "1. Жаңа өтініш".
        (Some(digit), _) if digit.is_ascii_digit() => before.is_empty() && word.chars().all(|c| c.is_ascii_digit()),
        _ => {
            let lower = word.to_lowercase();
            ABBREVIATIONS.contains(&lower.as_str()) || is_initials(word)
        }
    }
}

/// "А.Б" of "А.Б. Иванов".
fn is_initials(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase))
}

/// Adds a sentence, in parts if it is too long.
fn cut(text: &str, sentence: Range<usize>, parts: &mut Vec<Range<usize>>) {
    let Range { mut start, end } = sentence;
    while text[start..end].trim_end().chars().count() > LONGEST {
        let rest = &text[start..end];
        let (mut clause, mut space, mut hard, mut last) = (None, None, rest.len(), ' ');
        for (count, (at, this)) in rest.char_indices().enumerate() {
            if count == LONGEST {
                hard = at;
                break;
            }
            // A part ends behind the space, so that the next begins with a word.
            if last.is_whitespace() && !this.is_whitespace() && at > 0 {
                space = Some(at);
                let words = rest[..at].trim_end();
                if count >= LEAST && words.ends_with([',', ';', ':', '–', '—', ')', '»']) {
                    clause = Some(at);
                }
            }
            last = this;
        }
        let at = clause.or(space).unwrap_or(hard);
        parts.push(start..start + at);
        start += at;
    }
    if start < end {
        parts.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|part| text[part].trim()).collect()
    }

    #[test]
    fn a_text_is_cut_between_its_sentences() {
        assert_eq!(parts("Біз ашықпыз. Келіңіз! Сұрақ бар ма?"), ["Біз ашықпыз.", "Келіңіз!", "Сұрақ бар ма?"]);
        assert_eq!(parts("Он сказал: «Приходите.» Мы пришли."), ["Он сказал: «Приходите.»", "Мы пришли."]);
        assert_eq!(parts("Wait… Then go on."), ["Wait…", "Then go on."]);
        assert_eq!(parts("Первая строка\nВторая строка"), ["Первая строка", "Вторая строка"]);
    }

    #[test]
    fn abbreviations_initials_times_and_numbers_do_not_end_a_sentence() {
        for text in [
            "Алматы қ., Абай к. 10, тел. +7 (727) 000-00-02 арқылы.",
            "Приём ведёт А. Б. Иванов, ул. Абая, д. 5, каб. 304.",
            "Школа им. Абая, г. Алматы, работает до 18.30 без перерыва.",
            "Документы, справки и т.д. принимают в окне № 5.",
            "Dr. Smith, No. 5, receives e.g. Mondays at 9.30 only.",
            "1. Өтінішті жазыңыз",
            "Адрес akimat.example открыт всегда.",
            "Өтініш, анықтама т.б. құжаттар керек.",
            "«Біз келдік!» деді ол.",
        ] {
            assert_eq!(parts(text), [text]);
        }
    }

    #[test]
    fn what_ends_with_an_abbreviation_still_ends() {
        assert_eq!(parts("Закон 2015 г. Статья действует."), ["Закон 2015 г.", "Статья действует."]);
        assert_eq!(parts("Справки, копии и т.д. Приходите."), ["Справки, копии и т.д.", "Приходите."]);
        assert_eq!(parts("Бюджет 2026 ж. Есеп дайын."), ["Бюджет 2026 ж.", "Есеп дайын."]);
        assert_eq!(parts("Стоит 500 тг. Оплата картой."), ["Стоит 500 тг.", "Оплата картой."]);
        assert_eq!(parts("Открыто до 18.30. Перерыва нет."), ["Открыто до 18.30.", "Перерыва нет."]);
    }

    #[test]
    fn a_long_sentence_is_cut_after_a_clause() {
        let clause = "өтінішті кеңсеге тапсырасыз немесе пошта арқылы жібересіз";
        let text = format!("{clause}, {clause}, {clause}.");
        let parts = parts(&text);
        assert_eq!(parts, [format!("{clause}, {clause},"), format!("{clause}.")]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn nothing_is_lost_and_no_part_is_too_long(text in "[а-яА-ЯәіңғүұқөһA-Za-z0-9 .,!?…«»\n;:–№()-]{0,700}") {
            holds(&text);
        }

        #[test]
        fn any_text_at_all_can_be_cut(text in ".{0,400}") {
            holds(&text);
        }
    }

    fn holds(text: &str) {
        let parts = sentences(text);
        let mut at = 0;
        for part in &parts {
            assert_eq!(part.start, at);
            assert!(part.end > part.start);
            assert!(text.is_char_boundary(part.end));
            assert!(text[part.clone()].trim_end().chars().count() <= LONGEST);
            at = part.end;
        }
        assert_eq!(at, text.len());
    }
}
