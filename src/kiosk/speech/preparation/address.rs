//! E-mail and web addresses: info@akimat.kz, `https://egov.kz/help`.

use super::scan::{Here, is_end_of_word};
use super::{Said, spelling};
use crate::domain::Language;

/// The last parts of a host by which an address is known without "https" before it.
const ENDINGS: [&str; 15] =
    ["kz", "ru", "com", "org", "net", "gov", "edu", "info", "int", "eu", "uk", "io", "app", "example", "local"];

/// An e-mail or web address.
pub(super) fn rule(here: Here<'_>) -> Option<Said> {
    let text = here.rest();
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "._%+-@/:?=&#~".contains(c))).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    if !address.contains(['.', '@']) || !is_end_of_word(&text[address.len()..]) {
        return None;
    }
    let bare = ["https://", "http://", "mailto:"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let is_web = || {
        let host = bare.unwrap_or(address).split(['/', '?', '#', ':']).next().unwrap_or_default();
        is_host(host, bare.is_some() || host.starts_with("www."))
    };
    let is_mail = bare.unwrap_or(address).split_once('@').is_some_and(|(name, host)| {
        name.starts_with(|c: char| c.is_ascii_alphanumeric()) && !name.contains(['/', ':']) && is_host(host, true)
    });
    if !is_mail && !is_web() {
        return None;
    }
    Some(Said { taken: address.len(), words: say(bare.unwrap_or(address), here.language) })
}

fn is_host(host: &str, is_certain: bool) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let last = labels.last().copied().unwrap_or_default().to_ascii_lowercase();
    labels.len() > 1
        && labels.iter().all(is_label)
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && (is_certain || ENDINGS.contains(&last.as_str()))
}

fn say(address: &str, language: Language) -> String {
    let mut words = Vec::new();
    let mut rest = address;
    while let Some(next) = rest.chars().next() {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if end == 0 {
            words.push(spelling::sign(next, language).map_or_else(|| next.to_string(), str::to_owned));
            rest = &rest[next.len_utf8()..];
        } else {
            words.push(part(&rest[..end], language));
            rest = &rest[end..];
        }
    }
    words.join(" ")
}

/// A part of an address: a word where it can be one, else letter by letter.
fn part(part: &str, language: Language) -> String {
    let has_vowel = part.chars().any(|c| "aeiouyAEIOUY".contains(c));
    let has_digit = part.chars().any(|c| c.is_ascii_digit());
    if has_vowel && !has_digit {
        return part.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for letter in part.chars() {
        if has_vowel && letter.is_ascii_alphabetic() {
            word.push(letter);
            continue;
        }
        words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        words.push(spelling::name(letter, language));
    }
    words.extend((!word.is_empty()).then_some(word));
    words.join(" ")
}
