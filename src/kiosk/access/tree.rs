//! Collects the tree of what the screen says from the live widgets.

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::Discriminant;

use accesskit::{Action, ActionData, ActionRequest, Live, Node, NodeId, Rect, Toggled, TreeId, TreeInfo, TreeUpdate};
use iced::Rectangle;
use iced::advanced::widget::{Id, Operation, operation::Outcome};

use super::semantics::{Adjust, Begin, Mark, Report, Role, Semantics};
use crate::domain::Language;
use crate::kiosk::speech::Spot;

/// The whole tree of one frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The nodes in reading order, the root first.
    pub nodes: Vec<(NodeId, Node)>,
    /// The window.
    pub root: NodeId,
    /// The focused node; the root when no control has the focus.
    pub focus: NodeId,
    /// The nodes that tell what a visitor answered: said in private only (EN 301 549, 5.1.3.9).
    pub private: HashSet<NodeId>,
    /// The nodes whose description is in another language than their name.
    pub described_in: HashMap<NodeId, Language>,
}

impl Snapshot {
    /// The whole tree as an AccessKit update.
    pub fn to_update(&self) -> TreeUpdate {
        let mut info = TreeInfo::new(self.root);
        info.toolkit_name = Some("iced".to_owned());
        TreeUpdate { nodes: self.nodes.clone(), tree: Some(info), tree_id: TreeId::ROOT, focus: self.focus }
    }

    /// What has to be told to someone who knows `before`; without nodes if they know all.
    pub fn update_since(&self, before: &Self) -> TreeUpdate {
        if self.root != before.root {
            return self.to_update();
        }
        let known: HashMap<NodeId, &Node> = before.nodes.iter().map(|(id, node)| (*id, node)).collect();
        let nodes: Vec<_> = self.nodes.iter().filter(|(id, node)| known.get(id) != Some(&node)).cloned().collect();
        TreeUpdate { nodes, tree: None, tree_id: TreeId::ROOT, focus: self.focus }
    }
}

/// Follows the reports of a walk and gives every widget an id that stays its own from frame to frame:
/// made from its ancestors' ids, its role, and its key or its place among siblings of that role.
#[derive(Debug, Default)]
struct Path {
    open: Vec<Level>,
    /// Siblings without a parent: only the window should be one.
    top: HashMap<Discriminant<Role>, u32>,
}

#[derive(Debug)]
struct Level {
    id: NodeId,
    seen: HashMap<Discriminant<Role>, u32>,
}

impl Path {
    fn enter(&mut self, semantics: &Semantics) -> NodeId {
        let (parent, seen) = match self.open.last_mut() {
            Some(level) => (level.id.0, &mut level.seen),
            None => (0, &mut self.top),
        };
        let kind = std::mem::discriminant(&semantics.role);
        let mut hasher = DefaultHasher::new();
        parent.hash(&mut hasher);
        kind.hash(&mut hasher);
        match (&semantics.key, semantics.role) {
            (Some(key), _) => key.hash(&mut hasher),
            // An item keeps its id while pages of the list turn.
            (None, Role::ListItem { position, .. }) => position.hash(&mut hasher),
            (None, Role::Radio { position, .. } | Role::CheckBox { position, .. }) if position > 0 => {
                position.hash(&mut hasher);
            }
            (None, Role::Row { row }) => row.hash(&mut hasher),
            (None, _) => {
                let place = seen.entry(kind).or_default();
                place.hash(&mut hasher);
                *place += 1;
            }
        }
        let id = NodeId(hasher.finish());
        self.open.push(Level { id, seen: HashMap::new() });
        id
    }

    fn leave(&mut self) {
        self.open.pop();
    }
}

/// The operation that collects a [`Snapshot`].
#[derive(Debug)]
pub struct Collect {
    /// Physical pixels of a logical one.
    scale: f64,
    path: Path,
    nodes: Vec<(NodeId, Node)>,
    /// Indices into `nodes` of the open ones.
    open: Vec<usize>,
    focus: Option<NodeId>,
    private: HashSet<NodeId>,
    described_in: HashMap<NodeId, Language>,
}

impl Collect {
    /// For a window of which a logical pixel is `scale` physical ones.
    pub fn new(scale: f64) -> Self {
        Self {
            scale,
            path: Path::default(),
            nodes: Vec::new(),
            open: Vec::new(),
            focus: None,
            private: HashSet::new(),
            described_in: HashMap::new(),
        }
    }

    /// What was collected; none if the interface reported nothing.
    pub fn into_snapshot(self) -> Option<Snapshot> {
        let root = self.nodes.first()?.0;
        let focus = self.focus.unwrap_or(root);
        Some(Snapshot { nodes: self.nodes, root, focus, private: self.private, described_in: self.described_in })
    }

    fn begin(&mut self, bounds: Rectangle, begin: &Begin) {
        if self.open.is_empty() && !self.nodes.is_empty() {
            // A second root has no place in the tree.
            self.path.enter(&begin.semantics);
            self.open.push(usize::MAX);
            return;
        }
        let id = self.path.enter(&begin.semantics);
        let mut node = node(&begin.semantics);
        node.set_bounds(Rect {
            x0: f64::from(bounds.x) * self.scale,
            y0: f64::from(bounds.y) * self.scale,
            x1: f64::from(bounds.x + bounds.width) * self.scale,
            y1: f64::from(bounds.y + bounds.height) * self.scale,
        });
        if let Some(focused) = begin.focused {
            node.add_action(Action::Focus);
            if matches!(begin.semantics.role, Role::Slider { .. }) {
                node.add_action(Action::Increment);
                node.add_action(Action::Decrement);
                node.add_action(Action::SetValue);
            } else if matches!(begin.semantics.role, Role::Entry { .. }) {
                node.add_action(Action::SetValue);
            } else if !begin.semantics.disabled {
                node.add_action(Action::Click);
            }
            if focused {
                self.focus = Some(id);
            }
        }
        if begin.semantics.private {
            self.private.insert(id);
        }
        if let Some(language) = begin.semantics.described_in {
            self.described_in.insert(id, language);
        }
        if let Some((_, parent)) = self.open.last().and_then(|index| self.nodes.get_mut(*index)) {
            parent.push_child(id);
        }
        self.open.push(self.nodes.len());
        self.nodes.push((id, node));
    }
}

/// A node that says everything `semantics` does.
fn node(semantics: &Semantics) -> Node {
    let mut node = Node::new(semantics.role.exported());
    node.set_language(semantics.language.code());
    if !semantics.name.is_empty() {
        // AccessKit takes the text of a label from its value, the name of all else from its label.
        if semantics.role == Role::Text {
            node.set_value(semantics.name.as_str());
        } else {
            node.set_label(semantics.name.as_str());
        }
    }
    if !semantics.description.is_empty() {
        node.set_description(semantics.description.as_str());
    }
    if !semantics.value.is_empty() {
        node.set_value(semantics.value.as_str());
    }
    if let Some(selected) = semantics.selected {
        node.set_toggled(if selected { Toggled::True } else { Toggled::False });
    }
    if semantics.disabled {
        node.set_disabled();
    }
    match semantics.role {
        Role::Heading { level } => node.set_level(usize::from(level)),
        Role::List { items } => node.set_size_of_set(items),
        Role::ListItem { position, of } => {
            // AccessKit counts from 0, what it exports from 1.
            node.set_position_in_set(position.saturating_sub(1));
            node.set_size_of_set(of);
        }
        Role::Table { rows, columns } => {
            // The row of headers is a row too.
            node.set_row_count(rows + 1);
            node.set_column_count(columns);
        }
        Role::Row { row } => node.set_row_index(row),
        Role::ColumnHeader { column } => {
            node.set_row_index(0);
            node.set_column_index(column);
        }
        Role::Cell { row, column } => {
            node.set_row_index(row);
            node.set_column_index(column);
        }
        Role::Choices { of, .. } => node.set_size_of_set(of),
        Role::Radio { position, of } | Role::CheckBox { position, of } if of > 1 => {
            node.set_position_in_set(position.saturating_sub(1));
            node.set_size_of_set(of);
        }
        // Empty is a value too.
        Role::Entry { .. } => node.set_value(semantics.value.as_str()),
        Role::Status => node.set_live(Live::Polite),
        Role::Alert => node.set_live(Live::Assertive),
        Role::Progress { now, of } => {
            node.set_numeric_value(now as f64);
            node.set_min_numeric_value(1.0);
            node.set_max_numeric_value(of as f64);
        }
        Role::Slider { now, of } => {
            node.set_numeric_value(now as f64);
            node.set_min_numeric_value(1.0);
            node.set_max_numeric_value(of as f64);
            node.set_numeric_value_step(1.0);
        }
        _ => {}
    }
    node
}

impl<T> Operation<T> for Collect {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn custom(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        match state.downcast_mut::<Report>() {
            Some(Report::Begin(begin)) => self.begin(bounds, begin),
            Some(Report::End) => {
                self.open.pop();
                self.path.leave();
            }
            Some(Report::Words(_)) | None => {}
        }
    }
}

/// The operation that carries out what an assistive technology asks of a node.
#[derive(Debug)]
pub struct Perform {
    request: ActionRequest,
    path: Path,
    done: bool,
}

impl Perform {
    /// Carries out `request`. A press acts with the next frame.
    pub fn new(request: ActionRequest) -> Self {
        Self { request, path: Path::default(), done: false }
    }
}

impl Operation<bool> for Perform {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<bool>)) {
        operate(self);
    }

    fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
        match state.downcast_mut::<Report>() {
            Some(Report::Begin(begin)) => {
                let found = self.path.enter(&begin.semantics) == self.request.target_node;
                match self.request.action {
                    Action::Click if found => {
                        begin.press = true;
                        self.done = true;
                    }
                    Action::Focus => {
                        // Every other control gives the focus up.
                        begin.focus = found;
                        if let Some(focused) = begin.focused.as_mut() {
                            *focused = found;
                        }
                        self.done |= found;
                    }
                    _ => {
                        if found && let Some(adjust) = adjustment(&self.request) {
                            // An entry is given words, though they be figures; a slider a step.
                            begin.adjust = match (begin.semantics.role, adjust) {
                                (Role::Entry { .. }, adjust @ Adjust::Write(_)) => Some(adjust),
                                (Role::Entry { .. }, Adjust::SetTo(number)) => Some(Adjust::Write(number.to_string())),
                                (Role::Slider { .. }, Adjust::Write(words)) => {
                                    words.trim().parse().ok().map(Adjust::SetTo)
                                }
                                (Role::Slider { .. }, adjust) => Some(adjust),
                                _ => None,
                            };
                            self.done = begin.adjust.is_some();
                        }
                    }
                }
            }
            Some(Report::End) => self.path.leave(),
            Some(Report::Words(_)) | None => {}
        }
    }

    fn finish(&self) -> Outcome<bool> {
        Outcome::Some(self.done)
    }
}

/// The value a request asks for, if it asks for one.
fn adjustment(request: &ActionRequest) -> Option<Adjust> {
    match (request.action, &request.data) {
        (Action::Increment, _) => Some(Adjust::Increment),
        (Action::Decrement, _) => Some(Adjust::Decrement),
        (Action::SetValue, Some(ActionData::NumericValue(value))) => Some(Adjust::SetTo(*value)),
        (Action::SetValue, Some(ActionData::Value(value))) => Some(Adjust::Write(value.to_string())),
        _ => None,
    }
}

/// The operation that marks the words being said, and unmarks all others.
#[derive(Debug)]
pub struct Marking {
    spot: Option<Spot>,
    path: Path,
    /// For each open widget, the name to mark in its words.
    open: Vec<Option<String>>,
}

impl Marking {
    /// Marks `spot`; none: only unmarks.
    pub fn new(spot: Option<Spot>) -> Self {
        Self { spot, path: Path::default(), open: Vec::new() }
    }
}

impl<T> Operation<T> for Marking {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
        match state.downcast_mut::<Report>() {
            Some(Report::Begin(begin)) => {
                let id = self.path.enter(&begin.semantics);
                let found = self.spot.as_ref().is_some_and(|spot| spot.node == id);
                self.open.push(found.then(|| begin.semantics.name.clone()));
            }
            Some(Report::Words(words)) => {
                let name = self.open.last().cloned().flatten();
                let mark = name.zip(self.spot.as_ref());
                words.mark = Some(mark.map(|(name, spot)| Mark { name, range: spot.range.clone() }));
            }
            Some(Report::End) => {
                self.open.pop();
                self.path.leave();
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use kittest::{NodeT as _, Queryable as _};

    use super::super::atspi::Bridge;
    use super::super::focus::Move;
    use super::super::testing::Stage;
    use super::*;
    use crate::domain::Language;
    use crate::domain::page::Inline;
    use crate::kiosk::theme::{Space, Theme};
    use crate::kiosk::widget::{Element, Icon, Ui};

    fn view(theme: &Theme, key: &str, clock: &str) -> Element<'static, ()> {
        let ui = Ui::new(theme, Language::Kazakh);
        let passage = [
            Inline::Text { text: "Орысша: ".to_owned() },
            Inline::Foreign { text: "приём граждан".to_owned(), language: Language::Russian },
        ];
        let items = ["Бір", "Екі", "Үш"].map(|words| ui.paragraph(words));
        let content = ui.column([
            ui.heading(1, "Байланыс"),
            ui.prose(&passage, &|_| ()),
            ui.list("Тізім", None, items).into(),
            ui.alert(Icon::TriangleAlert, "Ескі мазмұн"),
            ui.image(None, "Қабаттың сызбасы"),
            ui.progress(2, 5),
            ui.button(Icon::Phone, "Қоңырау").on_press(()).into(),
            ui.in_language(Language::English).button(Icon::House, "Home").on_press(()).into(),
        ]);
        let clock = ui.text(clock.to_owned());
        let screen = ui.screen(key, "Байланыс", content.spacing(Space::Medium).fill_width());
        let body = ui.column([clock.into(), screen]).fill_width();
        ui.window("Әкімдік", &Bridge::closed(), body)
    }

    fn stage() -> (Stage, Theme) {
        let theme = Theme::default();
        (Stage::new(theme), theme)
    }

    /// Proves: WCAG-4.1.2
    #[test]
    fn the_tree_says_all_that_the_screen_shows() {
        let (mut stage, theme) = stage();
        let frame = stage.show(view(&theme, "contacts", "14:05"));
        frame.check(&theme);
        let root = frame.root();
        assert_eq!(root.words(), "Әкімдік");
        let heading = root.get_by_role_and_label(accesskit::Role::Heading, "Байланыс").accesskit_node();
        assert_eq!(heading.data().level(), Some(1));
        let alert = root.get_by_label("Ескі мазмұн").accesskit_node();
        assert_eq!((alert.role(), alert.live()), (accesskit::Role::Alert, Live::Assertive));
        root.get_by_role_and_label(accesskit::Role::Image, "Қабаттың сызбасы");
        let progress = root.get_by_role(accesskit::Role::ProgressIndicator).accesskit_node();
        assert_eq!((progress.numeric_value(), progress.max_numeric_value()), (Some(2.0), Some(5.0)));
        let items: Vec<_> = root.get_all_by_role(accesskit::Role::ListItem).collect();
        assert_eq!(items.len(), 3);
        assert_eq!(items[2].accesskit_node().data().position_in_set(), Some(2));
        assert_eq!(items[2].accesskit_node().data().size_of_set(), Some(3));
    }

    /// Proves: WCAG-3.1.2
    #[test]
    fn every_passage_tells_its_own_language() {
        let (mut stage, theme) = stage();
        let frame = stage.show(view(&theme, "contacts", "14:05"));
        let root = frame.root();
        let language = |words: &'static str| {
            let node = root
                .get(kittest::by().predicate(move |node| node.data().label().or(node.data().value()) == Some(words)));
            node.accesskit_node().language().map(str::to_owned)
        };
        assert_eq!(language("приём граждан").as_deref(), Some("ru"));
        assert_eq!(language("Орысша:").as_deref(), Some("kk"));
        assert_eq!(language("Home").as_deref(), Some("en"));
    }

    #[test]
    fn nodes_keep_their_ids_while_the_clock_ticks_and_only_the_clock_is_told_anew() {
        let (mut stage, theme) = stage();
        let before = stage.show(view(&theme, "contacts", "14:05")).snapshot;
        let after = stage.show(view(&theme, "contacts", "14:06")).snapshot;
        let update = after.update_since(&before);
        assert_eq!(update.nodes.len(), 1);
        assert_eq!(update.nodes[0].1.value(), Some("14:06"));
        assert!(after.update_since(&after).nodes.is_empty());
    }

    #[test]
    fn another_screen_has_other_nodes_and_leaves_no_focus_behind() {
        let (mut stage, theme) = stage();
        let home = stage.focus(view(&theme, "home", "14:05"), Move::First);
        assert_eq!(home.focused().as_deref(), Some("Қоңырау"));
        let contacts = stage.show(view(&theme, "contacts", "14:05"));
        assert_eq!(contacts.focused(), None);
        assert_ne!(home.id("Қоңырау"), contacts.id("Қоңырау"));
        assert_eq!(home.id("14:05"), contacts.id("14:05"));
    }

    #[test]
    fn ids_are_unique() {
        let (mut stage, theme) = stage();
        let frame = stage.show(view(&theme, "contacts", "14:05"));
        let ids: std::collections::HashSet<_> = frame.snapshot.nodes.iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), frame.snapshot.nodes.len());
    }
}
