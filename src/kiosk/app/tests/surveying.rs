//! The shipped survey from the home screen to the receipt, by keys with the eyes shut and by one switch; and what
//! must hold on every screen, on each screen of a survey.

use std::collections::BTreeSet;

use iced::keyboard::key::Code;

use super::drawn::check_drawn;
use super::switching::Switching;
use super::walk::{Round, Same, check_here, every_sheet};
use super::*;
use crate::kiosk::screen::survey::{Part, review};
use crate::kiosk::settings::{Change, Switches};
use crate::kiosk::theme::{Look, TextSize};

/// What a control is that has the focus, and which group of choices it is in.
struct Focused {
    role: Role,
    words: String,
    group: Option<String>,
}

/// Words with one space between them.
fn in_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The control in the content that has the focus.
fn focused(frame: &Frame<Message>) -> Option<Focused> {
    let has_focus = |node: &Seen<'_>| node.accesskit_node().is_focused();
    let main = frame.root().children_recursive().find(|node| role(node) == Role::Main)?;
    let control = main.children_recursive().find(has_focus)?;
    let is_group = |node: &Seen<'_>| matches!(role(node), Role::RadioGroup | Role::Group);
    let around = |node: &Seen<'_>| is_group(node) && node.children_recursive().any(|inner| has_focus(&inner));
    let group = main.children_recursive().find(around).map(|group| group.words());
    Some(Focused { role: role(&control), words: control.words(), group })
}

impl Visitor {
    /// Before the shipped survey, spoken to.
    fn before_the_shipped_survey(window: Size) -> Self {
        let shipped = PublishedSurvey { survey: shipped::survey(), ..every_kind::survey() };
        let mut visitor = Self::before_surveys(Some(&demonstration()), &[shipped], window);
        assert_eq!(visitor.stand.offers().len(), 1, "it is offered");
        visitor.happens(Message::Frame(frame::Message::Home));
        visitor
    }

    /// Which part of a survey is open, and which page of it.
    fn stands_at(&self) -> (Option<Part>, usize) {
        let part = match self.stand.place() {
            Place::Survey { part, .. } => Some(*part),
            _ => None,
        };
        (part, self.stand.asking().map(|asking| asking.interview().progress().at).unwrap_or_default())
    }

    /// Steps to the control of that name and presses it, by keys. Gives what was heard.
    fn chooses(&mut self, name: &str) -> Vec<String> {
        let mut heard = Vec::new();
        for _ in 0..80 {
            let frame = self.press(Named::ArrowDown);
            let said = self.hear();
            let is_told = said.iter().any(|said| said.contains(name));
            heard.extend(said);
            if frame.focused().as_deref() == Some(name) {
                assert!(is_told, "{name} is not told: {heard:#?}");
                self.press(Named::Enter);
                heard.extend(self.hear());
                return heard;
            }
        }
        panic!("{name:?} never has the focus: {}", self.read());
    }

    /// Answers what is on the open sheet by keys: the first choice of each question, one letter where something
    /// is written.
    fn answers_by_keys(&mut self, answered: &mut BTreeSet<String>) -> Vec<String> {
        let mut heard = Vec::new();
        let mut seen = BTreeSet::new();
        for _ in 0..60 {
            let frame = self.press(Named::ArrowDown);
            heard.extend(self.hear());
            let Some(control) = focused(&frame) else {
                if seen.is_empty() {
                    continue;
                }
                return heard;
            };
            let question = control.group.clone().unwrap_or_else(|| control.words.clone());
            if !seen.insert((control.group, control.words)) {
                return heard;
            }
            match control.role {
                Role::RadioButton | Role::CheckBox if answered.insert(question.clone()) => {
                    self.press(Named::Enter);
                    let said = self.hear();
                    assert!(!said.is_empty(), "that it is chosen is not told");
                    heard.extend(said);
                }
                Role::TextInput | Role::MultilineTextInput if answered.insert(question.clone()) => {
                    self.press(Named::Enter);
                    assert_eq!(self.stands_at().0, Some(Part::Typing));
                    heard.extend(self.hear());
                    self.types_by(Code::Digit3, "3");
                    heard.extend(self.hear());
                    self.press(Named::Escape);
                    heard.extend(self.hear());
                }
                _ => {}
            }
        }
        heard
    }

    /// Through every part of the survey with a question of every kind, once.
    fn meets_every_part(&mut self, act: &mut dyn FnMut(&mut Self, &str)) {
        self.stand.visit.answered.clear();
        self.happens(Message::Frame(frame::Message::Home));
        self.happens(Message::Home(home::Message::Answer("every-kind".parse().expect("a name"))));
        self.look();
        act(self, "offer");
        self.happens(Message::Survey(survey::Message::Offer(survey::offer::Message::Begin)));
        self.look();
        while self.stands_at().0 == Some(Part::Question) {
            let here = self.stands_at();
            act(self, &format!("question {}", here.1));
            let answers = self.stand.asking().map(every_kind::answers).unwrap_or_default();
            for answer in answers {
                self.happens(Message::Survey(survey::Message::Question(answer)));
                self.look();
            }
            if let Some(entry) = self.stand.asking().and_then(|asking| asking.only_entry()) {
                let write = survey::question::Message::Type(entry);
                self.happens(Message::Survey(survey::Message::Question(write)));
                self.look();
                act(self, &format!("typing {}", here.1));
                self.happens(Message::Frame(frame::Message::Back));
                self.look();
            }
            for _ in 0..20 {
                if self.stands_at() != here {
                    break;
                }
                self.happens(Message::Frame(frame::Message::Next));
                self.look();
            }
            assert_ne!(self.stands_at(), here, "no end: {}", self.read());
        }
        act(self, "review");
        self.happens(Message::Frame(frame::Message::Home));
        self.look();
        act(self, "leaving");
        self.happens(Message::Frame(frame::Message::Back));
        let send = || Message::Survey(survey::Message::Review(review::Message::Send));
        self.disk = Some(Err(OutboxError::Full));
        self.happens(send());
        self.look();
        assert_eq!(self.stands_at().0, Some(Part::Failed));
        act(self, "failed");
        self.disk = Some(Ok(()));
        self.happens(Message::Survey(survey::Message::Failed(survey::failed::Message::Again)));
        self.look();
        assert_eq!(self.stands_at().0, Some(Part::Receipt));
        act(self, "receipt");
        self.happens(Message::Frame(frame::Message::Home));
        self.look();
    }
}

/// Proves: EN-5.1.3.1, EN-5.1.3.16, WCAG-2.1.1
#[test]
fn the_shipped_survey_is_answered_by_keys_with_the_eyes_shut_and_told_in_order() {
    let mut visitor = Visitor::before_the_shipped_survey(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    let title = visitor.stand.offers()[0].title.0.clone();
    let heard = visitor.chooses(&title);
    assert_eq!(visitor.stands_at().0, Some(Part::Offer));
    assert!(heard.iter().any(|said| said.contains(&title)), "{heard:#?}");
    visitor.chooses("Бастау");
    let mut pages = 0;
    while visitor.stands_at().0 == Some(Part::Question) {
        let here = visitor.stands_at();
        let asking = visitor.stand.asking().expect("a survey");
        let page = asking.interview().page().expect("a page");
        let labels: Vec<String> = page
            .questions
            .iter()
            .filter(|question| question.kind.is_asked())
            .filter_map(|question| asking.interview().words(&question.label, Language::Kazakh))
            .map(|(words, _)| in_one_line(&words))
            .collect();
        // The key that repeats the screen tells each question in its place.
        let mut told = Vec::new();
        let mut answered = BTreeSet::new();
        for _ in 0..20 {
            told.extend(visitor.read_all());
            visitor.answers_by_keys(&mut answered);
            assert_eq!(visitor.stands_at(), here, "choosing does not go on by itself");
            visitor.press(Named::ArrowRight);
            visitor.hear();
            if visitor.stands_at() != here {
                break;
            }
        }
        assert_ne!(visitor.stands_at(), here, "no end: {}", visitor.read());
        let told = in_one_line(&told.join(" "));
        let mut from = 0;
        for label in labels {
            let at = told[from..].find(&label).unwrap_or_else(|| panic!("{label:?} is not told in its place: {told}"));
            from += at;
        }
        pages += 1;
    }
    assert!(pages > 8, "only {pages} pages");
    assert_eq!(visitor.stands_at().0, Some(Part::Review));
    while visitor.stand.sheets().next().is_some() {
        visitor.press(Named::ArrowRight);
        visitor.hear();
    }
    let said = visitor.chooses("Жіберу");
    assert_eq!(visitor.stands_at().0, Some(Part::Receipt));
    let at = |words: &str| said.iter().position(|said| said.starts_with(words));
    let order = ["Жіберу, түйме", "Рақмет!", "Жауабыңыз сақталды", "Беттің соңы."].map(at);
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?}: {said:#?}");
    let response = visitor.keeping.last().expect("an answer");
    assert!(response.complete && response.mode.speech && response.mode.keys && !response.mode.switches);
    assert!(response.values.len() >= pages / 2, "{:?}", response.values);
    visitor.chooses("Дайын");
    assert_eq!(*visitor.stand.place(), Place::START);
}

#[test]
fn the_stand_and_the_form_for_phones_say_alike_how_long_a_survey_takes() {
    let mut visitor = Visitor::before_the_shipped_survey(STANDING);
    let survey = shipped::survey();
    // The form asks the survey itself.
    assert_eq!((survey.asked(), survey.minutes()), (19, 2));
    let offer = visitor.stand.offers().remove(0);
    assert_eq!(offer.minutes, survey.minutes());
    visitor.tap(&offer.title.0);
    let long = [("questions", survey.asked().into()), ("minutes", survey.minutes().into())];
    let long = crate::i18n::text_with(Language::Kazakh, "survey-offer-long", &long);
    assert!(visitor.read().contains(&long), "{}", visitor.read());
}

/// Proves: Switch
#[test]
fn the_shipped_survey_is_answered_by_one_switch() {
    /// Presses `name` until something comes of it: a first press may only choose the row it is in.
    fn press(switching: &mut Switching, name: &str) {
        let state = |switching: &mut Switching| {
            let asking = switching.visitor.stand.asking();
            let answers = asking.map(|asking| asking.interview().so_far());
            (switching.visitor.stand.place().clone(), switching.visitor.stands_at(), answers)
        };
        let before = state(switching);
        for _ in 0..3 {
            switching.press_on(name);
            if state(switching) != before {
                return;
            }
        }
        panic!("nothing comes of {name}");
    }

    let visitor = Visitor::before_the_shipped_survey(STANDING);
    let title = visitor.stand.offers()[0].title.0.clone();
    let mut switching = Switching::before(visitor, Switches::One);
    press(&mut switching, &title);
    press(&mut switching, "Бастау");
    for _ in 0..60 {
        let here = switching.visitor.stands_at();
        if here.0 != Some(Part::Question) {
            break;
        }
        let frame = switching.visitor.look();
        let is_free = |node: &&Seen<'_>| role(node) == Role::RadioButton;
        let first = frame.controls().iter().find(is_free).map(Seen::words);
        if let Some(first) = first {
            press(&mut switching, &first);
            assert_eq!(switching.visitor.stands_at(), here);
        }
        let sheets = switching.visitor.stand.sheets();
        let on = if sheets.next().is_some() { "nav-next" } else { switching.visitor.stand.way_on().expect("a way on") };
        press(&mut switching, &text(Language::Kazakh, on));
    }
    assert_eq!(switching.visitor.stands_at().0, Some(Part::Review));
    while switching.visitor.stand.sheets().next().is_some() {
        press(&mut switching, "Келесі");
    }
    press(&mut switching, "Жіберу");
    let response = switching.visitor.keeping.last().expect("an answer");
    assert!(response.complete && response.mode.switches, "{:?}", response.mode);
    press(&mut switching, "Дайын");
    assert_eq!(*switching.visitor.stand.place(), Place::START);
}

/// Proves: VVSG-7.2-I, WCAG-2.5.8, WCAG-2.5.5, WCAG-1.4.4, WCAG-1.4.10, WCAG-1.4.12, Reach
#[test]
fn every_screen_of_a_survey_is_whole_in_the_smallest_and_the_largest_text() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    for window in [STANDING, LYING] {
        for language in Language::ALL {
            for (size, reach, spacing) in [
                (TextSize::Small, false, false),
                (TextSize::Largest, window == STANDING, false),
                (TextSize::Largest, false, true),
            ] {
                let round = Round { window, language, size, reach, spacing, speech: false };
                round.begin(&mut visitor);
                let mut same = Same::default();
                visitor.meets_every_part(&mut |visitor, part| {
                    let what = format!("{part}, {round:?}");
                    // From a question, the way on leads to another.
                    match visitor.stands_at().0 {
                        Some(Part::Typing) => check_here(visitor, &mut same, &what),
                        _ => every_sheet(visitor, &mut same, &what),
                    }
                });
            }
        }
    }
}

/// Proves: VVSG-7.1-C, WCAG-1.4.3, WCAG-1.4.6
#[test]
fn on_every_screen_of_a_survey_words_are_drawn_with_the_contrast_their_look_promises() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    let mut seen = 0;
    for look in Look::ALL {
        for change in [Change::Look(look), Change::TextSize(TextSize::Small)] {
            visitor.happens(Message::Frame(frame::Message::Set(change)));
        }
        visitor.meets_every_part(&mut |visitor, part| seen += check_drawn(visitor, &format!("{part}, {look:?}")));
    }
    assert!(seen > 1_500, "only {seen} words were looked at");
}

/// Proves: EN-5.1.3.1, EN-5.1.3.6, WCAG-1.3.2
#[test]
fn everything_on_a_screen_of_a_survey_is_said() {
    for language in Language::ALL {
        let mut visitor = Visitor::before_a_survey(LYING);
        visitor.happens(Message::Frame(frame::Message::Language(language)));
        visitor.happens(Message::Frame(frame::Message::Set(Change::Speech(true))));
        visitor.hear();
        visitor.meets_every_part(&mut |visitor, part| {
            // At the keyboard every letter types.
            if visitor.stands_at().0 == Some(Part::Typing) {
                return;
            }
            visitor.hear();
            let frame = visitor.look();
            let main = frame.root().children_recursive().find(|node| role(node) == Role::Main).expect("a main part");
            let mut shown: Vec<String> = main.children_recursive().map(|node| node.words()).collect();
            shown.retain(|words| !words.trim().is_empty());
            let said = in_one_line(&visitor.read_all().join(" "));
            for words in shown {
                let words = in_one_line(&words);
                assert!(said.contains(&words), "{language}, {part}: {words:?} was not said in {said}");
            }
        });
    }
}
