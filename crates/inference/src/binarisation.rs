use serde::{Deserialize, Deserializer, de};

/// How the output of a network stands for boxes around print, where it was trained with differentiable binarisation
/// (Liao et al., "Real-time Scene Text Detection with Differentiable Binarization", 2020): the table `[binarisation]` of a
/// card.
///
/// The output is `1 x 1 x height x width`: for every cell the probability that it lies in the core of a box, which is the
/// box shrunk from all sides.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Binarisation {
    /// Cells above this probability belong to a core.
    #[serde(deserialize_with = "share")]
    pub threshold: f32,
    /// Least mean probability of a core that counts.
    #[serde(deserialize_with = "share")]
    pub least_score: f32,
    /// A core is grown on all sides by its area over its perimeter, times this.
    #[serde(deserialize_with = "not_negative")]
    pub grow: f32,
}

fn share<'de, D: Deserializer<'de>>(source: D) -> Result<f32, D::Error> {
    let value = f32::deserialize(source)?;
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err(de::Error::custom("must lie between 0 and 1")) }
}

fn not_negative<'de, D: Deserializer<'de>>(source: D) -> Result<f32, D::Error> {
    let value = f32::deserialize(source)?;
    if value.is_finite() && value >= 0.0 { Ok(value) } else { Err(de::Error::custom("must be 0 or more")) }
}
