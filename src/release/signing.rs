//! Signing what the centre publishes: keys, roles and metadata in the TUF format.
//!
//! The metadata structs of `sigstore-tuf` are made for reading and cannot be built from outside;
//! `tough` can write, but brings a second TLS and cryptography stack and signs a repository only as
//! a whole. The format is small, so the roles stand here as plain typed structs. What is signed are
//! the bytes of [`sigstore_tuf::canonical_json`]; and every file that is signed is parsed back and
//! its signatures are checked by [`sigstore_tuf`], the verifier of the stands, before it is given out.

mod key;
mod role;

use sigstore_tuf::{Metadata, canonical_json};

pub use key::{KeyId, PublicKey, SigningKey};
pub use role::{
    Authority, Custom, DelegatedRole, Delegations, FileMeta, Hashes, Role, RoleKeys, Root, RootRoles, SPEC_VERSION,
    Snapshot, TargetFile, Targets, Timestamp,
};

use role::{Envelope, Signature};

/// Why something was not signed, or not taken as signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// The key file is not an Ed25519 key in PKCS#8.
    #[error("not an Ed25519 key in PKCS#8")]
    BadKey,
    /// The system gave no randomness.
    #[error("no randomness for a new key")]
    NoRandomness,
    /// Not enough of the keys that may sign are there.
    #[error("{role} needs {need} of its keys, {have} are here")]
    TooFewKeys {
        /// The role to be signed.
        role: String,
        /// How many of its keys are here.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// The role cannot be written as JSON.
    #[error("metadata cannot be written")]
    Json(#[from] serde_json::Error),
    /// What is signed does not verify.
    #[error("metadata does not verify")]
    Verify(#[from] sigstore_tuf::Error),
}

/// Signs `role` with those of `keys` that any of `authorities` allows, and proves it: the result
/// is the whole metadata file, verified against every one of `authorities`.
///
/// A new root has two authorities, the root before it and itself; every other role has one.
///
/// # Errors
/// [`SigningError::TooFewKeys`] if one of the authorities' thresholds is not met by `keys`.
pub fn sign<R: Role>(role: &R, keys: &[SigningKey], authorities: &[&Authority]) -> Result<Vec<u8>, SigningError> {
    for authority in authorities {
        let have = authority.keyids.iter().filter(|id| keys.iter().any(|key| key.id() == *id)).count();
        if have < authority.threshold {
            return Err(SigningError::TooFewKeys { role: R::NAME.into(), have, need: authority.threshold });
        }
    }
    let canonical = canonical_json::to_canonical_bytes(&serde_json::to_value(role)?)?;
    let mut signatures: Vec<Signature> = Vec::new();
    for key in keys {
        let allowed = authorities.iter().any(|authority| authority.keyids.contains(key.id()));
        if allowed && !signatures.iter().any(|signature| signature.keyid == *key.id()) {
            signatures.push(Signature { keyid: key.id().clone(), sig: hex::encode(key.sign(&canonical)) });
        }
    }
    let bytes = serde_json::to_vec(&Envelope { signatures, signed: role })?;
    for authority in authorities {
        verify::<R>(&bytes, authority)?;
    }
    Ok(bytes)
}

/// Reads a metadata file that `authority` must have signed. Expiry is not looked at.
///
/// # Errors
/// [`SigningError::Verify`] if the signatures do not reach the threshold or the file is malformed.
pub fn verify<R: Role>(bytes: &[u8], authority: &Authority) -> Result<R, SigningError> {
    super::provider::install();
    let (keys, role_keys) = authority.for_verifier()?;
    Metadata::<R::Verified>::from_slice(bytes)?.verify_threshold(&keys, &role_keys, R::NAME)?;
    read(bytes)
}

/// Reads a metadata file without looking at its signatures: for bytes pinned by a verified hash.
///
/// # Errors
/// [`SigningError::Json`] if it is not this role's metadata.
pub fn read<R: Role>(bytes: &[u8]) -> Result<R, SigningError> {
    Ok(serde_json::from_slice::<Envelope<R>>(bytes)?.signed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn keys(count: usize) -> Vec<SigningKey> {
        (0..count).map(|_| SigningKey::generate().expect("key")).collect()
    }

    fn authority(keys: &[SigningKey], threshold: usize) -> Authority {
        Authority {
            keys: keys.iter().map(|key| (key.id().clone(), key.public())).collect(),
            keyids: keys.iter().map(|key| key.id().clone()).collect(),
            threshold,
        }
    }

    fn snapshot() -> Snapshot {
        Snapshot {
            spec_version: SPEC_VERSION.into(),
            version: 1,
            expires: jiff::Timestamp::UNIX_EPOCH,
            meta: BTreeMap::new(),
        }
    }

    #[test]
    fn too_few_keys_are_noticed_before_anything_is_signed() {
        let keys = keys(3);
        let authority = authority(&keys, 2);
        let refused = sign(&snapshot(), &keys[..1], &[&authority]);
        assert!(matches!(refused, Err(SigningError::TooFewKeys { have: 1, need: 2, .. })), "{refused:?}");
        assert!(sign(&snapshot(), &keys[..2], &[&authority]).is_ok());
    }

    #[test]
    fn one_key_given_twice_is_one_signature() {
        let mut keys = keys(2);
        let authority = authority(&keys, 2);
        keys[1] = SigningKey::from_pkcs8(keys[0].pkcs8()).expect("same key");
        assert!(matches!(sign(&snapshot(), &keys, &[&authority]), Err(SigningError::TooFewKeys { have: 1, .. })));
    }

    #[test]
    fn a_new_root_must_satisfy_the_old_and_the_new_keys() {
        let (old, new) = (keys(1), keys(1));
        let (before, after) = (authority(&old, 1), authority(&new, 1));
        assert!(sign(&snapshot(), &old, &[&before, &after]).is_err());
        let both: Vec<_> = old.into_iter().chain(new).collect();
        assert!(sign(&snapshot(), &both, &[&before, &after]).is_ok());
    }

    #[test]
    fn a_changed_word_or_a_strange_key_is_refused() {
        let keys = keys(2);
        let authority = authority(&keys[..1], 1);
        let bytes = sign(&snapshot(), &keys[..1], &[&authority]).expect("signed");
        assert_eq!(verify::<Snapshot>(&bytes, &authority).expect("whole"), snapshot());
        let text = String::from_utf8(bytes).expect("JSON");
        let changed = text.replace("\"version\":1", "\"version\":2");
        assert_ne!(changed, text);
        assert!(verify::<Snapshot>(changed.as_bytes(), &authority).is_err());
        assert!(verify::<Snapshot>(text.as_bytes(), &super::tests::authority(&keys[1..], 1)).is_err());
    }
}
