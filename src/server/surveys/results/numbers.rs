//! Numbers and days put into classes, so that they are counted and protected like choices.

use jiff::civil::Date;

use super::columns::{Columns, date, days};
use super::filter::Month;
use super::schema::Form;
use super::suppression::LEAST;

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
    /// Before this day.
    Before(Date),
    /// This day and later.
    Since(Date),
}

/// The classes of a question's numbers or days. They are the same whatever part of the answers is looked at.
///
/// What a class is called is told even where its count is withheld, so no name may tell of fewer than five: the
/// classes begin after the fifth smallest number and end with the fifth largest, those at the ends are open, and
/// one at an end is called by its own number, month or year only where all that is in it are five or more of that.
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
        let edges = Edges::of(&mut numbers)?;
        if form == Form::Date { Self::of_days(edges) } else { Self::of_numbers(&mut numbers, edges) }
    }

    fn of_numbers(numbers: &mut [f64], edges: Edges) -> Option<Self> {
        let Edges { first, low, high, last } = edges;
        if low == high {
            // No bound has five on both sides.
            let class = if first < low {
                return None;
            } else if last > high {
                Class::From(low)
            } else {
                Class::Just(low)
            };
            return Some(Self { bounds: Vec::new(), classes: vec![class] });
        }
        if numbers.iter().all(|number| number.fract() == 0.0) && high - low < MOST as f64 {
            let values: Vec<f64> = (0..MOST).map(|at| low + at as f64).take_while(|value| *value <= high).collect();
            let mut classes: Vec<Class> = values.iter().copied().map(Class::Just).collect();
            let bounds: Vec<f64> = values.into_iter().skip(1).collect();
            open_ends(
                &mut classes,
                (first < low).then(|| Class::Below(bounds[0])),
                (last > high).then_some(Class::From(high)),
            );
            return Some(Self { bounds, classes });
        }
        // The outermost hundredths do not stretch the classes.
        let (edge, end) = ((numbers.len() / 100).max(FEWEST - 1), numbers.len() - 1);
        let mut at = |place| *numbers.select_nth_unstable_by(place, f64::total_cmp).1;
        let (low, high) = (at(edge), at(end - edge));
        let width = round_width((high - low) / 8.0);
        let mut bounds: Vec<f64> = Vec::new();
        let mut bound = (low / width).floor() * width + width;
        while bound <= high && bound > bounds.last().copied().unwrap_or(low) && bounds.len() + 1 < MOST {
            bounds.push(bound);
            bound = ((bound / width).round() + 1.0) * width;
        }
        let (first, last) = bounds.first().copied().zip(bounds.last().copied())?;
        let mut classes = vec![Class::Below(first)];
        classes.extend(bounds.windows(2).map(|pair| Class::Between(pair[0], pair[1])));
        classes.push(Class::From(last));
        Some(Self { bounds, classes })
    }

    fn of_days(edges: Edges) -> Option<Self> {
        let [first, low, high, last] =
            [edges.first, edges.low, edges.high, edges.last].map(|number| date(number as i32));
        let months = (i32::from(high.year()) - i32::from(low.year())) * 12 + i32::from(high.month() - low.month());
        let by_year = months >= MOST as i32;
        let (mut start, step) = if by_year {
            (low.first_of_year(), jiff::Span::new().years(1))
        } else {
            (low.first_of_month(), jiff::Span::new().months(1))
        };
        let mut starts = Vec::new();
        while start <= high {
            starts.push(start);
            start = start.checked_add(step).ok()?;
        }
        // The newest; what is older goes with the oldest of them.
        starts.drain(..starts.len().saturating_sub(MOST));
        let (oldest, newest) = starts.first().copied().zip(starts.last().copied())?;
        let (is_older, is_newer) = (first < oldest, last >= start);
        let name = |day: Date| if by_year { Class::Year(day.year()) } else { Class::Month(Month::of(day)) };
        let mut classes: Vec<Class> = starts.iter().copied().map(name).collect();
        if starts.len() == 1 && is_older {
            return None;
        }
        open_ends(
            &mut classes,
            starts.get(1).filter(|_| is_older).map(|second| Class::Before(*second)),
            is_newer.then_some(Class::Since(newest)),
        );
        let bounds = starts.iter().skip(1).map(|start| f64::from(days(*start))).collect();
        Some(Self { bounds, classes })
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

/// The fewest numbers of which a name may tell.
const FEWEST: usize = LEAST as usize;

/// Where numbers begin and end, and where what is told of them does.
#[derive(Debug, Clone, Copy)]
struct Edges {
    first: f64,
    /// The fifth smallest.
    low: f64,
    /// The fifth largest.
    high: f64,
    last: f64,
}

impl Edges {
    /// None where the fifth smallest lies above the fifth largest: there are too few for any class.
    fn of(numbers: &mut [f64]) -> Option<Self> {
        let end = numbers.len().checked_sub(FEWEST)?;
        let mut at = |place| *numbers.select_nth_unstable_by(place, f64::total_cmp).1;
        let (low, high) = (at(FEWEST - 1), at(end));
        let (first, last) = numbers
            .iter()
            .fold((low, high), |(least, most): (f64, f64), number| (least.min(*number), most.max(*number)));
        (low <= high).then_some(Self { first, low, high, last })
    }
}

/// Puts open classes at the ends, where there are any.
fn open_ends(classes: &mut [Class], below: Option<Class>, above: Option<Class>) {
    if let (Some(first), Some(below)) = (classes.first_mut(), below) {
        *first = below;
    }
    if let (Some(last), Some(above)) = (classes.last_mut(), above) {
        *last = above;
    }
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

    fn of_numbers(numbers: &[f64]) -> Option<Bins> {
        let mut numbers = numbers.to_vec();
        let edges = Edges::of(&mut numbers)?;
        Bins::of_numbers(&mut numbers, edges)
    }

    fn of_days(numbers: &[f64]) -> Option<Bins> {
        Bins::of_days(Edges::of(&mut numbers.to_vec())?)
    }

    fn day(year: i16, month: i8, day: i8) -> f64 {
        f64::from(days(jiff::civil::date(year, month, day)))
    }

    /// How many of some numbers, or days, a class speaks of by its name alone.
    fn spoken_of(class: Class, numbers: &[f64]) -> usize {
        let is_meant = |number: &&f64| match class {
            Class::Just(value) => **number == value,
            Class::Below(below) => **number < below,
            Class::Between(from, to) => (from..to).contains(*number),
            Class::From(from) => **number >= from,
            Class::Month(month) => Month::of(date(**number as i32)) == month,
            Class::Year(year) => date(**number as i32).year() == year,
            Class::Before(day) => date(**number as i32) < day,
            Class::Since(day) => date(**number as i32) >= day,
        };
        numbers.iter().filter(is_meant).count()
    }

    #[test]
    fn few_whole_numbers_are_counted_one_by_one() {
        let numbers = [[0.0; 6], [1.0; 6], [3.0; 6]].concat();
        let bins = of_numbers(&numbers).expect("enough");
        assert_eq!(bins.classes, [0.0, 1.0, 2.0, 3.0].map(Class::Just));
        assert_eq!([0.0, 1.0, 3.0].map(|number| bins.of(number)), [0, 1, 3]);
    }

    #[test]
    fn what_fewer_than_five_answered_has_no_classes_to_tell_it_by() {
        for count in 0..5 {
            assert_eq!(of_numbers(&vec![34.0; count]), None);
            assert_eq!(of_days(&vec![day(2026, 3, 8); count]), None);
        }
        assert_eq!(of_numbers(&[34.0; 5]).expect("five").classes, [Class::Just(34.0)]);
        // Five different ones have nothing in common.
        assert_eq!(of_numbers(&[21.0, 34.0, 45.0, 56.0, 67.0]), None);
        assert_eq!(of_days(&[1, 2, 3, 4, 5].map(|month| day(2026, month, 1))), None);
    }

    #[test]
    fn the_oldest_and_the_youngest_are_not_known_by_a_class() {
        let numbers = [vec![17.0], vec![18.0; 9], vec![19.0; 9], vec![20.0; 9], vec![26.0]].concat();
        let bins = of_numbers(&numbers).expect("enough");
        assert_eq!(bins.classes, [Class::Below(19.0), Class::Just(19.0), Class::From(20.0)]);
        assert_eq!([17.0, 18.0, 19.0, 20.0, 26.0].map(|number| bins.of(number)), [0, 0, 1, 2, 2]);
        // One among many who said the same.
        assert_eq!(of_numbers(&[vec![0.0; 50], vec![7.0]].concat()).expect("enough").classes, [Class::From(0.0)]);
        assert_eq!(of_numbers(&[vec![0.0; 50], vec![-7.0]].concat()), None);
    }

    #[test]
    fn many_numbers_fall_into_round_classes() {
        let ages: Vec<f64> = (0..1000).map(|at| 18.0 + f64::from(at) * 0.06).collect();
        let bins = of_numbers(&ages).expect("enough");
        assert_eq!(bins.classes[0], Class::Below(20.0));
        assert_eq!(bins.classes[1], Class::Between(20.0, 30.0));
        assert_eq!((bins.of(19.9), bins.of(20.0), bins.of(1e300)), (0, 1, bins.len() - 1));
    }

    #[test]
    fn monstrous_numbers_do_no_harm() {
        for numbers in [vec![-1e308, 1e308], vec![0.1, 0.1000001], vec![5.5], vec![1e300], vec![0.0, 1e-300]] {
            let numbers = numbers.repeat(6);
            let Some(bins) = of_numbers(&numbers) else { continue };
            assert!(!bins.is_empty() && bins.len() <= MOST + 1, "{bins:?}");
            for number in numbers {
                assert!(bins.of(number) < bins.len());
            }
        }
    }

    #[test]
    fn days_fall_into_months_or_years() {
        let days = [[day(2026, 11, 30); 5], [day(2026, 12, 1); 5], [day(2027, 1, 5); 5]].concat();
        let bins = of_days(&days).expect("enough");
        assert_eq!(bins.len(), 3);
        assert_eq!(bins.of(day(2026, 12, 31)), 1);
        let month = |year, month| Class::Month(Month { year, month });
        assert_eq!(bins.classes, [month(2026, 11), month(2026, 12), month(2027, 1)]);
        let years = of_days(&[[day(1950, 1, 1); 5], [day(2026, 1, 1); 5]].concat()).expect("enough");
        assert_eq!(years.len(), MOST);
        assert_eq!(years.of(day(1950, 1, 1)), 0, "what is older is in the first");
        assert_eq!(years.classes[0], Class::Before(jiff::civil::date(2016, 1, 1)), "and it is called so");
    }

    #[test]
    fn the_first_and_the_last_day_are_not_known_by_a_class() {
        let mut days = [[day(2026, 5, 3); 6], [day(2026, 6, 3); 6]].concat();
        days.extend([day(1931, 2, 1), day(2026, 9, 9)]);
        let bins = of_days(&days).expect("enough");
        let june = jiff::civil::date(2026, 6, 1);
        assert_eq!(bins.classes, [Class::Before(june), Class::Since(june)]);
    }

    proptest::proptest! {
        #[test]
        fn no_class_at_an_end_tells_of_fewer_than_five(
            whole in proptest::collection::vec(-40_i32..40, 0..60),
            halves in proptest::collection::vec(-4000_i32..4000, 0..200),
        ) {
            let whole: Vec<f64> = whole.into_iter().map(f64::from).collect();
            let halves: Vec<f64> = halves.into_iter().map(|half| f64::from(half) / 2.0).collect();
            for numbers in [&whole, &halves] {
                let days: Vec<f64> = numbers.iter().map(|number| number.floor() * 11.0).collect();
                for (bins, numbers) in [(of_numbers(numbers), numbers), (of_days(&days), &days)] {
                    let Some(bins) = bins else { continue };
                    proptest::prop_assert!(bins.len() <= MOST);
                    for end in [0, bins.len() - 1] {
                        let class = bins.classes[end];
                        proptest::prop_assert!(spoken_of(class, numbers) >= 5, "{class:?} of {numbers:?}");
                        let counted = numbers.iter().filter(|number| bins.of(**number) == end).count();
                        proptest::prop_assert_eq!(spoken_of(class, numbers), counted);
                    }
                }
            }
        }
    }

    #[test]
    fn quarters_are_told_of_twenty_and_more() {
        assert_eq!(Quarters::of(vec![1.0; 19]), None);
        let quarters = Quarters::of((0..21).map(f64::from).collect()).expect("enough");
        assert_eq!(quarters, Quarters { lower: 5.0, median: 10.0, upper: 15.0 });
    }
}
