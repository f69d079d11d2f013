//! Orca, the screen reader of Linux desktops, running on a stage; and what it says.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::stage::{Guard, Stage, start};

/// What Orca asked a voice to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The language it asked for.
    pub language: String,
    /// The words.
    pub words: String,
}

/// A running Orca.
pub struct Orca {
    said: Arc<Mutex<Vec<Said>>>,
    _home: tempfile::TempDir,
    _process: Guard,
}

impl Orca {
    /// Starts Orca with settings of its own, and waits until it has greeted.
    pub fn start(stage: &Stage) -> Self {
        let home = tempfile::tempdir().expect("temporary folder");
        let socket = home.path().join("speechd.sock");
        let listener = UnixListener::bind(&socket).expect("a socket");
        let said = Arc::<Mutex<Vec<Said>>>::default();
        let record = Arc::clone(&said);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let record = Arc::clone(&record);
                std::thread::spawn(move || listen(client, &record));
            }
        });
        let settings = home.path().join("orca");
        std::fs::create_dir_all(&settings).expect("a folder");
        let customizations = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/orca-customizations.py");
        std::fs::copy(customizations, settings.join("orca-customizations.py")).expect("a copy");
        let mut orca = stage.command("orca");
        orca.args(["--replace", "--disable", "braille", "--user-prefs"])
            .arg(settings).args(["--debug-file", "/tmp/orca.log"])
            .env("SPEECHD_ADDRESS", format!("unix_socket:{}", socket.display()))
            .env("HOME", home.path())
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .env("XDG_DATA_HOME", home.path().join("data"))
            .env("XDG_CACHE_HOME", home.path().join("cache"))
            .env("GSETTINGS_BACKEND", "memory")
            .env("LC_ALL", "C.UTF-8");
        let process = start(&mut orca);
        let orca = Self { said, _home: home, _process: process };
        orca.until("its greeting", 0, |said| said.words.contains("Screen reader on"));
        orca
    }

    /// How much was said until now: what comes later is said after this.
    pub fn now(&self) -> usize {
        self.said.lock().expect("what was said").len()
    }

    /// Waits until something of which `wanted` holds is said after `since`; fails the test with what
    /// was said instead.
    pub fn until(&self, what: &str, since: usize, wanted: impl Fn(&Said) -> bool) -> Said {
        let begin = Instant::now();
        loop {
            let said = self.said.lock().expect("what was said").clone();
            if let Some(found) = said.iter().skip(since).find(|said| wanted(said)) {
                return found.clone();
            }
            assert!(begin.elapsed() < Duration::from_secs(30), "waited for {what}; Orca said {said:#?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// A speech dispatcher that writes down instead of speaking: the part of SSIP that Orca uses.
fn listen(client: UnixStream, record: &Mutex<Vec<Said>>) {
    let mut answers = client.try_clone().expect("a socket");
    let mut lines = BufReader::new(client).lines().map_while(Result::ok);
    let mut language = String::new();
    let mut messages = 0;
    while let Some(command) = lines.next() {
        let words: Vec<_> = command.split_whitespace().collect();
        let upper: Vec<_> = words.iter().map(|word| word.to_uppercase()).collect();
        let upper: Vec<_> = upper.iter().map(String::as_str).collect();
        let answer = match upper[..] {
            ["SPEAK"] => {
                let _ = answers.write_all(b"230 OK RECEIVING DATA\r\n");
                let text: Vec<_> = lines.by_ref().take_while(|line| line != ".").collect();
                record
                    .lock()
                    .expect("what was said")
                    .push(Said { language: language.clone(), words: plain(&text.join(" ")) });
                messages += 1;
                // It is said at once.
                format!(
                    "225-{messages}\r\n225 OK MESSAGE QUEUED\r\n701-{messages}\r\n701-1\r\n701 BEGIN\r\n\
                     702-{messages}\r\n702-1\r\n702 END\r\n"
                )
            }
            ["SET", _, "LANGUAGE", _] => {
                language = words[3].trim_matches('"').to_owned();
                "201 OK LANGUAGE SET\r\n".to_owned()
            }
            ["HISTORY", ..] => "245-1\r\n245 OK CLIENT ID SENT\r\n".to_owned(),
            ["LIST", "SYNTHESIS_VOICES", ..] => {
                "249-Alua\tkk\tnone\r\n249-Irina\tru\tnone\r\n249-Alice\ten\tnone\r\n249 OK VOICE LIST SENT\r\n".to_owned()
            }
            ["LIST", ..] => "249-paper\r\n249 OK LIST SENT\r\n".to_owned(),
            ["GET", ..] => "251-0\r\n251 OK GET RETURNED\r\n".to_owned(),
            ["QUIT"] => break,
            _ => "200 OK\r\n".to_owned(),
        };
        if answers.write_all(answer.as_bytes()).is_err() {
            break;
        }
    }
}

/// SSML without its marks.
fn plain(ssml: &str) -> String {
    let mut words = String::new();
    let mut in_mark = false;
    for character in ssml.chars() {
        match character {
            '<' => in_mark = true,
            '>' => in_mark = false,
            _ if !in_mark => words.push(character),
            _ => {}
        }
    }
    words.replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
