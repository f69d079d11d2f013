//! The stand: a fullscreen application that shows the last good content, whatever happens behind it.

pub mod content;
pub mod fault;
pub mod sync;
