//! A survey on one's own phone: in a real browser, by keyboard alone, in three languages, with and without
//! scripts, until the answer is at the centre once.

#[path = "support/browser.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod browser;
#[path = "support/phone.rs"]
mod phone;
#[path = "support/postgres.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod postgres;
#[path = "support/world.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod world;

use aqparat::domain::Language;
use aqparat::domain::survey::{Mode, Name, Survey, Value};
use aqparat::server::store::AnswerRow;
use browser::{Browser, Habits, Key};
use phone::{address, answer, asking, every_kind, kept, ministry, press, to};

/// A phone upright and across, a narrow one, and a desk with the page at 200 %: width and height in CSS pixels,
/// device pixels for each.
const WINDOWS: [(u32, u32, u32); 4] = [(390, 844, 1), (844, 390, 1), (320, 640, 1), (640, 450, 2)];

/// What is at the centre: one answer, from a phone, of this hour.
async fn only(world: &world::World, survey: &Survey) -> AnswerRow {
    let mut kept = kept(world, survey).await;
    assert_eq!(kept.len(), 1, "{kept:?}");
    let row = kept.remove(0);
    assert_eq!(row.mode, Mode { phone: true, ..Mode::default() });
    assert_eq!(row.hour, world.now() / 3_600_000);
    assert!(row.complete);
    row
}

fn value<'a>(row: &'a AnswerRow, name: &str) -> Option<&'a Value> {
    row.values.get(&name.parse::<Name>().expect("a name"))
}

/// Looks at the open page as everyone may have it.
async fn look_at(browser: &Browser, name: &str) {
    for (width, height, scale) in WINDOWS {
        browser.size(width, height, scale).await;
        browser.assert_fits().await;
    }
    browser.size(390, 844, 1).await;
    browser.assert_accessible().await;
    browser.show(&format!("phone-{name}")).await;
}

/// Answers the whole survey by keyboard; looks at every page if it has a `look`.
async fn to_the_receipt(browser: &Browser, language: &str, look: Option<&str>) {
    let words = aqparat::i18n::text(Language::from_code(language).expect("a language"), "web-review");
    press(browser, "begin").await;
    for page in 1..60 {
        if let Some(name) = look {
            look_at(browser, &format!("{name}-{page:02}")).await;
        }
        if browser.heading().await == words {
            press(browser, "send").await;
            if let Some(name) = look {
                look_at(browser, &format!("{name}-receipt")).await;
            }
            return;
        }
        answer(browser, "Лифт істемейді").await;
    }
    panic!("the survey does not end: {}", browser.title().await);
}

/// Proves: EN-9.1.3.1, EN-9.1.3.4, EN-9.1.4.3, EN-9.1.4.10, EN-9.2.1.1, EN-9.2.1.2, EN-9.2.4.2, EN-9.2.4.6, EN-9.2.5.8, EN-9.3.1.1, EN-9.3.3.2, EN-9.3.3.4, EN-9.4.1.2, EN-9.6
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ministrys_survey_is_answered_by_keyboard_in_each_language() {
    let survey = ministry();
    for language in Language::ALL {
        let world = asking(&survey).await;
        let browser = Browser::start().await;
        let code = language.code();
        browser.go(&address(&world, &survey, code)).await;
        look_at(&browser, &format!("{code}-00")).await;
        to_the_receipt(&browser, code, Some(code)).await;
        assert_eq!(browser.heading().await, aqparat::i18n::text(language, "web-receipt"));
        assert_eq!(browser.run("return document.documentElement.lang").await, code);
        assert_eq!(only(&world, &survey).await.language, language);
        browser.quit().await;
    }
}

/// Proves: EN-9.1.4.4
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_scripts_and_with_text_twice_as_large_a_survey_is_answered_all_the_same() {
    let survey = ministry();
    let world = asking(&survey).await;
    let browser = Browser::with(Habits { without_script: true, double_text: true }).await;
    browser.size(640, 900, 1).await;
    browser.go(&address(&world, &survey, "kk")).await;
    browser.assert_fits().await;
    let size = browser.run("return parseFloat(getComputedStyle(document.body).fontSize)").await;
    assert!(size.as_f64() > Some(36.0), "the text did not grow: {size}");
    to_the_receipt(&browser, "kk", None).await;
    browser.assert_fits().await;
    only(&world, &survey).await;
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_question_is_answered_by_keyboard() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let browser = Browser::start().await;
    browser.go(&address(&world, &survey, "en")).await;
    to_the_receipt(&browser, "en", Some("every")).await;
    let row = only(&world, &survey).await;
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(value(&row, "one"), Some(&Value::One("lift".into())));
    assert_eq!(value(&row, "many"), Some(&Value::Many(names(&["lift"]))));
    assert_eq!(value(&row, "scale"), Some(&Value::Number(1.0)));
    assert_eq!(value(&row, "whole"), Some(&Value::Number(12.0)));
    assert_eq!(value(&row, "day"), Some(&Value::Date(jiff::civil::date(2026, 11, 24))));
    assert_eq!(value(&row, "paragraph"), Some(&Value::Text("Лифт істемейді".into())));
    assert_eq!(value(&row, "rank"), Some(&Value::Rank(names(&["lift", "ramp", "door"]))));
    assert_eq!(value(&row, "who"), Some(&Value::Text("Лифт істемейді".into())), "it came after \"helped\"");
    assert_eq!(value(&row, "understood"), Some(&Value::Acknowledged));
    browser.quit().await;
}

/// Proves: EN-9.1.4.12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wider_spacing_of_text_loses_nothing() {
    let survey = ministry();
    let world = asking(&survey).await;
    let browser = Browser::start().await;
    browser.size(320, 640, 1).await;
    browser.go(&address(&world, &survey, "kk")).await;
    // The spacing that WCAG 2.2, 1.4.12 names, and then whatever is cut off or covered by what follows it.
    let spaced = "for (const it of document.querySelectorAll('body *')) { \
                    it.style.lineHeight = '1.5'; it.style.letterSpacing = '0.12em'; it.style.wordSpacing = '0.16em'; \
                    if (it.tagName === 'P') it.style.marginBottom = '2em'; }";
    let cut = "return [...document.querySelectorAll('main *')].filter(it => !it.closest('.unseen') && \
               (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1) && \
               getComputedStyle(it).overflow !== 'visible').map(it => it.outerHTML.slice(0, 100))";
    press_through(&browser, async || {
        browser.run(spaced).await;
        browser.assert_fits().await;
        assert_eq!(browser.run(cut).await, serde_json::json!([]), "{}", browser.title().await);
    })
    .await;
    browser.show("spaced-review").await;
    browser.quit().await;
}

/// Goes through the whole survey up to its review and looks at each page.
async fn press_through(browser: &Browser, look: impl AsyncFn()) {
    look().await;
    press(browser, "begin").await;
    look().await;
    while browser.run("return document.querySelector('.review') === null").await == true {
        answer(browser, "Сөздер").await;
        look().await;
    }
}

/// Opens the page of a question by answering those before it.
async fn at(browser: &Browser, question: &str) {
    press(browser, "begin").await;
    while browser.heading().await != format!("About {question}") {
        answer(browser, "Words").await;
    }
}

/// What is wrong at a control: that it has the focus after its link in the summary was followed, and what
/// describes it.
async fn complaint_at(browser: &Browser, field: &str) -> String {
    assert!(browser.title().await.starts_with("Error: Question"), "{}", browser.title().await);
    let role = browser.run("return document.activeElement.getAttribute('role')").await;
    assert_eq!(role, "alert", "the summary has the focus");
    browser.assert_accessible().await;
    browser.assert_fits().await;
    browser.key(Key::Tab).await;
    browser.key(Key::Enter).await;
    assert_eq!(browser.focused().await.name, field, "the error leads to its control");
    let describing = "const it = document.activeElement; const by = it.getAttribute('aria-describedby') || \
                      it.closest('[aria-describedby]').getAttribute('aria-describedby'); \
                      return by.split(' ').map(id => document.getElementById(id).textContent).join(' ')";
    browser.run(describing).await.as_str().expect("words").to_owned()
}

/// Proves: EN-9.2.4.3, EN-9.3.3.1, EN-9.3.3.3, EN-9.4.1.3
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_is_told_at_the_top_and_at_the_field_and_what_was_entered_stays() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let browser = Browser::start().await;
    browser.size(390, 844, 1).await;
    browser.go(&address(&world, &survey, "en")).await;

    at(&browser, "one").await;
    press(&browser, "next").await;
    browser.show("error-one").await;
    assert!(complaint_at(&browser, "q.one").await.contains("Error: Choose one of the answers"));
    browser.key(Key::Space).await;
    press(&browser, "next").await;

    // Both a choice and "prefer not to say".
    to(&browser, "q.many").await;
    browser.key(Key::Space).await;
    browser.tab_to("prefer not to say", |focused| focused.value == " declined").await;
    browser.key(Key::Space).await;
    press(&browser, "next").await;
    assert!(complaint_at(&browser, "q.many").await.contains("not both"));
    let marked = browser.run("return document.querySelectorAll('input:checked').length").await;
    assert_eq!(marked, 2, "what was entered stays");
    browser.key(Key::Space).await;
    press(&browser, "next").await;
    press(&browser, "skip").await;

    // The survey's own words for its own rule, and ours for what is no number.
    for (typed, complaint) in [("150", "Between 1 and 119"), ("twelve", "whole number")] {
        to(&browser, "q.whole").await;
        browser.run("document.activeElement.select()").await;
        browser.press(typed).await;
        browser.follow(Key::Enter).await;
        assert!(complaint_at(&browser, "q.whole").await.contains(complaint), "{typed}");
        assert_eq!(browser.focused().await.value, typed, "what was entered stays");
    }
    browser.run("document.activeElement.value = ''").await;
    press(&browser, "next").await;
    press(&browser, "next").await;

    to(&browser, "day.day").await;
    browser.press("31").await;
    to(&browser, "month.day").await;
    browser.press("2").await;
    to(&browser, "year.day").await;
    browser.press("2026").await;
    press(&browser, "next").await;
    browser.show("error-day").await;
    assert!(complaint_at(&browser, "day.day").await.contains("day of the calendar"));
    press(&browser, "skip").await;

    to(&browser, "q.line").await;
    browser.run("document.activeElement.value = 'а'.repeat(2001)").await;
    press(&browser, "next").await;
    assert!(complaint_at(&browser, "q.line").await.contains("shorten it to 2000"));
    assert_eq!(browser.focused().await.value.chars().count(), 2001, "what was entered stays");
    press(&browser, "skip").await;
    press(&browser, "skip").await;

    // Two choices on one place.
    for _ in 0..2 {
        to(&browser, "q.rank").await;
        browser.key(Key::Down).await;
    }
    press(&browser, "next").await;
    assert!(complaint_at(&browser, "q.rank").await.contains("a place of its own"));
    assert_eq!(kept(&world, &survey).await, [], "nothing is kept before it is sent");
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_that_could_name_a_person_are_gone_before_the_review() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let browser = Browser::start().await;
    browser.go(&address(&world, &survey, "en")).await;
    at(&browser, "line").await;
    assert!(browser.words().await.contains("are removed from the text"), "it is said beforehand");
    answer(&browser, "Call me: +7 701 123 45 67").await;
    while browser.heading().await != "Check your answers" {
        answer(&browser, "My IIN is 850412300123").await;
    }
    let shown = browser.words().await;
    assert!(shown.contains("Call me: [removed]") && shown.contains("My IIN is [removed]"), "{shown}");
    let source = browser.run("return document.documentElement.outerHTML").await.to_string();
    assert!(!source.contains("850412300123") && !source.contains("123 45 67"));
    press(&browser, "send").await;
    let row = only(&world, &survey).await;
    assert_eq!(value(&row, "line"), Some(&Value::Text("Call me: [removed]".into())));
    browser.quit().await;
}

/// Proves: EN-9.3.2.2, EN-9.3.3.7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn going_back_changing_the_language_and_sending_twice_lose_and_double_nothing() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let browser = Browser::start().await;
    browser.go(&address(&world, &survey, "en")).await;
    at(&browser, "line").await;
    to(&browser, "q.line").await;
    browser.press("Half a sen").await;

    // Another language takes what was typed along, and Enter in a field still is "Next".
    browser.tab_to_backwards("Русский").await;
    browser.follow(Key::Enter).await;
    assert_eq!(browser.heading().await, "About line (ru)");
    to(&browser, "q.line").await;
    assert_eq!(browser.focused().await.value, "Half a sen");
    browser.key(Key::End).await;
    browser.press("tence").await;
    browser.follow(Key::Enter).await;
    assert_eq!(browser.heading().await, "About paragraph (ru)");

    // The form's "back" and the browser's.
    press(&browser, "back").await;
    to(&browser, "q.line").await;
    assert_eq!(browser.focused().await.value, "Half a sentence");
    browser.back().await;
    browser.back().await;
    assert_eq!(browser.heading().await, "About line (ru)", "the browser's own back");
    to(&browser, "q.line").await;
    press(&browser, "next").await;
    let review = aqparat::i18n::text(Language::Russian, "web-review");
    while browser.heading().await != review {
        answer(&browser, "Слова").await;
    }

    // Changed from the review, and back to it.
    browser.tab_to("the change of a question", |focused| focused.value == "scale").await;
    browser.follow(Key::Enter).await;
    assert_eq!(browser.heading().await, "About scale (ru)");
    to(&browser, "q.scale").await;
    browser.key(Key::Down).await;
    press(&browser, "next").await;
    assert_eq!(browser.heading().await, review);

    press(&browser, "send").await;
    let receipt = browser.words().await;
    browser.reload().await;
    assert_eq!(browser.words().await, receipt, "sent twice, the same receipt");
    let row = only(&world, &survey).await;
    assert_eq!(value(&row, "line"), Some(&Value::Text("Half a sentence".into())));
    assert_eq!(value(&row, "scale"), Some(&Value::Number(2.0)));
    assert_eq!(row.language, Language::Russian);

    // Back from the receipt, changed and sent again: the first answers stay, and it is said so.
    browser.back().await;
    browser.tab_to("the change of a question", |focused| focused.value == "number").await;
    browser.follow(Key::Enter).await;
    press(&browser, "skip").await;
    press(&browser, "send").await;
    assert_eq!(browser.heading().await, aqparat::i18n::text(Language::Russian, "web-sent-before"));
    browser.assert_accessible().await;
    assert_eq!(only(&world, &survey).await, row);
    browser.quit().await;
}

/// Proves: EN-9.1.4.1, EN-9.1.4.11, EN-9.2.4.7, EN-9.7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_readers_own_colours_are_followed() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let browser = Browser::start().await;
    let ground = "return getComputedStyle(document.body).backgroundColor";
    for (name, wishes) in [
        ("dark", &[("prefers-color-scheme", "dark")][..]),
        ("contrast", &[("prefers-contrast", "more")]),
        ("dark-contrast", &[("prefers-contrast", "more"), ("prefers-color-scheme", "dark")]),
        ("forced", &[("forced-colors", "active")]),
    ] {
        browser.prefer(&[]).await;
        browser.size(1280, 900, 1).await;
        browser.go(&address(&world, &survey, "en")).await;
        let usual = browser.run(ground).await;
        browser.prefer(wishes).await;
        assert_ne!(browser.run(ground).await, usual, "{name}");
        browser.assert_accessible().await;
        browser.show(&format!("colours-{name}-start")).await;
        at(&browser, "one").await;
        press(&browser, "next").await;
        browser.assert_accessible().await;
        to(&browser, "q.one").await;
        browser.key(Key::Space).await;
        let ring = "return getComputedStyle(document.activeElement.closest('.choice')).outlineWidth";
        assert_eq!(browser.run(ring).await, "4px", "{name}: the focus is seen");
        browser.show(&format!("colours-{name}-error")).await;
    }
    browser.quit().await;
}
