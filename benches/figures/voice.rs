//! How soon the stand speaks and is silent, how fast it speaks and how loud: measured on what a real
//! speech-dispatcher played.

use std::time::{Duration, Instant};

use aqparat::domain::Language;
use aqparat::kiosk::speech::{Event, Id, Rate, Tuning, Volume};

use crate::sound::{Clip, Sound, in_own_process};
use crate::speech::{Speech, TEXTS, WORDS};
use crate::{figure, median, p95};

/// Words a minute that are the normal rate: the middle of 120 to 125 (VVSG 2.0, 7.1-K).
const NORMAL: f64 = 122.5;

/// All figures of the voice.
pub fn of_the_voice() {
    in_own_process("voice", &["voice"], &[], || {
        let sound = Sound::new();
        let speech = Speech::ready();
        let mut ids = 1..;
        let mut next = || ids.next().expect("endless");
        promptness(&sound, &speech, &mut next);
        rates(&sound, &speech, &mut next);
        gains(&sound, &speech, &mut next);
    });
}

fn promptness(sound: &Sound, speech: &Speech, next: &mut impl FnMut() -> u64) {
    let (mut begins, mut ends) = (Vec::new(), Vec::new());
    for (language, text) in WORDS.into_iter().cycle().take(30) {
        sound.silence(Duration::from_millis(250));
        let id = next();
        let asked = speech.say(id, language, text);
        speech.when(Event::Began(Id(id)), Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(700));
        let hushed = Instant::now();
        speech.voice.hush();
        std::thread::sleep(Duration::from_millis(500));
        let first = sound.first(asked).expect("it sounded");
        begins.push((first - asked).as_secs_f64() * 1000.0);
        let last = sound.last(hushed).map_or(Duration::ZERO, |last| last - hushed);
        ends.push(last.as_secs_f64() * 1000.0);
    }
    figure("speak → sound, median of 30", median(begins.clone()), "ms", 200.0);
    figure("speak → sound, p95 of 30", p95(begins), "ms", 200.0);
    figure("hush → silence, p95 of 30", p95(ends), "ms", 100.0);
}

fn rates(sound: &Sound, speech: &Speech, next: &mut impl FnMut() -> u64) {
    for (language, text) in TEXTS {
        let words = text.iter().map(|sentence| sentence.split_whitespace().count()).sum::<usize>() as f64;
        let mut normal: Option<f64> = None;
        for step in [2, 0, 1, 3, 4, 5, 6] {
            let rate = Rate::step(step);
            let tuning = Tuning { rate, ..Tuning::default() };
            let clips = text.map(|sentence| spoken(sound, speech, next(), language, sentence, tuning));
            let minutes = clips.iter().map(|clip| clip.seconds).sum::<f64>() / 60.0;
            let percent = words / minutes / NORMAL * 100.0;
            let off = (percent / f64::from(rate.percent()) - 1.0).abs() * 100.0;
            figure(
                &format!("rate in {language} at {} % of {NORMAL} words/min: {percent:.0} %, off by", rate.percent()),
                off,
                "%",
                15.0,
            );
            let hertz = median(clips.iter().map(|clip| clip.hertz).collect());
            let pitch = hertz / *normal.get_or_insert(hertz);
            figure(
                &format!("  its pitch, {hertz:.0} Hz, beside the normal rate's, off by"),
                (pitch - 1.0).abs() * 100.0,
                "%",
                10.0,
            );
        }
    }
}

fn gains(sound: &Sound, speech: &Speech, next: &mut impl FnMut() -> u64) {
    let (language, text) = WORDS[1];
    let mut loudest: Option<f64> = None;
    for step in (0..Volume::GAIN.len()).rev() {
        let volume = Volume::step(step);
        let clip = spoken(sound, speech, next(), language, text, Tuning { volume, ..Tuning::default() });
        let gain = clip.decibels - *loudest.get_or_insert(clip.decibels);
        let off = (gain - f64::from(volume.gain())).abs();
        figure(&format!("loudness at {} dB: {gain:.1} dB, off by", volume.gain()), off, "dB", 2.0);
    }
}

fn spoken(sound: &Sound, speech: &Speech, id: u64, language: Language, text: &str, tuning: Tuning) -> Clip {
    sound.silence(Duration::from_millis(250));
    let asked = speech.say_so(id, language, text, tuning);
    std::thread::sleep(Duration::from_millis(200));
    sound.clip(asked, Instant::now()).expect("it sounded")
}
