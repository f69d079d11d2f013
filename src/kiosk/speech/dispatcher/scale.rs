//! What speech-dispatcher must be told, from -100 to 100, for a speed and a loudness that can be measured.

use super::super::{Rate, Volume};
use crate::domain::Language;

/// The setting for a rate in percent of the normal 120 to 125 words a minute (VVSG 2.0, 7.1-K).
pub(super) fn rate(rate: Rate, _language: Language) -> f32 {
    f32::from(rate.percent()) - 100.0
}

/// The setting for a gain. The daemon's scale is even in amplitude, from nothing at -100 to all at 100.
pub(super) fn volume(volume: Volume) -> f32 {
    200.0 * 10_f32.powf(f32::from(volume.gain()) / 20.0) - 100.0
}
