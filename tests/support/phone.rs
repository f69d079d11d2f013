//! Surveys on a phone: what is asked, and how it is answered by keyboard.

use std::path::Path;

use aqparat::domain::survey::Survey;
use aqparat::server::store::{AnswerRow, Terms};
use aqparat::server::surveys::{terms, xlsform};
use serde_json::json;

use super::browser::{Browser, Key};
use super::world::World;

/// A survey with a question of every kind.
pub fn every_kind() -> Survey {
    let text = |words: &str| json!({ "kk": format!("{words} (kk)"), "ru": format!("{words} (ru)"), "en": words });
    let question = |name: &str, kind: serde_json::Value, more: serde_json::Value| {
        let mut question = json!({ "name": name, "kind": kind, "label": text(&format!("About {name}")) });
        question.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!({ "question": question })
    };
    let parts = json!({ "list": "parts" });
    let choice = |name: &str| json!({ "name": name, "label": text(name) });
    let between = json!({ "constraint": ". > 0 and . < 120", "constraint_message": text("Between 1 and 119") });
    let survey = json!({
        "id": "every_kind",
        "version": "1",
        "title": text("Every kind"),
        "default_language": "kk",
        "items": [
            question("welcome", json!("note"), json!({ "label": text("Welcome") })),
            question("one", json!({ "one": parts }), json!({ "required": "true()", "may_decline": true })),
            question("many", json!({ "many": parts }), json!({ "may_decline": true })),
            question("scale", json!({ "scale": { "from": 1.0, "to": 5.0, "step": 1.0 } }), json!({})),
            question("whole", json!("integer"), between),
            question("number", json!("decimal"), json!({})),
            question("day", json!("date"), json!({})),
            question("line", json!("line"), json!({ "may_decline": true })),
            question("paragraph", json!("paragraph"), json!({})),
            question("rank", json!({ "rank": parts }), json!({})),
            { "group": { "name": "together", "label": text("Together"), "layout": "together", "items": [
                question("helped", json!({ "one": parts }), json!({})),
                question("who", json!("line"), json!({ "relevant": "${helped} = 'lift'" })),
            ] } },
            { "group": { "name": "rows", "label": text("Rows"), "layout": "rows", "items": [
                question("row1", json!({ "one": parts }), json!({})),
                question("row2", json!({ "one": parts }), json!({})),
            ] } },
            question("understood", json!("acknowledge"), json!({ "required": "true()" })),
        ],
        "lists": { "parts": [choice("lift"), choice("ramp"), choice("door")] },
    });
    serde_json::from_value(survey).expect("a survey")
}

/// The ministry's survey, as it is shipped.
pub fn ministry() -> Survey {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/surveys/stand-accessibility.xlsx");
    let reading = xlsform::read_file(&file, xlsform::Options::default()).expect("readable");
    reading.survey.unwrap_or_else(|| panic!("{:?}", reading.faults))
}

/// A centre that asks `survey`.
pub async fn asking(survey: &Survey) -> World {
    let mut world = World::on_sqlite().await;
    terms::import(&world.centre, survey, &[]).await.expect("imported");
    terms::open(&world.centre, &survey.id, &Terms::default()).await.expect("opened");
    world.serve().await;
    world
}

/// Where its form is.
pub fn address(world: &World, survey: &Survey, language: &str) -> String {
    format!("{}/survey/{}?lang={language}", world.url(), survey.id)
}

/// All answers that are kept.
pub async fn kept(world: &World, survey: &Survey) -> Vec<AnswerRow> {
    world.centre.store.all_answers(&survey.id, None, 100).await.expect("read")
}

fn is_answer(name: &str) -> bool {
    ["q.", "day.", "month.", "year."].iter().any(|beginning| name.starts_with(beginning))
}

/// Answers the open page by keyboard, taking the first choice and writing `words`, and presses "Next".
pub async fn answer(browser: &Browser, words: &str) {
    let (mut place, mut marked) = (0, Vec::new());
    loop {
        let focused = browser
            .tab_to("an answer or the button", |focused| {
                is_answer(&focused.name) || (focused.name == "do" && focused.kind == "submit")
            })
            .await;
        match (focused.tag.as_str(), focused.kind.as_str()) {
            ("button", _) => return browser.follow(Key::Enter).await,
            ("input", "radio") => browser.key(Key::Space).await,
            // The first of each list.
            ("input", "checkbox") if marked.contains(&focused.name) => {}
            ("input", "checkbox") => {
                marked.push(focused.name);
                browser.key(Key::Space).await;
            }
            ("select", _) => {
                place += 1;
                for _ in 0..place {
                    browser.key(Key::Down).await;
                }
            }
            ("input", _) if focused.name.starts_with("month.") => browser.press("11").await,
            ("input", _) if focused.name.starts_with("day.") => browser.press("24").await,
            ("input", _) if focused.name.starts_with("year.") => browser.press("2026").await,
            ("input", _) if browser.run("return document.activeElement.inputMode").await != "" => {
                browser.press("12").await;
            }
            _ => browser.press(words).await,
        }
    }
}

/// Goes to the control of a question.
pub async fn to(browser: &Browser, field: &str) {
    browser.tab_to(field, |focused| focused.name == field).await;
}

/// Presses the button of the form with this value.
pub async fn press(browser: &Browser, button: &str) {
    browser.tab_to(button, |focused| focused.name == "do" && focused.value == button).await;
    browser.follow(Key::Enter).await;
}
