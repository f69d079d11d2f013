//! Signing in to the pages of the results, and who is signed in.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};

use super::super::Service;
use super::super::caller::Address;
use super::fields::{self, Label, Words};
use super::layout::{Frame, Page};
use super::{Sent, Visit, failure, kind_page};
use crate::i18n::text_with;
use crate::release::Digest;
use crate::server::accounts::{self, IDLE, Session};
use crate::server::secret::Secret;

/// The cookie that tells who is signed in.
const COOKIE: &str = "aqparat_session";
/// Where the pages are that ask for it.
const AREA: &str = "/results";
/// Where one signs in.
pub const SIGN_IN: &str = "/results/sign-in";
/// Where one signs out.
const SIGN_OUT: &str = "/results/sign-out";

/// The pages of signing in and out.
pub(super) fn router() -> Router<Arc<Service>> {
    Router::new().route("/sign-in", get(ask).post(sign_in)).route("/sign-out", post(sign_out))
}

/// Someone signed in. Whoever is not is led to signing in, and back.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Session);

impl FromRequestParts<Arc<Service>> for SignedIn {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Response> {
        let Ok(visit) = Visit::from_request_parts(parts, service).await;
        let found = match cookie(&parts.headers) {
            Some(secret) => accounts::session(&service.centre, &secret).await,
            None => Ok(None),
        };
        match found {
            Ok(Some(session)) => Ok(Self(session)),
            Ok(None) => {
                // Only pages are come back to; what was sent is sent again.
                let next = if parts.method == axum::http::Method::GET { visit.own_address() } else { AREA.to_owned() };
                Err(Redirect::to(&visit.link(SIGN_IN, [("next", next.as_str())])).into_response())
            }
            Err(error) => Err(failure(&visit, &error).into_response()),
        }
    }
}

impl SignedIn {
    /// What stands in the head of a page: who is signed in, and the way out.
    pub(super) fn head(&self, visit: &Visit) -> Markup {
        let who = text_with(visit.language, "results-signed-in", &[("account", self.0.account.clone().into())]);
        html! {
            form.account method="post" action=(visit.link(SIGN_OUT, [])) {
                (self.token())
                p { (who) " " button.link type="submit" { (visit.text("results-sign-out")) } }
            }
        }
    }

    /// The hidden field that every form of theirs has.
    pub(super) fn token(&self) -> Markup {
        html! { input type="hidden" name="token" value=(self.0.form_token); }
    }

    /// Whether a form came from a page of ours that was made for this sign-in.
    ///
    /// # Errors
    /// The page that says so.
    pub(super) fn check(&self, visit: &Visit, headers: &HeaderMap, sent: &Sent) -> Result<(), Page> {
        let token = sent.one("token").unwrap_or_default();
        // By their hashes: how far a guess fits tells a stop-watch nothing.
        let fits = Digest::of(token.as_bytes()) == Digest::of(self.0.form_token.as_bytes());
        if is_from_here(headers) && fits { Ok(()) } else { Err(stale(visit)) }
    }
}

fn stale(visit: &Visit) -> Page {
    kind_page(visit, StatusCode::FORBIDDEN, "results-stale", "results-stale-advice")
}

/// Whether a form was sent by a page of this host. Every browser of the last years tells where a form comes from.
fn is_from_here(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match value("origin") {
        Some(origin) => {
            let from = origin.split_once("://").map(|(_, host)| host);
            from.is_some() && from == value("host")
        }
        None => value("sec-fetch-site") == Some("same-origin"),
    }
}

/// The secret of the cookie.
fn cookie(headers: &HeaderMap) -> Option<Secret> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| Secret::presented(value))
}

/// The address to go on to: one of the results, never another host.
fn next(wanted: Option<&str>) -> &str {
    let is_ours = |address: &&str| {
        address.strip_prefix(AREA).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
            && !address.contains(['\\', '\r', '\n'])
    };
    wanted.filter(is_ours).unwrap_or(AREA)
}

async fn ask(visit: Visit) -> Page {
    page(&visit, visit.parameter("next"), "", None)
}

/// The form; with what is wrong, if something is.
fn page(visit: &Visit, onward: Option<&str>, account: &str, wrong: Option<String>) -> Page {
    let title = visit.text("results-sign-in");
    let label = |id: &str, words: &str| Label::new(id, Words::of(visit, visit.text(words)));
    let mut name = label("account", "results-account");
    let mut password = label("password", "results-password");
    password.hints = vec![Words::of(visit, visit.text("results-password-hint"))];
    let errors: Vec<_> = wrong.iter().map(|wrong| ("account".to_owned(), Words::of(visit, wrong.clone()))).collect();
    name.error = wrong.map(|wrong| Words::of(visit, wrong));
    let is_wrong = name.error.as_ref().map(|_| "true");
    let main = html! {
        (fields::summary(visit, &errors))
        h1 { (title) }
        form method="post" action=(visit.link(SIGN_IN, [])) {
            input type="hidden" name="next" value=(next(onward));
            (fields::field(visit, &name, &html! {
                input type="text" #account name="account" value=(account) autocomplete="username" autocapitalize="none"
                    spellcheck="false" required aria-describedby=[name.described_by()] aria-invalid=[is_wrong];
            }))
            (fields::field(visit, &password, &html! {
                input type="password" #password name="password" autocomplete="current-password" required
                    aria-describedby=[password.described_by()];
            }))
            div.actions { button.button type="submit" { (visit.text("results-sign-in-button")) } }
        }
    };
    let title = if errors.is_empty() { title } else { format!("{} {title}", visit.text("web-error-prefix")) };
    Frame::new(visit, &title).foot("results-foot").page(main)
}

async fn sign_in(
    State(service): State<Arc<Service>>,
    visit: Visit,
    Address(address): Address,
    headers: HeaderMap,
    sent: Sent,
) -> Response {
    if !is_from_here(&headers) {
        return stale(&visit).into_response();
    }
    let (onward, account) = (sent.one("next"), sent.one("account").unwrap_or_default().trim());
    if let Err(wait) = service.sign_ins.count(address, Instant::now()) {
        let minutes = wait.as_secs().div_ceil(60).max(1);
        let wrong = text_with(visit.language, "results-too-often", &[("minutes", minutes.into())]);
        let status = StatusCode::TOO_MANY_REQUESTS;
        return page(&visit, onward, account, Some(wrong)).with_status(status).into_response();
    }
    match accounts::sign_in(&service.centre, account, sent.one("password").unwrap_or_default().trim()).await {
        Ok(Some(secret)) => {
            tracing::info!(account, "signed in");
            let set = set_cookie(secret.reveal(), IDLE.as_secs(), is_secure(&service, &headers));
            (set, Redirect::to(next(onward))).into_response()
        }
        Ok(None) => {
            tracing::warn!("a sign-in with a wrong name or password");
            let wrong = visit.text("results-wrong");
            page(&visit, onward, account, Some(wrong)).with_status(StatusCode::FORBIDDEN).into_response()
        }
        Err(error) => failure(&visit, &error).into_response(),
    }
}

async fn sign_out(
    State(service): State<Arc<Service>>,
    visit: Visit,
    signed_in: SignedIn,
    headers: HeaderMap,
    sent: Sent,
) -> Response {
    if let Err(page) = signed_in.check(&visit, &headers, &sent) {
        return page.into_response();
    }
    if let Some(secret) = cookie(&headers)
        && let Err(error) = accounts::sign_out(&service.centre, &secret).await
    {
        return failure(&visit, &error).into_response();
    }
    let set = set_cookie("", 0, is_secure(&service, &headers));
    (set, Redirect::to(&visit.link(SIGN_IN, []))).into_response()
}

/// Whether the browser came by HTTPS, as our own proxy tells.
fn is_secure(service: &Service, headers: &HeaderMap) -> bool {
    let scheme = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
    service.centre.config.behind_proxy && scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
}

/// A cookie that no script reads and no other site sends.
fn set_cookie(secret: &str, seconds: u64, is_secure: bool) -> [(header::HeaderName, HeaderValue); 1] {
    let secure = if is_secure { "; Secure" } else { "" };
    let text = format!("{COOKIE}={secret}; Path={AREA}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    [(header::SET_COOKIE, HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("")))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_not_taken() {
        assert!(is_from_here(&headers(&[("host", "centre.kz:8700"), ("origin", "http://centre.kz:8700")])));
        assert!(is_from_here(&headers(&[("host", "centre.kz"), ("sec-fetch-site", "same-origin")])));
        for foreign in [
            headers(&[("host", "centre.kz"), ("origin", "https://evil.example")]),
            headers(&[("host", "centre.kz"), ("origin", "null")]),
            headers(&[("host", "centre.kz"), ("sec-fetch-site", "cross-site")]),
            headers(&[("host", "centre.kz")]),
        ] {
            assert!(!is_from_here(&foreign), "{foreign:?}");
        }
    }

    #[test]
    fn signing_in_leads_on_to_the_results_and_nowhere_else() {
        assert_eq!(next(Some("/results/surveys/access?lang=ru")), "/results/surveys/access?lang=ru");
        for foreign in ["https://evil.example", "//evil.example", "/resultsevil", "/results\\evil", "/survey/x", ""] {
            assert_eq!(next(Some(foreign)), AREA, "{foreign}");
        }
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let found = cookie(&headers(&[("cookie", "a=b; aqparat_session=aqw_1; c=d")]));
        assert_eq!(found.map(|secret| secret.reveal().to_owned()).as_deref(), Some("aqw_1"));
    }

    #[test]
    fn the_cookie_is_kept_from_scripts_and_other_sites() {
        let [(_, value)] = set_cookie("aqw_1", 60, true);
        let text = value.to_str().expect("text");
        for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/results", "Max-Age=60"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!set_cookie("", 0, false)[0].1.to_str().expect("text").contains("Secure"));
    }
}
