//! The voice with real parts: a speech-dispatcher and an audio server of each test's own, and an ear that
//! records what they play.

#[path = "support/sound.rs"]
#[allow(dead_code, reason = "shared with the benchmarks")]
mod sound;
#[path = "support/stage.rs"]
#[allow(dead_code, reason = "shared with the journeys")]
mod stage;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aqparat::domain::Language;
use aqparat::kiosk::speech::{Event, Id, Setup, Utterance, Voice, Why};
use futures_util::StreamExt;
use sound::{Sound, with_sound};
use stage::wait_for;

/// A sentence of a few seconds in each language.
const WORDS: [(Language, &str); 3] = [
    (Language::Kazakh, "Қабылдау күні мен уақытын осы тақтадан біліңіз."),
    (Language::Russian, "День и время приёма вы узнаете на этом экране."),
    (Language::English, "The day and time of the reception are shown on this screen."),
];

/// A voice and what it told.
struct Speech {
    voice: Voice,
    told: Arc<Mutex<Vec<(Instant, Event)>>>,
}

impl Speech {
    fn start(setup: &str, transcript: Option<&Path>) -> Self {
        let setup: Setup = toml::from_str(setup).expect("a setup");
        let (voice, events) = Voice::start(setup, transcript).expect("a voice");
        let mut events = Box::pin(events);
        let told = Arc::new(Mutex::new(Vec::new()));
        let tells = told.clone();
        std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(async {
                while let Some(event) = events.next().await {
                    tells.lock().expect("not poisoned").push((Instant::now(), event));
                }
            });
        });
        Self { voice, told }
    }

    /// A voice that can speak.
    fn ready() -> Self {
        let speech = Self::start("", None);
        speech.when_available(true);
        speech
    }

    fn when_available(&self, available: bool) {
        let health = self.voice.health();
        wait_for("the voice", Duration::from_secs(40), || (health.borrow().available == available).then_some(()));
    }

    fn say(&self, id: u64, language: Language, text: &str) -> Instant {
        let begin = Instant::now();
        self.voice.speak(utterance(id, language, text));
        begin
    }

    /// When `event` was told, waiting for it.
    fn when(&self, event: Event, limit: Duration) -> Instant {
        wait_for(&format!("{event:?}"), limit, || {
            self.told.lock().expect("not poisoned").iter().find(|(_, told)| *told == event).map(|(at, _)| *at)
        })
    }

    fn events(&self) -> Vec<Event> {
        self.told.lock().expect("not poisoned").iter().map(|(_, event)| *event).collect()
    }
}

fn utterance(id: u64, language: Language, text: &str) -> Utterance {
    Utterance { id: Id(id), text: text.to_owned(), language, why: Why::Focus, personal: false, spot: None }
}

/// Proves: EN-5.1.3.14
#[test]
fn speaks_each_language_in_the_order_asked_with_sound() {
    with_sound("speaks_each_language_in_the_order_asked_with_sound", || {
        let sound = Sound::new();
        let speech = Speech::ready();
        for (id, (language, text)) in (1..).zip(WORDS) {
            let begin = speech.say(id, language, text);
            let began = speech.when(Event::Began(Id(id)), Duration::from_secs(10));
            let ended = speech.when(Event::Ended(Id(id)), Duration::from_secs(20));
            let clip = sound.clip(begin, ended + Duration::from_millis(200)).expect("it sounded");
            eprintln!("{language}: {:?} to began, {clip:?}", began - begin);
            assert!((1.0..8.0).contains(&clip.seconds), "{language}: {clip:?}");
            assert!(clip.decibels > -45.0, "{language}: {clip:?}");
        }
        let order = [1, 2, 3].map(|id| [Event::Began(Id(id)), Event::Ended(Id(id))]).concat();
        assert_eq!(speech.events(), order);
    });
}
