//! What a visitor who does not see the screen hears.

mod reading;
mod typing;
#[cfg(feature = "server")]
mod walk;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use accesskit::{Action, Live, Node, NodeId, Rect, Role, Toggled};

use super::*;
use crate::domain::Language::{self, Kazakh, Russian};

/// A node drawn by hand, with all it holds.
#[derive(Clone)]
struct Sketch {
    id: u64,
    node: Node,
    parts: Vec<Sketch>,
}

fn sketch(id: u64, role: Role, name: &str, language: Language) -> Sketch {
    let mut node = Node::new(role);
    node.set_language(language.code());
    if role == Role::Label {
        node.set_value(name);
    } else if !name.is_empty() {
        node.set_label(name);
    }
    Sketch { id, node, parts: Vec::new() }
}

impl Sketch {
    fn with(mut self, parts: impl IntoIterator<Item = Self>) -> Self {
        self.parts.extend(parts);
        self
    }

    fn set(mut self, change: impl FnOnce(&mut Node)) -> Self {
        change(&mut self.node);
        self
    }

    fn at(self, x: f64, y: f64) -> Self {
        self.set(|node| node.set_bounds(Rect::new(x, y, x + 100.0, y + 100.0)))
    }

    fn draw(self, nodes: &mut Vec<(NodeId, Node)>) {
        let Self { id, mut node, parts } = self;
        node.set_children(parts.iter().map(|part| NodeId(part.id)).collect::<Vec<_>>());
        nodes.push((NodeId(id), node));
        parts.into_iter().for_each(|part| part.draw(nodes));
    }

    fn snapshot(self, focus: u64) -> Arc<Snapshot> {
        let root = NodeId(self.id);
        let mut nodes = Vec::new();
        self.draw(&mut nodes);
        let focus = if focus == 0 { root } else { NodeId(focus) };
        Arc::new(Snapshot { nodes, root, focus, private: HashSet::new(), described_in: HashMap::new() })
    }
}

fn control(id: u64, role: Role, name: &str, language: Language) -> Sketch {
    sketch(id, role, name, language).set(|node| {
        node.add_action(Action::Focus);
        node.add_action(Action::Click);
    })
}

fn heading(id: u64, level: usize, name: &str, language: Language) -> Sketch {
    sketch(id, Role::Heading, name, language).set(|node| node.set_level(level))
}

fn paragraph(id: u64, words: &str, language: Language) -> Sketch {
    sketch(id, Role::Paragraph, words, language)
}

fn list(id: u64, name: &str, of: usize, language: Language, items: impl IntoIterator<Item = Sketch>) -> Sketch {
    let items = items.into_iter().enumerate().map(|(position, part)| {
        let item = sketch(id * 100 + position as u64, Role::ListItem, "", language).with([part]);
        item.set(|node| {
            node.set_position_in_set(position);
            node.set_size_of_set(of);
        })
    });
    let items: Vec<_> = items.collect();
    sketch(id, Role::List, name, language).set(|node| node.set_size_of_set(of)).with(items)
}

fn progress(now: usize, of: usize) -> Sketch {
    sketch(70, Role::ProgressIndicator, &format!("Страница {now} из {of}"), Russian).set(|node| {
        node.set_numeric_value(now as f64);
        node.set_max_numeric_value(of as f64);
    })
}

fn chips(chosen: Language) -> Sketch {
    let chips = Language::ALL.into_iter().zip(11..).map(|(language, id)| {
        let toggled = if language == chosen { Toggled::True } else { Toggled::False };
        control(id, Role::Button, language.own_name(), language).set(|node| node.set_toggled(toggled))
    });
    sketch(10, Role::Toolbar, "Язык и помощь", Russian).with(chips)
}

/// A Russian screen: the bar, the clock, `parts` in the main part of key `main`, the foot, the ways on.
fn screen(main: u64, clock: &str, foot: Option<Sketch>, parts: impl IntoIterator<Item = Sketch>) -> Sketch {
    let back = control(91, Role::Button, "Назад", Russian);
    let home = control(92, Role::Button, "Главная", Russian);
    sketch(1, Role::Window, "Акимат", Russian)
        .with([
            chips(Russian),
            sketch(20, Role::Banner, "", Russian).with([sketch(21, Role::Label, clock, Russian)]),
            sketch(main, Role::Main, "", Russian).with(parts),
        ])
        .with(foot)
        .with([sketch(90, Role::Navigation, "", Russian).with([back, home])])
}

fn home() -> Sketch {
    let tiles = [
        control(41, Role::Link, "Порядок работы", Russian),
        control(42, Role::Link, "Қабылдау кестесі", Kazakh).set(|node| node.set_description("Кімді қашан қабылдайды.")),
        control(43, Role::Link, "Контакты", Russian),
    ];
    screen(
        30,
        "14:05",
        Some(progress(1, 4)),
        [heading(31, 1, "Что вы хотите узнать?", Russian), list(40, "Что вы хотите узнать?", 31, Russian, tiles)],
    )
}

fn page(sheet: usize) -> Sketch {
    let parts = if sheet == 1 {
        vec![paragraph(53, "Приём по вторникам. Запись в каб. 304.", Russian), heading(54, 2, "Где", Russian)]
    } else {
        vec![paragraph(53, "Улица Абая, 10.", Russian), control(55, Role::Link, "Схема этажа", Russian)]
    };
    screen(
        50,
        "14:05",
        Some(progress(sheet, 2)),
        [heading(51, 1, "Приём граждан", Russian), sketch(52, Role::Label, "Проверено 18 ноября", Russian)]
            .into_iter()
            .chain(parts)
            .chain([heading(58, 2, "Новое", Russian), list(59, "", 1, Russian, [paragraph(60, "Бюджет.", Russian)])]),
    )
}

/// Someone before the stand with their eyes shut.
struct Listener {
    reader: Reader,
    heard: Vec<Utterance>,
    orders: Vec<Order>,
}

impl Listener {
    /// Before `screen`, of which nothing has been said yet.
    fn before(screen: Sketch) -> Self {
        let mut listener = Self { reader: Reader::new(), heard: Vec::new(), orders: Vec::new() };
        assert_eq!(listener.reader.set_speaking(true), []);
        listener.sees(screen, 0);
        listener
    }

    fn takes(&mut self, orders: Vec<Order>) -> &mut Self {
        for order in &orders {
            if let Order::Speak(utterance) = order {
                assert_eq!(self.reader.caption(), Some(utterance), "the caption shows what is said");
                self.heard.push(utterance.clone());
            }
        }
        self.orders.extend(orders);
        self
    }

    fn sees(&mut self, screen: Sketch, focus: u64) -> &mut Self {
        let orders = self.reader.observe(screen.snapshot(focus));
        self.takes(orders)
    }

    fn asks(&mut self, request: Request) -> &mut Self {
        let orders = self.reader.request(request);
        self.takes(orders)
    }

    fn told(&mut self, text: &str, at_once: bool) -> &mut Self {
        let orders = self.reader.tell(Notice {
            text: text.to_owned(),
            language: Russian,
            why: Why::Help,
            at_once,
            passing: false,
        });
        self.takes(orders)
    }

    /// The current utterance ends.
    fn ends(&mut self) -> &mut Self {
        let id = self.reader.caption().expect("something is being said").id;
        let orders = self.reader.spoken(Event::Ended(id));
        self.takes(orders)
    }

    fn fails(&mut self) -> &mut Self {
        let id = self.reader.caption().expect("something is being said").id;
        let orders = self.reader.spoken(Event::Failed(id));
        self.takes(orders)
    }

    /// Listens until nothing more is said. Gives what was heard since the last time.
    fn listens(&mut self) -> Vec<String> {
        for _ in 0..500 {
            if !self.reader.is_busy() {
                return self.words();
            }
            self.ends();
        }
        panic!("the reader does not come to an end");
    }

    /// What was heard, or began to be, since the last time.
    fn words(&mut self) -> Vec<String> {
        std::mem::take(&mut self.heard).into_iter().map(|utterance| utterance.text).collect()
    }

    fn orders(&mut self) -> Vec<Order> {
        std::mem::take(&mut self.orders)
    }
}

#[test]
fn a_screen_says_its_title_then_how_much_there_is() {
    assert_eq!(Listener::before(home()).listens(), ["Что вы хотите узнать?", "31 пункт, Страница 1 из 4"]);
}

#[test]
fn how_many_sheets_there_are_may_be_known_a_frame_later() {
    let mut first = home();
    first.parts.remove(3);
    let mut listener = Listener::before(first);
    listener.sees(home(), 0);
    assert_eq!(listener.listens(), ["Что вы хотите узнать?", "31 пункт, Страница 1 из 4"]);
    listener.asks(Request::Repeat);
    assert_eq!(listener.listens(), ["Что вы хотите узнать?", "31 пункт, Страница 1 из 4"]);
}

#[test]
fn a_short_screen_says_its_first_paragraph() {
    let fault = screen(
        60,
        "14:05",
        None,
        [
            heading(61, 1, "Эту страницу показать не удалось", Russian),
            sketch(62, Role::Alert, "Её текст повреждён.", Russian).set(|node| node.set_live(Live::Assertive)),
            paragraph(63, "Чтобы продолжить, нажмите «Главная».", Russian),
        ],
    );
    let mut listener = Listener::before(home());
    listener.listens();
    listener.sees(fault, 0);
    let heard = listener.listens();
    assert_eq!(
        heard,
        ["Эту страницу показать не удалось", "Её текст повреждён.", "Чтобы продолжить, нажмите «Главная»."]
    );
}

#[test]
fn another_sheet_says_which_and_how_it_begins() {
    let mut listener = Listener::before(page(1));
    listener.listens();
    listener.sees(page(2), 0);
    assert_eq!(listener.listens(), ["Страница 2 из 2", "Улица Абая, 10."]);
    listener.sees(page(1), 0);
    assert_eq!(listener.listens(), ["Страница 1 из 2", "Приём по вторникам."]);
}

/// Proves: EN-5.6
#[test]
fn the_focus_says_name_role_state_and_position_and_where_it_came_in() {
    let mut listener = Listener::before(home());
    listener.listens();
    listener.sees(home(), 11);
    assert_eq!(listener.listens(), ["Язык и помощь", "Қазақша", "кнопка, не выбрано, 1 из 3"]);
    listener.sees(home(), 12);
    assert_eq!(listener.listens(), ["Русский, кнопка, выбрано, 2 из 3"]);
    listener.sees(home(), 41);
    assert_eq!(listener.listens(), ["Что вы хотите узнать?", "Порядок работы, ссылка, 1 из 31"]);
    listener.sees(home(), 91);
    assert_eq!(listener.listens(), ["Переходы", "Назад, кнопка, 1 из 2"]);
}

/// Proves: EN-5.1.3.14
#[test]
fn every_word_is_said_in_its_own_language() {
    let mut listener = Listener::before(home());
    listener.listens();
    listener.sees(home(), 42);
    let mut heard = Vec::new();
    while listener.reader.is_busy() {
        let said = listener.heard.last().expect("something is said");
        heard.push((said.text.clone(), said.language));
        listener.ends();
    }
    let words = |text: &str, language| (text.to_owned(), language);
    assert_eq!(
        heard,
        [
            words("Қабылдау кестесі", Kazakh),
            words("ссылка, 2 из 31", Russian),
            words("Кімді қашан қабылдайды.", Kazakh),
        ]
    );
}

/// Proves: EN-5.1.3.3
#[test]
fn what_is_said_of_the_focus_is_marked_on_the_screen_and_unmarked_at_the_end() {
    let mut listener = Listener::before(home());
    listener.listens();
    listener.orders();
    listener.sees(home(), 43).listens();
    let spot = Spot { node: NodeId(43), range: 0.."Контакты".len() };
    let marks: Vec<_> = listener.orders().into_iter().filter(|order| matches!(order, Order::Mark(_))).collect();
    assert_eq!(marks, [Order::Mark(Some(spot)), Order::Mark(None)]);
}

#[test]
fn what_stays_the_same_is_not_said_again_and_the_clock_is_quiet() {
    let mut listener = Listener::before(home());
    listener.listens();
    listener.sees(home(), 12).listens();
    listener.sees(home(), 12);
    let mut later = home();
    later.parts[1].parts[0].node.set_value("14:06");
    listener.sees(later, 12);
    assert_eq!(listener.words(), [""; 0]);
}

#[test]
fn a_switch_says_its_new_state_alone() {
    let with = |on: Toggled, focus: u64| {
        let switch = control(44, Role::Switch, "Речь", Russian).set(|node| node.set_toggled(on));
        screen(30, "14:05", None, [heading(31, 1, "Настройки", Russian), switch]).snapshot(focus)
    };
    let mut reader = Reader::new();
    reader.set_speaking(true);
    reader.observe(with(Toggled::False, 0));
    let said = |orders: Vec<Order>| match orders.first() {
        Some(Order::Speak(utterance)) => utterance.text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(said(reader.observe(with(Toggled::False, 44))), "Речь, переключатель, выключено");
    assert_eq!(said(reader.observe(with(Toggled::True, 44))), "включено");
}

/// Proves: EN-5.1.3.5
#[test]
fn whatever_a_visitor_does_ends_what_is_being_said() {
    let mut listener = Listener::before(home());
    listener.sees(home(), 11).sees(home(), 12);
    listener.words();
    assert_eq!(listener.listens(), [""; 0], "nothing of the screen and the first chip is left");
    listener.sees(page(1), 0);
    listener.asks(Request::All).asks(Request::NextItem);
    listener.words();
    assert_eq!(listener.listens(), [""; 0], "reading through has ended");
}

fn news(id: u64, words: &str, role: Role, live: Live) -> Sketch {
    sketch(id, role, words, Russian).set(|node| node.set_live(live))
}

/// Proves: WCAG-4.1.3
#[test]
fn news_wait_for_the_utterance_to_end_and_the_newest_replace_the_older() {
    let status = |id, words| home().with([news(id, words, Role::Status, Live::Polite)]);
    let mut listener = Listener::before(home());
    assert_eq!(listener.words(), ["Что вы хотите узнать?"]);
    listener.sees(status(80, "Текст крупнее"), 0).sees(status(80, "Текст самый крупный"), 0);
    assert_eq!(listener.words(), [""; 0], "news wait");
    assert_eq!(listener.listens(), ["31 пункт, Страница 1 из 4", "Текст самый крупный"]);
    // A notice that is gone before its turn gives way to the one that took its place.
    listener.sees(status(81, "Громче"), 0).sees(status(82, "Громче"), 0).sees(status(83, "Громче"), 0);
    assert_eq!(listener.listens(), ["Громче", "Громче"], "the same words from a new node are news");
}

/// Proves: EN-5.1.3.15
#[test]
fn errors_are_said_at_once_and_reading_goes_on_behind_them() {
    let alert = || page(1).with([news(80, "Сведения устарели.", Role::Alert, Live::Assertive)]);
    let mut listener = Listener::before(page(1));
    listener.listens();
    listener.asks(Request::All).ends().ends();
    assert_eq!(listener.words(), ["Приём граждан", "Проверено 18 ноября", "Приём по вторникам."]);
    listener.sees(alert(), 0).ends();
    assert_eq!(listener.words(), ["Сведения устарели.", "Приём по вторникам."]);
    // With a move of the focus in the same frame: first the error.
    let mut listener = Listener::before(page(1));
    listener.words();
    listener.sees(alert(), 91);
    assert_eq!(listener.listens(), ["Сведения устарели.", "Переходы", "Назад, кнопка, 1 из 2"]);
}

#[test]
fn another_language_says_the_screen_again() {
    let mut listener = Listener::before(home());
    listener.listens();
    let mut kazakh = home();
    kazakh.node.set_language("kk");
    kazakh.parts[2].parts[0] = heading(31, 1, "Не білгіңіз келеді?", Kazakh);
    listener.sees(kazakh, 11);
    let heard = listener.listens();
    assert_eq!(heard[0], "Не білгіңіз келеді?");
    assert_eq!(heard.last().map(String::as_str), Some("Қазақша, түйме, таңдалмаған, 1-тармақ, барлығы 3"));
}
