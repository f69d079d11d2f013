//! Surveys, their versions and the terms on which they are offered.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Store, on_pool, to_count};
use crate::domain::survey::{Name, Survey};
use crate::domain::{BodyId, Region};
use crate::release::Digest;
use crate::server::editing::Media;
use crate::server::error::Error;

/// Where a survey is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SurveyState {
    /// Imported, never opened.
    Draft,
    /// Offered, between its dates.
    Open,
    /// Offered no longer.
    Closed,
}

impl SurveyState {
    /// The word for it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        [Self::Draft, Self::Open, Self::Closed].into_iter().find(|state| state.id() == id)
    }
}

/// Where a survey is offered: everywhere, if nothing is named.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Targeting {
    /// The only bodies; every body, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<BodyId>,
    /// Only bodies in these regions; every region, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
    /// The only stands; every stand, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stands: Vec<Uuid>,
}

impl Targeting {
    /// Whether a stand may be meant by both: only what both of them name keeps them apart.
    pub fn may_meet(&self, other: &Self) -> bool {
        fn apart<T: PartialEq>(ours: &[T], theirs: &[T]) -> bool {
            !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|one| theirs.contains(one))
        }
        !apart(&self.bodies, &other.bodies)
            && !apart(&self.regions, &other.regions)
            && !apart(&self.stands, &other.stands)
    }

    /// Whether the survey is for this body, in this region, leaving its stands aside.
    pub fn takes_in(&self, body: &BodyId, region: Option<Region>) -> bool {
        (self.bodies.is_empty() || self.bodies.contains(body))
            && (self.regions.is_empty() || region.is_some_and(|region| self.regions.contains(&region)))
    }

    /// Whether the survey is for this stand of this body, in this region.
    pub fn takes_in_stand(&self, stand: Uuid, body: &BodyId, region: Option<Region>) -> bool {
        self.takes_in(body, region) && (self.stands.is_empty() || self.stands.contains(&stand))
    }
}

/// On which terms a survey is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Where.
    pub targeting: Targeting,
    /// From when, Unix milliseconds; at once, if none.
    pub opens_at: Option<i64>,
    /// Until when, Unix milliseconds; for good, if none.
    pub closes_at: Option<i64>,
    /// How many answers are wanted in all; any number, if none.
    pub quota: Option<u32>,
    /// How many answers one stand takes; any number, if none.
    pub stand_quota: Option<u32>,
    /// Whether it is also offered as a form for the respondent's own phone.
    pub web: bool,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            targeting: Targeting::default(),
            opens_at: None,
            closes_at: None,
            quota: None,
            stand_quota: None,
            web: true,
        }
    }
}

/// A survey the centre has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SurveyRow {
    /// Its id.
    pub id: Name,
    /// Its newest version.
    pub version: String,
    /// Where it is in its life.
    pub state: SurveyState,
    /// On which terms it is offered.
    #[serde(flatten)]
    pub terms: Terms,
    /// The public key that new answers are sealed to; none until it is first opened.
    pub recipient: Option<String>,
    /// How many answers were taken.
    pub taken: u64,
}

impl SurveyRow {
    /// Whether it is offered at `now`, Unix milliseconds, or will be: neither closed nor past its end.
    pub fn is_offered(&self, now: i64) -> bool {
        self.state == SurveyState::Open && self.terms.closes_at.is_none_or(|closes| now < closes)
    }

    /// Whether as many answers were taken as are wanted.
    pub fn is_full(&self) -> bool {
        self.terms.quota.is_some_and(|quota| self.taken >= u64::from(quota))
    }
}

/// A version of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyVersion {
    /// What is asked.
    pub survey: Survey,
    /// Its images: `name` as the definition has it, the bytes in the repository's blobs.
    pub media: Vec<Media>,
    /// When it was imported, Unix milliseconds.
    pub imported_at: i64,
}

#[derive(FromRow)]
struct RawSurvey {
    id: String,
    version: String,
    state: String,
    targeting: String,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    quota: Option<i64>,
    stand_quota: Option<i64>,
    web: i64,
    recipient: Option<String>,
    taken: i64,
}

#[derive(FromRow)]
struct RawVersion {
    definition: String,
    media: String,
    imported_at: i64,
}

fn read<T, E: std::fmt::Display>(value: Result<T, E>) -> Result<T, Error> {
    value.map_err(|error| Error::Damaged { what: "survey", problem: error.to_string() })
}

impl TryFrom<RawSurvey> for SurveyRow {
    type Error = Error;
    fn try_from(raw: RawSurvey) -> Result<Self, Error> {
        let number = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
        Ok(Self {
            id: read(raw.id.parse())?,
            version: raw.version,
            state: read(SurveyState::from_id(&raw.state).ok_or("a state that no survey has"))?,
            terms: Terms {
                targeting: read(serde_json::from_str(&raw.targeting))?,
                opens_at: raw.opens_at,
                closes_at: raw.closes_at,
                quota: number(raw.quota),
                stand_quota: number(raw.stand_quota),
                web: raw.web != 0,
            },
            recipient: raw.recipient,
            taken: to_count(raw.taken),
        })
    }
}

impl TryFrom<RawVersion> for SurveyVersion {
    type Error = Error;
    fn try_from(raw: RawVersion) -> Result<Self, Error> {
        Ok(Self {
            survey: read(serde_json::from_str(&raw.definition))?,
            media: read(serde_json::from_str(&raw.media))?,
            imported_at: raw.imported_at,
        })
    }
}

impl Store {
    /// Keeps a version of a survey, which becomes its newest. False if it was there already, word for word: then
    /// nothing is changed.
    ///
    /// # Errors
    /// [`Error::VersionTaken`] if this version says something else, with nothing changed; [`Error::Database`].
    pub async fn add_survey_version(&self, survey: &Survey, media: &[Media], now: i64) -> Result<bool, Error> {
        let definition = read(serde_json::to_string(survey))?;
        let media = read(serde_json::to_string(media))?;
        let digest = Digest::of(format!("{definition}\n{media}").as_bytes()).to_string();
        let (id, version) = (survey.id.as_str(), survey.version.as_str());
        let there: Option<String> = on_pool!(self, |pool| {
            let mut transaction = pool.begin().await?;
            sqlx::query(
                "INSERT INTO survey (id, version, state, targeting, web) VALUES ($1, $2, 'draft', '{}', 1)
                 ON CONFLICT (id) DO NOTHING",
            )
            .bind(id)
            .bind(version)
            .execute(&mut *transaction)
            .await?;
            let added = sqlx::query(
                "INSERT INTO survey_version (survey, version, definition, media, digest, imported_at)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (survey, version) DO NOTHING",
            )
            .bind(id)
            .bind(version)
            .bind(&definition)
            .bind(&media)
            .bind(&digest)
            .bind(now)
            .execute(&mut *transaction)
            .await?
            .rows_affected();
            if added == 1 {
                sqlx::query("UPDATE survey SET version = $2 WHERE id = $1")
                    .bind(id)
                    .bind(version)
                    .execute(&mut *transaction)
                    .await?;
                transaction.commit().await?;
                None
            } else {
                sqlx::query_scalar("SELECT digest FROM survey_version WHERE survey = $1 AND version = $2")
                    .bind(id)
                    .bind(version)
                    .fetch_optional(&mut *transaction)
                    .await?
            }
        });
        match there {
            None => Ok(true),
            Some(there) if there == digest => Ok(false),
            Some(_) => Err(Error::VersionTaken { survey: survey.id.clone(), version: survey.version.clone() }),
        }
    }

    /// Every survey, in order of id.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn surveys(&self) -> Result<Vec<SurveyRow>, Error> {
        let rows: Vec<RawSurvey> =
            on_pool!(self, |pool| sqlx::query_as("SELECT * FROM survey ORDER BY id").fetch_all(pool).await)?;
        rows.into_iter().map(SurveyRow::try_from).collect()
    }

    /// The survey with this id, if there is one.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn survey(&self, id: &Name) -> Result<Option<SurveyRow>, Error> {
        let row: Option<RawSurvey> = on_pool!(self, |pool| {
            sqlx::query_as("SELECT * FROM survey WHERE id = $1").bind(id.as_str()).fetch_optional(pool).await
        })?;
        row.map(SurveyRow::try_from).transpose()
    }

    /// A version of a survey, if there is one.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn survey_version(&self, id: &Name, version: &str) -> Result<Option<SurveyVersion>, Error> {
        let row: Option<RawVersion> = on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT definition, media, imported_at FROM survey_version WHERE survey = $1 AND version = $2",
            )
            .bind(id.as_str())
            .bind(version)
            .fetch_optional(pool)
            .await
        })?;
        row.map(SurveyVersion::try_from).transpose()
    }

    /// Every version of a survey, the oldest first.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn survey_versions(&self, id: &Name) -> Result<Vec<SurveyVersion>, Error> {
        let rows: Vec<RawVersion> = on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT definition, media, imported_at FROM survey_version WHERE survey = $1
                 ORDER BY imported_at, version",
            )
            .bind(id.as_str())
            .fetch_all(pool)
            .await
        })?;
        rows.into_iter().map(SurveyVersion::try_from).collect()
    }

    /// Sets state, terms and key of a survey. False if there is no such survey.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_survey(
        &self,
        id: &Name,
        state: SurveyState,
        terms: &Terms,
        recipient: Option<&str>,
    ) -> Result<bool, Error> {
        let targeting = read(serde_json::to_string(&terms.targeting))?;
        let changed = on_pool!(self, |pool| {
            sqlx::query(
                "UPDATE survey SET state = $2, targeting = $3, opens_at = $4, closes_at = $5, quota = $6,
                 stand_quota = $7, web = $8, recipient = $9 WHERE id = $1",
            )
            .bind(id.as_str())
            .bind(state.id())
            .bind(&targeting)
            .bind(terms.opens_at)
            .bind(terms.closes_at)
            .bind(terms.quota.map(i64::from))
            .bind(terms.stand_quota.map(i64::from))
            .bind(i64::from(terms.web))
            .bind(recipient)
            .execute(pool)
            .await
            .map(|done| done.rows_affected())
        })?;
        Ok(changed == 1)
    }

    /// The surveys that take no more answers at `now`, Unix milliseconds: closed, past their end, or full.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn ended_surveys(&self, now: i64) -> Result<Vec<Name>, Error> {
        let ids: Vec<String> = on_pool!(self, |pool| {
            sqlx::query_scalar(
                "SELECT id FROM survey WHERE state = 'closed' OR closes_at <= $1 OR taken >= quota ORDER BY id",
            )
            .bind(now)
            .fetch_all(pool)
            .await
        })?;
        ids.into_iter().map(|id| read(id.parse())).collect()
    }

    /// The region of a body, if its draft says so.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn region_of(&self, body: &BodyId) -> Result<Option<Region>, Error> {
        let region: Option<Option<String>> = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT region FROM draft WHERE body = $1")
                .bind(body.as_str())
                .fetch_optional(pool)
                .await
        })?;
        region.flatten().map(|region| read(region.parse())).transpose()
    }
}
