//! A grid of equal tiles that grow with the text, page by page when there are more than fit.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::{Event, Length, Point, Rectangle, Size, window};

use super::paged::forget;
use super::voice::{enclose, voice};
use super::{Element, Flow, Ui};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::{Space, Step, Theme};

/// How much taller than they need be tiles may grow to fill a page evenly.
const STRETCH: f32 = 2.2;

/// Equal tiles, read as a list.
pub struct Grid<'a, Message> {
    semantics: Semantics,
    tiles: Vec<Element<'a, Message>>,
    least_width: f32,
    most_columns: usize,
    most_rows: usize,
    gap: f32,
    page: Option<usize>,
    on_pages: Option<Box<dyn Fn(usize) -> Message + 'a>>,
}

impl Ui {
    /// A grid of tiles, called `name`: as many columns as fit, all tiles as tall as the tallest.
    pub fn grid<'a, Message: 'a>(
        self,
        name: impl Into<String>,
        tiles: impl IntoIterator<Item = Element<'a, Message>>,
    ) -> Grid<'a, Message> {
        let tiles: Vec<_> = tiles.into_iter().collect();
        let of = tiles.len();
        let tiles = tiles
            .into_iter()
            .enumerate()
            .map(|(index, tile)| {
                let role = Role::ListItem { position: index + 1, of };
                voice(Semantics::new(role, String::new(), self.language), tile)
            })
            .collect();
        Grid {
            semantics: Semantics::new(Role::List { items: of }, name, self.language),
            tiles,
            least_width: self.theme.font_size(Step::Body) * 15.0,
            most_columns: usize::MAX,
            most_rows: usize::MAX,
            gap: self.theme.space(Space::Small),
            page: None,
            on_pages: None,
        }
    }
}

impl<'a, Message: 'a> Grid<'a, Message> {
    /// At most so many columns.
    #[must_use]
    pub fn columns(mut self, most: usize) -> Self {
        self.most_columns = most.max(1);
        self
    }

    /// At most so many rows a page: fewer tiles are found sooner.
    #[must_use]
    pub fn rows(mut self, most: usize) -> Self {
        self.most_rows = most.max(1);
        self
    }

    /// Tiles at least so many letters of body text wide; 15 ems unless told otherwise.
    #[must_use]
    pub fn tile_ems(mut self, ui: Ui, ems: f32) -> Self {
        self.least_width = ui.theme.font_size(Step::Body) * ems;
        self
    }

    /// Fills the height there is and shows page `page`, from 0, of as many as it takes. `on_pages`
    /// is told how many that is, at first and whenever it changes.
    #[must_use]
    pub fn paged(mut self, page: usize, on_pages: impl Fn(usize) -> Message + 'a) -> Self {
        self.page = Some(page);
        self.on_pages = Some(Box::new(on_pages));
        self
    }
}

#[derive(Debug, Default)]
struct State {
    shown: std::ops::Range<usize>,
    pages: usize,
    told: Option<usize>,
}

impl<Message> Grid<'_, Message> {
    /// Calls `each` with every shown tile.
    fn shown<'t, 'l>(
        &mut self,
        tree: &'t mut Tree,
        layout: Layout<'l>,
        mut each: impl FnMut(&mut Element<'_, Message>, &'t mut Tree, Layout<'l>),
    ) {
        let shown = tree.state.downcast_ref::<State>().shown.clone();
        for (index, ((tile, tree), layout)) in
            self.tiles.iter_mut().zip(&mut tree.children).zip(layout.children()).enumerate()
        {
            if shown.contains(&index) {
                each(tile, tree, layout);
            }
        }
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Grid<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.tiles.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.tiles);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, if self.page.is_some() { Length::Fill } else { Length::Shrink })
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let width = limits.max().width;
        let columns = (((width + self.gap) / (self.least_width + self.gap)) as usize)
            .clamp(1, self.most_columns)
            .min(self.tiles.len().max(1));
        let tile_width = ((width + self.gap) / columns as f32 - self.gap).max(1.0);
        let natural = layout::Limits::new(Size::new(tile_width, 0.0), Size::new(tile_width, f32::INFINITY));
        let mut height = 0.0_f32;
        for (tile, tree) in self.tiles.iter_mut().zip(&mut tree.children) {
            let node = tile.as_widget_mut().layout(tree, renderer, &natural);
            height = height.max(node.size().height.ceil());
        }
        let rows = self.tiles.len().div_ceil(columns);
        let (page, rows_of_page, pages) = match self.page {
            None => (0, rows, 1),
            Some(page) => {
                let room = limits.max().height;
                let fitting = (((room + self.gap) / (height + self.gap)) as usize).clamp(1, self.most_rows);
                let pages = rows.div_ceil(fitting).max(1);
                // Rows are spread evenly: no page with one lonely row.
                let rows_of_page = rows.div_ceil(pages).max(1);
                let even = (room + self.gap) / rows_of_page as f32 - self.gap;
                height = even.min(height * STRETCH).floor().max(height.min(room));
                (page.min(pages - 1), rows_of_page, pages)
            }
        };
        let first = page * rows_of_page * columns;
        let shown = first.min(self.tiles.len())..(first + rows_of_page * columns).min(self.tiles.len());
        let exact = layout::Limits::new(Size::new(tile_width, height), Size::new(tile_width, height));
        let nodes = self
            .tiles
            .iter_mut()
            .zip(&mut tree.children)
            .enumerate()
            .map(|(index, (tile, tree))| {
                if !shown.contains(&index) {
                    return layout::Node::new(Size::ZERO);
                }
                let place = index - first;
                let at = Point::new(
                    ((place % columns) as f32 * (tile_width + self.gap)).round(),
                    ((place / columns) as f32 * (height + self.gap)).round(),
                );
                tile.as_widget_mut().layout(tree, renderer, &exact).move_to(at)
            })
            .collect();
        let state = tree.state.downcast_mut::<State>();
        let rows_shown = shown.len().div_ceil(columns) as f32;
        let before = std::mem::replace(&mut state.shown, shown.clone());
        state.pages = pages;
        forget(&mut tree.children, &self.tiles, before.filter(|index| !shown.contains(index)));
        let used = (rows_shown * (height + self.gap) - self.gap).max(0.0);
        let size = Size::new(width, if self.page.is_some() { limits.max().height } else { used });
        layout::Node::with_children(size, nodes)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let semantics = self.semantics.clone();
        enclose(&semantics, layout.bounds(), operation, |operation| {
            operation.traverse(&mut |operation| {
                self.shown(tree, layout, |tile, tree, layout| {
                    tile.as_widget_mut().operate(tree, layout, renderer, operation);
                });
            });
        });
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
        if let (Some(on_pages), Event::Window(window::Event::RedrawRequested(_))) = (&self.on_pages, event)
            && state.told != Some(state.pages)
        {
            state.told = Some(state.pages);
            shell.publish(on_pages(state.pages));
        }
        self.shown(tree, layout, |tile, tree, layout| {
            tile.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
        });
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
        let shown = tree.state.downcast_ref::<State>().shown.clone();
        for (index, ((tile, tree), layout)) in self.tiles.iter().zip(&tree.children).zip(layout.children()).enumerate()
        {
            if shown.contains(&index) {
                tile.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
            }
        }
    }
}

impl<'a, Message: 'a> From<Grid<'a, Message>> for Flow<'a, Message> {
    /// The tiles one below another; they may go on on the next page.
    fn from(grid: Grid<'a, Message>) -> Self {
        Self {
            semantics: Some(grid.semantics),
            head: None,
            pieces: grid.tiles,
            spacing: Space::Small,
            keeps_with_next: false,
            keys: Vec::new(),
            gap: Space::Medium,
        }
    }
}

impl<'a, Message: 'a> From<Grid<'a, Message>> for Element<'a, Message> {
    fn from(grid: Grid<'a, Message>) -> Self {
        Element::new(grid)
    }
}

#[cfg(test)]
mod tests {
    use accesskit::Role as Exported;
    use kittest::{NodeT as _, Queryable as _};

    use super::*;
    use crate::domain::{Category, Language};
    use crate::i18n;
    use crate::kiosk::access::atspi::Bridge;
    use crate::kiosk::access::testing::Stage;
    use crate::kiosk::theme::TextSize;
    use crate::kiosk::widget::Icon;

    fn view(theme: &Theme, language: Language, page: usize) -> Element<'static, usize> {
        let ui = Ui::new(theme, language);
        let tiles = Category::ALL.into_iter().map(|category| {
            let name = i18n::text(language, &format!("category-{}", category.id()));
            ui.tile(Icon::Info, name).on_press(0).into()
        });
        let grid = ui.grid("Санаттар", tiles).columns(2).paged(page, |pages| pages);
        let sheet = ui.sheet(crate::kiosk::theme::Fill::None, grid).padding(Space::Large).fill_width().fill_height();
        ui.window("Сынақ", &Bridge::closed(), sheet)
    }

    /// Proves: WCAG-1.3.4, WCAG-1.4.4, VVSG-7.1-H
    #[test]
    fn every_tile_is_on_exactly_one_page_whole_and_equal_in_every_size_language_and_orientation() {
        for size in TextSize::ALL {
            for language in Language::ALL {
                for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
                    let theme = Theme::default().with_text_size(size).with_window(window);
                    let mut stage = Stage::new(theme);
                    let pages = stage.show(view(&theme, language, 0)).messages[0];
                    let mut positions = Vec::new();
                    for page in 0..pages {
                        let frame = stage.show(view(&theme, language, page));
                        frame.check(&theme);
                        let sizes: Vec<_> = frame.controls().iter().map(|tile| tile.bounds().size()).collect();
                        assert!(sizes.windows(2).all(|pair| (pair[0].height - pair[1].height).abs() < 1.0));
                        let items = frame.root();
                        let items = items.get_all_by_role(Exported::ListItem);
                        positions.extend(items.filter_map(|item| item.accesskit_node().data().position_in_set()));
                    }
                    assert_eq!(positions, (0..Category::ALL.len()).collect::<Vec<_>>());
                }
            }
        }
    }
}
