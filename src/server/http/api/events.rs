//! Hints over server-sent events: a connection a stand, nearly free while nothing happens.
//!
//! Each event's id is the release. A stand that comes again with `Last-Event-ID` is told at once
//! of what it missed; one that comes for the first time asks the repository anyway.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::domain::BodyId;
use crate::release::api::PublishHint;
use crate::server::http::Service;
use crate::server::http::caller::Stand;
use crate::server::secret;

/// How often a silent connection says that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// A stand that lost its connection comes again after one to this many seconds, so that a fleet
/// does not come all at once.
const COME_AGAIN: f64 = 10.0;

/// `GET events`.
pub async fn hints(State(service): State<Arc<Service>>, Stand(stand): Stand, headers: HeaderMap) -> Response {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse::<u64>().ok());
    let life = service.centre.config.limits.events.mul_f64(1.0 + secret::fraction() / 4.0);
    let watched = service.hints.watch(&stand.body);
    let events = events(stand.body, watched, last).take_until(ended(service.stop.clone(), life));
    let unbuffered = [
        (header::CACHE_CONTROL, "no-store"),
        // nginx would otherwise hold hints back until a block is full.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (unbuffered, Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))).into_response()
}

fn events(
    body: BodyId,
    mut watched: watch::Receiver<Option<u64>>,
    last: Option<u64>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let missed = last.is_some_and(|last| watched.borrow().is_some_and(|newest| newest > last));
    if missed {
        watched.mark_changed();
    }
    let retry = Duration::from_secs_f64(1.0 + (COME_AGAIN - 1.0) * secret::fraction());
    let greeting = stream::iter([Ok(Event::default().retry(retry))]);
    greeting.chain(stream::unfold((body, watched), async |(body, mut watched)| {
        loop {
            watched.changed().await.ok()?;
            let release = *watched.borrow_and_update();
            if let Some(event) = release.and_then(|release| hint(&body, release)) {
                return Some((Ok(event), (body, watched)));
            }
        }
    }))
}

fn hint(body: &BodyId, release: u64) -> Option<Event> {
    let hint = PublishHint { body: body.clone(), release };
    Event::default().event("publish").id(release.to_string()).json_data(hint).ok()
}

/// The centre ends, or the connection has stood long enough: one of a revoked stand then finds its
/// credential refused.
async fn ended(stop: CancellationToken, life: Duration) {
    let _ = stop.run_until_cancelled(tokio::time::sleep(life)).await;
}
