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
            include_str!("../i18n/kk/catalogue.ftl"),
            include_str!("../i18n/kk/stand.ftl"),
            include_str!("../i18n/kk/widget.ftl"),
        ],
        Language::Russian => &[
            include_str!("../i18n/ru/catalogue.ftl"),
            include_str!("../i18n/ru/stand.ftl"),
            include_str!("../i18n/ru/widget.ftl"),
        ],
        Language::English => &[
            include_str!("../i18n/en/catalogue.ftl"),
            include_str!("../i18n/en/stand.ftl"),
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
