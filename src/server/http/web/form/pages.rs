//! The pages of the form: the start, a page of questions, the review, the receipt, and what is to be said
//! when none of them can be shown.

use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use maud::{Markup, html};

use super::entry::Entry;
use super::question::{Showing, Wrong, control_id};
use super::state::State;
use super::{AT, STATE};
use crate::domain::survey::interview::{self, Said};
use crate::domain::survey::{Kind, Layout, Name, Question, Survey, Value};
use crate::i18n;
use crate::server::http::web::fields::{self, Words};
use crate::server::http::web::layout::{Frame, Page};
use crate::server::http::web::{Sent, Visit};
use crate::server::surveys::taking::Whence;

/// The id of the form.
const FORM: &str = "survey";
/// The most characters of a note that stands as the heading of its page.
const HEADING: usize = 120;

/// What is wrong on a page, in its order.
pub(super) type Wrongs = Vec<(Name, Wrong)>;

/// The clock of Kazakhstan: five hours ahead of UTC since 2024.
fn time_zone() -> TimeZone {
    TimeZone::fixed(Offset::constant(5))
}

/// The day of an hour since 1970, where the stands are.
pub(super) fn day_of(hour: i64) -> Date {
    let begin = Timestamp::from_second(hour.saturating_mul(3600)).unwrap_or_default();
    begin.to_zoned(time_zone()).date()
}

/// Where the form is sent: this survey, the stand it is about, the language of the page.
fn target(visit: &Visit) -> String {
    visit.link(visit.path(), visit.parameter(AT).map(|stand| (AT, stand)))
}

fn title_of(visit: &Visit, survey: &Survey) -> Words {
    match survey.title.get(visit.language) {
        Some((text, language)) => Words { text: text.to_owned(), language },
        None => Words::of(visit, survey.id.as_str()),
    }
}

/// What the survey is for, how long it takes and what becomes of the answers.
/// `has_begun`: something was answered, which the page carries on.
pub(super) fn start(visit: &Visit, survey: &Survey, whence: Whence, state: &str, has_begun: bool) -> Page {
    let title = title_of(visit, survey);
    let long = [("questions", survey.asked().into()), ("minutes", survey.minutes().into())];
    let recorded = match whence {
        Whence::Stand => "web-start-recorded-stand",
        Whence::Body => "web-start-recorded-body",
        Whence::Nowhere => "web-start-recorded",
    };
    let main = html! {
        @if has_begun { (fields::notice(visit, "web-start-again")) }
        h1 { (title.show(visit)) }
        p { (visit.text("web-start-purpose")) }
        h2 { (visit.text("web-start-before")) }
        ul {
            li { (i18n::text_with(visit.language, "web-start-long", &long)) }
            li { (visit.text("web-start-anonymous")) }
            li { (visit.text(recorded)) }
            li { (visit.text("web-start-numbers")) }
            li { (visit.text("web-start-skip")) }
            li { (visit.text("web-start-kept")) }
        }
        form #(FORM) method="post" action=(target(visit)) {
            input type="hidden" name=(STATE) value=(state);
            div.actions { button.button type="submit" name="do" value="begin" { (visit.text("web-begin")) } }
        }
    };
    let frame = Frame::new(visit, &title.text);
    if has_begun { frame.languages_send(FORM).page(main) } else { frame.page(main) }
}

/// A page of questions.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    /// What shows them.
    pub(super) showing: Showing<'a>,
    /// What the page carries to the next one.
    pub(super) state: &'a str,
    /// What is wrong.
    pub(super) wrongs: &'a [(Name, Wrong)],
    /// What stands in the controls, if it is not what was answered.
    pub(super) sent: Option<&'a Sent>,
    /// Something to know: a message.
    pub(super) notice: Option<&'a str>,
}

impl Asking<'_> {
    /// The open page of the interview; none at the review.
    pub(super) fn page(&self) -> Option<Page> {
        let Showing { visit, interview, .. } = self.showing;
        let page = interview.page()?;
        let survey = interview.survey();
        let progress = interview.progress();
        let numbers = [("at", progress.at.into()), ("of", progress.of.into())];
        let progress = i18n::text_with(visit.language, "web-progress", &numbers);

        let mut groups: Vec<Words> = page.groups.iter().filter_map(|group| self.showing.words(&group.label)).collect();
        // A group that keeps its questions together is the heading even while only one of them applies.
        let is_together =
            page.groups.last().is_some_and(|group| group.layout == Layout::Together) && !groups.is_empty();
        let single = match page.questions.as_slice() {
            [question] if self.can_be_heading(question) && !is_together => Some(*question),
            _ => None,
        };
        // Several questions stand under the name of their group, or of the survey.
        let heading = match single {
            Some(_) => None,
            None => Some(groups.pop().unwrap_or_else(|| title_of(visit, survey))),
        };
        let heading_words = match (&heading, single) {
            (Some(heading), _) => heading.text.clone(),
            (None, Some(question)) => self.showing.label(question).text,
            (None, None) => String::new(),
        };
        let errors: Vec<(String, Words)> = self
            .wrongs
            .iter()
            .filter_map(|(name, wrong)| {
                let question = survey.question(name)?;
                Some((control_id(question), self.showing.complaint(question, wrong)))
            })
            .collect();
        let can_skip = page.questions.iter().any(|question| question.kind.is_asked() && !question.read_only)
            && !page.questions.iter().any(|question| interview.is_required(question));
        let main = html! {
            (fields::summary(visit, &errors))
            @if let Some(notice) = self.notice { (fields::notice(visit, notice)) }
            p.progress { (progress) }
            @for group in &groups { p.group-label { (group.show(visit)) } }
            @if let Some(heading) = &heading { h1 { (heading.show(visit)) } }
            form #(FORM) method="post" action=(target(visit)) novalidate {
                input type="hidden" name=(STATE) value=(self.state);
                @for (index, question) in page.questions.iter().enumerate() {
                    @for group in self.begun_groups(&page, index) { h2 { (group.show(visit)) } }
                    (self.showing.question(question, &self.entry(question), self.wrong(&question.name), single.is_some()))
                }
                div.actions {
                    button.button type="submit" name="do" value="next" { (visit.text("web-next")) }
                    @if can_skip {
                        button.button.second type="submit" name="do" value="skip" { (visit.text("web-skip-question")) }
                    }
                    button.button.second type="submit" name="do" value="back" { (visit.text("web-back")) }
                }
            }
            p.hint.leaving { (visit.text("web-leaving")) }
        };
        let mut title = format!("{progress} – {}", heading_words.replace('\n', " "));
        if !errors.is_empty() {
            title = format!("{} {title}", visit.text("web-error-prefix"));
        }
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        Some(Frame::new(visit, &title).languages_send(FORM).page(main).with_status(status))
    }

    /// The names of the groups within the page's own that begin with its question `index`.
    fn begun_groups(&self, page: &interview::Page<'_>, index: usize) -> Vec<Words> {
        let of = |index: usize| page.questions.get(index).map(|question| self.showing.interview.groups(question));
        let before = index.checked_sub(1).and_then(of).unwrap_or_default();
        let begun = of(index).unwrap_or_default().into_iter().skip(page.groups.len());
        begun
            .filter(|group| !before.iter().any(|other| other.name == group.name))
            .filter_map(|group| self.showing.words(&group.label))
            .collect()
    }

    fn can_be_heading(&self, question: &Question) -> bool {
        question.kind.is_asked() || self.showing.label(question).text.chars().count() <= HEADING
    }

    fn wrong(&self, name: &Name) -> Option<&Wrong> {
        self.wrongs.iter().find(|(of, _)| of == name).map(|(_, wrong)| wrong)
    }

    fn entry(&self, question: &Question) -> Entry {
        match self.sent {
            Some(sent) if !question.read_only => Entry::sent(question, sent),
            _ => self.showing.interview.value(&question.name).map(Entry::given).unwrap_or_default(),
        }
    }
}

/// All answers, before they are sent.
pub(super) fn review(showing: Showing<'_>, state: &str, wrongs: &[(Name, Wrong)], notice: Option<&str>) -> Page {
    let Showing { visit, interview, .. } = showing;
    let survey = interview.survey();
    let rows = interview.review();
    let change_id = |question: &Question| format!("change-{}", question.name);
    let errors: Vec<(String, Words)> = wrongs
        .iter()
        .filter_map(|(name, wrong)| {
            let question = survey.question(name)?;
            Some((change_id(question), showing.complaint(question, wrong)))
        })
        .collect();
    let title = visit.text("web-review");
    let main = html! {
        (fields::summary(visit, &errors))
        @if let Some(notice) = notice { (fields::notice(visit, notice)) }
        h1 { (title) }
        p { (visit.text("web-review-advice")) }
        form #(FORM) method="post" action=(target(visit)) {
            input type="hidden" name=(STATE) value=(state);
            dl.review {
                @for (question, value) in rows {
                    div {
                        dt { (showing.label(question).show(visit)) }
                        dd.unanswered[value.is_none()] { (answer(showing, question, value)) }
                        @if !question.read_only {
                            dd {
                                button.link #(change_id(question)) type="submit" name="change" value=(question.name) {
                                    (visit.text("web-change"))
                                    span.unseen { ": " (showing.label(question).show(visit)) }
                                }
                            }
                        }
                    }
                }
            }
            div.actions {
                button.button type="submit" name="do" value="send" { (visit.text("web-send")) }
                button.button.second type="submit" name="do" value="back" { (visit.text("web-back")) }
            }
        }
        p.hint.leaving { (visit.text("web-leaving")) }
    };
    let title = if errors.is_empty() { title } else { format!("{} {title}", visit.text("web-error-prefix")) };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Frame::new(visit, &title).languages_send(FORM).page(main).with_status(status)
}

/// An answer in words.
fn answer(showing: Showing<'_>, question: &Question, value: Option<&Value>) -> Markup {
    let visit = showing.visit;
    let Some(value) = value else { return html! { (visit.text("web-unanswered")) } };
    if let Value::Rank(choices) = value {
        return ranked(showing, question, choices);
    }
    let words = match showing.interview.saying(question, value, visit.language) {
        Said::Words(words) => words,
        Said::Day(day) => day.strftime("%d.%m.%Y").to_string(),
        Said::Acknowledged => visit.text("web-understood"),
        Said::Declined => visit.text("web-declined"),
    };
    Words::of(visit, words).show(visit)
}

fn ranked(showing: Showing<'_>, question: &Question, choices: &[String]) -> Markup {
    let said = |choice: &String| {
        let one = Value::Rank(vec![choice.clone()]);
        showing.interview.said(question, &one, showing.visit.language)
    };
    html! { ol { @for choice in choices { li { (said(choice)) } } } }
}

/// The answers are kept. Sent again, the same page comes again; in another language, too. It has no number: whoever
/// held that and the database would know whose answers these are.
pub(super) fn receipt(visit: &Visit, state: &State) -> Page {
    let title = visit.text("web-receipt");
    let main = html! {
        div.done role="status" { h1 { (title) } }
        p { (visit.text("web-receipt-anonymous")) }
        p { (visit.text("web-receipt-close")) }
        p { a href=(target(visit)) { (visit.text("web-another")) } }
        form #(FORM) method="post" action=(target(visit)) {
            // Without answers it is small.
            input type="hidden" name=(STATE) value=(state.sent().pack().unwrap_or_default());
        }
    };
    Frame::new(visit, &title).languages_send(FORM).page(main)
}

/// The survey opens later: at `opens`, Unix milliseconds.
pub(super) fn not_yet(visit: &Visit, opens: i64) -> Page {
    let date = Timestamp::from_millisecond(opens).unwrap_or_default().to_zoned(time_zone());
    let date = [("date", date.strftime("%d.%m.%Y, %H:%M").to_string().into())];
    let title = visit.text("web-survey-not-yet");
    let advice = i18n::text_with(visit.language, "web-survey-opens", &date);
    let page = Frame::new(visit, &title).page(html! { h1 { (title) } p { (advice) } });
    page.with_status(StatusCode::NOT_FOUND)
}

/// Something is wrong with the whole form: what, what to do, and the way to the start.
pub(super) fn begin_again(visit: &Visit, status: StatusCode, what: &str, advice: &str) -> Page {
    let title = visit.text(what);
    let main = html! {
        h1 { (title) }
        p { (visit.text(advice)) }
        p { a.button href=(target(visit)) { (visit.text("web-begin-again")) } }
    };
    Frame::new(visit, &title).page(main).with_status(status)
}

/// Whether a question is answered by a hand on this page.
pub(super) fn takes_an_answer(question: &Question) -> bool {
    question.kind.is_asked() && !question.read_only && !matches!(question.kind, Kind::Note)
}
