//! Importing and publishing from an administrator's own computer.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body as Stream, BodyDataStream};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use futures_util::StreamExt;
use serde::Deserialize;
use tokio::io::AsyncWriteExt;

use crate::domain::BodyId;
use crate::release::api::{ImportReport, PublishReport, PublishRequest};
use crate::server::error::Error;
use crate::server::http::caller::{Admin, Body};
use crate::server::http::{Refusal, Service, body};
use crate::server::{importing, releasing};

/// How long an upload may stand still.
const STILL: Duration = Duration::from_secs(30);
/// What tar adds to the files themselves, at most, for each of them: a header and padding, bytes.
const TAR_OVERHEAD: u64 = 1024;

/// What is imported.
#[derive(Debug, Deserialize)]
pub struct Which {
    body: Option<BodyId>,
}

/// `POST admin/import`.
pub async fn import(
    State(service): State<Arc<Service>>,
    Admin(admin): Admin,
    which: Result<Query<Which>, QueryRejection>,
    upload: Stream,
) -> Result<Json<ImportReport>, Refusal> {
    let Query(which) = which.map_err(|error| Refusal::new(StatusCode::BAD_REQUEST, error.body_text()))?;
    let limits = &service.centre.config.limits;
    let most = limits.import_bytes + limits.import_files as u64 * TAR_OVERHEAD;
    let archive = receive(upload.into_data_stream(), &service.centre.config.data, most).await?;
    let report = finish(async move {
        importing::import_archive(&service.centre, archive, which.body.as_ref(), admin.body.as_ref()).await
    });
    Ok(Json(report.await?))
}

/// `POST admin/publish`.
pub async fn publish(
    State(service): State<Arc<Service>>,
    Admin(admin): Admin,
    Body(request): Body<PublishRequest>,
) -> Result<Json<PublishReport>, Refusal> {
    let body = match (request.body, admin.body) {
        (Some(asked), Some(allowed)) if asked != allowed => return Err(Error::NotAllowed { allowed }.into()),
        (asked, allowed) => asked.or(allowed),
    };
    let report = finish(async move { releasing::publish(&service.centre, body.as_ref()).await });
    Ok(Json(report.await?))
}

/// Does the work to its end even if the caller hangs up meanwhile.
async fn finish<T: Send + 'static>(work: impl Future<Output = Result<T, Error>> + Send + 'static) -> Result<T, Error> {
    tokio::spawn(work).await?
}

/// Takes an upload of at most `most` bytes into a file that has no name, in the data folder.
async fn receive(mut upload: BodyDataStream, data: &Path, most: u64) -> Result<File, Refusal> {
    let file = tempfile::tempfile_in(data).map_err(Error::file(data))?;
    let mut file = tokio::fs::File::from_std(file);
    let mut received = 0;
    while let Some(part) = tokio::time::timeout(STILL, upload.next())
        .await
        .map_err(|_| Refusal::new(StatusCode::REQUEST_TIMEOUT, "the upload stood still; try again"))?
    {
        let part = part.map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "the upload broke off; try again"))?;
        received += part.len() as u64;
        if received > most {
            body::let_past(&mut upload).await;
            let message = format!("a content folder may have at most {} MB", most >> 20);
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message));
        }
        file.write_all(&part).await.map_err(Error::file(data))?;
    }
    file.flush().await.map_err(Error::file(data))?;
    let mut file = file.into_std().await;
    file.seek(SeekFrom::Start(0)).map_err(Error::file(data))?;
    Ok(file)
}
