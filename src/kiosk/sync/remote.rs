//! The centre and its release repository over HTTP: bounded in size, bounded in time, conditional.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sigstore_tuf::transport::FetchFuture;

use super::backoff;
use super::{Surroundings, SyncError};
use crate::durable;
use crate::kiosk::content::blobs::{Part, PartError};
use crate::release::BlobRef;
use crate::release::api::CENTRE_HEADER;

/// The largest JSON answer of the centre's own calls.
const LARGEST_ANSWER: u64 = 1 << 20;

/// A large file gets a second for every so many bytes: slower than that is a stall in disguise.
const SLOWEST: u64 = 4096;

/// The only file whose name stays while its content changes: asked for conditionally.
const TIMESTAMP: &str = "timestamp.json";

/// One HTTP client with the stand's patience. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Http {
    client: Client,
    surroundings: Surroundings,
}

impl Http {
    /// The client. Knows no proxy: a stand's network is set up by its administrator. HTTPS is
    /// checked against the system's certificates.
    ///
    /// # Errors
    /// When the system gives a client nothing to work with.
    pub(super) fn new(surroundings: &Surroundings) -> Result<Self, SyncError> {
        // A provider may stand already, from another part of the program: as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            let patience = surroundings.timings.connect;
            Client::builder().no_proxy().connect_timeout(patience).redirect(Policy::limited(3))
        };
        let client = builder().build().or_else(|error| {
            // A small system may have no certificates at all. HTTP needs none, and HTTPS then says so.
            tracing::warn!(error = words(&error), "HTTPS cannot be checked; install ca-certificates");
            builder().tls_certs_only([]).build()
        });
        let client = client.map_err(|error| SyncError::Unreachable(words(&error)))?;
        Ok(Self { client, surroundings: surroundings.clone() })
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Sends, and waits for the head of the answer.
    pub(super) async fn send(&self, request: RequestBuilder) -> Result<Response, SyncError> {
        let timings = self.surroundings.timings;
        match tokio::time::timeout(timings.connect + timings.idle, request.send()).await {
            Ok(answer) => answer.map_err(|error| SyncError::Unreachable(words(&error))),
            Err(_) => Err(SyncError::Unreachable("no answer in time".into())),
        }
    }

    /// The next bytes of an answer; none at its end.
    pub(super) async fn chunk(
        &self,
        answer: &mut Response,
        patience: Duration,
    ) -> Result<Option<impl AsRef<[u8]> + use<>>, SyncError> {
        match tokio::time::timeout(patience, answer.chunk()).await {
            Ok(chunk) => chunk.map_err(|error| SyncError::Unreachable(words(&error))),
            Err(_) => Err(SyncError::Unreachable("the answer stalled".into())),
        }
    }

    /// A small body as a whole, at most `most` bytes.
    async fn body(&self, mut answer: Response, most: u64) -> Result<Vec<u8>, SyncError> {
        let oversize = || SyncError::Answer(format!("more than {most} bytes"));
        let expected = answer.content_length();
        if expected.is_some_and(|length| length > most) {
            return Err(oversize());
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk(&mut answer, self.surroundings.timings.idle).await? {
            bytes.extend_from_slice(chunk.as_ref());
            if bytes.len() as u64 > most {
                return Err(oversize());
            }
        }
        Ok(bytes)
    }

    /// One of the centre's own calls: JSON in, JSON out. A success counts only with the centre's
    /// header; so does a 401.
    ///
    /// # Errors
    /// [`SyncError::Revoked`] on the centre's own 401, else what kept the answer away.
    pub(super) async fn call<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, SyncError> {
        let call = async {
            let answer = self.own(self.send(request).await?)?;
            let bytes = self.body(answer, LARGEST_ANSWER).await?;
            serde_json::from_slice(&bytes).map_err(|error| SyncError::Answer(error.to_string()))
        };
        self.within(self.surroundings.timings.whole, call).await
    }

    /// Passes a successful answer of the centre itself.
    pub(super) fn own(&self, answer: Response) -> Result<Response, SyncError> {
        let ours = answer.headers().contains_key(CENTRE_HEADER);
        match answer.status() {
            status if status.is_success() && ours => Ok(answer),
            status if status.is_success() || status.is_redirection() => Err(SyncError::Portal),
            StatusCode::UNAUTHORIZED if ours => Err(SyncError::Revoked),
            status => Err(self.refusal(status, answer.headers())),
        }
    }

    fn refusal(&self, status: StatusCode, headers: &HeaderMap) -> SyncError {
        let ours = headers.contains_key(CENTRE_HEADER);
        SyncError::Status { code: status.as_u16(), retry_after: self.retry_after(headers), ours }
    }

    fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let now = text(header::DATE).and_then(backoff::http_date).unwrap_or_else(self.surroundings.clock);
        backoff::retry_after(text(header::RETRY_AFTER)?, now, self.surroundings.timings.retry_after_most)
    }

    async fn within<T>(
        &self,
        patience: Duration,
        work: impl Future<Output = Result<T, SyncError>>,
    ) -> Result<T, SyncError> {
        match tokio::time::timeout(patience, work).await {
            Ok(done) => done,
            Err(_) => Err(SyncError::TooSlow),
        }
    }
}

/// Why an error came to be: its causes, which say "connection refused" where the error itself only
/// says that a request failed.
pub(super) fn words(error: &dyn std::error::Error) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !words.iter().any(|said| said.contains(&more)) {
            words.push(more);
        }
        cause = error.source();
    }
    if words.is_empty() { error.to_string() } else { words.join(": ") }
}

/// A file and what to ask with, to be told "not modified".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Validated {
    url: String,
    etag: Option<String>,
    last_modified: Option<String>,
    body: String,
}

#[derive(Debug, Default)]
struct Memory {
    /// Verified, and on the disk.
    kept: Option<Validated>,
    /// Fetched, and not verified yet.
    fetched: Option<Validated>,
    /// Why something could not be fetched: verification only passes on words.
    failure: Option<SyncError>,
}

/// A release repository at an address. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Remote {
    http: Http,
    base: Url,
    file: PathBuf,
    memory: Arc<Mutex<Memory>>,
}

enum Answer {
    Body(Vec<u8>, HeaderMap),
    NotModified,
    Missing,
}

impl Remote {
    /// The repository at `base`, which ends in a slash.
    pub(super) fn new(http: Http, base: Url, data: &Path) -> Self {
        let file = data.join("validators.json");
        let kept = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { http, base, file, memory: Arc::new(Mutex::new(Memory { kept, ..Memory::default() })) }
    }

    /// Keeps what was fetched for the next conditional request: it has been verified.
    ///
    /// # Errors
    /// Any I/O error; then the next check merely costs a little more.
    pub(super) fn keep(&self) -> std::io::Result<()> {
        let mut memory = self.memory();
        memory.failure = None;
        let Some(fetched) = memory.fetched.take() else { return Ok(()) };
        if memory.kept.as_ref() != Some(&fetched) {
            durable::write(&self.file, &serde_json::to_vec(&fetched).map_err(std::io::Error::other)?)?;
            memory.kept = Some(fetched);
        }
        Ok(())
    }

    /// Forgets what was fetched: it has not been verified. What was kept is forgotten too when it
    /// was `refused`, so that it is fetched whole next time.
    pub(super) fn forget(&self, refused: bool) {
        let mut memory = self.memory();
        memory.fetched = None;
        if refused {
            memory.kept = None;
        }
    }

    /// What kept something from being fetched since the last call, if anything did.
    pub(super) fn take_failure(&self) -> Option<SyncError> {
        self.memory().failure.take()
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        // What is in it stays whole whatever panicked.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn get(&self, url: Url, most: u64, known: Option<&Validated>) -> Result<Answer, SyncError> {
        let mut request = self.http.client.get(url);
        if let Some(etag) = known.and_then(|known| known.etag.as_ref()) {
            request = request.header(header::IF_NONE_MATCH, etag);
        } else if let Some(moment) = known.and_then(|known| known.last_modified.as_ref()) {
            request = request.header(header::IF_MODIFIED_SINCE, moment);
        }
        let fetch = async {
            let answer = self.http.send(request).await?;
            match answer.status() {
                StatusCode::OK if is_html(answer.headers()) => Err(SyncError::Portal),
                StatusCode::OK => {
                    let headers = answer.headers().clone();
                    Ok(Answer::Body(self.http.body(answer, most).await?, headers))
                }
                StatusCode::NOT_MODIFIED if known.is_some() => Ok(Answer::NotModified),
                // Some object stores answer 403 for what is not there.
                StatusCode::NOT_FOUND | StatusCode::FORBIDDEN => Ok(Answer::Missing),
                status => Err(self.http.refusal(status, answer.headers())),
            }
        };
        self.http.within(self.http.surroundings.timings.whole, fetch).await
    }

    async fn metadata(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, SyncError> {
        let url = self.url(&format!("metadata/{name}"))?;
        if name != TIMESTAMP {
            return Ok(match self.get(url, most, None).await? {
                Answer::Body(bytes, _) => Some(bytes),
                Answer::NotModified | Answer::Missing => None,
            });
        }
        let known = self.memory().kept.clone().filter(|known| known.url == url.as_str());
        let url_text = url.as_str().to_owned();
        match self.get(url, most, known.as_ref()).await? {
            Answer::NotModified => Ok(known.map(|known| known.body.into_bytes())),
            Answer::Missing => Ok(None),
            Answer::Body(bytes, headers) => {
                let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).map(str::to_owned);
                let (etag, last_modified) = (text(header::ETAG), text(header::LAST_MODIFIED));
                if let Ok(body) = String::from_utf8(bytes.clone())
                    && (etag.is_some() || last_modified.is_some())
                {
                    self.memory().fetched = Some(Validated { url: url_text, etag, last_modified, body });
                }
                Ok(Some(bytes))
            }
        }
    }

    async fn target(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, SyncError> {
        Ok(match self.get(self.url(&format!("targets/{path}"))?, most, None).await? {
            Answer::Body(bytes, _) => Some(bytes),
            Answer::NotModified | Answer::Missing => None,
        })
    }

    /// Fetches what `part` still lacks of a blob, by range if it has a beginning.
    ///
    /// # Errors
    /// See [`SyncError`]; whatever arrived stays in the part.
    pub(super) async fn blob(&self, blob: BlobRef, part: &mut Part) -> Result<(), SyncError> {
        if part.written() == blob.length {
            return Ok(());
        }
        let patience = self.http.surroundings.timings.whole + Duration::from_secs(blob.length / SLOWEST);
        self.http.within(patience, self.blob_bytes(blob, part)).await
    }

    async fn blob_bytes(&self, blob: BlobRef, part: &mut Part) -> Result<(), SyncError> {
        let wrong = |error| SyncError::Blob { blob, error };
        let mut request = self.http.client.get(self.url(&blob.sha256.blob_path())?);
        if part.written() > 0 {
            request = request.header(header::RANGE, format!("bytes={}-", part.written()));
        }
        let mut answer = self.http.send(request).await?;
        match answer.status() {
            StatusCode::PARTIAL_CONTENT if range_start(answer.headers()) == Some(part.written()) => {}
            StatusCode::OK if is_html(answer.headers()) => return Err(SyncError::Portal),
            StatusCode::OK => part.restart().await.map_err(wrong)?,
            StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
                part.restart().await.map_err(wrong)?;
                return Err(SyncError::Answer("another range than the one asked for".into()));
            }
            StatusCode::NOT_FOUND | StatusCode::FORBIDDEN => return Err(SyncError::NoBlob(blob.sha256)),
            status => return Err(self.http.refusal(status, answer.headers())),
        }
        if answer.content_length().is_some_and(|length| part.written() + length > blob.length) {
            part.restart().await.map_err(wrong)?;
            return Err(wrong(PartError::Oversize(blob.length)));
        }
        while let Some(chunk) = self.http.chunk(&mut answer, self.http.surroundings.timings.idle).await? {
            part.write(chunk.as_ref()).await.map_err(wrong)?;
        }
        Ok(())
    }

    fn url(&self, path: &str) -> Result<Url, SyncError> {
        self.base.join(path).map_err(|error| SyncError::Answer(error.to_string()))
    }

    fn told(&self, error: SyncError) -> sigstore_tuf::Error {
        let words = error.to_string();
        self.memory().failure = Some(error);
        sigstore_tuf::Error::transport(words)
    }
}

impl sigstore_tuf::Repository for Remote {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move { self.metadata(name, max_length).await.map_err(|error| self.told(error)) })
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move { self.target(path, max_length).await.map_err(|error| self.told(error)) })
    }
}

fn is_html(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("text/html")
}

/// The first byte of a `Content-Range: bytes 200-1023/1024`.
fn range_start(headers: &HeaderMap) -> Option<u64> {
    let value = headers.get(header::CONTENT_RANGE)?.to_str().ok()?;
    value.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok()
}

/// An address that others can be joined to: its path ends in a slash.
pub(super) fn as_folder(mut url: Url) -> Url {
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    url
}

/// The address of the repository that an enrolment names, absolute or relative to the centre.
///
/// # Errors
/// When it is no address.
pub(super) fn repository_url(server: &Url, repository: &str) -> Result<Url, SyncError> {
    let joined = as_folder(server.clone()).join(repository);
    joined.map(as_folder).map_err(|error| SyncError::Answer(format!("repository address: {error}")))
}

/// The address of one of the centre's own calls.
///
/// # Errors
/// When it is no address.
pub(super) fn api_url(server: &Url, path: &str) -> Result<Url, SyncError> {
    let joined = as_folder(server.clone()).join(&format!("api/v1/{path}"));
    joined.map_err(|error| SyncError::Answer(format!("address: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_may_lie_at_the_centre_or_anywhere_else() {
        let at = |server: &str, repository| {
            let server: Url = server.parse().expect("an address");
            repository_url(&server, repository).expect("an address").to_string()
        };
        assert_eq!(at("http://centre:8700", "/releases/"), "http://centre:8700/releases/");
        assert_eq!(at("https://gov.kz/aqparat", "releases"), "https://gov.kz/aqparat/releases/");
        assert_eq!(at("https://centre", "https://cdn.kz/a"), "https://cdn.kz/a/");
        let api = api_url(&"https://gov.kz/aqparat".parse().expect("an address"), "events");
        assert_eq!(api.expect("an address").as_str(), "https://gov.kz/aqparat/api/v1/events");
    }
}
