//! The code that a new stand shows and its operator types: eight digits, `4827-1953`.

use std::fmt;
use std::str::FromStr;

use crate::server::error::Error;
use crate::server::secret;

const CODES: u32 = 100_000_000;

/// A pairing code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairingCode(u32);

impl PairingCode {
    /// A random code, each as likely as any other.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn draw() -> Result<Self, Error> {
        loop {
            let number = u32::from_le_bytes(secret::random()?);
            // Numbers above the last whole multiple would make low codes likelier.
            if number < u32::MAX / CODES * CODES {
                return Ok(Self(number % CODES));
            }
        }
    }
}

impl fmt::Display for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

impl FromStr for PairingCode {
    type Err = Error;
    /// Reads a code as a person types it: with a hyphen, a space or neither.
    fn from_str(text: &str) -> Result<Self, Error> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{2010}'..='\u{2014}')).collect();
        if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::NotACode(text.to_owned()));
        }
        digits.parse().map(Self).map_err(|_| Error::NotACode(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_an_operator_types_it() {
        for text in ["0027-1953", "00271953", "0027 1953", " 0027–1953 "] {
            assert_eq!(text.parse::<PairingCode>().expect("valid").to_string(), "0027-1953");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "4827-195", "4827-19533", "4827-195x", "+4827195", "٤٨٢٧١٩٥٣"] {
            assert!(text.parse::<PairingCode>().is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn a_drawn_code_reads_back() {
        for _ in 0..200 {
            let code = PairingCode::draw().expect("random");
            assert_eq!(code.to_string().parse::<PairingCode>().expect("valid"), code);
        }
    }
}
