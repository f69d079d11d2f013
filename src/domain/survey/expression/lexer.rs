//! From the text of an expression to its words.

use super::{ExpressionError, tree::Operator};
use crate::domain::survey::Name;

/// A word of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// `12.5`.
    Number(f64),
    /// `'words'`.
    Text(String),
    /// `${name}`.
    Answer(Name),
    /// `.`.
    This,
    /// A function, an attribute, or an operator written as a word: which, its place tells.
    Word(String),
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `,`.
    Comma,
    /// `+`, `<=` and the like.
    Operator(Operator),
}

/// A word and where it begins, in characters from 0.
pub type Located = (usize, Token);

/// The words of `source`.
///
/// # Errors
/// At the first sign that belongs to no word.
pub fn tokens(source: &[char]) -> Result<Vec<Located>, ExpressionError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&sign) = source.get(at) {
        if sign.is_whitespace() {
            at += 1;
            continue;
        }
        let (token, length) = token(&source[at..], at)?;
        tokens.push((at, token));
        at += length;
    }
    Ok(tokens)
}

/// The word that `rest` begins with, and how many characters it takes.
fn token(rest: &[char], at: usize) -> Result<(Token, usize), ExpressionError> {
    let (sign, next) = (rest[0], rest.get(1).copied());
    let operator = |operator, length| Ok((Token::Operator(operator), length));
    match (sign, next) {
        ('(', _) => Ok((Token::Open, 1)),
        (')', _) => Ok((Token::Close, 1)),
        (',', _) => Ok((Token::Comma, 1)),
        ('+', _) => operator(Operator::Plus, 1),
        ('-', _) => operator(Operator::Minus, 1),
        ('*', _) => operator(Operator::Times, 1),
        ('=', next) if next != Some('=') => operator(Operator::Equal, 1),
        ('!', Some('=')) => operator(Operator::Unequal, 2),
        ('<', Some('=')) => operator(Operator::AtMost, 2),
        ('<', next) if next != Some('>') => operator(Operator::Less, 1),
        ('>', Some('=')) => operator(Operator::AtLeast, 2),
        ('>', _) => operator(Operator::More, 1),
        ('\'' | '"', _) => text(rest, at),
        ('$', Some('{')) => answer(rest, at),
        ('.', Some(digit)) if digit.is_ascii_digit() => number(rest, at),
        ('.', next) if !matches!(next, Some('.' | '/')) => Ok((Token::This, 1)),
        (digit, _) if digit.is_ascii_digit() => number(rest, at),
        (letter, _) if letter.is_alphabetic() || letter == '_' => Ok(word(rest)),
        _ => Err(foreign(sign, next, at)),
    }
}

fn text(rest: &[char], at: usize) -> Result<(Token, usize), ExpressionError> {
    match rest[1..].iter().position(|sign| *sign == rest[0]) {
        Some(length) => Ok((Token::Text(rest[1..=length].iter().collect()), length + 2)),
        None => Err(ExpressionError::new(at, "a text begins here that does not end", "close it with the same quote")),
    }
}

fn answer(rest: &[char], at: usize) -> Result<(Token, usize), ExpressionError> {
    let Some(length) = rest.iter().position(|sign| *sign == '}') else {
        return Err(ExpressionError::new(at, "${ is not closed", "write ${name} with the name of a question"));
    };
    let name: String = rest[2..length].iter().collect();
    if name.contains('#') {
        let advice = "leave it out: a stand keeps nothing of the visitor before";
        return Err(ExpressionError::new(at, format!("${{{name}}} asks for an earlier answer"), advice));
    }
    match name.trim().parse() {
        Ok(name) => Ok((Token::Answer(name), length + 1)),
        Err(_) => {
            Err(ExpressionError::new(at, format!("\"{name}\" is no name"), "write ${name} with the name of a question"))
        }
    }
}

fn number(rest: &[char], at: usize) -> Result<(Token, usize), ExpressionError> {
    let length = rest.iter().take_while(|sign| sign.is_ascii_digit() || **sign == '.').count();
    let written: String = rest[..length].iter().collect();
    match (written.parse(), rest.get(length)) {
        (_, Some(letter)) if letter.is_alphabetic() || *letter == '_' => {
            let advice = "put quotes around a text, and spaces around and, or, div, mod";
            Err(ExpressionError::new(at, format!("\"{written}{letter}…\" is neither a number nor a name"), advice))
        }
        (Ok(number), _) => Ok((Token::Number(number), length)),
        (Err(_), _) => Err(ExpressionError::new(at, format!("\"{written}\" is no number"), "write it like 12 or 12.5")),
    }
}

/// Letters, digits, `_`, `-`, `.`, and a `:` within (`jr:choice-name`).
fn word(rest: &[char]) -> (Token, usize) {
    let goes_on = |at: usize| match rest[at] {
        ':' => rest.get(at + 1).is_some_and(|next| next.is_alphabetic()),
        sign => sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.'),
    };
    let length = (0..rest.len()).take_while(|at| goes_on(*at)).count();
    (Token::Word(rest[..length].iter().collect()), length)
}

/// What an editor meant by a sign that has no place here.
fn foreign(sign: char, next: Option<char>, at: usize) -> ExpressionError {
    let (problem, advice) = match (sign, next) {
        ('“' | '”' | '„' | '‘' | '’' | '«' | '»' | '`', _) => {
            ("a curly quote", "use straight quotes: ' or \"")
        }
        ('=', _) => ("==", "write = once"),
        ('<', _) | ('≠', _) => ("a sign for \"not equal\" that is not XPath's", "write !="),
        ('≤', _) => ("≤", "write <="),
        ('≥', _) => ("≥", "write >="),
        ('−' | '–' | '—', _) => ("a dash", "write the minus sign of the keyboard: -"),
        ('&', _) => ("&", "write and"),
        ('|', _) => ("|", "write or"),
        ('!', _) => ("!", "write not(…)"),
        ('×' | '·', _) => ("a sign for \"times\" that is not XPath's", "write *"),
        ('÷' | '/', _) => ("/", "to divide, write div; for an answer, write ${name} instead of a path"),
        ('.', Some('.')) => ("a path through the form", "for an answer, write ${name}; a stand has no repeats"),
        ('.', _) | ('[' | ']' | '@', _) => ("a path through the form", "for an answer, write ${name}"),
        ('{' | '}' | '$', _) => ("a bracket without its name", "for an answer, write ${name}"),
        (';', _) => (";", "put commas between what stands in brackets"),
        ('%', _) => ("%", "for a remainder, write mod; for a part of hundred, write it as a number"),
        _ => return ExpressionError::new(at, format!("\"{sign}\" has no place here"), "take it out"),
    };
    ExpressionError::new(at, format!("{problem} has no place here"), advice)
}
