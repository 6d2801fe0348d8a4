//! What a backend has to give: two functions. The fake stands beside the real ones.
mod fake;
mod onnx_runtime;
mod rten;

pub(crate) use fake::FakeEngine;
pub(crate) use onnx_runtime::{OnnxRuntimeEngine, load_library};
pub(crate) use rten::{Pools, RtenEngine};

use crate::signature::Signature;
use crate::{Card, Error, Tensor};

/// A network inside a backend.
///
/// The caller has checked the input against the card, and checks the outputs.
pub(crate) trait Engine: Send + Sync {
    /// What the file says of itself.
    fn signature(&self) -> &Signature;

    /// Runs once; the outputs come in the card's order.
    fn run(&self, card: &Card, input: Tensor) -> Result<Vec<Tensor>, Error>;
}
