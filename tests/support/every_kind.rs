//! A survey with a question of every kind, in three languages.

use aqparat::domain::survey::{Kind, Question, Survey};
use aqparat::kiosk::input::typing::Message as Typing;
use aqparat::kiosk::screen::survey::Asking;
use aqparat::kiosk::screen::survey::question::Message;
use aqparat::release::PublishedSurvey;
use jiff::civil::date;

/// The survey, sealed to a key of its own.
pub fn survey() -> PublishedSurvey {
    let survey: Survey = serde_json::from_str(include_str!("every-kind.json")).expect("a survey");
    PublishedSurvey {
        survey,
        recipient: "age1t7ar5nxw7kxtqdwz5dzccw3dw0pe4v70vk3q0sfl0uy5j2v8n3ds5nlhqx".to_owned(),
        opens_at: None,
        closes_at: None,
        stands: Vec::new(),
        stand_quota: None,
        web_address: Some("https://centre.example/survey/every-kind".to_owned()),
    }
}

/// What answers every question of the open page.
pub fn answers(asking: &Asking) -> Vec<Message> {
    let Some(page) = asking.interview().page() else { return Vec::new() };
    let answer = |question: &Question| {
        let name = question.name.clone();
        let choices = asking.interview().choices(question);
        let last = choices.last().map(|choice| choice.name.clone()).unwrap_or_default();
        let write = |words: &str| Message::Write(name.clone(), Typing::Set(words.to_owned()));
        Some(match &question.kind {
            Kind::One(_) => Message::Choose(name, last),
            Kind::Many(_) => Message::Tick(name, last),
            Kind::Rank(_) => Message::Ranked(name),
            Kind::Scale { to, .. } => Message::Rate(name, *to),
            Kind::Date => Message::Day(name, date(2026, 11, 2)),
            Kind::Acknowledge => Message::Acknowledge(name),
            Kind::Integer => write("12"),
            Kind::Decimal => write("2,5"),
            Kind::Line => write("Жарық"),
            Kind::Paragraph => write("Кіреберістегі баспалдақ биік, телефоным 8 701 123 45 67."),
            Kind::Note | Kind::Calculation(_) => return None,
        })
    };
    page.questions.into_iter().filter_map(answer).collect()
}
