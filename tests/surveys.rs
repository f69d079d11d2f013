//! Journeys of surveys through the centre, each on SQLite and on a real PostgreSQL: offered in releases, answered at
//! stands, each answer kept once or set aside with the reason, never lost.

#[path = "support/postgres.rs"]
#[allow(dead_code, reason = "shared with the figures")]
mod postgres;
#[path = "support/questions.rs"]
mod questions;
#[path = "support/world.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod world;

use std::collections::BTreeMap;
use std::io::Read;
use std::time::Duration;

use age::x25519;
use aqparat::domain::survey::answer::response_id;
use aqparat::domain::survey::definition::{Audience, Partial};
use aqparat::domain::survey::{Response, Survey, Value};
use aqparat::release::api::{AnswerBatch, AnswerReceipts, Heartbeat, HeartbeatReply, SpeechHealth};
use aqparat::release::courier::Courier;
use aqparat::release::{BlobRef, Entry, Manifest, PublishedSurvey, SealedAnswer, Shard};
use aqparat::server::store::{Identity, SetAside, SurveyRow, Targeting, Terms};
use aqparat::server::surveys::taking::{self, Form, FormOutcome, Reason};
use aqparat::server::surveys::{terms, xlsform};
use aqparat::server::{Centre, Error, fleet, releasing};
use questions::{name, response, survey};
use reqwest::StatusCode;
use uuid::Uuid;
use world::World;

macro_rules! on_both_databases {
    ($($journey:ident)*) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $journey() {
                super::$journey(super::World::on_sqlite().await).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $journey() {
                super::$journey(super::World::on_postgres().await).await;
            })*
        }
    };
}

on_both_databases! {
    a_survey_is_offered_answered_and_closed
    a_stand_gets_one_survey_for_auditors_at_a_time
    an_answer_brought_again_is_kept_once
    what_cannot_be_opened_or_does_not_fit_is_set_aside_and_never_dropped
    what_a_visitor_chose_to_send_unfinished_is_kept_whatever_the_survey_says_of_partial_answers
    a_revoked_stand_and_a_stranger_bring_nothing
    an_answer_counts_if_it_was_given_in_the_hours_of_the_survey
    answers_sealed_to_the_key_before_still_open
    two_versions_are_answered_side_by_side
    a_version_is_never_changed
    what_lacks_kazakh_or_russian_is_never_open
    enough_answers_are_told_and_more_are_kept
    a_survey_is_for_some_bodies_regions_and_stands
    a_million_characters_are_refused_and_the_rest_of_the_stand_goes_on
    a_wrong_clock_does_not_lose_an_answer
    nothing_tells_the_order_in_which_answers_came
    many_stands_at_once_lose_nothing_and_double_nothing
    a_busy_centre_asks_to_wait
    the_form_for_phones_is_taken_once_by_a_double_click
    a_quarantined_answer_counts_once_its_version_is_there
    an_operator_does_all_of_it_by_the_command_line
    images_of_a_survey_travel_in_its_release_and_on_a_stick
}

const HOUR: i64 = 3_600_000;

/// A stand and what it brings.
struct Stand {
    credential: String,
    identity: Identity,
}

impl Stand {
    async fn of(world: &World, body: &str) -> Self {
        let before = ids(world).await;
        let credential = world.enrol(body).await;
        let stand = ids(world).await.into_iter().find(|id| !before.contains(id)).expect("a new stand");
        Self { credential, identity: Identity { stand, body: body.parse().expect("id") } }
    }

    async fn bring(&self, world: &World, answers: &[SealedAnswer]) -> reqwest::Response {
        let batch = AnswerBatch { answers: answers.to_vec() };
        world.post("answers").bearer_auth(&self.credential).json(&batch).send().await.expect("sent")
    }

    /// Brings answers that are all acknowledged.
    async fn brings(&self, world: &World, answers: &[SealedAnswer]) -> AnswerReceipts {
        let answer = self.bring(world, answers).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["aqparat-centre"], "1");
        let receipts: AnswerReceipts = answer.json().await.expect("receipts");
        assert_eq!(receipts.kept, answers.iter().map(|answer| answer.id).collect::<Vec<_>>());
        receipts
    }
}

async fn ids(world: &World) -> Vec<Uuid> {
    world.centre.store.stands().await.expect("listed").iter().map(|stand| stand.id.parse().expect("id")).collect()
}

fn hour(world: &World) -> i64 {
    world.now() / HOUR
}

/// Imports and opens a survey everywhere, and gives its key.
async fn opened(world: &World, survey: &Survey) -> String {
    terms::import(&world.centre, survey, &[]).await.expect("imported");
    let row = terms::open(&world.centre, &survey.id, &Terms::default()).await.expect("opened");
    row.recipient.expect("a key")
}

fn sealed(response: &Response, key: &str) -> SealedAnswer {
    SealedAnswer::seal(response, key).expect("sealed")
}

async fn kept(centre: &Centre) -> Vec<Uuid> {
    let rows = centre.store.all_answers(&name("access"), None, 10_000).await.expect("read");
    rows.iter().map(|row| row.id).collect()
}

async fn aside(world: &World) -> Vec<SetAside> {
    world.centre.store.quarantine(None, None, 1000).await.expect("read")
}

/// The ids of all answers as the database's own files have them, unsorted.
async fn as_they_lie(world: &World) -> Vec<Uuid> {
    let ids = world.ask("SELECT id FROM answer").await;
    ids.iter().map(|id| id.parse().expect("an id")).collect()
}

async fn reasons(world: &World) -> Vec<String> {
    let mut reasons: Vec<_> = aside(world).await.into_iter().map(|answer| answer.reason).collect();
    reasons.sort();
    reasons
}

fn newest_manifest(world: &World, body: &str) -> Manifest {
    let folder = world.config.data.join("repository/targets").join(body);
    let manifests = std::fs::read_dir(folder).expect("published");
    let manifests = manifests.map(|file| std::fs::read(file.expect("listed").path()).expect("read"));
    let manifests = manifests.map(|bytes| serde_json::from_slice::<Manifest>(&bytes).expect("a manifest"));
    manifests.max_by_key(|manifest| manifest.release).expect("a release")
}

/// The surveys in the newest release of `body`, as its stands will read them.
async fn released(world: &World, body: &str) -> Vec<PublishedSurvey> {
    let folder = world.config.data.join("repository");
    let newest = newest_manifest(world, body);
    let blobs = newest.surveys.iter().map(|blob| std::fs::read(folder.join(blob.sha256.blob_path())).expect("a blob"));
    blobs.map(|bytes| serde_json::from_slice(&bytes).expect("a survey")).collect()
}

async fn publish(world: &World) -> Vec<u64> {
    let report = releasing::publish(&world.centre, None).await.expect("published");
    report.published.iter().map(|hint| hint.release).collect()
}

async fn a_survey_is_offered_answered_and_closed(mut world: World) {
    world.config.public_url = Some("https://stands.example.kz/".parse().expect("an address"));
    world.reopen().await;
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;

    let imported = terms::import(&world.centre, &survey("1"), &[]).await.expect("imported");
    assert!(imported.new);
    assert!(publish(&world).await.is_empty(), "imported is not offered yet");
    let key = opened(&world, &survey("1")).await;
    assert_eq!(publish(&world).await, [2], "the pages are the same, the surveys are not");
    assert!(publish(&world).await.is_empty());
    let offered = released(&world, "almaly").await;
    let [offered] = offered.as_slice() else { panic!("{offered:?}") };
    assert_eq!((&offered.survey, &offered.recipient), (&survey("1"), &key));
    assert_eq!(offered.web_address.as_deref(), Some("https://stands.example.kz/survey/access"));

    let answer = response("1", hour(&world), 7);
    stand.brings(&world, &[sealed(&answer, &offered.recipient)]).await;
    let rows = world.centre.store.all_answers(&name("access"), None, 10).await.expect("read");
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.id, row.hour, row.hour_is_ours, &row.values), (answer.id, answer.hour, false, &answer.values));
    assert_eq!((&row.body, row.stand), (&stand.identity.body, Some(stand.identity.stand)));
    let fed = world.centre.store.answers_after(0, 10).await.expect("read");
    assert_eq!(fed.iter().map(|fed| &fed.row).collect::<Vec<_>>(), [row]);
    assert!(world.centre.store.answers_after(fed[0].seq, 10).await.expect("read").is_empty());

    let closed = terms::close(&world.centre, &name("access")).await.expect("closed");
    assert_eq!((closed.taken, closed.terms.closes_at), (1, Some(world.now())));
    assert_eq!(publish(&world).await, [3]);
    assert!(released(&world, "almaly").await.is_empty());
}

async fn a_stand_gets_one_survey_for_auditors_at_a_time(world: World) {
    let audit = |id: &str| Survey { id: name(id), audience: Audience::Auditors, ..survey("1") };
    for survey in [audit("first"), audit("second"), survey("1")] {
        terms::import(&world.centre, &survey, &[]).await.expect("imported");
    }
    let of = |body: &str| Targeting { bodies: vec![body.parse().expect("an id")], ..Targeting::default() };
    let open = async |id: &str, terms: &Terms| terms::open(&world.centre, &name(id), terms).await;
    open("first", &Terms { targeting: of("almaly"), ..Terms::default() }).await.expect("opened");
    let refused = open("second", &Terms::default()).await.expect_err("refused").to_string();
    assert!(refused.contains("first") && refused.contains("close it first"), "{refused}");
    assert_eq!(
        terms::find(&world.centre, &name("second")).await.expect("there").recipient,
        None,
        "nothing was changed"
    );
    // Said again, for visitors, for other stands, or on later days.
    let until = Some(world.now() + HOUR);
    open("first", &Terms { targeting: of("almaly"), closes_at: until, ..Terms::default() }).await.expect("opened");
    open("access", &Terms::default()).await.expect("opened");
    open("second", &Terms { targeting: of("medeu"), ..Terms::default() }).await.expect("opened");
    open("second", &Terms { opens_at: until, ..Terms::default() }).await.expect("opened");
    assert!(open("second", &Terms::default()).await.is_err());
    terms::close(&world.centre, &name("first")).await.expect("closed");
    open("second", &Terms::default()).await.expect("opened");
}

async fn an_answer_brought_again_is_kept_once(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let (stand, other) = (Stand::of(&world, "almaly").await, Stand::of(&world, "almaly").await);
    let key = opened(&world, &survey("1")).await;
    let answer = response("1", hour(&world), 1);
    let first = sealed(&answer, &key);
    stand.brings(&world, std::slice::from_ref(&first)).await;
    // The acknowledgement was lost; then the batch was doubled on the way; then it was sealed anew.
    stand.brings(&world, std::slice::from_ref(&first)).await;
    stand.brings(&world, &[first.clone(), first.clone()]).await;
    stand.brings(&world, &[sealed(&answer, &key)]).await;
    other.brings(&world, &[first]).await;
    assert_eq!(kept(&world.centre).await, [answer.id]);
    assert!(aside(&world).await.is_empty());
    assert_eq!(terms::find(&world.centre, &name("access")).await.expect("there").taken, 1);
    assert_eq!(world.centre.store.newest_seq().await.expect("read"), 1);

    // Another answer under its name, however often it is brought.
    let mut changed = answer.clone();
    changed.values.insert(name("satisfied"), Value::One("no".into()));
    let changed = sealed(&changed, &key);
    for _ in 0..2 {
        other.brings(&world, std::slice::from_ref(&changed)).await;
    }
    let set_aside = aside(&world).await;
    assert_eq!(set_aside.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>(), ["id-taken"]);
    assert_eq!(set_aside[0].stand, Some(other.identity.stand.to_string()));
    let rows = world.centre.store.all_answers(&name("access"), None, 10).await.expect("read");
    assert_eq!(rows[0].values, answer.values);
}

async fn what_cannot_be_opened_or_does_not_fit_is_set_aside_and_never_dropped(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let key = opened(&world, &survey("1")).await;
    let hour = hour(&world);
    let good = |seed| response("1", hour, seed);

    let stranger = x25519::Identity::generate().to_public().to_string();
    let mut relabelled = sealed(&good(1), &stranger);
    relabelled.recipient.clone_from(&key);
    let mut cut = sealed(&good(2), &key);
    cut.sealed.truncate(cut.sealed.len() / 2);
    let mut renamed = sealed(&good(3), &key);
    renamed.id = response_id(hour, [30; 10]);
    let mut no_key = sealed(&good(4), &key);
    no_key.recipient = "../../../etc/passwd\0".into();
    let mut unknown_version = sealed(&good(5), &key);
    unknown_version.version = "99\0\u{202e}".into();
    let mut unknown_survey = sealed(&good(6), &key);
    unknown_survey.survey = name("another");
    let mut telling = good(7);
    telling.id = uuid::Builder::from_unix_timestamp_millis(world.now().unsigned_abs() + 1, &[7; 10]).into_uuid();
    let mut random = good(8);
    random.id = Uuid::new_v4();
    let mut no_choice = good(9);
    no_choice.values.insert(name("satisfied"), Value::One("perhaps".into()));
    let mut no_question = good(10);
    no_question.values.insert(name("name"), Value::Text("Асқар".into()));
    let mut nowhere = good(12);
    nowhere.reached = Some(name("nowhere"));
    let mut answers = vec![relabelled, cut, renamed, no_key, unknown_version, unknown_survey];
    answers.extend([telling, random, no_choice, no_question, nowhere].iter().map(|one| sealed(one, &key)));
    answers.push(sealed(&good(13), &key));

    stand.brings(&world, &answers).await;
    stand.brings(&world, &answers).await;
    assert_eq!(kept(&world.centre).await, [good(13).id], "the good one among them is kept");
    assert_eq!(
        reasons(&world).await,
        [
            "does-not-fit",
            "does-not-fit",
            "does-not-fit",
            "id",
            "id",
            "not-the-same",
            "unknown-key",
            "unknown-survey",
            "unknown-version",
            "unopenable",
            "unopenable",
        ]
    );
    // Whole, so that it can be opened later.
    for one in aside(&world).await {
        let again: SealedAnswer = serde_json::from_str(&one.sealed).expect("as it came");
        assert!(answers.contains(&again));
        assert!(!one.detail.contains("Асқар"), "{}", one.detail);
    }
    let nothing = stand.bring(&world, &vec![answers[0].clone(); AnswerBatch::LARGEST + 1]).await;
    assert_eq!(nothing.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let garbage = world.post("answers").bearer_auth(&stand.credential).body("{\"answers\": [1]}").send().await;
    assert_eq!(garbage.expect("sent").status(), StatusCode::BAD_REQUEST);
}

async fn what_a_visitor_chose_to_send_unfinished_is_kept_whatever_the_survey_says_of_partial_answers(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let asked = survey("1");
    assert_eq!(asked.partial, Partial::Discard, "what a foreign workbook says without saying it");
    let key = opened(&world, &asked).await;
    let mut partly = response("1", hour(&world), 1);
    partly.complete = false;
    stand.brings(&world, &[sealed(&partly, &key)]).await;
    assert!(aside(&world).await.is_empty());
    let rows = world.centre.store.all_answers(&name("access"), None, 10).await.expect("read");
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.id, row.complete, &row.values), (partly.id, false, &partly.values));
}

async fn a_revoked_stand_and_a_stranger_bring_nothing(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let key = opened(&world, &survey("1")).await;
    let answer = sealed(&response("1", hour(&world), 1), &key);
    fleet::revoke(&world.centre, &stand.identity.stand.to_string()).await.expect("revoked");
    let refused = stand.bring(&world, std::slice::from_ref(&answer)).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let batch = AnswerBatch { answers: vec![answer] };
    for credential in ["aqs_0000", ""] {
        let refused = world.post("answers").bearer_auth(credential).json(&batch).send().await.expect("sent");
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    }
    assert!(kept(&world.centre).await.is_empty() && aside(&world).await.is_empty());
}

async fn an_answer_counts_if_it_was_given_in_the_hours_of_the_survey(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let now = hour(&world);
    terms::import(&world.centre, &survey("1"), &[]).await.expect("imported");
    let terms = Terms { opens_at: Some((now - 2) * HOUR), closes_at: Some((now + 1) * HOUR), ..Terms::default() };
    let row = terms::open(&world.centre, &name("access"), &terms).await.expect("opened");
    let key = row.recipient.expect("a key");
    let at = |hour| response("1", hour, 1);
    world.pass(Duration::from_secs(10 * 3600));
    // They waited on the stand while the survey closed.
    let answers: Vec<_> = [now - 3, now - 2, now, now + 1, now + 2].map(|hour| sealed(&at(hour), &key)).into();
    let receipts = stand.brings(&world, &answers).await;
    assert_eq!(receipts.full_surveys, [name("access")], "the stand stops offering it");
    assert_eq!(kept(&world.centre).await, [at(now - 2).id, at(now).id]);
    assert_eq!(reasons(&world).await, ["closed", "closed", "not-yet-open"]);

    let never = Terms { opens_at: Some(now * HOUR), closes_at: Some(now * HOUR), ..Terms::default() };
    let refused = terms::open(&world.centre, &name("access"), &never).await.expect_err("refused");
    assert!(refused.to_string().contains("nothing was changed"), "{refused}");
    let past = Terms { closes_at: Some(now * HOUR), ..Terms::default() };
    assert!(terms::open(&world.centre, &name("access"), &past).await.is_err());
}

async fn answers_sealed_to_the_key_before_still_open(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let old = opened(&world, &survey("1")).await;
    publish(&world).await;
    let waiting = sealed(&response("1", hour(&world), 1), &old);
    let row = terms::rotate_key(&world.centre, &name("access")).await.expect("a new key");
    let new = row.recipient.expect("a key");
    assert_ne!(new, old);
    assert_eq!(publish(&world).await, [3]);
    assert_eq!(released(&world, "almaly").await[0].recipient, new);
    // The centre was started anew meanwhile.
    world.reopen().await;
    world.serve().await;
    stand.brings(&world, &[waiting, sealed(&response("1", hour(&world), 2), &new)]).await;
    assert_eq!(kept(&world.centre).await.len(), 2);
    assert!(aside(&world).await.is_empty());
}

async fn two_versions_are_answered_side_by_side(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let key = opened(&world, &survey("1")).await;
    terms::import(&world.centre, &survey("2"), &[]).await.expect("imported");
    publish(&world).await;
    assert_eq!(released(&world, "almaly").await[0].survey.version, "2");
    let answers = [response("1", hour(&world), 1), response("2", hour(&world), 2)];
    stand.brings(&world, &answers.each_ref().map(|answer| sealed(answer, &key))).await;
    let rows = world.centre.store.all_answers(&name("access"), None, 10).await.expect("read");
    let versions: BTreeMap<_, _> = rows.iter().map(|row| (row.version.as_str(), row.id)).collect();
    assert_eq!(versions, [("1", answers[0].id), ("2", answers[1].id)].into());
}

async fn a_version_is_never_changed(world: World) {
    terms::import(&world.centre, &survey("1"), &[]).await.expect("imported");
    assert!(!terms::import(&world.centre, &survey("1"), &[]).await.expect("the same").new);
    let mut changed = survey("1");
    changed.items.pop();
    let refused = terms::import(&world.centre, &changed, &[]).await.expect_err("refused");
    assert!(matches!(refused, Error::VersionTaken { .. }), "{refused}");
    assert!(refused.to_string().contains("new version"), "{refused}");
    let versions = world.centre.store.survey_versions(&name("access")).await.expect("read");
    assert_eq!(versions.iter().map(|version| &version.survey).collect::<Vec<_>>(), [&survey("1")]);
    let mut pictured = survey("2");
    questions::add_image(&mut pictured, "plan.png");
    let refused = terms::import(&world.centre, &pictured, &[]).await.expect_err("refused");
    assert!(refused.to_string().contains("plan.png") && refused.to_string().contains("--media"), "{refused}");
    assert_eq!(terms::find(&world.centre, &name("access")).await.expect("there").version, "1");
}

/// A survey whose first question is not said in a language.
fn silent_in(version: &str, language: &str) -> Survey {
    let mut json = serde_json::to_value(survey(version)).expect("JSON");
    json["items"][0]["question"]["label"].as_object_mut().expect("a label").remove(language).expect("said before");
    serde_json::from_value(json).expect("a survey")
}

async fn what_lacks_kazakh_or_russian_is_never_open(world: World) {
    for (version, language, name_of) in [("1", "kk", "Қазақша"), ("2", "ru", "Русский")] {
        terms::import(&world.centre, &silent_in(version, language), &[]).await.expect("a draft");
        let refused = terms::open(&world.centre, &name("access"), &Terms::default()).await.expect_err("refused");
        let told = refused.to_string();
        assert!(told.contains(name_of) && told.contains("without --incomplete"), "{told}");
        let row = terms::find(&world.centre, &name("access")).await.expect("there");
        assert!(row.recipient.is_none() && !row.is_offered(world.now()), "{row:?}");
    }
    // English may be missing, and is told elsewhere.
    terms::import(&world.centre, &silent_in("3", "en"), &[]).await.expect("imported");
    terms::open(&world.centre, &name("access"), &Terms::default()).await.expect("opened");
    let refused = terms::import(&world.centre, &silent_in("4", "kk"), &[]).await.expect_err("refused");
    assert!(refused.to_string().contains("Қазақша"), "{refused}");
    assert_eq!(terms::find(&world.centre, &name("access")).await.expect("there").version, "3");
    let asked = taking::form(&world.centre, &name("access")).await.expect("read");
    assert!(matches!(asked, Form::Open(_, survey) if survey.version == "3"));
    terms::close(&world.centre, &name("access")).await.expect("closed");
    terms::import(&world.centre, &silent_in("4", "kk"), &[]).await.expect("a draft once more");
}

async fn enough_answers_are_told_and_more_are_kept(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    opened(&world, &survey("1")).await;
    let terms = Terms { quota: Some(2), stand_quota: Some(1), ..Terms::default() };
    let row = terms::open(&world.centre, &name("access"), &terms).await.expect("opened");
    let key = row.recipient.expect("a key");
    assert_eq!(publish(&world).await, [2]);
    assert_eq!(released(&world, "almaly").await[0].stand_quota, Some(1));
    let bring = async |seed| {
        let answer = sealed(&response("1", hour(&world), seed), &key);
        stand.brings(&world, &[answer]).await.full_surveys
    };
    assert!(bring(1).await.is_empty());
    assert_eq!(bring(2).await, [name("access")]);
    assert_eq!(bring(3).await, [name("access")], "given at another stand before it was told");
    assert_eq!(kept(&world.centre).await.len(), 3);

    let beat = Heartbeat {
        version: "0.1.0".into(),
        release: Some(2),
        as_of: None,
        disk_free: None,
        clock: world.now(),
        speech: SpeechHealth::default(),
        last_error: None,
        answers_waiting: 42,
    };
    let reply = world.post("heartbeats").bearer_auth(&stand.credential).json(&beat).send().await.expect("sent");
    let reply: HeartbeatReply = reply.json().await.expect("a reply");
    assert_eq!(reply.full_surveys, [name("access")]);
    let stands = world.centre.store.stands().await.expect("listed");
    assert_eq!(stands[0].answers_waiting, 42);
    assert_eq!(publish(&world).await, [3], "a full survey is offered no longer");
}

async fn a_survey_is_for_some_bodies_regions_and_stands(mut world: World) {
    world.serve().await;
    for body in ["almaly", "medeu", "turksib"] {
        let folder = world::Folder::of(body);
        if body == "medeu" {
            let stand = std::fs::read_to_string(folder.path().join("stand.toml")).expect("read");
            folder.write("stand.toml", &format!("region = \"almaty-city\"\n{stand}"));
        }
        world.import(&folder).await;
    }
    publish(&world).await;
    let (almaly, _) = (Stand::of(&world, "almaly").await, Stand::of(&world, "medeu").await);
    opened(&world, &survey("1")).await;
    let offered_by = async |targeting: Targeting| {
        let terms = Terms { targeting, ..Terms::default() };
        terms::open(&world.centre, &name("access"), &terms).await.expect("opened");
        publish(&world).await;
        let mut bodies = Vec::new();
        for body in ["almaly", "medeu", "turksib"] {
            if !released(&world, body).await.is_empty() {
                bodies.push(body);
            }
        }
        bodies
    };
    let of = |body: &str| vec![body.parse().expect("id")];
    assert_eq!(offered_by(Targeting::default()).await, ["almaly", "medeu", "turksib"]);
    assert_eq!(offered_by(Targeting { bodies: of("turksib"), ..Targeting::default() }).await, ["turksib"]);
    let regions = vec!["almaty-city".parse().expect("a region")];
    assert_eq!(offered_by(Targeting { regions: regions.clone(), ..Targeting::default() }).await, ["medeu"]);
    assert!(offered_by(Targeting { bodies: of("turksib"), regions, ..Targeting::default() }).await.is_empty());
    let stands = vec![almaly.identity.stand];
    assert_eq!(offered_by(Targeting { stands: stands.clone(), ..Targeting::default() }).await, ["almaly"]);
    assert_eq!(released(&world, "almaly").await[0].stands, stands);
}

async fn a_million_characters_are_refused_and_the_rest_of_the_stand_goes_on(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let key = opened(&world, &survey("1")).await;
    let with_words = |seed, words: String| {
        let mut answer = response("1", hour(&world), seed);
        answer.values.insert(name("missing"), Value::Text(words));
        sealed(&answer, &key)
    };
    let million = stand.bring(&world, &[with_words(1, "ы".repeat(1_000_000))]).await;
    assert_eq!(million.status(), StatusCode::PAYLOAD_TOO_LARGE);
    // Within a batch's size, but more than any stand seals; and more than any question takes.
    let answers =
        [with_words(2, "x".repeat(400_000)), with_words(3, "x".repeat(20_000)), with_words(4, "Лифт жоқ".into())];
    stand.brings(&world, &answers).await;
    assert_eq!(kept(&world.centre).await, [answers[2].id]);
    assert_eq!(reasons(&world).await, ["does-not-fit", "too-large"]);

    // Tricks with control characters and the direction of writing do not reach those who read.
    stand.brings(&world, &[with_words(5, "a\u{1b}[2Jb\u{202e}c\u{0}d 870512300123 e".into())]).await;
    let rows = world.centre.store.all_answers(&name("access"), None, 10).await.expect("read");
    let words = rows.iter().find_map(|row| match row.values.get(&name("missing")) {
        Some(Value::Text(words)) if words.starts_with('a') => Some(words.clone()),
        _ => None,
    });
    let words = words.unwrap_or_else(|| format!("{:?}", rows.len()));
    assert!(!words.contains(['\u{1b}', '\u{202e}', '\u{0}']), "{words:?}");
    assert!(!words.contains("870512300123"), "{words:?}");
}

async fn a_wrong_clock_does_not_lose_an_answer(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let key = opened(&world, &survey("1")).await;
    let now = hour(&world);
    let hours = [0, -5, now + 24 * 365 * 300, now + 25, now + 24, now - 24 * 30];
    let answers: Vec<_> = hours.iter().zip(1..).map(|(hour, seed)| sealed(&response("1", *hour, seed), &key)).collect();
    stand.brings(&world, &answers).await;
    // It comes again later, by a clock that goes on: still the same answer.
    world.pass(Duration::from_secs(7200));
    stand.brings(&world, &answers).await;
    assert!(aside(&world).await.is_empty(), "{:?}", reasons(&world).await);
    let rows = world.centre.store.all_answers(&name("access"), None, 10).await.expect("read");
    let hours: BTreeMap<_, _> = rows.iter().map(|row| (row.id, (row.hour, row.hour_is_ours))).collect();
    let found: Vec<_> = answers.iter().map(|answer| hours[&answer.id]).collect();
    let ours = (now, true);
    assert_eq!(found, [ours, ours, ours, ours, (now + 24, false), (now - 24 * 30, false)]);
}

async fn nothing_tells_the_order_in_which_answers_came(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let key = opened(&world, &survey("1")).await;
    let now = hour(&world);
    for seed in [9, 3, 7, 1, 8] {
        stand.brings(&world, &[sealed(&response("1", now, seed), &key)]).await;
    }
    assert_eq!(world.centre.store.answers_after(0, 10).await.expect("read").len(), 5);
    world.pass(Duration::from_secs(3600));
    taking::forget_feed(&world.centre).await.expect("looked through");
    assert_eq!(world.centre.store.answers_after(0, 10).await.expect("read").len(), 5, "whoever counts is let follow");
    world.pass(Duration::from_secs(3600));
    let before = world.centre.store.newest_seq().await.expect("read");
    taking::forget_feed(&world.centre).await.expect("forgotten");
    assert!(world.centre.store.answers_after(0, 10).await.expect("read").is_empty());
    world.centre.store.forget_order().await.expect("laid anew");
    // As the database itself lays them, unasked: in the order of the ids.
    let mut sorted = kept(&world.centre).await;
    sorted.sort_unstable();
    assert_eq!(as_they_lie(&world).await, sorted);
    // Nor does any row tell which transaction wrote it, and what was deleted is not left in the file.
    if world.is_postgres() {
        assert_eq!(world.ask("SELECT count(DISTINCT xmin::text)::text FROM answer").await, ["1"]);
    }
    // A place in the feed is never given twice: whoever counts along misses nothing.
    stand.brings(&world, &[sealed(&response("1", now, 5), &key)]).await;
    assert!(world.centre.store.newest_seq().await.expect("read") > before);
}

async fn many_stands_at_once_lose_nothing_and_double_nothing(mut world: World) {
    const STANDS: u8 = 12;
    world.serve().await;
    world.publish_body("almaly").await;
    let key = opened(&world, &survey("1")).await;
    let now = hour(&world);
    let mut stands = Vec::new();
    for _ in 0..STANDS {
        stands.push(Stand::of(&world, "almaly").await);
    }
    let world = &world;
    let bringing = stands.iter().zip(0u8..).map(|(stand, number)| {
        let key = key.clone();
        async move {
            for batch in 0..4u8 {
                let answers: Vec<_> = (0..5u8)
                    .map(|one| {
                        sealed(
                            &response("1", now, u64::from(number) << 16 | u64::from(batch) << 8 | u64::from(one)),
                            &key,
                        )
                    })
                    .collect();
                // Each batch twice at the same moment, as after a lost acknowledgement.
                tokio::join!(stand.brings(world, &answers), stand.brings(world, &answers));
            }
        }
    });
    futures_util::future::join_all(bringing).await;
    let ids = kept(&world.centre).await;
    assert_eq!(ids.len(), usize::from(STANDS) * 20);
    assert!(aside(world).await.is_empty());
    let fed = world.centre.store.answers_after(0, 10_000).await.expect("read");
    assert!(fed.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    let mut fed: Vec<_> = fed.into_iter().map(|fed| fed.row.id).collect();
    fed.sort_unstable();
    assert_eq!(fed, ids);
    let row: SurveyRow = terms::find(&world.centre, &name("access")).await.expect("there");
    assert_eq!(row.taken, u64::from(STANDS) * 20);
}

async fn a_busy_centre_asks_to_wait(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let key = opened(&world, &survey("1")).await;
    let answer = sealed(&response("1", hour(&world), 1), &key);
    let all_room = world.centre.taking.room(usize::MAX).expect("nobody else is here");
    let refused = stand.bring(&world, std::slice::from_ref(&answer)).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    let wait: u64 = refused.headers()["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=10).contains(&wait), "{wait}");
    assert!(kept(&world.centre).await.is_empty());
    drop(all_room);
    stand.brings(&world, &[answer]).await;
}

async fn the_form_for_phones_is_taken_once_by_a_double_click(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let centre = &world.centre;
    assert_eq!(taking::form(centre, &name("access")).await.expect("asked"), Form::Unknown);
    opened(&world, &survey("1")).await;
    let open = taking::form(centre, &name("access")).await.expect("asked");
    assert!(matches!(open, Form::Open(_, ref asked) if **asked == survey("1")), "{open:?}");
    let mut answer = response("1", hour(&world), 1);
    answer.mode.phone = true;
    let take = async |answer: &Response, at| taking::take_web(centre, answer.clone(), at).await.expect("taken");
    let (one, two) = tokio::join!(take(&answer, Some(stand.identity.stand)), take(&answer, Some(stand.identity.stand)));
    assert_eq!((one, two), (FormOutcome::Kept, FormOutcome::Kept));
    let rows = centre.store.all_answers(&name("access"), None, 10).await.expect("read");
    assert_eq!(rows.iter().map(|row| (row.id, row.body.as_str())).collect::<Vec<_>>(), [(answer.id, "almaly")]);

    let mut changed = answer.clone();
    changed.values.insert(name("satisfied"), Value::One("no".into()));
    assert_eq!(take(&changed, None).await, FormOutcome::Refused(Reason::IdTaken));
    let from_nowhere = response("1", hour(&world), 2);
    assert_eq!(take(&from_nowhere, Some(Uuid::new_v4())).await, FormOutcome::Kept);
    let rows = centre.store.all_answers(&name("access"), None, 10).await.expect("read");
    let row = rows.iter().find(|row| row.id == from_nowhere.id).expect("kept");
    assert_eq!((row.body.as_str(), row.stand), (taking::ELSEWHERE, None));

    terms::close(centre, &name("access")).await.expect("closed");
    assert_eq!(taking::form(centre, &name("access")).await.expect("asked"), Form::Ended);
    world.pass(Duration::from_secs(3600));
    let late = response("1", hour(&world), 3);
    assert_eq!(take(&late, None).await, FormOutcome::Refused(Reason::Closed));
}

async fn a_quarantined_answer_counts_once_its_version_is_there(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let key = opened(&world, &survey("1")).await;
    let answer = response("2", hour(&world), 1);
    let lost_key = world.config.keys().join("surveys").join(format!("{key}.age"));
    let elsewhere = lost_key.with_extension("away");
    stand.brings(&world, &[sealed(&answer, &key)]).await;
    assert_eq!(reasons(&world).await, ["unknown-version"]);
    let tried = taking::retry(&world.centre, None).await.expect("tried");
    assert_eq!((tried.taken, tried.waiting), (0, 1));
    assert!(kept(&world.centre).await.is_empty());

    // The key went with an old disk; its copy comes back later.
    std::fs::rename(&lost_key, &elsewhere).expect("moved");
    let other = world.another().await;
    let imported = terms::import(&other, &survey("2"), &[]).await.expect("imported");
    assert_eq!(imported.taken, 0);
    assert_eq!(reasons(&world).await, ["unknown-key"]);
    std::fs::rename(&elsewhere, &lost_key).expect("moved back");
    let tried = taking::retry(&world.another().await, Some(answer.id)).await.expect("tried");
    assert_eq!((tried.taken, tried.waiting), (1, 0));
    assert_eq!(kept(&world.centre).await, [answer.id]);
    assert!(aside(&world).await.is_empty());
    // Brought again, as a stand does that missed the acknowledgement.
    stand.brings(&world, &[sealed(&answer, &key)]).await;
    assert_eq!(kept(&world.centre).await, [answer.id]);
}

async fn an_operator_does_all_of_it_by_the_command_line(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let stand = Stand::of(&world, "almaly").await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let write = |survey: &Survey, name: &str| {
        std::fs::write(path(name), xlsform::write(survey).expect("a workbook")).expect("written");
    };
    let said = |args: &[&str]| {
        let output = world.run(args);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    let done = |args: &[&str]| {
        let (code, said) = said(args);
        assert_eq!(code, Some(0), "{args:?}: {said}");
        said
    };
    let refused = |args: &[&str], why: &str| {
        let (code, said) = said(args);
        assert_eq!(code, Some(1), "{args:?}: {said}");
        assert!(said.contains(why), "{args:?}: {said}");
    };
    write(&survey("1"), "access.xlsx");
    std::fs::write(path("broken.xlsx"), "not a workbook").expect("written");

    refused(&["survey", "check", &path("broken.xlsx")], "Nothing was changed: mend 1 error first.");
    refused(&["survey", "import", &path("broken.xlsx")], "Nothing was changed");
    refused(&["survey", "import", &path("missing.xlsx")], "nothing was changed");
    assert!(done(&["survey", "list"]).contains("No survey has been imported yet"));
    assert!(done(&["survey", "check", &path("access.xlsx")]).contains("2 questions"));
    refused(&["survey", "open", "access"], "there is no survey access here");

    let imported = done(&["survey", "import", &path("access.xlsx")]);
    assert!(imported.contains("aqparat-server survey open access"), "{imported}");
    done(&["survey", "export", "access", &path("again.xlsx")]);
    assert!(done(&["survey", "import", &path("again.xlsx")]).contains("here already, the same"));
    let mut other = survey("1");
    other.items.pop();
    write(&other, "other.xlsx");
    refused(&["survey", "import", &path("other.xlsx")], "give the changed survey a new version");
    refused(&["survey", "export", "access", "--version", "9", &path("no.xlsx")], "nothing was written");

    refused(&["survey", "open", "access", "--body", "nobody"], "there is no body nobody here");
    refused(&["survey", "open", "access", "--stand", "nobody"], "there is no stand nobody");
    refused(&["survey", "open", "access", "--until", "2020-01-01"], "nothing was changed");
    let (_, usage) = said(&["survey", "open", "access", "--until", "soon"]);
    assert!(usage.contains("write a day such as"), "{usage}");
    let limits = ["--quota", "3", "--stand-quota", "2", "--no-web", "--body", "almaly"];
    let opened = done(&[&["survey", "open", "access", "--until", "2999-12-31"][..], &limits].concat());
    assert!(opened.contains("3000-01-01") && opened.contains("almaly"), "{opened}");
    assert!(done(&["body", "list"]).contains("waits to be published"));
    done(&["publish"]);
    assert!(!done(&["body", "list"]).contains("waits"));
    let [offered] = &released(&world, "almaly").await[..] else { panic!("not offered") };
    assert_eq!((offered.stand_quota, &offered.web_address), (Some(2), &None));

    let waiting = response("2", hour(&world), 1);
    stand.brings(&world, &[sealed(&waiting, &offered.recipient)]).await;
    let id = waiting.id.to_string();
    let listed = done(&["survey", "quarantine", "list"]);
    assert!(listed.contains(&id) && listed.contains("this version of the survey is not known here"), "{listed}");
    assert!(done(&["survey", "quarantine", "show", &id]).contains("Лифт жоқ"), "what it says can be read");
    assert!(done(&["survey", "quarantine", "retry"]).contains("0 answers are taken now, 1 are set aside still"));
    done(&["survey", "rotate-key", "access"]);
    write(&survey("2"), "second.xlsx");
    assert!(done(&["survey", "import", &path("second.xlsx")]).contains("1 answers that had waited for it"));
    assert!(done(&["survey", "quarantine", "list"]).contains("No answer is set aside"));
    refused(&["survey", "quarantine", "show", &id], "no answer is set aside under");
    let json: serde_json::Value = serde_json::from_str(&done(&["survey", "list", "--json"])).expect("JSON");
    assert_eq!((&json[0]["survey"]["taken"], &json[0]["survey"]["version"]), (&1.into(), &"2".into()));
    assert!(done(&["survey", "close", "access"]).contains("closed"));
}

/// A PNG of one grey point.
const ONE_PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0,
    0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

async fn images_of_a_survey_travel_in_its_release_and_on_a_stick(world: World) {
    world.publish_body("almaly").await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let mut pictured = survey("1");
    questions::add_image(&mut pictured, "plan.png");
    std::fs::write(path("access.xlsx"), xlsform::write(&pictured).expect("a workbook")).expect("written");
    let import = |more: &[&str]| {
        let output = world.run(&[&["survey", "import", &path("access.xlsx")][..], more].concat());
        (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    let media = path("");
    let (done, said) = import(&[]);
    assert!(!done && said.contains("plan.png, which is not here"), "{said}");
    std::fs::write(path("plan.png"), b"<svg>").expect("written");
    let (done, said) = import(&["--media", &media]);
    assert!(!done && said.contains("not a PNG image") && said.contains("Nothing was changed"), "{said}");
    assert!(world.centre.store.surveys().await.expect("read").is_empty());
    std::fs::write(path("plan.png"), ONE_PIXEL).expect("written");
    let (done, said) = import(&["--media", &media]);
    assert!(done, "{said}");

    terms::open(&world.centre, &name("access"), &Terms::default()).await.expect("opened");
    assert_eq!(publish(&world).await, [2]);
    let [offered] = &released(&world, "almaly").await[..] else { panic!("not offered") };
    let image = offered.survey.lists.values().flatten().find_map(|choice| choice.image.as_ref()).expect("an image");
    let repository = world.config.data.join("repository");
    let blob = BlobRef::to(ONE_PIXEL);
    assert!(image.file.starts_with("survey-") && image.file.ends_with(".png"), "{}", image.file);
    assert_eq!(std::fs::read(repository.join(blob.sha256.blob_path())).expect("there"), ONE_PIXEL);
    let manifest = newest_manifest(&world, "almaly");
    let shards = manifest.shards.iter().map(|shard| std::fs::read(repository.join(shard.sha256.blob_path())));
    let shards = shards.map(|bytes| serde_json::from_slice::<Shard>(&bytes.expect("there")).expect("a shard"));
    let entries: Vec<_> = shards.flat_map(|shard| shard.entries).collect();
    let media_type = "image/png".to_owned();
    assert!(entries.contains(&Entry::Media { name: image.file.clone(), media_type, blob }));

    // The editor's own name comes back with an export.
    let kept = world.centre.store.survey_version(&name("access"), "1").await.expect("read").expect("there");
    assert_eq!(kept.survey, pictured);

    let stick = folder.path().join("almaly.courier");
    let now = world.centre.clock.now();
    world.centre.publisher.courier(&"almaly".parse().expect("id"), &stick, now).await.expect("written");
    let courier = Courier::open(&stick).expect("opens");
    for wanted in [manifest.surveys[0], blob] {
        let mut found = Vec::new();
        courier.blob(&wanted.sha256).expect("carried").read_to_end(&mut found).expect("read");
        assert_eq!(BlobRef::to(&found), wanted);
    }
}
