use serde::Serialize;

/// A calibrated probability in `0..=1`: of the values said to be 0.9 sure, about 90 % are right.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Confidence(f32);

impl Confidence {
    /// Clamps into `0..=1`; a NaN becomes 0, the safe answer.
    ///
    /// ```
    /// use document::Confidence;
    /// assert_eq!(Confidence::new(1.3).get(), 1.0);
    /// assert_eq!(Confidence::new(f32::NAN).get(), 0.0);
    /// ```
    pub fn new(probability: f32) -> Self {
        Self(if probability.is_nan() { 0.0 } else { probability.clamp(0.0, 1.0) })
    }

    /// The probability, in `0..=1`.
    pub fn get(self) -> f32 {
        self.0
    }

    /// The smaller of two confidences: a whole is as sure as its weakest part.
    pub fn min(self, other: Self) -> Self {
        if other.0 < self.0 { other } else { self }
    }
}
