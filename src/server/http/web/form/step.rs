//! One step: what was sent is put into the interview, and the interview tells where it leads.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::entry::Entry;
use super::pages::{self, Asking, Wrongs, takes_an_answer};
use super::question::{Showing, Wrong};
use super::state::{Place, State, StateError};
use super::{LANGUAGE_BUTTON, name};
use crate::domain::survey::interview::{Complaint, Surroundings};
use crate::domain::survey::{Interview, Name, Question, Survey, Value};
use crate::server::http::web::layout::Page;
use crate::server::http::web::{Sent, Visit};

/// What a respondent pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    /// To the first question.
    Begin,
    /// On, with what is on the page.
    Next,
    /// On, without an answer.
    Skip,
    /// To the page before.
    Back,
    /// To change the answer to a question.
    Change(Name),
    /// To see the page in another language.
    Language,
    /// To send everything.
    Send,
}

impl Action {
    /// What was pressed; whatever is not known counts as "next", as Enter does.
    pub(super) fn of(sent: &Sent) -> Self {
        if sent.one(LANGUAGE_BUTTON).is_some() {
            return Self::Language;
        }
        if let Some(name) = sent.one("change").and_then(name) {
            return Self::Change(name);
        }
        match sent.one("do") {
            Some("begin") => Self::Begin,
            Some("skip") => Self::Skip,
            Some("back") => Self::Back,
            Some("send") => Self::Send,
            _ => Self::Next,
        }
    }
}

/// Where a step led.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Came {
    /// To another page, or the same one with its answers taken.
    Moves,
    /// Nowhere: this is wrong, or nothing is and only the page is shown anew. What was entered stays.
    Stays(Wrongs),
    /// The answers brought more questions onto the page.
    Grew,
    /// Before the first question, with what was answered.
    ToStart,
    /// Everything is answered and to be sent.
    Sends(BTreeMap<Name, Value>),
}

/// A respondent at one step.
#[derive(Debug)]
pub(super) struct Answering {
    state: State,
    interview: Interview,
}

impl Answering {
    /// Takes up what the page carried. `today` is the day where the stands are.
    pub(super) fn new(survey: Arc<Survey>, state: State, today: Date) -> Self {
        let surroundings = Surroundings { today: Some(today), seed: state.seed() };
        let resume = |at| Interview::resume(survey.clone(), surroundings, state.values.clone(), at);
        let interview = match &state.place {
            Place::Start if !state.values.is_empty() => {
                let first = first_of(&Interview::begin(survey.clone(), surroundings));
                // Without a page there is no question to open, and nothing but the review.
                resume(first.as_ref())
            }
            Place::Start | Place::Receipt => Interview::begin(survey, surroundings),
            Place::At(name) => resume(Some(name)),
            Place::Review => resume(None),
            Place::Changing(name) => {
                let mut interview = resume(None);
                interview.open(name);
                interview
            }
        };
        Self { state, interview }
    }

    /// What the page carried.
    pub(super) fn state(&self) -> &State {
        &self.state
    }

    /// What the first page carries when it is shown again.
    pub(super) fn start(&mut self) -> &State {
        self.state.values = self.interview.held();
        self.state.place = Place::Start;
        &self.state
    }

    /// The last question that is asked.
    pub(super) fn last(&self) -> Option<Name> {
        self.interview.review().last().map(|(question, _)| question.name.clone())
    }

    /// Takes what was sent.
    pub(super) fn take(&mut self, visit: &Visit, action: &Action, sent: &Sent) -> Came {
        match action {
            Action::Begin => Came::Moves,
            Action::Change(name) => {
                // One that does not apply any more leaves the review open.
                self.interview.open(name);
                Came::Moves
            }
            Action::Send => match self.interview.finish() {
                Ok(values) => Came::Sends(values),
                Err(complaints) => Came::Stays(wrongs(complaints)),
            },
            // There is nothing to enter on the first page.
            Action::Language if self.state.place == Place::Start => Came::ToStart,
            Action::Language => {
                self.enter(visit, sent);
                Came::Stays(Vec::new())
            }
            Action::Back => {
                // What is right is kept; what is wrong may be mended later.
                self.enter(visit, sent);
                if self.interview.back() { Came::Moves } else { Came::ToStart }
            }
            Action::Skip => {
                for question in self.questions() {
                    // Taking an answer back is never wrong; a required one is missed by "next".
                    let _ = self.interview.answer(&question.name, None);
                }
                self.go_on(Vec::new())
            }
            Action::Next => {
                let before = self.names();
                let wrongs = self.enter(visit, sent);
                if wrongs.is_empty() && self.names().iter().any(|name| !before.contains(name)) {
                    return Came::Grew;
                }
                self.go_on(wrongs)
            }
        }
    }

    /// To the next page, unless something is wrong or missing on this one.
    fn go_on(&mut self, mut wrong: Wrongs) -> Came {
        if self.interview.page().is_none() {
            return Came::Moves;
        }
        let mut ahead = self.interview.clone();
        match ahead.next() {
            Ok(_) if wrong.is_empty() => {
                self.interview = ahead;
                Came::Moves
            }
            Ok(_) => Came::Stays(wrong),
            Err(complaints) => {
                let more = wrongs(complaints).into_iter();
                let new: Vec<_> = more.filter(|(name, _)| !wrong.iter().any(|(other, _)| other == name)).collect();
                wrong.extend(new);
                let order = self.names();
                wrong.sort_by_key(|(name, _)| order.iter().position(|other| other == name));
                Came::Stays(wrong)
            }
        }
    }

    /// Puts what was entered on this page into the interview, as far as it is right; the rest is told.
    fn enter(&mut self, visit: &Visit, sent: &Sent) -> Wrongs {
        let mask = visit.text("web-mask");
        let mut wrong = Vec::new();
        for question in self.questions() {
            let read = {
                let choices = self.interview.choices(&question);
                let choices: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
                Entry::sent(&question, sent).read(&question, &choices, &mask)
            };
            let taken = match read {
                Err(fault) => Err(Wrong::Entry(fault)),
                Ok(value) => {
                    let taken = self.interview.answer(&question.name, value);
                    taken.map_err(|complaint| Wrong::Answer(complaint.because))
                }
            };
            if let Err(why) = taken {
                wrong.push((question.name, why));
            }
        }
        wrong
    }

    /// The questions of the open page that take an answer.
    fn questions(&self) -> Vec<Question> {
        let page = self.interview.page();
        let questions = page.into_iter().flat_map(|page| page.questions);
        questions.filter(|question| takes_an_answer(question)).cloned().collect()
    }

    /// The names of everything on the open page.
    fn names(&self) -> Vec<Name> {
        let page = self.interview.page();
        page.into_iter().flat_map(|page| page.questions).map(|question| question.name.clone()).collect()
    }

    /// The page where the respondent is now. `sent` is shown in the controls instead of the answers.
    pub(super) fn show(
        &mut self,
        visit: &Visit,
        wrongs: &[(Name, Wrong)],
        sent: Option<&Sent>,
        notice: Option<&str>,
    ) -> Page {
        self.state.values = self.interview.held();
        self.state.place = match self.names().into_iter().next() {
            None => Place::Review,
            Some(name) if self.interview.is_returning() => Place::Changing(name),
            Some(name) => Place::At(name),
        };
        let showing = Showing { visit, interview: &self.interview };
        let state = match self.state.pack() {
            Ok(state) => state,
            Err(StateError::TooLarge | StateError::Unreadable) => {
                let status = axum::http::StatusCode::PAYLOAD_TOO_LARGE;
                return pages::begin_again(visit, status, "web-too-much", "web-too-much-advice");
            }
        };
        let asking = Asking { showing, state: &state, wrongs, sent, notice };
        asking.page().unwrap_or_else(|| pages::review(showing, &state, wrongs, notice))
    }
}

/// The first thing on the open page.
fn first_of(interview: &Interview) -> Option<Name> {
    interview.page().and_then(|page| page.questions.first().map(|question| question.name.clone()))
}

fn wrongs(complaints: Vec<Complaint>) -> Wrongs {
    complaints.into_iter().map(|Complaint { of, because }| (of, Wrong::Answer(because))).collect()
}
