//! What was answered to one question, by what was answered to another, or by where and how it was answered.

use std::collections::BTreeMap;

use super::cube::{Count, TooFine};
use super::filter::Manner;
use super::interval::Share;
use super::numbers::Bins;
use super::schema::Form;
use super::sides::{By, Part, Side, nodes};
use super::tally::{What, base, share};
use super::view::{Counted, View};

/// What a question is put beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The region.
    Region,
    /// The body.
    Body,
    /// The stand.
    Stand,
    /// The month.
    Month,
    /// The language.
    Language,
    /// The ways of using the stand: they are no parts of a whole, who used two is in both rows.
    Manner,
    /// Whether the answer was sent or left.
    Complete,
    /// The version.
    Version,
    /// Another question.
    Question(usize),
}

impl Against {
    /// All but questions.
    pub const CIRCUMSTANCES: [Self; 8] = [
        Self::Language,
        Self::Region,
        Self::Body,
        Self::Stand,
        Self::Manner,
        Self::Month,
        Self::Complete,
        Self::Version,
    ];

    /// Its name in addresses and files; a question has its own.
    pub fn id(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Body => "body",
            Self::Stand => "stand",
            Self::Month => "month",
            Self::Language => "language",
            Self::Manner => "manner",
            Self::Complete => "sent",
            Self::Version => "version",
            Self::Question(_) => "question",
        }
    }

    fn by(self) -> Option<By> {
        match self {
            Self::Region => Some(By::Region),
            Self::Body => Some(By::Body),
            Self::Stand => Some(By::Stand),
            Self::Month => Some(By::Month),
            Self::Language => Some(By::Language),
            Self::Complete => Some(By::Complete),
            Self::Version => Some(By::Version),
            Self::Manner | Self::Question(_) => None,
        }
    }
}

/// A cross-table.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossTable {
    /// The question whose choices are the columns.
    pub variable: usize,
    /// What its rows are.
    pub against: Against,
    /// The columns.
    pub columns: Vec<What>,
    /// The rows, the last one of everybody.
    pub rows: Vec<Row>,
}

/// A row of a cross-table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is of.
    pub of: Head,
    /// Those of it who answered the question.
    pub answered: Count,
    /// What its shares are shares of: see [`Tally::base`](super::tally::Tally::base).
    pub base: Count,
    /// A number for each column, with its share of the row.
    pub cells: Vec<(Count, Option<Share>)>,
}

/// What a row is of.
#[derive(Debug, Clone, PartialEq)]
pub enum Head {
    /// Everybody.
    Everybody,
    /// A part along a dimension.
    Part(Part),
    /// An answer to the other question.
    Answer(What),
}

/// Why there is no such table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTable {
    /// Too many cells.
    #[error(transparent)]
    TooFine(#[from] TooFine),
    /// A condition has settled what the rows would be, or a question would stand beside itself.
    #[error("a condition has settled the rows")]
    Settled,
    /// Words are not counted.
    #[error("words are not counted")]
    Words,
}

/// A question's choices as nodes: those of a question with several have a side each.
struct Axis {
    sides: Vec<Side>,
    heads: Vec<(What, usize, usize)>,
}

impl View<'_> {
    fn axis(&self, variable: usize) -> Result<Axis, NoTable> {
        let columns = self.columns;
        let about = &columns.schema.variables[variable];
        if matches!(about.form, Form::Text | Form::Note) {
            return Err(NoTable::Words);
        }
        if about.form == Form::Many {
            let sides = (0..about.choices.len()).map(|choice| columns.answers_side(variable, Some(choice), None));
            let heads = (0..about.choices.len()).map(|choice| (What::Choice(choice), choice, nodes::FIRST));
            return Ok(Axis { sides: sides.collect(), heads: heads.collect() });
        }
        let bins = Bins::of_variable(columns, variable);
        let side = columns.answers_side(variable, None, bins.as_ref());
        let what = |at: usize| bins.as_ref().map_or(What::Choice(at), |bins| What::Class(bins.classes()[at]));
        let heads = side
            .parts
            .iter()
            .filter_map(|(part, node)| if let Part::Choice(at) = part { Some((what(*at), 0, *node)) } else { None });
        Ok(Axis { heads: heads.collect(), sides: vec![side] })
    }

    /// The cross-table of the question at `variable`.
    ///
    /// # Errors
    /// [`NoTable`].
    pub fn cross(&self, variable: usize, against: Against) -> Result<CrossTable, NoTable> {
        let axis = self.axis(variable)?;
        let mut rows = match against {
            Against::Question(other) if other == variable => return Err(NoTable::Settled),
            Against::Question(other) => self.by_question(variable, &axis, other)?,
            Against::Manner => {
                let mut rows = Vec::new();
                for manner in Manner::ALL {
                    let by = By::Manner(manner);
                    if !self.has_settled(by) {
                        let wanted = |part: &Part| *part == Part::Manner(manner, true);
                        rows.extend(
                            self.by_part(&axis, by)?
                                .into_iter()
                                .filter(|row| matches!(&row.of, Head::Part(part) if wanted(part))),
                        );
                    }
                }
                rows
            }
            other => {
                let by = other.by().ok_or(NoTable::Settled)?;
                if self.has_settled(by) {
                    return Err(NoTable::Settled);
                }
                self.by_part(&axis, by)?
            }
        };
        rows.push(self.everybody(&axis)?);
        Ok(CrossTable { variable, against, columns: axis.heads.iter().map(|(what, ..)| *what).collect(), rows })
    }

    fn everybody(&self, axis: &Axis) -> Result<Row, NoTable> {
        let mut counted = Vec::new();
        for side in &axis.sides {
            counted.push(self.count(&[&side.dimension], None)?);
        }
        Ok(row(Head::Everybody, axis, |side, node| counted.get(side).map(|counted| counted.cell(&[node], None))))
    }

    fn by_part(&self, axis: &Axis, by: By) -> Result<Vec<Row>, NoTable> {
        let along = self.columns.side(by);
        let mut counted = Vec::new();
        for side in &axis.sides {
            counted.push(self.count(&[&side.dimension], Some((by, &along)))?);
        }
        let rows = along.parts.iter().map(|(part, at)| {
            let cell = |side: usize, node| counted.get(side).map(|counted: &Counted| counted.cell(&[node], Some(*at)));
            row(Head::Part(part.clone()), axis, cell)
        });
        Ok(rows.collect())
    }

    fn by_question(&self, variable: usize, axis: &Axis, other: usize) -> Result<Vec<Row>, NoTable> {
        let others = self.axis(other)?;
        let mut counted: BTreeMap<(usize, usize), Counted> = BTreeMap::new();
        for (mine, side) in axis.sides.iter().enumerate() {
            for (theirs, other_side) in others.sides.iter().enumerate() {
                // The question that comes first in the survey is the first dimension, whichever is the row.
                let pair = [&side.dimension, &other_side.dimension];
                let pair = if variable < other { pair } else { [pair[1], pair[0]] };
                counted.insert((mine, theirs), self.count(&pair, None)?);
            }
        }
        let rows = others.heads.iter().map(|(what, theirs, at)| {
            let cell = |mine: usize, node: usize| {
                let pair = if variable < other { [node, *at] } else { [*at, node] };
                counted.get(&(mine, *theirs)).map(|counted| counted.cell(&pair, None))
            };
            row(Head::Answer(*what), axis, cell)
        });
        Ok(rows.collect())
    }
}

/// A row whose cells `cell` gives by side and node.
fn row(of: Head, axis: &Axis, cell: impl Fn(usize, usize) -> Option<Count>) -> Row {
    let cell = |side, node| cell(side, node).unwrap_or(Count::Shown(0));
    let base = base(|node| cell(0, node));
    let cells = axis.heads.iter().map(|(_, side, node)| {
        let count = cell(*side, *node);
        (count, share(count, base))
    });
    Row { of, answered: cell(0, nodes::ANSWERED), base, cells: cells.collect() }
}
