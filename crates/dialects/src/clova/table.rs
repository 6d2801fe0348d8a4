use document::{Document, FieldKey, Mask};

use super::item::Item;
use crate::ordered::Ordered;

/// Which of the two products writes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wire {
    /// CLOVA OCR: items with `keyText` and `confidenceScore`.
    Ocr,
    /// CLOVA eKYC: items without these, and with `maskingText` where something is masked.
    Ekyc,
}

/// Which keys an item has besides its text and where it stands.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// None.
    Plain,
    /// `maskingPolys`, without `formatted`.
    Hidden(Mask),
    /// `formatted.value` and `maskingPolys`, which is empty without a mask.
    Text(Option<Mask>),
    /// `formatted.value` as the text is printed, and an empty `maskingPolys`.
    Printed,
    /// `formatted.{year,month,day}` and `maskingPolys`.
    Date(Option<Mask>),
}

/// One row of the vendor's tables of fields.
pub(super) struct Row {
    /// The key on the wire.
    pub(super) name: &'static str,
    /// The field behind it.
    pub(super) key: FieldKey,
    /// How CLOVA OCR writes it; None where its tables lack it.
    pub(super) ocr: Option<Shape>,
    /// How CLOVA eKYC writes it; None where its tables lack it.
    pub(super) ekyc: Option<Shape>,
    /// Whether every document of that type shows it.
    pub(super) mandatory: bool,
}

impl Row {
    pub(super) fn shape(&self, wire: Wire) -> Option<Shape> {
        match wire {
            Wire::Ocr => self.ocr,
            Wire::Ekyc => self.ekyc,
        }
    }
}

/// A field that every document of the type shows.
pub(super) const fn always(name: &'static str, key: FieldKey, shape: Shape) -> Row {
    Row { name, key, ocr: Some(shape), ekyc: Some(shape), mandatory: true }
}

/// A field that some documents of the type lack.
pub(super) const fn at_times(name: &'static str, key: FieldKey, shape: Shape) -> Row {
    Row { mandatory: false, ..always(name, key, shape) }
}

/// The document's fields in the order of the table; one that was not read is left out `[C]`.
pub(super) fn fields(rows: &[Row], wire: Wire, document: &Document) -> Ordered<Vec<Item>> {
    let written = rows.iter().filter_map(|row| {
        let shape = row.shape(wire)?;
        let fields = document.fields.iter().filter(|field| field.key == row.key);
        let items = fields.map(|field| Item::new(field, shape, wire)).collect::<Vec<_>>();
        (!items.is_empty()).then_some((row.name, items))
    });
    Ordered(written.collect())
}
