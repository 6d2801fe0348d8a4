use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::{Error, ErrorKind};

/// The size of one axis, as a card promises it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "an axis is a whole number of at least 1, or a name for an axis that may vary")]
pub enum Axis {
    /// Always this size.
    Fixed(std::num::NonZeroUsize),
    /// Any size of at least 1. The same name means the same size throughout one run.
    Named(String),
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(size) => size.fmt(f),
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// One input or output of a network: its name in the ONNX file and its shape.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Port {
    /// The name in the ONNX file.
    pub name: String,
    /// The axes, outermost first.
    pub shape: Vec<Axis>,
}

/// The sizes that named axes have taken in one run.
#[derive(Default)]
pub(crate) struct Bindings<'a>(BTreeMap<&'a str, usize>);

impl Port {
    /// Checks the shape of a tensor that passes through this port, binding named axes on the way.
    pub(crate) fn check<'a>(&'a self, shape: &[usize], bindings: &mut Bindings<'a>) -> Result<(), Error> {
        if shape.len() != self.shape.len() {
            return Err(self.mismatch(shape));
        }
        for (axis, &size) in self.shape.iter().zip(shape) {
            let fits = match axis {
                Axis::Fixed(promised) => promised.get() == size,
                Axis::Named(name) => size > 0 && *bindings.0.entry(name).or_insert(size) == size,
            };
            if !fits {
                return Err(self.mismatch(shape));
            }
        }
        Ok(())
    }

    fn mismatch(&self, shape: &[usize]) -> Error {
        Error::new(ErrorKind::Shape, format!("'{}' has the shape {shape:?}, the card promises {self}", self.name))
    }
}

/// The shape in brackets: `[1, 3, 48, width]`.
impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let axes: Vec<String> = self.shape.iter().map(Axis::to_string).collect();
        write!(f, "[{}]", axes.join(", "))
    }
}
