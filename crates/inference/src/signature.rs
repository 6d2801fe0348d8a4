use crate::{Axis, Card, Error, ErrorKind, Port};

/// What an ONNX file says of one of its own inputs or outputs.
pub(crate) struct Declared {
    pub(crate) name: String,
    /// Whether it is a tensor of `f32`; `None` when the file does not say.
    pub(crate) is_f32: Option<bool>,
    /// `None` when the file gives no shape; an axis is `None` when it may vary.
    pub(crate) shape: Option<Vec<Option<usize>>>,
}

/// The inputs and outputs that an ONNX file declares.
pub(crate) struct Signature {
    pub(crate) inputs: Vec<Declared>,
    pub(crate) outputs: Vec<Declared>,
}

impl Signature {
    /// Checks that the file takes and gives what the card promises.
    pub(crate) fn check(&self, card: &Card) -> Result<(), Error> {
        pair("input", &self.inputs, std::slice::from_ref(&card.input))?;
        pair("output", &self.outputs, &card.outputs)
    }
}

fn pair(what: &str, declared: &[Declared], promised: &[Port]) -> Result<(), Error> {
    let names = |list: Vec<&str>| list.join(", ");
    let mut found: Vec<&str> = declared.iter().map(|port| port.name.as_str()).collect();
    let mut wanted: Vec<&str> = promised.iter().map(|port| port.name.as_str()).collect();
    found.sort_unstable();
    wanted.sort_unstable();
    if found != wanted {
        let message = format!("the file's {what}s are [{}], the card's [{}]", names(found), names(wanted));
        return Err(Error::new(ErrorKind::Signature, message));
    }
    for port in promised {
        for declared in declared.iter().filter(|declared| declared.name == port.name) {
            if declared.is_f32 == Some(false) {
                let message = format!("the {what} '{}' is no tensor of f32", port.name);
                return Err(Error::new(ErrorKind::Signature, message));
            }
            if let Some(shape) = &declared.shape
                && !agrees(shape, port)
            {
                let shape: Vec<String> =
                    shape.iter().map(|axis| axis.map_or_else(|| "any".to_owned(), |size| size.to_string())).collect();
                let message =
                    format!("the {what} '{}' is [{}] in the file, {port} on the card", port.name, shape.join(", "));
                return Err(Error::new(ErrorKind::Signature, message));
            }
        }
    }
    Ok(())
}

/// A card may fix what the file leaves open, never the other way round.
fn agrees(declared: &[Option<usize>], port: &Port) -> bool {
    declared.len() == port.shape.len()
        && declared.iter().zip(&port.shape).all(|(declared, axis)| match (declared, axis) {
            (None, _) => true,
            (Some(size), Axis::Fixed(promised)) => *size == promised.get(),
            (Some(_), Axis::Named(_)) => false,
        })
}
