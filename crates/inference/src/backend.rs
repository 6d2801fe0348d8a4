use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ort::environment::Environment;

use crate::Error;
use crate::engine::{Engine, OnnxRuntimeEngine, Pools, RtenEngine, load_library};

/// The file name of the ONNX Runtime library on this platform, for whoever searches it.
pub const ONNX_RUNTIME_FILE: &str = if cfg!(target_os = "windows") {
    "onnxruntime.dll"
} else if cfg!(target_os = "macos") {
    "libonnxruntime.dylib"
} else {
    "libonnxruntime.so"
};

/// What runs networks. Cheap to clone; networks loaded from clones share their thread pools.
///
/// A run uses `threads` threads, so that callers at once x `threads` should not exceed the processor's cores.
#[derive(Clone)]
pub struct Backend(Kind);

#[derive(Clone)]
enum Kind {
    Rten(Arc<Pools>),
    OnnxRuntime { environment: Environment, library: Arc<PathBuf>, threads: usize },
}

impl Backend {
    /// The backend that is built in. 0 threads count as 1.
    pub fn rten(threads: usize) -> Self {
        Self(Kind::Rten(Arc::new(Pools::new(threads.max(1)))))
    }

    /// ONNX Runtime from a shared library, 2 to 4 times as fast as rten. 0 threads count as 1.
    ///
    /// The library stays loaded until the process ends; a second, different one is refused. Loading runs code from the
    /// file, so the path must be one that the operator chose.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Library`] when the file is missing, is not ONNX Runtime 1.24 or later, or when another one is
    /// loaded.
    pub fn onnx_runtime(library: &Path, threads: usize) -> Result<Self, Error> {
        let environment = load_library(library)?;
        Ok(Self(Kind::OnnxRuntime { environment, library: Arc::new(library.to_owned()), threads: threads.max(1) }))
    }

    /// `rten` or `onnxruntime`, as in the configuration.
    pub fn name(&self) -> &'static str {
        match self.0 {
            Kind::Rten(_) => "rten",
            Kind::OnnxRuntime { .. } => "onnxruntime",
        }
    }

    /// The library in use; `None` for the built-in backend.
    pub fn library(&self) -> Option<&Path> {
        match &self.0 {
            Kind::Rten(_) => None,
            Kind::OnnxRuntime { library, .. } => Some(library),
        }
    }

    /// The threads that a run uses.
    pub(crate) fn threads(&self) -> usize {
        match &self.0 {
            Kind::Rten(pools) => pools.threads(),
            Kind::OnnxRuntime { threads, .. } => *threads,
        }
    }

    pub(crate) fn open(&self, onnx: &[u8]) -> Result<Box<dyn Engine>, Error> {
        Ok(match &self.0 {
            Kind::Rten(pools) => Box::new(RtenEngine::new(onnx, pools.clone())?),
            Kind::OnnxRuntime { environment, threads, .. } => {
                Box::new(OnnxRuntimeEngine::new(onnx, environment.clone(), *threads)?)
            }
        })
    }
}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backend").field("name", &self.name()).field("library", &self.library()).finish()
    }
}
