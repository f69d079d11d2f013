//! A survey on the respondent's own phone: the same definition and the same logic as on the stand.

use std::sync::Arc;

use axum::Router;

use super::{Service, Visit, not_found};

/// The pages under `/survey/`.
pub fn router() -> Router<Arc<Service>> {
    Router::new().fallback(async |visit: Visit| not_found(&visit))
}
