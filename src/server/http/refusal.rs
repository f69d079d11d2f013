//! How a failure is told over HTTP: what the caller can mend in words, what it cannot only in
//! general, with the particulars in the log.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::release::api::Problem;
use crate::server::error::Error;
use crate::server::secret;

/// How long a caller waits before it tries again what failed by no fault of its own, seconds.
const TRY_AGAIN: u32 = 30;
/// How long a stand waits before it brings its answers again to a busy centre, seconds; up to twice that.
const BUSY: u32 = 4;

/// A refused call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    status: StatusCode,
    message: String,
    retry_after: Option<u32>,
}

impl Refusal {
    /// A refusal with what happened and what to do.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after: None }
    }

    /// The same, asking to wait for so many seconds.
    pub fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let status = match &error {
            Error::Unauthorised | Error::Revoked => StatusCode::UNAUTHORIZED,
            Error::NotAllowed { .. } => StatusCode::FORBIDDEN,
            Error::UnknownBody(_) | Error::NothingPublished(_) | Error::UnknownSurvey(_) => StatusCode::NOT_FOUND,
            Error::OtherBody { .. } | Error::VersionTaken { .. } => StatusCode::CONFLICT,
            Error::Archive(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::TooManyWaiting => StatusCode::TOO_MANY_REQUESTS,
            Error::Busy => {
                // Not all at the same moment again.
                let seconds = BUSY + (secret::fraction() * f64::from(BUSY)) as u32;
                return Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()).retry_after(seconds);
            }
            Error::Database(_) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() {
            tracing::error!(error = &error as &dyn std::error::Error, "a call failed");
            return Self::new(status, "the centre cannot do this just now; try again later, or look into its log")
                .retry_after(TRY_AGAIN);
        }
        let refusal = Self::new(status, error.to_string());
        if status == StatusCode::TOO_MANY_REQUESTS { refusal.retry_after(TRY_AGAIN) } else { refusal }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(Problem { message: self.message })).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_learns_nothing_of_the_centres_inside() {
        let inside = Error::Configuration("/var/lib/secret".to_owned());
        let refusal = Refusal::from(inside);
        assert_eq!(refusal.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!refusal.message.contains("secret"));
        assert!(refusal.retry_after.is_some());
    }

    #[test]
    fn a_caller_learns_what_it_can_mend() {
        let refusal = Refusal::from(Error::Archive("it is cut off".to_owned()));
        assert_eq!(refusal.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refusal.message.contains("cut off"));
    }
}
