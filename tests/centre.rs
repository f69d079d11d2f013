//! Journeys through the centre alone, each on SQLite and on a real PostgreSQL: what operators,
//! editors and stands can rely on.

#[path = "support/postgres.rs"]
#[allow(dead_code, reason = "shared with the figures")]
mod postgres;
#[path = "support/world.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod world;

use std::io::{Cursor, Read};
use std::time::Duration;

use aqparat::release::api::{
    EnrolmentState, EnrolmentTicket, Heartbeat, HeartbeatReply, ImportReport, Problem, PublishReport, SpeechHealth,
};
use aqparat::server::fleet;
use aqparat::server::http::raise_open_files;
use aqparat::server::publishing::RepositoryAddress;
use aqparat::server::{Error, accounts, importing, releasing};
use reqwest::StatusCode;
use world::{Events, Folder, World};

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
    a_stand_is_enrolled_heard_and_revoked
    one_code_makes_one_stand
    a_code_ends_after_fifteen_minutes
    too_many_requests_from_one_address_must_wait
    a_folder_with_faults_changes_nothing
    publishing_twice_makes_one_release
    two_publishers_at_once_make_one_release
    a_database_from_an_old_backup_publishes_above_what_stands_have
    a_hint_reaches_the_stands_of_the_body_and_no_others
    a_thousand_connected_stands_are_told_within_two_seconds
    an_editor_publishes_from_elsewhere_with_a_token
    a_token_of_one_body_touches_no_other
    a_hostile_archive_is_refused_and_leaves_nothing
    a_restart_forgets_nothing
    the_repository_is_served_with_conditions_and_ranges
    every_answer_is_signed_as_the_centres
    only_so_many_heartbeats_are_kept
    accounts_are_made_listed_and_ended_by_the_command_line
}

fn heartbeat(world: &World) -> Heartbeat {
    Heartbeat {
        version: "0.1.0".into(),
        release: Some(1),
        as_of: Some(world.now()),
        disk_free: Some(5_000_000_000),
        clock: world.now() + 90_000,
        speech: SpeechHealth { available: true, missing_voices: vec!["kk".into()] },
        last_error: None,
        answers_waiting: 0,
    }
}

async fn a_stand_is_enrolled_heard_and_revoked(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;

    let ticket: EnrolmentTicket = world.request_enrolment().await;
    assert_eq!(world.enrolment(&ticket).await, EnrolmentState::Pending);
    let code = ticket.pairing_code.parse().expect("a pairing code");
    let id =
        fleet::approve(&world.centre, code, &"almaly".parse().expect("id"), Some("Lobby")).await.expect("approved");
    let EnrolmentState::Approved { enrolment } = world.enrolment(&ticket).await else { panic!("not approved") };
    assert_eq!((enrolment.stand, enrolment.body.as_str(), enrolment.repository.as_str()), (id, "almaly", "/releases/"));
    assert!(enrolment.root.contains("\"root\""));

    // An answer that was lost on the way comes again, the same.
    let EnrolmentState::Approved { enrolment: again } = world.enrolment(&ticket).await else { panic!("not again") };
    assert_eq!(again, enrolment);

    let beat = heartbeat(&world);
    let answer = world.post("heartbeats").bearer_auth(&enrolment.credential).json(&beat).send().await.expect("sent");
    let reply: HeartbeatReply = answer.json().await.expect("a reply");
    assert_eq!((reply.clock, reply.release), (world.now(), Some(1)));
    assert!((60..=75).contains(&reply.next_seconds), "{}", reply.next_seconds);
    assert_eq!(world.enrolment(&ticket).await, EnrolmentState::Ended, "the credential is in use: it is told no more");

    let stands = world.centre.store.stands().await.expect("listed");
    let [stand] = stands.as_slice() else { panic!("{stands:?}") };
    assert_eq!((stand.name.as_str(), stand.release, stand.clock_skew), ("Lobby", Some(1), Some(90_000)));
    assert_eq!((stand.disk_free, stand.last_seen), (Some(5_000_000_000), Some(world.now())));
    assert_eq!(stand.speech.as_ref().expect("told").missing_voices, ["kk"]);

    fleet::revoke(&world.centre, "Lobby").await.expect("revoked");
    let refused = world.post("heartbeats").bearer_auth(&enrolment.credential).json(&beat).send().await.expect("sent");
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let problem: Problem = refused.json().await.expect("a problem");
    assert!(problem.message.contains("revoked"), "{}", problem.message);
    let repository = world.get("/releases/metadata/timestamp.json").send().await.expect("sent");
    assert_eq!(repository.status(), StatusCode::OK, "a revoked stand still reads what is public");
}

async fn one_code_makes_one_stand(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let body = "almaly".parse().expect("id");
    let ticket = world.request_enrolment().await;
    let code: fleet::PairingCode = ticket.pairing_code.parse().expect("code");

    // Two operators at the same moment, and one a moment later.
    let (first, second) = tokio::join!(
        fleet::approve(&world.centre, code, &body, None),
        fleet::approve(&world.centre, code, &body, None)
    );
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    let late = fleet::approve(&world.centre, code, &body, None).await;
    assert!(matches!(late, Err(Error::UsedCode { .. })), "{late:?}");
    assert_eq!(world.centre.store.stands().await.expect("listed").len(), 1);

    let unknown = fleet::approve(&world.centre, "0000-0000".parse().expect("code"), &body, None).await;
    assert!(matches!(unknown, Err(Error::UnknownCode(_))), "{unknown:?}");
    let nowhere = fleet::approve(&world.centre, code, &"nobody".parse().expect("id"), None).await;
    assert!(matches!(nowhere, Err(Error::UnknownBody(_))), "{nowhere:?}");
}

async fn a_code_ends_after_fifteen_minutes(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let ticket = world.request_enrolment().await;
    assert_eq!(ticket.expires_at - world.now(), 15 * 60 * 1000);
    world.pass(Duration::from_secs(15 * 60));
    assert_eq!(world.enrolment(&ticket).await, EnrolmentState::Ended);
    let code = ticket.pairing_code.parse().expect("code");
    let late = fleet::approve(&world.centre, code, &"almaly".parse().expect("id"), None).await;
    assert!(matches!(late, Err(Error::ExpiredCode(_))), "{late:?}");
    assert!(world.centre.store.stands().await.expect("listed").is_empty());
}

async fn too_many_requests_from_one_address_must_wait(mut world: World) {
    world.config.limits.enrolments = 3;
    world.reopen().await;
    world.serve().await;
    for _ in 0..3 {
        world.request_enrolment().await;
    }
    let request = serde_json::json!({ "machine": "m", "version": "1" });
    let refused = world.post("enrolments").json(&request).send().await.expect("sent");
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = refused.headers()["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=601).contains(&wait), "{wait}");
}

async fn a_folder_with_faults_changes_nothing(world: World) {
    let folder = Folder::of("almaly");
    let good = importing::import_folder(&world.centre, folder.path(), None, None).await.expect("read");
    assert_eq!((good.faults.as_slice(), good.pages), (&[][..], 6));
    let before = world.centre.store.drafts().await.expect("drafts");

    folder.write("pages/contacts/desk.kk.md", "---\ntitle: Үстел\nsummary: Үстел.\nverified-on: soon\n---\nМәтін.\n");
    let output = world.run(&["import", folder.path().to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("pages/contacts/desk.kk.md:4: error: "), "{said}");
    assert!(said.contains("Nothing was changed"), "{said}");
    assert_eq!(world.centre.store.drafts().await.expect("drafts"), before);
}

async fn publishing_twice_makes_one_release(world: World) {
    let folder = Folder::of("almaly");
    let publish = async || releasing::publish(&world.centre, None).await.expect("published").published;
    world.import(&folder).await;
    assert_eq!(publish().await.iter().map(|hint| hint.release).collect::<Vec<_>>(), [1]);
    assert!(publish().await.is_empty());
    world.import(&folder).await;
    assert!(publish().await.is_empty(), "imported again, but the same");
    folder.change("Екінші");
    world.import(&folder).await;
    assert_eq!(publish().await.iter().map(|hint| hint.release).collect::<Vec<_>>(), [2]);
    let unknown = releasing::publish(&world.centre, Some(&"nobody".parse().expect("id"))).await;
    assert!(matches!(unknown, Err(Error::UnknownBody(_))), "{unknown:?}");
}

async fn two_publishers_at_once_make_one_release(world: World) {
    world.import(&Folder::of("almaly")).await;
    let other = world.another().await;
    let (one, two) = tokio::join!(releasing::publish(&world.centre, None), releasing::publish(&other, None));
    let published = one.expect("published").published.len() + two.expect("published").published.len();
    assert_eq!(published, 1);
}

async fn a_database_from_an_old_backup_publishes_above_what_stands_have(world: World) {
    let folder = Folder::of("almaly");
    for title in ["Бір", "Екі", "Үш"] {
        folder.change(title);
        world.import(&folder).await;
        releasing::publish(&world.centre, None).await.expect("published");
    }
    let restored = world.with_empty_database().await;
    importing::import_folder(&restored, folder.path(), None, None).await.expect("imported");
    let report = releasing::publish(&restored, None).await.expect("published");
    assert_eq!(report.published[0].release, 4);
}

async fn a_hint_reaches_the_stands_of_the_body_and_no_others(mut world: World) {
    let (almaly, medeu) = (world.publish_body("almaly").await, world.publish_body("medeu").await);
    world.serve().await;
    let (a, b) = (world.enrol("almaly").await, world.enrol("medeu").await);
    let mut of_almaly = Events::open(&world, &a, None).await;
    let mut of_medeu = Events::open(&world, &b, None).await;

    // Published by another process, as the command line does.
    almaly.change("Жаңа");
    world.import(&almaly).await;
    assert!(world.run(&["publish"]).status.success());
    assert_eq!(of_almaly.next_release().await, 2);

    // A stand that was away learns on its return what it missed, and only that.
    assert_eq!(Events::open(&world, &a, Some(1)).await.next_release().await, 2);
    let mut nothing_missed = Events::open(&world, &a, Some(2)).await;

    medeu.change("Жаңа");
    world.import(&medeu).await;
    releasing::publish(&world.centre, None).await.expect("published");
    assert_eq!(of_medeu.next_release().await, 2, "the other body's publish was not told here");
    almaly.change("Тағы");
    world.import(&almaly).await;
    releasing::publish(&world.centre, None).await.expect("published");
    assert_eq!(nothing_missed.next_release().await, 3);

    let refused = world.get("/api/v1/events").send().await.expect("sent");
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
}

async fn a_thousand_connected_stands_are_told_within_two_seconds(mut world: World) {
    const STANDS: usize = 1000;
    assert!(raise_open_files() > 2 * STANDS as u64 + 100, "this test needs more open files: raise ulimit -Hn");
    let folder = world.publish_body("almaly").await;
    world.serve().await;
    let mut connections = Vec::new();
    for _ in 0..10 {
        let credential = world.enrol("almaly").await;
        for _ in 0..STANDS / 10 {
            connections.push(Events::open(&world, &credential, None).await);
        }
    }
    folder.change("Жаңа");
    world.import(&folder).await;
    let listening: Vec<_> = connections
        .into_iter()
        .map(|mut connection| tokio::spawn(async move { (connection.next_release().await, std::time::Instant::now()) }))
        .collect();
    releasing::publish(&world.another().await, None).await.expect("published");
    let published = std::time::Instant::now();
    let mut last = Duration::ZERO;
    for stand in listening {
        let (release, told) = stand.await.expect("told");
        assert_eq!(release, 2);
        last = last.max(told.saturating_duration_since(published));
    }
    println!("{STANDS} stands told within {last:?}");
    assert!(last < Duration::from_secs(2), "the last was told after {last:?}");
}

async fn an_editor_publishes_from_elsewhere_with_a_token(mut world: World) {
    world.serve().await;
    let folder = Folder::of("almaly");
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    let token = world.token(None).await;
    let url = world.url();
    let elsewhere = |args: &[&str], token: &str| world.run_elsewhere(args, &url, token);

    let output = elsewhere(&["import", &path, "--json"], &token);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: ImportReport = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!((report.pages, report.faults.len()), (6, 0));
    let output = elsewhere(&["publish", "--json"], &token);
    let report: PublishReport = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report.published[0].release, 1);
    assert!(String::from_utf8_lossy(&elsewhere(&["publish"], &token).stdout).contains("Nothing to publish"));

    folder.change("Басқа");
    let drafts = world.centre.store.drafts().await.expect("drafts");
    let revoked = world.centre.store.tokens().await.expect("tokens")[0].id.clone();
    assert!(world.run(&["token", "revoke", &revoked]).status.success());
    for wrong in ["aqa_0000", &token] {
        let output = elsewhere(&["import", &path], wrong);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains("token"), "{output:?}");
    }
    let without = world.post("admin/import").body("x").send().await.expect("sent");
    assert_eq!(without.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(world.centre.store.drafts().await.expect("drafts"), drafts);
}

async fn a_token_of_one_body_touches_no_other(mut world: World) {
    world.serve().await;
    let (almaly, medeu) = (Folder::of("almaly"), Folder::of("medeu"));
    world.import(&medeu).await;
    let token = world.token(Some("almaly")).await;
    let import = |folder: &Folder| world.post("admin/import").bearer_auth(&token).body(folder.tar());
    assert_eq!(import(&almaly).send().await.expect("sent").status(), StatusCode::OK);
    assert_eq!(import(&medeu).send().await.expect("sent").status(), StatusCode::FORBIDDEN);
    let publish = |body: serde_json::Value| world.post("admin/publish").bearer_auth(&token).json(&body);
    let other = publish(serde_json::json!({ "body": "medeu" })).send().await.expect("sent");
    assert_eq!(other.status(), StatusCode::FORBIDDEN);
    let own: PublishReport =
        publish(serde_json::json!({ "body": null })).send().await.expect("sent").json().await.expect("a report");
    assert_eq!(own.published.iter().map(|hint| hint.body.as_str()).collect::<Vec<_>>(), ["almaly"]);
}

async fn a_hostile_archive_is_refused_and_leaves_nothing(mut world: World) {
    world.config.limits.import_bytes = 4096;
    world.config.limits.import_files = 10;
    world.reopen().await;
    world.serve().await;
    let token = world.token(None).await;
    let send = async |body: Vec<u8>| {
        let answer = world.post("admin/import").bearer_auth(&token).body(body).send().await.expect("sent");
        (answer.status(), answer.json::<Problem>().await.expect("a problem").message)
    };
    let entry = |kind, name: &str, size: usize| {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(kind);
        header.set_size(size as u64);
        header.set_cksum();
        let mut bytes = Vec::new();
        Cursor::new(header.as_bytes()).read_to_end(&mut bytes).expect("bytes");
        bytes.resize(512 + size.div_ceil(512) * 512, b'x');
        bytes
    };
    let refused = [
        entry(tar::EntryType::Regular, "../../escaped", 10),
        entry(tar::EntryType::Regular, "/tmp/escaped", 10),
        entry(tar::EntryType::Symlink, "media/link", 0),
        entry(tar::EntryType::Regular, "media/big.png", 5000),
        b"not a tar at all".repeat(100),
    ];
    for archive in refused {
        let (status, message) = send(archive).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{message}");
        assert!(message.contains("archive was refused"), "{message}");
    }
    let (status, _) = send(vec![0; 20_000]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(world.centre.store.drafts().await.expect("drafts").is_empty());
    let left = std::fs::read_dir(&world.config.data).expect("listed").flatten();
    let left: Vec<_> =
        left.map(|entry| entry.file_name()).filter(|name| name.to_string_lossy().starts_with("import")).collect();
    assert!(left.is_empty(), "{left:?}");
}

async fn a_restart_forgets_nothing(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    let credential = world.enrol("almaly").await;
    let token = world.token(None).await;
    let ticket = world.request_enrolment().await;
    world.reopen().await;
    world.serve().await;
    let beat = heartbeat(&world);
    let answer = world.post("heartbeats").bearer_auth(&credential).json(&beat).send().await.expect("sent");
    assert_eq!(answer.json::<HeartbeatReply>().await.expect("a reply").release, Some(1));
    assert_eq!(world.enrolment(&ticket).await, EnrolmentState::Pending);
    let request = serde_json::json!({ "body": null });
    let answer = world.post("admin/publish").bearer_auth(&token).json(&request).send().await.expect("sent");
    assert!(answer.json::<PublishReport>().await.expect("a report").published.is_empty());
}

async fn the_repository_is_served_with_conditions_and_ranges(mut world: World) {
    world.serve().await;
    let folder = world.publish_body("almaly").await;
    let timestamp = || world.get("/releases/metadata/timestamp.json");
    let first = timestamp().send().await.expect("sent");
    assert_eq!(first.headers()["cache-control"], "no-cache");
    let tag = first.headers()["etag"].clone();
    let unchanged = timestamp().header("if-none-match", &tag).send().await.expect("sent");
    assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED);
    assert!(unchanged.bytes().await.expect("body").is_empty());
    // The next release may fall into the same second.
    folder.change("Жаңа");
    world.import(&folder).await;
    releasing::publish(&world.centre, None).await.expect("published");
    let changed = timestamp().header("if-none-match", &tag).send().await.expect("sent");
    assert_eq!(changed.status(), StatusCode::OK);

    let RepositoryAddress::Folder(repository) = &world.config.repository else { panic!("a folder") };
    let blob = world::first_file(&repository.join("blobs"));
    let path = format!("/releases/{}", blob.strip_prefix(repository).expect("inside").display());
    let whole = world.get(&path).send().await.expect("sent");
    assert!(whole.headers()["cache-control"].to_str().expect("text").contains("immutable"));
    let whole = whole.bytes().await.expect("body");
    let part = world.get(&path).header("range", "bytes=5-9").send().await.expect("sent");
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.bytes().await.expect("body"), whole[5..10]);

    for nothing in ["/releases/metadata/99.root.json", "/releases/blobs/00/00", "/releases/metadata/..%2f..%2fkeys"] {
        assert_eq!(world.get(nothing).send().await.expect("sent").status(), StatusCode::NOT_FOUND, "{nothing}");
    }
    let keys = world.get("/releases/../keys/last-signed.json").send().await.expect("sent");
    assert_eq!(keys.status(), StatusCode::NOT_FOUND);
}

async fn every_answer_is_signed_as_the_centres(mut world: World) {
    world.serve().await;
    world.publish_body("almaly").await;
    for path in
        ["/", "/healthz", "/api/v1/events", "/api/v1/none", "/releases/metadata/timestamp.json", "/releases/none"]
    {
        let answer = world.get(path).send().await.expect("sent");
        assert_eq!(answer.headers().get("aqparat-centre").expect("signed"), "1", "{path}");
    }
    let unreadable = world.post("enrolments").body("{").send().await.expect("sent");
    assert_eq!(
        (unreadable.status(), unreadable.headers().contains_key("aqparat-centre")),
        (StatusCode::BAD_REQUEST, true)
    );
    let oversize = world.post("enrolments").body(vec![b' '; 100_000]).send().await.expect("sent");
    assert_eq!(oversize.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(oversize.headers().contains_key("aqparat-centre"));
}

async fn only_so_many_heartbeats_are_kept(mut world: World) {
    world.config.limits.heartbeat_history = 5;
    world.reopen().await;
    world.serve().await;
    world.publish_body("almaly").await;
    let credential = world.enrol("almaly").await;
    for _ in 0..8 {
        let answer =
            world.post("heartbeats").bearer_auth(&credential).json(&heartbeat(&world)).send().await.expect("sent");
        assert_eq!(answer.status(), StatusCode::OK);
    }
    let stand = world.centre.store.stands().await.expect("listed")[0].id.parse().expect("id");
    assert_eq!(world.centre.store.count_heartbeats(&stand).await.expect("counted"), 5);
}

async fn accounts_are_made_listed_and_ended_by_the_command_line(world: World) {
    let said = |args: &[&str]| {
        let output = world.run(args);
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    };
    assert!(said(&["account", "list"]).1.contains("There are no accounts"));
    let (_, added) = said(&["account", "add", "aizhan", "--json"]);
    let added: serde_json::Value = serde_json::from_str(&added).expect("JSON");
    let password = added["password"].as_str().expect("a password");
    let sign_in = async |password: &str| {
        let secret = accounts::sign_in(&world.centre, "aizhan", password).await.expect("tried");
        secret.is_some()
    };
    assert!(sign_in(password).await && !sign_in("wrong").await);
    let (again, why) = said(&["account", "add", "aizhan"]);
    assert!(!again && why.contains("aizhan"), "{why}");
    assert!(!said(&["account", "list", "--json"]).1.contains("argon2"), "no hash is shown");
    assert!(said(&["account", "disable", "aizhan"]).0 && !sign_in(password).await);
    let (_, renewed) = said(&["account", "password", "aizhan"]);
    assert!(sign_in(renewed.lines().next().expect("a password")).await && !sign_in(password).await);
}
