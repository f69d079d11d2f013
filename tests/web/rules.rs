//! The rules that no tool can check, on every page of the form.

use super::browser::Habit;
use super::*;

/// Proves: EN-9.1.3.2, EN-9.1.4.5, EN-9.2.3.1, EN-9.2.4.4, EN-9.2.4.6, EN-9.2.4.11, EN-9.2.5.2, EN-9.2.5.3, EN-9.3.2.1
/// Proves: EN-9.3.2.3, EN-9.3.2.4
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_a_form_reads_in_order_and_surprises_nobody() {
    let survey = every_kind();
    let world = asking(&survey).await;
    for (language, size) in [(Language::Kazakh, (320, 640)), (Language::English, (1280, 900))] {
        let person = Person::with(Habits::default(), language, size).await;
        let browser = &person.browser;
        let mut habit = Habit::default();
        person.open(&world, "/survey/every-kind").await;
        browser.assert_rules(&mut habit).await;
        person.activate("web-begin").await;
        while browser.heading().await != person.text("web-review") {
            browser.assert_rules(&mut habit).await;
            person.answer("Сөздер").await;
        }
        browser.assert_rules(&mut habit).await;
        person.press("send").await;
        browser.assert_rules(&mut habit).await;
        person.browser.quit().await;
    }
}
