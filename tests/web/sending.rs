//! What arrives: once, for the right stand, while the survey is open.

use aqparat::server::store::Targeting;
use aqparat::server::surveys::taking::ELSEWHERE;
use aqparat::server::surveys::terms;
use reqwest::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::hostile::{Visitor, small};
use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_presses_of_send_are_one_answer() {
    let survey = small();
    let world = asking(&survey).await;
    let person = Person::with(Habits::default(), Language::Kazakh, (390, 844)).await;
    person.open(&world, "/survey/small").await;
    person.activate("web-begin").await;
    person.answer_all("Бәрі жақсы", false).await;
    person.browser.tab_to_words(&person.text("web-send")).await;
    person.browser.press("\u{e007}\u{e007}").await;
    person.browser.title_with(&person.text("web-receipt")).await;
    person.browser.quit().await;
    assert_eq!(kept(&world, &survey.id).await.len(), 1);

    // And as a bad network does it: many at the same moment.
    let mut visitor = Visitor::at(&world, "/survey/small?lang=kk").await;
    visitor.answer_small().await;
    let sends = (0..8).map(|_| visitor.post(&[("do", "send")]));
    let answers = futures_util::future::join_all(sends).await;
    let receipts: BTreeSet<_> = answers.into_iter().map(|answer| (answer.status, answer.heading())).collect();
    let receipt = i18n::text(Language::Kazakh, "web-receipt");
    assert_eq!(receipts, BTreeSet::from([(StatusCode::OK, receipt)]));
    assert_eq!(kept(&world, &survey.id).await.len(), 2);

    // Other answers under the same id are not taken in silence.
    let changed = visitor.forge(|state| state["values"]["satisfied"] = json!({ "one": "no" }));
    let answer = visitor.post_state(&changed, &[("do", "send")]).await;
    assert_eq!(
        (answer.status, answer.heading()),
        (StatusCode::CONFLICT, i18n::text(Language::Kazakh, "web-sent-before"))
    );
    assert_eq!(kept(&world, &survey.id).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_belongs_to_the_stand_whose_code_was_scanned() {
    let survey = small();
    let world = asking(&survey).await;
    world.publish_body("almaly").await;
    world.enrol("almaly").await;
    let stands = world.centre.store.stands().await.expect("listed");
    let stand: Uuid = stands[0].id.parse().expect("an id");
    let unknown = Uuid::new_v4().to_string();
    // And who opens the form is told so before the first question.
    for (at, told) in [(stand.to_string(), "web-start-recorded-stand"), (unknown.clone(), "web-start-recorded")] {
        let visitor = Visitor::at(&world, &format!("/survey/small?at={at}&lang=ru")).await;
        let start = visitor.get(&format!("/survey/small?at={at}&lang=ru")).await;
        assert!(start.text.contains(&i18n::text(Language::Russian, told)), "{}", start.text);
    }
    for (at, body, of) in [
        (stand.to_string(), "almaly", Some(stand)),
        (unknown, ELSEWHERE, None),
        ("../../x\"><b>".into(), ELSEWHERE, None),
        (String::new(), ELSEWHERE, None),
    ] {
        let before = kept(&world, &survey.id).await.len();
        let at: String = form_urlencoded::byte_serialize(at.as_bytes()).collect();
        let mut visitor = Visitor::at(&world, &format!("/survey/small?at={at}&lang=ru")).await;
        // Also when the language is changed on the way.
        visitor.answer_small().await;
        visitor.follow(&[("language", "en")]).await;
        let receipt = visitor.follow(&[("do", "send")]).await;
        assert_eq!(receipt.heading(), i18n::text(Language::English, "web-receipt"));
        let rows = kept(&world, &survey.id).await;
        assert_eq!(rows.len(), before + 1);
        assert!(rows.iter().any(|row| row.body.as_str() == body && row.stand == of), "{at}: {rows:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_names_a_stand_the_survey_is_not_for_names_none() {
    let survey = small();
    let world = asking(&survey).await;
    for body in ["almaly", "medeu"] {
        world.publish_body_beside(body).await;
        world.enrol(body).await;
    }
    let stands = world.centre.store.stands().await.expect("listed");
    let stand = |body: &str| stands.iter().find(|stand| stand.body == body).expect("enrolled").id.clone();
    let [ours, theirs] = ["almaly", "medeu"].map(stand);
    let one: Uuid = ours.parse().expect("an id");
    let of_body = Targeting { bodies: vec!["almaly".parse().expect("an id")], ..Targeting::default() };
    let of_stand = Targeting { stands: vec![one], ..Targeting::default() };
    for (targeting, at, body, of) in [
        (of_body.clone(), &ours, "almaly", Some(one)),
        (of_body, &theirs, "almaly", None),
        (of_stand.clone(), &ours, "almaly", Some(one)),
        (of_stand, &theirs, ELSEWHERE, None),
    ] {
        let terms = Terms { targeting, ..Terms::default() };
        terms::open(&world.centre, &survey.id, &terms).await.expect("opened");
        let before: BTreeSet<_> = kept(&world, &survey.id).await.into_iter().map(|row| row.id).collect();
        let mut visitor = Visitor::at(&world, &format!("/survey/small?at={at}&lang=ru")).await;
        visitor.answer_small().await;
        visitor.follow(&[("do", "send")]).await;
        let rows = kept(&world, &survey.id).await;
        let row = rows.iter().find(|row| !before.contains(&row.id)).expect("kept");
        assert_eq!((row.body.as_str(), row.stand), (body, of), "{terms:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_survey_that_ends_on_the_way_says_so_and_a_receipt_stays() {
    let survey = small();
    let world = asking_on(&survey, &Terms { quota: Some(1), ..Terms::default() }).await;
    let mut slow = Visitor::at(&world, "/survey/small?lang=en").await;
    slow.answer_small().await;
    let mut quick = Visitor::at(&world, "/survey/small?lang=en").await;
    quick.answer_small().await;
    let thanks = i18n::text(Language::English, "web-receipt");
    assert_eq!(quick.post(&[("do", "send")]).await.heading(), thanks);

    // As many as were wanted: whoever was under way is told that nothing was kept.
    let late = slow.post(&[("do", "send")]).await;
    let ended = i18n::text(Language::English, "web-survey-ended");
    assert_eq!((late.status, late.heading()), (StatusCode::GONE, ended.clone()));
    assert!(late.text.contains(&i18n::text(Language::English, "web-survey-ended-begun")), "{}", late.text);
    let full = quick.get("/survey/small?lang=en").await;
    assert_eq!((full.status, full.heading()), (StatusCode::GONE, ended));
    // The one that was kept shows its receipt again.
    assert_eq!(quick.post(&[("do", "send")]).await.heading(), thanks);
    assert_eq!(quick.follow(&[("do", "send")]).await.heading(), thanks);
    let other = quick.follow(&[("language", "kk")]).await;
    assert_eq!(other.heading(), i18n::text(Language::Kazakh, "web-receipt"));
    assert_eq!(kept(&world, &survey.id).await.len(), 1);
    terms::close(&world.centre, &survey.id).await.expect("closed");
    assert_eq!(quick.follow(&[("language", "ru")]).await.heading(), i18n::text(Language::Russian, "web-receipt"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_began_an_older_version_ends_it_and_who_began_long_ago_looks_once_more() {
    let survey = small();
    let world = asking(&survey).await;
    let mut visitor = Visitor::at(&world, "/survey/small?lang=en").await;
    visitor.answer_small().await;
    let mut old = Visitor::at(&world, "/survey/small?lang=en").await;
    old.answer_small().await;
    let newer = Survey { version: "2".into(), ..survey.clone() };
    terms::import(&world.centre, &newer, &[]).await.expect("imported");
    let thanks = i18n::text(Language::English, "web-receipt");
    assert_eq!(visitor.post(&[("do", "send")]).await.heading(), thanks);
    assert_eq!(kept(&world, &survey.id).await[0].version, "1");

    world.pass(std::time::Duration::from_secs(3 * 24 * 3600));
    let again = old.follow(&[("do", "send")]).await;
    assert!(again.text.contains(&maud_escaped(&i18n::text(Language::English, "web-send-again"))), "{}", again.text);
    assert_eq!(kept(&world, &survey.id).await.len(), 1);
    assert_eq!(old.follow(&[("do", "send")]).await.heading(), thanks);
    assert_eq!(kept(&world, &survey.id).await.len(), 2);
}

fn maud_escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}
