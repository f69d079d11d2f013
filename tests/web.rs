//! The web pages of the centre over the network: what is at no address, what is sent by no form, and what
//! happens on bad days.

#[path = "support/browser.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod browser;
#[path = "support/phone.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod phone;
#[path = "support/postgres.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod postgres;
#[path = "support/world.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod world;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aqparat::domain::survey::Survey;
use aqparat::release::BlobRef;
use aqparat::server::editing::Media;
use aqparat::server::http::{self, Limiter, Service};
use aqparat::server::store::{Targeting, Terms};
use aqparat::server::surveys::{taking, terms};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use browser::Browser;
use phone::{asking, every_kind, kept};
use reqwest::StatusCode;
use serde_json::{Value, json};
use world::World;

/// A page as a program sees it.
struct Seen {
    status: StatusCode,
    headers: reqwest::header::HeaderMap,
    text: String,
}

impl Seen {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let answer = request.send().await.expect("answers");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let seen = Self { status, headers, text: answer.text().await.expect("text") };
        assert!(seen.text.starts_with("<!DOCTYPE html>"), "no page: {status} {}", seen.text);
        assert!(!status.is_server_error(), "{}", seen.text);
        seen
    }

    /// What the page carries to the next one.
    fn state(&self) -> Value {
        let (_, after) = self.text.split_once("name=\"state\" value=\"").expect("a state");
        let text = after.split('"').next().expect("its end");
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).expect("base 64")).expect("JSON")
    }
}

fn packed(state: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(state.to_string())
}

/// A browser without a screen.
struct Visitor<'a> {
    world: &'a World,
    client: reqwest::Client,
    path: String,
}

impl<'a> Visitor<'a> {
    fn of(world: &'a World, survey: &Survey) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { world, client, path: format!("/survey/{}?lang=en", survey.id) }
    }

    async fn start(&self) -> Seen {
        Seen::of(self.client.get(format!("{}{}", self.world.url(), self.path))).await
    }

    async fn send(&self, fields: &[(&str, &str)]) -> Seen {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let media_type = "application/x-www-form-urlencoded";
        let url = format!("{}{}", self.world.url(), self.path);
        Seen::of(self.client.post(url).header("content-type", media_type).body(body)).await
    }

    /// A state in which everything is answered and only "Send" is left.
    async fn answered(&self) -> Value {
        let mut state = self.start().await.state();
        state["place"] = json!("review");
        state["values"] = json!({ "one": { "one": "lift" }, "understood": "acknowledged" });
        state
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_without_a_page_is_a_page() {
    let mut world = World::on_sqlite().await;
    world.serve().await;
    let browser = Browser::start().await;
    for (language, words) in [("kk", "Бұл мекенжайда"), ("ru", "По этому адресу"), ("en", "There is no")]
    {
        for path in ["/nowhere", "/survey/", "/survey/nothing/such", "/survey/nothing", "/assets/nothing"] {
            browser.go(&format!("{}{path}?lang={language}", world.url())).await;
            assert!(browser.heading().await.starts_with(words), "{path}: {}", browser.words().await);
            browser.assert_accessible().await;
            browser.size(320, 640, 1).await;
            browser.assert_fits().await;
        }
    }
    browser.quit().await;
    // A program is told in its own manner.
    let answer = world.get("/nowhere").send().await.expect("answers");
    assert_eq!(answer.headers()["content-type"], "application/json");
}

/// Proves: EN-9.2.4.1
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_press_of_tab_leads_past_what_every_page_repeats() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let browser = Browser::start().await;
    browser.go(&phone::address(&world, &survey, "en")).await;
    browser.key(browser::Key::Tab).await;
    assert_eq!(browser.focused().await.words, "Skip to the main part");
    browser.key(browser::Key::Enter).await;
    browser.key(browser::Key::Tab).await;
    assert_eq!(browser.focused().await.words, "Begin");
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_keeps_to_itself_and_its_style_for_ever() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let page = Visitor::of(&world, &survey).start().await;
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
    assert_eq!(page.headers["aqparat-centre"], "1", "it is the centre's");
    for absent in ["set-cookie", "strict-transport-security"] {
        assert!(!page.headers.contains_key(absent), "{absent}");
    }
    assert!(!page.text.contains("<script") && !page.text.contains("style="), "{}", page.text);
    let (_, after) = page.text.split_once("rel=\"stylesheet\" href=\"").expect("a style sheet");
    let style = world.get(after.split('"').next().expect("its end")).send().await.expect("answers");
    assert_eq!(style.status(), StatusCode::OK);
    assert_eq!(style.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_form_sends_is_refused_in_words() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let visitor = Visitor::of(&world, &survey);
    let state = visitor.answered().await;
    let changed = |pointer: &str, value: Value| {
        let mut state = state.clone();
        *state.pointer_mut(pointer).expect("there") = value;
        packed(&state)
    };

    // Hostile states: unreadable ones are named so; readable ones are only as good as their answers.
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    for state in ["", "x", "AAAA", "{}", "=====", &"A".repeat(200_000), &BASE64_URL_SAFE_NO_PAD.encode(deep)] {
        let page = visitor.send(&[("state", state), ("do", "send")]).await;
        assert!(page.status.is_client_error(), "{} {:.60}", page.status, state);
    }
    for (pointer, value) in [
        ("/values", json!({ "one": { "one": "nothing such" }, "understood": "acknowledged" })),
        ("/values", json!({ "one": { "number": 1e308 } })),
        ("/values", json!({ "line": { "text": "x".repeat(30_000) } })),
        ("/values", json!({ "nothing": { "text": "x" }, "welcome": "acknowledged" })),
        ("/values", json!({ "rank": { "rank": ["lift", "lift", "lift"] } })),
        ("/version", json!("1\u{0}")),
        ("/version", json!("never")),
        ("/id", json!("00000000-0000-0000-0000-000000000000")),
        ("/id", json!("0193ac17-4d00-7abc-8def-0123456789ab")),
    ] {
        let page = visitor.send(&[("state", &changed(pointer, value.clone())), ("do", "send")]).await;
        assert!(!page.text.contains("Thank you"), "{pointer} {value}");
    }
    assert_eq!(kept(&world, &survey).await, []);
    for place in [json!({ "at": "nothing" }), json!({ "at": "who" }), json!({ "changing": "who" }), json!("start")] {
        for action in ["begin", "next", "skip", "back"] {
            let page = visitor.send(&[("state", &changed("/place", place.clone())), ("do", action)]).await;
            assert!(page.text.contains("<h1"), "{place} {action}: {}", page.text);
        }
    }

    // Signs that turn the direction of writing, control characters, what is no UTF-8.
    let mut at_line = state.clone();
    at_line["place"] = json!({ "at": "line" });
    let sent = [("state", &*packed(&at_line)), ("q.line", "a\u{202e}b\u{0}c\u{1b}[31m\u{2066}d"), ("do", "next")];
    let page = visitor.send(&sent).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.state()["values"]["line"], json!({ "text": "abc[31md" }));
    let sent = [("state", &*packed(&at_line)), ("q.line", "<script>alert(1)</script>\"'"), ("do", "next")];
    let page = visitor.send(&sent).await;
    let page = visitor.send(&[("state", &*packed(&page.state())), ("do", "back")]).await;
    assert!(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>"), "{}", page.text);

    // More than any form holds, and what is no form.
    let million = "а".repeat(1_000_000);
    let page = visitor.send(&[("state", &*packed(&at_line)), ("q.line", &million), ("do", "next")]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.text.contains("shorten"), "{}", page.text);
    let url = format!("{}{}", world.url(), visitor.path);
    let page = Seen::of(visitor.client.post(url).json(&state)).await;
    assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(kept(&world, &survey).await, []);

    // The same state, unharmed, is taken.
    let page = visitor.send(&[("state", &*packed(&state)), ("do", "send")]).await;
    assert!(page.text.contains("Thank you"), "{}", page.text);
    assert_eq!(kept(&world, &survey).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_keeps_one_answer() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let visitor = Visitor::of(&world, &survey);
    let state = packed(&visitor.answered().await);
    let fields = [("state", state.as_str()), ("do", "send")];
    let (a, b, c) = tokio::join!(visitor.send(&fields), visitor.send(&fields), visitor.send(&fields));
    assert!(a.text.contains("Receipt number") && a.text == b.text && b.text == c.text, "the same receipt");
    assert_eq!(kept(&world, &survey).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_belongs_to_the_stand_whose_code_was_scanned() {
    let survey = every_kind();
    let world = asking(&survey).await;
    world.publish_body("almaly").await;
    world.enrol("almaly").await;
    let stand = world.centre.store.stands().await.expect("read").remove(0).id;
    let mut visitor = Visitor::of(&world, &survey);
    for at in [stand.as_str(), "0193ac17-4d00-7abc-8def-0123456789ab", "nonsense"] {
        visitor.path = format!("/survey/{}?lang=en&at={at}", survey.id);
        let state = packed(&visitor.answered().await);
        let page = visitor.send(&[("state", &state), ("do", "send")]).await;
        assert!(page.text.contains("Thank you"), "{at}: {}", page.text);
    }
    let mut bodies = BTreeMap::new();
    for row in kept(&world, &survey).await {
        *bodies.entry((row.body.to_string(), row.stand.map(|stand| stand.to_string()))).or_insert(0) += 1;
    }
    let expected = [(("almaly".to_owned(), Some(stand)), 1), ((taking::ELSEWHERE.to_owned(), None), 2)];
    assert_eq!(bodies, BTreeMap::from(expected));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_survey_that_is_not_open_says_so_even_in_the_middle() {
    const DAY: i64 = 86_400_000;
    let survey = every_kind();
    let world = asking(&survey).await;
    let visitor = Visitor::of(&world, &survey);
    let state = visitor.answered().await;
    let send = [("state", &*packed(&state)), ("do", "send")].map(|(name, value)| (name, value.to_owned()));
    let send: Vec<_> = send.iter().map(|(name, value)| (*name, value.as_str())).collect();

    // Sent while it is open, and looked at once more when it is not.
    let receipt = visitor.send(&send).await.text;
    let late = packed(&visitor.answered().await);
    terms::close(&world.centre, &survey.id).await.expect("closed");
    assert_eq!(visitor.send(&send).await.text, receipt);
    assert_eq!(visitor.start().await.status, StatusCode::GONE);
    for action in ["next", "send"] {
        let page = visitor.send(&[("state", &late), ("do", action)]).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.text.contains("Your answers were not sent"), "{}", page.text);
    }
    assert_eq!(kept(&world, &survey).await.len(), 1);

    let open = async |terms: Terms| terms::open(&world.centre, &survey.id, &terms).await.expect("opened");
    open(Terms { opens_at: Some(world.now() + DAY), ..Terms::default() }).await;
    let page = visitor.start().await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text.contains("has not begun yet"), "{}", page.text);
    open(Terms { web: false, ..Terms::default() }).await;
    assert_eq!(visitor.start().await.status, StatusCode::NOT_FOUND);
    open(Terms { quota: Some(1), ..Terms::default() }).await;
    assert_eq!(visitor.start().await.status, StatusCode::GONE);
    open(Terms { targeting: Targeting::default(), ..Terms::default() }).await;
    assert_eq!(visitor.start().await.status, StatusCode::OK);
}

/// Proves: EN-9.2.2.1
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_began_long_ago_sees_the_answers_once_more_before_they_are_sent() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let visitor = Visitor::of(&world, &survey);
    let state = packed(&visitor.answered().await);
    world.pass(Duration::from_secs(3 * 24 * 3600));
    let page = visitor.send(&[("state", &state), ("do", "send")]).await;
    assert!(page.text.contains("You began some time ago"), "{}", page.text);
    assert_eq!(kept(&world, &survey).await, []);
    let page = visitor.send(&[("state", &packed(&page.state())), ("do", "send")]).await;
    assert!(page.text.contains("Thank you"), "{}", page.text);
    assert_eq!(kept(&world, &survey).await[0].hour, world.now() / 3_600_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_began_an_older_version_ends_it() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let visitor = Visitor::of(&world, &survey);
    let state = packed(&visitor.answered().await);
    let newer = Survey { version: "2".into(), ..survey.clone() };
    terms::import(&world.centre, &newer, &[]).await.expect("imported");
    assert_eq!(visitor.start().await.state()["version"], "2");
    visitor.send(&[("state", &state), ("do", "send")]).await;
    assert_eq!(kept(&world, &survey).await[0].version, "1");
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
    let browser = Browser::start().await;
    browser.size(320, 640, 1).await;
    browser.go(&phone::address(&world, &survey, "en")).await;
    phone::press(&browser, "begin").await;
    let image = browser.run("const it = document.images[0]; return [it.naturalWidth > 0, it.alt]").await;
    assert_eq!(image, json!([true, "The floor"]));
    browser.assert_accessible().await;
    browser.assert_fits().await;
    browser.quit().await;
    let answer = world.get(&format!("/survey/{}/image?file=../keys", survey.id)).send().await.expect("answers");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_in_too_great_a_hurry_waits_and_keeps_its_answers() {
    let survey = every_kind();
    let world = asking(&survey).await;
    let mut service = Service::new(world.centre.clone(), tokio_util::sync::CancellationToken::new());
    service.survey_steps = Limiter::new(2, Duration::from_secs(600));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/survey/{}?lang=en", listener.local_addr().expect("an address"), survey.id);
    let app = http::router(Arc::new(service)).into_make_service_with_connect_info::<std::net::SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    let client = reqwest::Client::new();
    let post = || client.post(&url).header("content-type", "application/x-www-form-urlencoded").body("do=next");
    for _ in 0..2 {
        assert_eq!(Seen::of(post()).await.status, StatusCode::BAD_REQUEST);
    }
    let page = Seen::of(post()).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.headers.contains_key("retry-after"));
    assert!(page.text.contains("Your answers are still on it"), "{}", page.text);
}
