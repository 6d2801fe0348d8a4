use document::{Field, Mask, Point, Quad};
use serde::Serialize;

use super::table::{Shape, Wire};

/// One reading of one field. Every field of a card is an array of these, also the four that one page of the vendor
/// calls a bare `TextBlock`: its own SDK decodes arrays (CLOVA eKYC mobile SDK, document result `[A]`).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item {
    // Not masked: the asterisks in the vendor's examples are the documentation's [B].
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    formatted: Option<Formatted>,
    /// The printed caption, empty in the vendor's examples.
    #[serde(skip_serializing_if = "Option::is_none")]
    key_text: Option<String>,
    /// `0..=1`. Always 0.0 in the vendor's examples; a real value does no harm `[B]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence_score: Option<f32>,
    bounding_polys: Vec<Polygon>,
    #[serde(skip_serializing_if = "Option::is_none")]
    masking_polys: Option<Vec<Polygon>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    masking_text: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Formatted {
    Text { value: String },
    // Strings of the form yyyy, MM and dd [A]; empty for a part that the document leaves open [X].
    Date { year: String, month: String, day: String },
}

/// A closed line, clockwise from the text's top left, in pixels of the picture as sent; points may lie outside.
#[derive(Serialize)]
pub(crate) struct Polygon {
    vertices: [Vertex; 4],
}

#[derive(Serialize)]
pub(crate) struct Vertex {
    x: f32,
    y: f32,
}

impl Item {
    pub(super) fn new(field: &Field, shape: Shape, wire: Wire) -> Self {
        let (formatted, mask, has_masks) = match shape {
            Shape::Plain => (None, None, false),
            Shape::Hidden(mask) => (None, Some(mask), true),
            Shape::Text(mask) => (text(field), mask, true),
            Shape::Printed => (printed(field), None, true),
            Shape::Date(mask) => (date(field), mask, true),
        };
        let mask = mask.map(|mask| field.masked_by(mask));
        let quads = field.lines.iter().map(|line| line.on_photo).collect::<Vec<_>>();
        let is_ocr = wire == Wire::Ocr;
        Self {
            masking_text: mask.filter(|_| !is_ocr).map(|mask| masked(mask, field, formatted.as_ref())),
            masking_polys: has_masks
                .then(|| mask.and_then(|mask| mask.area(&field.text, &quads)).iter().map(Polygon::from).collect()),
            formatted,
            key_text: is_ocr.then(|| field.caption.clone().unwrap_or_default()),
            confidence_score: is_ocr.then(|| field.confidence.get()),
            bounding_polys: quads.iter().map(Polygon::from).collect(),
            text: field.text.clone(),
        }
    }
}

fn text(field: &Field) -> Option<Formatted> {
    Some(Formatted::Text { value: field.value.clone()? })
}

/// The text itself, where the document gives its value in a form that the wire does not have.
fn printed(field: &Field) -> Option<Formatted> {
    field.value.as_ref().map(|_| Formatted::Text { value: field.text.trim().to_owned() })
}

fn date(field: &Field) -> Option<Formatted> {
    let mut parts = field.value.as_deref()?.split('-').map(str::to_owned);
    let mut part = || parts.next().unwrap_or_default();
    Some(Formatted::Date { year: part(), month: part(), day: part() })
}

/// The text with asterisks over what is masked. It is as long as the formatted value: eleven characters of a date
/// come with ten asterisks, the length of yyyy.MM.dd (CLOVA eKYC Document API, identity card example `[A]`).
fn masked(mask: Mask, field: &Field, formatted: Option<&Formatted>) -> String {
    match formatted {
        Some(Formatted::Date { .. }) => "*".repeat("yyyy.MM.dd".len()),
        Some(Formatted::Text { value }) => mask.hide(value),
        None => mask.hide(&field.text),
    }
}

impl From<&Quad> for Polygon {
    fn from(quad: &Quad) -> Self {
        Self { vertices: vertices(quad) }
    }
}

/// The corners alone, where the wire has no object around them.
pub(crate) fn vertices(quad: &Quad) -> [Vertex; 4] {
    quad.corners().map(|Point { x, y }| Vertex { x, y })
}
