//! What the stand said, a line of JSON each: for tests, auditors and editors.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::{Output, Utterance};
use crate::domain::Language;

/// The file. What a visitor entered never reaches it (EN 301 549, 5.1.3.8).
#[derive(Debug)]
pub(super) struct Transcript(Option<File>);

/// What a line tells.
#[derive(Serialize)]
struct Line<'a> {
    time: jiff::Timestamp,
    language: Language,
    text: &'a str,
    /// What the voice is given, where it is not the text itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    spoken: Option<&'a str>,
    /// None when nothing sounds.
    voice: Option<&'a str>,
    output: &'static str,
    why: &'static str,
    id: u64,
}

impl Transcript {
    /// Opens the file to append to; without one, nothing is written.
    pub(super) fn open(path: Option<&Path>) -> std::io::Result<Self> {
        path.map(|path| OpenOptions::new().create(true).append(true).open(path)).transpose().map(Self)
    }

    /// Writes down an utterance that goes to the voice of that name, as `spoken`. A file that cannot be
    /// written to any more is given up: it must not end speech.
    pub(super) fn note(&mut self, utterance: &Utterance, spoken: &str, voice: Option<&str>, output: Output) {
        let Some(file) = self.0.as_mut().filter(|_| !utterance.personal) else { return };
        let line = Line {
            time: jiff::Timestamp::now(),
            language: utterance.language,
            text: &utterance.text,
            spoken: Some(spoken).filter(|spoken| *spoken != utterance.text),
            voice,
            output: match (voice, output) {
                (None, _) => "none",
                (Some(_), Output::Speaker) => "speaker",
                (Some(_), Output::Headphones) => "headphones",
            },
            why: utterance.why.id(),
            id: utterance.id.0,
        };
        let written = serde_json::to_string(&line).map_err(std::io::Error::from).and_then(|line| {
            // In one write, so that whoever reads along never sees half a line.
            file.write_all(format!("{line}\n").as_bytes())
        });
        if let Err(error) = written {
            tracing::warn!(%error, "the transcript ends here");
            self.0 = None;
        }
    }
}
