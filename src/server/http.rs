//! The centre on the network: the stands' and administrators' API, the release repository, and the web pages.
//!
//! Every answer carries the centre's own header, refusals and files too, so that a stand can tell
//! it from a captive portal's.

mod api;
mod body;
mod caller;
mod hints;
mod limiter;
mod refusal;
mod releases;
mod serve;
pub mod web;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio_util::sync::CancellationToken;

pub use hints::Hints;
pub use limiter::Limiter;
pub use refusal::Refusal;
pub use serve::{raise_open_files, serve};

use super::state::Centre;
use super::surveys::results::Results;
use crate::release::api::CENTRE_HEADER;

/// How many steps through surveys one address may take within [`SURVEY_WINDOW`]: a mobile network hides
/// thousands of phones behind one address, and a step costs the centre little.
const SURVEY_STEPS: u32 = 6_000;
/// See [`SURVEY_STEPS`].
const SURVEY_WINDOW: Duration = Duration::from_secs(10 * 60);

/// How many answers one address may send within [`SURVEY_WINDOW`]: a ministry behind one address sends fewer, and
/// whoever would drown out the others has to come from many.
const SURVEY_SENDS: u32 = 400;

/// How often one address may try to sign in within [`SIGN_IN_WINDOW`].
const SIGN_INS: u32 = 10;
/// See [`SIGN_INS`].
const SIGN_IN_WINDOW: Duration = Duration::from_secs(10 * 60);

/// What the handlers share.
#[derive(Debug)]
pub struct Service {
    /// The centre.
    pub centre: Arc<Centre>,
    /// What stands are told of.
    pub hints: Hints,
    /// Who asks to be enrolled how often.
    pub enrolments: Limiter,
    /// Who takes how many steps through a survey on the web.
    pub survey_steps: Limiter,
    /// Who sends how many answers on the web.
    pub survey_sends: Limiter,
    /// Who tries to sign in how often.
    pub sign_ins: Limiter,
    /// The answers to surveys, counted in memory.
    pub results: Results,
    /// Ends the connections that would never end by themselves.
    pub stop: CancellationToken,
}

impl Service {
    /// A service of `centre`, until `stop`.
    pub fn new(centre: Arc<Centre>, stop: CancellationToken) -> Self {
        let limits = &centre.config.limits;
        let enrolments = Limiter::new(limits.enrolments, limits.enrolment_window);
        let survey_steps = Limiter::new(SURVEY_STEPS, SURVEY_WINDOW);
        let survey_sends = Limiter::new(SURVEY_SENDS, SURVEY_WINDOW);
        let sign_ins = Limiter::new(SIGN_INS, SIGN_IN_WINDOW);
        let results = Results::default();
        Self { centre, hints: Hints::default(), enrolments, survey_steps, survey_sends, sign_ins, results, stop }
    }
}

/// Everything the centre answers to.
pub fn router(service: Arc<Service>) -> Router {
    let limits = &service.centre.config.limits;
    let calls = api::calls().layer(middleware::from_fn_with_state(limits.call, within));
    let work = api::work().layer(middleware::from_fn_with_state(limits.work, within));
    Router::new()
        .nest("/api/v1", calls.merge(work))
        .route("/healthz", get(health))
        .nest("/releases", releases::router(&service.centre.config))
        .merge(web::router(&service))
        .fallback(web::nowhere)
        .with_state(service)
        .layer(middleware::from_fn(observe))
        .layer(middleware::map_response(sign))
}

/// Whether the centre can do its work: its database answers.
async fn health(State(service): State<Arc<Service>>) -> Result<&'static str, Refusal> {
    service.centre.store.ping().await?;
    Ok("ok\n")
}

/// Says that an answer is the centre's.
async fn sign(mut response: Response) -> Response {
    response.headers_mut().insert(HeaderName::from_static(CENTRE_HEADER), HeaderValue::from_static("1"));
    response
}

/// Gives a call `limit` to begin its answer.
async fn within(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::new(StatusCode::REQUEST_TIMEOUT, "this took too long; try again").into_response(),
    }
}

/// Logs a call: never its query, headers or body, and of its path no more than names the call,
/// because a ticket is part of its path.
async fn observe(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path: String = request.uri().path().split_inclusive('/').take(4).collect();
    let begin = Instant::now();
    let response = next.run(request).await;
    let status = response.status();
    let millis = begin.elapsed().as_millis();
    if status.is_server_error() {
        tracing::warn!(%method, %path, status = status.as_u16(), millis, "call failed");
    } else {
        tracing::debug!(%method, %path, status = status.as_u16(), millis, "call");
    }
    response
}
