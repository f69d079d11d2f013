//! The look of someone who adds and subtracts all that is shown.

use std::collections::{BTreeMap, HashMap};

use super::{Line, lines};
use crate::server::surveys::results::cube::Cube;

/// The most withheld cells that are looked through.
const LARGEST: usize = 1_500;
/// Arithmetic is done modulo this prime and proved with whole numbers afterwards.
const PRIME: i64 = 2_147_483_647;

/// More withheld cells than can be looked through in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

type Row = BTreeMap<usize, i64>;

/// The withheld cells down to `depths` for which no other table was found that has the same sums, nobody
/// fewer than one in a withheld cell (or none, in one that is none), and another number in the cell.
pub(super) fn exposed(cube: &Cube, depths: &[usize]) -> Result<Vec<usize>, TooLarge> {
    let lines: Vec<Line> = below(depths).iter().flat_map(|depths| lines(cube, depths)).collect();
    let mut unknowns: Vec<usize> =
        lines.iter().flat_map(|line| line.parts.iter().chain([&line.total])).copied().collect();
    unknowns.retain(|cell| cube.withheld[*cell]);
    // Large numbers last: those that the others are told by are then large, and can give and take.
    unknowns.sort_by_cached_key(|cell| (cube.counts[*cell], cube.key(*cell), *cell));
    unknowns.dedup();
    if unknowns.len() > LARGEST {
        return Err(TooLarge);
    }
    let positions: HashMap<usize, usize> = unknowns.iter().enumerate().map(|(at, cell)| (*cell, at)).collect();
    let position = |cell: usize| positions.get(&cell).copied();
    let sums: Vec<Row> = lines
        .iter()
        .map(|line| {
            let parts = line.parts.iter().filter_map(|part| Some((position(*part)?, 1)));
            parts.chain(position(line.total).map(|total| (total, PRIME - 1))).collect()
        })
        .filter(|row: &Row| !row.is_empty())
        .collect();
    let numbers: Vec<u64> = unknowns.iter().map(|cell| cube.counts[*cell]).collect();
    let mut sums_of: Vec<Vec<(usize, i64)>> = vec![Vec::new(); unknowns.len()];
    for (at, sum) in sums.iter().enumerate() {
        for (cell, value) in sum {
            sums_of[*cell].push((at, if *value == 1 { 1 } else { -1 }));
        }
    }
    let mut safe = vec![false; unknowns.len()];
    for change in changes(&sums, unknowns.len()) {
        if keeps(&sums_of, &change) && (possible(&numbers, &change, 1) || possible(&numbers, &change, -1)) {
            for cell in change.keys() {
                safe[*cell] = true;
            }
        }
    }
    Ok(unknowns.into_iter().zip(safe).filter(|(_, safe)| !safe).map(|(cell, _)| cell).collect())
}

/// Every level at or above `depths`, itself among them.
fn below(depths: &[usize]) -> Vec<Vec<usize>> {
    depths.iter().fold(vec![Vec::new()], |all, depth| {
        all.into_iter()
            .flat_map(|start: Vec<usize>| (0..=*depth).map(move |at| [start.as_slice(), &[at]].concat()))
            .collect()
    })
}

/// Changes of the unknowns that leave every sum as it is: a basis of all of them.
fn changes(sums: &[Row], unknowns: usize) -> Vec<Row> {
    let mut solved: BTreeMap<usize, Row> = BTreeMap::new();
    for sum in sums {
        let mut row = sum.clone();
        let known: Vec<usize> = row.keys().copied().filter(|cell| solved.contains_key(cell)).collect();
        for cell in known {
            let factor = row[&cell];
            subtract(&mut row, &solved[&cell], factor);
        }
        let Some((pivot, value)) = row.iter().next_back().map(|(cell, value)| (*cell, *value)) else { continue };
        let inverse = power(value, PRIME - 2);
        for entry in row.values_mut() {
            *entry = *entry * inverse % PRIME;
        }
        for other in solved.values_mut() {
            if let Some(factor) = other.get(&pivot).copied() {
                subtract(other, &row, factor);
            }
        }
        solved.insert(pivot, row);
    }
    let mut changes: BTreeMap<usize, Row> =
        (0..unknowns).filter(|cell| !solved.contains_key(cell)).map(|cell| (cell, Row::from([(cell, 1)]))).collect();
    for (pivot, row) in &solved {
        for (cell, value) in row.iter().filter(|(cell, _)| *cell != pivot) {
            if let Some(change) = changes.get_mut(cell) {
                let value = if *value > PRIME / 2 { PRIME - value } else { -value };
                change.insert(*pivot, value);
            }
        }
    }
    changes.into_values().collect()
}

/// `row − factor · other`, modulo the prime.
fn subtract(row: &mut Row, other: &Row, factor: i64) {
    for (cell, value) in other {
        let entry = row.entry(*cell).or_insert(0);
        *entry = (*entry + (PRIME - factor) * value) % PRIME;
        if *entry == 0 {
            row.remove(cell);
        }
    }
}

fn power(base: i64, exponent: i64) -> i64 {
    let (mut base, mut exponent, mut result) = (base % PRIME, exponent, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

/// Whether every sum stays as it is, in whole numbers. `sums_of` are the sums each unknown is in, and its sign.
fn keeps(sums_of: &[Vec<(usize, i64)>], change: &Row) -> bool {
    let mut moved: BTreeMap<usize, i128> = BTreeMap::new();
    for (cell, by) in change {
        for (sum, sign) in &sums_of[*cell] {
            *moved.entry(*sum).or_default() += i128::from(*by) * i128::from(*sign);
        }
    }
    moved.values().all(|moved| *moved == 0)
}

/// Whether the change, or its opposite, leads to numbers that could be.
fn possible(numbers: &[u64], change: &Row, sign: i64) -> bool {
    change.iter().all(|(cell, by)| {
        let number = i128::from(numbers[*cell]);
        number + i128::from(*by) * i128::from(sign) >= number.min(1)
    })
}
