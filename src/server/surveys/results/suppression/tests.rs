use proptest::prelude::*;

use super::LEAST;
use crate::server::surveys::results::cube::{Count, Cube, Tree};

/// A dimension of so many parts.
fn flat(name: &str, parts: usize) -> Tree {
    let mut tree = Tree::new();
    for part in 0..parts {
        tree.add(Tree::ALL, &format!("{name}/{part}"));
    }
    tree
}

/// A table of these rows, every column as long as the first.
fn table(rows: &[Vec<u64>]) -> Cube {
    let trees = vec![flat("row", rows.len()), flat("column", rows[0].len())];
    let cells = rows
        .iter()
        .enumerate()
        .flat_map(|(row, cells)| cells.iter().enumerate().map(move |(at, count)| (vec![row + 1, at + 1], *count)));
    Cube::of(trees, &cells.collect::<Vec<_>>())
}

fn distribution(counts: &[u64]) -> Vec<Count> {
    let cells: Vec<_> = counts.iter().enumerate().map(|(at, count)| (vec![at + 1], *count)).collect();
    let cube = Cube::of(vec![flat("answer", counts.len())], &cells);
    (0..=counts.len()).map(|node| cube.cell(&[node])).collect()
}

fn withheld(counts: &[Count]) -> usize {
    counts.iter().filter(|count| **count == Count::Withheld).count()
}

#[test]
fn a_large_distribution_is_shown_as_it_is() {
    let shown: Vec<_> = distribution(&[50, 0, 7]).into_iter().map(Count::shown).collect();
    assert_eq!(shown, [Some(57), Some(50), Some(0), Some(7)]);
}

#[test]
fn one_small_number_takes_another_one_with_it() {
    let shown = distribution(&[40, 3, 20, 9]);
    assert_eq!(shown[2], Count::Withheld);
    assert_eq!(withheld(&shown), 2, "{shown:?}");
    assert_eq!(shown[1], Count::Shown(40), "the largest is what is least missed");
}

#[test]
fn two_small_numbers_whose_sum_gives_them_away_take_a_third() {
    let shown = distribution(&[1, 1, 30, 30]);
    assert_eq!(withheld(&shown), 3, "{shown:?}");
}

#[test]
fn fewer_than_five_people_show_nothing() {
    assert_eq!(withheld(&distribution(&[3, 1])), 3);
}

#[test]
fn a_number_can_be_withheld_even_if_all_the_others_are_nought() {
    let shown = distribution(&[6, 3, 0]);
    assert_eq!(withheld(&shown), 2, "{shown:?}");
}

#[test]
fn a_row_with_one_withheld_number_withholds_a_second_and_so_does_its_column() {
    let cube = table(&[vec![20, 3, 30], vec![25, 35, 45], vec![15, 25, 35]]);
    let count = |cells: &[(usize, usize)]| {
        cells.iter().filter(|(row, column)| cube.cell(&[*row, *column]) == Count::Withheld).count()
    };
    assert!(count(&[(1, 1), (1, 2), (1, 3)]) >= 2);
    assert!(count(&[(1, 2), (2, 2), (3, 2)]) >= 2);
    assert_eq!(cube.cell(&[0, 0]), Count::Shown(233));
}

#[test]
fn a_cell_that_joins_two_blocks_is_not_given_away_by_their_sums() {
    // Every row and column has two small numbers or more, and yet the second row's third one is what the first
    // two rows have more than the first two columns.
    let cube = table(&[vec![3, 3, 50, 60], vec![3, 3, 3, 50], vec![50, 60, 3, 3], vec![60, 50, 3, 3]]);
    let cells = (1..=4).flat_map(|row| (1..=4).map(move |column| [row, column]));
    let hidden = cells.filter(|cell| cube.cell(cell) == Count::Withheld).count();
    assert!(hidden > 9, "{hidden}");
}

#[test]
fn a_part_is_withheld_alike_whether_or_not_its_own_parts_are_in_the_table() {
    let regions = [("a", [3, 9]), ("b", [20, 8]), ("c", [30, 11])];
    let coarse = {
        let mut tree = Tree::new();
        let leaves: Vec<_> =
            regions.iter().map(|(name, counts)| (vec![tree.add(0, name)], counts.iter().sum::<u64>())).collect();
        Cube::of(vec![tree], &leaves)
    };
    let fine = {
        let mut tree = Tree::new();
        let nodes: Vec<_> = regions.iter().map(|(name, _)| tree.add(0, name)).collect();
        let mut leaves = Vec::new();
        for (node, (name, counts)) in nodes.iter().zip(&regions) {
            for (at, count) in counts.iter().enumerate() {
                leaves.push((vec![tree.add(*node, &format!("{name}/{at}"))], *count));
            }
        }
        Cube::of(vec![tree], &leaves)
    };
    for node in 0..=3 {
        assert_eq!(coarse.cell(&[node]), fine.cell(&[node]), "{node}");
    }
    assert_eq!((fine.cell(&[4]), fine.cell(&[5])), (Count::Withheld, Count::Withheld));
    assert_eq!((fine.cell(&[6]), fine.cell(&[7])), (Count::Shown(20), Count::Shown(8)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_withheld_number_of_a_distribution_can_be_worked_out(counts in prop::collection::vec(0_u64..12, 2..7)) {
        let shown = distribution(&counts);
        let total: u64 = counts.iter().sum();
        for (at, count) in counts.iter().enumerate() {
            prop_assert!(!(1..LEAST).contains(count) || shown[at + 1] == Count::Withheld);
        }
        if (1..LEAST).contains(&total) {
            prop_assert_eq!(withheld(&shown[..1]), 1);
        } else {
            let hidden: Vec<u64> =
                counts.iter().zip(&shown[1..]).filter(|(_, shown)| **shown == Count::Withheld).map(|(c, _)| *c).collect();
            let sum: u64 = hidden.iter().sum();
            prop_assert!(hidden.is_empty() || hidden.len() >= 2 && sum >= LEAST, "{:?}", hidden);
            // Not all of them at their least: another division of the same sum exists.
            let least: u64 = hidden.iter().map(|count| (*count).min(1)).sum();
            prop_assert!(hidden.is_empty() || sum > least, "{:?}", hidden);
        }
    }
}

/// Tries tables that have the shown numbers and sums, until each withheld cell was another number in one of them.
struct Attack<'a> {
    cube: &'a Cube,
    rows: usize,
    columns: usize,
    cells: Vec<u64>,
    /// The cells that were never another number.
    settled: Vec<(usize, usize)>,
}

impl Attack<'_> {
    /// The withheld cells that can be nothing but what they are.
    fn run(cube: &Cube, rows: usize, columns: usize) -> Vec<(usize, usize)> {
        let all = (1..=rows).flat_map(|row| (1..=columns).map(move |column| (row, column)));
        let settled = all.filter(|(row, column)| cube.cell(&[*row, *column]) == Count::Withheld).collect();
        let mut attack = Attack { cube, rows, columns, cells: Vec::new(), settled };
        attack.go();
        attack.settled
    }

    fn fits(&self, line: impl Iterator<Item = usize>, total: Count, is_whole: bool) -> bool {
        let sum: u64 = line.filter_map(|cell| self.cells.get(cell)).sum();
        match total {
            Count::Shown(total) => sum <= total && (!is_whole || sum == total),
            Count::Withheld => true,
        }
    }

    fn go(&mut self) {
        let at = self.cells.len();
        if at == self.rows * self.columns {
            let (cube, cells, columns) = (self.cube, &self.cells, self.columns);
            if cells.iter().sum::<u64>() == cube.number(&[0, 0]) {
                self.settled
                    .retain(|(row, column)| cells[(row - 1) * columns + column - 1] == cube.number(&[*row, *column]));
            }
            return;
        }
        let (row, column) = (at / self.columns, at % self.columns);
        let nodes = [row + 1, column + 1];
        let truth = self.cube.number(&nodes);
        let mut options: Vec<u64> = match self.cube.cell(&nodes) {
            Count::Shown(count) => vec![count],
            Count::Withheld => (truth.min(1)..=truth + 4).collect(),
        };
        options.sort_by_key(|option| option.abs_diff(truth));
        for option in options {
            if self.settled.is_empty() {
                return;
            }
            self.cells.push(option);
            let columns = self.columns;
            let (row_total, column_total) = (self.cube.cell(&[row + 1, 0]), self.cube.cell(&[0, column + 1]));
            let fits = self.fits((0..columns).map(|c| row * columns + c), row_total, column + 1 == columns)
                && self.fits((0..self.rows).map(|r| r * columns + column), column_total, row + 1 == self.rows);
            if fits {
                self.go();
            }
            self.cells.pop();
        }
    }
}

#[test]
fn the_attack_finds_what_a_careless_table_gives_away() {
    // A row of two of which one is withheld.
    let mut cube = table(&[vec![20, 30], vec![25, 35]]);
    let careless = cube.index(&[1, 1]);
    cube.withheld[careless] = true;
    assert_eq!(Attack::run(&cube, 2, 2), [(1, 1)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn no_withheld_number_of_a_table_can_be_worked_out(
        counts in prop::collection::vec(prop::collection::vec(0_u64..12, 3), 2..4),
    ) {
        let rows = counts.len();
        let cube = table(&counts);
        prop_assume!(cube.cell(&[0, 0]) != Count::Withheld);
        let settled = Attack::run(&cube, rows, 3);
        prop_assert!(settled.is_empty(), "{:?} of {:?}", settled, counts);
    }
}

/// The withheld cells of a cube that follow from the shown ones by adding and subtracting: by elimination of
/// unknowns, as a textbook has it.
fn solved(cube: &Cube) -> Vec<usize> {
    let unknown: Vec<usize> = (0..cube.counts.len()).filter(|cell| cube.withheld[*cell]).collect();
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for (at, tree) in cube.trees.iter().enumerate() {
        let stride = cube.stride(at);
        for total in 0..cube.counts.len() {
            let node = total / stride % tree.len();
            let parts: Vec<usize> = tree.parts(node).map(|part| total - node * stride + part * stride).collect();
            if parts.is_empty() {
                continue;
            }
            let sign = |cell: &usize| {
                if *cell == total {
                    -1.0
                } else if parts.contains(cell) {
                    1.0
                } else {
                    0.0
                }
            };
            rows.push(unknown.iter().map(sign).collect());
        }
    }
    let mut done = 0;
    for column in 0..unknown.len() {
        let Some(pivot) = (done..rows.len()).find(|row| rows[*row][column].abs() > 1e-9) else { continue };
        rows.swap(done, pivot);
        let lead = rows[done][column];
        rows[done].iter_mut().for_each(|entry| *entry /= lead);
        let row = rows[done].clone();
        for other in (0..rows.len()).filter(|other| *other != done) {
            let factor = rows[other][column];
            for (entry, by) in rows[other].iter_mut().zip(&row) {
                *entry -= factor * by;
            }
        }
        done += 1;
    }
    let only = |row: &Vec<f64>| {
        let mut left = row.iter().enumerate().filter(|(_, entry)| entry.abs() > 1e-6).map(|(at, _)| at);
        left.next().filter(|_| left.next().is_none())
    };
    rows.iter().filter_map(only).map(|at| unknown[at]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// A question, and two conditions: every page there is with both, either and none of them, taken together.
    #[test]
    fn no_withheld_number_follows_from_all_pages_with_two_conditions_together(
        counts in prop::collection::vec(0_u64..30, 18),
    ) {
        let trees = vec![flat("answer", 3), flat("language", 3), flat("manner", 2)];
        let leaves: Vec<_> = counts
            .iter()
            .enumerate()
            .map(|(at, count)| (vec![at / 6 + 1, at / 2 % 3 + 1, at % 2 + 1], *count))
            .collect();
        let cube = Cube::of(trees, &leaves);
        let found = solved(&cube);
        prop_assert!(found.is_empty(), "{:?} of {:?}", found, counts);
        prop_assert!((0..cube.counts.len()).all(|cell| cube.withheld[cell] || cube.counts[cell] == 0 || cube.counts[cell] >= LEAST));
    }
}
