//! The centre: takes an editor's content, signs and publishes it, enrols and watches the stands.

pub mod editing;
pub mod publishing;
