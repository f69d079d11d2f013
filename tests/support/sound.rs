//! Sound on a machine without a sound card: a PulseAudio of the test's own with a sink that goes nowhere, a
//! speech-dispatcher of its own that plays into it, and an ear that records what is played.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::stage::{Guard, start, wait_for};

/// Samples a second of a recording.
const RATE: usize = 16_000;

/// From this amplitude on, of 32767, there is sound: 55 dB below the loudest.
const AUDIBLE: u16 = 60;

/// The file by which that process tells that the test came to its end.
const DONE: &str = "aqparat-test-done";

/// Set in the process whose sound it is.
const INSIDE: &str = "AQPARAT_SOUND_TEST";

/// Runs `body` with sound of its own. libspeechd takes the daemon's address from the environment, which
/// belongs to the whole process: so the test `name` is run again in a process of its own, by `arguments`.
pub fn in_own_process(name: &str, arguments: &[&str], environment: &[(&str, &str)], body: impl FnOnce()) {
    if std::env::var(INSIDE).is_ok_and(|inside| inside == name) {
        body();
        std::fs::write(runtime().join(DONE), "").expect("a mark");
        return;
    }
    let folder = tempfile::tempdir().expect("temporary folder");
    // The stand's own set-up of speech-dispatcher, in a folder that other programs may write to.
    let configuration = folder.path().join("config");
    std::fs::create_dir(&configuration).expect("a folder");
    let packaged = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/speech-dispatcher");
    std::os::unix::fs::symlink(packaged, configuration.join("speech-dispatcher")).expect("a link");
    let mut again = Command::new(std::env::current_exe().expect("the test's program"));
    again
        .args(arguments)
        .env(INSIDE, name)
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("XDG_CONFIG_HOME", &configuration)
        .env_remove("SPEECHD_ADDRESS")
        .env_remove("PULSE_SERVER")
        .envs(environment.iter().copied());
    let status = again.status().expect("the test again");
    // The daemon outlives whoever started it.
    let _ = signal(folder.path(), "CONT");
    let _ = signal(folder.path(), "KILL");
    assert!(status.success(), "{name}: {status}");
    assert!(folder.path().join(DONE).exists(), "no test is called {name}: nothing was run");
}

/// As [`in_own_process`], for a test of the standard harness.
pub fn with_sound(name: &str, body: impl FnOnce()) {
    in_own_process(name, &[name, "--exact", "--nocapture"], &[], body);
}

/// As [`with_sound`], on a machine that has no speech daemon.
pub fn without_daemon(name: &str, body: impl FnOnce()) {
    let none = [("SPEECHD_CMD", "/nowhere/speech-dispatcher")];
    in_own_process(name, &[name, "--exact", "--nocapture"], &none, body);
}

/// As [`with_sound`], on a machine without any sound: the speech daemon is there, an audio server is not.
pub fn without_sound(name: &str, body: impl FnOnce()) {
    let nowhere = [("PULSE_SERVER", "unix:/nowhere/native")];
    in_own_process(name, &[name, "--exact", "--nocapture"], &nowhere, body);
}

fn runtime() -> PathBuf {
    std::env::var_os("XDG_RUNTIME_DIR").expect("in a process of its own").into()
}

/// The number of the speech daemon's process, if it runs.
pub fn daemon() -> Option<u32> {
    daemon_of(&runtime())
}

fn daemon_of(folder: &Path) -> Option<u32> {
    let process = std::fs::read_to_string(folder.join("speech-dispatcher/pid/speech-dispatcher.pid")).ok()?;
    let process = process.trim().parse().ok()?;
    Path::new(&format!("/proc/{process}")).exists().then_some(process)
}

/// Sends the speech daemon a signal by its name: `KILL`, `STOP`, `CONT`.
pub fn signal_daemon(name: &str) {
    signal(&runtime(), name).expect("a running daemon");
}

fn signal(folder: &Path, name: &str) -> Option<()> {
    let process = daemon_of(folder)?;
    let done = Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status().ok()?;
    done.success().then_some(())
}

/// The audio server and its ear.
pub struct Sound {
    server: Option<Guard>,
    _recorder: Guard,
    heard: Arc<Mutex<Vec<Heard>>>,
}

/// A piece of the recording and when it was played.
struct Heard {
    ended: Instant,
    samples: Vec<i16>,
}

impl Sound {
    /// Starts the server and listens.
    pub fn new() -> Self {
        let mut server = Command::new("pulseaudio");
        server
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"])
            .args(["-L", "module-null-sink sink_name=kiosk", "-L", "module-native-protocol-unix"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = start(&mut server);
        wait_for("the audio server", Duration::from_secs(20), || {
            let asked = Command::new("pactl").arg("info").stdout(Stdio::null()).stderr(Stdio::null()).status();
            asked.is_ok_and(|status| status.success()).then_some(())
        });
        let mut recorder = Command::new("parec");
        recorder
            .args(["--device=kiosk.monitor", "--format=s16le", "--channels=1", &format!("--rate={RATE}")])
            .args(["--latency-msec=5", "--process-time-msec=5"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut recorder = start(&mut recorder);
        let mut played = recorder.0.stdout.take().expect("piped");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hears = heard.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            let mut odd = Vec::new();
            while let Ok(count @ 1..) = played.read(&mut bytes) {
                let ended = Instant::now();
                odd.extend_from_slice(&bytes[..count]);
                let whole = odd.len() / 2 * 2;
                let samples = odd[..whole].chunks_exact(2).map(|b| i16::from_le_bytes([b[0], b[1]])).collect();
                odd.drain(..whole);
                hears.lock().expect("not poisoned").push(Heard { ended, samples });
            }
        });
        let sound = Self { server: Some(server), _recorder: recorder, heard };
        wait_for("the recording", Duration::from_secs(10), || {
            (!sound.heard.lock().expect("not poisoned").is_empty()).then_some(())
        });
        sound
    }

    /// Ends the audio server as a crash would.
    pub fn kill_server(&mut self) {
        if let Some(server) = self.server.take() {
            server.kill();
        }
    }

    /// When the first sound after `since` was played.
    pub fn first(&self, since: Instant) -> Option<Instant> {
        self.audible(since, false)
    }

    /// When the last sound after `since` was played.
    pub fn last(&self, since: Instant) -> Option<Instant> {
        self.audible(since, true)
    }

    fn audible(&self, since: Instant, last: bool) -> Option<Instant> {
        let heard = self.heard.lock().expect("not poisoned");
        let pieces = heard.iter().filter(|piece| piece.ended >= since);
        let mut found = None;
        for piece in pieces {
            let loud = |sample: &i16| sample.unsigned_abs() >= AUDIBLE;
            let at = if last { piece.samples.iter().rposition(loud) } else { piece.samples.iter().position(loud) };
            let Some(at) = at else { continue };
            let before_end = Duration::from_secs_f64((piece.samples.len() - at) as f64 / RATE as f64);
            let played = piece.ended.checked_sub(before_end).unwrap_or(piece.ended);
            if played >= since {
                found = Some(played);
                if !last {
                    break;
                }
            }
        }
        found
    }

    /// Waits until nothing was played for `pause`.
    pub fn silence(&self, pause: Duration) {
        wait_for("silence", Duration::from_secs(60), || {
            let since = Instant::now().checked_sub(pause)?;
            self.last(since).is_none().then_some(())
        });
    }

    /// What was played between two moments, from its first sound to its last, as sox measures it.
    pub fn clip(&self, from: Instant, to: Instant) -> Option<Clip> {
        let mut samples = Vec::new();
        for piece in self.heard.lock().expect("not poisoned").iter() {
            if piece.ended >= from && piece.ended <= to {
                samples.extend_from_slice(&piece.samples);
            }
        }
        let loud = |sample: &i16| sample.unsigned_abs() >= AUDIBLE;
        let (first, last) = (samples.iter().position(loud)?, samples.iter().rposition(loud)?);
        Some(Clip::of(&samples[first..=last]))
    }
}

/// A piece of recorded speech.
#[derive(Debug, Clone, Copy)]
pub struct Clip {
    /// How long it is.
    pub seconds: f64,
    /// Its effective loudness in decibels below the loudest possible.
    pub decibels: f64,
    /// The median pitch of its voiced parts.
    pub hertz: f64,
}

impl Clip {
    fn of(samples: &[i16]) -> Self {
        let mut sox = Command::new("sox")
            .args(["-t", "raw", "-r", &RATE.to_string(), "-e", "signed", "-b", "16", "-c", "1", "-", "-n", "stat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("sox (`make test` installs it)");
        let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        sox.stdin.take().expect("piped").write_all(&bytes).expect("sox reads");
        let told = sox.wait_with_output().expect("sox");
        let told = String::from_utf8_lossy(&told.stderr);
        let value = |name: &str| {
            let line = told.lines().find(|line| line.starts_with(name));
            let value = line.and_then(|line| line.rsplit(' ').next()).and_then(|value| value.parse::<f64>().ok());
            value.unwrap_or_else(|| panic!("sox tells no {name}: {told}"))
        };
        Self {
            seconds: value("Length (seconds)"),
            decibels: 20.0 * value("RMS     amplitude").log10(),
            hertz: pitch(samples),
        }
    }
}

/// The median pitch: where a piece of 40 ms is most like itself a moment later.
fn pitch(samples: &[i16]) -> f64 {
    let (shortest, longest) = (RATE / 400, RATE / 60);
    let mut found: Vec<f64> = Vec::new();
    for piece in samples.chunks_exact(RATE / 25) {
        let at = |index: usize| f64::from(piece[index]);
        let likeness = |lag: usize| {
            let pairs = 0..piece.len() - lag;
            let (mut both, mut one, mut other) = (0.0, 0.0, 0.0);
            for index in pairs {
                both += at(index) * at(index + lag);
                one += at(index) * at(index);
                other += at(index + lag) * at(index + lag);
            }
            both / (one * other).sqrt().max(1.0)
        };
        let best = (shortest..longest).map(|lag| (likeness(lag), lag)).max_by(|a, b| a.0.total_cmp(&b.0));
        // Only a voiced piece resembles itself.
        if let Some((_, lag)) = best.filter(|(likeness, _)| *likeness > 0.85) {
            found.push(RATE as f64 / lag as f64);
        }
    }
    found.sort_by(f64::total_cmp);
    found.get(found.len() / 2).copied().unwrap_or_default()
}
