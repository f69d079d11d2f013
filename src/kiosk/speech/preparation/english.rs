//! English numbers in words.

/// The name of each digit.
pub(super) const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

const TEENS: [&str; 10] =
    ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The months.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A number below 100.
pub(super) fn cardinal(number: u32) -> String {
    let at = number as usize % 100;
    match at {
        0..10 => DIGITS[at].to_owned(),
        10..20 => TEENS[at - 10].to_owned(),
        _ if at.is_multiple_of(10) => TENS[at / 10].to_owned(),
        _ => format!("{}-{}", TENS[at / 10], DIGITS[at % 10]),
    }
}

/// A year as it is said: nineteen ninety-one, twenty twenty-six. None outside 1100 to 2099.
pub(super) fn year(year: u32) -> Option<String> {
    match (year / 100, year % 100) {
        (20, 0..10) => Some(format!("two thousand {}", cardinal(year % 100)).replace(" zero", "")),
        (11..=20, 0) => Some(format!("{} hundred", cardinal(year / 100))),
        (11..=20, few @ 1..10) => Some(format!("{} oh {}", cardinal(year / 100), cardinal(few))),
        (11..=20, rest) => Some(format!("{} {}", cardinal(year / 100), cardinal(rest))),
        _ => None,
    }
}

/// The ordinal of a number in digits, which every voice reads: 21st.
pub(super) fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_ordinals() {
        for (number, words) in [
            (2026, "twenty twenty-six"),
            (1991, "nineteen ninety-one"),
            (2005, "two thousand five"),
            (2000, "two thousand"),
            (1900, "nineteen hundred"),
            (1905, "nineteen oh five"),
        ] {
            assert_eq!(year(number).as_deref(), Some(words));
        }
        assert_eq!([1, 2, 3, 11, 22, 24].map(ordinal).join(" "), "1st 2nd 3rd 11th 22nd 24th");
    }
}
