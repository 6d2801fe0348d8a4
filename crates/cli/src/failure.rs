use std::error::Error;
use std::fmt;

/// Why a command could not be done, and what to do about it.
pub(crate) struct Failure {
    error: anyhow::Error,
    hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(error: anyhow::Error, hint: String) -> Self {
        Self { error, hint: Some(hint) }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self { error, hint: None }
    }
}

/// Adds the remedy to a failure.
pub(crate) trait Hint<T> {
    fn hint(self, hint: &str) -> Result<T, Failure>;
}

impl<T, E: Into<anyhow::Error>> Hint<T> for Result<T, E> {
    fn hint(self, hint: &str) -> Result<T, Failure> {
        self.map_err(|error| Failure::new(error.into(), hint.to_owned()))
    }
}

impl fmt::Display for Failure {
    /// `error:`, then every `caused by:`, then the `hint:`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.error)?;
        write_causes(f, self.error.source())?;
        if let Some(hint) = &self.hint {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

fn write_causes(f: &mut fmt::Formatter<'_>, mut cause: Option<&(dyn Error + 'static)>) -> fmt::Result {
    while let Some(error) = cause {
        write!(f, "\ncaused by: {error}")?;
        cause = error.source();
    }
    Ok(())
}
