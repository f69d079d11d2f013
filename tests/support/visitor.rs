//! A visitor before a stand: what they do with their hands, and what they hear, read from the stand's own
//! transcript.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::programs::{Centre, Stand};
use super::stage::{Node, Stage, wait_for};

/// The home screen's title.
pub const HOME: &str = "Не білгіңіз келеді?";

/// How long a sentence may take to come.
pub const PATIENCE: Duration = Duration::from_secs(40);

const PORTRAIT: (u32, u32) = (1080, 1920);

/// A line of the transcript.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Said {
    pub language: String,
    pub text: String,
    pub voice: Option<String>,
    pub output: String,
    pub why: String,
}

/// A visitor before a stand that shows what a centre has published.
pub struct Visitor {
    pub stage: Stage,
    pub centre: Centre,
    pub stand: Stand,
    transcript: PathBuf,
    /// How many lines of the transcript were taken in.
    heard: usize,
    /// The accessibility bar as it was before anything was changed.
    bar: Vec<Node>,
}

impl Visitor {
    /// Before a stand of `centre`, set up with `toml` and started with the environment `stage` gives it. The stand
    /// finds the centre at `server`.
    pub fn before(centre: Centre, server: &str, stage: Stage, toml: &str) -> Self {
        let stand = Stand::new();
        std::fs::write(stand.data.path().join("kiosk.toml"), toml).expect("kiosk.toml");
        let transcript = stand.data.path().join("transcript.jsonl");
        let mut visitor = Self { stage, centre, stand, transcript, heard: 0, bar: Vec::new() };
        visitor.switches_on(server);
        visitor.stand.enrol(&visitor.centre);
        let nodes = visitor.waits_for("the home screen", |nodes| is_titled(nodes, HOME) && bar(nodes).len() >= 8);
        visitor.bar = bar(&nodes);
        visitor
    }

    /// A stage upright.
    pub fn stage() -> Stage {
        Stage::new(PORTRAIT.0, PORTRAIT.1)
    }

    /// The same, with the audio server and the speech daemon of this test's process.
    pub fn stage_with_sound() -> Stage {
        let mut stage = Self::stage();
        stage.environment("XDG_RUNTIME_DIR", std::env::var("XDG_RUNTIME_DIR").expect("set by with_sound"));
        stage
    }

    /// The stand is switched on.
    pub fn switches_on(&mut self, server: &str) {
        let transcript = self.transcript.to_str().expect("UTF-8").to_owned();
        self.stand.start(&self.stage, server, &["--transcript", &transcript]);
    }

    pub fn said(&self) -> Vec<Said> {
        let text = std::fs::read_to_string(&self.transcript).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// What was said and not yet taken in.
    pub fn hears_all(&mut self) -> Vec<Said> {
        let mut said = self.said();
        let new = said.split_off(self.heard.min(said.len()));
        self.heard += new.len();
        new
    }

    /// Waits until something with these words is said; gives it, and takes in all before it.
    pub fn hears(&mut self, words: &str) -> Said {
        let start = Instant::now();
        loop {
            let said = self.said();
            if let Some(at) = said.iter().skip(self.heard).position(|said| said.text.contains(words)) {
                self.heard += at + 1;
                return said[self.heard - 1].clone();
            }
            let new: Vec<_> = said.iter().skip(self.heard).map(|said| &said.text).collect();
            assert!(start.elapsed() < PATIENCE, "waited {PATIENCE:?} to hear {words:?}; heard {new:#?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses a key until these words are heard of what has the focus.
    pub fn presses_until(&mut self, key: &str, words: &str) {
        for _ in 0..60 {
            self.hears_all();
            self.stage.keys(&[key]);
            // A new part of the screen is named before what has the focus in it.
            let start = Instant::now();
            while start.elapsed() < Duration::from_millis(2_200) {
                if self.hears_all().iter().any(|said| said.text.contains(words)) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(30));
            }
        }
        panic!("{key} never came to {words:?}");
    }

    pub fn waits_for(&self, what: &str, found: impl Fn(&[Node]) -> bool) -> Vec<Node> {
        self.stage.nodes_when(what, found)
    }

    /// Turns the sheets until there is a control of that name.
    pub fn finds(&self, name: &str, next: &str) {
        wait_for(name, PATIENCE, || {
            let nodes = self.stage.nodes();
            let found = nodes.iter().any(|node| node.name == name && node.is("focusable"));
            if !found {
                self.stage.activate(next);
            }
            found.then_some(())
        });
    }

    /// The visitor stands still; the stand goes back to its start by itself, with all settings restored.
    pub fn leaves(&mut self) {
        // The bar tells every look, size and switch, and where it stands tells the reach setting.
        wait_for("the start, as it was", Duration::from_secs(90), || {
            let nodes = self.stage.nodes();
            (is_titled(&nodes, HOME) && bar(&nodes) == self.bar).then_some(())
        });
    }
}

pub fn is_titled(nodes: &[Node], title: &str) -> bool {
    nodes.iter().any(|node| node.role == "heading" && node.level() == Some(1) && node.name == title)
}

/// The controls of the accessibility bar: what they are called, what they are set to, and where they stand.
fn bar(nodes: &[Node]) -> Vec<Node> {
    let is_control = |node: &&Node| node.role.ends_with("button") && node.is("focusable");
    let bar =
        nodes.iter().skip_while(|node| node.role != "tool bar").skip(1).take_while(|node| node.role != "landmark");
    let mut bar: Vec<Node> = bar.filter(is_control).cloned().collect();
    for node in &mut bar {
        node.states.retain(|state| state != "focused");
    }
    bar
}
