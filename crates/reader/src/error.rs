use std::error::Error as StdError;
use std::fmt;

/// Why a picture could not be read.
///
/// `Display` is a sentence that may be shown to whoever sent the picture; what only the operator should see is in
/// [`source`](StdError::source).
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Whose fault it is, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are no picture that can be read within the limits: the sender's fault.
    Picture(imaging::ErrorKind),
    /// The time or the caller ran out before the work was done.
    Cancelled,
    /// The machine failed: a network, memory, a fault in the program.
    Internal,
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The work was given up because time ran out or nobody waits for it.
    pub fn cancelled() -> Self {
        Self { kind: ErrorKind::Cancelled, message: "the work was given up before it was done".into(), source: None }
    }

    /// The machine failed while doing what `stage` names; `source` is for the operator.
    pub fn internal(stage: &str, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: ErrorKind::Internal, message: format!("{stage} failed"), source: Some(source.into()) }
    }
}

impl From<imaging::Error> for Error {
    fn from(source: imaging::Error) -> Self {
        match source.kind() {
            imaging::ErrorKind::Cancelled => Self { source: Some(source.into()), ..Self::cancelled() },
            kind => Self { kind: ErrorKind::Picture(kind), message: source.to_string(), source: Some(source.into()) },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref().map(|source| source as &(dyn StdError + 'static));
        match self.kind {
            // The message is already the decoder's own, so the chain goes on behind it.
            ErrorKind::Picture(_) => source.and_then(StdError::source),
            _ => source,
        }
    }
}
