//! How a stand gets its identity: by an operator's approval of its pairing code, or by courier.

use std::path::Path;

use jiff::Timestamp;
use reqwest::Url;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::SyncError;
use super::remote::{Http, api_url};
use crate::domain::BodyId;
use crate::durable;
use crate::release::api::{Enrolment, EnrolmentRequest, EnrolmentState, EnrolmentTicket};
use crate::release::trust::Trust;

const ENROLMENT: &str = "enrolment.json";
const TICKET: &str = "ticket.json";
const ANCHOR: &str = "anchor.json";
/// The folder of verified metadata.
pub(super) const TRUST: &str = "trust";

/// What a stand trusts: whose content it shows, and the root from which all is verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Anchor {
    /// The body.
    pub(super) body: BodyId,
    /// TUF root JSON.
    pub(super) root: String,
}

/// The stand's identity, if it is enrolled.
pub(super) fn load(data: &Path) -> Option<Enrolment> {
    read(data, ENROLMENT)
}

/// What the stand trusts: by its enrolment, else by its first courier.
pub(super) fn anchor(data: &Path) -> Option<Anchor> {
    load(data).map(|enrolment| Anchor { body: enrolment.body, root: enrolment.root }).or_else(|| read(data, ANCHOR))
}

/// When the newest content that the stand has verified was signed to be the newest, if it has any.
pub(super) fn signed_at(data: &Path, anchor: Anchor) -> Option<Timestamp> {
    Trust::open(&data.join(TRUST), anchor.root.as_bytes(), anchor.body).ok()?.last_verified()
}

/// Keeps what a stand without a centre trusts.
///
/// # Errors
/// Any I/O error.
pub(super) fn keep_anchor(data: &Path, anchor: &Anchor) -> std::io::Result<()> {
    write(data, ANCHOR, anchor)
}

/// The enrolment under way, if there is one.
pub(super) fn ticket(data: &Path) -> Option<EnrolmentTicket> {
    read(data, TICKET)
}

/// Asks for an enrolment and keeps the ticket, so that a restart shows the same code.
///
/// # Errors
/// See [`SyncError`].
pub(super) async fn ask(http: &Http, server: &Url, data: &Path) -> Result<EnrolmentTicket, SyncError> {
    let request = EnrolmentRequest { machine: machine(), version: env!("CARGO_PKG_VERSION").to_owned() };
    let ticket = http.call(http.client().post(api_url(server, "enrolments")?).json(&request)).await?;
    write(data, TICKET, &ticket)?;
    Ok(ticket)
}

/// Asks where the enrolment stands. An approved one is on the disk before this returns.
///
/// # Errors
/// See [`SyncError`].
pub(super) async fn poll(
    http: &Http,
    server: &Url,
    data: &Path,
    ticket: &EnrolmentTicket,
) -> Result<EnrolmentState, SyncError> {
    let url = api_url(server, &format!("enrolments/{}", ticket.ticket))?;
    let state = match http.call(http.client().get(url)).await {
        // A centre that does not know the ticket, for whatever reason, will never approve it.
        Err(SyncError::Status { code: 404 | 410, .. }) => EnrolmentState::Ended,
        other => other?,
    };
    match &state {
        EnrolmentState::Pending => {}
        EnrolmentState::Approved { enrolment } => {
            write(data, ENROLMENT, enrolment)?;
            forget(data)?;
        }
        EnrolmentState::Ended => forget(data)?,
    }
    Ok(state)
}

fn forget(data: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(data.join(TICKET)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn machine() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .map(|name| name.trim().to_owned())
        .ok()
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "unnamed".to_owned())
}

fn read<T: DeserializeOwned>(data: &Path, name: &str) -> Option<T> {
    let bytes = std::fs::read(data.join(name)).ok()?;
    serde_json::from_slice(&bytes)
        .inspect_err(|error| tracing::warn!(file = name, %error, "not readable, passed over"))
        .ok()
}

/// Durably, and readable by the stand's own user alone: a temporary file is made that way.
fn write(data: &Path, name: &str, value: &impl Serialize) -> std::io::Result<()> {
    let json = serde_json::to_vec_pretty(value).map_err(std::io::Error::other)?;
    durable::write(&data.join(name), &json)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn nobody_else_on_the_machine_can_read_the_credential() {
        let data = tempfile::tempdir().expect("temporary folder");
        let enrolment = Enrolment {
            stand: uuid::Uuid::nil(),
            body: "almaly".parse().expect("valid"),
            credential: "secret".into(),
            root: "{}".into(),
            repository: "/releases/".into(),
        };
        write(data.path(), ENROLMENT, &enrolment).expect("written");
        let mode = std::fs::metadata(data.path().join(ENROLMENT)).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(load(data.path()), Some(enrolment.clone()));
        assert_eq!(anchor(data.path()).map(|anchor| anchor.body), Some(enrolment.body));
    }
}
