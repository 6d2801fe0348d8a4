use std::error::Error as StdError;
use std::fmt;

/// Why a network could not be described, loaded or run.
///
/// Messages name the network, the axis or the file; they never hold a tensor's values.
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What sort of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The card is no valid TOML, lacks a key, has an unknown one, or holds an impossible value.
    Card,
    /// The network's bytes are not the ones its card describes (length or SHA-256).
    Checksum,
    /// The network's own inputs or outputs differ from its card's.
    Signature,
    /// The backend cannot build the network.
    Load,
    /// A tensor given to, or made by, a run has not the shape that the card promises.
    Shape,
    /// The backend failed while running, or its answer holds a number that is not finite.
    Run,
    /// The ONNX Runtime library is missing, is no such library, or is too old.
    Library,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Says which network the error is about.
    pub(crate) fn of(mut self, id: &str) -> Self {
        self.message = format!("network '{id}': {}", self.message);
        self
    }

    /// What sort of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("source", &self.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
