//! What is wrong with each kind of answer, and what is taken out of words.

use aqparat::domain::survey::{Interview, Value};

use super::*;

impl Person {
    /// Follows the error of the summary, which has the focus, to its control, and gives what describes that.
    async fn complaint_at(&self, field: &str) -> String {
        let browser = &self.browser;
        let title = browser.title().await;
        assert!(title.starts_with(&self.text("web-error-prefix")), "{title}");
        assert_eq!(browser.run("return document.activeElement.getAttribute('role')").await, "alert");
        browser.assert_accessible().await;
        browser.assert_fits().await;
        browser.key(Key::Tab).await;
        browser.key(Key::Enter).await;
        assert_eq!(browser.focused().await.name, field, "the error leads to its control");
        let described = "const it = document.activeElement.getAttribute('aria-describedby') ? document.activeElement \
                         : document.activeElement.closest('[aria-describedby]'); \
                         return it.getAttribute('aria-describedby').split(' ') \
                         .map(id => document.getElementById(id).textContent).join(' ')";
        browser.run(described).await.as_str().expect("words").to_owned()
    }
}

/// Proves: EN-9.2.4.3, EN-9.3.3.1, EN-9.3.3.3, EN-9.4.1.3
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_answer_is_complained_of_in_words_that_help() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let person = Person::with(Habits::default(), Language::English, (320, 640)).await;
    let browser = &person.browser;
    person.open(&world, "/survey/every-kind").await;

    person.begin_up_to("q.times").await;
    person.to("q.times").await;
    browser.press("twelve").await;
    person.press("next").await;
    assert!(person.complaint_at("q.times").await.contains(&person.text("web-wrong-whole")));
    assert_eq!(browser.focused().await.value, "twelve", "what was entered stays");
    browser.run("document.activeElement.select()").await;
    browser.press("12").await;
    person.press("next").await;

    for (part, typed) in [("day.last", "31"), ("month.last", "2"), ("year.last", "2026")] {
        person.to(part).await;
        browser.press(typed).await;
    }
    person.press("next").await;
    assert!(person.complaint_at("day.last").await.contains(&person.text("web-wrong-date")));
    assert_eq!(browser.focused().await.value, "31", "what was entered stays");
    person.press("skip").await;

    // An answer, and that one prefers not to give it.
    person.to("q.difficulty").await;
    browser.key(Key::Space).await;
    browser.tab_to("prefer not to say", |focused| focused.value == " declined").await;
    browser.key(Key::Space).await;
    person.press("next").await;
    assert!(person.complaint_at("q.difficulty").await.contains(&person.text("web-wrong-both")));
    assert_eq!(browser.run("return document.querySelectorAll('input:checked').length").await, 2);
    person.press("skip").await;

    // Two choices on one place.
    for _ in 0..2 {
        person.to("q.first").await;
        browser.key(Key::Down).await;
    }
    person.press("next").await;
    assert!(person.complaint_at("q.first").await.contains(&person.text("web-wrong-places")));
    person.press("skip").await;

    let long = Interview::LONGEST_TEXT + 1;
    person.to("q.name").await;
    browser.run(&format!("document.activeElement.value = 'а'.repeat({long})")).await;
    person.press("next").await;
    assert!(person.complaint_at("q.name").await.contains("shorten it"));
    assert_eq!(browser.focused().await.value.chars().count(), long, "what was entered stays");
    person.press("skip").await;
    person.press("skip").await;

    person.press("next").await;
    assert!(person.complaint_at("q.read").await.contains(&person.text("web-missing-acknowledge")));
    assert_eq!(kept(&world, &survey.id).await, []);
    person.browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_that_could_name_a_person_are_gone_before_the_review_and_it_is_said_beforehand() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let person = Person::with(Habits::default(), Language::English, (390, 844)).await;
    let browser = &person.browser;
    person.open(&world, "/survey/every-kind").await;
    person.begin_up_to("q.name").await;
    assert!(browser.words().await.contains("are removed from the text"));
    person.answer("Call me: +7 701 123 45 67").await;
    person.answer("My IIN is 850412300123").await;
    person.answer_all("Words", false).await;
    let mask = person.text("web-mask");
    let shown = browser.words().await;
    assert!(shown.contains(&format!("Call me: {mask}")) && shown.contains(&format!("My IIN is {mask}")), "{shown}");
    let source = browser.run("return document.documentElement.outerHTML").await.to_string();
    assert!(!source.contains("850412300123") && !source.contains("123 45 67"));
    person.press("send").await;
    let answers = kept(&world, &survey.id).await;
    assert_eq!(answers[0].values.get(&name("words")), Some(&Value::Text(format!("My IIN is {mask}"))));
    person.browser.quit().await;
}
