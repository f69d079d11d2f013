//! Back, forth and back again: nothing is lost, and nothing is sent twice.

use aqparat::domain::survey::Value;

use super::*;

/// Proves: EN-9.3.2.2, EN-9.3.3.4
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn going_back_and_sending_twice_lose_and_double_nothing() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let person = Person::with(Habits::default(), Language::Russian, (390, 844)).await;
    let browser = &person.browser;
    person.open(&world, "/survey/every-kind").await;
    person.begin_up_to("q.name").await;
    person.to("q.name").await;
    browser.press("Удобный").await;
    person.press("next").await;

    // The form's "back", and the browser's: what was typed on a page stands there again.
    person.press("back").await;
    person.to("q.name").await;
    assert_eq!(browser.focused().await.value, "Удобный");
    browser.back().await;
    browser.back().await;
    person.to("q.name").await;
    assert_eq!(browser.focused().await.value, "Удобный", "typed before that page was sent");
    person.press("next").await;
    person.answer_all("Слова", false).await;

    // From the review to a question, and straight back.
    browser.tab_to("to change an answer", |focused| focused.value == "satisfied").await;
    browser.follow(Key::Enter).await;
    person.to("q.satisfied").await;
    browser.key(Key::Down).await;
    person.press("next").await;
    person.heading_is("web-review").await;
    assert_eq!(kept(&world, &survey.id).await, [], "nothing is kept before it is sent");

    person.press("send").await;
    let receipt = browser.words().await;
    browser.reload().await;
    assert_eq!(browser.words().await, receipt, "sent twice, the same receipt");
    let first = kept(&world, &survey.id).await;
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].values.get(&name("name")), Some(&Value::Text("Удобный".into())));
    assert_eq!(first[0].values.get(&name("satisfied")), Some(&Value::Number(2.0)));

    // Back from the receipt, changed and sent again: the first answers stay, and it is said so.
    browser.back().await;
    person.heading_is("web-review").await;
    browser.tab_to("to change an answer", |focused| focused.value == "words").await;
    browser.follow(Key::Enter).await;
    person.press("skip").await;
    person.press("send").await;
    person.heading_is("web-sent-before").await;
    person.look("sent-before").await;
    assert_eq!(kept(&world, &survey.id).await, first);
    person.browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn back_before_the_first_question_loses_nothing() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let person = Person::with(Habits::default(), Language::Russian, (390, 844)).await;
    let browser = &person.browser;
    person.open(&world, "/survey/every-kind").await;
    person.begin_up_to("q.name").await;
    person.to("q.name").await;
    browser.press("Удобный").await;
    let mut pages = 0;
    while !browser.words().await.contains(&person.text("web-start-before")) {
        person.press("back").await;
        pages += 1;
        assert!(pages < 40, "no start");
    }
    assert!(browser.words().await.contains(&person.text("web-start-again")), "{}", browser.words().await);
    person.look("start-again").await;
    // In another language it is the same page, with the same answers.
    browser.activate(Language::English.own_name()).await;
    assert!(browser.words().await.contains(&i18n::text(Language::English, "web-start-again")));
    browser.activate(Language::Russian.own_name()).await;

    person.activate("web-begin").await;
    while browser.run("return !!document.querySelector('main [name=\"q.name\"]')").await != true {
        person.press("next").await;
    }
    person.to("q.name").await;
    assert_eq!(browser.focused().await.value, "Удобный");
    person.answer_all("Слова", false).await;
    person.press("send").await;
    person.heading_is("web-receipt").await;
    let rows = kept(&world, &survey.id).await;
    let [row] = rows.as_slice() else { panic!("kept {} times", rows.len()) };
    assert!(row.values.contains_key(&name("name")), "{row:?}");
    person.browser.quit().await;
}
