//! The fleet of stands: enrolling one, knowing it again, hearing from it, revoking it.

mod pace;
mod pairing;

use uuid::Uuid;

pub use pace::Pace;
pub use pairing::PairingCode;

use super::error::Error;
use super::secret::{self, Purpose, Secret};
use super::state::Centre;
use super::store::{Approval, Beat, Identity, NewEnrolment};
use crate::domain::BodyId;
use crate::release::api::{Enrolment, EnrolmentRequest, EnrolmentState, EnrolmentTicket, Heartbeat, HeartbeatReply};

/// How often a waiting stand asks, seconds.
const POLL_SECONDS: u32 = 2;
/// How long the fate of a code is remembered, to tell an operator what became of it.
const REMEMBER_MS: i64 = 24 * 3600 * 1000;
/// How many codes are drawn until a free one must have come up.
const DRAWS: usize = 8;
/// The longest text a stand may tell about itself, characters.
const LONGEST: usize = 300;

/// A new stand asks to be enrolled, from `address`.
///
/// # Errors
/// [`Error::TooManyWaiting`], or a failure of the database or the random source.
pub async fn request_enrolment(
    centre: &Centre,
    request: &EnrolmentRequest,
    address: &str,
) -> Result<EnrolmentTicket, Error> {
    let now = centre.clock.millis();
    centre.store.forget_enrolments(now - REMEMBER_MS).await?;
    if centre.store.count_waiting(now).await? >= centre.config.limits.waiting {
        return Err(Error::TooManyWaiting);
    }
    let ticket = Secret::generate(Purpose::Ticket)?;
    let expires_at = now + millis(centre.config.limits.code_life);
    for _ in 0..DRAWS {
        let code = PairingCode::draw()?.to_string();
        let new = NewEnrolment {
            ticket_hash: ticket.hash(),
            pairing_code: code.clone(),
            salt: hex::encode(secret::random::<16>()?),
            machine: plain(&request.machine),
            version: plain(&request.version),
            address: address.to_owned(),
            created_at: now,
            expires_at,
        };
        if centre.store.add_enrolment(&new).await? {
            return Ok(EnrolmentTicket {
                ticket: ticket.reveal().to_owned(),
                pairing_code: code,
                expires_at,
                poll_seconds: POLL_SECONDS,
            });
        }
    }
    Err(Error::TooManyWaiting)
}

/// Where the enrolment of the holder of `ticket` stands. Once approved it gives the credential,
/// the same each time, until the stand has used it.
///
/// # Errors
/// A failure of the database or the repository.
pub async fn enrolment_state(centre: &Centre, ticket: &Secret) -> Result<EnrolmentState, Error> {
    let Some(row) = centre.store.enrolment(&ticket.hash()).await? else { return Ok(EnrolmentState::Ended) };
    let (Some(stand), Some(body)) = (row.stand, row.body) else {
        let ended = row.expires_at <= centre.clock.millis();
        return Ok(if ended { EnrolmentState::Ended } else { EnrolmentState::Pending });
    };
    if row.claimed_at.is_some() || row.revoked_at.is_some() {
        return Ok(EnrolmentState::Ended);
    }
    let root = centre.publisher.root().await?;
    let credential = ticket.credential(&row.salt);
    centre.store.set_credential(&stand, &credential.hash()).await?;
    let damaged = |problem: String| Error::Damaged { what: "stand", problem };
    let enrolment = Enrolment {
        stand: stand.parse().map_err(|error: uuid::Error| damaged(error.to_string()))?,
        body: body.parse().map_err(|error| damaged(format!("{error}")))?,
        credential: credential.reveal().to_owned(),
        root,
        repository: centre.config.repository_for_stands(),
    };
    Ok(EnrolmentState::Approved { enrolment })
}

/// An operator approves the stand that shows `code`, for `body`, and may name it. Gives its id.
///
/// # Errors
/// [`Error::UnknownBody`]; [`Error::UnknownCode`], [`Error::ExpiredCode`] or [`Error::UsedCode`],
/// with nothing changed.
pub async fn approve(centre: &Centre, code: PairingCode, body: &BodyId, name: Option<&str>) -> Result<Uuid, Error> {
    if centre.store.draft(body).await?.is_none() {
        return Err(Error::UnknownBody(body.clone()));
    }
    let stand = Uuid::new_v4();
    let code = code.to_string();
    let name = name.map(plain).filter(|name| !name.is_empty());
    let approval = Approval {
        pairing_code: code.clone(),
        stand: stand.to_string(),
        body: body.clone(),
        name,
        now: centre.clock.millis(),
    };
    if centre.store.approve(&approval).await? {
        return Ok(stand);
    }
    Err(match centre.store.fate_of_code(&code).await? {
        None => Error::UnknownCode(code),
        Some(None) => Error::ExpiredCode(code),
        Some(Some(stand)) => Error::UsedCode { code, stand },
    })
}

/// The id of the stand with this id or name.
///
/// # Errors
/// [`Error::UnknownStand`], [`Error::AmbiguousStand`], [`Error::Database`].
pub async fn find(centre: &Centre, id_or_name: &str) -> Result<String, Error> {
    let mut ids = centre.store.find_stands(id_or_name).await?;
    let id = ids.pop().ok_or_else(|| Error::UnknownStand(id_or_name.to_owned()))?;
    if ids.is_empty() { Ok(id) } else { Err(Error::AmbiguousStand(id_or_name.to_owned())) }
}

/// Revokes the stand with this id or name. Its uploads end; its screen goes on. Gives its id.
///
/// # Errors
/// [`Error::UnknownStand`], [`Error::AmbiguousStand`], [`Error::Database`].
pub async fn revoke(centre: &Centre, id_or_name: &str) -> Result<String, Error> {
    let id = find(centre, id_or_name).await?;
    centre.store.revoke_stand(&id, centre.clock.millis()).await?;
    Ok(id)
}

/// Which stand presents `credential`.
///
/// # Errors
/// [`Error::Unauthorised`], [`Error::Revoked`], [`Error::Database`].
pub async fn authenticate(centre: &Centre, credential: &Secret) -> Result<Identity, Error> {
    centre.store.authenticate(&credential.hash(), centre.clock.millis()).await
}

/// Takes a heartbeat, and says when the next one is due and what the body's newest release is.
///
/// # Errors
/// [`Error::Database`].
pub async fn hear(centre: &Centre, stand: &Identity, heartbeat: Heartbeat) -> Result<HeartbeatReply, Error> {
    let now = centre.clock.millis();
    let heartbeat = bounded(heartbeat);
    let text = |error: serde_json::Error| Error::Damaged { what: "heartbeat", problem: error.to_string() };
    let beat = Beat {
        version: heartbeat.version.clone(),
        release: heartbeat.release.map(clamp),
        as_of: heartbeat.as_of,
        clock_skew: heartbeat.clock.saturating_sub(now),
        disk_free: heartbeat.disk_free.map(clamp),
        speech: serde_json::to_string(&heartbeat.speech).map_err(text)?,
        last_error: heartbeat.last_error.clone(),
        answers_waiting: clamp(heartbeat.answers_waiting),
        // The history tells minutes, of which no answer may know.
        report: serde_json::to_string(&Heartbeat { answers_waiting: 0, ..heartbeat }).map_err(text)?,
    };
    centre.store.save_heartbeat(&stand.stand, &beat, centre.config.limits.heartbeat_history, now).await?;
    let pace = Pace::of(&centre.config.limits);
    let next_seconds = pace.next_seconds(centre.store.count_stands().await?, secret::fraction());
    let release = centre.store.newest_release(&stand.body).await?;
    let full_surveys = centre.store.ended_surveys(now).await?;
    Ok(HeartbeatReply { clock: now, next_seconds, release, full_surveys })
}

/// The heartbeat with its texts cut to what is worth keeping.
fn bounded(mut heartbeat: Heartbeat) -> Heartbeat {
    heartbeat.version = plain(&heartbeat.version);
    heartbeat.last_error = heartbeat.last_error.as_deref().map(plain);
    heartbeat.speech.missing_voices.truncate(16);
    for voice in &mut heartbeat.speech.missing_voices {
        *voice = plain(voice);
    }
    heartbeat
}

/// A stand's text without control characters, which could play tricks on an operator's terminal,
/// and not too long.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>().trim().to_owned()
}

fn clamp(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn millis(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_cannot_play_tricks_on_the_operators_terminal() {
        assert_eq!(plain("lobby\u{1b}[2J\n1 "), "lobby[2J1");
        assert_eq!(plain(&"x".repeat(10_000)).len(), LONGEST);
    }
}
