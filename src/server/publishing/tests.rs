//! What the centre's operator can rely on when publishing.

mod bucket;

use super::*;
use crate::domain::{Body, Page, Trilingual};
use crate::server::editing::Media;

/// A moment for tests; nothing here looks at the machine's clock.
fn moment(hours: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + hours * 3600).expect("a date")
}

fn text(words: &str) -> Trilingual {
    Trilingual { kk: words.into(), ru: words.into(), en: words.into() }
}

fn edition(body: &str, words: &[&str]) -> Edition {
    let page = |(index, words): (usize, &&str)| Page {
        key: format!("contacts/page-{index}.kk").parse().expect("a key"),
        title: (*words).into(),
        summary: String::new(),
        verified_on: jiff::civil::date(2026, 11, 1),
        valid_from: None,
        expires_on: None,
        blocks: Vec::new(),
    };
    Edition {
        body: Body {
            id: body.parse().expect("a name"),
            name: text("Body"),
            short_name: text("Body"),
            address: text("Street"),
            region: None,
            time_zone: "Asia/Almaty".into(),
            hours: Default::default(),
            phones: Vec::new(),
            heads: Vec::new(),
            round_the_clock: false,
            demonstration: true,
            switched_off: Vec::new(),
        },
        pages: words.iter().enumerate().map(page).collect(),
        media: Vec::new(),
        pronunciation: Default::default(),
    }
}

struct Centre {
    folder: tempfile::TempDir,
    publisher: Publisher,
}

impl Centre {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let repository = RepositoryAddress::Folder(folder.path().join("releases"));
        let keys = folder.path().join("keys");
        Publisher::init(&keys, &repository, moment(0)).await.expect("set up");
        let publisher = Publisher::open(&keys, &repository).expect("opened");
        Self { folder, publisher }
    }

    fn names(&self, part: &str) -> Vec<String> {
        let mut names: Vec<_> = walk(&self.folder.path().join("releases").join(part));
        names.sort();
        names
    }

    async fn publish(&self, body: &str, words: &[&str], release: u64, hours: i64) {
        self.publisher.publish(&edition(body, words), release, moment(hours)).await.expect("published");
    }
}

fn walk(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            names.extend(walk(&path));
        } else {
            names.push(path.file_name().expect("a name").to_string_lossy().into_owned());
        }
    }
    names
}

#[test]
fn publishing_can_run_on_any_thread() {
    fn is_send<T: Send>(_: &T) {}
    let publisher = Publisher { keys: KeyFolder::new(Path::new("nowhere")), store: Store::memory() };
    let edition = edition("almaly", &[]);
    let body = &edition.body.id;
    is_send(&publisher.publish(&edition, 1, moment(0)));
    is_send(&publisher.refresh(moment(0)));
    is_send(&publisher.rotate_body(body, moment(0)));
    is_send(&publisher.rotate_root(moment(0)));
    is_send(&publisher.withdraw(body, moment(0)));
    is_send(&publisher.keys());
}

#[tokio::test]
async fn a_publish_writes_each_version_once_and_stands_can_verify_it() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one", "two"], 1, 1).await;
    let before = centre.names("blobs");
    assert_eq!(
        centre.names("metadata"),
        [
            "1.almaly.json",
            "1.root.json",
            "1.snapshot.json",
            "1.targets.json",
            "2.snapshot.json",
            "2.targets.json",
            "timestamp.json",
        ]
    );
    centre.publish("almaly", &["one", "three"], 2, 2).await;
    let after = centre.names("blobs");
    // The unchanged page keeps its blob: only the other page and its shard are new.
    assert_eq!(after.iter().filter(|name| !before.contains(name)).count(), 2);
    assert_eq!(centre.publisher.release(&"almaly".parse().expect("a name")).await.expect("read"), Some(2));
}

#[tokio::test]
async fn a_release_that_is_not_newer_or_lacks_its_media_is_refused() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 5, 1).await;
    let mut edition = edition("almaly", &["two"]);
    let refused = centre.publisher.publish(&edition, 5, moment(2)).await;
    assert!(matches!(refused, Err(PublishError::NotNewer { release: 5, current: 5 })), "{refused:?}");

    let picture = Bytes::from_static(b"not really a picture");
    let blob = BlobRef::to(&picture);
    let media = |name: &str| Media { name: name.into(), media_type: "image/png".into(), blob };
    edition.media.push(media("plan.png"));
    let refused = centre.publisher.publish(&edition, 6, moment(2)).await;
    assert!(matches!(&refused, Err(PublishError::MissingBlob(name)) if name == "plan.png"), "{refused:?}");
    let wrong = centre.publisher.add_blob(blob, Bytes::from_static(b"something else")).await;
    assert!(matches!(wrong, Err(PublishError::WrongBlob(_))), "{wrong:?}");
    centre.publisher.add_blob(blob, picture).await.expect("added");
    centre.publisher.publish(&edition, 6, moment(2)).await.expect("published");

    edition.media.push(media("plan.png"));
    let twice = centre.publisher.publish(&edition, 7, moment(3)).await;
    assert!(matches!(twice, Err(PublishError::Twice(_))), "{twice:?}");
    let reserved = centre.publisher.publish(&super::tests::edition("targets", &[]), 1, moment(3)).await;
    assert!(matches!(reserved, Err(PublishError::ReservedName(_))), "{reserved:?}");
}

#[tokio::test]
async fn the_online_key_alone_keeps_the_repository_fresh() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    for folder in ["offline", "targets", "bodies"] {
        std::fs::remove_dir_all(centre.folder.path().join("keys").join(folder)).expect("taken away");
    }
    assert!(!centre.publisher.refresh(moment(3 * 24)).await.expect("looked"));
    assert!(centre.publisher.refresh(moment(4 * 24)).await.expect("signed"));
    assert!(!centre.publisher.refresh(moment(4 * 24 + 1)).await.expect("looked"));
    let state = centre.publisher.state().await.expect("whole");
    assert_eq!(state.timestamp.expires, moment(11 * 24));
    assert_eq!(state.snapshot.expires, moment(11 * 24));
    assert_eq!(state.targets.version, 2);
}

#[tokio::test]
async fn what_lives_a_year_is_renewed_while_its_keys_are_here() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let half = 200 * 24;
    assert!(centre.publisher.refresh(moment(half)).await.expect("signed"));
    let reports = centre.publisher.keys().await.expect("read");
    let ends: Vec<_> = reports.iter().map(|report| (report.role.as_str(), report.expires)).collect();
    let year = 365 * 24;
    assert_eq!(
        ends,
        [
            ("root", moment(year)),
            ("targets", moment(half + year)),
            ("online", moment(half + 7 * 24)),
            ("almaly", moment(half + year)),
        ]
    );
}

#[tokio::test]
async fn a_clock_beyond_roots_end_signs_nothing_and_a_clock_set_back_shortens_nothing() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 100).await;
    let beyond = centre.publisher.refresh(moment(400 * 24)).await;
    assert!(matches!(beyond, Err(PublishError::RootExpired(_))), "{beyond:?}");
    centre.publish("almaly", &["two"], 2, -1000).await;
    let state = centre.publisher.state().await.expect("whole");
    assert_eq!(state.timestamp.expires, moment(100 + 7 * 24));
}

#[tokio::test]
async fn every_key_can_be_changed_and_the_repository_stays_whole() {
    let centre = Centre::new().await;
    let body: BodyId = "almaly".parse().expect("a name");
    centre.publish("almaly", &["one"], 1, 0).await;
    let ids = async || {
        let reports = centre.publisher.keys().await.expect("read");
        assert!(reports.iter().all(|report| report.present == report.keys.len()), "{reports:?}");
        reports.into_iter().map(|report| report.keys).collect::<Vec<_>>()
    };
    let before = ids().await;
    centre.publisher.rotate_online(moment(1)).await.expect("online");
    centre.publisher.rotate_targets(moment(2)).await.expect("targets");
    centre.publisher.rotate_body(&body, moment(3)).await.expect("body");
    centre.publisher.rotate_root(moment(4)).await.expect("root");
    centre.publisher.renew_root(moment(5)).await.expect("renewed");
    for (old, new) in before.iter().zip(ids().await) {
        assert!(old.iter().all(|id| !new.contains(id)));
    }
    centre.publish("almaly", &["two"], 2, 6).await;
    let (roots, _) = roots(&centre.publisher.store).await.expect("a chain");
    assert_eq!(roots.len(), 5);
    assert_eq!(roots[4].keys.len(), 5, "keys no role uses are left out");
}

#[tokio::test]
async fn root_cannot_be_changed_while_its_keys_are_away() {
    let centre = Centre::new().await;
    let offline = centre.folder.path().join("keys/offline");
    let away = centre.folder.path().join("safe");
    std::fs::rename(&offline, &away).expect("moved away");
    std::fs::create_dir(&offline).expect("made");
    let one = std::fs::read_dir(&away).expect("list").next().expect("a key").expect("an entry");
    std::fs::rename(one.path(), offline.join(one.file_name())).expect("one brought back");
    for refused in [
        centre.publisher.rotate_root(moment(1)).await,
        centre.publisher.rotate_online(moment(1)).await,
        centre.publisher.renew_root(moment(1)).await,
    ] {
        assert!(matches!(refused, Err(PublishError::TooFewRootKeys { have: 1, need: 2 })), "{refused:?}");
    }
    centre.publish("almaly", &["one"], 1, 1).await;
}

#[tokio::test]
async fn a_withdrawn_body_stays_named_in_the_snapshot() {
    let centre = Centre::new().await;
    let body: BodyId = "almaly".parse().expect("a name");
    centre.publish("almaly", &["one"], 1, 0).await;
    centre.publish("medeu", &["one"], 1, 0).await;
    centre.publisher.withdraw(&body, moment(1)).await.expect("withdrawn");
    let state = centre.publisher.state().await.expect("whole");
    assert!(!state.delegates_to(&body));
    assert!(state.snapshot.meta.contains_key("almaly.json"));
    let again = centre.publisher.withdraw(&body, moment(1)).await;
    assert!(matches!(again, Err(PublishError::UnknownBody(_))), "{again:?}");
    centre.publish("almaly", &["two"], 2, 2).await;
    let state = centre.publisher.state().await.expect("whole");
    assert_eq!(state.snapshot.meta["almaly.json"].version, 2);
}

#[tokio::test]
async fn a_publish_that_was_cut_off_leaves_no_version_signed_twice() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let metadata = centre.folder.path().join("releases/metadata");
    let timestamp = std::fs::read(metadata.join("timestamp.json")).expect("read");
    centre.publish("almaly", &["two"], 2, 1).await;
    // As if the power had gone before the timestamp was written.
    std::fs::write(metadata.join("timestamp.json"), timestamp).expect("set back");
    std::fs::remove_file(centre.folder.path().join("keys/last-signed.json")).expect("removed");
    let orphan = std::fs::read(metadata.join("2.almaly.json")).expect("read");
    centre.publish("almaly", &["three"], 2, 2).await;
    assert_eq!(std::fs::read(metadata.join("2.almaly.json")).expect("read"), orphan);
    let state = centre.publisher.state().await.expect("whole");
    assert_eq!(state.snapshot.meta["almaly.json"].version, 3);
    assert_eq!(state.snapshot.version, 4);
}

#[tokio::test]
async fn a_rotation_that_was_cut_off_is_finished_by_the_next_refresh() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let timestamp = centre.folder.path().join("releases/metadata/timestamp.json");
    let last = centre.folder.path().join("keys/last-signed.json");
    let before = (std::fs::read(&timestamp).expect("read"), std::fs::read(&last).expect("read"));
    centre.publisher.rotate_online(moment(1)).await.expect("rotated");
    std::fs::write(&timestamp, before.0).expect("set back");
    std::fs::write(&last, before.1).expect("set back");
    assert!(centre.publisher.refresh(moment(2)).await.expect("signed"));
    assert!(!centre.publisher.state().await.expect("whole").online_stale);
}

#[tokio::test]
async fn a_repository_that_was_set_back_or_tampered_with_is_not_built_upon() {
    let centre = Centre::new().await;
    centre.publish("almaly", &["one"], 1, 0).await;
    let metadata = centre.folder.path().join("releases/metadata");
    let timestamp = std::fs::read(metadata.join("timestamp.json")).expect("read");
    centre.publish("almaly", &["two"], 2, 1).await;
    std::fs::write(metadata.join("timestamp.json"), timestamp).expect("set back");
    let refused = centre.publisher.publish(&edition("almaly", &["three"]), 3, moment(2)).await;
    assert!(matches!(refused, Err(PublishError::SetBack)), "{refused:?}");
    std::fs::write(metadata.join("timestamp.json"), b"{}").expect("spoilt");
    let refused = centre.publisher.refresh(moment(2)).await;
    assert!(matches!(&refused, Err(PublishError::Damaged(name)) if name.contains("timestamp")), "{refused:?}");
}

#[tokio::test]
async fn many_publishes_at_once_all_arrive() {
    let centre = Centre::new().await;
    // A publisher of its own each, as two programs would have.
    let publish = |index: usize| {
        let repository = RepositoryAddress::Folder(centre.folder.path().join("releases"));
        let publisher = Publisher::open(&centre.folder.path().join("keys"), &repository).expect("opened");
        let edition = edition(&format!("body-{index}"), &["one"]);
        tokio::spawn(async move { publisher.publish(&edition, 1, moment(1)).await })
    };
    for published in (0..8).map(publish).collect::<Vec<_>>() {
        published.await.expect("no panic").expect("published");
    }
    let state = centre.publisher.state().await.expect("whole");
    assert_eq!(state.timestamp.version, 9);
    assert_eq!(state.snapshot.meta.len(), 9);
}

#[tokio::test]
async fn two_centres_on_one_bucket_take_turns() {
    let store = Store::memory();
    let folder = tempfile::tempdir().expect("folder");
    let centre = |name: &str| Publisher { keys: KeyFolder::new(&folder.path().join(name)), store: store.clone() };
    centre("a").set_up(moment(0)).await.expect("set up");
    centre("a").publish(&edition("almaly", &["one"]), 1, moment(1)).await.expect("published");
    // The other centre has a copy of the keys, and a lock of its own that keeps nobody out.
    copy(&folder.path().join("a"), &folder.path().join("b"));
    let publish = |name: &str, body: &str| {
        let (publisher, edition) = (centre(name), edition(body, &["one"]));
        tokio::spawn(async move { publisher.publish(&edition, 2, moment(2)).await })
    };
    let both = [publish("a", "almaly"), publish("b", "almaly")];
    let mut published = 0;
    for result in both {
        match result.await.expect("no panic") {
            Ok(_) => published += 1,
            Err(PublishError::NotNewer { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(published, 1, "one release has one publisher");
    let refused = centre("a").set_up(moment(3)).await;
    assert!(matches!(refused, Err(PublishError::AlreadyInitialised)), "{refused:?}");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("list") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}
