use std::sync::Arc;

use super::columns::Columns;
use super::crosstable::{Against, Head, NoTable};
use super::cube::Count;
use super::filter::{Filter, Manner, Spot};
use super::schema::Schema;
use super::sides::{By, Part};
use super::testing::{HOUR, answer, one, survey};
use super::view::View;
use crate::domain::survey::{Expression, Item, Mode, Value};
use crate::domain::{Language, Region};
use crate::server::store::AnswerRow;

/// Answers to two questions by 210 people: in Kazakh 100 yes and 60 no, in Russian 30 yes, 13 no, 2 declined and
/// 5 silent; every tenth with speech.
fn columns() -> Columns {
    let survey = survey(&[
        ("found", "one:yes no"),
        ("rate", "scale:1 5"),
        ("missing", "many:ramp voice braille"),
        ("words", "text"),
    ]);
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
    let mut number = 0_u32;
    let mut add = |times: u32, language: Language, found: Option<Value>| {
        for at in 0..times {
            number += 1;
            let mut values: Vec<(&str, Value)> = found.iter().map(|value| ("found", value.clone())).collect();
            values.push(("rate", Value::Number(f64::from(number % 5 + 1))));
            let missing: &[&str] = if at.is_multiple_of(3) { &["ramp", "voice"] } else { &["voice"] };
            values.push(("missing", Value::Many(missing.iter().map(ToString::to_string).collect())));
            if number.is_multiple_of(20) {
                values.push(("words", Value::Text(format!("word {number}"))));
            }
            let row = AnswerRow {
                language,
                mode: Mode { speech: number.is_multiple_of(10), ..Mode::default() },
                ..answer(number, &values)
            };
            assert!(columns.push(&row));
        }
    };
    add(100, Language::Kazakh, Some(one("yes")));
    add(60, Language::Kazakh, Some(one("no")));
    add(30, Language::Russian, Some(one("yes")));
    add(13, Language::Russian, Some(one("no")));
    add(2, Language::Russian, Some(Value::Declined));
    add(5, Language::Russian, None);
    columns
}

fn view<'a>(columns: &'a Columns, filter: Filter) -> View<'a> {
    View::new(columns, filter)
}

#[test]
fn a_question_is_tallied_with_shares_of_those_who_answered() {
    let columns = columns();
    let tally = view(&columns, Filter::default()).tally(1).expect("counted");
    assert_eq!(tally.respondents, Count::Shown(210));
    assert_eq!(tally.answered, Count::Shown(210));
    assert_eq!(tally.lines.len(), 5);
    assert_eq!(tally.lines[0].count, Count::Shown(42));
    let share = tally.lines[0].share.expect("told");
    assert!((share.value - 0.2).abs() < 1e-9 && share.low < 0.2 && share.high > 0.2);
    let mean = tally.mean.expect("a scale has a mean");
    assert!((mean.value - 3.0).abs() < 1e-9, "{mean:?}");
}

#[test]
fn two_who_declined_are_not_told_of_nor_worked_out() {
    let columns = columns();
    let tally = view(&columns, Filter::default()).tally(0).expect("counted");
    assert_eq!(tally.declined, Count::Withheld);
    // What passed it over would give them away with the sum.
    let shown = [tally.answered, tally.passed].into_iter().filter_map(Count::shown).count();
    assert!(shown < 2, "{tally:?}");
}

#[test]
fn a_question_with_several_choices_counts_each_of_them() {
    let columns = columns();
    let tally = view(&columns, Filter::default()).tally(2).expect("counted");
    let counts: Vec<_> = tally.lines.iter().map(|line| line.count).collect();
    assert_eq!(counts[1], Count::Shown(210));
    assert!(counts[0].shown().is_some_and(|count| count > 60), "{counts:?}");
    assert_eq!(counts[2], Count::Shown(0));
}

#[test]
fn conditions_narrow_what_is_counted() {
    let columns = columns();
    let filter = Filter { language: Some(Language::Kazakh), ..Filter::default() };
    let view = view(&columns, filter);
    assert_eq!(view.respondents().expect("counted"), Count::Shown(160));
    let tally = view.tally(0).expect("counted");
    let counts: Vec<_> = tally.lines.iter().map(|line| line.count).collect();
    assert_eq!(counts, [Count::Shown(100), Count::Shown(60)]);
    let nobody = super::view::View::new(&columns, Filter { version: Some("9".into()), ..Filter::default() });
    assert_eq!(nobody.respondents().expect("counted"), Count::Shown(0));
}

#[test]
fn a_page_with_a_condition_withholds_what_the_cross_table_does() {
    let columns = columns();
    let whole = view(&columns, Filter::default());
    let table = whole.cross(0, Against::Language).expect("a table");
    for row in &table.rows {
        let Head::Part(Part::Language(language)) = row.of else { continue };
        let part = view(&columns, Filter { language: Some(language), ..Filter::default() });
        let tally = part.tally(0).expect("counted");
        assert_eq!(tally.answered, row.answered, "{language}");
        let counts: Vec<_> = tally.lines.iter().map(|line| line.count).collect();
        let cells: Vec<_> = row.cells.iter().map(|(count, _)| *count).collect();
        assert_eq!(counts, cells, "{language}");
    }
}

#[test]
fn a_cross_table_of_two_questions_is_the_same_from_both_sides() {
    let columns = columns();
    let view = view(&columns, Filter::default());
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        let (there, back) = (
            view.cross(one, Against::Question(other)).expect("a table"),
            view.cross(other, Against::Question(one)).expect("a table"),
        );
        for (row, line) in there.rows.iter().take(there.rows.len() - 1).enumerate() {
            for (column, cell) in line.cells.iter().enumerate() {
                assert_eq!(cell.0, back.rows[column].cells[row].0, "{one} {other} {row} {column}");
            }
        }
    }
    assert_eq!(view.cross(0, Against::Question(0)), Err(NoTable::Settled));
    assert_eq!(view.cross(0, Against::Question(3)), Err(NoTable::Words));
}

#[test]
fn words_are_told_of_five_and_more_and_not_in_the_order_they_came() {
    let columns = columns();
    let words = view(&columns, Filter::default()).texts(3).expect("counted").expect("told");
    assert_eq!(words.len(), 10);
    assert!(words.is_sorted_by_key(|text| text.to_lowercase()));
    // Russian: only 180 and 200.
    let few = view(&columns, Filter { language: Some(Language::Russian), ..Filter::default() });
    assert_eq!(few.texts(3).expect("counted"), None);
}

#[test]
fn a_place_is_a_region_a_body_or_a_stand() {
    let survey = survey(&[("found", "one:yes no")]);
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
    let bodies =
        [("almaly", Some(Region::AlmatyCity), 2_u128), ("medeu", Some(Region::AlmatyCity), 1), ("ministry", None, 1)];
    let mut number = 0_u32;
    for (body, region, stands) in bodies {
        for stand in 0..stands {
            for _ in 0..10 {
                number += 1;
                let row = AnswerRow {
                    body: body.parse().expect("an id"),
                    region,
                    stand: Some(uuid::Uuid::from_u128(1 + stand + u128::from(body.len() as u64) * 10)),
                    ..answer(number, &[("found", one("yes"))])
                };
                assert!(columns.push(&row));
            }
        }
    }
    let whole = view(&columns, Filter::default());
    let regions = whole.breakdown(By::Region).expect("counted");
    assert_eq!(regions.len(), 2, "{regions:?}");
    let bodies = whole.breakdown(By::Body).expect("counted");
    assert!(
        bodies.contains(&(Part::Spot(Spot::Body("almaly".parse().expect("an id"))), Count::Shown(20))),
        "{bodies:?}"
    );
    let of = |spot| view(&columns, Filter { spot: Some(spot), ..Filter::default() }).respondents().expect("counted");
    assert_eq!(of(Spot::Region(Region::AlmatyCity)), Count::Shown(30));
    assert_eq!(of(Spot::Body("ministry".parse().expect("an id"))), Count::Shown(10));
    assert_eq!(of(Spot::Region(Region::Astana)), Count::Shown(0));
}

#[test]
fn who_left_is_told_question_by_question() {
    let survey = survey(&[("a", "one:yes no"), ("b", "one:yes no")]);
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
    for number in 0..100 {
        let mut row = answer(number, &[("a", one("yes"))]);
        if number < 10 {
            row.complete = false;
            row.reached = Some("b".parse().expect("a name"));
        } else if number < 30 {
            row.values.clear();
            row.complete = false;
            row.reached = Some("a".parse().expect("a name"));
        }
        columns.push(&row);
    }
    let leaving = view(&columns, Filter::default()).leaving().expect("counted");
    assert_eq!((leaving.sent, leaving.left), (Count::Shown(70), Count::Shown(30)));
    let steps: Vec<_> = leaving.steps.iter().map(|step| (step.seen, step.left)).collect();
    assert_eq!(steps, [(Some(Count::Shown(100)), Count::Shown(20)), (Some(Count::Shown(80)), Count::Shown(10)),]);
}

#[test]
fn a_question_that_was_asked_for_an_answer_and_passed_over_was_seen() {
    let mut survey = survey(&[("used", "one:yes no"), ("complete", "one:yes no"), ("after", "one:yes no")]);
    for item in &mut survey.items {
        if let Item::Question(question) = item
            && question.name.as_str() == "complete"
        {
            question.relevant = Some(Expression::parse("${used} = 'yes'").expect("logic"));
        }
    }
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
    for number in 0..125 {
        // 20 were not asked; 60 pass over it, 5 leave at it.
        let mut row = match number {
            0..20 => answer(number, &[("used", one("no")), ("after", one("yes"))]),
            20..80 => answer(number, &[("used", one("yes")), ("after", one("yes"))]),
            80..120 => answer(number, &[("used", one("yes")), ("complete", one("no")), ("after", one("yes"))]),
            _ => answer(number, &[("used", one("yes"))]),
        };
        if number >= 120 {
            row.complete = false;
            row.reached = Some("complete".parse().expect("a name"));
        }
        columns.push(&row);
    }
    let leaving = view(&columns, Filter::default()).leaving().expect("counted");
    let steps: Vec<_> = leaving.steps.iter().map(|step| (step.seen, step.left)).collect();
    assert_eq!(steps[1], (Some(Count::Shown(105)), Count::Shown(5)));
}

#[test]
fn words_are_read_of_a_place_and_under_no_other_condition() {
    let columns = columns();
    let told = |filter: Filter| view(&columns, filter).tells_texts();
    assert!(told(Filter::default()));
    assert!(told(Filter { spot: Some(Spot::Body("almaly".parse().expect("an id"))), ..Filter::default() }));
    for filter in [
        Filter { language: Some(Language::Kazakh), ..Filter::default() },
        Filter { manner: Some(Manner::Speech), ..Filter::default() },
        Filter { complete: Some(true), ..Filter::default() },
    ] {
        assert!(!told(filter.clone()));
        assert_eq!(view(&columns, filter).texts(3).expect("counted"), None);
    }
}

#[test]
fn the_days_of_a_month_are_told_where_there_are_enough() {
    let survey = survey(&[("a", "one:yes no")]);
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
    for number in 0..60 {
        let mut row = answer(number, &[]);
        // 30 on the first day, 27 on the second, 3 on the third.
        row.hour = HOUR
            + 24 * i64::from(if number < 30 {
                0
            } else if number < 57 {
                1
            } else {
                2
            });
        columns.push(&row);
    }
    let days = view(&columns, Filter::default()).breakdown(By::Day).expect("counted");
    let counts: Vec<_> =
        days.iter().filter(|(part, _)| matches!(part, Part::Day(_))).map(|(_, count)| *count).collect();
    assert_eq!(counts.len(), 3);
    assert_eq!(counts[2], Count::Withheld);
    assert_eq!(counts.iter().filter(|count| **count == Count::Withheld).count(), 2, "{counts:?}");
}

#[test]
fn a_way_of_using_the_stand_is_a_condition_and_a_row() {
    let columns = columns();
    let with_speech = view(&columns, Filter { manner: Some(Manner::Speech), ..Filter::default() });
    assert_eq!(with_speech.respondents().expect("counted"), Count::Shown(21));
    let table = view(&columns, Filter::default()).cross(1, Against::Manner).expect("a table");
    let usual = table.rows.iter().find(|row| row.of == Head::Part(Part::Manner(Manner::Usual, true))).expect("a row");
    assert_eq!(usual.answered, Count::Shown(189));
}

#[test]
fn two_who_left_do_not_hide_a_whole_table() {
    let survey = survey(&[("rate", "scale:1 5"), ("missing", "many:ramp voice")]);
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
    for number in 0_u32..400 {
        let missing = Value::Many(vec![if number.is_multiple_of(2) { "ramp" } else { "voice" }.to_owned()]);
        let mut row = answer(number, &[("rate", Value::Number(f64::from(number % 5 + 1))), ("missing", missing)]);
        if (10..12).contains(&number) {
            row.complete = false;
            row.reached = Some("missing".parse().expect("a name"));
            row.values.remove(&"missing".parse().expect("a name"));
        }
        columns.push(&row);
    }
    let table = view(&columns, Filter::default()).cross(1, Against::Question(0)).expect("a table");
    let shown = table.rows.iter().flat_map(|row| &row.cells).filter(|(count, _)| count.shown().is_some()).count();
    assert!(shown >= 10, "{table:?}");
    assert!(table.rows.iter().flat_map(|row| &row.cells).filter_map(|(_, share)| *share).count() >= 10);
}

/// A million answers to thirty questions: `cargo test --release --lib -- --ignored a_million --nocapture`.
#[test]
#[ignore = "a figure, not a promise"]
fn a_million_answers_are_counted_in_time() {
    let questions: Vec<(String, &str)> = (0..30)
        .map(|at| {
            let kind = ["one:yes partly no", "scale:1 5", "many:a b c d e f", "number"][at % 4];
            (format!("q{at}"), kind)
        })
        .collect();
    let borrowed: Vec<(&str, &str)> = questions.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
    let mut columns = Columns::new(Schema::join(&[Arc::new(survey(&borrowed))]).expect("a version"));
    let people: u32 = std::env::var("PEOPLE").ok().and_then(|people| people.parse().ok()).unwrap_or(1_000_000);
    for number in 0..people {
        let lot = number.wrapping_mul(2_654_435_761);
        let values: Vec<(&str, Value)> = borrowed
            .iter()
            .zip(0_u32..)
            .map(|((name, _), at)| {
                let lot = lot.rotate_left(at);
                let value = match at % 4 {
                    0 => one(["yes", "partly", "no"][lot as usize % 3]),
                    1 => Value::Number(f64::from(lot % 5 + 1)),
                    2 => Value::Many(vec![["a", "b", "c", "d", "e", "f"][lot as usize % 6].to_owned()]),
                    _ => Value::Number(f64::from(lot % 100)),
                };
                (*name, value)
            })
            .collect();
        let mut row = answer(number, &values);
        row.hour = HOUR + i64::from(lot % 2_000);
        row.language = Language::ALL[lot as usize % 3];
        row.stand = Some(uuid::Uuid::from_u128(u128::from(lot % 1_000)));
        row.mode.speech = lot.is_multiple_of(7);
        columns.push(&row);
    }
    let timed = |what: &str, work: &dyn Fn()| {
        let begin = std::time::Instant::now();
        work();
        println!("{what}: {:?}", begin.elapsed());
    };
    let whole = view(&columns, Filter::default());
    for by in [By::Region, By::Body, By::Stand, By::Day, By::Language, By::Complete, By::Manner(Manner::Speech)] {
        timed(&format!("breakdown {by:?}"), &|| drop(whole.breakdown(by)));
    }
    for question in 0..4 {
        timed(&format!("question {question}"), &|| drop(whole.tally(question)));
    }
    timed("cross with language", &|| drop(whole.cross(0, Against::Language)));
    timed("cross with stands", &|| drop(whole.cross(0, Against::Stand)));
    timed("cross of two", &|| drop(whole.cross(2, Against::Question(6))));
    let filter = Filter { language: Some(Language::Kazakh), manner: Some(Manner::Speech), ..Filter::default() };
    timed("with two conditions", &|| drop(view(&columns, filter.clone()).tally(0)));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 40, ..Default::default() })]

    /// What one page withholds no other page tells: a page with two conditions, and the tables that have the same
    /// numbers in a row.
    #[test]
    fn the_same_number_is_told_or_withheld_alike_on_every_page(
        people in proptest::collection::vec((0_usize..3, 0_usize..2, 0_usize..4), 20..160),
    ) {
        let survey = survey(&[("found", "one:yes partly no")]);
        let mut columns = Columns::new(Schema::join(&[Arc::new(survey)]).expect("a version"));
        for (number, (language, speech, found)) in (0..).zip(&people) {
            let value = ["yes", "partly", "no"].get(*found).map_or(Value::Declined, |choice| one(choice));
            let row = AnswerRow {
                language: Language::ALL[*language],
                mode: Mode { speech: *speech == 1, ..Mode::default() },
                ..answer(number, &[("found", value)])
            };
            columns.push(&row);
        }
        let cells = |row: &super::crosstable::Row| row.cells.iter().map(|(count, _)| *count).collect::<Vec<_>>();
        let by_manner = Filter { manner: Some(Manner::Speech), ..Filter::default() };
        let languages = view(&columns, by_manner).cross(0, Against::Language).expect("a table");
        for language in Language::ALL {
            let by_language = Filter { language: Some(language), ..Filter::default() };
            let both = Filter { manner: Some(Manner::Speech), language: Some(language), ..Filter::default() };
            let manners = view(&columns, by_language).cross(0, Against::Manner).expect("a table");
            let tally = view(&columns, both).tally(0).expect("counted");
            let counts: Vec<_> = tally.lines.iter().map(|line| line.count).collect();
            let of_language = Head::Part(Part::Language(language));
            let there = languages.rows.iter().find(|row| row.of == of_language).expect("a row");
            proptest::prop_assert_eq!(&cells(there), &counts);
            let of_manner = Head::Part(Part::Manner(Manner::Speech, true));
            let here = manners.rows.iter().find(|row| row.of == of_manner).expect("a row");
            proptest::prop_assert_eq!(&cells(here), &counts);
        }
    }
}
