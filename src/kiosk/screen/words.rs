//! Dates, times and open hours as people say them in each language.
//!
//! Numbers are formatted here, before they reach the words in `i18n/`: Fluent puts sentences
//! together, this file knows how a date is spoken.

use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::domain::Language;
use crate::domain::hours::OpenState;
use crate::i18n::{text, text_with};

/// A day without its year: "сейсенбі, 24 қараша", "вторник, 24 ноября", "Tuesday 24 November".
pub fn day(language: Language, date: Date) -> String {
    let weekday = text(language, weekday_key(date.weekday()));
    with_day(language, "date-day", weekday, date)
}

/// A day with its year: "2026 жылғы 24 қараша", "24 ноября 2026 года", "24 November 2026".
pub fn date(language: Language, date: Date) -> String {
    let year = date.year().to_string();
    let day = date.day().to_string();
    let month = text(language, month_key(date));
    text_with(language, "date-year", &[("day", day.into()), ("month", month.into()), ("year", year.into())])
}

/// A day of this year or another: "24 қараша", and with the year where it is not the one of `now`.
pub fn recent(language: Language, then: Date, now: Option<Date>) -> String {
    if now.is_none_or(|now| now.year() != then.year()) {
        return date(language, then);
    }
    let day = then.day().to_string();
    let month = text(language, month_key(then));
    text_with(language, "date-short", &[("day", day.into()), ("month", month.into())])
}

/// A time of the day, always four digits: "09:00".
pub fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The first thing a visitor wants to know, in two parts: one word, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Openness {
    /// "Open", "Break" or "Closed".
    pub word: String,
    /// "until 18:30", "opens tomorrow at 09:00".
    pub detail: String,
}

/// Says in `language` what the hours say at `now`.
pub fn openness(language: Language, state: OpenState, now: DateTime) -> Openness {
    let until = |at| text_with(language, "state-until", &[("time", time_until(language, at).into())]);
    match state {
        OpenState::Open { until: at } => Openness { word: text(language, "state-open"), detail: until(at) },
        OpenState::Break { until: at } => Openness { word: text(language, "state-break"), detail: until(at) },
        OpenState::Closed { opens } => Openness {
            word: text(language, "state-closed"),
            detail: opens
                .map_or_else(|| text(language, "state-no-hours"), |opens| opens_at(language, opens, now.date())),
        },
    }
}

fn opens_at(language: Language, opens: DateTime, today: Date) -> String {
    let time = time_at(language, opens.time());
    if opens.date() == today {
        return text_with(language, "state-opens-today", &[("time", time.into())]);
    }
    if today.tomorrow().is_ok_and(|tomorrow| tomorrow == opens.date()) {
        return text_with(language, "state-opens-tomorrow", &[("time", time.into())]);
    }
    let weekday = text(language, weekday_on_key(opens.date().weekday()));
    let date = with_day(language, "date-on", weekday, opens.date());
    text_with(language, "state-opens-on", &[("date", date.into()), ("time", time.into())])
}

fn with_day(language: Language, key: &'static str, weekday: String, date: Date) -> String {
    let day = date.day().to_string();
    let month = text(language, month_key(date));
    text_with(language, key, &[("weekday", weekday.into()), ("day", day.into()), ("month", month.into())])
}

/// The time before "until": Kazakh inflects the number, "18:30-ға", the others do not.
fn time_until(language: Language, at: Time) -> String {
    match language {
        Language::Kazakh => format!("{}-{}", time(at), Ending::of(at).dative()),
        Language::Russian | Language::English => time(at),
    }
}

/// The time after "at": in Kazakh a case of its own, "09:00-де".
fn time_at(language: Language, at: Time) -> String {
    match language {
        Language::Kazakh => format!("{}-{}", time(at), Ending::of(at).locative()),
        Language::Russian | Language::English => time(at),
    }
}

/// How the last spoken number of a time ends: that decides the vowel and the consonant of a Kazakh
/// case ending (vowel harmony).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Front vowel, voiced or vowel: нөл, бір, екі, жеті, сегіз, елу.
    FrontVoiced,
    /// Front vowel, voiceless: үш, төрт, бес.
    FrontVoiceless,
    /// Back vowel, voiced or vowel: алты, тоғыз, он, жиырма, отыз.
    BackVoiced,
    /// Back vowel, voiceless: қырық.
    BackVoiceless,
}

impl Ending {
    /// The ending of a time read aloud. "09:00" is read "тоғыз нөл-нөл", so its zeros decide.
    fn of(at: Time) -> Self {
        let minute = at.minute();
        match (minute % 10, minute / 10) {
            (0, 4) => Self::BackVoiceless,
            (0, 1..=3) | (6 | 9, _) => Self::BackVoiced,
            (3..=5, _) => Self::FrontVoiceless,
            _ => Self::FrontVoiced,
        }
    }

    /// "to, until".
    fn dative(self) -> &'static str {
        match self {
            Self::FrontVoiced => "ге",
            Self::FrontVoiceless => "ке",
            Self::BackVoiced => "ға",
            Self::BackVoiceless => "қа",
        }
    }

    /// "at, in".
    fn locative(self) -> &'static str {
        match self {
            Self::FrontVoiced => "де",
            Self::FrontVoiceless => "те",
            Self::BackVoiced => "да",
            Self::BackVoiceless => "та",
        }
    }
}

fn weekday_key(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "weekday-monday",
        Weekday::Tuesday => "weekday-tuesday",
        Weekday::Wednesday => "weekday-wednesday",
        Weekday::Thursday => "weekday-thursday",
        Weekday::Friday => "weekday-friday",
        Weekday::Saturday => "weekday-saturday",
        Weekday::Sunday => "weekday-sunday",
    }
}

fn weekday_on_key(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "weekday-on-monday",
        Weekday::Tuesday => "weekday-on-tuesday",
        Weekday::Wednesday => "weekday-on-wednesday",
        Weekday::Thursday => "weekday-on-thursday",
        Weekday::Friday => "weekday-on-friday",
        Weekday::Saturday => "weekday-on-saturday",
        Weekday::Sunday => "weekday-on-sunday",
    }
}

fn month_key(date: Date) -> &'static str {
    match date.month() {
        1 => "month-january",
        2 => "month-february",
        3 => "month-march",
        4 => "month-april",
        5 => "month-may",
        6 => "month-june",
        7 => "month-july",
        8 => "month-august",
        9 => "month-september",
        10 => "month-october",
        11 => "month-november",
        _ => "month-december",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date as on, time as at};

    use super::*;
    use Language::{English, Kazakh, Russian};

    #[test]
    fn a_day_is_said_as_people_say_it() {
        let tuesday = on(2026, 11, 24);
        assert_eq!(day(Kazakh, tuesday), "сейсенбі, 24 қараша");
        assert_eq!(day(Russian, tuesday), "вторник, 24 ноября");
        assert_eq!(day(English, tuesday), "Tuesday 24 November");
    }

    #[test]
    fn a_date_of_another_year_carries_its_year() {
        assert_eq!(date(Kazakh, on(2025, 3, 1)), "2025 жылғы 1 наурыз");
        assert_eq!(date(Russian, on(2025, 3, 1)), "1 марта 2025 года");
        assert_eq!(date(English, on(2025, 3, 1)), "1 March 2025");
        assert_eq!(recent(English, on(2025, 3, 1), Some(on(2025, 11, 24))), "1 March");
        assert_eq!(recent(English, on(2025, 3, 1), Some(on(2026, 1, 2))), "1 March 2025");
        assert_eq!(recent(Kazakh, on(2025, 3, 1), None), "2025 жылғы 1 наурыз");
    }

    #[test]
    fn open_says_until_when_first() {
        let now = on(2026, 11, 23).at(15, 0, 0, 0);
        let state = OpenState::Open { until: at(18, 30, 0, 0) };
        let said = |language| {
            let open = openness(language, state, now);
            format!("{}|{}", open.word, open.detail)
        };
        assert_eq!(said(Kazakh), "Ашық|18:30-ға дейін");
        assert_eq!(said(Russian), "Открыто|до 18:30");
        assert_eq!(said(English), "Open|until 18:30");
    }

    #[test]
    fn closed_says_today_tomorrow_or_the_day_it_opens() {
        let now = on(2026, 11, 27).at(20, 0, 0, 0);
        let said = |language, opens| openness(language, OpenState::Closed { opens }, now).detail;
        let monday = Some(on(2026, 11, 30).at(9, 0, 0, 0));
        assert_eq!(said(Kazakh, monday), "30 қараша, дүйсенбі күні 09:00-де ашылады");
        assert_eq!(said(Russian, monday), "откроется в понедельник, 30 ноября, в 09:00");
        assert_eq!(said(English, monday), "opens on Monday 30 November at 09:00");
        let tomorrow = Some(on(2026, 11, 28).at(9, 30, 0, 0));
        assert_eq!(said(Kazakh, tomorrow), "ертең 09:30-да ашылады");
        assert_eq!(said(English, tomorrow), "opens tomorrow at 09:30");
        let tonight = Some(on(2026, 11, 27).at(21, 0, 0, 0));
        assert_eq!(said(Russian, tonight), "откроется сегодня в 21:00");
        assert_eq!(said(English, None), "ask by phone when it opens");
    }

    #[test]
    fn kazakh_times_take_the_ending_their_last_number_asks_for() {
        let until = |minute| time_until(Kazakh, at(13, minute, 0, 0));
        assert_eq!(until(0), "13:00-ге");
        assert_eq!(until(5), "13:05-ке");
        assert_eq!(until(10), "13:10-ға");
        assert_eq!(until(20), "13:20-ға");
        assert_eq!(until(30), "13:30-ға");
        assert_eq!(until(40), "13:40-қа");
        assert_eq!(until(45), "13:45-ке");
        assert_eq!(until(50), "13:50-ге");
        assert_eq!(until(56), "13:56-ға");
        assert_eq!(until(57), "13:57-ге");
        assert_eq!(time_at(Kazakh, at(13, 40, 0, 0)), "13:40-та");
        assert_eq!(time_at(Kazakh, at(13, 15, 0, 0)), "13:15-те");
    }
}
