//! The stand: a fullscreen application that shows the last good content, whatever happens behind it.

pub mod access;
pub mod content;
pub mod fault;
pub mod speech;
pub mod sync;
pub mod theme;
pub mod widget;
