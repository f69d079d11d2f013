//! The stand as assistive technology in another process has it: over AT-SPI alone, and through Orca.

#[path = "support/orca.rs"]
mod orca;
#[path = "support/programs.rs"]
#[allow(dead_code, reason = "shared with the benches")]
mod programs;
#[path = "support/stage.rs"]
#[allow(dead_code, reason = "shared with the benches")]
mod stage;

use std::time::Duration;

use orca::Orca;
use programs::{Centre, Stand, edited};
use stage::{Node, Stage, Watch, has, wait_for};

/// How long a client listens at most.
const JOURNEY: Duration = Duration::from_secs(120);

/// How long a screen may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A centre with the demonstration, in which a Kazakh page begins with a passage in Russian.
fn centre() -> Centre {
    let content = edited(|folder| {
        let page = folder.join("pages/working-hours/office-hours.kk.md");
        let text = std::fs::read_to_string(&page).expect("the page");
        let (head, body) = text.split_once("---\n\n").expect("a page has a head");
        let passage = "Есіктегі жазу: [Приём граждан](lang:ru) бөлмесі.";
        std::fs::write(&page, format!("{head}---\n\n{passage}\n\n{body}")).expect("write");
    });
    Centre::with(content.path())
}

/// A stage and an enrolled stand that shows the home screen in Kazakh.
fn opening_day(centre: &Centre) -> (Stage, Stand) {
    let stage = Stage::new(1080, 1920);
    let mut stand = Stand::new();
    stand.start(&stage, &centre.url(), &[]);
    stand.enrol(centre);
    stage.nodes_when("the home screen in Kazakh", |nodes| has(nodes, "Жұмыс тәртібі"));
    (stage, stand)
}

/// From the home screen to the page of the office hours.
fn to_office_hours(stage: &Stage) -> Vec<Node> {
    stage.activate("Жұмыс тәртібі");
    stage.nodes_when("the category", |nodes| is_titled(nodes, "Жұмыс тәртібі"));
    stage.activate("Әкімдіктің жұмыс уақыты");
    stage.nodes_when("the page", |nodes| is_titled(nodes, "Әкімдіктің жұмыс уақыты") && has(nodes, "Үзіліс кезінде"))
}

fn is_titled(nodes: &[Node], title: &str) -> bool {
    nodes.iter().any(|node| node.role == "heading" && node.name == title && node.level() == Some(1))
}

/// Whether the control of that name is there and in that state.
fn is(nodes: &[Node], name: &str, state: &str) -> bool {
    nodes.iter().any(|node| node.name == name && node.is("focusable") && node.is(state))
}

/// The first sheet, the one that is open, and the last.
fn sheet(nodes: &[Node]) -> Option<[f64; 3]> {
    nodes.iter().find_map(|node| node.value.filter(|_| node.role == "progress bar"))
}

fn hears_focus(watch: &mut Watch, name: &str) {
    watch.until(name, |event| event.event == "object:state-changed:focused" && event.detail == 1 && event.name == name);
}

/// Proves: WCAG-1.3.1, WCAG-3.1.2, WCAG-4.1.2, EN-11.5.2.3, EN-11.5.2.5, EN-11.5.2.6, EN-11.5.2.9
#[test]
fn a_client_reads_levels_of_headings_headers_of_tables_and_the_language_of_each_passage() {
    let centre = centre();
    let (stage, _stand) = opening_day(&centre);
    let nodes = to_office_hours(&stage);
    let headings = nodes.iter().filter(|node| node.role == "heading");
    let headings: Vec<_> = headings.map(|node| (node.level(), node.name.as_str(), node.description.as_str())).collect();
    assert_eq!(
        headings[..3],
        [
            (Some(1), "Әкімдіктің жұмыс уақыты", "1-деңгей"),
            (Some(2), "Апта күндері", "2-деңгей"),
            (Some(2), "Үзіліс кезінде", "2-деңгей"),
        ]
    );
    for node in nodes.iter().filter(|node| node.is("focusable")) {
        let [x, y, width, height] = node.bounds;
        assert!(!node.name.is_empty() && node.is("showing"), "a control that cannot be found: {node:?}");
        assert!(width > 0.0 && height > 0.0 && x >= 0.0 && y >= 0.0 && x + width <= 1080.0 && y + height <= 1920.0);
    }
    let items = nodes.iter().filter(|node| node.role == "list item");
    let places: Vec<_> = items.map(|node| (&node.attributes["posinset"], &node.attributes["setsize"])).collect();
    assert_eq!(places[0], (&"1".to_owned(), &"4".to_owned()));

    let hours = wait_for("the table of hours", PATIENCE, || {
        stage.tables().into_iter().find(|table| table.name == "Апта күндері" && table.rows.len() == 3)
    });
    let heads: Vec<_> = hours.rows[0].cells.iter().map(|cell| (cell.role.as_str(), cell.name.as_str())).collect();
    assert_eq!(heads, ["Күні", "Жұмыс уақыты", "Үзіліс"].map(|name| ("column header", name)));
    let weekdays = &hours.rows[1];
    assert_eq!((weekdays.name.as_str(), weekdays.place.as_str(), weekdays.of.as_str()), ("Дүйсенбі – жұма", "2", "3"));
    let cells: Vec<_> = weekdays.cells.iter().map(|cell| (cell.header.as_str(), cell.name.as_str())).collect();
    assert_eq!(cells, [("Күні", "Дүйсенбі – жұма"), ("Жұмыс уақыты", "9:00–18:30"), ("Үзіліс", "13:00–14:30")]);

    let texts = wait_for("the texts", PATIENCE, || {
        Some(stage.texts()).filter(|texts| texts.iter().any(|(words, _)| words.contains("бөлмесі.")))
    });
    let language = |words: &str| {
        let passage = texts.iter().find(|(text, _)| text.contains(words));
        passage.unwrap_or_else(|| panic!("no text says {words:?}: {texts:?}")).1.clone()
    };
    assert_eq!(language("Есіктегі жазу:"), "kk");
    assert_eq!(language("Приём граждан"), "ru");
    assert_eq!(language("бөлмесі."), "kk");
    // A way to another language is named in that language.
    assert_eq!([language("Қазақша"), language("Русский"), language("English")], ["kk", "ru", "en"]);
    assert!(texts.iter().all(|(_, language)| !language.is_empty()), "a text tells no language: {texts:?}");
}

/// Proves: WCAG-4.1.2, WCAG-4.1.3, EN-11.5.2.7, EN-11.5.2.11, EN-11.5.2.12, EN-11.5.2.13, EN-11.5.2.14, EN-11.5.2.15
#[test]
fn a_client_focuses_and_activates_and_is_told_what_came_of_it() {
    let centre = centre();
    let (stage, _stand) = opening_day(&centre);
    let mut watch = stage.watch(JOURNEY);

    stage.focus("Русский");
    hears_focus(&mut watch, "Русский");
    stage.nodes_when("the focus in an active window", |nodes| {
        is(nodes, "Русский", "focused") && nodes.iter().any(|node| node.role == "frame" && node.is("active"))
    });
    stage.nodes_when("the languages", |nodes| is(nodes, "Қазақша", "pressed") && !is(nodes, "Русский", "pressed"));

    watch.forget();
    stage.activate("Русский");
    let pressed = |event: &stage::Event| event.event == "object:state-changed:pressed" && event.detail == 1;
    assert_eq!(watch.until("the press", pressed).name, "Русский");
    let news = watch
        .until("the news in Russian", |event| event.event == "object:announcement" && event.text == "Язык: русский.");
    assert_eq!((news.role.as_str(), news.detail), ("status bar", 1), "it is no polite piece of news");
    watch.until("the text of a button in Russian", |event| {
        event.event == "object:text-changed:insert" && event.text == "Помощь"
    });
    let nodes = stage.nodes_when("Russian", |nodes| {
        has(nodes, "Порядок работы")
            && is(nodes, "Русский", "pressed")
            && !is(nodes, "Қазақша", "pressed")
            && sheet(nodes).is_some()
    });

    // Where sheets are turned, a value tells which one is open.
    let [first, now, last] = sheet(&nodes).expect("the home screen has sheets");
    assert!((first, now) == (1.0, 1.0) && last > 1.0, "sheet {now} of {first} to {last}");
    watch.forget();
    stage.activate("Дальше");
    stage.nodes_when("the second sheet", |nodes| sheet(nodes) == Some([1.0, 2.0, last]));
    watch.until("its number", |event| event.event == "object:property-change:accessible-value");
}

/// Proves: WCAG-4.1.2, EN-11.5.2.7, EN-11.5.2.16, EN-11.5.2.17
#[test]
fn a_client_sets_a_value() {
    let centre = centre();
    let (stage, _stand) = opening_day(&centre);
    stage.activate("Көмек");
    stage.activate("Барлық баптаулар");
    let mut nodes = stage.nodes_when("the settings", |nodes| is_titled(nodes, "Баптаулар") && sheet(nodes).is_some());
    while !nodes.iter().any(|node| node.role == "slider" && node.name == "Оқу жылдамдығы") {
        let [_, now, last] = sheet(&nodes).expect("the settings have sheets");
        assert!(now < last, "no sheet of the settings has the speed of reading");
        stage.activate("Келесі");
        nodes = stage.nodes_when("the next sheet", |nodes| sheet(nodes).is_some_and(|[_, next, _]| next > now));
    }
    let speed =
        |nodes: &[Node]| nodes.iter().find(|node| node.role == "slider" && node.name == "Оқу жылдамдығы").cloned();
    let before = speed(&nodes).expect("the speed of reading");
    assert_eq!(before.value, Some([1.0, 3.0, 7.0]), "reading begins otherwise than at 100 %");
    assert!(before.description.contains("100 %"), "the value is not said in words: {before:?}");

    let mut watch = stage.watch(JOURNEY);
    stage.set("Оқу жылдамдығы", 5.0);
    watch.until("the value", |event| event.event == "object:property-change:accessible-value");
    let nodes = stage
        .nodes_when("the fifth step", |nodes| speed(nodes).is_some_and(|speed| speed.value == Some([1.0, 5.0, 7.0])));
    assert!(speed(&nodes).is_some_and(|speed| speed.description.contains("150 %")), "the words stayed behind");
}

/// The idle screen, a setting, a page to its last sentence, and the idle screen as it was.
///
/// Proves: WCAG-4.1.2, WCAG-4.1.3, WCAG-2.2.1, VVSG-7.1-A
#[test]
fn a_client_does_a_whole_visit_and_leaves_nothing_behind() {
    let centre = centre();
    let stage = Stage::new(1080, 1920);
    let mut stand = Stand::new();
    std::fs::write(stand.data.path().join("kiosk.toml"), "idle-seconds = 120\n").expect("kiosk.toml");
    // Two minutes without a sign of life pass in a quarter of one.
    stand.start_at(&stage, &centre.url(), "+0 x8");
    stand.enrol(&centre);
    stage.nodes_when("the home screen in Kazakh", |nodes| has(nodes, "Жұмыс тәртібі"));
    let mut watch = stage.watch(JOURNEY);
    stage.activate("Русский");
    stage.nodes_when("Russian", |nodes| has(nodes, "Порядок работы"));
    stage.activate("Ниже");
    stage.nodes_when("the lower screen", |nodes| is(nodes, "Ниже", "pressed"));
    stage.activate("Порядок работы");
    stage.nodes_when("the category", |nodes| is_titled(nodes, "Порядок работы"));
    stage.activate("Часы работы акимата");
    let mut nodes = stage.nodes_when("the page", |nodes| is_titled(nodes, "Часы работы акимата"));
    while let Some([_, now, last]) = sheet(&nodes)
        && now < last
    {
        stage.activate("Дальше");
        nodes = stage.nodes_when("the next sheet", |nodes| sheet(nodes).is_some_and(|[_, next, _]| next > now));
    }
    wait_for("the last sentence", PATIENCE, || {
        stage.texts().iter().any(|(words, _)| words.contains("Праздники указаны отдельно")).then_some(())
    });

    let news = watch.until("the warning", |event| event.event == "object:announcement" && event.role == "notification");
    assert_eq!(news.detail, 2, "it is no urgent piece of news: {news:?}");
    hears_focus(&mut watch, "Вы ещё здесь?");
    stage.nodes_when("home as it was", |nodes| {
        is_titled(nodes, "Не білгіңіз келеді?")
            && is(nodes, "Қазақша", "pressed")
            && is(nodes, "Төменге", "enabled")
            && !is(nodes, "Төменге", "pressed")
    });
}

/// Proves: WCAG-4.1.2, WCAG-4.1.3
#[test]
fn orca_says_where_the_focus_is_what_a_screen_is_about_and_what_it_says() {
    let centre = centre();
    let (stage, _stand) = opening_day(&centre);
    let orca = Orca::start(&stage);
    orca.until("where it is", 0, |said| said.contains("Не білгіңіз келеді?") && said.contains("heading"));
    orca.until("its level", 0, |said| said.contains("1-деңгей"));

    let before = orca.now();
    stage.keys(&["Tab"]);
    orca.until("the first control", before, |said| said.contains("Қазақша") && said.contains("pressed"));
    let before = orca.now();
    stage.keys(&["Tab"]);
    orca.until("the second control", before, |said| said.contains("Русский") && said.contains("not pressed"));
    let before = orca.now();
    stage.focus("Жұмыс тәртібі");
    orca.until("the tile", before, |said| said.contains("Жұмыс тәртібі") && said.contains("link"));

    // On a new screen it says the title, then where on the screen the focus is.
    for title in ["Жұмыс тәртібі", "Әкімдіктің жұмыс уақыты"] {
        let before = orca.now();
        stage.activate(title);
        orca.until(title, before, |said| said.contains(title) && !said.contains("link"));
        stage.nodes_when(title, |nodes| is_titled(nodes, title));
    }

    // Orca's own keys walk over the lines of the screen: up from a link below the text.
    stage.focus("бөлімдер тізімінен");
    for (what, words) in [("a row of the table", "13:00–14:30"), ("the first paragraph", "Есіктегі жазу:")]
    {
        let before = orca.now();
        wait_for(what, Duration::from_secs(60), || {
            stage.keys(&["KP_Home"]);
            std::thread::sleep(Duration::from_millis(300));
            orca.said(before).contains(words).then_some(())
        });
    }

    let before = orca.now();
    stage.activate("Русский");
    orca.until("the news", before, |said| said.contains("Язык: русский"));
}
