//! What an operator reads: findings, lists and states as plain text.

use std::fmt::Write as _;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::publishing::KeyReport;
use super::store::{AccountRow, BodySummary, SetAside, StandRow, SurveyRow, Targeting, TokenRow, WaitingRow};
use super::surveys::xlsform::Reading;
use crate::release::api::{Fault, ImportReport, PublishReport};

/// A stand that was silent for longer than this is worth a look, milliseconds.
const SILENT_MS: i64 = 15 * 60 * 1000;
/// A clock further off than this is worth a look, milliseconds.
const SKEWED_MS: i64 = 60 * 1000;

/// What an import found: each fault and warning with file, line and what to do, and the outcome.
pub fn import(report: &ImportReport) -> String {
    let mut text = String::new();
    for (kind, faults) in [("error", &report.faults), ("warning", &report.warnings)] {
        for fault in faults {
            let _ = writeln!(text, "{}", fault_line(kind, fault));
        }
    }
    let body = report.body.as_ref().map_or("the folder", |body| body.as_str());
    let found = format!("{} pages, {} media files, {} warnings", report.pages, report.media, report.warnings.len());
    let _ = if report.faults.is_empty() {
        writeln!(text, "Imported {body}: {found}. To put it on the stands: aqparat-server publish")
    } else {
        let faults = report.faults.len();
        writeln!(text, "Nothing was changed: mend {faults} {} first.", if faults == 1 { "error" } else { "errors" })
    };
    text
}

/// Faults, a line or two for each.
pub fn faults(faults: &[Fault]) -> String {
    faults.iter().fold(String::new(), |mut text, fault| {
        let _ = writeln!(text, "{}", fault_line("error", fault));
        text
    })
}

/// What a workbook came to.
pub fn workbook(file: &Path, reading: &Reading) -> String {
    let mut text = String::new();
    for (kind, faults) in [("error", &reading.faults), ("warning", &reading.warnings)] {
        for fault in faults {
            let _ = writeln!(text, "{}: {kind}: {fault}", file.display());
        }
    }
    let _ = match (&reading.survey, reading.faults.len()) {
        (Some(survey), _) => writeln!(
            text,
            "The survey {}, version {}, can be asked: {} questions, {} warnings.",
            survey.id,
            survey.version,
            survey.questions().len(),
            reading.warnings.len()
        ),
        (None, 1) => writeln!(text, "Nothing was changed: mend 1 error first."),
        (None, faults) => writeln!(text, "Nothing was changed: mend {faults} errors first."),
    };
    text
}

/// The surveys, with how many answers to each are set aside, if that was asked.
pub fn surveys(surveys: &[SurveyRow], aside: &[u64]) -> String {
    if surveys.is_empty() {
        return "No survey has been imported yet: aqparat-server survey import FILE\n".to_owned();
    }
    let rows = surveys.iter().enumerate().map(|(at, survey)| {
        let terms = &survey.terms;
        let quota = |quota: Option<u32>| quota.map_or_else(|| "-".to_owned(), |quota| quota.to_string());
        let state = if survey.is_full() { "full" } else { survey.state.id() };
        vec![
            survey.id.to_string(),
            survey.version.clone(),
            state.to_owned(),
            moment(terms.opens_at),
            moment(terms.closes_at),
            survey.taken.to_string(),
            quota(terms.quota),
            quota(terms.stand_quota),
            aside.get(at).map_or_else(|| "-".to_owned(), u64::to_string),
            if terms.web { "yes".to_owned() } else { "no".to_owned() },
            places(&terms.targeting),
        ]
    });
    let heads =
        ["SURVEY", "VERSION", "STATE", "FROM", "UNTIL", "TAKEN", "WANTED", "A STAND", "ASIDE", "PHONES", "WHERE"];
    table(&heads, rows)
}

/// Where a survey is offered.
fn places(targeting: &Targeting) -> String {
    let bodies = targeting.bodies.iter().map(ToString::to_string);
    let regions = targeting.regions.iter().map(ToString::to_string);
    let mut places: Vec<String> = bodies.chain(regions).collect();
    if !targeting.stands.is_empty() {
        places.push(format!("{} stands", targeting.stands.len()));
    }
    if places.is_empty() { "everywhere".to_owned() } else { places.join(", ") }
}

/// Answers that were set aside, of `all` there are.
pub fn quarantine(answers: &[SetAside], all: u64) -> String {
    if answers.is_empty() {
        return "No answer is set aside.\n".to_owned();
    }
    let rows = answers.iter().map(|answer| {
        vec![
            answer.id.clone(),
            answer.survey.clone(),
            answer.version.clone(),
            answer.body.clone(),
            answer.stand.clone().unwrap_or_else(|| "-".to_owned()),
            moment(answer.hour.checked_mul(3_600_000)),
            answer.detail.clone(),
        ]
    });
    let mut text = table(&["ID", "SURVEY", "VERSION", "BODY", "STAND", "CAME IN THE HOUR", "WHY"], rows);
    if let Some(more) = all.checked_sub(answers.len() as u64).filter(|more| *more > 0) {
        let _ = writeln!(text, "And {more} more.");
    }
    text.push_str("When the reason has gone: aqparat-server survey quarantine retry\n");
    text
}

fn fault_line(kind: &str, fault: &Fault) -> String {
    let place = match fault.line {
        Some(line) => format!("{}:{line}", fault.file),
        None => fault.file.clone(),
    };
    format!("{place}: {kind}: {}\n    {}", fault.problem, fault.advice)
}

/// What was published.
pub fn publish(report: &PublishReport) -> String {
    if report.published.is_empty() {
        return "Nothing to publish: what was imported is what the stands have already.\n".to_owned();
    }
    report.published.iter().fold(String::new(), |mut text, hint| {
        let _ = writeln!(text, "Published {} as release {}.", hint.body, hint.release);
        text
    })
}

/// The bodies.
pub fn bodies(bodies: &[BodySummary]) -> String {
    if bodies.is_empty() {
        return "No content has been imported yet: aqparat-server import FOLDER\n".to_owned();
    }
    let rows = bodies.iter().map(|body| {
        let state = if body.changed { "waits to be published" } else { "published" };
        vec![
            body.body.clone(),
            number(body.release),
            moment(body.published_at),
            body.pages.to_string(),
            body.stands.to_string(),
            state.to_owned(),
        ]
    });
    table(&["BODY", "RELEASE", "PUBLISHED", "PAGES", "STANDS", "DRAFT"], rows)
}

/// The stands, and those that wait for approval. `now` is in Unix milliseconds.
pub fn stands(stands: &[StandRow], waiting: &[WaitingRow], now: i64) -> String {
    let mut text = if stands.is_empty() {
        "No stand is enrolled yet.\n".to_owned()
    } else {
        let rows = stands.iter().map(|stand| {
            vec![
                stand.name.clone(),
                stand.body.clone(),
                number(stand.release),
                moment(stand.as_of),
                moment(stand.last_seen),
                stand.clock_skew.map_or_else(|| "-".to_owned(), seconds),
                stand.disk_free.map_or_else(|| "-".to_owned(), gigabytes),
                speech(stand),
                stand.answers_waiting.to_string(),
                state(stand, now),
                stand.id.clone(),
            ]
        });
        let heads =
            ["NAME", "BODY", "RELEASE", "AS OF", "LAST SEEN", "CLOCK", "DISK", "SPEECH", "ANSWERS", "STATE", "ID"];
        table(&heads, rows)
    };
    if !waiting.is_empty() {
        text.push_str("\nWaiting (approve by the code on the stand's own screen):\n");
        let rows = waiting.iter().map(|one| {
            vec![one.machine.clone(), one.address.clone(), one.version.clone(), moment(Some(one.expires_at))]
        });
        text.push_str(&table(&["MACHINE", "ADDRESS", "VERSION", "CODE ENDS"], rows));
    }
    text
}

fn speech(stand: &StandRow) -> String {
    match &stand.speech {
        None => "-".to_owned(),
        Some(speech) if !speech.available => "silent".to_owned(),
        Some(speech) if speech.missing_voices.is_empty() => "ok".to_owned(),
        Some(speech) => format!("no {}", speech.missing_voices.join(", ")),
    }
}

/// The first thing about a stand that is worth a look.
fn state(stand: &StandRow, now: i64) -> String {
    let silent = stand.last_seen.is_none_or(|seen| now.saturating_sub(seen) > SILENT_MS);
    let behind = stand.newest_release > stand.release;
    match &stand.last_error {
        _ if stand.revoked_at.is_some() => "revoked".to_owned(),
        _ if stand.last_seen.is_none() => "never seen".to_owned(),
        _ if silent => "silent".to_owned(),
        Some(error) => format!("error: {error}"),
        None if behind => "behind".to_owned(),
        None if stand.clock_skew.is_some_and(|skew| skew.abs() > SKEWED_MS) => "clock wrong".to_owned(),
        None => "ok".to_owned(),
    }
}

/// The accounts.
pub fn accounts(accounts: &[AccountRow]) -> String {
    if accounts.is_empty() {
        return "There are no accounts: aqparat-server account add NAME\n".to_owned();
    }
    let rows = accounts.iter().map(|account| {
        let state = if account.disabled_at.is_some() { "disabled" } else { "in use" };
        vec![account.name.clone(), moment(Some(account.created_at)), state.to_owned()]
    });
    table(&["NAME", "MADE", "STATE"], rows)
}

/// The tokens.
pub fn tokens(tokens: &[TokenRow]) -> String {
    if tokens.is_empty() {
        return "There are no tokens: aqparat-server token create NAME\n".to_owned();
    }
    let rows = tokens.iter().map(|token| {
        vec![
            token.id.clone(),
            token.name.clone(),
            token.body.clone().unwrap_or_else(|| "every body".to_owned()),
            moment(Some(token.created_at)),
            moment(token.last_used_at),
            if token.revoked_at.is_some() { "revoked".to_owned() } else { "in use".to_owned() },
        ]
    });
    table(&["ID", "NAME", "FOR", "MADE", "LAST USED", "STATE"], rows)
}

/// The keys.
pub fn keys(keys: &[KeyReport]) -> String {
    let rows = keys.iter().map(|role| {
        vec![
            role.role.clone(),
            format!("{} of {}", role.threshold, role.keys.len()),
            role.present.to_string(),
            moment(Some(role.expires.as_millisecond())),
        ]
    });
    let mut text = table(&["ROLE", "MUST SIGN", "KEYS HERE", "ENDS"], rows);
    if keys.iter().any(|role| role.role == "root" && role.present > 0) {
        text.push_str("\nRoot keys lie on this machine: move each in keys/offline to a medium of its own.\n");
    }
    text
}

fn number(number: Option<i64>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}

fn seconds(millis: i64) -> String {
    format!("{:+} s", millis / 1000)
}

fn gigabytes(bytes: i64) -> String {
    format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10)
}

/// A moment in the time zone of whoever reads.
fn moment(millis: Option<i64>) -> String {
    millis.and_then(|millis| Timestamp::from_millisecond(millis).ok()).map_or_else(
        || "-".to_owned(),
        |moment| moment.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// Columns as wide as their widest cell, the last one as it is.
fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let heads = heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>();
    let rows = std::iter::once(heads).chain(rows).collect::<Vec<_>>();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths = (0..columns).map(|column| width(column).unwrap_or(0)).collect::<Vec<_>>();
    rows.iter().fold(String::new(), |mut text, row| {
        let line = row.iter().zip(&widths).fold(String::new(), |mut line, (cell, width)| {
            let _ = write!(line, "{cell:<width$}  ");
            line
        });
        let _ = writeln!(text, "{}", line.trim_end());
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand() -> StandRow {
        StandRow {
            id: "7".into(),
            body: "almaly-akimat".into(),
            name: "Lobby".into(),
            machine: "lobby-1".into(),
            version: "0.1.0".into(),
            approved_at: 0,
            revoked_at: None,
            release: Some(3),
            as_of: Some(0),
            last_seen: Some(0),
            clock_skew: Some(-90_000),
            disk_free: Some(12_340_000_000),
            speech: None,
            last_error: None,
            newest_release: Some(3),
            answers_waiting: 0,
        }
    }

    #[test]
    fn an_operator_sees_what_is_wrong_with_a_stand() {
        let state_of = |change: &dyn Fn(&mut StandRow)| {
            let mut stand = stand();
            change(&mut stand);
            state(&stand, 1000)
        };
        assert_eq!(state_of(&|_| ()), "clock wrong");
        assert_eq!(state_of(&|stand| stand.clock_skew = Some(0)), "ok");
        assert_eq!(state_of(&|stand| stand.newest_release = Some(4)), "behind");
        assert_eq!(state_of(&|stand| stand.last_error = Some("disk full".into())), "error: disk full");
        assert_eq!(state_of(&|stand| stand.last_seen = Some(-SILENT_MS)), "silent");
        assert_eq!(state_of(&|stand| stand.last_seen = None), "never seen");
        assert_eq!(state_of(&|stand| stand.revoked_at = Some(1)), "revoked");
    }

    #[test]
    fn a_list_shows_clock_and_disk_in_units_a_person_reads() {
        let text = stands(&[stand()], &[], 1000);
        assert!(text.contains("-90 s") && text.contains("12.3 GB"), "{text}");
    }

    #[test]
    fn a_fault_names_file_line_problem_and_advice() {
        let fault = Fault {
            file: "pages/contacts/desk.kk.md".into(),
            line: Some(7),
            problem: "the image has no alternative text".into(),
            advice: "write ![what it shows](media/file.png)".into(),
        };
        let report = ImportReport { body: None, pages: 1, media: 0, faults: vec![fault], warnings: Vec::new() };
        let text = import(&report);
        assert!(text.starts_with("pages/contacts/desk.kk.md:7: error: the image has no alternative text\n    write"));
        assert!(text.ends_with("Nothing was changed: mend 1 error first.\n"));
    }

    #[test]
    fn columns_line_up_whatever_the_alphabet() {
        let text =
            table(&["NAME", "ID"], [vec!["Қабылдау".into(), "1".into()], vec!["x".into(), "2".into()]].into_iter());
        let at = |line: &str, what: char| line.chars().position(|c| c == what);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(at(lines[1], '1'), at(lines[2], '2'));
    }
}
