//! Numbers and days put into classes, so that they are counted and protected like choices.

use jiff::civil::Date;

use super::columns::{Columns, date, days};
use super::filter::Month;
use super::schema::Form;

/// The most classes.
const MOST: usize = 12;

/// A class of numbers or days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Class {
    /// Just this number.
    Just(f64),
    /// Below this number.
    Below(f64),
    /// From the first number to below the second.
    Between(f64, f64),
    /// This number and above.
    From(f64),
    /// A month.
    Month(Month),
    /// A year.
    Year(i16),
}

/// The classes of a question's numbers or days. They are the same whatever part of the answers is looked at, and
/// their bounds are round: they give no one's number away.
#[derive(Debug, Clone, PartialEq)]
pub struct Bins {
    /// The lower bounds of all classes but the first.
    bounds: Vec<f64>,
    classes: Vec<Class>,
}

impl Bins {
    /// The classes for the numbers of a variable; none for a variable without numbers or answers.
    pub(super) fn of_variable(columns: &Columns, variable: usize) -> Option<Self> {
        let form = columns.schema.variables[variable].form;
        if !matches!(form, Form::Number | Form::Date) {
            return None;
        }
        let mut numbers: Vec<f64> = (0..columns.len()).filter_map(|row| columns.number(variable, row)).collect();
        if numbers.is_empty() {
            return None;
        }
        Some(if form == Form::Date { Self::of_days(&numbers) } else { Self::of_numbers(&mut numbers) })
    }

    fn of_numbers(numbers: &mut [f64]) -> Self {
        let (first, last) = ends(numbers);
        if numbers.iter().all(|number| number.fract() == 0.0) && last - first < MOST as f64 {
            let values: Vec<f64> = (0..MOST).map(|at| first + at as f64).take_while(|value| *value <= last).collect();
            let classes = values.iter().copied().map(Class::Just).collect();
            return Self { bounds: values.into_iter().skip(1).collect(), classes };
        }
        // The outermost hundredths do not stretch the classes.
        let (edge, end) = (numbers.len() / 100, numbers.len() - 1);
        let mut at = |place| *numbers.select_nth_unstable_by(place, f64::total_cmp).1;
        let (low, high) = (at(edge), at(end - edge));
        let width = round_width((high - low) / 8.0);
        let mut bounds = Vec::new();
        let mut bound = (low / width).floor() * width + width;
        while bound <= high && bounds.len() + 1 < MOST {
            bounds.push(bound);
            bound = ((bound / width).round() + 1.0) * width;
        }
        let Some((first, last)) = bounds.first().copied().zip(bounds.last().copied()) else {
            return Self { bounds, classes: vec![Class::Between(low.floor(), low.floor() + 1.0)] };
        };
        let mut classes = vec![Class::Below(first)];
        classes.extend(bounds.windows(2).map(|pair| Class::Between(pair[0], pair[1])));
        classes.push(Class::From(last));
        Self { bounds, classes }
    }

    fn of_days(numbers: &[f64]) -> Self {
        let (first, last) = ends(numbers);
        let (first, last) = (date(first as i32), date(last as i32));
        let months = (i32::from(last.year()) - i32::from(first.year())) * 12 + i32::from(last.month() - first.month());
        if months < MOST as i32 {
            let mut classes = Vec::new();
            let mut month = first.first_of_month();
            while month <= last {
                classes.push(month);
                month = month.saturating_add(jiff::Span::new().months(1));
            }
            let bounds = classes.iter().skip(1).map(|month| f64::from(days(*month))).collect();
            return Self { bounds, classes: classes.into_iter().map(|day| Class::Month(Month::of(day))).collect() };
        }
        let years: Vec<i16> =
            (first.year()..=last.year()).rev().take(MOST).collect::<Vec<_>>().into_iter().rev().collect();
        let start = |year: i16| Date::new(year, 1, 1).map_or(0.0, |day| f64::from(days(day)));
        Self {
            bounds: years.iter().skip(1).map(|year| start(*year)).collect(),
            classes: years.into_iter().map(Class::Year).collect(),
        }
    }

    /// How many classes there are.
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// Whether there are none: never.
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    /// The classes, in order.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The class of a number.
    pub(super) fn of(&self, number: f64) -> usize {
        self.bounds.partition_point(|bound| *bound <= number)
    }
}

/// The least and the greatest.
fn ends(numbers: &[f64]) -> (f64, f64) {
    numbers
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), number| (least.min(*number), most.max(*number)))
}

/// A round number not below `width`: 1, 2 or 5 times a power of ten.
fn round_width(width: f64) -> f64 {
    if !(width.is_finite() && width > 0.0) {
        return 1.0;
    }
    let power = 10_f64.powf(width.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|round| *round >= width * 0.999_999)
        .unwrap_or(power)
}

/// The quarters of some numbers: a quarter of them lies below the first, half below the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quarters {
    /// The lower quartile.
    pub lower: f64,
    /// The median.
    pub median: f64,
    /// The upper quartile.
    pub upper: f64,
}

impl Quarters {
    /// The fewest numbers of which quarters are told: five in each.
    pub const FEWEST: usize = 20;

    /// The quarters of numbers, if there are enough.
    pub fn of(mut numbers: Vec<f64>) -> Option<Self> {
        if numbers.len() < Self::FEWEST {
            return None;
        }
        let last = numbers.len() - 1;
        let mut at = |place: usize| *numbers.select_nth_unstable_by(place, f64::total_cmp).1;
        Some(Self { lower: at(last / 4), median: at(last / 2), upper: at(last - last / 4) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_whole_numbers_are_counted_one_by_one() {
        let bins = Bins::of_numbers(&mut [0.0, 1.0, 1.0, 3.0]);
        assert_eq!(bins.classes, [0.0, 1.0, 2.0, 3.0].map(Class::Just));
        assert_eq!([0.0, 1.0, 3.0].map(|number| bins.of(number)), [0, 1, 3]);
    }

    #[test]
    fn many_numbers_fall_into_round_classes() {
        let mut ages: Vec<f64> = (0..1000).map(|at| 18.0 + f64::from(at) * 0.06).collect();
        let bins = Bins::of_numbers(&mut ages);
        assert_eq!(bins.classes[0], Class::Below(20.0));
        assert_eq!(bins.classes[1], Class::Between(20.0, 30.0));
        assert_eq!((bins.of(19.9), bins.of(20.0), bins.of(1e300)), (0, 1, bins.len() - 1));
    }

    #[test]
    fn monstrous_numbers_do_no_harm() {
        for mut numbers in [vec![-1e308, 1e308], vec![0.1, 0.1000001], vec![5.5], vec![1e300; 50]] {
            let bins = Bins::of_numbers(&mut numbers);
            assert!(!bins.is_empty() && bins.len() <= MOST + 1, "{bins:?}");
            for number in numbers {
                assert!(bins.of(number) < bins.len());
            }
        }
    }

    #[test]
    fn days_fall_into_months_or_years() {
        let day = |year, month, day| f64::from(days(jiff::civil::date(year, month, day)));
        let bins = Bins::of_days(&[day(2026, 11, 30), day(2026, 12, 1), day(2027, 1, 5)]);
        assert_eq!(bins.len(), 3);
        assert_eq!(bins.of(day(2026, 12, 31)), 1);
        let years = Bins::of_days(&[day(1950, 1, 1), day(2026, 1, 1)]);
        assert_eq!(years.len(), MOST);
        assert_eq!(years.of(day(1950, 1, 1)), 0, "what is older is in the first");
    }

    #[test]
    fn quarters_are_told_of_twenty_and_more() {
        assert_eq!(Quarters::of(vec![1.0; 19]), None);
        let quarters = Quarters::of((0..21).map(f64::from).collect()).expect("enough");
        assert_eq!(quarters, Quarters { lower: 5.0, median: 10.0, upper: 15.0 });
    }
}
