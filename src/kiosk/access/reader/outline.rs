//! A snapshot made easy to walk: who holds whom, and what a visitor is before.

use std::collections::HashMap;
use std::sync::Arc;

use accesskit::{Action, Node, NodeId, Role};

use crate::domain::Language;
use crate::i18n::text;
use crate::kiosk::access::tree::Snapshot;

/// A node's place in reading order.
pub type Place = usize;

/// One frame's tree, with the way from each node to what holds it.
#[derive(Debug, Clone)]
pub struct Outline {
    snapshot: Arc<Snapshot>,
    places: HashMap<NodeId, Place>,
    /// By place. What holds a node always stands before it.
    parents: Vec<Option<Place>>,
}

impl Outline {
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        let mut places = HashMap::with_capacity(snapshot.nodes.len());
        for (place, (id, _)) in snapshot.nodes.iter().enumerate() {
            places.entry(*id).or_insert(place);
        }
        let mut parents = vec![None; snapshot.nodes.len()];
        for (place, (_, node)) in snapshot.nodes.iter().enumerate() {
            for child in node.children() {
                if let Some(child) = places.get(child).filter(|child| **child > place) {
                    parents[*child] = Some(place);
                }
            }
        }
        Self { snapshot, places, parents }
    }

    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// All places, in reading order.
    pub fn places(&self) -> std::ops::Range<Place> {
        0..self.snapshot.nodes.len()
    }

    pub fn place(&self, id: NodeId) -> Option<Place> {
        self.places.get(&id).copied()
    }

    pub fn id(&self, place: Place) -> NodeId {
        self.snapshot.nodes[place].0
    }

    pub fn node(&self, place: Place) -> &Node {
        &self.snapshot.nodes[place].1
    }

    pub fn role(&self, place: Place) -> Role {
        self.node(place).role()
    }

    /// What the node is called, or says.
    pub fn name(&self, place: Place) -> &str {
        let node = self.node(place);
        let name = if node.role() == Role::Label { node.value() } else { node.label() };
        name.unwrap_or_default()
    }

    /// The language of the node's name.
    pub fn language(&self, place: Place) -> Language {
        let own = |place: Place| {
            let code = self.node(place).language()?;
            Language::from_code(code.split('-').next().unwrap_or(code))
        };
        own(place).or_else(|| self.ancestors(place).find_map(own)).unwrap_or_default()
    }

    /// The language the visitor chose: that of the window.
    pub fn visitor(&self) -> Language {
        self.place(self.snapshot.root).map(|root| self.language(root)).unwrap_or_default()
    }

    /// What holds the node, from the inside out.
    pub fn ancestors(&self, place: Place) -> impl Iterator<Item = Place> {
        std::iter::successors(self.parents[place], |place| self.parents[*place])
    }

    /// Whether `outer` is the node or holds it.
    pub fn is_within(&self, place: Place, outer: Place) -> bool {
        place == outer || self.ancestors(place).any(|ancestor| ancestor == outer)
    }

    /// Everything in a node, in reading order.
    pub fn inside(&self, outer: Place) -> impl Iterator<Item = Place> {
        // Whatever is in a node stands right behind it.
        (outer + 1..self.snapshot.nodes.len()).take_while(move |place| self.is_within(*place, outer))
    }

    /// Whether a visitor can focus it.
    pub fn is_control(&self, place: Place) -> bool {
        self.node(place).supports_action(Action::Focus)
    }

    /// The focused control.
    pub fn focus(&self) -> Option<Place> {
        (self.snapshot.focus != self.snapshot.root).then(|| self.place(self.snapshot.focus)).flatten()
    }

    /// The main part of the screen; the window where there is none.
    pub fn main(&self) -> Place {
        self.places().find(|place| self.role(*place) == Role::Main).unwrap_or(0)
    }

    /// The heading that tells what the screen is about.
    pub fn title(&self) -> Option<Place> {
        let headings = || self.inside(self.main()).filter(|place| self.role(*place) == Role::Heading);
        headings().find(|place| self.node(*place).level() == Some(1)).or_else(|| headings().next())
    }

    /// What tells one screen from another: its main part, its title and the visitor's language.
    pub fn screen(&self) -> (Option<NodeId>, &str, Language) {
        let main = self.snapshot.nodes.get(self.main()).map(|(id, _)| *id);
        (main, self.title().map_or("", |title| self.name(title)), self.visitor())
    }

    /// What says which sheet of how many is open, where there are several.
    pub fn progress(&self) -> Option<Place> {
        let main = self.main();
        self.places()
            .find(|place| self.role(*place) == Role::ProgressIndicator && !(main > 0 && self.is_within(*place, main)))
    }

    /// The open sheet, from 1, and how many there are.
    pub fn sheets(&self) -> (usize, usize) {
        let Some(progress) = self.progress() else { return (1, 1) };
        let number = |value: Option<f64>| value.map_or(1, |value| value.max(1.0) as usize);
        let node = self.node(progress);
        (number(node.numeric_value()), number(node.max_numeric_value()))
    }

    /// The controls that belong together with this one are held by the same node: this.
    pub fn group(&self, place: Place) -> Option<Place> {
        self.ancestors(place).find(|ancestor| {
            matches!(
                self.role(*ancestor),
                Role::List
                    | Role::Toolbar
                    | Role::Navigation
                    | Role::Group
                    | Role::RadioGroup
                    | Role::Region
                    | Role::Banner
                    | Role::Main
                    | Role::Window
            )
        })
    }

    /// Whether it is one of the ways to pause what is said and to hear it again.
    pub fn steers_reading(&self, place: Place) -> bool {
        self.group(place).is_some_and(|group| {
            // A page may have something that is called the same.
            self.name(group) == text(self.visitor(), "read-name") && !self.is_within(group, self.main())
        })
    }

    /// Where a control stands among those that belong with it, from 1, and how many they are.
    pub fn position(&self, control: Place) -> Option<(usize, usize)> {
        let told = std::iter::once(control).chain(self.ancestors(control)).find_map(|place| {
            let node = self.node(place);
            (matches!(node.role(), Role::ListItem | Role::RadioButton | Role::Tab)).then_some(())?;
            Some((node.position_in_set()? + 1, node.size_of_set()?))
        });
        let (position, of) = told.or_else(|| {
            let group = self.group(control)?;
            let fellows =
                || self.inside(group).filter(|place| self.is_control(*place) && self.group(*place) == Some(group));
            Some((fellows().position(|place| place == control)? + 1, fellows().count()))
        })?;
        (of > 1).then_some((position, of))
    }

    /// Whether the same node said the same before, with all it holds.
    pub fn stood_in(&self, before: &Self, place: Place) -> bool {
        std::iter::once(place).chain(self.inside(place)).all(|place| {
            before
                .place(self.id(place))
                .is_some_and(|then| before.name(then) == self.name(place) && before.role(then) == self.role(place))
        })
    }
}
