//! What an expression comes to. Never panics; the time is bounded by the length of the expression and of the
//! texts it works on, for there are no loops, and patterns match in linear time.

use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::civil::Date;

use super::functions::Function;
use super::tree::{Node, Operator};
use super::{Outcome, formats};
use crate::domain::survey::Name;

/// The most characters of a text that is put together.
const LONGEST: usize = 20_000;

/// What an expression can look at.
pub trait Scope {
    /// What was answered to a question; nothing while it is not asked.
    fn answer(&self, name: &Name) -> Outcome;
    /// The answer in question, `.`.
    fn this(&self) -> Outcome;
    /// An attribute of the choice in question.
    fn attribute(&self, name: &str) -> Outcome;
    /// The day; none while it is not known.
    fn today(&self) -> Option<Date>;
    /// What a choice of a question says.
    fn choice_label(&self, question: &Name, choice: &str) -> Option<String>;
}

/// What `node` comes to within `scope`.
pub fn evaluate(node: &Node, scope: &dyn Scope) -> Outcome {
    match node {
        Node::Text(text) => Outcome::Text(text.clone()),
        Node::Number(number) => Outcome::Number(*number),
        Node::Answer(name) => scope.answer(name),
        Node::This => scope.this(),
        Node::Attribute(name) => scope.attribute(name),
        Node::Negative(part) => Outcome::Number(-evaluate(part, scope).number()),
        Node::Chain(first, rest) => chain(first, rest, scope),
        Node::Matches(part, pattern) => Outcome::Truth(pattern.is_match(&evaluate(part, scope).text())),
        Node::ChoiceName(part, question) => {
            let choice = evaluate(part, scope);
            let labels =
                choice.names().iter().filter_map(|name| scope.choice_label(question, name)).collect::<Vec<_>>();
            text(labels.join(", "))
        }
        Node::Call(function, arguments) => call(*function, arguments, scope),
    }
}

fn chain(first: &Node, rest: &[(Operator, Node)], scope: &dyn Scope) -> Outcome {
    // All of one rank, from left to right.
    let mut so_far = evaluate(first, scope);
    for (operator, part) in rest {
        so_far = match operator {
            Operator::Or if so_far.truth() => Outcome::Truth(true),
            Operator::And if !so_far.truth() => Outcome::Truth(false),
            Operator::Or | Operator::And => Outcome::Truth(evaluate(part, scope).truth()),
            operator => binary(*operator, &so_far, &evaluate(part, scope)),
        };
    }
    so_far
}

fn binary(operator: Operator, left: &Outcome, right: &Outcome) -> Outcome {
    let (one, other) = (left.number(), right.number());
    match operator {
        Operator::Or => Outcome::Truth(left.truth() || right.truth()),
        Operator::And => Outcome::Truth(left.truth() && right.truth()),
        Operator::Equal => Outcome::Truth(left.equals(right)),
        Operator::Unequal => Outcome::Truth(!left.equals(right)),
        Operator::Less => Outcome::Truth(left.compared(right) == Some(Ordering::Less)),
        Operator::More => Outcome::Truth(left.compared(right) == Some(Ordering::Greater)),
        Operator::AtMost => Outcome::Truth(left.compared(right).is_some_and(Ordering::is_le)),
        Operator::AtLeast => Outcome::Truth(left.compared(right).is_some_and(Ordering::is_ge)),
        Operator::Plus => Outcome::Number(one + other),
        Operator::Minus => Outcome::Number(one - other),
        Operator::Times => Outcome::Number(one * other),
        Operator::Div => Outcome::Number(one / other),
        Operator::Mod => Outcome::Number(one % other),
    }
}

fn call(function: Function, arguments: &[Node], scope: &dyn Scope) -> Outcome {
    // The parser has counted the arguments; one that is not there is nothing.
    let of = |at: usize| arguments.get(at).map_or(Outcome::Nothing, |argument| evaluate(argument, scope));
    let all = || arguments.iter().map(|argument| evaluate(argument, scope));
    let numbers = || all().filter(|outcome| !outcome.is_blank()).map(|outcome| outcome.number());
    let truth = Outcome::Truth;
    let number = Outcome::Number;
    match function {
        Function::True => truth(true),
        Function::False => truth(false),
        Function::Not => truth(!of(0).truth()),
        Function::Boolean => truth(of(0).truth()),
        Function::BooleanFromString => truth(matches!(of(0).text().trim(), "true" | "1")),
        Function::If => of(if of(0).truth() { 1 } else { 2 }),
        Function::Coalesce => all().find(|outcome| !outcome.is_blank()).unwrap_or_default(),
        Function::Once => Some(scope.this()).filter(|this| !this.is_blank()).unwrap_or_else(|| of(0)),
        Function::Selected => {
            let (names, wanted) = (of(0), of(1));
            truth(names.names().iter().any(|name| *name == wanted.text().trim()))
        }
        Function::SelectedAt => {
            let (names, place) = (of(0), position(of(1).number()));
            let name = place.and_then(|place| names.names().get(place).map(|name| name.clone().into_owned()));
            name.map_or(Outcome::Nothing, Outcome::Text)
        }
        Function::CountSelected => count(of(0).names().len()),
        Function::StringLength => count(of(0).text().chars().count()),
        Function::Contains => truth(of(0).text().contains(&*of(1).text())),
        Function::StartsWith => truth(of(0).text().starts_with(&*of(1).text())),
        Function::EndsWith => truth(of(0).text().ends_with(&*of(1).text())),
        Function::Substr => substr(&of(0).text(), of(1).number(), arguments.get(2).map(|_| of(2).number())),
        Function::SubstringBefore => text(of(0).text().split_once(&*of(1).text()).map_or("", |(before, _)| before)),
        Function::SubstringAfter => text(of(0).text().split_once(&*of(1).text()).map_or("", |(_, after)| after)),
        Function::NormalizeSpace => text(of(0).text().split_whitespace().collect::<Vec<_>>().join(" ")),
        Function::Translate => translate(&of(0).text(), &of(1).text(), &of(2).text()),
        Function::Concat => joined("", all()),
        Function::Join => joined(&of(0).text(), all().skip(1)),
        Function::Text => Outcome::Text(of(0).text().into_owned()),
        Function::Number => number(of(0).number()),
        Function::Int => number(of(0).number().trunc()),
        Function::Round => number(round(of(0).number(), if arguments.len() > 1 { of(1).number() } else { 0.0 })),
        Function::Min => numbers().reduce(f64::min).map_or(Outcome::Nothing, number),
        Function::Max => numbers().reduce(f64::max).map_or(Outcome::Nothing, number),
        Function::Sum => number(numbers().sum()),
        Function::Abs => number(of(0).number().abs()),
        Function::Pow => number(of(0).number().powf(of(1).number())),
        Function::Sqrt => number(of(0).number().sqrt()),
        Function::Today => scope.today().map_or(Outcome::Nothing, Outcome::Date),
        Function::Date => of(0).date().map_or(Outcome::Nothing, Outcome::Date),
        Function::FormatDate => {
            of(0).date().map_or(Outcome::Nothing, |day| text(formats::formatted(day, &of(1).text())))
        }
        Function::DecimalDateTime => of(0).date().map_or(Outcome::Nothing, |day| number(formats::days(day))),
        // Both have parts of the tree of their own.
        Function::Regex | Function::ChoiceName => Outcome::Nothing,
    }
}

fn text(text: impl Into<String>) -> Outcome {
    Outcome::Text(text.into())
}

#[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
fn count(number: usize) -> Outcome {
    Outcome::Number(number as f64)
}

/// A place counted from 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just before")]
fn position(number: f64) -> Option<usize> {
    (0.0..1e9).contains(&number).then_some(number as usize)
}

/// As XPath rounds: a half up.
fn round(number: f64, digits: f64) -> f64 {
    let factor = 10_f64.powf(if digits.is_nan() { 0.0 } else { digits.trunc().clamp(-15.0, 15.0) });
    let rounded = (number * factor + 0.5).floor() / factor;
    if rounded.is_finite() { rounded } else { number }
}

/// The characters from one place up to another, counted from 0, negative ones from the end.
fn substr(text: &str, from: f64, to: Option<f64>) -> Outcome {
    let length = text.chars().count();
    let place = |number: f64| match position(number.abs()) {
        Some(place) if number < 0.0 => length.saturating_sub(place),
        Some(place) => place.min(length),
        None if number > 0.0 => length,
        None => 0,
    };
    let (from, to) = (place(from), to.map_or(length, place));
    Outcome::Text(text.chars().skip(from).take(to.saturating_sub(from)).collect())
}

/// `text` with each character of `from` replaced by the one at its place in `to`, or left out.
fn translate(text: &str, from: &str, to: &str) -> Outcome {
    let mut to = to.chars();
    let mut by: HashMap<char, Option<char>> = HashMap::new();
    for sign in from.chars() {
        let replacement = to.next();
        by.entry(sign).or_insert(replacement);
    }
    Outcome::Text(text.chars().filter_map(|sign| by.get(&sign).copied().unwrap_or(Some(sign))).collect())
}

/// Texts with `between` them, cut where it grows beyond all measure.
fn joined(between: &str, parts: impl Iterator<Item = Outcome>) -> Outcome {
    let mut all = String::new();
    let mut left = LONGEST;
    for (at, part) in parts.enumerate() {
        let part = part.text();
        let pieces = [if at == 0 { "" } else { between }, &*part];
        for sign in pieces.into_iter().flat_map(str::chars) {
            if left == 0 {
                return Outcome::Text(all);
            }
            left -= 1;
            all.push(sign);
        }
    }
    Outcome::Text(all)
}
