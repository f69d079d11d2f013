//! `aqparat-server`: the centre that publishes signed content and watches the stands.

#[path = "aqparat-server/account.rs"]
mod account;
#[path = "aqparat-server/keys.rs"]
mod keys;
#[path = "aqparat-server/survey.rs"]
mod survey;
#[path = "aqparat-server/token.rs"]
mod token;

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use aqparat::domain::BodyId;
use aqparat::server::config::DatabaseAddress;
use aqparat::server::fleet::{self, PairingCode};
use aqparat::server::publishing::RepositoryAddress;
use aqparat::server::remote::Remote;
use aqparat::server::secret::Secret;
use aqparat::server::state::Clock;
use aqparat::server::{Centre, Config, accounts, editing, error, http, importing, releasing, report};
use clap::{Args, Parser, Subcommand};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// The centre of Aqparat's information stands: imports, signs and publishes content, enrols and
/// watches the stands.
#[derive(Debug, Parser)]
#[command(version, after_help = "The database is SQLite in the data folder, or PostgreSQL when DATABASE_URL is set.")]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Place {
    /// The centre's own folder.
    #[arg(long, global = true, env = "AQPARAT_DATA", default_value = "centre", value_name = "DIR")]
    data: PathBuf,
    /// The release repository: a folder, or s3://BUCKET/PREFIX [default: DATA/repository].
    #[arg(long, global = true, env = "AQPARAT_REPOSITORY", value_name = "PLACE")]
    repository: Option<RepositoryAddress>,
    /// Where stands fetch the repository, if not from the centre: a bucket's or CDN's address.
    #[arg(long, global = true, env = "AQPARAT_PUBLIC_REPOSITORY_URL", value_name = "URL")]
    public_repository_url: Option<String>,
    /// The centre's own address for the public, where phones find the surveys' forms: such as <https://stands.example.kz>
    #[arg(long, global = true, env = "AQPARAT_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// Answer in JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new centre: data folder, database, keys, empty repository, and an account for the results.
    Init {
        /// Do nothing if there is one already, and make no account: what a service prints is logged.
        #[arg(long)]
        if_new: bool,
    },
    /// Answer stands and administrators until Ctrl-C.
    Serve {
        /// The address to listen on.
        #[arg(long, env = "AQPARAT_LISTEN", default_value = "127.0.0.1:8700")]
        listen: SocketAddr,
        /// Callers come by a proxy of ours that names them in X-Forwarded-For.
        #[arg(long, env = "AQPARAT_BEHIND_PROXY")]
        behind_proxy: bool,
    },
    /// Check a content folder and keep it as its body's draft; with any error, change nothing.
    Import {
        /// The content folder, with stand.toml in it.
        folder: PathBuf,
        /// Refuse the folder if it is not this body's.
        #[arg(long, value_name = "ID")]
        body: Option<BodyId>,
        #[command(flatten)]
        elsewhere: Elsewhere,
    },
    /// Sign and publish what was imported, where it differs from what the stands have.
    Publish {
        /// Only this body.
        #[arg(long, value_name = "ID")]
        body: Option<BodyId>,
        #[command(flatten)]
        elsewhere: Elsewhere,
    },
    /// Write a body's newest release to one file, for stands without a network; they take it for a week.
    Courier {
        /// The file to write, on a stick, say.
        file: PathBuf,
        /// The body [default: the only one].
        #[arg(long, value_name = "ID")]
        body: Option<BodyId>,
    },
    /// The surveys and what was answered.
    #[command(subcommand)]
    Survey(survey::SurveyCommand),
    /// Who may sign in to the web pages.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// The stands.
    #[command(subcommand)]
    Stand(StandCommand),
    /// The bodies whose content is here.
    #[command(subcommand)]
    Body(BodyCommand),
    /// The tokens by which administrators import and publish from elsewhere.
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// The signing keys.
    #[command(subcommand)]
    Keys(keys::KeysCommand),
}

/// A centre elsewhere, if the work is not for the one in the data folder.
#[derive(Debug, Args)]
struct Elsewhere {
    /// Do it at the centre with this address.
    #[arg(long, env = "AQPARAT_SERVER", value_name = "URL", requires = "token")]
    server: Option<String>,
    /// The token for that centre; better in the environment, where other users do not see it.
    #[arg(long, env = "AQPARAT_TOKEN", hide_env_values = true)]
    token: Option<String>,
}

#[derive(Debug, Subcommand)]
enum StandCommand {
    /// Every stand, how it is, and which ones wait to be approved.
    List,
    /// Enrol the stand that shows this pairing code.
    Approve {
        /// The code on its screen, such as 4827-1953.
        code: PairingCode,
        /// The body whose content it shows.
        #[arg(long, value_name = "ID")]
        body: BodyId,
        /// What to call it [default: its machine's name].
        #[arg(long)]
        name: Option<String>,
    },
    /// End a stand's access. Its screen goes on with what it has.
    Revoke {
        /// Its id or name.
        stand: String,
    },
}

#[derive(Debug, Subcommand)]
enum BodyCommand {
    /// Every body, its newest release, and whether its draft waits to be published.
    List,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("aqparat-server: {}", error::chain(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    log(matches!(cli.command, Command::Serve { .. }));
    let place = &cli.place;
    match cli.command {
        Command::Init { if_new } => init(place, if_new).await?,
        Command::Serve { listen, behind_proxy } => serve(place, listen, behind_proxy).await?,
        Command::Import { folder, body, elsewhere } => return import(place, folder, body, elsewhere).await,
        Command::Publish { body, elsewhere } => publish(place, body, elsewhere).await?,
        Command::Survey(command) => return survey::run(place, command).await,
        Command::Account(command) => account::run(place, command).await?,
        Command::Stand(command) => stand(place, command).await?,
        Command::Body(BodyCommand::List) => {
            let bodies = releasing::bodies(&place.open().await?).await?;
            place.say(&bodies, report::bodies(&bodies))?;
        }
        Command::Token(command) => token::run(place, command).await?,
        Command::Keys(command) => keys::run(place, command).await?,
        Command::Courier { file, body } => courier(place, &file, body).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Logs to the standard error output. A command tells its outcome itself; only a centre that
/// serves also tells what it does.
fn log(serving: bool) {
    let usual = if serving { "warn,aqparat=info" } else { "warn" };
    let filter = EnvFilter::try_from_env("AQPARAT_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let ansi = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(ansi).with_writer(std::io::stderr).init();
}

impl Place {
    fn config(&self) -> anyhow::Result<Config> {
        let mut config = Config::in_folder(&self.data);
        // Only from the environment: other users of the machine see arguments.
        if let Some(url) = std::env::var_os("DATABASE_URL").filter(|url| !url.is_empty()) {
            let url = url.into_string().ok().context("DATABASE_URL is not plain text")?;
            config.database = url.parse::<DatabaseAddress>()?;
        }
        if let Some(repository) = &self.repository {
            config.repository = repository.clone();
        }
        if let Some(url) = &self.public_repository_url {
            config.set_public_repository(url)?;
        }
        if let Some(url) = &self.public_url {
            config.set_public_url(url)?;
        }
        Ok(config)
    }

    async fn open(&self) -> anyhow::Result<Centre> {
        Ok(Centre::open(self.config()?, Clock::system()).await?)
    }

    /// Prints `value` as JSON, if that was asked for, or `text`.
    fn say(&self, value: &impl Serialize, text: impl AsRef<str>) -> anyhow::Result<()> {
        let json = if self.json { Some(serde_json::to_string_pretty(value)? + "\n") } else { None };
        print(json.as_deref().unwrap_or(text.as_ref()))
    }
}

/// Prints; a reader that has gone away is no failure of what was done.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

async fn init(place: &Place, if_new: bool) -> anyhow::Result<()> {
    let config = place.config()?;
    if if_new && is_there(&config).await {
        return Ok(());
    }
    let centre = Centre::init(config, Clock::system()).await?;
    let offline = centre.config.keys().join("offline");
    let password = if if_new { None } else { accounts::add_first(&centre).await? };
    let account = match password {
        Some(password) => format!(
            "The results of surveys are under /results: sign in as {}, password: {password}\n\
             It is shown this once; another: aqparat-server account password {0}\n",
            accounts::FIRST
        ),
        None => "Who may read the results of surveys: aqparat-server account add NAME\n".to_owned(),
    };
    print(&format!(
        "A new centre is in {} ({}).\n\
         Now move each of the three root keys in {} to a medium of its own, kept apart from the others\n\
         and from this machine. Two of them are needed once a year and to replace keys; never day by day.\n\
         {account}\
         Next: aqparat-server import FOLDER, aqparat-server publish, aqparat-server serve\n",
        centre.config.data.display(),
        centre.config.database,
        offline.display(),
    ))
}

/// Whether there is a whole centre already; one that `init` left half-made is not.
async fn is_there(config: &Config) -> bool {
    match Centre::open(config.clone(), Clock::system()).await {
        Ok(centre) => centre.publisher.root().await.is_ok(),
        Err(_) => false,
    }
}

async fn serve(place: &Place, listen: SocketAddr, behind_proxy: bool) -> anyhow::Result<()> {
    http::raise_open_files();
    let mut config = place.config()?;
    config.behind_proxy = behind_proxy;
    if matches!(config.repository, RepositoryAddress::S3 { .. }) && config.public_repository.is_none() {
        anyhow::bail!("stands cannot read s3:// addresses: give the bucket's public one with --public-repository-url");
    }
    let centre = Centre::open(config, Clock::system()).await?;
    let stop = CancellationToken::new();
    stop_on_signal(stop.clone())?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    print(&format!("The centre listens on http://{}\n", listener.local_addr()?))?;
    Ok(http::serve(Arc::new(centre), listener, stop).await?)
}

/// The first SIGTERM or Ctrl-C ends the centre in good order, the second one at once.
fn stop_on_signal(stop: CancellationToken) -> anyhow::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        for ending in [false, true] {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if ending {
                std::process::exit(130);
            }
            stop.cancel();
        }
    });
    Ok(())
}

impl Elsewhere {
    fn open(self) -> anyhow::Result<Option<Remote>> {
        let (Some(server), Some(token)) = (self.server, self.token) else { return Ok(None) };
        let remote = Remote::new(&server, Secret::presented(&token))?;
        if remote.is_exposed() {
            eprintln!("aqparat-server: over http:// anyone on the way can read the token; use https:// if you can");
        }
        Ok(Some(remote))
    }
}

async fn import(
    place: &Place,
    folder: PathBuf,
    body: Option<BodyId>,
    elsewhere: Elsewhere,
) -> anyhow::Result<ExitCode> {
    let found = match elsewhere.open()? {
        None => importing::import_folder(&place.open().await?, &folder, body.as_ref(), None).await?,
        Some(remote) => {
            // What is wrong is found here already, before anything is sent.
            let here = editing::read_folder(&folder).with_context(|| folder.display().to_string())?.report;
            if here.faults.is_empty() { remote.import(&folder, body.as_ref()).await? } else { here }
        }
    };
    place.say(&found, report::import(&found))?;
    Ok(if found.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn publish(place: &Place, body: Option<BodyId>, elsewhere: Elsewhere) -> anyhow::Result<()> {
    let done = match elsewhere.open()? {
        None => releasing::publish(&place.open().await?, body.as_ref()).await?,
        Some(remote) => remote.publish(body.as_ref()).await?,
    };
    place.say(&done, report::publish(&done))
}

async fn stand(place: &Place, command: StandCommand) -> anyhow::Result<()> {
    let centre = place.open().await?;
    match command {
        StandCommand::List => {
            let now = centre.clock.millis();
            let (stands, waiting) = (centre.store.stands().await?, centre.store.waiting(now).await?);
            let text = report::stands(&stands, &waiting, now);
            place.say(&serde_json::json!({ "stands": stands, "waiting": waiting }), text)
        }
        StandCommand::Approve { code, body, name } => {
            let id = fleet::approve(&centre, code, &body, name.as_deref()).await?;
            place.say(&serde_json::json!({ "stand": id }), format!("Approved for {body}: stand {id}.\n"))
        }
        StandCommand::Revoke { stand } => {
            let id = fleet::revoke(&centre, &stand).await?;
            let text = format!("Revoked stand {id}. Its screen goes on with what it has.\n");
            place.say(&serde_json::json!({ "stand": id }), text)
        }
    }
}

async fn courier(place: &Place, file: &Path, body: Option<BodyId>) -> anyhow::Result<()> {
    let centre = place.open().await?;
    let body = match (body, centre.store.bodies().await?.as_slice()) {
        (Some(body), _) => body,
        (None, [only]) => only.body.parse()?,
        (None, _) => anyhow::bail!("say which body's release to write: --body ID"),
    };
    let now = centre.clock.now();
    centre.publisher.courier(&body, file, now).await?;
    let release = centre.publisher.release(&body).await?.unwrap_or_default();
    let written = serde_json::json!({ "body": body, "release": release, "file": file });
    place.say(&written, format!("Release {release} of {body} is in {}. Stands take it for a week.\n", file.display()))
}
