use imaging::Picture;
use inference::{Error, Network, Tensor};

use crate::track::{Heat, Tracks};

/// Finds the lines of a machine-readable zone on a view of a sheet.
pub struct LineSpotter {
    network: Network,
    width: u32,
    height: u32,
    stride: u32,
}

impl LineSpotter {
    /// A spotter around a network for the task `mrz-line-spotting`.
    ///
    /// # Errors
    /// When the network was made for another task, or its card lacks a fixed input size, a stride or the one map it gives.
    pub fn new(network: Network) -> Result<Self, Error> {
        let card = network.card();
        card.expect_task("mrz-line-spotting")?;
        let (height, width) = (card.fixed_axis(2)? as u32, card.fixed_axis(3)? as u32);
        let stride = card.expect_stride()? as u32;
        card.expect_maps(1)?;
        Ok(Self { network, width, height, stride })
    }

    /// Width of the views it looks at, in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height of the views it looks at, in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The lines in a view of exactly `width` x `height` pixels.
    pub(crate) fn tracks(&self, view: &Picture) -> Result<Tracks, Error> {
        let card = self.network.card();
        let shape = vec![1, 3, view.height() as usize, view.width() as usize];
        let input = Tensor { shape, data: view.planes(card.channels.order(), card.mean, card.std) };
        let outputs = self.network.run(input)?;
        let logits = outputs.into_iter().next().map_or_else(Vec::new, |tensor| tensor.data);
        let cells: Vec<f32> = logits.iter().map(|logit| 1.0 / (1.0 + (-logit).exp())).collect();
        let (width, height) = ((self.width / self.stride) as usize, (self.height / self.stride) as usize);
        if cells.len() != width * height {
            return Ok(Tracks { tracks: Vec::new(), sideways: false });
        }
        Ok(Heat { cells, width, stride: self.stride as f32 }.tracks())
    }
}
