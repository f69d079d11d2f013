//! The centre's web pages: plain HTML without script, in three languages.
//!
//! | Part | Its job |
//! |---|---|
//! | [`layout`] | The frame that every page has |
//! | [`fields`] | Form fields with their labels, hints and errors |
//! | [`assets`] | Style sheets and the icon, under `/assets/` |
//! | [`form`] | A survey on the respondent's own phone, under `/survey/` |
//! | [`results`] | What was answered, for whoever is signed in, under `/results` |
//! | [`signing_in`] | Signing in |
//!
//! A failure is a page like any other: who came by a browser never meets the API's JSON.

pub mod assets;
pub mod fields;
pub mod form;
pub mod layout;
pub mod results;
pub mod signing_in;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use maud::html;

use super::{Refusal, Service, body};
use crate::domain::Language;
use crate::i18n;
use crate::server::error::Error;
use layout::{Frame, Page};

/// The largest form a browser may send, bytes.
const LARGEST_FORM: usize = 256 * 1024;
/// The parameter of an address that tells the language.
const LANGUAGE: &str = "lang";

/// All web pages and what they need.
pub fn router(service: &Arc<Service>) -> Router<Arc<Service>> {
    let limits = &service.centre.config.limits;
    Router::new()
        .nest("/survey", form::router())
        .nest("/results", results::router())
        .layer(middleware::from_fn_with_state(limits.call, within))
        .nest("/assets", assets::router())
        .layer(middleware::from_fn_with_state(service.clone(), protect))
}

/// Who asks for a page, as far as it matters: the language, and the address to come back to.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The language of the page: what the address says, else what the browser prefers, else Kazakh.
    pub language: Language,
    path: String,
    query: Vec<(String, String)>,
}

impl Visit {
    /// A message in the language of the page.
    pub fn text(&self, id: &str) -> String {
        i18n::text(self.language, id)
    }

    /// This address in `language`.
    pub fn address(&self, language: Language) -> String {
        let own = self.query.iter().filter(|(name, _)| name != LANGUAGE);
        let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
        address(&self.path, own.chain([(LANGUAGE, language.code())]))
    }

    /// Another address of the centre, in the language of this page.
    pub fn link<'a>(&self, path: &str, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        address(path, query.into_iter().chain([(LANGUAGE, self.language.code())]))
    }

    /// The path of this address.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// This address as it is.
    pub fn own_address(&self) -> String {
        address(&self.path, self.query.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// A parameter of the address.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    fn of(path: &str, query: Option<&str>, headers: &HeaderMap) -> Self {
        let query: Vec<_> = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
        let told = query
            .iter()
            .find(|(name, _): &&(String, String)| name == LANGUAGE)
            .and_then(|(_, code)| Language::from_code(code));
        let language = told.or_else(|| preferred(headers)).unwrap_or_default();
        Self { language, path: path.to_owned(), query }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, state).await?;
        Ok(Self::of(uri.path(), uri.query(), &parts.headers))
    }
}

/// `path` with parameters. It begins with one slash: two would lead to another host.
fn address<'a>(path: &str, query: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    format!("/{}?{query}", path.trim_start_matches('/'))
}

/// The first language of `Accept-Language` by weight that the centre has.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let value = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wanted: Vec<(f32, Language)> = value
        .split(',')
        .take(20)
        .filter_map(|one| {
            let (range, weight) = one.split_once(";q=").unwrap_or((one, "1"));
            let code = range.trim().split('-').next().unwrap_or_default();
            let weight: f32 = weight.trim().parse().ok().filter(|weight| *weight > 0.0)?;
            Some((weight, Language::from_code(&code.to_ascii_lowercase())?))
        })
        .collect();
    // A stable order: among equals the first named.
    wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    wanted.first().map(|(_, language)| *language)
}

/// What a form sent, by name, in the order it was sent.
#[derive(Debug, Clone, Default)]
pub struct Sent(BTreeMap<String, Vec<String>>);

impl Sent {
    /// The first value of a field.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

impl FromIterator<(String, String)> for Sent {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            fields.entry(name).or_default().push(value);
        }
        Self(fields)
    }
}

impl FromRequest<Arc<Service>> for Sent {
    type Rejection = Page;
    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Self, Page> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, service).await;
        let request = Request::from_parts(parts, body);
        let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !media_type.is_some_and(|media_type| media_type.starts_with("application/x-www-form-urlencoded")) {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(kind_page(&visit, status, "web-not-a-form", "web-not-a-form-advice"));
        }
        match body::read(request.into_body(), LARGEST_FORM).await {
            Ok(bytes) => Ok(form_urlencoded::parse(&bytes).into_owned().collect()),
            Err(StatusCode::PAYLOAD_TOO_LARGE) => {
                Err(kind_page(&visit, StatusCode::PAYLOAD_TOO_LARGE, "web-too-much", "web-too-much-advice"))
            }
            Err(status) => Err(kind_page(&visit, status, "web-not-a-form", "web-not-a-form-advice")),
        }
    }
}

/// A page that says what happened and what to do now: two messages.
pub fn kind_page(visit: &Visit, status: StatusCode, what: &str, advice: &str) -> Page {
    let (what, advice) = (visit.text(what), visit.text(advice));
    let main = html! { h1 { (what) } p { (advice) } };
    Frame::new(visit, &what).page(main).with_status(status)
}

/// The page for what is not there.
pub fn not_found(visit: &Visit) -> Page {
    kind_page(visit, StatusCode::NOT_FOUND, "web-not-found", "web-not-found-advice")
}

/// The page for what the centre could not do; the particulars are in the log.
pub fn failure(visit: &Visit, error: &Error) -> Page {
    tracing::error!(error = error as &dyn std::error::Error, "a page failed");
    kind_page(visit, StatusCode::SERVICE_UNAVAILABLE, "web-failure", "web-failure-advice")
}

/// What is at no address: a page for a browser, the API's refusal for a program.
pub(super) async fn nowhere(visit: Visit, headers: HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/html") {
        let mut response = not_found(&visit).into_response();
        add_headers(response.headers_mut(), false);
        response
    } else {
        Refusal::new(StatusCode::NOT_FOUND, "there is nothing at this address").into_response()
    }
}

/// Gives a page `limit` to be made.
async fn within(State(limit): State<Duration>, visit: Visit, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            kind_page(&visit, StatusCode::SERVICE_UNAVAILABLE, "web-failure", "web-failure-advice").into_response()
        }
    }
}

/// Adds what keeps a page to itself.
async fn protect(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let config = &service.centre.config;
    let scheme = request.headers().get("x-forwarded-proto").and_then(|value| value.to_str().ok());
    let comes_by_https = config.behind_proxy && scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
    let is_https = comes_by_https || config.public_url.as_ref().is_some_and(|url| url.scheme() == "https");
    let mut response = next.run(request).await;
    add_headers(response.headers_mut(), is_https);
    response
}

/// No script, no frame, no other host; nobody is told where a visitor came from. A page that needs another
/// value has set it already: a form that checks `Origin` asks for the referrer policy `same-origin`, since with
/// `no-referrer` a browser sends `Origin: null`.
fn add_headers(headers: &mut HeaderMap, is_https: bool) {
    const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                          frame-ancestors 'none'";
    let always = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
        // A page is made for one visitor at one moment; the browser may keep it for its own "back".
        (header::CACHE_CONTROL, "private, no-cache"),
    ];
    for (name, value) in always {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_https {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(year);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(address: &str, accepts: &str) -> Visit {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, accepts.parse().expect("a header"));
        let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
        Visit::of(path, query, &headers)
    }

    #[test]
    fn the_address_chooses_the_language_then_the_browser_then_the_law() {
        assert_eq!(visit("/survey/a?lang=en", "ru").language, Language::English);
        assert_eq!(visit("/survey/a?lang=de", "de, ru-RU;q=0.8, en;q=0.9").language, Language::English);
        assert_eq!(visit("/survey/a", "de-DE, fr;q=0.5").language, Language::Kazakh);
        assert_eq!(visit("/survey/a", "ru;q=0, en;q=x, *").language, Language::Kazakh);
    }

    #[test]
    fn a_change_of_language_keeps_the_rest_of_the_address() {
        let visit = visit("/survey/a%20b?at=1%262&lang=en&lang=ru", "");
        assert_eq!(visit.address(Language::Kazakh), "/survey/a%20b?at=1%262&lang=kk");
        assert_eq!(visit.parameter("at"), Some("1&2"));
        assert_eq!(visit.link("/results", [("page", "2")]), "/results?page=2&lang=en");
    }

    #[test]
    fn an_address_leads_nowhere_but_to_the_centre() {
        assert_eq!(visit("//evil.example/x", "").address(Language::Russian), "/evil.example/x?lang=ru");
    }

    #[test]
    fn a_header_that_a_page_set_itself_stays() {
        let mut headers = HeaderMap::new();
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        add_headers(&mut headers, true);
        assert_eq!(headers[header::REFERRER_POLICY], "same-origin");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
}
