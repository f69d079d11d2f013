//! A visit with the eyes shut: keys, and the ordered queue of what is heard.

use super::*;
use crate::kiosk::settings::Change;
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
    visitor.tap("Жалғастыру");
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

/// A keypad of five keys: what has no key of its own is told by the keys there are.
///
/// Proves: EN-5.1.3.4, 508-402.2.4, EN-5.1.2.2, EN-5.1.6
#[test]
fn five_keys_greet_read_pause_go_on_and_repeat() {
    let mut visitor = Visitor::set_up("[input]\nprofile = \"five-key\"\n", STANDING);
    let said = visitor.press_and_hear(Named::F15);
    at(&said, "Басқа тіл: атауын естігенше Төмен көрсеткі пернесін баса беріңіз.");
    at(&said, "For English: press Down arrow until you hear “English”, then Enter.");
    at(&said, "Сізге оқылып жатқанда Enter пернесі кідіртеді және жалғастырады.");
    assert!(said.iter().all(|said| !said.contains("none") && !said.contains(": .")), "{said:#?}");
    visitor.open("reception/schedule.kk");
    let first = visitor.speaking.clone().expect("a page reads itself").text;
    visitor.happens(Message::Speech(speech::Event::Ended(visitor.speaking.clone().expect("it").id)));
    let second = visitor.speaking.clone().expect("it goes on").text;
    let place = visitor.stand.place().clone();
    visitor.press(Named::Enter);
    assert_eq!(visitor.speaking, None, "paused, and nothing was pressed");
    assert!(visitor.stand.place().is_same(&place));
    visitor.press(Named::Enter);
    assert_eq!(visitor.speaking.as_ref().map(|said| &said.text), Some(&second), "it goes on where it was");
    visitor.press(Named::Enter);
    visitor.press(Named::ArrowLeft);
    assert_eq!(visitor.speaking.as_ref().map(|said| &said.text), Some(&second), "the sentence again");
    assert_ne!(first, second);
    let rest = visitor.hear();
    assert_eq!(rest.last().map(String::as_str), Some("Беттің соңы."), "and then the rest of the page");
    // Whoever moves on chooses again what has the focus.
    while visitor.look().focused().as_deref() != Some("Басты бет") {
        visitor.press_and_hear(Named::ArrowDown);
    }
    visitor.press(Named::Enter);
    assert_eq!(*visitor.stand.place(), Place::START, "it was pressed");
}

/// Proves: EN-5.1.3.11
#[test]
fn a_voice_that_is_too_loud_or_too_fast_changes_at_once() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    visitor.open("reception/schedule.kk");
    for key in [Named::F11, Named::F12, Named::F9, Named::F10] {
        let before = visitor.speaking.clone().expect("the page is being read");
        visitor.press(key);
        let now = visitor.speaking.clone().expect("it goes on");
        assert_eq!(now.text, before.text, "{key:?}");
        assert_ne!(now.id, before.id, "{key:?}: from its beginning, as it is to sound now");
    }
}

#[test]
fn a_key_that_leads_nowhere_says_so() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    assert_eq!(visitor.press_and_hear(Named::ArrowLeft), ["Бұған дейін бет жоқ."]);
    while visitor.stand.sheets().next().is_some() {
        visitor.press_and_hear(Named::ArrowRight);
    }
    assert_eq!(visitor.press_and_hear(Named::ArrowRight), ["Бұдан кейін бет жоқ."]);
    assert_eq!(visitor.press_and_hear(Named::Enter), ["Мұнда басатын ештеңе жоқ."]);
}

/// Proves: EN-5.6, EN-5.1.3.3
#[test]
fn who_presses_an_answer_with_a_finger_hears_what_became_of_it() {
    let mut visitor = Visitor::before_surveys(Some(&demonstration()), &[every_kind::survey()], STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    let mut heard = Vec::new();
    let name = every_kind::survey().survey.id;
    for effect in visitor.stand.open_survey(&name) {
        assert!(!matches!(effect, Effect::Load { .. }));
    }
    visitor.look();
    visitor.hear();
    for _ in 0..6 {
        let frame = visitor.look();
        let answer = frame.controls().into_iter().find(|node| matches!(role(node), Role::RadioButton | Role::CheckBox));
        let Some(words) = answer.map(|answer| answer.words()) else {
            visitor.happens(Message::Frame(frame::Message::Next));
            if let Some(start) = frame.controls().into_iter().map(|node| node.words()).find(|words| words == "Бастау")
            {
                visitor.tap(&start);
            }
            visitor.hear();
            continue;
        };
        visitor.tap(&words);
        heard = visitor.hear();
        assert!(heard.iter().any(|said| said.contains(&words)), "{words:?}: {heard:?}");
        break;
    }
    let state = ["таңдалды", "белгіленген", "таңдалған"];
    assert!(heard.iter().any(|said| state.iter().any(|state| said.contains(state))), "{heard:?}");
}

/// Proves: WCAG-2.2.1
#[test]
fn who_answers_that_they_are_still_here_goes_on_where_they_were() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    visitor.open("reception/schedule.kk");
    visitor.hear();
    while visitor.look().focused().as_deref() != Some("Басты бет") {
        visitor.press_and_hear(Named::ArrowDown);
    }
    visitor.wait(Duration::from_secs(181));
    assert!(visitor.read().contains("Сіз әлі осындасыз ба"), "{}", visitor.read());
    visitor.press(Named::Escape);
    assert_eq!(visitor.look().focused().as_deref(), Some("Басты бет"));
    visitor.press(Named::Enter);
    assert_eq!(*visitor.stand.place(), Place::START);
}

/// Proves: EN-5.1.3.2
#[test]
fn headphones_that_were_left_in_the_socket_speak_at_the_next_visitors_first_key() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F15);
    visitor.hear();
    visitor.wait(Duration::from_secs(181));
    visitor.wait(Duration::from_secs(46));
    assert!(!visitor.stand.settings().speech, "the next visitor's stand is silent");
    assert_eq!(visitor.press_and_hear(Named::ArrowDown)[0], "Сәлеметсіз бе.");
    // Pulled out meanwhile, they do not.
    visitor.press(Named::F16);
    visitor.wait(Duration::from_secs(9));
    assert_eq!(visitor.press_and_hear(Named::ArrowDown), Vec::<String>::new());
}

/// Proves: EN-5.1.3.2
#[test]
fn headphones_tell_anew_where_the_visitor_is_who_was_spoken_to_already() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    let said = visitor.press_and_hear(Named::F15);
    at(&said, "Не білгіңіз келеді?");
}

/// Proves: Curtain
#[test]
fn a_touch_lifts_the_curtain_and_a_hidden_screen_is_never_silent() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F7);
    assert!(visitor.stand.settings().curtain && visitor.stand.settings().speech);
    let place = visitor.stand.place().clone();
    visitor.tap("Көмек");
    assert!(!visitor.stand.settings().curtain, "touched anywhere, the screen is shown");
    assert_eq!(*visitor.stand.place(), place, "and nothing that could not be seen was pressed");
}

/// Proves: WCAG-3.2.5
#[test]
fn a_release_that_changes_other_pages_disturbs_nobody_who_is_read_to() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    visitor.open("reception/schedule.kk");
    let said = visitor.speaking.clone().expect("the page reads itself");
    let folder = demonstration();
    let data = visitor.data.path().to_owned();
    let content = visitor.runtime.block_on(folder::fill(&folder, &data, &[], day())).expect("good content");
    visitor.content = Some(content.clone());
    visitor.happens(Message::Sync(Event::Content(content)));
    visitor.look();
    assert_eq!(visitor.speaking, Some(said), "it goes on");
}

/// Proves: VVSG-7.1-B
#[test]
fn one_button_puts_all_settings_back_but_the_language_and_the_voice() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for key in [Named::F15, Named::F2, Named::F3, Named::F4, Named::F9, Named::F11, Named::F6] {
        visitor.press(key);
        visitor.hear();
    }
    visitor.happens(Message::Frame(frame::Message::Set(Change::Reset)));
    visitor.look();
    assert_eq!(visitor.hear(), ["Все настройки как в начале."]);
    let now = *visitor.stand.settings();
    let fresh = crate::kiosk::settings::Settings::default();
    assert_eq!(now, crate::kiosk::settings::Settings { speech: true, output: now.output, ..fresh });
    assert_eq!(visitor.stand.language(), Language::Russian);
}

/// A page that is open already, as somebody left it, is no reason to be brief with whoever plugs in.
///
/// Proves: EN-5.1.3.2
#[test]
fn headphones_greet_on_a_page_that_was_opened_in_silence_too() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.open("reception/schedule.kk");
    let said = visitor.press_and_hear(Named::F15);
    assert_eq!(said[0], "Сәлеметсіз бе.", "{said:#?}");
    at(&said, "Чтобы слушать по-русски");
    at(&said, "Келесі тармаққа өту");

    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.open("reception/schedule.kk");
    visitor.happens(Message::Frame(frame::Message::Set(Change::Exploration(true))));
    visitor.look();
    at(&visitor.hear(), "Саусағыңызды экранмен жүргізсеңіз");
}

/// Proves: EN-5.1.3.2, EN-5.1.3.9
#[test]
fn speech_that_a_finger_turns_on_goes_to_the_headphones_that_are_there() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F15);
    visitor.hear();
    visitor.wait(Duration::from_secs(181));
    visitor.wait(Duration::from_secs(46));
    assert!(!visitor.stand.settings().speech);
    visitor.tap("Дауыс");
    assert_eq!(visitor.stand.settings().output, speech::Output::Headphones);
    assert_eq!(visitor.hear()[0], "Сәлеметсіз бе.");
}

/// Whoever comes to "Read" by keys or by an exploring finger hears what it is, and then the page from where they were;
/// "Repeat" says what was said before it.
///
/// Proves: EN-5.1.3.4, 508-402.2.4
#[test]
fn reading_goes_on_where_it_was_left_and_what_was_said_is_said_again_by_what_stands_on_the_screen() {
    for profile in ["", "[input]\nprofile = \"five-key\"\n"] {
        let mut visitor = Visitor::set_up(profile, STANDING);
        visitor.press(Named::F15);
        visitor.hear();
        visitor.open("reception/schedule.kk");
        for _ in 0..3 {
            let saying = visitor.speaking.clone().expect("a page reads itself");
            visitor.happens(Message::Speech(speech::Event::Ended(saying.id)));
            visitor.look();
        }
        let left = visitor.speaking.clone().expect("it goes on").text;
        while visitor.look().focused().as_deref() != Some("Тыңдау") {
            visitor.press(Named::ArrowDown);
        }
        assert_eq!(visitor.hear(), ["Оқу", "Тыңдау, түйме, 1-тармақ, барлығы 2"]);
        visitor.press(Named::Enter);
        let said = visitor.speaking.clone().expect("it reads on").text;
        assert_eq!(said, left, "from where it was left");
        visitor.press(Named::ArrowDown);
        assert_eq!(visitor.hear(), ["Қайталау, түйме, 2-тармақ, барлығы 2"]);
        visitor.press(Named::Enter);
        assert_eq!(visitor.hear()[0], left, "not the name of the button");
    }
}

/// Proves: WCAG-4.1.3, WCAG-3.3.1
#[test]
fn a_screen_that_reads_itself_still_tells_what_became_of_the_last_one() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    visitor.happens(Message::Frame(frame::Message::Help));
    visitor.stand.notify("survey-taken-out", &[]);
    visitor.look();
    let said = visitor.hear();
    let told = at(&said, &text(Language::Kazakh, "survey-taken-out"));
    assert!(told < 3 && said.len() > 6, "soon, and the screen is read to its end: {said:#?}");
}

/// Proves: Curtain
#[test]
fn speech_that_is_turned_off_lifts_the_curtain() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F7);
    visitor.press(Named::F8);
    assert!(!visitor.stand.settings().curtain && !visitor.stand.settings().speech);
}

/// Proves: EN-5.5.2
#[test]
fn keypads_without_a_help_key_and_switches_describe_themselves_as_well() {
    let describe = text(Language::Kazakh, "help-describe");
    let mut visitor = Visitor::set_up("[input]\nprofile = \"five-key\"\n", STANDING);
    visitor.happens(Message::Frame(frame::Message::Help));
    while visitor.stand.sheets().next().is_some() && !visitor.look().controls().iter().any(|it| it.words() == describe)
    {
        visitor.press(Named::ArrowRight);
    }
    while visitor.look().focused().as_deref() != Some(describe.as_str()) {
        visitor.press(Named::ArrowDown);
    }
    let said = visitor.press_and_hear(Named::Enter);
    at(&said, "Шығу үшін Enter пернесін екі рет басыңыз.");
    let place = visitor.stand.place().clone();
    assert_eq!(visitor.press_and_hear(Named::ArrowDown), ["Келесі тармаққа өтеді"]);
    assert_eq!(visitor.look().focused().as_deref(), Some(describe.as_str()), "nothing happens");
    let said = visitor.press_and_hear(Named::Enter);
    at(&said, "тағы бір рет басыңыз");
    at(&visitor.press_and_hear(Named::Enter), "Пернелер қайтадан жұмыс істейді.");
    assert_eq!(*visitor.stand.place(), place, "and one is where one was");
    visitor.press_and_hear(Named::ArrowDown);
    assert_ne!(visitor.look().focused().as_deref(), Some(describe.as_str()));

    // A finger begins it, and leaves by walking away.
    visitor.tap(&describe);
    visitor.tap("Басты бет");
    assert_eq!(*visitor.stand.place(), Place::START);
    visitor.press(Named::ArrowDown);
    assert!(visitor.look().focused().is_some(), "the keys work again");
}

/// The screen is drawn once more between the key and the sheet that it turns to, for the voice was silenced: it is the new
/// sheet that is read.
#[test]
fn a_sheet_that_is_turned_to_is_read_though_the_one_before_was_drawn_once_more() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    visitor.press(Named::F8);
    visitor.hear();
    visitor.open("reception/schedule.kk");
    let _ = visitor.stand.interrupt();
    let late = visitor.with_view(Stage::show).messages;
    assert!(late.iter().any(|message| matches!(message, Message::Tree { .. })), "the voice's ways have changed");
    for effect in visitor.stand.update(Message::Frame(frame::Message::Next), visitor.now) {
        assert!(matches!(effect, Effect::Hush | Effect::Mark(_)));
    }
    late.into_iter().for_each(|message| visitor.happens(message));
    visitor.look();
    let said = visitor.hear();
    assert_eq!(said.last().map(String::as_str), Some("Беттің соңы."), "{said:#?}");
}
