use accesskit::{Role as Exported, Toggled};
use iced::Size;
use jiff::civil::date;
use kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::domain::Language;
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::focus::{Act, Move};
use crate::kiosk::access::testing::{Frame, Stage};
use crate::kiosk::theme::{Fill, Look, TextSize, Theme};
use crate::kiosk::widget::ranking;

#[derive(Debug, Clone, PartialEq)]
enum Message {
    Chosen(usize),
    Ticked(usize),
    Moved(ranking::Message),
    Day(jiff::civil::Date),
    Pages,
}

const WORDS: [&str; 3] = ["Иә", "Жартылай, кейбір ақпарат жетіспейді, бірақ негізгісі табылды", "Жоқ"];

fn frame(theme: &Theme, parts: Vec<Element<'static, Message>>) -> Element<'static, Message> {
    let ui = Ui::new(theme, Language::Kazakh);
    let column = ui.column(parts).spacing(Space::Medium).fill_width();
    let sheet = ui.sheet(Fill::None, column).padding(Space::Large).fill_width();
    ui.window("Сынақ", &Bridge::closed(), ui.screen("question", "", sheet))
}

fn view(theme: &Theme, chosen: Option<usize>, ticked: &[usize]) -> Element<'static, Message> {
    let ui = Ui::new(theme, Language::Kazakh);
    let one = WORDS.into_iter().enumerate().map(|(at, words)| {
        ui.choice(words, chosen == Some(at), Pick::One).described("Түсінік").on_press(Message::Chosen(at))
    });
    let many = WORDS.into_iter().enumerate().map(|(at, words)| {
        let choice = ui.choice(format!("{words}?"), ticked.contains(&at), Pick::Many);
        choice.private(true).on_press(Message::Ticked(at))
    });
    frame(
        theme,
        vec![
            ui.choices("Керегін таптыңыз ба?", Pick::One, one).into(),
            ui.choices("Не керек?", Pick::Many, many).columns(2).into(),
        ],
    )
}

fn stage() -> (Stage, Theme) {
    let theme = Theme::default();
    (Stage::new(theme), theme)
}

/// Proves: WCAG-4.1.2, WCAG-1.3.1, EN-11.5.2.5
#[test]
fn a_choice_tells_what_it_is_its_place_and_whether_it_is_chosen() {
    let (mut stage, theme) = stage();
    let frame = stage.show(view(&theme, Some(2), &[0]));
    let root = frame.root();
    let group = root.get_by_role_and_label(Exported::RadioGroup, "Керегін таптыңыз ба?").accesskit_node();
    assert_eq!(group.data().size_of_set(), Some(3));
    let no = root.get_by_role_and_label(Exported::RadioButton, "Жоқ").accesskit_node();
    assert_eq!((no.toggled(), no.data().position_in_set()), (Some(Toggled::True), Some(2)));
    let yes = root.get_by_role_and_label(Exported::RadioButton, "Иә").accesskit_node();
    assert_eq!((yes.toggled(), yes.data().description()), (Some(Toggled::False), Some("Түсінік")));
    let ticked = root.get_by_role_and_label(Exported::CheckBox, "Иә?").accesskit_node();
    assert_eq!(ticked.toggled(), Some(Toggled::True));
    assert!(frame.snapshot.private.contains(&frame.id("Иә?")) && !frame.snapshot.private.contains(&frame.id("Иә")));
}

/// Proves: VVSG-7.2-I, WCAG-1.4.4, WCAG-2.5.8
#[test]
fn choices_are_large_apart_and_whole_in_every_look_size_and_orientation() {
    for look in Look::ALL {
        for size in TextSize::ALL {
            for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
                let theme = Theme::default().with_look(look).with_text_size(size).with_window(window);
                Stage::new(theme).show(view(&theme, Some(1), &[1, 2])).check_layout(&theme);
            }
        }
    }
}

#[test]
fn the_whole_row_is_the_target_and_a_key_chooses_too() {
    let (mut stage, theme) = stage();
    let shown = stage.show(view(&theme, None, &[]));
    let row = shown.root().get_by_label("Иә").bounds();
    assert!(row.width > theme.window().width * 0.9, "{row:?}");
    assert_eq!(stage.tap(view(&theme, None, &[]), "Жоқ").messages, [Message::Chosen(2)]);
    stage.focus(view(&theme, None, &[]), Move::Last);
    assert_eq!(stage.act(view(&theme, None, &[]), Act::Press).0.messages, [Message::Ticked(2)]);
}

/// Proves: WCAG-1.4.1
#[test]
fn what_is_chosen_shows_by_more_than_colour() {
    let (mut stage, theme) = stage();
    let mut picture = |chosen| {
        stage.show(view(&theme, chosen, &[]));
        stage.picture()
    };
    let (none, some) = (picture(None), picture(Some(0)));
    // Brightness alone tells them apart.
    let grey = |pixels: Vec<[u8; 4]>| pixels.iter().map(|p| u64::from(p[0]) + u64::from(p[1]) + u64::from(p[2])).sum();
    let (none, some): (u64, u64) = (grey(none), grey(some));
    assert!(none.abs_diff(some) > 1_000_000, "{none} {some}");
}

#[test]
fn long_lists_go_on_on_the_next_sheet_and_keep_their_places() {
    let (mut stage, theme) = stage();
    let view = |theme: &Theme, page| {
        let ui = Ui::new(theme, Language::Kazakh);
        let many = (0..40).map(|at| ui.choice(format!("Нұсқа {at}"), false, Pick::One).on_press(Message::Chosen(at)));
        let paged = ui.paged([ui.choices("Нұсқалар", Pick::One, many).into()], page, |_| Message::Pages);
        ui.window("Сынақ", &Bridge::closed(), ui.screen("question", "", paged))
    };
    let place = |frame: &Frame<Message>| {
        let root = frame.root();
        let first = root.get_all_by_role(Exported::RadioButton).next().expect("a choice").accesskit_node();
        first.data().position_in_set().expect("a place")
    };
    let first = stage.show(view(&theme, 0));
    assert_eq!(place(&first), 0);
    let second = stage.show(view(&theme, 1));
    assert!(place(&second) > 10);
    assert_eq!(second.root().get_by_role(Exported::RadioGroup).accesskit_node().data().size_of_set(), Some(40));
}

fn scale(theme: &Theme, steps: usize, chosen: Option<usize>) -> Element<'static, Message> {
    let ui = Ui::new(theme, Language::Kazakh);
    let steps: Vec<String> = (1..=steps).map(|step| step.to_string()).collect();
    frame(theme, vec![ui.scale("Баға", &steps, chosen, ["нашар", "жақсы"], true, Message::Chosen)])
}

/// Proves: VVSG-7.2-I, WCAG-4.1.2
#[test]
fn a_scale_of_few_steps_is_keys_and_one_of_many_a_slider() {
    for size in TextSize::ALL {
        for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
            let theme = Theme::default().with_text_size(size).with_window(window);
            for steps in [2, 5, 10, 11, 12, 100] {
                Stage::new(theme).show(scale(&theme, steps, Some(1))).check(&theme);
            }
        }
    }
    let (mut stage, theme) = stage();
    let shown = stage.show(scale(&theme, 5, Some(4)));
    let root = shown.root();
    let last = root.get_by_role_and_label(Exported::RadioButton, "5, жақсы").accesskit_node();
    assert_eq!(last.toggled(), Some(Toggled::True));
    root.get_by_role_and_label(Exported::RadioButton, "1, нашар");
    assert_eq!(stage.tap(scale(&theme, 5, None), "3").messages, [Message::Chosen(2)]);
    let shown = stage.show(scale(&theme, 12, None));
    let slider = shown.root().get_by_role(Exported::Slider).accesskit_node().data().value().map(str::to_owned);
    assert!(slider.is_some_and(|value| value.starts_with("таңдалмаған")));
}

fn ranked(theme: &Theme, order: &[&str]) -> Element<'static, Message> {
    let ui = Ui::new(theme, Language::Kazakh);
    let items: Vec<_> = order.iter().map(|item| ((*item).to_owned(), (*item).to_owned())).collect();
    let ranking = ui.ranking("Маңыздысы", items, false, Message::Moved);
    frame(theme, vec![ui.paged([ranking], 0, |_| Message::Pages)])
}

/// Proves: WCAG-2.5.7
#[test]
fn an_order_is_made_without_dragging_and_the_focus_goes_along() {
    let (mut stage, theme) = stage();
    let mut order = ["пандус", "дауыс", "қаріп"];
    stage.show(ranked(&theme, &order));
    let messages = stage.tap(ranked(&theme, &order), "қаріп: жоғары жылжыту").messages;
    let [Message::Moved(moved)] = messages[..] else { panic!("{messages:?}") };
    moved.apply(&mut order);
    assert_eq!(order, ["пандус", "қаріп", "дауыс"]);
    let shown = stage.show(ranked(&theme, &order));
    assert_eq!(shown.focused().as_deref(), Some("қаріп: жоғары жылжыту"));
    let up = shown.root().get_by_label("қаріп: жоғары жылжыту").accesskit_node().data().value().map(str::to_owned);
    assert_eq!(up.as_deref(), Some("2-орын, барлығы 3"));
    ranking::Message::Up(0).apply(&mut order);
    ranking::Message::Down(2).apply(&mut order);
    ranking::Message::Up(9).apply(&mut order);
    assert_eq!(order, ["пандус", "қаріп", "дауыс"], "there is no way further");
    for size in TextSize::ALL {
        for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
            let theme = Theme::default().with_text_size(size).with_window(window);
            Stage::new(theme).show(ranked(&theme, &order)).check(&theme);
        }
    }
}

fn day(theme: &Theme, chosen: Option<jiff::civil::Date>) -> Element<'static, Message> {
    let ui = Ui::new(theme, Language::Kazakh);
    let chosen = chosen.map(|day| (day, day.to_string()));
    frame(theme, vec![ui.whole(ui.date("Қай күні?", chosen, date(2026, 11, 24), Message::Day))])
}

#[test]
fn a_day_is_reached_by_days_months_and_years() {
    let (mut stage, theme) = stage();
    let last = date(2024, 3, 31);
    for (from, button, to) in [
        (None, "Бүгін", date(2026, 11, 24)),
        (None, "Күн: ертерек", date(2026, 11, 23)),
        (Some(last), "Ай: ертерек", date(2024, 2, 29)),
        (Some(last), "Күн: кейінірек", date(2024, 4, 1)),
        (Some(last), "Жыл: кейінірек", date(2025, 3, 31)),
        (Some(last), "Он жыл: ертерек", date(2014, 3, 31)),
    ] {
        assert_eq!(stage.tap(day(&theme, from), button).messages, [Message::Day(to)], "{button}");
    }
    assert!(stage.tap(day(&theme, Some(jiff::civil::Date::MAX)), "Жыл: кейінірек").messages.is_empty());
    for size in TextSize::ALL {
        for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
            let theme = Theme::default().with_text_size(size).with_window(window);
            Stage::new(theme).show(day(&theme, Some(last))).check(&theme);
        }
    }
}

/// Proves: EN-5.1.3.6, WCAG-1.1.1
#[test]
fn a_code_is_black_on_white_in_every_look_large_enough_and_named() {
    for look in Look::ALL {
        let theme = Theme::default().with_look(look);
        let mut stage = Stage::new(theme);
        let ui = Ui::new(&theme, Language::Kazakh);
        let code = ui.code("https://surveys.example.kz/s/a", "surveys.example.kz мекенжайына апаратын код");
        let shown = stage.show(frame(&theme, vec![code]));
        let bounds = shown.root().get_by_role(Exported::Image).bounds();
        assert!(bounds.width >= theme.millimetres(30.0) && (bounds.width - bounds.height).abs() < 0.1);
        let picture = stage.picture();
        let at = |x: f32, y: f32| picture[y as usize * theme.window().width as usize + x as usize];
        assert_eq!(at(bounds.x + 3.0, bounds.y + 3.0), [255; 4], "the quiet margin");
        // The corner of the first finder pattern, behind four quiet modules of the 33 across.
        let module = bounds.width / 37.0;
        assert_eq!(at(bounds.x + module * 4.5, bounds.y + module * 4.5), [0, 0, 0, 255]);
    }
}
