//! Private listening: notices headphones, and sends the sound where it belongs.
//!
//! The audio server is PulseAudio, or PipeWire in its guise; `pactl` is the way to both that needs no
//! library. A jack with its own port (`analog-output-headphones`) tells whether something is plugged
//! in; the sound card of a USB keypad comes and goes as a whole. Either is noticed. A jack that the
//! audio server knows nothing of is wired to a key (see [`input`](super::input)).

mod devices;

use std::process::Stdio;
use std::time::Duration;

use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde::de::Error;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, watch};

use super::speech::Output;
use devices::Devices;

/// How long to wait before an audio server that is not there is tried again.
const RETRY: Duration = Duration::from_secs(2);

/// The longest such wait.
const LONGEST_RETRY: Duration = Duration::from_secs(60);

/// How long an audio server may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The part `[sound]` of `kiosk.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setup {
    /// A part of the name of the sound card, or of its port, that the headphones are. Without it any
    /// port the audio server calls headphones.
    pub headphones: Option<String>,
    /// A part of the name of the sound card, or of its port, that the speaker is. Without it the first
    /// that is not the headphones.
    pub speaker: Option<String>,
    /// How many seconds after the headphones were pulled out the session ends, 0 to 60.
    #[serde(deserialize_with = "grace")]
    pub grace_seconds: u64,
}

impl Default for Setup {
    fn default() -> Self {
        Self { headphones: None, speaker: None, grace_seconds: 8 }
    }
}

impl Setup {
    /// How long after the headphones were pulled out the session ends.
    pub fn grace(&self) -> Duration {
        Duration::from_secs(self.grace_seconds)
    }
}

fn grace<'de, D: serde::Deserializer<'de>>(written: D) -> Result<u64, D::Error> {
    let seconds = u64::deserialize(written)?;
    if seconds <= 60 { Ok(seconds) } else { Err(D::Error::custom(format!("grace-seconds: {seconds} is not 0 to 60"))) }
}

/// What the audio server tells of the headphones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// They were plugged in.
    HeadphonesIn,
    /// They were pulled out.
    HeadphonesOut,
    /// Headphones were in when the stand began to watch.
    HeadphonesThere,
}

/// The way to the audio server. Cheap to clone; no call blocks.
#[derive(Debug, Clone)]
pub struct Listening {
    wanted: watch::Sender<Output>,
}

impl Listening {
    /// Begins to watch. Works inside the tokio runtime `handle`; an audio server that is not there or
    /// ends is waited for. Headphones that are in at the start are no event: they belong to nobody.
    pub fn start(setup: Setup, handle: &tokio::runtime::Handle) -> (Self, impl Stream<Item = Event> + Send + 'static) {
        let (wanted, wishes) = watch::channel(Output::default());
        let (events, mut received) = mpsc::unbounded_channel();
        handle.spawn(watch_for_ever(setup, wishes, events));
        (Self { wanted }, stream::poll_fn(move |context| received.poll_recv(context)))
    }

    /// Sends all sound there from now on.
    pub fn route(&self, output: Output) {
        self.wanted.send_if_modified(|last| std::mem::replace(last, output) != output);
    }
}

/// Watches until nobody wants to know any more.
async fn watch_for_ever(setup: Setup, mut wishes: watch::Receiver<Output>, events: mpsc::UnboundedSender<Event>) {
    let mut present = None;
    let mut wait = RETRY;
    while !events.is_closed() {
        match watch_once(&setup, &mut wishes, &events, &mut present).await {
            Ok(()) => return,
            Err(error) => tracing::debug!(%error, "no audio server to ask for headphones"),
        }
        tokio::time::sleep(wait).await;
        // One that answered before is likely to be back soon.
        wait = if present.is_some() { RETRY } else { (wait * 2).min(LONGEST_RETRY) };
    }
}

/// Watches for as long as the audio server lives. `Ok` when nobody wants to know any more.
async fn watch_once(
    setup: &Setup,
    wishes: &mut watch::Receiver<Output>,
    events: &mpsc::UnboundedSender<Event>,
    present: &mut Option<bool>,
) -> std::io::Result<()> {
    let mut subscription = subscribe()?;
    let lines = subscription.stdout.take().ok_or(std::io::ErrorKind::BrokenPipe)?;
    let mut lines = BufReader::new(lines).lines();
    loop {
        let devices = Devices::parse(&ask(&["--format=json", "list", "sinks"]).await?)?;
        let now = devices.headphones(setup).is_some();
        match present.replace(now) {
            Some(before) if before != now => {
                let _ = events.send(if now { Event::HeadphonesIn } else { Event::HeadphonesOut });
            }
            None if now => {
                let _ = events.send(Event::HeadphonesThere);
            }
            _ => {}
        }
        let wanted = *wishes.borrow_and_update();
        for command in devices.route(setup, wanted) {
            ask(&command.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        }
        // What concerns no sink is no news; a burst of news is one.
        loop {
            tokio::select! {
                line = lines.next_line() => {
                    let line = line?.ok_or(std::io::ErrorKind::UnexpectedEof)?;
                    // A sink also tells each time it begins or ends to sound.
                    let is_sink = line.contains(" on sink #") && !line.contains("'change'");
                    if is_sink || line.contains(" on card #") {
                        break;
                    }
                }
                changed = wishes.changed() => {
                    if changed.is_err() {
                        return Ok(());
                    }
                    break;
                }
            }
        }
    }
}

/// Has the audio server tell every change, a line each.
fn subscribe() -> std::io::Result<Child> {
    pactl().arg("subscribe").stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

/// What the audio server answers.
async fn ask(arguments: &[&str]) -> std::io::Result<String> {
    let asked = pactl().args(arguments).stderr(Stdio::null()).output();
    let answer = tokio::time::timeout(PATIENCE, asked).await??;
    if !answer.status.success() {
        return Err(std::io::Error::other(format!("pactl {}: {}", arguments.join(" "), answer.status)));
    }
    Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
}

fn pactl() -> Command {
    let mut command = Command::new("pactl");
    // Words of the answers are read: they must not be translated.
    command.env("LC_ALL", "C.UTF-8").stdin(Stdio::null()).kill_on_drop(true);
    command
}
