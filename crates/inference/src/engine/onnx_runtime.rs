use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ort::environment::Environment;
use ort::session::{Session, SessionInputValue};
use ort::value::{Outlet, TensorElementType, ValueType};

use super::Engine;
use crate::lanes::Lanes;
use crate::signature::{Declared, Signature};
use crate::{Card, Error, ErrorKind, Tensor};

/// The one library of the process: `ort` allows neither a second one nor unloading it, and a static is never dropped,
/// so no session can outlive its environment.
static LOADED: Mutex<Option<(PathBuf, Environment)>> = Mutex::new(None);

/// Loads the ONNX Runtime library, or finds it loaded.
///
/// # Errors
/// [`ErrorKind::Library`] when the file is missing, is not ONNX Runtime, is too old, or when another file was loaded
/// before.
pub(crate) fn load_library(path: &Path) -> Result<Environment, Error> {
    let refuse = |why: &str| Error::new(ErrorKind::Library, format!("{} {why}", path.display()));
    // Absolute, because `ort` would look for a relative path beside the binary first.
    let found = std::fs::canonicalize(path).map_err(|error| refuse("cannot be opened").because(error))?;
    if !found.is_file() {
        return Err(refuse("is not a file"));
    }
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((first, environment)) = loaded.as_ref() {
        if *first == found {
            return Ok(environment.clone());
        }
        return Err(refuse(&format!("comes too late: a process can load one, and has loaded {}", first.display())));
    }
    let builder = ort::init_from(&found).map_err(|error| match error {
        // `ort` hides what the loader said, which is the part that helps.
        ort::LoadDynamicError::Dlopen { error, .. } => refuse("cannot be loaded").because(error),
        error => refuse("is no usable ONNX Runtime").because(error),
    })?;
    // Telemetry stays off: nothing here may open a connection.
    let environment = builder
        .with_name("vidimus")
        .with_telemetry(false)
        .build()
        .map_err(|error| refuse("does not start").because(error))?;
    *loaded = Some((found, environment.clone()));
    Ok(environment)
}

/// A network inside ONNX Runtime.
///
/// `ort` runs a session by `&mut`, because parts of the runtime are not safe to share between threads. So there is a
/// session per caller at once instead of one behind a lock: the networks are small, a session costs a few megabytes and
/// milliseconds, and a lock would make every caller wait for the slowest.
pub(crate) struct OnnxRuntimeEngine {
    onnx: Vec<u8>,
    environment: Environment,
    threads: usize,
    lanes: Lanes<Session>,
    signature: Signature,
}

impl OnnxRuntimeEngine {
    pub(crate) fn new(onnx: &[u8], environment: Environment, threads: usize) -> Result<Self, Error> {
        let session = session(onnx, &environment, threads)?;
        Ok(Self {
            onnx: onnx.to_vec(),
            signature: Signature {
                inputs: session.inputs().iter().map(declared).collect(),
                outputs: session.outputs().iter().map(declared).collect(),
            },
            lanes: Lanes::starting_with(session),
            environment,
            threads,
        })
    }
}

impl Engine for OnnxRuntimeEngine {
    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn run(&self, card: &Card, input: Tensor) -> Result<Vec<Tensor>, Error> {
        self.lanes.with(|| session(&self.onnx, &self.environment, self.threads), |session| run_in(session, card, input))
    }
}

/// A session that keeps little between runs and whose idle threads sleep.
///
/// The arena would hold on to the peak of the largest picture so far, and memory patterns help only where shapes never
/// change; both off cost nothing measurable. Threads that spin while they wait steal the core from the next network: with
/// the processor's two cores also busy elsewhere, a locator and five lines took 118 ms with spinning and 43 ms without
/// (ONNX Runtime 1.31.1, two threads, median of 60 runs, November 2026).
fn session(onnx: &[u8], environment: &Environment, threads: usize) -> Result<Session, Error> {
    let failed = |error: ort::Error| {
        Error::new(ErrorKind::Load, format!("ONNX Runtime cannot build it: {error}")).because(error)
    };
    let cpu = ort::ep::CPU::default().with_arena_allocator(false).build();
    let build = || -> ort::Result<Session> {
        Session::builder(environment)?
            .with_execution_providers([cpu])?
            .with_intra_threads(threads)?
            .with_inter_threads(1)?
            .with_intra_op_spinning(false)?
            .with_memory_pattern(false)?
            .commit_from_memory(onnx)
    };
    build().map_err(failed)
}

fn run_in(session: &mut Session, card: &Card, input: Tensor) -> Result<Vec<Tensor>, Error> {
    let failed = |error: ort::Error| Error::new(ErrorKind::Run, "ONNX Runtime cannot run it").because(error);
    let value = ort::value::Tensor::from_array((input.shape, input.data)).map_err(failed)?;
    let inputs = vec![(card.input.name.as_str(), SessionInputValue::from(value))];
    let outputs = session.run(inputs).map_err(failed)?;
    card.outputs
        .iter()
        .map(|port| {
            let value = outputs
                .get(&port.name)
                .ok_or_else(|| Error::new(ErrorKind::Run, format!("ONNX Runtime gave no output '{}'", port.name)))?;
            let (shape, data) = value.try_extract_tensor::<f32>().map_err(failed)?;
            let shape = shape.iter().map(|&size| usize::try_from(size).unwrap_or(0)).collect();
            Ok(Tensor { shape, data: data.to_vec() })
        })
        .collect()
}

fn declared(outlet: &Outlet) -> Declared {
    let (is_f32, shape) = match outlet.dtype() {
        ValueType::Tensor { ty, shape, .. } => {
            // A varying axis is -1.
            let axes = shape.iter().map(|&size| usize::try_from(size).ok()).collect();
            (*ty == TensorElementType::Float32, Some(axes))
        }
        _ => (false, None),
    };
    Declared { name: outlet.name().to_owned(), is_f32: Some(is_f32), shape }
}
