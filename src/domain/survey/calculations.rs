//! What calculations come to, known before anybody answers: a number and a day are counted in other ways than yes
//! or no, and words are not counted at all.

use std::collections::BTreeMap;

use super::expression::{Known, Subject, Type};
use super::interview::{Outline, Plan, Working};
use super::{Kind, Name, Survey};

/// What a calculation comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calculated {
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// A day.
    Day,
    /// Words, or the names of choices.
    Words,
    /// It is known only when somebody answers.
    Unknown,
}

/// What is known of the questions before.
struct Types<'a> {
    plan: &'a Plan,
    known: &'a [Known<'a>],
}

impl Subject for Types<'_> {
    fn answer(&self, name: &Name) -> Known<'_> {
        self.plan.index.get(name).map_or(Known::of(Type::Any), |at| self.known[*at])
    }

    fn this(&self) -> Known<'_> {
        Known::of(Type::Any)
    }
}

impl Survey {
    /// What each of its calculations comes to.
    pub fn calculations(&self) -> BTreeMap<Name, Calculated> {
        let outline = Outline::of(self);
        let plan = Plan::of(&outline);
        let mut known = vec![Known::of(Type::Any); outline.questions.len()];
        let mut calculations = BTreeMap::new();
        for step in &plan.order {
            let Working::Value(at) = *step else { continue };
            let question = outline.questions[at];
            known[at] = match &question.kind {
                Kind::One(choices) => Known::among(Type::One, self.list(&choices.list)),
                Kind::Many(choices) | Kind::Rank(choices) => Known::among(Type::Many, self.list(&choices.list)),
                Kind::Scale { .. } | Kind::Integer | Kind::Decimal => Known::of(Type::Number),
                Kind::Date => Known::of(Type::Date),
                Kind::Line | Kind::Paragraph => Known::of(Type::Text),
                Kind::Note | Kind::Acknowledge => Known::of(Type::Any),
                Kind::Calculation(expression) => {
                    let kind = expression.types(&Types { plan: &plan, known: &known }).0;
                    calculations.insert(question.name.clone(), Calculated::of(kind));
                    Known::of(kind)
                }
            };
        }
        calculations
    }
}

impl Calculated {
    fn of(kind: Type) -> Self {
        match kind {
            Type::Number => Self::Number,
            Type::Truth => Self::Truth,
            Type::Date => Self::Day,
            Type::Text | Type::One | Type::Many => Self::Words,
            Type::Any => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_calculation_comes_to_is_known_before_anybody_answers() {
        let question =
            |name: &str, kind: serde_json::Value| serde_json::json!({ "question": { "name": name, "kind": kind } });
        let calculation = |name: &str, source: &str| question(name, serde_json::json!({ "calculation": source }));
        let survey: Survey = serde_json::from_value(serde_json::json!({
            "id": "s", "version": "1", "title": {}, "default_language": "kk", "lists": {},
            "items": [
                question("age", serde_json::json!("integer")),
                question("day", serde_json::json!("date")),
                calculation("twice", "${age} * 2"),
                calculation("grown", "${age} >= 18"),
                calculation("both", "${grown} and ${twice} > 40"),
                calculation("when", "${day}"),
                calculation("words", "concat('a', ${age})"),
                calculation("which", "if(${grown}, ${age}, 'young')"),
            ],
        }))
        .expect("a survey");
        let calculations = survey.calculations();
        let of = |name: &str| calculations[&name.parse::<Name>().expect("a name")];
        assert_eq!(
            ["twice", "grown", "both", "when"].map(of),
            [Calculated::Number, Calculated::Truth, Calculated::Truth, Calculated::Day]
        );
        assert_eq!(["words", "which"].map(of), [Calculated::Words, Calculated::Unknown]);
        assert_eq!(calculations.len(), 6);
    }
}
