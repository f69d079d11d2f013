//! Which drafts become releases, and the renewing of signatures that run out.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::error::Error;
use super::secret;
use super::state::Centre;
use super::store::{BodySummary, DraftHead, Publication};
use super::surveys::offering::{self, Offer};
use crate::domain::{BodyId, Region};
use crate::release::api::{PublishHint, PublishReport};

/// How often signatures are looked at.
const REFRESH: Duration = Duration::from_secs(3600);
/// How soon they are looked at again when that failed.
const RETRY: Duration = Duration::from_secs(300);

/// Publishes the draft of `body`, or of every body, where it differs from the body's last release.
///
/// # Errors
/// [`Error::UnknownBody`], or the first failure; releases made before it stand.
pub async fn publish(centre: &Centre, body: Option<&BodyId>) -> Result<PublishReport, Error> {
    let _lock = centre.store.lock_publishing().await?;
    let mut drafts = centre.store.drafts().await?;
    if let Some(body) = body {
        drafts.retain(|draft| draft.body == *body);
        if drafts.is_empty() {
            return Err(Error::UnknownBody(body.clone()));
        }
    }
    let mut published = Vec::new();
    for draft in drafts {
        let offer = offer_of(centre, &draft).await?;
        if !is_changed(&draft, &offer)? {
            continue;
        }
        if let Some(release) = publish_draft(centre, &draft.body, &offer).await? {
            published.push(PublishHint { body: draft.body, release });
        }
    }
    Ok(PublishReport { published })
}

/// Every body for a person to read; one is changed also when other surveys are offered than were published.
///
/// # Errors
/// [`Error::Database`], [`Error::Damaged`].
pub async fn bodies(centre: &Centre) -> Result<Vec<BodySummary>, Error> {
    let mut bodies = centre.store.bodies().await?;
    for draft in centre.store.drafts().await? {
        let changed = is_changed(&draft, &offer_of(centre, &draft).await?)?;
        for body in bodies.iter_mut().filter(|body| body.body == draft.body.as_str()) {
            body.changed = changed;
        }
    }
    Ok(bodies)
}

async fn offer_of(centre: &Centre, draft: &DraftHead) -> Result<Offer, Error> {
    let region = draft.region.as_deref().and_then(Region::from_id);
    offering::offer(centre, &draft.body, region).await
}

/// Whether pages or surveys differ from what was published last.
fn is_changed(draft: &DraftHead, offer: &Offer) -> Result<bool, Error> {
    let same_pages = draft.published_digest.as_ref() == Some(&draft.digest);
    Ok(!same_pages || draft.published_surveys.as_ref() != Some(&offer.digest()?))
}

async fn publish_draft(centre: &Centre, body: &BodyId, offer: &Offer) -> Result<Option<u64>, Error> {
    let Some(draft) = centre.store.draft(body).await? else { return Ok(None) };
    let current = centre.publisher.release(body).await?;
    let release = centre.store.next_release(body, current).await?;
    let now = centre.clock.now();
    let manifest = centre.publisher.publish_with(&draft.edition, offer, release, now).await?;
    let publication = Publication {
        body: body.clone(),
        release,
        edition_digest: draft.digest,
        surveys_digest: offer.digest()?,
        manifest,
        published_at: now.as_millisecond(),
    };
    centre.store.record_publication(&publication).await?;
    tracing::info!(%body, release, surveys = offer.surveys.len(), "published");
    Ok(Some(release))
}

/// Renews signatures before they run out, every hour or so, until `stop`. Several servers do not
/// do it at the same moment.
pub async fn keep_fresh(centre: &Centre, stop: &CancellationToken) {
    loop {
        let wait = match centre.publisher.refresh(centre.clock.now()).await {
            Ok(signed) => {
                if signed {
                    tracing::info!("renewed the signatures of snapshot and timestamp");
                }
                REFRESH
            }
            Err(error) => {
                // Stands go on with what they have; only a week of this would be seen.
                tracing::error!(error = &error as &dyn std::error::Error, "could not renew the signatures");
                RETRY
            }
        };
        let jittered = wait.mul_f64(1.0 + secret::fraction() / 4.0);
        if stop.run_until_cancelled(tokio::time::sleep(jittered)).await.is_none() {
            return;
        }
    }
}
