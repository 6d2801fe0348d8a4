use std::fmt;

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a secret. The secrets are random and long, so a plain hash cannot be searched.
#[derive(Clone, Copy)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of a text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// Whether this is the digest of the text offered; takes the same time wherever they differ.
    ///
    /// ```
    /// let digest = store::Digest::of("s3cret");
    /// assert!(digest.is_of("s3cret") && !digest.is_of("s3cre") && !digest.is_of(""));
    /// assert_eq!(format!("{digest:?}"), "Digest(..)");
    /// ```
    pub fn is_of(&self, offered: &str) -> bool {
        let theirs = Self::of(offered);
        self.0.iter().zip(&theirs.0).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
    }

    pub(crate) fn to_hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// None for a text that is no digest; a row that holds one admits nobody.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_survive_the_database() {
        let digest = Digest::of("a key");
        assert!(Digest::from_hex(&digest.to_hex()).is_some_and(|read| read.is_of("a key")));
        for damaged in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
            assert!(Digest::from_hex(damaged).is_none(), "{damaged}");
        }
    }
}
