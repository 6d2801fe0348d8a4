use std::error::Error as StdError;
use std::fmt;

/// What kept a file from becoming a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file has no bytes.
    Empty,
    /// Not one of the formats that are read, or a variant of one that is not.
    UnsupportedFormat,
    /// The file ends before it should.
    Truncated,
    /// The file contradicts its format or itself.
    Corrupt,
    /// More bytes than [`Limits::max_bytes`](crate::Limits::max_bytes).
    TooManyBytes,
    /// More pixels, a longer side, or more memory to decode, than the limits allow.
    TooManyPixels,
    /// More compressed passes or drawing operations than the limits allow.
    TooComplex,
    /// More than one page.
    MultiplePages,
    /// Protected by a password.
    Encrypted,
    /// More than one frame.
    Animated,
    /// [`Limits::cancelled`](crate::Limits::cancelled) said so.
    Cancelled,
}

/// Why a file was refused.
///
/// The text is one sentence that may be shown to whoever sent the file; what a decoder had to say is the `source`.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    sentence: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, sentence: impl Into<String>) -> Self {
        Self { kind, sentence: sentence.into(), source: None }
    }

    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    pub(crate) fn truncated(what: &str) -> Self {
        Self::new(ErrorKind::Truncated, format!("the {what} file ends too early"))
    }

    pub(crate) fn corrupt(what: &str) -> Self {
        Self::new(ErrorKind::Corrupt, format!("the {what} file is damaged"))
    }

    pub(crate) fn unsupported(what: &str) -> Self {
        Self::new(
            ErrorKind::UnsupportedFormat,
            format!("{what} is not supported; send JPEG, PNG, TIFF, WebP or a PDF of one page"),
        )
    }

    /// What sort of failure it is, to be mapped to a wire code.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
