use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};

use crate::random::fill;
use crate::{Error, ErrorKind};

const NONCE: usize = 24;

/// The operator's key: 32 bytes, written as base64.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// A key that nobody has had before.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn random() -> Result<Self, Error> {
        let mut bytes = [0; 32];
        fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The key written in `text`, spaces and line breaks around it aside; None when it is no base64 of 32 bytes.
    pub fn from_text(text: &str) -> Option<Self> {
        Some(Self(STANDARD.decode(text.trim()).ok()?.try_into().ok()?))
    }

    /// The key as text, for its file.
    pub fn to_text(&self) -> String {
        STANDARD.encode(self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Seals what must not be read from the database: XChaCha20-Poly1305 with a random nonce in front.
pub(crate) struct Vault(XChaCha20Poly1305);

impl Vault {
    pub(crate) fn new(key: &Key) -> Self {
        Self(XChaCha20Poly1305::new(&key.0.into()))
    }

    /// `place` names where it is kept, such as `job/<id>/request`: it opens nowhere else.
    pub(crate) fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE];
        fill(&mut nonce)?;
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::new(ErrorKind::Sealed, "sealing failed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    pub(crate) fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let fault = || Error::new(ErrorKind::Sealed, "a sealed value does not open with this key");
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(fault)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| fault())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_in_its_place_only() {
        let key = Key::random().expect("randomness");
        let again = Key::from_text(&format!(" {}\n", key.to_text())).expect("a key");
        let (vault, other) = (Vault::new(&key), Vault::new(&Key::random().expect("randomness")));
        let sealed = vault.seal("job/1/request", b"ERIKSSON").expect("sealed");
        assert!(!sealed.windows(8).any(|window| window == b"ERIKSSON"));
        assert_eq!(Vault::new(&again).open("job/1/request", &sealed).expect("opened"), b"ERIKSSON");
        let mut damaged = sealed.clone();
        damaged[NONCE] ^= 1;
        for (vault, place, sealed) in [
            (&vault, "job/2/request", &sealed[..]),
            (&vault, "job/1/request", &damaged),
            (&vault, "job/1/request", &sealed[..10]),
            (&other, "job/1/request", &sealed),
        ] {
            assert_eq!(vault.open(place, sealed).expect_err("refused").kind(), ErrorKind::Sealed);
        }
        assert_ne!(sealed, vault.seal("job/1/request", b"ERIKSSON").expect("sealed"), "nonces differ");
        assert!(Key::from_text("c2hvcnQ=").is_none());
    }
}
