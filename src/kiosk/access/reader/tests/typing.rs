//! What is heard of choices and entries, alone and among others.

use std::sync::Arc;

use super::*;
use crate::domain::Language::English;
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::focus::Move;
use crate::kiosk::access::testing::Stage;
use crate::kiosk::input::typing::{Accepts, Message, State};
use crate::kiosk::theme::{Fill, Space, Theme};
use crate::kiosk::widget::{Element, Flow, Pick, Ui};

/// A visitor at a question, heard through the stand's own widgets.
struct Visitor {
    stage: Stage,
    state: State,
    chosen: Option<usize>,
    private: bool,
    language: Language,
    listener: Listener,
}

impl Visitor {
    fn at(accepts: Accepts, language: Language) -> Self {
        let mut visitor = Self {
            stage: Stage::new(Theme::default()),
            state: State::new(accepts, 2_000, language),
            chosen: None,
            private: false,
            language,
            listener: Listener { reader: Reader::new(), heard: Vec::new(), orders: Vec::new() },
        };
        visitor.listener.reader.set_speaking(true);
        visitor.sees(None);
        visitor.listener.listens();
        visitor
    }

    fn in_private(mut self) -> Self {
        self.listener.reader.set_private(true);
        self
    }

    fn view(&self) -> Element<'_, ()> {
        let ui = Ui::new(self.stage.theme(), self.language);
        let column = ui.column([ui.heading(1, "Не керек?"), ui.typing("Не керек?", false, &self.state, |_| ())]);
        let column = column.fill_width().fill_height();
        ui.window("Сынақ", &Bridge::closed(), ui.screen("question", "", column))
    }

    fn choices(&self) -> Element<'static, ()> {
        let ui = Ui::new(self.stage.theme(), self.language);
        let choice = |pick| {
            let of = move |(at, words): (usize, &'static str)| {
                ui.choice(words, self.chosen == Some(at), pick).private(self.private).on_press(())
            };
            ["Иә", "Жоқ"].into_iter().enumerate().map(of)
        };
        let one = ui.choices("Таптыңыз ба?", Pick::One, choice(Pick::One));
        let many = ui.choices("Не таптыңыз?", Pick::Many, choice(Pick::Many));
        let flow = [Flow::piece(ui.heading(1, "Таптыңыз ба?")), one.into(), many.into()];
        let sheet = ui.sheet(Fill::None, ui.paged(flow, 0, |_| ())).padding(Space::Large);
        ui.window("Сынақ", &Bridge::closed(), ui.screen("choices", "", sheet.fill_width().fill_height()))
    }

    fn sees(&mut self, movement: Option<Move>) -> &mut Self {
        let mut stage = std::mem::replace(&mut self.stage, Stage::new(Theme::default()));
        let frame = match movement {
            Some(movement) => stage.focus(self.view(), movement),
            None => stage.show(self.view()),
        };
        self.stage = stage;
        let orders = self.listener.reader.observe(Arc::new(frame.snapshot));
        self.listener.takes(orders);
        self
    }

    fn sees_choices(&mut self, movement: Option<Move>) -> Vec<String> {
        let mut stage = std::mem::replace(&mut self.stage, Stage::new(Theme::default()));
        let frame = match movement {
            Some(movement) => stage.focus(self.choices(), movement),
            None => stage.show(self.choices()),
        };
        self.stage = stage;
        let orders = self.listener.reader.observe(Arc::new(frame.snapshot));
        self.listener.takes(orders);
        self.listener.listens()
    }

    /// Types, and gives what is heard of it.
    fn types(&mut self, message: Message) -> Vec<String> {
        self.state.update(message);
        self.sees(None).listener.listens()
    }

    fn letters(&mut self, words: &str) -> Vec<String> {
        words.chars().flat_map(|letter| self.types(Message::Type(letter.to_string()))).collect()
    }
}

/// Proves: EN-5.1.3.3, EN-5.6.2, WCAG-4.1.2
#[test]
fn a_choice_is_said_with_its_place_and_whether_it_is_chosen() {
    let mut visitor = Visitor::at(Accepts::Line, Kazakh);
    visitor.sees_choices(None);
    assert_eq!(visitor.sees_choices(Some(Move::First)), ["Иә, нұсқа, 1-тармақ, барлығы 2, таңдалмаған"]);
    visitor.chosen = Some(0);
    assert_eq!(visitor.sees_choices(None), ["таңдалды"]);
    assert_eq!(visitor.sees_choices(Some(Move::Next)), ["Жоқ, нұсқа, 2-тармақ, барлығы 2, таңдалмаған"]);
    assert_eq!(
        visitor.sees_choices(Some(Move::Next)),
        ["Не таптыңыз?", "Иә, белгілеу ұяшығы, 1-тармақ, барлығы 2, белгіленген"]
    );
    visitor.language = English;
    visitor.sees_choices(None);
    assert_eq!(visitor.sees_choices(Some(Move::First)), ["Таптыңыз ба?", "Иә, choice, 1 of 2, chosen"]);
    visitor.listener.asks(Request::All);
    let read = visitor.listener.listens();
    assert!(read.contains(&"Жоқ, choice, not chosen".to_owned()), "{read:?}");
    assert!(read.contains(&"Иә, check box, ticked".to_owned()), "{read:?}");
}

/// Proves: EN-5.1.3.9
#[test]
fn which_choice_was_made_is_said_in_private_only_where_it_is_personal() {
    let mut visitor = Visitor::at(Accepts::Line, Russian);
    visitor.private = true;
    visitor.chosen = Some(0);
    visitor.sees_choices(None);
    let heard = visitor.sees_choices(Some(Move::First));
    assert_eq!(heard, ["Иә, вариант, 1 из 2", "вслух не говорится"]);
    assert!(!visitor.sees_choices(Some(Move::Next)).concat().contains("не выбрано"), "nor that it was not");
    visitor.listener.reader.set_private(true);
    assert_eq!(visitor.sees_choices(Some(Move::Previous)), ["Иә, вариант, 1 из 2", "выбрано"]);
}

/// Proves: EN-5.1.3.9
#[test]
fn an_answer_that_is_gone_over_again_is_said_in_private_only() {
    let mut visitor = Visitor::at(Accepts::Line, Russian);
    let theme = *visitor.stage.theme();
    let view = || {
        let ui = Ui::new(&theme, Russian);
        let row = ui.tile(crate::kiosk::widget::Icon::Pencil, "Что для вас трудно?").summary("Видеть. Слышать.");
        let column = ui.column([ui.heading(1, "Проверьте ответы"), row.private(true).on_press(()).into()]);
        ui.window("Сынақ", &Bridge::closed(), ui.screen("review", "", column.fill_width()))
    };
    let frame = visitor.stage.focus(view(), Move::First);
    let orders = visitor.listener.reader.observe(Arc::new(frame.snapshot));
    visitor.listener.takes(orders);
    assert_eq!(visitor.listener.listens(), ["Проверьте ответы", "Что для вас трудно? ссылка", "Ответ дан"]);
    visitor.listener.asks(Request::All);
    assert!(!visitor.listener.listens().concat().contains("Видеть"));
    visitor.listener.reader.set_private(true);
    visitor.listener.asks(Request::All);
    let heard = visitor.listener.listens();
    assert!(heard.contains(&"Видеть. Слышать.".to_owned()), "{heard:?}");
}

#[test]
fn in_private_each_letter_is_heard_and_each_word_at_its_end() {
    let mut visitor = Visitor::at(Accepts::Paragraph, Kazakh).in_private();
    assert_eq!(visitor.letters("қала"), ["қы", "а", "эль", "а"]);
    assert_eq!(visitor.letters(" "), ["қала"]);
    assert_eq!(visitor.letters("Б."), ["бас әріп бе", "нүкте"]);
    assert_eq!(visitor.types(Message::Erase), ["өшірілді: нүкте"]);
    assert_eq!(visitor.types(Message::EraseWord), ["өшірілді: бас әріп бе"]);
    assert_eq!(visitor.types(Message::EraseWord), ["өшірілді: қала"]);
    assert_eq!(visitor.types(Message::Erase), [""; 0], "nothing is left to take back");
    assert_eq!(visitor.types(Message::Set("есік тар".to_owned())), ["есік тар"]);
}

/// Proves: EN-5.1.3.8, EN-5.1.3.9
#[test]
fn aloud_nobody_learns_what_is_typed() {
    for (accepts, typed) in [(Accepts::Paragraph, 'ъ'), (Accepts::Line, 'ъ'), (Accepts::Pin, '4')] {
        let mut visitor = Visitor::at(accepts, Russian);
        assert_eq!(visitor.letters(&format!("{typed}{typed}")), ["1 знак", "1 знак"]);
        assert_eq!(visitor.types(Message::Erase), ["стёрто: 1 знак"]);
        let heard = visitor.sees(Some(Move::First)).listener.listens();
        assert!(heard.concat().contains("1 знак"), "{heard:?}");
        for request in [Request::All, Request::Repeat, Request::Spell, Request::NextItem, Request::PreviousItem] {
            visitor.listener.asks(request);
            let heard = visitor.listener.heard.clone();
            assert!(heard.iter().all(|said| !said.personal && !said.text.contains(typed)), "{request:?}: {heard:?}");
            visitor.listener.listens();
        }
    }
}

/// Proves: EN-5.1.3.8
#[test]
fn the_keys_of_a_pin_are_named_in_private_only() {
    let mut visitor = Visitor::at(Accepts::Pin, English);
    visitor.sees(Some(Move::First)).listener.listens();
    assert_eq!(visitor.sees(Some(Move::Next)).listener.listens(), ["Number pad", "key, not said aloud", "button"]);
    visitor.listener.reader.set_private(true);
    assert_eq!(visitor.sees(Some(Move::Next)).listener.listens(), ["two", "button"]);
    assert_eq!(visitor.letters("2"), ["1 character"], "what is not shown is not said either");
}

#[test]
fn an_entry_is_said_with_what_it_holds_and_how_much_it_takes() {
    let mut visitor = Visitor::at(Accepts::Paragraph, English).in_private();
    let heard = visitor.sees(Some(Move::First)).listener.listens();
    assert_eq!(heard, ["Не керек? entry, empty", "2,000 characters at most"]);
    visitor.letters("ramp");
    visitor.sees(Some(Move::Next)).listener.listens();
    let heard = visitor.sees(Some(Move::Previous)).listener.listens();
    assert_eq!(heard, ["Не керек? entry", "ramp", "2,000 characters at most"]);
}

/// Proves: EN-5.1.3.15
#[test]
fn that_there_is_no_more_room_is_heard_at_once() {
    let mut visitor = Visitor::at(Accepts::Line, English).in_private();
    visitor.state = State::new(Accepts::Line, 3, English).with_text("abc");
    visitor.sees(None).listener.listens();
    let full = "No more room: 3 characters at most.";
    for _ in 0..2 {
        assert!(visitor.types(Message::Type("d".to_owned())).contains(&full.to_owned()));
    }
}
