//! Import and publish at a centre elsewhere, from an editor's own computer.

use std::path::Path;
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, redirect};
use serde::de::DeserializeOwned;

use super::error::{Error, chain};
use super::importing::archive;
use super::secret::Secret;
use crate::domain::BodyId;
use crate::release::api::{CENTRE_HEADER, ImportReport, Problem, PublishReport, PublishRequest};

/// How long the centre may take for an import or a publish.
const PATIENCE: Duration = Duration::from_secs(20 * 60);
const CONNECT: Duration = Duration::from_secs(10);

/// A centre elsewhere.
#[derive(Debug)]
pub struct Remote {
    base: Url,
    token: Secret,
    client: Client,
}

impl Remote {
    /// The centre at `address`, such as `https://centre.example.kz`.
    ///
    /// # Errors
    /// [`Error::Remote`] if the address cannot be used.
    pub fn new(address: &str, token: Secret) -> Result<Self, Error> {
        let wrong = |why: &str| {
            Error::Remote(format!("\"{address}\" is not a centre's address: {why}; write https://centre.example.kz"))
        };
        let mut base = Url::parse(address).map_err(|error| wrong(&error.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(wrong("it is not HTTP"));
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        // A process has one provider; a second call finds the first one's and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(PATIENCE)
            // The token is for this centre and no one it points to.
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| Error::Remote(chain(&error)))?;
        Ok(Self { base, token, client })
    }

    /// Whether the token would cross a network in clear.
    pub fn is_exposed(&self) -> bool {
        let local = matches!(self.base.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        self.base.scheme() == "http" && !local
    }

    /// Sends the content folder and gives what the centre found in it.
    ///
    /// # Errors
    /// [`Error::Archive`] or [`Error::File`] for the folder, [`Error::Remote`] for the centre.
    pub async fn import(&self, folder: &Path, body: Option<&BodyId>) -> Result<ImportReport, Error> {
        let path = folder.to_owned();
        let file = tokio::task::spawn_blocking(move || archive::pack(&path)).await??;
        let length = file.metadata().map_err(Error::file(folder))?.len();
        let mut url = self.at("api/v1/admin/import")?;
        if let Some(body) = body {
            url.query_pairs_mut().append_pair("body", body.as_str());
        }
        let request = self
            .client
            .post(url)
            .header(reqwest::header::CONTENT_LENGTH, length)
            .header(reqwest::header::CONTENT_TYPE, "application/x-tar")
            .body(tokio::fs::File::from_std(file));
        self.ask(request).await
    }

    /// Publishes what was imported.
    ///
    /// # Errors
    /// [`Error::Remote`].
    pub async fn publish(&self, body: Option<&BodyId>) -> Result<PublishReport, Error> {
        let request = self.client.post(self.at("api/v1/admin/publish")?);
        self.ask(request.json(&PublishRequest { body: body.cloned() })).await
    }

    fn at(&self, path: &str) -> Result<Url, Error> {
        self.base.join(path).map_err(|error| Error::Remote(error.to_string()))
    }

    async fn ask<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Error> {
        let unreachable = |error: reqwest::Error| {
            Error::Remote(format!(
                "the centre at {} was not reached: {}; check the address and the network",
                self.base,
                chain(&error)
            ))
        };
        let response = request.bearer_auth(self.token.reveal()).send().await.map_err(unreachable)?;
        if !response.headers().contains_key(CENTRE_HEADER) {
            let status = response.status();
            return Err(Error::Remote(format!("{} is not a centre: something else answered {status}", self.base)));
        }
        if response.status().is_success() {
            return response.json().await.map_err(unreachable);
        }
        Err(refusal(response).await)
    }
}

async fn refusal(response: Response) -> Error {
    let status = response.status();
    let message = match response.json::<Problem>().await {
        Ok(problem) => problem.message,
        Err(_) => format!("it answered {status}"),
    };
    if status == StatusCode::UNAUTHORIZED {
        return Error::Remote(
            "the centre does not know this token; ask its operator for one: aqparat-server token create".to_owned(),
        );
    }
    Error::Remote(format!("the centre refused: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote(address: &str) -> Result<Remote, Error> {
        Remote::new(address, Secret::presented("aqa_1"))
    }

    #[test]
    fn a_token_in_clear_across_a_network_is_noticed() {
        assert!(remote("http://centre.example.kz").expect("valid").is_exposed());
        assert!(!remote("https://centre.example.kz").expect("valid").is_exposed());
        assert!(!remote("http://127.0.0.1:8700").expect("valid").is_exposed());
    }

    #[test]
    fn a_centre_under_a_path_is_asked_under_that_path() {
        let remote = remote("https://example.kz/stands").expect("valid");
        assert_eq!(remote.at("api/v1/admin/publish").expect("valid").path(), "/stands/api/v1/admin/publish");
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        for wrong in ["centre.example.kz", "ftp://centre.example.kz", ""] {
            assert!(remote(wrong).is_err(), "{wrong:?} was taken");
        }
    }
}
