//! Working hours with breaks and holidays, and what they say at a moment: open, at break, closed.

use std::fmt;

use jiff::civil::{Date, DateTime, Time, Weekday};
use serde::{Deserialize, Serialize};

use super::Trilingual;

/// A span of a day, `from` included, `to` excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Start.
    pub from: Time,
    /// End; later than `from`. [`Span::END_OF_DAY`] is midnight at the end of the day.
    pub to: Time,
}

impl Span {
    /// The end of a span that lasts until midnight, 24:00. The last moment a [`Time`] can name
    /// stands for it, for no day has a 24th hour.
    pub const END_OF_DAY: Time = Time::MAX;

    /// Whether `time` lies within.
    pub fn contains(&self, time: Time) -> bool {
        self.from <= time && (time < self.to || self.to == Self::END_OF_DAY)
    }
}

impl fmt::Display for Span {
    /// `09:00-18:30`, as it is written in `stand.toml`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", clock_text(self.from), clock_text(self.to))
    }
}

/// A time of day as a clock shows it, `09:00`; the end of the day is `24:00`.
pub fn clock_text(time: Time) -> String {
    if time == Span::END_OF_DAY { "24:00".to_owned() } else { format!("{:02}:{:02}", time.hour(), time.minute()) }
}

/// The hours of one working day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayHours {
    /// When it is open.
    pub open: Span,
    /// Breaks within `open`, in order, apart.
    #[serde(default)]
    pub breaks: Vec<Span>,
}

/// A day that differs from its weekday: a holiday, a moved working day, a short day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialDay {
    /// Which day.
    pub date: Date,
    /// Its name: "Republic Day".
    pub name: Trilingual,
    /// Its hours; closed, if none.
    #[serde(default)]
    pub hours: Option<DayHours>,
}

/// The weekly hours and the days that differ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WorkingHours {
    /// Monday to Sunday; closed, if none.
    pub week: [Option<DayHours>; 7],
    /// Days that differ, each at most once.
    pub special: Vec<SpecialDay>,
}

/// What the hours say at a moment, in the body's local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenState {
    /// Open until that time of the same day, when a break or the evening begins; until
    /// [`Span::END_OF_DAY`] when it stays open to midnight. [`clock_text`] writes it.
    Open {
        /// When it next closes.
        until: Time,
    },
    /// Closed for a break, open again at that time of the same day.
    Break {
        /// When it reopens.
        until: Time,
    },
    /// Closed; opens next at that moment, if within a year.
    Closed {
        /// When it next opens.
        opens: Option<DateTime>,
    },
}

impl WorkingHours {
    /// The hours of `date`: a special day's, else the weekday's; none when closed all day.
    pub fn on(&self, date: Date) -> Option<&DayHours> {
        match self.special_on(date) {
            Some(special) => special.hours.as_ref(),
            None => self.week[weekday_index(date.weekday())].as_ref(),
        }
    }

    /// The special day on `date`, if any.
    pub fn special_on(&self, date: Date) -> Option<&SpecialDay> {
        self.special.iter().find(|special| special.date == date)
    }

    /// What the hours say at `moment`, local time.
    pub fn state_at(&self, moment: DateTime) -> OpenState {
        let time = moment.time();
        if let Some(day) = self.on(moment.date()) {
            if let Some(pause) = day.breaks.iter().find(|pause| pause.contains(time)) {
                return OpenState::Break { until: pause.to };
            }
            if day.open.contains(time) {
                let next_break = day.breaks.iter().map(|b| b.from).filter(|from| *from > time).min();
                return OpenState::Open { until: next_break.unwrap_or(day.open.to) };
            }
        }
        OpenState::Closed { opens: self.next_opening(moment) }
    }

    /// Whether it is open at every moment of every ordinary day.
    pub fn is_round_the_clock(&self) -> bool {
        let whole = Span { from: Time::midnight(), to: Span::END_OF_DAY };
        self.week.iter().all(|day| day.as_ref().is_some_and(|day| day.open == whole && day.breaks.is_empty()))
    }

    fn next_opening(&self, after: DateTime) -> Option<DateTime> {
        let mut date = after.date();
        for _ in 0..=366 {
            if let Some(day) = self.on(date) {
                let opens = date.to_datetime(day.open.from);
                if opens > after {
                    return Some(opens);
                }
            }
            date = date.tomorrow().ok()?;
        }
        None
    }
}

fn weekday_index(weekday: Weekday) -> usize {
    // Monday is 0: the offset is 0 to 6.
    usize::from(weekday.to_monday_zero_offset().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    fn nine_to_six_thirty() -> WorkingHours {
        let day = DayHours {
            open: Span { from: time(9, 0, 0, 0), to: time(18, 30, 0, 0) },
            breaks: vec![Span { from: time(13, 0, 0, 0), to: time(14, 30, 0, 0) }],
        };
        let mut week: [Option<DayHours>; 7] = Default::default();
        week[..5].fill(Some(day));
        WorkingHours {
            week,
            special: vec![SpecialDay { date: date(2026, 12, 16), name: Trilingual::default(), hours: None }],
        }
    }

    #[test]
    fn open_is_said_until_the_break_then_until_the_evening() {
        let hours = nine_to_six_thirty();
        let monday = date(2026, 11, 23);
        let at = |h, m| hours.state_at(monday.at(h, m, 0, 0));
        assert_eq!(at(9, 0), OpenState::Open { until: time(13, 0, 0, 0) });
        assert_eq!(at(13, 0), OpenState::Break { until: time(14, 30, 0, 0) });
        assert_eq!(at(14, 30), OpenState::Open { until: time(18, 30, 0, 0) });
        assert_eq!(at(18, 30), OpenState::Closed { opens: Some(date(2026, 11, 24).at(9, 0, 0, 0)) });
    }

    #[test]
    fn a_holiday_is_closed_and_the_next_opening_is_after_it() {
        let hours = nine_to_six_thirty();
        let state = hours.state_at(date(2026, 12, 15).at(20, 0, 0, 0));
        assert_eq!(state, OpenState::Closed { opens: Some(date(2026, 12, 17).at(9, 0, 0, 0)) });
    }

    #[test]
    fn a_body_open_to_midnight_is_open_in_its_last_moment_and_opens_again_at_once() {
        let day = DayHours { open: Span { from: Time::midnight(), to: Span::END_OF_DAY }, breaks: vec![] };
        let mut hours = WorkingHours { week: std::array::from_fn(|_| Some(day.clone())), special: vec![] };
        assert!(hours.is_round_the_clock());
        let monday = date(2026, 11, 23);
        let last = monday.to_datetime(Time::MAX);
        assert_eq!(hours.state_at(last), OpenState::Open { until: Span::END_OF_DAY });
        assert_eq!(clock_text(Span::END_OF_DAY), "24:00");
        hours.week[0] = None;
        assert_eq!(hours.state_at(last), OpenState::Closed { opens: Some(date(2026, 11, 24).at(0, 0, 0, 0)) });
        let json = serde_json::to_string(&hours).expect("json");
        assert_eq!(serde_json::from_str::<WorkingHours>(&json).expect("hours"), hours);
    }

    /// A day of hours, with or without a break, or a closed one.
    fn any_day() -> impl Strategy<Value = Option<DayHours>> {
        let quarter = |number: i8| match number {
            96 => Span::END_OF_DAY,
            _ => time(number / 4, number % 4 * 15, 0, 0),
        };
        proptest::option::of((proptest::collection::btree_set(0..=96_i8, 2..=2), any::<bool>()).prop_map(
            move |(edges, has_break)| {
                let edges: Vec<i8> = edges.into_iter().collect();
                let (from, to) = (edges[0], edges[1]);
                let pause = Span { from: quarter(from + (to - from) / 3), to: quarter(to - (to - from) / 3) };
                let is_apart = to - from >= 4;
                DayHours {
                    open: Span { from: quarter(from), to: quarter(to) },
                    breaks: if has_break && is_apart { vec![pause] } else { vec![] },
                }
            },
        ))
    }

    proptest! {
        #[test]
        fn what_a_stand_promises_comes_true(
            week in proptest::array::uniform7(any_day()),
            special in proptest::option::of(any_day()),
            minute in 0..7 * 24 * 60_i64,
        ) {
            let monday = date(2026, 11, 23);
            let special = special.into_iter().map(|hours| SpecialDay {
                date: date(2026, 11, 26),
                name: Trilingual::default(),
                hours,
            });
            let hours = WorkingHours { week, special: special.collect() };
            let moment = monday.to_datetime(Time::midnight()) + minute.minutes();
            let (before, after) = match hours.state_at(moment) {
                OpenState::Open { until } if until == Span::END_OF_DAY => (true, None),
                OpenState::Open { until } => (true, Some((moment.date().to_datetime(until), false))),
                OpenState::Break { until } => (false, Some((moment.date().to_datetime(until), true))),
                OpenState::Closed { opens: Some(opens) } => (false, Some((opens, true))),
                OpenState::Closed { opens: None } => (false, Some((moment + 300.days(), false))),
            };
            let is_open = |at| matches!(hours.state_at(at), OpenState::Open { .. });
            if let Some((change, then)) = after {
                prop_assert!(change > moment);
                prop_assert_eq!(is_open(change), then);
                let mut at = moment;
                while at < change && at < moment + 14.days() {
                    prop_assert_eq!(is_open(at), before, "at {}", at);
                    at += 5.minutes();
                }
            } else {
                prop_assert!(is_open(moment.date().to_datetime(Time::MAX)));
            }
        }
    }

    #[test]
    fn a_body_that_never_opens_says_so_without_end() {
        let state = WorkingHours::default().state_at(date(2026, 1, 1).at(0, 0, 0, 0));
        assert_eq!(state, OpenState::Closed { opens: None });
    }
}
