//! Pure rules of an information stand: no I/O, no clock of its own.

pub mod body;
pub mod catalogue;
pub mod hours;
pub mod id;
pub mod language;
pub mod page;
pub mod pronunciation;
pub mod region;
pub mod survey;

pub use body::Body;
pub use catalogue::Category;
pub use hours::WorkingHours;
pub use id::{BodyId, PageKey, Slug};
pub use language::{Language, Trilingual};
pub use page::Page;
pub use pronunciation::Dictionary;
pub use region::Region;
