use std::collections::HashMap;

use hayro::hayro_syntax::content::TypedIter;
use hayro::hayro_syntax::content::ops::TypedInstruction;
use hayro::hayro_syntax::object::dict::keys::{G, RESOURCES, SMASK};
use hayro::hayro_syntax::object::{Dict, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::{Page, Resources};

use super::pdf_streams::{check_image, image_size};
use crate::{Error, ErrorKind, Limits};

/// Forms within forms.
const MAX_DEPTH: u32 = 32;
/// Operations between two looks at whether the work was called off.
const OPERATIONS_AT_ONCE: u64 = 4096;

/// Counts what a page would have the interpreter do, forms, soft masks and tiling patterns included as often as they are used,
/// without doing it. Each of them is read once, so that a few forms that draw each other many times are found out cheaply.
pub(crate) fn check_page(page: &Page<'_>, content: &[u8], limits: &Limits) -> Result<(), Error> {
    let mut survey = Survey { limits, costs: HashMap::new(), seen: 0 };
    survey.content(content, page.resources(), 0).map(drop)
}

struct Survey<'l> {
    limits: &'l Limits,
    /// Operations of each stream that was met, everything it uses included; `None` while it is being read.
    costs: HashMap<ObjectIdentifier, Option<u64>>,
    /// Operations read so far.
    seen: u64,
}

impl Survey<'_> {
    /// Operations of a content stream, everything it uses included.
    fn content(&mut self, content: &[u8], resources: &Resources<'_>, depth: u32) -> Result<u64, Error> {
        let mut cost = 0_u64;
        let mut operations = TypedIter::new(content);
        while let Some(operation) = operations.next() {
            let used = match operation {
                TypedInstruction::XObject(named) => resources.get_x_object(named.0),
                TypedInstruction::SetGraphicsState(named) => resources
                    .get_ext_g_state(named.0)
                    .and_then(|state| state.get::<Dict<'_>>(SMASK))
                    .and_then(|mask| mask.get::<Stream<'_>>(G)),
                TypedInstruction::NonStrokeColorNamed(named) => {
                    named.1.and_then(|name| resources.patterns.get::<Stream<'_>>(name))
                }
                TypedInstruction::StrokeColorNamed(named) => {
                    named.1.and_then(|name| resources.patterns.get::<Stream<'_>>(name))
                }
                TypedInstruction::InlineImage(image) => {
                    let [width, height] = image_size(image.0.dict());
                    check_image(image.0, width, height, self.limits)?;
                    None
                }
                _ => None,
            };
            cost += 1;
            self.seen += 1;
            if self.seen.is_multiple_of(OPERATIONS_AT_ONCE) {
                self.limits.check_cancelled()?;
            }
            if let Some(stream) = used {
                cost = cost.saturating_add(self.stream(&stream, resources, depth + 1)?);
            }
            if cost > u64::from(self.limits.max_operations) {
                return Err(too_complex());
            }
        }
        Ok(cost)
    }

    fn stream(&mut self, stream: &Stream<'_>, outer: &Resources<'_>, depth: u32) -> Result<u64, Error> {
        // Pictures were checked with all objects; they are not content.
        if image_size(stream.dict()) != [0, 0] {
            return Ok(1);
        }
        let id = stream.obj_id();
        match self.costs.get(&id) {
            Some(Some(cost)) => return Ok(*cost),
            // It uses itself, which ISO 32000-1 (8.10.1) forbids.
            Some(None) => return Err(Error::corrupt("PDF")),
            None if depth > MAX_DEPTH => return Err(too_complex()),
            None => self.costs.insert(id, None),
        };
        let own = stream.dict().get::<Dict<'_>>(RESOURCES).map(Resources::new);
        let content = stream.decoded_data().map_err(|_| Error::corrupt("PDF"))?;
        let cost = match own {
            Some(own) => self.content(&content, &own, depth),
            None => self.content(&content, outer, depth),
        }?;
        self.costs.insert(id, Some(cost));
        Ok(cost)
    }
}

fn too_complex() -> Error {
    Error::new(ErrorKind::TooComplex, "the PDF page draws too many things")
}
