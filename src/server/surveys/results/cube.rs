//! Respondents counted along several dimensions at once, with every subtotal.

use super::suppression;

/// The nodes a dimension has: everybody, and below that the parts everybody falls into, which may have parts
/// themselves, as a region has bodies and a body has stands. The parts of a node are disjoint and complete.
#[derive(Debug, Clone)]
pub struct Tree {
    parents: Vec<usize>,
    depths: Vec<usize>,
    keys: Vec<u64>,
    minor: Vec<bool>,
}

impl Tree {
    /// Everybody.
    pub const ALL: usize = 0;

    /// A dimension without parts yet.
    pub fn new() -> Self {
        Self { parents: vec![0], depths: vec![0], keys: vec![0], minor: vec![false] }
    }

    /// Adds a part of `parent`. `key` names the part, the same in every cube: from it follows which cell is
    /// withheld to protect another, and that must not differ from page to page.
    pub fn add(&mut self, parent: usize, key: &str) -> usize {
        self.parents.push(parent);
        self.depths.push(self.depths[parent] + 1);
        self.keys.push(hash(key));
        self.minor.push(self.minor[parent]);
        self.parents.len() - 1
    }

    /// Adds a part that is missed least: it is withheld before others, whatever the numbers are.
    pub fn add_minor(&mut self, parent: usize, key: &str) -> usize {
        let node = self.add(parent, key);
        self.minor[node] = true;
        node
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Whether there is nothing but everybody.
    pub fn is_empty(&self) -> bool {
        self.len() == 1
    }

    /// The parts of a node.
    pub fn parts(&self, node: usize) -> impl Iterator<Item = usize> {
        let parents = &self.parents;
        (1..parents.len()).filter(move |part| parents[*part] == node)
    }

    /// The nodes so far below everybody.
    pub(super) fn at_depth(&self, depth: usize) -> Vec<usize> {
        (0..self.len()).filter(|node| self.depths[*node] == depth).collect()
    }

    /// How far the lowest node is below everybody.
    pub(super) fn depth(&self) -> usize {
        self.depths.iter().copied().max().unwrap_or(0)
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}

/// FNV-1a: the same on every machine and in every run.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A dimension and where each respondent is in it.
#[derive(Debug, Clone)]
pub struct Dimension {
    /// Its nodes.
    pub tree: Tree,
    /// The lowest node of each respondent.
    pub nodes: Vec<u32>,
}

/// What may be told of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    /// So many.
    Shown(u64),
    /// One to four, or a number from which such a one could be worked out.
    Withheld,
}

impl Count {
    /// The number, if it may be told.
    pub fn shown(self) -> Option<u64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Withheld => None,
        }
    }
}

/// More cells than can be protected in time: fewer conditions are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many conditions at once")]
pub struct TooFine;

/// Respondents by every combination of nodes.
#[derive(Debug, Clone)]
pub struct Cube {
    pub(super) trees: Vec<Tree>,
    strides: Vec<usize>,
    pub(super) counts: Vec<u64>,
    pub(super) withheld: Vec<bool>,
}

impl Cube {
    /// The most cells of a cube.
    pub const LARGEST: usize = 400_000;

    /// Counts and protects. The dimensions come in the same order on every page; each is as long as the others.
    ///
    /// # Errors
    /// [`TooFine`] above [`Cube::LARGEST`] cells.
    pub fn count(dimensions: &[&Dimension]) -> Result<Self, TooFine> {
        let mut cube = Self::empty(dimensions.iter().map(|dimension| dimension.tree.clone()).collect())?;
        let rows = dimensions.first().map_or(0, |dimension| dimension.nodes.len());
        match dimensions {
            // The two shapes that pages are made of, without an inner loop.
            [one] => {
                for node in &one.nodes {
                    cube.counts[*node as usize] += 1;
                }
            }
            [one, two] => {
                let stride = cube.strides[0];
                for (first, second) in one.nodes.iter().zip(&two.nodes) {
                    cube.counts[*first as usize * stride + *second as usize] += 1;
                }
            }
            more => {
                for row in 0..rows {
                    let cell: usize = more
                        .iter()
                        .zip(&cube.strides)
                        .map(|(dimension, stride)| dimension.nodes[row] as usize * stride)
                        .sum();
                    cube.counts[cell] += 1;
                }
            }
        }
        cube.add_up();
        suppression::protect(&mut cube);
        Ok(cube)
    }

    fn empty(trees: Vec<Tree>) -> Result<Self, TooFine> {
        let mut strides = vec![1; trees.len()];
        let mut cells = 1_usize;
        for (at, tree) in trees.iter().enumerate().rev() {
            strides[at] = cells;
            cells = cells.checked_mul(tree.len()).filter(|cells| *cells <= Self::LARGEST).ok_or(TooFine)?;
        }
        Ok(Self { trees, strides, counts: vec![0; cells], withheld: vec![false; cells] })
    }

    /// A cube of given counts at the lowest nodes, protected: for tests of the protection itself.
    #[cfg(test)]
    pub(super) fn of(trees: Vec<Tree>, leaves: &[(Vec<usize>, u64)]) -> Self {
        let mut cube = Self::empty(trees).expect("small");
        for (nodes, count) in leaves {
            let cell = cube.index(nodes);
            cube.counts[cell] += count;
        }
        cube.add_up();
        suppression::protect(&mut cube);
        cube
    }

    /// Adds every node's count to its parent's, dimension by dimension.
    fn add_up(&mut self) {
        for (at, tree) in self.trees.iter().enumerate() {
            let (stride, nodes) = (self.strides[at], tree.len());
            // A parent is always made before its parts.
            for node in (1..nodes).rev() {
                let up = (node - tree.parents[node]) * stride;
                for block in (0..self.counts.len()).step_by(stride * nodes) {
                    for cell in block + node * stride..block + (node + 1) * stride {
                        self.counts[cell - up] += self.counts[cell];
                    }
                }
            }
        }
    }

    /// Where the cell of these nodes is.
    pub(super) fn index(&self, nodes: &[usize]) -> usize {
        nodes.iter().zip(&self.strides).map(|(node, stride)| node * stride).sum()
    }

    /// The step from one node of a dimension to the next.
    pub(super) fn stride(&self, dimension: usize) -> usize {
        self.strides[dimension]
    }

    /// A cell's key: the same in every cube that has the cell.
    pub(super) fn key(&self, cell: usize) -> u64 {
        let mut rest = cell;
        self.trees.iter().zip(&self.strides).fold(0, |key, (tree, stride)| {
            let node = rest / stride;
            rest %= stride;
            key ^ tree.keys[node].wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31)
        })
    }

    /// Whether the cell is of a part that is missed least.
    pub(super) fn is_minor(&self, cell: usize) -> bool {
        let mut rest = cell;
        self.trees.iter().zip(&self.strides).any(|(tree, stride)| {
            let node = rest / stride;
            rest %= stride;
            tree.minor[node]
        })
    }

    /// What may be told of the cell of these nodes, one for each dimension.
    pub fn cell(&self, nodes: &[usize]) -> Count {
        let cell = self.index(nodes);
        if self.withheld[cell] { Count::Withheld } else { Count::Shown(self.counts[cell]) }
    }

    /// The number itself, also of a cell that is withheld: only to decide what may be told, never to be told.
    #[cfg(test)]
    pub(super) fn number(&self, nodes: &[usize]) -> u64 {
        self.counts[self.index(nodes)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subtotal_is_the_sum_of_its_parts() {
        let mut place = Tree::new();
        let (north, south) = (place.add(0, "north"), place.add(0, "south"));
        let (hall, desk) = (place.add(north, "hall"), place.add(north, "desk"));
        let mut answer = Tree::new();
        let (yes, no) = (answer.add(0, "yes"), answer.add(0, "no"));
        let dimension = |tree: &Tree, nodes: Vec<usize>| Dimension {
            tree: tree.clone(),
            nodes: nodes.into_iter().map(|node| u32::try_from(node).expect("small")).collect(),
        };
        let repeated = |parts: &[(usize, usize)]| -> Vec<usize> {
            parts.iter().flat_map(|(node, times)| vec![*node; *times]).collect()
        };
        let answers = dimension(&answer, repeated(&[(yes, 20), (no, 10), (yes, 30), (no, 40), (yes, 7), (no, 8)]));
        let places = dimension(&place, repeated(&[(hall, 30), (desk, 70), (south, 15)]));
        let cube = Cube::count(&[&answers, &places]).expect("small");
        assert_eq!(cube.cell(&[0, 0]), Count::Shown(115));
        assert_eq!(cube.cell(&[yes, north]), Count::Shown(50));
        assert_eq!(cube.cell(&[no, desk]), Count::Shown(40));
        assert_eq!(cube.cell(&[0, south]), Count::Shown(15));
    }

    #[test]
    fn what_cannot_be_protected_in_time_is_refused() {
        let mut tree = Tree::new();
        for part in 0..999 {
            tree.add(0, &part.to_string());
        }
        let wide = Dimension { tree, nodes: vec![1; 10] };
        assert_eq!(Cube::count(&[&wide, &wide]).map(drop), Err(TooFine));
    }
}
