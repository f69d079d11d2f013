//! Which surveys a body's release carries, and on which terms.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use crate::domain::survey::Survey;
use crate::domain::survey::definition::{Audience, Image, Item};
use crate::domain::{BodyId, Region};
use crate::release::{Digest, PublishedSurvey};
use crate::server::config::Config;
use crate::server::editing::Media;
use crate::server::error::Error;
use crate::server::state::Centre;
use crate::server::store::{SurveyRow, SurveyVersion};

/// The surveys of a release and their images.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Offer {
    /// The surveys, in order of id.
    pub surveys: Vec<PublishedSurvey>,
    /// Their images; the bytes lie in the repository's blobs.
    pub media: Vec<Media>,
}

impl Offer {
    /// By which a change is noticed; empty for no surveys.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it cannot be written.
    pub fn digest(&self) -> Result<String, Error> {
        if self.surveys.is_empty() {
            return Ok(String::new());
        }
        let text =
            serde_json::to_vec(self).map_err(|error| Error::Damaged { what: "survey", problem: error.to_string() })?;
        Ok(Digest::of(&text).to_string())
    }
}

/// What the next release of `body` offers as things stand now: the surveys that are open or will open, are for this
/// body, and want more answers.
///
/// # Errors
/// [`Error::Database`], [`Error::Damaged`].
pub async fn offer(centre: &Centre, body: &BodyId, region: Option<Region>) -> Result<Offer, Error> {
    let now = centre.clock.millis();
    let mut offer = Offer::default();
    let mut stands = None;
    for row in centre.store.surveys().await? {
        if !row.is_offered(now) || row.is_full() || !row.terms.targeting.takes_in(body, region) {
            continue;
        }
        let mut only = Vec::new();
        if !row.terms.targeting.stands.is_empty() {
            if stands.is_none() {
                stands = Some(centre.store.stands().await?);
            }
            let of_body = stands.iter().flatten().filter(|stand| stand.body == body.as_str());
            only.extend(of_body.filter_map(|stand| stand.id.parse::<Uuid>().ok()));
            only.retain(|stand| row.terms.targeting.stands.contains(stand));
            only.sort_unstable();
            if only.is_empty() {
                continue;
            }
        }
        let Some(recipient) = row.recipient.clone() else { continue };
        let Some(version) = centre.store.survey_version(&row.id, &row.version).await? else { continue };
        let (survey, media) = with_released_images(version);
        let web_address = web_address(&centre.config, &row).filter(|_| survey.audience == Audience::Visitors);
        for image in media {
            if !offer.media.contains(&image) {
                offer.media.push(image);
            }
        }
        offer.surveys.push(PublishedSurvey {
            survey,
            recipient,
            opens_at: row.terms.opens_at,
            closes_at: row.terms.closes_at,
            stands: only,
            stand_quota: row.terms.stand_quota,
            web_address,
        });
    }
    Ok(offer)
}

/// Where the form for a respondent's own phone is: `https://…/survey/ID`; none if the survey has none or the centre
/// does not know its own address.
pub fn web_address(config: &Config, row: &SurveyRow) -> Option<String> {
    let mut address = config.public_url.clone().filter(|_| row.terms.web)?;
    address.path_segments_mut().ok()?.pop_if_empty().push("survey").push(row.id.as_str());
    Some(address.into())
}

/// The survey with its images under the names they have in a release: by content, so that two surveys, or a survey
/// and a page, never mean different images by one name.
fn with_released_images(version: SurveyVersion) -> (Survey, Vec<Media>) {
    let SurveyVersion { mut survey, media, .. } = version;
    let mut names = BTreeMap::new();
    let media = media
        .into_iter()
        .map(|image| {
            let (_, ending) = image.name.rsplit_once('.').unwrap_or_default();
            let name = format!("survey-{}.{}", &image.blob.sha256.to_string()[..32], ending.to_ascii_lowercase());
            names.insert(image.name, name.clone());
            Media { name, ..image }
        })
        .collect();
    for image in images_mut(&mut survey) {
        if let Some(name) = names.get(&image.file) {
            image.file.clone_from(name);
        }
    }
    (survey, media)
}

/// Every image of a survey: of its questions and of its choices.
pub(super) fn images_mut(survey: &mut Survey) -> Vec<&mut Image> {
    fn of_items<'a>(items: &'a mut [Item], images: &mut Vec<&'a mut Image>) {
        for item in items {
            match item {
                Item::Question(question) => images.extend(&mut question.image),
                Item::Group(group) => of_items(&mut group.items, images),
            }
        }
    }
    let mut images = Vec::new();
    of_items(&mut survey.items, &mut images);
    images.extend(survey.lists.values_mut().flatten().filter_map(|choice| choice.image.as_mut()));
    images
}
