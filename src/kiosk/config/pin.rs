//! The PIN that leads inspectors to their survey.

use serde::Deserialize;

/// Digits that an operator gives to inspectors. Never written out.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pin(String);

/// Digits that anyone would try first, or could try through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Not 6 to 12 digits.
    #[error("auditor-pin: give 6 to 12 digits in quotation marks")]
    Length,
    /// All the same, a pattern repeated, or counting up or down.
    #[error("auditor-pin: easily guessed; give digits that are not in a row and do not repeat")]
    Weak,
}

impl Pin {
    /// The fewest digits.
    pub const SHORTEST: usize = 6;
    /// The most digits.
    pub const LONGEST: usize = 12;

    /// Whether `entered` is the PIN. Takes as long for every wrong one.
    pub fn is(&self, entered: &str) -> bool {
        let digit = |digits: &str, at: usize| digits.as_bytes().get(at).copied().unwrap_or_default();
        let different = (0..Self::LONGEST).fold(0, |sum, at| sum | (digit(&self.0, at) ^ digit(entered, at)));
        // Black box, so that nothing is decided before the last digit was looked at.
        std::hint::black_box(different) == 0 && entered.len() == self.0.len()
    }
}

impl TryFrom<String> for Pin {
    type Error = PinError;

    fn try_from(text: String) -> Result<Self, PinError> {
        let is_long_enough = (Self::SHORTEST..=Self::LONGEST).contains(&text.len());
        if !is_long_enough || !text.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(PinError::Length);
        }
        let digits = text.as_bytes();
        let steps = |by: i16| digits.windows(2).all(|two| (i16::from(two[1]) - i16::from(two[0]) - by) % 10 == 0);
        let repeats = |length: usize| digits.iter().zip(&digits[length..]).all(|(one, other)| one == other);
        if steps(0) || steps(1) || steps(-1) || (1..=digits.len() / 2).any(repeats) {
            return Err(PinError::Weak);
        }
        Ok(Self(text))
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(digits: &str) -> Result<Pin, PinError> {
        digits.to_owned().try_into()
    }

    #[test]
    fn a_pin_is_six_to_twelve_digits_that_nobody_tries_first() {
        for good in ["270493", "9081726354", "482715906338"] {
            assert!(pin(good).is_ok(), "{good}");
        }
        for short in ["", "12345", "1234567890123", "27049a", "２７０４９３"] {
            assert_eq!(pin(short), Err(PinError::Length), "{short}");
        }
        for weak in ["000000", "123456", "987654", "890123", "121212", "123123", "27042704"] {
            assert_eq!(pin(weak), Err(PinError::Weak), "{weak}");
        }
    }

    #[test]
    fn only_the_pin_itself_opens_and_it_is_never_written_out() {
        let pin = pin("270493").expect("a good PIN");
        assert!(pin.is("270493"));
        for wrong in ["", "27049", "270494", "2704930", "270493\0", "170493"] {
            assert!(!pin.is(wrong), "{wrong:?}");
        }
        assert_eq!(format!("{pin:?}"), "Pin(…)");
    }
}
