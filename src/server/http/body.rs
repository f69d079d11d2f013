//! What a caller sends along, up to a size.

use axum::body::{Body, BodyDataStream};
use axum::http::StatusCode;
use futures_util::StreamExt;

/// How much of what is too large is let past before the connection is cut, bytes.
const LARGEST_PASSED: usize = 8 * 1024 * 1024;

/// The bytes of a body, `most` of them at most; otherwise [`StatusCode::PAYLOAD_TOO_LARGE`], and
/// [`StatusCode::BAD_REQUEST`] for one that broke off.
pub async fn read(body: Body, most: usize) -> Result<Vec<u8>, StatusCode> {
    let (mut parts, mut bytes) = (body.into_data_stream(), Vec::new());
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| StatusCode::BAD_REQUEST)?;
        if bytes.len() + part.len() > most {
            let_past(&mut parts).await;
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

/// Lets the rest of what is too large past, unread: a caller that is cut off while it still sends never gets to know
/// why.
pub async fn let_past(parts: &mut BodyDataStream) {
    let mut passed = 0;
    while let Some(Ok(part)) = parts.next().await {
        passed += part.len();
        if passed > LARGEST_PASSED {
            break;
        }
    }
}
