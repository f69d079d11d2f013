//! Signs that voices pass over, or name in another language.

use super::Said;
use super::scan::{Here, is_space, past_space};

/// A sign, and its words in Kazakh, Russian and English.
const SIGNS: [(char, [&str; 3]); 15] = [
    ('+', ["плюс", "плюс", "plus"]),
    ('%', ["пайыз", "процентов", "percent"]),
    ('&', ["және", "и", "and"]),
    ('=', ["тең", "равно", "equals"]),
    ('×', ["көбейту", "на", "by"]),
    ('±', ["плюс минус", "плюс минус", "plus or minus"]),
    ('≈', ["шамамен", "примерно", "about"]),
    ('~', ["шамамен", "примерно", "about"]),
    ('°', ["градус", "градусов", "degrees"]),
    ('₸', ["теңге", "тенге", "tenge"]),
    ('₽', ["рубль", "рублей", "roubles"]),
    ('$', ["доллар", "долларов", "dollars"]),
    ('€', ["еуро", "евро", "euros"]),
    ('@', ["айқұлақ", "собака", "at"]),
    ('#', ["тор белгісі", "решётка", "hash"]),
];

/// A sign in words, or a sign that is not said.
pub(super) fn rule(here: Here<'_>) -> Option<Said> {
    let text = here.rest();
    let sign = text.chars().next()?;
    let rest = &text[sign.len_utf8()..];
    let language = here.language as usize;
    let said = |words: &str| Some(Said { taken: sign.len_utf8(), words: words.to_owned() });
    match sign {
        '§' => {
            // §§ 5–7 is said once.
            let after = past_space(rest.trim_start_matches('§'));
            let words = ["параграф ", "параграф ", "section "][language];
            Some(Said { taken: here.taken(after), words: words.to_owned() })
        }
        // Between words a stroke is a short pause, between numbers it was said already.
        '/' if here.last().is_some_and(is_space) && rest.starts_with(is_space) => said(","),
        '/' => said(" "),
        // Marks of lists and of emphasis.
        '*' | '•' | '·' | '_' | '|' | '^' | '`' | '→' => said(" "),
        _ => {
            let (_, words) = SIGNS.iter().find(|(known, _)| *known == sign)?;
            let before = if here.last().is_none_or(|c| c.is_whitespace() || c == '(') { "" } else { " " };
            let after = if rest.starts_with(|c: char| c.is_alphanumeric()) { " " } else { "" };
            said(&format!("{before}{}{after}", words[language]))
        }
    }
}
