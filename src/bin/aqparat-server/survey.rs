//! `aqparat-server survey …`: what operators do with surveys.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use aqparat::domain::survey::{Name, Survey};
use aqparat::domain::{BodyId, Region};
use aqparat::durable;
use aqparat::server::store::{SurveyRow, Targeting, Terms};
use aqparat::server::surveys::xlsform::{self, Options, SheetFault};
use aqparat::server::surveys::{taking, terms};
use aqparat::server::{Centre, editing, fleet, report};
use clap::{Args, Subcommand};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{Place, print};

#[derive(Debug, Subcommand)]
pub enum SurveyCommand {
    /// Every survey, where it is offered, and how many answers were taken and set aside.
    List,
    /// Check an XLSForm (.xlsx or .xls), changing nothing.
    Check {
        /// The workbook.
        file: PathBuf,
        /// Let texts be missing in Kazakh or Russian: for drafts, never for stands.
        #[arg(long)]
        incomplete: bool,
    },
    /// Check an XLSForm and keep it as a version of its survey; with any error, change nothing. If the survey is
    /// open, the form for phones asks the version at once, and stands from the next publish on.
    Import {
        /// The workbook.
        file: PathBuf,
        /// The folder with the images it shows.
        #[arg(long, value_name = "DIR")]
        media: Option<PathBuf>,
        /// Let texts be missing in Kazakh or Russian: for drafts, never for stands.
        #[arg(long)]
        incomplete: bool,
    },
    /// Write a survey as an XLSForm (.xlsx).
    Export {
        /// The survey.
        id: Name,
        /// Which version [default: the newest].
        #[arg(long)]
        version: Option<String>,
        /// The file to write.
        file: PathBuf,
    },
    /// Offer a survey: at stands from the next publish on, as a form for phones at once. What is not said has no
    /// limit; said again, it takes the place of what was said before.
    Open(Open),
    /// Offer a survey no longer. Answers given in later hours are set aside.
    Close {
        /// The survey.
        id: Name,
    },
    /// Seal new answers to a new key, from the next publish on. Answers on their way still open.
    RotateKey {
        /// The survey.
        id: Name,
    },
    /// Answers that could not be opened or do not fit.
    #[command(subcommand)]
    Quarantine(QuarantineCommand),
}

#[derive(Debug, Args)]
pub struct Open {
    /// The survey.
    id: Name,
    /// From when: 2026-12-01 or 2026-12-01T09:00, in this machine's time [default: at once].
    #[arg(long, value_name = "DATE", value_parser = parse_from)]
    from: Option<i64>,
    /// Until when, that day included: 2026-12-31, or 2026-12-31T18:00 [default: until it is closed].
    #[arg(long, value_name = "DATE", value_parser = parse_until)]
    until: Option<i64>,
    /// Only at the stands of this body; may be given several times.
    #[arg(long, value_name = "ID")]
    body: Vec<BodyId>,
    /// Only at bodies in this region, such as almaty-city; may be given several times.
    #[arg(long, value_name = "ID")]
    region: Vec<Region>,
    /// Only at this stand, by id or name; may be given several times.
    #[arg(long, value_name = "STAND")]
    stand: Vec<String>,
    /// How many answers are wanted in all.
    #[arg(long, value_name = "N")]
    quota: Option<u32>,
    /// How many answers one stand takes.
    #[arg(long, value_name = "N")]
    stand_quota: Option<u32>,
    /// Offer it as a form for phones too; it is, unless told otherwise.
    #[arg(long, overrides_with = "no_web")]
    web: bool,
    /// Do not offer it as a form for phones.
    #[arg(long)]
    no_web: bool,
}

#[derive(Debug, Subcommand)]
pub enum QuarantineCommand {
    /// Every answer that was set aside, and why.
    List,
    /// Everything about the answers set aside under an id; what they say, if they can be opened.
    Show {
        /// The id.
        id: Uuid,
    },
    /// Take the answers whose reason has gone, such as a version that is there now.
    Retry {
        /// Only those under this id.
        id: Option<Uuid>,
    },
}

/// Answers that a listing shows at most: more are counted.
const LISTED: u32 = 1000;

pub async fn run(place: &Place, command: SurveyCommand) -> anyhow::Result<ExitCode> {
    match command {
        SurveyCommand::List => {
            let centre = place.open().await?;
            let (surveys, mut aside) = (centre.store.surveys().await?, Vec::new());
            for survey in &surveys {
                aside.push(centre.store.count_quarantine(Some(&survey.id)).await?);
            }
            let json: Vec<_> = surveys
                .iter()
                .zip(&aside)
                .map(|(survey, aside)| serde_json::json!({ "survey": survey, "quarantine": aside }))
                .collect();
            place.say(&json, report::surveys(&surveys, &aside))?;
        }
        SurveyCommand::Check { file, incomplete } => {
            return Ok(if read(place, &file, incomplete, true).await?.is_some() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        SurveyCommand::Import { file, media, incomplete } => {
            return import(place, &file, media.as_deref(), incomplete).await;
        }
        SurveyCommand::Export { id, version, file } => export(place, &id, version, &file).await?,
        SurveyCommand::Open(open) => {
            let centre = place.open().await?;
            let terms = open.terms(&centre).await?;
            let row = terms::open(&centre, &open.id, &terms).await?;
            let web = if row.terms.web && centre.config.public_url.is_none() {
                "There is no form for phones: give the centre's address with --public-url when publishing.\n"
            } else {
                ""
            };
            told(place, &row, &format!("{web}To put it on the stands: aqparat-server publish\n"))?;
        }
        SurveyCommand::Close { id } => {
            let row = terms::close(&place.open().await?, &id).await?;
            told(place, &row, "To take it off the stands: aqparat-server publish\n")?;
        }
        SurveyCommand::RotateKey { id } => {
            let row = terms::rotate_key(&place.open().await?, &id).await?;
            told(place, &row, "To give stands the new key: aqparat-server publish\n")?;
        }
        SurveyCommand::Quarantine(command) => quarantine(place, command).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn told(place: &Place, row: &SurveyRow, next: &str) -> anyhow::Result<()> {
    place.say(row, format!("{}{next}", report::surveys(std::slice::from_ref(row), &[])))
}

impl Open {
    async fn terms(&self, centre: &Centre) -> anyhow::Result<Terms> {
        let known: Vec<String> = centre.store.bodies().await?.into_iter().map(|body| body.body).collect();
        if let Some(unknown) = self.body.iter().find(|body| !known.iter().any(|known| known == body.as_str())) {
            anyhow::bail!("there is no body {unknown} here; see: aqparat-server body list; nothing was changed");
        }
        let mut stands = Vec::new();
        for stand in &self.stand {
            stands.push(fleet::find(centre, stand).await?.parse()?);
        }
        Ok(Terms {
            targeting: Targeting { bodies: self.body.clone(), regions: self.region.clone(), stands },
            opens_at: self.from,
            closes_at: self.until,
            quota: self.quota,
            stand_quota: self.stand_quota,
            web: !self.no_web,
        })
    }
}

/// Reads a workbook and tells what is wrong in it; the outcome too, if nothing comes after.
async fn read(place: &Place, file: &Path, incomplete: bool, is_all: bool) -> anyhow::Result<Option<Survey>> {
    let path = file.to_owned();
    let reading = tokio::task::spawn_blocking(move || xlsform::read_file(&path, Options { incomplete })).await?;
    let reading = reading.with_context(|| format!("{}; nothing was changed", file.display()))?;
    if !is_all && reading.survey.is_some() {
        for warning in &reading.warnings {
            eprintln!("{}: warning: {warning}", file.display());
        }
        return Ok(reading.survey);
    }
    let faults = |faults: &[SheetFault]| -> Vec<_> {
        let json = |fault: &SheetFault| serde_json::json!({ "place": fault.place.to_string(), "problem": fault.problem, "advice": fault.advice });
        faults.iter().map(json).collect()
    };
    let survey = reading.survey.as_ref();
    let json = serde_json::json!({
        "survey": survey.map(|survey| &survey.id), "version": survey.map(|survey| &survey.version),
        "questions": survey.map(|survey| survey.questions().len()),
        "faults": faults(&reading.faults), "warnings": faults(&reading.warnings),
    });
    place.say(&json, report::workbook(file, &reading))?;
    Ok(reading.survey)
}

async fn import(place: &Place, file: &Path, media: Option<&Path>, incomplete: bool) -> anyhow::Result<ExitCode> {
    let Some(survey) = read(place, file, incomplete, false).await? else { return Ok(ExitCode::FAILURE) };
    let mut images = Vec::new();
    if let Some(folder) = media {
        let (found, faults) = editing::read_images(folder, &terms::image_names(&survey));
        if !faults.is_empty() {
            let text = report::faults(&faults);
            place.say(&serde_json::json!({ "faults": faults }), format!("{text}Nothing was changed.\n"))?;
            return Ok(ExitCode::FAILURE);
        }
        images = found;
    }
    let done = terms::import(&place.open().await?, &survey, &images).await?;
    let (id, version) = (&done.survey, &done.version);
    let mut text = if done.new {
        format!("Imported version {version} of the survey {id}: {} questions.\n", survey.questions().len())
    } else {
        format!("Version {version} of the survey {id} is here already, the same; nothing was changed.\n")
    };
    if done.taken > 0 {
        text.push_str(&format!("{} answers that had waited for it are taken now.\n", done.taken));
    }
    text.push_str(&format!("To offer it: aqparat-server survey open {id}, then aqparat-server publish\n"));
    place.say(&done, text)?;
    Ok(ExitCode::SUCCESS)
}

async fn export(place: &Place, id: &Name, version: Option<String>, file: &Path) -> anyhow::Result<()> {
    let centre = place.open().await?;
    let row = terms::find(&centre, id).await?;
    let version = version.unwrap_or(row.version);
    let found = centre.store.survey_version(id, &version).await?;
    let found = found.with_context(|| format!("the survey {id} has no version {version}; nothing was written"))?;
    let bytes = xlsform::write(&found.survey)?;
    durable::write(file, &bytes).with_context(|| file.display().to_string())?;
    let written = serde_json::json!({ "survey": id, "version": version, "file": file });
    place.say(&written, format!("Version {version} of the survey {id} is in {}.\n", file.display()))
}

async fn quarantine(place: &Place, command: QuarantineCommand) -> anyhow::Result<()> {
    let centre = place.open().await?;
    match command {
        QuarantineCommand::List => {
            let answers = centre.store.quarantine(None, None, LISTED).await?;
            let all = centre.store.count_quarantine(None).await?;
            place.say(&serde_json::json!({ "count": all, "answers": answers }), report::quarantine(&answers, all))
        }
        QuarantineCommand::Show { id } => {
            let answers = centre.store.quarantine(Some(id), None, LISTED).await?;
            if answers.is_empty() {
                anyhow::bail!("no answer is set aside under {id}; see: aqparat-server survey quarantine list");
            }
            let mut json = Vec::new();
            for answer in &answers {
                let said = taking::look(&centre, answer).await?;
                json.push(serde_json::json!({ "answer": answer, "response": said }));
            }
            // What is in it has no shape of its own: it is shown as it is.
            print(&format!("{}\n", serde_json::to_string_pretty(&json)?))
        }
        QuarantineCommand::Retry { id } => {
            let done = taking::retry(&centre, id).await?;
            let text = format!("{} answers are taken now, {} are set aside still.\n", done.taken, done.waiting);
            place.say(&done, text)
        }
    }
}

fn parse_from(text: &str) -> Result<i64, String> {
    moment(text, false)
}

fn parse_until(text: &str) -> Result<i64, String> {
    moment(text, true)
}

/// A day or a moment in this machine's time, Unix milliseconds; of a day its beginning, or the next one's.
fn moment(text: &str, to_its_end: bool) -> Result<i64, String> {
    let wrong = |_: jiff::Error| "write a day such as 2026-12-01, or a moment such as 2026-12-01T09:00".to_owned();
    let moment: DateTime = match text.len() {
        10 => {
            let day: Date = text.parse().map_err(wrong)?;
            let day = if to_its_end { day.checked_add(1.day()).map_err(wrong)? } else { day };
            day.at(0, 0, 0, 0)
        }
        _ => text.parse().map_err(wrong)?,
    };
    Ok(moment.to_zoned(TimeZone::system()).map_err(wrong)?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_day_counts_whole() {
        let day = 24 * 3600 * 1000;
        let from = parse_from("2026-12-01").expect("a day");
        assert_eq!(parse_until("2026-12-01"), Ok(from + day));
        assert_eq!(parse_until("2026-12-01T00:00"), Ok(from));
        for wrong in ["", "soon", "01.12.2026", "2026-13-01", "2026-12-01T25:00"] {
            assert!(parse_until(wrong).is_err(), "{wrong:?} was taken");
        }
    }
}
