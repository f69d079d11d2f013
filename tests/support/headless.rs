//! A stand without a screen, in a process of its own that can be killed: its outbox, its sync, and visitors who
//! answer. Each test file that uses it has an ignored test that calls [`act`] and nothing else; [`Headless`]
//! starts the test's own program again with only that.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aqparat::domain::Language;
use aqparat::domain::survey::answer::response_id;
use aqparat::domain::survey::{Mode, Response, Value};
use aqparat::kiosk::outbox::Outbox;
use aqparat::kiosk::sync::{Config, Surroundings, Timings, run_in};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The ignored test that is the stand.
const ACT: &str = "a_stand_in_a_process_of_its_own";
const PART: &str = "AQPARAT_HEADLESS";

/// What the stand is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Part {
    /// Its data folder.
    pub data: PathBuf,
    /// Its centre, if it syncs.
    pub server: Option<String>,
    /// Whom answers are sealed to.
    pub recipient: String,
    /// The survey's name and version.
    pub survey: (String, String),
    /// What each visitor answers.
    pub values: Vec<(String, Value)>,
    /// How many visitors come.
    pub visitors: u32,
    /// The pause within and between visits, milliseconds.
    pub pause: u64,
    /// After every so many visitors, all but one waiting answers are purged as if a centre had them.
    pub purge_every: Option<u32>,
    /// Whether it fills its disk when an answer cannot be kept, purges, and takes one more visitor.
    pub fills: bool,
    /// Whether it ends when nothing waits any more; else when it is killed.
    pub ends: bool,
}

impl Part {
    /// A stand in `data` whose visitors say something in a survey that only tests know.
    pub fn new(data: &Path, recipient: String) -> Self {
        Self {
            data: data.to_owned(),
            server: None,
            recipient,
            survey: ("access".into(), "1".into()),
            values: vec![("missing".into(), Value::Text("Пандус пен дауыс".into()))],
            visitors: 0,
            pause: 0,
            purge_every: None,
            fills: false,
            ends: true,
        }
    }
}

/// Patience for tests.
pub fn hasty() -> Timings {
    Timings {
        connect: Duration::from_secs(2),
        idle: Duration::from_millis(1000),
        whole: Duration::from_secs(5),
        silence: Duration::from_secs(5),
        backoff_least: Duration::from_millis(20),
        backoff_most: Duration::from_millis(200),
        spread: Duration::from_millis(5),
        watch: Duration::from_millis(50),
        status: Duration::from_millis(20),
        first_heartbeat: Duration::from_millis(10),
        ..Timings::default()
    }
}

/// Plays the stand, in the child; nothing if this is not one.
pub fn act() {
    let Ok(part) = std::env::var(PART) else { return };
    let part: Part = serde_json::from_str(&part).expect("a part");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("runtime");
    runtime.block_on(async {
        let outbox = Outbox::open(&part.data).await.expect("an outbox");
        say("open", "");
        if let Some(server) = &part.server {
            let server = server.parse().expect("an address");
            let config = Config { data: part.data.clone(), server: Some(server), poll: Duration::from_secs(3600) };
            let surroundings =
                Surroundings { timings: hasty(), outbox: Some(outbox.clone()), ..Surroundings::default() };
            let (sender, mut events) = tokio::sync::mpsc::channel(64);
            tokio::spawn(run_in(config, surroundings, sender));
            tokio::spawn(async move { while events.recv().await.is_some() {} });
        }
        for visitor in 1..=part.visitors {
            let kept = visit(&part, &outbox).await;
            if !kept && part.fills {
                fill(&part.data);
                purge(&outbox).await;
                assert!(visit(&part, &outbox).await, "there is room again");
                break;
            }
            if part.purge_every.is_some_and(|every| visitor % every == 0) {
                purge(&outbox).await;
            }
        }
        let mut counts = outbox.counts();
        if part.ends && part.server.is_some() {
            counts.wait_for(|waiting| *waiting == 0).await.expect("an outbox");
        } else if !part.ends {
            std::future::pending::<()>().await;
        }
        say("done", "");
    });
    // Without a chance to tidy up: a stand never has one.
    std::process::exit(0);
}

/// Leaves no free block on the disk of `folder`.
fn fill(folder: &Path) {
    let mut file = std::fs::File::create(folder.join("filler")).expect("a file");
    while std::io::Write::write_all(&mut file, &[0; 512]).is_ok() {}
}

/// True if the answer was kept.
async fn visit(part: &Part, outbox: &Outbox) -> bool {
    let random = Uuid::new_v4().into_bytes();
    let hour = jiff::Timestamp::now().as_second() / 3600;
    let id = response_id(hour, random[..10].try_into().expect("ten bytes"));
    say("begun", &id.to_string());
    tokio::time::sleep(Duration::from_millis(part.pause)).await;
    let values = part.values.iter().map(|(name, value)| (name.parse().expect("a name"), value.clone())).collect();
    let response = Response {
        id,
        survey: part.survey.0.parse().expect("a name"),
        version: part.survey.1.clone(),
        hour,
        language: Language::Kazakh,
        mode: Mode { speech: random[0].is_multiple_of(2), ..Mode::default() },
        complete: true,
        reached: None,
        values,
    };
    say("confirmed", &id.to_string());
    let kept = outbox.keep(&response, &part.recipient).await;
    let is_kept = kept.is_ok();
    match kept {
        Ok(()) => say("kept", &id.to_string()),
        Err(error) => say("failed", &format!("{id} {error}")),
    }
    tokio::time::sleep(Duration::from_millis(part.pause)).await;
    is_kept
}

async fn purge(outbox: &Outbox) {
    let mut waiting = outbox.waiting(usize::MAX, usize::MAX).await.expect("read");
    waiting.pop();
    let ids: Vec<Uuid> = waiting.into_iter().map(|answer| answer.id).collect();
    let words: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    say("purging", &words.join(" "));
    outbox.acknowledged(&ids).await.expect("purged");
    say("purged", &words.join(" "));
}

fn say(what: &str, of: &str) {
    // One write to the pipe, which outlives a kill.
    println!("stand {what} {of}");
}

/// What a stand said so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Visits begun.
    pub begun: Vec<Uuid>,
    /// Sent by the visitor.
    pub confirmed: Vec<Uuid>,
    /// Told to the visitor as kept.
    pub kept: Vec<Uuid>,
    /// Told to the visitor as not kept, and why.
    pub failed: Vec<(Uuid, String)>,
    /// The centre has them, and they are being deleted.
    pub purging: Vec<Uuid>,
    /// Deleted.
    pub purged: Vec<Uuid>,
    /// Whether its outbox is open.
    pub open: bool,
    /// Whether it has come to its end.
    pub done: bool,
}

impl Said {
    /// Takes in one line of its output.
    pub fn line(&mut self, line: &str) {
        let Some(said) = line.strip_prefix("stand ") else { return };
        let (what, of) = said.split_once(' ').unwrap_or((said, ""));
        let ids = || of.split(' ').filter_map(|word| word.parse::<Uuid>().ok());
        match what {
            "open" => self.open = true,
            "begun" => self.begun.extend(ids()),
            "confirmed" => self.confirmed.extend(ids()),
            "kept" => self.kept.extend(ids()),
            "failed" => {
                let why = of.split_once(' ').map_or("", |(_, why)| why);
                self.failed.extend(ids().map(|id| (id, why.to_owned())));
            }
            "purging" => self.purging.extend(ids()),
            "purged" => self.purged.extend(ids()),
            "done" => self.done = true,
            other => panic!("said {other}"),
        }
    }
}

/// A running stand.
pub struct Headless {
    child: Child,
    said: Arc<Mutex<Said>>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Headless {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Headless {
    /// Starts it.
    pub fn start(part: &Part) -> Self {
        Self::start_with(part, |_| ())
    }

    /// Starts it, its command changed.
    pub fn start_with(part: &Part, change: impl FnOnce(&mut Command)) -> Self {
        let mut command = Self::command(part);
        change(&mut command);
        let mut child = command.spawn().expect("the test's own program");
        let output = child.stdout.take().expect("its output");
        let said = Arc::new(Mutex::new(Said::default()));
        let shared = said.clone();
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // The harness begins a line that the stand ends.
                let line = line.find("stand ").map_or("", |at| &line[at..]);
                shared.lock().expect("no panic").line(line);
            }
        });
        Self { child, said, reader: Some(reader) }
    }

    /// The command that plays `part`.
    pub fn command(part: &Part) -> Command {
        let mut command = Command::new(std::env::current_exe().expect("the test's own program"));
        command.args([ACT, "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
        command.env(PART, serde_json::to_string(part).expect("JSON")).env_remove("AQPARAT_FAILPOINT");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it said so far.
    pub fn said(&self) -> Said {
        self.said.lock().expect("no panic").clone()
    }

    /// Waits until it has said what `enough` asks for, or has ended.
    pub fn wait(&mut self, what: &str, limit: Duration, enough: impl Fn(&Said) -> bool) {
        let began = Instant::now();
        while !enough(&self.said()) && self.child.try_wait().expect("wait").is_none() {
            assert!(began.elapsed() < limit, "waited {limit:?} for {what}: {:?}", self.said());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits for its end; gives how it ended and all it said.
    pub fn end(mut self, limit: Duration) -> (ExitStatus, Said) {
        let began = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("wait") {
                break status;
            }
            assert!(began.elapsed() < limit, "it goes on after {limit:?}: {:?}", self.said());
            std::thread::sleep(Duration::from_millis(2));
        };
        (status, self.rest())
    }

    /// Ends it as pulling its plug does, and gives all it said.
    pub fn kill(mut self) -> Said {
        self.child.kill().expect("kill");
        self.child.wait().expect("wait");
        self.rest()
    }

    /// Ends one that runs under `strace`, so that its log is whole.
    pub fn kill_traced(mut self) -> Said {
        super::power::kill_traced(self.child.id());
        self.child.wait().expect("wait");
        self.rest()
    }

    fn rest(&mut self) -> Said {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("read");
        }
        self.said()
    }
}
