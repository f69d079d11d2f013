//! Reading page by page: a flow of pieces of which as many are shown as fit, never cut, never scrolled.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::{Event, Length, Point, Rectangle, Size, window};

use super::voice::voice;
use super::{Element, Ui};
use crate::kiosk::access::Semantics;
use crate::kiosk::access::semantics::Report;
use crate::kiosk::theme::{Space, Theme};

/// A part of a flow: a piece that is never cut, or a group that may go on on the next page.
pub struct Flow<'a, Message> {
    pub(super) semantics: Option<Semantics>,
    /// Stands above the group's pieces on every page: the headers of a table.
    pub(super) head: Option<Element<'a, Message>>,
    pub(super) pieces: Vec<Element<'a, Message>>,
    /// What the pieces are known by where their order may change: then each keeps what is its own.
    pub(super) keys: Vec<String>,
    pub(super) spacing: Space,
    pub(super) keeps_with_next: bool,
    pub(super) gap: Space,
}

impl<'a, Message> Flow<'a, Message> {
    /// A piece that is never cut.
    pub fn piece(element: impl Into<Element<'a, Message>>) -> Self {
        Self {
            semantics: None,
            head: None,
            pieces: vec![element.into()],
            keys: Vec::new(),
            spacing: Space::Medium,
            keeps_with_next: false,
            gap: Space::Medium,
        }
    }

    /// The same, never the last on a page and set apart from what is before: a heading.
    #[must_use]
    pub fn keep_with_next(mut self) -> Self {
        self.keeps_with_next = true;
        self.gap = Space::Large;
        self
    }
}

/// A flow, one page of it shown.
pub struct Paged<'a, Message> {
    children: Vec<Element<'a, Message>>,
    /// What each child is known by, if its place may change.
    keys: Vec<Option<String>>,
    pieces: Vec<Piece>,
    groups: Vec<Group>,
    page: usize,
    on_pages: Box<dyn Fn(usize) -> Message + 'a>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    /// The group it belongs to.
    group: usize,
    /// Whether it is its group's head.
    head: bool,
    keeps_with_next: bool,
    gap_before: f32,
}

struct Group {
    semantics: Option<Semantics>,
}

impl Ui {
    /// Fills the height there is with page `page`, from 0, of `flow`. `on_pages` is told how many
    /// pages there are, at first and whenever that changes: with the text size, the window, the text.
    pub fn paged<'a, Message: 'a>(
        self,
        flow: impl IntoIterator<Item = Flow<'a, Message>>,
        page: usize,
        on_pages: impl Fn(usize) -> Message + 'a,
    ) -> Element<'a, Message> {
        let mut paged = Paged {
            children: Vec::new(),
            keys: Vec::new(),
            pieces: Vec::new(),
            groups: Vec::new(),
            page,
            on_pages: Box::new(on_pages),
        };
        let mut after_heading = false;
        for part in flow {
            let group = paged.groups.len();
            let within = self.gap(part.spacing);
            // What follows a heading belongs to it.
            let gap = if after_heading { Space::Small } else { part.gap };
            after_heading = part.keeps_with_next;
            let mut gap_before = self.gap(gap);
            paged.groups.push(Group { semantics: part.semantics });
            if let Some(head) = part.head {
                paged.children.push(head);
                paged.keys.push(None);
                paged.pieces.push(Piece { group, head: true, keeps_with_next: true, gap_before });
                gap_before = within;
            }
            let keys = part.keys.into_iter().map(Some).chain(std::iter::repeat(None));
            for (piece, key) in part.pieces.into_iter().zip(keys) {
                paged.children.push(piece);
                paged.keys.push(key);
                let keeps_with_next = part.keeps_with_next;
                paged.pieces.push(Piece { group, head: false, keeps_with_next, gap_before });
                gap_before = within;
            }
        }
        Element::new(paged)
    }
}

impl Ui {
    /// A distance between parts of a flow, in logical pixels.
    fn gap(self, space: Space) -> f32 {
        match space {
            Space::Medium | Space::Large => self.theme.space(space).max(self.theme.paragraph_space()),
            space => self.theme.space(space),
        }
    }
}

/// Lets go of the state of children that have just gone out of sight: their focus, and their drawn words.
///
/// tiny-skia redraws a place when what stands there differs from the frame before, and iced holds two
/// texts for the same when their size and font are the same and both are alive: "10:00" would stay where
/// "15:00" belongs. Words that are no longer alive are never the same.
pub(super) fn forget<Message>(
    trees: &mut [Tree],
    children: &[Element<'_, Message>],
    gone: impl Iterator<Item = usize>,
) {
    for index in gone {
        if let (Some(tree), Some(child)) = (trees.get_mut(index), children.get(index)) {
            *tree = Tree::new(child);
        }
    }
}

/// The trees of children that were known by the keys `before` in the order of those that are known by `now`: what
/// is a child's own, its focus for one, goes where the child went. A child without a key keeps its place.
fn rejoined(trees: Vec<Tree>, before: &[Option<String>], now: &[Option<String>]) -> Vec<Tree> {
    let mut trees: Vec<Option<Tree>> = trees.into_iter().map(Some).collect();
    let mut take = |at: usize| trees.get_mut(at).and_then(Option::take);
    let place = |at: usize, key: &Option<String>| match key {
        Some(_) => before.iter().position(|known| known == key),
        None => Some(at),
    };
    now.iter().enumerate().map(|(at, key)| place(at, key).and_then(&mut take).unwrap_or_else(Tree::empty)).collect()
}

#[derive(Debug, Default)]
struct State {
    keys: Vec<Option<String>>,
    shown: Vec<bool>,
    pages: usize,
    told: Option<usize>,
}

/// Where one page begins and ends, and the head repeated on it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PageBreak {
    pieces: std::ops::Range<usize>,
    /// The head of the group that goes on from the page before.
    repeated: Option<usize>,
}

/// Breaks pieces of these heights into pages of `room`. A piece taller than a page has one of its own.
fn break_pages(pieces: &[Piece], heights: &[f32], room: f32) -> Vec<PageBreak> {
    let mut pages = Vec::new();
    let (mut start, mut repeated, mut used) = (0, None, 0.0_f32);
    let mut index = 0;
    while index < pieces.len() {
        // What must stay together: this piece, and while pieces keep with the next, the next.
        let mut end = index + 1;
        while end < pieces.len() && pieces[end - 1].keeps_with_next {
            end += 1;
        }
        let empty = index == start && repeated.is_none();
        let height: f32 =
            (index..end).map(|at| heights[at] + if empty && at == index { 0.0 } else { pieces[at].gap_before }).sum();
        if used + height > room + 0.5 && index > start {
            pages.push(PageBreak { pieces: start..index, repeated });
            start = index;
            let group = pieces[index].group;
            repeated = (0..index).rev().take_while(|at| pieces[*at].group == group).find(|at| pieces[*at].head);
            used = repeated.map_or(0.0, |head| heights[head]);
            continue;
        }
        used += height;
        index = end;
    }
    if start < pieces.len() || pages.is_empty() {
        pages.push(PageBreak { pieces: start..pieces.len(), repeated });
    }
    pages
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Paged<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State { keys: self.keys.clone(), ..State::default() })
    }

    fn children(&self) -> Vec<Tree> {
        self.children.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        let before = std::mem::replace(&mut tree.state.downcast_mut::<State>().keys, self.keys.clone());
        if before != self.keys {
            tree.children = rejoined(std::mem::take(&mut tree.children), &before, &self.keys);
        }
        tree.diff_children(&self.children);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let room = limits.max();
        let natural = layout::Limits::new(Size::ZERO, Size::new(room.width, f32::INFINITY));
        let mut nodes: Vec<_> = self
            .children
            .iter_mut()
            .zip(&mut tree.children)
            .map(|(child, tree)| child.as_widget_mut().layout(tree, renderer, &natural))
            .collect();
        let heights: Vec<f32> = nodes.iter().map(|node| node.size().height.ceil()).collect();
        let pages = break_pages(&self.pieces, &heights, room.height);
        let page = &pages[self.page.min(pages.len() - 1)];
        let state = tree.state.downcast_mut::<State>();
        let before = std::mem::replace(&mut state.shown, vec![false; nodes.len()]);
        state.pages = pages.len();
        let mut y = 0.0;
        for index in page.repeated.into_iter().chain(page.pieces.clone()) {
            if y > 0.0 {
                y += self.pieces[index].gap_before;
            }
            state.shown[index] = true;
            nodes[index].move_to_mut(Point::new(0.0, y));
            y += heights[index];
        }
        let gone = before.iter().zip(&state.shown).enumerate().filter(|(_, (before, shown))| **before && !**shown);
        let gone: Vec<usize> = gone.map(|(index, _)| index).collect();
        forget(&mut tree.children, &self.children, gone.into_iter());
        layout::Node::with_children(room, nodes)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let shown = &tree.state.downcast_ref::<State>().shown;
        let bounds = |group: usize| {
            layout
                .children()
                .zip(&self.pieces)
                .zip(shown)
                .filter(|((_, piece), shown)| piece.group == group && **shown)
                .map(|((layout, _), _)| layout.bounds())
                .reduce(|one, other| one.union(&other))
                .unwrap_or_default()
        };
        let mut open: Option<usize> = None;
        for (index, piece) in self.pieces.iter().enumerate() {
            if !shown.get(index).is_some_and(|shown| *shown) {
                continue;
            }
            if open != Some(piece.group) {
                if open.is_some_and(|group| self.groups[group].semantics.is_some()) {
                    operation.custom(None, layout.bounds(), &mut Report::End);
                }
                open = Some(piece.group);
                if let Some(semantics) = &self.groups[piece.group].semantics {
                    operation.custom(None, bounds(piece.group), &mut Report::begin(semantics.clone()));
                }
            }
            let (child, tree) = (&mut self.children[index], &mut tree.children[index]);
            operation.traverse(&mut |operation| {
                child.as_widget_mut().operate(tree, layout.child(index), renderer, operation);
            });
        }
        if open.is_some_and(|group| self.groups[group].semantics.is_some()) {
            operation.custom(None, layout.bounds(), &mut Report::End);
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        if let Event::Window(window::Event::RedrawRequested(_)) = event
            && state.told != Some(state.pages)
        {
            state.told = Some(state.pages);
            shell.publish((self.on_pages)(state.pages));
        }
        for (((child, tree), layout), shown) in
            self.children.iter_mut().zip(&mut tree.children).zip(layout.children()).zip(&state.shown)
        {
            if *shown {
                child.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
            }
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let shown = &tree.state.downcast_ref::<State>().shown;
        for (((child, tree), layout), shown) in
            self.children.iter().zip(&tree.children).zip(layout.children()).zip(shown)
        {
            if *shown {
                child.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
            }
        }
    }
}

impl Ui {
    /// A part of a flow, the whole of it in one place.
    pub fn whole<'a, Message: 'a>(self, flow: Flow<'a, Message>) -> Element<'a, Message> {
        let column = self.column(flow.head.into_iter().chain(flow.pieces)).spacing(flow.spacing).fill_width();
        match flow.semantics {
            Some(semantics) => voice(semantics, column),
            None => column.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use accesskit::Role as Exported;
    use iced::Size;
    use kittest::Queryable as _;

    use super::*;
    use crate::domain::Language;
    use crate::domain::page::Inline;
    use crate::kiosk::access::atspi::Bridge;
    use crate::kiosk::access::testing::Stage;
    use crate::kiosk::theme::TextSize;

    fn piece(group: usize, head: bool, keeps_with_next: bool) -> Piece {
        Piece { group, head, keeps_with_next, gap_before: 10.0 }
    }

    #[test]
    fn as_much_is_shown_as_fits_and_nothing_twice() {
        let pieces: Vec<_> = (0..6).map(|group| piece(group, false, false)).collect();
        let pages = break_pages(&pieces, &[40.0; 6], 100.0);
        let ranges: Vec<_> = pages.into_iter().map(|page| page.pieces).collect();
        assert_eq!(ranges, [0..2, 2..4, 4..6]);
    }

    #[test]
    fn a_heading_is_never_the_last_on_a_page() {
        let pieces = [piece(0, false, false), piece(1, false, true), piece(2, false, false)];
        let pages = break_pages(&pieces, &[40.0, 20.0, 60.0], 100.0);
        assert_eq!(pages[0].pieces, 0..1);
        assert_eq!(pages[1].pieces, 1..3);
    }

    #[test]
    fn the_headers_of_a_table_stand_on_every_page_it_goes_on() {
        let mut pieces = vec![piece(0, true, true)];
        pieces.extend((0..5).map(|_| piece(0, false, false)));
        let pages = break_pages(&pieces, &[20.0; 6], 80.0);
        assert_eq!(pages[0], PageBreak { pieces: 0..3, repeated: None });
        assert_eq!(pages[1], PageBreak { pieces: 3..5, repeated: Some(0) });
        assert_eq!(pages[2], PageBreak { pieces: 5..6, repeated: Some(0) });
    }

    #[test]
    fn a_piece_taller_than_a_page_has_one_of_its_own_and_an_empty_flow_has_one_page() {
        let pieces: Vec<_> = (0..3).map(|group| piece(group, false, false)).collect();
        assert_eq!(break_pages(&pieces, &[40.0, 500.0, 40.0], 100.0).len(), 3);
        assert_eq!(break_pages(&[], &[], 100.0).len(), 1);
    }

    fn view(theme: &Theme, page: usize) -> Element<'static, usize> {
        let ui = Ui::new(theme, Language::Kazakh);
        let text = |words: String| vec![Inline::Text { text: words }];
        let rows: Vec<_> =
            (1..=60).map(|row| vec![text(format!("{row}-бөлме")), text(format!("{row}-қабат"))]).collect();
        let headers = [text("Бөлме".to_owned()), text("Қабат".to_owned())];
        let flow =
            vec![Flow::piece(ui.heading(1, "Бөлмелер")).keep_with_next(), ui.table("Бөлмелер", &headers, &rows).into()];
        ui.window("Сынақ", &Bridge::closed(), ui.paged(flow, page, |pages| pages))
    }

    #[test]
    fn every_row_of_a_long_table_is_on_exactly_one_page_under_its_headers() {
        for size in TextSize::ALL {
            for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
                let theme = Theme::default().with_text_size(size).with_window(window);
                let mut stage = Stage::new(theme);
                let pages = stage.show(view(&theme, 0)).messages[0];
                assert!(pages > 1);
                let mut rows = Vec::new();
                for page in 0..pages {
                    let frame = stage.show(view(&theme, page));
                    frame.check(&theme);
                    let root = frame.root();
                    root.get_by_role_and_label(Exported::Table, "Бөлмелер");
                    root.get_by_role_and_label(Exported::ColumnHeader, "Қабат");
                    rows.extend(
                        root.get_all_by_role(Exported::Cell).map(|cell| cell.words()).filter(|w| w.contains("бөлме")),
                    );
                }
                let expected: Vec<_> = (1..=60).map(|row| format!("{row}-бөлме")).collect();
                assert_eq!(rows, expected);
            }
        }
    }

    #[test]
    fn the_number_of_pages_is_told_once_and_again_when_it_changes() {
        let mut stage = Stage::new(Theme::default());
        let theme = *stage.theme();
        let first = stage.show(view(&theme, 0)).messages;
        assert_eq!(first.len(), 1);
        assert!(stage.show(view(&theme, 1)).messages.is_empty());
        let larger = theme.with_text_size(TextSize::Largest);
        let then = stage.show(view(&larger, 1)).messages;
        assert!(then.len() == 1 && then[0] > first[0], "{first:?} then {then:?}");
    }
}
