//! A page to read, sheet by sheet: nothing scrolls.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::PageKey;
use crate::domain::page::{Block, Page};
use crate::i18n::text_with;
use crate::kiosk::content::{Content, ContentError};
use crate::kiosk::theme::{Ink, Space};
use crate::kiosk::widget::{Element, Flow, Icon, Picture};

use super::{Scene, Sheets, frame, words};

/// A page with all that is needed to draw it.
#[derive(Debug)]
pub struct Loaded {
    page: Page,
    pictures: HashMap<String, Picture>,
}

impl Loaded {
    /// A page and its decoded pictures, by the names of their media files.
    pub fn new(page: Page, pictures: HashMap<String, Picture>) -> Self {
        Self { page, pictures }
    }
}

/// Reads a page and decodes its images. An image that cannot be read is left out: its words stand in
/// its place.
///
/// # Errors
/// When the page's text cannot be read.
pub async fn load(content: Content, key: PageKey) -> Result<Loaded, ContentError> {
    let page = content.page(&key).await?;
    let mut names = Vec::new();
    name_images(&page.blocks, &mut names);
    if names.is_empty() {
        return Ok(Loaded::new(page, HashMap::new()));
    }
    Ok(Loaded::new(page, pictures(content, names).await))
}

/// Reads and decodes pictures by the names of their files. One that cannot be read is left out.
pub async fn pictures(content: Content, names: Vec<String>) -> HashMap<String, Picture> {
    let decoding = tokio::task::spawn_blocking(move || {
        let mut pictures = HashMap::new();
        for name in names {
            let Some(path) = content.media(&name) else { continue };
            match Picture::open(&path) {
                Ok(picture) => {
                    pictures.insert(name, picture);
                }
                Err(error) => tracing::warn!(name, %error, "an image is shown by its words"),
            }
        }
        pictures
    });
    decoding.await.unwrap_or_default()
}

fn name_images(blocks: &[Block], names: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Image { media, .. } => names.push(media.clone()),
            Block::List { items, .. } => items.iter().for_each(|item| name_images(item, names)),
            Block::Quote { blocks } => name_images(blocks, names),
            Block::Heading { .. } | Block::Paragraph { .. } | Block::Table { .. } => {}
        }
    }
}

/// A page, open at a sheet.
#[derive(Debug)]
pub struct State {
    loaded: Arc<Loaded>,
    sheets: Sheets,
}

/// From a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A link was followed.
    Follow(PageKey),
    /// The page takes so many sheets.
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
    /// A page at a sheet, from 0.
    pub fn new(loaded: Arc<Loaded>, sheet: usize) -> Self {
        Self { loaded, sheets: Sheets::new(sheet, sheet + 1) }
    }

    /// Whether it shows these very words already, at that sheet.
    pub fn shows(&self, loaded: &Loaded, sheet: usize) -> bool {
        self.loaded.page == loaded.page && self.sheets.at == sheet
    }

    /// The same page out of another release.
    pub fn renew(&mut self, loaded: Arc<Loaded>) {
        self.loaded = loaded;
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
            Message::Follow(key) => Action::Page(key),
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::None
            }
        }
    }

    /// Draws it.
    pub fn view<'a>(&self, scene: &Scene<'_>) -> Element<'a, Message> {
        let Loaded { page, pictures } = &*self.loaded;
        let language = page.key.language;
        // The words of the page are in the page's language, the frame stays in the visitor's.
        let ui = scene.ui().in_language(language);
        let date = words::date(language, page.verified_on);
        let verified = text_with(language, "page-verified", &[("date", date.into())]);
        let title = ui.heading(1, page.title.clone());
        let said = (language != scene.language).then(|| {
            let said = text_with(scene.language, "page-not-translated", &[("language", language.code().into())]);
            scene.ui().status(Icon::Languages, said)
        });
        let verified = ui.text(verified).ink(Ink::Muted);
        let follow = |key: &PageKey| Message::Follow(key.clone());
        let media = |name: &str| pictures.get(name).cloned();
        let beside = !ui.is_portrait() && !scene.is_tight();
        // Beside the title and the bar, tables have some six tenths of a lying screen.
        let body = match (ui.is_portrait(), beside) {
            (true, _) => ui,
            (false, true) => ui.within(0.58),
            (false, false) => ui.within(frame::BESIDE_THE_BAR),
        };
        let flow = body.article(&page.blocks, &media, &follow);
        if scene.is_tight() {
            // Only the title stands on every sheet.
            let first = said.into_iter().chain([verified.into()]).map(Flow::piece);
            let text = ui.paged(first.chain(flow), self.sheets.at, Message::Counted);
            return ui.column([title, text]).spacing(Space::Small).fill_width().fill_height().into();
        }
        let head = ui.column([title]).push_maybe(said).push(verified).spacing(Space::Small);
        let text = ui.paged(flow, self.sheets.at, Message::Counted);
        if beside {
            // The title stands beside the text, so that lines stay short and the text begins at the top.
            let row = ui.row([head.width_portion(3).into(), ui.column([text]).width_portion(7).fill_height().into()]);
            row.spacing(Space::Huge).fill_width().fill_height().into()
        } else {
            ui.column([head.fill_width().into(), text]).spacing(Space::Medium).fill_width().fill_height().into()
        }
    }
}
