//! Which database is shown: the one small file whose replacement is the switch to a release.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use super::blobs::Blobs;
use super::{Content, ContentError};
use crate::durable;
use crate::kiosk::fault;
use crate::release::Digest;

/// A database on the disk and what it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its file name in the content folder.
    pub database: String,
    /// The SHA-256 of the manifest it was built from, if known before it is opened.
    pub manifest: Option<Digest>,
    /// Its exact length in bytes, if known: a cheap sign of damage.
    pub bytes: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Pointer {
    current: Stored,
    previous: Option<Stored>,
}

/// The folder of databases in a stand's data folder.
pub fn folder(data: &Path) -> PathBuf {
    data.join("content")
}

/// The file whose replacement is the switch.
pub fn path(data: &Path) -> PathBuf {
    folder(data).join("current")
}

fn read(data: &Path) -> Option<Pointer> {
    let pointer: Pointer = serde_json::from_slice(&std::fs::read(path(data)).ok()?).ok()?;
    let plain = |stored: &Stored| release_number(&stored.database).is_some();
    (plain(&pointer.current) && pointer.previous.as_ref().is_none_or(plain)).then_some(pointer)
}

/// The release last switched to, whether it can be opened or not.
pub fn current(data: &Path) -> Option<Stored> {
    read(data).map(|pointer| pointer.current)
}

/// The releases to try, the current one first. When the pointer itself is unreadable, whatever
/// databases lie there, the newest first: better an older text than a blank screen.
pub(super) fn candidates(data: &Path) -> Vec<Stored> {
    match read(data) {
        Some(pointer) => std::iter::once(pointer.current).chain(pointer.previous).collect(),
        None => {
            let mut found: Vec<(u64, String)> = names(&folder(data))
                .into_iter()
                .filter_map(|name| release_number(&name).map(|number| (number, name)))
                .collect();
            found.sort_unstable_by(|a, b| b.cmp(a));
            let stored = |(_, database)| Stored { database, manifest: None, bytes: None };
            found.into_iter().map(stored).collect()
        }
    }
}

/// The name of a release's database.
pub(super) fn database_name(release: u64, manifest: &Digest) -> String {
    let digest = manifest.to_string();
    format!("release-{release}-{}.db", &digest[..16])
}

/// The release a database's name tells; none if it is no such name.
fn release_number(name: &str) -> Option<u64> {
    let (number, digest) = name.strip_prefix("release-")?.strip_suffix(".db")?.split_once('-')?;
    digest.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| number.parse().ok())?
}

/// Makes `next` the shown release, durably and at once, and opens it. `shown` is the one on screen
/// now, which is kept as the previous one.
///
/// # Errors
/// Any failure leaves the old release shown.
pub async fn switch(data: &Path, next: Stored, shown: Option<&Stored>) -> Result<Content, ContentError> {
    // Opened before the switch: what cannot be opened is never switched to.
    let content = Content::open(data, &next).await?;
    let previous = match shown {
        Some(shown) if shown.database != next.database => Some(shown.clone()),
        _ => read(data).and_then(|pointer| pointer.previous).filter(|stored| stored.database != next.database),
    };
    let pointer = Pointer { current: next, previous };
    let json = serde_json::to_vec(&pointer).map_err(|error| ContentError::Disk(error.to_string()))?;
    fault::reached("before-switch");
    durable::write(&path(data), &json)?;
    fault::reached("after-switch");
    Ok(content)
}

/// Deletes the databases and blobs that neither the current nor the previous release needs. Only
/// for the process that holds the data folder's lock.
///
/// # Errors
/// When the kept releases cannot be read: then nothing is deleted.
pub async fn collect_garbage(data: &Path) -> Result<(), ContentError> {
    let Some(pointer) = read(data) else { return Ok(()) };
    let kept: Vec<Stored> = std::iter::once(pointer.current).chain(pointer.previous).collect();
    let mut needed: HashSet<String> = HashSet::new();
    for stored in &kept {
        let path = folder(data).join(&stored.database);
        let mut database = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .immutable(true)
            .disable_statement_logging()
            .connect()
            .await?;
        let blobs: Vec<String> = sqlx::query_scalar("SELECT sha256 FROM blob").fetch_all(&mut database).await?;
        needed.extend(blobs);
    }
    let data = data.to_owned();
    let swept = tokio::task::spawn_blocking(move || sweep(&data, &kept, &needed));
    Ok(swept.await.map_err(std::io::Error::other)??)
}

fn sweep(data: &Path, kept: &[Stored], needed: &HashSet<String>) -> std::io::Result<()> {
    let folder = folder(data);
    for name in names(&folder) {
        let ours = name.strip_suffix(".part").unwrap_or(&name);
        let stale = release_number(ours).is_some() && !kept.iter().any(|stored| stored.database == name);
        // Left by a write that a power cut ended.
        let temporary = name.starts_with(".tmp");
        if stale || temporary {
            std::fs::remove_file(folder.join(name))?;
            fault::reached("mid-garbage");
        }
    }
    Blobs::new(data).retain(needed)
}

/// The plain names in a folder; none when it cannot be read.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_plain_names_are_opened_or_deleted() {
        let name = database_name(12, &Digest::of(b"manifest"));
        assert_eq!(release_number(&name), Some(12));
        for strange in ["../release-1-ab.db", "release-1-../x.db", "release-x-ab.db", "outbox.db", "current"] {
            assert_eq!(release_number(strange), None, "{strange}");
        }
    }
}
