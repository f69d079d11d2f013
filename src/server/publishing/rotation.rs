//! Changing keys: the online key, the targets key, a body's, and root's own.
//!
//! A key is changed when it may be known to someone else, or when its keeper leaves. The old file
//! is removed once the new key is in force; copies elsewhere are the operator's to destroy.

use jiff::Timestamp;

use super::commit::{Change, YEAR, expiry};
use super::keys::Holder;
use super::state::State;
use super::{Plan, PublishError, Publisher, ROOT_KEYS};
use crate::domain::BodyId;
use crate::release::signing::{KeyId, RoleKeys, Root, SigningKey, sign};

/// A role, its keys and its end, for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyReport {
    /// `root`, `targets`, `online` or a body's id.
    pub role: String,
    /// The keys that may sign, in hex.
    pub keys: Vec<String>,
    /// How many of them must.
    pub threshold: usize,
    /// How many of them lie in the keys folder. For root it should be none, day by day.
    pub present: usize,
    /// When what was last signed with them ends.
    pub expires: Timestamp,
}

/// What is to change in the keys.
pub(super) enum Rotation<'a> {
    Online(SigningKey),
    Targets(SigningKey),
    Body(&'a BodyId, SigningKey),
    Root(Vec<SigningKey>),
    RenewRoot,
    Withdraw(&'a BodyId),
}

fn single(key: &SigningKey) -> RoleKeys {
    RoleKeys { keyids: vec![key.id().clone()], threshold: 1 }
}

impl Publisher {
    /// Every role with its keys, root first, then targets, online and the bodies by name.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn keys(&self) -> Result<Vec<KeyReport>, PublishError> {
        let state = self.state().await?;
        let roles = &state.root.roles;
        let mut reports = vec![
            self.report("root", Holder::Root, &roles.root.keyids, roles.root.threshold, state.root.expires)?,
            self.report(
                "targets",
                Holder::Targets,
                &roles.targets.keyids,
                roles.targets.threshold,
                state.targets.expires,
            )?,
            self.report("online", Holder::Online, &roles.timestamp.keyids, 1, state.timestamp.expires)?,
        ];
        for role in state.targets.delegations.iter().flat_map(|delegations| &delegations.roles) {
            let Ok(body) = role.name.parse::<BodyId>() else { continue };
            let Some(targets) = state.body(&self.store, &body).await? else { continue };
            reports.push(self.report(
                &role.name,
                Holder::Body(&body),
                &role.keyids,
                role.threshold,
                targets.expires,
            )?);
        }
        Ok(reports)
    }

    fn report(
        &self,
        role: &str,
        holder: Holder<'_>,
        keyids: &[KeyId],
        threshold: usize,
        expires: Timestamp,
    ) -> Result<KeyReport, PublishError> {
        let present = self.keys.all(holder)?.iter().filter(|key| keyids.contains(key.id())).count();
        let keys = keyids.iter().map(KeyId::to_string).collect();
        Ok(KeyReport { role: role.to_owned(), keys, threshold, present, expires })
    }

    /// Gives snapshot and timestamp a new key. Needs two root keys in `keys/offline`.
    ///
    /// # Errors
    /// [`PublishError::TooFewRootKeys`] without them.
    pub async fn rotate_online(&self, now: Timestamp) -> Result<(), PublishError> {
        self.offline(&self.state().await?)?;
        let key = self.keys.create(Holder::Online)?;
        let keep = [key.id().clone()];
        self.rotate(Rotation::Online(key), now).await?;
        self.keys.keep_only(Holder::Online, &keep)
    }

    /// Gives targets a new key. Needs two root keys in `keys/offline`.
    ///
    /// # Errors
    /// [`PublishError::TooFewRootKeys`] without them.
    pub async fn rotate_targets(&self, now: Timestamp) -> Result<(), PublishError> {
        self.offline(&self.state().await?)?;
        let key = self.keys.create(Holder::Targets)?;
        let keep = [key.id().clone()];
        self.rotate(Rotation::Targets(key), now).await?;
        self.keys.keep_only(Holder::Targets, &keep)
    }

    /// Gives a body a new key, signed into force by the targets key.
    ///
    /// # Errors
    /// [`PublishError::UnknownBody`] if it has never published, or was withdrawn.
    pub async fn rotate_body(&self, body: &BodyId, now: Timestamp) -> Result<(), PublishError> {
        let state = self.state().await?;
        if !state.delegates_to(body) {
            return Err(PublishError::UnknownBody(body.clone()));
        }
        let key = self.keys.create(Holder::Body(body))?;
        let keep = [key.id().clone()];
        self.rotate(Rotation::Body(body, key), now).await?;
        self.keys.keep_only(Holder::Body(body), &keep)
    }

    /// Gives root three new keys, in `keys/offline`, to be moved away again. Needs two of the old
    /// ones there; they are removed.
    ///
    /// # Errors
    /// [`PublishError::TooFewRootKeys`] without them.
    pub async fn rotate_root(&self, now: Timestamp) -> Result<(), PublishError> {
        self.offline(&self.state().await?)?;
        let mut keys = Vec::new();
        for _ in 0..ROOT_KEYS {
            keys.push(self.keys.create(Holder::Root)?);
        }
        let keep: Vec<_> = keys.iter().map(|key| key.id().clone()).collect();
        self.rotate(Rotation::Root(keys), now).await?;
        self.keys.keep_only(Holder::Root, &keep)
    }

    /// Signs root for another year with the keys it has. Needs two of them in `keys/offline`.
    ///
    /// # Errors
    /// [`PublishError::TooFewRootKeys`] without them.
    pub async fn renew_root(&self, now: Timestamp) -> Result<(), PublishError> {
        self.rotate(Rotation::RenewRoot, now).await
    }

    /// Takes a body's right to publish away until it publishes again. Its stands keep what they show. Its role stays named in
    /// the snapshot, as TUF demands, and its files stay.
    ///
    /// # Errors
    /// [`PublishError::UnknownBody`] if it has no right to lose.
    pub async fn withdraw(&self, body: &BodyId, now: Timestamp) -> Result<(), PublishError> {
        self.rotate(Rotation::Withdraw(body), now).await
    }

    async fn rotate(&self, rotation: Rotation<'_>, now: Timestamp) -> Result<(), PublishError> {
        self.change(now, &Plan::Rotation(rotation)).await?;
        Ok(())
    }

    pub(super) async fn plan_rotation(
        &self,
        state: &State,
        rotation: &Rotation<'_>,
        now: Timestamp,
    ) -> Result<Change, PublishError> {
        let mut root = state.root.clone();
        let mut targets = state.targets.clone();
        let unknown = |body: &BodyId| PublishError::UnknownBody(body.clone());
        match rotation {
            Rotation::Online(key) => {
                root.roles.snapshot = single(key);
                root.roles.timestamp = single(key);
                root.keys.insert(key.id().clone(), key.public());
            }
            Rotation::Targets(key) => {
                root.roles.targets = single(key);
                root.keys.insert(key.id().clone(), key.public());
            }
            Rotation::Root(keys) => {
                root.roles.root.keyids = keys.iter().map(|key| key.id().clone()).collect();
                root.keys.extend(keys.iter().map(|key| (key.id().clone(), key.public())));
            }
            Rotation::RenewRoot => {}
            Rotation::Body(body, key) => {
                let role = state.body(&self.store, body).await?.ok_or_else(|| unknown(body))?;
                let delegations = targets.delegations.as_mut().ok_or_else(|| unknown(body))?;
                delegations.set(body.as_str(), key.id(), key.public());
                let bodies = vec![((*body).clone(), role)];
                return Ok(Change { targets: Some(targets), bodies, root: None });
            }
            Rotation::Withdraw(body) => {
                if !state.delegates_to(body) {
                    return Err(unknown(body));
                }
                if let Some(delegations) = targets.delegations.as_mut() {
                    delegations.remove(body.as_str());
                }
                return Ok(Change { targets: Some(targets), ..Change::default() });
            }
        }
        let root = self.next_root(state, root, now)?;
        Ok(Change { root: Some(root), ..Change::default() })
    }

    /// The root keys that lie in `keys/offline` and may sign; an error if they are too few.
    fn offline(&self, state: &State) -> Result<Vec<SigningKey>, PublishError> {
        let role = &state.root.roles.root;
        let keys = self.keys.all(Holder::Root)?;
        let have = keys.iter().filter(|key| role.keyids.contains(key.id())).count();
        if have < role.threshold {
            return Err(PublishError::TooFewRootKeys { have, need: role.threshold });
        }
        Ok(keys)
    }

    /// The signed successor of the root in force: next version, another year, no unused keys.
    fn next_root(&self, state: &State, mut root: Root, now: Timestamp) -> Result<(Root, Vec<u8>), PublishError> {
        let signers = self.offline(state)?;
        root.version = state.root.version + 1;
        root.expires = expiry(now, YEAR);
        let roles = &root.roles;
        let used: Vec<_> = [&roles.root, &roles.targets, &roles.snapshot, &roles.timestamp]
            .iter()
            .flat_map(|role| role.keyids.clone())
            .collect();
        root.keys.retain(|id, _| used.contains(id));
        let bytes = sign(&root, &signers, &[&state.root.root_authority(), &root.root_authority()])?;
        Ok((root, bytes))
    }
}
