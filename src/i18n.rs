//! Every word a person sees or hears, in three languages, from `i18n/` (Fluent).
//!
//! The resources are part of the program, so a stand never meets a missing file. Numbers, dates and
//! phone numbers are formatted before they reach a message: Fluent only places them.

use std::sync::OnceLock;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::domain::Language;

type Bundle = FluentBundle<FluentResource>;

/// The Fluent sources of a language, in the order they are added.
fn sources(language: Language) -> &'static [&'static str] {
    match language {
        Language::Kazakh => &[
            include_str!("../i18n/kk/assistive.ftl"),
            include_str!("../i18n/kk/catalogue.ftl"),
            include_str!("../i18n/kk/keys.ftl"),
            include_str!("../i18n/kk/notices.ftl"),
            include_str!("../i18n/kk/reader.ftl"),
            include_str!("../i18n/kk/results.ftl"),
            include_str!("../i18n/kk/settings.ftl"),
            include_str!("../i18n/kk/stand.ftl"),
            include_str!("../i18n/kk/survey.ftl"),
            include_str!("../i18n/kk/typing.ftl"),
            include_str!("../i18n/kk/web.ftl"),
            include_str!("../i18n/kk/widget.ftl"),
        ],
        Language::Russian => &[
            include_str!("../i18n/ru/assistive.ftl"),
            include_str!("../i18n/ru/catalogue.ftl"),
            include_str!("../i18n/ru/keys.ftl"),
            include_str!("../i18n/ru/notices.ftl"),
            include_str!("../i18n/ru/reader.ftl"),
            include_str!("../i18n/ru/results.ftl"),
            include_str!("../i18n/ru/settings.ftl"),
            include_str!("../i18n/ru/stand.ftl"),
            include_str!("../i18n/ru/survey.ftl"),
            include_str!("../i18n/ru/typing.ftl"),
            include_str!("../i18n/ru/web.ftl"),
            include_str!("../i18n/ru/widget.ftl"),
        ],
        Language::English => &[
            include_str!("../i18n/en/assistive.ftl"),
            include_str!("../i18n/en/catalogue.ftl"),
            include_str!("../i18n/en/keys.ftl"),
            include_str!("../i18n/en/notices.ftl"),
            include_str!("../i18n/en/reader.ftl"),
            include_str!("../i18n/en/results.ftl"),
            include_str!("../i18n/en/settings.ftl"),
            include_str!("../i18n/en/stand.ftl"),
            include_str!("../i18n/en/survey.ftl"),
            include_str!("../i18n/en/typing.ftl"),
            include_str!("../i18n/en/web.ftl"),
            include_str!("../i18n/en/widget.ftl"),
        ],
    }
}

fn locale(language: Language) -> LanguageIdentifier {
    language.code().parse().unwrap_or_default()
}

/// The bundle of a language, built at its first use. Entries that do not parse are left out here and
/// found by the tests: a stand shows what it can.
fn bundle(language: Language) -> &'static Bundle {
    static KAZAKH: OnceLock<Bundle> = OnceLock::new();
    static RUSSIAN: OnceLock<Bundle> = OnceLock::new();
    static ENGLISH: OnceLock<Bundle> = OnceLock::new();
    let cell = match language {
        Language::Kazakh => &KAZAKH,
        Language::Russian => &RUSSIAN,
        Language::English => &ENGLISH,
    };
    cell.get_or_init(|| {
        let mut bundle = Bundle::new_concurrent(vec![locale(language)]);
        // Isolating marks are for mixed writing directions; all three languages run left to right,
        // and a voice may read the marks out.
        bundle.set_use_isolating(false);
        for source in sources(language) {
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _errors)| resource);
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(%language, ?errors, "a message is defined twice");
            }
        }
        bundle
    })
}

fn format(language: Language, id: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
    let bundle = bundle(language);
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, arguments, &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(%language, id, ?errors, "a message lacks an argument");
    }
    Some(text)
}

/// The message `id` in `language`; the Kazakh text when that language lacks it, and the id itself
/// when Kazakh does too.
pub fn text(language: Language, id: &str) -> String {
    find(language, id, None)
}

/// The message `id` in `language` with its variables set. Falls back like [`text`].
pub fn text_with(language: Language, id: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
    let mut set = FluentArgs::with_capacity(arguments.len());
    for (name, value) in arguments {
        set.set(*name, value.clone());
    }
    find(language, id, Some(&set))
}

fn find(language: Language, id: &str, arguments: Option<&FluentArgs<'_>>) -> String {
    format(language, id, arguments).or_else(|| format(Language::default(), id, arguments)).unwrap_or_else(|| {
        tracing::error!(id, "no such message");
        id.to_owned()
    })
}

/// All words of a language, as they are written in its resources.
#[cfg(test)]
pub(crate) fn all_words(language: Language) -> Vec<String> {
    sources(language).iter().map(|source| (*source).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    /// Messages of a language and the variables each takes.
    fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in sources(language).iter().flat_map(|source| source.lines()) {
            if line.starts_with('#') {
                continue;
            }
            if line.starts_with(|first: char| first.is_ascii_lowercase())
                && let Some((id, _)) = line.split_once('=')
            {
                current = id.trim().to_owned();
                let new = messages.insert(current.clone(), BTreeSet::new()).is_none();
                assert!(new, "{language}: {current} is defined twice");
            }
            for (_, after) in line.match_indices('$').map(|(at, _)| line.split_at(at + 1)) {
                let name: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                messages.entry(current.clone()).or_default().insert(name);
            }
        }
        messages
    }

    /// The program's sources, without its tests.
    fn code() -> Vec<(String, String)> {
        fn walk(folder: &Path, files: &mut Vec<(String, String)>) {
            for entry in std::fs::read_dir(folder).expect("a folder of the project") {
                let path = entry.expect("a readable entry").path();
                if path.is_dir() {
                    walk(&path, files);
                } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                    let text = std::fs::read_to_string(&path).expect("a source file");
                    let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                    files.push((path.display().to_string(), text));
                }
            }
        }
        let mut files = Vec::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
        files
    }

    /// The text literals of a source that may be message ids, and the beginnings of those put together.
    fn literals(text: &str) -> impl Iterator<Item = &str> {
        text.split('"').skip(1).filter(|literal| {
            !literal.is_empty()
                && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-{}:?_.()".contains(c))
        })
    }

    /// An instruction calls a control by its name, for where it stands is nothing to who does not see it.
    ///
    /// Proves: WCAG-1.3.3, EN-9.1.3.3
    #[test]
    fn no_instruction_rests_on_place_shape_or_colour() {
        let places = [
            (Language::Kazakh, &["төмендегі түйме", "жоғарыдағы түйме", "сол жақтағы", "оң жақтағы"][..]),
            (
                Language::Russian,
                &["кнопки внизу", "кнопка внизу", "вверху экрана", "слева", "справа", "зелён", "красн"],
            ),
            (Language::English, &["at the bottom", "at the top", "on the left", "on the right", "green", "the red"]),
        ];
        for (language, places) in places {
            for line in sources(language).iter().flat_map(|source| source.lines()) {
                let said = line.split_once('=').map_or(line, |(_, said)| said).to_lowercase();
                // What a comment says, nobody is told.
                let told = !line.starts_with('#') && places.iter().any(|place| said.contains(place));
                assert!(!told, "{language}: {line:?} says where or how it looks, not what it is called");
            }
        }
    }

    #[test]
    fn every_resource_parses() {
        for language in Language::ALL {
            for source in sources(language) {
                if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                    panic!("{language}: {errors:?}");
                }
            }
        }
    }

    /// Proves: VVSG-5.2-B
    #[test]
    fn the_three_languages_have_the_same_messages_with_the_same_variables() {
        let kazakh = messages(Language::Kazakh);
        for language in [Language::Russian, Language::English] {
            let other = messages(language);
            let ids = |messages: &BTreeMap<String, _>| messages.keys().cloned().collect::<BTreeSet<_>>();
            let (here, there) = (ids(&kazakh), ids(&other));
            let differing: Vec<_> = here.symmetric_difference(&there).collect();
            assert!(differing.is_empty(), "{language}: {differing:?}");
            for (id, variables) in &kazakh {
                assert_eq!(variables, &other[id], "{language}: variables of {id}");
            }
        }
    }

    #[test]
    fn every_message_the_program_asks_for_exists() {
        let messages = messages(Language::Kazakh);
        for (file, text) in code() {
            let calls = text.match_indices("text(").chain(text.match_indices("text_with("));
            for (at, _) in calls.filter(|(at, _)| !text[..*at].ends_with('.')) {
                // The id is the first literal of the call, if the call names one itself.
                let call = text[at..].split([';', '\n', ')']).next().unwrap_or_default();
                let Some(id) = literals(call).find(|literal| literal.contains('-')) else { continue };
                let exists = match id.split_once('{') {
                    Some((beginning, _)) => messages.keys().any(|message| message.starts_with(beginning)),
                    None => messages.contains_key(id),
                };
                assert!(exists, "{file}: no message {id}");
            }
        }
    }

    #[test]
    fn every_message_is_used() {
        let code = code();
        let used: BTreeSet<&str> = code.iter().flat_map(|(_, text)| literals(text)).collect();
        let beginnings: Vec<&str> = used
            .iter()
            .filter_map(|literal| literal.split_once('{').map(|(beginning, _)| beginning))
            .filter(|beginning| !beginning.is_empty())
            .collect();
        let unused: Vec<_> = messages(Language::Kazakh)
            .into_keys()
            .filter(|id| !used.contains(id.as_str()) && !beginnings.iter().any(|start| id.starts_with(start)))
            .collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn a_message_is_told_in_the_language_asked_for_with_its_variables_and_no_hidden_marks() {
        let words = text_with(Language::English, "widget-page-of", &[("page", 2.into()), ("pages", 5.into())]);
        assert_eq!(words, "Page 2 of 5");
        assert_eq!(text(Language::Kazakh, "category-working-hours"), "Жұмыс тәртібі");
    }

    #[test]
    fn a_message_that_is_nowhere_shows_its_id() {
        assert_eq!(text(Language::Russian, "no-such-message"), "no-such-message");
    }
}
