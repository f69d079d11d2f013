//! A small survey for tests, and answers to it.

use std::collections::BTreeMap;

use aqparat::domain::Language;
use aqparat::domain::survey::answer::response_id;
use aqparat::domain::survey::definition::{Audience, Image, Partial};
use aqparat::domain::survey::{Mode, Name, Response, Survey, Text, Value};

/// A name.
pub fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

fn text(words: &str) -> Text {
    Text::new(Language::ALL.map(|language| (language, format!("{words} ({language})"))))
}

/// The survey `access`: a choice, and some words.
pub fn survey(version: &str) -> Survey {
    let question = |name: &str, kind: serde_json::Value| {
        let label = serde_json::to_value(text(name)).expect("JSON");
        serde_json::json!({ "question": { "name": name, "kind": kind, "label": label } })
    };
    let items = serde_json::json!([
        question("satisfied", serde_json::json!({ "one": { "list": "yes-no" } })),
        question("missing", serde_json::json!("paragraph")),
    ]);
    let choice = |name: &str| serde_json::json!({ "name": name, "label": text(name) });
    Survey {
        id: name("access"),
        version: version.into(),
        title: text("Access"),
        default_language: Language::Kazakh,
        audience: Audience::Visitors,
        partial: Partial::Discard,
        items: serde_json::from_value(items).expect("questions"),
        lists: serde_json::from_value(serde_json::json!({ "yes-no": [choice("yes"), choice("no")] })).expect("a list"),
    }
}

/// Puts an image beside a choice.
pub fn add_image(survey: &mut Survey, file: &str) {
    let choice = survey.lists.values_mut().next().expect("a list").first_mut().expect("a choice");
    choice.image = Some(Image { file: file.into(), alternative: text("Plan") });
}

/// An answer given in `hour`; each `seed` makes another id, without telling its own order.
pub fn response(version: &str, hour: i64, seed: u64) -> Response {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    Response {
        id: response_id(hour, random),
        survey: name("access"),
        version: version.into(),
        hour,
        language: Language::Kazakh,
        mode: Mode { speech: true, ..Mode::default() },
        complete: true,
        reached: None,
        values: BTreeMap::from([
            (name("satisfied"), Value::One("yes".into())),
            (name("missing"), Value::Text("Лифт жоқ".into())),
        ]),
    }
}
