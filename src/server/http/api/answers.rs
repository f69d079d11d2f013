//! A stand brings what visitors answered.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};

use crate::release::api::{AnswerBatch, AnswerReceipts};
use crate::server::http::caller::{Body, Stand};
use crate::server::http::{Refusal, Service};
use crate::server::surveys::taking;

/// The largest batch, bytes: room for one answer of any size that a stand makes.
const LARGEST: usize = 1 << 20;

/// `POST answers`.
pub async fn take(
    State(service): State<Arc<Service>>,
    Stand(stand): Stand,
    request: Request,
) -> Result<Json<AnswerReceipts>, Refusal> {
    let told = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    // Before it is read: a thousand stands at once must not fill the memory.
    let _room = service.centre.taking.room(told.unwrap_or(LARGEST))?;
    let Body(batch): Body<AnswerBatch, LARGEST> = Body::from_request(request, &service).await?;
    if batch.answers.len() > AnswerBatch::LARGEST {
        let message = format!("a batch has {} answers at most; bring fewer at once", AnswerBatch::LARGEST);
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message));
    }
    Ok(Json(taking::take_batch(&service.centre, &stand, batch).await?))
}
