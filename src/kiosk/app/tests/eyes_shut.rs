//! A visit with the eyes shut: keys, and the ordered queue of what is heard.

use super::*;
use crate::kiosk::theme::Look;

impl Visitor {
    /// Presses a key and listens to the end.
    fn press_and_hear(&mut self, key: Named) -> Vec<String> {
        self.press(key);
        self.hear()
    }
}

/// Where `words` are among what was said.
fn at(said: &[String], words: &str) -> usize {
    said.iter().position(|said| said.contains(words)).unwrap_or_else(|| panic!("{words:?} was not said: {said:#?}"))
}

/// Proves: EN-5.1.2.2, EN-5.1.3.2, EN-5.2
#[test]
fn headphones_greet_tell_the_languages_where_the_visitor_is_and_the_keys() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    let said = visitor.press_and_hear(Named::F15);
    assert_eq!(said[0], "Сәлеметсіз бе.");
    let order = ["Басқа тіл: F2.", "Чтобы слушать по-русски", "For English press", "Келесі тармаққа өту"];
    assert!(order.windows(2).all(|pair| at(&said, pair[0]) < at(&said, pair[1])), "{said:#?}");
    assert!(at(&said, "Не білгіңіз келеді?") < at(&said, "Келесі тармаққа өту"), "{said:#?}");
    // The bar is the one place to start, and Kazakh is first in it.
    let said = visitor.press_and_hear(Named::ArrowDown);
    assert!(said[1].starts_with("Қазақша, түйме, таңдалған"), "{said:#?}");
}

/// Proves: EN-5.1.3.5, EN-5.6, WCAG-4.1.3
#[test]
fn every_setting_says_what_it_did_and_again_says_what_was_there_before() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    for (key, says) in [
        (Named::F3, "Түстер: қара фонда ақ."),
        (Named::F4, "Мәтін: ірі."),
        (Named::F9, "Жылдамдық: 75 пайыз."),
        (Named::F11, "Дыбыс деңгейі: 7 ішінен 3."),
        (Named::F6, "Барлығы төменге, қол жететін жерге түсірілді."),
        (Named::F7, "Экран жасырылды."),
        (Named::F7, "Экран көрсетілді."),
    ] {
        assert_eq!(visitor.press_and_hear(key), [says]);
    }
    let said = visitor.press_and_hear(Named::F2);
    assert_eq!(said[0], "Что вы хотите узнать?");
    at(&said, "Язык: русский.");
    let said = visitor.press_and_hear(Named::F8);
    assert_eq!(said, Vec::<String>::new(), "silence says that it is off; the screen does too");
    assert_eq!(visitor.stand.visit.notice.as_ref().map(|notice| notice.text.as_str()), Some("Речь: выключена."));
}

/// Proves: EN-5.5.2, EN-5.1.6
#[test]
fn help_goes_layer_by_layer_and_the_describer_changes_nothing() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    let said = visitor.press_and_hear(Named::F1);
    assert_eq!(said.last().map(String::as_str), Some("Беттің соңы."), "help reads itself to the end");
    assert_eq!(visitor.press_and_hear(Named::F1)[0], "Пернелер бойынша көмек.");
    let before = (*visitor.stand.settings(), visitor.stand.place().clone(), visitor.stand.language());
    for key in [Named::F2, Named::F3, Named::Escape, Named::Home, Named::Enter, Named::F8, Named::ArrowRight] {
        let said = visitor.press_and_hear(key);
        assert_eq!(said.len(), 1, "{key:?}: {said:#?}");
    }
    assert_eq!(visitor.press_and_hear(Named::F3), ["Келесі түстер"]);
    assert_eq!((*visitor.stand.settings(), visitor.stand.place().clone(), visitor.stand.language()), before);
    assert_eq!(visitor.stand.settings().look, Look::Standard);
    // Twice in a row leaves.
    visitor.press_and_hear(Named::F1);
    let said = visitor.press_and_hear(Named::F1);
    assert_eq!(said[0], "Не білгіңіз келеді?");
    at(&said, "Пернелер қайтадан жұмыс істейді.");
    visitor.press(Named::F3);
    assert_eq!(visitor.stand.settings().look, Look::HighDark);
}

/// Proves: EN-5.1.3.4, 508-402.2.4
#[test]
fn pause_and_repeat_are_on_the_screen_too() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    let first = visitor.speaking.clone().expect("the title").text;
    visitor.tap("Кідірту");
    assert_eq!(visitor.speaking, None, "paused");
    visitor.tap("Жалғау");
    assert_eq!(visitor.speaking.as_ref().map(|said| said.text.as_str()), Some(first.as_str()), "from its beginning");
    visitor.hear();
    visitor.tap("Қайталау");
    assert_eq!(visitor.speaking.as_ref().map(|said| said.text.as_str()), Some(first.as_str()));
}

/// Proves: EN-5.1.5
#[test]
fn whatever_is_said_stands_in_the_caption_while_it_is_said() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for key in [Named::F15, Named::ArrowDown, Named::F2, Named::F3, Named::F1] {
        visitor.press(key);
        while let Some(said) = visitor.speaking.clone() {
            let frame = visitor.look();
            assert!(frame.mute().contains(&said.text), "{:?} is not shown", said.text);
            visitor.happens(Message::Speech(speech::Event::Ended(said.id)));
            visitor.look();
            if visitor.speaking.as_ref() == Some(&said) {
                visitor.speaking = None;
            }
        }
    }
}
