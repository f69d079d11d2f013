//! Style sheets and the icon: part of the program, under names that change with their content, so that any
//! cache may keep them for ever.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{Service, Visit, not_found};
use crate::release::Digest;

/// A file of the program.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

const ASSETS: &[Asset] = &[
    Asset {
        name: "style.css",
        media_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../../../../assets/web/style.css"),
    },
    Asset {
        name: "results.css",
        media_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../../../../assets/web/results.css"),
    },
    Asset { name: "icon.svg", media_type: "image/svg+xml", bytes: include_bytes!("../../../../assets/web/icon.svg") },
];

/// The address of each asset, in the order of [`ASSETS`].
static ADDRESSES: LazyLock<Vec<String>> = LazyLock::new(|| ASSETS.iter().map(named).collect());

/// `style.css` → `style-1a2b3c4d5e6f7a8b.css`.
fn named(asset: &Asset) -> String {
    let digest = Digest::of(asset.bytes).to_string();
    let (stem, extension) = asset.name.rsplit_once('.').unwrap_or((asset.name, ""));
    format!("{stem}-{}.{extension}", digest.get(..16).unwrap_or(&digest))
}

/// Where the asset `name` is to be had. A name that is none leads to the page for what is not there.
pub fn address_of(name: &str) -> String {
    let at = ASSETS.iter().position(|asset| asset.name == name);
    format!("/assets/{}", at.and_then(|at| ADDRESSES.get(at)).map_or(name, String::as_str))
}

/// The assets under their names.
pub(super) fn router() -> Router<Arc<Service>> {
    Router::new().route("/{name}", get(asset)).fallback(async |visit: Visit| not_found(&visit))
}

async fn asset(visit: Visit, Path(name): Path<String>) -> Response {
    let found = ADDRESSES.iter().zip(ASSETS).find(|(address, _)| **address == name);
    let Some((_, asset)) = found else { return not_found(&visit).into_response() };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, asset.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assets_address_changes_with_its_content() {
        let of = |bytes| named(&Asset { name: "style.css", media_type: "text/css", bytes });
        assert_ne!(of(b"a"), of(b"b"));
        assert!(of(b"a").starts_with("style-") && of(b"a").ends_with(".css"), "{}", of(b"a"));
        assert!(address_of("style.css").starts_with("/assets/style-"));
    }
}
