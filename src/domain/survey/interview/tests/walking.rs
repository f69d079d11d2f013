//! From page to page.

use super::*;

#[test]
fn each_question_has_a_page_and_a_group_may_share_one() {
    let mut interview = begin(vec![
        one("first", "yn").into(),
        group("apart", Layout::Pages, vec![one("a", "yn"), one("b", "yn")]),
        group("together", Layout::Together, vec![question("note", Kind::Note), one("c", "yn"), one("d", "yn")]),
        group("rows", Layout::Rows, vec![one("r1", "yn"), one("r2", "yn")]),
        calculated("hidden", "1").into(),
        question("last", Kind::Note).into(),
    ]);
    let mut pages = vec![interview.shown()];
    let mut groups = vec![];
    while interview.next().expect("nothing is wrong") == Step::Page {
        pages.push(interview.shown());
        groups.push(
            interview.page().expect("a page").groups.iter().map(|group| group.name.to_string()).collect::<Vec<_>>(),
        );
    }
    let pages: Vec<_> = pages.iter().map(|page| page.join(" ")).collect();
    assert_eq!(pages, ["first", "a", "b", "note c d", "r1", "r2", "last"]);
    assert_eq!(groups.concat(), ["apart", "apart", "together", "rows", "rows"]);
    assert_eq!(interview.progress(), Progress { at: 7, of: 7 });
    assert_eq!(interview.page().map(|page| page.questions.len()), None);
    assert_eq!(interview.next(), Ok(Step::Review), "the review has nothing after it");
}

#[test]
fn groups_within_a_shared_page_share_it_and_keep_their_names() {
    let inner = group("inner", Layout::Pages, vec![one("b", "yn")]);
    let outer = Group {
        name: name("outer"),
        label: Text::default(),
        relevant: None,
        layout: Layout::Together,
        items: vec![one("a", "yn").into(), inner, one("c", "yn").into()],
    };
    let interview = begin(vec![Item::Group(outer), group("next", Layout::Together, vec![one("d", "yn")])]);
    assert_eq!(interview.shown(), ["a", "b", "c"]);
    let inner = interview.survey.question(&name("b")).expect("b");
    let around: Vec<_> = interview.groups(inner).iter().map(|group| group.name.to_string()).collect();
    assert_eq!(around, ["outer", "inner"]);
    assert_eq!(interview.progress().of, 2);
}

#[test]
fn what_does_not_apply_is_passed_over_there_and_back() {
    let mut interview = begin(vec![
        one("used", "yn").into(),
        when(one("content", "yn"), "${used} = 'yes'").into(),
        one("helped", "yn").into(),
    ]);
    assert_eq!(interview.progress(), Progress { at: 1, of: 2 });
    interview.give("used", chosen("no"));
    assert_eq!(interview.next(), Ok(Step::Page));
    assert_eq!(interview.shown(), ["helped"]);
    assert!(interview.back());
    assert_eq!(interview.shown(), ["used"]);
    assert!(!interview.back(), "there is nothing before the first page");
    interview.give("used", chosen("yes"));
    assert_eq!(interview.progress(), Progress { at: 1, of: 3 });
    assert_eq!(interview.next(), Ok(Step::Page));
    assert_eq!(interview.shown(), ["content"]);
}

/// Proves: WCAG-3.3.1, WCAG-3.3.3
#[test]
fn a_page_stays_open_until_what_must_be_answered_is_and_says_what_is_wrong() {
    let age = constrained(required(question("age", Kind::Integer)), ". >= 0 and . <= 120");
    let mut interview = begin(vec![age.into(), one("next", "yn").into()]);
    let complaint = |because| Err(vec![Complaint { of: name("age"), because }]);
    assert_eq!(interview.next(), complaint(Because::Missing));
    interview.give("age", number(150.0));
    assert_eq!(interview.next(), complaint(Because::Constraint));
    assert_eq!(interview.shown(), ["age"]);
    interview.give("age", number(42.0));
    assert_eq!(interview.next(), Ok(Step::Page));
    assert_eq!(interview.shown(), ["next"]);
}

#[test]
fn who_prefers_not_to_say_has_answered() {
    let asked = Question { may_decline: true, ..constrained(required(one("which", "rgb")), ". = 'red'") };
    let mut interview = begin(vec![asked.into(), when(one("why", "yn"), "${which} != ''").into()]);
    interview.give("which", Some(Value::Declined));
    assert_eq!(interview.next(), Ok(Step::Review), "in logic it is not answered");
    assert_eq!(interview.finish().expect("complete")[&name("which")], Value::Declined);
}

#[test]
fn a_change_at_the_review_leads_back_to_it() {
    let mut interview = begin(vec![one("a", "yn").into(), one("b", "yn").into(), one("c", "yn").into()]);
    while interview.next().expect("nothing is required") == Step::Page {}
    assert!(interview.open(&name("a")) && interview.is_returning());
    interview.give("a", chosen("yes"));
    assert_eq!(interview.next(), Ok(Step::Review));
    assert!(!interview.is_returning());
}

#[test]
fn a_change_at_the_review_asks_first_what_it_made_necessary() {
    let mut interview = begin(vec![
        one("used", "yn").into(),
        one("other", "yn").into(),
        when(one("why", "yn"), "${used} = 'yes'").into(),
        when(required(one("how", "yn")), "${used} = 'yes'").into(),
        one("last", "yn").into(),
    ]);
    interview.give("used", chosen("no"));
    while interview.next().expect("nothing is required") == Step::Page {}
    interview.open(&name("used"));
    interview.give("used", chosen("yes"));
    assert_eq!((interview.next(), interview.shown()), (Ok(Step::Page), vec!["why".to_owned()]));
    assert_eq!((interview.next(), interview.shown()), (Ok(Step::Page), vec!["how".to_owned()]));
    interview.next().expect_err("it must be answered");
    interview.give("how", chosen("no"));
    assert_eq!(interview.next(), Ok(Step::Review));
    assert!(!interview.open(&name("nothing")));
}

/// Proves: WCAG-3.3.7
#[test]
fn hidden_answers_are_kept_and_not_sent() {
    let mut interview =
        begin(vec![one("used", "yn").into(), when(question("what", Kind::Line), "${used} = 'yes'").into()]);
    interview.give("used", chosen("yes"));
    interview.give("what", words("часы приёма"));
    interview.give("used", chosen("no"));
    assert_eq!(interview.finish().expect("complete").keys().map(Name::as_str).collect::<Vec<_>>(), ["used"]);
    assert_eq!(interview.review().len(), 1);
    interview.give("used", chosen("yes"));
    assert_eq!(interview.of("what"), words("часы приёма").as_ref(), "nobody has to write it twice");
    assert_eq!(interview.finish().expect("complete").len(), 2);
}

#[test]
fn an_interview_is_taken_up_where_it_was_left() {
    let items = vec![one("a", "yn").into(), when(one("b", "yn"), "${a} = 'yes'").into(), one("c", "yn").into()];
    let survey = survey(items);
    let values = BTreeMap::from([
        (name("a"), Value::One("yes".into())),
        (name("b"), Value::One("purple".into())),
        (name("c"), Value::Number(f64::NAN)),
        (name("unknown"), Value::Acknowledged),
    ]);
    let at =
        |at: Option<&str>| Interview::resume(Arc::clone(&survey), SURROUNDINGS, values.clone(), at.map(name).as_ref());
    assert_eq!(at(Some("b")).shown(), ["b"]);
    assert_eq!(at(None).shown(), ["review"]);
    assert_eq!(at(Some("unknown")).shown(), ["review"]);
    assert_eq!(at(Some("b")).finish().expect("complete").len(), 1, "what does not fit is left out");
    let mut returned = at(None);
    assert!(returned.open(&name("a")));
    assert_eq!(returned.next(), Ok(Step::Review));
}

#[test]
fn a_default_that_was_taken_back_does_not_come_again() {
    let asked = begins(one("a", "yn"), Beginning::Fixed(Value::One("yes".into())));
    let survey = survey(vec![asked.into()]);
    let mut interview = Interview::begin(Arc::clone(&survey), SURROUNDINGS);
    assert_eq!(interview.of("a"), chosen("yes").as_ref());
    interview.give("a", None);
    let values = interview.finish().expect("complete");
    let taken_up = Interview::resume(survey, SURROUNDINGS, values, Some(&name("a")));
    assert_eq!(taken_up.of("a"), None);
}

#[test]
fn an_answer_that_is_left_holds_what_was_seen_and_is_right() {
    let mut interview = begin(vec![
        one("a", "yn").into(),
        constrained(question("age", Kind::Integer), ". < 120").into(),
        begins(one("unseen", "yn"), Beginning::Fixed(Value::One("yes".into()))).into(),
        calculated("twice", "${age} * 2").into(),
    ]);
    interview.give("a", chosen("no"));
    interview.next().expect("a page");
    interview.give("age", number(500.0));
    let so_far = interview.so_far();
    assert_eq!(so_far.keys().map(Name::as_str).collect::<Vec<_>>(), ["a", "twice"]);
    interview.give("age", number(50.0));
    interview.next().expect("a page");
    assert_eq!(interview.so_far().len(), 4);
}

#[test]
fn a_survey_without_questions_is_at_its_review() {
    assert_eq!(begin(vec![]).shown(), ["review"]);
    assert_eq!(begin(vec![]).progress(), Progress { at: 0, of: 0 });
    assert_eq!(begin(vec![when(one("never", "yn"), "false()").into()]).shown(), ["review"]);
}
