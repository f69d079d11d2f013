//! Answers that were set aside are taken once what they lacked is there.

use serde::Serialize;
use uuid::Uuid;

use super::judging::{self, Origin, Reason};
use super::{keep_one, known};
use crate::domain::survey::{Name, Response};
use crate::release::SealedAnswer;
use crate::server::error::Error;
use crate::server::state::Centre;
use crate::server::store::SetAside;

/// How many answers are looked at in one go.
const PAGE: u32 = 100;

/// What a retry did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Retried {
    /// How many answers are kept among the others now.
    pub taken: usize,
    /// How many are set aside still.
    pub waiting: usize,
}

/// Tries the answers that were set aside under this id again, or all of them.
///
/// # Errors
/// [`Error::Database`]; what was taken before it stays taken.
pub async fn retry(centre: &Centre, id: Option<Uuid>) -> Result<Retried, Error> {
    retry_those(centre, id, None).await
}

/// Tries the answers to one survey again.
///
/// # Errors
/// As [`retry`].
pub async fn retry_survey(centre: &Centre, survey: &Name) -> Result<Retried, Error> {
    retry_those(centre, None, Some(survey)).await
}

async fn retry_those(centre: &Centre, id: Option<Uuid>, survey: Option<&Name>) -> Result<Retried, Error> {
    let mut retried = Retried::default();
    let mut after: Option<(String, String)> = None;
    loop {
        let from = after.as_ref().map(|(id, digest)| (id.as_str(), digest.as_str()));
        let page = centre.store.quarantine(id, from, PAGE).await?;
        let Some(last) = page.last() else { return Ok(retried) };
        after = Some((last.id.clone(), last.digest.clone()));
        for aside in page.into_iter().filter(|aside| survey.is_none_or(|survey| aside.survey == survey.as_str())) {
            match try_again(centre, &aside).await? {
                None => {
                    centre.store.end_quarantine(&aside).await?;
                    retried.taken += 1;
                }
                Some(reason) => {
                    centre.store.note_quarantine(&aside, reason.id(), &reason.to_string()).await?;
                    retried.waiting += 1;
                }
            }
        }
    }
}

/// What an answer that was set aside says, for an operator to decide; none if it cannot be opened.
///
/// # Errors
/// [`Error::Damaged`], or a failure to read a key.
pub async fn look(centre: &Centre, aside: &SetAside) -> Result<Option<Response>, Error> {
    let answer = as_it_came(aside)?;
    let Some(key) = centre.taking.keys.get(&answer.recipient)? else { return Ok(None) };
    Ok(tokio::task::spawn_blocking(move || answer.open(&key).ok()).await?)
}

fn as_it_came(aside: &SetAside) -> Result<SealedAnswer, Error> {
    serde_json::from_str(&aside.sealed)
        .map_err(|error| Error::Damaged { what: "answer in quarantine", problem: error.to_string() })
}

/// Takes an answer that was set aside, or says why it still cannot be.
async fn try_again(centre: &Centre, aside: &SetAside) -> Result<Option<Reason>, Error> {
    let answer = as_it_came(aside)?;
    let body = aside
        .body
        .parse()
        .map_err(|error| Error::Damaged { what: "answer in quarantine", problem: format!("{error}") })?;
    let origin = Origin {
        region: centre.store.region_of(&body).await?,
        body,
        stand: aside.stand.as_deref().and_then(|stand| stand.parse().ok()),
        came: aside.hour,
    };
    let answers = [answer];
    let known = known(centre, &answers).await?;
    let [answer] = answers;
    let verdict = tokio::task::spawn_blocking(move || judging::open(&answer, &known, &origin)).await?;
    match verdict {
        Err(reason) => Ok(Some(reason)),
        Ok(row) => keep_one(centre, row).await,
    }
}
