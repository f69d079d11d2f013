//! The versions and the moment a stand will not go below, kept twice so that one lost file loses nothing.
//!
//! The metadata files hold versions too, but a file may be zeroed by a power cut or removed; then an
//! old, properly signed repository would look new. As TUF demands, versions signed by the online keys
//! are forgotten when root names other online keys: that is how a repository recovers from a thief
//! who signed enormous version numbers.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sigstore_tuf::{Root, Snapshot};

use super::TrustError;
use crate::domain::BodyId;
use crate::durable;
use crate::release::Digest;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Floor {
    /// Which root it all began from.
    pub pinned: Digest,
    /// Grows with each writing; the larger of two files is the newer.
    sequence: u64,
    root: u64,
    /// The online keys under which the following were seen.
    pub online_keys: Option<Digest>,
    timestamp: u64,
    snapshot: u64,
    /// Versions of the targets roles this stand reads, by file name.
    roles: BTreeMap<String, u64>,
    /// Unix seconds.
    moment: Option<i64>,
    releases: BTreeMap<BodyId, Release>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Release {
    keys: Digest,
    release: u64,
}

fn keys_digest(keyids: impl IntoIterator<Item = String>) -> Digest {
    let mut keyids: Vec<_> = keyids.into_iter().collect();
    keyids.sort();
    keyids.dedup();
    Digest::of(keyids.join(",").as_bytes())
}

fn raise(what: &str, floor: &mut u64, version: u64) -> Result<(), TrustError> {
    if version < *floor {
        return Err(TrustError::Refused(format!("{what} {version} is older than {floor}, which was seen before")));
    }
    *floor = version;
    Ok(())
}

impl Floor {
    pub fn new(pinned: Digest) -> Self {
        Self {
            pinned,
            sequence: 0,
            root: 0,
            online_keys: None,
            timestamp: 0,
            snapshot: 0,
            roles: BTreeMap::new(),
            moment: None,
            releases: BTreeMap::new(),
        }
    }

    /// A floor that has seen nothing, and takes this one's place.
    pub fn begun_anew(&self, pinned: Digest) -> Self {
        Self { sequence: self.sequence, ..Self::new(pinned) }
    }

    /// The same floor, to be written after this one.
    pub fn next(&self) -> Self {
        Self { sequence: self.sequence + 1, ..self.clone() }
    }

    pub fn moment(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.moment?).ok()
    }

    pub fn raise_root(&mut self, root: &Root) -> Result<(), TrustError> {
        raise("root", &mut self.root, root.version)?;
        let online = [root.role("timestamp"), root.role("snapshot")];
        let keys = keys_digest(online.into_iter().flatten().flat_map(|role| role.keyids.clone()));
        if self.online_keys != Some(keys) {
            self.online_keys = Some(keys);
            self.timestamp = 0;
            self.snapshot = 0;
            self.roles.clear();
            self.moment = None;
        }
        Ok(())
    }

    pub fn raise_timestamp(&mut self, timestamp: &sigstore_tuf::Timestamp) -> Result<(), TrustError> {
        raise("timestamp", &mut self.timestamp, timestamp.version)?;
        let pinned = timestamp.snapshot_meta().map_or(0, |pin| pin.version);
        raise("snapshot", &mut self.snapshot, pinned)
    }

    /// `is_read` tells which roles this stand has verified.
    pub fn raise_snapshot(&mut self, snapshot: &Snapshot, is_read: impl Fn(&str) -> bool) -> Result<(), TrustError> {
        raise("snapshot", &mut self.snapshot, snapshot.version)?;
        for (file, floor) in &mut self.roles {
            let version = snapshot.meta.get(file).map_or(0, |pin| pin.version);
            raise(file, floor, version)?;
        }
        for (file, pin) in &snapshot.meta {
            if file.strip_suffix(".json").is_some_and(&is_read) {
                self.roles.insert(file.clone(), pin.version);
            }
        }
        Ok(())
    }

    pub fn raise_moment(&mut self, seconds: i64) {
        self.moment = self.moment.max(Some(seconds));
    }

    pub fn raise_release(&mut self, body: &BodyId, keyids: &[String], release: u64) -> Result<(), TrustError> {
        let keys = keys_digest(keyids.iter().cloned());
        match self.releases.get_mut(body) {
            Some(seen) if seen.keys == keys => raise("release", &mut seen.release, release),
            _ => {
                self.releases.insert(body.clone(), Release { keys, release });
                Ok(())
            }
        }
    }
}

/// The two files, each a line of SHA-256 and the JSON it is of.
#[derive(Debug, Clone)]
pub(super) struct FloorFiles([PathBuf; 2]);

impl FloorFiles {
    pub fn new(folder: &Path) -> Self {
        Self([folder.join("floor.1"), folder.join("floor.2")])
    }

    /// The newest whole one.
    pub fn load(&self) -> Option<Floor> {
        self.0.iter().filter_map(|path| read(path)).max_by_key(|floor| floor.sequence)
    }

    pub fn save(&self, floor: &Floor) -> io::Result<()> {
        let json = serde_json::to_string(floor)?;
        let text = format!("{}\n{json}", Digest::of(json.as_bytes()));
        self.0.iter().try_for_each(|path| durable::write(path, text.as_bytes()))
    }
}

fn read(path: &Path) -> Option<Floor> {
    let text = fs::read_to_string(path).ok()?;
    let (digest, json) = text.split_once('\n')?;
    (digest.parse::<Digest>().ok()? == Digest::of(json.as_bytes())).then_some(())?;
    serde_json::from_str(json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body() -> BodyId {
        "almaly".parse().expect("a name")
    }

    #[test]
    fn one_spoilt_file_loses_nothing_and_two_are_as_none() {
        let folder = tempfile::tempdir().expect("folder");
        let files = FloorFiles::new(folder.path());
        assert_eq!(files.load(), None);
        let mut floor = Floor::new(Digest::of(b"root"));
        files.save(&floor.next()).expect("written");
        floor.raise_moment(42);
        let newer = floor.next().next();
        files.save(&newer).expect("written");
        fs::write(folder.path().join("floor.1"), vec![0; 300]).expect("zeroed");
        assert_eq!(files.load(), Some(newer.clone()));
        let text = fs::read_to_string(folder.path().join("floor.2")).expect("read");
        fs::write(folder.path().join("floor.1"), &text).expect("written");
        fs::write(folder.path().join("floor.2"), text.replace("42", "41")).expect("spoilt");
        assert_eq!(files.load(), Some(newer));
        fs::remove_file(folder.path().join("floor.1")).expect("removed");
        assert_eq!(files.load(), None);
    }

    #[test]
    fn a_release_goes_back_only_under_a_new_key() {
        let mut floor = Floor::new(Digest::of(b"root"));
        let (old, new) = (["a".to_owned()], ["b".to_owned()]);
        floor.raise_release(&body(), &old, 7).expect("first");
        floor.raise_release(&body(), &old, 7).expect("the same again");
        assert!(floor.raise_release(&body(), &old, 6).is_err());
        floor.raise_release(&body(), &new, 3).expect("a new key begins anew");
        assert!(floor.raise_release(&body(), &new, 2).is_err());
    }

    #[test]
    fn the_moment_never_goes_back() {
        let mut floor = Floor::new(Digest::of(b"root"));
        floor.raise_moment(50);
        floor.raise_moment(40);
        assert_eq!(floor.moment().map(Timestamp::as_second), Some(50));
    }
}
