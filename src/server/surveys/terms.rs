//! What operators do with surveys: import a version, open, close, give a new key. Stands learn of it with the next
//! publish of their body.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;

use super::offering::images_mut;
use super::taking;
use crate::domain::Language;
use crate::domain::survey::checks::Problem;
use crate::domain::survey::definition::Audience;
use crate::domain::survey::{Name, Survey};
use crate::server::editing::Media;
use crate::server::error::Error;
use crate::server::state::Centre;
use crate::server::store::{SurveyRow, SurveyState, Terms};

/// What an import of a survey did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The survey.
    pub survey: Name,
    /// The version.
    pub version: String,
    /// Whether it was new; else it was here already, word for word.
    pub new: bool,
    /// How many answers had waited for it in quarantine and were taken.
    pub taken: usize,
}

/// Keeps a version of a survey, with its images, and takes the answers that had waited for it. `survey` has passed
/// its checks.
///
/// # Errors
/// [`Error::Survey`] when an image is missing, or Kazakh or Russian while the survey is open; [`Error::VersionTaken`],
/// a failure of database or repository; nothing was changed then.
pub async fn import(centre: &Centre, survey: &Survey, images: &[(Media, PathBuf)]) -> Result<Imported, Error> {
    // What is open is asked at once by the form for phones, and by stands from the next publish on.
    if centre.store.survey(&survey.id).await?.is_some_and(|row| row.state == SurveyState::Open) {
        in_both_languages(survey)?;
    }
    let mut media = Vec::new();
    for name in image_names(survey) {
        let found = images.iter().find(|(image, _)| image.name == name);
        let Some((image, file)) = found else {
            return Err(Error::Survey(format!(
                "the survey shows the image {name}, which is not here: put it into a folder and give that with --media"
            )));
        };
        centre.publisher.add_blob(image.blob, file.as_path()).await?;
        media.push(image.clone());
    }
    let new = centre.store.add_survey_version(survey, &media, centre.clock.millis()).await?;
    tracing::info!(survey = %survey.id, version = %survey.version, new, "imported a survey");
    let taken = taking::retry_survey(centre, &survey.id).await?.taken;
    Ok(Imported { survey: survey.id.clone(), version: survey.version.clone(), new, taken })
}

/// Whether everything is said in Kazakh and in Russian, as whatever a state body shows has to be (Law on Languages,
/// Art. 21).
fn in_both_languages(survey: &Survey) -> Result<(), Error> {
    for language in [Language::Kazakh, Language::Russian] {
        let missing = survey.check(&[language]).iter().filter(|found| found.problem == Problem::Untranslated).count();
        if missing > 0 {
            return Err(Error::Survey(format!(
                "{missing} texts of the survey {} (version {}) are missing in {}, and nobody may be asked it before both \
                 Kazakh and Russian are complete: write them into the workbook, give the sheet settings another \
                 version, import it without --incomplete, and open the survey then",
                survey.id,
                survey.version,
                language.own_name()
            )));
        }
    }
    Ok(())
}

/// The files of the images that a survey shows.
pub fn image_names(survey: &Survey) -> BTreeSet<String> {
    let mut survey = survey.clone();
    images_mut(&mut survey).into_iter().map(|image| image.file.clone()).collect()
}

/// Opens a survey on `terms`, in place of those before. It gets its key the first time.
///
/// # Errors
/// [`Error::UnknownSurvey`]; [`Error::Survey`] when the terms cannot be, or the newest version lacks Kazakh or
/// Russian, with nothing changed.
pub async fn open(centre: &Centre, id: &Name, terms: &Terms) -> Result<SurveyRow, Error> {
    let row = find(centre, id).await?;
    let now = centre.clock.millis();
    if let (Some(opens), Some(closes)) = (terms.opens_at, terms.closes_at)
        && closes <= opens
    {
        return Err(Error::Survey("the survey would close before it opens: correct --from or --until".into()));
    }
    if terms.closes_at.is_some_and(|closes| closes <= now) {
        return Err(Error::Survey("the survey would have closed already: give a later --until".into()));
    }
    if terms.quota == Some(0) || terms.stand_quota == Some(0) {
        return Err(Error::Survey("a quota of 0 takes no answer: leave it out, or close the survey".into()));
    }
    if let Some(newest) = centre.taking.version(&centre.store, id, &row.version).await? {
        in_both_languages(&newest)?;
    }
    refuse_second_for_auditors(centre, &row, terms).await?;
    let recipient = match row.recipient {
        Some(recipient) => recipient,
        None => centre.taking.keys.create()?,
    };
    centre.store.set_survey(id, SurveyState::Open, terms, Some(&recipient)).await?;
    find(centre, id).await
}

/// Refuses a survey for auditors where another is offered: the PIN of a stand opens one.
async fn refuse_second_for_auditors(centre: &Centre, row: &SurveyRow, terms: &Terms) -> Result<(), Error> {
    if !is_for_auditors(centre, row).await? {
        return Ok(());
    }
    let now = centre.clock.millis();
    for other in centre.store.surveys().await? {
        let ends_before = |one: &Terms, then: &Terms| {
            one.closes_at.is_some_and(|closes| closes <= then.opens_at.unwrap_or(now).max(now))
        };
        let is_apart = other.id == row.id
            || !other.is_offered(now)
            || !other.terms.targeting.may_meet(&terms.targeting)
            || ends_before(&other.terms, terms)
            || ends_before(terms, &other.terms);
        if !is_apart && is_for_auditors(centre, &other).await? {
            return Err(Error::Survey(format!(
                "the survey {} for auditors is open on the same stands, and their PIN opens one: close it first, or give \
                 this one other stands (--body, --region, --stand) or other days (--from, --until)",
                other.id
            )));
        }
    }
    Ok(())
}

async fn is_for_auditors(centre: &Centre, row: &SurveyRow) -> Result<bool, Error> {
    let version = centre.store.survey_version(&row.id, &row.version).await?;
    Ok(version.is_some_and(|version| version.survey.audience == Audience::Auditors))
}

/// Closes a survey: answers given in a later hour are set aside.
///
/// # Errors
/// [`Error::UnknownSurvey`], [`Error::Database`].
pub async fn close(centre: &Centre, id: &Name) -> Result<SurveyRow, Error> {
    let row = find(centre, id).await?;
    let now = centre.clock.millis();
    let closes_at = row.terms.closes_at.filter(|closes| *closes <= now).unwrap_or(now);
    let terms = Terms { closes_at: Some(closes_at), ..row.terms };
    centre.store.set_survey(id, SurveyState::Closed, &terms, row.recipient.as_deref()).await?;
    find(centre, id).await
}

/// Gives a survey a new key pair: new releases carry it. The old secret key stays, so that answers which wait on
/// stands can still be opened.
///
/// # Errors
/// [`Error::UnknownSurvey`], [`Error::File`], [`Error::Database`].
pub async fn rotate_key(centre: &Centre, id: &Name) -> Result<SurveyRow, Error> {
    let row = find(centre, id).await?;
    let recipient = centre.taking.keys.create()?;
    centre.store.set_survey(id, row.state, &row.terms, Some(&recipient)).await?;
    find(centre, id).await
}

/// The survey with this id.
///
/// # Errors
/// [`Error::UnknownSurvey`], [`Error::Database`].
pub async fn find(centre: &Centre, id: &Name) -> Result<SurveyRow, Error> {
    centre.store.survey(id).await?.ok_or_else(|| Error::UnknownSurvey(id.to_string()))
}
