use std::fmt;

/// A dense array of `f32` in row-major order; pictures are NCHW.
///
/// `data` has one number per cell, the product of `shape`; a run refuses any other.
#[derive(Clone, PartialEq)]
pub struct Tensor {
    /// Size along each axis, outermost first.
    pub shape: Vec<usize>,
    /// The numbers, the last axis varying fastest.
    pub data: Vec<f32>,
}

impl Tensor {
    /// A tensor of zeros.
    pub fn zeros(shape: &[usize]) -> Self {
        Self { shape: shape.to_vec(), data: vec![0.0; shape.iter().product()] }
    }

    /// Whether `data` has exactly as many numbers as `shape` asks for.
    pub(crate) fn is_dense(&self) -> bool {
        let cells = self.shape.iter().try_fold(1usize, |product, &size| product.checked_mul(size));
        cells == Some(self.data.len())
    }
}

/// Shows the shape only: the numbers may be somebody's picture.
impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tensor({:?})", self.shape)
    }
}
