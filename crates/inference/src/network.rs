use std::fmt;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::engine::{Engine, FakeEngine};
use crate::port::Bindings;
use crate::{Backend, Card, Error, ErrorKind, Tensor};

/// A network that is ready to run, from any number of threads at once.
pub struct Network {
    card: Card,
    engine: Box<dyn Engine>,
    backend_name: &'static str,
    threads: usize,
}

impl Network {
    /// Builds a network after checking that `onnx` is the file that `card` describes: length, SHA-256, names, element
    /// types and shapes.
    ///
    /// # Errors
    /// [`ErrorKind::Checksum`], [`ErrorKind::Load`] or [`ErrorKind::Signature`]; each names the network.
    pub fn load(card: &Card, onnx: &[u8], backend: &Backend) -> Result<Self, Error> {
        let load = || {
            check_bytes(card, onnx)?;
            let engine = backend.open(onnx)?;
            engine.signature().check(card)?;
            Ok(engine)
        };
        let engine = load().map_err(|error: Error| error.of(&card.id))?;
        Ok(Self { card: card.clone(), engine, backend_name: backend.name(), threads: backend.threads() })
    }

    /// A function in a network's place, to test a stage without one. Its tensors are checked as a real network's are.
    pub fn from_fn(card: Card, run: impl Fn(&Tensor) -> Vec<Tensor> + Send + Sync + 'static) -> Self {
        Self { card, engine: Box::new(FakeEngine::new(run)), backend_name: "function", threads: 1 }
    }

    /// Runs the network once. The outputs come in the order of the card, and every one of their numbers is finite.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`] when the input or an output has not the shape on the card; [`ErrorKind::Run`] when the backend
    /// fails or an output holds a number that is not finite.
    pub fn run(&self, input: Tensor) -> Result<Vec<Tensor>, Error> {
        self.checked_run(input).map_err(|error| error.of(&self.card.id))
    }

    /// What `work` makes of each item, in their order: for work before and behind a run, on as many threads as a run has.
    pub fn map<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        if self.threads < 2 {
            return items.iter().map(work).collect();
        }
        // A share for each thread, the last of what is left: halves that are parted again need not come out so.
        let share = items.len().div_ceil(self.threads).max(1);
        items.par_chunks(share).flat_map_iter(|share| share.iter().map(&work)).collect()
    }

    /// What the network is.
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// What runs it: the name of the backend, or `function`.
    pub fn backend_name(&self) -> &'static str {
        self.backend_name
    }

    fn checked_run(&self, input: Tensor) -> Result<Vec<Tensor>, Error> {
        let card = &self.card;
        let mut bindings = Bindings::default();
        card.input.check(&input.shape, &mut bindings)?;
        check_dense(&card.input.name, &input)?;
        if let Some(step) = card.multiple_of {
            let uneven = |size: &&usize| **size % step != 0;
            if let Some(size) = input.shape.iter().rev().take(2).find(uneven) {
                let message = format!("'{}' has the size {size}, which is no multiple of {step}", card.input.name);
                return Err(Error::new(ErrorKind::Shape, message));
            }
        }

        let outputs = self.engine.run(card, input)?;
        if outputs.len() != card.outputs.len() {
            let message = format!("{} outputs, the card promises {}", outputs.len(), card.outputs.len());
            return Err(Error::new(ErrorKind::Shape, message));
        }
        for (port, output) in card.outputs.iter().zip(&outputs) {
            port.check(&output.shape, &mut bindings)?;
            check_dense(&port.name, output)?;
            // A few microseconds, and no stage above has to think of NaN. In pieces that are looked at whole, side by side.
            let are_finite = |values: &[f32]| values.iter().fold(true, |all, value| all & value.is_finite());
            if !output.data.chunks(1024).all(are_finite) {
                let message = format!("'{}' holds a number that is not finite", port.name);
                return Err(Error::new(ErrorKind::Run, message));
            }
        }
        Ok(outputs)
    }
}

fn check_bytes(card: &Card, onnx: &[u8]) -> Result<(), Error> {
    if onnx.len() as u64 != card.bytes {
        let message = format!("{} has {} bytes, the card says {}", card.file, onnx.len(), card.bytes);
        return Err(Error::new(ErrorKind::Checksum, message));
    }
    if Sha256::digest(onnx)[..] != card.sha256 {
        return Err(Error::new(ErrorKind::Checksum, format!("the SHA-256 of {} is not the card's", card.file)));
    }
    Ok(())
}

fn check_dense(name: &str, tensor: &Tensor) -> Result<(), Error> {
    if tensor.is_dense() {
        return Ok(());
    }
    let message = format!("'{name}' has {} numbers for the shape {:?}", tensor.data.len(), tensor.shape);
    Err(Error::new(ErrorKind::Shape, message))
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("id", &self.card.id).field("backend", &self.backend_name).finish()
    }
}
