//! The cryptography under `sigstore-tuf`, by `ring`, which the rest of the house uses already.
//!
//! `sigstore-crypto` takes any provider, once for the process. We only verify with it; the centre
//! signs by [`ring`] itself.

use std::sync::Once;

use ring::digest;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use sigstore_crypto::{CryptoProvider, Error, HashContext, SigningScheme, install_default_provider};
use sigstore_types::HashAlgorithm;

/// Makes `sigstore-tuf` verify by `ring`. Cheap to call again; must be called before anything is verified.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Refused only if another provider is there already, which verifies as well as ours.
        let _ = install_default_provider(&RingProvider);
    });
}

#[derive(Debug)]
struct RingProvider;

struct Hashing(digest::Context);

impl HashContext for Hashing {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn finalize(self: Box<Self>) -> Vec<u8> {
        self.0.finish().as_ref().to_vec()
    }
}

fn verification(scheme: SigningScheme) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match scheme {
        SigningScheme::Ed25519 => &signature::ED25519,
        SigningScheme::EcdsaP256Sha256 => &signature::ECDSA_P256_SHA256_ASN1,
        SigningScheme::EcdsaP256Sha384 => &signature::ECDSA_P256_SHA384_ASN1,
        SigningScheme::EcdsaP384Sha256 => &signature::ECDSA_P384_SHA256_ASN1,
        SigningScheme::EcdsaP384Sha384 => &signature::ECDSA_P384_SHA384_ASN1,
        SigningScheme::RsaPssSha256 => &signature::RSA_PSS_2048_8192_SHA256,
        SigningScheme::RsaPssSha384 => &signature::RSA_PSS_2048_8192_SHA384,
        SigningScheme::RsaPssSha512 => &signature::RSA_PSS_2048_8192_SHA512,
        SigningScheme::RsaPkcs1Sha256 => &signature::RSA_PKCS1_2048_8192_SHA256,
        SigningScheme::RsaPkcs1Sha384 => &signature::RSA_PKCS1_2048_8192_SHA384,
        SigningScheme::RsaPkcs1Sha512 => &signature::RSA_PKCS1_2048_8192_SHA512,
        _ => return None,
    })
}

fn unsupported(what: &str) -> Error {
    Error::UnsupportedAlgorithm(format!("{what} is not offered by ring"))
}

impl CryptoProvider for RingProvider {
    fn hash(&self, algorithm: HashAlgorithm) -> sigstore_crypto::Result<Box<dyn HashContext>> {
        let algorithm = match algorithm {
            HashAlgorithm::Sha2256 => &digest::SHA256,
            HashAlgorithm::Sha2384 => &digest::SHA384,
            HashAlgorithm::Sha2512 => &digest::SHA512,
            _ => return Err(unsupported("this hash")),
        };
        Ok(Box::new(Hashing(digest::Context::new(algorithm))))
    }

    fn verify_raw(
        &self,
        scheme: SigningScheme,
        public_key: &[u8],
        data: &[u8],
        signature: &[u8],
    ) -> sigstore_crypto::Result<()> {
        let algorithm = verification(scheme).ok_or_else(|| unsupported(scheme.name()))?;
        UnparsedPublicKey::new(algorithm, public_key)
            .verify(data, signature)
            .map_err(|_| Error::Verification(format!("{} signature invalid", scheme.name())))
    }

    fn verify_prehashed(
        &self,
        _scheme: SigningScheme,
        _public_key: &[u8],
        _digest: &[u8],
        _signature: &[u8],
    ) -> sigstore_crypto::Result<()> {
        Err(unsupported("verifying a digest instead of the message"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_the_published_ones() {
        install();
        let hash = |algorithm| {
            let mut context = RingProvider.hash(algorithm).expect("offered");
            context.update(b"a");
            context.update(b"bc");
            hex::encode(context.finalize())
        };
        // FIPS 180-2, appendix B.1 and C.1.
        assert_eq!(hash(HashAlgorithm::Sha2256), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(hash(HashAlgorithm::Sha2512).starts_with("ddaf35a193617abacc417349ae204131"));
    }

    #[test]
    fn a_signature_over_other_words_is_refused() {
        use ring::signature::{Ed25519KeyPair, KeyPair};
        let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("32 bytes");
        let signature = key.sign(b"words");
        let verify =
            |data| RingProvider.verify_raw(SigningScheme::Ed25519, key.public_key().as_ref(), data, signature.as_ref());
        assert!(verify(b"words").is_ok());
        assert!(verify(b"other").is_err());
    }
}
