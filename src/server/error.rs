//! What can go wrong at the centre: each message says what happened and, where it can, what to do.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::BodyId;
use crate::domain::survey::Name;
use crate::server::publishing::PublishError;

/// Any failure of the centre.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or did not answer.
    #[error("the database failed: {0}; check that it runs and that there is space on its disk")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database could not be brought up to date: {0}; restore a backup or use the program that wrote it")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value does not read back.
    #[error("the database holds a damaged {what}: {problem}; restore a backup")]
    Damaged {
        /// Which value.
        what: &'static str,
        /// Why it was refused.
        problem: String,
    },
    /// A file or folder of the centre failed.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// How.
        source: io::Error,
    },
    /// Signing or writing the repository failed.
    #[error(transparent)]
    Publishing(#[from] PublishError),
    /// An address in the configuration cannot be read.
    #[error("{0}")]
    Configuration(String),
    /// The data folder holds no centre.
    #[error("there is no centre in {}; make one with: aqparat-server init --data {}", .0.display(), .0.display())]
    NotInitialised(PathBuf),
    /// The random source of the system failed.
    #[error("the system gave no random numbers")]
    Random,
    /// No content was ever imported for the body.
    #[error("there is no body {0} here; see: aqparat-server body list, or import its content first")]
    UnknownBody(BodyId),
    /// Nothing was ever published for the body.
    #[error("nothing has been published for {0} yet; run: aqparat-server publish --body {0}")]
    NothingPublished(BodyId),
    /// The folder is another body's.
    #[error("this folder is the content of {found}, not of {expected}; check the id in stand.toml")]
    OtherBody {
        /// Whose content was expected.
        expected: BodyId,
        /// Whose it is.
        found: BodyId,
    },
    /// The token may not touch this body.
    #[error("this token is for {allowed} only; ask the centre for a token of your own")]
    NotAllowed {
        /// The body the token is for.
        allowed: BodyId,
    },
    /// Not a pairing code.
    #[error("\"{0}\" is not a pairing code; type the eight digits on the stand's screen, such as 4827-1953")]
    NotACode(String),
    /// No stand shows this code.
    #[error("no stand waits with the code {0}; read it again from the stand's screen")]
    UnknownCode(String),
    /// The code ended before it was approved.
    #[error("the code {0} has run out; the stand shows a new one, use that")]
    ExpiredCode(String),
    /// The code was used before.
    #[error("the code {code} was already approved, as stand {stand}; nothing was changed")]
    UsedCode {
        /// The code.
        code: String,
        /// The stand it became.
        stand: String,
    },
    /// No such stand.
    #[error("there is no stand {0}; see: aqparat-server stand list")]
    UnknownStand(String),
    /// Several stands have this name.
    #[error("several stands are called {0}; use the id from: aqparat-server stand list")]
    AmbiguousStand(String),
    /// No such token.
    #[error("there is no token {0}; see: aqparat-server token list")]
    UnknownToken(String),
    /// No such survey.
    #[error("there is no survey {0} here; see: aqparat-server survey list; nothing was changed")]
    UnknownSurvey(String),
    /// The version says something else already.
    #[error(
        "version {version} of the survey {survey} is here already and asks something else: stands may have answers \
         to it; give the changed survey a new version (settings sheet); nothing was changed"
    )]
    VersionTaken {
        /// The survey.
        survey: Name,
        /// The version.
        version: String,
    },
    /// What an operator asked of a survey cannot be.
    #[error("{0}; nothing was changed")]
    Survey(String),
    /// More answers at once than the centre takes.
    #[error("the centre is busy taking answers; try again in a moment")]
    Busy,
    /// No such account.
    #[error("there is no account {0}; see: aqparat-server account list")]
    UnknownAccount(String),
    /// An account has this name already.
    #[error("there is an account {0} already; for a new password run: aqparat-server account password {0}")]
    AccountTaken(String),
    /// Not the name of an account.
    #[error("\"{0}\" cannot be the name of an account: 1 to 64 letters, digits and the signs . _ - @")]
    NotAnAccountName(String),
    /// The password could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Password(String),
    /// A credential or token that the centre does not know.
    #[error("this credential is not known here; enrol the stand anew, or ask for a new token")]
    Unauthorised,
    /// The stand was revoked by an operator.
    #[error("this stand was revoked by its centre; it goes on showing its content, ask the operator to enrol it anew")]
    Revoked,
    /// Too many stands wait to be enrolled.
    #[error("too many stands are waiting to be enrolled; try again in some minutes")]
    TooManyWaiting,
    /// An archive of a content folder is not one.
    #[error("the archive was refused: {0}")]
    Archive(String),
    /// The remote centre refused or was not reached.
    #[error("{0}")]
    Remote(String),
    /// A task of the program broke off.
    #[error("the work broke off: {0}")]
    BrokenOff(String),
}

impl Error {
    /// An error of the file or folder at `path`, made for `map_err`.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File { path: path.to_owned(), source }
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::BrokenOff(error.to_string())
    }
}

/// An error with all its causes, each told once.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_that_the_message_tells_already_is_not_told_twice() {
        let cause = || io::Error::other("no space left");
        let told = Error::File { path: "x".into(), source: cause() };
        assert_eq!(chain(&told), "x: no space left");
        let silent = Error::Publishing(PublishError::Store(object_store::Error::Generic {
            store: "S3",
            source: Box::new(cause()),
        }));
        assert_eq!(chain(&silent).matches("no space left").count(), 1);
    }
}
