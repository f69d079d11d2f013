//! What is an answer, and what it says.

use super::*;

fn all_kinds() -> Vec<Item> {
    let declined = |question: Question| Question { may_decline: true, ..question };
    vec![
        one("one", "rgb").into(),
        many("many", "rgb").into(),
        question("rank", Kind::Rank(choose("rgb"))).into(),
        question("scale", Kind::Scale { from: 0.0, to: 1.0, step: 0.1 }).into(),
        question("integer", Kind::Integer).into(),
        question("decimal", Kind::Decimal).into(),
        question("date", Kind::Date).into(),
        question("line", Kind::Line).into(),
        question("paragraph", Kind::Paragraph).into(),
        question("ok", Kind::Acknowledge).into(),
        declined(one("private", "rgb")).into(),
        question("note", Kind::Note).into(),
        calculated("calculated", "1").into(),
        Question { read_only: true, ..begins(one("fixed", "rgb"), Beginning::Fixed(Value::One("red".into()))) }.into(),
    ]
}

#[test]
fn an_answer_of_the_wrong_kind_changes_nothing() {
    let rank = |names: &[&str]| Some(Value::Rank(names.iter().map(|name| (*name).to_owned()).collect()));
    let mut interview = begin(all_kinds());
    for (to, value) in [
        ("one", chosen("purple")),
        ("one", chosen("")),
        ("one", chosen(&"x".repeat(1_000_000))),
        ("one", several(&["red"])),
        ("one", words("red")),
        ("one", Some(Value::Declined)),
        ("many", chosen("red")),
        ("many", several(&["red", "purple"])),
        ("rank", rank(&["red", "green"])),
        ("rank", rank(&["red", "green", "green"])),
        ("rank", rank(&["red", "green", "blue", "red"])),
        ("scale", number(0.25)),
        ("scale", number(1.1)),
        ("scale", number(-0.1)),
        ("scale", number(f64::NAN)),
        ("integer", number(1.5)),
        ("integer", number(f64::INFINITY)),
        ("integer", number(1e300)),
        ("integer", words("1")),
        ("decimal", number(f64::NAN)),
        ("decimal", number(f64::NEG_INFINITY)),
        ("date", words("2026-11-24")),
        ("line", number(1.0)),
        ("ok", words("OK")),
        ("note", words("x")),
        ("calculated", number(2.0)),
        ("fixed", chosen("green")),
        ("unknown", chosen("red")),
    ] {
        let before = interview.of(to).cloned();
        assert_eq!(because(interview.answer(&name(to), value.clone())), Because::Kind, "{to} {value:?}");
        assert_eq!(interview.of(to), before.as_ref());
    }
    let long = "я".repeat(1_000_000);
    assert_eq!(because(interview.answer(&name("line"), words(&long))), Because::TooLong(2_000));
}

#[test]
fn an_answer_is_kept_in_one_form() {
    let mut interview = begin(all_kinds());
    interview.give("many", several(&["blue", "red", "blue"]));
    assert_eq!(interview.of("many"), several(&["red", "blue"]).as_ref(), "in the list's order, each once");
    interview.give("many", several(&[]));
    assert_eq!(interview.of("many"), None);
    interview.give("line", words("  два\r\nслова\u{202e}\u{0} "));
    assert_eq!(interview.of("line"), words("два слова").as_ref());
    interview.give("paragraph", words("раз\r\n\tдва\u{200b}"));
    assert_eq!(interview.of("paragraph"), words("раз\n два").as_ref());
    interview.give("paragraph", words(" \u{2067}\n "));
    assert_eq!(interview.of("paragraph"), None, "blanks say nothing");
    for step in 0..=10 {
        interview.give("scale", number(f64::from(step) * 0.1));
    }
    interview.give("private", Some(Value::Declined));
    interview.give("ok", Some(Value::Acknowledged));
    assert_eq!(interview.of("fixed"), chosen("red").as_ref());
}

#[test]
fn what_is_typed_is_read_as_people_write_it() {
    let mut interview = begin(all_kinds());
    for (to, typed, is) in [
        ("integer", " 1 500 ", number(1500.0)),
        ("integer", "−5", number(-5.0)),
        ("integer", "+7", number(7.0)),
        ("decimal", "3,5", number(3.5)),
        ("decimal", "3.5", number(3.5)),
        ("date", "2026-11-24", Some(Value::Date(date(2026, 11, 24)))),
        ("date", "24.11.2026", Some(Value::Date(date(2026, 11, 24)))),
        ("date", "4/1/2026", Some(Value::Date(date(2026, 1, 4)))),
        ("line", "сөз", words("сөз")),
        ("line", "  ", None),
    ] {
        interview.answer_typed(&name(to), typed).unwrap_or_else(|complaint| panic!("{typed}: {complaint:?}"));
        assert_eq!(interview.of(to), is.as_ref(), "{typed}");
    }
    for (to, typed) in [
        ("integer", "1.5"),
        ("integer", "1e9"),
        ("integer", "много"),
        ("decimal", "1.2.3"),
        ("decimal", "NaN"),
        ("date", "31.02.2026"),
        ("date", "24.11.26"),
        ("date", "завтра"),
        ("date", "99999999999-1-1"),
        ("one", "red"),
    ] {
        assert_eq!(because(interview.answer_typed(&name(to), typed)), Because::Kind, "{to} {typed}");
    }
}

#[test]
fn a_text_says_what_was_answered_in_its_language() {
    let mut interview = begin(all_kinds());
    interview.give("one", chosen("red"));
    interview.give("many", several(&["green", "blue"]));
    interview.give("decimal", number(2.5));
    interview.give("date", Some(Value::Date(date(2026, 11, 24))));
    let text = |text: &str| Text::new([(Language::English, text.to_owned())]);
    let said = |source: &str| interview.words(&text(source), Language::Kazakh).expect("a text");
    assert_eq!(said("You chose ${one}."), ("You chose RED (en).".into(), Language::English));
    assert_eq!(said("${many}; ${ decimal }; ${date}; [${line}]").0, "GREEN (en), BLUE (en); 2.5; 2026-11-24; []");
    assert_eq!(said("${unknown} $ {x} ${ ${").0, " $ {x} ${ ${");
    assert_eq!(said("${not a name}").0, "${not a name}");
    assert_eq!(interview.words(&Text::default(), Language::Kazakh), None);
    let decimal = interview.survey.question(&name("decimal")).expect("decimal");
    assert_eq!(interview.said(decimal, &Value::Number(2.5), Language::Russian), "2,5");
    assert_eq!(interview.saying(decimal, &Value::Declined, Language::Russian), Said::Declined);
}

#[test]
fn what_a_choice_is_called_follows_the_language_even_when_calculated() {
    let named = calculated("named", "concat('<', jr:choice-name(${one}, '${one}'), '>')");
    let mut interview = begin(vec![one("one", "rgb").into(), named.into()]);
    interview.give("one", chosen("red"));
    let text = Text::new([(Language::English, "${named}".to_owned()), (Language::Russian, "${named}".to_owned())]);
    assert_eq!(interview.words(&text, Language::English).expect("a text").0, "<RED (en)>");
    assert_eq!(interview.words(&text, Language::Russian).expect("a text").0, "<RED>");
}

#[test]
fn labels_that_ask_for_each_other_end() {
    let mut definition = (*survey(vec![one("one", "loop").into()])).clone();
    let endless = Text::new([(Language::English, "again ${one}".to_owned())]);
    definition.lists.insert(name("loop"), vec![Choice { label: endless.clone(), ..choice("x", &[]) }]);
    let mut interview = Interview::begin(Arc::new(definition), SURROUNDINGS);
    interview.give("one", chosen("x"));
    assert_eq!(interview.words(&endless, Language::English).expect("a text").0, "again again ");
}

#[test]
fn what_arrives_must_be_an_answer_to_this_survey() {
    let mut interview = begin(all_kinds());
    interview.give("many", several(&["blue", "red"]));
    interview.give("paragraph", words("раз\nдва"));
    interview.give("private", Some(Value::Declined));
    let sent = interview.finish().expect("complete");
    let survey = Arc::clone(&interview.survey);
    assert_eq!(survey.validate(&sent, true), Ok(()));
    for (to, value) in [
        ("unknown", Value::Acknowledged),
        ("one", Value::One("purple".into())),
        ("one", Value::Declined),
        ("many", Value::Many(vec!["blue".into(), "red".into()])),
        ("many", Value::Many(vec![])),
        ("integer", Value::Number(f64::NAN)),
        ("line", Value::Text("a\u{202e}b".into())),
        ("line", Value::Text("a\nb".into())),
        ("line", Value::Text(String::new())),
        ("paragraph", Value::Text("я".repeat(2_001))),
        ("calculated", Value::Text("я".repeat(2_001))),
        ("calculated", Value::Many(vec!["red".into()])),
        ("note", Value::Text("x".into())),
    ] {
        let mut wrong = sent.clone();
        wrong.insert(name(to), value.clone());
        let complaints = survey.validate(&wrong, false).expect_err(to);
        assert_eq!(complaints.len(), 1, "{to} {value:?}: {complaints:?}");
        assert_eq!(complaints[0].of, name(to));
    }
}

#[test]
fn what_arrives_complete_misses_nothing_that_must_be_answered() {
    let definition = survey(vec![
        one("a", "yn").into(),
        when(required(one("b", "yn")), "${a} = 'yes'").into(),
        when(required(one("c", "yn")), "today() > '2020-01-01'").into(),
        question("d", Kind::Rank(choose("rgb"))).into(),
    ]);
    let sent = |a: &str| BTreeMap::from([(name("a"), Value::One(a.into()))]);
    assert_eq!(definition.validate(&sent("no"), true), Ok(()));
    let missing = definition.validate(&sent("yes"), true).expect_err("b is missing");
    assert_eq!(missing, [Complaint { of: name("b"), because: Because::Missing }]);
    assert_eq!(definition.validate(&sent("yes"), false), Ok(()));
    let ranked = |names: &[&str]| {
        BTreeMap::from([(name("d"), Value::Rank(names.iter().map(|name| (*name).to_owned()).collect()))])
    };
    assert!(definition.validate(&ranked(&["blue", "red"]), true).is_ok(), "a filter may have left out one");
    for wrong in [&["blue", "blue"][..], &["purple"], &[]] {
        assert!(definition.validate(&ranked(wrong), true).is_err(), "{wrong:?}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let names = || prop::collection::vec(prop_oneof!["red|green|blue|x", any::<String>()], 0..5);
    prop_oneof![
        prop_oneof!["red|green|blue|x", any::<String>()].prop_map(Value::One),
        names().prop_map(Value::Many),
        names().prop_map(Value::Rank),
        any::<f64>().prop_map(Value::Number),
        (-9999_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| Value::Date(date(year, month, day))),
        any::<String>().prop_map(Value::Text),
        Just(Value::Acknowledged),
        Just(Value::Declined),
    ]
}

proptest! {
    #[test]
    fn whatever_is_answered_what_is_sent_is_valid(
        answers in prop::collection::vec((0_usize..14, any_value(), 0_u8..4), 0..30),
    ) {
        let mut interview = begin(all_kinds());
        let names: Vec<Name> = interview.survey.questions().iter().map(|question| question.name.clone()).collect();
        for (at, value, then) in answers {
            let _ = interview.answer(&names[at], Some(value));
            let _ = match then {
                0 => interview.next().is_ok(),
                1 => interview.back(),
                2 => interview.open(&names[at]),
                _ => interview.answer(&names[at], None).is_ok(),
            };
        }
        let sent = interview.finish().expect("nothing is required");
        prop_assert_eq!(interview.survey.validate(&sent, true), Ok(()));
        prop_assert_eq!(interview.survey.validate(&interview.so_far(), false), Ok(()));
        let again = Interview::resume(Arc::clone(&interview.survey), SURROUNDINGS, sent.clone(), None);
        prop_assert_eq!(again.finish().expect("nothing is required"), sent);
    }
}
