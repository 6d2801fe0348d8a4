use std::error::Error as StdError;
use std::fmt;

/// Why the store could not do what it was asked.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: &'static str,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The database cannot be reached, or refuses.
    Database,
    /// The database is of a newer version of the program.
    Newer,
    /// Something sealed does not open: another operator key, or a damaged row.
    Sealed,
    /// There is something of that name already.
    Taken,
    /// There is nothing of that name.
    Unknown,
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    pub(crate) fn new(kind: ErrorKind, message: &'static str) -> Self {
        Self { kind, message, source: None }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let taken = error.as_database_error().is_some_and(|error| error.is_unique_violation());
        let (kind, message) = match taken {
            true => (ErrorKind::Taken, "there is one of that name already"),
            false => (ErrorKind::Database, "the database failed"),
        };
        Self { kind, message, source: Some(error.into()) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
