//! What a stand's trust withstands: a repository that is old, mixed, forged, endless or away, a clock
//! that is wrong, and its own files gone.

#[path = "support/releases.rs"]
mod releases;

use std::path::Path;

use aqparat::domain::PageKey;
use aqparat::release::courier::Courier;
use aqparat::release::trust::{Checked, Trust, TrustError};
use aqparat::release::{BlobRef, Digest, Entry, Manifest, Shard};
use jiff::{SignedDuration, Timestamp};
use releases::{Centre, Line, body, copy_folder, day, dead, edition};

/// A stand of the body "almaly", with nothing but its trust.
struct Stand {
    folder: tempfile::TempDir,
    trust: Trust,
    root: Vec<u8>,
    known: Option<Digest>,
}

impl Stand {
    fn new(centre: &Centre) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let trust = Trust::open(folder.path(), &centre.root, body("almaly")).expect("a root");
        Self { folder, trust, root: centre.root.clone(), known: None }
    }

    /// Switched off and on.
    fn restart(&mut self) {
        self.trust = Trust::open(self.folder.path(), &self.root, body("almaly")).expect("a root");
    }

    async fn check_at(&mut self, line: &Line, now: Timestamp) -> Result<Option<u64>, TrustError> {
        Ok(match self.trust.check(line.source(), now, self.known).await? {
            Checked::Unchanged => None,
            Checked::Changed { digest, manifest } => {
                self.known = Some(digest);
                Some(manifest.release)
            }
        })
    }

    /// The new release, none if there is none newer.
    async fn check(&mut self, line: &Line, on: i64) -> Result<Option<u64>, TrustError> {
        self.check_at(line, day(on)).await
    }

    async fn follows(&mut self, line: &Line, on: i64) -> Option<u64> {
        self.check(line, on).await.expect("verified")
    }

    async fn refuses(&mut self, line: &Line, on: i64, words: &str) {
        match self.check(line, on).await {
            Err(TrustError::Refused(reason)) => assert!(reason.contains(words), "{reason}"),
            other => panic!("{other:?}"),
        }
    }

    fn files(&self) -> Vec<std::path::PathBuf> {
        let mut files: Vec<_> = [self.folder.path().to_owned(), self.folder.path().join("root_history")]
            .iter()
            .filter_map(|folder| std::fs::read_dir(folder).ok())
            .flatten()
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.is_file())
            .collect();
        files.sort();
        files
    }
}

#[tokio::test]
async fn an_unchanged_check_costs_two_requests_and_less_than_a_kilobyte() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    assert_eq!(stand.follows(&line, 1).await, Some(1));
    line.asked();
    for _ in 0..2 {
        assert_eq!(stand.follows(&line, 1).await, None);
        let asked = line.asked();
        let bytes: usize = asked.iter().map(|(_, length)| length).sum();
        println!("unchanged check: {} requests, {bytes} bytes of bodies", asked.len());
        assert_eq!(asked.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["2.root.json", "timestamp.json"]);
        assert!(bytes <= 1024, "{asked:?}");
        stand.restart();
    }
}

#[tokio::test]
async fn a_publish_of_another_body_costs_a_stand_no_more_than_timestamp_and_snapshot() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    centre.publish("medeu", &["one"], 1, 0).await;
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    stand.follows(&line, 1).await;
    centre.publish("medeu", &["two"], 2, 1).await;
    line.asked();
    assert_eq!(stand.follows(&line, 1).await, None);
    let names: Vec<_> = line.asked().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["2.root.json", "timestamp.json", "4.snapshot.json"]);
}

#[tokio::test]
async fn an_older_snapshot_is_refused_even_by_a_stand_that_has_lost_its_files() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let old = centre.line_to_copy();
    centre.publish("almaly", &["two"], 2, 1).await;
    let mut stand = Stand::new(&centre);
    assert_eq!(stand.follows(&centre.line(), 1).await, Some(2));
    stand.refuses(&old, 1, "timestamp").await;
    let whole = tempfile::tempdir().expect("folder");
    copy_folder(stand.folder.path(), whole.path());
    for lost in stand.files() {
        copy_folder(whole.path(), stand.folder.path());
        for spoil in [spoil_zero, spoil_half, spoil_remove] {
            spoil(&lost);
            stand.restart();
            stand.refuses(&old, 1, "").await;
        }
    }
    // All metadata gone; the floor alone is left, and only one copy of it.
    copy_folder(whole.path(), stand.folder.path());
    for file in stand.files().iter().filter(|file| !file.ends_with("floor.2")) {
        spoil_zero(file);
    }
    stand.restart();
    stand.refuses(&old, 1, "seen before").await;
    assert_eq!(stand.follows(&centre.line(), 1).await, None);
}

fn spoil_zero(file: &Path) {
    let length = std::fs::metadata(file).map_or(0, |meta| meta.len());
    std::fs::write(file, vec![0; usize::try_from(length).expect("small")]).expect("zeroed");
}

fn spoil_half(file: &Path) {
    let bytes = std::fs::read(file).unwrap_or_default();
    std::fs::write(file, &bytes[..bytes.len() / 2]).expect("cut");
}

fn spoil_remove(file: &Path) {
    std::fs::remove_file(file).expect("removed");
}

#[tokio::test]
async fn spoilt_files_of_the_stand_are_mended_by_the_next_check() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    centre.publisher.rotate_online(day(0)).await.expect("rotated");
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    stand.follows(&line, 1).await;
    let files = stand.files();
    assert!(files.len() >= 8, "{files:?}");
    for file in &files {
        for spoil in [spoil_zero, spoil_half, spoil_remove] {
            spoil(file);
            stand.restart();
            assert_eq!(stand.follows(&line, 1).await, None, "{}", file.display());
        }
    }
    for spoil in [spoil_zero, spoil_half, spoil_remove] {
        stand.files().iter().for_each(|file| spoil(file));
        stand.restart();
        assert_eq!(stand.follows(&line, 1).await, None);
    }
    line.asked();
    assert_eq!(stand.follows(&line, 1).await, None);
    assert_eq!(line.asked().len(), 2, "everything is back in its place");
}

#[tokio::test]
async fn a_stored_role_of_the_right_version_and_the_wrong_content_is_fetched_anew() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    stand.follows(&line, 1).await;
    for name in ["almaly.json", "targets.json"] {
        let file = stand.folder.path().join(name);
        let text = std::fs::read_to_string(&file).expect("stored");
        std::fs::write(&file, text.replace("20", "21")).expect("changed");
        assert_eq!(stand.follows(&line, 1).await, None);
        assert_eq!(std::fs::read_to_string(&file).expect("stored"), text);
    }
}

#[tokio::test]
async fn a_mix_of_old_and_new_metadata_is_refused() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let mut stand = Stand::new(&centre);
    stand.follows(&centre.line(), 0).await;
    let read = |name: &str| std::fs::read(centre.metadata(name)).expect("there");
    let (snapshot, role) = (read("2.snapshot.json"), read("1.almaly.json"));
    centre.publish("almaly", &["two"], 2, 1).await;
    let line = centre.line();
    stand.refuses(&line.changing("3.snapshot.json", move |_| snapshot.clone()), 1, "snapshot.json").await;
    stand.refuses(&line.changing("2.almaly.json", move |_| role.clone()), 1, "almaly.json").await;
    assert_eq!(stand.follows(&line, 1).await, Some(2));
}

#[tokio::test]
async fn an_expired_timestamp_is_refused_until_the_online_key_renews_it() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    stand.follows(&line, 6).await;
    stand.refuses(&line, 8, "timestamp metadata expired").await;
    assert!(centre.publisher.refresh(day(8)).await.expect("signed"));
    assert_eq!(stand.follows(&line, 8).await, None);
}

#[tokio::test]
async fn metadata_with_too_few_signatures_are_refused() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let mut stand = Stand::new(&centre);
    let line = centre.line();
    stand.follows(&line, 0).await;
    centre.publisher.rotate_root(day(1)).await.expect("rotated");
    let old_keys = centre.forger().root(1).roles.root.keyids;
    let (keep_old, keep_new) = (old_keys.clone(), old_keys);
    let one_old = line.changing("2.root.json", move |bytes| {
        without(&bytes, |id| keep_old.iter().skip(1).any(|old| old.as_str() == id))
    });
    stand.refuses(&one_old, 1, "threshold not met").await;
    let only_old =
        line.changing("2.root.json", move |bytes| without(&bytes, |id| !keep_new.iter().any(|old| old.as_str() == id)));
    stand.refuses(&only_old, 1, "threshold not met").await;
    for name in ["timestamp.json"] {
        stand.refuses(&line.changing(name, |bytes| without(&bytes, |_| true)), 1, "threshold not met").await;
    }
    assert_eq!(stand.follows(&line, 1).await, None);
}

/// Takes the signatures out whose key `is_out` names.
fn without(bytes: &[u8], is_out: impl Fn(&str) -> bool) -> Vec<u8> {
    let mut json: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
    let signatures = json["signatures"].as_array_mut().expect("a list");
    signatures.retain(|signature| !is_out(signature["keyid"].as_str().expect("text")));
    serde_json::to_vec(&json).expect("JSON")
}

#[tokio::test]
async fn three_changes_of_root_are_followed_in_one_check() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    stand.follows(&line, 0).await;
    for on in 1..=3 {
        centre.publisher.rotate_root(day(on)).await.expect("rotated");
    }
    centre.publish("almaly", &["two"], 2, 3).await;
    line.asked();
    assert_eq!(stand.follows(&line, 3).await, Some(2));
    let roots: Vec<_> = line.asked().into_iter().map(|(name, _)| name).filter(|name| name.contains("root")).collect();
    assert_eq!(roots, ["2.root.json", "3.root.json", "4.root.json", "5.root.json"]);
    stand.restart();
    assert_eq!(stand.follows(&line, 3).await, None);
    assert_eq!(line.asked()[0].0, "5.root.json", "the chain is remembered");
    let mut new = Stand::new(&centre);
    assert_eq!(new.follows(&line, 3).await, Some(2), "a stand enrolled long ago follows too");
}

#[tokio::test]
async fn an_older_root_is_not_gone_back_to() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let old = centre.line_to_copy();
    centre.publisher.rotate_online(day(1)).await.expect("rotated");
    let mut stand = Stand::new(&centre);
    stand.follows(&centre.line(), 1).await;
    for file in stand.files().iter().filter(|file| !file.to_string_lossy().contains("floor")) {
        spoil_remove(file);
    }
    stand.restart();
    stand.refuses(&old, 1, "root 1 is older than 2").await;
}

#[tokio::test]
async fn a_body_cannot_sign_for_another() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    centre.publish("medeu", &["one"], 1, 0).await;
    let mut stand = Stand::new(&centre);
    let line = centre.line();
    stand.follows(&line, 0).await;
    let forged = Manifest {
        format: 1,
        release: 99,
        published_at: day(0).as_millisecond(),
        body: edition("almaly", &[]).body,
        shards: Vec::new(),
        pronunciation: Default::default(),
        surveys: Vec::new(),
    };
    let forged = serde_json::to_vec(&forged).expect("JSON");
    centre.forger().manifest("medeu", "almaly", &forged);
    line.asked();
    assert_eq!(stand.follows(&line, 0).await, None);
    assert_eq!(Stand::new(&centre).follows(&line, 0).await, Some(1));
    assert!(line.asked().iter().all(|(name, _)| !name.contains("medeu")), "the other body is not even asked");
}

#[tokio::test]
async fn another_bodys_broken_role_stops_nobody_else() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    centre.publish("medeu", &["one"], 1, 0).await;
    std::fs::write(centre.metadata("1.medeu.json"), b"rubbish").expect("spoilt");
    centre.publish("almaly", &["two"], 2, 0).await;
    assert_eq!(Stand::new(&centre).follows(&centre.line(), 0).await, Some(2));
}

#[tokio::test]
async fn a_withdrawn_body_gets_nothing_new_and_can_come_back() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let mut stand = Stand::new(&centre);
    stand.follows(&centre.line(), 0).await;
    centre.publisher.withdraw(&body("almaly"), day(0)).await.expect("withdrawn");
    stand.refuses(&centre.line(), 0, "no release of almaly").await;
    centre.publish("almaly", &["two"], 2, 0).await;
    assert_eq!(stand.follows(&centre.line(), 0).await, Some(2));
}

#[tokio::test]
async fn every_key_can_change_while_stands_follow() {
    let centre = Centre::new().await;
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    for release in 1..=5 {
        match release {
            2 => centre.publisher.rotate_online(day(1)).await.expect("online"),
            3 => centre.publisher.rotate_targets(day(1)).await.expect("targets"),
            4 => centre.publisher.rotate_body(&body("almaly"), day(1)).await.expect("body"),
            5 => centre.publisher.rotate_root(day(1)).await.expect("root"),
            _ => {}
        }
        if release > 1 {
            assert_eq!(stand.follows(&line, 1).await, None);
        }
        centre.publish("almaly", &["text", &release.to_string()], release, 1).await;
        assert_eq!(stand.follows(&line, 1).await, Some(release));
    }
}

#[tokio::test]
async fn a_repository_restored_from_an_old_copy_is_followed_under_new_online_keys() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let old = centre.folder.path().join("old");
    copy_folder(&centre.releases(), &old);
    for release in 2..=5 {
        centre.publish("almaly", &["text", &release.to_string()], release, 1).await;
    }
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    stand.follows(&line, 1).await;
    std::fs::remove_dir_all(centre.releases()).expect("lost");
    copy_folder(&old, &centre.releases());
    assert!(centre.publisher.refresh(day(7)).await.is_err(), "the centre notices");
    std::fs::remove_file(centre.folder.path().join("keys/last-signed.json")).expect("removed");
    centre.publisher.refresh(day(7)).await.expect("signed");
    stand.refuses(&line, 7, "rollback detected").await;
    centre.publisher.rotate_online(day(7)).await.expect("rotated");
    // The old release is still older than what the stand shows.
    stand.refuses(&line, 7, "release 1 is older than 5").await;
    centre.publish("almaly", &["six"], 6, 7).await;
    assert_eq!(stand.follows(&line, 7).await, Some(6));
}

#[tokio::test]
async fn at_1970_an_expired_timestamp_is_still_expired() {
    let epoch = Timestamp::UNIX_EPOCH;
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    assert_eq!(stand.check_at(&line, epoch).await.expect("fresh"), Some(1));
    assert_eq!(stand.trust.last_verified(), Some(day(0)));
    // A timestamp that ended before the moment the stand has proof of.
    centre.forger().timestamp(|timestamp| timestamp.expires = day(-1));
    stand.restart();
    let refused = stand.check_at(&line, epoch).await;
    assert!(matches!(&refused, Err(TrustError::Refused(words)) if words.contains("expired")), "{refused:?}");
    // One that ended before this program was built: a new stand without any proof refuses it too.
    centre.forger().timestamp(|timestamp| timestamp.expires = day(-101));
    let refused = Stand::new(&centre).check_at(&line, epoch).await;
    assert!(matches!(&refused, Err(TrustError::Refused(words)) if words.contains("expired")), "{refused:?}");
    centre.publish("almaly", &["two"], 2, 1).await;
    assert_eq!(stand.check_at(&line, epoch).await.expect("fresh"), Some(2));
}

#[tokio::test]
async fn at_2099_everything_is_refused_and_nothing_is_remembered_of_it() {
    let far: Timestamp = "2099-01-01T00:00:00Z".parse().expect("a moment");
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    stand.follows(&line, 0).await;
    let refused = stand.check_at(&line, far).await;
    assert!(matches!(&refused, Err(TrustError::Refused(words)) if words.contains("expired")), "{refused:?}");
    assert_eq!(stand.trust.last_verified(), Some(day(0)));
    stand.restart();
    assert_eq!(stand.follows(&line, 0).await, None);
    centre.publish("almaly", &["two"], 2, 1).await;
    let mut new = Stand::new(&centre);
    assert!(new.check_at(&line, far).await.is_err());
    assert_eq!(new.follows(&line, 1).await, Some(2));
}

#[tokio::test]
async fn a_centre_whose_clock_ran_wild_can_be_followed_again() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let (mut stand, line) = (Stand::new(&centre), centre.line());
    // Beyond the end of root: taken, for it is signed, but never remembered as the time.
    centre.forger().timestamp(|timestamp| {
        timestamp.signed_at = day(40_000).as_second();
        timestamp.expires = day(40_007);
    });
    assert_eq!(stand.follows(&line, 0).await, Some(1));
    assert_eq!(stand.trust.last_verified(), None);
    // Within the life of root: remembered, until new online keys begin a new memory.
    centre.forger().timestamp(|timestamp| {
        timestamp.signed_at = day(300).as_second();
        timestamp.expires = day(307);
    });
    assert_eq!(stand.follows(&line, 0).await, None);
    assert_eq!(stand.trust.last_verified(), Some(day(300)));
    centre.publisher.rotate_online(day(1)).await.expect("rotated");
    centre.forger().timestamp(|timestamp| {
        timestamp.signed_at = day(1).as_second();
        timestamp.expires = day(8);
    });
    assert_eq!(stand.follows(&line, 1).await, None);
    assert_eq!(stand.trust.last_verified(), Some(day(1)));
}

#[tokio::test]
async fn corrupt_and_endless_answers_change_nothing_and_the_next_good_one_is_taken() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let line = centre.line();
    let mut stand = Stand::new(&centre);
    let files =
        ["2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json", "1.almaly.json", "manifest.json"];
    let changes: [fn(Vec<u8>) -> Vec<u8>; 5] = [
        |_| Vec::new(),
        |_| b"<html>Sign in to the network</html>".to_vec(),
        |bytes| bytes[..bytes.len() / 2].to_vec(),
        |mut bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            bytes
        },
        |_| vec![b' '; 10 << 20],
    ];
    for file in files {
        for (number, change) in changes.into_iter().enumerate() {
            let faulty = line.with(move |name, bytes| {
                // A root that is not there yet is answered for as well.
                let given = bytes.clone().unwrap_or_else(|| b"{\"signed\":{\"_type\":\"root\"}}".to_vec());
                Ok(if name == file { Some(change(given)) } else { bytes })
            });
            let result = stand.check(&faulty, 0).await;
            assert!(result.is_err(), "{file}, change {number}: {result:?}");
        }
        let missing =
            line.with(move |name, bytes| if name == file && file != "2.root.json" { Ok(None) } else { Ok(bytes) });
        if file != "2.root.json" {
            assert!(matches!(stand.check(&missing, 0).await, Err(TrustError::Unreachable(_))), "{file}");
        }
    }
    assert!(matches!(stand.check(&line.with(dead), 0).await, Err(TrustError::Unreachable(_))));
    assert_eq!(stand.follows(&line, 0).await, Some(1));
}

#[tokio::test]
async fn a_manifest_must_be_the_bodys_own_readable_small_and_not_older() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 5, 0).await;
    let line = centre.line();
    let mut stand = Stand::new(&centre);
    assert_eq!(stand.follows(&line, 0).await, Some(5));
    let manifest = |change: fn(&mut Manifest)| {
        let mut manifest = Manifest {
            format: 1,
            release: 6,
            published_at: day(0).as_millisecond(),
            body: edition("almaly", &[]).body,
            shards: Vec::new(),
            pronunciation: Default::default(),
            surveys: Vec::new(),
        };
        change(&mut manifest);
        serde_json::to_vec(&manifest).expect("JSON")
    };
    let forger = centre.forger();
    forger.manifest("almaly", "almaly", &manifest(|manifest| manifest.release = 4));
    stand.refuses(&line, 0, "release 4 is older than 5").await;
    forger.manifest("almaly", "almaly", &manifest(|manifest| manifest.body = edition("medeu", &[]).body));
    stand.refuses(&line, 0, "of medeu, not of almaly").await;
    forger.manifest("almaly", "almaly", &manifest(|manifest| manifest.shards = vec![BlobRef::to(b""); 65]));
    stand.refuses(&line, 0, "65 shards").await;
    forger.manifest("almaly", "almaly", &manifest(|manifest| manifest.published_at = day(9).as_millisecond()));
    stand.refuses(&line, 0, "dated after").await;
    forger.manifest("almaly", "almaly", br#"{"format":2,"something":"new"}"#);
    stand.refuses(&line, 0, "update the stand").await;
    forger.manifest("almaly", "almaly", b"not JSON");
    stand.refuses(&line, 0, "not a manifest").await;
    forger.manifest("almaly", "almaly", &vec![b' '; (8 << 20) + 1]);
    line.asked();
    stand.refuses(&line, 0, "exceeds").await;
    assert!(line.asked().iter().all(|(name, _)| name != "manifest.json"), "it is not even fetched");
    forger.manifest("almaly", "almaly", &manifest(|_| {}));
    assert_eq!(stand.follows(&line, 0).await, Some(6));
}

#[tokio::test]
async fn a_stand_enrolled_at_another_centre_begins_anew() {
    let (old, new) = (Centre::new().await, Centre::new().await);
    for release in 1..=3 {
        old.publish("almaly", &["one"], release, 0).await;
    }
    new.publish("almaly", &["two"], 1, 0).await;
    let mut stand = Stand::new(&old);
    stand.follows(&old.line(), 0).await;
    assert!(stand.check(&new.line(), 0).await.is_err());
    stand.root = new.root.clone();
    stand.restart();
    assert_eq!(stand.follows(&new.line(), 0).await, Some(1));
    assert!(Trust::open(stand.folder.path(), b"{}", body("almaly")).is_err());
}

#[tokio::test]
async fn a_stand_given_a_later_root_of_its_own_centre_forgets_nothing() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    centre.publisher.rotate_root(day(0)).await.expect("rotated");
    let old = centre.line_to_copy();
    centre.publish("almaly", &["two"], 2, 0).await;
    let mut stand = Stand::new(&centre);
    stand.follows(&centre.line(), 0).await;
    stand.root = centre.publisher.root().await.expect("a root").into_bytes();
    assert_ne!(stand.root, centre.root);
    for _ in 0..2 {
        stand.restart();
        stand.refuses(&old, 0, "timestamp").await;
        assert_eq!(stand.follows(&centre.line(), 0).await, None);
    }
}

#[tokio::test]
async fn a_full_disk_is_told_and_forgotten_once_there_is_room() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let mut stand = Stand::new(&centre);
    // A file where the folder of old roots must be: no write below it can succeed, even by root.
    std::fs::write(stand.folder.path().join("root_history"), b"").expect("written");
    assert!(matches!(stand.check(&centre.line(), 0).await, Err(TrustError::Disk(_))));
    spoil_remove(&stand.folder.path().join("root_history"));
    assert_eq!(stand.follows(&centre.line(), 0).await, Some(1));
    stand.restart();
    assert_eq!(stand.follows(&centre.line(), 0).await, None);
}

#[tokio::test]
async fn a_courier_carries_a_whole_release_and_is_trusted_no_more_than_a_network() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one", "two"], 1, 0).await;
    centre.publisher.rotate_root(day(0)).await.expect("rotated");
    let folder = tempfile::tempdir().expect("folder");
    let pack = async |name: &str, on: i64| {
        let file = folder.path().join(name);
        centre.publisher.courier(&body("almaly"), &file, day(on)).await.expect("packed");
        Courier::open(&file).expect("opened")
    };
    let old = pack("old.courier", 0).await;
    centre.publish("almaly", &["one", "three"], 2, 0).await;
    let courier = pack("new.courier", 1).await;
    assert_eq!((courier.body().as_str(), courier.release()), ("almaly", 2));

    let mut stand = Stand::new(&centre);
    // For a week from packing.
    let late = stand.trust.check(Box::new(courier.clone()), day(9), None).await;
    assert!(matches!(late, Err(TrustError::Refused(_))), "{late:?}");
    let checked = stand.trust.check(Box::new(courier.clone()), day(7), None).await.expect("verified");
    let Checked::Changed { manifest, .. } = checked else { panic!("{checked:?}") };
    assert_eq!(manifest.release, 2);
    let read = |blob: BlobRef| {
        let mut bytes = Vec::new();
        let mut reader = courier.blob(&blob.sha256).expect("carried");
        std::io::Read::read_to_end(&mut reader, &mut bytes).expect("read");
        assert_eq!(BlobRef::to(&bytes), blob);
        bytes
    };
    let mut pages: Vec<PageKey> = Vec::new();
    for shard in manifest.shards {
        let shard: Shard = serde_json::from_slice(&read(shard)).expect("a shard");
        for entry in shard.entries {
            read(entry.blob());
            if let Entry::Page { key, .. } = entry {
                pages.push(key);
            }
        }
    }
    pages.sort();
    assert_eq!(pages.iter().map(PageKey::to_string).collect::<Vec<_>>(), ["contacts/page-0.kk", "contacts/page-1.kk"]);

    let older = stand.trust.check(Box::new(old), day(1), None).await;
    assert!(matches!(older, Err(TrustError::Refused(_))), "{older:?}");
    let unknown = centre.publisher.courier(&body("medeu"), &folder.path().join("none"), day(1)).await;
    assert!(unknown.is_err());
    assert!(!folder.path().join("none").exists());
}

#[tokio::test]
async fn a_check_can_run_on_any_thread() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let mut stand = Stand::new(&centre);
    is_send(stand.check(&centre.line(), 0)).await.expect("verified");
    // The machine's own clock will do as well as the tests', as long as it is not far off.
    let hour = SignedDuration::from_hours(1);
    assert_eq!(stand.check_at(&centre.line(), day(0) + hour).await.expect("verified"), None);
}
