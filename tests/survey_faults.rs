//! The campaign: stands, centre and link are killed and cut while visitors answer and stands upload, hundreds of
//! times, and at the end the centre has every confirmed answer exactly once, and none that nobody confirmed.
//!
//! `AQPARAT_CAMPAIGN=300` runs so many faults (a short run otherwise), `AQPARAT_SEED` another course of them.
#![cfg(all(feature = "kiosk", feature = "server"))]

#[path = "support/headless.rs"]
#[allow(dead_code, reason = "shared with the tests of the outbox")]
mod headless;
#[path = "support/link.rs"]
mod link;
#[path = "support/postgres.rs"]
#[allow(dead_code, reason = "shared with the figures")]
mod postgres;
#[path = "support/power.rs"]
#[allow(dead_code, reason = "shared with the tests of the outbox")]
mod power;
#[path = "support/questions.rs"]
#[allow(dead_code, reason = "shared with the centre's journeys")]
mod questions;
#[path = "support/world.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod world;

use std::collections::BTreeSet;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aqparat::domain::survey::Value;
use aqparat::kiosk::outbox::Outbox;
use aqparat::kiosk::sync::status::{self, EnrolmentStatus};
use aqparat::release::api::{EnrolmentRequest, EnrolmentState};
use aqparat::server::secret::Secret;
use aqparat::server::store::Terms;
use aqparat::server::surveys::terms;
use aqparat::server::{fleet, releasing};
use uuid::Uuid;

use headless::{Headless, Part, Said};
use link::{Chance, Link};
use power::{Disk, Kept};
use questions::{name, survey};
use world::World;

const PATIENCE: Duration = Duration::from_secs(60);
const OUTBOX: &str = "answers.sqlite";
const DATABASE: &str = "centre.sqlite";

#[test]
#[ignore = "not a test: the stand that the others start in a process of its own"]
fn a_stand_in_a_process_of_its_own() {
    headless::act();
}

/// A centre in a process of its own, with a body, a survey that is open, and stands.
struct Centre {
    world: World,
    key: String,
    port: u16,
    process: Option<Process>,
}

struct Process {
    child: Child,
    /// Where its writes are told, and the disk it began with, if its power is to be cut.
    traced: Option<(PathBuf, Disk)>,
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.traced.is_some() {
            power::kill_traced(self.child.id());
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Centre {
    async fn new(world: World) -> Self {
        world.publish_body("almaly").await;
        terms::import(&world.centre, &survey("1"), &[]).await.expect("imported");
        let row = terms::open(&world.centre, &name("access"), &Terms::default()).await.expect("opened");
        releasing::publish(&world.centre, None).await.expect("published");
        let port = TcpListener::bind("127.0.0.1:0").expect("bind").local_addr().expect("address").port();
        Self { world, key: row.recipient.expect("a key"), port, process: None }
    }

    /// A new stand's data folder, with its enrolment.
    async fn stand(&self) -> tempfile::TempDir {
        let centre = &self.world.centre;
        let request = EnrolmentRequest { machine: "lobby".into(), version: "0.1.0".into() };
        let ticket = fleet::request_enrolment(centre, &request, "127.0.0.1").await.expect("a ticket");
        let code = ticket.pairing_code.parse().expect("a code");
        fleet::approve(centre, code, &"almaly".parse().expect("id"), None).await.expect("approved");
        let state = fleet::enrolment_state(centre, &Secret::presented(&ticket.ticket)).await.expect("a state");
        let EnrolmentState::Approved { enrolment } = state else { panic!("{state:?}") };
        let data = tempfile::tempdir().expect("temporary folder");
        let json = serde_json::to_vec(&enrolment).expect("JSON");
        std::fs::write(data.path().join("enrolment.json"), json).expect("enrolment");
        data
    }

    /// What a stand with this data folder does, at this address of the centre.
    fn part(&self, data: &Path, server: &str) -> Part {
        Part {
            server: Some(server.to_owned()),
            survey: ("access".into(), "1".into()),
            values: vec![
                ("satisfied".into(), Value::One("yes".into())),
                ("missing".into(), Value::Text("Кіреберісте пандус жоқ".into())),
            ],
            ..Part::new(data, self.key.clone())
        }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    fn folder(&self) -> &Path {
        &self.world.config.data
    }

    /// Starts its process; its power can only be cut if it is `traced`.
    async fn start(&mut self, traced: bool) {
        // Only one process at a time has the database of a centre whose power is to be cut.
        self.world.centre.store.close().await;
        let mut command = self.world.command();
        command.args(["serve", "--listen", &format!("127.0.0.1:{}", self.port)]);
        let trace = traced.then(|| {
            let log = self.folder().join("trace");
            (log, Disk::of(self.folder(), DATABASE))
        });
        if let Some((log, _)) = &trace {
            command = power::traced(&command, log);
        }
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("aqparat-server");
        self.process = Some(Process { child, traced: trace });
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(began.elapsed() < PATIENCE, "the centre does not answer");
            let process = self.process.as_mut().expect("started");
            assert!(process.child.try_wait().expect("wait").is_none(), "the centre does not start");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Kills its process, and cuts its power if that can be done.
    fn fall(&mut self, seed: u64) -> &'static str {
        let Some(mut process) = self.process.take() else { return "nothing" };
        let Some((log, mut disk)) = process.traced.take() else {
            drop(process);
            return "centre killed";
        };
        power::kill_traced(process.child.id());
        process.child.wait().expect("wait");
        replay(&log, self.folder(), DATABASE, &mut disk);
        disk.restore(kept(seed), self.folder(), DATABASE);
        "centre's power cut"
    }

    /// What it has in the end: the answers, and how many it set aside.
    async fn has(&mut self) -> (Vec<Uuid>, usize) {
        self.fall(1);
        let centre = self.world.another().await;
        let rows = centre.store.all_answers(&name("access"), None, 1_000_000).await.expect("read");
        let aside = centre.store.quarantine(None, None, 1000).await.expect("read").len();
        centre.store.close().await;
        (rows.iter().map(|row| row.id).collect(), aside)
    }
}

/// Takes the writes that a log tells of.
fn replay(log: &Path, folder: &Path, prefix: &str, disk: &mut Disk) {
    let text = std::fs::read(log).expect("the log");
    for step in power::steps(&String::from_utf8_lossy(&text), folder, prefix) {
        disk.take(&step);
    }
}

fn kept(seed: u64) -> Kept {
    match seed % 4 {
        0 => Kept::Nothing,
        1 => Kept::Everything,
        _ => Kept::Chance(seed),
    }
}

/// All that was said by stands, one run after the other.
#[derive(Default)]
struct Ledger {
    sent: BTreeSet<Uuid>,
    kept: BTreeSet<Uuid>,
    begun: usize,
}

impl Ledger {
    fn add(&mut self, said: &Said) {
        assert_eq!(said.failed, [], "no disk was full");
        self.begun += said.begun.len();
        self.sent.extend(&said.confirmed);
        self.kept.extend(&said.kept);
    }

    /// Every answer whose visitor was told so is there once, and none whose visitor had not sent it.
    fn holds(&self, found: &[Uuid], when: &str) {
        let once: BTreeSet<Uuid> = found.iter().copied().collect();
        assert_eq!(once.len(), found.len(), "an answer is there twice; {when}");
        let lost: Vec<&Uuid> = self.kept.difference(&once).collect();
        assert!(lost.is_empty(), "{} of {} confirmed answers are lost: {lost:?}; {when}", lost.len(), self.kept.len());
        let unsent: Vec<&Uuid> = once.difference(&self.sent).collect();
        assert!(unsent.is_empty(), "nobody sent {unsent:?}; {when}");
    }
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_killed_or_cut_every_confirmed_answer_comes_to_the_centre_once() {
    let faults = number("AQPARAT_CAMPAIGN", 25);
    campaign(World::on_sqlite().await, faults.div_ceil(5) * 4, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_holds_of_a_centre_on_postgresql() {
    let faults = number("AQPARAT_CAMPAIGN", 25);
    campaign(World::on_postgres().await, faults.div_ceil(5), "PostgreSQL").await;
}

async fn campaign(world: World, faults: u64, database: &str) {
    let seed = number("AQPARAT_SEED", 495_000);
    let mut chance = Chance::new(seed);
    let has_files = database == "SQLite";
    let mut centre = Centre::new(world).await;
    let mut stands = Vec::new();
    for _ in 0..3 {
        stands.push(centre.stand().await);
    }
    let link = Link::to(centre.port, seed);
    let mut ledger = Ledger::default();
    let mut done = std::collections::BTreeMap::<&str, u64>::new();
    centre.start(false).await;
    for fault in 0..faults {
        let data = stands[chance.below(3) as usize].path().to_owned();
        let part = Part {
            visitors: 1 + chance.below(60) as u32,
            pause: chance.below(12),
            ends: false,
            ..centre.part(&data, &link.url())
        };
        let kind = chance.below(4);
        // A stand whose power will be cut has its writes told.
        let log = data.join("trace");
        let mut disk = Disk::of(&data, OUTBOX);
        let cut = kind == 1;
        let stand = Headless::start_with(&part, |command| {
            if cut {
                *command = power::traced(command, &log);
                command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
            }
        });
        std::thread::sleep(Duration::from_millis(30 + chance.below(if cut { 900 } else { 350 })));
        let what = match kind {
            0 => {
                ledger.add(&stand.kill());
                "stand killed"
            }
            1 => {
                ledger.add(&stand.kill_traced());
                replay(&log, &data, OUTBOX, &mut disk);
                disk.restore(kept(chance.below(1000)), &data, OUTBOX);
                "stand's power cut"
            }
            2 => {
                let what = centre.fall(chance.below(1000));
                std::thread::sleep(Duration::from_millis(chance.below(200)));
                centre.start(has_files && chance.below(2) == 0).await;
                std::thread::sleep(Duration::from_millis(chance.below(200)));
                ledger.add(&stand.kill());
                what
            }
            _ => {
                link.cut();
                std::thread::sleep(Duration::from_millis(chance.below(200)));
                ledger.add(&stand.kill());
                "link cut"
            }
        };
        *done.entry(what).or_default() += 1;
        if fault % 50 == 49 {
            println!("{database}: {} of {faults} faults", fault + 1);
        }
    }
    // Fair weather: everything that waits arrives.
    link.mend();
    centre.fall(1);
    centre.start(false).await;
    for data in &stands {
        let part = centre.part(data.path(), &link.url());
        let (status, said) = Headless::start(&part).end(PATIENCE);
        assert!(status.success(), "{said:?}");
    }
    let (cuts, replays) = link.counts();
    let (found, aside) = centre.has().await;
    println!(
        "{database}, seed {seed}: {faults} faults {done:?}; on the way {cuts} connections were cut and {replays} \
         uploads replayed; {} visits, {} sent, {} confirmed, {} at the centre",
        ledger.begun,
        ledger.sent.len(),
        ledger.kept.len(),
        found.len()
    );
    ledger.holds(&found, &format!("{database}, seed {seed}"));
    assert_eq!(aside, 0, "nothing was set aside");
    assert!(!ledger.kept.is_empty());
}

/// A stand answered by so many visitors without a network, then killed.
fn answered_offline(centre: &Centre, data: &Path, visitors: u32) -> Said {
    let part = Part { server: None, visitors, ends: false, ..centre.part(data, "") };
    let mut stand = Headless::start(&part);
    stand.wait("all visitors", PATIENCE, |said| said.kept.len() == visitors as usize);
    stand.kill()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_answers_given_without_a_network_are_fifty_at_the_centre() {
    let mut centre = Centre::new(World::on_sqlite().await).await;
    let data = centre.stand().await;
    let mut ledger = Ledger::default();
    ledger.add(&answered_offline(&centre, data.path(), 50));
    assert_eq!(ledger.kept.len(), 50);
    // Killed, started, and joined again.
    centre.start(false).await;
    let (status, _) = Headless::start(&centre.part(data.path(), &centre.url())).end(PATIENCE);
    assert!(status.success());
    let (found, aside) = centre.has().await;
    assert_eq!((found.len(), aside), (50, 0));
    ledger.holds(&found, "fifty");
    let outbox = Outbox::open(data.path()).await.expect("opened");
    assert_eq!((outbox.count(), outbox.given(&name("access"))), (0, 50));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_wait_while_the_key_is_rotated_are_taken_with_those_after_it() {
    let mut centre = Centre::new(World::on_sqlite().await).await;
    let data = centre.stand().await;
    let mut ledger = Ledger::default();
    ledger.add(&answered_offline(&centre, data.path(), 5));
    let row = terms::rotate_key(&centre.world.centre, &name("access")).await.expect("rotated");
    let old = std::mem::replace(&mut centre.key, row.recipient.expect("a key"));
    assert_ne!(old, centre.key);
    ledger.add(&answered_offline(&centre, data.path(), 5));
    centre.start(false).await;
    let (status, _) = Headless::start(&centre.part(data.path(), &centre.url())).end(PATIENCE);
    assert!(status.success());
    let (found, aside) = centre.has().await;
    assert_eq!((found.len(), aside), (10, 0));
    ledger.holds(&found, "a rotation");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_stand_brings_nothing_and_keeps_what_it_has() {
    let mut centre = Centre::new(World::on_sqlite().await).await;
    let data = centre.stand().await;
    let said = answered_offline(&centre, data.path(), 4);
    let stands = centre.world.centre.store.stands().await.expect("listed");
    fleet::revoke(&centre.world.centre, &stands[0].id).await.expect("revoked");
    centre.start(false).await;
    let stand = Headless::start(&Part { ends: false, ..centre.part(data.path(), &centre.url()) });
    let began = Instant::now();
    let is_told = || {
        let status = status::read(data.path()).ok().flatten().unwrap_or_default();
        status.enrolment == EnrolmentStatus::Revoked && status.queues.answers == 4
    };
    while !is_told() {
        assert!(began.elapsed() < PATIENCE, "never told");
        std::thread::sleep(Duration::from_millis(20));
    }
    stand.kill();
    assert_eq!(centre.has().await, (Vec::new(), 0));
    let outbox = Outbox::open(data.path()).await.expect("opened");
    let waiting = outbox.waiting(usize::MAX, usize::MAX).await.expect("read");
    let waiting: BTreeSet<Uuid> = waiting.iter().map(|answer| answer.id).collect();
    assert_eq!(waiting, said.kept.iter().copied().collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_given_at_1970_is_not_lost() {
    let mut centre = Centre::new(World::on_sqlite().await).await;
    let data = centre.stand().await;
    let plain = Part { server: None, visitors: 3, ..centre.part(data.path(), "") };
    let command = Headless::command(&plain);
    let mut early = Command::new("faketime");
    early.args(["-f", "@1970-01-02 00:00:00"]).arg(command.get_program()).args(command.get_args());
    early.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let stand = Headless::start_with(&plain, |command| {
        *command = early;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    });
    let (status, said) = stand.end(PATIENCE);
    assert!(status.success(), "{said:?}");
    let mut ledger = Ledger::default();
    ledger.add(&said);
    assert_eq!(ledger.kept.len(), 3);
    centre.start(false).await;
    let (status, _) = Headless::start(&centre.part(data.path(), &centre.url())).end(PATIENCE);
    assert!(status.success());
    let (found, aside) = centre.has().await;
    assert_eq!((found.len(), aside), (3, 0));
    ledger.holds(&found, "1970");
}
