//! The stand's voice: what is said, how fast and loud, and by whom.
//!
//! [`Utterance`]s come from [`access::reader`](super::access::reader), one at a time; a [`Voice`] on a
//! thread of its own speaks them and tells with [`Event`]s how they went.

mod conductor;
mod dispatcher;
mod engine;
pub mod preparation;
pub mod setup;
mod speaker;
mod transcript;
pub mod tuning;
pub mod utterance;
pub mod voice;

pub use setup::Setup;
pub use tuning::{Rate, Tuning, Volume};
pub use utterance::{Event, Id, Output, Spot, Utterance, Why};
pub use voice::Voice;
