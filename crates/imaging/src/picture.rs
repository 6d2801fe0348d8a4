use std::fmt;

use document::Quad;

/// A picture: RGB, 8 bits a channel, interleaved, row-major, without padding; at least one pixel.
///
/// Its `Debug` shows only the size: pixels are personal data.
///
/// ```
/// use imaging::Picture;
/// let mut picture = Picture::new(4, 3, [255, 255, 255]);
/// picture.set(1, 2, [10, 20, 30]);
/// assert_eq!(picture.pixel(1, 2), [10, 20, 30]);
/// assert_eq!(picture.data().len(), 4 * 3 * 3);
/// assert_eq!(format!("{picture:?}"), "Picture(4x3)");
/// ```
#[derive(Clone, PartialEq)]
pub struct Picture {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

impl Picture {
    /// A picture of one colour. Sides are in pixels; a side of 0 is taken as 1.
    pub fn new(width: u32, height: u32, fill: [u8; 3]) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let pixels = width as usize * height as usize;
        let data = match fill {
            [r, g, b] if r == g && g == b => vec![r; pixels * 3],
            _ => fill.repeat(pixels),
        };
        Self { width, height, data }
    }

    /// Takes RGB bytes as a picture; `None` when a side is 0 or the length is not `width * height * 3`.
    pub fn from_raw(width: u32, height: u32, data: Vec<u8>) -> Option<Self> {
        let expected = (width as usize).checked_mul(height as usize)?.checked_mul(3)?;
        (expected > 0 && data.len() == expected).then_some(Self { width, height, data })
    }

    /// Pixels per row.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The RGB bytes, `width * height * 3` of them.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The RGB bytes, to be changed in place.
    pub fn data_mut(&mut self) -> &mut [u8] {
        &mut self.data
    }

    /// The colour at column `x` of row `y`; beyond the border, that of the nearest pixel.
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let at = self.offset(x.min(self.width - 1), y.min(self.height - 1));
        match self.data.get(at..at + 3) {
            Some(&[r, g, b]) => [r, g, b],
            _ => [0; 3],
        }
    }

    /// Sets the colour at column `x` of row `y`; beyond the border nothing happens.
    pub fn set(&mut self, x: u32, y: u32, colour: [u8; 3]) {
        if x < self.width && y < self.height {
            let at = self.offset(x, y);
            if let Some(pixel) = self.data.get_mut(at..at + 3) {
                pixel.copy_from_slice(&colour);
            }
        }
    }

    /// The whole frame, the right way up.
    pub fn quad(&self) -> Quad {
        Quad::rectangle(0.0, 0.0, self.width as f32, self.height as f32)
    }

    /// What a network sees: three planes of `(value / 255 - mean) / std`, one after the other. `order` says which of red
    /// (0), green (1) and blue (2) each holds; `mean` and `std` stand in the same order.
    pub fn planes(&self, order: [usize; 3], mean: [f32; 3], std: [f32; 3]) -> Vec<f32> {
        let mut planes = Vec::with_capacity(self.data.len());
        for (channel, (mean, std)) in order.into_iter().zip(mean.into_iter().zip(std)) {
            let table: [f32; 256] = std::array::from_fn(|v| (v as f32 / 255.0 - mean) / std);
            let values = self.data.iter().skip(channel).step_by(3);
            planes.extend(values.map(|value| table[usize::from(*value)]));
        }
        planes
    }

    /// Gives up the RGB bytes.
    pub fn into_raw(self) -> Vec<u8> {
        self.data
    }

    /// Bytes per row.
    pub(crate) fn stride(&self) -> usize {
        self.width as usize * 3
    }

    fn offset(&self, x: u32, y: u32) -> usize {
        (y as usize * self.width as usize + x as usize) * 3
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({}x{})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_bytes_must_fit_the_size() {
        assert!(Picture::from_raw(2, 2, vec![0; 12]).is_some());
        assert!(Picture::from_raw(2, 2, vec![0; 11]).is_none());
        assert!(Picture::from_raw(0, 2, Vec::new()).is_none());
        assert!(Picture::from_raw(u32::MAX, u32::MAX, Vec::new()).is_none());
    }

    #[test]
    fn planes_are_normalised_channel_by_channel() {
        let mut picture = Picture::new(2, 1, [0, 51, 255]);
        picture.set(1, 0, [255, 0, 0]);
        let planes = picture.planes([0, 1, 2], [0.5, 0.0, 1.0], [0.5, 1.0, 2.0]);
        assert_eq!(planes, [-1.0, 1.0, 0.2, 0.0, 0.0, -0.5]);
        let planes = picture.planes([2, 1, 0], [1.0, 0.0, 0.5], [2.0, 1.0, 0.5]);
        assert_eq!(planes, [0.0, -0.5, 0.2, 0.0, -1.0, 1.0]);
    }

    #[test]
    fn beyond_the_border_reads_clamp_and_writes_vanish() {
        let mut picture = Picture::new(2, 1, [1, 2, 3]);
        picture.set(1, 0, [9, 9, 9]);
        picture.set(0, 1, [7, 7, 7]);
        assert_eq!(picture.pixel(50, 50), [9, 9, 9]);
        assert_eq!(picture.into_raw(), [1, 2, 3, 9, 9, 9]);
    }
}
