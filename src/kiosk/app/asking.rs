//! The survey: offered, asked, confirmed, kept, left.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::inspecting::Verdict;
use super::{Effect, Library, Screen, Stand};
use crate::domain::survey::definition::{Audience, Partial};
use crate::domain::survey::interview::{Step, Surroundings};
use crate::domain::survey::{Mode, Name, Response};
use crate::i18n::{text, text_with};
use crate::kiosk::input::typing;
use crate::kiosk::outbox::OutboxError;
use crate::kiosk::screen::Place;
use crate::kiosk::screen::survey::pin::Refused;
use crate::kiosk::screen::survey::receipt::Receipt;
use crate::kiosk::screen::survey::{self, Action, Asking, Offer, Part, When};
use crate::kiosk::settings::Switches;
use crate::kiosk::speech::Output;
use crate::kiosk::theme::Look;
use crate::kiosk::widget::Picture;
use crate::release::PublishedSurvey;

/// Random bytes from the machine.
pub(super) fn random() -> [u8; 10] {
    // A random UUID has a fixed bit or two in the bytes that are left out.
    let [a, b, c, d, e, f, _, _, _, g, h, i, j, ..] = *Uuid::new_v4().as_bytes();
    [a, b, c, d, e, f, g, h, i, j]
}

impl Stand {
    /// Now by the wall or, while that clock is not credible, the last moment known.
    fn credible_now(&self, library: &Library) -> Timestamp {
        match self.local_time(library) {
            Some(_) => self.now.wall,
            None => self.confirmed(&library.content),
        }
    }

    /// The surveys that are open here now: by their dates, for this stand, below its quota and not full.
    fn open_surveys(&self, audience: Audience) -> impl Iterator<Item = &Arc<PublishedSurvey>> {
        self.library.iter().flat_map(move |library| {
            let now = self.credible_now(library).as_millisecond();
            library.content.surveys().iter().filter(move |published| {
                let id = &published.survey.id;
                let given = self.given.get(id).copied().unwrap_or_default();
                published.survey.audience == audience
                    && published.opens_at.is_none_or(|opens| opens <= now)
                    && published.closes_at.is_none_or(|closes| now < closes)
                    && (published.stands.is_empty() || self.id.is_some_and(|stand| published.stands.contains(&stand)))
                    && published.stand_quota.is_none_or(|quota| given < quota)
                    && !self.full.contains(id)
            })
        })
    }

    /// What the home screen offers: open surveys that this visitor has not answered.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let open = self.open_surveys(Audience::Visitors);
        open.filter(|published| !self.visit.answered.contains(&published.survey.id))
            .map(|published| Offer::new(&published.survey, self.visit.language, self.visit.has_read))
            .collect()
    }

    /// Whether there is a way in for inspectors.
    pub(super) fn inspects(&self) -> bool {
        self.config.survey.auditor_pin.is_some()
            && self.visit.asking.is_none()
            && self.open_surveys(Audience::Auditors).next().is_some()
    }

    /// The address of the open survey's form for the visitor's own phone.
    pub(super) fn phone_address(&self) -> Option<String> {
        let address = self.visit.asking.as_ref()?.published().web_address.as_ref()?;
        Some(self.id.map_or_else(|| address.clone(), |stand| format!("{address}?at={stand}")))
    }

    /// Opens a visitors' survey before its first question.
    pub(super) fn open_survey(&mut self, name: &Name) -> Vec<Effect> {
        let found = self.open_surveys(Audience::Visitors).find(|published| published.survey.id == *name).cloned();
        found.map_or_else(Vec::new, |published| self.open(published, Part::Offer))
    }

    fn open(&mut self, published: Arc<PublishedSurvey>, part: Part) -> Vec<Effect> {
        let Some(library) = &self.library else { return Vec::new() };
        let [a, b, c, d, e, f, g, h, ..] = (self.random)();
        let surroundings = Surroundings {
            today: self.local_time(library).map(|now| now.date()),
            seed: u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        };
        let asking = Asking::new(published, surroundings);
        let files = asking.files();
        let pictures = (!files.is_empty()).then(|| Effect::Pictures { content: library.content.clone(), names: files });
        self.visit.asking = Some(asking);
        let mut effects = self.go(Place::Survey { part, sheet: 0 });
        effects.extend(pictures);
        effects
    }

    /// The survey's pictures are there.
    pub(super) fn pictured(&mut self, pictures: HashMap<String, Picture>) {
        if let Some(asking) = &mut self.visit.asking {
            asking.set_pictures(pictures);
        }
    }

    /// From a part of the survey.
    pub(super) fn asked(&mut self, message: survey::Message) -> Vec<Effect> {
        let Screen::Survey(state) = &mut self.visit.screen else { return Vec::new() };
        match state.update(message, self.visit.asking.as_mut()) {
            Action::Counted => {
                self.keep_count();
                Vec::new()
            }
            action => self.visited(|stand| stand.carry_on(action)),
        }
    }

    fn carry_on(&mut self, action: Action) -> Vec<Effect> {
        // A second press on "send" needs no word: the receipt is about to come.
        if self.is_saving() && !matches!(action, Action::None | Action::Counted | Action::Send { .. }) {
            return self.tell_saving();
        }
        match action {
            Action::None | Action::Counted => Vec::new(),
            Action::Begin | Action::GoOn | Action::Reopen => self.go_on_answering(),
            Action::Forget => self.forget(),
            Action::Type(name) => {
                let mut effects = self.open_keyboard(&name);
                effects.extend(self.warn_of_listeners());
                effects
            }
            Action::Typed => self.end_typing(),
            Action::Change(name) => {
                let opens = self.visit.asking.as_mut().is_some_and(|asking| asking.open(&name));
                if opens { self.part(Part::Question) } else { Vec::new() }
            }
            Action::Send { partly } => self.send(partly),
            Action::Enter(pin) => self.enter_pin(&pin),
            Action::Home => self.home(),
        }
    }

    /// Another part of the survey, in place of this one.
    pub(super) fn part(&mut self, part: Part) -> Vec<Effect> {
        self.enter(Place::Survey { part, sheet: 0 })
    }

    /// Whether the answers are on their way to the disk: what becomes of them is decided then.
    fn is_saving(&self) -> bool {
        self.visit.asking.as_ref().is_some_and(Asking::is_saving)
    }

    /// Why nothing happens: a key that did nothing and said nothing would alarm whoever does not see.
    fn tell_saving(&mut self) -> Vec<Effect> {
        self.notify("survey-saving", &[]);
        Vec::new()
    }

    /// To the question that was open, or the review. What was confirmed and could not be kept is taken back: the
    /// answers may be changed, and it is as they are at the end that they are kept.
    fn go_on_answering(&mut self) -> Vec<Effect> {
        if let Some(asking) = &mut self.visit.asking {
            asking.reopen();
        }
        let at_question = self.visit.asking.as_ref().is_some_and(|asking| asking.interview().page().is_some());
        self.part(if at_question { Part::Question } else { Part::Review })
    }

    fn open_keyboard(&mut self, name: &Name) -> Vec<Effect> {
        let opens = self.visit.asking.as_mut().is_some_and(|asking| asking.open_keyboard(name));
        if opens { self.part(Part::Typing) } else { Vec::new() }
    }

    /// A key of the screen that is looked for by ear says its letter, to everyone who stands there (EN 301 549, 5.1.3.9).
    fn warn_of_listeners(&mut self) -> Vec<Effect> {
        let settings = &self.visit.settings;
        if !settings.speech || settings.output == Output::Headphones {
            return Vec::new();
        }
        let language = self.visit.language;
        self.tell(language, text(language, "typing-overheard"), false)
    }

    fn end_typing(&mut self) -> Vec<Effect> {
        let taken_out = self.visit.asking.as_mut().is_some_and(Asking::end_typing);
        let effects = self.part(Part::Question);
        if taken_out {
            self.notify("survey-taken-out", &[]);
        }
        effects
    }

    /// Whether the frame leads on from here, and as what.
    pub(super) fn way_on(&self) -> Option<&'static str> {
        let Place::Survey { part: Part::Question, .. } = self.visit.place else { return None };
        let asking = self.visit.asking.as_ref()?;
        Some(if asking.can_skip() { "survey-skip" } else { "nav-next" })
    }

    /// From a question to the next one.
    pub(super) fn next_question(&mut self) -> Vec<Effect> {
        let Some(asking) = &mut self.visit.asking else { return Vec::new() };
        match asking.go_on() {
            Some(Step::Page) => self.part(Part::Question),
            Some(Step::Review) => self.part(Part::Review),
            None => self.object(),
        }
    }

    /// Something is missing or wrong: it is said where it is, each time.
    fn object(&mut self) -> Vec<Effect> {
        let effects = self.part(Part::Question);
        // What is wrong is told instead of all there is to read.
        self.visit.reads_itself = false;
        effects
    }

    /// One step back within the survey; none elsewhere.
    pub(super) fn back_in_survey(&mut self) -> Option<Vec<Effect>> {
        let Place::Survey { part, .. } = self.visit.place else { return None };
        if self.is_saving() {
            return Some(self.tell_saving());
        }
        Some(match part {
            Part::Pin => return None,
            Part::Offer => self.leave_survey(),
            Part::Question | Part::Review => {
                let moved = self.visit.asking.as_mut().is_some_and(Asking::go_back);
                self.part(if moved { Part::Question } else { Part::Offer })
            }
            Part::Typing => self.end_typing(),
            Part::Leaving | Part::Failed => self.go_on_answering(),
            Part::Receipt => self.home(),
        })
    }

    /// Away from the survey, but not from answers nobody was asked about.
    fn leave_survey(&mut self) -> Vec<Effect> {
        let asks = self.visit.asking.as_ref().is_some_and(Asking::has_answers);
        if asks { self.part(Part::Leaving) } else { self.forget() }
    }

    /// Home; first, what is to become of the answers? Asked for there, the question comes again: it is what keeps
    /// the visitor from going.
    pub(super) fn home(&mut self) -> Vec<Effect> {
        if self.is_saving() {
            return self.tell_saving();
        }
        if self.visit.asking.as_ref().is_some_and(Asking::has_answers) {
            return self.part(Part::Leaving);
        }
        self.visit.asking = None;
        self.visit.trail.clear();
        self.enter(Place::START)
    }

    /// The answers are forgotten, and the visitor is where they came from.
    fn forget(&mut self) -> Vec<Effect> {
        self.visit.asking = None;
        self.visit.failure = None;
        self.visit.trail.retain(|place| !matches!(place, Place::Survey { .. }));
        let place = self.visit.trail.pop().unwrap_or(Place::START);
        self.enter(place)
    }

    /// The circumstances that are kept of an answer given now.
    fn when(&self) -> When {
        let now = self.library.as_ref().map_or(self.now.wall, |library| self.credible_now(library));
        When { hour: now.as_second().div_euclid(3_600), language: self.visit.language, random: (self.random)() }
    }

    /// The answers are to be kept. Again while they are being kept changes nothing.
    fn send(&mut self, partly: bool) -> Vec<Effect> {
        let when = self.when();
        let Some(asking) = self.visit.asking.as_mut().filter(|asking| !asking.is_saving()) else { return Vec::new() };
        let Some(response) = asking.confirm(partly, when).cloned() else { return self.object() };
        asking.set_saving(true);
        let recipient = asking.published().recipient.clone();
        vec![self.keep(response, recipient)]
    }

    fn keep(&mut self, response: Response, recipient: String) -> Effect {
        self.keeping.insert(response.id, response.survey.clone());
        Effect::Keep { response: Box::new(response), recipient }
    }

    /// An answer is on the disk, or is not.
    pub(super) fn kept(&mut self, id: Uuid, result: Result<(), OutboxError>) -> Vec<Effect> {
        let survey = self.keeping.remove(&id);
        match (&result, &survey) {
            (Ok(()), Some(survey)) => {
                let given = self.given.entry(survey.clone()).or_default();
                *given = given.saturating_add(1);
            }
            (Err(error), _) => tracing::error!(%error, "an answer could not be kept"),
            _ => {}
        }
        let Some(asking) = self.visit.asking.as_mut().filter(|asking| asking.id() == Some(id)) else {
            return Vec::new();
        };
        match result {
            Ok(()) => {
                let (answered, complete) = asking
                    .confirmed()
                    .map_or((0, false), |response| (asking.given(&response.values), response.complete));
                self.visit.receipt = Some(Receipt { answered, complete });
                self.visit.answered.extend(survey);
                self.visit.asking = None;
                self.visit.failure = None;
                self.visit.trail.clear();
                self.part(Part::Receipt)
            }
            Err(error) => {
                asking.set_saving(false);
                self.visit.failure = Some(error);
                self.part(Part::Failed)
            }
        }
    }

    /// The visitor has left: what was confirmed is kept, what was begun goes the way the survey said at its
    /// start.
    pub(super) fn abandon(&mut self) -> Option<Effect> {
        let when = self.when();
        let mut asking = self.visit.asking.take()?;
        let sends = match asking.confirmed() {
            // Whoever was shown the way by telephone may have taken it: the same twice would count twice.
            Some(_) => self.visit.failure.is_none() || asking.published().web_address.is_none(),
            None => asking.has_answers() && asking.survey().partial == Partial::Send,
        };
        if asking.is_saving() || !sends {
            return None;
        }
        let response = asking.confirm(true, when)?.clone();
        Some(self.keep(response, asking.published().recipient.clone()))
    }

    /// What becomes of the answers if the visitor stays away: told with the warning.
    pub(super) fn fate(&self) -> Option<String> {
        let asking = self.visit.asking.as_ref().filter(|asking| asking.has_answers())?;
        let failed = self.visit.failure.is_some() && asking.confirmed().is_some();
        let policy = match asking.survey().partial {
            _ if failed && asking.published().web_address.is_none() => "retry",
            _ if failed => "phone",
            _ if asking.confirmed().is_some() => "send",
            Partial::Send => "send",
            Partial::Discard => "discard",
        };
        Some(text_with(self.visit.language, "survey-idle", &[("policy", policy.into())]))
    }

    /// Notes how the visitor uses the stand while they answer.
    pub(super) fn note_mode(&mut self, keys: bool) {
        let settings = &self.visit.settings;
        let mode = Mode {
            speech: settings.speech,
            switches: settings.switches != Switches::None,
            keys,
            exploration: settings.exploration,
            large_text: settings.text_size.is_large(),
            contrast: settings.look != Look::default(),
            reach: settings.reach,
            phone: false,
        };
        if let Some(asking) = &mut self.visit.asking {
            asking.note(mode);
        }
    }

    /// A key that types, where something is being typed; and where something could be, the keyboard opens by
    /// itself: for a key that asks for nothing else, or for any letter where the focus is on the entry.
    pub(super) fn types(&mut self, typed: typing::Message, is_free: bool) -> Option<Vec<Effect>> {
        let message = |typed| survey::Message::Typing(survey::typing::Message::Key(typed));
        match self.visit.place {
            Place::Survey { part: Part::Typing, .. } => Some(self.asked(message(typed))),
            Place::Survey { part: Part::Pin, .. } => {
                Some(self.asked(survey::Message::Pin(survey::pin::Message::Key(typed))))
            }
            Place::Survey { part: Part::Question, .. } if is_free || (self.visit.at_entry && is_letter(&typed)) => {
                let name = self.visit.asking.as_ref()?.only_entry()?;
                // One step: a second would silence what the first has to say.
                Some(self.visited(|stand| {
                    let mut effects = stand.open_keyboard(&name);
                    if let Screen::Survey(state) = &mut stand.visit.screen {
                        let action = state.update(message(typed), stand.visit.asking.as_mut());
                        effects.extend(stand.carry_on(action));
                    }
                    effects
                }))
            }
            _ => None,
        }
    }

    /// To the PIN of inspectors.
    pub(super) fn inspect(&mut self) -> Vec<Effect> {
        self.go(Place::Survey { part: Part::Pin, sheet: 0 })
    }

    fn enter_pin(&mut self, entered: &str) -> Vec<Effect> {
        let Some(pin) = &self.config.survey.auditor_pin else { return Vec::new() };
        match self.lock.try_pin(pin, entered, self.now.steady) {
            Verdict::Open => {
                // Of several, the one that this inspector has not answered yet.
                let open = self.open_surveys(Audience::Auditors);
                let found = open.min_by_key(|published| self.visit.answered.contains(&published.survey.id)).cloned();
                self.visit.trail.pop_if(|place| matches!(place, Place::Survey { .. }));
                // The PIN is no place to come back to.
                self.visit.place = self.visit.trail.pop().unwrap_or(Place::START);
                match found {
                    Some(published) => self.open(published, Part::Offer),
                    None => self.home(),
                }
            }
            Verdict::Wrong { left } => {
                let effects = self.part(Part::Pin);
                self.visit.screen = pin_screen(Some(Refused::Wrong { left }));
                effects
            }
            Verdict::Closed { .. } => self.part(Part::Pin),
        }
    }

    /// The screen of a part; none if there is nothing to show there any more.
    pub(super) fn survey_screen(&mut self, part: Part, sheet: usize) -> Option<survey::State> {
        let language = self.visit.language;
        let closed = self.lock.closed(self.now.steady);
        let closed = closed.map(|left| Refused::Closed { minutes: left.as_secs().div_ceil(60) });
        let visit = &mut self.visit;
        Some(match (part, visit.asking.as_mut()) {
            (Part::Pin, _) => survey::State::Pin(survey::pin::State::new(closed)),
            (Part::Receipt, _) => survey::State::Receipt(survey::receipt::State::new(visit.receipt?, sheet)),
            (_, None) => return None,
            (Part::Offer, Some(_)) => survey::State::Offer(survey::offer::State::new(sheet)),
            (Part::Question, Some(asking)) => {
                asking.show_page(language);
                match asking.interview().page() {
                    Some(_) => survey::State::Question(survey::question::State::new(sheet)),
                    None => survey::State::Review(survey::review::State::new(0)),
                }
            }
            (Part::Typing, Some(_)) => survey::State::Typing(survey::typing::State),
            (Part::Review, Some(_)) => survey::State::Review(survey::review::State::new(sheet)),
            (Part::Leaving, Some(_)) => survey::State::Leaving(survey::leaving::State::new(sheet)),
            (Part::Failed, Some(_)) => survey::State::Failed(survey::failed::State::new(visit.failure.clone()?, sheet)),
        })
    }

    /// The survey the visitor is answering.
    pub fn asking(&self) -> Option<&Asking> {
        self.visit.asking.as_ref()
    }

    /// How many answers to a survey were kept here before.
    pub fn set_given(&mut self, survey: &Name, answers: u32) {
        self.given.insert(survey.clone(), answers);
    }

    /// The surveys of the release on the screen, open or not.
    pub fn surveys(&self) -> &[Arc<PublishedSurvey>] {
        self.library.as_ref().map_or(&[], |library| library.content.surveys())
    }
}

/// Whether it is a letter, a digit or a sign: the space bar presses and the erasing key leads back where nothing
/// is being typed.
fn is_letter(typed: &typing::Message) -> bool {
    matches!(typed, typing::Message::Type(letters) if letters != " ")
}

fn pin_screen(refused: Option<Refused>) -> Screen {
    Screen::Survey(survey::State::Pin(survey::pin::State::new(refused)))
}
