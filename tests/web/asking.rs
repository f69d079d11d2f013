//! Asked from the start to the receipt.

use aqparat::domain::survey::Value;

use super::*;

/// The ministry's own survey from its start to its receipt, each page looked at; then the receipt is reloaded and
/// read in another language.
async fn answered_to_its_receipt(language: Language, habits: Habits, size: (u32, u32), is_dark: bool) {
    let survey = ministry();
    let world = asking(&survey).await;
    let person = Person::with(habits, language, size).await;
    let browser = &person.browser;
    if is_dark {
        browser.prefer(&[("prefers-color-scheme", "dark")]).await;
    }
    person.open(&world, "/survey/stand-accessibility").await;
    person.look("start").await;
    assert!(kept(&world, &survey.id).await.is_empty());
    person.activate("web-begin").await;
    let pages = person.answer_all("Брайль жоқ, телефоным 8 701 234 56 78", true).await;
    assert!(pages.len() >= 11, "{pages:?}");
    assert!(!browser.words().await.contains("234"), "the review shows what was taken out");
    assert!(kept(&world, &survey.id).await.is_empty(), "kept before it was sent");

    person.activate("web-send").await;
    person.heading_is("web-receipt").await;
    person.look("receipt").await;
    let receipt = browser.words().await;
    browser.reload().await;
    assert_eq!(browser.words().await, receipt);
    browser.back().await;
    person.heading_is("web-review").await;
    person.activate("web-send").await;
    assert_eq!(browser.words().await, receipt);

    let other = Language::ALL.into_iter().find(|other| *other != language).expect("three languages");
    browser.activate(other.own_name()).await;
    assert_eq!(browser.heading().await, i18n::text(other, "web-receipt"));

    let rows = kept(&world, &survey.id).await;
    let [row] = rows.as_slice() else { panic!("kept {} times", rows.len()) };
    // Whoever sees the receipt cannot find the answers by it.
    assert!(!receipt.contains(|c: char| c.is_ascii_digit()), "{receipt}");
    assert_eq!((row.language, row.complete, row.mode.phone), (language, true, true));
    assert_eq!(row.values[&name("used")], Value::One("yes".into()));
    assert_eq!(row.values[&name("completeness")], Value::Number(1.0));
    assert_eq!(row.values[&name("equal_languages")], Value::One("yes".into()));
    let Value::Text(words) = &row.values[&name("missing_words")] else { panic!("{row:?}") };
    assert!(words.starts_with("Брайль жоқ") && !words.contains("701"), "{words}");
    person.browser.quit().await;
}

/// Proves: EN-9.1.4.10, EN-9.2.1.1, EN-9.2.1.2, EN-9.2.4.2, EN-9.3.1.1, EN-9.3.3.2, EN-9.3.3.4
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ministrys_survey_is_answered_in_kazakh_on_the_narrowest_phone() {
    answered_to_its_receipt(Language::Kazakh, Habits::default(), (320, 640), false).await;
}

/// In dark colours, with all the text the browser has been told to make twice as large.
///
/// Proves: EN-9.1.4.3, EN-9.1.4.4, EN-9.7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ministrys_survey_is_answered_in_russian_with_text_twice_as_large() {
    let habits = Habits { double_text: true, ..Habits::default() };
    answered_to_its_receipt(Language::Russian, habits, (640, 900), true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ministrys_survey_is_answered_in_english_at_a_computer() {
    answered_to_its_receipt(Language::English, Habits::default(), (1280, 900), false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_question_is_answered_without_scripts() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let person =
        Person::with(Habits { without_script: true, ..Habits::default() }, Language::English, (390, 844)).await;
    person.browser.go("data:text/html,<title>Off</title><script>document.title = 'On'</script>").await;
    assert_eq!(person.browser.title().await, "Off", "scripts run");
    person.open(&world, "/survey/every-kind").await;
    person.activate("web-begin").await;
    person.answer_all("The lift was broken", false).await;
    person.activate("web-send").await;
    person.heading_is("web-receipt").await;
    let rows = kept(&world, &survey.id).await;
    let [row] = rows.as_slice() else { panic!("kept {} times", rows.len()) };
    assert_eq!(row.values[&name("last")], Value::Date(jiff::civil::date(2026, 11, 24)));
    assert_eq!(row.values[&name("times")], Value::Number(12.0));
    assert_eq!(row.values[&name("words")], Value::Text("The lift was broken".into()));
    assert_eq!(row.values[&name("read")], Value::Acknowledged);
    let Value::Rank(order) = &row.values[&name("first")] else { panic!("{row:?}") };
    assert_eq!(order.len(), survey.lists[&name("missing")].len());
    person.browser.quit().await;
}

/// Proves: EN-9.1.3.1, EN-9.2.5.8, EN-9.4.1.2
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_question_is_accessible() {
    let world = asking(&every_kind()).await;
    let person = Person::with(Habits::default(), Language::Russian, (390, 844)).await;
    person.open(&world, "/survey/every-kind").await;
    person.activate("web-begin").await;
    let mut pages = 0;
    while person.browser.heading().await != person.text("web-review") {
        person.look(&format!("kind-{pages:02}")).await;
        person.answer("Лифт сломан").await;
        pages += 1;
    }
    // Back and forth, the answers are still there.
    person.activate("web-back").await;
    person.activate("web-next").await;
    person.heading_is("web-review").await;
    assert!(person.browser.words().await.contains("24.11.2026"), "{}", person.browser.words().await);
    person.browser.quit().await;
}
