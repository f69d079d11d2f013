//! What holds on bad days between a stand and its centre: real signed releases, a real stand's sync,
//! and a web server with bad weather in between.
#![cfg(all(feature = "kiosk", feature = "server"))]

#[path = "support/centre.rs"]
mod centre;
#[path = "support/weather.rs"]
#[allow(dead_code, reason = "shared with the other journeys of sync")]
mod weather;

use std::path::Path;
use std::time::{Duration, Instant};

use aqparat::domain::Page;
use aqparat::kiosk::content::Content;
use aqparat::kiosk::sync::status::{self, EnrolmentStatus, Status};
use aqparat::kiosk::sync::{Config, Contact, Event, Surroundings, SyncError, Timings, command, run_in};
use aqparat::release::api::{EnrolmentState, EnrolmentTicket, HeartbeatReply};
use jiff::Timestamp;
use tokio::sync::mpsc;

use centre::{Publishing, noise, page, survey};
use weather::{Fault, Weather};

/// As patient as a test can be.
fn hasty() -> Surroundings {
    Surroundings {
        timings: Timings {
            connect: Duration::from_secs(2),
            idle: Duration::from_millis(300),
            whole: Duration::from_secs(5),
            silence: Duration::from_secs(5),
            backoff_least: Duration::from_millis(20),
            backoff_most: Duration::from_millis(200),
            spread: Duration::from_millis(20),
            watch: Duration::from_millis(50),
            status: Duration::from_millis(10),
            first_heartbeat: Duration::from_millis(10),
            ..Timings::default()
        },
        ..Surroundings::default()
    }
}

/// A stand's data folder, and the way it syncs.
struct Stand {
    data: tempfile::TempDir,
}

impl Stand {
    fn new() -> Self {
        Self { data: tempfile::tempdir().expect("temporary folder") }
    }

    /// Enrolled, and showing what is published.
    async fn showing(publishing: &Publishing, weather: &Weather) -> Self {
        let stand = Self::new();
        publishing.enrol(stand.path()).await;
        stand.sync(weather).await.expect("first sync");
        stand
    }

    fn path(&self) -> &Path {
        self.data.path()
    }

    async fn sync(&self, weather: &Weather) -> Result<command::Report, SyncError> {
        command::sync_once(self.path(), &weather.url(), &hasty()).await
    }

    async fn sync_at(&self, weather: &Weather, clock: fn() -> Timestamp) -> Result<command::Report, SyncError> {
        command::sync_once(self.path(), &weather.url(), &Surroundings { clock, ..hasty() }).await
    }

    async fn content(&self) -> Content {
        Content::open_current(self.path()).await.expect("content")
    }

    /// The title of the desk's page as a visitor would read it after a restart.
    async fn shows(&self) -> String {
        let content = Content::open_current(self.path()).await.expect("content");
        content.page(&"contacts/desk.kk".parse().expect("key")).await.expect("page").title
    }

    fn status(&self) -> Status {
        status::read(self.path()).expect("readable").unwrap_or_default()
    }
}

fn pages(title: &str) -> Vec<Page> {
    vec![page("contacts/desk.kk", title, "Мәтін"), page("news/first.kk", "Жаңалық", "Мәтін")]
}

async fn published(title: &str) -> (Publishing, Weather) {
    let publishing = Publishing::new().await;
    publishing.publish(1, &pages(title), &[("plan.png", b"a plan")]).await;
    let weather = Weather::over(publishing.repository());
    (publishing, weather)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_page_comes_to_the_stand_with_its_picture() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    assert_eq!(stand.shows().await, "бір");
    let content = Content::open_current(stand.path()).await.expect("content");
    assert_eq!(std::fs::read(content.media("plan.png").expect("known")).expect("picture"), b"a plan");
    let status = stand.status();
    assert_eq!((status.release, status.enrolment), (Some(1), EnrolmentStatus::Enrolled));
    assert!(status.confirmed_at.is_some() && status.as_of.is_some() && status.last_error.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_check_costs_two_requests_and_less_than_a_kilobyte() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    weather.take();
    let report = stand.sync(&weather).await.expect("checked");
    let (requests, bytes) = weather.take();
    println!("unchanged check: {requests} requests, {bytes} bytes on the wire");
    assert!(!report.changed);
    assert!(requests <= 2, "{requests}");
    assert!(bytes <= 1024, "{bytes}");
}

/// Whatever the weather: the old content stays, the status says what happened, and the next good
/// sync brings the new content.
async fn holds(weather_set: impl FnOnce(&Weather), says: &str) {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    publishing.publish(2, &pages("екі"), &[("plan.png", b"another plan")]).await;
    weather_set(&weather);
    let error = stand.sync(&weather).await.expect_err("bad weather");
    assert_eq!(stand.shows().await, "бір");
    let status = stand.status();
    let last = status.last_error.expect("told");
    assert!(last.message.contains(says) && last.resolved_at.is_none(), "{last:?} for {error:?}");
    assert_eq!(status.release, Some(1));
    weather.clear();
    stand.sync(&weather).await.expect("fair weather");
    assert_eq!(stand.shows().await, "екі");
    assert!(stand.status().last_error.expect("kept").resolved_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_of_the_centre_change_nothing_on_the_screen() {
    for code in [500, 502, 503, 429] {
        holds(|weather| weather.set("", Fault::status(code), u32::MAX), &format!("the centre answered {code}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_page_instead_of_the_centre_is_not_taken_for_content() {
    holds(|weather| weather.set("", Fault::portal(), u32::MAX), "page of its own").await;
    // Even a portal that hides what it sends, or knows some of our files.
    let garbage = Fault::Answer(200, vec![("content-type", "application/json".into())], b"<html>".to_vec());
    holds(|weather| weather.set("", garbage.clone(), u32::MAX), "repository").await;
    holds(|weather| weather.set("/blobs/", Fault::portal(), u32::MAX), "page of its own").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_connections_change_nothing_on_the_screen() {
    holds(|weather| weather.set("", Fault::Hangup, u32::MAX), "not reached").await;
    for path in ["timestamp.json", "snapshot.json", "manifest.json", "/blobs/"] {
        holds(|weather| weather.set(path, Fault::Truncate(20), u32::MAX), "not reached").await;
        holds(|weather| weather.set(path, Fault::Stall(20), u32::MAX), "not reached").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_drips_for_ever_is_given_up() {
    for path in ["timestamp.json", "/blobs/"] {
        holds(|weather| weather.set(path, Fault::Drip(Duration::from_millis(50)), u32::MAX), "took too long").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_piles_up_over_many_releases() {
    fn files(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path());
        entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
    }
    let open = || std::fs::read_dir("/proc/self/fd").expect("proc").count();
    let (publishing, weather) = published("бір").await;
    weather.centre(|_| reply(None));
    let stand = Stand::showing(&publishing, &weather).await;
    let mut running = Running::start(&stand, &weather, RARELY);
    eventually("listening", || weather.count("/events") == 1).await;
    let mut kept = Vec::new();
    for release in 2..=25 {
        publishing.publish(release, &pages(&release.to_string()), &[("plan.png", &noise(release, 50_000))]).await;
        weather.hint(release);
        running.content(release).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        kept.push((files(stand.path()), open()));
    }
    let (first, last) = (kept[3], kept[kept.len() - 1]);
    println!("files and descriptors after 5 releases: {first:?}, after 25: {last:?}");
    assert!(last.0 <= first.0 + 2, "files: {kept:?}");
    // Other tests of this process open files too.
    assert!(last.1 <= first.1 + 60, "descriptors: {kept:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rot_in_what_is_stored_is_mended_by_the_running_stand() {
    let (publishing, weather) = published("бір").await;
    weather.centre(|_| reply(None));
    let stand = Stand::showing(&publishing, &weather).await;
    let picture =
        Content::open_current(stand.path()).await.and_then(|content| content.media("plan.png")).expect("known");
    std::fs::write(&picture, b"rot").expect("rot");
    let mut running = Running::start(&stand, &weather, RARELY);
    running.content(1).await;
    assert_eq!(std::fs::read(&picture).expect("picture"), b"a plan");
    eventually("told in the status", || stand.status().last_error.is_some_and(|e| e.resolved_at.is_some())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn spoilt_and_oversize_files_change_nothing_on_the_screen() {
    for path in ["timestamp.json", "snapshot.json", "manifest.json", "/blobs/"] {
        for fault in [Fault::Corrupt, Fault::Oversize, Fault::OversizeUnsaid] {
            holds(|weather| weather.set(path, fault.clone(), u32::MAX), "").await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_centre_and_no_names_change_nothing_on_the_screen() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("bind").local_addr().expect("address").port();
    for server in [format!("http://127.0.0.1:{closed}/"), "http://centre.invalid/".into()] {
        let server = server.parse().expect("an address");
        let error = command::sync_once(stand.path(), &server, &hasty()).await.expect_err("nobody there");
        assert!(error.to_string().contains("not reached"), "{error}");
        assert_eq!(stand.shows().await, "бір");
    }
    let times = stand.status().last_error.expect("told").times;
    assert_eq!(times, 1, "each of the two is an error of its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_spoilt_blob_is_fetched_again_at_once_and_alone() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::new();
    publishing.enrol(stand.path()).await;
    for fault in [Fault::Corrupt, Fault::Oversize, Fault::Truncate(3)] {
        weather.set("/blobs/", fault, 1);
    }
    stand.sync(&weather).await.expect("mended within the same sync");
    assert_eq!(stand.shows().await, "бір");
}

#[tokio::test(flavor = "multi_thread")]
async fn good_blobs_are_kept_when_one_stays_bad() {
    let (publishing, weather) = published("бір").await;
    let picture = noise(1, 20_000);
    let mut wanted = pages("бір");
    wanted.extend((0..20).map(|n| page(&format!("news/page-{n}.kk"), "Жаңалық", &n.to_string())));
    publishing.publish(2, &wanted, &[("plan.png", &picture)]).await;
    let bad = aqparat::release::Digest::of(&picture).blob_path();
    weather.set(&bad, Fault::Corrupt, u32::MAX);
    let stand = Stand::new();
    publishing.enrol(stand.path()).await;
    let error = stand.sync(&weather).await.expect_err("a bad blob");
    assert!(error.to_string().contains(&bad[9..]), "{error}");
    assert_eq!(stand.status().queues.blobs, 1);
    weather.clear();
    weather.take();
    stand.sync(&weather).await.expect("fair weather");
    let blobs: Vec<String> = weather.seen().into_iter().map(|s| s.line).filter(|l| l.contains("/blobs/")).collect();
    assert_eq!(blobs.len(), 1, "{blobs:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_download_goes_on_where_it_broke_off() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    let film = noise(7, 4_000_000);
    publishing.publish(2, &pages("екі"), &[("plan.png", &film)]).await;
    let path = aqparat::release::Digest::of(&film).blob_path();
    weather.set(&path, Fault::Stall(3_000_000), 1);
    weather.set(&path, Fault::Hangup, u32::MAX);
    stand.sync(&weather).await.expect_err("stalled");
    weather.clear();
    weather.take();
    stand.sync(&weather).await.expect("fair weather");
    let (_, bytes) = weather.take();
    println!("4,000,000 bytes broken off at 3,000,000: the rest cost {bytes} bytes");
    assert!(bytes < 1_100_000, "{bytes}");
    let content = Content::open_current(stand.path()).await.expect("content");
    assert!(std::fs::read(content.media("plan.png").expect("known")).expect("picture") == film);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_rotted_on_the_disk_is_begun_anew() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    let film = noise(8, 100_000);
    publishing.publish(2, &pages("екі"), &[("plan.png", &film)]).await;
    let path = stand.path().join(aqparat::release::Digest::of(&film).blob_path()).with_extension("part");
    std::fs::create_dir_all(path.parent().expect("folder")).expect("folder");
    std::fs::write(&path, noise(9, 50_000)).expect("part");
    stand.sync(&weather).await.expect("mended within the same sync");
    assert_eq!(stand.shows().await, "екі");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_changed_of_a_thousand_with_200_mb_of_media_costs_less_than_100_kb() {
    let publishing = Publishing::new().await;
    let weather = Weather::over(publishing.repository());
    let media: Vec<(String, Vec<u8>)> = (0..50).map(|n| (format!("image-{n}.png"), noise(n, 4_000_000))).collect();
    let media: Vec<(&str, &[u8])> = media.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let words = "Мұнда айтарлықтай ештеңе жоқ. ".repeat(40);
    let mut wanted: Vec<Page> =
        (0..1000).map(|n| page(&format!("news/page-{n}.kk"), &format!("Бет {n}"), &words)).collect();
    wanted.push(page("contacts/desk.kk", "бір", "Мәтін"));
    publishing.publish(1, &wanted, &media).await;
    let stand = Stand::showing(&publishing, &weather).await;
    let (requests, bytes) = weather.take();
    println!("first sync: {requests} requests, {bytes} bytes");
    wanted[1000] = page("contacts/desk.kk", "екі", "Мәтін");
    publishing.publish(2, &wanted, &media).await;
    stand.sync(&weather).await.expect("synced");
    let (requests, bytes) = weather.take();
    println!("one page changed: {requests} requests, {bytes} bytes");
    assert_eq!(stand.shows().await, "екі");
    assert!(bytes < 100_000, "{bytes}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_clock_never_takes_content_away_and_is_forgiven() {
    fn at_1970() -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
    fn at_2099() -> Timestamp {
        "2099-01-01T00:00:00Z".parse().expect("valid")
    }
    let (publishing, weather) = published("бір").await;
    let stand = Stand::new();
    publishing.enrol(stand.path()).await;
    stand.sync_at(&weather, at_1970).await.expect("1970 hinders nothing");
    assert_eq!(stand.shows().await, "бір");
    publishing.publish(2, &pages("екі"), &[]).await;
    stand.sync_at(&weather, at_2099).await.expect_err("everything looks expired");
    assert_eq!(stand.shows().await, "бір");
    stand.sync(&weather).await.expect("the clock is back");
    assert_eq!(stand.shows().await, "екі");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_or_rotted_on_the_disk_is_fetched_again() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    let content = Content::open_current(stand.path()).await.expect("content");
    let picture = content.media("plan.png").expect("known");
    std::fs::remove_file(&picture).expect("lost");
    stand.sync(&weather).await.expect("synced");
    assert_eq!(std::fs::read(&picture).expect("back"), b"a plan");

    let database = stand.path().join("content").join(&content.stored().database);
    std::fs::write(&database, b"rotten").expect("rot");
    assert!(Content::open_current(stand.path()).await.is_none(), "nothing else is there");
    assert!(stand.sync(&weather).await.expect("synced").changed);
    assert_eq!(stand.shows().await, "бір");
}

/// A running stand's sync, and what it tells the screen.
struct Running {
    events: mpsc::Receiver<Event>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Running {
    fn start(stand: &Stand, weather: &Weather, poll: Duration) -> Self {
        Self::start_in(stand, weather, poll, hasty())
    }

    fn start_in(stand: &Stand, weather: &Weather, poll: Duration, surroundings: Surroundings) -> Self {
        let (sender, events) = mpsc::channel(64);
        let config = Config { data: stand.path().to_owned(), server: Some(weather.url()), poll };
        Self { events, task: tokio::spawn(run_in(config, surroundings, sender)) }
    }

    /// The next event that `wanted` takes.
    async fn until<T>(&mut self, what: &str, wanted: impl Fn(Event) -> Option<T>) -> T {
        let wait = async {
            loop {
                let event = self.events.recv().await.expect("the sync goes on");
                if let Some(found) = wanted(event) {
                    return found;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(10), wait).await.unwrap_or_else(|_| panic!("never came: {what}"))
    }

    async fn content(&mut self, release: u64) -> Content {
        self.until(&format!("release {release}"), |event| match event {
            Event::Content(content) if content.release() == release => Some(content),
            _ => None,
        })
        .await
    }

    async fn contact(&mut self, what: &str, wanted: impl Fn(&Contact) -> bool) -> Contact {
        self.until(what, |event| match event {
            Event::Contact(contact) if wanted(&contact) => Some(contact),
            _ => None,
        })
        .await
    }

    async fn pairing(&mut self) -> String {
        self.until("a pairing code", |event| match event {
            Event::Pairing { code } => code,
            _ => None,
        })
        .await
    }
}

async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(10), "never came: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

fn reply(release: Option<u64>) -> (u16, String) {
    (200, json(&HeartbeatReply { clock: 0, next_seconds: 5, release, full_surveys: Vec::new() }))
}

const RARELY: Duration = Duration::from_secs(3600);
const OFTEN: Duration = Duration::from_millis(100);

#[tokio::test(flavor = "multi_thread")]
async fn a_new_stand_shows_one_code_until_an_operator_approves_it() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::new();
    weather.set("", Fault::status(503), u32::MAX);
    let mut running = Running::start(&stand, &weather, RARELY);
    running.contact("says why there is no code", |contact| contact.error.is_some()).await;
    eventually("pairing in the status", || stand.status().enrolment == EnrolmentStatus::Pairing).await;

    let ticket =
        EnrolmentTicket { ticket: "a-secret".into(), pairing_code: "4827-1953".into(), expires_at: 0, poll_seconds: 0 };
    let pending = json(&EnrolmentState::Pending);
    let asked = json(&ticket);
    weather.centre(move |seen| match seen.line.as_str() {
        "POST /api/v1/enrolments" => (201, asked.clone()),
        _ => (200, pending.clone()),
    });
    weather.clear();
    assert_eq!(running.pairing().await, "4827-1953");
    eventually("the code in the status", || stand.status().pairing_code.as_deref() == Some("4827-1953")).await;

    // Pulled and plugged in again: the same code, without asking anew.
    drop(running);
    let asked = weather.count("POST");
    let mut running = Running::start(&stand, &weather, RARELY);
    assert_eq!(running.pairing().await, "4827-1953");
    assert_eq!(weather.count("POST"), asked);

    let approved = json(&EnrolmentState::Approved { enrolment: publishing.enrolment().await });
    weather.centre(move |seen| match seen.line.as_str() {
        "GET /api/v1/enrolments/a-secret" => (200, approved.clone()),
        _ => reply(None),
    });
    let content = running.content(1).await;
    assert_eq!(content.body().id.as_str(), centre::BODY);
    eventually("enrolled in the status", || stand.status().enrolment == EnrolmentStatus::Enrolled).await;
    assert_eq!(stand.status().pairing_code, None);
    assert!(!stand.path().join("ticket.json").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_code_gives_way_to_a_new_one() {
    let (_publishing, weather) = published("бір").await;
    let stand = Stand::new();
    let given = std::sync::atomic::AtomicU32::new(0);
    weather.centre(move |seen| {
        if seen.line.starts_with("POST") {
            let number = given.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let ticket = EnrolmentTicket {
                ticket: format!("secret-{number}"),
                pairing_code: format!("0000-000{number}"),
                expires_at: 0,
                poll_seconds: 0,
            };
            (201, json(&ticket))
        } else if seen.line.ends_with("secret-0") {
            (200, json(&EnrolmentState::Ended))
        } else {
            (200, json(&EnrolmentState::Pending))
        }
    });
    let mut running = Running::start(&stand, &weather, RARELY);
    assert_eq!(running.pairing().await, "0000-0000");
    assert_eq!(running.pairing().await, "0000-0001");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hint_brings_new_content_within_two_seconds() {
    let (publishing, weather) = published("бір").await;
    weather.centre(|_| reply(None));
    let stand = Stand::showing(&publishing, &weather).await;
    let mut running = Running::start(&stand, &weather, RARELY);
    eventually("listening", || weather.count("/events") == 1).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    publishing.publish(2, &pages("екі"), &[]).await;
    let began = Instant::now();
    weather.hint(2);
    running.content(2).await;
    println!("hint to content: {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(2));
    eventually("release in the status", || stand.status().release == Some(2)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missed_hint_is_made_up_for_by_the_heartbeat_and_by_the_timer() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    weather.set("/events", Fault::status(503), u32::MAX);
    weather.centre(|_| reply(Some(2)));
    publishing.publish(2, &pages("екі"), &[]).await;
    // The first check finds it broken; only the heartbeat's answer makes the stand look again.
    weather.set("timestamp.json", Fault::status(404), 1);
    let mut running = Running::start(&stand, &weather, RARELY);
    running.content(2).await;
    drop(running);

    weather.centre(|_| reply(None));
    let mut running = Running::start(&stand, &weather, OFTEN);
    running.contact("confirmed", |contact| contact.confirmed_at.is_some()).await;
    publishing.publish(3, &pages("үш"), &[]).await;
    running.content(3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_stand_tells_nothing_more_and_goes_on_showing_new_content() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    weather.set("/events", Fault::status(503), u32::MAX);
    weather.centre(|_| (401, r#"{"message":"withdrawn"}"#.into()));
    let mut running = Running::start(&stand, &weather, OFTEN);
    eventually("told in the status", || stand.status().enrolment == EnrolmentStatus::Revoked).await;
    let calls = weather.count("/api/");
    publishing.publish(2, &pages("екі"), &[]).await;
    running.content(2).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(weather.count("/api/"), calls, "no heartbeat and no listening any more");
    let last = stand.status().last_error.expect("told");
    assert!(last.message.contains("withdrawn"), "{last:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_401_withdraws_nothing() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    weather.set("/api/", Fault::status(401), u32::MAX);
    let _running = Running::start(&stand, &weather, RARELY);
    eventually("tried again", || weather.count("/heartbeats") > 2).await;
    assert_eq!(stand.status().enrolment, EnrolmentStatus::Enrolled);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wait_that_a_busy_centre_asks_for_is_kept() {
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    weather.centre(|_| reply(Some(2)));
    publishing.publish(2, &pages("екі"), &[]).await;
    weather.take();
    weather.set("/releases/", Fault::later(503, "2"), 1);
    let mut running = Running::start(&stand, &weather, OFTEN);
    running.content(2).await;
    let asked: Vec<Instant> =
        weather.seen().into_iter().filter(|s| s.line.contains("/releases/")).map(|s| s.at).collect();
    let waited = asked[1].duration_since(asked[0]);
    assert!(waited >= Duration::from_secs(2), "asked again after {waited:?}, in spite of hints and heartbeats");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_told_with_the_last_confirmation_and_ends_by_itself() {
    let (publishing, weather) = published("бір").await;
    weather.centre(|_| reply(None));
    let stand = Stand::showing(&publishing, &weather).await;
    let mut running = Running::start(&stand, &weather, OFTEN);
    let good = running.contact("confirmed", |contact| contact.confirmed_at.is_some()).await;
    assert_eq!(good.error, None);
    weather.set("", Fault::status(500), u32::MAX);
    let bad = running.contact("an error", |contact| contact.error.is_some()).await;
    assert!(bad.confirmed_at >= good.confirmed_at);
    weather.clear();
    running.contact("all well", |contact| contact.error.is_none()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_the_clock_does_not_change_how_old_the_confirmation_is() {
    use std::sync::atomic::{AtomicI64, Ordering};
    static SHIFT: AtomicI64 = AtomicI64::new(0);
    fn shifted() -> Timestamp {
        Timestamp::now() + jiff::SignedDuration::from_hours(SHIFT.load(Ordering::Relaxed))
    }
    let (publishing, weather) = published("бір").await;
    weather.centre(|_| reply(None));
    let stand = Stand::showing(&publishing, &weather).await;
    let surroundings = Surroundings { clock: shifted, ..hasty() };
    let mut running = Running::start_in(&stand, &weather, RARELY, surroundings);
    running.contact("confirmed", |contact| contact.confirmed_at.is_some()).await;
    for hours in [-24, 24] {
        SHIFT.store(hours, Ordering::Relaxed);
        let contact = running
            .contact("told anew", |contact| {
                let age = shifted().as_millisecond() - contact.confirmed_at.unwrap_or_default();
                (0..60_000).contains(&age)
            })
            .await;
        assert_eq!(contact.error, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_by_another_process_is_shown_by_the_running_stand() {
    let (publishing, weather) = published("бір").await;
    weather.centre(|_| reply(None));
    weather.set("/events", Fault::status(503), u32::MAX);
    let stand = Stand::showing(&publishing, &weather).await;
    let mut running = Running::start(&stand, &weather, RARELY);
    running.contact("confirmed", |contact| contact.confirmed_at.is_some()).await;
    publishing.publish(2, &pages("екі"), &[]).await;
    // The running stand may be about its own check still, which an operator is told to wait for.
    while let Err(error) = stand.sync(&weather).await {
        assert!(matches!(error, SyncError::Busy), "an operator's check: {error}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    running.content(2).await;
    eventually("told in the status", || stand.status().release == Some(2)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_that_is_not_enrolled_says_what_to_do() {
    let (_publishing, weather) = published("бір").await;
    let stand = Stand::new();
    let error = stand.sync(&weather).await.expect_err("not enrolled");
    assert!(error.to_string().contains("approve its pairing code"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_courier_brings_content_to_a_stand_that_never_had_a_network() {
    let (publishing, _weather) = published("бір").await;
    let stick = tempfile::tempdir().expect("temporary folder");
    let (first, second) = (stick.path().join("first.tar"), stick.path().join("second.tar"));
    publishing.courier(&first).await;
    publishing.publish(2, &pages("екі"), &[("plan.png", &noise(1, 200_000))]).await;
    publishing.courier(&second).await;
    let root = stick.path().join("root.json");
    std::fs::write(&root, publishing.enrolment().await.root).expect("root");

    let stand = Stand::new();
    let take = |file: std::path::PathBuf, root: Option<std::path::PathBuf>| {
        let data = stand.path().to_owned();
        async move { command::courier(&data, &file, root.as_deref(), None, &hasty()).await }
    };
    let error = take(first.clone(), None).await.expect_err("whom to trust?");
    assert!(matches!(error, SyncError::NoRoot), "{error}");
    assert!(take(first.clone(), Some(first.clone())).await.is_err(), "that is no root");
    take(first.clone(), Some(root)).await.expect("taken in");
    assert_eq!(stand.shows().await, "бір");
    let status = stand.status();
    assert_eq!((status.enrolment, status.release), (EnrolmentStatus::Courier, Some(1)));
    assert!(status.confirmed_at.is_some(), "as of when it was signed");

    // A spoilt stick, then a good one; the root is known by now. A running stand shows it.
    let mut spoilt = std::fs::read(&second).expect("courier");
    let blob = spoilt.windows(64).position(|bytes| bytes == &noise(1, 200_000)[..64]).expect("the picture");
    spoilt[blob + 100] ^= 1;
    let bad = stick.path().join("bad.tar");
    std::fs::write(&bad, spoilt).expect("courier");
    let error = take(bad, None).await.expect_err("spoilt");
    assert!(error.to_string().contains("not what its name says"), "{error}");
    assert_eq!(stand.shows().await, "бір");

    let (sender, events) = mpsc::channel(64);
    let config = Config { data: stand.path().to_owned(), server: None, poll: RARELY };
    let mut running = Running { events, task: tokio::spawn(run_in(config, hasty(), sender)) };
    running.contact("as of the courier", |contact| contact.confirmed_at.is_some()).await;
    assert!(take(second.clone(), None).await.expect("taken in").changed);
    running.content(2).await;
    assert!(!take(second, None).await.expect("known already").changed);

    // An older stick lies around.
    take(first, None).await.expect_err("older than what was seen");
    assert_eq!(stand.shows().await, "екі");
}

#[tokio::test(flavor = "multi_thread")]
async fn surveys_come_with_the_release_from_the_network_and_by_courier_and_go_with_it() {
    let asked = |content: &Content| -> Vec<String> {
        content.surveys().iter().map(|published| published.survey.id.to_string()).collect()
    };
    let (publishing, weather) = published("бір").await;
    let stand = Stand::showing(&publishing, &weather).await;
    assert_eq!(asked(&stand.content().await), [""; 0]);
    publishing.publish_asking(2, &pages("екі"), &[], &[survey("access"), survey("audit")]).await;
    let stick = tempfile::tempdir().expect("temporary folder");
    let file = stick.path().join("courier.tar");
    publishing.courier(&file).await;

    // A spoilt survey is fetched again like any other blob.
    let blob = aqparat::release::BlobRef::to(json(&survey("audit")).as_bytes());
    weather.set(&blob.sha256.blob_path(), Fault::Corrupt, 1);
    stand.sync(&weather).await.expect("synced");
    assert_eq!(asked(&stand.content().await), ["access", "audit"]);
    assert_eq!(*stand.content().await.surveys()[1], survey("audit"));

    let other = Stand::new();
    publishing.enrol(other.path()).await;
    command::courier(other.path(), &file, None, None, &hasty()).await.expect("taken in");
    assert_eq!(asked(&other.content().await), ["access", "audit"]);

    // Closed at the centre.
    publishing.publish_asking(3, &pages("екі"), &[], &[survey("audit")]).await;
    stand.sync(&weather).await.expect("synced");
    assert_eq!(asked(&stand.content().await), ["audit"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_courier_for_another_body_is_not_taken() {
    let (publishing, _weather) = published("бір").await;
    let stick = tempfile::tempdir().expect("temporary folder");
    let file = stick.path().join("courier.tar");
    publishing.courier(&file).await;
    let stand = Stand::new();
    let mut enrolment = publishing.enrolment().await;
    enrolment.body = "another".parse().expect("a body");
    std::fs::write(stand.path().join("enrolment.json"), json(&enrolment)).expect("enrolment");
    let taken = command::courier(stand.path(), &file, None, None, &hasty()).await;
    assert!(matches!(taken, Err(SyncError::OtherBody(_))), "{taken:?}");
    let other = Some("another".parse().expect("a body"));
    let taken = command::courier(stand.path(), &file, None, other, &hasty()).await;
    assert!(matches!(taken, Err(SyncError::Courier(_))), "{taken:?}");
}
