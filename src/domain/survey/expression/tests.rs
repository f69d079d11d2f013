use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

/// Answers by name, an answer in question, a choice.
#[derive(Default)]
struct Given {
    answers: BTreeMap<String, Outcome>,
    this: Outcome,
    attributes: BTreeMap<String, String>,
    today: Option<Date>,
}

impl Scope for Given {
    fn answer(&self, name: &Name) -> Outcome {
        self.answers.get(name.as_str()).cloned().unwrap_or_default()
    }
    fn this(&self) -> Outcome {
        self.this.clone()
    }
    fn attribute(&self, name: &str) -> Outcome {
        self.attributes.get(name).map_or(Outcome::Nothing, |text| Outcome::Text(text.clone()))
    }
    fn today(&self) -> Option<Date> {
        self.today
    }
    fn choice_label(&self, question: &Name, choice: &str) -> Option<String> {
        Some(format!("{question}/{choice}"))
    }
}

fn given() -> Given {
    let text = |text: &str| Outcome::Text(text.to_owned());
    let answers = [
        ("colour", text("red")),
        ("level", text("3")),
        ("colours", Outcome::Names(vec!["red".into(), "green".into()])),
        ("age", Outcome::Number(42.0)),
        ("born", Outcome::Date(date(1984, 2, 29))),
        ("name", text("  Әлия  Сара ")),
        ("big", Outcome::Truth(true)),
    ];
    Given {
        answers: answers.into_iter().map(|(name, outcome)| (name.to_owned(), outcome)).collect(),
        this: Outcome::Number(7.0),
        attributes: BTreeMap::from([("region".to_owned(), "almaty".to_owned())]),
        today: Some(date(2026, 11, 24)),
    }
}

fn outcome(source: &str) -> Outcome {
    Expression::parse(source).unwrap_or_else(|error| panic!("{source}: {error}")).evaluate(&given())
}

fn text(source: &str) -> String {
    outcome(source).text().into_owned()
}

fn error(source: &str) -> String {
    Expression::parse(source).expect_err(source).to_string()
}

#[test]
fn arithmetic_follows_the_usual_ranks() {
    for (source, is) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("7 div 2", "3.5"),
        ("-7 mod 3", "-1"),
        ("- - 5", "5"),
        ("---5", "-5"),
        ("2 - -2", "4"),
        ("0.1 + 0.2", "0.3"),
        (".5 * 2", "1"),
        ("1 div 0", "Infinity"),
        ("0 div 0", "NaN"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(3.14159, 2)", "3.14"),
        ("int(-3.7)", "-3"),
        ("pow(2, 10)", "1024"),
        ("sqrt(81)", "9"),
        ("abs(-4)", "4"),
        ("min(3, 1, 2)", "1"),
        ("max(3, '', 2)", "3"),
        ("sum(1, '', 2)", "3"),
        ("${age} div 2", "21"),
        ("${level} + 1", "4"),
    ] {
        assert_eq!(text(source), is, "{source}");
    }
}

#[test]
fn what_is_not_answered_is_an_empty_text() {
    for (source, holds) in [
        ("${none} = ''", true),
        ("${none} != ''", false),
        ("${none} = 0", false),
        ("${none} != 'no'", true),
        ("${none} < 5", false),
        ("${none} >= 0", false),
        ("not(${none})", true),
        ("selected(${none}, 'red')", false),
        ("selected(${none}, '')", false),
        ("count-selected(${none}) = 0", true),
        ("string-length(${none}) = 0", true),
        ("coalesce(${none}, 'x') = 'x'", true),
    ] {
        assert_eq!(outcome(source), Outcome::Truth(holds), "{source}");
    }
    assert_eq!(outcome("${none} + 1").into_value(), None, "no number is no answer");
}

#[test]
fn comparison_follows_what_is_compared() {
    for (source, holds) in [
        ("${colour} = 'red'", true),
        ("'red' != ${colour}", false),
        ("${age} = '42'", true),
        ("${age} > 41.9", true),
        ("${level} = 3", true),
        ("${level} >= 3 and ${level} < 4", true),
        ("1 < 2 = true()", true),
        ("${big} = 'true'", true),
        ("${big} = true()", true),
        ("false() = 'false'", true),
        ("'abc' < 'abd'", false),
        ("0.1 + 0.2 = 0.3", true),
        ("${born} = '1984-02-29'", true),
        ("${born} < '1990-01-01'", true),
        ("${born} < date('1984-03-01')", true),
        ("'2026-01-02' > '2026-01-01'", true),
        ("${colours} = 'red green'", true),
    ] {
        assert_eq!(outcome(source), Outcome::Truth(holds), "{source}");
    }
}

#[test]
fn conditions_and_choices_are_told_apart() {
    for (source, is) in [
        ("selected(${colours}, 'green')", "true"),
        ("selected(${colour}, 'red')", "true"),
        ("selected(${colours}, 'blue') or ${age} > 40", "true"),
        ("true() and false() or true()", "true"),
        ("not(true()) or false()", "false"),
        ("count-selected(${colours})", "2"),
        ("selected-at(${colours}, 1)", "green"),
        ("selected-at(${colours}, 9)", ""),
        ("selected-at(${colours}, -1)", ""),
        ("if(${age} >= 18, 'adult', 'child')", "adult"),
        ("if(${none} = '', 1, 2)", "1"),
        ("coalesce('', ${none}, 'third')", "third"),
        ("jr:choice-name(${colour}, '${colour}')", "colour/red"),
        ("once('new')", "7"),
        ("boolean('x')", "true"),
        ("boolean-from-string('0')", "false"),
        ("region = 'almaty'", "true"),
        ("selected('almaty astana', region)", "true"),
        (". > 5", "true"),
    ] {
        assert_eq!(text(source), is, "{source}");
    }
}

#[test]
fn texts_are_cut_and_joined_by_character_not_by_byte() {
    for (source, is) in [
        ("string-length('қазақ')", "5"),
        ("substr('қазақша', 0, 5)", "қазақ"),
        ("substr('қазақша', -2)", "ша"),
        ("substr('қаз', 2, 1)", ""),
        ("substr('қаз', 0, 99999999999)", "қаз"),
        ("substr('abc', -99, 2)", "ab"),
        ("substring-before('a@b', '@')", "a"),
        ("substring-after('a@b', '@')", "b"),
        ("substring-after('ab', '@')", ""),
        ("contains('қазақ', 'аза')", "true"),
        ("starts-with('қазақ', 'қ')", "true"),
        ("ends-with('қазақ', 'қ')", "true"),
        ("normalize-space(${name})", "Әлия Сара"),
        ("translate('бар', 'аб', 'АБ')", "БАр"),
        ("translate('a-b', '-', '')", "ab"),
        ("concat('a', 1, ${none}, true())", "a1true"),
        ("join(', ', 'a', 'b')", "a, b"),
        ("string(12.50)", "12.5"),
        ("number('12,5')", "NaN"),
        ("number('1e3')", "NaN"),
    ] {
        assert_eq!(text(source), is, "{source}");
    }
}

#[test]
fn days_can_be_reckoned_with() {
    for (source, is) in [
        ("today()", "2026-11-24"),
        ("int((today() - ${born}) div 365.25)", "42"),
        ("date(today() + 7)", "2026-12-01"),
        ("date('2026-02-30')", ""),
        ("format-date(${born}, '%d.%m.%Y')", "29.02.1984"),
        ("format-date('2026-03-05', '%e/%n/%y %%')", "5/3/26 %"),
        ("decimal-date-time('1970-01-02')", "1"),
        ("date(99999999999999)", ""),
        ("date('x') = ''", "true"),
        ("format-date(${born}, '%Y') + 16", "2000"),
    ] {
        assert_eq!(text(source), is, "{source}");
    }
    let nowhere = Given::default();
    let today = Expression::parse(". <= today()").expect("an expression");
    assert!(today.asks_the_day() && !today.evaluate(&nowhere).truth());
}

#[test]
fn a_pattern_matches_the_whole_text() {
    for (source, holds) in [
        ("regex('2026', '[0-9]{4}')", true),
        ("regex('x2026', '[0-9]{4}')", false),
        ("regex('2026', '^[0-9]{4}$')", true),
        ("regex('b', 'a|b')", true),
        ("regex('ab', 'a|b')", false),
        ("regex('Қазақ', '[А-ЯӘҒҚҢӨҰҮҺІа-яәғқңөұүһі]+')", true),
    ] {
        assert_eq!(outcome(source), Outcome::Truth(holds), "{source}");
    }
}

#[test]
fn errors_say_what_to_do() {
    for (source, says) in [
        ("", "nothing is written here; write an expression or leave the cell empty"),
        (
            "selected(${a})",
            "selected() takes 2 arguments, here it has 1; put them between the brackets, with commas between",
        ),
        ("true(1)", "true() takes no arguments, here it has 1; put them between the brackets, with commas between"),
        ("choose(${a}, 'b')", "a stand does not know choose(); use what"),
        ("selectd(${a}, 'b')", "a stand does not know selectd(); write selected(…)"),
        ("Selected(${a}, 'b')", "a stand does not know Selected(); write selected(…)"),
        ("${a} = 'b", "a text begins here that does not end; close it with the same quote"),
        ("${a = 1", "${ is not closed; write ${name} with the name of a question"),
        ("${1a} = 1", "\"1a\" is no name"),
        ("(1 + 2", "a bracket is not closed; close it with )"),
        ("1 + 2)", ") without its ( has no place here"),
        ("1 +", "something is missing at the end; complete it, or take out the last sign"),
        ("${a} = ‘b’", "a curly quote has no place here; use straight quotes"),
        ("${a} == 1", "== has no place here; write = once"),
        ("${a} <> 1", "write !="),
        ("${a} && ${b}", "write and"),
        ("!${a}", "write not(…)"),
        ("${a} = 1 AND ${b} = 2", "write and, or, div, mod in small letters"),
        ("${a} ${b}", "put and, or or another sign between the two parts"),
        ("/data/a = 1", "write ${name} instead of a path"),
        ("../a = 1", "for an answer, write ${name}"),
        ("true", "write true()"),
        ("pulldata('a','b','c','d')", "put what is needed into the choices sheet"),
        ("now()", "use today()"),
        ("random()", "randomize=true"),
        ("indexed-repeat(${a}, ${b}, 1)", "a stand has no repeats"),
        ("position(..)", "a stand does not know position(); ask each question by itself: a stand has no repeats"),
        ("instance('item')/root/item[a=1]", "a stand does not know instance(); put what is needed into the choices"),
        ("${last-saved#a}", "a stand keeps nothing of the visitor before"),
        ("regex(., concat('a', 'b'))", "write the pattern itself"),
        ("regex(., '(?=a)b')", "looks ahead, behind or back"),
        ("regex(., '(a')", "the pattern of regex() is wrong: unclosed group"),
        ("regex(., 'a)(b')", "the pattern of regex() is wrong: unopened group"),
        ("regex(., '(\\w{1000}){1000}')", "the pattern is too large"),
        ("format-date(., '%B')", "format-date() does not know %B"),
        ("12abc", "put quotes around a text"),
        ("1.2.3", "\"1.2.3\" is no number"),
        ("'a' 'b'", "this has no place here"),
        (",", "a comma has no place here"),
        ("if(1,,2)", "a comma has no place here"),
    ] {
        assert!(error(source).contains(says), "{source}: {}", error(source));
    }
    assert_eq!(Expression::parse("1 + §").expect_err("a foreign sign").at, 4);
}

#[test]
fn what_is_too_deep_or_too_long_is_refused_and_costs_no_stack() {
    let deep = format!("{}1{}", "(".repeat(4_900), ")".repeat(4_900));
    assert!(error(&deep).contains("more than 100 brackets within brackets"));
    let calls = "not(".repeat(2_000);
    assert!(error(&calls).contains("more than 100 brackets within brackets"));
    assert!(error(&"(".repeat(10_001)).contains("more than the 10000"));
    let long = format!("1{}", " + 1".repeat(2_000));
    assert_eq!(text(&long), "2001", "a long sum is not a deep one");
    assert_eq!(text(&format!("{}1", "-".repeat(9_000))), "1");
    let every_rank = "(1 or 1 and 1 = 1 < 1 + 1 * not(";
    let deepest = format!("{}1{}", every_rank.repeat(50), "))".repeat(50));
    assert_eq!(text(&deepest), "true");
}

#[test]
fn texts_that_are_put_together_stay_within_bounds() {
    let double = "concat(".repeat(20) + "'0123456789012345678901234567890123456789'" + &", .)".repeat(20);
    assert!(text(&double).chars().count() <= 20_000);
    let many = format!("concat({})", vec!["${huge}"; 1_000].join(","));
    let mut given = given();
    given.answers.insert("huge".into(), Outcome::Text("х".repeat(2_000)));
    let joined = Expression::parse(&many).expect("an expression").evaluate(&given);
    assert_eq!(joined.text().chars().count(), 20_000);
}

#[test]
fn an_expression_travels_as_the_text_it_was_written_as() {
    let expression = Expression::parse("${a} = 'b' and selected(${c}, d)").expect("an expression");
    let json = serde_json::to_string(&expression).expect("json");
    assert_eq!(json, "\"${a} = 'b' and selected(${c}, d)\"");
    assert_eq!(serde_json::from_str::<Expression>(&json).expect("back"), expression);
    assert!(serde_json::from_str::<Expression>("\"1 +\"").is_err());
    let names: Vec<_> = expression.names().into_iter().map(Name::as_str).collect();
    assert_eq!(names, ["a", "c"]);
    assert_eq!(expression.attributes().into_iter().collect::<Vec<_>>(), ["d"]);
}

/// Something like what is written in sheets: also what is wrong in them.
fn scribble() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("${colour}".to_owned()),
        Just("${colours}".to_owned()),
        Just("${age}".to_owned()),
        Just("${born}".to_owned()),
        Just("${none}".to_owned()),
        Just(".".to_owned()),
        Just("'красный'".to_owned()),
        Just("today()".to_owned()),
        Just("region".to_owned()),
        (0..2_000_000_i64).prop_map(|number| number.to_string()),
        "[-+*=<>!(),. '\"$]{1,3}",
        prop::sample::select(vec![
            " and ",
            " or ",
            " div ",
            " mod ",
            "selected(",
            "if(",
            "substr(",
            "concat(",
            "round(",
            "date(",
            "pow(",
            "format-date(",
            "translate(",
            "regex(",
            "selected-at(",
            "count-selected(",
            "not(",
            ")",
            ",",
            "join(",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 0..12).prop_map(|words| words.concat())
}

/// An expression that is right.
fn right() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("${colour}".to_owned()),
        Just("${colours}".to_owned()),
        Just("${age}".to_owned()),
        Just("${born}".to_owned()),
        Just("${none}".to_owned()),
        Just(".".to_owned()),
        Just("today()".to_owned()),
        any::<f64>()
            .prop_filter("finite", |number| number.is_finite())
            .prop_map(|number| format!("{:.3}", number.abs())),
        "'[а-яa-z0-9 -]{0,12}'",
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let operator =
            prop::sample::select(vec!["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or"]);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(one, sign, other)| format!("({one} {sign} {other})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("substr({a}, {b}, {c})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("if({a}, {b}, {c})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("translate({a}, {b}, {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("selected-at({a}, {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("round({a}, {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("pow({a}, {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("format-date(date({a}), {b})")),
            inner.clone().prop_map(|a| format!("-{a}")),
            inner.prop_map(|a| format!("concat({a}, {a})")),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_written_is_understood_or_refused(source in scribble()) {
        if let Ok(expression) = Expression::parse(&source) {
            let _ = expression.evaluate(&given()).into_value();
        }
    }

    #[test]
    fn any_text_at_all_is_understood_or_refused(source in any::<String>()) {
        if let Err(error) = Expression::parse(&source) {
            prop_assert!(error.at <= source.chars().count());
            prop_assert!(!error.problem.is_empty() && !error.advice.is_empty());
        }
    }

    #[test]
    fn what_is_right_comes_to_something_finite_in_length(source in right()) {
        let outcome = Expression::parse(&source).expect("a right expression").evaluate(&given());
        prop_assert!(outcome.text().chars().count() <= 20_000);
        if let Some(super::super::Value::Number(number)) = outcome.into_value() {
            prop_assert!(number.is_finite());
        }
    }
}

#[test]
fn an_expression_has_so_many_patterns_and_no_more() {
    let patterns = |count: usize| vec!["regex(., 'a')"; count].join(" or ");
    assert!(Expression::parse(&patterns(20)).is_ok());
    let error = Expression::parse(&patterns(21)).expect_err("too many");
    assert!(error.problem.contains("20 patterns"), "{error:?}");
}
