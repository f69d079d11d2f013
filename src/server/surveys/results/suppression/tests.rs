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

/// All tables with the shown numbers, tried one by one.
fn tables(cube: &Cube, rows: usize, columns: usize) -> Vec<Vec<u64>> {
    struct Search<'a> {
        cube: &'a Cube,
        rows: usize,
        columns: usize,
        most: u64,
        found: Vec<Vec<u64>>,
        cells: Vec<u64>,
    }
    impl Search<'_> {
        fn sum_fits(&self, line: &[usize], total: Count, finished: bool) -> bool {
            let sum: u64 = line.iter().filter_map(|cell| self.cells.get(*cell)).sum();
            match total {
                Count::Shown(total) if finished => sum == total,
                Count::Shown(total) => sum <= total,
                Count::Withheld => true,
            }
        }
        fn go(&mut self) {
            let at = self.cells.len();
            if at == self.rows * self.columns {
                if self.cells.iter().sum::<u64>() == self.cube.number(&[0, 0]) {
                    self.found.push(self.cells.clone());
                }
                return;
            }
            let (row, column) = (at / self.columns, at % self.columns);
            let options = match self.cube.cell(&[row + 1, column + 1]) {
                Count::Shown(count) => count..=count,
                Count::Withheld => self.cube.number(&[row + 1, column + 1]).min(1)..=self.most,
            };
            for option in options {
                self.cells.push(option);
                let row_cells: Vec<usize> = (0..self.columns).map(|c| row * self.columns + c).collect();
                let column_cells: Vec<usize> = (0..self.rows).map(|r| r * self.columns + column).collect();
                let fits = self.sum_fits(&row_cells, self.cube.cell(&[row + 1, 0]), column + 1 == self.columns)
                    && self.sum_fits(&column_cells, self.cube.cell(&[0, column + 1]), row + 1 == self.rows);
                if fits {
                    self.go();
                }
                self.cells.pop();
            }
        }
    }
    let most = cube.number(&[0, 0]);
    let mut search = Search { cube, rows, columns, most, found: Vec::new(), cells: Vec::new() };
    search.go();
    search.found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn no_withheld_number_of_a_table_can_be_worked_out(
        counts in prop::collection::vec(prop::collection::vec(0_u64..9, 3), 2..4),
    ) {
        let rows = counts.len();
        let cube = table(&counts);
        prop_assume!(cube.cell(&[0, 0]) != Count::Withheld);
        let tables = tables(&cube, rows, 3);
        for row in 0..rows {
            for column in 0..3 {
                if cube.cell(&[row + 1, column + 1]) == Count::Withheld {
                    let first = tables[0][row * 3 + column];
                    let settled = tables.iter().all(|table| table[row * 3 + column] == first);
                    prop_assert!(!settled, "row {} column {} of {:?} must be {}", row, column, counts, first);
                }
            }
        }
    }
}
