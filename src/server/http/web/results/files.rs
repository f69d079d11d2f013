//! Results as files, under the same conditions as the pages.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::html;

use super::super::layout::Page;
use super::super::signing_in::SignedIn;
use super::super::{Visit, failure, not_found};
use super::{Content, Desk, NoContent, Room, Service, filtering, open};
use crate::domain::Trilingual;
use crate::server::error::Error;
use crate::server::surveys::results::cube::TooFine;
use crate::server::surveys::results::export::{csv, file_name, json, spss, xlsx};
use crate::server::surveys::results::report::Report;
use crate::server::surveys::results::words::Words;

/// A file that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum File {
    Counts,
    Distributions,
    Tables,
    Workbook,
    OpenData,
    Syntax,
    SyntaxData,
}

impl File {
    const ALL: [Self; 7] = [
        Self::Workbook,
        Self::Distributions,
        Self::Tables,
        Self::Counts,
        Self::OpenData,
        Self::Syntax,
        Self::SyntaxData,
    ];

    /// Its name in the address.
    fn id(self) -> &'static str {
        match self {
            Self::Counts => "counts.csv",
            Self::Distributions => "distributions.csv",
            Self::Tables => "tables.csv",
            Self::Workbook => "results.xlsx",
            Self::OpenData => "open-data.json",
            Self::Syntax => "spss.sps",
            Self::SyntaxData => "spss.csv",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Counts | Self::Distributions | Self::Tables | Self::SyntaxData => "text/csv; charset=utf-8",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::OpenData => "application/json",
            Self::Syntax => "text/plain; charset=utf-8",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Counts => "results-file-counts",
            Self::Distributions => "results-file-distributions",
            Self::Tables => "results-file-crosstables",
            Self::Workbook => "results-file-xlsx",
            Self::OpenData => "results-file-json",
            Self::Syntax => "results-file-sps",
            Self::SyntaxData => "results-file-sps-data",
        }
    }

    /// The name it is saved under.
    fn saved_as(self, words: &Words<'_>, part: usize) -> String {
        let (name, language) = (file_name(words), words.language);
        match self {
            // The syntax reads the data by this name.
            Self::SyntaxData => format!("{name}-spss.csv"),
            Self::OpenData if part > 1 => format!("{name}-open-data-{part}.json"),
            other => match other.id().rsplit_once('.') {
                Some((stem, ending)) => format!("{name}-{stem}-{language}.{ending}"),
                None => name,
            },
        }
    }
}

pub(super) async fn page(
    State(service): State<Arc<Service>>,
    visit: Visit,
    signed_in: SignedIn,
    Path(survey): Path<String>,
) -> Result<Page, Page> {
    open(&service, visit, signed_in, &survey).await?.page(content).await
}

fn content(desk: &Desk<'_>) -> Result<Content, NoContent> {
    let visit = desk.visit;
    let link = |file: File| desk.link(&format!("/files/{}", file.id()), []);
    let body = html! {
        p { (visit.text("results-export-note")) }
        ul.files {
            @for file in File::ALL { li { a href=(link(file)) download { (visit.text(file.title())) } } }
        }
        p { (visit.text("results-file-sps-note")) }
    };
    Ok(Content { title: visit.text("results-export"), room: Room::Files, keep: Vec::new(), body })
}

pub(super) async fn file(
    State(service): State<Arc<Service>>,
    visit: Visit,
    signed_in: SignedIn,
    Path((survey, file)): Path<(String, String)>,
) -> Result<Response, Page> {
    let Some(file) = File::ALL.into_iter().find(|known| known.id() == file) else { return Err(not_found(&visit)) };
    let made_on = today(&service);
    let part: usize = visit.parameter("part").and_then(|part| part.parse().ok()).unwrap_or(1);
    let opened = open(&service, visit.clone(), signed_in, &survey).await?;
    let made = opened.with(move |desk| make(desk, file, part, made_on)).await?;
    match made {
        Ok(Some(made)) => Ok(made),
        Ok(None) => Err(not_found(&visit)),
        Err(Failed::TooFine) => {
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Err(super::kind_page(&visit, status, "results-export", "results-too-fine"))
        }
        Err(Failed::Writing(problem)) => Err(failure(&visit, &Error::BrokenOff(problem))),
    }
}

enum Failed {
    TooFine,
    Writing(String),
}

impl From<TooFine> for Failed {
    fn from(_: TooFine) -> Self {
        Self::TooFine
    }
}

/// The file, or `None` for a part that there is not.
fn make(desk: &Desk<'_>, file: File, part: usize, made_on: Date) -> Result<Option<Response>, Failed> {
    let report = Report::of(&desk.view)?;
    let words = &desk.words;
    let mut parts = 1;
    let bytes = match file {
        File::Counts => [csv::MARK, &csv::counts(&report, words)].concat().into_bytes(),
        File::Distributions => [csv::MARK, &csv::distributions(&report, words)].concat().into_bytes(),
        File::Tables => [csv::MARK, &csv::tables(&report, words)].concat().into_bytes(),
        File::Workbook => xlsx::workbook(&report, words, &filtering::conditions(desk), made_on)
            .map_err(|error| Failed::Writing(error.to_string()))?,
        File::OpenData => {
            let documents = json::parts(&report, words, &responsible(desk), made_on);
            parts = documents.len();
            match part.checked_sub(1).and_then(|at| documents.into_iter().nth(at)) {
                Some(document) => document.into_bytes(),
                None => return Ok(None),
            }
        }
        File::Syntax => spss::files(&report, words).syntax.into_bytes(),
        File::SyntaxData => spss::files(&report, words).data.into_bytes(),
    };
    let disposition = format!("attachment; filename=\"{}\"", file.saved_as(words, part));
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    // The next part, where there is one: a data set of the portal has 10 MB at most.
    if part < parts {
        let next = (part + 1).to_string();
        let address = desk.link(&format!("/files/{}", file.id()), [("part", next.as_str())]);
        if let Ok(value) = HeaderValue::from_str(&format!("<{address}>; rel=\"next\"")) {
            headers.insert(HeaderName::from_static("link"), value);
        }
    }
    Ok(Some(response))
}

/// The body whose answers they are, if it is one; the centre of them all, otherwise.
fn responsible(desk: &Desk<'_>) -> json::Responsible {
    let mut bodies: Vec<_> = desk.view.columns.places.iter().map(|place| &place.body).collect();
    bodies.dedup();
    bodies.sort();
    bodies.dedup();
    let named: Vec<&Trilingual> = bodies.iter().filter_map(|body| desk.words.names.bodies.get(*body)).collect();
    let joined = |of: fn(&Trilingual) -> &str| named.iter().map(|name| of(name)).collect::<Vec<_>>().join("; ");
    json::Responsible {
        name: Trilingual { kk: joined(|name| &name.kk), ru: joined(|name| &name.ru), en: joined(|name| &name.en) },
        phone: match bodies.as_slice() {
            [one] => desk.words.names.phones.get(*one).cloned(),
            _ => None,
        },
    }
}

/// The centre's day.
pub(super) fn today(service: &Service) -> Date {
    let zone = jiff::tz::TimeZone::get("Asia/Almaty").unwrap_or(jiff::tz::TimeZone::UTC);
    service.centre.clock.now().to_zoned(zone).date()
}
