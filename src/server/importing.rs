//! From a content folder, or an archive of one, to a body's draft.

pub mod archive;

use std::fs::File;
use std::path::Path;

use super::editing;
use super::error::Error;
use super::state::Centre;
use crate::domain::BodyId;
use crate::release::api::ImportReport;

/// Reads `folder` and, when it has no fault, keeps it as its body's draft. With a fault, nothing is
/// changed. `body` is whose content is expected, `allowed` the only body the caller may touch.
///
/// # Errors
/// [`Error::OtherBody`], [`Error::NotAllowed`], or a failure of disk, database or repository.
pub async fn import_folder(
    centre: &Centre,
    folder: &Path,
    body: Option<&BodyId>,
    allowed: Option<&BodyId>,
) -> Result<ImportReport, Error> {
    let path = folder.to_owned();
    let reading =
        tokio::task::spawn_blocking(move || editing::read_folder(&path)).await?.map_err(Error::file(folder))?;
    if let Some(found) = &reading.report.body {
        check_body(found, body, allowed)?;
    }
    let Some(edition) = reading.edition else { return Ok(reading.report) };
    check_body(&edition.body.id, body, allowed)?;
    for (media, file) in edition.media.iter().zip(&reading.media_files) {
        centre.publisher.add_blob(media.blob, file.as_path()).await?;
    }
    let edition = centre.store.with_summaries(edition).await?;
    let changed = centre.store.save_draft(&edition, centre.clock.millis()).await?;
    tracing::info!(body = %edition.body.id, pages = edition.pages.len(), changed, "imported");
    Ok(reading.report)
}

/// The same from a tar archive of the folder.
///
/// # Errors
/// [`Error::Archive`] when it is not a content folder's, and those of [`import_folder`].
pub async fn import_archive(
    centre: &Centre,
    archive: File,
    body: Option<&BodyId>,
    allowed: Option<&BodyId>,
) -> Result<ImportReport, Error> {
    let limits = centre.config.limits.clone();
    let data = centre.config.data.clone();
    // In the data folder: the system's temporary folder may be small, or in memory.
    let folder = tokio::task::spawn_blocking(move || {
        let folder = tempfile::Builder::new().prefix("import-").tempdir_in(&data).map_err(Error::file(&data))?;
        archive::unpack(archive, folder.path(), limits.import_bytes, limits.import_files)?;
        Ok::<_, Error>(folder)
    })
    .await??;
    import_folder(centre, folder.path(), body, allowed).await
}

fn check_body(found: &BodyId, expected: Option<&BodyId>, allowed: Option<&BodyId>) -> Result<(), Error> {
    if let Some(expected) = expected.filter(|expected| *expected != found) {
        return Err(Error::OtherBody { expected: expected.clone(), found: found.clone() });
    }
    match allowed {
        Some(allowed) if allowed != found => Err(Error::NotAllowed { allowed: allowed.clone() }),
        _ => Ok(()),
    }
}
