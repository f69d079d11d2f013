//! How soon a visitor hears something after a key, and silence after the key for silence: from the key at a real
//! stand to the recorded sound. Alone in its program, so that no other test runs beside it.

#[path = "support/programs.rs"]
#[allow(dead_code, reason = "shared with the journeys")]
mod programs;
#[path = "support/sound.rs"]
#[allow(dead_code, reason = "shared with the journeys")]
mod sound;
#[path = "support/stage.rs"]
#[allow(dead_code, reason = "shared with the journeys")]
mod stage;
#[path = "support/visitor.rs"]
#[allow(dead_code, reason = "shared with the journeys")]
mod visitor;

use std::time::{Duration, Instant};

use programs::{Centre, demonstration};
use sound::{Sound, with_sound};
use stage::wait_for;
use visitor::{HOME, Visitor, is_titled};

/// Keys pressed in a round.
const KEYS: usize = 40;

/// How many rounds a machine that is busy with something else gets.
const ROUNDS: usize = 3;

/// One at a time.
fn turn() -> std::sync::MutexGuard<'static, ()> {
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The value that 95 of 100 do not exceed.
fn p95(times: &mut [Duration]) -> Duration {
    times.sort();
    times[(times.len() * 95).div_ceil(100) - 1]
}

/// Proves: Response
#[test]
fn from_a_key_to_sound_in_200_ms_and_to_silence_in_100_ms() {
    let _turn = turn();
    with_sound("from_a_key_to_sound_in_200_ms_and_to_silence_in_100_ms", || {
        let sound = Sound::new();
        let centre = Centre::with(&demonstration());
        let server = centre.url();
        let mut visitor = Visitor::before(centre, &server, Visitor::stage_with_sound(), "idle-seconds = 300\n");
        visitor.stage.keys(&["F8"]);
        visitor.hears(HOME);
        let mut told = String::new();
        let within = (0..ROUNDS).any(|_| {
            let (mut sounds, mut silences) = (Vec::new(), Vec::new());
            for _ in 0..KEYS {
                visitor.stage.keys(&["s"]);
                sound.silence(Duration::from_millis(300));
                let pressed = Instant::now();
                visitor.stage.keys(&["Down"]);
                let first = wait_for("a sound", Duration::from_secs(5), || sound.first(pressed));
                sounds.push(first - pressed);
                let hushed = Instant::now();
                visitor.stage.keys(&["s"]);
                std::thread::sleep(Duration::from_millis(300));
                silences.push(sound.last(hushed).map_or(Duration::ZERO, |last| last - hushed));
            }
            let (begins, ends) = (p95(&mut sounds), p95(&mut silences));
            told = format!("key to sound p95 {begins:?}, median {:?}; key to silence p95 {ends:?}", sounds[KEYS / 2]);
            println!("{told}");
            begins <= Duration::from_millis(200) && ends <= Duration::from_millis(100)
        });
        assert!(within, "{told}");
    });
}

/// What the stand measured of itself, in milliseconds.
fn took(trace: &std::path::Path, event: &str) -> Vec<Duration> {
    let text = std::fs::read_to_string(trace).expect("the trace");
    let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON"));
    let wanted = lines.filter(|line| line["event"] == event);
    wanted.filter_map(|line| Some(Duration::from_secs_f64(line["took_ms"].as_f64()? / 1000.0))).collect()
}

/// The ministry's survey at a stand, by keys: each key that leads to another question until the question stands on
/// the screen, and each confirmation until the receipt does, which is after the answer is on the disk.
///
/// Proves: Response, VVSG-7.2-N
#[test]
fn a_question_comes_within_50_ms_and_a_receipt_within_150_ms() {
    let _turn = turn();
    let mut centre = Centre::at_rest(&demonstration(), None);
    let workbook = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/surveys/stand-accessibility.xlsx");
    centre.say(&["survey", "import", workbook]);
    centre.say(&["survey", "open", "stand-accessibility"]);
    centre.say(&["publish"]);
    centre.start();
    let server = centre.url();
    let toml = "idle-seconds = 300\n[sound]\ngrace-seconds = 0\n";
    let mut visitor = Visitor::before(centre, &server, Visitor::stage(), toml);
    visitor.stand.kill();
    let trace = visitor.stand.data.path().join("trace.jsonl");
    visitor.stand.start(&visitor.stage, &server, &["--trace", trace.to_str().expect("UTF-8")]);
    let offer = "Бұл стенд баршаға қолжетімді ме?";
    visitor.waits_for("the offer", |nodes| nodes.iter().any(|node| node.name == offer));
    let mut pages = Vec::new();
    let begin = format!("{offer}=>{offer}");
    let steps = [begin.as_str(), "Бастау=>Бүгін осы стендті пайдаландыңыз ба?", "Жоқ"];
    for _ in 0..20 {
        visitor.stage.visit(&steps);
        for title in ["Стендте сізге басқа адамның көмегі керек болды ма?", "Сізге не жетіспеді?"]
        {
            let before = took(&trace, "page-frame").len();
            visitor.stage.keys(&["Right"]);
            visitor.waits_for(title, |nodes| is_titled(nodes, title));
            pages.extend(took(&trace, "page-frame").into_iter().skip(before));
            if title.starts_with("Стендте") {
                visitor.stage.activate("Жоқ");
            }
        }
        visitor.stage.visit(&["Өткізу=>Жауаптарыңызды тексеріңіз", "Жіберу=>Рақмет! Жауабыңыз сақталды"]);
        // Headphones in and out: the next visitor is asked anew.
        visitor.stage.keys(&["F15", "F16"]);
        visitor.waits_for("the start", |nodes| is_titled(nodes, HOME) && nodes.iter().any(|node| node.name == offer));
    }
    let mut receipts = took(&trace, "receipt");
    let mut kept = took(&trace, "kept");
    assert_eq!((receipts.len(), kept.len()), (20, 20));
    let told = (p95(&mut pages), p95(&mut kept), p95(&mut receipts));
    println!("question median {:?}, slowest {:?}", pages[pages.len() / 2], pages.last());
    println!("question p95 {:?}, on the disk p95 {:?}, receipt p95 {:?}", told.0, told.1, told.2);
    // A program that is not optimised draws more slowly.
    let slack = if cfg!(debug_assertions) { 3 } else { 1 };
    assert!(pages.len() >= 40, "{pages:?}");
    assert!(told.0 <= slack * Duration::from_millis(50) && told.2 <= Duration::from_millis(150), "{told:?}");
}
