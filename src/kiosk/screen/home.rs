//! The first screen: what people ask for most as large tiles, everything else behind them, and what
//! is new.

use crate::domain::survey::Name;
use crate::domain::{Category, PageKey};
use crate::i18n::{text, text_with};
use crate::kiosk::theme::Space;
use crate::kiosk::widget::{Element, Icon};

use super::survey::Offer;
use super::{Scene, Sheets, words};

/// Which sheet of tiles is open.
#[derive(Debug, Clone, Copy)]
pub struct State {
    sheets: Sheets,
}

/// From the home screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A tile was chosen.
    Open(Category),
    /// A piece of news was chosen.
    Read(PageKey),
    /// A survey was chosen.
    Answer(Name),
    /// The tiles take so many sheets.
    Counted(usize),
}

/// What the app does for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing more.
    None,
    /// Show a category.
    Category(Category),
    /// Show a page.
    Page(PageKey),
    /// Show a survey.
    Survey(Name),
}

impl State {
    /// The home screen at a sheet, from 0.
    pub fn new(sheet: usize) -> Self {
        Self { sheets: Sheets::new(sheet, sheet + 1) }
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
            Message::Open(category) => Action::Category(category),
            Message::Read(key) => Action::Page(key),
            Message::Answer(survey) => Action::Survey(survey),
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::None
            }
        }
    }

    /// Draws it, with the surveys on `offer`.
    pub fn view<'a>(&self, scene: &Scene<'_>, offers: &[Offer]) -> Element<'a, Message> {
        let ui = scene.ui();
        let title = text(scene.language, "home-title");
        let order = scene.shelf.most_asked().into_iter().chain(scene.shelf.others());
        let tiles = order.map(|category| {
            let tile = ui.tile(icon(category), text(scene.language, &name_id(category)));
            // A lying screen has less height.
            let tile = if scene.is_tight() || !ui.is_portrait() { tile } else { tile.large() };
            tile.on_press(Message::Open(category)).keyed(category.id()).into()
        });
        // Long names in large letters take fewer lines side by side than above one another.
        let columns = if scene.is_tight() { 1 } else { 2 };
        let grid = ui.grid(title.clone(), tiles).columns(columns).rows(4).paged(self.sheets.at, Message::Counted);
        let heading = ui.heading(1, title);
        // At the larger sizes of text the tiles come first: what is new is behind its own.
        let news = if scene.is_tight() { None } else { news(scene) };
        if ui.is_portrait() {
            let column = ui.column([heading, grid.into()]).push_maybe(news).push_maybe(surveys(scene, offers));
            let column = column.spacing(Space::Medium);
            column.fill_width().fill_height().into()
        } else {
            let tiles = ui.column([heading, grid.into()]).push_maybe(surveys(scene, offers));
            let tiles = tiles.spacing(Space::Small).fill_height();
            let Some(news) = news else { return tiles.fill_width().into() };
            let row = ui.row([tiles.width_portion(13).into(), ui.column([news]).width_portion(4).into()]);
            row.spacing(Space::Medium).fill_width().fill_height().into()
        }
    }
}

/// The newest pages, each with its day.
fn news<'a>(scene: &Scene<'_>) -> Option<Element<'a, Message>> {
    let newest = scene.shelf.newest();
    if newest.is_empty() {
        return None;
    }
    let ui = scene.ui();
    let today = scene.now.map(|now| now.date());
    let title = text(scene.language, "home-new");
    let tiles = newest.into_iter().map(|page| {
        ui.in_language(page.key.language)
            .tile(Icon::Newspaper, page.title.clone())
            .summary(words::recent(page.key.language, super::shelf::since(page), today))
            .on_press(Message::Read(page.key.clone()))
            .into()
    });
    let columns = if ui.is_portrait() { 2 } else { 1 };
    let grid = ui.grid(title.clone(), tiles).columns(columns);
    Some(ui.column([ui.heading(2, title), grid.into()]).spacing(Space::Small).fill_width().into())
}

/// The surveys on offer, a line each: nobody is asked twice.
fn surveys<'a>(scene: &Scene<'_>, offers: &[Offer]) -> Option<Element<'a, Message>> {
    let ui = scene.ui();
    let rows = offers.iter().map(|offer| {
        let (title, language) = &offer.title;
        let title = if offer.after {
            text_with(*language, "survey-home-after", &[("title", title.as_str().into())])
        } else {
            title.clone()
        };
        let row = ui.in_language(*language).tile(Icon::ClipboardList, title).keyed(offer.survey.as_str());
        let long = text_with(*language, "survey-home-long", &[("minutes", offer.minutes.into())]);
        row.summary(long).on_press(Message::Answer(offer.survey.clone())).into()
    });
    (!offers.is_empty()).then(|| ui.column(rows).spacing(Space::Small).fill_width().into())
}

/// The message id of a category's name.
pub fn name_id(category: Category) -> String {
    format!("category-{}", category.id())
}

/// The sign of a category.
pub fn icon(category: Category) -> Icon {
    match category {
        Category::WorkingHours => Icon::Clock,
        Category::Reception => Icon::CalendarDays,
        Category::GettingInformation => Icon::Info,
        Category::Appeals => Icon::MessageSquareWarning,
        Category::Forms => Icon::FilePen,
        Category::Contacts => Icon::Phone,
        Category::Structure => Icon::Network,
        Category::Leadership => Icon::Users,
        Category::Functions => Icon::ListChecks,
        Category::SubordinateBodies => Icon::Building2,
        Category::PublicServices => Icon::HandHelping,
        Category::Permits => Icon::Stamp,
        Category::Vacancies => Icon::BriefcaseBusiness,
        Category::Budget => Icon::Wallet,
        Category::Procurement => Icon::ShoppingCart,
        Category::AntiCorruption => Icon::ShieldCheck,
        Category::Inspections => Icon::ClipboardCheck,
        Category::PlansReports => Icon::ChartColumn,
        Category::LegalActs => Icon::Scale,
        Category::News => Icon::Newspaper,
        Category::BusinessSupport => Icon::Store,
        Category::International => Icon::Globe,
        Category::SurveyResults => Icon::ChartPie,
        Category::Rights => Icon::BookOpen,
        Category::Faq => Icon::MessageCircleQuestionMark,
        Category::OpenMeetings => Icon::Presentation,
        Category::PublicInterest => Icon::Megaphone,
        Category::Disability => Icon::Accessibility,
        Category::Emergency => Icon::Siren,
        Category::Press => Icon::Mic,
        Category::AccessOfficer => Icon::UserCheck,
    }
}
