//! Journeys through the whole product with real parts: a real centre, a real window on a virtual
//! display, real keys, and an assistive technology in another process over AT-SPI.

#[path = "support/programs.rs"]
mod programs;
#[path = "support/stage.rs"]
#[allow(dead_code, reason = "shared with the benches")]
mod stage;

use std::path::Path;
use std::time::{Duration, Instant};

use programs::{Centre, Stand, demonstration};
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

/// A copy of the demonstration in which `change` may edit files.
fn edited(change: impl Fn(&Path)) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .arg(demonstration().join("."))
        .arg(folder.path())
        .status()
        .expect("cp");
    assert!(copied.success());
    change(folder.path());
    folder
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
    for language in ["kk", "ru", "en"] {
        assert!(
            nodes.iter().any(|n| n.language.starts_with(language)),
            "nothing on the pairing screen is in {language}"
        );
    }
    stand.enrol(&centre);
    stage.nodes_when("the home screen", |nodes| has(nodes, "Жұмыс тәртібі"));
}

#[test]
fn a_visitor_reads_a_page_by_keys_alone_in_each_language_and_returns() {
    let (stage, _centre, _stand) = opening_day(Centre::url);
    for (language, tile) in [("Қазақша", "Жұмыс тәртібі"), ("Русский", "Порядок работы"), ("English", "Working hours")]
    {
        tab_to(&stage, language);
        stage.keys(&["Return"]);
        stage.nodes_when(language, |nodes| has(nodes, tile));
        tab_to(&stage, tile);
        stage.keys(&["Return"]);
        let page = stage.nodes_when("the page", |nodes| {
            nodes.iter().any(|n| n.role == "heading" && n.attributes.get("level").is_some_and(|l| l == "1"))
                && nodes.iter().any(|n| n.name.contains("09:00") || n.name.contains("9:00"))
        });
        assert!(page.iter().any(|n| n.is_focused() || !n.states.is_empty()));
        stage.keys(&["Escape"]);
        stage.nodes_when("home again", |nodes| has(nodes, tile));
    }
}

#[test]
fn an_assistive_technology_in_another_process_does_a_whole_visit() {
    let (stage, _centre, _stand) = opening_day(Centre::url);
    stage.activate("Русский");
    stage.nodes_when("Russian", |nodes| has(nodes, "Порядок работы"));
    stage.activate("Порядок работы");
    let nodes = stage.nodes_when("the page", |nodes| nodes.iter().any(|n| n.role == "heading"));
    assert!(nodes.iter().filter(|n| n.role.contains("button")).all(|n| !n.name.is_empty()), "a button without a name");
    assert!(nodes.iter().any(|n| n.language.starts_with("ru")), "the page's language is not told");
}

#[test]
fn what_an_editor_publishes_is_soon_on_the_screen() {
    let (stage, centre, _stand) = opening_day(Centre::url);
    stage.activate("English");
    stage.activate("Working hours");
    stage.nodes_when("the page", |nodes| nodes.iter().any(|n| n.role == "heading"));
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
    let id = stands[0]["id"].as_str().expect("an id").to_owned();
    centre.say(&["stand", "revoke", &id]);
    std::thread::sleep(Duration::from_secs(2));
    assert!(has(&stage.nodes(), "Жұмыс тәртібі"));
    assert!(stand.status()["release"].as_u64().is_some());
}

#[test]
fn the_landscape_screen_shows_the_same_content() {
    let stage = Stage::new(1920, 1080);
    let centre = Centre::with(&demonstration());
    let mut stand = Stand::new();
    stand.start(&stage, &centre.url(), &[]);
    stand.enrol(&centre);
    let nodes = stage.nodes_when("home", |nodes| has(nodes, "Жұмыс тәртібі"));
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
