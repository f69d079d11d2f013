//! The stand's voice. For now its health: whether a speech daemon answers, and in which languages.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};

use crate::domain::Language;
use crate::release::api::SpeechHealth;

/// How long the speech daemon may take to answer. It lists thousands of voices, and starts first if
/// need be.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long an answer holds: to list voices costs the daemon a second or two of work.
const HOLDS: Duration = Duration::from_secs(3600);

/// How long after the start the first question waits: the first frame goes first.
const SETTLES: Duration = Duration::from_secs(2);

/// How long until the next question.
const PAUSE: Duration = Duration::from_secs(300);

/// The last answer of a daemon that could speak, and when it came.
static KNOWN: Mutex<Option<(Instant, SpeechHealth)>> = Mutex::new(None);

/// Whether a probe is under way: one that hangs is not joined by others.
static PROBING: AtomicBool = AtomicBool::new(false);

/// Asks speech-dispatcher whether it can speak, and what. Works on threads of its own, needs no
/// runtime of the caller and never takes longer than five seconds: a daemon that is missing or hangs
/// is not available. A good answer is believed for an hour.
pub async fn health() -> SpeechHealth {
    if let Some(known) = still_holds(&KNOWN.lock().unwrap_or_else(PoisonError::into_inner), Instant::now()) {
        return known;
    }
    if PROBING.swap(true, Ordering::AcqRel) {
        return silent();
    }
    let (answer, answered) = oneshot::channel();
    let waiter = std::thread::Builder::new().name("speech-health".to_owned()).spawn(move || {
        let _ = answer.send(wait(&ask(), PATIENCE));
    });
    if let Err(error) = waiter {
        PROBING.store(false, Ordering::Release);
        tracing::warn!(%error, "no thread to ask for speech");
        return silent();
    }
    let health = answered.await.unwrap_or_else(|_| silent());
    if health.available {
        *KNOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), health.clone()));
    }
    health
}

/// Tells the health of the stand's voice for as long as anyone wants to know. Needs tokio's clock.
pub async fn follow(told: watch::Sender<SpeechHealth>) {
    tokio::time::sleep(SETTLES).await;
    while !told.is_closed() {
        let health = health().await;
        told.send_if_modified(|last| std::mem::replace(last, health.clone()) != health);
        tokio::time::sleep(PAUSE).await;
    }
}

fn still_holds(known: &Option<(Instant, SpeechHealth)>, now: Instant) -> Option<SpeechHealth> {
    let (since, health) = known.as_ref()?;
    (now.saturating_duration_since(*since) < HOLDS).then(|| health.clone())
}

/// Starts the question on a thread of its own: libspeechd blocks, and may block for ever.
fn ask() -> Receiver<Result<Vec<String>, String>> {
    let (answer, answered) = channel();
    let asker = std::thread::Builder::new().name("speech-probe".to_owned()).spawn(move || {
        let said = voices().map_err(|error| error.to_string());
        PROBING.store(false, Ordering::Release);
        let _ = answer.send(said);
    });
    if asker.is_err() {
        PROBING.store(false, Ordering::Release);
    }
    answered
}

/// The languages of all voices, as codes.
fn voices() -> Result<Vec<String>, tts::Error> {
    let tts = tts::Tts::new(tts::Backends::SpeechDispatcher)?;
    let mut codes: Vec<String> =
        tts.voices()?.iter().map(|voice| voice.language().primary_language().to_ascii_lowercase()).collect();
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

fn wait(answered: &Receiver<Result<Vec<String>, String>>, patience: Duration) -> SpeechHealth {
    match answered.recv_timeout(patience) {
        Ok(Ok(codes)) => SpeechHealth { available: true, missing_voices: missing(&codes) },
        Ok(Err(error)) => {
            tracing::info!(error, "no speech");
            silent()
        }
        Err(_) => {
            tracing::warn!("the speech daemon does not answer");
            silent()
        }
    }
}

/// Codes of the stand's languages for which there is no voice.
fn missing(codes: &[String]) -> Vec<String> {
    Language::ALL
        .into_iter()
        .map(Language::code)
        .filter(|code| !codes.iter().any(|c| c == code))
        .map(str::to_owned)
        .collect()
}

fn silent() -> SpeechHealth {
    SpeechHealth { available: false, missing_voices: missing(&[]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_a_voice_is_named() {
        let codes = ["en".to_owned(), "ru".to_owned(), "tr".to_owned()];
        assert_eq!(missing(&codes), ["kk"]);
    }

    #[test]
    fn a_good_answer_is_believed_for_an_hour() {
        let now = Instant::now();
        let health = SpeechHealth { available: true, missing_voices: vec!["kk".to_owned()] };
        let known = Some((now, health.clone()));
        assert_eq!(still_holds(&known, now + HOLDS / 2), Some(health));
        assert_eq!(still_holds(&known, now + HOLDS), None);
        assert_eq!(still_holds(&None, now), None);
    }

    #[test]
    fn a_daemon_that_hangs_is_given_up() {
        let (_answer, answered) = channel();
        let health = wait(&answered, Duration::from_millis(5));
        assert!(!health.available);
        assert_eq!(health.missing_voices, ["kk", "ru", "en"]);
    }

    #[test]
    fn a_daemon_that_is_not_there_is_not_available() {
        let (answer, answered) = channel();
        answer.send(Err("connection refused".to_owned())).expect("the receiver is here");
        assert!(!wait(&answered, PATIENCE).available);
    }
}
