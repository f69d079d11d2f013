//! A record for measuring: one line of JSON for each thing a bench waits for.
//!
//! ```text
//! {"event":"frame","t_ms":1795468800123.4,"release":12,"first":true}
//! {"event":"key","t_ms":…}   {"event":"key-frame","t_ms":…,"took_ms":7.2}
//! {"event":"page-frame","t_ms":…,"took_ms":31.5}
//! {"event":"kept","t_ms":…,"took_ms":21.7}   {"event":"receipt","t_ms":…,"took_ms":30.1}
//! ```
//!
//! `t_ms` is Unix time in milliseconds, so that a harness can subtract the moment it started the
//! program or published a release. A `frame` is written once its pixels have been handed to the
//! window system, at the first frame of each release. A `key-frame` is the first frame after a key, a
//! `page-frame` the one that shows where the key led. `kept` and `receipt` count from the moment an
//! answer was confirmed: to the disk, and to the frame that says so.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Instant, SystemTime};

/// An open record, or none.
#[derive(Debug, Default)]
pub struct Trace {
    file: Option<File>,
    drawn: Option<u64>,
    key: Option<Instant>,
    /// The last key, and whether it has led to another screen or sheet that is not drawn yet.
    led: Option<(Instant, bool)>,
    confirmed: Option<Instant>,
    kept: bool,
}

impl Trace {
    /// Records into `path`; nowhere without one.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn open(path: Option<&Path>) -> std::io::Result<Self> {
        Ok(Self { file: path.map(File::create).transpose()?, ..Self::default() })
    }

    /// Whether anything is recorded: if not, no frame needs to be watched for.
    pub fn is_on(&self) -> bool {
        self.file.is_some()
    }

    /// A key was pressed.
    pub fn key(&mut self) {
        if self.is_on() {
            let now = Instant::now();
            (self.key, self.led) = (Some(now), Some((now, false)));
            self.write("key", String::new());
        }
    }

    /// Another screen or sheet is open: the next frame shows it.
    pub fn moved(&mut self) {
        if let Some((_, moved)) = &mut self.led {
            *moved = true;
        }
    }

    /// An answer was confirmed, and is to be kept.
    pub fn confirmed(&mut self) {
        if self.is_on() {
            (self.confirmed, self.kept) = (Some(Instant::now()), false);
        }
    }

    /// It is on the disk: the next frame is its receipt.
    pub fn kept(&mut self) {
        if let Some(confirmed) = self.confirmed {
            self.kept = true;
            let took = confirmed.elapsed().as_secs_f64() * 1000.0;
            self.write("kept", format!(",\"took_ms\":{took:.2}"));
        }
    }

    /// A frame of this release stands on the screen.
    pub fn frame(&mut self, release: Option<u64>) {
        if let Some(pressed) = self.key.take() {
            let took = pressed.elapsed().as_secs_f64() * 1000.0;
            self.write("key-frame", format!(",\"took_ms\":{took:.2}"));
        }
        if let Some((pressed, _)) = self.led.take_if(|(_, moved)| *moved) {
            let took = pressed.elapsed().as_secs_f64() * 1000.0;
            self.write("page-frame", format!(",\"took_ms\":{took:.2}"));
        }
        if let Some(confirmed) = self.confirmed.take_if(|_| self.kept) {
            let took = confirmed.elapsed().as_secs_f64() * 1000.0;
            self.write("receipt", format!(",\"took_ms\":{took:.2}"));
        }
        if let Some(release) = release
            && self.drawn != Some(release)
        {
            let first = self.drawn.is_none();
            self.drawn = Some(release);
            tracing::debug!(release, first, "frame");
            self.write("frame", format!(",\"release\":{release},\"first\":{first}"));
        }
    }

    fn write(&mut self, event: &str, more: String) {
        let Some(file) = &mut self.file else { return };
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1000.0;
        if let Err(error) = writeln!(file, "{{\"event\":\"{event}\",\"t_ms\":{now:.3}{more}}}") {
            tracing::warn!(%error, "the trace ends here");
            self.file = None;
        }
    }
}
