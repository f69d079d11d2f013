//! The release repository as static files: metadata with entity tags, blobs and manifests by range,
//! both for any cache to keep.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::services::ServeDir;

use super::Service;
use crate::release::Digest;
use crate::server::config::Config;
use crate::server::publishing::RepositoryAddress;

/// The largest metadata file, bytes.
const LARGEST: u64 = 16 << 20;
/// What never changes under its name.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The files under `/releases/`. Those of a bucket are fetched from the bucket's public address.
pub fn router(config: &Config) -> Router<Arc<Service>> {
    match &config.repository {
        RepositoryAddress::Folder(folder) => {
            let files = |name: &str| ServeDir::new(folder.join(name)).append_index_html_on_directories(false);
            let fixed = Router::new()
                .nest_service("/targets", files("targets"))
                .nest_service("/blobs", files("blobs"))
                .layer(middleware::map_response(keep_for_ever));
            let folder = folder.join("metadata");
            let metadata = get(move |name: Path<String>, headers: HeaderMap| metadata(folder, name, headers));
            Router::new().route("/metadata/{name}", metadata).merge(fixed).fallback(async || StatusCode::NOT_FOUND)
        }
        RepositoryAddress::S3 { .. } => Router::new().fallback(elsewhere),
    }
}

async fn keep_for_ever(mut response: Response) -> Response {
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(header::CACHE_CONTROL, FOR_EVER);
    }
    response
}

/// A metadata file. Its entity tag is its content's, not its date's: two publishes may fall into
/// one second. An answer is kept small, because a stand asks every few minutes for nothing new.
async fn metadata(folder: PathBuf, Path(name): Path<String>, headers: HeaderMap) -> Response {
    if !is_metadata_name(&name) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let bytes = match read(&folder.join(&name)).await {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, name, "cannot read the repository");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let tag = format!("\"{}\"", &Digest::of(&bytes).to_string()[..16]);
    let caching = if name == "timestamp.json" { HeaderValue::from_static("no-cache") } else { FOR_EVER };
    let known = headers.get_all(header::IF_NONE_MATCH).iter().any(|value| matches(value, &tag));
    let common = [(header::ETAG, HeaderValue::try_from(tag).ok()), (header::CACHE_CONTROL, Some(caching))];
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], bytes).into_response()
    };
    for (header, value) in common {
        response.headers_mut().extend(value.map(|value| (header, value)));
    }
    response
}

async fn read(path: &std::path::Path) -> std::io::Result<Vec<u8>> {
    let length = tokio::fs::metadata(path).await?.len();
    if length > LARGEST {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    tokio::fs::read(path).await
}

/// `timestamp.json` or `N.ROLE.json`: nothing hidden, nothing half-written, no folder.
fn is_metadata_name(name: &str) -> bool {
    name.ends_with(".json")
        && !name.starts_with('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
}

fn matches(value: &HeaderValue, tag: &str) -> bool {
    value.to_str().is_ok_and(|value| {
        value.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
    })
}

async fn elsewhere(State(service): State<Arc<Service>>, uri: Uri) -> Response {
    match &service.centre.config.public_repository {
        Some(base) => Redirect::temporary(&format!("{base}{}", uri.path().trim_start_matches('/'))).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finished_metadata_has_an_address() {
        for name in ["timestamp.json", "1.root.json", "12.almaly-akimat.json"] {
            assert!(is_metadata_name(name), "{name}");
        }
        for name in ["..json", ".tmpx.json", "timestamp.json#1", "../keys/online.json", "timestamp", "a/b.json"] {
            assert!(!is_metadata_name(name), "{name}");
        }
    }

    #[test]
    fn an_entity_tag_is_known_among_others_and_when_a_cache_weakened_it() {
        let value = |text: &str| HeaderValue::from_str(text).expect("valid");
        for known in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(matches(&value(known), "\"a\""), "{known}");
        }
        assert!(!matches(&value("\"b\""), "\"a\""));
    }
}
