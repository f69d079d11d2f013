//! Which type an expression comes to, and what in it cannot be meant: found when a survey is imported, not
//! when somebody answers it.

use super::formats;
use super::functions::Function;
use super::tree::{Node, Operator};
use crate::domain::survey::{Choice, Name};

/// What an expression comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Words.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Truth,
    /// A day.
    Date,
    /// One choice of a list.
    One,
    /// Several choices of a list.
    Many,
    /// Now this, now that; or not known before somebody answers.
    Any,
}

/// What is known of a part before anybody answers.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its type.
    pub kind: Type,
    /// The choices it is among.
    pub choices: Option<&'a [Choice]>,
}

impl<'a> Known<'a> {
    /// Something of this type that is not chosen from a list.
    pub fn of(kind: Type) -> Self {
        Self { kind, choices: None }
    }

    /// A choice, or several, of a list.
    pub fn among(kind: Type, choices: &'a [Choice]) -> Self {
        Self { kind, choices: Some(choices) }
    }

    /// Whether every choice is called by a number, so that one can reckon with it.
    fn is_numbered(&self) -> bool {
        self.choices.is_some_and(|choices| choices.iter().all(|choice| formats::read_number(&choice.name).is_some()))
    }

    fn has(&self, name: &str) -> bool {
        self.choices.is_none_or(|choices| choices.iter().any(|choice| choice.name == name))
    }
}

/// What an expression is about.
pub trait Subject {
    /// What is known of the answer to a question.
    fn answer(&self, name: &Name) -> Known<'_>;
    /// What is known of the answer in question, `.`.
    fn this(&self) -> Known<'_>;
}

/// What cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// A part of a type that does not fit: what was found and what is wanted.
    Type(String),
    /// A choice that the list asked about does not have.
    Choice(String),
}

/// The type of `node`, and what in it does not fit, also as a condition if it is to be one.
pub fn infer(node: &Node, subject: &dyn Subject, is_condition: bool) -> (Type, Vec<Misfit>) {
    let mut inference = Inference { subject, misfits: Vec::new() };
    let kind = inference.known(node).kind;
    if is_condition {
        inference.condition(node);
    }
    (kind, inference.misfits)
}

struct Inference<'a> {
    subject: &'a dyn Subject,
    misfits: Vec<Misfit>,
}

impl<'a> Inference<'a> {
    fn misfit(&mut self, text: impl Into<String>) {
        let misfit = Misfit::Type(text.into());
        if !self.misfits.contains(&misfit) {
            self.misfits.push(misfit);
        }
    }

    fn unknown_choice(&mut self, name: &str) {
        let misfit = Misfit::Choice(name.to_owned());
        if !self.misfits.contains(&misfit) {
            self.misfits.push(misfit);
        }
    }

    fn known(&mut self, node: &Node) -> Known<'a> {
        match node {
            // '5' may be meant as a number as well.
            Node::Text(text) if formats::read_number(text).is_some() => Known::of(Type::Any),
            Node::Text(_) => Known::of(Type::Text),
            Node::Number(_) => Known::of(Type::Number),
            Node::Answer(name) => self.subject.answer(name),
            Node::This => self.subject.this(),
            Node::Attribute(_) => Known::of(Type::Any),
            Node::Negative(part) => {
                self.number(part);
                Known::of(Type::Number)
            }
            Node::Matches(part, _) => {
                self.known(part);
                Known::of(Type::Truth)
            }
            Node::ChoiceName(part, question) => {
                self.known(part);
                if self.subject.answer(question).choices.is_none() && self.subject.answer(question).kind != Type::Any {
                    self.misfit(format!("jr:choice-name() asks for a choice of {question}, which has none"));
                }
                Known::of(Type::Text)
            }
            Node::Chain(first, rest) => self.chain(first, rest),
            Node::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    fn chain(&mut self, first: &Node, rest: &[(Operator, Node)]) -> Known<'a> {
        let mut kind = Type::Any;
        let mut left = Some(first);
        for (operator, right) in rest {
            kind = match operator {
                Operator::Or | Operator::And => {
                    for part in left.into_iter().chain([right]) {
                        self.condition(part);
                    }
                    Type::Truth
                }
                Operator::Plus | Operator::Minus | Operator::Times | Operator::Div | Operator::Mod => {
                    for part in left.into_iter().chain([right]) {
                        self.number(part);
                    }
                    Type::Number
                }
                operator => {
                    let is_order = !matches!(operator, Operator::Equal | Operator::Unequal);
                    match left {
                        Some(left) => self.compared(left, right, is_order),
                        None => drop(self.known(right)),
                    }
                    Type::Truth
                }
            };
            // What is to the left of the second sign is no part, but what the first two came to.
            left = None;
        }
        Known::of(kind)
    }

    /// A part that must hold or not.
    fn condition(&mut self, node: &Node) {
        let known = self.known(node);
        match (node, known.kind) {
            (Node::Text(text), _) => self.misfit(format!("the text '{text}' stands where a condition is wanted")),
            (_, Type::Date) => self.misfit("a day stands where a condition is wanted: compare it"),
            (_, Type::One | Type::Many) => self.misfit(
                "a choice stands where a condition is wanted, which holds whatever was chosen: compare it, or use selected()",
            ),
            _ => {}
        }
    }

    /// A part one reckons with.
    fn number(&mut self, node: &Node) {
        let known = self.known(node);
        match (node, known.kind) {
            (Node::Text(text), Type::Text) if !text.is_empty() => {
                self.misfit(format!("the text '{text}' stands where a number is wanted"));
            }
            (_, Type::One) if !known.is_numbered() => {
                self.misfit("a choice that is not called by a number stands where a number is wanted");
            }
            (_, Type::Many) => self.misfit("several choices stand where a number is wanted: use count-selected()"),
            (_, Type::Text) if !matches!(node, Node::Text(_)) => {
                self.misfit("a text stands where a number is wanted: ask for a number, or use number()");
            }
            _ => {}
        }
    }

    fn compared(&mut self, left: &Node, right: &Node, is_order: bool) {
        let (one, other) = (self.known(left), self.known(right));
        for (node, known, against, literal) in [(left, one, other, right), (right, other, one, left)] {
            match (known.kind, literal) {
                (Type::One | Type::Many, Node::Text(text)) => {
                    for name in text.split_whitespace().filter(|name| !known.has(name)) {
                        self.unknown_choice(name);
                    }
                }
                (Type::One, Node::Number(number)) if !is_order && !known.is_numbered() => {
                    self.unknown_choice(&formats::written(*number));
                }
                (Type::Number, Node::Text(text)) if !text.is_empty() && formats::read_number(text).is_none() => {
                    self.misfit(format!("a number is compared with the text '{text}'"));
                }
                (Type::Date, Node::Text(text)) if !text.is_empty() && formats::read_day(text).is_none() => {
                    self.misfit(format!("a day is compared with the text '{text}': write it like '2026-11-24'"));
                }
                (Type::Date, Node::Number(number)) => {
                    let number = formats::written(*number);
                    self.misfit(format!("a day is compared with the number {number}: write date('2026-11-24')"));
                }
                (Type::Truth, Node::Text(text)) if !matches!(text.as_str(), "" | "true" | "false" | "0" | "1") => {
                    self.misfit(format!("a condition is compared with the text '{text}': it holds or does not"));
                }
                (Type::Date, _) if matches!(against.kind, Type::One | Type::Many | Type::Truth) => {
                    self.misfit("a day is compared with what is none");
                }
                _ => {}
            }
            if is_order && known.kind == Type::Many {
                self.misfit("several choices are compared by size: use count-selected()");
            }
            if is_order && known.kind == Type::One && !known.is_numbered() {
                self.misfit("a choice that is not called by a number is compared by size");
            }
            let is_literal = matches!(node, Node::Text(_));
            if is_order && known.kind == Type::Text && against.kind == Type::Number && !is_literal {
                self.misfit("a text is compared with a number by size: ask for a number, or use number()");
            }
        }
    }

    /// A part that is one choice or several.
    fn selection(&mut self, node: &Node, function: &str) -> Known<'a> {
        let known = self.known(node);
        let is_typed = known.kind == Type::Text && matches!(node, Node::Answer(_) | Node::This);
        if is_typed || matches!(known.kind, Type::Number | Type::Date | Type::Truth) {
            self.misfit(format!("{function}() asks about choices, and there are none"));
        }
        known
    }

    /// A part that is a day.
    fn day(&mut self, node: &Node, function: &str) {
        let known = self.known(node);
        match node {
            Node::Text(text) if !text.is_empty() && formats::read_day(text).is_none() => {
                self.misfit(format!("{function}() takes a day, '{text}' is none: write it like '2026-11-24'"));
            }
            _ if matches!(known.kind, Type::One | Type::Many | Type::Truth) => {
                self.misfit(format!("{function}() takes a day"));
            }
            _ => {}
        }
    }

    fn call(&mut self, function: Function, arguments: &[Node]) -> Known<'a> {
        match (function, arguments) {
            (Function::Not, [part]) => {
                self.condition(part);
                Known::of(Type::Truth)
            }
            (Function::If, [condition, one, other]) => {
                self.condition(condition);
                self.either([one, other])
            }
            (Function::Coalesce | Function::Once, arguments) => self.either(arguments),
            (Function::Selected, [of, wanted]) => {
                let known = self.selection(of, "selected");
                self.known(wanted);
                if let Node::Text(text) = wanted
                    && !known.has(text.trim())
                {
                    self.unknown_choice(text.trim());
                }
                Known::of(Type::Truth)
            }
            (Function::SelectedAt, [of, place]) => {
                let known = self.selection(of, "selected-at");
                self.number(place);
                Known { kind: if known.choices.is_some() { Type::One } else { Type::Any }, ..known }
            }
            (Function::CountSelected, [of]) => {
                self.selection(of, "count-selected");
                Known::of(Type::Number)
            }
            (Function::Round | Function::Int | Function::Abs | Function::Pow | Function::Sqrt, arguments) => {
                arguments.iter().for_each(|part| self.number(part));
                Known::of(Type::Number)
            }
            (Function::Min | Function::Max | Function::Sum, arguments) => {
                arguments.iter().for_each(|part| self.number(part));
                Known::of(Type::Number)
            }
            (Function::Date, [part]) => {
                self.day(part, "date");
                Known::of(Type::Date)
            }
            (Function::FormatDate, [part, format]) => {
                self.day(part, "format-date");
                self.known(format);
                Known::of(Type::Any)
            }
            (Function::DecimalDateTime, [part]) => {
                self.day(part, "decimal-date-time");
                Known::of(Type::Number)
            }
            (function, arguments) => {
                for part in arguments {
                    self.known(part);
                }
                Known::of(match function {
                    Function::Today => Type::Date,
                    Function::StringLength | Function::Number => Type::Number,
                    Function::Concat | Function::Join => Type::Text,
                    Function::True
                    | Function::False
                    | Function::Boolean
                    | Function::BooleanFromString
                    | Function::Contains
                    | Function::StartsWith
                    | Function::EndsWith => Type::Truth,
                    // A part of a text may well be a number.
                    _ => Type::Any,
                })
            }
        }
    }

    /// One of several parts.
    fn either<'n>(&mut self, parts: impl IntoIterator<Item = &'n Node>) -> Known<'a> {
        // An empty text says "nothing", not "a text".
        let parts = parts.into_iter().filter(|part| !matches!(part, Node::Text(text) if text.is_empty()));
        let known: Vec<Known<'a>> = parts.map(|part| self.known(part)).collect();
        match known.as_slice() {
            [only] => *only,
            [first, rest @ ..] if rest.iter().all(|other| other.kind == first.kind) => match first.kind {
                Type::One | Type::Many => Known::of(Type::Any),
                kind => Known::of(kind),
            },
            _ => Known::of(Type::Any),
        }
    }
}
