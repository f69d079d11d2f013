//! The two programs as an operator and a visitor have them: a real centre and a real stand.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::stage::{Guard, Stage, start, wait_for};

const SERVER: &str = env!("CARGO_BIN_EXE_aqparat-server");
const KIOSK: &str = env!("CARGO_BIN_EXE_aqparat-kiosk");

/// The demonstration content of the project.
pub fn demonstration() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demonstration")
}

/// A copy of the demonstration in which `change` has edited files.
pub fn edited(change: impl FnOnce(&Path)) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    let copied = Command::new("cp").arg("-r").arg(demonstration().join(".")).arg(folder.path()).status();
    assert!(copied.expect("cp").success());
    change(folder.path());
    folder
}

/// Puts `words` before the body's Kazakh name, which stands on every screen.
pub fn rename_body(content: &Path, words: &str) {
    let toml = content.join("stand.toml");
    let text = std::fs::read_to_string(&toml).expect("stand.toml");
    let (before, name) = text.split_once("[name]\nkk = \"").expect("stand.toml begins its name otherwise");
    std::fs::write(&toml, format!("{before}[name]\nkk = \"{words} {name}")).expect("write");
}

/// A centre with a folder of its own.
pub struct Centre {
    folder: tempfile::TempDir,
    port: u16,
    database: Option<String>,
    running: Option<Guard>,
}

impl Centre {
    /// Initialises a centre, imports and publishes `content`, and starts it.
    pub fn with(content: &Path) -> Self {
        let mut centre = Self::at_rest(content, None);
        centre.start();
        centre
    }

    /// The same without starting it, with its database at the address `database`; SQLite, if none.
    pub fn at_rest(content: &Path, database: Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let port = TcpListener::bind("127.0.0.1:0").expect("bind").local_addr().expect("address").port();
        let centre = Self { folder, port, database, running: None };
        centre.say(&["init"]);
        centre.import_and_publish(content);
        centre
    }

    /// Its configuration, for what is done beside the program.
    pub fn config(&self) -> aqparat::server::Config {
        let mut config = aqparat::server::Config::in_folder(&self.folder.path().join("centre"));
        if let Some(database) = &self.database {
            config.database = database.parse().expect("an address");
        }
        config
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts serving.
    pub fn start(&mut self) {
        let listen = format!("127.0.0.1:{}", self.port);
        self.running = Some(start(self.command().args(["serve", "--listen", &listen])));
        wait_for("the centre to answer", Duration::from_secs(20), || {
            std::net::TcpStream::connect(("127.0.0.1", self.port)).ok()
        });
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        if let Some(running) = self.running.take() {
            running.kill();
        }
    }

    /// Imports and publishes a content folder.
    pub fn import_and_publish(&self, content: &Path) {
        self.say(&["import", content.to_str().expect("UTF-8 path")]);
        self.say(&["publish"]);
    }

    /// Runs a command of the centre that must succeed, and gives what it printed.
    pub fn say(&self, args: &[&str]) -> String {
        let output = self.try_say(args);
        assert!(
            output.status.success(),
            "aqparat-server {args:?}:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs a command of the centre.
    pub fn try_say(&self, args: &[&str]) -> Output {
        self.command().args(args).output().expect("aqparat-server")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(SERVER);
        command.env("AQPARAT_DATA", self.folder.path().join("centre")).env_remove("DATABASE_URL");
        if let Some(database) = &self.database {
            command.env("DATABASE_URL", database);
        }
        command
    }
}

/// A stand with a data folder of its own.
pub struct Stand {
    /// Where it keeps its data.
    pub data: tempfile::TempDir,
    running: Option<Guard>,
}

impl Stand {
    /// A stand fresh from the factory.
    pub fn new() -> Self {
        Self { data: tempfile::tempdir().expect("temporary folder"), running: None }
    }

    /// Switches it on.
    pub fn start(&mut self, stage: &Stage, server: &str, args: &[&str]) {
        let mut command = stage.command(KIOSK);
        self.launch(command.arg("--data").arg(self.data.path()).args(["--server", server]).args(args));
    }

    /// Switches it on with its clock moved, `@1970-01-02 00:00:00` or the like (libfaketime).
    pub fn start_at(&mut self, stage: &Stage, server: &str, clock: &str) {
        let mut command = stage.command("faketime");
        self.launch(
            command.args(["-f", clock]).arg(KIOSK).arg("--data").arg(self.data.path()).args(["--server", server]),
        );
    }

    /// Switches it on again with all its data on a disk of its own that has `spare` kilobytes of room left; false
    /// where the machine allows no such disk.
    pub fn start_on_a_small_disk(&mut self, stage: &Stage, server: &str, spare: u64) -> bool {
        let own_mounts = Command::new("unshare").args(["-rm", "true"]).status().is_ok_and(|status| status.success());
        if !own_mounts {
            return false;
        }
        let data = self.data.path();
        let used = Command::new("du").args(["-s", "--block-size=1K"]).arg(data).output().expect("du").stdout;
        let used = String::from_utf8_lossy(&used).split_whitespace().next().and_then(|used| used.parse::<u64>().ok());
        let size = used.expect("a number") + spare;
        let script = format!(
            "set -e; cp -r {0} {0}.moved; mount -t tmpfs -o size={size}k none {0}; cp -r {0}.moved/. {0}; \
             rm -r {0}.moved; exec \"$@\"",
            data.display()
        );
        let mut command = stage.command("unshare");
        command.args(["-rm", "sh", "-c", &script, "sh", KIOSK, "--data"]).arg(data).args(["--server", server]);
        self.launch(&mut command);
        true
    }

    /// A file on the disk that only the running stand sees.
    pub fn on_its_disk(&self, name: &str) -> PathBuf {
        let id = self.running.as_ref().expect("a running stand").0.id();
        let data = self.data.path().strip_prefix("/").expect("an absolute path");
        Path::new(&format!("/proc/{id}/root")).join(data).join(name)
    }

    fn launch(&mut self, command: &mut Command) {
        self.running = Some(start(command.stdout(Stdio::null())));
    }

    /// Pulls its plug.
    pub fn kill(&mut self) {
        if let Some(running) = self.running.take() {
            running.kill();
        }
    }

    /// Whether its program is still running.
    pub fn is_running(&mut self) -> bool {
        self.running.as_mut().is_some_and(|guard| guard.0.try_wait().expect("wait").is_none())
    }

    /// What `aqparat-kiosk status --json` tells, or null before the first status.
    pub fn status(&self) -> serde_json::Value {
        let output = Command::new(KIOSK).args(["status", "--json", "--data"]).arg(self.data.path()).output();
        serde_json::from_slice(&output.expect("aqparat-kiosk").stdout).unwrap_or_default()
    }

    /// Approves its pairing code at `centre`, as an operator does who reads it off the screen.
    pub fn enrol(&self, centre: &Centre) {
        let code = wait_for("a pairing code", Duration::from_secs(20), || {
            self.status()["pairing_code"].as_str().map(str::to_owned)
        });
        centre.say(&["stand", "approve", &code, "--body", "almalybak-akimat", "--name", "Lobby"]);
    }
}
