//! A voice whose events are kept, to ask about them.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aqparat::domain::Language;
use aqparat::kiosk::speech::{Event, Id, Setup, Tuning, Utterance, Voice, Why};
use futures_util::StreamExt;

use crate::stage::wait_for;

/// A sentence of a few seconds in each language.
pub const WORDS: [(Language, &str); 3] =
    [(Language::Kazakh, KAZAKH[2]), (Language::Russian, RUSSIAN[2]), (Language::English, ENGLISH[2])];

/// What a stand says in an ordinary minute, the same in each language: the text by which speed is measured.
pub const TEXTS: [(Language, [&str; 4]); 3] =
    [(Language::Kazakh, KAZAKH), (Language::Russian, RUSSIAN), (Language::English, ENGLISH)];

const KAZAKH: [&str; 4] = [
    "Қазақстан Республикасының азаматтары мемлекеттік органдарға өтініш бере алады.",
    "Өтініш он бес жұмыс күні ішінде қаралады.",
    "Қабылдау күні мен уақытын осы тақтадан біліңіз.",
    "Сұрақтарыңыз болса, анықтама бөліміне келіңіз немесе бізге хабарласыңыз.",
];

const RUSSIAN: [&str; 4] = [
    "Граждане Республики Казахстан могут подать обращение в государственный орган.",
    "Обращение рассматривают в течение пятнадцати рабочих дней.",
    "День и время приёма вы узнаете на этом экране.",
    "Если у вас есть вопросы, подойдите в справочную или позвоните нам.",
];

const ENGLISH: [&str; 4] = [
    "Citizens of the Republic of Kazakhstan may send an appeal to a state body.",
    "An appeal is considered within fifteen working days.",
    "The day and time of the reception are shown on this screen.",
    "If you have questions, come to the information desk or call us.",
];

/// A voice and what it told.
pub struct Speech {
    /// The voice.
    pub voice: Voice,
    told: Arc<Mutex<Vec<(Instant, Event)>>>,
}

impl Speech {
    /// Starts a voice that is set up so.
    pub fn start(setup: &str, transcript: Option<&Path>) -> Self {
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
    pub fn ready() -> Self {
        let speech = Self::start("", None);
        // Whoever wants to speak meets the daemon at once.
        speech.say(0, Language::English, " ");
        speech.when(Event::Ended(Id(0)), Duration::from_secs(40));
        speech.told.lock().expect("not poisoned").clear();
        speech
    }

    /// Waits until there is speech, or none.
    pub fn when_available(&self, available: bool) {
        let health = self.voice.health();
        wait_for("the voice", Duration::from_secs(40), || (health.borrow().available == available).then_some(()));
    }

    /// Says something; tells when it was asked to.
    pub fn say(&self, id: u64, language: Language, text: &str) -> Instant {
        let begin = Instant::now();
        self.voice.speak(utterance(id, language, text));
        begin
    }

    /// Says something so, and waits until it was said; tells when it was asked to.
    pub fn say_so(&self, id: u64, language: Language, text: &str, tuning: Tuning) -> Instant {
        self.voice.tune(tuning);
        let begin = self.say(id, language, text);
        self.when(Event::Ended(Id(id)), Duration::from_secs(60));
        begin
    }

    /// When `event` was told, waiting for it.
    pub fn when(&self, event: Event, limit: Duration) -> Instant {
        wait_for(&format!("{event:?}"), limit, || {
            self.told.lock().expect("not poisoned").iter().find(|(_, told)| *told == event).map(|(at, _)| *at)
        })
    }

    /// All that was told, in order.
    pub fn events(&self) -> Vec<Event> {
        self.told.lock().expect("not poisoned").iter().map(|(_, event)| *event).collect()
    }
}

/// An utterance that is not personal.
pub fn utterance(id: u64, language: Language, text: &str) -> Utterance {
    Utterance { id: Id(id), text: text.to_owned(), language, why: Why::Focus, personal: false, spot: None }
}
