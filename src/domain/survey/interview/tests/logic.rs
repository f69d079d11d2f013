//! Relevance, calculations, defaults, filters and lots.

use super::*;

#[test]
fn calculations_follow_each_other_in_whichever_order_they_are_written() {
    let mut interview = begin(vec![
        calculated("total", "${double} + 1").into(),
        calculated("double", "${n} * 2").into(),
        question("n", Kind::Integer).into(),
        when(question("big", Kind::Note), "${total} > 10").into(),
        calculated("named", "jr:choice-name(${colour}, '${colour}')").into(),
        one("colour", "rgb").into(),
    ]);
    assert_eq!(interview.of("total"), None, "nothing is known yet");
    interview.give("n", number(5.0));
    interview.give("colour", chosen("red"));
    assert_eq!(interview.of("total"), number(11.0).as_ref());
    assert_eq!(interview.of("named"), words("RED").as_ref());
    assert!(interview.applies(&name("big")));
    interview.give("n", number(1.0));
    assert_eq!(interview.of("total"), number(3.0).as_ref());
    assert!(!interview.applies(&name("big")));
}

#[test]
fn a_condition_that_was_calculated_stays_one() {
    let mut interview = begin(vec![
        one("a", "yn").into(),
        calculated("is_yes", "${a} = 'yes'").into(),
        when(one("plain", "yn"), "${is_yes}").into(),
        when(one("compared", "yn"), "${is_yes} = true()").into(),
        when(one("written", "yn"), "${is_yes} = 'true'").into(),
    ]);
    interview.give("a", chosen("no"));
    assert_eq!(interview.progress().of, 1);
    interview.give("a", chosen("yes"));
    assert_eq!(interview.progress().of, 4);
    assert_eq!(interview.of("is_yes"), words("true").as_ref());
}

#[test]
fn what_an_interview_finishes_with_is_an_answer_also_where_a_condition_was_calculated() {
    let items = || {
        vec![
            question("age", Kind::Integer).into(),
            calculated("adult", "${age} >= 18").into(),
            calculated("grown", "if(${age} >= 18, 'yes', ${age} >= 30)").into(),
            required(when(one("working", "yn"), "${adult}")).into(),
            required(when(one("also", "yn"), "${adult} != 1")).into(),
            required(when(one("third", "yn"), "${grown}")).into(),
        ]
    };
    for (age, answers) in [(15.0, &["also"][..]), (20.0, &["working", "third"])] {
        let mut interview = begin(items());
        interview.give("age", number(age));
        for answer in answers {
            interview.give(answer, chosen("no"));
        }
        let values = interview.finish().expect("complete");
        assert_eq!(survey(items()).validate(&values, true), Ok(()), "{age}");
    }
}

#[test]
fn a_condition_that_is_calculated_once_stays_as_it_was() {
    let mut interview = begin(vec![
        one("a", "yn").into(),
        one("b", "yn").into(),
        calculated("first", "once(${a} = 'yes')").into(),
        when(one("c", "yn"), "${first}").into(),
    ]);
    interview.give("a", chosen("no"));
    interview.give("b", chosen("no"));
    assert!(!interview.applies(&name("c")), "once no, it is no");
}

#[test]
fn what_applied_to_somebody_is_told_by_their_answers() {
    let mut inside = group("visit", Layout::Pages, vec![one("b", "yn"), when(one("c", "yn"), "${b} = 'yes'")]);
    if let Item::Group(group) = &mut inside {
        group.relevant = Some(expression("${a} = 'yes'"));
    }
    let conditions = Conditions::of(survey(vec![
        one("a", "yn").into(),
        inside,
        when(question("d", Kind::Integer), "today() > date('2026-01-01')").into(),
    ]));
    let asked = |answers: &[(&str, &str)]| {
        let values = answers.iter().map(|(of, said)| (name(of), Value::One((*said).to_owned()))).collect();
        conditions.asked(&values).into_iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(asked(&[]), ["a"]);
    assert_eq!(asked(&[("a", "yes")]), ["a", "b"], "passed over or not, it was asked");
    assert_eq!(asked(&[("a", "yes"), ("b", "yes")]), ["a", "b", "c"]);
}

#[test]
fn what_does_not_apply_is_empty_to_all_logic() {
    let mut interview = begin(vec![
        one("a", "yn").into(),
        when(question("n", Kind::Integer), "${a} = 'yes'").into(),
        calculated("seen", "coalesce(${n}, 'nothing')").into(),
        group("inside", Layout::Pages, vec![when(one("b", "yn"), "${n} > 1"), calculated("deep", "5")]),
    ]);
    interview.give("a", chosen("yes"));
    interview.give("n", number(3.0));
    assert_eq!(interview.of("seen"), number(3.0).as_ref());
    interview.give("a", chosen("no"));
    assert_eq!(interview.of("seen"), words("nothing").as_ref());
    assert!(!interview.applies(&name("b")));
}

#[test]
fn a_group_that_does_not_apply_takes_its_questions_along() {
    let mut hidden = group("about", Layout::Pages, vec![required(one("b", "yn")), calculated("c", "1")]);
    if let Item::Group(group) = &mut hidden {
        group.relevant = Some(expression("${a} = 'yes'"));
    }
    let mut interview = begin(vec![one("a", "yn").into(), hidden]);
    assert!(interview.finish().expect("complete").is_empty());
    interview.give("a", chosen("yes"));
    let missing = interview.finish().expect_err("b is missing");
    assert_eq!(missing, [Complaint { of: name("b"), because: Because::Missing }]);
}

#[test]
fn defaults_may_be_worked_out_from_other_defaults_and_the_day() {
    let calculated = |source: &str| Beginning::Calculated(expression(source));
    let interview = begin(vec![
        begins(question("next", Kind::Date), calculated("date(${day} + 1)")).into(),
        begins(question("day", Kind::Date), calculated("today()")).into(),
        begins(one("colour", "rgb"), calculated("if(true(), 'green', 'red')")).into(),
        begins(many("colours", "rgb"), calculated("'blue red'")).into(),
        begins(question("n", Kind::Integer), calculated("1.5")).into(),
        begins(one("wrong", "rgb"), Beginning::Fixed(Value::One("purple".into()))).into(),
    ]);
    assert_eq!(interview.of("next"), Some(&Value::Date(date(2026, 11, 25))));
    assert_eq!(interview.of("colour"), chosen("green").as_ref());
    assert_eq!(interview.of("colours"), several(&["red", "blue"]).as_ref());
    assert_eq!((interview.of("n"), interview.of("wrong")), (None, None), "what does not fit is no default");
}

fn filtered(question: Question, source: &str) -> Question {
    let mut question = question;
    if let Kind::One(choices) | Kind::Many(choices) | Kind::Rank(choices) = &mut question.kind {
        choices.filter = Some(expression(source));
    }
    question
}

#[test]
fn an_answer_no_longer_on_offer_is_dropped() {
    let mut interview = begin(vec![
        one("side", "side").into(),
        filtered(one("city", "city"), "side = ${side}").into(),
        filtered(many("cities", "city"), "side = ${side} or name = 'astana'").into(),
        filtered(question("order", Kind::Rank(choose("city"))), "side = ${side}").into(),
    ]);
    interview.give("side", chosen("south"));
    assert_eq!(interview.offered("city"), ["almaty", "shymkent"]);
    interview.give("city", chosen("almaty"));
    interview.give("cities", several(&["astana", "shymkent"]));
    interview.give("order", Some(Value::Rank(vec!["shymkent".into(), "almaty".into()])));
    assert_eq!(because(interview.answer(&name("city"), chosen("astana"))), Because::Kind);
    interview.give("side", chosen("north"));
    assert_eq!(interview.of("city"), None);
    assert_eq!(interview.of("cities"), several(&["astana"]).as_ref());
    assert_eq!(interview.of("order"), None);
}

#[test]
fn a_question_without_anything_to_choose_is_not_asked() {
    let city = required(filtered(one("city", "city"), "side = ${side}"));
    let mut interview = begin(vec![one("side", "side").into(), city.into()]);
    interview.give("side", chosen("west"));
    assert_eq!(interview.next(), Ok(Step::Review));
    assert!(interview.finish().is_ok());
    assert!(interview.open(&name("side")));
    interview.give("side", chosen("north"));
    assert_eq!(interview.next(), Ok(Step::Page), "now there is");
}

#[test]
fn a_page_whose_answer_was_dropped_is_asked_again_on_the_way_back_to_the_review() {
    let city = filtered(one("city", "city"), "side = ${side}");
    let mut interview = begin(vec![one("side", "side").into(), city.into(), one("last", "yn").into()]);
    interview.give("side", chosen("north"));
    interview.next().expect("a page");
    interview.give("city", chosen("astana"));
    while interview.next().expect("nothing is required") == Step::Page {}
    interview.open(&name("side"));
    interview.give("side", chosen("south"));
    assert_eq!((interview.next(), interview.shown()), (Ok(Step::Page), vec!["city".to_owned()]));
    assert_eq!(interview.next(), Ok(Step::Review));
}

#[test]
fn shuffled_choices_keep_their_order_for_one_respondent() {
    let shuffled = |of: &str| {
        let mut question = one(of, "ten");
        if let Kind::One(choices) = &mut question.kind {
            choices.shuffled = true;
        }
        question
    };
    let items = || vec![shuffled("x").into(), shuffled("y").into(), one("z", "ten").into()];
    let interview = |seed| Interview::begin(survey(items()), Surroundings { seed, ..SURROUNDINGS });
    let first = interview(1);
    assert_eq!(first.offered("x"), interview(1).offered("x"));
    assert_ne!(first.offered("x"), interview(2).offered("x"));
    assert_ne!(first.offered("x"), first.offered("y"));
    assert_eq!(first.offered("z").join(""), "abcdefghij");
    let mut sorted = first.offered("x");
    sorted.sort_unstable();
    assert_eq!(sorted.join(""), "abcdefghij");
    // Each choice comes first about as often as any other.
    let mut firsts = BTreeMap::new();
    for seed in 0..1_000 {
        *firsts.entry(interview(seed).offered("x")[0].to_owned()).or_insert(0) += 1;
    }
    assert!(firsts.len() == 10 && firsts.values().all(|times| (60..=145).contains(times)), "{firsts:?}");
}

#[test]
fn logic_that_goes_round_ends_all_the_same() {
    let mut interview = begin(vec![
        calculated("a", "${b} + 1").into(),
        calculated("b", "${a} + 1").into(),
        when(one("c", "yn"), "${d} = 'yes'").into(),
        when(one("d", "yn"), "${c} = 'yes'").into(),
        calculated("self", "${self} + 1").into(),
        one("e", "yn").into(),
    ]);
    interview.give("e", chosen("yes"));
    while interview.next().expect("nothing is required") == Step::Page {}
    assert!(interview.finish().is_ok());
}

#[test]
fn once_keeps_its_first_outcome() {
    let mut interview = begin(vec![question("n", Kind::Integer).into(), calculated("first", "once(${n})").into()]);
    assert_eq!(interview.of("first"), None);
    interview.give("n", number(3.0));
    interview.give("n", number(4.0));
    assert_eq!(interview.of("first"), number(3.0).as_ref());
}

#[test]
fn without_a_credible_clock_the_day_keeps_nobody_from_answering() {
    let items = vec![constrained(question("when", Kind::Date), ". <= today()").into()];
    let nowhere = Surroundings { today: None, ..SURROUNDINGS };
    let mut interview = Interview::begin(survey(items.clone()), nowhere);
    interview.give("when", Some(Value::Date(date(2030, 1, 1))));
    assert!(interview.finish().is_ok());
    let mut interview = begin(items);
    interview.give("when", Some(Value::Date(date(2030, 1, 1))));
    assert!(interview.finish().is_err());
}

#[test]
fn texts_that_double_themselves_stay_within_bounds() {
    let mut items: Vec<Item> = vec![question("t0", Kind::Line).into()];
    items.extend(
        (1..100).map(|at| calculated(&format!("t{at}"), &format!("concat(${{t{0}}}, ${{t{0}}})", at - 1)).into()),
    );
    let mut interview = begin(items);
    interview.give("t0", words("әбвгд"));
    let Some(Value::Text(text)) = interview.of("t99") else { panic!("a text") };
    assert_eq!(text.chars().count(), Interview::LONGEST_TEXT);
}

#[test]
fn a_page_of_a_survey_of_two_hundred_questions_changes_within_milliseconds() {
    let mut items: Vec<Item> = vec![one("q0", "yn").into()];
    for at in 1..200 {
        let before = at - 1;
        items.push(match at % 4 {
            0 => calculated(&format!("q{at}"), &format!("count-selected(${{q{before}}}) + {at}")).into(),
            1 => when(
                one(&format!("q{at}"), "yn"),
                &format!("${{q{before}}} != 'never' and not(selected(${{q{before}}}, 'x'))"),
            )
            .into(),
            2 => filtered(one(&format!("q{at}"), "city"), &format!("side != ${{q{before}}}")).into(),
            _ => constrained(required(many(&format!("q{at}"), "ten")), "count-selected(.) <= 3").into(),
        });
    }
    let mut interview = begin(items);
    let begun = std::time::Instant::now();
    let mut pages = 0;
    loop {
        let page = interview.page().expect("a page");
        let (asked, offered) = (page.questions[0].name.clone(), interview.offered(page.questions[0].name.as_str()));
        let (kind, first) = (page.questions[0].kind.clone(), offered[0].to_owned());
        interview.give(asked.as_str(), if matches!(kind, Kind::Many(_)) { several(&[&first]) } else { chosen(&first) });
        let _ = interview.progress();
        pages += 1;
        if interview.next().expect("all is well") == Step::Review {
            break;
        }
    }
    let each = begun.elapsed() / pages;
    println!("{pages} pages, {each:?} each");
    assert!(pages == 151 && each < std::time::Duration::from_millis(40), "{pages} pages, {each:?} each");
}
