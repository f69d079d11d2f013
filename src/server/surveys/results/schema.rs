//! What was asked, joined over all versions of a survey: a question of the same name and kind is the same
//! question, a choice of the same name the same choice. So versions stay comparable. A scale of other steps is
//! another question: four of five and four of ten do not add up.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::Language;
use crate::domain::survey::calculations::Calculated;
use crate::domain::survey::{Kind, Name, Question, Survey, Text};
use crate::i18n;

/// What kind of answers a question has, as far as counting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// One of the choices.
    One,
    /// Any number of the choices.
    Many,
    /// All choices in an order.
    Rank,
    /// A step on a scale: the choices are its steps.
    Scale,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Words.
    Text,
    /// Nothing is answered: a note.
    Note,
}

/// What makes questions of one name the same question.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sort {
    form: Form,
    /// From, to and step of a scale, also of one that is counted as a number.
    steps: Option<[f64; 3]>,
}

/// A choice and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its name, by which answers know it.
    pub name: String,
    /// What the newest version that has it says.
    pub label: Text,
    /// Its number, of a step on a scale.
    pub number: f64,
}

/// A question over all versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub form: Form,
    /// What the newest version that has it asks.
    pub label: Text,
    /// The choices of all its versions.
    pub choices: Vec<Choice>,
    /// Whether the respondent answers it; a calculation is worked out.
    pub is_asked: bool,
    /// For each version: whether it has the question.
    pub versions: Vec<bool>,
    sort: Sort,
}

/// The most choices that are told apart.
pub const MOST_CHOICES: usize = 60_000;
/// The most steps of a scale that are counted one by one; a longer one is a number.
const MOST_STEPS: f64 = 100.0;

impl Variable {
    /// The place of a choice among the choices.
    pub fn choice(&self, name: &str) -> Option<usize> {
        self.choices.iter().position(|choice| choice.name == name)
    }

    /// Its label, or its name where it has none, and the language that is in.
    pub fn title(&self, language: Language) -> (&str, Language) {
        self.label.get(language).unwrap_or((self.name.as_str(), language))
    }

    /// The label of a choice, or its name where it has none, and the language that is in.
    pub fn choice_title(&self, choice: usize, language: Language) -> (&str, Language) {
        let choice = &self.choices[choice];
        choice.label.get(language).unwrap_or((choice.name.as_str(), language))
    }

    /// Whether answers to it are counted by choice.
    pub fn has_choices(&self) -> bool {
        matches!(self.form, Form::One | Form::Many | Form::Rank | Form::Scale)
    }
}

/// A survey over all its versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// The newest version.
    pub newest: Arc<Survey>,
    /// Every version, the oldest first.
    pub versions: Vec<String>,
    /// What each of them asks.
    pub surveys: Vec<Arc<Survey>>,
    /// Every question and note, in the newest version's order, older ones where they stood.
    pub variables: Vec<Variable>,
    by_name: HashMap<Name, Vec<usize>>,
    sorts: Vec<BTreeMap<Name, Sort>>,
}

impl Schema {
    /// Joins the versions of a survey, the oldest first. `None` without any.
    pub fn join(versions: &[Arc<Survey>]) -> Option<Self> {
        let newest = versions.last()?.clone();
        let mut variables: Vec<Variable> = Vec::new();
        let mut sorts = vec![BTreeMap::new(); versions.len()];
        for (at, survey) in versions.iter().enumerate().rev() {
            let calculations = survey.calculations();
            let mut before = None;
            for question in survey.questions() {
                // Words that were put together out of answers are no answer of their own.
                let Some((form, choices)) = form_of(question, survey, &calculations) else { continue };
                let sort = Sort { form, steps: steps_of(question) };
                sorts[at].insert(question.name.clone(), sort);
                let known = variables.iter().position(|known| known.name == question.name && known.sort == sort);
                let place = known.unwrap_or_else(|| {
                    let place = before.map_or(0, |before: usize| before + 1);
                    variables.insert(
                        place,
                        Variable {
                            name: question.name.clone(),
                            form,
                            label: question.label.clone(),
                            choices: Vec::new(),
                            is_asked: question.kind.is_asked(),
                            versions: vec![false; versions.len()],
                            sort,
                        },
                    );
                    place
                });
                before = Some(place);
                let variable = &mut variables[place];
                variable.versions[at] = true;
                for choice in choices {
                    if variable.choice(&choice.name).is_none() && variable.choices.len() < MOST_CHOICES {
                        variable.choices.push(choice);
                    }
                }
            }
        }
        for variable in variables.iter_mut().filter(|variable| variable.form == Form::Scale) {
            variable.choices.sort_by(|a, b| a.number.total_cmp(&b.number));
        }
        let mut by_name: HashMap<Name, Vec<usize>> = HashMap::new();
        for (at, variable) in variables.iter().enumerate() {
            by_name.entry(variable.name.clone()).or_default().push(at);
        }
        let (surveys, versions) = (versions.to_vec(), versions.iter().map(|survey| survey.version.clone()).collect());
        Some(Self { newest, versions, surveys, variables, by_name, sorts })
    }

    /// Where a version is among the versions.
    pub fn version(&self, version: &str) -> Option<usize> {
        self.versions.iter().position(|known| known == version)
    }

    /// Where the question of this name is, as this version asks it.
    pub fn place(&self, version: usize, name: &Name) -> Option<usize> {
        let sort = self.sorts.get(version)?.get(name)?;
        self.by_name.get(name)?.iter().copied().find(|place| self.variables[*place].sort == *sort)
    }

    /// The question at an address: its name, and its kind's place where several kinds share the name.
    pub fn find(&self, name: &str) -> Option<usize> {
        let (name, nth) = match name.rsplit_once('~') {
            Some((name, nth)) => (name, nth.parse::<usize>().ok()?.checked_sub(1)?),
            None => (name, 0),
        };
        self.by_name.get(&name.parse::<Name>().ok()?)?.get(nth).copied()
    }

    /// What [`Schema::find`] finds a question by. Also its name in tables and files.
    pub fn address(&self, place: usize) -> String {
        let name = &self.variables[place].name;
        let nth = self.by_name.get(name).and_then(|places| places.iter().position(|other| *other == place));
        match nth {
            Some(nth) if nth > 0 => format!("{name}~{}", nth + 1),
            _ => name.to_string(),
        }
    }

    /// The versions that lack a question.
    pub fn lacking(&self, place: usize) -> Vec<&str> {
        let has = &self.variables[place].versions;
        self.versions.iter().zip(has).filter(|(_, has)| !**has).map(|(version, _)| version.as_str()).collect()
    }
}

fn steps_of(question: &Question) -> Option<[f64; 3]> {
    match question.kind {
        Kind::Scale { from, to, step } => Some([from, to, step]),
        _ => None,
    }
}

/// What kind of answers a question has and among which choices; none of words that are worked out.
fn form_of(
    question: &Question,
    survey: &Survey,
    calculations: &BTreeMap<Name, Calculated>,
) -> Option<(Form, Vec<Choice>)> {
    let list = |name: &Name| {
        let choices = survey.list(name).iter().map(|choice| Choice {
            name: choice.name.clone(),
            label: choice.label.clone(),
            number: f64::NAN,
        });
        choices.collect()
    };
    Some(match &question.kind {
        Kind::One(choices) => (Form::One, list(&choices.list)),
        Kind::Many(choices) => (Form::Many, list(&choices.list)),
        Kind::Rank(choices) => (Form::Rank, list(&choices.list)),
        Kind::Scale { from, to, step } => {
            let steps = ((to - from) / step).floor();
            if *step > 0.0 && (0.0..MOST_STEPS).contains(&steps) {
                let numbers = (0_u32..).map(f64::from).take_while(|at| *at <= steps).map(|at| from + at * step);
                (Form::Scale, numbers.map(step_choice).collect())
            } else {
                (Form::Number, Vec::new())
            }
        }
        Kind::Calculation(_) => match calculations.get(&question.name) {
            Some(Calculated::Words) => return None,
            Some(Calculated::Truth) => (Form::One, truths()),
            Some(Calculated::Day) => (Form::Date, Vec::new()),
            Some(Calculated::Number | Calculated::Unknown) | None => (Form::Number, Vec::new()),
        },
        Kind::Integer | Kind::Decimal => (Form::Number, Vec::new()),
        Kind::Date => (Form::Date, Vec::new()),
        Kind::Line | Kind::Paragraph => (Form::Text, Vec::new()),
        Kind::Acknowledge => {
            (Form::One, vec![Choice { name: ACKNOWLEDGED.to_owned(), label: Text::default(), number: f64::NAN }])
        }
        Kind::Note => (Form::Note, Vec::new()),
    })
}

/// Yes and no, by the names that calculations give them.
fn truths() -> Vec<Choice> {
    let choice = |name: &str, id: &str| Choice {
        name: name.to_owned(),
        label: Text::new(Language::ALL.map(|language| (language, i18n::text(language, id)))),
        number: f64::NAN,
    };
    vec![choice("true", "results-yes"), choice("false", "results-no")]
}

/// The one choice of a question that is only acknowledged.
pub const ACKNOWLEDGED: &str = "acknowledged";

fn step_choice(number: f64) -> Choice {
    let name = step_name(number);
    let label = Text::new(Language::ALL.map(|language| (language, name.clone())));
    Choice { name, label, number }
}

/// A step of a scale as a name: the same for 0.1 + 0.2 and 0.3.
pub fn step_name(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    // No "-0".
    format!("{}", rounded + 0.0)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{survey, version};
    use super::*;

    #[test]
    fn questions_of_one_name_and_kind_are_joined_and_choices_by_their_names() {
        let old = version("1", &[("found", "one:yes no"), ("gone", "text"), ("rate", "scale:1 5")]);
        let new = version("2", &[("found", "one:yes partly no"), ("rate", "one:good bad"), ("new", "number")]);
        let schema = Schema::join(&[Arc::new(old), Arc::new(new)]).expect("two versions");
        let names: Vec<_> = (0..schema.variables.len()).map(|place| schema.address(place)).collect();
        assert_eq!(names, ["found", "gone", "rate", "rate~2", "new"]);
        let found = &schema.variables[0];
        assert_eq!(
            found.choices.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(),
            ["yes", "partly", "no"]
        );
        assert_eq!(schema.lacking(1), ["2"]);
        assert_eq!(schema.lacking(4), ["1"]);
        let rate = "rate".parse().expect("a name");
        assert_ne!(schema.place(0, &rate), schema.place(1, &rate), "another kind is another question");
        for place in 0..schema.variables.len() {
            assert_eq!(schema.find(&schema.address(place)), Some(place));
        }
    }

    #[test]
    fn a_scale_of_other_steps_is_another_question() {
        let versions = ["scale:1 5", "scale:1 10", "scale:1 5 0.5", "scale:1 5"].map(|scale| [("rate", scale)]);
        let versions: Vec<_> =
            (1..).zip(&versions).map(|(at, questions)| Arc::new(version(&at.to_string(), questions))).collect();
        let schema = Schema::join(&versions).expect("versions");
        let rate = "rate".parse().expect("a name");
        let places: Vec<_> = (0..4).map(|version| schema.place(version, &rate).expect("asked")).collect();
        assert_eq!(schema.variables.len(), 3);
        assert_eq!(places[0], places[3]);
        let steps: Vec<_> = places.iter().map(|place| schema.variables[*place].choices.len()).collect();
        assert_eq!(steps, [5, 10, 9, 5], "none is counted among the steps of another");
        for place in places {
            assert_eq!(schema.find(&schema.address(place)), Some(place));
        }
    }

    #[test]
    fn a_calculation_is_counted_as_what_it_comes_to() {
        let questions = [
            ("age", "number"),
            ("day", "date"),
            ("twice", "calculation:${age} * 2"),
            ("grown", "calculation:${age} >= 18"),
            ("when", "calculation:${day}"),
            ("words", "calculation:concat('a', ${age})"),
        ];
        let schema = Schema::join(&[Arc::new(survey(&questions))]).expect("a version");
        let forms: Vec<_> = schema.variables.iter().map(|about| (about.name.as_str(), about.form)).collect();
        assert_eq!(
            forms,
            [
                ("age", Form::Number),
                ("day", Form::Date),
                ("twice", Form::Number),
                ("grown", Form::One),
                ("when", Form::Date)
            ]
        );
        let choices: Vec<_> = schema.variables[3].choices.iter().map(|choice| choice.name.as_str()).collect();
        assert_eq!(choices, ["true", "false"]);
    }

    #[test]
    fn the_steps_of_a_scale_are_its_choices() {
        let survey = survey(&[("rate", "scale:0 1 0.1")]);
        let schema = Schema::join(&[Arc::new(survey)]).expect("a version");
        let steps: Vec<_> = schema.variables[0].choices.iter().map(|choice| choice.name.as_str()).collect();
        assert_eq!(steps, ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"]);
    }
}
