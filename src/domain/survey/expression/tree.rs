//! What an expression is once it is understood.

use regex::Regex;

use super::functions::Function;
use crate::domain::survey::Name;

/// A part of an expression. Chains of operators of one rank lie side by side, so that the tree is no deeper
/// than the brackets of its source.
#[derive(Debug, Clone)]
pub enum Node {
    /// `'words'`.
    Text(String),
    /// `12.5`.
    Number(f64),
    /// `${name}`.
    Answer(Name),
    /// `.`: the answer itself.
    This,
    /// A bare name: in a filter, an attribute of the choice.
    Attribute(String),
    /// `-x`.
    Negative(Box<Node>),
    /// `a + b - c`, operators of one rank, from left to right.
    Chain(Box<Node>, Vec<(Operator, Node)>),
    /// `function(…)`.
    Call(Function, Vec<Node>),
    /// `regex(x, 'pattern')`, the pattern already compiled.
    Matches(Box<Node>, Regex),
    /// `jr:choice-name(x, '${question}')`: what a choice of that question says.
    ChoiceName(Box<Node>, Name),
}

/// What stands between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Plus,
    Minus,
    Times,
    Div,
    Mod,
}

impl Operator {
    /// How many ranks there are.
    pub const RANKS: usize = 6;

    /// From 0, which binds least.
    pub fn rank(self) -> usize {
        match self {
            Self::Or => 0,
            Self::And => 1,
            Self::Equal | Self::Unequal => 2,
            Self::Less | Self::AtMost | Self::More | Self::AtLeast => 3,
            Self::Plus | Self::Minus => 4,
            Self::Times | Self::Div | Self::Mod => 5,
        }
    }

    /// The operator written as a word.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "or" => Some(Self::Or),
            "and" => Some(Self::And),
            "div" => Some(Self::Div),
            "mod" => Some(Self::Mod),
            _ => None,
        }
    }
}

impl Node {
    /// The parts right below this one.
    pub fn parts(&self) -> Vec<&Node> {
        match self {
            Self::Text(_) | Self::Number(_) | Self::Answer(_) | Self::This | Self::Attribute(_) => Vec::new(),
            Self::Negative(part) | Self::Matches(part, _) | Self::ChoiceName(part, _) => vec![part],
            Self::Chain(first, rest) => std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part)).collect(),
            Self::Call(_, arguments) => arguments.iter().collect(),
        }
    }

    /// Calls `look` with this part and all below it.
    pub fn walk<'a>(&'a self, look: &mut impl FnMut(&'a Node)) {
        look(self);
        for part in self.parts() {
            part.walk(look);
        }
    }
}
