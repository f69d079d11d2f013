//! What speech-dispatcher must be told, from -100 to 100, for a speed and a loudness that were asked for in
//! figures.
//!
//! Measured on recorded sentences (`cargo bench --bench figures -- voice`): what an engine calls a rate of
//! so many words is another number of words in each language, and its slowest is not slow enough for
//! Russian and English. There the words are set apart by pauses.

use std::fmt::Write;

use super::super::{Rate, Volume, setup::Choice};
use crate::domain::Language;

/// How one speed is brought about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Speed {
    /// The daemon's rate.
    pub rate: f32,
    /// Pauses between words, if the rate alone is too fast.
    pub pauses: Option<Pauses>,
}

/// Pauses between words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pauses {
    /// One after so many words.
    every: usize,
    /// How long, milliseconds.
    length: u16,
}

/// The speeds of espeak-ng at each step of [`Rate`], and the pauses where it is at its slowest.
type Table = [(f32, Option<Pauses>); Rate::PERCENT.len()];

const KAZAKH: Table =
    [(90.0, None), (133.0, None), (174.0, None), (218.0, None), (275.0, None), (348.0, None), (424.0, None)];

const RUSSIAN: Table = [
    (80.0, Some(Pauses { every: 1, length: 330 })),
    (80.0, None),
    (120.0, None),
    (161.0, None),
    (216.0, None),
    (287.0, None),
    (359.0, None),
];

const ENGLISH: Table = [
    (80.0, Some(Pauses { every: 1, length: 330 })),
    (80.0, Some(Pauses { every: 2, length: 10 })),
    (100.0, None),
    (125.0, None),
    (151.0, None),
    (177.0, None),
    (203.0, None),
];

/// How `module` is to speak at a step of the rate (VVSG 2.0, 7.1-K). Modules other than espeak-ng were not
/// measured: they are told the percentage, or what the stand's set-up says.
pub(super) fn speed(rate: Rate, language: Language, module: &str, choice: &Choice) -> Speed {
    if let Some(rates) = choice.rates {
        return Speed { rate: f32::from(rates[rate.index()]), pauses: None };
    }
    if module != "espeak-ng" {
        return Speed { rate: f32::from(rate.percent()) - 100.0, pauses: None };
    }
    let table = match language {
        Language::Kazakh => &KAZAKH,
        Language::Russian => &RUSSIAN,
        Language::English => &ENGLISH,
    };
    let (words, pauses) = table[rate.index()];
    // EspeakMinRate, EspeakNormalRate and EspeakMaxRate of the module: 80, 170 and 449.
    let share = if words < 170.0 { (words - 170.0) / 90.0 } else { (words - 170.0) / 279.0 };
    Speed { rate: (share * 100.0).round(), pauses }
}

/// The settings for each step of [`Volume`] (EN 301 549, 8.2.1), as measured: even in amplitude but for the
/// loudest, where espeak-ng presses its peaks together.
const GAINS: [f32; Volume::GAIN.len()] = [-88.0, -77.0, -69.0, -56.0, -10.0, 32.0, 100.0];

/// The setting for a gain.
pub(super) fn volume(volume: Volume) -> f32 {
    GAINS[volume.index()]
}

impl Pauses {
    /// `words` with the pauses, in the markup of speech (SSML).
    pub(super) fn set(self, words: &str) -> String {
        let mut marked = String::from("<speak>");
        let mut words = words.split_whitespace().peekable();
        let mut said = 0;
        while let Some(word) = words.next() {
            for c in word.chars() {
                match c {
                    '<' => marked.push_str("&lt;"),
                    '>' => marked.push_str("&gt;"),
                    '&' => marked.push_str("&amp;"),
                    c => marked.push(c),
                }
            }
            said += 1;
            if words.peek().is_some() {
                marked.push(' ');
                if said % self.every == 0 {
                    let _ = write!(marked, "<break time=\"{}ms\"/> ", self.length);
                }
            }
        }
        marked.push_str("</speak>");
        marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_faster_than_the_one_before_in_every_language() {
        for language in Language::ALL {
            let speeds: Vec<Speed> =
                (0..7).map(|step| speed(Rate::step(step), language, "espeak-ng", &Choice::default())).collect();
            for (slower, faster) in speeds.iter().zip(&speeds[1..]) {
                assert!(faster.rate > slower.rate || slower.pauses.is_some(), "{language}: {slower:?} {faster:?}");
                assert!((-100.0..=100.0).contains(&faster.rate));
            }
        }
    }

    #[test]
    fn a_stand_sets_the_rates_of_an_engine_that_was_not_measured() {
        let choice = Choice { rates: Some([-90, -50, -10, 0, 30, 60, 100]), ..Choice::default() };
        let rate = |step| speed(Rate::step(step), Language::Kazakh, "rhvoice", &choice).rate;
        assert_eq!((rate(0), rate(6)), (-90.0, 100.0));
    }

    #[test]
    fn pauses_stand_between_words_and_markup_is_not_taken_for_words() {
        let pauses = Pauses { every: 2, length: 10 };
        assert_eq!(pauses.set("a <b> c&d e"), "<speak>a &lt;b&gt; <break time=\"10ms\"/> c&amp;d e</speak>");
        assert_eq!(pauses.set("a"), "<speak>a</speak>");
    }

    /// Proves: EN-8.2.1, VVSG-7.1-K
    #[test]
    fn loudness_spans_18_decibels_with_a_step_at_12_and_none_above_10() {
        assert!(Volume::GAIN[6] - Volume::GAIN[0] >= 18 && Volume::GAIN.contains(&-12));
        for step in 1..Volume::GAIN.len() {
            assert!(Volume::GAIN[step] - Volume::GAIN[step - 1] <= 10);
            assert!(volume(Volume::step(step)) > volume(Volume::step(step - 1)));
        }
        assert!((volume(Volume::step(6)) - 100.0).abs() < f32::EPSILON, "the loudest is all the daemon has");
    }
}
