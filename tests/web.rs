//! The web pages as people meet them: in a real browser, by keyboard, in three languages.

#[path = "support/browser.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod browser;
#[path = "support/postgres.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod postgres;
#[path = "support/world.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod world;

use browser::Browser;
use world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_without_a_page_is_a_page() {
    let mut world = World::on_sqlite().await;
    world.serve().await;
    let browser = Browser::start().await;
    for (language, words) in [("kk", "Бұл мекенжайда"), ("ru", "По этому адресу"), ("en", "There is no page")]
    {
        for path in ["/nowhere", "/survey/", "/survey/nothing/such"] {
            browser.go(&format!("{}{path}?lang={language}", world.url())).await;
            assert!(browser.heading().await.starts_with(words), "{path}: {}", browser.words().await);
            browser.assert_accessible().await;
            browser.size(320, 640, 1).await;
            browser.assert_fits().await;
        }
    }
    browser.quit().await;
}
