use iced::advanced::graphics::text::font_system;
use kittest::NodeT as _;

use super::*;
use crate::domain::Language;
use crate::domain::page::Inline;
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::focus::Move;
use crate::kiosk::access::testing::{Frame, Stage};
use crate::kiosk::speech::Spot;
use crate::kiosk::theme::contrast::ratio;
use crate::kiosk::theme::typography::LINE_HEIGHT;
use crate::kiosk::theme::{Fill, Look, Space, TextSize};
use crate::kiosk::widget::{Flow, Icon};

fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned() }
}

#[test]
fn words_are_found_however_they_are_shown() {
    let find = |shown, name: &str, part: &str| {
        let start = name.find(part).expect("a part of the name");
        locate(shown, name, &(start..start + part.len())).map(|range| &shown[range])
    };
    assert_eq!(find("Бір. Екі. Үш.", "Бір. Екі. Үш.", "Екі."), Some("Екі."));
    assert_eq!(find("+7\u{a0}(727)\u{a0}000\u{2011}00\u{2060}.", "+7 (727) 000-00.", "000-00"), Some("000\u{2011}00"));
    assert_eq!(find("Дауыс: қосулы", "Дауыс", "Дауыс"), Some("Дауыс"));
    assert_eq!(find("бір\nекі", "бір екі", "екі"), Some("екі"));
    assert_eq!(find(" екі ", "екі", "екі"), Some("екі"));
    assert_eq!(find("18:30", "он сегіз отыз", "отыз"), None, "shown in other words");
    assert_eq!(find("Бір", "Бірінші", "Бір"), None, "shown in part");
    assert_eq!(locate("Бір", "Бір", &(40..50)), None);
}

/// Everything with words that a voice reads.
fn view(theme: &Theme) -> Element<'static, ()> {
    let ui = Ui::new(theme, Language::Kazakh);
    let passages = [
        text("Орысша: "),
        Inline::Foreign { text: "приём граждан".to_owned(), language: Language::Russian },
        text(" сейсенбіде."),
    ];
    let phone =
        [text("Қоңырау: "), Inline::Phone { text: "+7 (727) 000-00-00".to_owned(), number: String::new() }, text(".")];
    let cells = |words: &[&str]| words.iter().map(|word| vec![text(word)]).collect::<Vec<_>>();
    let rows = [cells(&["Дүйсенбі", "09:00–18:30"])];
    let column = ui.column([
        ui.heading(1, "Жұмыс тәртібі"),
        ui.paragraph("Бірінші сөйлем. Екінші сөйлем."),
        ui.prose(&passages, &|_| ()),
        ui.prose(&phone, &|_| ()),
        ui.list("", None, [ui.paragraph("Жеке куәлік")]).into(),
        ui.table("Уақыт", &cells(&["Күн", "Жұмыс уақыты"]), &rows).into(),
        ui.alert(Icon::TriangleAlert, "Ескі мазмұн"),
        ui.status(Icon::Info, "Тексерілді"),
        ui.text("14:05").spoken("Он төрт бес").into(),
        ui.primary(Icon::Check, "Растау").on_press(()).into(),
        ui.button(Icon::House, "Басты бет").on_press(()).into(),
        ui.tile(Icon::Clock, "Қабылдау").summary("Қашан және қайда.").on_press(()).into(),
        ui.toggle(Icon::Volume2, "Сөйлеу", true).on_press(()).into(),
        ui.slider(Icon::Volume2, "Дауыс", 2, 7, "100 %", |_| ()),
    ]);
    let sheet = ui.sheet(Fill::None, column.spacing(Space::Small).fill_width()).padding(Space::Large).fill_width();
    ui.window("Сынақ", &Bridge::closed(), sheet)
}

const MARKED: [&str; 15] = [
    "Жұмыс тәртібі",
    "Бірінші сөйлем. Екінші сөйлем.",
    "приём граждан",
    "Қоңырау: +7 (727) 000-00-00.",
    "Жеке куәлік",
    "Жұмыс уақыты",
    "09:00–18:30",
    "Ескі мазмұн",
    "Тексерілді",
    "Он төрт бес",
    "Растау",
    "Басты бет",
    "Қабылдау",
    "Сөйлеу",
    "Дауыс",
];

fn spot(frame: &Frame<()>, name: &str, part: &str) -> Spot {
    let start = name.find(part).expect("a part of the name");
    Spot { node: frame.id(name), range: start..start + part.len() }
}

/// Where pixels of two pictures differ, and how many by at least 3:1.
fn difference(theme: &Theme, one: &[[u8; 4]], other: &[[u8; 4]]) -> (Option<Rectangle>, usize) {
    let width = theme.window().width as usize;
    let colour = |[r, g, b, _]: [u8; 4]| Color::from_rgb8(r, g, b);
    let (mut place, mut plain): (Option<Rectangle>, usize) = (None, 0);
    for (index, (one, other)) in one.iter().zip(other).enumerate().filter(|(_, (one, other))| one != other) {
        let at = iced::Point::new((index % width) as f32, (index / width) as f32);
        let pixel = Rectangle::new(at, Size::new(1.0, 1.0));
        place = Some(place.map_or(pixel, |place| place.union(&pixel)));
        plain += usize::from(ratio(colour(*one), colour(*other)) >= 3.0);
    }
    (place, plain)
}

/// Proves: WCAG-1.4.1, WCAG-1.4.11
#[test]
fn what_is_said_is_marked_on_every_kind_of_words_in_every_look_and_nothing_else_is() {
    for look in Look::ALL {
        let theme = Theme::default().with_look(look);
        let mut stage = Stage::new(theme);
        let frame = stage.show(view(&theme));
        let before = stage.picture();
        for name in MARKED {
            let marked = stage.mark(view(&theme), Some(spot(&frame, name, name)));
            assert_eq!(marked.snapshot, frame.snapshot, "a mark changes no words");
            let (place, plain) = difference(&theme, &before, &stage.picture());
            let place = place.unwrap_or_else(|| panic!("{}: {name:?} is not marked", look.id()));
            let node = frame.snapshot.nodes.iter().find(|(id, _)| *id == frame.id(name));
            let bounds = node.and_then(|(_, node)| node.bounds()).expect("a node has bounds");
            let room = theme.font_size(Step::Body) * 0.4;
            let bounds = Rectangle {
                x: bounds.x0 as f32 - room,
                y: bounds.y0 as f32 - room,
                width: bounds.width() as f32 + 2.0 * room,
                height: bounds.height() as f32 + 2.0 * room,
            };
            assert!(place.is_within(&bounds), "{}: {name:?} is marked at {place:?}", look.id());
            // The bar below the words, but for where their own strokes already are.
            assert!(plain as f32 >= 0.5 * place.width * theme.mark_width(), "{}: {name:?}: {plain}", look.id());
        }
        stage.mark(view(&theme), None);
        assert!(stage.picture() == before, "{}: unmarked, all is as before", look.id());
    }
}

#[test]
fn only_the_sentence_that_is_said_is_marked() {
    let theme = Theme::default();
    let mut stage = Stage::new(theme);
    let frame = stage.show(view(&theme));
    let before = stage.picture();
    let mut mark = |name, part| {
        stage.mark(view(&theme), Some(spot(&frame, name, part)));
        difference(&theme, &before, &stage.picture()).0.expect("something is marked")
    };
    let whole = "Бірінші сөйлем. Екінші сөйлем.";
    let (first, second) = (mark(whole, "Бірінші сөйлем."), mark(whole, "Екінші сөйлем."));
    assert!(first.x + first.width < second.x + theme.font_size(Step::Body) * 0.3, "{first:?} and {second:?}");
    let call = "Қоңырау: +7 (727) 000-00-00.";
    let (all, number) = (mark(call, call), mark(call, "+7 (727) 000-00-00"));
    assert!(number.x > all.x && number.width < all.width);
    // A value is marked without the words that say what it is; a name without its summary.
    let (title, words) = (mark("Қабылдау", "Қабылдау"), mark("Сөйлеу", "Сөйлеу"));
    assert!(title.height < theme.font_size(Step::Body) * 2.0 && words.width < theme.font_size(Step::Body) * 6.0);
}

#[test]
fn a_mark_does_not_outlive_its_words() {
    let theme = Theme::default();
    let ui = Ui::new(&theme, Language::Kazakh);
    let view = |words: &'static str| ui.window::<()>("Сынақ", &Bridge::closed(), ui.heading(1, words));
    let mut stage = Stage::new(theme);
    stage.show(view("Жұмыс тәртібі"));
    let frame = stage.show(view("Қабылдау"));
    let plain = stage.picture();
    stage.mark(view("Жұмыс тәртібі"), Some(Spot { node: frame.id("Қабылдау"), range: 0..4 }));
    stage.show(view("Қабылдау"));
    assert!(stage.picture() == plain);
}

/// The words of each weight, as the text engine sets them.
fn set(prose: &Prose<'_>, bounds: f32) -> Vec<(String, bool, f32)> {
    let words = Text {
        content: &prose.spans[..],
        bounds: Size::new(bounds, f32::INFINITY),
        size: prose.size.into(),
        line_height: LineHeight::Relative(prose.line_height),
        font: font::text(prose.weight),
        align_x: iced::advanced::text::Alignment::Default,
        align_y: alignment::Vertical::Top,
        shaping: Shaping::Advanced,
        wrapping: Wrapping::WordOrGlyph,
    };
    let setting = Setting::new(words, prose.spacing);
    let mut fonts = font_system().write().expect("no test panics with it");
    let database = fonts.raw().db();
    let mut set = Vec::new();
    for run in setting.buffer().layout_runs() {
        for glyph in run.glyphs {
            let face = database.face(glyph.font_id).expect("a loaded face");
            let bold = face.weight > iced::advanced::graphics::text::cosmic_text::fontdb::Weight::MEDIUM;
            set.push((run.text[glyph.start..glyph.end].to_owned(), bold, glyph.w));
        }
    }
    set
}

#[test]
fn a_full_stop_after_bold_words_is_not_bold() {
    Stage::new(Theme::default());
    let ui = Ui::new(&Theme::default(), Language::Kazakh);
    let run = |words: &'static str, weight| Run { words: words.into(), weight, underlined: false };
    let runs = [run("Open until 18:30", Weight::Bold), run(". Then closed", Weight::Regular)];
    let glyphs = set(&ui.runs(runs, Step::Body, Weight::Regular, 1.4), 2000.0);
    let bold: String = glyphs.iter().filter(|(_, bold, _)| *bold).map(|(letter, _, _)| letter.as_str()).collect();
    assert_eq!(bold.trim(), "Open until 18:30");
    let joiner = glyphs.iter().find(|(letter, _, _)| letter.starts_with(JOINER)).expect("it is set");
    assert!(joiner.2 < 0.01, "a joiner takes no room, not {}", joiner.2);
}

/// Proves: WCAG-1.4.12
#[test]
fn with_more_room_lines_letters_words_and_paragraphs_stand_apart_and_nothing_is_cut() {
    for size in TextSize::ALL {
        for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
            let usual = Theme::default().with_text_size(size).with_window(window);
            let roomy = usual.with_spacing(true);
            let font = roomy.font_size(Step::Body);
            assert!(roomy.line_height(LINE_HEIGHT) >= 1.5);
            assert!(roomy.paragraph_space() >= 2.0 * font);
            let widths = |theme: &Theme| {
                let words = Ui::new(theme, Language::Kazakh).plain("Екі сөз", Step::Body, Weight::Regular, LINE_HEIGHT);
                set(&words, 2000.0)
            };
            for ((letter, _, wide), (_, _, usual)) in widths(&roomy).iter().zip(widths(&usual)) {
                let more = if letter == " " { 0.28 } else { 0.12 };
                assert!(wide - usual >= (more - 0.001) * font, "{letter:?}: {usual} became {wide}");
            }
            let ui = Ui::new(&roomy, Language::Kazakh);
            let flow = (0..9).map(|_| Flow::piece(ui.paragraph("Жеке куәлігіңізді алыңыз да, кезек талонын күтіңіз.")));
            let paged = ui.window::<usize>("Сынақ", &Bridge::closed(), ui.paged(flow, 0, |pages| pages));
            let frame = Stage::new(roomy).show(paged);
            frame.check(&roomy);
            let bounds: Vec<_> = frame.root().children_recursive().map(|node| node.bounds()).collect();
            let apart = bounds.windows(2).map(|pair| pair[1].y - pair[0].y - pair[0].height);
            assert!(apart.skip(1).all(|apart| apart >= 2.0 * font - 1.0), "{bounds:?}");
        }
    }
}

/// Proves: VVSG-7.1-C, WCAG-1.4.3
#[test]
fn the_drawn_words_have_the_contrast_their_look_promises() {
    for look in Look::ALL {
        let theme = Theme::default().with_look(look);
        let (low, high) = match look {
            Look::Standard | Look::YellowOnBlack => (10.0, 21.0),
            Look::HighDark | Look::HighLight => (20.0, 21.0),
            Look::LowGlare => (4.5, 8.0),
        };
        let mut stage = Stage::new(theme);
        let frame = stage.show(view(&theme));
        let plain = stage.picture();
        for marked in [false, true] {
            for name in MARKED {
                let picture = if marked {
                    stage.mark(view(&theme), Some(spot(&frame, name, name)));
                    stage.picture()
                } else {
                    plain.clone()
                };
                let node = frame.snapshot.nodes.iter().find(|(id, _)| *id == frame.id(name));
                let bounds = node.and_then(|(_, node)| node.bounds()).expect("a node has bounds");
                // Without the outline of a control.
                let inset = if node.is_some_and(|(_, node)| node.supports_action(accesskit::Action::Focus)) {
                    theme.radius() as usize
                } else {
                    0
                };
                let width = theme.window().width as usize;
                let mut counts = std::collections::HashMap::<[u8; 4], usize>::new();
                for y in bounds.y0 as usize + inset..bounds.y1 as usize - inset {
                    for x in bounds.x0 as usize + inset..bounds.x1 as usize - inset {
                        *counts.entry(picture[y * width + x]).or_default() += 1;
                    }
                }
                // Most of it is the ground; what differs most from it is a letter's full stroke, for the
                // edges of letters are mixed with the ground.
                let colour = |[r, g, b, _]: [u8; 4]| Color::from_rgb8(r, g, b);
                let ground = counts.iter().max_by_key(|(_, count)| **count).expect("some pixels").0;
                let drawn = counts.keys().map(|pixel| ratio(colour(*pixel), colour(*ground)));
                let drawn = drawn.max_by(f32::total_cmp).unwrap_or_default();
                assert!((low..=high + 0.01).contains(&drawn), "{}: {name:?} is drawn at {drawn:.2}", look.id());
            }
        }
    }
}

/// Proves: WCAG-2.2.2, WCAG-2.3.3
#[test]
fn nothing_moves_by_itself() {
    let theme = Theme::default();
    let mut stage = Stage::new(theme);
    let frame = stage.show(view(&theme));
    for _ in frame.controls() {
        let focused = stage.focus(view(&theme), Move::Next);
        assert!(focused.focused().is_some() && focused.is_idle(), "a focus asks for no more frames");
    }
    for name in MARKED {
        let marked = stage.mark(view(&theme), Some(spot(&frame, name, name)));
        assert!(marked.is_idle(), "a mark asks for no more frames");
    }
    let still = stage.picture();
    assert!(stage.show(view(&theme)).is_idle());
    assert!(stage.picture() == still);
}
