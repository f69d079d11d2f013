//! A stand killed at every step of a sync, and one whose disk is full: what a visitor sees is always
//! exactly the old content or the new, and the next good sync brings the new.
#![cfg(all(feature = "kiosk", feature = "server"))]

#[path = "support/centre.rs"]
#[allow(dead_code, reason = "shared with the other journeys of sync")]
mod centre;
#[path = "support/namespaces.rs"]
mod namespaces;
#[path = "support/weather.rs"]
#[allow(dead_code, reason = "shared with the other journeys of sync")]
mod weather;

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use aqparat::domain::Page;
use aqparat::kiosk::content::Content;
use aqparat::kiosk::fault;
use aqparat::kiosk::sync::status;

use centre::{Publishing, noise, page};
use weather::Weather;

const KIOSK: &str = env!("CARGO_BIN_EXE_aqparat-kiosk");

/// `aqparat-kiosk sync --once`, as an operator types it.
fn sync(program: &str, data: &Path, weather: &Weather) -> Command {
    let mut command = Command::new(program);
    command.args(["sync", "--once", "--server", weather.url().as_str(), "--data"]).arg(data);
    command.env_remove("AQPARAT_FAILPOINT").stdin(Stdio::null());
    command
}

fn sync_well(data: &Path, weather: &Weather) {
    let output = sync(KIOSK, data, weather).output().expect("aqparat-kiosk");
    assert!(output.status.success(), "{}", words(&output));
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Everything a release shows, so that nothing of one can hide in another.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    release: u64,
    pages: Vec<Page>,
    picture: Vec<u8>,
    found: usize,
}

fn edition(release: u64) -> (Vec<Page>, Vec<u8>) {
    let mut pages: Vec<Page> =
        (0..30).map(|n| page(&format!("news/page-{n}.kk"), &format!("Бет {n}"), "Өзгермейтін мәтін")).collect();
    pages.push(page("contacts/desk.kk", &format!("Шығарылым {release}"), &format!("нөмір{release}")));
    pages.push(page(&format!("news/only-in-{release}.kk"), "Тек мұнда", ""));
    pages.sort_by(|a, b| a.key.cmp(&b.key));
    (pages, noise(release, 300_000))
}

fn expected(release: u64) -> Shown {
    let (pages, picture) = edition(release);
    Shown { release, pages, picture, found: 1 }
}

async fn shown(data: &Path) -> Shown {
    let content = Content::open_current(data).await.expect("a stand that had content has content");
    content.verify().await.expect("whole");
    let mut pages = Vec::new();
    for header in content.headers() {
        pages.push(content.page(&header.key).await.expect("page"));
    }
    let number = format!("нөмір{}", content.release());
    let found = content.search(aqparat::domain::Language::Kazakh, &number, 10).await.expect("search").len();
    let picture = std::fs::read(content.media("plan.png").expect("known")).expect("picture");
    Shown { release: content.release(), pages, picture, found }
}

async fn publish(publishing: &Publishing, release: u64) {
    let (pages, picture) = edition(release);
    publishing.publish(release, &pages, &[("plan.png", &picture)]).await;
}

/// A stand that shows release 2 and still has release 1, and a centre that has release 3: so that
/// there is something to sweep as well.
async fn prepared() -> (Publishing, Weather, tempfile::TempDir) {
    let publishing = Publishing::new().await;
    let weather = Weather::over(publishing.repository());
    let data = tempfile::tempdir().expect("temporary folder");
    publish(&publishing, 1).await;
    publishing.enrol(data.path()).await;
    sync_well(data.path(), &weather);
    publish(&publishing, 2).await;
    sync_well(data.path(), &weather);
    assert_eq!(shown(data.path()).await, expected(2));
    publish(&publishing, 3).await;
    (publishing, weather, data)
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-r").arg(from.join(".")).arg(to).status().expect("cp");
    assert!(copied.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_killed_at_any_step_shows_the_old_or_the_new_and_recovers_by_itself() {
    let (_publishing, weather, prepared) = prepared().await;
    let nth = |step| fault::STEPS.contains(&step).then(|| format!("{step}:2"));
    let again =
        ["mid-shards", "mid-blob", "before-blob-rename", "mid-ingest", "mid-garbage"].into_iter().filter_map(nth);
    for step in fault::STEPS.into_iter().map(str::to_owned).chain(again) {
        let data = tempfile::tempdir().expect("temporary folder");
        copy(prepared.path(), data.path());
        let killed = sync(KIOSK, data.path(), &weather).env("AQPARAT_FAILPOINT", &step).output().expect("run");
        assert_eq!(killed.status.signal(), Some(6), "{step} was not reached: {}", words(&killed));
        let after = shown(data.path()).await;
        let switched = ["after-switch", "mid-garbage", "mid-garbage:2", "before-status"].contains(&step.as_str());
        assert_eq!(after, expected(if switched { 3 } else { 2 }), "killed at {step}");
        sync_well(data.path(), &weather);
        assert_eq!(shown(data.path()).await, expected(3), "after the sync that followed {step}");
        let status = status::read(data.path()).expect("readable").expect("a status");
        assert_eq!(status.release, Some(3), "{step}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_stand_killed_at_any_step_comes_to_its_first_content() {
    let publishing = Publishing::new().await;
    let weather = Weather::over(publishing.repository());
    publish(&publishing, 1).await;
    for step in fault::STEPS.into_iter().filter(|step| *step != "mid-garbage") {
        let data = tempfile::tempdir().expect("temporary folder");
        publishing.enrol(data.path()).await;
        let killed = sync(KIOSK, data.path(), &weather).env("AQPARAT_FAILPOINT", step).output().expect("run");
        assert_eq!(killed.status.signal(), Some(6), "{step} was not reached: {}", words(&killed));
        if Content::open_current(data.path()).await.is_some() {
            assert_eq!(shown(data.path()).await, expected(1), "killed at {step}");
        }
        sync_well(data.path(), &weather);
        assert_eq!(shown(data.path()).await, expected(1), "after the sync that followed {step}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_unplugged_again_and_again_gets_there_in_the_end() {
    let (_publishing, weather, data) = prepared().await;
    for moment in 0..30 {
        let mut child = sync(KIOSK, data.path(), &weather).stderr(Stdio::null()).spawn().expect("run");
        std::thread::sleep(Duration::from_millis(moment * 3));
        child.kill().expect("kill");
        child.wait().expect("wait");
        let after = shown(data.path()).await;
        assert_eq!(after, expected(after.release));
    }
    sync_well(data.path(), &weather);
    assert_eq!(shown(data.path()).await, expected(3));
}

/// The sync under a limit of so many half-kilobytes for any file, beyond which writes fail.
fn limited(data: &Path, weather: &Weather, blocks: u32) -> Output {
    let mut command = Command::new("sh");
    // Ignored, the signal becomes an error of the write itself, as a full disk's is.
    command.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")).arg("sh");
    let plain = sync(KIOSK, data, weather);
    command.arg(plain.get_program()).args(plain.get_args()).env_remove("AQPARAT_FAILPOINT");
    command.output().expect("sh")
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_that_fail_at_any_length_change_nothing_on_the_screen() {
    let (_publishing, weather, prepared) = prepared().await;
    let mut failed = 0;
    // From "nothing can be written" past the largest blob to "only the database does not fit".
    for blocks in [0, 1, 2, 4, 8, 16, 32, 64, 100, 140] {
        let data = tempfile::tempdir().expect("temporary folder");
        copy(prepared.path(), data.path());
        let output = limited(data.path(), &weather, blocks);
        if output.status.success() {
            continue;
        }
        failed += 1;
        assert_eq!(output.status.signal(), None, "no panic, no signal: {}", words(&output));
        assert!(words(&output).contains("disk"), "{blocks}: {}", words(&output));
        assert_eq!(shown(data.path()).await, expected(2), "with {blocks} blocks");
        sync_well(data.path(), &weather);
        assert_eq!(shown(data.path()).await, expected(3), "after {blocks} blocks");
    }
    assert!(failed >= 5, "only {failed} of the limits were felt");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_changes_nothing_on_the_screen_and_is_told() {
    if !namespaces::own_mounts() {
        return;
    }
    let (_publishing, weather, prepared) = prepared().await;
    let used = Command::new("du").args(["-s", "--block-size=1K"]).arg(prepared.path()).output().expect("du");
    let used: u64 = words(&used).split_whitespace().next().and_then(|n| n.parse().ok()).expect("a number");
    let mut full = Vec::new();
    // A file system of its own, with room for what is there and a little more each time: too little
    // for the new picture, then for the new database, then enough.
    for room in (0..).map(|step| 40 + step * 20) {
        let mount = tempfile::tempdir().expect("temporary folder");
        let out = mount.path().with_extension("out");
        let script = format!(
            "set -e; mount -t tmpfs -o size={little}k none {m}; cp -r {from} {m}/data; set +e; \
             {KIOSK} sync --once --server {url} --data {m}/data; echo \"ended $?\"; \
             {KIOSK} status --data {m}/data; mount -o remount,size={enough}k {m}; \
             {KIOSK} sync --once --server {url} --data {m}/data; echo \"ended $?\"; cp -r {m}/data {out}",
            little = used + room,
            enough = used + 20_000,
            url = weather.url(),
            m = mount.path().display(),
            from = prepared.path().display(),
            out = out.display(),
        );
        let output = Command::new("unshare").args(["-rm", "sh", "-c", &script]).output().expect("unshare");
        let said = words(&output);
        assert_eq!(shown(&out).await, expected(3), "{room}: {said}");
        std::fs::remove_dir_all(out).expect("swept");
        if !said.contains("ended 1") {
            break;
        }
        let told = said.split("ended").nth(1).expect("the status");
        assert!(told.contains("release       2,"), "the old release is still shown: {said}");
        // A disk without a single free block takes no status either: then the program alone can tell.
        let untold = said.contains("status.json not written") && said.contains("; make room on the disk");
        assert!(told.contains("make room on the disk") || untold, "the status tells what to do: {said}");
        full.push(if told.contains("the new release needs") { "picture" } else { "database" });
    }
    full.dedup();
    assert_eq!(full, ["picture", "database"], "both were too large at some time");
}
