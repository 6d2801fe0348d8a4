use document::Quad;
use serde::Serialize;

use crate::photo::{Photo, PlacedSheet};
use crate::sheet::SheetKind;

/// One line of an `index.jsonl`: what a drawn photo shows, in the form that `vidimus eval` reads.
#[derive(Serialize)]
pub struct Truth {
    /// Path of the picture beside the index; empty until it is stored.
    pub file: String,
    /// What is in it.
    pub kind: &'static str,
    /// How it was drawn.
    pub capture: String,
    /// Format of the zone; none when there is no zone.
    pub mrz_format: Option<String>,
    /// Lines of the zone.
    pub mrz: Option<Vec<String>>,
    /// Lines of the zones of all other sheets.
    pub other_mrz: Vec<Vec<String>>,
    /// Always `all valid` where there is a zone.
    pub mrz_check_digits: Option<&'static str>,
    /// Outline of the sheet with the zone, or of the first sheet.
    pub quad: Option<Quad>,
}

impl Truth {
    /// The truth of a photo. Of several sheets it tells of one with a zone.
    pub fn of(photo: &Photo, capture: String) -> Self {
        let sheet = photo.sheets.iter().find(|sheet| !sheet.zone.is_empty()).or(photo.sheets.first());
        let zone = sheet.filter(|sheet| !sheet.zone.is_empty());
        let format = |sheet: &PlacedSheet| match sheet.kind {
            SheetKind::Zone(format) => Some(format!("{format:?}")),
            SheetKind::CardFront | SheetKind::Page => None,
        };
        let lines = |sheet: &PlacedSheet| sheet.zone.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
        let others = photo.sheets.iter().filter(|other| zone.is_some_and(|zone| !std::ptr::eq(zone, *other)));
        Self {
            file: String::new(),
            kind: if sheet.is_some() { "drawn document" } else { "not a document" },
            capture,
            mrz_format: zone.and_then(format),
            mrz: zone.map(lines),
            other_mrz: others.filter(|other| !other.zone.is_empty()).map(lines).collect(),
            mrz_check_digits: zone.map(|_| "all valid"),
            quad: sheet.map(|sheet| sheet.quad),
        }
    }

    /// The folder that such pictures belong in, so that each format is measured by itself: `td3`, `mrva`, `no-zone`.
    pub fn slice(&self) -> String {
        self.mrz_format.as_ref().map_or_else(|| "no-zone".to_owned(), |format| format.to_lowercase())
    }
}
