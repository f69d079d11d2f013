//! The pages of a category, to choose from.

use crate::domain::{Category, PageKey};
use crate::i18n::{text, text_with};
use crate::kiosk::content::PageHeader;
use crate::kiosk::theme::{Space, Step, Weight};
use crate::kiosk::widget::{Element, Icon};

use super::home::{icon, name_id};
use super::{Scene, Sheets, words};

/// Which category, and which sheet of its list.
#[derive(Debug, Clone, Copy)]
pub struct State {
    category: Category,
    sheets: Sheets,
}

/// From a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A page was chosen.
    Read(PageKey),
    /// The list takes so many sheets.
    Counted(usize),
}

/// What the app does for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing more.
    None,
    /// Show a page.
    Page(PageKey),
}

impl State {
    /// A category at a sheet, from 0.
    pub fn new(category: Category, sheet: usize) -> Self {
        Self { category, sheets: Sheets::new(sheet, sheet + 1) }
    }

    /// Which sheet is open.
    pub fn sheets(&self) -> Sheets {
        self.sheets
    }

    /// Opens a sheet.
    pub fn turn(&mut self, sheet: usize) {
        self.sheets = Sheets::new(sheet, self.sheets.of);
    }

    /// Takes in a message.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Read(key) => Action::Page(key),
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::None
            }
        }
    }

    /// Draws it.
    pub fn view<'a>(&self, scene: &Scene<'_>) -> Element<'a, Message> {
        let ui = scene.ui();
        let title = text(scene.language, &name_id(self.category));
        let pages = scene.shelf.pages(self.category);
        let list: Element<'a, Message> = if pages.is_empty() {
            empty(scene)
        } else {
            let tiles = pages.iter().map(|page| tile(scene, self.category, page));
            ui.grid(title.clone(), tiles).columns(1).paged(self.sheets.at, Message::Counted).into()
        };
        ui.column([ui.heading(1, title), list]).spacing(Space::Medium).fill_width().fill_height().into()
    }
}

fn tile<'a>(scene: &Scene<'_>, category: Category, page: &PageHeader) -> Element<'a, Message> {
    let language = page.key.language;
    let checked = |language| {
        let date = words::date(language, page.verified_on);
        text_with(language, "page-verified", &[("date", date.into())])
    };
    let summary = if language == scene.language {
        format!("{}\n{}", page.summary, checked(language)).trim_start().to_owned()
    } else {
        // A summary the visitor may not be able to read gives way to what language awaits them.
        let shown_in = text_with(scene.language, "page-shown-in", &[("language", language.code().into())]);
        format!("{shown_in}\n{}", checked(scene.language))
    };
    scene
        .ui()
        .in_language(language)
        .tile(icon(category), page.title.clone())
        .large()
        .summary(summary)
        .summary_in(scene.language)
        .on_press(Message::Read(page.key.clone()))
        .keyed(page.key.slug.as_str())
        .into()
}

/// A mandatory category without a page: who can be asked instead.
fn empty<'a>(scene: &Scene<'_>) -> Element<'a, Message> {
    let ui = scene.ui();
    let mut column = ui.column([ui.status(Icon::Info, text(scene.language, "category-empty"))]).spacing(Space::Large);
    if !scene.body.phones.is_empty() {
        column = column.push(ui.paragraph(text(scene.language, "category-empty-ask")));
        for phone in &scene.body.phones {
            let label = ui.text(phone.label.get(scene.language).to_owned());
            let number = ui.text(phone.number.clone()).step(Step::Title).weight(Weight::Bold);
            column = column.push(ui.column([label.into(), number.into()]).spacing(Space::Half));
        }
    }
    column.fill_width().fill_height().into()
}
