//! What of the tree goes over the accessibility bus, in the form in which its clients find it there.
//!
//! The bus adapter exports neither the level of a heading, nor tables, nor the language of a node. It
//! does export texts with the language of each passage, positions in a set, and descriptions. So here
//! every text becomes a label made of runs that name their language, and what else would be lost is
//! told where it arrives. The tree that the stand's own reader follows stays as it is.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use accesskit::{Action, Live, Node, NodeId, Role, TextDirection};

use crate::domain::Language;
use crate::i18n;
use crate::kiosk::access::Snapshot;

/// Runs count their characters in a byte.
const LONGEST_RUN: usize = 250;

/// A tree as the bus has it.
#[derive(Debug)]
pub(super) struct Exported {
    /// The tree.
    pub(super) snapshot: Snapshot,
    /// Whose texts the nodes are that are in no other tree.
    pub(super) owners: HashMap<NodeId, NodeId>,
}

impl Exported {
    /// The form of `snapshot` that clients of the bus can make the most of.
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let headers = Headers::of(snapshot);
        let mut exported = Self {
            snapshot: Snapshot {
                nodes: Vec::new(),
                root: snapshot.root,
                focus: snapshot.focus,
                private: HashSet::new(),
                described_in: HashMap::new(),
            },
            owners: HashMap::new(),
        };
        let title = title(snapshot);
        if let Some((id, _)) = title
            && snapshot.focus == snapshot.root
        {
            // Without a focused control the title has the focus, so that a screen reader says where the
            // visitor came to.
            exported.snapshot.focus = *id;
        }
        for (id, node) in &snapshot.nodes {
            exported.add(*id, node, &headers);
        }
        // With one, the title of a new screen is news, and the part that the control lies in is called so.
        for (id, node) in &mut exported.snapshot.nodes {
            let Some((title, words)) = title.map(|(id, node)| (id, node.label().unwrap_or_default())) else { break };
            if id == title && snapshot.focus != snapshot.root {
                node.set_live(Live::Polite);
            } else if node.role() == Role::Main && node.label().is_none() {
                node.set_label(words);
            }
        }
        exported
    }

    fn add(&mut self, id: NodeId, source: &Node, headers: &Headers<'_>) {
        let mut node = source.clone();
        // Said of each run of text instead: what a text inherits, the bus leaves out.
        node.clear_language();
        let language = source.language().and_then(Language::from_code).unwrap_or_default();
        tell(&mut node, id, language, headers);
        if id == self.snapshot.focus {
            node.add_action(Action::Focus);
        }
        let at = self.snapshot.nodes.len();
        self.snapshot.nodes.push((id, node));
        let children = if matches!(
            source.role(),
            Role::Label | Role::TextInput | Role::MultilineTextInput | Role::PasswordInput
        ) {
            self.runs(id, id, source, source.value().unwrap_or_default())
        } else {
            self.label(id, source)
        };
        for child in children {
            self.snapshot.nodes[at].1.push_child(child);
        }
    }

    /// The words of a node that holds nothing else, as a label: only labels are texts on the bus.
    fn label(&mut self, owner: NodeId, source: &Node) -> Vec<NodeId> {
        let words = source.label().unwrap_or_default();
        if words.is_empty() || !source.children().is_empty() || !is_text(source.role()) {
            return Vec::new();
        }
        let id = technical(owner, "label", 0);
        let mut label = Node::new(Role::Label);
        label.set_value(words);
        // The owner tells the news; the label would tell it again.
        label.set_live(Live::Off);
        if let Some(bounds) = source.bounds() {
            label.set_bounds(bounds);
        }
        let at = self.snapshot.nodes.len();
        self.snapshot.nodes.push((id, label));
        self.owners.insert(id, owner);
        for run in self.runs(id, owner, source, words) {
            self.snapshot.nodes[at].1.push_child(run);
        }
        vec![id]
    }

    /// `words` as runs of text in the language of `source`: one line, for a voice knows no other.
    fn runs(&mut self, parent: NodeId, owner: NodeId, source: &Node, words: &str) -> Vec<NodeId> {
        let pieces = pieces(words);
        let ids: Vec<_> = (0..pieces.len()).map(|place| technical(parent, "run", place)).collect();
        for (place, piece) in pieces.into_iter().enumerate() {
            let mut run = Node::new(Role::TextRun);
            run.set_value(piece);
            run.set_text_direction(TextDirection::LeftToRight);
            if let Some(language) = source.language() {
                run.set_language(language);
            }
            let lengths: Vec<u8> = piece.chars().map(|c| u8::try_from(c.len_utf8()).unwrap_or(1)).collect();
            if let Some(bounds) = source.bounds() {
                // Where the lines break only the renderer knows: the whole is exact, parts are not.
                let width = (bounds.width() / lengths.len().max(1) as f64) as f32;
                run.set_character_positions((0..lengths.len()).map(|n| n as f32 * width).collect::<Vec<_>>());
                run.set_character_widths(vec![width; lengths.len()]);
                run.set_bounds(bounds);
            }
            run.set_character_lengths(lengths);
            run.set_word_starts(word_starts(piece));
            if let Some(before) = place.checked_sub(1) {
                run.set_previous_on_line(ids[before]);
            }
            if let Some(next) = ids.get(place + 1) {
                run.set_next_on_line(*next);
            }
            self.owners.insert(ids[place], owner);
            self.snapshot.nodes.push((ids[place], run));
        }
        ids
    }
}

/// Says of a node in words, and in attributes, what the bus has no other place for.
fn tell(node: &mut Node, id: NodeId, language: Language, headers: &Headers<'_>) {
    let describe = |node: &mut Node, words: &str| {
        if node.description().is_none_or(str::is_empty) && !words.is_empty() {
            node.set_description(words);
        }
    };
    match node.role() {
        Role::Heading => {
            if let Some(level) = node.level() {
                // The abbreviation braille displays know.
                node.set_braille_role_description(format!("h{level}"));
                describe(node, &i18n::text_with(language, "heading-level", &[("level", level.to_string().into())]));
            }
        }
        Role::Table => {
            if let Some(rows) = node.row_count() {
                node.set_size_of_set(rows);
            }
        }
        Role::Row => {
            if let Some(row) = node.row_index() {
                node.set_position_in_set(row);
            }
            if node.label().is_none()
                && let Some(name) = headers.rows.get(&id)
            {
                node.set_label(*name);
            }
            node.set_size_of_set(headers.columns.get(&id).copied().unwrap_or_default());
        }
        Role::Cell | Role::ColumnHeader => {
            if let Some(column) = node.column_index() {
                node.set_position_in_set(column);
            }
            if let Some(header) = headers.cells.get(&id) {
                describe(node, header);
            }
        }
        _ => {
            // A figure goes over the bus as it is; its words, such as a unit, only so.
            if node.numeric_value().is_some()
                && let Some(words) = node.value().map(str::to_owned)
            {
                describe(node, &words);
            }
        }
    }
}

/// The title of the screen.
fn title(snapshot: &Snapshot) -> Option<&(NodeId, Node)> {
    snapshot.nodes.iter().find(|(_, node)| node.role() == Role::Heading && node.level() == Some(1))
}

/// What names the cells of tables.
struct Headers<'a> {
    /// Of a cell: the header of its column.
    cells: HashMap<NodeId, &'a str>,
    /// Of a row: what its first cell says.
    rows: HashMap<NodeId, &'a str>,
    /// Of a row: how many columns its table has.
    columns: HashMap<NodeId, usize>,
}

impl<'a> Headers<'a> {
    fn of(snapshot: &'a Snapshot) -> Self {
        let mut headers = Self { cells: HashMap::new(), rows: HashMap::new(), columns: HashMap::new() };
        let mut columns: HashMap<usize, &str> = HashMap::new();
        let mut count = 0;
        let mut row = None;
        // Reading order: a table, its headers, then its rows, each before its cells.
        for (id, node) in &snapshot.nodes {
            match node.role() {
                Role::Table => {
                    columns.clear();
                    count = node.column_count().unwrap_or_default();
                }
                Role::Row => {
                    row = node.row_index().filter(|index| *index > 0).map(|_| *id);
                    headers.columns.insert(*id, count);
                }
                Role::ColumnHeader => {
                    if let (Some(column), Some(words)) = (node.column_index(), node.label()) {
                        columns.insert(column, words);
                    }
                }
                Role::Cell => {
                    let column = node.column_index();
                    if let Some(words) = column.and_then(|column| columns.get(&column)) {
                        headers.cells.insert(*id, words);
                    }
                    if let (Some(0), Some(row), Some(words)) = (column, row, node.label()) {
                        headers.rows.insert(row, words);
                    }
                }
                _ => {}
            }
        }
        headers
    }
}

/// Whether what a node of that role is called is what it shows or stands for, and so a text of its own.
fn is_text(role: Role) -> bool {
    matches!(
        role,
        Role::Heading
            | Role::Paragraph
            | Role::Button
            | Role::RadioButton
            | Role::CheckBox
            | Role::Switch
            | Role::Slider
            | Role::Link
            | Role::ListItem
            | Role::Cell
            | Role::ColumnHeader
            | Role::Blockquote
            | Role::Status
            | Role::Alert
            | Role::ProgressIndicator
            | Role::Image
    )
}

/// An id that no widget has.
fn technical(parent: NodeId, kind: &str, place: usize) -> NodeId {
    let mut hasher = DefaultHasher::new();
    (parent.0, kind, place).hash(&mut hasher);
    NodeId(hasher.finish())
}

/// `words` in pieces short enough for a run, cut between words where there is a space to cut at.
fn pieces(words: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = words;
    while let Some((limit, _)) = rest.char_indices().nth(LONGEST_RUN) {
        let cut = rest[..limit].rfind(' ').map_or(limit, |space| space + 1);
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece);
        rest = after;
    }
    // An entry without words is a text without letters, not none.
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// Where words begin, in characters.
fn word_starts(piece: &str) -> Vec<u8> {
    let mut before = ' ';
    let mut starts = Vec::new();
    for (place, character) in piece.chars().enumerate() {
        if before.is_whitespace() && !character.is_whitespace() {
            starts.extend(u8::try_from(place));
        }
        before = character;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::page::Inline;
    use crate::kiosk::access::Role as Own;
    use crate::kiosk::access::atspi::Bridge;
    use crate::kiosk::access::testing::Stage;
    use crate::kiosk::theme::{Space, Theme};
    use crate::kiosk::widget::{Icon, Ui};

    fn cells(words: &[&str]) -> Vec<Vec<Inline>> {
        words.iter().map(|words| vec![Inline::Text { text: (*words).to_owned() }]).collect()
    }

    fn snapshot() -> Snapshot {
        let theme = Theme::default();
        let ui = Ui::new(&theme, Language::Kazakh);
        let passage = [
            Inline::Text { text: "Орысша: ".to_owned() },
            Inline::Foreign { text: "приём граждан".to_owned(), language: Language::Russian },
        ];
        let hours = [cells(&["Дүйсенбі", "09:00–18:30"]), cells(&["Сейсенбі", "09:00–13:00"])];
        let content = ui.column([
            ui.heading(1, "Байланыс"),
            ui.prose(&passage, &|_| ()),
            ui.table("Жұмыс тәртібі", &cells(&["Күн", "Уақыты"]), &hours).into(),
            ui.alert(Icon::TriangleAlert, "Ескі мазмұн"),
            ui.button(Icon::Phone, "Қоңырау").on_press(()).into(),
        ]);
        let content = ui.sheet(crate::kiosk::theme::Fill::None, content.spacing(Space::Medium).fill_width());
        let body = ui.region(Own::Main, "", content.padding(Space::Large));
        Stage::new(theme).show(ui.window("Әкімдік", &Bridge::closed(), body)).snapshot
    }

    fn find(exported: &Exported, wanted: impl Fn(&Node) -> bool) -> &Node {
        &exported.snapshot.nodes.iter().find(|(_, node)| wanted(node)).expect("such a node").1
    }

    fn named<'a>(exported: &'a Exported, role: Role, name: &str) -> &'a Node {
        find(exported, |node| node.role() == role && node.label().or(node.value()) == Some(name))
    }

    /// Proves: WCAG-3.1.2
    #[test]
    fn every_text_on_the_bus_names_its_language() {
        let exported = Exported::new(&snapshot());
        assert_eq!(named(&exported, Role::TextRun, "приём граждан").language(), Some("ru"));
        assert_eq!(named(&exported, Role::TextRun, "Орысша:").language(), Some("kk"));
        assert_eq!(named(&exported, Role::TextRun, "Қоңырау").language(), Some("kk"));
        let inherited = exported.snapshot.nodes.iter().filter(|(_, node)| node.role() != Role::TextRun);
        assert!(inherited.into_iter().all(|(_, node)| node.language().is_none()));
    }

    /// Proves: WCAG-1.3.1, EN-11.5.2.6
    #[test]
    fn headings_tell_their_level_and_cells_their_headers() {
        let exported = Exported::new(&snapshot());
        let heading = named(&exported, Role::Heading, "Байланыс");
        assert_eq!((heading.braille_role_description(), heading.description()), (Some("h1"), Some("1-деңгей")));
        let cell = named(&exported, Role::Cell, "09:00–13:00");
        assert_eq!((cell.description(), cell.position_in_set()), (Some("Уақыты"), Some(1)));
        let row = named(&exported, Role::Row, "Сейсенбі");
        assert_eq!((row.position_in_set(), row.size_of_set()), (Some(2), Some(2)));
        assert_eq!(named(&exported, Role::Table, "Жұмыс тәртібі").size_of_set(), Some(3));
    }

    /// Proves: WCAG-4.1.3, EN-11.5.2.15
    #[test]
    fn news_is_told_once() {
        let exported = Exported::new(&snapshot());
        assert_eq!(named(&exported, Role::Alert, "Ескі мазмұн").live(), Some(Live::Assertive));
        assert_eq!(named(&exported, Role::Label, "Ескі мазмұн").live(), Some(Live::Off));
    }

    /// Proves: EN-11.5.2.7, EN-11.5.2.10
    #[test]
    fn what_was_entered_is_a_text_that_can_be_set_even_while_it_is_empty() {
        use crate::kiosk::input::typing::{Accepts, State};
        let theme = Theme::default();
        let ui = Ui::new(&theme, Language::Kazakh);
        let words = "Пандус жоқ, ".repeat(30);
        let states = [
            State::new(Accepts::Line, 100, Language::Kazakh),
            State::new(Accepts::Paragraph, 2_000, Language::Kazakh).with_text(&words),
            State::new(Accepts::Pin, 12, Language::Kazakh).with_text("4711"),
        ];
        let entries = states.iter().map(|state| ui.entry("Не жоқ?", state).on(|_| ()).into());
        let column = ui.column(entries).spacing(Space::Medium).fill_width();
        let snapshot = Stage::new(theme).show(ui.window("Әкімдік", &Bridge::closed(), column)).snapshot;
        let exported = Exported::new(&snapshot);
        let said = |role| {
            let entry = find(&exported, |node| node.role() == role);
            assert!(entry.supports_action(Action::SetValue));
            let runs = entry.children().iter().map(|child| {
                let (_, run) = exported.snapshot.nodes.iter().find(|(id, _)| id == child).expect("a run");
                assert_eq!((run.role(), run.language()), (Role::TextRun, Some("kk")));
                run.value().expect("a text")
            });
            runs.collect::<String>()
        };
        assert_eq!(said(Role::TextInput), "");
        assert_eq!(said(Role::MultilineTextInput), words);
        assert_eq!(said(Role::PasswordInput), "••••");
    }

    #[test]
    fn whoever_comes_to_a_screen_is_at_its_title_until_a_control_has_the_focus() {
        let mut snapshot = snapshot();
        let id = |snapshot: &Snapshot, role| snapshot.nodes.iter().find(|(_, node)| node.role() == role).expect("it").0;
        assert_eq!(Exported::new(&snapshot).snapshot.focus, id(&snapshot, Role::Heading));
        snapshot.focus = id(&snapshot, Role::Button);
        let exported = Exported::new(&snapshot);
        assert_eq!(exported.snapshot.focus, snapshot.focus);
        named(&exported, Role::Main, "Байланыс");
        assert_eq!(named(&exported, Role::Heading, "Байланыс").live(), Some(Live::Polite));
    }

    /// Proves: EN-11.5.2.10
    #[test]
    fn what_is_asked_of_a_text_is_asked_of_its_owner() {
        let snapshot = snapshot();
        let exported = Exported::new(&snapshot);
        for (id, _) in &exported.snapshot.nodes {
            let owner = exported.owners.get(id).unwrap_or(id);
            assert!(snapshot.nodes.iter().any(|(id, _)| id == owner));
        }
    }

    /// Proves: EN-11.5.2.10
    #[test]
    fn a_long_text_is_whole_in_its_runs() {
        let words = "Азаматтарды қабылдау әр сейсенбіде ".repeat(30);
        let pieces = pieces(&words);
        assert!(pieces.len() > 3 && pieces.iter().all(|piece| piece.chars().count() <= LONGEST_RUN));
        assert_eq!(pieces.concat(), words);
        assert!(pieces.iter().all(|piece| piece.ends_with(' ')));
        assert_eq!(word_starts("екі  сөз"), [0, 5]);
        assert_eq!(super::pieces(&"ұ".repeat(600)).len(), 3);
    }
}
