//! The rows that a screen's controls stand in.

use std::collections::HashMap;

use accesskit::{Action, Node, NodeId, Role};
use iced::{Point, Rectangle, Size};

use crate::kiosk::access::Snapshot;

/// So many controls are pointed at one by one; more are pointed at row by row first.
const FEW: usize = 6;

/// Controls that are pointed at together.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The part of the screen they belong to.
    pub group: NodeId,
    /// What they are called together.
    pub name: String,
    /// What they cover together, in the snapshot's pixels.
    pub bounds: Rectangle,
    /// The controls, in reading order; at least one.
    pub choices: Vec<Choice>,
}

/// A control that can be pressed.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its node.
    pub id: NodeId,
    name: String,
    bounds: Rectangle,
}

impl Choice {
    /// Whether this is the control that `before` was. Where a control comes or goes, its neighbours may
    /// get other ids; a switch may be called otherwise when it is on. Two of three signs are enough.
    pub fn is(&self, before: &Self) -> bool {
        let signs = [self.id == before.id, self.name == before.name, self.bounds == before.bounds];
        signs.into_iter().filter(|same| *same).count() >= 2
    }
}

/// The main part of the screen, or the window where there is none: another one is another screen.
pub fn screen(snapshot: &Snapshot) -> NodeId {
    let main = snapshot.nodes.iter().find(|(_, node)| node.role() == Role::Main);
    main.map_or(snapshot.root, |(id, _)| *id)
}

/// The rows of a screen, in reading order: the controls of one group, or of one line where a group has
/// many.
pub fn of(snapshot: &Snapshot) -> Vec<Row> {
    let groups = groups(snapshot);
    if groups.iter().map(|(_, _, choices)| choices.len()).sum::<usize>() <= FEW {
        let single = |(group, _, choices): (NodeId, _, Vec<Choice>)| {
            choices.into_iter().map(move |choice| row(group, "", vec![choice]))
        };
        return groups.into_iter().flat_map(single).collect();
    }
    let mut rows = Vec::new();
    for (group, name, choices) in groups {
        if choices.len() <= FEW {
            rows.push(row(group, name, choices));
            continue;
        }
        let lines = lines(choices);
        let name = if lines.len() == 1 { name } else { "" };
        rows.extend(lines.into_iter().map(|line| row(group, name, line)));
    }
    rows
}

/// What can be pressed, by the named part of the screen it belongs to, in reading order.
fn groups(snapshot: &Snapshot) -> Vec<(NodeId, &str, Vec<Choice>)> {
    let nodes: HashMap<NodeId, &Node> = snapshot.nodes.iter().map(|(id, node)| (*id, node)).collect();
    let mut parents: HashMap<NodeId, NodeId> = HashMap::new();
    for (id, node) in &snapshot.nodes {
        parents.extend(node.children().iter().map(|child| (*child, *id)));
    }
    let group_of = |id: NodeId| {
        let ancestors = std::iter::successors(Some(id), |id| parents.get(id).copied()).skip(1);
        ancestors.into_iter().find(|id| nodes.get(id).is_some_and(|node| is_group(node.role())))
    };
    let mut groups: Vec<(NodeId, &str, Vec<Choice>)> = Vec::new();
    for (id, node) in &snapshot.nodes {
        let Some(bounds) = node.bounds().filter(|_| node.supports_action(Action::Click) && !node.is_disabled()) else {
            continue;
        };
        let at = Point::new(bounds.x0 as f32, bounds.y0 as f32);
        let bounds = Rectangle::new(at, Size::new(bounds.width() as f32, bounds.height() as f32));
        let choice = Choice { id: *id, name: node.label().unwrap_or_default().to_owned(), bounds };
        let group = group_of(*id).unwrap_or(snapshot.root);
        match groups.iter_mut().find(|(known, _, _)| *known == group) {
            Some((_, _, choices)) => choices.push(choice),
            None => {
                let name = nodes.get(&group).and_then(|node| node.label()).unwrap_or_default();
                groups.push((group, name, vec![choice]));
            }
        }
    }
    groups
}

/// Whether what is in a node belongs together.
fn is_group(role: Role) -> bool {
    matches!(
        role,
        Role::Window
            | Role::Banner
            | Role::Main
            | Role::Navigation
            | Role::Toolbar
            | Role::Region
            | Role::Group
            | Role::RadioGroup
            | Role::List
            | Role::Table
    )
}

/// Controls line by line as they stand. Controls below one another are taken together, a few at a time.
fn lines(choices: Vec<Choice>) -> Vec<Vec<Choice>> {
    let mut lines: Vec<Vec<Choice>> = Vec::new();
    for choice in choices {
        let beside = |line: &Vec<Choice>| {
            line.iter().any(|other| {
                let middle = other.bounds.center_y();
                choice.bounds.y < middle && middle < choice.bounds.y + choice.bounds.height
            })
        };
        match lines.last_mut() {
            Some(line) if beside(line) => line.push(choice),
            _ => lines.push(vec![choice]),
        }
    }
    let mut rows: Vec<Vec<Choice>> = Vec::new();
    for run in lines.chunk_by(|one, other| one.len() == 1 && other.len() == 1) {
        // Single controls below one another are a column: split evenly, no part with one lonely control.
        let each = if run.len() == 1 { usize::MAX } else { run.len().div_ceil(run.len().div_ceil(FEW)) };
        rows.extend(run.concat().chunks(each).map(<[Choice]>::to_vec));
    }
    rows
}

fn row(group: NodeId, name: &str, choices: Vec<Choice>) -> Row {
    let name = match choices.as_slice() {
        [first, .., last] if name.trim().is_empty() => format!("{} – {}", first.name, last.name),
        _ => name.to_owned(),
    };
    let bounds = choices.iter().map(|choice| choice.bounds).reduce(|one, other| one.union(&other));
    Row { group, name, bounds: bounds.unwrap_or_default(), choices }
}
