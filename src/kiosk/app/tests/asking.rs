//! The survey on the stand, from the offer to the receipt.

use iced::keyboard::key::Code;

use super::every_kind;
use super::*;
use crate::domain::survey::answer::response_id;
use crate::domain::survey::definition::{Audience, Partial};
use crate::domain::survey::{Mode, Value};
use crate::kiosk::input::key::testing::placed;
use crate::kiosk::screen::survey::{Part, leaving, question, review};
use crate::kiosk::settings::Change;
use crate::kiosk::theme::{Look, TextSize};

const TITLE: &str = "Бұл стенд бәріне қолжетімді ме?";

impl Visitor {
    /// Which part of the survey is open.
    fn part(&self) -> Option<Part> {
        match self.stand.place() {
            Place::Survey { part, .. } => Some(*part),
            _ => None,
        }
    }

    /// Which page of the survey is open, from 1.
    fn page(&self) -> Option<usize> {
        let interview = self.stand.asking()?.interview();
        interview.page().map(|_| interview.progress().at)
    }

    fn says(&mut self, message: question::Message) {
        self.happens(Message::Survey(survey::Message::Question(message)));
        self.look();
    }

    /// Presses a key of a plugged-in keyboard that types `letter` and asks for nothing else.
    fn types(&mut self, letter: &str) {
        self.types_by(Code::Semicolon, letter);
    }

    /// Presses that key, which types `letter`.
    pub(super) fn types_by(&mut self, code: Code, letter: &str) {
        let event = placed(code, letter);
        let iced::keyboard::Event::KeyPressed { key, modified_key, physical_key, location, modifiers, .. } = event
        else {
            unreachable!("a key that goes down")
        };
        let text = Some(letter.into());
        self.happens(Message::Key(iced::keyboard::Event::KeyPressed {
            key,
            modified_key,
            physical_key,
            location,
            modifiers,
            text,
            repeat: false,
        }));
        self.look();
    }

    /// Begins the survey.
    fn begin(&mut self) {
        self.happens(Message::Home(home::Message::Answer("every-kind".parse().expect("a name"))));
        self.look();
        self.tap("Бастау");
        assert_eq!(self.part(), Some(Part::Question));
    }

    /// Answers the open page.
    fn answer(&mut self) {
        let answers = self.stand.asking().map(every_kind::answers).unwrap_or_default();
        answers.into_iter().for_each(|answer| self.says(answer));
    }

    /// On to the next page, over all sheets of this one.
    fn next_page(&mut self) {
        let here = (self.part(), self.page());
        for _ in 0..20 {
            self.look();
            self.happens(Message::Frame(frame::Message::Next));
            self.look();
            if (self.part(), self.page()) != here {
                return;
            }
        }
        panic!("{here:?} has no end: {}", self.read());
    }

    /// Answers everything up to the review.
    fn answer_all(&mut self) {
        self.begin();
        while self.part() == Some(Part::Question) {
            self.answer();
            self.next_page();
        }
        assert_eq!(self.part(), Some(Part::Review));
    }

    fn send(&mut self) {
        self.happens(Message::Survey(survey::Message::Review(review::Message::Send)));
        self.look();
    }

    fn last(&self) -> &Response {
        self.keeping.last().expect("an answer")
    }
}

fn name(name: &str) -> Name {
    name.parse().expect("a name")
}

#[test]
fn a_survey_is_offered_calmly_and_otherwise_after_a_visit() {
    for window in [STANDING, LYING] {
        let mut visitor = Visitor::before_a_survey(window);
        check(&mut visitor, "home with a survey");
        let frame = visitor.look();
        frame.root().get_by_role_and_label(Role::Link, TITLE);
        visitor.open("reception/schedule.kk");
        visitor.happens(Message::Frame(frame::Message::Home));
        let after = format!("Кетер алдында: {TITLE}");
        visitor.look().root().get_by_role_and_label(Role::Link, &after);
        check(&mut visitor, "home after a page");
        visitor.tap(&after);
        assert_eq!(visitor.part(), Some(Part::Offer));
        check(&mut visitor, "offer");
        visitor.tap("Қазір емес");
        assert_eq!(*visitor.stand.place(), Place::START);
        assert!(visitor.stand.asking().is_none());
    }
}

/// Proves: WCAG-3.3.2
#[test]
fn the_offer_says_what_is_kept_and_what_becomes_of_answers_left_behind() {
    for (partial, says) in [(Partial::Send, "жіберіледі"), (Partial::Discard, "өшіріледі")] {
        let mut published = every_kind::survey();
        published.survey.partial = partial;
        let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[published], STANDING);
        let id = Uuid::from_u128(7);
        visitor.happens(Message::Sync(Event::Enrolled { stand: id }));
        visitor.tap(TITLE);
        let mut shown = visitor.read();
        while visitor.stand.sheets().next().is_some() {
            visitor.happens(Message::Frame(frame::Message::Next));
            shown.push_str(&visitor.read());
        }
        for words in ["минут", "аты-жөніңіз", "ЖСН", says, "centre.example/survey/every-kind"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let address = format!("https://centre.example/survey/every-kind?at={id}");
        assert_eq!(visitor.stand.phone_address(), Some(address));
    }
}

#[test]
fn only_a_survey_that_is_open_here_is_offered() {
    let now = day().as_millisecond();
    let (day, here) = (86_400_000, Uuid::from_u128(1));
    let is_offered = |change: &dyn Fn(&mut PublishedSurvey), prepare: &dyn Fn(&mut Visitor)| {
        let mut published = every_kind::survey();
        change(&mut published);
        let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[published], STANDING);
        visitor.happens(Message::Sync(Event::Enrolled { stand: here }));
        prepare(&mut visitor);
        !visitor.stand.offers().is_empty()
    };
    let as_it_is: &dyn Fn(&mut Visitor) = &|_| {};
    assert!(is_offered(&|_| {}, as_it_is));
    assert!(is_offered(&|survey| survey.opens_at = Some(now - day), as_it_is));
    assert!(!is_offered(&|survey| survey.opens_at = Some(now + day), as_it_is));
    assert!(is_offered(&|survey| survey.closes_at = Some(now + day), as_it_is));
    assert!(!is_offered(&|survey| survey.closes_at = Some(now - day), as_it_is));
    assert!(is_offered(&|survey| survey.stands = vec![here], as_it_is));
    assert!(!is_offered(&|survey| survey.stands = vec![Uuid::from_u128(2)], as_it_is));
    assert!(!is_offered(&|survey| survey.survey.audience = Audience::Auditors, as_it_is));
    let given = |visitor: &mut Visitor| visitor.stand.set_given(&name("every-kind"), 3);
    assert!(is_offered(&|survey| survey.stand_quota = Some(4), &given));
    assert!(!is_offered(&|survey| survey.stand_quota = Some(3), &given));
    assert!(!is_offered(&|_| {}, &|visitor| {
        visitor.happens(Message::Sync(Event::FullSurveys([name("every-kind")].into())));
    }));
    // A clock that cannot be right opens and closes nothing.
    let dead = |visitor: &mut Visitor| visitor.now.wall = Timestamp::UNIX_EPOCH;
    let dead: &dyn Fn(&mut Visitor) = &|visitor| {
        dead(visitor);
        visitor.happens(Message::Tick);
    };
    assert!(is_offered(&|survey| survey.opens_at = Some(now - day), dead));
    assert!(!is_offered(&|survey| survey.closes_at = Some(now - day), dead));
}

/// Proves: WCAG-3.3.4, EN-5.1.3.16
#[test]
fn every_kind_of_question_is_answered_looked_over_and_kept() {
    for window in [STANDING, LYING] {
        let mut visitor = Visitor::before_a_survey(window);
        visitor.answer_all();
        let mut shown = visitor.read();
        while visitor.stand.sheets().next().is_some() {
            visitor.happens(Message::Frame(frame::Message::Next));
            shown.push_str(&visitor.read());
        }
        assert!(visitor.keeping.is_empty(), "nothing goes before it was looked over");
        visitor.send();
        assert_eq!(visitor.part(), Some(Part::Receipt));
        check(&mut visitor, "receipt");
        assert!(visitor.read().contains("Рақмет! Жауабыңыз сақталды"));
        let response = visitor.last().clone();
        assert!(response.complete);
        assert_eq!(response.language, Language::Kazakh);
        assert_eq!(response.values[&name("found")], Value::One("no".into()));
        assert_eq!(response.values[&name("missing")], Value::Many(vec!["size".into()]));
        assert_eq!(response.values[&name("satisfied")], Value::Number(5.0));
        assert_eq!(response.values[&name("minutes")], Value::Number(2.5));
        assert_eq!(response.values[&name("last")], Value::Date(jiff::civil::date(2026, 11, 2)));
        assert_eq!(response.values[&name("read")], Value::Acknowledged);
        let Value::Text(words) = &response.values[&name("words")] else { panic!("no words") };
        assert!(words.contains("•••") && !words.contains("701"), "{words}");
        assert_eq!(response.hour, visitor.now.wall.as_second() / 3_600);
        assert_eq!(response.id.get_version_num(), 7);
        assert_eq!(response.id.as_bytes()[..6], response_id(response.hour, [0; 10]).as_bytes()[..6]);
        visitor.tap("Дайын");
        assert_eq!(*visitor.stand.place(), Place::START);
        assert!(visitor.stand.offers().is_empty(), "nobody is asked twice");
    }
}

#[test]
fn a_double_press_sends_once_and_leaving_meanwhile_sends_no_second() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.answer_all();
    visitor.disk = None;
    visitor.send();
    visitor.send();
    assert_eq!(visitor.keeping.len(), 1);
    let id = visitor.last().id;
    visitor.wait(Duration::from_secs(226));
    assert_eq!(*visitor.stand.place(), Place::START);
    assert_eq!(visitor.keeping.len(), 1);
    visitor.happens(Message::Kept { id, result: Ok(()) });
    assert_eq!(*visitor.stand.place(), Place::START, "the next visitor is not thanked for it");
    assert_eq!(visitor.stand.given[&name("every-kind")], 1);
}

/// Proves: WCAG-3.3.1, WCAG-3.3.3, EN-5.1.3.15
#[test]
fn a_full_disk_is_told_and_the_same_answer_is_tried_again() {
    for window in [STANDING, LYING] {
        let mut visitor = Visitor::before_a_survey(window);
        visitor.answer_all();
        visitor.disk = Some(Err(OutboxError::Full));
        visitor.send();
        assert_eq!(visitor.part(), Some(Part::Failed));
        check(&mut visitor, "failed");
        let alert = visitor.look().root().get_by_role(Role::Alert).words();
        assert_eq!(alert, "Стендтің дискісі толған. Ештеңе жіберілген жоқ.");
        visitor.tap("Қайталап көру");
        assert_eq!(visitor.part(), Some(Part::Failed));
        visitor.disk = Some(Ok(()));
        visitor.tap("Қайталап көру");
        assert_eq!(visitor.part(), Some(Part::Receipt));
        let ids: Vec<_> = visitor.keeping.iter().map(|response| response.id).collect();
        assert_eq!(ids.len(), 3);
        assert!(ids.iter().all(|id| *id == ids[0]), "an id is made once");
        assert!(visitor.keeping.iter().all(|response| response.complete));
    }
}

#[test]
fn after_a_failure_the_answers_can_be_changed_or_forgotten_and_are_tried_once_more_when_left() {
    let mut published = every_kind::survey();
    published.web_address = None;
    let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[published], STANDING);
    visitor.answer_all();
    visitor.disk = Some(Err(OutboxError::Disk("read-only".into())));
    visitor.send();
    visitor.tap("Жауаптарға оралу");
    assert_eq!(visitor.part(), Some(Part::Review));
    visitor.send();
    visitor.disk = Some(Ok(()));
    visitor.wait(Duration::from_secs(181));
    assert!(visitor.read().contains("тағы бір рет сақтап көреді"), "{}", visitor.read());
    visitor.wait(Duration::from_secs(45));
    assert_eq!(visitor.keeping.len(), 3, "what was confirmed is not lost by walking away");
    assert!(visitor.last().complete);
}

/// Who was shown the way by telephone may have taken it, and is told that nothing else is sent.
#[test]
fn after_a_failure_with_a_way_by_telephone_leaving_sends_nothing_twice() {
    let mut published = every_kind::survey();
    published.web_address = Some("https://centre.example/survey/every-kind".to_owned());
    let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[published], STANDING);
    visitor.answer_all();
    visitor.disk = Some(Err(OutboxError::Full));
    visitor.send();
    assert_eq!(visitor.part(), Some(Part::Failed));
    visitor.disk = Some(Ok(()));
    visitor.wait(Duration::from_secs(181));
    assert!(visitor.read().contains("Телефоннан жіберілмегені өшіріледі"), "{}", visitor.read());
    visitor.wait(Duration::from_secs(46));
    assert_eq!(*visitor.stand.place(), Place::START);
    assert_eq!(visitor.keeping.len(), 1, "the one that failed");
}

/// What breaks a rule is left out of what is sent so far, and said to be.
#[test]
fn what_is_sent_so_far_is_counted_as_it_is_sent() {
    let mut published = every_kind::survey();
    published.survey.partial = Partial::Send;
    let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[published], STANDING);
    visitor.begin();
    while visitor.page() < Some(4) {
        visitor.answer();
        visitor.next_page();
    }
    visitor.happens(Message::Frame(frame::Message::Home));
    visitor.look();
    assert_eq!(visitor.part(), Some(Part::Leaving));
    visitor.happens(Message::Survey(survey::Message::Leaving(leaving::Message::Send)));
    visitor.look();
    let asked = visitor.last().values.iter().filter(|(name, _)| {
        let questions = every_kind::survey().survey;
        questions.questions().iter().any(|question| question.name == **name && question.kind.is_asked())
    });
    let sent = asked.count();
    assert!(visitor.read().contains(&sent.to_string()), "{sent}: {}", visitor.read());
}

#[test]
fn what_is_changed_after_a_failure_is_what_is_kept_whichever_way_leads_back_to_the_answers() {
    let on = |visitor: &mut Visitor| {
        visitor.tap("Жауап беруді жалғастыру");
    };
    let back = |visitor: &mut Visitor| {
        visitor.press(Named::Escape);
    };
    let ways: [&dyn Fn(&mut Visitor); 2] = [&on, &back];
    for way in ways {
        let mut visitor = Visitor::before_a_survey(STANDING);
        visitor.answer_all();
        visitor.disk = Some(Err(OutboxError::Full));
        visitor.send();
        visitor.happens(Message::Frame(frame::Message::Home));
        visitor.look();
        assert_eq!(visitor.part(), Some(Part::Leaving));
        way(&mut visitor);
        assert_eq!(visitor.part(), Some(Part::Review));
        visitor.happens(Message::Survey(survey::Message::Review(review::Message::Change(name("satisfied")))));
        visitor.says(question::Message::Rate(name("satisfied"), 2.0));
        visitor.next_page();
        visitor.disk = Some(Ok(()));
        visitor.send();
        assert_eq!(visitor.part(), Some(Part::Receipt));
        assert_eq!(visitor.last().values[&name("satisfied")], Value::Number(2.0));
        assert!(visitor.last().complete);
    }
}

#[test]
fn whoever_goes_on_after_sending_so_far_failed_sends_the_whole_in_the_end() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.begin();
    visitor.next_page();
    visitor.tap("Иә");
    visitor.disk = Some(Err(OutboxError::Full));
    visitor.happens(Message::Frame(frame::Message::Home));
    visitor.happens(Message::Survey(survey::Message::Leaving(leaving::Message::Send)));
    visitor.look();
    assert_eq!(visitor.part(), Some(Part::Failed));
    visitor.happens(Message::Frame(frame::Message::Home));
    visitor.look();
    visitor.tap("Жауап беруді жалғастыру");
    while visitor.part() == Some(Part::Question) {
        visitor.answer();
        visitor.next_page();
    }
    visitor.disk = Some(Ok(()));
    visitor.send();
    assert_eq!(visitor.part(), Some(Part::Receipt));
    assert!(visitor.last().complete && visitor.last().values.len() > 5, "{:?}", visitor.last());
}

#[test]
fn while_an_answer_is_being_saved_no_key_leads_away_from_it_and_each_says_so() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.answer_all();
    visitor.disk = None;
    visitor.send();
    let id = visitor.last().id;
    for message in [
        Message::Frame(frame::Message::Home),
        Message::Frame(frame::Message::Back),
        Message::Survey(survey::Message::Review(review::Message::Change(name("satisfied")))),
    ] {
        visitor.stand.visit.notice = None;
        visitor.happens(message);
        visitor.look();
        assert_eq!(visitor.part(), Some(Part::Review));
        assert!(visitor.read().contains("Жауабыңыз сақталып жатыр"), "{}", visitor.read());
    }
    assert!(visitor.stand.asking().is_some_and(|asking| asking.confirmed().is_some()));
    visitor.happens(Message::Kept { id, result: Ok(()) });
    assert_eq!(visitor.part(), Some(Part::Receipt));
}

/// Proves: WCAG-3.3.1, WCAG-3.3.3
#[test]
fn an_error_stands_at_its_question_says_what_to_do_and_is_told_each_time() {
    for window in [STANDING, LYING] {
        let mut visitor = Visitor::before_a_survey(window);
        visitor.begin();
        visitor.next_page();
        assert_eq!(visitor.page(), Some(2));
        visitor.happens(Message::Frame(frame::Message::Next));
        assert_eq!(visitor.page(), Some(2));
        check(&mut visitor, "missing");
        let alert = visitor.look().root().get_by_role(Role::Alert).words();
        assert_eq!(alert, "Бір жауапты таңдаңыз. Жауап бергіңіз келмесе, «Айтқым келмейді» дегенді таңдаңыз.");
        visitor.press(Named::F8);
        visitor.hear();
        visitor.press(Named::ArrowRight);
        let said = visitor.hear();
        assert!(said.iter().any(|said| said.contains("Бір жауапты таңдаңыз")), "{said:#?}");
        visitor.press(Named::ArrowRight);
        let said = visitor.hear();
        assert!(said.iter().any(|said| said.contains("Бір жауапты таңдаңыз")), "each time: {said:#?}");
        visitor.tap("Иә");
        assert!(visitor.look().root().query_by_role(Role::Alert).is_none(), "it is mended");
        assert_eq!(visitor.page(), Some(2), "choosing does not go on by itself");
        visitor.next_page();
        assert_eq!(visitor.page(), Some(3));
    }
}

#[test]
fn on_a_page_of_several_questions_each_error_stands_at_its_own() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.begin();
    while visitor.page() != Some(7) {
        visitor.answer();
        visitor.next_page();
    }
    visitor.says(question::Message::Write(name("times"), crate::kiosk::input::typing::Message::Set("0".into())));
    visitor.happens(Message::Frame(frame::Message::Next));
    check(&mut visitor, "two questions");
    let alert = visitor.look().root().get_by_role(Role::Alert).words();
    assert_eq!(alert, "Биыл бұл стендке неше рет келдіңіз? 1 мен 400 арасындағы санды енгізіңіз.");
    assert_eq!(visitor.read().matches("1 мен 400 арасындағы").count(), 2, "above, and at the question");
}

/// Proves: WCAG-3.3.7
#[test]
fn answers_survive_going_back_help_settings_and_another_language() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.begin();
    visitor.next_page();
    visitor.tap("Жартылай");
    visitor.next_page();
    visitor.happens(Message::Frame(frame::Message::Back));
    assert_eq!(visitor.page(), Some(2));
    visitor.happens(Message::Frame(frame::Message::Help));
    visitor.happens(Message::Frame(frame::Message::Settings));
    visitor.happens(Message::Frame(frame::Message::Back));
    visitor.happens(Message::Frame(frame::Message::Back));
    assert_eq!(visitor.page(), Some(2));
    visitor.tap("Русский");
    let frame = visitor.look();
    let partly = frame.root().get_by_role_and_label(Role::RadioButton, "Частично");
    assert_eq!(partly.accesskit_node().toggled(), Some(accesskit::Toggled::True));
    // Back to the offer and in again: nothing is lost.
    visitor.happens(Message::Frame(frame::Message::Back));
    visitor.happens(Message::Frame(frame::Message::Back));
    assert_eq!(visitor.part(), Some(Part::Offer));
    visitor.tap("Продолжить отвечать");
    visitor.next_page();
    assert_eq!(visitor.stand.asking().map(|asking| asking.count()), Some(1));
    // What is half typed and wrong stays too.
    while visitor.page() != Some(7) {
        visitor.answer();
        visitor.next_page();
    }
    visitor.says(question::Message::Write(name("times"), crate::kiosk::input::typing::Message::Set("0".into())));
    visitor.happens(Message::Frame(frame::Message::Back));
    visitor.next_page();
    let draft = visitor.stand.asking().and_then(|asking| asking.draft(&name("times")));
    assert_eq!(draft.map(|draft| draft.text()), Some("0"));
}

#[test]
fn whoever_leaves_midway_is_asked_once_what_becomes_of_the_answers() {
    for window in [STANDING, LYING] {
        let mut visitor = Visitor::before_a_survey(window);
        visitor.begin();
        visitor.happens(Message::Frame(frame::Message::Home));
        assert_eq!(*visitor.stand.place(), Place::START, "nothing answered, nothing asked");
        visitor.begin();
        visitor.next_page();
        visitor.tap("Иә");
        visitor.happens(Message::Frame(frame::Message::Home));
        assert_eq!(visitor.part(), Some(Part::Leaving));
        check(&mut visitor, "leaving");
        visitor.tap("Жауап беруді жалғастыру");
        assert_eq!(visitor.page(), Some(2));
        visitor.happens(Message::Frame(frame::Message::Help));
        visitor.happens(Message::Frame(frame::Message::Home));
        visitor.tap("Жауаптарды өшіру");
        assert_eq!(*visitor.stand.place(), Place::START);
        assert!(visitor.keeping.is_empty() && visitor.stand.asking().is_none());
        visitor.begin();
        visitor.next_page();
        visitor.tap("Иә");
        visitor.happens(Message::Frame(frame::Message::Home));
        visitor.happens(Message::Survey(survey::Message::Leaving(leaving::Message::Send)));
        assert_eq!(visitor.part(), Some(Part::Receipt));
        let response = visitor.last();
        assert!(!response.complete);
        assert_eq!(response.values, [(name("found"), Value::One("yes".into()))].into());
        assert_eq!(response.reached, Some(name("found")));
    }
}

#[test]
fn going_home_from_the_question_what_becomes_of_the_answers_asks_it_again() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.begin();
    visitor.next_page();
    visitor.tap("Иә");
    visitor.press(Named::F8);
    visitor.hear();
    for _ in 0..3 {
        visitor.press(Named::Home);
        assert_eq!(visitor.part(), Some(Part::Leaving));
        let said = visitor.hear();
        assert!(said.iter().any(|said| said.contains("Жауаптарыңызды не істейміз")), "each time: {said:#?}");
    }
}

#[test]
fn whoever_walks_away_leaves_what_the_survey_said_and_nothing_else() {
    for (partial, sent) in [(Partial::Send, 1), (Partial::Discard, 0)] {
        let mut published = every_kind::survey();
        published.survey.partial = partial;
        let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[published], STANDING);
        visitor.begin();
        visitor.next_page();
        visitor.tap("Жоқ");
        let frame = visitor.wait(Duration::from_secs(181));
        let fate = if sent == 1 { "жіберіледі" } else { "өшіріледі" };
        assert!(words(&frame).contains(fate), "{}", words(&frame));
        check(&mut visitor, "idle in a survey");
        visitor.wait(Duration::from_secs(45));
        assert_eq!(*visitor.stand.place(), Place::START);
        assert_eq!(visitor.keeping.len(), sent);
        assert!(visitor.keeping.iter().all(|response| !response.complete));
        // The next visitor finds a clean stand.
        assert!(visitor.stand.asking().is_none() && visitor.stand.visit.receipt.is_none());
        visitor.begin();
        visitor.next_page();
        assert!(!visitor.read().contains("таңдалған"));
        assert_eq!(visitor.stand.asking().map(|asking| asking.has_answers()), Some(false));
        visitor.wait(Duration::from_secs(226));
        assert_eq!(visitor.keeping.len(), sent, "who answered nothing sends nothing");
    }
}

#[test]
fn what_was_used_once_is_told_of_the_whole_interview() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.answer_all();
    visitor.send();
    assert_eq!(visitor.last().mode, Mode::default(), "by touch alone");
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.begin();
    for change in [
        Change::Look(Look::HighDark),
        Change::Look(Look::Standard),
        Change::TextSize(TextSize::Largest),
        Change::TextSize(TextSize::Standard),
        Change::Reach(true),
        Change::Reach(false),
        Change::Exploration(true),
        Change::Exploration(false),
        Change::Speech(false),
    ] {
        visitor.happens(Message::Frame(frame::Message::Set(change)));
    }
    visitor.press(Named::ArrowDown);
    while visitor.part() == Some(Part::Question) {
        visitor.answer();
        visitor.next_page();
    }
    visitor.send();
    let all = Mode {
        speech: true,
        switches: false,
        keys: true,
        exploration: true,
        large_text: true,
        contrast: true,
        reach: true,
        phone: false,
    };
    assert_eq!(visitor.last().mode, all);
}

/// Proves: EN-5.1.3.8
#[test]
fn inspectors_come_in_by_a_pin_that_is_never_shown_and_closes_after_five_wrong_ones() {
    let mut published = every_kind::survey();
    published.survey.audience = Audience::Auditors;
    let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[published], STANDING);
    let inspect = |visitor: &mut Visitor| {
        visitor.happens(Message::Frame(frame::Message::Home));
        visitor.happens(Message::Frame(frame::Message::Help));
        visitor.look();
        visitor.happens(Message::Help(help::Message::Inspect));
        visitor.look();
    };
    assert!(!visitor.stand.inspects(), "without a PIN there is no way");
    visitor.stand.config.survey.auditor_pin = Some("270493".to_owned().try_into().expect("a good PIN"));
    assert!(visitor.stand.inspects() && visitor.stand.offers().is_empty());
    inspect(&mut visitor);
    check(&mut visitor, "pin");
    let enter = |visitor: &mut Visitor, pin: &str| {
        for digit in pin.chars() {
            visitor.types(&digit.to_string());
        }
        assert!(!visitor.read().contains(pin), "it is not shown");
        visitor.tap("Дайын");
    };
    enter(&mut visitor, "111222");
    let alert = visitor.look().root().get_by_role(Role::Alert).words();
    assert_eq!(alert, "PIN-код қате. Қалған мүмкіндік: 4.");
    check(&mut visitor, "wrong pin");
    enter(&mut visitor, "270493");
    assert_eq!(visitor.part(), Some(Part::Offer));
    visitor.tap("Бастау");
    assert_eq!(visitor.part(), Some(Part::Question));
    visitor.happens(Message::Frame(frame::Message::Back));
    visitor.happens(Message::Frame(frame::Message::Back));
    assert!(matches!(visitor.stand.place(), Place::Help { .. }), "the PIN is no place to come back to");
    inspect(&mut visitor);
    for _ in 0..5 {
        enter(&mut visitor, "111222");
    }
    check(&mut visitor, "closed");
    enter(&mut visitor, "270493");
    assert_eq!(visitor.part(), Some(Part::Pin));
    assert!(visitor.read().contains("15 минуттан кейін"), "{}", visitor.read());
    visitor.now.steady += Duration::from_secs(15 * 60);
    enter(&mut visitor, "270493");
    assert_eq!(visitor.part(), Some(Part::Offer));
}

#[test]
fn of_two_surveys_for_inspectors_the_pin_opens_first_one_and_then_the_other() {
    let audit = |id: &str| {
        let mut published = every_kind::survey();
        published.survey.audience = Audience::Auditors;
        published.survey.id = name(id);
        published
    };
    let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[audit("first"), audit("second")], STANDING);
    visitor.stand.config.survey.auditor_pin = Some("270493".to_owned().try_into().expect("a good PIN"));
    for id in ["first", "second", "first"] {
        visitor.happens(Message::Frame(frame::Message::Help));
        visitor.look();
        visitor.happens(Message::Help(help::Message::Inspect));
        visitor.look();
        "270493".chars().for_each(|digit| visitor.types(&digit.to_string()));
        visitor.tap("Дайын");
        let asking = visitor.stand.asking().map(|asking| asking.survey().id.clone());
        assert_eq!(asking, Some(name(id)));
        visitor.tap("Бастау");
        while visitor.part() == Some(Part::Question) {
            visitor.answer();
            visitor.next_page();
        }
        visitor.send();
        visitor.tap("Дайын");
        if id == "second" {
            // Whoever comes next has answered none.
            visitor.wait(Duration::from_secs(226));
        }
    }
}

#[test]
fn a_physical_keyboard_opens_what_can_be_typed_and_types() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.begin();
    while visitor.stand.asking().and_then(|asking| asking.only_entry()) != Some(name("name")) {
        visitor.answer();
        visitor.next_page();
    }
    let draft = |visitor: &Visitor| {
        let draft = visitor.stand.asking().and_then(|asking| asking.draft(&name("name")));
        draft.map(|draft| draft.text().to_owned()).unwrap_or_default()
    };
    // A key that reads goes on reading while the focus is elsewhere.
    visitor.types_by(Code::KeyG, "п");
    assert_eq!((visitor.part(), draft(&visitor)), (Some(Part::Question), String::new()));
    visitor.types("ж");
    assert_eq!(visitor.part(), Some(Part::Typing));
    for letter in ["а", "қ", "с", "ы"] {
        visitor.types(letter);
    }
    // There every letter types.
    visitor.types_by(Code::KeyG, "п");
    visitor.press(Named::Backspace);
    visitor.press(Named::Escape);
    assert_eq!(visitor.part(), Some(Part::Question));
    assert_eq!(draft(&visitor), "жақсы");
    // And where the focus is on the entry; but the space bar presses it.
    while visitor.look().focused().as_deref() != Some("Стендті бір сөзбен қалай сипаттар едіңіз?")
    {
        visitor.press(Named::Tab);
    }
    visitor.types_by(Code::KeyG, "п");
    assert_eq!((visitor.part(), draft(&visitor)), (Some(Part::Typing), "жақсып".to_owned()));
}

/// A survey that comes back to what was typed: a note, a question, an answer that cannot be changed, an order.
fn a_survey_that_comes_back_to_it() -> PublishedSurvey {
    let mut published = every_kind::survey();
    let label = |words: &str| serde_json::json!({ "kk": words, "ru": words, "en": words });
    let items = serde_json::json!([
        { "question": { "name": "word", "kind": "line", "label": label("Бір сөз жазыңыз.") } },
        { "question": { "name": "joined", "kind": { "calculation": "concat(${word}, '-дыр')" } } },
        { "question": { "name": "back", "kind": "note", "label": label("Сіз «${word}» деп жаздыңыз.") } },
        { "question": {
            "name": "why", "kind": { "one": { "list": "yes_partly_no" } },
            "label": label("Неге «${joined}» екен?"), "hint": label("«${word}» туралы.")
        } },
        { "question": {
            "name": "fixed", "kind": "line", "label": label("Бұл өзгермейді."), "read_only": true,
            "default": { "fixed": { "text": "құпиялау" } }
        } },
        { "question": {
            "name": "order", "kind": { "rank": { "list": "missing" } }, "label": label("Ретке келтіріңіз."),
            "personal": true
        } },
    ]);
    published.survey.items = serde_json::from_value(items).expect("questions");
    published
}

/// Proves: EN-5.1.3.9
#[test]
fn what_was_typed_and_stands_in_a_later_question_is_said_through_headphones_only() {
    let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[a_survey_that_comes_back_to_it()], STANDING);
    visitor.begin();
    visitor.says(question::Message::Write(name("word"), crate::kiosk::input::typing::Message::Set("жұмбақ".into())));
    visitor.next_page();
    // Nothing is said of an order before it is made.
    let listen = |visitor: &mut Visitor| {
        let mut said = visitor.read_all();
        for _ in 0..12 {
            visitor.press(Named::ArrowDown);
            said.extend(visitor.hear());
        }
        said.join("\n")
    };
    visitor.press(Named::F8);
    visitor.hear();
    let mut aloud = Vec::new();
    while visitor.part() == Some(Part::Question) {
        if visitor.page() == visitor.stand.asking().map(|asking| asking.interview().progress().of) {
            visitor.says(question::Message::Rank(name("order"), crate::kiosk::widget::ranking::Message::Down(0)));
            visitor.hear();
        }
        aloud.push(listen(&mut visitor));
        visitor.next_page();
    }
    aloud.push(listen(&mut visitor));
    let before_the_review = aloud.len() - 1;
    let order = visitor.stand.asking().map(|asking| {
        let question = asking.survey().question(&name("order")).expect("a question");
        let list = asking.interview().choices(question).into_iter();
        list.filter_map(|choice| choice.label.get(Language::Kazakh).map(|(words, _)| words.to_owned()))
            .collect::<Vec<_>>()
    });
    let order = order.expect("a survey");
    let secrets: Vec<&str> = ["жұмбақ", "құпиялау"].into_iter().chain(order.iter().map(String::as_str)).collect();
    for secret in &secrets {
        assert!(aloud.iter().all(|said| !said.contains(secret)), "{secret}: {aloud:#?}");
    }
    // The question itself is heard, or it could not be answered.
    for words in ["Сіз «(жауабыңыз)» деп жаздыңыз", "Неге «(жауабыңыз)» екен"]
    {
        assert!(aloud.iter().any(|said| said.contains(words)), "{words}: {aloud:#?}");
    }
    visitor.press(Named::F15);
    visitor.hear();
    let mut heard = vec![listen(&mut visitor)];
    for _ in 0..before_the_review {
        visitor.happens(Message::Frame(frame::Message::Back));
        visitor.hear();
        heard.push(listen(&mut visitor));
    }
    for words in
        secrets.iter().copied().chain(["Сіз «жұмбақ» деп жаздыңыз", "Неге «жұмбақ-дыр» екен", "«жұмбақ» туралы"])
    {
        assert!(heard.iter().any(|said| said.contains(words)), "{words}: {heard:#?}");
    }
}

/// Proves: EN-5.1.3.9, EN-5.1.3.8
#[test]
fn the_letters_that_are_typed_are_heard_through_headphones_only() {
    let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[a_survey_that_comes_back_to_it()], STANDING);
    visitor.begin();
    visitor.press(Named::F8);
    visitor.hear();
    let word = ["ж", "ұ", "м", "б", "а", "қ"];
    let names = ["же", "ұ", "эм", "бе", "а", "қы"];
    let type_it = |visitor: &mut Visitor| {
        let mut said = Vec::new();
        for letter in word {
            visitor.types(letter);
            let heard = visitor.hear();
            assert!(!heard.is_empty(), "each letter is answered with something");
            said.extend(heard);
        }
        assert_eq!(visitor.part(), Some(Part::Typing));
        said
    };
    let tells = |said: &str| {
        let said = said.trim_end_matches('.').to_lowercase();
        word.contains(&said.as_str()) || names.contains(&said.as_str()) || said.contains("жұмбақ")
    };
    let mut aloud = type_it(&mut visitor);
    visitor.press(Named::Escape);
    aloud.extend(visitor.hear());
    aloud.extend(visitor.read_all());
    assert!(!aloud.iter().any(|said| tells(said)), "{aloud:#?}");
    visitor.press(Named::F15);
    visitor.hear();
    let heard = type_it(&mut visitor);
    // The first opens the keyboard again, where all that was typed is said.
    assert!(heard.iter().any(|said| said.contains("жұмбақж")), "{heard:#?}");
    for name in &names[1..] {
        assert!(heard.iter().any(|said| said == name), "{name}: {heard:#?}");
    }
    visitor.press(Named::Escape);
    visitor.hear();
    let heard = visitor.read_all();
    assert!(heard.iter().any(|said| said.contains("жұмбақ")), "{heard:#?}");
}

/// A keypad has no other keys: what it sends keeps its meaning where something is typed.
///
/// Proves: WCAG-2.1.2, EN-5.1.6.2
#[test]
fn the_keys_of_a_keypad_lead_out_of_where_letters_are_typed_and_type_none() {
    let published = a_survey_that_comes_back_to_it();
    let digits = "[input.keys]\nNumpad2 = \"focus-next\"\nNumpad8 = \"focus-previous\"\nNumpad0 = \"back\"\n";
    let nine = "[input]\nprofile = \"nine-key\"\n";
    for (setup, keys) in [
        (digits, [(Code::Numpad2, "2"), (Code::Numpad8, "8"), (Code::Numpad0, "0")].as_slice()),
        (nine, &[(Code::KeyR, "r"), (Code::KeyP, "p")]),
    ] {
        let folder = demonstration();
        let mut visitor = Visitor::with(Some(&folder), std::slice::from_ref(&published), setup, STANDING);
        visitor.begin();
        visitor.tap(&text(Language::Kazakh, "survey-open-keyboard"));
        assert_eq!(visitor.part(), Some(Part::Typing));
        for (code, letter) in keys {
            visitor.types_by(*code, letter);
        }
        if setup == digits {
            assert_eq!(visitor.part(), Some(Part::Question), "the last one leads back");
        }
        let value = visitor.stand.asking().and_then(|asking| asking.interview().value(&name("word")).cloned());
        assert_eq!(value, None, "{setup}");
    }
}

/// Proves: EN-5.1.3.9
#[test]
fn whoever_opens_the_keyboard_aloud_is_told_that_its_keys_are_heard() {
    let warning = text(Language::Kazakh, "typing-overheard");
    let first = warning.split_inclusive('.').next().expect("a sentence").to_owned();
    for (key, warned) in [(Named::F8, true), (Named::F15, false)] {
        let published = a_survey_that_comes_back_to_it();
        let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[published], STANDING);
        visitor.begin();
        visitor.press(key);
        visitor.hear();
        visitor.tap(&text(Language::Kazakh, "survey-open-keyboard"));
        let heard = visitor.hear();
        assert_eq!(heard.iter().any(|said| said.contains(&first)), warned, "{heard:#?}");
    }
}

#[test]
fn words_of_digits_only_are_typed_on_the_pad_of_digits() {
    let mut published = a_survey_that_comes_back_to_it();
    if let crate::domain::survey::Item::Question(question) = &mut published.survey.items[0] {
        question.digits = true;
    }
    let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[published], STANDING);
    visitor.begin();
    visitor.tap(&text(Language::Kazakh, "survey-open-digits"));
    assert_eq!(visitor.part(), Some(Part::Typing));
    ["ж", "0", "7"].into_iter().for_each(|letter| visitor.types(letter));
    visitor.press(Named::Escape);
    let value = visitor.stand.asking().and_then(|asking| asking.interview().value(&name("word")).cloned());
    assert_eq!(value, Some(Value::Text("07".into())), "a code keeps its zeros");
}

/// A page change costs far less than the 50 ms it may take, drawing aside: measured in the figures.
#[test]
fn a_page_change_is_quick() {
    let mut visitor = Visitor::before_a_survey(STANDING);
    visitor.begin();
    let mut slowest = Duration::ZERO;
    while visitor.part() == Some(Part::Question) {
        visitor.answer();
        let begin = Instant::now();
        visitor.stand.update(Message::Frame(frame::Message::Next), visitor.now);
        slowest = slowest.max(begin.elapsed());
        visitor.look();
    }
    println!("slowest page change without drawing: {slowest:?}");
    assert!(slowest < Duration::from_millis(50), "{slowest:?}");
}
