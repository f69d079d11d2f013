//! The web pages as people meet them: in a real browser, by keyboard alone, in three languages.

#[path = "support/browser.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod browser;
#[path = "support/postgres.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod postgres;
#[path = "support/world.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod world;

use aqparat::domain::survey::Survey;
use aqparat::server::store::Terms;
use aqparat::server::surveys::terms;
use browser::{Browser, Habits, Key};
use serde_json::json;
use world::World;

/// A survey with a question of every kind.
fn every_kind() -> Survey {
    let text = |words: &str| json!({ "kk": format!("{words} (kk)"), "ru": format!("{words} (ru)"), "en": words });
    let question = |name: &str, kind: serde_json::Value, more: serde_json::Value| {
        let mut question = json!({ "name": name, "kind": kind, "label": text(&format!("About {name}")) });
        question.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!({ "question": question })
    };
    let parts = json!({ "list": "parts" });
    let choice = |name: &str| json!({ "name": name, "label": text(name) });
    let survey = json!({
        "id": "every_kind",
        "version": "1",
        "title": text("Every kind"),
        "default_language": "kk",
        "items": [
            question("welcome", json!("note"), json!({ "label": text("Welcome") })),
            question("one", json!({ "one": parts }), json!({ "required": "true()", "may_decline": true })),
            question("many", json!({ "many": parts }), json!({ "may_decline": true, "hint": text("Think of all doors") })),
            question("scale", json!({ "scale": { "from": 1.0, "to": 5.0, "step": 1.0 } }), json!({})),
            question("whole", json!("integer"), json!({ "constraint": ". > 0 and . < 120", "constraint_message": text("Between 1 and 119") })),
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

/// A centre that asks `survey`.
async fn asking(survey: &Survey) -> World {
    let mut world = World::on_sqlite().await;
    terms::import(&world.centre, survey, &[]).await.expect("imported");
    terms::open(&world.centre, &survey.id, &Terms::default()).await.expect("opened");
    world.serve().await;
    world
}

fn is_answer(name: &str) -> bool {
    ["q.", "day.", "month.", "year."].iter().any(|beginning| name.starts_with(beginning))
}

/// Answers the open page by keyboard, taking the first choice and writing `words`, and presses "Next".
async fn answer(browser: &Browser, words: &str) {
    let mut place = 0;
    loop {
        let focused = browser.tab_to("an answer or the button", |focused| {
            is_answer(&focused.name) || (focused.name == "do" && focused.kind == "submit")
        });
        let focused = focused.await;
        match (focused.tag.as_str(), focused.kind.as_str()) {
            ("button", _) => return browser.follow(Key::Enter).await,
            ("input", "radio" | "checkbox") if focused.value == " declined" => {}
            ("input", "radio") => browser.key(Key::Space).await,
            ("input", "checkbox") => browser.key(Key::Space).await,
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_without_a_page_is_a_page() {
    let mut world = World::on_sqlite().await;
    world.serve().await;
    let browser = Browser::start().await;
    for (language, words) in [("kk", "Бұл мекенжайда"), ("ru", "По этому адресу"), ("en", "There is no")]
    {
        for path in ["/nowhere", "/survey/", "/survey/nothing/such", "/survey/nothing"] {
            browser.go(&format!("{}{path}?lang={language}", world.url())).await;
            assert!(browser.heading().await.starts_with(words), "{path}: {}", browser.words().await);
            browser.assert_accessible().await;
            browser.size(320, 640, 1).await;
            browser.assert_fits().await;
        }
    }
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_survey_with_every_kind_of_question_is_answered_by_keyboard() {
    let world = asking(&every_kind()).await;
    let browser = Browser::with(Habits::default()).await;
    browser.size(390, 844, 1).await;
    browser.go(&format!("{}/survey/every_kind?lang=en", world.url())).await;
    browser.assert_accessible().await;
    browser.assert_fits().await;
    browser.activate("Begin").await;
    let mut page = 0;
    loop {
        page += 1;
        browser.show(&format!("every-{page:02}")).await;
        browser.assert_accessible().await;
        browser.assert_fits().await;
        if browser.heading().await == "Check your answers" {
            break;
        }
        answer(&browser, "The lift was broken").await;
    }
    browser.activate("Send").await;
    assert_eq!(browser.heading().await, "Thank you. Your answers are saved");
    browser.assert_accessible().await;
    browser.quit().await;
}
