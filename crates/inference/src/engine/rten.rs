use std::sync::Arc;

use rten::{DataType, Dimension, Model, NodeId, RunOptions, ThreadPool, Value, ValueType};

use super::Engine;
use crate::lanes::Lanes;
use crate::signature::{Declared, Signature};
use crate::{Card, Error, ErrorKind, Tensor};

/// Thread pools shared by all networks of one backend, so that a run never waits for another caller's and the number
/// of threads stays callers x threads however many networks there are.
pub(crate) struct Pools {
    threads: usize,
    lanes: Lanes<Arc<ThreadPool>>,
}

impl Pools {
    pub(crate) fn new(threads: usize) -> Self {
        Self { threads, lanes: Lanes::new() }
    }

    pub(crate) fn threads(&self) -> usize {
        self.threads
    }
}

/// A network inside rten, which may be run by many threads at once.
pub(crate) struct RtenEngine {
    model: Model,
    signature: Signature,
    pools: Arc<Pools>,
}

impl RtenEngine {
    pub(crate) fn new(onnx: &[u8], pools: Arc<Pools>) -> Result<Self, Error> {
        let model = Model::load(onnx.to_vec())
            .map_err(|error| Error::new(ErrorKind::Load, "rten cannot build it").because(error))?;
        let signature =
            Signature { inputs: declared(&model, model.input_ids()), outputs: declared(&model, model.output_ids()) };
        Ok(Self { model, signature, pools })
    }

    fn run_in(&self, pool: Arc<ThreadPool>, card: &Card, input: Tensor) -> Result<Vec<Tensor>, Error> {
        let failed = |error: rten::RunError| Error::new(ErrorKind::Run, "rten cannot run it").because(error);
        let value = rten_tensor::Tensor::try_from_data(&input.shape[..], input.data)
            .map_err(|error| Error::new(ErrorKind::Shape, "rten refuses the input").because(error))?;
        let inputs = vec![(self.model.node_id(&card.input.name).map_err(failed)?, value.into())];
        let wanted = card.outputs.iter().map(|port| self.model.node_id(&port.name));
        let wanted = wanted.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let options = RunOptions::default().with_thread_pool(Some(pool));
        let outputs = self.model.run(inputs, &wanted, Some(options)).map_err(failed)?;
        outputs.into_iter().map(tensor).collect()
    }
}

impl Engine for RtenEngine {
    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn run(&self, card: &Card, input: Tensor) -> Result<Vec<Tensor>, Error> {
        self.pools.lanes.with(
            || Ok(Arc::new(ThreadPool::with_num_threads(self.pools.threads))),
            |pool| self.run_in(pool.clone(), card, input),
        )
    }
}

fn tensor(value: Value) -> Result<Tensor, Error> {
    let tensor = rten_tensor::Tensor::<f32>::try_from(value)
        .map_err(|error| Error::new(ErrorKind::Run, "an output is no tensor of f32").because(error))?;
    let shape = rten_tensor::Layout::shape(&tensor).to_vec();
    Ok(Tensor { shape, data: tensor.into_data() })
}

fn declared(model: &Model, ids: &[NodeId]) -> Vec<Declared> {
    let axis = |dimension| match dimension {
        Dimension::Fixed(size) => Some(size),
        Dimension::Symbolic(_) => None,
    };
    ids.iter()
        .filter_map(|&id| model.node_info(id))
        .map(|node| Declared {
            name: node.name().unwrap_or_default().to_owned(),
            is_f32: node.dtype().map(|dtype| dtype == ValueType::Tensor(DataType::Float)),
            shape: node.shape().map(|shape| shape.into_iter().map(axis).collect()),
        })
        .collect()
}
