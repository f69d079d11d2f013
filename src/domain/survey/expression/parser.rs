//! From the words of an expression to its tree.

use regex::{Regex, RegexBuilder};

use super::functions::Function;
use super::lexer::{Located, Token, tokens};
use super::tree::{Node, Operator};
use super::{ExpressionError, formats};

/// The most brackets within brackets.
const DEEPEST: usize = 100;
/// The most bytes a compiled pattern takes.
const LARGEST_PATTERN: usize = 1 << 20;
/// The most patterns of one expression.
const MOST_PATTERNS: usize = 20;

/// The tree of `source`.
///
/// # Errors
/// [`ExpressionError`] at the first thing that is not understood.
pub fn parse(source: &str) -> Result<Node, ExpressionError> {
    let signs: Vec<char> = source.chars().collect();
    let tokens = tokens(&signs).map_err(|error| refused_before(&signs, &error).unwrap_or(error))?;
    if tokens.is_empty() {
        return Err(ExpressionError::new(0, "nothing is written here", "write an expression or leave the cell empty"));
    }
    let mut parser = Parser { tokens: &tokens, next: 0, depth: 0, end: signs.len(), patterns: 0 };
    let node = parser.chain(0)?;
    match parser.peek() {
        None => Ok(node),
        Some(token) => Err(parser.unexpected(&token.clone(), "this expression was already complete")),
    }
}

/// A function that a stand does not know, before a sign that has no place: it says more than the sign.
fn refused_before(signs: &[char], error: &ExpressionError) -> Option<ExpressionError> {
    let before = tokens(&signs[..error.at]).ok()?;
    let mut calls = before.windows(2).filter(|pair| pair[1].1 == Token::Open);
    calls.find_map(|pair| match &pair[0] {
        (at, Token::Word(name)) if Function::of_name(name).is_none() => Some(unknown(name, *at)),
        _ => None,
    })
}

fn unknown(name: &str, at: usize) -> ExpressionError {
    ExpressionError::new(at, format!("a stand does not know {name}()"), Function::advice(name))
}

struct Parser<'a> {
    tokens: &'a [Located],
    next: usize,
    depth: usize,
    end: usize,
    /// Patterns compiled so far.
    patterns: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    /// Where the next word is.
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn take(&mut self, token: &Token) -> bool {
        let is_next = self.peek() == Some(token);
        self.next += usize::from(is_next);
        is_next
    }

    fn unexpected(&self, token: &Token, because: &str) -> ExpressionError {
        let (what, advice) = match token {
            Token::Close => (") without its (".to_owned(), "take it out, or open the bracket"),
            Token::Comma => ("a comma".to_owned(), "commas stand between what is in a function's brackets"),
            Token::Word(word) if Operator::of_word(&word.to_lowercase()).is_some() => {
                (format!("\"{word}\""), "write and, or, div, mod in small letters, with something on both sides")
            }
            Token::Word(word) => (format!("\"{word}\""), "put and, or or another sign between the two parts"),
            Token::Open => ("(".to_owned(), "put and, or or another sign before it"),
            _ => ("this".to_owned(), "put and, or or another sign between the two parts"),
        };
        ExpressionError::new(self.at(), format!("{what} has no place here: {because}"), advice)
    }

    /// Parts joined by operators of one rank.
    fn chain(&mut self, rank: usize) -> Result<Node, ExpressionError> {
        if rank == Operator::RANKS {
            return self.signed();
        }
        let first = self.chain(rank + 1)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.operator(rank) {
            self.next += 1;
            rest.push((operator, self.chain(rank + 1)?));
        }
        Ok(if rest.is_empty() { first } else { Node::Chain(Box::new(first), rest) })
    }

    fn operator(&self, rank: usize) -> Option<Operator> {
        let operator = match self.peek()? {
            Token::Operator(operator) => *operator,
            Token::Word(word) => Operator::of_word(word)?,
            _ => return None,
        };
        (operator.rank() == rank).then_some(operator)
    }

    /// A part with as many minus signs before it as there are.
    fn signed(&mut self) -> Result<Node, ExpressionError> {
        let begin = self.next;
        while self.take(&Token::Operator(Operator::Minus)) {}
        let minuses = self.next - begin;
        let mut node = self.part()?;
        // `--x` is the number of x: twice is as good as a thousand times.
        for _ in 0..(if minuses == 0 { 0 } else { 2 - minuses % 2 }) {
            node = Node::Negative(Box::new(node));
        }
        Ok(node)
    }

    fn part(&mut self) -> Result<Node, ExpressionError> {
        let at = self.at();
        let Some(token) = self.peek().cloned() else {
            return Err(ExpressionError::new(
                at,
                "something is missing at the end",
                "complete it, or take out the last sign",
            ));
        };
        self.next += 1;
        match token {
            Token::Number(number) => Ok(Node::Number(number)),
            Token::Text(text) => Ok(Node::Text(text)),
            Token::Answer(name) => Ok(Node::Answer(name)),
            Token::This => Ok(Node::This),
            Token::Open => self.bracket(at),
            Token::Word(word) if self.take(&Token::Open) => self.call(&word, at),
            Token::Word(word) if matches!(word.as_str(), "true" | "false" | "today") => {
                Err(ExpressionError::new(at, format!("\"{word}\" is a function"), format!("write {word}()")))
            }
            Token::Word(word) => Ok(Node::Attribute(word)),
            token => {
                self.next -= 1;
                Err(self.unexpected(&token, "something is missing before it"))
            }
        }
    }

    fn deeper(&mut self, at: usize) -> Result<(), ExpressionError> {
        self.depth += 1;
        if self.depth <= DEEPEST {
            return Ok(());
        }
        let problem = format!("more than {DEEPEST} brackets within brackets");
        Err(ExpressionError::new(at, problem, "work parts of it out in calculate rows of their own"))
    }

    fn bracket(&mut self, at: usize) -> Result<Node, ExpressionError> {
        self.deeper(at)?;
        let node = self.chain(0)?;
        self.depth -= 1;
        if self.take(&Token::Close) {
            return Ok(node);
        }
        match self.peek().cloned() {
            Some(token) => Err(self.unexpected(&token, "the bracket was not closed")),
            None => Err(ExpressionError::new(at, "a bracket is not closed", "close it with )")),
        }
    }

    fn call(&mut self, name: &str, at: usize) -> Result<Node, ExpressionError> {
        let Some((function, least, most)) = Function::of_name(name) else {
            return Err(unknown(name, at));
        };
        self.deeper(at)?;
        let mut arguments = Vec::new();
        while !self.take(&Token::Close) {
            if !arguments.is_empty() && !self.take(&Token::Comma) {
                return Err(match self.peek().cloned() {
                    Some(token) => self.unexpected(&token, "a comma or ) was expected"),
                    None => {
                        ExpressionError::new(at, format!("the bracket of {name}( is not closed"), "close it with )")
                    }
                });
            }
            arguments.push(self.chain(0)?);
        }
        self.depth -= 1;
        if (least..=most).contains(&arguments.len()) {
            self.patterns += usize::from(function == Function::Regex);
            if self.patterns > MOST_PATTERNS {
                let problem = format!("these are more than {MOST_PATTERNS} patterns in one expression");
                return Err(ExpressionError::new(at, problem, "say it with fewer, or by selected() and comparisons"));
            }
            return compiled(function, arguments, at);
        }
        let takes = match (least, most) {
            (0, 0) => "no arguments".to_owned(),
            (1, 1) => "1 argument".to_owned(),
            (least, most) if least == most => format!("{least} arguments"),
            (least, usize::MAX) => format!("at least {least}"),
            (least, most) => format!("{least} to {most} arguments"),
        };
        let problem = format!("{name}() takes {takes}, here it has {}", arguments.len());
        Err(ExpressionError::new(at, problem, "put them between the brackets, with commas between"))
    }
}

/// What can be checked of a call before anybody answers.
fn compiled(function: Function, mut arguments: Vec<Node>, at: usize) -> Result<Node, ExpressionError> {
    match (function, arguments.as_slice()) {
        (Function::Regex, [_, Node::Text(pattern)]) => {
            let pattern = self::pattern(pattern, at)?;
            Ok(Node::Matches(Box::new(arguments.swap_remove(0)), pattern))
        }
        (Function::Regex, _) => {
            let problem = "the pattern of regex() is worked out";
            Err(ExpressionError::new(at, problem, "write the pattern itself, in quotes, so that it can be checked"))
        }
        (Function::ChoiceName, [_, question]) => {
            let name = match question {
                Node::Answer(name) => Some(name.clone()),
                Node::Text(text) => {
                    text.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}')?.trim().parse().ok())
                }
                _ => None,
            };
            let advice = "write jr:choice-name(${name}, '${name}') with the name of a question";
            let missing = || ExpressionError::new(at, "jr:choice-name() does not say whose choice", advice);
            Ok(Node::ChoiceName(Box::new(arguments.swap_remove(0)), name.ok_or_else(missing)?))
        }
        (Function::FormatDate, [_, Node::Text(format)]) => match formats::unknown_code(format) {
            None => Ok(Node::Call(function, arguments)),
            Some(code) => {
                let problem = format!("format-date() does not know %{code}");
                Err(ExpressionError::new(at, problem, "use %Y, %y, %m, %n, %d and %e, like '%d.%m.%Y'"))
            }
        },
        _ => Ok(Node::Call(function, arguments)),
    }
}

/// A pattern that matches a whole text, as XLSForm has it; of linear time and limited size.
fn pattern(source: &str, at: usize) -> Result<Regex, ExpressionError> {
    let compile = |pattern: &str| RegexBuilder::new(pattern).size_limit(LARGEST_PATTERN).build();
    // By itself first: an unbalanced bracket must not pair with ours.
    compile(source).and_then(|_| compile(&format!(r"\A(?:{source})\z"))).map_err(|error| {
        let error = error.to_string();
        if error.contains("look-around") || error.contains("backreferences") {
            let advice = "split it into two conditions with and; a stand knows neither (?=…), (?!…) nor \\1";
            return ExpressionError::new(at, "the pattern looks ahead, behind or back", advice);
        }
        if error.contains("size limit") {
            return ExpressionError::new(
                at,
                "the pattern is too large",
                "ask for less, and check the length by string-length()",
            );
        }
        let reason =
            error.lines().rev().find_map(|line| line.strip_prefix("error: ")).unwrap_or("it is not understood");
        ExpressionError::new(at, format!("the pattern of regex() is wrong: {reason}"), "mend the pattern")
    })
}
