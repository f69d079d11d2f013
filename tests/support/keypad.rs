//! A second keyboard on a stage's display, to be pulled out and plugged in again: as an audio keypad is.

use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Stdio};

use super::stage::{Guard, Stage, start};

/// The keypad and who presses its keys.
pub struct Keypad {
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
    _process: Guard,
    plugged: usize,
}

impl Keypad {
    /// A keypad that is not plugged in yet.
    pub fn new(stage: &Stage) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/keypad.py");
        let mut command = stage.command("/usr/bin/python3");
        let mut process = start(command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()));
        let asks = process.0.stdin.take().expect("piped");
        let answers = BufReader::new(process.0.stdout.take().expect("piped"));
        Self { asks, answers, _process: process, plugged: 0 }
    }

    /// Plugs it in; each time the display knows it by another name.
    pub fn plug(&mut self) {
        self.plugged += 1;
        self.ask(&format!("plug keypad-{}", self.plugged));
    }

    /// Pulls it out, whatever is held down.
    pub fn pull(&mut self) {
        self.ask("pull");
    }

    /// A key goes down and stays down.
    pub fn down(&mut self, key: &str) {
        self.ask(&format!("down {key}"));
    }

    /// A key goes down and up.
    pub fn press(&mut self, key: &str) {
        self.down(key);
        self.ask(&format!("up {key}"));
    }

    fn ask(&mut self, what: &str) {
        writeln!(self.asks, "{what}").expect("it listens");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("it answers");
        assert_eq!(answer.trim(), "ok", "{what}");
    }
}
