//! What no browser sends: each is refused with a page that says why, and nothing is kept of it.

use aqparat::domain::survey::Value;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use reqwest::{StatusCode, header};
use serde_json::json;

use super::*;

/// The survey `small`: a choice that must be made, some words, a number.
pub fn small() -> Survey {
    let text = |words: &str| json!({ "kk": format!("{words} (kk)"), "ru": format!("{words} (ru)"), "en": words });
    let question = |name: &str, kind: serde_json::Value| json!({ "question": { "name": name, "kind": kind, "label": text(name) } });
    let mut first = question("satisfied", json!({ "one": { "list": "yes-no" } }));
    first["question"]["required"] = json!("true()");
    let choice = |name: &str| json!({ "name": name, "label": text(name) });
    let survey = json!({
        "id": "small", "version": "1", "title": text("Small"), "default_language": "kk",
        "items": [first, question("words", json!("paragraph")), question("age", json!("integer"))],
        "lists": { "yes-no": [choice("yes"), choice("no")] },
    });
    serde_json::from_value(survey).expect("a survey")
}

/// A page as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub text: String,
}

impl Answer {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.expect("answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("text");
        assert_eq!(headers[header::CONTENT_TYPE], "text/html; charset=utf-8", "{status} {text}");
        assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text").contains("default-src 'none'"));
        assert!(!headers.contains_key(header::SET_COOKIE));
        assert!(text.contains("<h1") && text.contains("</html>"), "{status} {text}");
        Self { status, text }
    }

    /// The words of its first heading.
    pub fn heading(&self) -> String {
        let (_, rest) = self.text.split_once("<h1").expect("a heading");
        let (_, rest) = rest.split_once('>').expect("a tag");
        rest.split_once("</h1>").expect("its end").0.to_owned()
    }

    /// The hidden field.
    pub fn state(&self) -> Option<String> {
        let (_, rest) = self.text.split_once("name=\"state\" value=\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    }
}

/// Someone without a browser.
pub struct Visitor {
    client: reqwest::Client,
    url: String,
    root: String,
    state: String,
}

impl Visitor {
    /// Opens the first page.
    pub async fn at(world: &World, path: &str) -> Self {
        let (client, root) = (reqwest::Client::new(), world.url());
        let url = format!("{root}{path}");
        let page = Answer::of(client.get(&url)).await;
        let state = page.state().unwrap_or_else(|| panic!("no form: {}", page.text));
        Self { client, url, root, state }
    }

    /// Opens another page.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.client.get(format!("{}{path}", self.root))).await
    }

    /// Sends the form as it is, and stays.
    pub async fn post(&self, fields: &[(&str, &str)]) -> Answer {
        self.post_state(&self.state, fields).await
    }

    /// Sends the form with another hidden field.
    pub async fn post_state(&self, state: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> = [("state", state)].into_iter().chain(fields.iter().copied()).collect();
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let form = "application/x-www-form-urlencoded";
        Answer::of(self.client.post(&self.url).header(header::CONTENT_TYPE, form).body(body)).await
    }

    /// Sends the form and goes on from the page that comes.
    pub async fn follow(&mut self, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(fields).await;
        self.state = answer.state().unwrap_or_else(|| panic!("no form: {}", answer.text));
        let (_, action) = answer.text.split_once(" action=\"").expect("an address");
        let action = action.split_once('"').expect("its end").0.replace("&amp;", "&");
        self.url = format!("{}{action}", self.root);
        answer
    }

    /// The hidden field, changed.
    pub fn forge(&self, change: impl FnOnce(&mut serde_json::Value)) -> String {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&self.state).expect("base 64");
        let mut state = serde_json::from_slice(&bytes).expect("JSON");
        change(&mut state);
        BASE64_URL_SAFE_NO_PAD.encode(state.to_string())
    }

    /// Answers the survey `small` up to its review.
    pub async fn answer_small(&mut self) {
        self.follow(&[("do", "begin")]).await;
        self.follow(&[("do", "next"), ("q.satisfied", "yes")]).await;
        self.follow(&[("do", "next"), ("q.words", "Все хорошо")]).await;
        self.follow(&[("do", "next"), ("q.age", "41")]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_form_is_refused_in_words_and_nothing_is_kept() {
    let survey = small();
    let world = asking(&survey).await;
    let mut visitor = Visitor::at(&world, "/survey/small?lang=en").await;
    visitor.answer_small().await;
    let packed = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let unreadable = [
        String::new(),
        "no state".into(),
        "%00\u{0}".into(),
        packed(""),
        packed("null"),
        packed("{}"),
        packed(&deep),
        packed("\u{feff}{\"id\":1}"),
        visitor.state[..visitor.state.len() / 2].to_owned(),
        visitor.forge(|state| state["id"] = json!("not an id")),
        visitor.forge(|state| state["more"] = json!(1)),
        visitor.forge(|state| state["values"]["'; DROP TABLE answer; --"] = json!({ "text": "x" })),
        visitor.forge(|state| state["values"]["age"] = json!({ "number": "NaN" })),
        visitor.forge(|state| state["place"] = json!({ "at": "../../etc" })),
    ];
    for state in unreadable {
        for action in ["begin", "next", "back", "skip", "send", "\u{202e}"] {
            let answer = visitor.post_state(&state, &[("do", action)]).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{state:.60} {action}: {}", answer.text);
            assert_eq!(answer.heading(), i18n::text(Language::English, "web-unreadable"));
        }
    }
    // What can be read is checked by the survey: what does not fit it is missing, and is asked.
    let forged = [
        visitor.forge(|state| state["values"]["satisfied"] = json!({ "one": "maybe" })),
        visitor.forge(|state| state["values"]["satisfied"] = json!({ "text": "yes" })),
        visitor.forge(|state| state["values"]["satisfied"] = json!({ "many": ["yes", "no"] })),
        visitor.forge(|state| state["values"]["satisfied"] = json!("declined")),
        visitor.forge(|state| drop(state["values"].as_object_mut().expect("an object").remove("satisfied"))),
    ];
    for state in forged {
        let answer = visitor.post_state(&state, &[("do", "send")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        assert!(answer.text.contains("<title>Error: "), "{}", answer.text);
    }
    assert_eq!(kept(&world, &survey.id).await, []);

    // Nobody chooses an id or a time, and what the survey does not ask is left out.
    let other = visitor.forge(|state| {
        state["id"] = json!("018bcfe5-6800-7000-8000-000000000001");
        state["version"] = json!("\u{202e}9");
        state["values"]["unasked"] = json!({ "text": "x" });
        state["values"]["age"] = json!({ "number": 1e300 });
        state["values"]["words"] = json!({ "text": "я".repeat(5000) });
    });
    let again = visitor.post_state(&other, &[("do", "send")]).await;
    assert_eq!((again.status, again.heading()), (StatusCode::OK, i18n::text(Language::English, "web-review")));
    assert_eq!(kept(&world, &survey.id).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_much_and_no_form_at_all_are_refused_in_words() {
    let world = asking(&small()).await;
    let url = format!("{}/survey/small?lang=ru", world.url());
    let client = reqwest::Client::new();
    let form = "application/x-www-form-urlencoded";
    for (kind, body, status, what) in [
        (form, "state=".to_owned() + &"A".repeat(1 << 20), StatusCode::PAYLOAD_TOO_LARGE, "web-too-much"),
        (form, "state=".to_owned() + &"A".repeat(100_000), StatusCode::PAYLOAD_TOO_LARGE, "web-too-much"),
        (form, "&".repeat(200_000), StatusCode::BAD_REQUEST, "web-unreadable"),
        (form, "a=&".repeat(80_000), StatusCode::BAD_REQUEST, "web-unreadable"),
        (form, String::new(), StatusCode::BAD_REQUEST, "web-unreadable"),
        (form, "state=%ff%fe&q.%00=%c3%28".into(), StatusCode::BAD_REQUEST, "web-unreadable"),
        ("application/json", "{\"state\":\"\"}".into(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "web-not-a-form"),
        ("multipart/form-data; boundary=x", "--x--".into(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "web-not-a-form"),
        ("text/plain", "state=".into(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "web-not-a-form"),
    ] {
        let answer = Answer::of(client.post(&url).header(header::CONTENT_TYPE, kind).body(body.clone())).await;
        assert_eq!((answer.status, answer.heading()), (status, i18n::text(Language::Russian, what)), "{body:.40}");
    }
    let no_type = Answer::of(client.post(&url).body("state=")).await;
    assert_eq!(no_type.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_no_survey_is_a_page_whatever_it_says() {
    let world = asking(&small()).await;
    let visitor = Visitor::at(&world, "/survey/small").await;
    let long = format!("/survey/{}", "a".repeat(5000));
    let unknown = [
        "/survey/nothing",
        "/survey/%FF",
        "/survey/%00",
        "/survey/..%2F..%2Fetc%2Fpasswd",
        "/survey/%E2%80%AEllams",
        "/survey/SMALL%20",
        "/survey/small'--",
        &long,
    ];
    for path in unknown {
        let answer = visitor.get(&format!("{path}?lang=en")).await;
        assert_eq!(
            (answer.status, answer.heading()),
            (StatusCode::NOT_FOUND, i18n::text(Language::English, "web-survey-unknown")),
            "{path}"
        );
        let posted = Answer::of(
            visitor
                .client
                .post(format!("{}{path}?lang=en", visitor.root))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body("do=send"),
        );
        assert_eq!(posted.await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/survey/small/image?file=..%2Fx", "/survey/small/image?version=%00&file=", "/survey/small/x"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for query in ["lang=%FF", "lang=en&lang=zz", "at=%00&lang=kk", "x[]=1&&&=&%", "lang=<script>"] {
        let page = visitor.get(&format!("/survey/small?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(!page.text.contains("<script"), "{}", page.text);
    }
}

/// Signs that are not seen, turn the line around, or end a text in the database are taken out; what is left is kept
/// as it is and shown as text.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signs_that_are_not_seen_do_no_harm() {
    let survey = small();
    for mut world in [World::on_sqlite().await, World::on_postgres().await] {
        terms::import(&world.centre, &survey, &[]).await.expect("imported");
        terms::open(&world.centre, &survey.id, &Terms::default()).await.expect("opened");
        world.serve().await;
        let mut visitor = Visitor::at(&world, "/survey/small?lang=en").await;
        visitor.follow(&[("do", "begin")]).await;
        for choice in ["\u{0}", "yes\u{202e}", "да", " declined", "yes\r\n"] {
            let answer = visitor.post(&[("do", "next"), ("q.satisfied", choice)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{choice:?}: {}", answer.text);
        }
        visitor.follow(&[("do", "next"), ("q.satisfied", "yes")]).await;
        let words = "a\u{0}\u{1b}[31m\u{202e}<b>\u{2066}Қазақ\u{200f} & \"ו\u{feff}\u{7f}";
        visitor.follow(&[("do", "next"), ("q.words", words)]).await;
        for age in ["\u{202e}forty", "\u{0}4\u{1b}x", "1e9", "NaN", "-", "9".repeat(400).as_str()] {
            let answer = visitor.post(&[("do", "next"), ("q.age", age)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{age:?}: {}", answer.text);
            assert!(!answer.text.contains(['\u{202e}', '\u{0}', '\u{1b}']), "{age:?}: {}", answer.text);
        }
        let review = visitor.follow(&[("do", "next"), ("q.age", "٤١")]).await;
        assert_eq!(review.status, StatusCode::UNPROCESSABLE_ENTITY);
        // A number that was pasted with such signs is that number.
        let review = visitor.follow(&[("do", "next"), ("q.age", "\u{2066}4\u{200b}1\u{0}")]).await;
        assert_eq!(review.heading(), i18n::text(Language::English, "web-review"));
        assert!(review.text.contains("&lt;b&gt;") && !review.text.contains("<b>"), "{}", review.text);
        let receipt = visitor.post(&[("do", "send")]).await;
        assert_eq!(receipt.heading(), i18n::text(Language::English, "web-receipt"), "{}", receipt.text);
        let rows = kept(&world, &survey.id).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].values[&name("age")], Value::Number(41.0));
        assert_eq!(rows[0].values[&name("words")], Value::Text("a[31m<b>Қазақ & \"ו".into()));
        // The same in the hidden field, past the form.
        let forged = visitor.forge(|state| {
            let id = state["id"].as_str().expect("an id").to_owned();
            state["id"] = json!(format!("{}000000000007", &id[..24]));
            state["values"]["words"] = json!({ "text": "a\u{0}\u{202e}b" });
        });
        let answer = visitor.post_state(&forged, &[("do", "send")]).await;
        assert!(!answer.status.is_server_error(), "{}", answer.text);
        for row in kept(&world, &survey.id).await {
            let Value::Text(words) = &row.values[&name("words")] else { panic!("{row:?}") };
            assert!(!words.contains(['\u{0}', '\u{202e}']), "{words:?}");
        }
    }
}
