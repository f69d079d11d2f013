//! Private listening: notices headphones, and sends the sound where it belongs.

use futures_util::stream::{self, Stream};

use super::speech::Output;

/// The part `[sound]` of `kiosk.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setup {}

impl Setup {
    /// How long after the headphones were pulled out the session ends.
    pub fn grace(&self) -> std::time::Duration {
        std::time::Duration::from_secs(8)
    }
}

/// What the audio server tells of the headphones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// They were plugged in.
    HeadphonesIn,
    /// They were pulled out.
    HeadphonesOut,
}

/// The way to the audio server. Cheap to clone; no call blocks.
#[derive(Debug, Clone)]
pub struct Listening {}

impl Listening {
    /// Begins to watch. Works inside the tokio runtime `handle`; an audio server that is not there or
    /// ends is waited for.
    pub fn start(
        _setup: Setup,
        _handle: &tokio::runtime::Handle,
    ) -> (Self, impl Stream<Item = Event> + Send + 'static) {
        (Self {}, stream::pending())
    }

    /// Sends all sound there from now on.
    pub fn route(&self, _output: Output) {}
}
