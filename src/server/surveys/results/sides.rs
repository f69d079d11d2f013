//! The dimensions that answers are counted along: what was said to a question, where, when, in which language,
//! how the stand was used.
//!
//! A node without a brother is its parent: where a body has one stand only, what is told of the body is told of
//! the stand.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Columns, State, date};
use super::cube::{Dimension, Tree};
use super::filter::{Manner, Month, Spot};
use super::numbers::Bins;
use super::schema::Form;
use crate::domain::Language;
use jiff::civil::Date;

/// What a node of a dimension stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A region, body or stand.
    Spot(Spot),
    /// A month.
    Month(Month),
    /// A day.
    Day(Date),
    /// A language.
    Language(Language),
    /// Used the stand so, or not.
    Manner(Manner, bool),
    /// Sent, or left.
    Complete(bool),
    /// A version.
    Version(usize),
    /// A choice of a question, by its place; or a class of numbers or days.
    Choice(usize),
    /// Left when that question stood on the screen.
    LeftAt(usize),
}

/// How finely a dimension is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// By region, and by body where none is known.
    Region,
    /// By body.
    Body,
    /// By stand.
    Stand,
    /// By month.
    Month,
    /// By day.
    Day,
    /// By language.
    Language,
    /// Whether the stand was used so.
    Manner(Manner),
    /// Sent or left.
    Complete,
    /// By version.
    Version,
}

impl By {
    /// Which dimension it is, in the order that every cube has them.
    pub(super) fn rank(self) -> usize {
        match self {
            Self::Region | Self::Body | Self::Stand => 0,
            Self::Month | Self::Day => 1,
            Self::Language => 2,
            Self::Manner(_) => 3,
            Self::Complete => 4,
            Self::Version => 5,
        }
    }
}

/// A dimension with what its nodes stand for, in the order to be shown.
#[derive(Debug, Clone)]
pub struct Side {
    /// The dimension.
    pub dimension: Dimension,
    /// The nodes by what they stand for.
    pub parts: Vec<(Part, usize)>,
}

impl Side {
    /// The node of a part.
    pub fn node(&self, part: &Part) -> Option<usize> {
        self.parts.iter().find(|(own, _)| own == part).map(|(_, node)| *node)
    }

    /// A side along which each row is one of `parts`, told by its place among them.
    fn flat(parts: Vec<(Part, String)>, rows: impl Iterator<Item = usize>) -> Self {
        let mut tree = Tree::new();
        let nodes: Vec<u32> = match parts.len() {
            0 | 1 => vec![0; parts.len()],
            _ => parts.iter().map(|(_, key)| to_node(tree.add(Tree::ALL, key))).collect(),
        };
        let rows = rows.map(|part| nodes.get(part).copied().unwrap_or(0)).collect();
        let parts = parts.into_iter().zip(&nodes).map(|((part, _), node)| (part, *node as usize)).collect();
        Self { dimension: Dimension { tree, nodes: rows }, parts }
    }
}

fn to_node(node: usize) -> u32 {
    u32::try_from(node).unwrap_or(0)
}

impl Columns {
    /// A side of the circumstances.
    pub(super) fn side(&self, by: By) -> Side {
        match by {
            By::Region | By::Body | By::Stand => self.places_side(by),
            By::Month | By::Day => self.time_side(by),
            By::Language => {
                let parts = Language::ALL.map(|language| (Part::Language(language), format!("language/{language}")));
                Side::flat(parts.to_vec(), self.language.iter().map(|code| usize::from(*code)))
            }
            By::Manner(manner) => {
                let parts = [true, false].map(|used| (Part::Manner(manner, used), format!("{}/{used}", manner.id())));
                Side::flat(parts.to_vec(), self.mode.iter().map(|bits| usize::from(!manner.is_in(*bits))))
            }
            By::Complete => {
                let parts = [true, false].map(|sent| (Part::Complete(sent), format!("sent/{sent}")));
                Side::flat(parts.to_vec(), self.complete.iter().map(|sent| usize::from(!sent)))
            }
            By::Version => {
                let versions = self.schema.versions.iter().enumerate();
                let parts = versions.map(|(at, version)| (Part::Version(at), format!("version/{version}")));
                Side::flat(parts.collect(), self.version.iter().map(|version| usize::from(*version)))
            }
        }
    }

    /// The months that answers were given in.
    pub fn months(&self) -> BTreeSet<Month> {
        self.days().into_iter().map(|day| Month::of(date(day))).collect()
    }

    /// The days that answers were given on, in order.
    fn days(&self) -> Vec<i32> {
        let (Some(first), Some(last)) = (self.day.iter().min(), self.day.iter().max()) else { return Vec::new() };
        let mut known = vec![false; usize::try_from(last - first).map_or(0, |days| days + 1)];
        for day in &self.day {
            known[(day - first) as usize] = true;
        }
        (*first..=*last).zip(known).filter(|(_, known)| *known).map(|(day, _)| day).collect()
    }

    /// The regions, bodies and stands that answers were given at.
    pub fn spots(&self) -> BTreeSet<Spot> {
        let regions =
            self.places.iter().filter_map(|place| self.regions.get(&place.body)).map(|region| Spot::Region(*region));
        let bodies = self.places.iter().map(|place| Spot::Body(place.body.clone()));
        let stands = self.places.iter().map(|place| place.stand.map_or(Spot::NoStand(place.body.clone()), Spot::Stand));
        regions.chain(bodies).chain(stands).collect()
    }

    fn places_side(&self, by: By) -> Side {
        // What each place is, from the widest to the narrowest.
        let mut roots: BTreeMap<Spot, BTreeMap<Spot, BTreeSet<Spot>>> = BTreeMap::new();
        let way = |place: &super::columns::Place| {
            let body = Spot::Body(place.body.clone());
            let root = self.regions.get(&place.body).map_or(body.clone(), |region| Spot::Region(*region));
            let stand = place.stand.map_or(Spot::NoStand(place.body.clone()), Spot::Stand);
            (root, body, stand)
        };
        for place in &self.places {
            let (root, body, stand) = way(place);
            roots.entry(root).or_default().entry(body).or_default().insert(stand);
        }
        let mut tree = Tree::new();
        let mut nodes: BTreeMap<Spot, usize> = BTreeMap::new();
        let mut level = Vec::new();
        for (root, bodies) in &roots {
            let root_node = if roots.len() == 1 { Tree::ALL } else { tree.add(Tree::ALL, &root.id()) };
            nodes.insert(root.clone(), root_node);
            level.push((root, root_node, bodies));
        }
        let mut bodies_level = Vec::new();
        for (root, root_node, bodies) in &level {
            for (body, stands) in *bodies {
                let alone = bodies.len() == 1 || *root == body || by == By::Region;
                let node = if alone { *root_node } else { tree.add(*root_node, &body.id()) };
                nodes.insert(body.clone(), node);
                bodies_level.push((node, stands));
            }
        }
        for (body_node, stands) in bodies_level {
            for stand in stands {
                let alone = stands.len() == 1 || by != By::Stand;
                let node = if alone { body_node } else { tree.add(body_node, &stand.id()) };
                nodes.insert(stand.clone(), node);
            }
        }
        let of_place: Vec<u32> = self.places.iter().map(|place| to_node(nodes[&way(place).2])).collect();
        let rows = self.place.iter().map(|place| of_place[*place as usize]).collect();
        let is_told = |spot: &Spot| match by {
            By::Region => roots.contains_key(spot),
            By::Body => matches!(spot, Spot::Body(_)),
            _ => matches!(spot, Spot::Stand(_) | Spot::NoStand(_)),
        };
        let parts = nodes.into_iter().filter(|(spot, _)| is_told(spot)).map(|(spot, node)| (Part::Spot(spot), node));
        Side { parts: parts.collect(), dimension: Dimension { tree, nodes: rows } }
    }

    fn time_side(&self, by: By) -> Side {
        let known = self.days();
        let first = known.first().copied().unwrap_or(0);
        let mut of_day = vec![0; known.last().map_or(0, |last| (last - first) as usize + 1)];
        let mut months: BTreeMap<Month, Vec<i32>> = BTreeMap::new();
        for day in known {
            months.entry(Month::of(date(day))).or_default().push(day);
        }
        let mut tree = Tree::new();
        let mut parts = Vec::new();
        let alone = months.len() == 1;
        let nodes: Vec<usize> =
            months.keys().map(|month| if alone { Tree::ALL } else { tree.add(Tree::ALL, &month.id()) }).collect();
        for ((month, days), node) in months.iter().zip(&nodes) {
            parts.push((Part::Month(*month), *node));
            for day in days {
                let alone = days.len() == 1 || by == By::Month;
                let day_node = if alone { *node } else { tree.add(*node, &date(*day).to_string()) };
                if by == By::Day {
                    parts.push((Part::Day(date(*day)), day_node));
                }
                of_day[(day - first) as usize] = to_node(day_node);
            }
        }
        let rows = self.day.iter().map(|day| of_day[(day - first) as usize]).collect();
        Side { dimension: Dimension { tree, nodes: rows }, parts }
    }

    /// Whether something was said to a question: the upper nodes of [`Columns::answers_side`].
    pub(super) fn states_side(&self, variable: usize) -> Side {
        let key = self.schema.address(variable);
        let state = self.states(variable);
        let node = |row| match state(row) {
            State::Answered => nodes::ANSWERED,
            State::Declined => nodes::DECLINED,
            State::Passed => nodes::PASSED,
            State::Unseen => nodes::UNSEEN,
        };
        let rows = (0..self.len()).map(|row| to_node(node(row))).collect();
        Side { dimension: Dimension { tree: states_tree(&key), nodes: rows }, parts: Vec::new() }
    }

    /// What was said to a question: see [`nodes`]. Of a question with several choices, whether the one at
    /// `choice` was chosen.
    pub(super) fn answers_side(&self, variable: usize, choice: Option<usize>, bins: Option<&Bins>) -> Side {
        let about = &self.schema.variables[variable];
        let key = self.schema.address(variable);
        let mut tree = states_tree(&key);
        let mut parts = Vec::new();
        let mut part = |tree: &mut Tree, at: usize, name: &str| {
            let node = tree.add(nodes::ANSWERED, &format!("{key}/{name}"));
            parts.push((Part::Choice(at), node));
        };
        match (choice, bins) {
            (Some(choice), _) => {
                part(&mut tree, choice, &format!("choice/{}", about.choices[choice].name));
                tree.add_minor(nodes::ANSWERED, &format!("{key}/not/{}", about.choices[choice].name));
            }
            (None, Some(bins)) if bins.len() > 1 => {
                (0..bins.len()).for_each(|at| part(&mut tree, at, &format!("class/{at}")));
            }
            (None, None) if about.choices.len() > 1 => {
                let choices = about.choices.iter().enumerate();
                choices.for_each(|(at, choice)| part(&mut tree, at, &format!("choice/{}", choice.name)));
            }
            (None, _) => {
                let alone = usize::from(about.has_choices() || bins.is_some_and(|bins| bins.len() == 1));
                parts.extend((0..alone).map(|at| (Part::Choice(at), nodes::ANSWERED)));
            }
        }
        let lowest = tree.len() > nodes::FIRST;
        let state = self.states(variable);
        let place = |row: usize| -> usize {
            match state(row) {
                State::Declined => nodes::DECLINED,
                State::Passed => nodes::PASSED,
                State::Unseen => nodes::UNSEEN,
                State::Answered if !lowest => nodes::ANSWERED,
                State::Answered => {
                    let at = match (choice, bins, about.form) {
                        (Some(choice), ..) => Some(usize::from(!self.has_chosen(variable, row, choice))),
                        (None, Some(bins), _) => self.number(variable, row).map(|number| bins.of(number)),
                        (None, None, Form::Rank) => {
                            (0..about.choices.len()).find(|choice| self.rank(variable, row, *choice) == Some(1))
                        }
                        (None, None, _) => self.code(variable, row),
                    };
                    at.map_or(nodes::UNSEEN, |at| nodes::FIRST + at)
                }
            }
        };
        let rows = (0..self.len()).map(|row| to_node(place(row))).collect();
        Side { dimension: Dimension { tree, nodes: rows }, parts }
    }

    /// Where those who left, left.
    pub(super) fn leaving_side(&self) -> Side {
        let mut tree = Tree::new();
        let sent = tree.add(Tree::ALL, "sent");
        let left = tree.add(Tree::ALL, "left");
        let mut reached: Vec<bool> = vec![false; self.schema.variables.len() + 1];
        for row in (0..self.len()).filter(|row| !self.complete[*row]) {
            reached[usize::from(self.reached[row])] = true;
        }
        let mut parts = vec![(Part::Complete(true), sent), (Part::Complete(false), left)];
        let places: Vec<usize> = (0..reached.len()).filter(|at| reached[*at]).collect();
        let mut node_of = vec![left; reached.len()];
        if places.len() > 1 {
            for place in places {
                let key = place.checked_sub(1).map_or("before".to_owned(), |at| self.schema.address(at));
                node_of[place] = tree.add(left, &format!("left/{key}"));
            }
        }
        parts.extend((1..reached.len()).filter(|at| reached[*at]).map(|at| (Part::LeftAt(at - 1), node_of[at])));
        let rows = (0..self.len())
            .map(|row| to_node(if self.complete[row] { sent } else { node_of[usize::from(self.reached[row])] }))
            .collect();
        Side { dimension: Dimension { tree, nodes: rows }, parts }
    }
}

/// The nodes that every question has: see [`nodes`].
fn states_tree(key: &str) -> Tree {
    let mut tree = Tree::new();
    tree.add(Tree::ALL, &format!("{key}/answered"));
    for (part, parent) in
        [("declined", Tree::ALL), ("silent", Tree::ALL), ("passed", nodes::SILENT), ("unseen", nodes::SILENT)]
    {
        tree.add_minor(parent, &format!("{key}/{part}"));
    }
    tree
}

/// The nodes that what was said to a question always has.
pub(super) mod nodes {
    /// Answered.
    pub const ANSWERED: usize = 1;
    /// "I prefer not to say".
    pub const DECLINED: usize = 2;
    /// Said nothing: passed over or unseen.
    pub const SILENT: usize = 3;
    /// Seen and passed over.
    pub const PASSED: usize = 4;
    /// Not asked or not reached.
    pub const UNSEEN: usize = 5;
    /// The first choice; the others follow.
    pub const FIRST: usize = 6;
}
