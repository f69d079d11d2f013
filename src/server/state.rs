//! A centre at work: its configuration, database, publisher and clock.

use std::fmt;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::config::{Config, DatabaseAddress};
use super::error::Error;
use super::publishing::Publisher;
use super::store::Store;
use super::surveys::taking::Taking;

/// Where the centre takes the time from: the system, or a test's own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::from_fn(Timestamp::now)
    }

    /// A clock that asks `now` each time.
    pub fn from_fn(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }

    /// The time in Unix milliseconds.
    pub fn millis(&self) -> i64 {
        self.now().as_millisecond()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

/// A centre at work. All its operations take this; several tasks share it by reference.
#[derive(Debug)]
pub struct Centre {
    /// Its configuration.
    pub config: Config,
    /// Its database.
    pub store: Store,
    /// What signs and writes releases.
    pub publisher: Publisher,
    /// What takes survey answers.
    pub taking: Taking,
    /// Its clock.
    pub clock: Clock,
}

impl Centre {
    /// Makes a new centre: data folder, database, keys and an empty signed repository.
    ///
    /// # Errors
    /// Any [`Error`]; after one is mended it can be called again.
    pub async fn init(config: Config, clock: Clock) -> Result<Self, Error> {
        crate::durable::belongs_to_us(&config.data).map_err(Error::file(&config.data))?;
        make_private_folder(&config.data)?;
        let store = Store::open(&config.database).await?;
        Publisher::init(&config.keys(), &config.repository, clock.now()).await?;
        let publisher = Publisher::open(&config.keys(), &config.repository)?;
        let taking = Taking::new(&config.keys());
        Ok(Self { config, store, publisher, taking, clock })
    }

    /// Opens the centre that [`Centre::init`] made.
    ///
    /// # Errors
    /// [`Error::NotInitialised`] if there is none, or any other.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, Error> {
        crate::durable::belongs_to_us(&config.data).map_err(Error::file(&config.data))?;
        if !config.keys().is_dir() {
            return Err(Error::NotInitialised(config.data));
        }
        if let DatabaseAddress::Sqlite(file) = &config.database
            && !file.exists()
        {
            // An empty database in its place would forget every stand without a word.
            return Err(Error::Configuration(format!(
                "the database {} is gone: restore it from a backup, or run aqparat-server init on a new data folder",
                file.display()
            )));
        }
        let store = Store::open(&config.database).await?;
        let publisher = Publisher::open(&config.keys(), &config.repository)?;
        let taking = Taking::new(&config.keys());
        Ok(Self { config, store, publisher, taking, clock })
    }
}

/// Makes the data folder for the centre's own user alone: the database and the keys are in it.
fn make_private_folder(path: &Path) -> Result<(), Error> {
    if path.is_dir() {
        let mode = std::fs::metadata(path).map_err(Error::file(path))?.permissions().mode();
        if mode & 0o007 != 0 {
            tracing::warn!(path = %path.display(), "other users of this machine can look into the data folder");
        }
        return Ok(());
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o750).create(path).map_err(Error::file(path))
}
