//! The thread that speaks.

use std::path::Path;

use futures_util::stream::{self, Stream};

use super::{Event, Output, Setup, Tuning, Utterance};

/// The voice of a stand. Cheap to clone; no call blocks, whatever the speech daemon does.
#[derive(Debug, Clone)]
pub struct Voice {}

impl Voice {
    /// Starts the thread. `transcript` is where every utterance is written, if anywhere.
    ///
    /// # Errors
    /// When the transcript cannot be opened, or there is no thread to be had.
    pub fn start(
        _setup: Setup,
        _transcript: Option<&Path>,
    ) -> std::io::Result<(Self, impl Stream<Item = Event> + Send + 'static)> {
        Ok((Self {}, stream::pending()))
    }

    /// Says `utterance` at once; what is being said ends.
    pub fn speak(&self, _utterance: Utterance) {}

    /// Silence, at once.
    pub fn hush(&self) {}

    /// From the next utterance on.
    pub fn tune(&self, _tuning: Tuning) {}

    /// Where the sound goes from now on, as the transcript tells it.
    pub fn route(&self, _output: Output) {}
}
