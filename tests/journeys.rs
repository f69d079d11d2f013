//! Journeys through the whole product with real parts: a real centre, a real window on a virtual
//! display, real keys, and an assistive technology in another process over AT-SPI.

#[path = "support/programs.rs"]
#[allow(dead_code, reason = "shared with the benches")]
mod programs;
#[path = "support/stage.rs"]
#[allow(dead_code, reason = "shared with the benches")]
mod stage;

use std::path::Path;
use std::time::{Duration, Instant};

use programs::{Centre, Stand, demonstration, edited};
use stage::{Node, Stage, has, wait_for};

const PORTRAIT: (u32, u32) = (1080, 1920);

/// A stage, a centre with the demonstration, and an enrolled stand that shows it.
fn opening_day(server: impl Fn(&Centre) -> String) -> (Stage, Centre, Stand) {
    let stage = Stage::new(PORTRAIT.0, PORTRAIT.1);
    let centre = Centre::with(&demonstration());
    let mut stand = Stand::new();
    stand.start(&stage, &server(&centre), &[]);
    stand.enrol(&centre);
    stage.nodes_when("the home screen in Kazakh", |nodes| has(nodes, "Жұмыс тәртібі"));
    (stage, centre, stand)
}

/// Whether the screen's first-level heading says `title`.
fn is_titled(nodes: &[Node], title: &str) -> bool {
    nodes.iter().any(|n| n.role == "heading" && n.name == title && n.attributes.get("level").is_none_or(|l| l == "1"))
}

fn focused(nodes: &[Node]) -> String {
    nodes.iter().filter(|n| n.is_focused()).map(|n| n.name.clone()).collect()
}

/// Presses Tab until the focus is on the control of that name.
fn tab_to(stage: &Stage, name: &str) {
    for _ in 0..80 {
        if focused(&stage.nodes()).contains(name) {
            return;
        }
        stage.keys(&["Tab"]);
    }
    panic!("Tab never reached {name:?}");
}

fn retitle(folder: &Path, page: &str, title: &str) {
    let file = folder.join("pages").join(page);
    let text = std::fs::read_to_string(&file).expect("a page of the demonstration");
    let lines: Vec<_> = text
        .lines()
        .map(|line| if line.starts_with("title:") { format!("title: {title}") } else { line.to_owned() })
        .collect();
    std::fs::write(&file, lines.join("\n")).expect("write");
}

#[test]
fn a_new_stand_shows_a_pairing_code_in_three_languages_and_then_the_content() {
    let stage = Stage::new(PORTRAIT.0, PORTRAIT.1);
    let centre = Centre::with(&demonstration());
    let mut stand = Stand::new();
    stand.start(&stage, &centre.url(), &[]);
    let code = wait_for("a pairing code", Duration::from_secs(20), || {
        stand.status()["pairing_code"].as_str().map(str::to_owned)
    });
    let nodes = stage
        .nodes_when("the code on the screen", |nodes| nodes.iter().any(|n| n.name.replace(' ', "").contains(&code)));
    for words in ["Стенд жұмысқа дайындалуда", "Стенд готовится к работе", "This stand is being set up"]
    {
        assert!(has(&nodes, words), "the pairing screen does not say {words:?}");
    }
    stand.enrol(&centre);
    stage.nodes_when("the home screen", |nodes| has(nodes, "Жұмыс тәртібі"));
}

/// Proves: WCAG-2.1.1, EN-5.1.6.2, VVSG-7.2-B, VVSG-7.3-M
#[test]
fn a_visitor_reads_a_page_by_keys_alone_in_each_language_and_returns() {
    let (stage, _centre, _stand) = opening_day(Centre::url);
    for (language, tile, page) in [
        ("Қазақша", "Жұмыс тәртібі", "Әкімдіктің жұмыс уақыты"),
        ("Русский", "Порядок работы", "Часы работы акимата"),
        ("English", "Working hours", "Office hours of the akimat"),
    ] {
        tab_to(&stage, language);
        stage.keys(&["Return"]);
        stage.nodes_when(language, |nodes| has(nodes, tile));
        tab_to(&stage, tile);
        stage.keys(&["Return"]);
        stage.nodes_when("the category", |nodes| is_titled(nodes, tile));
        tab_to(&stage, page);
        stage.keys(&["Return"]);
        let nodes = stage.nodes_when("the page", |nodes| is_titled(nodes, page));
        assert!(nodes.iter().any(|n| n.name.contains("13:00–14:30")), "the page does not say when the break is");
        stage.keys(&["Escape"]);
        stage.nodes_when("the category again", |nodes| is_titled(nodes, tile));
        stage.keys(&["Escape"]);
        stage.nodes_when("home again", |nodes| !is_titled(nodes, tile) && has(nodes, tile));
    }
}

/// Proves: WCAG-4.1.2, EN-11.5.2.3, EN-11.5.2.5, EN-11.5.2.12
#[test]
fn an_assistive_technology_in_another_process_does_a_whole_visit() {
    let (stage, _centre, _stand) = opening_day(Centre::url);
    stage.activate("Русский");
    stage.nodes_when("Russian", |nodes| has(nodes, "Порядок работы"));
    stage.activate("Порядок работы");
    stage.nodes_when("the category", |nodes| is_titled(nodes, "Порядок работы"));
    stage.activate("Часы работы акимата");
    let nodes = stage.nodes_when("the page", |nodes| is_titled(nodes, "Часы работы акимата"));
    assert!(nodes.iter().filter(|n| n.role.contains("button")).all(|n| !n.name.is_empty()), "a button without a name");
    assert!(nodes.iter().any(|n| n.role.contains("table")), "the table of hours is not a table");
    stage.activate("Главная");
    stage.nodes_when("home", |nodes| has(nodes, "Порядок работы") && !is_titled(nodes, "Часы работы акимата"));
}

/// The catalogue in Kazakh: each category's name and the titles of the demonstration's pages that are shown in it
/// today: its news end by their dates.
fn catalogue() -> Vec<(String, Vec<String>)> {
    let names = include_str!("../i18n/kk/catalogue.ftl");
    let today = jiff::Timestamp::now().in_tz("Asia/Almaty").expect("a time zone").date();
    let rows = names.lines().filter_map(|line| line.strip_prefix("category-")?.split_once(" = "));
    rows.map(|(id, name)| {
        let folder = std::fs::read_dir(demonstration().join("pages").join(id)).expect("a category");
        let files =
            folder.flatten().map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(".kk.md"));
        let title = |path: std::path::PathBuf| {
            let text = std::fs::read_to_string(path).expect("a page");
            let value = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            let ends = value("expires-on").map(|day| day.parse::<jiff::civil::Date>().expect("a day"));
            let title = value("title").expect("a title").to_owned();
            ends.is_none_or(|ends| ends >= today).then_some(title)
        };
        (name.to_owned(), files.filter_map(title).collect())
    })
    .collect()
}

/// Proves: WCAG-2.4.2, EN-11.5.2.3, EN-11.5.2.5
#[test]
fn an_assistive_technology_reads_every_category_and_every_page() {
    let (stage, _centre, _stand) = opening_day(Centre::url);
    for (category, titles) in catalogue() {
        stage.keys(&["Home"]);
        let mut home = stage.nodes_when("home", |nodes| is_titled(nodes, "Не білгіңіз келеді?"));
        for _ in 0..12 {
            if has(&home, &category) {
                break;
            }
            stage.activate("Келесі");
            home = stage.nodes();
        }
        stage.activate(&category);
        let goes_straight = titles.len() == 1;
        for title in titles {
            if !goes_straight {
                stage.nodes_when(&category, |nodes| is_titled(nodes, &category) && has(nodes, &title));
                stage.activate(&title);
            }
            let page = stage.nodes_when(&title, |nodes| is_titled(nodes, &title));
            assert!(words(&page) > 40, "an assistive technology finds only {} words on {title:?}", words(&page));
            stage.keys(&["Escape"]);
        }
    }
}

/// How many words an assistive technology finds on the screen.
fn words(nodes: &[Node]) -> usize {
    nodes.iter().map(|n| n.name.split_whitespace().count()).sum()
}

/// Proves: WCAG-2.2.1, VVSG-7.2-O
#[test]
fn whoever_leaves_is_warned_and_the_next_visitor_finds_the_default() {
    let stage = Stage::new(PORTRAIT.0, PORTRAIT.1);
    let centre = Centre::with(&demonstration());
    let mut stand = Stand::new();
    // The shortest limit a stand allows.
    std::fs::write(stand.data.path().join("kiosk.toml"), "idle-seconds = 120\n").expect("kiosk.toml");
    stand.start(&stage, &centre.url(), &[]);
    stand.enrol(&centre);
    stage.nodes_when("the home screen in Kazakh", |nodes| has(nodes, "Жұмыс тәртібі"));
    stage.activate("Русский");
    stage.nodes_when("Russian", |nodes| has(nodes, "Порядок работы"));
    stage.activate("Помощь");
    stage.nodes_when("how to use the stand", |nodes| has(nodes, "Tab") && has(nodes, "Esc"));
    let warned = wait_for("the warning", Duration::from_secs(150), || {
        let nodes = stage.nodes();
        is_titled(&nodes, "Вы ещё здесь?").then_some(nodes)
    });
    assert!(warned.iter().any(|n| n.role.contains("button") && n.name == "Продолжить"), "no way to go on");
    wait_for("the default", Duration::from_secs(60), || is_titled(&stage.nodes(), "Не білгіңіз келеді?").then_some(()));
}

#[test]
fn what_an_editor_publishes_is_soon_on_the_screen() {
    let (stage, centre, _stand) = opening_day(Centre::url);
    stage.activate("English");
    stage.nodes_when("English", |nodes| has(nodes, "Working hours"));
    stage.activate("Working hours");
    stage.nodes_when("the category", |nodes| is_titled(nodes, "Working hours"));
    let content = edited(|folder| {
        for entry in std::fs::read_dir(folder.join("pages/working-hours")).expect("pages").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".en.md") {
                retitle(folder, &format!("working-hours/{name}"), "Hours after the reform");
            }
        }
    });
    let start = Instant::now();
    centre.import_and_publish(content.path());
    stage.nodes_when("the new title", |nodes| has(nodes, "Hours after the reform"));
    assert!(start.elapsed() < Duration::from_secs(15), "took {:?}", start.elapsed());
}

#[test]
fn content_stays_through_a_dead_network_a_pulled_plug_and_a_wrong_clock() {
    let (stage, mut centre, mut stand) = opening_day(Centre::url);
    centre.kill();
    std::thread::sleep(Duration::from_secs(2));
    assert!(stand.is_running());
    assert!(has(&stage.nodes(), "Жұмыс тәртібі"), "the content went with the network");

    stand.kill();
    stand.start(&stage, &centre.url(), &[]);
    stage.nodes_when("content without a network", |nodes| has(nodes, "Жұмыс тәртібі"));

    for clock in ["@1970-01-02 00:00:00", "@2099-12-31 00:00:00"] {
        stand.kill();
        stand.start_at(&stage, &centre.url(), clock);
        stage.nodes_when(clock, |nodes| has(nodes, "Жұмыс тәртібі"));
        assert!(stage.colours() > 50, "the screen is blank at {clock}");
    }

    // The clock is right again and the centre is back: the stand recovers without a visit.
    stand.kill();
    centre.start();
    stand.start(&stage, &centre.url(), &[]);
    let content = edited(|folder| {
        let toml = folder.join("stand.toml");
        let text = std::fs::read_to_string(&toml).expect("stand.toml");
        std::fs::write(&toml, text.replace("+7 (700) 000-00-01", "+7 (700) 000-00-99")).expect("write");
    });
    let before = stand.status()["release"].as_u64();
    centre.import_and_publish(content.path());
    wait_for("the next release", Duration::from_secs(30), || {
        (stand.status()["release"].as_u64() > before).then_some(())
    });
}

#[test]
fn a_revoked_stand_keeps_its_screen() {
    let (stage, centre, stand) = opening_day(Centre::url);
    let stands: serde_json::Value = serde_json::from_str(&centre.say(&["stand", "list", "--json"])).expect("JSON");
    let id = stands["stands"][0]["id"].as_str().expect("an id").to_owned();
    centre.say(&["stand", "revoke", &id]);
    std::thread::sleep(Duration::from_secs(2));
    assert!(has(&stage.nodes(), "Жұмыс тәртібі"));
    assert!(stand.status()["release"].as_u64().is_some());
}

/// Proves: WCAG-1.3.4, EN-11.5.2.5
#[test]
fn the_landscape_screen_shows_the_same_content() {
    let stage = Stage::new(1920, 1080);
    let centre = Centre::with(&demonstration());
    let mut stand = Stand::new();
    stand.start(&stage, &centre.url(), &[]);
    stand.enrol(&centre);
    let nodes = stage.nodes_when("home over the whole screen", |nodes| {
        has(nodes, "Жұмыс тәртібі") && nodes.iter().any(|n| n.bounds == [0.0, 0.0, 1920.0, 1080.0])
    });
    for node in nodes.iter().filter(|n| n.bounds[2] > 0.0) {
        let [x, y, width, height] = node.bounds;
        assert!(
            x >= -1.0 && y >= -1.0 && x + width <= 1921.0 && y + height <= 1081.0,
            "{:?} leaves the screen: {:?}",
            node.name,
            node.bounds
        );
    }
}
