use std::error::Error as _;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{Backend, Error, ErrorKind};

/// Which backend the operator wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BackendChoice {
    /// ONNX Runtime when one of the candidates is a usable library, otherwise rten.
    #[default]
    Auto,
    /// The one that is built in.
    Rten,
    /// ONNX Runtime or nothing.
    OnnxRuntime,
}

/// The backend in force, and why no other is.
#[derive(Debug)]
pub struct Chosen {
    /// What runs the networks.
    pub backend: Backend,
    /// The candidates that came first but could not be used, in order; empty when none was tried.
    pub refused: Vec<Refused>,
}

/// A library file that could not be used.
#[derive(Debug)]
pub struct Refused {
    /// The candidate, as it was given.
    pub library: PathBuf,
    /// Why not.
    pub error: Error,
}

/// The whole reason in one line, causes included.
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)?;
        let mut cause = self.error.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl Backend {
    /// Picks a backend. `candidates` are files that may be the ONNX Runtime library, the best first; where to look is the
    /// binary's business.
    ///
    /// # Errors
    /// [`ErrorKind::Library`] when [`BackendChoice::OnnxRuntime`] is asked for and no candidate can be used; the message
    /// names each with its fault.
    pub fn choose(choice: BackendChoice, candidates: &[PathBuf], threads: usize) -> Result<Chosen, Error> {
        let mut refused = Vec::new();
        let tried: &[PathBuf] = if choice == BackendChoice::Rten { &[] } else { candidates };
        for library in tried {
            match Self::onnx_runtime(library, threads) {
                Ok(backend) => return Ok(Chosen { backend, refused }),
                Err(error) => refused.push(Refused { library: library.clone(), error }),
            }
        }
        if choice == BackendChoice::OnnxRuntime {
            let faults: Vec<String> = refused.iter().map(Refused::to_string).collect();
            let faults = if faults.is_empty() { "no place to look was given".to_owned() } else { faults.join("; ") };
            return Err(Error::new(ErrorKind::Library, format!("no usable ONNX Runtime library: {faults}")));
        }
        Ok(Chosen { backend: Self::rten(threads), refused })
    }
}
