use std::borrow::Cow;

use ::base64::Engine as _;
use ::base64::alphabet::STANDARD;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Encoders disagree about padding at the end; both ways are unambiguous.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why base64 text is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not base64 of RFC 4648 section 4.
    Malformed,
    /// Nothing in it.
    Empty,
    /// More bytes than allowed; told from its length before anything is decoded.
    TooLong,
}

/// The bytes behind base64 text; line breaks, which MIME encoders put in (RFC 2045), are passed over.
pub(crate) fn decode(text: &str, max_bytes: usize) -> Result<Vec<u8>, Fault> {
    // Two characters of slack for a padding that stands for nothing; the exact size is checked below.
    if text.len() / 4 * 3 > max_bytes.saturating_add(2) && !text.contains(['\n', '\r']) {
        return Err(Fault::TooLong);
    }
    let text =
        if text.contains(['\n', '\r']) { Cow::Owned(text.replace(['\n', '\r'], "")) } else { Cow::Borrowed(text) };
    if text.len() / 4 * 3 > max_bytes.saturating_add(2) {
        return Err(Fault::TooLong);
    }
    let bytes = ENGINE.decode(text.as_bytes()).map_err(|_| Fault::Malformed)?;
    match bytes.len() {
        0 => Err(Fault::Empty),
        len if len > max_bytes => Err(Fault::TooLong),
        _ => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_and_what_is_not() {
        for (text, expected) in [
            ("QUJD", Ok(b"ABC".to_vec())),
            ("QUI=", Ok(b"AB".to_vec())),
            ("QUI", Ok(b"AB".to_vec())),
            ("QU\r\nJD\n", Ok(b"ABC".to_vec())),
            ("", Err(Fault::Empty)),
            ("\n", Err(Fault::Empty)),
            ("Q", Err(Fault::Malformed)),
            ("QU D", Err(Fault::Malformed)),
            ("data:image/png;base64,QUJD", Err(Fault::TooLong)),
            ("QUJDRA==", Err(Fault::TooLong)),
            ("QUJDREVGR0hJ", Err(Fault::TooLong)),
        ] {
            assert_eq!(decode(text, 3), expected, "{text:?}");
        }
        assert_eq!(decode("data:image/png;base64,QUJD", 300), Err(Fault::Malformed));
    }
}
