//! A centre for a test to live in: its own folder, database, clock and address.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use aqparat::release::api::{EnrolmentRequest, EnrolmentState, EnrolmentTicket, PublishHint};
use aqparat::server::config::DatabaseAddress;
use aqparat::server::secret::{Purpose, Secret};
use aqparat::server::state::Clock;
use aqparat::server::{Centre, Config, fleet, http, importing, releasing};
use futures_util::StreamExt;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::postgres::Postgres;

/// How long anything may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A centre and everything around it.
pub struct World {
    /// The centre, for what is done without the network.
    pub centre: Arc<Centre>,
    /// Its configuration; a change counts from [`World::reopen`] on.
    pub config: Config,
    database_url: Option<String>,
    clock: Arc<AtomicI64>,
    client: reqwest::Client,
    serving: Option<Serving>,
    // Dropped last: the server must outlive those who use it.
    folder: tempfile::TempDir,
    postgres: Option<Arc<Postgres>>,
}

struct Serving {
    url: String,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl World {
    pub async fn on_sqlite() -> Self {
        Self::new(None).await
    }

    pub async fn on_postgres() -> Self {
        let postgres = tokio::task::spawn_blocking(Postgres::shared).await.expect("PostgreSQL");
        Self::new(Some(postgres)).await
    }

    async fn new(postgres: Option<Arc<Postgres>>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config = Config::in_folder(&folder.path().join("centre"));
        let database_url = postgres.as_ref().map(|postgres| postgres.new_database());
        if let Some(url) = &database_url {
            config.database = url.parse().expect("an address");
        }
        let clock = Arc::new(AtomicI64::new(Timestamp::now().as_millisecond()));
        let centre = Arc::new(Centre::init(config.clone(), clock_of(&clock)).await.expect("a centre"));
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().timeout(PATIENCE * 4).build().expect("a client");
        Self { centre, config, database_url, clock, client, serving: None, folder, postgres }
    }

    /// Whether its database is a PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.postgres.is_some()
    }

    /// The centre's time, Unix milliseconds. It stands still until [`World::pass`].
    pub fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.clock.fetch_add(i64::try_from(time.as_millis()).expect("small"), Ordering::SeqCst);
    }

    /// The same centre, opened by another process.
    pub async fn another(&self) -> Centre {
        Centre::open(self.config.clone(), clock_of(&self.clock)).await.expect("opens again")
    }

    /// The same centre with its database lost: keys and repository are there.
    pub async fn with_empty_database(&self) -> Centre {
        let mut config = self.config.clone();
        config.database = match &self.postgres {
            Some(postgres) => postgres.new_database().parse().expect("an address"),
            None => {
                let file = self.folder.path().join("empty.sqlite");
                std::fs::File::create(&file).expect("made");
                DatabaseAddress::Sqlite(file)
            }
        };
        Centre::open(config, clock_of(&self.clock)).await.expect("opens")
    }

    /// Asks the database itself.
    pub async fn ask(&self, query: &'static str) -> Vec<String> {
        match &self.config.database {
            DatabaseAddress::Sqlite(file) => {
                let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}", file.display())).await.expect("opens");
                sqlx::query_scalar(query).fetch_all(&pool).await.expect("answers")
            }
            DatabaseAddress::Postgres(options) => {
                let pool = sqlx::PgPool::connect_with(options.as_ref().clone()).await.expect("opens");
                sqlx::query_scalar(query).fetch_all(&pool).await.expect("answers")
            }
        }
    }

    /// Ends the centre in good order and opens it anew.
    pub async fn reopen(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.stop.cancel();
            tokio::time::timeout(PATIENCE, serving.task).await.expect("ends in time").expect("ends well");
        }
        self.centre.store.close().await;
        self.centre = Arc::new(self.another().await);
    }

    /// Puts the centre on the network.
    pub async fn serve(&mut self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let stop = CancellationToken::new();
        let (centre, token) = (self.centre.clone(), stop.clone());
        let task = tokio::spawn(async move { http::serve(centre, listener, token).await.expect("serves") });
        self.serving = Some(Serving { url, stop, task });
        let health = self.get("/healthz").send().await.expect("answers");
        assert!(health.status().is_success());
    }

    /// Its address.
    pub fn url(&self) -> String {
        self.serving.as_ref().expect("is serving").url.clone()
    }

    /// A call.
    pub fn get(&self, path: &str) -> reqwest::RequestBuilder {
        self.client.get(format!("{}{path}", self.url()))
    }

    /// A call of the API.
    pub fn post(&self, path: &str) -> reqwest::RequestBuilder {
        self.client.post(format!("{}/api/v1/{path}", self.url()))
    }

    /// Runs `aqparat-server` for this centre.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command().args(args).output().expect("aqparat-server runs")
    }

    /// The command `aqparat-server` for this centre.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aqparat-server"));
        command.env("AQPARAT_DATA", &self.config.data).env_remove("DATABASE_URL");
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Runs `aqparat-server` on a computer that has no centre, for the one at `url`.
    pub fn run_elsewhere(&self, args: &[&str], url: &str, token: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aqparat-server"));
        command.args(args).args(["--server", url]).env("AQPARAT_TOKEN", token).env("AQPARAT_DATA", "/nowhere");
        command.env_remove("DATABASE_URL").output().expect("aqparat-server runs")
    }

    /// Imports a folder that has no fault.
    pub async fn import(&self, folder: &Folder) {
        let report = importing::import_folder(&self.centre, folder.path(), None, None).await.expect("read");
        assert_eq!(report.faults, []);
    }

    /// Imports and publishes the first edition of a new body.
    pub async fn publish_body(&self, body: &str) -> Folder {
        let folder = Folder::of(body);
        self.import(&folder).await;
        let published = releasing::publish(&self.centre, None).await.expect("published");
        assert_eq!(published.published.len(), 1);
        let hint = PublishHint { body: body.parse().expect("id"), release: 1 };
        assert_eq!(published.published, [hint]);
        folder
    }

    /// Imports the first edition of another body.
    pub async fn publish_body_beside(&self, body: &str) {
        self.import(&Folder::of(body)).await;
    }

    /// A new stand's ticket.
    pub async fn request_enrolment(&self) -> EnrolmentTicket {
        let request = EnrolmentRequest { machine: "lobby-1".into(), version: "0.1.0".into() };
        let answer = self.post("enrolments").json(&request).send().await.expect("sent");
        answer.error_for_status().expect("taken").json().await.expect("a ticket")
    }

    /// Where the enrolment stands.
    pub async fn enrolment(&self, ticket: &EnrolmentTicket) -> EnrolmentState {
        let answer = self.get(&format!("/api/v1/enrolments/{}", ticket.ticket)).send().await.expect("sent");
        answer.json().await.expect("a state")
    }

    /// A stand's credential, its enrolment behind it.
    pub async fn enrol(&self, body: &str) -> String {
        let ticket = self.request_enrolment().await;
        let code = ticket.pairing_code.parse().expect("a code");
        fleet::approve(&self.centre, code, &body.parse().expect("id"), None).await.expect("approved");
        match self.enrolment(&ticket).await {
            EnrolmentState::Approved { enrolment } => enrolment.credential,
            other => panic!("not approved: {other:?}"),
        }
    }

    /// A new administrator's token.
    pub async fn token(&self, body: Option<&str>) -> String {
        let token = Secret::generate(Purpose::Token).expect("random");
        let body = body.map(|body| body.parse().expect("id"));
        self.centre.store.add_token("t1", "Editor", body.as_ref(), &token.hash(), self.now()).await.expect("kept");
        token.reveal().to_owned()
    }
}

fn clock_of(millis: &Arc<AtomicI64>) -> Clock {
    let millis = millis.clone();
    Clock::from_fn(move || Timestamp::from_millisecond(millis.load(Ordering::SeqCst)).expect("in range"))
}

/// The first file below a folder.
pub fn first_file(folder: &Path) -> PathBuf {
    let entry = std::fs::read_dir(folder).expect("a folder").flatten().next().expect("not empty").path();
    if entry.is_dir() { first_file(&entry) } else { entry }
}

/// A small content folder without faults.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// The content of `body`.
    pub fn of(body: &str) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        let three = "kk = \"Әкімдік\"\nru = \"Акимат\"\nen = \"Akimat\"\n";
        folder.write(
            "stand.toml",
            &format!(
                "id = \"{body}\"\n[name]\n{three}[short-name]\n{three}[address]\n{three}\
                 [hours]\nmonday = {{ open = \"09:00-18:00\" }}\n"
            ),
        );
        for category in ["working-hours", "reception", "getting-information"] {
            folder.page(category, "Бірінші");
        }
        folder
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes one file of it.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    /// Gives a page another title.
    pub fn change(&self, title: &str) {
        self.page("working-hours", title);
    }

    fn page(&self, category: &str, title: &str) {
        let text = format!("---\ntitle: {title}\nsummary: Қысқаша.\nverified-on: 2026-11-20\n---\nМәтін.\n");
        for language in ["kk", "ru"] {
            self.write(&format!("pages/{category}/main.{language}.md"), &text);
        }
    }

    /// It as an archive.
    pub fn tar(&self) -> Vec<u8> {
        use std::io::Read;
        let mut bytes = Vec::new();
        importing::archive::pack(self.path()).expect("packed").read_to_end(&mut bytes).expect("read");
        bytes
    }
}

/// A stand's open connection for hints.
pub struct Events {
    stream: std::pin::Pin<Box<dyn futures_util::Stream<Item = reqwest::Result<bytes::Bytes>> + Send>>,
    text: String,
}

impl Events {
    /// Connects, and waits for the centre's greeting.
    pub async fn open(world: &World, credential: &str, last: Option<u64>) -> Self {
        let mut request = world.get("/api/v1/events").bearer_auth(credential);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let answer = request.send().await.expect("connects").error_for_status().expect("taken");
        let mut events = Self { stream: Box::pin(answer.bytes_stream()), text: String::new() };
        assert!(events.next_block().await.starts_with("retry:"));
        events
    }

    /// The release of the next hint.
    pub async fn next_release(&mut self) -> u64 {
        let block = self.next_block().await;
        let data = block.lines().find_map(|line| line.strip_prefix("data: ")).expect("a hint");
        let hint: PublishHint = serde_json::from_str(data).expect("a hint");
        assert!(block.lines().any(|line| line == "event: publish"), "{block}");
        hint.release
    }

    async fn next_block(&mut self) -> String {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                return block;
            }
            let part = tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("in time");
            let part = part.expect("the connection stands").expect("readable");
            self.text.push_str(&String::from_utf8_lossy(&part));
        }
    }
}
