//! The answers that meet some conditions, counted and protected: what every page and file is made of.

use super::columns::Columns;
use super::cube::{Count, Cube, Dimension, TooFine, Tree};
use super::filter::{Filter, Spot};
use super::sides::{By, Part, Side};

/// The answers that meet a filter's conditions.
#[derive(Debug)]
pub struct View<'a> {
    /// The answers it looks at.
    pub columns: &'a Columns,
    /// The conditions.
    pub filter: Filter,
    conditions: Vec<Condition>,
    /// Whether a condition names what no answer has.
    is_nobody: bool,
}

#[derive(Debug)]
struct Condition {
    by: By,
    dimension: Dimension,
    node: usize,
}

/// Counts along some dimensions, under the view's conditions.
pub(super) struct Counted {
    cube: Cube,
    /// A node for each dimension: those of the conditions are set.
    nodes: Vec<usize>,
    /// Where the dimension of a breakdown is.
    by: Option<usize>,
    is_nobody: bool,
}

impl<'a> View<'a> {
    /// The answers in `columns` that meet `filter`.
    pub fn new(columns: &'a Columns, filter: Filter) -> Self {
        let mut wanted: Vec<(By, Part)> = Vec::new();
        if let Some(spot) = &filter.spot {
            let by = match spot {
                Spot::Region(_) => By::Region,
                Spot::Body(_) => By::Body,
                Spot::Stand(_) | Spot::NoStand(_) => By::Stand,
            };
            wanted.push((by, Part::Spot(spot.clone())));
        }
        wanted.extend(filter.month.map(|month| (By::Month, Part::Month(month))));
        wanted.extend(filter.language.map(|language| (By::Language, Part::Language(language))));
        wanted.extend(filter.manner.map(|manner| (By::Manner(manner), Part::Manner(manner, true))));
        wanted.extend(filter.complete.map(|sent| (By::Complete, Part::Complete(sent))));
        let mut is_nobody = false;
        if let Some(version) = &filter.version {
            match columns.schema.version(version) {
                Some(version) => wanted.push((By::Version, Part::Version(version))),
                None => is_nobody = true,
            }
        }
        let mut conditions = Vec::new();
        for (by, part) in wanted {
            let side = columns.side(by);
            match side.node(&part) {
                // The only one there is: no condition at all.
                Some(Tree::ALL) => {}
                Some(node) => conditions.push(Condition { by, dimension: side.dimension, node }),
                None => is_nobody = true,
            }
        }
        Self { columns, filter, conditions, is_nobody }
    }

    /// Whether a breakdown is along a dimension that a condition has settled.
    pub fn has_settled(&self, by: By) -> bool {
        self.conditions.iter().any(|condition| match (condition.by, by) {
            (By::Manner(own), By::Manner(other)) => own == other,
            (own, other) => own.rank() == other.rank(),
        })
    }

    /// Counts along `firsts`, and along `side` of the circumstances.
    pub(super) fn count(&self, firsts: &[&Dimension], side: Option<(By, &Side)>) -> Result<Counted, TooFine> {
        let everybody =
            Dimension { tree: Tree::new(), nodes: vec![0; if firsts.is_empty() { self.columns.len() } else { 0 }] };
        let mut dimensions: Vec<&Dimension> = firsts.to_vec();
        if firsts.is_empty() {
            dimensions.push(&everybody);
        }
        let firsts = dimensions.len();
        // In the same order on every page: from it follows which cells are withheld.
        let order = |by: By| (by.rank(), by);
        let mut others: Vec<(By, &Dimension, Option<usize>)> = self
            .conditions
            .iter()
            .map(|condition| (condition.by, &condition.dimension, Some(condition.node)))
            .chain(side.map(|(by, side)| (by, &side.dimension, None)))
            .collect();
        others.sort_by_key(|(by, ..)| order(*by));
        dimensions.extend(others.iter().map(|(_, dimension, _)| *dimension));
        let mut nodes = vec![Tree::ALL; firsts];
        nodes.extend(others.iter().map(|(_, _, node)| node.unwrap_or(Tree::ALL)));
        let by = others.iter().position(|(_, _, node)| node.is_none()).map(|at| firsts + at);
        Ok(Counted { cube: Cube::count(&dimensions)?, nodes, by, is_nobody: self.is_nobody })
    }

    /// How many answers meet the conditions.
    ///
    /// # Errors
    /// [`TooFine`] for too many conditions at once.
    pub fn respondents(&self) -> Result<Count, TooFine> {
        Ok(self.count(&[], None)?.cell(&[Tree::ALL], None))
    }

    /// How many answers of each part along a dimension meet the conditions.
    ///
    /// # Errors
    /// [`TooFine`] for too many conditions at once.
    pub fn breakdown(&self, by: By) -> Result<Vec<(Part, Count)>, TooFine> {
        let side = self.columns.side(by);
        let counted = self.count(&[], Some((by, &side)))?;
        Ok(side.parts.iter().map(|(part, node)| (part.clone(), counted.cell(&[Tree::ALL], Some(*node)))).collect())
    }

    /// Whether a row meets the conditions: only for what is told of many of them together.
    pub(super) fn has(&self, row: usize) -> bool {
        let met = |condition: &Condition| condition.dimension.nodes[row] as usize == condition.node;
        !self.is_nobody && self.conditions.iter().all(met)
    }

    /// The rows that meet the conditions: see [`View::has`].
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> {
        (0..self.columns.len()).filter(|row| self.has(*row))
    }
}

impl Counted {
    /// What may be told of a cell: `firsts` are its nodes along the first dimensions, `by` its node along the
    /// breakdown.
    pub(super) fn cell(&self, firsts: &[usize], by: Option<usize>) -> Count {
        if self.is_nobody {
            return Count::Shown(0);
        }
        let mut nodes = self.nodes.clone();
        nodes[..firsts.len()].copy_from_slice(firsts);
        if let (Some(at), Some(node)) = (self.by, by) {
            nodes[at] = node;
        }
        self.cube.cell(&nodes)
    }
}
