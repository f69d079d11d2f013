//! The JSON API under `/api/v1/`, one file a resource; its types are in [`crate::release::api`].

mod admin;
mod answers;
mod enrolments;
mod events;
mod heartbeats;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::Service;

/// The quick calls of stands.
pub fn calls() -> Router<Arc<Service>> {
    Router::new()
        .route("/enrolments", post(enrolments::request))
        .route("/enrolments/{ticket}", get(enrolments::state))
        .route("/heartbeats", post(heartbeats::hear))
        .route("/answers", post(answers::take))
        .route("/events", get(events::hints))
}

/// The calls of administrators, which take their time.
pub fn work() -> Router<Arc<Service>> {
    Router::new().route("/admin/import", post(admin::import)).route("/admin/publish", post(admin::publish))
}
