use super::Engine;
use crate::signature::Signature;
use crate::{Card, Error, Tensor};

/// A function in a network's place. It has no file, so it declares nothing.
pub(crate) struct FakeEngine<F> {
    signature: Signature,
    run: F,
}

impl<F> FakeEngine<F> {
    pub(crate) fn new(run: F) -> Self {
        Self { signature: Signature { inputs: Vec::new(), outputs: Vec::new() }, run }
    }
}

impl<F: Fn(&Tensor) -> Vec<Tensor> + Send + Sync> Engine for FakeEngine<F> {
    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn run(&self, _: &Card, input: Tensor) -> Result<Vec<Tensor>, Error> {
        Ok((self.run)(&input))
    }
}
