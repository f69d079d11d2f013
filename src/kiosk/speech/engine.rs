//! The thread that asks a [`Speaker`], and may be held up by it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::speaker::{Mark, Opener, Signal, Speaker, Trouble};
use super::{Event, Id, Tuning};
use crate::domain::Language;
use crate::release::api::SpeechHealth;

/// What the thread is asked to do.
#[derive(Debug)]
pub(super) enum Task {
    /// Open the speaker.
    Open,
    /// Say this instead of what is being said.
    Say {
        /// Which utterance.
        id: Id,
        /// As the voice is to have it.
        words: String,
        /// In which language.
        language: Language,
        /// How.
        tuning: Tuning,
    },
    /// Silence.
    Hush,
    /// See whether the speaker is still there.
    Check,
    /// End. What is asked later is not done.
    End,
}

/// What the thread tells.
#[derive(Debug)]
pub(super) enum Report {
    /// The task is done; the next may come.
    Done,
    /// The speaker can speak.
    Open(Voices),
    /// It cannot; open it again if it does not come back by itself.
    Shut {
        /// Whether it hangs and the thread waits for it, rather than for another task.
        hung: bool,
    },
    /// What became of an utterance.
    Event(Event),
}

/// The voices of an open speaker.
#[derive(Debug, Clone, Default)]
pub(super) struct Voices {
    /// As the centre is told of them.
    pub health: SpeechHealth,
    /// The name of each language's voice.
    pub names: Vec<(Language, String)>,
}

/// Tells the conductor something.
pub(super) type Tell = Arc<dyn Fn(Report) + Send + Sync>;

/// The way to the thread.
#[derive(Debug, Clone)]
pub(super) struct Engine(Sender<Call>);

#[derive(Debug)]
enum Call {
    Task(Task),
    /// From the speaker of that number, counted as they were opened.
    Signal(u64, Signal),
}

impl Engine {
    /// Starts a thread that opens speakers with `opener`.
    pub(super) fn start(opener: Opener, tell: Tell) -> std::io::Result<Self> {
        let (sender, calls) = channel();
        let thread = Thread { opener, tell, calls, sender: sender.clone(), opened: 0, speaker: None, saying: None };
        std::thread::Builder::new().name("speech-engine".to_owned()).spawn(move || thread.run())?;
        Ok(Self(sender))
    }

    /// Asks for something, once what was asked before is done.
    pub(super) fn ask(&self, task: Task) {
        let _ = self.0.send(Call::Task(task));
    }
}

struct Thread {
    opener: Opener,
    tell: Tell,
    calls: Receiver<Call>,
    sender: Sender<Call>,
    opened: u64,
    speaker: Option<Box<dyn Speaker>>,
    saying: Option<(Id, Mark)>,
}

impl Thread {
    fn run(mut self) {
        while let Ok(call) = self.calls.recv() {
            match call {
                Call::Task(Task::End) => {
                    // To drop it might wait for it, or be taken for the end of the one that came after.
                    std::mem::forget(self.speaker.take());
                    break;
                }
                Call::Task(task) => {
                    if let Err(trouble) = self.carry_out(task) {
                        self.suffer(trouble);
                    }
                    (self.tell)(Report::Done);
                }
                Call::Signal(opened, signal) if opened == self.opened => self.hear(signal),
                Call::Signal(..) => {}
            }
        }
    }

    fn carry_out(&mut self, task: Task) -> Result<(), Trouble> {
        match (task, &mut self.speaker) {
            (Task::Open, _) => self.open(),
            (Task::Say { id, words, language, tuning }, Some(speaker)) => {
                self.saying = None;
                match speaker.say(&words, language, tuning) {
                    Ok(mark) => {
                        self.saying = Some((id, mark));
                        Ok(())
                    }
                    Err(trouble) => {
                        (self.tell)(Report::Event(Event::Failed(id)));
                        Err(trouble)
                    }
                }
            }
            (Task::Say { id, .. }, None) => {
                (self.tell)(Report::Event(Event::Failed(id)));
                Ok(())
            }
            (Task::Hush, Some(speaker)) => {
                self.saying = None;
                speaker.hush()
            }
            (Task::Check, Some(speaker)) => speaker.check(),
            (Task::Hush | Task::Check | Task::End, _) => Ok(()),
        }
    }

    fn open(&mut self) -> Result<(), Trouble> {
        // The old one first: two that are open at once may be taken for one another.
        self.speaker = None;
        self.opened += 1;
        let (sender, opened) = (self.sender.clone(), self.opened);
        let speaker = (self.opener)(Arc::new(move |signal| {
            let _ = sender.send(Call::Signal(opened, signal));
        }))?;
        self.speaker = Some(speaker);
        self.tell_open();
        Ok(())
    }

    fn suffer(&mut self, trouble: Trouble) {
        tracing::warn!(%trouble, "speech");
        self.fail();
        match trouble {
            Trouble::NoVoice(_) => {}
            Trouble::Hung if self.speaker.is_some() => {
                (self.tell)(Report::Shut { hung: true });
                let recovered = self.speaker.as_mut().map(|speaker| speaker.recover());
                match recovered {
                    Some(Ok(())) => self.tell_open(),
                    _ => self.shut(),
                }
            }
            Trouble::Hung | Trouble::Gone(_) => self.shut(),
        }
    }

    fn hear(&mut self, signal: Signal) {
        let current =
            |mark: Mark, saying: &Option<(Id, Mark)>| saying.filter(|(_, said)| *said == mark).map(|(id, _)| id);
        match signal {
            Signal::Began(mark) => {
                if let Some(id) = current(mark, &self.saying) {
                    (self.tell)(Report::Event(Event::Began(id)));
                }
            }
            Signal::Ended(mark) => {
                if let Some(id) = current(mark, &self.saying) {
                    self.saying = None;
                    (self.tell)(Report::Event(Event::Ended(id)));
                }
            }
            Signal::Stopped(mark) => {
                if current(mark, &self.saying).is_some() {
                    self.fail();
                }
            }
            Signal::Gone => {
                tracing::warn!("the speech daemon ended");
                // It must learn of its end before it is dropped.
                let _ = self.speaker.as_mut().map(|speaker| speaker.check());
                self.shut();
            }
        }
    }

    fn tell_open(&self) {
        if let Some(speaker) = &self.speaker {
            let voices = Voices::of(speaker.as_ref());
            tracing::info!(voices = ?voices.names, "the stand can speak");
            (self.tell)(Report::Open(voices));
        }
    }

    fn shut(&mut self) {
        self.fail();
        self.speaker = None;
        (self.tell)(Report::Shut { hung: false });
    }

    fn fail(&mut self) {
        if let Some((id, _)) = self.saying.take() {
            (self.tell)(Report::Event(Event::Failed(id)));
        }
    }
}

impl Voices {
    fn of(speaker: &dyn Speaker) -> Self {
        let named = |language| Some((language, speaker.voice(language)?.to_owned()));
        Self { health: speaker.health(), names: Language::ALL.into_iter().filter_map(named).collect() }
    }

    /// The name of the voice that speaks `language`.
    pub(super) fn name(&self, language: Language) -> Option<&str> {
        self.names.iter().find(|(of, _)| *of == language).map(|(_, name)| name.as_str())
    }
}
