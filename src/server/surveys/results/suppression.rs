//! Small numbers are withheld, and with them as many others as it takes that no small one can be worked out.
//!
//! A cell of one to four people is withheld (*primary*). Then, from the totals down to the finest cells, every
//! sum whose parts are shown but for one loses another part, and every set of withheld parts must come to at
//! least five (*secondary*). Last, the whole is looked at as someone would who adds and subtracts everything
//! that is shown: for each withheld cell there must be another table with the same sums in which that cell is
//! another number. Where there is none, more is withheld.
//!
//! A subtotal is protected before its parts and by itself, so it is withheld, or not, alike in every table it
//! stands in: what one page withholds no other page tells. A page with conditions is a part of a table whose
//! sums are the pages without them.
//!
//! What this does not do: it does not hide that a number is 0, nor that a group is small; it knows the sums
//! within a question and the conditions put to it, not what is known of people otherwise; and two questions
//! are held together only in the table of the two.

mod audit;

use super::cube::Cube;

/// The fewest people a shown number may stand for.
pub const LEAST: u64 = 5;

/// A sum: a subtotal and its parts along one dimension.
#[derive(Debug)]
struct Line {
    total: usize,
    parts: Vec<usize>,
}

/// Decides which cells of `cube` are withheld.
pub(super) fn protect(cube: &mut Cube) {
    for cell in 0..cube.counts.len() {
        cube.withheld[cell] = (1..LEAST).contains(&cube.counts[cell]);
    }
    for depths in levels(cube) {
        protect_level(cube, &depths);
    }
}

/// How deep each dimension is looked into, from the whole down.
fn levels(cube: &Cube) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for tree in &cube.trees {
        all = all
            .into_iter()
            .flat_map(|depths: Vec<usize>| (0..=tree.depth()).map(move |depth| [depths.as_slice(), &[depth]].concat()))
            .collect();
    }
    all.sort_by_key(|depths| depths.iter().sum::<usize>());
    all
}

/// The sums whose parts are at just these depths.
fn lines(cube: &Cube, depths: &[usize]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (along, depth) in depths.iter().enumerate().filter(|(_, depth)| **depth > 0) {
        let mut totals = vec![0];
        for (at, tree) in cube.trees.iter().enumerate() {
            let wanted = if at == along { depth - 1 } else { depths[at] };
            let (nodes, stride) = (tree.at_depth(wanted), cube.stride(at));
            totals = totals.into_iter().flat_map(|cell| nodes.iter().map(move |node| cell + node * stride)).collect();
        }
        let (tree, stride) = (&cube.trees[along], cube.stride(along));
        let nodes = tree.at_depth(depth - 1);
        let parts: Vec<(usize, Vec<usize>)> = nodes.iter().map(|node| (*node, tree.parts(*node).collect())).collect();
        for total in totals {
            let node = total / stride % tree.len();
            let Some((_, below)) = parts.iter().find(|(parent, _)| *parent == node) else { continue };
            if !below.is_empty() && (cube.counts[total] > 0 || cube.withheld[total]) {
                let base = total - node * stride;
                lines.push(Line { total, parts: below.iter().map(|part| base + part * stride).collect() });
            }
        }
    }
    lines
}

fn protect_level(cube: &mut Cube, depths: &[usize]) {
    let lines = lines(cube, depths);
    loop {
        // First the sums whose total is shown: what they withhold often does for the others.
        let (told, untold): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| !cube.withheld[line.total]);
        loop {
            while told.iter().filter(|line| close(cube, line)).count() > 0 {}
            if !untold.iter().any(|line| close(cube, line)) {
                break;
            }
        }
        let exposed = match audit::exposed(cube, depths) {
            Ok(exposed) => exposed,
            // Too much to look through: the whole level is withheld rather than guessed at.
            Err(audit::TooLarge) => return withhold_all(cube, &lines),
        };
        if exposed.is_empty() {
            return;
        }
        let mut changed = false;
        for cell in exposed {
            let around = lines.iter().filter(|line| line.total == cell || line.parts.contains(&cell));
            let another = around.filter_map(|line| another(cube, line)).min_by_key(|cell| cube.key(*cell));
            if let Some(another) = another {
                cube.withheld[another] = true;
                changed = true;
            }
        }
        if !changed {
            return withhold_all(cube, &lines);
        }
    }
}

fn withhold_all(cube: &mut Cube, lines: &[Line]) {
    for part in lines.iter().flat_map(|line| &line.parts) {
        cube.withheld[*part] = true;
    }
}

/// Withholds one more part of a sum if what is withheld of it could be worked out from the sum alone. Tells
/// whether it did.
fn close(cube: &mut Cube, line: &Line) -> bool {
    let (mut hidden, mut sum) = (0, 0);
    for part in line.parts.iter().filter(|part| cube.withheld[**part]) {
        hidden += 1;
        sum += cube.counts[*part];
    }
    let total_shown = !cube.withheld[line.total];
    let enough = match (total_shown, hidden) {
        (true, 0) => true,
        (true, 1) => false,
        // If each of them must be one at least, they must not come to just that.
        (true, _) => sum >= LEAST.max(hidden + 1),
        // A withheld total must not be the sum of what is shown.
        (false, _) => hidden > 0,
    };
    if enough {
        return false;
    }
    match another(cube, line) {
        Some(part) => {
            cube.withheld[part] = true;
            true
        }
        None => false,
    }
}

/// Another part of the sum to withhold. Which one says next to nothing of the numbers: one that is missed least,
/// else any but the largest, by lot; always the smallest would tell that it is smaller than all that are shown.
fn another(cube: &Cube, line: &Line) -> Option<usize> {
    let shown = || line.parts.iter().copied().filter(|part| !cube.withheld[*part]);
    let people: Vec<usize> = shown().filter(|part| cube.counts[*part] > 0).collect();
    let largest = people.iter().copied().max_by_key(|part| (cube.counts[*part], cube.key(*part)));
    let by_lot = |parts: Vec<usize>| parts.into_iter().min_by_key(|part| cube.key(*part));
    let minor = people.iter().copied().filter(|part| cube.is_minor(*part)).collect();
    let smaller = people.into_iter().filter(|part| Some(*part) != largest).collect();
    // Where nothing else is left, a 0 does.
    by_lot(minor).or_else(|| by_lot(smaller)).or(largest).or_else(|| by_lot(shown().collect()))
}

#[cfg(test)]
mod tests;
