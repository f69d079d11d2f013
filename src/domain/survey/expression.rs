//! XLSForm logic, compiled once to a small typed tree, evaluated without panic and in bounded time.
//!
//! Literals, `${name}`, `.`, `selected()`, `if()`, `coalesce()`, `count-selected()`, `regex()`, dates,
//! arithmetic, comparison, `and`, `or`, `not()`. What is not answered is the empty text: less and more than it
//! there is nothing, and `!=` holds. In a choice filter a bare name is an attribute of the choice.

mod evaluation;
mod formats;
mod functions;
mod lexer;
mod outcome;
mod parser;
mod tree;
mod types;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Name;
pub(super) use evaluation::Scope;
pub(super) use formats::{read_day, read_number, written};
pub(super) use outcome::Outcome;
pub(super) use types::{Known, Misfit, Subject, Type};

use functions::Function;
use tree::Node;

/// An expression, kept with the text it was written as.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression {
    source: String,
    tree: Arc<Node>,
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

impl ExpressionError {
    fn new(at: usize, problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { at, problem: problem.into(), advice: advice.into() }
    }
}

impl Expression {
    /// The most characters of an expression.
    pub const LONGEST: usize = 10_000;

    /// Compiles `source`.
    ///
    /// # Errors
    /// [`ExpressionError`] where it is not understood.
    pub fn parse(source: &str) -> Result<Self, ExpressionError> {
        let length = source.chars().count();
        if length > Self::LONGEST {
            let problem = format!("{length} characters are more than the {} of the longest expression", Self::LONGEST);
            return Err(ExpressionError::new(
                Self::LONGEST,
                problem,
                "work parts of it out in calculate rows of their own",
            ));
        }
        Ok(Self { source: source.to_owned(), tree: Arc::new(parser::parse(source)?) })
    }

    /// The text it was written as.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The questions it refers to.
    pub fn names(&self) -> BTreeSet<&Name> {
        let mut names = BTreeSet::new();
        self.tree.walk(&mut |node| {
            if let Node::Answer(name) | Node::ChoiceName(_, name) = node {
                names.insert(name);
            }
        });
        names
    }

    /// The bare names in it: in a filter, attributes of a choice; elsewhere, a question's name without `${}`.
    pub fn attributes(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.tree.walk(&mut |node| {
            if let Node::Attribute(name) = node {
                names.insert(name.as_str());
            }
        });
        names
    }

    /// Whether it asks for the day.
    pub(super) fn asks_the_day(&self) -> bool {
        let mut asks = false;
        self.tree.walk(&mut |node| asks |= matches!(node, Node::Call(Function::Today, _)));
        asks
    }

    /// Whether it asks how a choice is called, which differs from language to language.
    pub(super) fn asks_for_labels(&self) -> bool {
        let mut asks = false;
        self.tree.walk(&mut |node| asks |= matches!(node, Node::ChoiceName(..)));
        asks
    }

    /// The parts that must all hold for it to hold.
    pub(super) fn conditions(&self) -> Vec<Self> {
        let part = |node: &Node| Self { source: self.source.clone(), tree: Arc::new(node.clone()) };
        match &*self.tree {
            Node::Chain(first, rest) if rest.iter().all(|(operator, _)| *operator == tree::Operator::And) => {
                std::iter::once(part(first)).chain(rest.iter().map(|(_, node)| part(node))).collect()
            }
            node => vec![part(node)],
        }
    }

    /// What it comes to.
    pub(super) fn evaluate(&self, scope: &dyn Scope) -> Outcome {
        evaluation::evaluate(&self.tree, scope)
    }

    /// What type it comes to, and what in it does not fit.
    pub(super) fn types(&self, subject: &dyn Subject) -> (Type, Vec<Misfit>) {
        types::infer(&self.tree, subject, false)
    }

    /// What does not fit in it as a condition.
    pub(super) fn misfits_of_condition(&self, subject: &dyn Subject) -> Vec<Misfit> {
        types::infer(&self.tree, subject, true).1
    }

    /// The text it is, if it is nothing but a text.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &*self.tree {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.source)
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

#[cfg(test)]
mod tests;
