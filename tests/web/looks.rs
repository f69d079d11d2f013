//! The same pages with the reader's own colours, spacing and way of holding the phone.

use super::*;

/// Proves: EN-9.1.3.4, EN-9.1.4.12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turned_phone_and_wider_spacing_lose_nothing() {
    let survey = ministry();
    let world = asking(&survey).await;
    let person = Person::with(Habits::default(), Language::Kazakh, (320, 640)).await;
    let browser = &person.browser;
    // The spacing that WCAG 2.2, 1.4.12 names; and whatever is cut off by it.
    let spaced = "for (const it of document.querySelectorAll('body *')) { \
                    it.style.lineHeight = '1.5'; it.style.letterSpacing = '0.12em'; it.style.wordSpacing = '0.16em'; \
                    if (it.tagName === 'P') it.style.marginBottom = '2em'; }";
    let cut = "return [...document.querySelectorAll('main *')].filter(it => !it.closest('.unseen') && \
               (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1) && \
               getComputedStyle(it).overflow !== 'visible').map(it => it.outerHTML.slice(0, 100))";
    let look = async || {
        // Across, upright, and a desk at 200 %.
        for (width, height, scale) in [(844, 390, 1), (640, 450, 2), (320, 640, 1)] {
            browser.size(width, height, scale).await;
            browser.assert_fits().await;
        }
        browser.run(spaced).await;
        browser.assert_fits().await;
        assert_eq!(browser.run(cut).await, serde_json::json!([]), "{}", browser.title().await);
    };
    person.open(&world, "/survey/stand-accessibility").await;
    look().await;
    person.activate("web-begin").await;
    while browser.heading().await != person.text("web-review") {
        look().await;
        person.answer("Сөздер").await;
    }
    look().await;
    person.browser.quit().await;
}

/// Proves: EN-9.1.4.1, EN-9.1.4.11, EN-9.2.4.7, EN-9.7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_readers_own_colours_are_followed_and_the_focus_is_seen_in_each() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let person = Person::with(Habits::default(), Language::Kazakh, (1280, 900)).await;
    let browser = &person.browser;
    let ground = "return getComputedStyle(document.body).backgroundColor";
    for wishes in [
        &[("prefers-color-scheme", "dark")][..],
        &[("prefers-contrast", "more")],
        &[("prefers-contrast", "more"), ("prefers-color-scheme", "dark")],
        &[("forced-colors", "active")],
    ] {
        browser.prefer(&[]).await;
        person.open(&world, "/survey/every-kind").await;
        let usual = browser.run(ground).await;
        browser.prefer(wishes).await;
        assert_ne!(browser.run(ground).await, usual, "{wishes:?}");
        browser.assert_accessible().await;
        person.begin_up_to("q.found").await;
        person.press("next").await;
        browser.assert_accessible().await;
        person.to("q.found").await;
        browser.key(Key::Space).await;
        let ring = "const ring = getComputedStyle(document.activeElement.closest('.choice')); \
                    return [ring.outlineWidth, ring.outlineStyle]";
        assert_eq!(browser.run(ring).await, serde_json::json!(["4px", "solid"]), "{wishes:?}");
    }
    person.browser.quit().await;
}
