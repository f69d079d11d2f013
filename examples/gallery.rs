//! Every widget of the stand on one board: for eyes, for screen readers, for measuring.
//!
//! `cargo run --example gallery -- [LOOK] [SIZE] [words|controls|tables|tiles|choices|order|words-typed|number|pin|code]`, where `LOOK` is `standard`,
//! `high-dark`, `high-light`, `yellow-on-black` or `low-glare` and `SIZE` is `small`, `standard`,
//! `large` or `largest`. Tab, arrows, Home and End move the focus, Enter presses what has it, the left and
//! right arrows move a slider; F3 and F4 change look and size, F5 marks the words of one node after
//! another as if they were said, F6 gives text more room, F7 draws the curtain. What happens is printed, a
//! line each.

use std::sync::Arc;

use aqparat::domain::Language;
use aqparat::domain::page::{Inline, LinkTarget};
use aqparat::kiosk::access::atspi::{self, Bridge};
use aqparat::kiosk::access::focus::{self, Move};
use aqparat::kiosk::access::{self, Role, Snapshot};
use aqparat::kiosk::input::typing::{self, Accepts};
use aqparat::kiosk::speech::Spot;
use aqparat::kiosk::theme::font::{self, Weight};
use aqparat::kiosk::theme::typography::LINE_HEIGHT;
use aqparat::kiosk::theme::{Fill, Ink, Look, Space, Step, TextSize, Theme};
use aqparat::kiosk::widget::{Align, Element, Flow, Icon, Pick, Ui, ranking};
use iced::keyboard::{self, key::Named};
use iced::{Event, Task, event, window};

#[derive(Debug, Clone)]
enum Message {
    Access(atspi::Event),
    Focused,
    Key(Named, bool),
    Resized(iced::Size),
    Pressed(String),
    Board(usize),
    Page(usize),
    Pages(usize),
    Language(Language),
    Volume(usize),
    Spacing(bool),
    Curtain,
    Tree(Arc<Snapshot>),
    Chosen(usize),
    Ticked(usize),
    Ranked(ranking::Message),
    Day(jiff::civil::Date),
    Typed(typing::Message),
}

struct Gallery {
    theme: Theme,
    language: Language,
    bridge: Bridge,
    board: usize,
    page: usize,
    pages: usize,
    volume: usize,
    curtain: bool,
    tree: Option<Arc<Snapshot>>,
    /// The node whose words are marked.
    marked: usize,
    answers: Answers,
}

/// What was answered.
struct Answers {
    chosen: Option<usize>,
    ticked: [bool; 5],
    order: Vec<usize>,
    day: Option<jiff::civil::Date>,
    typed: typing::State,
}

impl Answers {
    fn new(board: &str, language: Language) -> Self {
        let accepts = match board {
            "number" => Accepts::Decimal,
            "pin" => Accepts::Pin,
            _ => Accepts::Paragraph,
        };
        let typed = match board {
            "number" => "12,5",
            "pin" => "1234",
            _ => "Кіреберістегі баспалдақ биік, пандус жоқ",
        };
        Self {
            chosen: Some(3),
            ticked: [true, false, true, false, false],
            order: (0..4).collect(),
            day: jiff::civil::Date::new(2026, 11, 24).ok(),
            typed: typing::State::new(accepts, 2_000, language).with_text(typed),
        }
    }
}

const BOARDS: [&str; 10] =
    ["words", "controls", "tables", "tiles", "choices", "order", "words-typed", "number", "pin", "code"];

fn main() -> iced::Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    iced::application(move || start(&arguments), update, view)
        .title("Aqparat")
        .theme(|gallery: &Gallery| gallery.theme)
        .subscription(|_| event::listen_with(|event, status, _| on_event(event, status)))
        .settings(iced::Settings {
            fonts: font::embedded(),
            default_font: font::text(Weight::Regular),
            antialiasing: false,
            ..iced::Settings::default()
        })
        .window(window::Settings {
            fullscreen: true,
            // A compositor without decorations of its own would have the window draw some.
            decorations: false,
            ..window::Settings::default()
        })
        .run()
}

fn start(arguments: &[String]) -> (Gallery, Task<Message>) {
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let look = Look::ALL.into_iter().rfind(|look| has(look.id())).unwrap_or_default();
    let size = TextSize::ALL.into_iter().rfind(|size| *size != TextSize::Standard && has(size.id()));
    let (bridge, events) = Bridge::open();
    let board = BOARDS.iter().position(|board| has(board)).unwrap_or(1);
    let language = Language::ALL.into_iter().find(|language| has(language.code())).unwrap_or_default();
    let gallery = Gallery {
        theme: Theme::default().with_look(look).with_text_size(size.unwrap_or_default()),
        language,
        bridge,
        board,
        page: 0,
        pages: 1,
        volume: 2,
        curtain: false,
        tree: None,
        marked: 0,
        answers: Answers::new(BOARDS[board], language),
    };
    (gallery, Task::stream(events).map(Message::Access))
}

fn on_event(event: Event, status: event::Status) -> Option<Message> {
    match event {
        Event::Keyboard(keyboard::Event::KeyPressed {
            key: keyboard::Key::Named(key),
            modifiers,
            repeat: false,
            ..
        }) if status == event::Status::Ignored => Some(Message::Key(key, modifiers.shift())),
        Event::Window(window::Event::Resized(size)) => Some(Message::Resized(size)),
        _ => None,
    }
}

fn update(gallery: &mut Gallery, message: Message) -> Task<Message> {
    if !matches!(message, Message::Tree(_)) {
        println!("{message:?}");
    }
    match message {
        Message::Access(atspi::Event::Action(request)) => {
            return access::perform(request).map(|_| Message::Focused);
        }
        Message::Access(atspi::Event::Activated) | Message::Focused => {}
        Message::Pressed(what) => println!("pressed: {what}"),
        Message::Resized(size) => gallery.theme = gallery.theme.with_window(size),
        Message::Board(board) => {
            (gallery.board, gallery.page) = (board, 0);
            gallery.answers = Answers::new(BOARDS[board], gallery.language);
        }
        Message::Chosen(choice) => gallery.answers.chosen = Some(choice),
        Message::Ticked(choice) => gallery.answers.ticked[choice] ^= true,
        Message::Ranked(message) => message.apply(&mut gallery.answers.order),
        Message::Day(day) => gallery.answers.day = Some(day),
        Message::Typed(message) => gallery.answers.typed.update(message),
        Message::Page(page) => gallery.page = page,
        Message::Pages(pages) => gallery.pages = pages,
        Message::Language(language) => gallery.language = language,
        Message::Volume(volume) => gallery.volume = volume,
        Message::Spacing(spacing) => gallery.theme = gallery.theme.with_spacing(spacing),
        Message::Curtain => gallery.curtain = false,
        Message::Tree(tree) => gallery.tree = Some(tree),
        Message::Key(key, shift) => {
            let to = match key {
                Named::Tab if shift => Move::Previous,
                Named::Tab => Move::Next,
                Named::ArrowUp => Move::Up,
                Named::ArrowDown => Move::Down,
                Named::ArrowLeft | Named::ArrowRight => {
                    let up = key == Named::ArrowRight;
                    let to = if up { Move::Right } else { Move::Left };
                    return focus::step(up)
                        .then(move |slid| if slid { Task::done(true) } else { focus::go(to) })
                        .map(|_| Message::Focused);
                }
                Named::Enter | Named::Space => return focus::press().map(|_| Message::Focused),
                Named::Home => Move::First,
                Named::End => Move::Last,
                Named::F3 => {
                    let next = Look::ALL.into_iter().cycle().skip_while(|look| *look != gallery.theme.look()).nth(1);
                    gallery.theme = gallery.theme.with_look(next.unwrap_or_default());
                    return Task::none();
                }
                Named::F4 => {
                    let sizes = TextSize::ALL.into_iter().cycle();
                    let next = sizes.skip_while(|size| *size != gallery.theme.text_size()).nth(1);
                    gallery.theme = gallery.theme.with_text_size(next.unwrap_or_default());
                    return Task::none();
                }
                Named::F5 => return mark_next(gallery),
                Named::F6 => {
                    gallery.theme = gallery.theme.with_spacing(!gallery.theme.has_spacing(LINE_HEIGHT));
                    return Task::none();
                }
                Named::F7 => {
                    gallery.curtain = !gallery.curtain;
                    return Task::none();
                }
                _ => return Task::none(),
            };
            return focus::go(to).map(|_| Message::Focused);
        }
    }
    Task::none()
}

/// Marks all the words of the next node that has some.
fn mark_next(gallery: &mut Gallery) -> Task<Message> {
    let Some(tree) = &gallery.tree else { return Task::none() };
    let spots: Vec<_> = tree
        .nodes
        .iter()
        .filter_map(|(node, what)| Some(Spot { node: *node, range: 0..what.label().or(what.value())?.len() }))
        .collect();
    gallery.marked = (gallery.marked + 1) % spots.len().max(1);
    access::mark(spots.get(gallery.marked).cloned()).map(|()| Message::Focused)
}

fn view(gallery: &Gallery) -> Element<'_, Message> {
    let ui = Ui::new(&gallery.theme, gallery.language);
    let content = match BOARDS[gallery.board] {
        "words" => words(ui, gallery),
        "controls" => controls(ui, gallery),
        "tables" => tables(ui, gallery),
        "choices" => choices(ui, gallery),
        "order" => order(ui, gallery),
        "words-typed" => typed(ui, gallery, "Не жетіспеді?"),
        "number" => typed(ui, gallery, "Неше рет келдіңіз?"),
        "pin" => typed(ui, gallery, "PIN"),
        "code" => code(ui),
        _ => tiles(ui, gallery),
    };
    let screen = ui.screen(
        BOARDS[gallery.board],
        "Виджеттер",
        ui.sheet(Fill::None, content).padding_each(Space::Large, Space::Large).fill_width().fill_height(),
    );
    let body = ui.column([banner(ui), screen, navigation(ui, gallery)]).fill_width().fill_height();
    let root = ui.root("Алмалы ауданының әкімдігі", &gallery.bridge, body).on_tree(Message::Tree);
    if !gallery.curtain {
        return root.into();
    }
    root.curtain(ui.center(ui.text("Экран жабық. Ашу: F7 немесе түрту.")), Some(Message::Curtain)).into()
}

fn banner(ui: Ui) -> Element<'static, Message> {
    let name = ui.text("Алмалы ауданының әкімдігі").step(Step::Lead).weight(Weight::Bold).fill_width(Align::Start);
    let clock = ui.text("14:05").step(Step::Title).weight(Weight::Semibold);
    let open = ui.text("Ашық — 18:30-ға дейін").step(Step::Title).weight(Weight::Bold).ink(Ink::Good);
    let languages = Language::ALL.map(|language| {
        ui.in_language(language)
            .chip(language.own_name(), language == ui.language())
            .on_press(Message::Language(language))
            .into()
    });
    let sheet = ui
        .column([
            ui.row([name.into(), clock.into()]).spacing(Space::Medium).align(Align::Center).fill_width().into(),
            open.into(),
            ui.region(Role::Group, "Тіл", ui.row(languages).spacing(Space::Small)),
        ])
        .spacing(Space::Medium)
        .fill_width();
    let sheet = ui.sheet(Fill::Surface, sheet).padding_each(Space::Medium, Space::Large).fill_width();
    ui.region(Role::Banner, "Мекеме", sheet)
}

fn navigation<'a>(ui: Ui, gallery: &Gallery) -> Element<'a, Message> {
    let mut boards = BOARDS
        .iter()
        .enumerate()
        .map(|(index, board)| ui.chip(*board, index == gallery.board).on_press(Message::Board(index)).into());
    let back = ui.button(Icon::ArrowLeft, "Артқа").width_portion(1);
    let back = back.on_press_maybe(gallery.page.checked_sub(1).map(Message::Page));
    let home = ui.button(Icon::House, "Басты бет").width_portion(1).on_press(Message::Pressed("home".to_owned()));
    let next = ui.primary(Icon::ArrowRight, "Келесі").icon_last().width_portion(1);
    let next = next.on_press_maybe((gallery.page + 1 < gallery.pages).then_some(Message::Page(gallery.page + 1)));
    let bar = ui
        .column([
            ui.row(boards.by_ref().take(BOARDS.len() / 2)).spacing(Space::Small).into(),
            ui.row(boards).spacing(Space::Small).into(),
            ui.progress(gallery.page + 1, gallery.pages),
            ui.row([back.into(), home.into(), next.into()]).spacing(Space::Small).equal_heights().fill_width().into(),
        ])
        .spacing(Space::Small)
        .fill_width();
    let sheet = ui.sheet(Fill::Surface, bar).padding_each(Space::Medium, Space::Large).fill_width();
    ui.region(Role::Navigation, "Шарлау", sheet)
}

fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned() }
}

fn words<'a>(ui: Ui, gallery: &Gallery) -> Element<'a, Message> {
    let prose = [
        text("Әкімдік "),
        Inline::Strong { text: "дүйсенбіден жұмаға дейін".to_owned() },
        text(" ашық. Сұрақтар бойынша "),
        Inline::Phone { text: "+7 (727) 000-00-00".to_owned(), number: "+77270000000".to_owned() },
        text(" нөміріне хабарласыңыз немесе "),
        Inline::Link {
            text: "байланыс бетін".to_owned(),
            target: LinkTarget::Address { address: "https://example.kz/contacts".to_owned() },
        },
        text(" ашыңыз. Орысша: "),
        Inline::Foreign {
            text: "приём граждан по вторникам".to_owned(), language: Language::Russian
        },
        text("."),
    ];
    let item = |words: &'static str| ui.paragraph(words);
    let flow = vec![
        Flow::piece(ui.heading(1, "Жеке қабылдау графигі")).keep_with_next(),
        Flow::piece(ui.status(Icon::Info, "Бұл бет 2026 жылғы 20 қарашада тексерілді.")),
        Flow::piece(ui.heading(2, "Кім қабылдайды")).keep_with_next(),
        Flow::piece(ui.prose(&prose, &|key| Message::Pressed(key.to_string()))),
        ui.list(
            "",
            Some(9),
            [
                item("Жеке куәлігіңізді алыңыз."),
                item("Терминалдан талон алып, экранда нөміріңіздің шыққанын күтіңіз: бұл әдетте он минуттан аспайды."),
                item("Қабылдау бөлмесіне өтіңіз."),
            ],
        )
        .into(),
        Flow::piece(ui.heading(3, "Не алып келу керек")).keep_with_next(),
        ui.list("", None, [item("Жеке куәлік"), item("Өтініш екі данада")]).into(),
        Flow::piece(ui.quote(ui.paragraph("Әр азаматтың мемлекеттік органдарға жүгінуге құқығы бар."))),
        Flow::piece(
            ui.alert(Icon::TriangleAlert, "Мазмұн 3 күн бойы жаңартылмаған. Маңызды мәліметті телефонмен нақтылаңыз."),
        ),
        Flow::piece(ui.image(None, "Бірінші қабаттың сызбасы: кіреберістің оң жағында — қабылдау бөлмесі")),
    ];
    ui.paged(flow, gallery.page, Message::Pages)
}

fn controls<'a>(ui: Ui, gallery: &Gallery) -> Element<'a, Message> {
    let press = |name: &str| Message::Pressed(name.to_owned());
    ui.column([
        ui.heading(1, "Түймелер"),
        ui.row([
            ui.primary(Icon::Check, "Растау").on_press(press("primary")).into(),
            ui.button(Icon::Phone, "Қоңырау шалу").on_press(press("plain")).into(),
            ui.button(Icon::Printer, "Басып шығару").into(),
        ])
        .spacing(Space::Small)
        .into(),
        ui.region(
            Role::Group,
            "Мәтін өлшемі",
            ui.row([
                ui.chip("Кіші", false).on_press(press("small")).into(),
                ui.chip("Орташа", true).on_press(press("medium")).into(),
                ui.chip("Үлкен", false).on_press(press("large")).into(),
            ])
            .spacing(Space::Small),
        ),
        ui.slider(
            Icon::Volume2,
            "Дауыс қаттылығы",
            gallery.volume,
            7,
            format!("{} %", 50 + gallery.volume * 25),
            Message::Volume,
        ),
        ui.toggle(Icon::Rows3, "Мәтінге көбірек орын", gallery.theme.has_spacing(LINE_HEIGHT))
            .on_press(Message::Spacing(!gallery.theme.has_spacing(LINE_HEIGHT)))
            .into(),
        ui.link("Жеке қабылдау графигі", press("link")),
        ui.tile(Icon::CalendarClock, "Жеке қабылдау графигі")
            .summary("Әкім мен орынбасарлары азаматтарды қашан және қайда қабылдайды.")
            .on_press(press("tile"))
            .into(),
    ])
    .spacing(Space::Medium)
    .fill_width()
    .into()
}

fn tables<'a>(ui: Ui, gallery: &Gallery) -> Element<'a, Message> {
    let cells = |words: &[&str]| words.iter().map(|word| vec![text(word)]).collect::<Vec<_>>();
    let hours = [
        cells(&["Дүйсенбі", "09:00–18:30", "13:00–14:30"]),
        cells(&["Сейсенбі", "09:00–18:30", "13:00–14:30"]),
        cells(&["Сәрсенбі", "09:00–18:30", "13:00–14:30"]),
        cells(&["Бейсенбі", "09:00–18:30", "13:00–14:30"]),
        cells(&["Жұма", "09:00–18:30", "13:00–14:30"]),
    ];
    let people = [
        cells(&[
            "Әкім",
            "Ауданның дамуы, бюджет, кадр",
            "Бірінші және үшінші сейсенбі, 10:00–12:00",
            "+7 (727) 000-00-01",
        ]),
        cells(&[
            "Әкімнің бірінші орынбасары",
            "Экономика, кәсіпкерлік, жер қатынастары",
            "Әр сәрсенбі, 15:00–17:00",
            "+7 (727) 000-00-02",
        ]),
        cells(&[
            "Әкімнің орынбасары",
            "Білім, денсаулық сақтау, әлеуметтік қорғау",
            "Әр бейсенбі, 10:00–12:00",
            "+7 (727) 000-00-03",
        ]),
    ];
    let flow = vec![
        Flow::piece(ui.heading(1, "Жұмыс тәртібі")).keep_with_next(),
        ui.table("Жұмыс тәртібі", &cells(&["Күн", "Жұмыс уақыты", "Үзіліс"]), &hours).into(),
        Flow::piece(ui.heading(2, "Кім қабылдайды")).keep_with_next(),
        ui.table("Кім қабылдайды", &cells(&["Лауазым", "Мәселелер", "Қабылдау уақыты", "Телефон"]), &people).into(),
    ];
    ui.paged(flow, gallery.page, Message::Pages)
}

fn tiles<'a>(ui: Ui, gallery: &Gallery) -> Element<'a, Message> {
    let icons = [
        Icon::Clock,
        Icon::CalendarClock,
        Icon::Info,
        Icon::Mail,
        Icon::FileText,
        Icon::Phone,
        Icon::Network,
        Icon::Users,
        Icon::ClipboardList,
        Icon::Building2,
        Icon::HandHelping,
        Icon::Stamp,
        Icon::Briefcase,
        Icon::Coins,
        Icon::ShoppingCart,
        Icon::ShieldCheck,
        Icon::Search,
        Icon::ChartBar,
        Icon::Scale,
        Icon::Newspaper,
    ];
    let tiles = aqparat::domain::Category::ALL.into_iter().enumerate().map(|(index, category)| {
        let name = aqparat::i18n::text(ui.language(), &format!("category-{}", category.id()));
        ui.tile(icons[index % icons.len()], name).on_press(Message::Pressed(category.id().to_owned())).into()
    });
    let grid = ui.grid("Санаттар", tiles).columns(2).paged(gallery.page, Message::Pages);
    ui.column([ui.heading(1, "Не керек?"), grid.into()]).spacing(Space::Medium).fill_width().fill_height().into()
}

fn choices<'a>(ui: Ui, gallery: &Gallery) -> Element<'a, Message> {
    let answers = &gallery.answers;
    let words = [
        "Иә, толығымен",
        "Жартылай",
        "Жоқ",
        "Көру қиындығы бар адамдарға арналған ақпарат жеткіліксіз, дауыстап оқу түсініксіз",
        "Айтқым келмейді",
    ];
    let one = words
        .into_iter()
        .enumerate()
        .map(|(at, words)| ui.choice(words, answers.chosen == Some(at), Pick::One).on_press(Message::Chosen(at)));
    let many = words.into_iter().take(3).enumerate().map(|(at, words)| {
        let choice = ui.choice(words, answers.ticked[at], Pick::Many).on_press(Message::Ticked(at));
        if at == 1 { choice.described("Бір бөлігі ғана табылды") } else { choice }
    });
    let steps: Vec<String> = (1..=5).map(|step| step.to_string()).collect();
    let flow = vec![
        Flow::piece(ui.heading(1, "Сізге керегін таптыңыз ба?")).keep_with_next(),
        ui.choices("Сізге керегін таптыңыз ба?", Pick::One, one).into(),
        Flow::piece(ui.heading(2, "Не жетіспеді?")).keep_with_next(),
        ui.choices("Не жетіспеді?", Pick::Many, many).into(),
        Flow::piece(ui.heading(2, "Қаншалықты қанағаттандыңыз?")).keep_with_next(),
        Flow::piece(ui.scale(
            "Қаншалықты қанағаттандыңыз?",
            &steps,
            answers.chosen,
            ["мүлде жоқ", "толығымен"],
            false,
            Message::Chosen,
        )),
    ];
    ui.paged(flow, gallery.page, Message::Pages)
}

fn order<'a>(ui: Ui, gallery: &Gallery) -> Element<'a, Message> {
    let answers = &gallery.answers;
    let things = ["Пандус пен кең есік", "Дауыстап оқу", "Ірі қаріп және айқын түс", "Ымдау тілі"];
    let items = answers.order.iter().map(|at| (at.to_string(), things[*at].to_owned()));
    let chosen = answers.day.map(|day| (day, day.strftime("%d.%m.%Y").to_string()));
    let today = jiff::civil::Date::constant(2026, 11, 24);
    let flow = vec![
        Flow::piece(ui.heading(1, "Маңыздылығы бойынша орналастырыңыз")).keep_with_next(),
        ui.ranking("Маңыздылығы бойынша", items, false, Message::Ranked),
        Flow::piece(ui.heading(2, "Қай күні келдіңіз?")).keep_with_next(),
        ui.date("Қай күні келдіңіз?", chosen, today, Message::Day),
    ];
    ui.paged(flow, gallery.page, Message::Pages)
}

fn typed<'a>(ui: Ui, gallery: &'a Gallery, question: &'static str) -> Element<'a, Message> {
    let state = &gallery.answers.typed;
    ui.column([ui.heading(1, question), ui.typing(question, false, state, Message::Typed)])
        .spacing(Space::Small)
        .fill_width()
        .fill_height()
        .into()
}

fn code<'a>(ui: Ui) -> Element<'a, Message> {
    let address = "https://surveys.example.kz/survey/accessibility";
    ui.column([
        ui.heading(1, "Өз телефоныңызда жауап беріңіз"),
        ui.code(address, format!("{address} мекенжайына апаратын код")),
        ui.text("surveys.example.kz").into(),
    ])
    .spacing(Space::Medium)
    .fill_width()
    .into()
}
