//! A stand tells how it is, and learns when to tell again.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use crate::release::api::{Heartbeat, HeartbeatReply};
use crate::server::fleet;
use crate::server::http::caller::{Body, Stand};
use crate::server::http::{Refusal, Service};

/// `POST heartbeats`.
pub async fn hear(
    State(service): State<Arc<Service>>,
    Stand(stand): Stand,
    Body(heartbeat): Body<Heartbeat>,
) -> Result<Json<HeartbeatReply>, Refusal> {
    Ok(Json(fleet::hear(&service.centre, &stand, heartbeat).await?))
}
