//! What there is to read, in reading order: everything that speaks, sentence by sentence.

use accesskit::{NodeId, Role};
use iced::Point;

use super::outline::{Outline, Place};
use super::wording::{Phrase, is_entry};
use crate::i18n::text;

/// Something that speaks.
#[derive(Debug, Clone)]
pub struct Item {
    pub node: NodeId,
    pub place: Place,
    pub kind: Kind,
    /// Whether it belongs to the main part of the screen.
    pub in_main: bool,
    /// As reading through says it, sentence by sentence; empty where its parts say it.
    pub sentences: Vec<Vec<Phrase>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something to press.
    Control,
    Heading,
    /// A list, a table, a quotation, a named part of the screen: its parts follow.
    Container,
    /// Words.
    Text,
}

impl Outline {
    /// Everything that speaks, in reading order. What is in a control belongs to it.
    pub fn items(&self) -> Vec<Item> {
        let main = self.main();
        let mut items: Vec<Item> = Vec::new();
        let mut quotes: Vec<Place> = Vec::new();
        let mut covered: Option<Place> = None;
        let mut heading = String::new();
        for place in self.places().skip(1) {
            while let Some(quote) = quotes.pop_if(|quote| !self.is_within(place, *quote)) {
                self.end_quote(quote, &mut items);
            }
            if covered.is_some_and(|outer| self.is_within(place, outer)) && !self.is_control(place) {
                continue;
            }
            let Some((kind, sentences)) = self.item(place, &heading) else { continue };
            match self.role(place) {
                Role::Blockquote => quotes.push(place),
                Role::Heading => self.name(place).clone_into(&mut heading),
                _ => {}
            }
            if kind == Kind::Control || matches!(self.role(place), Role::Paragraph | Role::Cell) {
                covered = Some(place);
            }
            items.push(Item { node: self.id(place), place, kind, in_main: self.is_within(place, main), sentences });
        }
        for quote in quotes.into_iter().rev() {
            self.end_quote(quote, &mut items);
        }
        items
    }

    /// A quotation ends with what it held last.
    fn end_quote(&self, quote: Place, items: &mut [Item]) {
        if let Some(last) = items.last_mut().filter(|last| self.is_within(last.place, quote)) {
            last.sentences.push(vec![Phrase::words(text(self.visitor(), "reader-quote-end"), self.visitor())]);
        }
    }

    /// What the node is to someone who reads, and its sentences. `heading` was said last: a list or a
    /// table of that name is not called by it again.
    fn item(&self, place: Place, heading: &str) -> Option<(Kind, Vec<Vec<Phrase>>)> {
        let each = |phrases: Vec<Phrase>| phrases.into_iter().map(|phrase| vec![phrase]).collect();
        if self.is_control(place) {
            // What was chosen or entered is what reading through is for; a switch of the bar is not.
            let role = self.role(place);
            let answers = matches!(role, Role::RadioButton | Role::CheckBox | Role::Link) || is_entry(role);
            let said = self.container(place, true);
            let said = if answers { self.with_state(place, said) } else { said };
            // What stands on a tile below its name is read with it.
            let more = if role == Role::Link { self.described(place) } else { Vec::new() };
            let sentences = vec![said.into_iter().chain(more).collect()];
            return Some((Kind::Control, sentences));
        }
        Some(match self.role(place) {
            Role::Heading => (Kind::Heading, each(self.named(place))),
            Role::Paragraph => (Kind::Text, each(self.passages(place))),
            Role::Image => (Kind::Text, each(self.picture(place))),
            Role::Cell => (Kind::Text, each(self.cell(place))),
            // Each cell is said after its header.
            Role::ColumnHeader => (Kind::Text, Vec::new()),
            Role::List | Role::Table => {
                let new = self.name(place) != heading;
                (Kind::Container, if self.goes_on(place) { Vec::new() } else { vec![self.container(place, new)] })
            }
            Role::Blockquote => (Kind::Container, vec![self.container(place, true)]),
            Role::Main
            | Role::Navigation
            | Role::Toolbar
            | Role::Banner
            | Role::Region
            | Role::Group
            | Role::RadioGroup
                if !self.name(place).is_empty() =>
            {
                // Each of the parts for readers of three languages begins with a heading of its name.
                (Kind::Container, Vec::new())
            }
            _ if self.name(place).is_empty() => return None,
            Role::ListItem | Role::Row => (Kind::Container, each(self.named(place))),
            _ => (Kind::Text, each(self.named(place))),
        })
    }

    /// Whether a list or a table began on a sheet before.
    fn goes_on(&self, place: Place) -> bool {
        let parts = || self.inside(place);
        match self.role(place) {
            Role::List => parts()
                .find(|part| self.role(*part) == Role::ListItem)
                .and_then(|item| self.node(item).position_in_set())
                .is_some_and(|position| position > 0),
            _ => parts()
                .filter(|part| self.role(*part) == Role::Cell)
                .find_map(|cell| self.node(cell).row_index())
                .is_some_and(|row| row > 1),
        }
    }

    /// An item in all it has to say.
    pub fn whole(&self, item: &Item) -> Vec<Phrase> {
        match (item.kind, self.role(item.place)) {
            (Kind::Control, _) => self.control(item.place),
            (Kind::Heading, _) => self.heading(item.place),
            (Kind::Container, _) => self.container(item.place, true),
            (Kind::Text, Role::ColumnHeader) => self.named(item.place),
            (Kind::Text, _) => item.sentences.concat(),
        }
    }

    /// The item under a point of the window, in physical pixels: words or a control, not what holds
    /// them.
    pub fn item_at(&self, at: Point) -> Option<Item> {
        let (x, y) = (f64::from(at.x), f64::from(at.y));
        let is_under = |item: &Item| {
            let bounds = self.node(item.place).bounds();
            bounds.is_some_and(|b| b.x0 <= x && x < b.x1 && b.y0 <= y && y < b.y1)
        };
        self.items().into_iter().rev().find(|item| item.kind != Kind::Container && is_under(item))
    }
}
