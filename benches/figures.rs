//! The figures a ministry may hold the product to, measured on this machine, each beside its peer
//! where there is one: `make bench`, or `cargo bench --bench figures -- NAME` for one of them.
//!
//! Everything is real: the programs as they ship, a window on a virtual display whose memory is
//! read every millisecond, Chromium on a page with the same text.

#[path = "figures/answers.rs"]
mod answers;
#[path = "../tests/support/postgres.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod postgres;
#[path = "../tests/support/programs.rs"]
#[allow(dead_code, reason = "shared with the journeys")]
mod programs;
#[path = "../tests/support/sound.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod sound;
#[path = "../tests/support/speech.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod speech;
#[path = "../tests/support/stage.rs"]
#[allow(dead_code, reason = "shared with the journeys")]
mod stage;
#[path = "figures/voice.rs"]
mod voice;
#[path = "figures/wire.rs"]
mod wire;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use programs::{Centre, Stand, demonstration, edited, rename_body};
use stage::{Frame, Guard, Stage, has, start, wait_for};

fn main() {
    // Cargo hands benches `--bench`; what else is given names the figures wanted.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let all: [(&str, fn()); 8] = [
        ("start", start_and_memory),
        ("keys", key_to_frame),
        ("publish", publish_to_screen),
        ("unchanged", wire::unchanged_check),
        ("large", wire::one_page_of_a_thousand),
        ("fleet", wire::a_thousand_stands),
        ("answers", answers::of_a_thousand_stands),
        ("voice", voice::of_the_voice),
    ];
    for (name, measure) in all {
        if wanted.is_empty() || wanted.iter().any(|w| w == name) {
            println!("\n## {name}    (cargo bench --bench figures -- {name})");
            measure();
        }
    }
}

/// Prints one figure with its bound.
pub(crate) fn figure(what: &str, value: f64, unit: &str, bound: f64) {
    let verdict = if value <= bound { "within" } else { "OVER" };
    println!("{what:<58} {value:>10.2} {unit:<6} bound {bound} {verdict}");
}

pub(crate) fn p95(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() * 95).div_ceil(100) - 1]
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The frame once nothing has moved for a second and a half.
fn settled(stage: &Stage) -> Frame {
    let mut last = stage.frame();
    let mut since = Instant::now();
    wait_for("a still screen", Duration::from_secs(60), || {
        let now = stage.frame();
        if now.difference(&last, 0.0) > 0.0 {
            since = Instant::now();
            last = now;
        }
        (since.elapsed() > Duration::from_millis(1500)).then_some(())
    });
    last
}

/// Milliseconds from `exec` until the screen is what it settled to before, but for the clock.
fn time_to(stage: &Stage, goal: &Frame, mut run: impl FnMut() -> Guard) -> f64 {
    let begin = Instant::now();
    let guard = run();
    while stage.frame().difference(goal, 0.0) > 0.02 {
        assert!(begin.elapsed() < Duration::from_secs(60), "the screen never came");
        std::thread::sleep(Duration::from_millis(1));
    }
    let taken = begin.elapsed().as_secs_f64() * 1000.0;
    drop(guard);
    std::thread::sleep(Duration::from_millis(700));
    taken
}

/// A stage, a running centre and a stand that has the demonstration.
fn enrolled(stage: &Stage) -> (Centre, Stand) {
    let centre = Centre::with(&demonstration());
    let mut stand = Stand::new();
    stand.start(stage, &centre.url(), &[]);
    stand.enrol(&centre);
    stage.nodes_when("home", |nodes| has(nodes, "Жұмыс тәртібі"));
    (centre, stand)
}

fn kiosk(stage: &Stage, centre: &Centre, stand: &Stand) -> Guard {
    let mut command = stage.command(env!("CARGO_BIN_EXE_aqparat-kiosk"));
    command.arg("--data").arg(stand.data.path()).args(["--server", &centre.url()]);
    start(command.stdout(Stdio::null()).stderr(Stdio::null()))
}

fn chromium(stage: &Stage, profile: &Path, page: &Path) -> Guard {
    let mut command = stage.command("chromium");
    command
        .args(["--kiosk", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--app=file://{}", page.display()));
    start(command.stdout(Stdio::null()).stderr(Stdio::null()))
}

fn start_and_memory() {
    let stage = Stage::new(1080, 1920);
    let (centre, mut stand) = enrolled(&stage);
    let words: Vec<String> = stage.nodes().into_iter().map(|n| n.name).filter(|n| !n.is_empty()).collect();
    stand.kill();

    let guard = kiosk(&stage, &centre, &stand);
    let goal = settled(&stage);
    // Five seconds after its start the stand asks the speech daemon for its voices, once in half an
    // hour: a second's work, which is not idling.
    std::thread::sleep(Duration::from_secs(12));
    let ours_pss = pss_mb(guard.0.id());
    let before = cpu_seconds(guard.0.id());
    std::thread::sleep(Duration::from_secs(60));
    let idle = (cpu_seconds(guard.0.id()) - before) / 60.0 * 100.0;
    guard.kill();
    std::thread::sleep(Duration::from_secs(1));

    let folder = tempfile::tempdir().expect("temporary folder");
    let page = folder.path().join("page.html");
    let tiles: String = words.iter().map(|w| format!("<div>{}</div>", w.replace('<', "&lt;"))).collect();
    std::fs::write(
        &page,
        format!(
            "<!doctype html><meta charset=utf-8><style>body{{font:28px 'Noto Sans';background:#F7F5F0;color:#10243E;\
             display:grid;grid-template-columns:1fr 1fr;gap:16px;margin:24px}}div{{background:#fff;padding:20px;\
             border:2px solid #5B6B80;border-radius:8px}}</style>{tiles}"
        ),
    )
    .expect("write");
    let peer = chromium(&stage, &folder.path().join("profile"), &page);
    let peer_goal = settled(&stage);
    let peer_pss: f64 = family(peer.0.id()).into_iter().map(pss_mb).sum();
    end_family(peer);

    // In turns, so that a noisy moment falls on both.
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..7 {
        ours.push(time_to(&stage, &goal, || kiosk(&stage, &centre, &stand)));
        let begin = Instant::now();
        let peer = chromium(&stage, &folder.path().join("profile"), &page);
        while stage.frame().difference(&peer_goal, 0.0) > 0.02 && begin.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(1));
        }
        theirs.push(begin.elapsed().as_secs_f64() * 1000.0);
        end_family(peer);
        std::thread::sleep(Duration::from_millis(700));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    figure("exec → first frame with content, median of 7", ours, "ms", 500.0);
    println!("{:<58} {theirs:>10.2} ms", "  Chromium, the same text, in turns");
    figure("  ratio to Chromium", ours / theirs, "", 1.0 / 3.0);
    figure("resident memory (PSS)", ours_pss, "MB", 60.0);
    println!("{:<58} {peer_pss:>10.2} MB", "  Chromium, all its processes");
    figure("  ratio to Chromium", ours_pss / peer_pss, "", 1.0 / 6.0);
    figure("idle CPU over a minute, the clock showing", idle, "%", 0.2);
}

fn key_to_frame() {
    for (width, height, bound) in [(1080, 1920, 33.0), (2160, 3840, 66.0)] {
        let stage = Stage::new(width, height);
        let (_centre, _stand) = enrolled(&stage);
        settled(&stage);
        let mut typist = stage.command("xdotool").arg("-").stdin(Stdio::piped()).spawn().expect("xdotool");
        let mut keyboard = typist.stdin.take().expect("piped");
        let mut taken = Vec::new();
        for press in 0..60 {
            let before = stage.frame();
            let begin = Instant::now();
            // Every fourth key turns the page, there and back: the dearest frame a key can ask for.
            let key = match press % 8 {
                3 => "Next",
                7 => "Prior",
                _ => "Tab",
            };
            writeln!(keyboard, "key {key}").expect("xdotool");
            keyboard.flush().expect("xdotool");
            while stage.frame().difference(&before, 0.0) == 0.0 {
                assert!(begin.elapsed() < Duration::from_secs(2), "{key} changed nothing on the screen");
            }
            taken.push(begin.elapsed().as_secs_f64() * 1000.0);
            std::thread::sleep(Duration::from_millis(150));
        }
        drop(keyboard);
        let _ = typist.wait();
        figure(&format!("key press → frame at {width}×{height}, p95 of {}", taken.len()), p95(taken), "ms", bound);
    }
}

fn publish_to_screen() {
    let stage = Stage::new(1080, 1920);
    let (centre, _stand) = enrolled(&stage);
    let mut taken = Vec::new();
    for turn in 0..20 {
        let content = edited(|folder| rename_body(folder, &long_or_short(turn)));
        centre.say(&["import", content.path().to_str().expect("UTF-8")]);
        let before = settled(&stage);
        let begin = Instant::now();
        centre.say(&["publish"]);
        while stage.frame().difference(&before, 0.0) < 0.01 {
            assert!(begin.elapsed() < Duration::from_secs(20), "the screen never changed");
            std::thread::sleep(Duration::from_millis(2));
        }
        taken.push(begin.elapsed().as_secs_f64() * 1000.0);
    }
    figure("`aqparat-server publish` begins → changed text, p95 of 20", p95(taken), "ms", 2000.0);
}

/// Words that take another line or give it back, turn by turn: a change the eye cannot miss.
fn long_or_short(turn: usize) -> String {
    if turn.is_multiple_of(2) {
        format!("Қазақстан Республикасы, Алматы облысы, {turn}")
    } else {
        turn.to_string()
    }
}

/// Proportional set size of a process in megabytes.
fn pss_mb(process: u32) -> f64 {
    let Ok(rollup) = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")) else { return 0.0 };
    let line = rollup.lines().find(|l| l.starts_with("Pss:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// User and system time a process has used, in seconds.
fn cpu_seconds(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("a running process");
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap_or(0.0)).sum::<f64>() / 100.0
}

/// A process and all below it.
fn family(process: u32) -> Vec<u32> {
    let mut all = vec![process];
    let children = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    for child in children.split_whitespace().filter_map(|c| c.parse().ok()) {
        all.extend(family(child));
    }
    all
}

fn end_family(guard: Guard) {
    for process in family(guard.0.id()) {
        let _ = Command::new("kill").args(["-9", &process.to_string()]).stderr(Stdio::null()).status();
    }
    guard.kill();
    std::thread::sleep(Duration::from_millis(300));
}
