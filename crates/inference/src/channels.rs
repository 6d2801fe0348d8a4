use serde::Deserialize;

/// The order of the planes of an input with three channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Channels {
    /// Red, green, blue.
    #[default]
    Rgb,
    /// Blue, green, red, as networks see pictures that OpenCV read.
    Bgr,
}

impl Channels {
    /// For each plane, which of red (0), green (1) and blue (2) it holds.
    pub fn order(self) -> [usize; 3] {
        match self {
            Self::Rgb => [0, 1, 2],
            Self::Bgr => [2, 1, 0],
        }
    }
}
