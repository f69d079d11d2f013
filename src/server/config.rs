//! Where a centre's things lie, and what it allows.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use super::error::Error;
use super::publishing::RepositoryAddress;

/// The configuration of a centre.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of the centre's own files.
    pub data: PathBuf,
    /// Its database.
    pub database: DatabaseAddress,
    /// Its release repository.
    pub repository: RepositoryAddress,
    /// Where stands fetch the repository, when that is not the centre itself: a bucket's or a CDN's
    /// address, ending in `/`.
    pub public_repository: Option<String>,
    /// The centre's own address for the public, from which the forms for phones have theirs; without it there are
    /// none.
    pub public_url: Option<reqwest::Url>,
    /// Whether callers come by a proxy whose `X-Forwarded-For` names them.
    pub behind_proxy: bool,
    /// What is allowed.
    pub limits: Limits,
}

impl Config {
    /// A centre whole in one folder: SQLite and repository inside `data`.
    pub fn in_folder(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            database: DatabaseAddress::Sqlite(data.join("centre.sqlite")),
            repository: RepositoryAddress::Folder(data.join("repository")),
            public_repository: None,
            public_url: None,
            behind_proxy: false,
            limits: Limits::default(),
        }
    }

    /// The folder of the signing keys.
    pub fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    /// Takes `url` as the public address of the repository.
    ///
    /// # Errors
    /// [`Error::Configuration`] if it is not an HTTP address.
    pub fn set_public_repository(&mut self, url: &str) -> Result<(), Error> {
        match reqwest::Url::parse(url) {
            Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => {
                self.public_repository = Some(format!("{}/", url.trim_end_matches('/')));
                Ok(())
            }
            _ => Err(Error::Configuration(format!(
                "\"{url}\" is not the public address of a repository: give one such as https://cdn.example.kz/releases/"
            ))),
        }
    }

    /// Takes `url` as the centre's own address for the public.
    ///
    /// # Errors
    /// [`Error::Configuration`] if it is not an HTTP address.
    pub fn set_public_url(&mut self, url: &str) -> Result<(), Error> {
        let parsed = reqwest::Url::parse(url).ok();
        match parsed.filter(|parsed| matches!(parsed.scheme(), "http" | "https") && parsed.query().is_none()) {
            Some(parsed) => {
                self.public_url = Some(parsed);
                Ok(())
            }
            None => Err(Error::Configuration(format!(
                "\"{url}\" is not the public address of a centre: give one such as https://stands.example.kz"
            ))),
        }
    }

    /// What a stand is told: where the repository is, absolute or relative to the centre.
    pub fn repository_for_stands(&self) -> String {
        self.public_repository.clone().unwrap_or_else(|| "/releases/".to_owned())
    }
}

/// What the centre allows, so that no caller can use it up.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long a pairing code lives.
    pub code_life: Duration,
    /// How many stands may ask to be enrolled from one address within [`Limits::enrolment_window`].
    pub enrolments: u32,
    /// See [`Limits::enrolments`].
    pub enrolment_window: Duration,
    /// How many stands may wait for an operator at once.
    pub waiting: u64,
    /// How often a stand of a small fleet is heard.
    pub heartbeat: Duration,
    /// How many heartbeats a second the whole fleet may send.
    pub heartbeats_per_second: u32,
    /// How many heartbeats of a stand are kept.
    pub heartbeat_history: u32,
    /// How large an imported content folder may be, bytes.
    pub import_bytes: u64,
    /// How many files it may have.
    pub import_files: usize,
    /// How long an ordinary call may take.
    pub call: Duration,
    /// How long an import or a publish may take.
    pub work: Duration,
    /// How long a hint connection stands until it is asked to come again.
    pub events: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            code_life: Duration::from_secs(15 * 60),
            enrolments: 30,
            enrolment_window: Duration::from_secs(10 * 60),
            waiting: 1000,
            heartbeat: Duration::from_secs(60),
            heartbeats_per_second: 20,
            heartbeat_history: 100,
            import_bytes: 1 << 30,
            import_files: 50_000,
            call: Duration::from_secs(30),
            work: Duration::from_secs(15 * 60),
            events: Duration::from_secs(60 * 60),
        }
    }
}

/// Where the database is. Its text form never shows a password.
#[derive(Clone)]
pub enum DatabaseAddress {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL server.
    Postgres(Box<PgConnectOptions>),
}

impl FromStr for DatabaseAddress {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return Ok(Self::Sqlite(PathBuf::from(path.trim_start_matches("//"))));
        }
        if text.starts_with("postgres:") || text.starts_with("postgresql:") {
            // The text may hold a password: the message does not repeat it.
            return text.parse().map(|options| Self::Postgres(Box::new(options))).map_err(|_| {
                Error::Configuration(
                    "DATABASE_URL cannot be read: write postgres://USER:PASSWORD@HOST/DATABASE, with special \
                     characters of the password as %XX"
                        .to_owned(),
                )
            });
        }
        Err(Error::Configuration("DATABASE_URL must begin with postgres: or sqlite:".to_owned()))
    }
}

impl fmt::Display for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "SQLite, {}", file.display()),
            Self::Postgres(options) => {
                write!(f, "PostgreSQL, {} on {}", options.get_database().unwrap_or("postgres"), options.get_host())
            }
        }
    }
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_password_is_never_shown() {
        let address: DatabaseAddress = "postgres://centre:hush@db.example.kz/aqparat".parse().expect("valid");
        assert_eq!(format!("{address} {address:?}").matches("hush").count(), 0);
        let Err(error) = "postgres://centre:hush@[/x".parse::<DatabaseAddress>() else { panic!("taken") };
        assert!(!error.to_string().contains("hush"), "{error}");
    }

    #[test]
    fn an_address_of_another_database_is_refused() {
        assert!("mysql://x".parse::<DatabaseAddress>().is_err());
    }

    #[test]
    fn stands_are_sent_to_the_public_repository_if_there_is_one() {
        let mut config = Config::in_folder(Path::new("centre"));
        assert_eq!(config.repository_for_stands(), "/releases/");
        config.set_public_repository("https://cdn.example.kz/releases").expect("valid");
        assert_eq!(config.repository_for_stands(), "https://cdn.example.kz/releases/");
        assert!(config.set_public_repository("ftp://cdn.example.kz").is_err());
    }
}
