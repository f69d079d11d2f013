//! The centre: takes an editor's content, signs and publishes it, enrols and watches the stands.
//!
//! | Part | Its job |
//! |---|---|
//! | [`accounts`] | Who may read the results. |
//! | [`config`] | Where things lie and what is allowed. |
//! | [`state`] | A centre at work: configuration, database, publisher, clock. |
//! | [`store`] | The database, SQLite or PostgreSQL. |
//! | [`editing`] | From an editor's folder to a checked edition. |
//! | [`importing`] | From a folder or an archive of one to a draft. |
//! | [`publishing`] | From an edition to a signed release in the repository. |
//! | [`releasing`] | Which drafts become releases, and when signatures are renewed. |
//! | [`fleet`] | Enrolling stands and hearing from them. |
//! | [`secret`] | Tickets, credentials and tokens. |
//! | [`surveys`] | Importing and offering surveys, taking in the answers. |
//! | [`http`] | The centre on the network. |
//! | [`remote`] | The same operations, asked of a centre elsewhere. |
//! | [`report`] | What an operator reads. |

pub mod accounts;
pub mod config;
pub mod editing;
pub mod error;
pub mod fleet;
pub mod http;
pub mod importing;
pub mod publishing;
pub mod releasing;
pub mod remote;
pub mod report;
pub mod secret;
pub mod state;
pub mod store;
pub mod surveys;

pub use config::Config;
pub use error::Error;
pub use state::Centre;
