//! Whole visits by those who do not see, do not reach, or have one switch: a real centre, a real window, a
//! real speech daemon and audio server, real keys and a real pointer. What is said is read from the
//! stand's own transcript; where it matters, the sound itself is recorded.

#[path = "support/keypad.rs"]
mod keypad;
#[path = "support/programs.rs"]
#[allow(dead_code, reason = "shared with the benches")]
mod programs;
#[path = "support/sound.rs"]
#[allow(dead_code, reason = "shared with the benches")]
mod sound;
#[path = "support/stage.rs"]
#[allow(dead_code, reason = "shared with the benches")]
mod stage;
#[path = "support/visitor.rs"]
mod visitor;

use std::time::{Duration, Instant};

use keypad::Keypad;
use programs::{Centre, demonstration};
use sound::{Sound, signal_daemon, with_sound, without_daemon, without_sound};
use stage::{Node, has, wait_for};
use visitor::{HOME, is_titled};

/// A visitor before a stand that shows the demonstration.
struct Visitor(visitor::Visitor);

impl std::ops::Deref for Visitor {
    type Target = visitor::Visitor;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl std::ops::DerefMut for Visitor {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Visitor {
    /// Before a stand set up with `toml`, where visitors become idle six times as fast.
    fn arrives(toml: &str) -> Self {
        let mut stage = visitor::Visitor::stage_with_sound();
        stage.environment("AQPARAT_HURRY", "6");
        let centre = Centre::with(&demonstration());
        let server = centre.url();
        Self(visitor::Visitor::before(centre, &server, stage, &format!("idle-seconds = 120\n{toml}")))
    }

    /// Has the open page read to its last sentence.
    fn hears_to_the_end(&mut self, page: &str) {
        let end = last_words(page);
        let start = Instant::now();
        while !self.hears_all().iter().any(|said| said.text.contains(&end) && said.why == "read-all") {
            assert!(start.elapsed() < Duration::from_secs(150), "{end:?} was never read: {:#?}", self.said());
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// The words of a page's last paragraph, without marks.
fn last_words(page: &str) -> String {
    let text = std::fs::read_to_string(demonstration().join("pages").join(page)).expect("a page");
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).expect("words");
    let plain: String = last.split(['[', ']', '(', ')', ':', '*']).next().expect("words").to_owned();
    plain.trim_start_matches("- ").split_whitespace().take(4).collect::<Vec<_>>().join(" ")
}

/// Headphones in, another sheet, the row of next Tuesday, again, slower, out.
///
/// Proves: EN-5.1.2.2, EN-5.1.3.2, EN-5.1.3.4, EN-5.1.3.5, EN-5.1.3.11, EN-5.1.3.13, EN-5.1.6, EN-5.2, 508-402.2.4, VVSG-7.1-A, Transcript
#[test]
fn eyes_shut_a_visitor_finds_next_tuesdays_reception_by_keypad() {
    with_sound("eyes_shut_a_visitor_finds_next_tuesdays_reception_by_keypad", || {
        let sound = Sound::new();
        let mut visitor = Visitor::arrives("[sound]\ngrace-seconds = 2\n");
        let arrived = Instant::now();
        assert_eq!(sound.last(arrived), None, "nobody is spoken to who did not ask");
        visitor.stage.keys(&["F15"]);
        let first = visitor.hears("Сәлеметсіз бе.");
        assert_eq!((first.language.as_str(), first.output.as_str(), first.why.as_str()), ("kk", "headphones", "help"));
        assert!(first.voice.is_some_and(|voice| voice.contains("Kazakh")));
        visitor.hears(HOME);
        visitor.hears("Чтобы слушать по-русски");
        visitor.presses_until("Down", "Қазақша");
        visitor.stage.keys(&["Return"]);
        visitor.presses_until("Down", "Жеке қабылдау графигі");
        visitor.stage.keys(&["Return"]);
        visitor.hears("Жеке қабылдау графигі");
        visitor.presses_until("Down", "Қабылдау кестесі");
        visitor.stage.keys(&["Return"]);
        // The page reads itself.
        let title = visitor.hears("Қабылдау кестесі");
        assert_eq!(title.why, "read-all");
        visitor.hears("Қабылдау тегін.");
        // On to the sheet with the next week; it is read from its beginning, until the row is there.
        visitor.stage.keys(&["Right"]);
        visitor.hears("1 желтоқсан, сейсенбі");
        let time = visitor.hears("15:00–17:00");
        assert_eq!(time.language, "kk");
        // Again, and again slower.
        let hears_the_row = |visitor: &mut Visitor| {
            visitor.stage.keys(&["s"]);
            sound.silence(Duration::from_millis(500));
            visitor.hears_all();
            let from = Instant::now();
            visitor.stage.keys(&["r"]);
            visitor.hears("15:00–17:00");
            sound.silence(Duration::from_millis(700));
            sound.clip(from, Instant::now()).expect("it was heard")
        };
        visitor.stage.keys(&["comma"]);
        visitor.hears("1 желтоқсан, сейсенбі");
        visitor.stage.keys(&["period"]);
        visitor.hears("15:00–17:00");
        let usual = hears_the_row(&mut visitor);
        visitor.stage.keys(&["F9"]);
        visitor.hears("Жылдамдық: 75 пайыз");
        let slower = hears_the_row(&mut visitor);
        assert!((-45.0..-3.0).contains(&usual.decibels), "as loud as speech: {usual:?}");
        assert!((usual.decibels - slower.decibels).abs() < 6.0, "as loud as before: {usual:?}, {slower:?}");
        let ratio = slower.seconds / usual.seconds;
        assert!((1.05..1.9).contains(&ratio), "100 % against 75 %: {ratio}");
        // Out: silence at once.
        visitor.stage.keys(&["a"]);
        visitor.hears("Қабылдау кестесі");
        let pulled = Instant::now();
        visitor.stage.keys(&["F16"]);
        std::thread::sleep(Duration::from_millis(1_400));
        let last = sound.last(pulled).map_or(Duration::ZERO, |last| last - pulled);
        assert!(last < Duration::from_millis(1_000), "it went on for {last:?}");
        visitor.hears_all();
        visitor.leaves();
        assert!(visitor.hears_all().is_empty(), "nothing is said to whoever comes next");
    });
}

/// Pulled out while a key is held: nothing goes on by itself, and back in, its first press counts.
///
/// Proves: EN-5.1.3.2, EN-5.7
#[test]
fn a_keypad_pulled_out_in_mid_press_works_at_once_when_it_is_back() {
    with_sound("a_keypad_pulled_out_in_mid_press_works_at_once_when_it_is_back", || {
        let _sound = Sound::new();
        let mut visitor = Visitor::arrives("");
        let mut keypad = Keypad::new(&visitor.stage);
        keypad.plug();
        visitor.stage.keys(&["F8"]);
        visitor.hears(HOME);
        keypad.press("Down");
        visitor.hears("Қазақша, түйме");
        keypad.down("Down");
        visitor.hears("Русский");
        keypad.pull();
        std::thread::sleep(Duration::from_secs(3));
        let on = visitor.hears_all().into_iter().find(|said| said.text.contains("English"));
        assert!(on.is_none(), "a key that is gone went on acting: {on:?}");
        keypad.plug();
        keypad.press("Down");
        visitor.hears("English");
        keypad.press("Up");
        visitor.hears("Русский");
    });
}

/// Proves: EN-5.1.2.2, EN-5.5.2, EN-5.9, Exploration
#[test]
fn eyes_shut_a_visitor_explores_by_touch_alone() {
    with_sound("eyes_shut_a_visitor_explores_by_touch_alone", || {
        let _sound = Sound::new();
        let mut visitor = Visitor::arrives("");
        visitor.stage.pointer(&["mousemove", "540", "330", "mousedown", "1"]);
        visitor.hears("Саусақ астындағыны айту: қосылды");
        visitor.stage.pointer(&["mouseup", "1"]);
        let touch = |visitor: &mut Visitor, name: &str, says: &str| {
            let nodes =
                visitor.waits_for(name, |nodes| nodes.iter().any(|node| node.name == name && node.is("focusable")));
            let [x, y, width, height] =
                nodes.iter().find(|node| node.name == name && node.is("focusable")).expect("it is there").bounds;
            let (x, y) = (format!("{:.0}", x + width / 2.0), format!("{:.0}", y + height / 2.0));
            visitor.hears_all();
            visitor.stage.pointer(&["mousemove", &x, &y, "mousedown", "1", "sleep", "0.6", "mouseup", "1"]);
            let said = visitor.hears(says);
            assert_eq!(said.why, "touch");
            // Twice, anywhere.
            visitor.stage.pointer(&["mousemove", "60", "1000", "click", "--repeat", "2", "--delay", "120", "1"]);
        };
        touch(&mut visitor, "Шұғыл қызметтер", "Шұғыл қызметтер");
        visitor.waits_for("the category", |nodes| is_titled(nodes, "Шұғыл қызметтер"));
        touch(&mut visitor, "Иіс газынан сақтаныңыз", "Иіс газынан сақтаныңыз");
        visitor.waits_for("the page", |nodes| is_titled(nodes, "Иіс газынан сақтаныңыз"));
        visitor.hears_to_the_end("emergency/carbon-monoxide.kk.md");
        visitor.leaves();
    });
}

/// Presses the switch that selects whenever the stand points at `wanted` or at the `row` that holds it,
/// until the screen of that title is there. `goes_on` is the switch that moves, where there is one.
fn selects(visitor: &mut Visitor, row: &str, wanted: &str, selects: &str, goes_on: Option<&str>) {
    let start = Instant::now();
    visitor.hears_all();
    while !is_titled(&visitor.stage.nodes(), wanted) {
        assert!(start.elapsed() < Duration::from_secs(90), "{wanted:?} was never chosen: {:?}", visitor.said());
        // What it points at is said at once; only then is there something to decide.
        let waits = Instant::now();
        let mut said = visitor.hears_all();
        while said.is_empty() && waits.elapsed() < Duration::from_secs(3) {
            std::thread::sleep(Duration::from_millis(30));
            said = visitor.hears_all();
        }
        if said.last().is_some_and(|said| said.text.contains(wanted) || said.text == row) {
            visitor.stage.keys(&[selects]);
        } else if let Some(key) = goes_on {
            visitor.stage.keys(&[key]);
        }
    }
}

/// Proves: Switch, EN-5.1.2.2
#[test]
fn one_switch_opens_a_page_that_reads_itself_to_its_end() {
    with_sound("one_switch_opens_a_page_that_reads_itself_to_its_end", || {
        let _sound = Sound::new();
        let mut visitor = Visitor::arrives("[input]\nscan-pace-milliseconds = 2500\n");
        visitor.stage.keys(&["F8"]);
        visitor.hears(HOME);
        visitor.stage.keys(&["1"]);
        visitor.hears("Стенд таңдауларды кезекпен өзі көрсетеді");
        selects(&mut visitor, "", "Шұғыл қызметтер", "1", None);
        selects(&mut visitor, "Шұғыл қызметтер", "Иіс газынан сақтаныңыз", "1", None);
        visitor.hears_to_the_end("emergency/carbon-monoxide.kk.md");
        visitor.leaves();
    });
}

/// Proves: Switch
#[test]
fn two_switches_open_a_page_that_reads_itself_to_its_end() {
    with_sound("two_switches_open_a_page_that_reads_itself_to_its_end", || {
        let _sound = Sound::new();
        let mut visitor = Visitor::arrives("");
        visitor.stage.keys(&["F8"]);
        visitor.hears(HOME);
        visitor.stage.keys(&["2"]);
        visitor.hears("Екі ауыстырғыш қосылды");
        selects(&mut visitor, "", "Шұғыл қызметтер", "2", Some("1"));
        selects(&mut visitor, "Шұғыл қызметтер", "Иіс газынан сақтаныңыз", "2", Some("1"));
        visitor.hears_to_the_end("emergency/carbon-monoxide.kk.md");
        visitor.leaves();
    });
}

/// Proves: WCAG-1.4.4, WCAG-3.2.4
#[test]
fn the_largest_yellow_text_holds_a_whole_page_in_russian() {
    with_sound("the_largest_yellow_text_holds_a_whole_page_in_russian", || {
        let mut visitor = Visitor::arrives("");
        visitor.stage.keys(&["F2", "F3", "F3", "F3", "F4", "F4"]);
        visitor.waits_for("the news of it", |nodes| has(nodes, "Текст: самый крупный"));
        visitor.finds("Экстренные службы", "Дальше");
        visitor.stage.activate("Экстренные службы");
        visitor.waits_for("the category", |nodes| is_titled(nodes, "Экстренные службы"));
        visitor.stage.activate("Берегитесь угарного газа");
        visitor.waits_for("the page", |nodes| is_titled(nodes, "Берегитесь угарного газа"));
        let colours = visitor.stage.frame();
        assert!(colours.share_of([255, 232, 0]) > 0.01 && colours.share_of([0, 0, 0]) > 0.5, "yellow on black");
        let end = last_words("emergency/carbon-monoxide.ru.md");
        for sheet in 0.. {
            assert!(sheet < 40, "{end:?} stands on no sheet");
            let nodes = visitor.stage.nodes();
            for node in nodes.iter().filter(|node| node.bounds[2] > 0.0) {
                let [x, y, width, height] = node.bounds;
                let inside = x >= -1.0 && y >= -1.0 && x + width <= 1081.0 && y + height <= 1921.0;
                assert!(inside, "{:?} leaves the screen: {:?}", node.name, node.bounds);
            }
            if has(&nodes, &end) {
                break;
            }
            visitor.stage.keys(&["Right"]);
        }
        visitor.leaves();
    });
}

/// Proves: Reach, EN-5.2
#[test]
fn seated_a_visitor_has_every_control_in_reach() {
    with_sound("seated_a_visitor_has_every_control_in_reach", || {
        // 24 inches: 531 mm high, from 800 to 1331 mm above the floor.
        let mut visitor = Visitor::arrives("[panel]\nmounting-height = 800\nreach-height = 1100\n");
        let highest = 1920.0 * (1331.0 - 1100.0) / 531.0 - 4.0;
        let in_reach = |nodes: &[Node]| {
            let mut controls = nodes.iter().filter(|node| node.is("focusable")).peekable();
            controls.peek().is_some() && controls.all(|node| node.bounds[1] >= highest)
        };
        assert!(!in_reach(&visitor.stage.nodes()), "standing, the whole screen is used");
        visitor.stage.activate("Төменге");
        visitor.waits_for("everything below", in_reach);
        visitor.finds("Шұғыл қызметтер", "Келесі");
        assert!(in_reach(&visitor.stage.nodes()));
        visitor.stage.activate("Шұғыл қызметтер");
        let nodes = visitor.waits_for("the category", |nodes| is_titled(nodes, "Шұғыл қызметтер"));
        assert!(in_reach(&nodes));
        visitor.stage.activate("Иіс газынан сақтаныңыз");
        let nodes = visitor.waits_for("the page", |nodes| is_titled(nodes, "Иіс газынан сақтаныңыз"));
        assert!(in_reach(&nodes));
        let end = last_words("emergency/carbon-monoxide.kk.md");
        while !has(&visitor.stage.nodes(), &end) {
            visitor.stage.activate("Келесі");
        }
        visitor.leaves();
    });
}

/// Proves: WCAG-4.1.2, WCAG-4.1.3
#[test]
fn over_the_accessibility_bus_alone_a_visitor_changes_a_value_and_reads_to_the_end() {
    with_sound("over_the_accessibility_bus_alone_a_visitor_changes_a_value_and_reads_to_the_end", || {
        let mut visitor = Visitor::arrives("");
        visitor.stage.activate("Көмек");
        visitor.waits_for("help", |nodes| has(nodes, "Барлық баптаулар"));
        visitor.stage.activate("Барлық баптаулар");
        let mut nodes = visitor.waits_for("the settings", |nodes| is_titled(nodes, "Баптаулар"));
        while !nodes.iter().any(|node| node.role == "slider") {
            visitor.stage.activate("Келесі");
            nodes = visitor.stage.nodes();
        }
        let slider = nodes.iter().find(|node| node.role == "slider").expect("a slider").name.clone();
        visitor.stage.set(&slider, 7.0);
        visitor.waits_for("its news", |nodes| has(nodes, "Жылдамдық: 200 пайыз"));
        visitor.stage.activate("Басты бет");
        visitor.waits_for("home", |nodes| is_titled(nodes, HOME));
        visitor.stage.focus("Шұғыл қызметтер");
        visitor.waits_for("the focus", |nodes| {
            nodes.iter().any(|node| node.is_focused() && node.name == "Шұғыл қызметтер")
        });
        visitor.stage.activate("Шұғыл қызметтер");
        visitor.waits_for("the category", |nodes| is_titled(nodes, "Шұғыл қызметтер"));
        visitor.stage.activate("Иіс газынан сақтаныңыз");
        visitor.waits_for("the page", |nodes| is_titled(nodes, "Иіс газынан сақтаныңыз"));
        let end = last_words("emergency/carbon-monoxide.kk.md");
        while !has(&visitor.stage.nodes(), &end) {
            visitor.stage.activate("Келесі");
        }
        visitor.leaves();
    });
}

/// Proves: EN-5.1.3.5, EN-5.1.3.14, Faults
#[test]
fn speech_comes_back_from_a_daemon_that_dies_or_hangs_and_no_key_waits_for_it() {
    with_sound("speech_comes_back_from_a_daemon_that_dies_or_hangs_and_no_key_waits_for_it", || {
        let _sound = Sound::new();
        let mut visitor = Visitor::arrives("");
        visitor.stage.keys(&["F8"]);
        visitor.hears(HOME);
        for signal in ["KILL", "STOP"] {
            visitor.stage.keys(&["a"]);
            visitor.hears("");
            signal_daemon(signal);
            // The visit goes on, and in another language, in the middle of a sentence.
            for (title, language) in
                [("Что вы хотите узнать?", "ru"), ("What would you like to know?", "en"), (HOME, "kk")]
            {
                let pressed = Instant::now();
                visitor.stage.keys(&["F2"]);
                visitor.waits_for(title, |nodes| is_titled(nodes, title));
                assert!(pressed.elapsed() < Duration::from_secs(5), "{language} took {:?}", pressed.elapsed());
            }
            if signal == "STOP" {
                signal_daemon("CONT");
            }
            wait_for("speech", Duration::from_secs(45), || {
                visitor.hears_all();
                visitor.stage.keys(&["F2"]);
                std::thread::sleep(Duration::from_millis(700));
                visitor.hears_all().iter().any(|said| said.voice.is_some()).then_some(())
            });
            while !is_titled(&visitor.stage.nodes(), HOME) {
                visitor.stage.keys(&["F2"]);
            }
        }
        // Every sentence came in its own language, however quickly it was changed.
        for said in visitor.said() {
            let is_english = said.text.chars().filter(|letter| letter.is_alphabetic()).all(|letter| letter.is_ascii());
            assert!(said.language != "en" || is_english || said.why == "focus", "{said:?}");
        }
        assert!(visitor.stand.is_running());
    });
}

/// Proves: Voices, Faults
#[test]
fn without_a_daemon_and_without_a_voice_everything_is_still_shown_and_told() {
    without_daemon("without_a_daemon_and_without_a_voice_everything_is_still_shown_and_told", || {
        let visitor = Visitor::arrives("");
        std::thread::sleep(Duration::from_secs(6));
        visitor.stage.keys(&["F8"]);
        visitor.waits_for("that it can not speak", |nodes| has(nodes, "Дауыс қазір істемейді"));
        visitor.stage.activate("Шұғыл қызметтер");
        visitor.waits_for("the category", |nodes| is_titled(nodes, "Шұғыл қызметтер"));
        assert!(visitor.said().iter().all(|said| said.voice.is_none()));
    });
}

/// A stand whose cabinet has no sound at all: everything is shown, it is told that there is no voice, and keys lead
/// where they lead.
///
/// Proves: Faults
#[test]
fn a_stand_without_any_sound_shows_everything_and_tells_it() {
    without_sound("a_stand_without_any_sound_shows_everything_and_tells_it", || {
        let mut visitor = Visitor::arrives("");
        std::thread::sleep(Duration::from_secs(6));
        visitor.stage.keys(&["F8"]);
        visitor.waits_for("that it can not speak", |nodes| has(nodes, "Дауыс қазір істемейді"));
        visitor.stage.activate("Шұғыл қызметтер");
        visitor.waits_for("the category", |nodes| is_titled(nodes, "Шұғыл қызметтер"));
        visitor.stage.activate("Иіс газынан сақтаныңыз");
        visitor.waits_for("the page", |nodes| is_titled(nodes, "Иіс газынан сақтаныңыз"));
        for (key, there) in [("a", "Иіс газынан сақтаныңыз"), ("Escape", "Шұғыл қызметтер"), ("Home", HOME)]
        {
            let pressed = Instant::now();
            visitor.stage.keys(&[key]);
            visitor.waits_for(there, |nodes| is_titled(nodes, there));
            assert!(pressed.elapsed() < Duration::from_secs(5), "{key} took {:?}", pressed.elapsed());
        }
        assert!(visitor.stand.is_running());
    });
}

/// The audio server dies while a page is read, and comes back: keys go on leading where they lead, and are
/// not held up.
///
/// Proves: Faults
#[test]
fn without_a_sound_device_a_visit_goes_on_and_sound_comes_back_with_it() {
    with_sound("without_a_sound_device_a_visit_goes_on_and_sound_comes_back_with_it", || {
        let mut sound = Sound::new();
        let mut visitor = Visitor::arrives("");
        visitor.stage.keys(&["F8"]);
        visitor.hears(HOME);
        visitor.stage.activate("Шұғыл қызметтер");
        visitor.waits_for("the category", |nodes| is_titled(nodes, "Шұғыл қызметтер"));
        sound.kill_server();
        visitor.stage.activate("Иіс газынан сақтаныңыз");
        visitor.waits_for("the page", |nodes| is_titled(nodes, "Иіс газынан сақтаныңыз"));
        for (key, there) in [("Escape", "Шұғыл қызметтер"), ("Home", HOME)] {
            let pressed = Instant::now();
            visitor.stage.keys(&[key]);
            visitor.waits_for(there, |nodes| is_titled(nodes, there));
            assert!(pressed.elapsed() < Duration::from_secs(5), "{key} took {:?}", pressed.elapsed());
        }
        let sound = Sound::new();
        wait_for("sound", Duration::from_secs(90), || {
            let asked = Instant::now();
            visitor.stage.keys(&["F2"]);
            std::thread::sleep(Duration::from_secs(2));
            sound.first(asked)
        });
        assert!(visitor.stand.is_running());
    });
}

/// Proves: Voices
#[test]
fn a_kazakh_voice_that_is_not_there_is_told_on_the_screen() {
    with_sound("a_kazakh_voice_that_is_not_there_is_told_on_the_screen", || {
        let _sound = Sound::new();
        let visitor = Visitor::arrives("[speech.voices.kk]\nvoice = \"Nobody\"\n");
        wait_for("the news", Duration::from_secs(60), || {
            visitor.stage.keys(&["F8"]);
            std::thread::sleep(Duration::from_millis(500));
            has(&visitor.stage.nodes(), "Бұл стендте қазақша дауыс жоқ").then_some(())
        });
    });
}

/// The stand has no sounds but its voice: none at all for whoever did not ask, and one voice at a time for
/// whoever did, whatever is pressed meanwhile.
///
/// Proves: EN-5.1.3.10
#[test]
fn nothing_sounds_but_one_voice() {
    with_sound("nothing_sounds_but_one_voice", || {
        let sound = Sound::new();
        let mut visitor = Visitor::arrives("");
        let arrived = Instant::now();
        visitor.stage.keys(&["Down", "F3", "F1", "Escape", "Right", "Left"]);
        visitor.stage.activate("Шұғыл қызметтер");
        visitor.waits_for("the category", |nodes| is_titled(nodes, "Шұғыл қызметтер"));
        std::thread::sleep(Duration::from_secs(1));
        assert_eq!(sound.last(arrived), None, "nobody is spoken to who did not ask");
        visitor.stage.keys(&["F8"]);
        visitor.hears("Шұғыл қызметтер");
        // What is interrupted has 100 ms to fall silent: two samples, not three.
        let (mut together, mut longest, mut heard) = (0, 0, 0);
        for key in ["Down", "F2", "F4", "r", "F3", "Down", "a", "F9", "Right", "F2", "F1", "Escape"] {
            visitor.stage.keys(&[key]);
            for _ in 0..5 {
                let asked = std::process::Command::new("pactl").args(["list", "sink-inputs"]).output().expect("pactl");
                let inputs = String::from_utf8_lossy(&asked.stdout);
                // A stream that is open but has nothing to play has an empty buffer.
                let sounding = inputs.lines().filter_map(|line| line.trim().strip_prefix("Buffer Latency: "));
                let voices = sounding.filter(|latency| *latency != "0 usec").count();
                together = if voices > 1 { together + 1 } else { 0 };
                (longest, heard) = (longest.max(together), heard.max(voices));
                std::thread::sleep(Duration::from_millis(60));
            }
        }
        assert!(heard > 0, "nothing was heard");
        assert!(longest < 3, "two voices at once in {longest} samples in a row");
        assert!(visitor.stand.is_running());
    });
}

/// Proves: EN-5.7, EN-5.8, Faults
#[test]
fn ten_thousand_keys_leave_the_stand_where_the_last_one_leads() {
    with_sound("ten_thousand_keys_leave_the_stand_where_the_last_one_leads", || {
        let _sound = Sound::new();
        let mut visitor = Visitor::arrives("");
        visitor.stage.keys(&["F8"]);
        visitor.hears(HOME);
        let storm: Vec<&str> = ["Down", "Right", "F3", "Up", "r"].into_iter().cycle().take(2_000).collect();
        for _ in 0..5 {
            let mut steps = vec!["key", "--delay", "0"];
            steps.extend(&storm);
            visitor.stage.pointer(&steps);
        }
        let start = Instant::now();
        visitor.stage.keys(&["Home"]);
        visitor.waits_for("home", |nodes| is_titled(nodes, HOME));
        visitor.stage.keys(&["F1"]);
        visitor.waits_for("help", |nodes| has(nodes, "Барлық баптаулар"));
        assert!(start.elapsed() < Duration::from_secs(20), "it came to rest after {:?}", start.elapsed());
        visitor.hears_all();
        visitor.stage.keys(&["Escape"]);
        visitor.hears(HOME);
        assert!(visitor.stand.is_running());
    });
}
