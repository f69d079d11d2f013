//! The [`Speaker`] over speech-dispatcher, by the crate `tts`.
//!
//! What `tts` and the C library under it leave to us:
//! - A connection's voice is set by listing all voices of the daemon, thousands of them. So each language
//!   has a connection of its own, and a [`Control`] beside them sets its module and voice once, by number.
//! - A call waits for ever for a daemon that hangs. So the control, which has a time limit, asks first.
//! - A daemon that ends tells nobody. So a second control waits for its end.
//! - A connection that is dropped while its callbacks are due aborts the program. See [`Drop`].

mod control;
mod scale;

use std::collections::BTreeMap;
use std::io;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use tts::{Backends, Tts, UtteranceId};

use self::control::{Control, Listed, is_hung};
use self::scale::Speed;
use super::setup::Choice;
use super::speaker::{Mark, Opener, Signal, Signals, Speaker, Trouble};
use super::{Setup, Tuning};
use crate::domain::Language;
use crate::release::api::SpeechHealth;

/// How long the daemon may take to answer: it answers in a millisecond, and lists its voices in a second
/// where it has little to compute with.
const PATIENCE: Duration = Duration::from_secs(2);

/// After so many questions in a row without an answer a daemon is ended. speech-dispatcher waits for ever for a module
/// that died while it was told something, as one does whose sound device goes; and a stand has nobody to end it.
const HANGS: u32 = 3;

/// Opens the daemon, and ends one that hangs for good.
pub(super) fn opener(setup: Setup) -> Opener {
    let hangs = AtomicU32::new(0);
    Arc::new(move |signals| match Dispatcher::open(&setup, &signals) {
        Ok(opened) => {
            hangs.store(0, Ordering::Relaxed);
            Ok(Box::new(opened))
        }
        Err(trouble) => {
            if trouble == Trouble::Hung && hangs.fetch_add(1, Ordering::Relaxed) % HANGS == HANGS - 1 {
                end_daemon();
            }
            Err(trouble)
        }
    })
}

fn end_daemon() {
    match control::end_daemon() {
        Ok(()) => tracing::warn!("the speech daemon hung, and was ended"),
        Err(error) => tracing::warn!(%error, "the speech daemon hangs, and cannot be ended"),
    }
}

/// Speech by speech-dispatcher.
pub(super) struct Dispatcher {
    control: Control,
    /// Ends the wait for the daemon's end.
    watch: UnixStream,
    /// Whether nobody wants to hear of the daemon's end any more.
    dropped: Arc<AtomicBool>,
    /// Whether the daemon has ended.
    gone: bool,
    lines: BTreeMap<Language, Line>,
    speaking: Option<Language>,
}

/// The connection by which one language is spoken.
struct Line {
    tts: Tts,
    /// The daemon's number for it.
    id: u64,
    module: String,
    voice: String,
    choice: Choice,
    /// How it speaks as it was told last.
    tuning: Option<Tuning>,
    /// Whether it takes its words as marked up.
    marked_up: bool,
}

impl Dispatcher {
    /// Connects, starting the daemon if there is none, and chooses a voice for each language.
    ///
    /// # Errors
    /// When there is no daemon to be had, or it hangs.
    pub(super) fn open(setup: &Setup, signals: &Signals) -> Result<Self, Trouble> {
        let mut control = match Control::connect(PATIENCE) {
            Err(error) if !is_hung(&error) => {
                // libspeechd starts the daemon for whoever connects; it stays for those who do after.
                let _starter = connect()?;
                Control::connect(PATIENCE)?
            }
            known => known?,
        };
        let voices = choose(setup, &mut control)?;
        let watched = Control::connect(PATIENCE)?;
        let watch = watched.handle()?;
        let dropped = Arc::new(AtomicBool::new(false));
        let mut opened = Self { control, watch, dropped, gone: false, lines: BTreeMap::new(), speaking: None };
        opened.tell_of_end(watched, signals)?;
        for (language, (module, voice)) in voices {
            let line = opened.line(language, module, voice, setup.choice(language), signals)?;
            opened.lines.insert(language, line);
        }
        opened.warm_up();
        Ok(opened)
    }

    /// Waits for the daemon's end on a thread of its own, and tells of it.
    fn tell_of_end(&self, watched: Control, signals: &Signals) -> io::Result<()> {
        let (signals, dropped) = (signals.clone(), self.dropped.clone());
        std::thread::Builder::new().name("speech-watch".to_owned()).spawn(move || {
            watched.wait_for_end();
            if !dropped.load(Ordering::Acquire) {
                signals(Signal::Gone);
            }
        })?;
        Ok(())
    }

    fn line(
        &mut self,
        language: Language,
        module: String,
        voice: String,
        choice: Choice,
        signals: &Signals,
    ) -> Result<Line, Trouble> {
        for _ in 0..3 {
            // The daemon numbers its connections one by one, and `tts` does not tell the number of its own.
            let before = Control::connect(PATIENCE)?.id()?;
            let tts = connect()?;
            let after = Control::connect(PATIENCE)?.id()?;
            if after == before + 2 {
                let id = before + 1;
                self.control.choose(id, language.code(), &module, &voice)?;
                listen(&tts, language, signals).map_err(|error| gone(&error))?;
                return Ok(Line { tts, id, module, voice, choice, tuning: None, marked_up: false });
            }
        }
        Err(Trouble::Gone("another program connects to the daemon at the same time, again and again".to_owned()))
    }

    /// Says something without a sound: the first sound of a daemon takes half a second longer, for then it
    /// opens the sound device.
    fn warm_up(&mut self) {
        if let Some((language, line)) = self.lines.iter_mut().next() {
            self.speaking = Some(*language);
            let lowest = line.tts.min_volume();
            let _ = line.tts.set_volume(lowest).map(drop).and_then(|()| line.tts.speak("a", false));
        }
    }

    /// What a call of `tts` that failed means.
    fn why(&mut self, error: &tts::Error) -> Trouble {
        match self.check() {
            Err(trouble) => trouble,
            Ok(()) => gone(error),
        }
    }
}

impl Speaker for Dispatcher {
    fn say(&mut self, words: &str, language: Language, tuning: Tuning) -> Result<Mark, Trouble> {
        if !self.lines.contains_key(&language) {
            return Err(Trouble::NoVoice(language));
        }
        self.check()?;
        let other = self.speaking.replace(language).filter(|other| *other != language);
        if let Some(other) = other.and_then(|other| self.lines.get_mut(&other)) {
            other.tts.stop().map(drop).map_err(|error| gone(&error))?;
        }
        let Some(line) = self.lines.get_mut(&language) else { return Err(Trouble::NoVoice(language)) };
        let speed = scale::speed(tuning.rate, language, &line.module, &line.choice);
        if line.marked_up != speed.pauses.is_some() {
            self.control.mark_up(line.id, speed.pauses.is_some())?;
            line.marked_up = speed.pauses.is_some();
        }
        match line.say(words, tuning, speed) {
            Ok(Some(UtteranceId::SpeechDispatcher(id))) => Ok(Mark(language, id)),
            Ok(None) => Err(Trouble::Gone("no utterance".to_owned())),
            Err(error) => Err(self.why(&error)),
        }
    }

    fn hush(&mut self) -> Result<(), Trouble> {
        self.check()?;
        match self.speaking.take().and_then(|language| self.lines.get_mut(&language)) {
            Some(line) => line.tts.stop().map(drop).map_err(|error| gone(&error)),
            None => Ok(()),
        }
    }

    fn check(&mut self) -> Result<(), Trouble> {
        self.control.ping().map_err(|error| {
            self.gone |= !is_hung(&error);
            error.into()
        })
    }

    fn recover(&mut self) -> Result<(), Trouble> {
        // The answer that was missing is still to come, or the connection's end. Another daemon may come
        // in the place of one that never ends.
        for waited in 1.. {
            match self.control.wait_for_answer() {
                Ok(()) => break,
                Err(error) if !is_hung(&error) => {
                    self.gone = true;
                    return Err(error.into());
                }
                Err(_) if Control::connect(PATIENCE).is_ok() => {
                    return Err(Trouble::Gone("another daemon answers".to_owned()));
                }
                Err(_) if waited % HANGS == 0 => end_daemon(),
                Err(_) => {}
            }
        }
        self.control = Control::connect(PATIENCE)?;
        for line in self.lines.values_mut() {
            line.tts.stop().map_err(|error| gone(&error))?;
        }
        self.speaking = None;
        Ok(())
    }

    fn health(&self) -> SpeechHealth {
        let missing = Language::ALL.into_iter().filter(|language| !self.lines.contains_key(language));
        SpeechHealth { available: true, missing_voices: missing.map(|language| language.code().to_owned()).collect() }
    }

    fn voice(&self, language: Language) -> Option<&str> {
        self.lines.get(&language).map(|line| line.voice.as_str())
    }
}

impl Line {
    fn say(&mut self, words: &str, tuning: Tuning, speed: Speed) -> Result<Option<UtteranceId>, tts::Error> {
        if self.tuning != Some(tuning) {
            self.tts.set_rate(speed.rate)?;
            self.tts.set_volume(scale::volume(tuning.volume))?;
            self.tuning = Some(tuning);
        }
        match speed.pauses {
            Some(pauses) => self.tts.speak(pauses.set(words), true),
            None => self.tts.speak(words, true),
        }
    }
}

/// A callback of a connection whose [`Tts`] is gone panics inside C, which aborts the program. So a
/// connection is dropped only once no callback can come, for its daemon has ended; else it is kept until the
/// program ends.
impl Drop for Dispatcher {
    fn drop(&mut self) {
        self.dropped.store(true, Ordering::Release);
        let _ = self.watch.shutdown(Shutdown::Both);
        if self.gone {
            // libspeechd's own thread must have seen the end as well.
            std::thread::sleep(Duration::from_millis(100));
        }
        let answers = self.gone || self.check().is_ok();
        for (_, mut line) in std::mem::take(&mut self.lines) {
            if !answers || line.tts.stop().is_ok() {
                std::mem::forget(line.tts);
            }
        }
    }
}

/// A connection of `tts`.
fn connect() -> Result<Tts, Trouble> {
    Tts::new(Backends::SpeechDispatcher).map_err(|error| gone(&error))
}

/// Passes on what a connection tells. The callbacks run under locks of `tts`: they only send.
fn listen(tts: &Tts, language: Language, signals: &Signals) -> Result<(), tts::Error> {
    let tell = |signal: fn(Mark) -> Signal| -> Option<Box<dyn FnMut(UtteranceId)>> {
        let signals = signals.clone();
        Some(Box::new(move |UtteranceId::SpeechDispatcher(id)| signals(signal(Mark(language, id)))))
    };
    tts.on_utterance_begin(tell(Signal::Began))?;
    tts.on_utterance_end(tell(Signal::Ended))?;
    tts.on_utterance_stop(tell(Signal::Stopped))
}

/// The module and voice of each language that has one.
fn choose(setup: &Setup, control: &mut Control) -> Result<BTreeMap<Language, (String, String)>, Trouble> {
    let preferred = control.default_module()?;
    let mut modules = control.modules()?;
    modules.sort_by_key(|module| *module != preferred);
    let mut listed: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    let mut chosen = BTreeMap::new();
    for language in Language::ALL {
        let wish = setup.choice(language);
        for module in modules.iter().filter(|module| wish.module.as_ref().is_none_or(|wished| wished == *module)) {
            if !listed.contains_key(module) {
                listed.insert(module.clone(), control.voices(module)?);
            }
            if let Some(voice) = best(&listed[module], language, wish.voice.as_deref()) {
                chosen.insert(language, (module.clone(), voice.name.clone()));
                break;
            }
        }
        if !chosen.contains_key(&language) {
            tracing::warn!(%language, ?wish, "no voice");
        }
    }
    Ok(chosen)
}

/// The voice of that name; without a name the plainest for the language: no variant, no region.
fn best<'a>(voices: &'a [Listed], language: Language, name: Option<&str>) -> Option<&'a Listed> {
    match name {
        Some(name) => voices.iter().find(|voice| voice.name == name),
        None => voices
            .iter()
            .filter(|voice| voice.speaks(language.code()))
            .min_by_key(|voice| (!voice.plain, voice.language.len())),
    }
}

fn gone(error: &tts::Error) -> Trouble {
    Trouble::Gone(error.to_string())
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        if is_hung(&error) { Self::Hung } else { Self::Gone(error.to_string()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(name: &str, language: &str, plain: bool) -> Listed {
        Listed { name: name.to_owned(), language: language.to_owned(), plain }
    }

    #[test]
    fn the_plainest_voice_of_a_language_speaks_it() {
        let voices = [
            listed("English (Caribbean)", "en-029", true),
            listed("English (Great Britain)+Adam", "en-gb", false),
            listed("English (Great Britain)", "en-gb", true),
            listed("Russian+Adam", "ru", false),
        ];
        let name = |language, name| best(&voices, language, name).map(|voice| voice.name.as_str());
        assert_eq!(name(Language::English, None), Some("English (Great Britain)"));
        assert_eq!(name(Language::Russian, None), Some("Russian+Adam"));
        assert_eq!(name(Language::English, Some("English (Caribbean)")), Some("English (Caribbean)"));
    }

    /// Proves: EN-5.1.3.14
    #[test]
    fn kazakh_is_never_spoken_by_another_languages_voice() {
        let voices = [listed("Russian", "ru", true), listed("Turkish", "tr", true)];
        assert_eq!(best(&voices, Language::Kazakh, None), None);
        assert_eq!(best(&voices, Language::Kazakh, Some("Kazakh")), None);
    }
}
