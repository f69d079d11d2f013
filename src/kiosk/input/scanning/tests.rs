//! What a visitor with one or two switches can rely on.

use kittest::NodeT as _;

use super::*;
use crate::domain::Language;
use crate::kiosk::access::Role;
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::testing::{Frame, Stage};
use crate::kiosk::theme::{Space, Theme};
use crate::kiosk::widget::{Element, Icon, Ui};

const PACE: Duration = Duration::from_secs(2);

/// A screen with a bar, tiles and ways on; `tiles` of them.
fn view(theme: &Theme, key: &str, tiles: usize) -> Element<'static, ()> {
    let ui = Ui::new(theme, Language::Kazakh);
    let button = |words: String| ui.button(Icon::House, words).on_press(()).into();
    let bar: Vec<Element<'static, ()>> =
        ["Қазақша", "Русский", "English", "Дауыс"].map(|name| button(name.into())).into();
    let tiles: Vec<Element<'static, ()>> = (1..=tiles).map(|tile| button(format!("Бөлім {tile}"))).collect();
    let ways: Vec<Element<'static, ()>> = vec![button("Артқа".into()), ui.button(Icon::ArrowRight, "Келесі").into()];
    let screen = ui.column([ui.heading(1, "Басты бет"), ui.grid("Бөлімдер", tiles).into()]);
    let screen = ui.screen(key, "Басты бет", screen.spacing(Space::Large).fill_width());
    let parts = ui.column([
        ui.region(Role::Toolbar, "Тіл және көмек", ui.row(bar).spacing(Space::Small)),
        screen,
        ui.region(Role::Navigation, "", ui.row(ways).spacing(Space::Small)),
    ]);
    ui.window("Сынақ", &Bridge::closed(), parts.spacing(Space::Large))
}

fn show(key: &str, tiles: usize) -> Frame<()> {
    let theme = Theme::default();
    Stage::new(theme).show(view(&theme, key, tiles))
}

/// What a step points at or presses, in words.
fn said(frame: &Frame<()>, step: Option<&Step>) -> String {
    let name = |id: &NodeId| {
        let node = frame.snapshot.nodes.iter().find(|(known, _)| known == id).map(|(_, node)| node);
        node.and_then(|node| node.label()).expect("a node of the screen").to_owned()
    };
    match step {
        None => "nothing".to_owned(),
        Some(Step::Focus(id)) => name(id),
        Some(Step::Row(_, words)) => format!("[{words}]"),
        Some(Step::Press(id)) => format!("press {}", name(id)),
    }
}

/// Everything that can be pressed, with where it is.
fn choices(frame: &Frame<()>) -> Vec<(NodeId, Rectangle)> {
    let enabled = frame.controls().into_iter().filter(|control| !control.accesskit_node().is_disabled());
    enabled.map(|control| (frame.id(&control.words()), control.bounds())).collect()
}

/// Whether `step` points at the control, or at the row it stands in.
fn points_at(step: &Step, (id, bounds): (NodeId, Rectangle)) -> bool {
    match step {
        Step::Focus(at) => *at == id,
        Step::Row(row, _) => bounds.is_within(&row.expand(0.5)),
        Step::Press(_) => false,
    }
}

/// Proves: Switch
#[test]
fn one_switch_reaches_and_presses_everything() {
    for tiles in [1, 4, 30] {
        let frame = show("home", tiles);
        for wanted in choices(&frame) {
            let mut now = Instant::now();
            let mut scanner = Scanner::new(Switches::One, PACE);
            let mut step = scanner.observe(&frame.snapshot, now).expect("a first choice");
            let mut presses = 0;
            for _ in 0..60 {
                if points_at(&step, wanted) {
                    presses += 1;
                    step = scanner.first(now).expect("a choice");
                    if step == Step::Press(wanted.0) {
                        break;
                    }
                    continue;
                }
                now = scanner.wakes_at().expect("it moves on by itself");
                step = scanner.tick(now).expect("the next choice");
            }
            assert_eq!(step, Step::Press(wanted.0), "{tiles} tiles");
            assert!(presses <= 2, "{presses} presses of the switch");
        }
    }
}

/// Proves: Switch
#[test]
fn two_switches_reach_and_press_everything_at_the_visitors_own_pace() {
    for tiles in [1, 4, 30] {
        let frame = show("home", tiles);
        let now = Instant::now();
        for wanted in choices(&frame) {
            let mut scanner = Scanner::new(Switches::Two, PACE);
            let mut step = scanner.observe(&frame.snapshot, now).expect("a first choice");
            for _ in 0..60 {
                assert_eq!(scanner.wakes_at(), None);
                assert_eq!(scanner.tick(now + PACE * 100), None, "nothing moves by itself");
                let points = points_at(&step, wanted);
                step = if points { scanner.second(now) } else { scanner.first(now) }.expect("a choice");
                if step == Step::Press(wanted.0) {
                    break;
                }
            }
            assert_eq!(step, Step::Press(wanted.0), "{tiles} tiles");
        }
    }
}

/// Proves: Switch, WCAG-2.1.2
#[test]
fn a_row_is_left_after_it_was_passed_through_twice() {
    let frame = show("home", 4);
    let now = Instant::now();
    let mut scanner = Scanner::new(Switches::Two, PACE);
    let first = scanner.observe(&frame.snapshot, now);
    assert_eq!(said(&frame, first.as_ref()), "[Тіл және көмек]");
    assert_eq!(said(&frame, scanner.second(now).as_ref()), "Қазақша");
    let passed: Vec<_> = (0..9).map(|_| said(&frame, scanner.first(now).as_ref())).collect();
    let row =
        ["Русский", "English", "Дауыс", "Қазақша", "Русский", "English", "Дауыс", "[Тіл және көмек]", "[Бөлімдер]"];
    assert_eq!(passed, row);
}

#[test]
fn few_controls_are_pointed_at_one_by_one() {
    let frame = show("home", 1);
    let now = Instant::now();
    let mut scanner = Scanner::new(Switches::Two, PACE);
    let mut steps = vec![scanner.observe(&frame.snapshot, now)];
    steps.extend((0..6).map(|_| scanner.first(now)));
    let steps: Vec<_> = steps.iter().map(|step| said(&frame, step.as_ref())).collect();
    // What can not be pressed now is not offered.
    assert_eq!(steps, ["Қазақша", "Русский", "English", "Дауыс", "Бөлім 1", "Артқа", "Қазақша"]);
}

#[test]
fn many_tiles_are_pointed_at_line_by_line_as_they_stand() {
    let frame = show("home", 30);
    let rows = rows::of(&frame.snapshot);
    assert_eq!(rows[0].choices.len(), 4);
    let tiles = &rows[1..rows.len() - 1];
    assert!(tiles.len() > 3, "{} lines of tiles", tiles.len());
    assert_eq!(tiles.iter().map(|row| row.choices.len()).sum::<usize>(), 30);
    for pair in tiles.windows(2) {
        assert!(pair[0].bounds.y + pair[0].bounds.height < pair[1].bounds.y, "lines do not overlap");
    }
    assert!(tiles[0].name.starts_with("Бөлім 1 – Бөлім "), "{}", tiles[0].name);
}

#[test]
fn a_long_column_is_split_evenly() {
    let theme = Theme::default();
    let ui = Ui::new(&theme, Language::Kazakh);
    let bar = (1..=8).map(|number| ui.button(Icon::House, format!("Түйме {number}")).on_press(()).into());
    let bar = ui.region(Role::Toolbar, "Тіл және көмек", ui.column(bar).spacing(Space::Small));
    let frame = Stage::new(theme).show(ui.window("Сынақ", &Bridge::closed(), bar));
    let rows = rows::of(&frame.snapshot);
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Түйме 1 – Түйме 4", "Түйме 5 – Түйме 8"]);
}

/// Proves: Switch
#[test]
fn it_moves_on_at_the_pace_that_is_set_and_waits_longer_on_a_new_screen() {
    let frame = show("home", 1);
    let start = Instant::now();
    for pace in [Duration::from_millis(500), PACE, Duration::from_secs(10)] {
        let mut scanner = Scanner::new(Switches::One, pace);
        scanner.observe(&frame.snapshot, start);
        assert_eq!(scanner.wakes_at(), Some(start + pace * 2));
        assert_eq!(scanner.tick(start + pace), None);
        assert_eq!(said(&frame, scanner.tick(start + pace * 2).as_ref()), "Русский");
        assert_eq!(scanner.wakes_at(), Some(start + pace * 3));
        // After a long sleep it goes on by one, not by all it missed.
        let late = start + pace * 20;
        assert_eq!(said(&frame, scanner.tick(late).as_ref()), "English");
        assert_eq!(scanner.tick(late), None);
    }
}

#[test]
fn it_rests_after_three_rounds_until_the_switch_is_pressed() {
    let frame = show("home", 1);
    let mut scanner = Scanner::new(Switches::One, PACE);
    scanner.observe(&frame.snapshot, Instant::now());
    let mut steps = 0;
    while let Some(at) = scanner.wakes_at() {
        steps += usize::from(scanner.tick(at).is_some());
        assert!(steps < 100);
    }
    assert_eq!(steps, 6 * 3 - 1);
    let later = Instant::now() + PACE * 100;
    assert_eq!(scanner.observe(&frame.snapshot, later), None, "a clock that ticks on the screen wakes nothing");
    assert_eq!(said(&frame, scanner.first(later).as_ref()), "Қазақша", "the press presses nothing");
    assert!(scanner.wakes_at().is_some());
}

#[test]
fn a_pressed_control_stays_pointed_at_to_be_pressed_again() {
    let frame = show("home", 4);
    let now = Instant::now();
    let mut scanner = Scanner::new(Switches::One, PACE);
    scanner.observe(&frame.snapshot, now);
    scanner.first(now);
    assert_eq!(said(&frame, scanner.first(now).as_ref()), "press Қазақша");
    let later = now + PACE / 2;
    assert_eq!(scanner.observe(&frame.snapshot, later), None);
    assert_eq!(said(&frame, scanner.first(later).as_ref()), "press Қазақша");
    assert_eq!(scanner.wakes_at(), Some(later + PACE));
}

#[test]
fn another_screen_begins_anew_and_a_changed_one_goes_on() {
    let (home, fewer, page) = (show("home", 4), show("home", 3), show("page", 4));
    let now = Instant::now();
    let mut scanner = Scanner::new(Switches::Two, PACE);
    scanner.observe(&home.snapshot, now);
    scanner.first(now);
    assert_eq!(said(&home, scanner.second(now).as_ref()), "Бөлім 1");
    assert_eq!(scanner.observe(&fewer.snapshot, now), None);
    assert_eq!(said(&fewer, scanner.first(now).as_ref()), "Бөлім 2");
    assert_eq!(said(&page, scanner.observe(&page.snapshot, now).as_ref()), "[Тіл және көмек]");
}

#[test]
fn what_is_gone_leads_back_to_its_row() {
    let (home, fewer) = (show("home", 4), show("home", 3));
    let now = Instant::now();
    let mut scanner = Scanner::new(Switches::Two, PACE);
    scanner.observe(&home.snapshot, now);
    scanner.first(now);
    scanner.second(now);
    (0..3).for_each(|_| drop(scanner.first(now)));
    let step = scanner.observe(&fewer.snapshot, now);
    assert_eq!(said(&fewer, step.as_ref()), "[Бөлімдер]");
    assert_eq!(said(&fewer, scanner.second(now).as_ref()), "Бөлім 1");
}

/// A screen with two ways, or only one: the second then has the id that the first had.
fn ways(names: &[&'static str], focused: Option<&str>) -> Snapshot {
    let theme = Theme::default();
    let ui = Ui::new(&theme, Language::Kazakh);
    let way = |name: &&'static str| ui.button(Icon::House, *name).width_portion(1).on_press(()).into();
    let ways = ui.region(Role::Navigation, "", ui.row(names.iter().map(way)).spacing(Space::Small).fill_width());
    let mut frame = Stage::new(theme).show(ui.window("Сынақ", &Bridge::closed(), ways));
    frame.snapshot.focus = focused.map_or(frame.snapshot.root, |name| frame.id(name));
    frame.snapshot
}

#[test]
fn a_neighbour_that_moves_up_is_not_taken_for_what_was_pointed_at() {
    let (both, one) = (ways(&["Келесі", "Алдыңғы"], None), ways(&["Алдыңғы"], None));
    let now = Instant::now();
    let mut scanner = Scanner::new(Switches::Two, PACE);
    let next = scanner.observe(&both, now);
    let Some(Step::Focus(next)) = next else { panic!("a control") };
    assert_eq!(scanner.second(now), Some(Step::Press(next)));
    assert_eq!(rows::of(&one)[0].choices[0].id, next, "the trap");
    assert_eq!(scanner.observe(&one, now), Some(Step::Focus(next)), "pointed at anew, for it is another");
}

#[test]
fn a_focus_that_a_change_of_the_screen_took_is_given_back_once() {
    let (with, without) = (ways(&["Келесі"], Some("Келесі")), ways(&["Келесі"], None));
    let now = Instant::now();
    let mut scanner = Scanner::new(Switches::Two, PACE);
    let step = scanner.observe(&without, now);
    assert_eq!(scanner.observe(&without, now), None, "it is on its way");
    assert_eq!(scanner.observe(&with, now), None);
    assert_eq!(scanner.observe(&without, now), step);
    assert_eq!(scanner.observe(&without, now), None);
}

#[test]
fn without_switches_nothing_is_pointed_at() {
    let frame = show("home", 4);
    let now = Instant::now();
    let mut scanner = Scanner::new(Switches::None, PACE);
    assert_eq!(scanner.observe(&frame.snapshot, now), None);
    assert_eq!((scanner.first(now), scanner.second(now), scanner.tick(now + PACE)), (None, None, None));
    assert_eq!(scanner.wakes_at(), None);
}
