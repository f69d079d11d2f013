//! What every page has around it: the way past what repeats, its headers, its images, and how often one may ask.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aqparat::release::BlobRef;
use aqparat::server::editing::Media;
use aqparat::server::http::{self, Limiter, Service};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::*;

/// Proves: EN-9.2.4.1
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_press_of_tab_leads_past_what_every_page_repeats() {
    let world = asking(&every_kind()).await;
    let person = Person::with(Habits::default(), Language::English, (390, 844)).await;
    let browser = &person.browser;
    person.open(&world, "/survey/every-kind").await;
    browser.key(Key::Tab).await;
    assert_eq!(browser.focused().await.words, person.text("web-skip"));
    browser.key(Key::Enter).await;
    browser.key(Key::Tab).await;
    assert_eq!(browser.focused().await.words, person.text("web-begin"));
    person.browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_keeps_to_itself_and_its_style_for_ever() {
    let world = asking(&every_kind()).await;
    let page = world.get("/survey/every-kind").send().await.expect("answers");
    let headers = page.headers().clone();
    let policy = headers["content-security-policy"].to_str().expect("text");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(headers["referrer-policy"], "no-referrer");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["aqparat-centre"], "1", "it is the centre's");
    for absent in ["set-cookie", "strict-transport-security"] {
        assert!(!headers.contains_key(absent), "{absent}");
    }
    let text = page.text().await.expect("text");
    assert!(!text.contains("<script") && !text.contains("style="), "{text}");
    let (_, after) = text.split_once("rel=\"stylesheet\" href=\"").expect("a style sheet");
    let style = world.get(after.split('"').next().expect("its end")).send().await.expect("answers");
    assert!(style.status().is_success());
    assert_eq!(style.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
    // A program is told of what is not there in its own manner.
    let nothing = world.get("/nowhere").send().await.expect("answers");
    assert_eq!(nothing.headers()["content-type"], "application/json");
}

/// Proves: EN-9.1.1.1
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_image_is_shown_with_what_it_shows_in_words() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demonstration/media/first-floor.png");
    let bytes = std::fs::read(&file).expect("an image");
    let mut json = serde_json::to_value(every_kind()).expect("JSON");
    let alternative = json!({ "kk": "Қабат", "ru": "Этаж", "en": "The floor" });
    json["items"][0]["question"]["image"] = json!({ "file": "floor plan.png", "alternative": alternative });
    let survey: Survey = serde_json::from_value(json).expect("a survey");
    let mut world = World::on_sqlite().await;
    let media = Media { name: "floor plan.png".into(), media_type: "image/png".into(), blob: BlobRef::to(&bytes) };
    terms::import(&world.centre, &survey, &[(media, file)]).await.expect("imported");
    terms::open(&world.centre, &survey.id, &Terms::default()).await.expect("opened");
    world.serve().await;
    let person = Person::with(Habits::default(), Language::English, (320, 640)).await;
    person.open(&world, "/survey/every-kind").await;
    person.activate("web-begin").await;
    let image = person.browser.run("const it = document.images[0]; return [it.naturalWidth > 0, it.alt]").await;
    assert_eq!(image, json!([true, "The floor"]));
    person.look("image").await;
    person.browser.quit().await;
    let other = world.get("/survey/every-kind/image?file=../keys").send().await.expect("answers");
    assert_eq!(other.status(), reqwest::StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_in_too_great_a_hurry_waits_and_keeps_its_answers() {
    in_a_hurry("do=next", |service| service.survey_steps = Limiter::new(2, Duration::from_secs(600))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_sends_fewer_answers_than_it_may_take_steps() {
    in_a_hurry("do=send", |service| service.survey_sends = Limiter::new(2, Duration::from_secs(600))).await;
}

/// Sends `body` once more than is let through twice.
async fn in_a_hurry(body: &'static str, limit: impl FnOnce(&mut Service)) {
    let world = asking(&every_kind()).await;
    let mut service = Service::new(world.centre.clone(), CancellationToken::new());
    limit(&mut service);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/survey/every-kind?lang=en", listener.local_addr().expect("an address"));
    let app = http::router(Arc::new(service)).into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move { axum::serve(listener, app).await });
    let client = reqwest::Client::new();
    let post = async || {
        let form = client.post(&url).header("content-type", "application/x-www-form-urlencoded").body(body);
        form.send().await.expect("answers")
    };
    for _ in 0..2 {
        assert_eq!(post().await.status(), reqwest::StatusCode::BAD_REQUEST);
    }
    let page = post().await;
    assert_eq!(page.status(), reqwest::StatusCode::TOO_MANY_REQUESTS);
    assert!(page.headers().contains_key("retry-after"));
    let text = page.text().await.expect("text");
    assert!(text.contains("Your answers are still on it"), "{text}");
    serving.abort();
}
