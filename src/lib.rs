//! Aqparat: a state body's public information stand, and the centre that serves it.
//!
//! One package, two programs. Each thing moves one way and crosses each wall once:
//! an editor's folder is checked ([`server`]), compiled and signed ([`release`]), travels as static
//! files, is verified and stored by the stand ([`kiosk`]), and stands before a visitor.
//!
//! | Room | What lives there |
//! |---|---|
//! | [`domain`] | Pure rules: catalogue, pages, hours. No I/O, no clock of its own. |
//! | [`release`] | What crosses the wire between centre and stand: manifest, trust, signing, API types, courier. |
//! | [`i18n`] | Every word a person sees or hears, in Kazakh, Russian and English. |
//! | [`durable`] | Files that survive a power cut: write, fsync, rename. |
//! | [`kiosk`] | The stand (feature `kiosk`). |
//! | [`server`] | The centre (feature `server`). |
//!
//! Walls: `domain` imports no other room, `release` imports only `domain` and `durable`, `kiosk` and
//! `server` never import each other.

// Test support is shared with the tests beside `src/`, which know this library by its name.
#[cfg(all(test, feature = "kiosk", feature = "server"))]
extern crate self as aqparat;

pub mod domain;
pub mod durable;
pub mod i18n;
#[cfg(feature = "kiosk")]
pub mod kiosk;
pub mod release;
#[cfg(feature = "server")]
pub mod server;
