use std::fmt;
use std::sync::Arc;

use document::{Confidence, Quad, Turn};
use fields::Recognition;
use mrz::{FieldKey, Finding, Format};
use ocr::text::Script;
use serde::Serialize;

/// What was read from one picture.
///
/// Everything here is personal data: `Debug` prints counts and sizes only, and there is no `Display`. `Serialize`
/// gives the whole content, for the answer to whoever sent the picture.
#[derive(Clone, PartialEq, Serialize)]
pub struct Reading {
    /// The picture as it was sent.
    pub photo: PhotoInfo,
    /// The documents found, the surest first; empty when the photo shows none.
    pub sheets: Vec<SheetReading>,
    /// Where the time went.
    pub milliseconds: Milliseconds,
}

impl Reading {
    /// The zones of all sheets, in the order of the sheets.
    pub fn zones(&self) -> impl Iterator<Item = &MrzReading> {
        self.sheets.iter().filter_map(|sheet| sheet.mrz.as_ref())
    }
}

/// The picture as it was sent, upright (after its EXIF orientation).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PhotoInfo {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The file format, told by its content.
    #[serde(serialize_with = "format_name")]
    pub format: imaging::Format,
}

/// One document in the photo.
#[derive(Clone, PartialEq, Serialize)]
pub struct SheetReading {
    /// Its corners in pixels of the upright photo as sent, beginning with the document's own top left. Corners may
    /// lie outside the photo when the document does.
    pub quad: Quad,
    /// How far the document is turned clockwise in the photo, to the nearest quarter.
    pub turn: Turn,
    /// How sure it is that this is a document.
    pub score: Confidence,
    /// Whether it is seen without colour, as on a photocopy; None when that cannot be told, or print was not wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_greyscale: Option<bool>,
    /// Its machine-readable zone, when it has one.
    pub mrz: Option<MrzReading>,
    /// Its lines of print, from top to bottom, those of the zone included; None unless they were wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Vec<TextLine>>,
    /// What its print means: its kind, fields, findings and masks; None unless print was wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recognition: Option<Recognition>,
}

impl SheetReading {
    /// A document whose print was not read.
    pub fn new(quad: Quad, turn: Turn, score: Confidence, mrz: Option<MrzReading>) -> Self {
        Self { quad, turn, score, is_greyscale: None, mrz, text: None, recognition: None }
    }
}

/// A line of print: words of one size in a row.
#[derive(Clone, PartialEq, Serialize)]
pub struct TextLine {
    /// What it says.
    pub text: String,
    /// How sure it is that every character is right.
    pub confidence: Confidence,
    /// Where it stands, in pixels of the upright photo as sent, from its own top left: the first side runs in reading
    /// direction.
    pub quad: Quad,
    /// Its scripts (ISO 15924), in the order in which they occur; none for digits and signs alone.
    pub scripts: Vec<Script>,
    /// Its words, in reading order.
    pub words: Vec<TextWord>,
    /// Id of the network that read it.
    pub model: String,
}

impl TextLine {
    /// Moves it and its words to where `map` says that their quads are.
    pub(crate) fn move_to(&mut self, map: impl Fn(&Quad) -> Quad) {
        self.quad = map(&self.quad);
        self.words.iter_mut().for_each(|word| word.quad = map(&word.quad));
    }
}

/// A word of a line.
#[derive(Clone, PartialEq, Serialize)]
pub struct TextWord {
    /// What it says.
    pub text: String,
    /// How sure it is that every character is right.
    pub confidence: Confidence,
    /// Where it stands, as for the line.
    pub quad: Quad,
}

/// A machine-readable zone (ICAO Doc 9303 parts 3 to 7, and the national variants of [`Format`]).
#[derive(Clone, PartialEq, Serialize)]
pub struct MrzReading {
    /// Which layout it follows.
    pub format: Format,
    /// Its lines, from top to bottom.
    pub lines: Vec<MrzLine>,
    /// Its fields, in the order of the layout.
    pub fields: Vec<MrzField>,
    /// What is to be said of the zone as a whole; findings of one field are with the field.
    pub findings: Vec<Finding>,
    /// Whether every check digit that the layout prescribes is there and right. Names, nationality, sex and issuing
    /// state carry none.
    pub check_digits_valid: bool,
}

impl MrzReading {
    /// The first field of that name.
    pub fn field(&self, key: FieldKey) -> Option<&MrzField> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The least confidence that any field claims; none for a zone without fields.
    pub fn weakest(&self) -> Option<Confidence> {
        self.fields.iter().map(|field| field.confidence).reduce(Confidence::min)
    }
}

/// One line of a zone.
#[derive(Clone, PartialEq, Serialize)]
pub struct MrzLine {
    /// Its characters, of `0-9A-Z<`, as many as the layout says.
    pub text: String,
    /// How sure it is that every character is right.
    pub confidence: Confidence,
    /// Where it stands, in pixels of the upright photo as sent.
    pub quad: Quad,
}

/// One field of a zone.
#[derive(Clone, PartialEq, Serialize)]
pub struct MrzField {
    /// Its name.
    pub key: FieldKey,
    /// Its characters in the zone, filler included.
    pub raw: String,
    /// Its normalised value: ISO 8601 dates, names with blanks, no filler. None when the characters have no valid
    /// meaning or the field is empty.
    pub value: Option<String>,
    /// How sure it is that every character is right.
    pub confidence: Confidence,
    /// Where it stands, in pixels of the upright photo as sent.
    pub quad: Quad,
    /// What is to be said of this field.
    pub findings: Vec<Finding>,
}

/// Wall-clock milliseconds of each stage; stages that run per sheet are summed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Milliseconds {
    /// Bytes to pixels.
    pub decode: f32,
    /// Finding the documents.
    pub locate: f32,
    /// Straightening them.
    pub rectify: f32,
    /// Finding lines of text.
    pub spot: f32,
    /// Reading the lines.
    pub recognise: f32,
    /// Grammar, check digits and corrections; with print, kinds and fields, too.
    pub decide: f32,
    /// Finding and reading lines of print, where they were wanted.
    pub text: f32,
    /// From the first byte to the answer; more than the sum of the others.
    pub total: f32,
}

/// What is wanted of a picture, and for how long.
#[derive(Clone, Default)]
pub struct Wanted {
    /// Every line of print, not the machine-readable zone alone.
    pub text: bool,
    /// Asked between the stages and within long ones: when it says so, nobody waits for the answer any more and the reading
    /// ends with an error.
    pub cancelled: Option<Arc<dyn Fn() -> bool + Send + Sync>>,
}

impl Wanted {
    /// Everything that can be read.
    pub fn everything() -> Self {
        Self { text: true, cancelled: None }
    }

    /// The error when nobody waits any more.
    pub(crate) fn check(&self) -> Result<(), crate::Error> {
        match &self.cancelled {
            Some(cancelled) if cancelled() => Err(crate::Error::cancelled()),
            _ => Ok(()),
        }
    }
}

/// Reads pictures as the stages for print get them: to measure these alone.
pub trait ReadPrint {
    /// Reads the print of a picture that shows one straightened sheet and nothing else.
    ///
    /// # Errors
    /// As for [`ReadPrint::read_line`].
    fn read_sheet(&self, bytes: &[u8]) -> Result<Reading, crate::Error>;

    /// Reads a picture that shows one line of print and nothing else.
    ///
    /// # Errors
    /// When the bytes are no picture within the limits, or there is no network that reads print.
    fn read_line(&self, bytes: &[u8]) -> Result<TextLine, crate::Error>;
}

/// Reads pictures. The one seam between the rooms above and the pipeline, so that they can be tested with a fake.
///
/// Clock and calendar are the implementor's: whoever builds the reader for a process gives it both.
pub trait Read: Send + Sync {
    /// Reads one picture.
    ///
    /// # Errors
    /// When the work could not be done: the bytes are no picture within the limits, or the machine failed. A photo
    /// without a document, or a document that is bad, is an answer.
    fn read(&self, bytes: &[u8], wanted: &Wanted) -> Result<Reading, crate::Error>;
}

fn format_name<S: serde::Serializer>(format: &imaging::Format, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format.name().to_ascii_lowercase())
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("photo", &self.photo)
            .field("sheets", &self.sheets)
            .field("milliseconds", &self.milliseconds)
            .finish()
    }
}

impl fmt::Debug for SheetReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SheetReading")
            .field("turn", &self.turn)
            .field("score", &self.score)
            .field("mrz", &self.mrz)
            .field("text", &self.text.as_ref().map(Vec::len))
            .field("recognition", &self.recognition)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for TextLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextLine").field("confidence", &self.confidence).finish_non_exhaustive()
    }
}

impl fmt::Debug for TextWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextWord").field("confidence", &self.confidence).finish_non_exhaustive()
    }
}

impl fmt::Debug for MrzReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MrzReading")
            .field("format", &self.format)
            .field("lines", &self.lines.len())
            .field("fields", &self.fields.len())
            .field("check_digits_valid", &self.check_digits_valid)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for MrzLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MrzLine").field("confidence", &self.confidence).finish_non_exhaustive()
    }
}

impl fmt::Debug for MrzField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MrzField").field("key", &self.key).field("confidence", &self.confidence).finish_non_exhaustive()
    }
}
