//! The stand: a fullscreen application that shows the last good content, whatever happens behind it.

pub mod access;
pub mod app;
pub mod config;
pub mod content;
pub mod fault;
pub mod input;
pub mod listening;
pub mod outbox;
pub mod screen;
pub mod session;
pub mod settings;
pub mod speech;
pub mod sync;
pub mod theme;
pub mod widget;
