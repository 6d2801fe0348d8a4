use document::Point;

use crate::picture::Picture;

/// Luma of a colour, `0..=255` (ITU-R BT.601 weights in 256ths).
pub fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((u32::from(r) * 77 + u32::from(g) * 151 + u32::from(b) * 28) >> 8) as u8
}

/// One number per pixel, row-major: a grey picture, a heat map.
///
/// ```
/// use document::Point;
/// use imaging::Plane;
/// let plane = Plane::new(2, 1, vec![10.0, 20.0]).unwrap();
/// assert_eq!(plane.sample(Point::new(1.0, 0.5)), 15.0); // half-way between the centres of the two pixels
/// assert_eq!(plane.sample(Point::new(-9.0, 7.0)), 10.0); // the border is carried on
/// assert!(Plane::new(2, 2, vec![0.0; 3]).is_none());
/// ```
#[derive(Clone)]
pub struct Plane {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

impl Plane {
    /// A plane of `width * height` values; `None` when there are more or fewer of them, or none.
    pub fn new(width: usize, height: usize, values: Vec<f32>) -> Option<Self> {
        let fits = width > 0 && height > 0 && width.checked_mul(height) == Some(values.len());
        fits.then_some(Self { width, height, values })
    }

    /// The luma of every pixel.
    pub fn grey(picture: &Picture) -> Self {
        let grey = picture.data().chunks_exact(3).map(|p| f32::from(luma([p[0], p[1], p[2]]))).collect();
        Self { width: picture.width() as usize, height: picture.height() as usize, values: grey }
    }

    /// Values per row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Gives up the values, row-major.
    pub fn into_values(self) -> Vec<f32> {
        self.values
    }

    /// The value at column `x` of row `y`; beyond the border, that of the nearest pixel.
    pub fn get(&self, x: usize, y: usize) -> f32 {
        let at = y.min(self.height - 1) * self.width + x.min(self.width - 1);
        self.values.get(at).copied().unwrap_or(0.0)
    }

    /// The value at a point, bilinear between the pixels' centres; beyond the border, that of the nearest pixel.
    pub fn sample(&self, p: Point) -> f32 {
        let (x, y) = ((p.x - 0.5).max(0.0), (p.y - 0.5).max(0.0));
        let (left, top) = (x as usize, y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let upper = self.get(left, top) * (1.0 - fx) + self.get(left + 1, top) * fx;
        let lower = self.get(left, top + 1) * (1.0 - fx) + self.get(left + 1, top + 1) * fx;
        upper * (1.0 - fy) + lower * fy
    }
}
