//! From keys, switches and fingers to what a visitor wants. The clock comes from outside.

pub mod command;
pub mod filter;
pub mod key;
pub mod keymap;
pub mod scanning;
pub mod setup;
pub mod touch;
pub mod typing;

pub use command::Command;
pub use filter::Filter;
pub use keymap::Keymap;
pub use scanning::Scanner;
pub use setup::Setup;
