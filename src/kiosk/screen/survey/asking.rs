//! One visitor's answers: what was chosen, what is being typed, what is wrong, and what is sent in the end.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::Language;
use crate::domain::survey::answer::response_id;
use crate::domain::survey::interview::{Complaint, Step, Surroundings};
use crate::domain::survey::{Interview, Kind, Mode, Name, Question, Response, Survey, Value, privacy};
use crate::kiosk::input::typing::{self, Accepts};
use crate::kiosk::widget::{Picture, ranking};
use crate::release::PublishedSurvey;

/// What stands for a number that was taken out of a text.
const MASK: &str = "•••";

/// The most characters of a number.
const LONGEST_NUMBER: usize = 15;

/// The most characters of a few words.
const LONGEST_LINE: usize = 200;

/// A survey before one visitor. Forgotten as a whole when they leave.
#[derive(Debug)]
pub struct Asking {
    published: Arc<PublishedSurvey>,
    interview: Interview,
    /// Whether the questions have been shown.
    begun: bool,
    /// What is being typed, by question. Kept while it is wrong.
    drafts: BTreeMap<Name, typing::State>,
    /// For which question the keyboard is open.
    typing: Option<Name>,
    /// What the visitor has answered, as opposed to what was set beforehand.
    answered: BTreeSet<Name>,
    /// What is wrong on the open page.
    complaints: Vec<Complaint>,
    /// The last question that stood on the screen.
    reached: Option<Name>,
    /// Its pictures, by the names of their files.
    pictures: HashMap<String, Picture>,
    /// How the stand was used meanwhile.
    mode: Mode,
    /// What was confirmed, once it was.
    confirmed: Option<Response>,
    /// Whether it is being saved.
    saving: bool,
}

impl Asking {
    /// A survey that has been opened and not begun.
    pub fn new(published: Arc<PublishedSurvey>, surroundings: Surroundings) -> Self {
        let interview = Interview::begin(Arc::new(published.survey.clone()), surroundings);
        Self {
            published,
            interview,
            begun: false,
            drafts: BTreeMap::new(),
            typing: None,
            answered: BTreeSet::new(),
            complaints: Vec::new(),
            reached: None,
            pictures: HashMap::new(),
            mode: Mode::default(),
            confirmed: None,
            saving: false,
        }
    }

    /// The survey and its terms.
    pub fn published(&self) -> &PublishedSurvey {
        &self.published
    }

    /// The survey.
    pub fn survey(&self) -> &Survey {
        &self.published.survey
    }

    /// The way through it.
    pub fn interview(&self) -> &Interview {
        &self.interview
    }

    /// The files of all its pictures.
    pub fn files(&self) -> Vec<String> {
        let questions = self.survey().questions().into_iter().filter_map(|question| question.image.as_ref());
        let choices = self.survey().lists.values().flatten().filter_map(|choice| choice.image.as_ref());
        questions.chain(choices).map(|image| image.file.clone()).collect()
    }

    /// Whether nothing on the page is answered, nor must be.
    pub fn can_skip(&self) -> bool {
        let Some(page) = self.interview.page() else { return false };
        let mut asked = page.questions.iter().filter(|question| question.kind.is_asked() && !question.read_only);
        asked.clone().next().is_some()
            && asked.all(|question| {
                let is_typed = self.drafts.get(&question.name).is_some_and(|draft| !draft.is_empty());
                let is_answered = is_typed || self.interview.value(&question.name).is_some();
                !is_answered && !self.interview.is_required(question)
            })
    }

    /// A picture of the survey, once it is there.
    pub fn picture(&self, file: &str) -> Option<&Picture> {
        self.pictures.get(file)
    }

    /// The pictures are there.
    pub fn set_pictures(&mut self, pictures: HashMap<String, Picture>) {
        self.pictures = pictures;
    }

    /// Whether the visitor has answered anything.
    pub fn has_answers(&self) -> bool {
        !self.answered.is_empty()
    }

    /// Whether an answer is the visitor's own affair: said in private only.
    pub fn is_personal(&self, question: &Question) -> bool {
        question.personal || question.kind.is_typed() || self.interview.is_personal(&question.name)
    }

    /// How many of the questions that apply are answered.
    pub fn count(&self) -> usize {
        self.interview.review().into_iter().filter(|(_, value)| value.is_some()).count()
    }

    /// How many answers go, if what there is so far is sent.
    pub fn count_so_far(&self) -> usize {
        self.given(&self.interview.so_far())
    }

    /// How many of `values` the visitor gave, and did not have worked out.
    pub fn given(&self, values: &BTreeMap<Name, Value>) -> usize {
        let questions = self.survey().questions();
        questions.iter().filter(|it| it.kind.is_asked() && values.contains_key(&it.name)).count()
    }

    /// The page comes to the screen.
    pub fn show_page(&mut self, language: Language) {
        self.begun = true;
        self.typing = None;
        let Some(page) = self.interview.page() else { return };
        if let Some(last) = page.questions.iter().rev().find(|question| question.kind.is_asked()) {
            self.reached = Some(last.name.clone());
        }
        // Where nothing can be changed nothing is typed.
        for question in page.questions.into_iter().filter(|question| !question.read_only) {
            if let Some((accepts, limit)) = typed_as(question) {
                let value = self.interview.value(&question.name);
                let draft = || typing::State::new(accepts, limit, language).with_text(&as_typed(value, language));
                self.drafts.entry(question.name.clone()).or_insert_with(draft);
            }
        }
    }

    /// What is being typed to a question of the open page.
    pub fn draft(&self, name: &Name) -> Option<&typing::State> {
        self.drafts.get(name)
    }

    /// The question for which the keyboard is open, and what was typed.
    pub fn typing(&self) -> Option<(&Question, &typing::State)> {
        let name = self.typing.as_ref()?;
        let page = self.interview.page()?;
        let question = page.questions.into_iter().find(|question| question.name == *name)?;
        Some((question, self.drafts.get(name)?))
    }

    /// Opens the keyboard for a question of the page; false if nothing is typed to it.
    pub fn open_keyboard(&mut self, name: &Name) -> bool {
        self.typing = self.drafts.contains_key(name).then(|| name.clone());
        self.typing.is_some()
    }

    /// The only question of the page to which something is typed.
    pub fn only_entry(&self) -> Option<Name> {
        let page = self.interview.page()?;
        let mut entries = page.questions.iter().filter(|question| self.drafts.contains_key(&question.name));
        let first = entries.next()?.name.clone();
        entries.next().is_none().then_some(first)
    }

    /// A key was typed.
    pub fn type_in(&mut self, message: typing::Message) {
        let Some(name) = self.typing.clone() else { return };
        self.write(&name, message);
    }

    /// A key was typed for a question of the page.
    pub fn write(&mut self, name: &Name, message: typing::Message) {
        if self.interview.value(name) == Some(&Value::Declined) {
            self.answer(name, None);
        }
        if let Some(draft) = self.drafts.get_mut(name) {
            draft.update(message);
            self.answered.insert(name.clone());
        }
    }

    /// What is wrong with a question of the page.
    pub fn complaint(&self, name: &Name) -> Option<&Complaint> {
        self.complaints.iter().find(|complaint| complaint.of == *name)
    }

    /// What is wrong on the page.
    pub fn complaints(&self) -> &[Complaint] {
        &self.complaints
    }

    /// Answers a question, or takes its answer back.
    pub fn answer(&mut self, name: &Name, value: Option<Value>) {
        let is_answer = value.is_some();
        match self.interview.answer(name, value) {
            Ok(()) => {
                self.complaints.retain(|complaint| complaint.of != *name);
                if is_answer {
                    self.answered.insert(name.clone());
                }
            }
            Err(complaint) => self.complaints = vec![complaint],
        }
    }

    /// Ticks one of several choices, or takes the tick away.
    pub fn tick(&mut self, name: &Name, choice: &str) {
        let mut ticked = match self.interview.value(name) {
            Some(Value::Many(ticked)) => ticked.clone(),
            _ => Vec::new(),
        };
        match ticked.iter().position(|other| other == choice) {
            Some(at) => drop(ticked.remove(at)),
            None => ticked.push(choice.to_owned()),
        }
        self.answer(name, (!ticked.is_empty()).then_some(Value::Many(ticked)));
    }

    /// The choices of a ranking in the visitor's order, or as they are offered.
    pub fn order(&self, question: &Question) -> Vec<String> {
        let offered = || self.interview.choices(question).iter().map(|choice| choice.name.clone()).collect();
        match self.interview.value(&question.name) {
            Some(Value::Rank(order)) => order.clone(),
            _ => offered(),
        }
    }

    /// Moves a choice of a ranking.
    pub fn rank(&mut self, name: &Name, message: ranking::Message) {
        let Some(question) = self.survey().question(name) else { return };
        let mut order = self.order(question);
        message.apply(&mut order);
        self.answer(name, Some(Value::Rank(order)));
    }

    /// "I prefer not to say", or not after all.
    pub fn decline(&mut self, name: &Name) {
        let declined = self.interview.value(name) == Some(&Value::Declined);
        if let Some(draft) = self.drafts.get_mut(name) {
            draft.update(typing::Message::Set(String::new()));
        }
        self.answer(name, (!declined).then_some(Value::Declined));
    }

    /// Takes in what was typed on the open page, free text without numbers that could name a person. Gives
    /// what is wrong, and whether something was taken out.
    fn settle(&mut self) -> (Vec<Complaint>, bool) {
        let Some(page) = self.interview.page() else { return (Vec::new(), false) };
        let typed = page.questions.iter().filter(|question| self.drafts.contains_key(&question.name));
        let typed: Vec<(Name, bool)> =
            typed.map(|it| (it.name.clone(), matches!(it.kind, Kind::Line | Kind::Paragraph))).collect();
        let (mut complaints, mut taken_out) = (Vec::new(), false);
        for (name, is_text) in typed {
            let Some(draft) = self.drafts.get_mut(&name) else { continue };
            if is_text {
                let clean = privacy::filtered(draft.text(), MASK);
                if clean != draft.text() {
                    taken_out |= clean.contains(MASK);
                    draft.update(typing::Message::Set(clean));
                }
            }
            if draft.is_empty() && self.interview.value(&name) == Some(&Value::Declined) {
                continue;
            }
            let text = draft.text().trim().to_owned();
            if let Err(complaint) = self.interview.answer_typed(&name, &text) {
                complaints.push(complaint);
            }
            if text.is_empty() {
                self.answered.remove(&name);
            }
        }
        (complaints, taken_out)
    }

    /// Ends typing. Gives whether a number was taken out of what was typed.
    pub fn end_typing(&mut self) -> bool {
        self.typing = None;
        let (complaints, taken_out) = self.settle();
        self.complaints = complaints;
        taken_out
    }

    /// To the next page or the review; none, with complaints, if something is missing or wrong.
    pub fn go_on(&mut self) -> Option<Step> {
        let (wrong, _) = self.settle();
        let result = if wrong.is_empty() { self.interview.next() } else { Err(wrong) };
        match result {
            Ok(step) => {
                self.complaints.clear();
                Some(step)
            }
            Err(complaints) => {
                self.complaints = complaints;
                None
            }
        }
    }

    /// To the page before; false at the first. What was typed stays, right or wrong.
    pub fn go_back(&mut self) -> bool {
        let _ = self.settle();
        self.complaints.clear();
        self.interview.back()
    }

    /// Opens the page of a question, to change its answer.
    pub fn open(&mut self, name: &Name) -> bool {
        self.complaints.clear();
        self.interview.open(name)
    }

    /// Notes how the stand is used: what was used once, was used.
    pub fn note(&mut self, mode: Mode) {
        let before = self.mode;
        self.mode = Mode {
            speech: before.speech || mode.speech,
            switches: before.switches || mode.switches,
            keys: before.keys || mode.keys,
            exploration: before.exploration || mode.exploration,
            large_text: before.large_text || mode.large_text,
            contrast: before.contrast || mode.contrast,
            reach: before.reach || mode.reach,
            phone: false,
        };
    }

    /// The answers, confirmed by the visitor: made once, whatever happens to it then. `partly`: as far as they
    /// go. None if something is missing or wrong: its page is open then.
    pub fn confirm(&mut self, partly: bool, when: When) -> Option<&Response> {
        if self.confirmed.is_none() {
            let _ = self.settle();
            let values = match self.interview.finish() {
                _ if partly => self.interview.so_far(),
                Ok(values) => values,
                Err(complaints) => {
                    if let Some(first) = complaints.first() {
                        self.interview.open(&first.of);
                    }
                    self.complaints = complaints;
                    return None;
                }
            };
            self.confirmed = Some(Response {
                id: response_id(when.hour, when.random),
                survey: self.survey().id.clone(),
                version: self.survey().version.clone(),
                hour: when.hour,
                language: when.language,
                mode: self.mode,
                complete: !partly,
                reached: self.reached.clone(),
                values,
            });
        }
        self.confirmed.as_ref()
    }

    /// What was confirmed.
    pub fn confirmed(&self) -> Option<&Response> {
        self.confirmed.as_ref()
    }

    /// Takes the confirmation back: the answers may be changed again. What was being saved is not.
    pub fn reopen(&mut self) {
        self.confirmed = None;
        self.saving = false;
    }

    /// Whether the answer is being saved: confirming it again does nothing.
    pub fn is_saving(&self) -> bool {
        self.saving
    }

    /// Saving has begun, or ended.
    pub fn set_saving(&mut self, saving: bool) {
        self.saving = saving;
    }
}

/// The circumstances that are kept of a confirmed answer.
#[derive(Debug, Clone, Copy)]
pub struct When {
    /// Whole hours since 1970 (UTC).
    pub hour: i64,
    /// The visitor's language.
    pub language: Language,
    /// Fills the id.
    pub random: [u8; 10],
}

/// What is typed to a question, and how many characters at most; none where nothing is.
fn typed_as(question: &Question) -> Option<(Accepts, usize)> {
    Some(match question.kind {
        Kind::Line if question.digits => (Accepts::Digits, LONGEST_LINE),
        Kind::Integer => (Accepts::Whole, LONGEST_NUMBER),
        Kind::Decimal => (Accepts::Decimal, LONGEST_NUMBER),
        Kind::Line => (Accepts::Line, LONGEST_LINE),
        Kind::Paragraph => (Accepts::Paragraph, Interview::LONGEST_TEXT),
        _ => return None,
    })
}

/// What an answer looks like where it is typed.
fn as_typed(value: Option<&Value>, language: Language) -> String {
    match value {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(number)) if language == Language::English => number.to_string(),
        Some(Value::Number(number)) => number.to_string().replace('.', ","),
        _ => String::new(),
    }
}

impl Asking {
    /// The answer's id, once it is confirmed.
    pub fn id(&self) -> Option<Uuid> {
        self.confirmed.as_ref().map(|response| response.id)
    }
}
