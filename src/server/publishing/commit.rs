//! Signing a change and putting it into the repository, in the order that never shows a stand a half.
//!
//! Files named by version come first: no one looks at them yet. Then a new root, if there is one;
//! the timestamp last, which makes the change visible at once. A version that exists is never
//! written again: after a publish that was cut off its number is passed over.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp as Moment};

use super::PublishError;
use super::keys::{Holder, KeyFolder, LastSigned};
use super::state::{State, metadata_path};
use super::store::Store;
use crate::domain::BodyId;
use crate::release::signing::{
    self, Authority, FileMeta, Role, Root, SPEC_VERSION, SigningKey, Snapshot, Targets, Timestamp,
};

/// How long root and the targets roles live, from signing.
pub const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);
/// How long snapshot and timestamp live, from signing.
pub const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How many taken version numbers are passed over before giving up.
const MOST_TAKEN: u64 = 1_000;

/// When metadata signed at `now` ends: whole seconds, as TUF writes dates.
pub(super) fn expiry(now: Moment, life: SignedDuration) -> Moment {
    let end = now.checked_add(life).unwrap_or(Moment::MAX);
    Moment::from_second(end.as_second()).unwrap_or(end)
}

/// Whether less than half of `life` is left.
pub(super) fn is_old(expires: Moment, life: SignedDuration, now: Moment) -> bool {
    expires.duration_since(now) < life / 2
}

/// What is to change; whatever is left out stays, unless it must be renewed.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// A new root, signed already by the offline keys.
    pub root: Option<(Root, Vec<u8>)>,
    /// New contents of the top-level targets role.
    pub targets: Option<Targets>,
    /// New contents of bodies' roles.
    pub bodies: Vec<(BodyId, Targets)>,
}

/// Signs and writes.
pub(super) struct Commit<'a> {
    pub keys: &'a KeyFolder,
    pub store: &'a Store,
    pub now: Moment,
}

impl Commit<'_> {
    /// Carries out `change` on top of `state`. Must be called under the lock.
    pub async fn apply(&self, state: &State, change: Change) -> Result<(), PublishError> {
        let root = change.root.as_ref().map_or(&state.root, |(root, _)| root);
        // A clock that was set back must not give files an end the stands have passed already.
        let signed_at = self.now.max(Moment::from_second(state.timestamp.signed_at).unwrap_or(self.now));
        if root.expires <= signed_at {
            return Err(PublishError::RootExpired(root.expires));
        }

        let mut snapshot = state.snapshot.clone();
        let new_keys = root.roles.targets != state.root.roles.targets;
        let must_sign = state.targets_stale || new_keys;
        let targets_key = self.signers(Holder::Targets, &root.targets_authority())?;
        let renew = is_old(state.targets.expires, YEAR, signed_at) && !targets_key.is_empty();
        let targets = match change.targets {
            Some(targets) => Some(targets),
            None if must_sign || renew => Some(state.targets.clone()),
            None => None,
        };
        let delegations = targets.as_ref().unwrap_or(&state.targets).delegations.clone().unwrap_or_default();
        for (body, mut role) in change.bodies {
            let authority =
                delegations.authority(body.as_str()).ok_or_else(|| PublishError::UnknownBody(body.clone()))?;
            let keys = self.signers(Holder::Body(&body), &authority)?;
            role.expires = expiry(signed_at, YEAR);
            self.versioned(role, body.as_str(), &keys, &authority, &mut snapshot).await?;
        }
        if let Some(mut targets) = targets {
            targets.expires = expiry(signed_at, YEAR);
            self.versioned(targets, "targets", &targets_key, &root.targets_authority(), &mut snapshot).await?;
        }

        let online = self.signers(Holder::Online, &root.timestamp_authority())?;
        let new_keys = root.roles.snapshot != state.root.roles.snapshot;
        let pin = state.timestamp.meta.get("snapshot.json").cloned();
        let resign = snapshot.meta != state.snapshot.meta
            || state.online_stale
            || new_keys
            || is_old(snapshot.expires, WEEK, signed_at);
        let pin = if resign || pin.is_none() {
            let authority = root.snapshot_authority();
            self.snapshot(snapshot, signed_at, &online, &authority).await?
        } else {
            pin.unwrap_or_else(|| FileMeta::of(&[], 0))
        };

        if let Some((root, bytes)) = &change.root {
            let path = metadata_path(&format!("{}.root.json", root.version));
            if !self.store.create(&path, bytes.clone().into()).await? {
                return Err(PublishError::Busy);
            }
        }
        let timestamp = Timestamp {
            spec_version: SPEC_VERSION.into(),
            version: state.timestamp.version.saturating_add(1),
            expires: expiry(signed_at, WEEK),
            signed_at: signed_at.as_second(),
            meta: [("snapshot.json".to_owned(), pin.clone())].into(),
        };
        let bytes = signing::sign(&timestamp, &online, &[&root.timestamp_authority()])?;
        let path = metadata_path("timestamp.json");
        if !self.store.replace(&path, bytes.into(), Some(&state.timestamp_read)).await? {
            return Err(PublishError::Busy);
        }
        self.keys.set_last_signed(LastSigned {
            root: root.version,
            timestamp: timestamp.version,
            snapshot: pin.version,
        })
    }

    /// Writes the first targets, snapshot and timestamp of a new repository.
    pub async fn first(&self, root: &Root) -> Result<(), PublishError> {
        let targets = Targets {
            spec_version: SPEC_VERSION.into(),
            version: 0,
            expires: expiry(self.now, YEAR),
            targets: Default::default(),
            delegations: None,
        };
        let mut snapshot = Snapshot {
            spec_version: SPEC_VERSION.into(),
            version: 0,
            expires: expiry(self.now, WEEK),
            meta: Default::default(),
        };
        let authority = root.targets_authority();
        let key = self.signers(Holder::Targets, &authority)?;
        self.versioned(targets, "targets", &key, &authority, &mut snapshot).await?;
        let online = self.signers(Holder::Online, &root.timestamp_authority())?;
        let pin = self.snapshot(snapshot, self.now, &online, &root.snapshot_authority()).await?;
        let timestamp = Timestamp {
            spec_version: SPEC_VERSION.into(),
            version: 1,
            expires: expiry(self.now, WEEK),
            signed_at: self.now.as_second(),
            meta: [("snapshot.json".to_owned(), pin.clone())].into(),
        };
        let bytes = signing::sign(&timestamp, &online, &[&root.timestamp_authority()])?;
        if !self.store.replace(&metadata_path("timestamp.json"), bytes.into(), None).await? {
            return Err(PublishError::Busy);
        }
        self.keys.set_last_signed(LastSigned { root: root.version, timestamp: 1, snapshot: pin.version })
    }

    /// Those keys of `holder` that `authority` names.
    fn signers(&self, holder: Holder<'_>, authority: &Authority) -> Result<Vec<SigningKey>, PublishError> {
        let mut keys = self.keys.all(holder)?;
        keys.retain(|key| authority.keyids.contains(key.id()));
        Ok(keys)
    }

    /// Signs a role under the next free version, writes it, and pins it in `snapshot`.
    async fn versioned(
        &self,
        role: Targets,
        name: &str,
        keys: &[SigningKey],
        authority: &Authority,
        snapshot: &mut Snapshot,
    ) -> Result<(), PublishError> {
        let file = format!("{name}.json");
        let pinned = snapshot.meta.get(&file).map_or(0, |pin| pin.version);
        let pin = self.write_next(role, &file, pinned.saturating_add(1), keys, authority).await?;
        snapshot.meta.insert(file, pin);
        Ok(())
    }

    async fn snapshot(
        &self,
        mut snapshot: Snapshot,
        signed_at: Moment,
        keys: &[SigningKey],
        authority: &Authority,
    ) -> Result<FileMeta, PublishError> {
        snapshot.expires = expiry(signed_at, WEEK);
        let next = snapshot.version.saturating_add(1);
        self.write_next(snapshot, "snapshot.json", next, keys, authority).await
    }

    async fn write_next<R: Role>(
        &self,
        mut role: R,
        file: &str,
        first: u64,
        keys: &[SigningKey],
        authority: &Authority,
    ) -> Result<FileMeta, PublishError> {
        for version in first..first.saturating_add(MOST_TAKEN) {
            role.set_version(version);
            let bytes = Bytes::from(signing::sign(&role, keys, &[authority])?);
            if self.store.create(&metadata_path(&format!("{version}.{file}")), bytes.clone()).await? {
                return Ok(FileMeta::of(&bytes, version));
            }
        }
        Err(PublishError::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_renewed_when_less_than_half_its_life_is_left() {
        let now = Moment::from_second(1_800_000_000).expect("a date");
        let expires = expiry(now, WEEK);
        let hours = |hours| now + SignedDuration::from_hours(hours);
        assert!(!is_old(expires, WEEK, hours(3 * 24 + 11)));
        assert!(is_old(expires, WEEK, hours(3 * 24 + 13)));
        assert!(is_old(expires, WEEK, hours(30 * 24)));
    }

    #[test]
    fn an_end_has_no_fractions_of_a_second() {
        let now = Moment::from_millisecond(1_800_000_000_999).expect("a date");
        assert_eq!(expiry(now, WEEK).subsec_nanosecond(), 0);
    }
}
