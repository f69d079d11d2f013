//! A walk over every screen, in every language, text size and orientation, in reach mode and with more
//! space: what must hold everywhere is looked at everywhere.

use std::collections::{BTreeMap, BTreeSet};

use iced::Rectangle;

use super::*;
use crate::kiosk::screen::{Caption, Notice, frame as around};
use crate::kiosk::settings::{Change, Switches};
use crate::kiosk::theme::{Look, Panel, TextSize};

/// How the stand is set for one round of the walk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Round {
    pub(super) window: Size,
    pub(super) language: Language,
    pub(super) size: TextSize,
    pub(super) reach: bool,
    pub(super) spacing: bool,
    pub(super) speech: bool,
}

impl Round {
    /// A visitor before a stand that is set so, at the home screen.
    pub(super) fn begin(self, visitor: &mut Visitor) {
        visitor.happens(Message::Resized(self.window));
        for change in [
            Change::TextSize(self.size),
            Change::Reach(self.reach),
            Change::Spacing(self.spacing),
            Change::Speech(self.speech),
        ] {
            visitor.happens(Message::Frame(frame::Message::Set(change)));
        }
        visitor.happens(Message::Frame(frame::Message::Language(self.language)));
        visitor.happens(Message::Frame(frame::Message::Home));
        visitor.look();
    }

    /// Rounds in which every kind of screen is met.
    fn all() -> Vec<Self> {
        let mut rounds = Vec::new();
        for window in [STANDING, LYING] {
            for language in Language::ALL {
                for size in TextSize::ALL {
                    let usual = Self { window, language, size, reach: false, spacing: false, speech: false };
                    rounds.push(usual);
                    if matches!(size, TextSize::Small | TextSize::Largest) {
                        rounds.push(Self { spacing: true, ..usual });
                        rounds.push(Self { speech: true, reach: window == STANDING, ..usual });
                    }
                    if window == STANDING {
                        rounds.push(Self { reach: true, ..usual });
                    }
                }
            }
        }
        rounds
    }
}

/// What is the same on every screen of a round.
#[derive(Debug, Default)]
pub(super) struct Same {
    bar: Option<Vec<(String, Rectangle)>>,
    ways: BTreeMap<String, Rectangle>,
}

impl Same {
    /// The bar is where it was, in the same order and under the same names, help last; each way on is where
    /// it was.
    fn check(&mut self, frame: &Frame<Message>, what: &str) {
        let within = |wanted: Role| -> Vec<(String, Rectangle)> {
            let root = frame.root();
            let region = root.children_recursive().find(|node| role(node) == wanted).expect("the frame has that part");
            region.children_recursive().filter(Seen::is_control).map(|node| (node.words(), node.bounds())).collect()
        };
        let bar = within(Role::Toolbar);
        match &self.bar {
            Some(before) => assert_eq!(bar, *before, "{what}: the bar is not where it was"),
            None => self.bar = Some(bar),
        }
        for (name, bounds) in within(Role::Navigation) {
            let before = *self.ways.entry(name.clone()).or_insert(bounds);
            let moved = (bounds.x - before.x).abs().max((bounds.y - before.y).abs());
            // Text is set on whole pixels: a row is up to one taller where it holds other words.
            assert!(moved <= 1.5, "{what}: {name:?} moved from {before:?} to {bounds:?}");
        }
    }
}

/// What must hold wherever a visitor is.
pub(super) fn check_here(visitor: &mut Visitor, same: &mut Same, what: &str) {
    check(visitor, what);
    let frame = visitor.look();
    same.check(&frame, what);
    let caption = visitor.stand.reader.caption().map(|said| said.text.clone()).unwrap_or_default();
    check_words(&frame, &caption, what);
    check_order(&frame, what);
    check_reach(visitor, &frame, what);
    let main = frame.root().children_recursive().find(|node| role(node) == Role::Main).expect("a main part").bounds();
    let window = visitor.stand.theme().window();
    // A header that eats the screen leaves a visitor with large letters nothing to read.
    assert!(main.height >= window.height * 0.22, "{what}: {main:?} is too little for content");
    assert!(main.width >= window.width * 0.8, "{what}: {main:?} is too narrow");
}

/// Every word shown is said by a node, but for marks, signs beside words and the caption; controls are told apart by
/// their names, which hold the words that are seen on them.
fn check_words(frame: &Frame<Message>, caption: &str, what: &str) {
    let is_sign = |text: &str| text.chars().all(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter));
    let is_mark = |text: &str| text == "•" || text.trim_end_matches('.').parse::<u64>().is_ok();
    // What can be moved in a list is said as its item.
    let is_item = |text: &str| {
        let mut nodes = frame.root().children_recursive();
        nodes.any(|node| role(&node) == Role::ListItem && node.accesskit_node().label().as_deref() == Some(text))
    };
    let is_mute = |text: &&String| !is_sign(text) && !is_mark(text) && *text != caption && !is_item(text);
    let mute: Vec<_> = frame.mute().iter().filter(is_mute).collect();
    assert!(mute.is_empty(), "{what}: nobody says {mute:?}");
    // What keeps words together or apart on the screen is no part of a name; a sign of up to three letters, on a key of
    // the keyboard, is called by what it stands for.
    let plain = |words: &str| {
        let words = words.replace('\u{2060}', "").replace('\u{2011}', "-").to_lowercase();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let is_word = |shown: &str| shown.chars().filter(|letter| letter.is_alphabetic()).count() > 3;
    assert!(!frame.labels().is_empty(), "{what}: no control shows what it is called");
    for label in frame.labels().iter().filter(|label| is_word(&label.shown)) {
        assert!(
            plain(&label.said).contains(&plain(&label.shown)),
            "{what}: {:?} is seen, {:?} is said",
            label.shown,
            label.said
        );
    }
    let mut names = BTreeSet::new();
    for control in frame.controls() {
        assert!(names.insert(control.words()), "{what}: two controls are called {:?}", control.words());
    }
}

/// The bar comes first, then the content, then the ways on; Kazakh is the first of all, help the last of the
/// bar.
fn check_order(frame: &Frame<Message>, what: &str) {
    let mut order = Vec::new();
    for node in frame.root().children_recursive() {
        let here = role(&node);
        if matches!(here, Role::Toolbar | Role::Main | Role::Navigation) {
            order.push(here);
        }
    }
    assert_eq!(order, [Role::Toolbar, Role::Main, Role::Navigation], "{what}");
    assert_eq!(frame.controls()[0].words(), "Қазақша", "{what}");
}

/// In reach mode nothing to touch stands above the configured height.
fn check_reach(visitor: &Visitor, frame: &Frame<Message>, what: &str) {
    let theme = visitor.stand.theme();
    if !visitor.stand.settings().reach || !theme.is_portrait() {
        return;
    }
    let above = theme.panel().above_reach(theme.window());
    for control in frame.controls() {
        let top = control.bounds().y;
        assert!(top >= above, "{what}: {:?} at {top} stands above {above}", control.words());
    }
}

/// Every sheet of the open place.
pub(super) fn every_sheet(visitor: &mut Visitor, same: &mut Same, what: &str) {
    for sheet in 1..200 {
        check_here(visitor, same, &format!("{what}, sheet {sheet}"));
        if visitor.stand.sheets().next().is_none() {
            return;
        }
        visitor.happens(Message::Frame(frame::Message::Next));
    }
    panic!("{what}: no end");
}

/// Home, help, settings, a fault and the warning, in one round.
fn every_screen(visitor: &mut Visitor, round: Round) {
    let what = format!("{round:?}");
    let mut same = Same::default();
    round.begin(visitor);
    every_sheet(visitor, &mut same, &format!("home, {what}"));
    visitor.happens(Message::Frame(frame::Message::Help));
    every_sheet(visitor, &mut same, &format!("help, {what}"));
    visitor.happens(Message::Frame(frame::Message::Settings));
    every_sheet(visitor, &mut same, &format!("settings, {what}"));
    visitor.happens(Message::Frame(frame::Message::Home));
    let key: PageKey = format!("reception/schedule.{}", round.language.code()).parse().expect("a page key");
    let _ = visitor.stand.open_page(&key);
    let place = visitor.stand.place().clone();
    let release = visitor.stand.release().expect("content");
    visitor.happens(Message::Loaded { place, release, result: Err(ContentError::NoPage(key)) });
    every_sheet(visitor, &mut same, &format!("fault, {what}"));
    visitor.happens(Message::Frame(frame::Message::Home));
    // Reading aloud counts as activity: it has to end first.
    visitor.hear();
    visitor.wait(Duration::from_secs(181));
    assert!(visitor.read().contains(&text(round.language, "idle-title")), "{what}: nobody is warned");
    every_sheet(visitor, &mut same, &format!("idle, {what}"));
    visitor.happens(Message::Sign);
}

/// Proves: VVSG-7.2-I, WCAG-2.5.8, WCAG-2.5.5, WCAG-1.4.4, WCAG-1.4.5, WCAG-1.4.9, WCAG-1.4.10, WCAG-1.4.12, VVSG-7.1-G, VVSG-7.1-H, Reach, WCAG-2.5.3
#[test]
fn every_kind_of_screen_is_whole_at_every_size_in_every_language_and_orientation() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    // Each look in its turn: that a look moves nothing has a test of its own.
    for (round, look) in Round::all().into_iter().zip(Look::ALL.into_iter().cycle()) {
        visitor.happens(Message::Frame(frame::Message::Set(Change::Look(look))));
        every_screen(&mut visitor, round);
    }
}

/// Proves: WCAG-1.4.4, WCAG-1.4.10, WCAG-1.4.12, VVSG-7.2-I, WCAG-3.2.3, WCAG-3.2.4, WCAG-3.2.6
#[test]
fn every_category_and_page_is_whole_in_the_smallest_and_the_largest_text() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let content = visitor.content.clone().expect("content");
    for (index, (window, language)) in
        [STANDING, LYING].into_iter().flat_map(|window| Language::ALL.map(|language| (window, language))).enumerate()
    {
        let largest = Round { window, language, size: TextSize::Largest, reach: false, spacing: false, speech: false };
        // What makes things worst, by turns.
        let rounds = [
            Round { reach: index % 2 == 0, ..largest },
            Round { spacing: true, reach: index % 2 == 1, ..largest },
            Round { size: TextSize::Small, ..largest },
        ];
        for round in rounds {
            let what = format!("{round:?}");
            round.begin(&mut visitor);
            let mut same = Same::default();
            for category in Category::ALL {
                visitor.stand.go(Place::Category { category, sheet: 0 });
                every_sheet(&mut visitor, &mut same, &format!("{}, {what}", category.id()));
            }
            for header in content.headers().iter().filter(|header| header.key.language == language) {
                visitor.open(&header.key.to_string());
                every_sheet(&mut visitor, &mut same, &format!("{}, {what}", header.key));
            }
        }
    }
}

/// Proves: Reach
#[test]
fn on_every_panel_all_controls_come_down_into_reach() {
    let panels = [
        Panel::default(),
        Panel { diagonal_inches: 24.0, mounting_height: 900.0, ..Panel::default() },
        Panel { diagonal_inches: 32.0, ..Panel::default() },
        Panel { diagonal_inches: 32.0, mounting_height: 780.0, reach_height: 1100.0, ..Panel::default() },
        Panel { diagonal_inches: 43.0, mounting_height: 700.0, ..Panel::default() },
        Panel { diagonal_inches: 55.0, mounting_height: 600.0, reach_height: 1100.0, ..Panel::default() },
    ];
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for panel in panels {
        visitor.stand.config.panel = panel;
        visitor.stand.theme = Theme::new(panel).with_window(STANDING);
        let usual = Round {
            window: STANDING,
            language: Language::Kazakh,
            size: TextSize::Standard,
            reach: true,
            spacing: false,
            speech: false,
        };
        for size in TextSize::ALL {
            for language in Language::ALL {
                let round = Round { size, language, ..usual };
                let what = format!("{panel:?}, {round:?}");
                round.begin(&mut visitor);
                let millimetre = visitor.stand.theme().millimetres(1.0);
                let mut same = Same::default();
                for message in [frame::Message::Home, frame::Message::Help, frame::Message::Settings] {
                    visitor.happens(Message::Frame(message));
                    every_sheet(&mut visitor, &mut same, &what);
                    for control in visitor.look().controls() {
                        let from_below = (STANDING.height - control.bounds().y) / millimetre;
                        let height = panel.mounting_height + from_below;
                        assert!(height <= panel.reach_height, "{what}: {:?} at {height} mm", control.words());
                    }
                }
            }
        }
    }
}

#[test]
fn a_lying_screen_and_one_all_in_reach_have_nothing_above_it() {
    let panel = Panel { mounting_height: 600.0, reach_height: 1200.0, ..Panel::default() };
    assert!(panel.above_reach(STANDING).abs() < f32::EPSILON, "531 mm from 600 mm end below 1200 mm");
    let high = Panel { mounting_height: 1300.0, ..Panel::default() };
    let working = (STANDING.height - high.above_reach(STANDING)) / high.pixels_per_millimetre(STANDING);
    assert!((working - Panel::LEAST_REACH).abs() < 1.0, "{working} mm");
    // Out of reach mode the same screen has controls above that.
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let theme = visitor.stand.theme();
    let above = theme.panel().above_reach(theme.window());
    assert!(visitor.look().controls().iter().any(|control| control.bounds().y < above));
}

/// Proves: WCAG-2.1.2, WCAG-2.4.3, EN-5.1.6
#[test]
fn the_keys_go_around_every_screen_and_no_screen_keeps_them() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for (window, language, size) in [
        (STANDING, Language::Kazakh, TextSize::Standard),
        (STANDING, Language::Russian, TextSize::Largest),
        (LYING, Language::English, TextSize::Largest),
        (LYING, Language::Kazakh, TextSize::Small),
    ] {
        let round = Round { window, language, size, reach: false, spacing: false, speech: false };
        round.begin(&mut visitor);
        let what = format!("{round:?}");
        check_tab(&mut visitor, &format!("home, {what}"));
        visitor.happens(Message::Frame(frame::Message::Help));
        check_tab(&mut visitor, &format!("help, {what}"));
        visitor.happens(Message::Frame(frame::Message::Settings));
        loop {
            check_tab(&mut visitor, &format!("settings, {what}"));
            if visitor.stand.sheets().next().is_none() {
                break;
            }
            visitor.happens(Message::Frame(frame::Message::Next));
        }
        visitor.stand.go(Place::Category { category: Category::Reception, sheet: 0 });
        check_tab(&mut visitor, &format!("category, {what}"));
        visitor.open(&format!("reception/schedule.{}", language.code()));
        check_tab(&mut visitor, &format!("page, {what}"));
    }
}

/// Proves: WCAG-3.2.3, WCAG-1.4.1
#[test]
fn a_look_moves_nothing() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for window in [STANDING, LYING] {
        visitor.happens(Message::Resized(window));
        for size in [TextSize::Small, TextSize::Largest] {
            visitor.happens(Message::Frame(frame::Message::Set(Change::TextSize(size))));
            let mut places: Option<Vec<(String, Rectangle)>> = None;
            for look in Look::ALL {
                visitor.happens(Message::Frame(frame::Message::Set(Change::Look(look))));
                let frame = visitor.look();
                let here: Vec<_> = frame.controls().iter().map(|node| (node.words(), node.bounds())).collect();
                assert_eq!(here, *places.get_or_insert_with(|| here.clone()), "{look:?}, {size:?}");
            }
        }
    }
}

/// Proves: WCAG-4.1.3
#[test]
fn news_and_captions_come_and_go_and_nothing_moves() {
    for window in [STANDING, LYING] {
        for size in TextSize::ALL {
            let mut visitor = Visitor::before_the_demonstration(window);
            visitor.happens(Message::Frame(frame::Message::Set(Change::TextSize(size))));
            visitor.happens(Message::Frame(frame::Message::Set(Change::Speech(true))));
            visitor.look();
            let notice = Notice { text: "Мәтін өлшемі: ең үлкен".to_owned(), key: 7 };
            let long = "Құжаттарды қабылдау дүйсенбіден жұмаға дейін сағат тоғыздан он сегіз жарымға дейін, \
                        түскі үзіліс он үштен он төрт жарымға дейін, екінші қабат, екі жүз үшінші кабинет.";
            let said = Caption { text: long, language: Language::Kazakh };
            let show = |visitor: &mut Visitor, notice: Option<&Notice>, caption: Option<Caption<'_>>| {
                let stand = &visitor.stand;
                let library = stand.library.as_ref().expect("content");
                let scene = Scene { notice, caption, ..stand.scene(library) };
                let Screen::Home(home) = &stand.visit.screen else { panic!("at home") };
                let content = home.view(&scene, &[]).map(Message::Home);
                let view = around::around(&scene, stand.ways(), "0".to_owned(), content, Message::Frame);
                let ui = Ui::new(&stand.theme, stand.language());
                let view = ui.window("Сынақ", &Bridge::closed(), view);
                visitor.stage.show(view)
            };
            let places = |frame: &Frame<Message>| -> Vec<(String, Rectangle)> {
                frame.controls().iter().map(|node| (node.words(), node.bounds())).collect()
            };
            let quiet = show(&mut visitor, None, None);
            let loud = show(&mut visitor, Some(&notice), Some(said));
            assert_eq!(places(&loud), places(&quiet), "{window:?} {size:?}");
            loud.check_layout(&visitor.stand.theme());
            let status = loud.root().children_recursive().find(|node| node.words() == notice.text);
            assert_eq!(status.map(|node| role(&node)), Some(Role::Status));
            assert!(words(&quiet).contains("күнгі жағдай бойынша"));
            // The caption says what stands elsewhere: a voice must not say it twice.
            assert!(!words(&loud).contains(long));
        }
    }
}

/// Proves: WCAG-4.1.3
#[test]
fn what_every_change_did_is_told_in_the_line_kept_for_it() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for window in [STANDING, LYING] {
        for language in Language::ALL {
            for size in [TextSize::Small, TextSize::Standard, TextSize::Largest] {
                let round = Round { window, language, size, reach: false, spacing: false, speech: false };
                round.begin(&mut visitor);
                let switches = [Switches::One, Switches::Two, Switches::None].map(Change::Switches);
                let looks = Look::ALL.into_iter().cycle().skip(1).take(Look::ALL.len()).map(Change::Look);
                let others = [
                    Change::Speech(true),
                    Change::Speech(false),
                    Change::Rate(6),
                    Change::Rate(0),
                    Change::Volume(6),
                    Change::Volume(2),
                    Change::Exploration(true),
                    Change::Exploration(false),
                    Change::Curtain(true),
                    Change::Curtain(false),
                ];
                for change in switches.into_iter().chain(looks).chain(others) {
                    visitor.happens(Message::Frame(frame::Message::Set(change)));
                    let Some(notice) = visitor.stand.visit.notice.clone() else { panic!("{change:?} is not told") };
                    let frame = visitor.look();
                    let find = |wanted: Role| frame.root().children_recursive().find(|node| role(node) == wanted);
                    let told = frame.root().children_recursive().find(|node| node.words() == notice.text);
                    let told = told.unwrap_or_else(|| panic!("{:?} is not on the screen", notice.text)).bounds();
                    let below = find(Role::Navigation).expect("ways on").bounds().y;
                    let above = find(Role::Main).expect("content").bounds();
                    let fits = told.y >= above.y + above.height - 1.0 && told.y + told.height <= below + 1.0;
                    assert!(fits, "{round:?}: {:?} needs {told:?} between {above:?} and {below}", notice.text);
                }
            }
        }
    }
}

/// Proves: WCAG-1.4.4, WCAG-1.4.10
#[test]
fn a_stand_without_content_is_whole_at_every_size() {
    for window in [STANDING, LYING] {
        let mut visitor = Visitor::before(None, window);
        for size in TextSize::ALL {
            visitor.happens(Message::Frame(frame::Message::Set(Change::TextSize(size))));
            visitor.happens(Message::Sync(Event::Pairing { code: None }));
            check(&mut visitor, &format!("waiting, {size:?}, {window:?}"));
            visitor.happens(Message::Sync(Event::Pairing { code: Some("4827-1953".into()) }));
            check(&mut visitor, &format!("pairing, {size:?}, {window:?}"));
        }
    }
}
