//! Whether a survey is asked on the web now, and what it asks.

use std::sync::Arc;

use crate::domain::survey::definition::Audience;
use crate::domain::survey::{Name, Survey};
use crate::server::editing::Media;
use crate::server::error::Error;
use crate::server::state::Centre;
use crate::server::store::{SurveyRow, SurveyState};

/// A survey that may be answered.
#[derive(Debug, Clone)]
pub(super) struct Offered {
    /// What is asked.
    pub(super) survey: Arc<Survey>,
    /// Its images.
    pub(super) media: Vec<Media>,
    /// Whether as many answers came as are wanted: nobody begins any more, who has begun may send.
    pub(super) is_full: bool,
}

/// Why a survey cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unavailable {
    /// There is none of this name on the web.
    Unknown,
    /// It opens later: Unix milliseconds.
    NotYet(i64),
    /// It has ended.
    Ended,
}

/// The survey `id` in the version `version`, or the newest where there is none such.
///
/// # Errors
/// [`Error::Database`], [`Error::Damaged`].
pub(super) async fn find(
    centre: &Centre,
    id: &str,
    version: Option<&str>,
) -> Result<Result<Offered, Unavailable>, Error> {
    let Ok(id) = id.parse::<Name>() else { return Ok(Err(Unavailable::Unknown)) };
    let Some(row) = centre.store.survey(&id).await?.filter(|row| row.terms.web) else {
        return Ok(Err(Unavailable::Unknown));
    };
    if let Err(unavailable) = standing(&row, centre.clock.millis()) {
        return Ok(Err(unavailable));
    }
    let begun = match version {
        Some(version) => centre.store.survey_version(&id, version).await?,
        None => None,
    };
    let found = match begun {
        Some(found) => Some(found),
        None => centre.store.survey_version(&id, &row.version).await?,
    };
    // Who checks stands answers at the stand.
    let found = found.filter(|found| found.survey.audience == Audience::Visitors);
    let Some(found) = found else { return Ok(Err(Unavailable::Unknown)) };
    Ok(Ok(Offered { survey: Arc::new(found.survey), media: found.media, is_full: row.is_full() }))
}

fn standing(row: &SurveyRow, now: i64) -> Result<(), Unavailable> {
    match row.state {
        SurveyState::Draft => Err(Unavailable::Unknown),
        SurveyState::Closed => Err(Unavailable::Ended),
        SurveyState::Open if !row.is_offered(now) => Err(Unavailable::Ended),
        SurveyState::Open => match row.terms.opens_at {
            Some(opens) if now < opens => Err(Unavailable::NotYet(opens)),
            _ => Ok(()),
        },
    }
}
