use document::Quad;
use serde::Serialize;

use crate::photo::{Photo, PlacedSheet};
use crate::sheet::SheetKind;

/// One line of an `index.jsonl`: what a drawn photo shows, in the form that `vidimus eval` reads.
#[derive(Serialize)]
pub struct Truth {
    /// Name of the picture.
    pub file: String,
    /// What is in it.
    pub kind: &'static str,
    /// How it was drawn.
    pub capture: String,
    /// Format of the zone; none when there is no zone.
    pub mrz_format: Option<String>,
    /// Lines of the zone.
    pub mrz: Option<Vec<String>>,
    /// Always `all valid` where there is a zone.
    pub mrz_check_digits: Option<&'static str>,
    /// Outline of the sheet with the zone, or of the first sheet.
    pub quad: Option<Quad>,
}

impl Truth {
    /// The truth of a photo that is stored as `file`. Of several sheets it tells of one with a zone.
    pub fn of(photo: &Photo, file: String, capture: String) -> Self {
        let sheet = photo.sheets.iter().find(|sheet| !sheet.zone.is_empty()).or(photo.sheets.first());
        let zone = sheet.filter(|sheet| !sheet.zone.is_empty());
        let format = |sheet: &PlacedSheet| match sheet.kind {
            SheetKind::Zone(format) => Some(format!("{format:?}")),
            SheetKind::CardFront | SheetKind::Page => None,
        };
        Self {
            file,
            kind: if sheet.is_some() { "drawn document" } else { "not a document" },
            capture,
            mrz_format: zone.and_then(format),
            mrz: zone.map(|sheet| sheet.zone.iter().map(|line| line.text.clone()).collect()),
            mrz_check_digits: zone.map(|_| "all valid"),
            quad: sheet.map(|sheet| sheet.quad),
        }
    }
}
