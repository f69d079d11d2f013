//! Answers on a stand through bad days: killed at every step, the power cut at every write, a disk that is full
//! or fails, and a centre that answers anything but "I have them".
#![cfg(all(feature = "kiosk", feature = "server"))]

#[path = "support/headless.rs"]
#[allow(dead_code, reason = "shared with the campaign")]
mod headless;
#[path = "support/namespaces.rs"]
mod namespaces;
#[path = "support/power.rs"]
#[allow(dead_code, reason = "shared with the campaign")]
mod power;
#[path = "support/weather.rs"]
#[allow(dead_code, reason = "shared with the journeys of sync")]
mod weather;

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use age::x25519::Identity;
use aqparat::domain::Language;
use aqparat::domain::survey::answer::response_id;
use aqparat::domain::survey::{Mode, Name, Response, Value};
use aqparat::kiosk::fault;
use aqparat::kiosk::outbox::Outbox;
use aqparat::kiosk::sync::status::{self, EnrolmentStatus, Status};
use aqparat::kiosk::sync::{Config, Event, Surroundings, run_in};
use aqparat::release::SealedAnswer;
use aqparat::release::api::{AnswerBatch, AnswerReceipts, Enrolment, Heartbeat, HeartbeatReply};
use tokio::sync::mpsc;
use uuid::Uuid;

use headless::{Headless, Part, Said};
use power::{Disk, Kept, Step};
use weather::{Fault, Seen, Weather};

const PATIENCE: Duration = Duration::from_secs(30);

#[test]
#[ignore = "not a test: the stand that the others start in a process of its own"]
fn a_stand_in_a_process_of_its_own() {
    headless::act();
}

/// A centre that keeps each answer once, whatever comes how often.
#[derive(Clone, Default)]
struct Taking {
    answers: Arc<Mutex<BTreeMap<Uuid, SealedAnswer>>>,
    full: Arc<Mutex<Vec<Name>>>,
}

impl Taking {
    fn at(weather: &Weather) -> Self {
        let taking = Self::default();
        let centre = taking.clone();
        weather.centre(move |seen| centre.answer(seen));
        taking
    }

    fn answer(&self, seen: &Seen) -> (u16, String) {
        match seen.line.as_str() {
            "POST /api/v1/answers" => {
                let batch: AnswerBatch = serde_json::from_str(&seen.body).expect("a batch");
                let kept = batch.answers.iter().map(|answer| answer.id).collect();
                self.answers.lock().expect("no panic").extend(batch.answers.into_iter().map(|a| (a.id, a)));
                let full_surveys = self.full.lock().expect("no panic").clone();
                (200, json(&AnswerReceipts { kept, full_surveys }))
            }
            "POST /api/v1/heartbeats" => {
                let full_surveys = self.full.lock().expect("no panic").clone();
                (200, json(&HeartbeatReply { clock: 0, next_seconds: 5, release: None, full_surveys }))
            }
            _ => (404, "{}".into()),
        }
    }

    fn ids(&self) -> BTreeSet<Uuid> {
        self.answers.lock().expect("no panic").keys().copied().collect()
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

/// Enrols the stand with this data folder without its asking. What it shows is of no interest here.
fn enrol(data: &Path) -> Uuid {
    let stand = Uuid::now_v7();
    let enrolment = Enrolment {
        stand,
        body: "almaly".parse().expect("a body"),
        credential: "a-stands-secret".into(),
        root: "{}".into(),
        repository: "/releases/".into(),
    };
    std::fs::write(data.join("enrolment.json"), json(&enrolment)).expect("enrolment");
    stand
}

fn set(ids: &[Uuid]) -> BTreeSet<Uuid> {
    ids.iter().copied().collect()
}

fn weather() -> Weather {
    Weather::over(Path::new("/nowhere"))
}

#[test]
fn a_stand_killed_at_any_step_brings_every_confirmed_answer_once_and_no_other() {
    let key = Identity::generate();
    let nth = fault::ANSWER_STEPS.into_iter().map(|step| format!("{step}:3"));
    for step in fault::ANSWER_STEPS.into_iter().map(str::to_owned).chain(nth) {
        let weather = weather();
        let centre = Taking::at(&weather);
        let data = tempfile::tempdir().expect("temporary folder");
        enrol(data.path());
        let part = Part {
            server: Some(weather.url().to_string()),
            visitors: 6,
            pause: 15,
            ..Part::new(data.path(), key.to_public().to_string())
        };
        let stand = Headless::start_with(&part, |command| {
            command.env("AQPARAT_FAILPOINT", &step);
        });
        let (status, said) = stand.end(PATIENCE);
        assert_eq!(status.signal(), Some(6), "{step} was not reached: {said:?}");
        let (status, _) = Headless::start(&Part { visitors: 0, ..part }).end(PATIENCE);
        assert!(status.success(), "{step}");
        lawful(&said, &centre.ids(), &step);
        for answer in centre.answers.lock().expect("no panic").values() {
            answer.open(&key).expect("opens");
        }
    }
}

/// Every answer whose visitor was told so is among `found`, and none that its visitor had not sent.
fn lawful(said: &Said, found: &BTreeSet<Uuid>, when: &str) {
    let lost: Vec<Uuid> = set(&said.kept).difference(found).copied().collect();
    assert!(lost.is_empty(), "lost after {when}: {lost:?}");
    let (sent, begun) = (set(&said.confirmed), set(&said.begun));
    let unsent: Vec<Uuid> = found.difference(&sent).copied().collect();
    assert!(unsent.is_empty(), "nobody had sent these, after {when}: {unsent:?}");
    assert!(sent.is_subset(&begun));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_at_any_write_leaves_every_kept_answer_and_no_purged_one() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    std::fs::create_dir(&data).expect("made");
    let key = Identity::generate();
    let words = Value::Text("Кіреберісте пандус жоқ. ".repeat(60));
    let part = Part {
        visitors: 12,
        purge_every: Some(5),
        values: vec![("missing".into(), words)],
        ..Part::new(&data, key.to_public().to_string())
    };
    let output = power::traced(&Headless::command(&part), &log).output().expect("strace (`make test` installs it)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let steps = power::steps(&std::fs::read_to_string(&log).expect("the log"), &data, "answers.sqlite");
    let writes = steps.iter().filter(|step| matches!(step, Step::Write(..))).count();
    let syncs = steps.iter().filter(|step| matches!(step, Step::Sync(_))).count();
    let (mut disk, mut said, mut cuts) = (Disk::default(), Said::default(), 0);
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Said(text) => text.lines().for_each(|line| said.line(line)),
            step => disk.take(step),
        }
        let seed = at as u64 * 10;
        for kept in [Kept::Nothing, Kept::Everything, Kept::Chance(seed), Kept::Chance(seed + 1)] {
            let after = tempfile::tempdir_in(&place).expect("temporary folder");
            for (name, bytes) in disk.cut(kept) {
                std::fs::write(after.path().join(name), bytes).expect("written");
            }
            let outbox = Outbox::open(after.path()).await.expect("opened after the cut");
            assert_eq!(outbox.trouble(), None, "nothing is damaged: step {at}, {kept:?}");
            let waiting = outbox.waiting(usize::MAX, usize::MAX).await.expect("read");
            let found: BTreeSet<Uuid> = waiting.iter().map(|answer| answer.id).collect();
            let when = format!("a cut after step {at} ({step:.60?}), {kept:?}");
            let mut owed = said.clone();
            owed.kept.retain(|id| !said.purging.contains(id));
            lawful(&owed, &found, &when);
            assert!(said.purged.iter().all(|id| !found.contains(id)), "come back after {when}");
            assert!(waiting.iter().all(|answer| answer.open(&key).is_ok()), "{when}");
            cuts += 1;
        }
    }
    assert_eq!((said.kept.len(), said.purged.len(), said.done), (12, 9, true));
    println!("{cuts} cuts at {} steps, {writes} writes and {syncs} syncs among them", steps.len());
    assert!(syncs > 12, "the log shows no syncs");
}

/// Runs a stand in a mount namespace of its own, where `folder` is a file system of `kilobytes`.
fn in_a_small_disk(folder: &Path, kilobytes: u32, part: &Part) -> Option<Headless> {
    if !namespaces::own_mounts() {
        return None;
    }
    let script = format!("mount -t tmpfs -o size={kilobytes}k none {} && exec \"$@\"", folder.display());
    Some(Headless::start_with(part, |command| {
        let mut wrapped = Command::new("unshare");
        wrapped.args(["-rm", "sh", "-c", &script, "sh"]).arg(command.get_program()).args(command.get_args());
        wrapped.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        wrapped.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::inherit());
        *command = wrapped;
    }))
}

#[test]
fn a_full_disk_keeps_nothing_half_is_told_at_once_and_lets_answers_be_deleted() {
    // With room for fewer answers and for more, so that the disk is full at other places.
    for kilobytes in [1300, 1340, 1500] {
        let mount = tempfile::tempdir().expect("temporary folder");
        let key = Identity::generate();
        let part = Part {
            visitors: 100_000,
            fills: true,
            values: vec![("missing".into(), Value::Text("а".repeat(3000)))],
            ..Part::new(mount.path(), key.to_public().to_string())
        };
        let Some(stand) = in_a_small_disk(mount.path(), kilobytes, &part) else { return };
        let (status, said) = stand.end(PATIENCE);
        assert!(status.success(), "{kilobytes}: {:?}", said.failed);
        let (id, why) = &said.failed[0];
        assert_eq!((said.failed.len(), why.as_str()), (1, "the disk is full"), "{kilobytes}");
        assert!(!said.purged.contains(id), "what failed is not there");
        assert_eq!(said.kept.len(), said.purged.len() + 2, "all but one were purged, and one more was kept");
        println!("{kilobytes} KB: {} answers until the disk was full", said.purged.len() + 1);
    }
}

#[test]
fn a_disk_that_refuses_writes_for_a_while_is_told_and_used_again_afterwards() {
    let data = tempfile::tempdir().expect("temporary folder");
    let key = Identity::generate();
    let part = Part { visitors: 100_000, pause: 5, ends: false, ..Part::new(data.path(), key.to_public().to_string()) };
    let mut stand = Headless::start_with(&part, |command| {
        let mut wrapped = Command::new("sh");
        // Ignored, the signal becomes an error of the write itself.
        wrapped.args(["-c", "trap '' XFSZ; echo \"pid $$\" >&2; exec \"$@\"", "sh"]);
        wrapped.arg(command.get_program()).args(command.get_args());
        wrapped.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        wrapped.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null());
        *command = wrapped;
    });
    stand.wait("the first answers", PATIENCE, |said| said.kept.len() > 3);
    let pid = stand.id().to_string();
    let limit = |limit: &str| {
        let done = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={limit}")]).status();
        assert!(done.expect("prlimit").success());
    };
    limit("0:unlimited");
    stand.wait("a failure", PATIENCE, |said| said.failed.len() > 2);
    limit("unlimited:unlimited");
    let so_far = stand.said().kept.len();
    stand.wait("answers again", PATIENCE, |said| said.kept.len() > so_far + 3);
    let said = stand.kill();
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    let (found, trouble) = runtime.block_on(async {
        let outbox = Outbox::open(data.path()).await.expect("opened");
        let waiting = outbox.waiting(usize::MAX, usize::MAX).await.expect("read");
        (waiting.iter().map(|answer| answer.id).collect::<BTreeSet<_>>(), outbox.trouble())
    });
    lawful(&said, &found, "writes that failed");
    assert_eq!(trouble, None);
    assert!(said.failed.iter().all(|(id, _)| !found.contains(id)), "what failed is not there");
}

#[test]
fn a_disk_mounted_read_only_keeps_no_answer_and_loses_none() {
    let mount = tempfile::tempdir().expect("temporary folder");
    let out = mount.path().with_extension("out");
    let key = Identity::generate();
    let part = Part { visitors: 3, ..Part::new(&mount.path().join("data"), key.to_public().to_string()) };
    let plain = Headless::command(&part);
    if !namespaces::own_mounts() {
        return;
    }
    let script = format!(
        "mount -t tmpfs none {m} && \"$@\"; mount -o remount,ro {m}; \"$@\" 2>&1; mount -o remount,rw {m}; \"$@\"; \
         cp -r {m}/data {out}",
        m = mount.path().display(),
        out = out.display()
    );
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &script, "sh"]).arg(plain.get_program()).args(plain.get_args());
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = command.output().expect("unshare");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut said = Said::default();
    text.lines().filter_map(|line| line.find("stand ").map(|at| &line[at..])).for_each(|line| {
        if !line.contains("panicked") && !line.contains("in_a_process") {
            said.line(line);
        }
    });
    assert!(text.contains("Read-only file system"), "{text}");
    assert_eq!(said.kept.len(), 6, "before and after");
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    let found = runtime.block_on(async {
        let outbox = Outbox::open(&out).await.expect("opened");
        outbox.waiting(usize::MAX, usize::MAX).await.expect("read")
    });
    std::fs::remove_dir_all(out).expect("swept");
    lawful(&said, &found.iter().map(|answer| answer.id).collect(), "a read-only disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_waits_no_longer_than_150_ms_until_the_answer_is_on_the_disk() {
    // On the disk that holds the build, as a stand's data folder lies on a real one.
    let data = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("temporary folder");
    let outbox = Outbox::open(data.path()).await.expect("opened");
    let key = Identity::generate().to_public().to_string();
    let mut waits = Vec::new();
    for number in 0..200 {
        let response = response(number);
        let began = Instant::now();
        outbox.keep(&response, &key).await.expect("kept");
        waits.push(began.elapsed());
    }
    waits.sort();
    let (median, most) = (waits[100], waits[190]);
    println!("confirm to durable, 200 answers: median {median:?}, p95 {most:?}, slowest {:?}", waits[199]);
    assert!(most <= Duration::from_millis(150), "p95 {most:?}");
}

/// What a respondent answers to sixteen questions, a free text among them.
fn response(number: u32) -> Response {
    let mut random = [0; 10];
    random[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
    let question = |n: u32| (format!("q{n}").parse::<Name>().expect("a name"), Value::One("partly".into()));
    let mut values: BTreeMap<Name, Value> = (1..16).map(question).collect();
    values.insert("missing".parse().expect("a name"), Value::Text("Кіреберісте пандус жоқ. ".repeat(8)));
    Response {
        id: response_id(495_000, random),
        survey: "access".parse().expect("a name"),
        version: "1".into(),
        hour: 495_000,
        language: Language::Kazakh,
        mode: Mode::default(),
        complete: true,
        reached: None,
        values,
    }
}

/// A running stand's outbox and sync, in this process.
struct Running {
    data: tempfile::TempDir,
    stand: Uuid,
    outbox: Outbox,
    key: Identity,
    events: mpsc::Receiver<Event>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Running {
    async fn start(weather: &Weather, answers: u32) -> Self {
        let data = tempfile::tempdir().expect("temporary folder");
        let stand = enrol(data.path());
        let outbox = Outbox::open(data.path()).await.expect("opened");
        let key = Identity::generate();
        for number in 0..answers {
            outbox.keep(&response(number), &key.to_public().to_string()).await.expect("kept");
        }
        let (sender, events) = mpsc::channel(64);
        let config =
            Config { data: data.path().to_owned(), server: Some(weather.url()), poll: Duration::from_secs(3600) };
        let surroundings =
            Surroundings { timings: headless::hasty(), outbox: Some(outbox.clone()), ..Surroundings::default() };
        let task = tokio::spawn(run_in(config, surroundings, sender));
        Self { data, stand, outbox, key, events, task }
    }

    async fn keep(&self, number: u32) {
        self.outbox.keep(&response(number), &self.key.to_public().to_string()).await.expect("kept");
    }

    async fn sent(&self) {
        let mut counts = self.outbox.counts();
        let all = counts.wait_for(|waiting| *waiting == 0);
        tokio::time::timeout(PATIENCE, all).await.expect("in time").expect("an outbox");
    }

    fn status(&self) -> Status {
        status::read(self.data.path()).expect("readable").unwrap_or_default()
    }

    async fn event<T>(&mut self, wanted: impl Fn(Event) -> Option<T>) -> T {
        let wait = async {
            loop {
                if let Some(found) = wanted(self.events.recv().await.expect("the sync goes on")) {
                    return found;
                }
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("in time")
    }
}

async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(10), "never came: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn batches(weather: &Weather) -> Vec<Vec<Uuid>> {
    let uploads = weather.seen().into_iter().filter(|seen| seen.line.ends_with("/answers"));
    let batch = |seen: Seen| serde_json::from_str::<AnswerBatch>(&seen.body).expect("a batch");
    uploads.map(|seen| batch(seen).answers.iter().map(|answer| answer.id).collect()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_go_to_the_centre_in_the_order_of_ids_in_batches_and_leave_the_stand() {
    let weather = weather();
    let centre = Taking::at(&weather);
    let running = Running::start(&weather, 230).await;
    running.sent().await;
    let batches = batches(&weather);
    assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 30]);
    let order: Vec<Uuid> = batches.concat();
    assert!(order.is_sorted());
    assert_eq!(centre.ids().len(), 230);
    let sent = weather.seen().into_iter().filter(|seen| seen.line.ends_with("/answers"));
    assert!(sent.map(|seen| seen.body.len()).all(|bytes| bytes <= 400_000));
    // And one more at once, when a visitor gives it.
    let began = Instant::now();
    running.keep(1000).await;
    running.sent().await;
    println!("kept to acknowledged: {:?}", began.elapsed());
    assert_eq!(centre.ids().len(), 231);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_centres_own_word_is_an_acknowledgement() {
    let weather = weather();
    let running = Running::start(&weather, 3).await;
    // A log-in page; a success of the centre that names others; one that is no receipt at all.
    weather.set("/answers", Fault::portal(), 3);
    let of_others = json(&AnswerReceipts { kept: vec![Uuid::nil(), Uuid::now_v7()], full_surveys: Vec::new() });
    let ours = vec![("aqparat-centre", "test".to_owned())];
    weather.set("/answers", Fault::Answer(200, ours.clone(), of_others.into_bytes()), 2);
    weather.set("/answers", Fault::Answer(200, ours, b"{}".to_vec()), 2);
    weather.set("/answers", Fault::status(401), 2);
    weather.set("/answers", Fault::status(500), 2);
    weather.set("/answers", Fault::Hangup, 2);
    eventually("asked thirteen times", || weather.count("/answers") > 13).await;
    assert_eq!(running.outbox.count(), 3);
    eventually("told in the status", || {
        let status = running.status();
        status.queues.answers == 3 && status.to_text().contains("3 answers")
    })
    .await;
    let centre = Taking::at(&weather);
    running.sent().await;
    assert_eq!(centre.ids().len(), 3);
    eventually("none waits in the status", || running.status().queues.answers == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_batch_that_is_acknowledged_is_not_sent_again() {
    let weather = weather();
    let running = Running::start(&weather, 0).await;
    let all = Taking::default();
    let centre = all.clone();
    weather.centre(move |seen| {
        let (code, body) = centre.answer(seen);
        let Ok(mut receipts) = serde_json::from_str::<AnswerReceipts>(&body) else { return (code, body) };
        // Each id twice, only the first of them, and one nobody sent.
        receipts.kept.truncate(1);
        receipts.kept = vec![receipts.kept[0], receipts.kept[0], Uuid::now_v7()];
        (code, json(&receipts))
    });
    for number in 0..4 {
        running.keep(number).await;
    }
    running.sent().await;
    assert_eq!(all.ids().len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_stand_keeps_its_answers_and_sends_no_more() {
    let weather = weather();
    weather.centre(|_| (401, r#"{"message":"withdrawn"}"#.into()));
    let running = Running::start(&weather, 2).await;
    eventually("told", || running.status().enrolment == EnrolmentStatus::Revoked).await;
    let asked = weather.count("/answers");
    running.keep(9).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!((running.outbox.count(), weather.count("/answers")), (3, asked));
    eventually("told how many wait", || running.status().queues.answers == 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_that_the_centre_will_not_take_keeps_no_other_back_and_is_not_lost() {
    for (code, ours) in [(400, true), (413, true)] {
        let weather = weather();
        let taken = Taking::default();
        let centre = taken.clone();
        let bad = response(7).id;
        weather.centre(move |seen| {
            let refused = seen.line.ends_with("/answers") && seen.body.contains(&bad.to_string());
            if refused { (code, r#"{"message":"no"}"#.into()) } else { centre.answer(seen) }
        });
        let running = Running::start(&weather, 40).await;
        running.sent().await;
        assert!(ours && taken.ids().len() == 39 && !taken.ids().contains(&bad));
        let trouble = running.outbox.trouble().expect("told");
        assert!(trouble.contains("refused 1 answers"), "{trouble}");
        eventually("told in the status", || running.status().answers_trouble.as_ref() == Some(&trouble)).await;
        running.keep(100).await;
        running.sent().await;
        assert_eq!(taken.ids().len(), 40);
        // The centre learns it too, with the next heartbeat of a stand that starts.
        let (sender, _events) = mpsc::channel(64);
        let server = Some(weather.url());
        let config = Config { data: running.data.path().to_owned(), server, poll: Duration::from_secs(3600) };
        let outbox = Some(running.outbox.clone());
        weather.take();
        let again = tokio::spawn(run_in(
            config,
            Surroundings { timings: headless::hasty(), outbox, ..Default::default() },
            sender,
        ));
        eventually("told in a heartbeat", || {
            let beats = weather.seen().into_iter().filter(|seen| seen.line.ends_with("/heartbeats"));
            let mut told = beats.map(|seen| serde_json::from_str::<Heartbeat>(&seen.body).expect("a heartbeat"));
            told.any(|beat| beat.last_error.is_some_and(|error| error.contains(&trouble)))
        })
        .await;
        again.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn something_on_the_way_that_refuses_puts_no_answer_aside() {
    let weather = weather();
    let centre = Taking::at(&weather);
    for code in [400, 413, 422] {
        weather.set("/answers", Fault::status(code), 4);
    }
    let running = Running::start(&weather, 2).await;
    running.sent().await;
    assert_eq!((centre.ids().len(), running.outbox.trouble()), (2, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wait_that_a_busy_centre_asks_for_is_kept() {
    let weather = weather();
    let _centre = Taking::at(&weather);
    weather.set("/answers", Fault::later(503, "2"), 1);
    let running = Running::start(&weather, 1).await;
    eventually("asked once", || weather.count("/answers") == 1).await;
    running.keep(5).await;
    running.sent().await;
    let asked: Vec<Instant> =
        weather.seen().into_iter().filter(|s| s.line.ends_with("/answers")).map(|s| s.at).collect();
    assert!(asked[1].duration_since(asked[0]) >= Duration::from_secs(2), "in spite of a new answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screen_learns_which_stand_it_is_and_which_surveys_are_full() {
    let weather = weather();
    let centre = Taking::at(&weather);
    let name: Name = "access".parse().expect("a name");
    let mut running = Running::start(&weather, 0).await;
    let stand = running
        .event(|event| match event {
            Event::Enrolled { stand } => Some(stand),
            _ => None,
        })
        .await;
    assert_eq!(stand, running.stand);
    centre.full.lock().expect("no panic").push(name.clone());
    running.keep(1).await;
    let full = |event| match event {
        Event::FullSurveys(full) => Some(full),
        _ => None,
    };
    assert_eq!(running.event(full).await, [name].into());
    centre.full.lock().expect("no panic").clear();
    // Only a heartbeat's list is whole.
    assert_eq!(running.event(full).await, [].into());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_whose_disk_is_mended_while_it_runs_sends_what_it_has() {
    let weather = weather();
    let centre = Taking::at(&weather);
    let data = tempfile::tempdir().expect("temporary folder");
    enrol(data.path());
    let key = Identity::generate().to_public().to_string();
    {
        let outbox = Outbox::open(data.path()).await.expect("opened");
        outbox.keep(&response(1), &key).await.expect("kept");
    }
    let (file, away) = (data.path().join("answers.sqlite"), data.path().join("away"));
    std::fs::rename(&file, &away).expect("moved");
    std::fs::create_dir(&file).expect("in the way");
    let (sender, _events) = mpsc::channel(64);
    let config = Config { data: data.path().to_owned(), server: Some(weather.url()), poll: Duration::from_secs(3600) };
    let outbox = Some(Outbox::at(data.path()));
    let surroundings = Surroundings { timings: headless::hasty(), outbox, ..Surroundings::default() };
    let task = tokio::spawn(run_in(config, surroundings, sender));
    let trouble = || status::read(data.path()).ok().flatten().and_then(|status| status.answers_trouble);
    eventually("told in the status", || trouble().is_some_and(|words| words.contains("cannot be kept"))).await;
    std::fs::remove_dir(&file).expect("mended");
    std::fs::rename(&away, &file).expect("mended");
    eventually("sent", || centre.ids().len() == 1).await;
    eventually("no more trouble", || trouble().is_none()).await;
    task.abort();
}
