//! From keys, switches and fingers to what a visitor wants. The clock comes from outside.

pub mod filter;
pub mod keymap;
pub mod scanning;
pub mod setup;
pub mod touch;

pub use keymap::{Command, Keymap};
pub use setup::Setup;
