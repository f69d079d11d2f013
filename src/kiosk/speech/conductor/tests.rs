//! The conductor with a speaker that can be held up, lost and without a voice.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_util::{FutureExt, StreamExt};
use proptest::prelude::*;

use super::super::speaker::{Mark, Signal, Signals, Speaker, Trouble};
use super::super::{Id, Voice, Why};
use super::*;

/// What a test does to the speaker, and what it sees of it.
#[derive(Default)]
struct Stage {
    said: Mutex<Vec<(String, Output)>>,
    /// Where the test has sent the sound.
    output: Mutex<Output>,
    marks: AtomicU64,
    /// While set, calls do not return.
    held_up: AtomicBool,
    opened: AtomicU64,
    signals: Mutex<Option<Signals>>,
}

struct Fake(Arc<Stage>);

impl Fake {
    fn wait(&self) {
        while self.0.held_up.load(Ordering::Acquire) {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Speaker for Fake {
    fn say(&mut self, words: &str, language: Language, _tuning: Tuning) -> Result<Mark, Trouble> {
        self.wait();
        let output = *self.0.output.lock().expect("not poisoned");
        self.0.said.lock().expect("not poisoned").push((words.to_owned(), output));
        let mark = Mark(language, self.0.marks.fetch_add(1, Ordering::AcqRel));
        if let Some(signals) = &*self.0.signals.lock().expect("not poisoned") {
            signals(Signal::Began(mark));
            if words.contains("short") {
                signals(Signal::Ended(mark));
            }
        }
        Ok(mark)
    }

    fn hush(&mut self) -> Result<(), Trouble> {
        self.wait();
        Ok(())
    }

    fn check(&mut self) -> Result<(), Trouble> {
        self.wait();
        Ok(())
    }

    fn recover(&mut self) -> Result<(), Trouble> {
        Ok(())
    }

    fn health(&self) -> SpeechHealth {
        SpeechHealth { available: true, missing_voices: vec!["kk".to_owned()] }
    }

    fn voice(&self, language: Language) -> Option<&str> {
        (language != Language::Kazakh).then_some("somebody")
    }
}

fn start_with(
    transcript: Option<&std::path::Path>,
) -> (Voice, impl futures_util::Stream<Item = Event> + Send + Unpin, Arc<Stage>) {
    let stage = Arc::new(Stage::default());
    let fake = stage.clone();
    let opener: Opener = Arc::new(move |signals| {
        fake.opened.fetch_add(1, Ordering::AcqRel);
        *fake.signals.lock().expect("not poisoned") = Some(signals);
        Ok(Box::new(Fake(fake.clone())))
    });
    let (voice, events) = Voice::with(opener, transcript).expect("threads");
    (voice, Box::pin(events), stage)
}

fn utterance(id: u64, text: &str) -> Utterance {
    Utterance {
        id: Id(id),
        text: text.to_owned(),
        language: Language::English,
        why: Why::Focus,
        personal: false,
        spot: None,
    }
}

/// The next event, in a few seconds.
fn next(events: &mut (impl futures_util::Stream<Item = Event> + Unpin)) -> Event {
    let since = Instant::now();
    loop {
        if let Some(Some(event)) = events.next().now_or_never() {
            return event;
        }
        assert!(since.elapsed() < Duration::from_secs(10), "nothing was told");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn an_utterance_begins_and_ends() {
    let (voice, mut events, _stage) = start_with(None);
    voice.speak(utterance(1, "short"));
    assert_eq!(next(&mut events), Event::Began(Id(1)));
    assert_eq!(next(&mut events), Event::Ended(Id(1)));
}

/// Proves: EN-5.1.3.4, EN-5.1.3.5, 508-402.2.4
#[test]
fn what_is_said_ends_for_what_is_newer_and_for_silence() {
    let (voice, mut events, _stage) = start_with(None);
    voice.speak(utterance(1, "a long sentence"));
    assert_eq!(next(&mut events), Event::Began(Id(1)));
    voice.speak(utterance(2, "another"));
    assert_eq!(next(&mut events), Event::Failed(Id(1)));
    assert_eq!(next(&mut events), Event::Began(Id(2)));
    voice.hush();
    assert_eq!(next(&mut events), Event::Failed(Id(2)));
}

#[test]
fn while_the_engine_is_held_up_calls_return_and_the_newest_is_given_up_too() {
    let (voice, mut events, stage) = start_with(None);
    voice.speak(utterance(1, "short"));
    assert_eq!([next(&mut events), next(&mut events)], [Event::Began(Id(1)), Event::Ended(Id(1))]);
    stage.held_up.store(true, Ordering::Release);
    let begin = Instant::now();
    for id in 2..1002 {
        voice.speak(utterance(id, "short"));
    }
    assert!(begin.elapsed() < Duration::from_secs(1));
    let mut failed: Vec<u64> = (2..1002)
        .map(|_| match next(&mut events) {
            Event::Failed(id) => id.0,
            other => panic!("{other:?}"),
        })
        .collect();
    failed.sort_unstable();
    assert_eq!(failed, (2..1002).collect::<Vec<_>>());
    stage.held_up.store(false, Ordering::Release);
    // It opens again by itself, and a new utterance is said.
    let end = Instant::now() + Duration::from_secs(10);
    for id in 2000.. {
        voice.speak(utterance(id, "short"));
        if next(&mut events) == Event::Began(Id(id)) {
            break;
        }
        assert!(Instant::now() < end, "speech did not come back");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(stage.opened.load(Ordering::Acquire) >= 2);
}

/// Proves: EN-5.1.3.14
#[test]
fn a_language_without_a_voice_is_not_spoken() {
    let (voice, mut events, stage) = start_with(None);
    voice.speak(Utterance { language: Language::Kazakh, ..utterance(1, "қысқа") });
    assert_eq!(next(&mut events), Event::Failed(Id(1)));
    assert!(stage.said.lock().expect("not poisoned").is_empty());
    assert_eq!(voice.health().borrow().missing_voices, ["kk"]);
}

/// Proves: EN-5.1.3.8, EN-5.1.3.9
#[test]
fn what_is_personal_ends_when_the_headphones_are_pulled_out() {
    let (voice, mut events, _stage) = start_with(None);
    voice.route(Output::Headphones);
    voice.speak(Utterance { personal: true, ..utterance(1, "my number") });
    assert_eq!(next(&mut events), Event::Began(Id(1)));
    voice.route(Output::Speaker);
    assert_eq!(next(&mut events), Event::Failed(Id(1)));
}

#[test]
fn the_transcript_tells_what_was_said_and_how_but_nothing_personal() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("transcript");
    let (voice, mut events, _stage) = start_with(Some(&file));
    voice.route(Output::Headphones);
    for (id, personal) in [(1, true), (2, false)] {
        voice.speak(Utterance { personal, ..utterance(id, "short No. 5, 10:30") });
        assert_eq!(next(&mut events), Event::Began(Id(id)));
        assert_eq!(next(&mut events), Event::Ended(Id(id)));
    }
    let written = std::fs::read_to_string(&file).expect("a transcript");
    let lines: Vec<serde_json::Value> = written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 1, "{written}");
    let line = &lines[0];
    let told = ["language", "text", "voice", "output", "why", "id"].map(|name| line[name].clone());
    let expected: [serde_json::Value; 6] =
        ["en".into(), "short No. 5, 10:30".into(), "somebody".into(), "headphones".into(), "focus".into(), 2.into()];
    assert_eq!(told, expected);
    assert_ne!(line["spoken"], line["text"], "the words are prepared");
    assert!(line["time"].as_str().is_some_and(|time| time.parse::<jiff::Timestamp>().is_ok()));
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Say { personal: bool },
    Route(Output),
    Hush,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<bool>().prop_map(|personal| Step::Say { personal }),
        prop_oneof![Just(Output::Speaker), Just(Output::Headphones)].prop_map(Step::Route),
        Just(Step::Hush),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Proves: EN-5.1.3.8, EN-5.1.3.9
    #[test]
    fn what_is_personal_never_reaches_the_speaker_nor_the_transcript(steps in prop::collection::vec(step(), 1..24)) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("transcript");
        let (voice, mut events, stage) = start_with(Some(&file));
        let (mut ends, mut asked) = (0, 0);
        for (id, step) in (1..).zip(steps) {
            match step {
                Step::Say { personal } => {
                    let text = if personal { "secret short" } else { "short" };
                    voice.speak(Utterance { personal, ..utterance(id, text) });
                    asked += 1;
                }
                Step::Route(to) => {
                    // Sound moves only once the voice knows: what was asked before has been dealt with.
                    while ends < asked {
                        ends += usize::from(!matches!(next(&mut events), Event::Began(_)));
                    }
                    *stage.output.lock().expect("not poisoned") = to;
                    voice.route(to);
                }
                Step::Hush => voice.hush(),
            }
        }
        while ends < asked {
            ends += usize::from(!matches!(next(&mut events), Event::Began(_)));
        }
        for (words, output) in &*stage.said.lock().expect("not poisoned") {
            prop_assert!(!words.contains("secret") || *output == Output::Headphones);
        }
        prop_assert!(!std::fs::read_to_string(&file).expect("a transcript").contains("secret"));
    }
}
