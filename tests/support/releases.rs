//! A centre's repository in a folder, a line to it that can go wrong, and a forger with stolen keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use aqparat::domain::{Body, BodyId, Page, Trilingual};
use aqparat::release::signing::{self, Authority, FileMeta, Role, Root, SigningKey, Snapshot, TargetFile, Targets};
use aqparat::release::trust::build_date;
use aqparat::release::{BlobRef, Manifest};
use aqparat::server::editing::Edition;
use aqparat::server::publishing::{Publisher, RepositoryAddress};
use jiff::{SignedDuration, Timestamp};
use sigstore_tuf::transport::FetchFuture;
use sigstore_tuf::{Error, Repository};

/// So many days after a day on which every build of the program is in the past.
pub fn day(days: i64) -> Timestamp {
    build_date() + SignedDuration::from_hours((100 + days) * 24)
}

pub fn body(name: &str) -> BodyId {
    name.parse().expect("a body's name")
}

fn words(text: &str) -> Trilingual {
    Trilingual { kk: text.into(), ru: text.into(), en: text.into() }
}

/// An edition of pages with one line of text each.
pub fn edition(name: &str, texts: &[&str]) -> Edition {
    let page = |(index, text): (usize, &&str)| Page {
        key: format!("contacts/page-{index}.kk").parse().expect("a page's key"),
        title: (*text).into(),
        summary: String::new(),
        verified_on: jiff::civil::date(2026, 11, 1),
        valid_from: None,
        expires_on: None,
        blocks: Vec::new(),
    };
    let body = Body {
        id: body(name),
        name: words(name),
        short_name: words(name),
        address: words("Street"),
        region: None,
        time_zone: "Asia/Almaty".into(),
        hours: Default::default(),
        phones: Vec::new(),
        heads: Vec::new(),
        round_the_clock: false,
        demonstration: true,
        switched_off: Vec::new(),
    };
    Edition {
        body,
        pages: texts.iter().enumerate().map(page).collect(),
        media: Vec::new(),
        pronunciation: Default::default(),
    }
}

/// A centre that has just been set up, on day 0.
pub struct Centre {
    pub folder: tempfile::TempDir,
    pub publisher: Publisher,
    /// The root its stands are enrolled with.
    pub root: Vec<u8>,
}

impl Centre {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let repository = RepositoryAddress::Folder(folder.path().join("releases"));
        let keys = folder.path().join("keys");
        Publisher::init(&keys, &repository, day(0)).await.expect("set up");
        let publisher = Publisher::open(&keys, &repository).expect("opened");
        let root = publisher.root().await.expect("a root").into_bytes();
        Self { folder, publisher, root }
    }

    pub async fn publish(&self, name: &str, texts: &[&str], release: u64, on: i64) {
        self.publisher.publish(&edition(name, texts), release, day(on)).await.expect("published");
    }

    pub fn releases(&self) -> PathBuf {
        self.folder.path().join("releases")
    }

    pub fn metadata(&self, name: &str) -> PathBuf {
        self.releases().join("metadata").join(name)
    }

    /// A line to the repository as it is now, and as it will be.
    pub fn line(&self) -> Line {
        Line { folder: self.releases(), log: Arc::default(), fault: Arc::new(|_, bytes| Ok(bytes)) }
    }

    /// A line to the repository as it is at this moment, for ever.
    pub fn line_to_copy(&self) -> Line {
        let copy = self.folder.path().join(format!("copy-{}", uuid::Uuid::new_v4()));
        copy_folder(&self.releases(), &copy);
        Line { folder: copy, ..self.line() }
    }

    /// A forger who has every key that is not kept offline.
    pub fn forger(&self) -> Forger<'_> {
        Forger { centre: self }
    }
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("list") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

type Answer = sigstore_tuf::Result<Option<Vec<u8>>>;
type Fault = dyn Fn(&str, Option<Vec<u8>>) -> Answer + Send + Sync;

/// The way from a stand to a repository folder.
#[derive(Clone)]
pub struct Line {
    folder: PathBuf,
    log: Arc<Mutex<Vec<(String, usize)>>>,
    fault: Arc<Fault>,
}

impl Line {
    /// The same line, on which `fault` may change every answer. It is given the file's name.
    pub fn with(&self, fault: impl Fn(&str, Option<Vec<u8>>) -> Answer + Send + Sync + 'static) -> Self {
        Self { fault: Arc::new(fault), log: Arc::default(), ..self.clone() }
    }

    /// The same line, which gives other bytes for one file.
    pub fn changing(&self, file: &str, change: impl Fn(Vec<u8>) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let file = file.to_owned();
        self.with(move |name, bytes| Ok(if name == file { bytes.map(&change) } else { bytes }))
    }

    /// What was asked for since the last call, and how many bytes each answer had.
    pub fn asked(&self) -> Vec<(String, usize)> {
        std::mem::take(&mut *self.log.lock().expect("no panic"))
    }

    pub fn source(&self) -> Box<dyn Repository> {
        Box::new(self.clone())
    }

    fn fetch(&self, path: &Path, name: &str) -> Answer {
        let bytes = std::fs::read(path).ok();
        let answer = (self.fault)(name, bytes);
        let length = answer.as_ref().map_or(0, |bytes| bytes.as_ref().map_or(0, Vec::len));
        self.log.lock().expect("no panic").push((name.to_owned(), length));
        answer
    }
}

impl Repository for Line {
    fn fetch_metadata<'a>(&'a self, name: &'a str, _: u64) -> FetchFuture<'a> {
        Box::pin(async move { self.fetch(&self.folder.join("metadata").join(name), name) })
    }

    fn fetch_target<'a>(&'a self, path: &'a str, _: u64) -> FetchFuture<'a> {
        let name = if path.ends_with("manifest.json") { "manifest.json" } else { path };
        Box::pin(async move { self.fetch(&self.folder.join("targets").join(path), name) })
    }
}

/// A line that is dead.
pub fn dead(_: &str, _: Option<Vec<u8>>) -> Answer {
    Err(Error::transport("no route"))
}

/// Signs what an honest centre would not.
pub struct Forger<'a> {
    centre: &'a Centre,
}

impl Forger<'_> {
    fn key(&self, folder: &str) -> SigningKey {
        let folder = self.centre.folder.path().join("keys").join(folder);
        let file = std::fs::read_dir(folder).expect("keys").next().expect("a key").expect("an entry").path();
        SigningKey::from_pkcs8(&std::fs::read(file).expect("read")).expect("a key")
    }

    fn read<R: Role>(&self, name: &str) -> R {
        signing::read(&std::fs::read(self.centre.metadata(name)).expect("there")).expect("metadata")
    }

    fn write<R: Role>(&self, name: &str, role: &R, key: SigningKey) -> FileMeta {
        let authority =
            Authority { keys: [(key.id().clone(), key.public())].into(), keyids: vec![key.id().clone()], threshold: 1 };
        let bytes = signing::sign(role, &[key], &[&authority]).expect("signed");
        std::fs::write(self.centre.metadata(name), &bytes).expect("written");
        FileMeta::of(&bytes, role.version())
    }

    /// Signs a timestamp after `change`, one version up.
    pub fn timestamp(&self, change: impl Fn(&mut signing::Timestamp)) {
        let mut timestamp: signing::Timestamp = self.read("timestamp.json");
        timestamp.version += 1;
        change(&mut timestamp);
        self.write("timestamp.json", &timestamp, self.key("online"));
    }

    /// Signs a body's role after `change`, one version up, and has it named by snapshot and timestamp.
    pub fn role(&self, name: &str, change: impl Fn(&mut Targets)) {
        let timestamp: signing::Timestamp = self.read("timestamp.json");
        let version = timestamp.meta["snapshot.json"].version;
        let mut snapshot: Snapshot = self.read(&format!("{version}.snapshot.json"));
        let file = format!("{name}.json");
        let version = snapshot.meta[&file].version;
        let mut role: Targets = self.read(&format!("{version}.{file}"));
        role.version += 1;
        change(&mut role);
        let pin = self.write(&format!("{}.{file}", role.version), &role, self.key(&format!("bodies/{name}")));
        snapshot.meta.insert(file, pin);
        snapshot.version += 1;
        let pin = self.write(&format!("{}.snapshot.json", snapshot.version), &snapshot, self.key("online"));
        self.timestamp(|timestamp| {
            timestamp.meta.insert("snapshot.json".into(), pin.clone());
        });
    }

    /// Has `signer`'s key vouch for `bytes` as the manifest of `name`.
    pub fn manifest(&self, signer: &str, name: &str, bytes: &[u8]) {
        let blob = BlobRef::to(bytes);
        let folder = self.centre.releases().join("targets").join(name);
        std::fs::create_dir_all(&folder).expect("made");
        std::fs::write(folder.join(format!("{}.manifest.json", blob.sha256)), bytes).expect("written");
        let file = TargetFile { hashes: signing::Hashes { sha256: blob.sha256 }, length: blob.length, custom: None };
        let target = Manifest::target_name(&body(name));
        self.role(signer, |role| role.targets = BTreeMap::from([(target.clone(), file.clone())]));
    }

    /// The newest root.
    pub fn root(&self, version: u64) -> Root {
        self.read(&format!("{version}.root.json"))
    }
}
