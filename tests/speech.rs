//! The voice with real parts: a speech-dispatcher and an audio server of each test's own, and an ear that
//! records what they play.

#[path = "support/sound.rs"]
#[allow(dead_code, reason = "shared with the benchmarks")]
mod sound;
#[path = "support/speech.rs"]
#[allow(dead_code, reason = "shared with the benchmarks")]
mod speech;
#[path = "support/stage.rs"]
#[allow(dead_code, reason = "shared with the journeys")]
mod stage;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use aqparat::domain::Language::{self, English, Kazakh, Russian};
use aqparat::kiosk::speech::{Event, Id, Rate, Tuning, Volume};
use sound::{Sound, daemon, signal_daemon, with_sound, without_daemon};
use speech::{Speech, TEXTS, WORDS, utterance};
use stage::wait_for;

/// How long a call of the voice may take on a machine that is busy with other things: it waits for nothing.
const CALL: Duration = Duration::from_millis(20);

/// How soon an utterance must be given up when the daemon is gone or hangs.
const GIVEN_UP: Duration = Duration::from_secs(10);

/// How soon speech must be back.
const BACK: Duration = Duration::from_secs(30);

/// A sentence that takes a good while.
const LONG: &str = "Граждане Республики Казахстан могут подать обращение в государственный орган, прийти на приём, \
                    позвонить в справочную или написать нам письмо на адрес, который вы видите на этом экране.";

/// Says something again and again until it is said to its end: speech is back.
fn when_back(speech: &Speech) {
    let mut ids = 10_000..;
    wait_for("speech", BACK, || {
        let id = ids.next().expect("endless");
        speech.say(id, English, "Back.");
        let end = Instant::now() + Duration::from_secs(5);
        loop {
            let events = speech.events();
            if events.contains(&Event::Ended(Id(id))) {
                return Some(());
            }
            if events.contains(&Event::Failed(Id(id))) || Instant::now() > end {
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    });
}

/// Calls everything a stand calls; none of it may wait.
fn calls_return(speech: &Speech, id: u64) {
    let calls: [&dyn Fn(); 4] = [
        &|| speech.voice.speak(utterance(id, Russian, "Главная.")),
        &|| speech.voice.tune(Tuning::default()),
        &|| speech.voice.hush(),
        &|| speech.voice.speak(utterance(id + 1, Kazakh, "Басты бет.")),
    ];
    for call in calls {
        let begin = Instant::now();
        call();
        assert!(begin.elapsed() < CALL, "a call took {:?}", begin.elapsed());
    }
    speech.when(Event::Failed(Id(id)), GIVEN_UP);
    speech.when(Event::Failed(Id(id + 1)), GIVEN_UP);
}

/// Proves: EN-5.1.3.14
#[test]
fn each_language_sounds_in_the_order_asked() {
    with_sound("each_language_sounds_in_the_order_asked", || {
        let sound = Sound::new();
        let speech = Speech::ready();
        assert!(speech.voice.health().borrow().missing_voices.is_empty());
        for (id, (language, text)) in (1..).zip(WORDS) {
            let begin = speech.say(id, language, text);
            let ended = speech.when(Event::Ended(Id(id)), Duration::from_secs(30));
            std::thread::sleep(Duration::from_millis(200));
            let clip = sound.clip(begin, Instant::now()).expect("it sounded");
            assert!((1.0..10.0).contains(&clip.seconds), "{language}: {clip:?}");
            assert!(clip.decibels > -45.0, "{language}: {clip:?}");
            assert!(sound.first(begin).is_some_and(|first| first < ended), "{language} sounded after its end");
        }
        let order = [1, 2, 3].map(|id| [Event::Began(Id(id)), Event::Ended(Id(id))]).concat();
        assert_eq!(speech.events(), order);
    });
}

/// Proves: EN-5.1.3.5
#[test]
fn sound_begins_and_ends_when_it_is_asked_to() {
    with_sound("sound_begins_and_ends_when_it_is_asked_to", || {
        let sound = Sound::new();
        let speech = Speech::ready();
        let (mut begins, mut ends) = (Vec::new(), Vec::new());
        for (id, (language, text)) in (1..).zip(WORDS.into_iter().cycle().take(9)) {
            sound.silence(Duration::from_millis(250));
            let asked = speech.say(id, language, text);
            speech.when(Event::Began(Id(id)), Duration::from_secs(10));
            std::thread::sleep(Duration::from_millis(500));
            let hushed = Instant::now();
            speech.voice.hush();
            speech.when(Event::Failed(Id(id)), Duration::from_secs(1));
            std::thread::sleep(Duration::from_millis(500));
            begins.push(sound.first(asked).expect("it sounded") - asked);
            ends.push(sound.last(hushed).map_or(Duration::ZERO, |last| last - hushed));
        }
        begins.sort();
        ends.sort();
        // The median: other tests run beside this one. The benchmark measures the 95th percentile.
        assert!(begins[4] <= Duration::from_millis(200), "sound after {begins:?}");
        assert!(ends[4] <= Duration::from_millis(100), "silence after {ends:?}");
    });
}

#[test]
fn another_language_in_mid_sentence_ends_the_first_at_once() {
    with_sound("another_language_in_mid_sentence_ends_the_first_at_once", || {
        let sound = Sound::new();
        let speech = Speech::ready();
        speech.say(1, Russian, LONG);
        speech.when(Event::Began(Id(1)), Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(700));
        let switched = speech.say(2, Kazakh, WORDS[0].1);
        let ended = speech.when(Event::Ended(Id(2)), Duration::from_secs(30));
        // Were the Russian sentence said to its end, this would take three times as long.
        assert!(ended - switched < Duration::from_secs(8), "{:?}", ended - switched);
        sound.silence(Duration::from_millis(400));
        assert_eq!(
            speech.events(),
            [Event::Began(Id(1)), Event::Failed(Id(1)), Event::Began(Id(2)), Event::Ended(Id(2))]
        );
    });
}

#[test]
fn of_ten_thousand_utterances_in_a_second_the_newest_is_said_without_delay() {
    with_sound("of_ten_thousand_utterances_in_a_second_the_newest_is_said_without_delay", || {
        const LAST: u64 = 10_000;
        let _sound = Sound::new();
        let speech = Speech::ready();
        let begin = Instant::now();
        for id in 1..=LAST {
            let (language, text) = WORDS[id as usize % 3];
            speech.voice.speak(utterance(id, language, text));
        }
        let asked = Instant::now();
        assert!(asked - begin < Duration::from_secs(1), "the calls took {:?}", asked - begin);
        let began = speech.when(Event::Began(Id(LAST)), Duration::from_secs(10));
        assert!(began - asked < Duration::from_secs(1), "it began after {:?}", began - asked);
        speech.when(Event::Ended(Id(LAST)), Duration::from_secs(30));
        let mut ends: BTreeMap<u64, usize> = BTreeMap::new();
        for event in speech.events() {
            match event {
                Event::Began(_) => {}
                Event::Ended(id) | Event::Failed(id) => *ends.entry(id.0).or_default() += 1,
            }
        }
        assert_eq!(ends.len() as u64, LAST, "each is told of");
        assert!(ends.values().all(|times| *times == 1), "each ends once");
    });
}

#[test]
fn without_a_daemon_everything_but_the_sound_is_there() {
    without_daemon("without_a_daemon_everything_but_the_sound_is_there", || {
        let folder = tempfile::tempdir().expect("temporary folder");
        let file = folder.path().join("transcript");
        let speech = Speech::start("", Some(&file));
        calls_return(&speech, 1);
        let health = speech.voice.health().borrow().clone();
        assert!(!health.available);
        assert_eq!(health.missing_voices, ["kk", "ru", "en"]);
        let written = std::fs::read_to_string(&file).expect("a transcript");
        let line: serde_json::Value = serde_json::from_str(written.lines().last().expect("a line")).expect("JSON");
        assert_eq!((&line["text"], &line["output"]), (&"Басты бет.".into(), &"none".into()));
        assert!(line["voice"].is_null());
    });
}

#[test]
fn a_daemon_killed_in_mid_sentence_is_replaced() {
    with_sound("a_daemon_killed_in_mid_sentence_is_replaced", || {
        let _sound = Sound::new();
        let speech = Speech::ready();
        for id in [1, 2] {
            speech.say(id, Russian, LONG);
            speech.when(Event::Began(Id(id)), Duration::from_secs(10));
            signal_daemon("KILL");
            let killed = Instant::now();
            let failed = speech.when(Event::Failed(Id(id)), GIVEN_UP);
            assert!(failed - killed < Duration::from_secs(1), "given up after {:?}", failed - killed);
            calls_return(&speech, id * 100);
            when_back(&speech);
        }
    });
}

#[test]
fn a_daemon_that_hangs_delays_nobody_and_speaks_again_when_it_can() {
    with_sound("a_daemon_that_hangs_delays_nobody_and_speaks_again_when_it_can", || {
        let sound = Sound::new();
        let speech = Speech::ready();
        speech.say(1, Russian, LONG);
        speech.when(Event::Began(Id(1)), Duration::from_secs(10));
        signal_daemon("STOP");
        speech.when(Event::Failed(Id(1)), GIVEN_UP);
        calls_return(&speech, 2);
        speech.when_available(false);
        let goes_on = Instant::now();
        signal_daemon("CONT");
        speech.when_available(true);
        // What it was saying when it stopped is of no use any more.
        sound.silence(Duration::from_millis(500));
        assert!(goes_on.elapsed() < Duration::from_secs(4), "it went on with the old sentence");
        when_back(&speech);

        // In silence it hangs unnoticed, until it is to speak.
        signal_daemon("STOP");
        calls_return(&speech, 4);
        signal_daemon("KILL");
        when_back(&speech);
    });
}

/// Nobody is there to start a daemon again that will never answer: whoever speaks with it ends it, and whoever meets it
/// first.
///
/// Proves: Faults
#[test]
fn a_daemon_that_hangs_for_good_is_ended_and_another_speaks() {
    with_sound("a_daemon_that_hangs_for_good_is_ended_and_another_speaks", || {
        let _sound = Sound::new();
        let speech = Speech::ready();
        let first = daemon();
        signal_daemon("STOP");
        calls_return(&speech, 1);
        when_back(&speech);
        let second = daemon();
        assert!(second.is_some() && second != first, "{first:?}, then {second:?}");

        signal_daemon("STOP");
        let other = Speech::start("", None);
        when_back(&other);
        assert!(daemon().is_some() && daemon() != second);
    });
}

/// Proves: EN-5.1.3.14
#[test]
fn a_language_without_its_voice_is_reported_and_never_spoken_by_another() {
    with_sound("a_language_without_its_voice_is_reported_and_never_spoken_by_another", || {
        let sound = Sound::new();
        let speech = Speech::start("[voices.kk]\nmodule = \"espeak-ng\"\nvoice = \"Nobody\"", None);
        speech.when_available(true);
        assert_eq!(speech.voice.health().borrow().missing_voices, ["kk"]);
        sound.silence(Duration::from_millis(300));
        let asked = speech.say(1, Kazakh, WORDS[0].1);
        speech.when(Event::Failed(Id(1)), Duration::from_secs(2));
        std::thread::sleep(Duration::from_millis(500));
        assert_eq!(sound.first(asked), None);
        speech.say(2, Russian, "Главная.");
        speech.when(Event::Ended(Id(2)), Duration::from_secs(20));
        assert!(sound.first(asked).is_some());
    });
}

#[test]
fn without_a_sound_device_no_utterance_stays_open() {
    with_sound("without_a_sound_device_no_utterance_stays_open", || {
        let mut sound = Sound::new();
        let speech = Speech::ready();
        speech.say(1, English, "Sound.");
        speech.when(Event::Ended(Id(1)), Duration::from_secs(20));
        sound.kill_server();
        for id in 2..5 {
            let begin = speech.say(id, Russian, LONG);
            assert!(begin.elapsed() < CALL);
            wait_for("an end", Duration::from_secs(60), || {
                let told = speech.events();
                (told.contains(&Event::Ended(Id(id))) || told.contains(&Event::Failed(Id(id)))).then_some(())
            });
        }
        let sound = Sound::new();
        wait_for("sound", BACK, || {
            let asked = speech.say(5, English, "Back.");
            std::thread::sleep(Duration::from_secs(2));
            sound.first(asked)
        });
    });
}

/// Measures `language` at its normal rate by two sentences that are together as fast as its whole text, of
/// which the benchmark measures all, and at some steps of the rate by the second of them.
fn rates(name: &str, language: Language, sentences: [usize; 2], steps: &[usize]) {
    with_sound(name, || {
        let sound = Sound::new();
        let speech = Speech::ready();
        let mut ids = 1..;
        let mut clip = |text: &str, step: usize| {
            sound.silence(Duration::from_millis(250));
            let tuning = Tuning { rate: Rate::step(step), ..Tuning::default() };
            let asked = speech.say_so(ids.next().expect("endless"), language, text, tuning);
            std::thread::sleep(Duration::from_millis(200));
            sound.clip(asked, Instant::now()).expect("it sounded")
        };
        let (_, text) = TEXTS.into_iter().find(|(of, _)| *of == language).expect("a text");
        let text = sentences.map(|sentence| text[sentence]);
        let normal = text.map(|sentence| clip(sentence, Rate::default().index()));
        let words = text.iter().map(|sentence| sentence.split_whitespace().count()).sum::<usize>() as f64;
        let a_minute = words / normal.iter().map(|clip| clip.seconds).sum::<f64>() * 60.0;
        assert!((120.0 * 0.85..125.0 * 1.15).contains(&a_minute), "{language}: {a_minute} words a minute");
        for &step in steps {
            let (clip, normal) = (clip(text[1], step), normal[1]);
            let percent = normal.seconds / clip.seconds * 100.0;
            let wanted = f64::from(Rate::step(step).percent());
            assert!((wanted * 0.8..wanted * 1.2).contains(&percent), "{language}: {percent} % for {wanted} %");
            assert!(
                (0.9..1.1).contains(&(clip.hertz / normal.hertz)),
                "{language}: another pitch: {clip:?} {normal:?}"
            );
        }
    });
}

/// Proves: VVSG-7.1-K
#[test]
fn kazakh_is_spoken_at_the_rate_asked_for() {
    rates("kazakh_is_spoken_at_the_rate_asked_for", Kazakh, [0, 1], &[0, 1, 3, 4, 5, 6]);
}

/// Proves: VVSG-7.1-K
#[test]
fn russian_is_spoken_at_the_rate_asked_for() {
    rates("russian_is_spoken_at_the_rate_asked_for", Russian, [1, 2], &[0, 4, 6]);
}

/// Proves: VVSG-7.1-K
#[test]
fn english_is_spoken_at_the_rate_asked_for() {
    rates("english_is_spoken_at_the_rate_asked_for", English, [2, 1], &[0, 4, 6]);
}

/// Proves: EN-8.2.1, EN-5.1.3.12, VVSG-7.1-K, 508-402.3.2
#[test]
fn each_step_of_loudness_is_as_loud_as_it_says() {
    with_sound("each_step_of_loudness_is_as_loud_as_it_says", || {
        let sound = Sound::new();
        let speech = Speech::ready();
        let mut loudest: Option<f64> = None;
        for step in (0..Volume::GAIN.len()).rev() {
            let volume = Volume::step(step);
            sound.silence(Duration::from_millis(250));
            let tuning = Tuning { volume, ..Tuning::default() };
            let asked = speech.say_so(step as u64, Russian, "Приём граждан.", tuning);
            std::thread::sleep(Duration::from_millis(200));
            let clip = sound.clip(asked, Instant::now()).expect("it sounded");
            let gain = clip.decibels - *loudest.get_or_insert(clip.decibels);
            let wanted = f64::from(volume.gain());
            assert!((gain - wanted).abs() <= 2.0, "{gain} dB for {wanted} dB");
        }
    });
}

#[test]
fn a_voice_that_is_silent_leaves_the_processor_alone() {
    with_sound("a_voice_that_is_silent_leaves_the_processor_alone", || {
        let _speech = Speech::ready();
        // User and system time of this process, in hundredths of a second: fields 14 and 15 of proc(5).
        let used = || {
            let stat = std::fs::read_to_string("/proc/self/stat").expect("a running process");
            let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
            fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>()
        };
        std::thread::sleep(Duration::from_secs(1));
        let before = used();
        std::thread::sleep(Duration::from_secs(5));
        assert!(used() - before <= 1, "{} hundredths of a second in five", used() - before);
    });
}
