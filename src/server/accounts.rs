//! Who may read the results: accounts with a name and a password, and signing in.
//!
//! A password is made here, not chosen: long, random, shown once. It is kept as its Argon2id hash. Whoever tries a
//! name that is not there waits as long, and is told the same, as one who tries a wrong password.

use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use super::error::Error;
use super::secret::{Purpose, Secret, random};
use super::state::Centre;
use crate::release::Digest;

/// How long a sign-in lasts without use.
pub const IDLE: Duration = Duration::from_secs(12 * 3600);
/// How long a sign-in lasts at most.
pub const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);
/// The longest password that is tried, bytes.
const LONGEST_PASSWORD: usize = 256;
/// Letters and digits that are not mistaken for one another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// A hash takes 19 MB and some hundredths of a second: only so many at once.
static HASHING: Semaphore = Semaphore::const_new(2);
/// What a try at a name that is not there is checked against: the hash of a password that nobody has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
                      bm9ib2R5IGhhcyB0aGlz$dMHKZ0QhxKO8n6Ld5jsBMM1qGJyBjZUuVfHMVb7aLpE";

/// Someone signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The account's name.
    pub account: String,
    /// What every form of theirs carries: another site cannot know it.
    pub form_token: String,
}

/// Makes an account and gives its password, to be shown once.
///
/// # Errors
/// [`Error::NotAnAccountName`], [`Error::AccountTaken`], or a failure.
pub async fn add(centre: &Centre, name: &str) -> Result<String, Error> {
    let sound = (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-@".contains(&byte));
    if !sound {
        return Err(Error::NotAnAccountName(name.to_owned()));
    }
    let (password, hash) = new_password().await?;
    if centre.store.add_account(name, &hash, centre.clock.millis()).await? {
        Ok(password)
    } else {
        Err(Error::AccountTaken(name.to_owned()))
    }
}

/// The name of the account that a new centre begins with.
pub const FIRST: &str = "operator";

/// Makes the first account of a centre that has none, and gives its password, to be shown once.
///
/// # Errors
/// A failure of the database or of hashing.
pub async fn add_first(centre: &Centre) -> Result<Option<String>, Error> {
    if centre.store.count_accounts().await? > 0 { Ok(None) } else { add(centre, FIRST).await.map(Some) }
}

/// Gives an account another password, to be shown once, and signs it out everywhere. One that was disabled is
/// enabled.
///
/// # Errors
/// [`Error::UnknownAccount`], or a failure.
pub async fn renew_password(centre: &Centre, name: &str) -> Result<String, Error> {
    let (password, hash) = new_password().await?;
    centre.store.set_password(name, &hash).await?;
    Ok(password)
}

/// Disables an account and signs it out everywhere.
///
/// # Errors
/// [`Error::UnknownAccount`], [`Error::Database`].
pub async fn disable(centre: &Centre, name: &str) -> Result<(), Error> {
    centre.store.disable_account(name, centre.clock.millis()).await
}

/// Signs in: the secret for the cookie, or `None` if name and password do not fit.
///
/// # Errors
/// A failure of the database or of hashing.
pub async fn sign_in(centre: &Centre, name: &str, password: &str) -> Result<Option<Secret>, Error> {
    let known = centre.store.password_of(name).await?;
    let (hash, is_known) = (known.clone().unwrap_or_else(|| NOBODY.to_owned()), known.is_some());
    let password = password.to_owned();
    let fits = hashing(move || Ok(password.len() <= LONGEST_PASSWORD && verify(&password, &hash))).await?;
    if !(fits && is_known) {
        return Ok(None);
    }
    let secret = Secret::generate(Purpose::Session)?;
    let now = centre.clock.millis();
    let (idle, oldest) = limits(now);
    centre.store.add_session(&secret.hash(), name, now, idle, oldest).await?;
    Ok(Some(secret))
}

/// Who is signed in with the secret of a cookie, if it still counts.
///
/// # Errors
/// [`Error::Database`].
pub async fn session(centre: &Centre, secret: &Secret) -> Result<Option<Session>, Error> {
    let now = centre.clock.millis();
    let (idle, oldest) = limits(now);
    let account = centre.store.use_session(&secret.hash(), now, idle, oldest).await?;
    Ok(account.map(|account| Session { account, form_token: form_token(secret) }))
}

/// Ends a sign-in.
///
/// # Errors
/// [`Error::Database`].
pub async fn sign_out(centre: &Centre, secret: &Secret) -> Result<(), Error> {
    centre.store.end_session(&secret.hash()).await
}

/// The earliest last use and the earliest beginning of a sign-in that still counts.
fn limits(now: i64) -> (i64, i64) {
    let before = |time: Duration| now - i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    (before(IDLE), before(LONGEST))
}

/// Derived from the cookie's secret, so it needs no place of its own, and tells nothing of it.
fn form_token(secret: &Secret) -> String {
    Digest::of(format!("form {}", secret.reveal()).as_bytes()).to_string()
}

/// A new password, five groups of five, 125 bits, and its hash.
async fn new_password() -> Result<(String, String), Error> {
    let bytes = random::<25>()?;
    let letters: Vec<u8> = bytes.iter().map(|byte| LETTERS[usize::from(byte % 32)]).collect();
    let groups: Vec<String> = letters.chunks(5).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    let password = groups.join("-");
    let clear = password.clone();
    let hash = hashing(move || {
        let hash: Result<PasswordHash, _> = Argon2::default().hash_password(clear.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Password(error.to_string()))
    })
    .await?;
    Ok((password, hash))
}

fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Runs the work of hashing beside the network's, and not too much of it at once.
async fn hashing<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    let _turn = HASHING.acquire().await.map_err(|error| Error::BrokenOff(error.to_string()))?;
    tokio::task::spawn_blocking(work).await?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_long_random_and_fits_its_hash_alone() {
        let (password, hash) = new_password().await.expect("made");
        assert_eq!(password.len(), 29);
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(verify(&password, &hash));
        assert!(!verify("guess", &hash));
        assert_ne!(new_password().await.expect("made").0, password);
    }

    #[test]
    fn nobodys_hash_takes_as_long_as_a_real_one_and_fits_nothing() {
        let hash = PasswordHash::new(NOBODY).expect("a hash");
        let real = Argon2::default();
        assert_eq!(hash.params.get_decimal("m"), Some(real.params().m_cost()));
        assert_eq!(hash.params.get_decimal("t"), Some(real.params().t_cost()));
        assert!(!verify("", NOBODY));
    }

    #[test]
    fn the_token_of_forms_tells_nothing_of_the_cookie() {
        let secret = Secret::presented("aqw_1");
        assert!(!form_token(&secret).contains("aqw_1"));
        assert_ne!(form_token(&secret), secret.hash());
    }
}
