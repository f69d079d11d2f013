//! What is missing or wrong is told where it is, in words, with what to do.

use aqparat::server::surveys::terms;

use super::*;

/// Whoever has not answered what must be answered hears it at once: the title says so, the summary has the focus
/// and leads to the control, and the control is described by its error.
///
/// Proves: EN-9.3.3.1, EN-9.3.3.3
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_is_told_at_the_top_and_at_the_question() {
    let survey = ministry();
    let world = asking(&survey).await;
    let used = survey.question(&name("used")).expect("asked");
    let browser = Browser::start().await;
    let mut person = Person { browser, language: Language::English, size: (390, 844) };
    for language in Language::ALL {
        person.language = language;
        let browser = &person.browser;
        person.open(&world, "/survey/stand-accessibility").await;
        person.activate("web-begin").await;
        person.activate("web-next").await;
        let title = browser.title().await;
        assert!(title.starts_with(&person.text("web-error-prefix")), "{title}");
        let told = used.required_message.get(language).expect("told").0;
        const FOCUS: &str =
            "const it = document.activeElement; return [it.className, it.getAttribute('role'), it.innerText]";
        let focus = browser.run(FOCUS).await;
        assert_eq!((&focus[0], &focus[1]), (&"summary".into(), &"alert".into()));
        assert!(focus[2].as_str().is_some_and(|words| words.contains(told)), "{focus}");
        person.look("error").await;

        // From the summary the link leads to the question.
        browser.run("document.querySelector('.summary').focus()").await;
        let link = browser.tab_to("the error", |focused| focused.words == told).await;
        assert_eq!(link.tag, "a");
        browser.key(Key::Enter).await;
        assert_eq!(browser.focused().await.id, "q-used");
        const ERROR: &str = "const group = document.activeElement.closest('fieldset');
            return group.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).innerText).join(' ')";
        let error = browser.run(ERROR).await;
        assert!(error.as_str().is_some_and(|words| words.contains(told)), "{error}");
        browser.key(Key::Space).await;
        person.activate("web-next").await;
        let title = browser.title().await;
        assert!(!title.starts_with(&person.text("web-error-prefix")), "{title}");
    }
    person.browser.quit().await;
}

/// An answer that the survey does not allow stays in the form, with the survey's own words about it; so does
/// everything when the language is changed, or a page is gone back to.
///
/// Proves: EN-9.3.3.3, EN-9.3.3.7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_stays_to_be_mended_and_a_change_of_language_loses_nothing() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let mut person = Person::with(Habits::default(), Language::English, (390, 844)).await;
    person.open(&world, "/survey/every-kind").await;
    person.activate("web-begin").await;
    let times = |focused: &browser::Focused| focused.name == "q.times";
    while person.browser.run("return !document.querySelector('[name=\"q.times\"]')").await == true {
        person.answer("words").await;
    }
    person.browser.tab_to("the number", times).await;
    person.browser.press("1000").await;
    person.activate("web-next").await;
    let question = survey.question(&name("times")).expect("asked");
    assert!(person.browser.words().await.contains(question.constraint_message.get(Language::English).expect("told").0));
    let typed = "return document.querySelector('[name=\"q.times\"]').value";
    assert_eq!(person.browser.run(typed).await, "1000");
    assert_eq!(person.browser.run("return document.querySelector('[name=\"q.times\"]').ariaInvalid").await, "true");
    person.look("constraint").await;

    person.browser.activate("Русский").await;
    person.language = Language::Russian;
    assert_eq!(person.browser.run(typed).await, "1000");
    assert!(person.browser.words().await.contains(question.label.get(Language::Russian).expect("asked").0));
    person.look("constraint").await;
    for _ in 0..4 {
        person.browser.tab_to("the number", times).await;
        person.browser.run("document.activeElement.select()").await;
        person.browser.press("7").await;
        person.browser.activate("Қазақша").await;
        person.browser.activate("Русский").await;
        assert_eq!(person.browser.run(typed).await, "7");
    }
    // Enter in a field goes on, as in every form, and does not change the language.
    person.browser.tab_to("the number", times).await;
    person.browser.follow(Key::Enter).await;
    assert_eq!(person.browser.run("return document.documentElement.lang").await, "ru");
    assert_eq!(person.browser.run("return !document.querySelector('[name=\"q.times\"]')").await, true);
    // The browser's own "back".
    person.browser.back().await;
    assert_eq!(person.browser.run(typed).await, "7");
    person.browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_without_a_survey_is_a_page() {
    let survey = every_kind();
    let opens = World::on_sqlite().await.now() + 3 * 24 * 3_600_000;
    let world = asking_on(&survey, &Terms { opens_at: Some(opens), ..Terms::default() }).await;
    let browser = Browser::start().await;
    let mut person = Person { browser, language: Language::English, size: (390, 844) };
    for language in Language::ALL {
        person.language = language;
        for path in ["/nowhere", "/survey/", "/survey/nothing/such"] {
            person.open(&world, path).await;
            person.heading_is("web-not-found").await;
        }
        person.look("not-found").await;
        person.open(&world, "/survey/nothing").await;
        person.heading_is("web-survey-unknown").await;
        person.look("unknown").await;
        person.open(&world, "/survey/every-kind").await;
        person.heading_is("web-survey-not-yet").await;
        person.look("not-yet").await;
    }
    terms::open(&world.centre, &survey.id, &Terms::default()).await.expect("opened");
    terms::close(&world.centre, &survey.id).await.expect("closed");
    for language in Language::ALL {
        person.language = language;
        person.open(&world, "/survey/every-kind").await;
        person.heading_is("web-survey-ended").await;
        person.look("ended").await;
    }
    person.browser.quit().await;
}
