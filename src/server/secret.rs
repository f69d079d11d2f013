//! Secrets: made from the system's random source, shown once, kept only as their SHA-256.
//!
//! A secret has 256 random bits, so a plain hash of it cannot be searched, and looking the hash up
//! tells an attacker's stop-watch nothing about the secret.

use std::fmt;

use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

use super::error::Error;
use crate::release::Digest;

/// What a secret is for; the first letters of its text, so that a leaked one is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A new stand polls with it.
    Ticket,
    /// A stand's own calls.
    Credential,
    /// An administrator's calls.
    Token,
    /// Someone signed in to the web pages.
    Session,
}

impl Purpose {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Ticket => "aqt_",
            Self::Credential => "aqs_",
            Self::Token => "aqa_",
            Self::Session => "aqw_",
        }
    }
}

/// A secret in clear. Its debug output does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new secret.
    ///
    /// # Errors
    /// [`Error::Random`] when the system's random source fails.
    pub fn generate(purpose: Purpose) -> Result<Self, Error> {
        Ok(Self(format!("{}{}", purpose.prefix(), hex::encode(random::<32>()?))))
    }

    /// A secret as someone presented it.
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The credential that the holder of this ticket gets when approved with `salt`.
    ///
    /// Derived rather than drawn, the centre can tell it again until the stand has it, and still
    /// keeps no secret of it.
    pub fn credential(&self, salt: &str) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_bytes());
        let tag = hmac::sign(&key, format!("aqparat stand credential {salt}").as_bytes());
        Self(format!("{}{}", Purpose::Credential.prefix(), hex::encode(tag)))
    }

    /// What the centre keeps of it: the SHA-256 in hex.
    pub fn hash(&self) -> String {
        Digest::of(self.0.as_bytes()).to_string()
    }

    /// The secret in clear, for the one place that hands it out.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// `N` random bytes.
///
/// # Errors
/// [`Error::Random`] when the system's random source fails.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::Random)?;
    Ok(bytes)
}

/// A random number from 0 to below 1, for jitter.
pub fn fraction() -> f64 {
    // Without randomness the timers still run, only less spread.
    random::<4>().map_or(0.5, |bytes| f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_shows_in_a_log() {
        let secret = Secret::generate(Purpose::Token).expect("random");
        assert!(!format!("{secret:?}").contains(&secret.reveal()[4..]));
    }

    #[test]
    fn the_same_ticket_and_salt_give_the_same_credential_and_another_salt_another() {
        let ticket = Secret::presented("aqt_1");
        assert_eq!(ticket.credential("a"), ticket.credential("a"));
        assert_ne!(ticket.credential("a"), ticket.credential("b"));
        assert_ne!(ticket.credential("a"), Secret::presented("aqt_2").credential("a"));
    }

    #[test]
    fn a_fraction_is_below_one() {
        assert!((0..1000).map(|_| fraction()).all(|f| (0.0..1.0).contains(&f)));
    }
}
