//! A new stand asks to be enrolled, and asks again until an operator has approved it.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};

use crate::release::api::{EnrolmentRequest, EnrolmentState, EnrolmentTicket};
use crate::server::fleet;
use crate::server::http::caller::{Address, Body};
use crate::server::http::{Refusal, Service};
use crate::server::secret::Secret;

/// Answers hold a secret: no cache on the way may keep them.
type Private<T> = ([(HeaderName, &'static str); 1], Json<T>);

fn private<T>(value: T) -> Private<T> {
    ([(header::CACHE_CONTROL, "no-store")], Json(value))
}

/// `POST enrolments`.
pub async fn request(
    State(service): State<Arc<Service>>,
    Address(address): Address,
    Body(request): Body<EnrolmentRequest>,
) -> Result<Private<EnrolmentTicket>, Refusal> {
    service.enrolments.count(address, Instant::now()).map_err(|wait| {
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
        Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too many stands ask from this address; wait, then try again")
            .retry_after(seconds)
    })?;
    Ok(private(fleet::request_enrolment(&service.centre, &request, &address.to_string()).await?))
}

/// `GET enrolments/{ticket}`.
pub async fn state(
    State(service): State<Arc<Service>>,
    Path(ticket): Path<String>,
) -> Result<Private<EnrolmentState>, Refusal> {
    Ok(private(fleet::enrolment_state(&service.centre, &Secret::presented(&ticket)).await?))
}
