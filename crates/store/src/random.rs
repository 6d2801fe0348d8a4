use rand::TryRngCore;
use rand::rngs::OsRng;

use crate::{Error, ErrorKind};

/// Fills `bytes` from the system.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<(), Error> {
    OsRng.try_fill_bytes(bytes).map_err(|_| Error::new(ErrorKind::Database, "the system gives no randomness"))
}

/// `length` letters and digits in lower case, each with the same probability.
///
/// # Errors
/// When the system gives no randomness.
pub fn random_base36(length: usize) -> Result<String, Error> {
    const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let mut byte = [0];
        fill(&mut byte)?;
        // 252 is the largest multiple of 36 that fits: what lies above would favour the first letters.
        if byte[0] < 252 {
            text.push(char::from(ALPHABET[usize::from(byte[0] % 36)]));
        }
    }
    Ok(text)
}

/// `bytes` random bytes in hexadecimal.
pub(crate) fn random_hex(bytes: usize) -> Result<String, Error> {
    let mut random = vec![0; bytes];
    fill(&mut random)?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}
