//! Figures of the wire: what a check costs, what a change costs, how fast a fleet is told.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use tokio::sync::mpsc;

use super::programs::{Centre, Stand, demonstration, edited, rename_body};
use super::{figure, p95};

/// A wire with a meter: passes everything on to the centre, and counts.
struct Meter {
    port: u16,
    bytes: Arc<AtomicU64>,
    requests: Arc<AtomicU64>,
}

impl Meter {
    fn before(centre: &Centre) -> Self {
        let target = centre.url().trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("bind");
        let meter = Self {
            port: listener.local_addr().expect("address").port(),
            bytes: Arc::default(),
            requests: Arc::default(),
        };
        let (bytes, requests) = (meter.bytes.clone(), meter.requests.clone());
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&target) else { continue };
                let halves = (client.try_clone().expect("clone"), server.try_clone().expect("clone"));
                let (up_bytes, up_requests, down_bytes) = (bytes.clone(), requests.clone(), bytes.clone());
                std::thread::spawn(move || {
                    pass(client, server, |part| {
                        up_bytes.fetch_add(part.len() as u64, Ordering::Relaxed);
                        let lines = part.windows(9).filter(|w| w == b" HTTP/1.1").count();
                        up_requests.fetch_add(lines as u64, Ordering::Relaxed);
                    });
                });
                std::thread::spawn(move || {
                    pass(halves.1, halves.0, |part| {
                        down_bytes.fetch_add(part.len() as u64, Ordering::Relaxed);
                    });
                });
            }
        });
        meter
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Requests and bytes, both ways and headers included, that `work` cost.
    fn of(&self, work: impl FnOnce()) -> (u64, u64) {
        let before = (self.requests.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
        work();
        std::thread::sleep(Duration::from_millis(200));
        let after = (self.requests.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
        (after.0 - before.0, after.1 - before.1)
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, mut count: impl FnMut(&[u8])) {
    let mut part = vec![0; 65536];
    while let Ok(length) = from.read(&mut part) {
        if length == 0 {
            break;
        }
        count(&part[..length]);
        if to.write_all(&part[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// Enrols a stand without a screen, by the wire protocol, and gives its data folder.
fn enrolled(centre: &Centre, server: &str) -> Stand {
    let stand = Stand::new();
    let client = client();
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    let enrolment = runtime.block_on(async {
        let body = aqparat::release::api::EnrolmentRequest { machine: "bench".into(), version: "bench".into() };
        let ticket: aqparat::release::api::EnrolmentTicket = client
            .post(format!("{server}/api/v1/enrolments"))
            .json(&body)
            .send()
            .await
            .expect("the centre")
            .json()
            .await
            .expect("a ticket");
        centre.say(&["stand", "approve", &ticket.pairing_code, "--body", "almalybak-akimat", "--name", "Bench"]);
        let state: aqparat::release::api::EnrolmentState = client
            .get(format!("{server}/api/v1/enrolments/{}", ticket.ticket))
            .send()
            .await
            .expect("the centre")
            .json()
            .await
            .expect("a state");
        match state {
            aqparat::release::api::EnrolmentState::Approved { enrolment } => enrolment,
            other => panic!("not approved: {other:?}"),
        }
    });
    let json = serde_json::to_vec(&enrolment).expect("JSON");
    std::fs::write(stand.data.path().join("enrolment.json"), json).expect("write");
    stand
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

fn check_once(stand: &Stand, server: &str) {
    let done = Command::new(env!("CARGO_BIN_EXE_aqparat-kiosk"))
        .args(["sync", "--once", "--server", server, "--data"])
        .arg(stand.data.path())
        .output()
        .expect("aqparat-kiosk");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// What a check costs when nothing has changed.
pub fn unchanged_check() {
    let centre = Centre::with(&demonstration());
    let meter = Meter::before(&centre);
    let stand = enrolled(&centre, &meter.url());
    check_once(&stand, &meter.url());
    check_once(&stand, &meter.url());
    let (requests, bytes) = meter.of(|| check_once(&stand, &meter.url()));
    figure("an unchanged check, requests", requests as f64, "", 2.0);
    figure("an unchanged check, all bytes on the wire", bytes as f64, "B", 1024.0);
}

/// What one changed page costs in a release of 1,000 pages and 200 MB of media.
pub fn one_page_of_a_thousand() {
    let content = edited(grow);
    let centre = Centre::with(content.path());
    let meter = Meter::before(&centre);
    let stand = enrolled(&centre, &meter.url());
    let (_, whole) = meter.of(|| check_once(&stand, &meter.url()));
    println!("{:<58} {:>10.2} MB", "  the whole release, for comparison", whole as f64 / 1e6);
    let page = content.path().join("pages/news/item-500.en.md");
    let text = std::fs::read_to_string(&page).expect("page").replace("nothing", "something");
    std::fs::write(&page, text).expect("write");
    centre.import_and_publish(content.path());
    let (requests, bytes) = meter.of(|| check_once(&stand, &meter.url()));
    println!("{:<58} {requests:>10}", "  requests");
    figure("one page changed of 1,000 with 200 MB of media", bytes as f64 / 1000.0, "kB", 100.0);
}

/// The demonstration, grown to 1,000 more pages and 200 images of 1 MB.
fn grow(folder: &Path) {
    std::fs::create_dir_all(folder.join("media")).expect("media");
    for number in 0..200u32 {
        // A real 1×1 PNG followed by a megabyte no two images share.
        let mut bytes = ONE_PIXEL.to_vec();
        let mut seed = number.wrapping_mul(2_654_435_761).wrapping_add(1);
        while bytes.len() < 1_000_000 {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            bytes.extend(seed.to_le_bytes());
        }
        std::fs::write(folder.join(format!("media/image-{number}.png")), bytes).expect("write");
    }
    for number in 0..1000 {
        let image = if number < 200 { format!("![an image](media/image-{number}.png)\n") } else { String::new() };
        let words = "Here is nothing to be seen, at some length. ".repeat(40);
        let text = format!(
            "---\ntitle: Item {number}\nsummary: Item {number} of a thousand.\nverified-on: 2026-11-20\n---\n{words}\n\n{image}"
        );
        std::fs::write(folder.join(format!("pages/news/item-{number}.en.md")), text).expect("write");
    }
}

/// A PNG of one grey point.
const ONE_PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0,
    0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// Fetches, in a stand's order, the files a stand needs after a change of the body's name.
async fn fetch_as_a_stand(client: &reqwest::Client, url: &str) {
    let get = async |path: String| {
        let answer = client.get(format!("{url}/releases/{path}")).send().await.expect("the centre");
        answer.error_for_status().expect("a file").bytes().await.expect("a body")
    };
    let json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).expect("metadata");
    let timestamp = json(&get("metadata/timestamp.json".into()).await);
    let version = &timestamp["signed"]["meta"]["snapshot.json"]["version"];
    let snapshot = json(&get(format!("metadata/{version}.snapshot.json")).await);
    let pinned = |role: &str| snapshot["signed"]["meta"][role]["version"].clone();
    get(format!("metadata/{}.targets.json", pinned("targets.json"))).await;
    let body = json(&get(format!("metadata/{}.almalybak-akimat.json", pinned("almalybak-akimat.json"))).await);
    let manifest = &body["signed"]["targets"]["almalybak-akimat/manifest.json"]["hashes"]["sha256"];
    let hash = manifest.as_str().expect("a hash");
    get(format!("targets/almalybak-akimat/{hash}.manifest.json")).await;
}

/// A thousand stands listen for hints; each that is told fetches what changed.
pub fn a_thousand_stands() {
    const STANDS: usize = 1000;
    let centre = Centre::with(&demonstration());
    let stand = enrolled(&centre, &centre.url());
    let enrolment = std::fs::read(stand.data.path().join("enrolment.json")).expect("enrolment");
    let enrolment: aqparat::release::api::Enrolment = serde_json::from_slice(&enrolment).expect("JSON");
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    let (told_to, mut told) = mpsc::unbounded_channel::<Instant>();
    let (served_to, mut served) = mpsc::unbounded_channel::<Instant>();
    let (ready_to, mut ready) = mpsc::unbounded_channel::<()>();
    for _ in 0..STANDS {
        let (url, enrolment) = (centre.url(), enrolment.clone());
        let (told_to, served_to, ready_to) = (told_to.clone(), served_to.clone(), ready_to.clone());
        runtime.spawn(async move {
            let client = client();
            let answer = client
                .get(format!("{url}/api/v1/events"))
                .bearer_auth(&enrolment.credential)
                .send()
                .await
                .expect("events")
                .error_for_status()
                .expect("events");
            let mut events = answer.bytes_stream();
            let _ = ready_to.send(());
            while let Some(Ok(part)) = events.next().await {
                if String::from_utf8_lossy(&part).contains("publish") {
                    let _ = told_to.send(Instant::now());
                    break;
                }
            }
            fetch_as_a_stand(&client, &url).await;
            let _ = served_to.send(Instant::now());
        });
    }
    runtime.block_on(async {
        for _ in 0..STANDS {
            tokio::time::timeout(Duration::from_secs(60), ready.recv()).await.expect("all connect");
        }
    });
    let content = edited(|folder| rename_body(folder, "!"));
    centre.say(&["import", content.path().to_str().expect("UTF-8")]);
    centre.say(&["publish"]);
    let published = Instant::now();
    let since = |moments: Vec<Instant>| -> Vec<f64> {
        moments.into_iter().map(|m| m.saturating_duration_since(published).as_secs_f64() * 1000.0).collect()
    };
    let (told, served) = runtime.block_on(async {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for _ in 0..STANDS {
            first.push(tokio::time::timeout(Duration::from_secs(60), told.recv()).await.expect("told").expect("told"));
        }
        for _ in 0..STANDS {
            second.push(
                tokio::time::timeout(Duration::from_secs(60), served.recv()).await.expect("served").expect("served"),
            );
        }
        (first, second)
    });
    let (told, served) = (since(told), since(served));
    figure("1,000 stands, publish → the last one told", told.iter().copied().fold(0.0, f64::max), "ms", 2000.0);
    println!("{:<58} {:>10.2} ms", "  told, p95", p95(told));
    println!("{:<58} {:>10.2} ms", "  served its files, p95", p95(served));
}
