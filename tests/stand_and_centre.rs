//! A stand's sync with a real centre behind it: enrolled by an operator, told of a publish, withdrawn.
#![cfg(all(feature = "kiosk", feature = "server"))]

#[path = "support/programs.rs"]
#[allow(dead_code, reason = "shared with the journeys on a screen")]
mod programs;
#[path = "support/stage.rs"]
#[allow(dead_code, reason = "shared with the journeys on a screen")]
mod stage;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use aqparat::domain::Language;
use aqparat::kiosk::content::Content;
use aqparat::kiosk::sync::status::{self, EnrolmentStatus};
use aqparat::kiosk::sync::{Config, Event, Surroundings, run_in};
use tokio::sync::mpsc;

use programs::{Centre, demonstration, edited, rename_body};

/// The demonstration, with another name of the body.
fn renamed(turn: usize) -> tempfile::TempDir {
    edited(|folder| rename_body(folder, &turn.to_string()))
}

async fn content(events: &mut mpsc::Receiver<Event>) -> Content {
    let wait = async {
        loop {
            if let Event::Content(content) = events.recv().await.expect("the sync goes on") {
                return content;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.expect("content")
}

fn until<T>(what: &str, data: &Path, mut found: impl FnMut(status::Status) -> Option<T>) -> T {
    stage::wait_for(what, Duration::from_secs(30), || status::read(data).ok().flatten().and_then(&mut found))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_is_enrolled_told_of_publishes_and_withdrawn() {
    let mut centre = Centre::with(&demonstration());
    let data = tempfile::tempdir().expect("temporary folder");
    let (sender, mut events) = mpsc::channel(64);
    let server = Some(centre.url().parse().expect("an address"));
    let config = Config { data: data.path().to_owned(), server, poll: Duration::from_secs(5) };
    let task = tokio::spawn(run_in(config, Surroundings::default(), sender));

    let code = until("a pairing code", data.path(), |status| status.pairing_code);
    centre.say(&["stand", "approve", &code, "--body", "almalybak-akimat", "--name", "Lobby"]);
    let shown = content(&mut events).await;
    assert!(shown.body().demonstration && shown.headers().len() > 31 * 3);
    for header in shown.headers() {
        shown.page(&header.key).await.expect("every page can be read");
    }
    shown.verify().await.expect("every picture is there");

    let mut slowest = Duration::ZERO;
    for turn in 1..=5 {
        let folder = renamed(turn);
        centre.say(&["import", folder.path().to_str().expect("UTF-8")]);
        tokio::time::sleep(Duration::from_millis(700)).await;
        let began = Instant::now();
        centre.say(&["publish"]);
        let shown = content(&mut events).await;
        slowest = slowest.max(began.elapsed());
        assert!(shown.body().name.kk.starts_with(&turn.to_string()));
    }
    println!("publish to content, the slowest of 5, in a debug build: {slowest:?}");

    // The network goes away and comes back.
    centre.kill();
    until("the outage in the status", data.path(), |status| {
        status.last_error.filter(|error| error.resolved_at.is_none() && error.message.contains("not reached"))
    });
    centre.start();
    until("contact again", data.path(), |status| status.last_error.filter(|error| error.resolved_at.is_some()));

    // Withdrawn, it goes on showing what is published.
    let stand = until("its id", data.path(), |status| status.stand).to_string();
    centre.say(&["stand", "revoke", &stand]);
    // The next heartbeat is a minute away; a listener that has to connect anew learns it at once.
    centre.kill();
    centre.start();
    until("withdrawn in the status", data.path(), |status| {
        (status.enrolment == EnrolmentStatus::Revoked).then_some(())
    });
    let folder = renamed(9);
    centre.import_and_publish(folder.path());
    // What it had may be told again when it comes back to the centre.
    while !content(&mut events).await.body().name.kk.starts_with('9') {}
    task.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_courier_goes_from_the_centres_command_to_the_stands() {
    let centre = Centre::with(&demonstration());
    let folder = tempfile::tempdir().expect("temporary folder");
    let (stick, root, data) =
        (folder.path().join("stick.tar"), folder.path().join("root.json"), folder.path().join("data"));
    centre.say(&["courier", "--body", "almalybak-akimat", stick.to_str().expect("UTF-8")]);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bytes = reqwest::get(format!("{}/releases/metadata/1.root.json", centre.url())).await.expect("root");
    std::fs::write(&root, bytes.bytes().await.expect("root")).expect("root");
    let said = Command::new(env!("CARGO_BIN_EXE_aqparat-kiosk"))
        .arg("courier")
        .arg(&stick)
        .arg("--data")
        .arg(&data)
        .arg("--root")
        .arg(&root)
        .output()
        .expect("aqparat-kiosk");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let shown = Content::open_current(&data).await.expect("content");
    assert_eq!(shown.body().id.as_str(), "almalybak-akimat");
    shown.verify().await.expect("whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_dictionary_alone_is_a_release_that_reaches_the_stand() {
    let with = |words: &str| {
        let words = words.to_owned();
        edited(move |folder| std::fs::write(folder.join("pronunciation.toml"), words).expect("written"))
    };
    let mut centre = Centre::with(with("[ru]\n\"ЦОН\" = \"цон\"\n").path());
    let data = tempfile::tempdir().expect("temporary folder");
    let (sender, mut events) = mpsc::channel(64);
    let server = Some(centre.url().parse().expect("an address"));
    let config = Config { data: data.path().to_owned(), server, poll: Duration::from_secs(5) };
    let task = tokio::spawn(run_in(config, Surroundings::default(), sender));
    let code = until("a pairing code", data.path(), |status| status.pairing_code);
    centre.say(&["stand", "approve", &code, "--body", "almalybak-akimat", "--name", "Lobby"]);
    let first = content(&mut events).await;
    assert_eq!(first.pronunciation().apply("в ЦОН", Language::Russian), "в цон");

    centre.import_and_publish(with("[ru]\n\"ЦОН\" = \"центр обслуживания\"\n").path());
    let second = content(&mut events).await;
    assert_eq!(second.release(), first.release() + 1);
    assert_eq!(second.pronunciation().apply("в ЦОН", Language::Russian), "в центр обслуживания");
    task.abort();
    centre.kill();
}
