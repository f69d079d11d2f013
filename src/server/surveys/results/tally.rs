//! What was answered to one question.

use super::columns::date;
use super::cube::{Count, TooFine, Tree, hash};
use super::filter::Filter;
use super::interval::{Mean, Share};
use super::numbers::{Bins, Class, Quarters};
use super::schema::Form;
use super::sides::nodes;
use super::suppression::LEAST;
use super::view::View;

/// What was answered to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// The question's place in the schema.
    pub variable: usize,
    /// Everybody who meets the conditions.
    pub respondents: Count,
    /// Those who answered it.
    pub answered: Count,
    /// What shares are shares of: those who answered, or, where that is not told, all but those of whom it is
    /// told that they did not.
    pub base: Count,
    /// Those who preferred not to say.
    pub declined: Count,
    /// Those who saw it and passed it over.
    pub passed: Count,
    /// Those who were not asked, or left before.
    pub unseen: Count,
    /// Each choice, step or class. Of a ranking: how many put the choice first.
    pub lines: Vec<Line>,
    /// The mean, of a scale or numbers.
    pub mean: Option<Mean>,
    /// The quarters, of numbers.
    pub quarters: Option<Quarters>,
}

/// A choice, step or class of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is.
    pub what: What,
    /// How many.
    pub count: Count,
    /// Of the base.
    pub share: Option<Share>,
    /// The mean place, of a ranking's choice.
    pub place: Option<Mean>,
}

/// What a line of a tally counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// The choice at this place.
    Choice(usize),
    /// A class of numbers or days.
    Class(Class),
}

/// What shares are shares of, from what is told of a question's nodes: so a share tells nothing that these do not.
pub(super) fn base(cell: impl Fn(usize) -> Count) -> Count {
    if let answered @ Count::Shown(_) = cell(nodes::ANSWERED) {
        return answered;
    }
    let told = |node| cell(node).shown();
    let silent =
        told(nodes::SILENT).unwrap_or_else(|| told(nodes::PASSED).unwrap_or(0) + told(nodes::UNSEEN).unwrap_or(0));
    match cell(Tree::ALL) {
        Count::Shown(all) => Count::Shown(all.saturating_sub(silent + told(nodes::DECLINED).unwrap_or(0))),
        Count::Withheld => Count::Withheld,
    }
}

/// A share of those who may be told, if both may.
pub(super) fn share(count: Count, of: Count) -> Option<Share> {
    Share::of(count.shown()?, of.shown()?)
}

impl<'a> View<'a> {
    /// What was answered to the question at `variable`.
    ///
    /// # Errors
    /// [`TooFine`] for too many conditions at once.
    pub fn tally(&self, variable: usize) -> Result<Tally, TooFine> {
        let about = &self.columns.schema.variables[variable];
        let bins = Bins::of_variable(self.columns, variable);
        let first = if about.form == Form::Many && !about.choices.is_empty() { Some(0) } else { None };
        let side = self.columns.answers_side(variable, first, bins.as_ref());
        let counted = self.count(&[&side.dimension], None)?;
        let cell = |node| counted.cell(&[node], None);
        let (answered, base) = (cell(nodes::ANSWERED), base(cell));
        let mut counts: Vec<(usize, Count)> = Vec::new();
        if about.form == Form::Many {
            for choice in 0..about.choices.len() {
                let side = self.columns.answers_side(variable, Some(choice), None);
                let counted = self.count(&[&side.dimension], None)?;
                counts.push((choice, counted.cell(&[nodes::FIRST], None)));
            }
        } else {
            for (part, node) in &side.parts {
                if let super::sides::Part::Choice(at) = part {
                    counts.push((*at, cell(*node)));
                }
            }
        }
        // A mean is a sum of all cells: it is told only where they all are.
        let all_shown = counts.iter().all(|(_, count)| count.shown().is_some())
            && answered.shown().is_some_and(|answered| answered >= LEAST);
        let lines = counts
            .into_iter()
            .map(|(at, count)| Line {
                what: bins.as_ref().map_or(What::Choice(at), |bins| What::Class(bins.classes()[at])),
                count,
                share: share(count, base),
                place: if all_shown && about.form == Form::Rank { self.mean_place(variable, at) } else { None },
            })
            .collect();
        let numbers = if all_shown { self.numbers(variable) } else { Vec::new() };
        Ok(Tally {
            variable,
            respondents: cell(Tree::ALL),
            answered,
            base,
            declined: cell(nodes::DECLINED),
            passed: cell(nodes::PASSED),
            unseen: cell(nodes::UNSEEN),
            lines,
            mean: if about.form == Form::Date { None } else { Mean::of(numbers.iter().copied()) },
            quarters: if about.form == Form::Scale { None } else { Quarters::of(numbers) },
        })
    }

    /// The numbers that were answered: steps of a scale, numbers, days.
    fn numbers(&self, variable: usize) -> Vec<f64> {
        let about = &self.columns.schema.variables[variable];
        match about.form {
            Form::Scale => {
                let step = |row| Some(about.choices[self.columns.code(variable, row)?].number);
                self.rows().filter_map(step).collect()
            }
            Form::Number | Form::Date => self.rows().filter_map(|row| self.columns.number(variable, row)).collect(),
            _ => Vec::new(),
        }
    }

    fn mean_place(&self, variable: usize, choice: usize) -> Option<Mean> {
        let places: Vec<f64> =
            self.rows().filter_map(|row| self.columns.rank(variable, row, choice)).map(f64::from).collect();
        if places.len() < LEAST as usize { None } else { Mean::of(places.into_iter()) }
    }

    /// The words that were answered, in the order of the alphabet, which tells nothing of when or where; none
    /// where fewer than five may be told of. Where it is withheld how many wrote something, so is it here: a few
    /// are left out, by lot. With a condition other than the place there are none: two lists of which each is told
    /// would tell of a text that is in both what no table may.
    ///
    /// # Errors
    /// [`TooFine`] for too many conditions at once.
    pub fn texts(&self, variable: usize) -> Result<Option<Vec<&'a str>>, TooFine> {
        if !self.tells_texts() {
            return Ok(None);
        }
        let tally = self.tally(variable)?;
        let mut texts: Vec<&'a str> =
            self.columns.texts(variable).filter(|(row, _)| self.has(*row)).map(|(_, text)| text).collect();
        match tally.answered.shown() {
            Some(answered) if answered >= LEAST => {}
            // Without a condition there is no other page that these words could be held against.
            None if self.filter.is_empty() && texts.len() as u64 >= 2 * LEAST => {
                texts.sort_by_cached_key(|text| hash(text));
                texts.truncate((texts.len() as u64 / LEAST * LEAST) as usize);
            }
            _ => return Ok(None),
        }
        texts.sort_by_cached_key(|text| (text.to_lowercase(), text.len()));
        Ok(Some(texts))
    }

    /// Whether words may be read under the conditions there are: no other than where they were written.
    pub fn tells_texts(&self) -> bool {
        Filter { spot: None, ..self.filter.clone() }.is_empty()
    }

    /// Those who saw a question.
    fn seen(&self, variable: usize) -> Result<Count, TooFine> {
        let side = self.columns.states_side(variable);
        let counted = self.count(&[&side.dimension], None)?;
        Ok(match (counted.cell(&[Tree::ALL], None), counted.cell(&[nodes::UNSEEN], None)) {
            (Count::Shown(all), Count::Shown(unseen)) => Count::Shown(all.saturating_sub(unseen)),
            _ => Count::Withheld,
        })
    }

    /// Where those who left, left: for each question whether it was seen and how many left at it.
    ///
    /// # Errors
    /// [`TooFine`] for too many conditions at once.
    pub fn leaving(&self) -> Result<Leaving, TooFine> {
        use super::sides::Part;
        let side = self.columns.leaving_side();
        let counted = self.count(&[&side.dimension], None)?;
        let cell = |part: &Part| side.node(part).map_or(Count::Shown(0), |node| counted.cell(&[node], None));
        let mut steps = Vec::new();
        for (variable, about) in self.columns.schema.variables.iter().enumerate() {
            if !(about.is_asked || about.form == Form::Note) {
                continue;
            }
            let left = cell(&Part::LeftAt(variable));
            let seen = if about.is_asked { Some(self.seen(variable)?) } else { None };
            steps.push(Step { variable, seen, left, share: seen.and_then(|seen| share(left, seen)) });
        }
        Ok(Leaving { sent: cell(&Part::Complete(true)), left: cell(&Part::Complete(false)), steps })
    }
}

/// Who left, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// How many answers were sent.
    pub sent: Count,
    /// How many were left.
    pub left: Count,
    /// Question by question.
    pub steps: Vec<Step>,
}

/// A question, and who left at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The question's place in the schema.
    pub variable: usize,
    /// Those who saw it; a note is not counted.
    pub seen: Option<Count>,
    /// Those who left when it stood on the screen.
    pub left: Count,
    /// Of those who saw it.
    pub share: Option<Share>,
}

impl Class {
    /// The day a number of a question about days stands for.
    pub fn day(number: f64) -> jiff::civil::Date {
        date(number as i32)
    }
}
