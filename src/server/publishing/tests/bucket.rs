//! Publishing to an S3 store, spoken to over real HTTP. The store is a small one of our own: objects,
//! entity tags and the two conditions.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body as Answer;
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode, header};
use object_store::aws::AmazonS3Builder;

use super::*;

#[derive(Clone)]
struct Object {
    bytes: Bytes,
    tag: String,
    cache: String,
}

type Objects = Arc<Mutex<BTreeMap<String, Object>>>;

async fn serve(State(objects): State<Objects>, request: Request) -> Response<Answer> {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
    let text = |name: header::HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let answer = |status: StatusCode| Response::builder().status(status);
    let mut objects = objects.lock().expect("no panic");
    let object = objects.get(parts.uri.path()).cloned();
    let signed = text(header::AUTHORIZATION).is_some_and(|words| words.starts_with("AWS4-HMAC-SHA256 "));
    let response = match (parts.method, object) {
        _ if !signed => answer(StatusCode::FORBIDDEN).body(Answer::empty()),
        (Method::PUT, object) => {
            let is_there = text(header::IF_NONE_MATCH) == Some("*") && object.is_some();
            let differs = text(header::IF_MATCH).is_some_and(|tag| object.is_none_or(|object| object.tag != tag));
            if is_there || differs {
                answer(StatusCode::PRECONDITION_FAILED).body(Answer::empty())
            } else {
                let tag = format!("\"{}\"", Digest::of(&bytes));
                let cache = text(header::CACHE_CONTROL).unwrap_or_default().to_owned();
                objects.insert(parts.uri.path().to_owned(), Object { bytes, tag: tag.clone(), cache });
                answer(StatusCode::OK).header(header::ETAG, tag).body(Answer::empty())
            }
        }
        (_, None) => answer(StatusCode::NOT_FOUND).body(Answer::empty()),
        (method, Some(object)) => answer(StatusCode::OK)
            .header(header::ETAG, object.tag)
            .header(header::LAST_MODIFIED, "Mon, 23 Nov 2026 20:00:00 GMT")
            .header(header::CONTENT_LENGTH, object.bytes.len())
            .body(if method == Method::HEAD { Answer::empty() } else { Answer::from(object.bytes) }),
    };
    response.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_can_live_in_a_bucket() {
    let objects = Objects::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let app = Router::new().fallback(serve).with_state(objects.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let folder = tempfile::tempdir().expect("folder");
    let centre = |keys: &str| {
        let builder = AmazonS3Builder::new()
            .with_endpoint(&endpoint)
            .with_allow_http(true)
            .with_region("kz-1")
            .with_access_key_id("aqparat")
            .with_secret_access_key("secret")
            .with_bucket_name("stands");
        let store = Store::bucket(builder, "one").expect("a store");
        Publisher { keys: KeyFolder::new(&folder.path().join(keys)), store }
    };

    let first = centre("keys");
    first.set_up(moment(0)).await.expect("set up");
    let again = first.set_up(moment(0)).await;
    assert!(matches!(again, Err(PublishError::AlreadyInitialised)), "{again:?}");
    let (almaly, medeu) = (edition("almaly", &["one"]), edition("medeu", &["one"]));
    first.publish(&almaly, 1, moment(1)).await.expect("published");
    first.publish(&medeu, 1, moment(1)).await.expect("published");
    // Another machine with the same keys publishes at the same moment: neither undoes the other.
    copy(&folder.path().join("keys"), &folder.path().join("other"));
    let second = centre("other");
    let both = tokio::join!(first.publish(&almaly, 2, moment(2)), second.publish(&medeu, 2, moment(2)));
    both.0.expect("published");
    both.1.expect("published");
    for edition in [&almaly, &medeu] {
        assert_eq!(first.release(&edition.body.id).await.expect("read"), Some(2));
    }
    // Packing follows the repository as a stand would.
    first.courier(&almaly.body.id, &folder.path().join("stick"), moment(3)).await.expect("verified");

    let objects = objects.lock().expect("no panic");
    let timestamp = &objects["/stands/one/metadata/timestamp.json"];
    assert_eq!(timestamp.cache, "no-cache");
    assert!(objects["/stands/one/metadata/1.root.json"].cache.contains("immutable"));
    assert!(objects.keys().any(|path| path.starts_with("/stands/one/blobs/")));
}
