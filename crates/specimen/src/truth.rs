use document::Quad;
use serde::Serialize;

use crate::korea::{KoreanPhoto, Plan, PrintedField};
use crate::line::LineStrip;
use crate::photo::{Photo, PlacedSheet};
use crate::sheet::SheetKind;
use crate::text::Script;
use crate::textpage::{PageWord, TextPage};

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
    /// What the sheet says; only of kinds whose fields are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentTruth>,
}

/// What a document in a photo says.
#[derive(Serialize)]
pub struct DocumentTruth {
    /// The definition of its kind.
    pub definition: &'static str,
    /// Whether its numbers pass their checks and its dates agree.
    pub valid: bool,
    /// Its width in pixels of the photo.
    pub width: f32,
    /// Its fields, on the photo.
    pub fields: Vec<PrintedField>,
}

impl Truth {
    /// The truth of a photo. Of several sheets it tells of one with a zone.
    pub fn of(photo: &Photo, capture: String) -> Self {
        let sheet = photo.sheets.iter().find(|sheet| !sheet.zone.is_empty()).or(photo.sheets.first());
        let zone = sheet.filter(|sheet| !sheet.zone.is_empty());
        let format = |sheet: &PlacedSheet| match sheet.kind {
            SheetKind::Zone(format) => Some(format!("{format:?}")),
            SheetKind::CardFront | SheetKind::Page | SheetKind::Paper => None,
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
            document: None,
        }
    }

    /// The truth of a photo of a Korean document.
    pub fn of_korean(shot: KoreanPhoto, plan: &Plan, capture: String) -> Self {
        let truth = Self::of(&shot.photo, capture);
        let width = truth.quad.map_or(0.0, |quad| quad.width());
        let document = DocumentTruth { definition: plan.definition, valid: plan.is_valid, width, fields: shot.fields };
        Self { document: Some(document), ..truth }
    }

    /// The folder that such pictures belong in, so that each format is measured by itself: `td3`, `mrva`, `no-zone`.
    pub fn slice(&self) -> String {
        self.mrz_format.as_ref().map_or_else(|| "no-zone".to_owned(), |format| format.to_lowercase())
    }
}

/// One line of an `index.jsonl` of text lines.
#[derive(Serialize)]
pub struct LineTruth<'a> {
    /// Name of the picture.
    pub file: String,
    /// What the line says.
    pub text: &'a str,
    /// What it is written in, as an ISO 15924 code; `Zyyy` for digits and signs.
    pub script: Script,
    /// Height of its capitals, or of its Hangul or Han bodies, in pixels of the photo it was cut from.
    pub glyph_height: f32,
}

impl<'a> LineTruth<'a> {
    /// The truth of a line that is stored as `file`.
    pub fn of(line: &'a LineStrip, file: String) -> Self {
        Self { file, text: &line.text.text, script: line.text.script, glyph_height: line.glyph_height }
    }
}

/// One line of an `index.jsonl` of text pages.
#[derive(Serialize)]
pub struct PageTruth<'a> {
    /// Name of the picture.
    pub file: String,
    /// Whether the page is upside down; the words' quads then begin at the page's bottom right.
    pub upside_down: bool,
    /// Every word.
    pub words: &'a [PageWord],
    /// What each line says, by the index that its words name; empty for a line whose words the camera cut off.
    pub lines: Vec<String>,
}

impl<'a> PageTruth<'a> {
    /// The truth of a page that is stored as `file`.
    pub fn of(page: &'a TextPage, file: String) -> Self {
        let count = page.words.iter().map(|word| word.line as usize + 1).max().unwrap_or(0);
        let mut lines = vec![String::new(); count];
        for word in &page.words {
            let line = &mut lines[word.line as usize];
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word.text);
        }
        Self { file, upside_down: page.upside_down, words: &page.words, lines }
    }
}
