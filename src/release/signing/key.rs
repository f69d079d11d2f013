//! Ed25519 keys, and the names TUF gives them.

use std::fmt;

use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde::{Deserialize, Serialize};
use sigstore_tuf::canonical_json;

use super::SigningError;
use crate::release::Digest;

/// A key's name: the SHA-256, in hex, of the canonical JSON of its public half.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(String);

impl KeyId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first twelve digits: enough to tell keys apart, short enough to read out.
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The public half of a key, as TUF writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey {
    keytype: String,
    scheme: String,
    keyval: KeyValue,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeyValue {
    public: String,
}

impl PublicKey {
    fn ed25519(raw: &[u8]) -> Self {
        Self { keytype: "ed25519".into(), scheme: "ed25519".into(), keyval: KeyValue { public: hex::encode(raw) } }
    }

    /// The key's name.
    ///
    /// # Errors
    /// None in practice: a key is three plain strings.
    pub fn id(&self) -> Result<KeyId, SigningError> {
        let canonical = canonical_json::to_canonical_bytes(&serde_json::to_value(self)?)?;
        Ok(KeyId(Digest::of(&canonical).to_string()))
    }
}

/// A key that signs. Its secret half is never shown by `Debug`.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    pkcs8: Vec<u8>,
    id: KeyId,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.id.short()).finish()
    }
}

impl SigningKey {
    /// A new key, from the system's randomness.
    ///
    /// # Errors
    /// [`SigningError::NoRandomness`].
    pub fn generate() -> Result<Self, SigningError> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| SigningError::NoRandomness)?;
        Self::from_pkcs8(document.as_ref())
    }

    /// The key of a PKCS#8 document, version 1 or 2.
    ///
    /// # Errors
    /// [`SigningError::BadKey`].
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, SigningError> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).map_err(|_| SigningError::BadKey)?;
        let id = PublicKey::ed25519(pair.public_key().as_ref()).id()?;
        Ok(Self { pair, pkcs8: pkcs8.to_vec(), id })
    }

    /// The key's name.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::ed25519(self.pair.public_key().as_ref())
    }

    /// The secret as a PKCS#8 document, to be kept in a file only its owner reads.
    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.pair.sign(bytes).as_ref().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_id_is_the_one_other_tuf_tools_compute() {
        let key = SigningKey::generate().expect("key");
        let json = serde_json::to_value(key.public()).expect("JSON");
        let theirs: sigstore_tuf::Key = serde_json::from_value(json).expect("a TUF key");
        crate::release::provider::install();
        assert_eq!(theirs.key_id().expect("an id"), key.id().as_str());
    }

    #[test]
    fn a_key_comes_back_from_its_file_and_never_shows_its_secret() {
        let key = SigningKey::generate().expect("key");
        let again = SigningKey::from_pkcs8(key.pkcs8()).expect("whole");
        assert_eq!(again.id(), key.id());
        assert!(!format!("{key:?}").contains(&hex::encode(key.pkcs8())));
        assert!(matches!(SigningKey::from_pkcs8(&key.pkcs8()[..40]), Err(SigningError::BadKey)));
    }
}
