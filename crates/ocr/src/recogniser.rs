use inference::{Error, Network, Tensor};

use crate::strip::Strip;

/// Classes of the network: the 37 symbols in the order of [`mrz::ALPHABET`], then blank.
pub const CLASSES: usize = 38;

/// For every step along a strip, the probability of each class.
#[derive(Clone)]
pub struct Posteriors {
    /// One distribution a step.
    pub steps: Vec<[f32; CLASSES]>,
    /// Strip pixels per step.
    pub stride: f32,
}

/// Reads strips of MRZ lines.
pub struct LineRecogniser {
    network: Network,
    stride: f32,
}

impl LineRecogniser {
    /// A recogniser around a network for the task `mrz-recognition`.
    ///
    /// # Errors
    /// When the network was made for another task or another alphabet.
    pub fn new(network: Network) -> Result<Self, Error> {
        let card = network.card();
        card.expect_task("mrz-recognition")?;
        card.expect_alphabet(mrz::ALPHABET)?;
        let stride = card.stride.map_or(4.0, |stride| stride.get() as f32);
        Ok(Self { network, stride })
    }

    /// Reads strips of one width together.
    ///
    /// # Errors
    /// When the network fails, as with strips of different widths.
    pub fn read(&self, strips: &[Strip]) -> Result<Vec<Posteriors>, Error> {
        let Some(first) = strips.first() else { return Ok(Vec::new()) };
        let mut input = Tensor::zeros(&[strips.len(), 1, first.height(), first.width()]);
        for (values, strip) in input.data.chunks_exact_mut(first.height() * first.width()).zip(strips) {
            strip.normalise_into(values);
        }
        let outputs = self.network.run(input)?;
        let Some(output) = outputs.into_iter().next() else { return Ok(Vec::new()) };
        let &[_, CLASSES, steps] = output.shape.as_slice() else { return Ok(Vec::new()) };
        let line = |values: &[f32]| {
            let step = |t: usize| std::array::from_fn(|class| values[class * steps + t].exp());
            Posteriors { steps: (0..steps).map(step).collect(), stride: self.stride }
        };
        Ok(output.data.chunks_exact(CLASSES * steps).map(line).collect())
    }
}
