use super::*;
use crate::domain::survey::definition::Beginning;
use crate::domain::survey::interview::tests::*;
use crate::domain::survey::{Choice, Group, Kind, Layout, Question, Text, Value};

const ALL: [Language; 2] = [Language::Russian, Language::English];

/// What is found, as "of: part: problem".
fn found(items: Vec<Item>) -> Vec<String> {
    shown(&survey(items))
}

fn shown(survey: &Survey) -> Vec<String> {
    let of = |finding: &Finding| finding.of.as_ref().map_or("-", Name::as_str).to_owned();
    let findings = survey.check(&ALL).into_iter();
    findings.map(|finding| format!("{}: {:?}: {:?}", of(&finding), finding.part, finding.problem)).collect()
}

fn assert_found(items: Vec<Item>, expected: &[&str]) {
    let found = found(items);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

fn hinted(question: Question, hint: &str) -> Question {
    Question { hint: label(hint), ..question }
}

fn filtered(mut question: Question, source: &str) -> Question {
    if let Kind::One(choices) | Kind::Many(choices) | Kind::Rank(choices) = &mut question.kind {
        choices.filter = Some(expression(source));
    }
    question
}

#[test]
fn a_survey_that_is_well_made_has_no_findings() {
    let about = group(
        "about",
        Layout::Together,
        vec![
            one("region", "side"),
            filtered(one("city", "city"), "side = ${region}"),
            // On the same page: both may ask about each other.
            constrained(question("from", Kind::Integer), ". <= ${to} or ${to} = ''"),
            constrained(question("to", Kind::Integer), ". >= ${from}"),
        ],
    );
    let matrix = group("matrix", Layout::Rows, vec![question("say", Kind::Note), one("r1", "yn"), one("r2", "yn")]);
    assert_found(
        vec![
            one("used", "yn").into(),
            when(hinted(required(many("colours", "rgb")), "${used}"), "${used} = 'yes' or selected(${used}, 'no')")
                .into(),
            constrained(question("age", Kind::Integer), ". >= 18 and . < 120").into(),
            constrained(question("born", Kind::Date), ". <= today() and . > '1900-01-01'").into(),
            calculated("years", "int((today() - ${born}) div 365.25)").into(),
            calculated("total", "${later_number} + 1").into(),
            when(question("note", Kind::Note), "${years} >= 18 and count-selected(${colours}) > 1").into(),
            about,
            matrix,
            question("later_number", Kind::Scale { from: 1.0, to: 5.0, step: 1.0 }).into(),
            begins(question("day", Kind::Date), Beginning::Calculated(expression("today()"))).into(),
            begins(one("colour", "rgb"), Beginning::Fixed(Value::One("red".into()))).into(),
            when(one("last", "yn"), "format-date(${day}, '%Y') > 2020 and regex(${text}, '[a-z]+')").into(),
            question("text", Kind::Line).into(),
        ],
        &["last: Relevant: Later(Name(\"text\"))"],
    );
    assert!(
        survey(vec![when(one("a", "yn"), "${b} != 'x'").into(), question("b", Kind::Line).into()]).check(&[])[0]
            .is_warning()
    );
}

#[test]
fn names_that_nothing_has_are_found_wherever_they_stand() {
    assert_found(
        vec![
            when(one("a", "nolist"), "${gone} = 1").into(),
            hinted(one("b", "yn"), "as ${vanished} and ${not a name} say").into(),
            filtered(one("c", "city"), "climate = 'dry' and side = ${absent}").into(),
            when(one("d", "yn"), "b = 'yes' or e = 1").into(),
            calculated("f", "${g} + ${h}").into(),
            group("g", Layout::Pages, vec![question("h", Kind::Note)]),
        ],
        &[
            "a: Whole: UnknownName(\"nolist\")",
            "a: Relevant: UnknownName(\"gone\")",
            "b: Hint(Some(Russian)): UnknownName(\"vanished\")",
            "b: Hint(Some(Russian)): UnknownName(\"not a name\")",
            "b: Hint(Some(English)): UnknownName(\"vanished\")",
            "b: Hint(Some(English)): UnknownName(\"not a name\")",
            "c: Filter: UnknownName(\"absent\")",
            "c: Filter: UnknownName(\"climate\")",
            "d: Relevant: WrongType(\"b stands without its brackets: write ${b}\")",
            "d: Relevant: UnknownName(\"e\")",
            "f: Calculation: WrongType(\"g is a group",
            "f: Calculation: WrongType(\"h is a note",
        ],
    );
}

#[test]
fn two_things_of_one_name_are_found() {
    let mut survey =
        (*survey(vec![one("a", "yn").into(), group("a", Layout::Pages, vec![one("b", "yn"), one("b", "yn")])])).clone();
    survey
        .lists
        .insert(name("yn"), vec![choice("yes", &[]), choice("no", &[]), choice("yes", &[]), choice("may be", &[])]);
    let found = shown(&survey);
    assert_eq!(found[..2], ["a: Whole: Twice", "b: Whole: Twice"]);
    assert_eq!(found[2], "yn: Choice(\"yes\"): Twice");
    assert!(found[3].starts_with("yn: Choice(\"may be\"): WrongType"), "{found:?}");
}

#[test]
fn logic_that_leads_back_to_itself_is_found_once_and_where_it_begins() {
    let mut inside = group("outer", Layout::Pages, vec![one("f", "yn")]);
    if let Item::Group(group) = &mut inside {
        group.relevant = Some(expression("${f} = 'yes'"));
    }
    let found = found(vec![
        when(one("a", "yn"), "${c} = 'yes'").into(),
        when(one("b", "yn"), "${a} = 'yes'").into(),
        calculated("c", "if(${b} = 'yes', 'yes', 'no')").into(),
        calculated("own", "${own} + 1").into(),
        filtered(one("d", "city"), "side = ${e}").into(),
        begins(one("e", "city"), Beginning::Calculated(expression("${d}"))).into(),
        inside,
        constrained(question("from", Kind::Integer), ". <= ${from}").into(),
    ]);
    let cycles: Vec<_> = found.iter().filter(|found| found.contains("Cycle")).collect();
    assert_eq!(cycles.len(), 4, "{found:#?}");
    assert_eq!(cycles[0], "a: Relevant: Cycle([Name(\"a\"), Name(\"c\"), Name(\"b\")])");
    assert_eq!(cycles[1], "own: Calculation: Cycle([Name(\"own\")])");
    assert_eq!(cycles[2], "d: Filter: Cycle([Name(\"d\"), Name(\"e\")])");
    assert_eq!(cycles[3], "outer: Relevant: Cycle([Name(\"outer\"), Name(\"f\")])");
}

#[test]
fn questions_that_nobody_can_reach_are_found() {
    let mut hidden = group("hidden", Layout::Pages, vec![one("inside", "yn")]);
    if let Item::Group(group) = &mut hidden {
        group.relevant = Some(expression("1 > 2"));
    }
    let mut half = group("half", Layout::Pages, vec![when(one("other_half", "yn"), "${a} = 'no' and ${n} > 3")]);
    if let Item::Group(group) = &mut half {
        group.relevant = Some(expression("${a} = 'yes'"));
    }
    let items = vec![
        one("a", "yn").into(),
        many("m", "rgb").into(),
        question("n", Kind::Integer).into(),
        when(one("never", "yn"), "false()").into(),
        when(one("both", "yn"), "${a} = 'yes' and ${a} = 'no'").into(),
        when(one("crowd", "yn"), "count-selected(${m}) > 3").into(),
        when(one("crowd_possible", "yn"), "count-selected(${m}) > 2").into(),
        when(one("unknowable", "yn"), "${n} > 5 and ${n} < 3").into(),
        when(one("partly", "yn"), "${n} > 5 and ${a} = 'yes' and ${a} = 'no'").into(),
        when(one("after_never", "yn"), "${never} = 'yes'").into(),
        when(one("early", "yn"), "${last} = 'yes'").into(),
        when(one("early_possible", "yn"), "${last} != 'yes'").into(),
        when(one("some_day", "yn"), "today() > '2099-01-01'").into(),
        hidden,
        half,
        one("last", "yn").into(),
    ];
    let found = found(items);
    let unreachable: Vec<_> = found.iter().filter_map(|found| found.strip_suffix(": Relevant: Unreachable")).collect();
    assert_eq!(
        unreachable,
        ["never", "both", "crowd", "partly", "after_never", "early", "hidden", "other_half"],
        "{found:#?}"
    );
    assert_eq!(found.len(), 9, "and one is asked before what it depends on: {found:#?}");
}

#[test]
fn choices_and_types_that_do_not_fit_are_found() {
    assert_found(
        vec![
            one("a", "yn").into(),
            many("m", "rgb").into(),
            question("n", Kind::Integer).into(),
            question("t", Kind::Line).into(),
            question("d", Kind::Date).into(),
            when(one("q1", "yn"), "${a} = 'maybe' or ${a} = 'yes'").into(),
            when(one("q2", "yn"), "selected(${m}, 'purple') or selected(${m}, 'red')").into(),
            when(one("q3", "yn"), "selected(${n}, 'red') or ${n} > 0").into(),
            when(one("q4", "yn"), "${n} > 'many' or ${n} > 0").into(),
            when(one("q5", "yn"), "${d} > 2020 or ${n} > 0").into(),
            when(one("q6", "yn"), "${d} > '1.1.2020' or ${n} > 0").into(),
            when(one("q7", "yn"), "${a} or ${n} > 0").into(),
            when(one("q8", "yn"), "'yes'").into(),
            when(one("q9", "yn"), "${t} + 1 > ${a}").into(),
            constrained(question("q10", Kind::Integer), ". = 'x' or . > 1").into(),
            calculated("q11", "if(${d}, 1, 2)").into(),
            calculated("q12", "jr:choice-name(${n}, '${n}')").into(),
            calculated("q13", "date('tomorrow')").into(),
            begins(question("q14", Kind::Integer), Beginning::Calculated(expression("today()"))).into(),
            begins(one("q15", "rgb"), Beginning::Calculated(expression("'purple'"))).into(),
            begins(one("q16", "rgb"), Beginning::Fixed(Value::One("purple".into()))).into(),
            begins(question("q17", Kind::Date), Beginning::Fixed(Value::Text("today".into()))).into(),
            when(one("q18", "yn"), "${a} = 1 or ${n} > 0").into(),
            when(one("q19", "yn"), "(${n} > 1) = 'yes' or ${n} > 0").into(),
            when(one("q20", "yn"), "count-selected(${t}) > 0 or ${n} > 0").into(),
        ],
        &[
            "q1: Relevant: UnknownChoice(\"maybe\")",
            "q2: Relevant: UnknownChoice(\"purple\")",
            "q3: Relevant: WrongType(\"selected() asks about choices",
            "q4: Relevant: WrongType(\"a number is compared with the text 'many'",
            "q5: Relevant: WrongType(\"a day is compared with the number 2020",
            "q6: Relevant: WrongType(\"a day is compared with the text '1.1.2020'",
            "q7: Relevant: WrongType(\"a choice stands where a condition is wanted",
            "q8: Relevant: WrongType(\"the text 'yes' stands where a condition is wanted",
            "q9: Relevant: WrongType(\"a text stands where a number is wanted",
            "q9: Relevant: WrongType(\"a choice that is not called by a number is compared by size",
            "q10: Constraint: WrongType(\"a number is compared with the text 'x'",
            "q11: Calculation: WrongType(\"a day stands where a condition is wanted",
            "q12: Calculation: WrongType(\"jr:choice-name() asks for a choice of n",
            "q13: Calculation: WrongType(\"date() takes a day",
            "q14: Beginning: WrongType(\"the default of a number is none",
            "q15: Beginning: UnknownChoice(\"purple\")",
            "q16: Beginning: UnknownChoice(\"purple\")",
            "q17: Beginning: WrongType(\"the default is no answer",
            "q18: Relevant: UnknownChoice(\"1\")",
            "q19: Relevant: WrongType(\"a condition is compared with the text 'yes'",
            "q20: Relevant: WrongType(\"count-selected() asks about choices",
        ],
    );
}

#[test]
fn a_filter_that_asks_for_the_label_is_refused_for_its_question_would_never_be_asked() {
    assert_found(
        vec![one("region", "side").into(), filtered(one("city", "city"), "label = ${region}").into()],
        &["city: Filter: FilterByLabel"],
    );
    assert_found(vec![one("region", "side").into(), filtered(one("city", "city"), "name != ${region}").into()], &[]);
}

#[test]
fn a_condition_on_what_a_choice_is_called_is_not_taken_for_one_that_never_holds() {
    let named = "jr:choice-name(${region}, '${region}') = 'Иә'";
    assert_found(vec![one("region", "side").into(), when(one("city", "city"), named).into()], &[]);
}

/// Proves: WCAG-3.1.2
#[test]
fn a_text_that_is_missing_in_a_language_is_found_wherever_it_stands() {
    let russian = |text: &str| Text::new([(Language::Russian, text.to_owned())]);
    let mut asked = one("a", "short");
    asked.label = russian("Вопрос");
    asked.hint = russian("Подсказка");
    asked.constraint_message = russian("Нет");
    asked.required_message = russian("Надо");
    asked.image = Some(crate::domain::survey::definition::Image { file: "a.png".into(), alternative: Text::default() });
    let mut survey = (*survey(vec![asked.into(), question("unlabelled", Kind::Line).into()])).clone();
    survey.title = russian("Название");
    survey.lists.insert(name("short"), vec![Choice { label: russian("Да"), ..choice("yes", &[]) }]);
    if let Item::Question(question) = &mut survey.items[1] {
        question.label = Text::default();
    }
    assert_eq!(
        shown(&survey),
        [
            "-: Label(Some(English)): Untranslated",
            "a: Label(Some(English)): Untranslated",
            "a: Hint(Some(English)): Untranslated",
            "a: ConstraintMessage(Some(English)): Untranslated",
            "a: RequiredMessage(Some(English)): Untranslated",
            "a: Image(None): Empty",
            "unlabelled: Label(None): Empty",
            "short: ChoiceLabel(\"yes\", Some(English)): Untranslated",
        ]
    );
    assert_eq!(survey.check(&[Language::Russian]).len(), 2, "only the languages that are asked for");
}

#[test]
fn what_is_empty_or_too_much_is_found() {
    assert_found(vec![], &["-: Whole: Empty"]);
    let scale = |from, to, step| question("s", Kind::Scale { from, to, step });
    assert_found(vec![scale(1.0, 5.0, 0.0).into()], &["s: Whole: WrongType"]);
    assert_found(vec![scale(5.0, 1.0, 1.0).into()], &["s: Whole: WrongType"]);
    assert_found(vec![scale(f64::NAN, 1.0, 1.0).into()], &["s: Whole: WrongType"]);
    assert_found(vec![scale(1.0, 2.0, 5.0).into()], &["s: Whole: Empty"]);
    assert_found(vec![scale(0.0, 1e18, 0.1).into()], &["s: Whole: TooMuch(\"steps\""]);
    assert_found(vec![one("a", "yn").into(), group("g", Layout::Pages, vec![])], &["g: Whole: Empty"]);
    let mut survey_of_lists = (*survey(vec![one("a", "yn").into(), one("b", "rgb").into()])).clone();
    survey_of_lists.lists.insert(name("yn"), (0..1_001).map(|at| choice(&format!("c{at}"), &[])).collect());
    survey_of_lists.lists.insert(name("rgb"), vec![]);
    let found = shown(&survey_of_lists);
    assert_eq!(found, ["b: Whole: Empty", "yn: Choice(\"c1000\"): TooMuch(\"choices\", 1001, 1000)"]);
    let many = (0..501).map(|at| one(&format!("q{at}"), "yn").into()).collect();
    assert_found(many, &["-: Whole: TooMuch(\"questions\", 501, 500)"]);
    let long = Question { label: label(&"я".repeat(2_000)), ..one("a", "yn") };
    assert_found(vec![long.into()], &["a: Label(Some(English)): TooMuch(\"characters\", 2005, 2000)"]);
    let turned = Question { label: label("да\u{202e}тен"), ..one("a", "yn") };
    assert_eq!(found_parts(vec![turned.into()]), ["a Label(Some(Russian))", "a Label(Some(English))"]);
}

fn found_parts(items: Vec<Item>) -> Vec<String> {
    found(items).iter().map(|found| found.splitn(3, ": ").take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_matrix_has_rows_with_one_list() {
    let mut matrix = group("matrix", Layout::Rows, vec![one("a", "yn"), one("b", "rgb"), question("c", Kind::Line)]);
    if let Item::Group(group) = &mut matrix {
        group.items.push(self::group("inner", Layout::Pages, vec![one("d", "yn")]));
    }
    assert_eq!(found_parts(vec![matrix]), ["b Whole", "c Whole", "inner Whole"]);
}

#[test]
fn groups_within_groups_without_end_are_too_much() {
    let mut item: Item = one("deep", "yn").into();
    for depth in (1..=12).rev() {
        let group = Group {
            name: name(&format!("g{depth}")),
            label: Text::default(),
            relevant: None,
            layout: Layout::Pages,
            items: vec![item],
        };
        item = Item::Group(group);
    }
    assert_eq!(found_parts(vec![item]), ["g11 Whole", "g12 Whole"]);
}

#[test]
fn the_largest_survey_is_checked_in_good_time() {
    let mut items: Vec<Item> = vec![many("q0", "rgb").into(), one("q1", "ten").into(), one("q2", "ten").into()];
    for at in 3..500 {
        let source = format!(
            "${{q{}}} = 'a' and selected(${{q0}}, 'red') and ${{q{}}} != 'b' and ${{q1}} = 'c'",
            at - 1,
            at - 2
        );
        items.push(when(one(&format!("q{at}"), "ten"), &source).into());
    }
    let begun = std::time::Instant::now();
    assert_eq!(found(items), Vec::<String>::new());
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
}
