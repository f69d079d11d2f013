//! A real PostgreSQL for tests: a cluster of its own in a temporary folder, reached by a Unix
//! socket, gone when its last user is.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::time::{Duration, Instant};

/// How long a slow machine may take to make and start a cluster.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running PostgreSQL.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    // The socket and the data; removed after the server has ended.
    folder: tempfile::TempDir,
    server: Child,
    databases: AtomicU32,
}

static RUNNING: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());

impl Postgres {
    /// The PostgreSQL of this test run, started if no test uses it now.
    pub fn shared() -> Arc<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let started = Arc::new(Self::start(false));
            *running = Arc::downgrade(&started);
            started
        })
    }

    /// A new empty database's `DATABASE_URL`.
    pub fn new_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut command = Command::new(self.programs.join("createdb"));
        succeed(command.arg("-h").arg(self.folder.path()).args(["-U", "postgres", &name]));
        format!("postgres://postgres@localhost/{name}?host={}", self.folder.path().display())
    }

    /// One of its own that survives a power cut, as people run it.
    pub fn durable() -> Self {
        Self::start(true)
    }

    fn start(durable: bool) -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").expect("a temporary folder");
        let owner = give_to_owner(folder.path());
        let data = folder.path().join("data");
        let mut initdb = owner.command(&programs.join("initdb"));
        initdb.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "-D"]).arg(&data);
        succeed(&mut initdb);
        let mut postgres = owner.command(&programs.join("postgres"));
        postgres.arg("-D").arg(&data).arg("-k").arg(folder.path());
        let fsync = if durable { "fsync=on" } else { "fsync=off" };
        for setting in ["listen_addresses=", fsync, "max_connections=200"] {
            postgres.args(["-c", setting]);
        }
        let server = spawn_for_process(postgres.stdout(Stdio::null()).stderr(Stdio::null()));
        let postgres = Self { programs, folder, server, databases: AtomicU32::new(0) };
        postgres.wait();
        postgres
    }

    fn wait(&self) {
        let begin = Instant::now();
        let ready = || {
            let mut command = Command::new(self.programs.join("pg_isready"));
            command.arg("-q").arg("-h").arg(self.folder.path()).status().is_ok_and(|status| status.success())
        };
        while !ready() {
            assert!(begin.elapsed() < PATIENCE, "PostgreSQL did not start in {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown; it disconnects whoever is left.
        let _ = Command::new("kill").args(["-INT", &self.server.id().to_string()]).status();
        let _ = self.server.wait();
    }
}

/// The newest installed version's programs.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<_> = versions
        .map(|version| version.path().join("bin"))
        .filter(|programs| programs.join("initdb").exists() && programs.join("postgres").exists())
        .collect();
    found.sort();
    found.pop().expect("PostgreSQL is not installed: run `make test`, or `apt-get install postgresql`")
}

/// As whom the server runs: PostgreSQL refuses root.
struct Owner {
    switch_user: bool,
}

fn give_to_owner(folder: &Path) -> Owner {
    let is_root = text(&succeed(Command::new("id").arg("-u"))) == "0";
    if is_root {
        let id = |what| text(&succeed(Command::new("id").args([what, "postgres"]))).parse().expect("a number");
        std::os::unix::fs::chown(folder, Some(id("-u")), Some(id("-g"))).expect("chown");
    }
    Owner { switch_user: is_root }
}

impl Owner {
    /// A command run as this user, which ends when this process does, however it ends.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if self.switch_user {
            command.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]);
        }
        command.arg(program).current_dir("/");
        command
    }
}

/// Starts the command from a thread that lives as long as this process: the death of a parent is,
/// to Linux, that of the thread that started the child.
fn spawn_for_process(command: &mut Command) -> Child {
    let mut owned = Command::new(command.get_program());
    owned.args(command.get_args()).current_dir("/").stdout(Stdio::null()).stderr(Stdio::null());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let _ = tell.send(owned.spawn());
        loop {
            std::thread::park();
        }
    });
    told.recv().expect("the starting thread lives").expect("setpriv, of util-linux, starts")
}

fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
