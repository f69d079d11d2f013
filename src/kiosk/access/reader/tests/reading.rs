//! Reading through, moving, saying again, exploring with a finger.

use accesskit::Role;
use iced::Point;

use super::*;
use crate::domain::Language::English;

/// A page with everything a page can hold, on one sheet.
fn rich() -> Sketch {
    let cell = |id: u64, row: usize, column: usize, words: &str| {
        sketch(id, Role::Cell, words, Russian).set(|node| {
            node.set_row_index(row);
            node.set_column_index(column);
        })
    };
    let header = |id: u64, column: usize, words: &str| {
        sketch(id, Role::ColumnHeader, words, Russian).set(|node| node.set_column_index(column))
    };
    let rows = [
        sketch(140, Role::Row, "", Russian).with([header(141, 0, "Куда"), header(142, 1, "Телефон")]),
        sketch(150, Role::Row, "", Russian).with([cell(151, 1, 0, "Справка"), cell(152, 1, 1, "101")]),
        sketch(160, Role::Row, "", Russian).with([cell(161, 2, 0, "Охрана"), cell(162, 2, 1, "109")]),
    ];
    let table = sketch(130, Role::Table, "Телефоны", Russian).set(|node| node.set_row_count(3)).with(rows);
    let passages = paragraph(110, "", Russian).with([
        sketch(111, Role::Label, "Название:", Russian),
        sketch(112, Role::Label, "Тұрғын үй инспекциясы", Kazakh),
    ]);
    let items = [paragraph(121, "Паспорт.", Russian), paragraph(122, "Заявление.", Russian)];
    let quote = sketch(170, Role::Blockquote, "", Russian).with([paragraph(171, "Каждый имеет право.", Russian)]);
    screen(
        100,
        "14:05",
        None,
        [
            heading(101, 1, "Контакты", Russian),
            paragraph(102, "Улица Абая, д. 10. Вход со двора.", Russian),
            passages,
            list(120, "", 2, Russian, items),
            heading(103, 2, "Телефоны", Russian),
            table,
            sketch(180, Role::Image, "Схема проезда", Russian),
            quote,
            control(190, Role::Link, "Схема этажа", Russian).at(0.0, 500.0),
        ],
    )
}

fn with_rich() -> Listener {
    let mut listener = Listener::before(rich());
    listener.listens();
    listener.orders();
    listener
}

/// Proves: WCAG-1.3.2, EN-5.1.3.1
#[test]
fn reading_through_says_everything_in_order_and_the_end() {
    let mut listener = with_rich();
    listener.asks(Request::All);
    assert_eq!(
        listener.listens(),
        [
            "Контакты",
            "Улица Абая, д. 10.",
            "Вход со двора.",
            "Название:",
            "Тұрғын үй инспекциясы",
            "список, 2 пункта",
            "Паспорт.",
            "Заявление.",
            "Телефоны",
            "таблица, 2 строки",
            "Куда: Справка",
            "Телефон: 101",
            "Куда: Охрана",
            "Телефон: 109",
            "рисунок: Схема проезда",
            "цитата",
            "Каждый имеет право.",
            "Конец цитаты.",
            "Схема этажа, ссылка",
            "Конец страницы.",
        ]
    );
    let orders = listener.orders();
    assert!(orders.contains(&Order::Focus(NodeId(190))), "the focus follows to the link");
    let sentence = Spot {
        node: NodeId(102),
        range: "Улица Абая, д. 10. ".len().."Улица Абая, д. 10. Вход со двора.".len(),
    };
    assert!(orders.contains(&Order::Mark(Some(sentence))), "the sentence is marked: {orders:?}");
}

/// Proves: EN-5.1.3.14, WCAG-3.1.2
#[test]
fn a_cell_with_words_of_another_language_is_said_once_each_part_in_its_own() {
    let cell = sketch(51, Role::Cell, "Отдел: Тұрғын үй инспекциясы", Russian).set(|node| {
        node.set_row_index(1);
        node.set_column_index(0);
        node.set_description("Куда");
    });
    let cell = cell
        .with([sketch(52, Role::Label, "Отдел:", Russian), sketch(53, Role::Label, "Тұрғын үй инспекциясы", Kazakh)]);
    let table = sketch(50, Role::Table, "Телефоны", Russian).with([sketch(54, Role::Row, "", Russian).with([cell])]);
    let mut listener = Listener::before(screen(100, "14:05", None, [heading(101, 1, "Контакты", Russian), table]));
    listener.listens();
    listener.orders();
    listener.asks(Request::All).listens();
    let told = listener.orders().into_iter().filter_map(|order| match order {
        Order::Speak(said) => Some((said.text, said.language)),
        _ => None,
    });
    let told: Vec<_> = told.skip_while(|(text, _)| !text.starts_with("Куда")).collect();
    let words = |text: &str, language| (text.to_owned(), language);
    let cell = [words("Куда: Отдел:", Russian), words("Тұрғын үй инспекциясы", Kazakh)];
    assert_eq!(told, [&cell[..], &[words("Конец страницы.", Russian)]].concat());
}

#[test]
fn reading_through_turns_the_sheets_and_says_only_what_is_new_on_the_next() {
    let mut listener = Listener::before(page(1));
    listener.listens();
    listener.orders();
    listener.asks(Request::All);
    let first = ["Приём граждан", "Проверено 18 ноября", "Приём по вторникам.", "Запись в каб. 304.", "Где"];
    let beside = ["Новое", "список, 1 пункт", "Бюджет."];
    assert_eq!(listener.listens(), [&first[..], &beside].concat());
    assert_eq!(listener.orders().last(), Some(&Order::TurnOn));
    let mut later = page(1);
    later.parts[1].parts[0].node.set_value("14:06");
    listener.sees(later, 0);
    assert_eq!(listener.words(), [""; 0], "only the clock has moved on");
    listener.sees(page(2), 0);
    assert_eq!(listener.listens(), ["Улица Абая, 10.", "Схема этажа, ссылка", "Конец страницы."]);
}

#[test]
fn reading_on_begins_where_the_visitor_is() {
    let mut listener = with_rich();
    listener.asks(Request::NextHeading).asks(Request::NextHeading);
    listener.listens();
    listener.asks(Request::On);
    assert_eq!(listener.listens()[..2], ["Телефоны", "таблица, 2 строки"]);
    // The focus is a place too.
    let mut listener = Listener::before(rich());
    listener.sees(rich(), 190).listens();
    listener.asks(Request::On);
    assert_eq!(listener.listens(), ["Схема этажа, ссылка", "Конец страницы."]);
}

#[test]
fn a_visitor_moves_by_sentence_heading_and_item_and_stays_where_there_is_no_more() {
    let mut listener = with_rich();
    let mut ask = |request: Request| listener.asks(request).listens().join(" | ");
    assert_eq!(ask(Request::NextSentence), "Контакты");
    assert_eq!(ask(Request::PreviousSentence), "Предыдущего предложения нет.");
    assert_eq!(ask(Request::NextSentence), "Улица Абая, д. 10.");
    assert_eq!(ask(Request::NextSentence), "Вход со двора.");
    assert_eq!(ask(Request::PreviousSentence), "Улица Абая, д. 10.");
    assert_eq!(ask(Request::NextItem), "Название: | Тұрғын үй инспекциясы");
    assert_eq!(ask(Request::NextHeading), "Телефоны, заголовок 2-го уровня");
    assert_eq!(ask(Request::NextHeading), "Следующего заголовка нет.");
    assert_eq!(ask(Request::PreviousHeading), "Контакты, заголовок 1-го уровня");
    assert_eq!(ask(Request::PreviousItem), "14:05");
    assert_eq!(ask(Request::PreviousItem), "English | кнопка, не выбрано, 3 из 3");
    let mut last = String::new();
    for _ in 0..60 {
        last = ask(Request::NextItem);
    }
    assert_eq!(last, "Следующего пункта нет.");
    assert_eq!(ask(Request::PreviousItem), "Назад, кнопка, 1 из 2");
}

#[test]
fn the_focus_follows_what_is_reviewed_and_is_not_told_twice() {
    let mut listener = Listener::before(home());
    listener.listens();
    listener.asks(Request::NextItem).asks(Request::NextItem).asks(Request::NextItem);
    assert_eq!(listener.listens().last().map(String::as_str), Some("Порядок работы, ссылка, 1 из 31"));
    assert!(listener.orders().contains(&Order::Focus(NodeId(41))));
    listener.sees(home(), 41);
    assert_eq!(listener.words(), [""; 0]);
    // Two steps before the frame is drawn.
    listener.asks(Request::NextItem).asks(Request::NextItem).words();
    listener.sees(home(), 43);
    assert_eq!(listener.words(), [""; 0]);
    listener.sees(home(), 42);
    assert_eq!(listener.words(), ["Қабылдау кестесі"], "a key moved it there");
}

/// Proves: EN-5.1.3.4, 508-402.2.4, WCAG-1.4.2
#[test]
fn speech_can_be_interrupted_repeated_and_paused() {
    let mut listener = Listener::before(home());
    listener.listens();
    listener.sees(home(), 42).listens();
    listener.asks(Request::Repeat);
    assert_eq!(listener.listens(), ["Қабылдау кестесі", "ссылка, 2 из 31", "Кімді қашан қабылдайды."]);
    listener.asks(Request::Repeat).ends();
    assert_eq!(listener.words(), ["Қабылдау кестесі", "ссылка, 2 из 31"]);
    listener.orders();
    listener.asks(Request::Pause);
    assert_eq!(listener.orders(), [Order::Hush]);
    assert!(!listener.reader.is_busy());
    assert_eq!(listener.reader.caption().map(|said| said.text.as_str()), Some("Пауза"));
    listener.asks(Request::Pause);
    assert_eq!(listener.listens(), ["ссылка, 2 из 31", "Кімді қашан қабылдайды."]);
    listener.asks(Request::Repeat).words();
    listener.orders();
    listener.asks(Request::Stop);
    assert_eq!(listener.orders(), [Order::Hush, Order::Mark(None)]);
    assert_eq!(listener.reader.caption(), None);
    assert_eq!(listener.words(), [""; 0]);
}

#[test]
fn a_paused_reading_goes_on_with_its_sentence_and_an_error_is_told_between() {
    let mut listener = with_rich();
    listener.asks(Request::All).ends();
    listener.words();
    listener.asks(Request::Pause);
    let alert = rich().with([news(80, "Сведения устарели.", Role::Alert, Live::Assertive)]);
    listener.sees(alert, 0);
    assert_eq!(listener.listens(), ["Сведения устарели."]);
    listener.asks(Request::Pause).ends();
    assert_eq!(listener.words(), ["Улица Абая, д. 10.", "Вход со двора."]);
    listener.asks(Request::Repeat).ends();
    assert_eq!(listener.words(), ["Вход со двора.", "Название:"], "reading goes on behind the repetition");
}

#[test]
fn a_word_is_spelt_in_its_language() {
    let mut listener = Listener::before(home());
    listener.listens();
    listener.sees(home(), 13).listens();
    listener.asks(Request::Spell);
    assert!(listener.heard.iter().all(|said| said.language == English));
    assert_eq!(listener.listens(), ["capital E", "N", "G", "L", "I", "S", "H"], "the name, not the role");
    listener.asks(Request::Repeat);
    assert_eq!(listener.listens()[1], "English", "the letters are not repeated but the word");
}

#[test]
fn a_sentence_is_spelt_word_by_word_and_a_number_in_one() {
    let mut listener = Listener::before(screen(100, "14:05", None, [paragraph(101, "Звоните +7 (700) 01.", Russian)]));
    listener.listens();
    listener.asks(Request::NextItem).listens();
    listener.asks(Request::Spell);
    let first = listener.listens();
    assert_eq!((first[0].as_str(), first.len()), ("Звоните", 8), "{first:?}");
    listener.asks(Request::Spell);
    let second = listener.listens();
    assert_eq!(second[0], "+7 (700) 01.", "{second:?}");
    assert!(second.contains(&"ноль".to_owned()), "{second:?}");
    // Around again; and from the first word when something else was said.
    listener.asks(Request::Spell);
    assert_eq!(listener.listens(), first);
    listener.asks(Request::Repeat).listens();
    listener.asks(Request::Spell);
    assert_eq!(listener.listens(), first);
}

#[test]
fn without_a_daemon_reading_ends_and_no_sheets_turn() {
    let mut listener = Listener::before(page(1));
    listener.fails().fails();
    assert!(!listener.reader.is_busy(), "a failure is no stop");
    listener.asks(Request::All).fails().fails().fails();
    assert!(!listener.reader.is_busy());
    assert!(!listener.orders().contains(&Order::TurnOn));
    // Back again.
    listener.words();
    listener.asks(Request::On);
    assert!(listener.listens().len() > 1);
}

#[test]
fn what_was_interrupted_tells_nothing_when_its_end_is_reported_late() {
    let mut listener = Listener::before(home());
    let title = listener.reader.caption().expect("the title").id;
    listener.sees(home(), 12);
    listener.words();
    assert_eq!(listener.reader.spoken(Event::Failed(title)), []);
    assert_eq!(listener.reader.caption().map(|said| said.text.as_str()), Some("Язык и помощь"));
}

#[test]
fn words_of_help_come_behind_the_screen_or_at_once() {
    let mut reader = Listener { reader: Reader::new(), heard: Vec::new(), orders: Vec::new() };
    reader.told("Наушники подключены.", true);
    assert_eq!(reader.words(), [""; 0], "speech is off");
    assert_eq!(reader.reader.set_speaking(true), []);
    reader.told("Стрелки ведут дальше. Пробел открывает.", false);
    reader.sees(home(), 0);
    let screen = ["Что вы хотите узнать?", "31 пункт, Страница 1 из 4"];
    assert_eq!(reader.listens(), [screen[0], screen[1], "Стрелки ведут дальше.", "Пробел открывает."]);
    reader.told("Клавиша помощи.", false).told("Ещё.", true);
    assert_eq!(reader.listens(), ["Клавиша помощи.", "Ещё."]);
    // Help that was asked for with a screen is told behind its title.
    reader.told("Так помогает стенд.", true).sees(page(1), 0);
    assert_eq!(reader.listens(), ["Так помогает стенд.", "Приём граждан", "Страница 1 из 2", "Так помогает стенд."]);
}

/// Proves: EN-5.5.2
#[test]
fn a_finger_is_told_what_it_touches_once_and_the_last_control_can_be_pressed() {
    let tiles = screen(
        30,
        "14:05",
        None,
        [
            heading(31, 1, "Главная", Russian).at(0.0, 0.0),
            list(
                40,
                "Всё",
                2,
                Russian,
                [
                    control(41, Role::Link, "Контакты", Russian).at(0.0, 100.0),
                    control(42, Role::Link, "Приём", Russian).at(0.0, 300.0),
                ],
            ),
        ],
    );
    let mut listener = Listener::before(tiles.clone());
    listener.listens();
    let mut explore = |x: f32, y: f32| {
        let orders = listener.reader.explore(Point::new(x, y));
        let focus = orders.contains(&Order::Focus(NodeId(41))) || orders.contains(&Order::Focus(NodeId(42)));
        listener.takes(orders);
        (listener.listens().join(" "), focus, listener.reader.explored())
    };
    assert_eq!(explore(50.0, 50.0), ("Главная, заголовок 1-го уровня".to_owned(), false, None));
    assert_eq!(explore(50.0, 150.0), ("Контакты, ссылка, 1 из 2".to_owned(), true, Some(NodeId(41))));
    assert_eq!(explore(55.0, 155.0), (String::new(), false, Some(NodeId(41))), "it is still there");
    assert_eq!(explore(50.0, 250.0), (String::new(), false, Some(NodeId(41))), "between two controls");
    assert_eq!(explore(50.0, 350.0).2, Some(NodeId(42)));
    listener.sees(tiles, 42);
    assert_eq!(listener.words(), [""; 0], "the focus that followed is not told again");
}

/// Proves: EN-5.1.3.8, EN-5.1.3.9
#[test]
fn what_a_visitor_entered_is_said_in_private_only() {
    let form = || {
        let field =
            |id: u64, role: Role, value: &str| control(id, role, "ИИН", Russian).set(|node| node.set_value(value));
        screen(
            30,
            "14:05",
            None,
            [
                heading(31, 1, "Опрос", Russian),
                field(41, Role::TextInput, "880101"),
                field(42, Role::PasswordInput, "••"),
                field(43, Role::TextInput, ""),
            ],
        )
    };
    for (focus, value, hidden) in [(41, "880101", "6 знаков"), (42, "••", "2 знака")] {
        let mut listener = Listener::before(form());
        listener.sees(form(), focus);
        assert!(listener.listens().iter().any(|said| said.contains(hidden)), "{hidden}");
        listener.reader.set_private(true);
        listener.asks(Request::Repeat).ends();
        let said = listener.heard.last().cloned().expect("the value");
        if focus == 41 {
            assert_eq!((said.text.as_str(), said.personal), (value, true));
        } else {
            assert!(!said.text.contains(value), "what is masked is not said in private either");
        }
        listener.reader.set_private(false);
        for request in [Request::Repeat, Request::Spell, Request::Repeat, Request::NextItem, Request::PreviousItem] {
            listener.words();
            listener.asks(request);
            while listener.reader.is_busy() {
                assert!(!listener.reader.caption().expect("words").text.contains(value));
                assert!(!listener.reader.caption().expect("words").personal);
                listener.ends();
            }
        }
    }
    let mut listener = Listener::before(form());
    listener.sees(form(), 43);
    assert_eq!(listener.listens().last().map(String::as_str), Some("ИИН, поле ввода, пусто, 3 из 3"));
}

#[test]
fn the_next_visitor_hears_nothing_of_the_one_before() {
    let mut listener = with_rich();
    listener.asks(Request::All);
    let last = listener.reader.caption().expect("the title").id;
    assert!(listener.reader.reset().contains(&Order::Hush));
    assert!(!listener.reader.is_busy());
    listener.words();
    listener.sees(home(), 0).asks(Request::Repeat).asks(Request::Spell).asks(Request::On);
    assert_eq!(listener.words(), [""; 0], "speech is off again");
    listener.reader.set_speaking(true);
    listener.asks(Request::Repeat).asks(Request::Spell);
    assert_eq!(listener.words(), [""; 0]);
    listener.sees(home(), 0);
    assert!(listener.reader.caption().expect("the title").id > last, "no two utterances share an id");
}

#[test]
fn an_empty_screen_and_a_broken_tree_are_no_reason_to_panic() {
    let empty = Arc::new(Snapshot {
        nodes: Vec::new(),
        root: NodeId(1),
        focus: NodeId(9),
        private: HashSet::new(),
        described_in: HashMap::new(),
    });
    let mut twice = home();
    twice.parts.push(home());
    let broken = twice.snapshot(77);
    let mut reader = Reader::new();
    reader.set_speaking(true);
    for snapshot in [Arc::clone(&empty), broken, empty] {
        reader.observe(snapshot);
        for request in [Request::All, Request::On, Request::NextItem, Request::PreviousHeading, Request::Spell] {
            reader.request(request);
        }
        reader.explore(Point::ORIGIN);
    }
}
