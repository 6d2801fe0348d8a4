use rand::TryRngCore;
use rand::rngs::OsRng;

/// 32 lower-case hexadecimal digits that nobody has had before and nobody can guess.
pub(crate) fn random_id() -> String {
    let mut bytes = [0; 16];
    // Without randomness from the system the id is all zeros: it names a line of the log and opens nothing.
    if let Err(error) = OsRng.try_fill_bytes(&mut bytes) {
        tracing::error!(%error, "the system gives no randomness");
    }
    format!("{:032x}", u128::from_be_bytes(bytes))
}

/// `length` letters and digits in lower case that nobody can guess.
pub(crate) fn random_base36(length: usize) -> String {
    store::random_base36(length).unwrap_or_else(|error| {
        tracing::error!(%error, "the system gives no randomness");
        "0".repeat(length)
    })
}
