use std::fmt;

use document::{Confidence, Quad, Turn};

/// The print on one sheet: what the reader of lines saw, and where.
///
/// Everything here is personal data: `Debug` prints counts only, and there is no `Display`.
#[derive(Clone, PartialEq)]
pub struct Sheet {
    /// Its corners in pixels of the upright photo as sent, beginning with its own top left.
    pub outline: Quad,
    /// How far it is turned clockwise in the photo, to the nearest quarter.
    pub turn: Turn,
    /// Width of the straightened sheet in pixels.
    pub width: f32,
    /// Height of the straightened sheet in pixels.
    pub height: f32,
    /// Its lines of print, in any order.
    pub lines: Vec<Line>,
}

/// A line of print: words of one size in a row.
#[derive(Clone, PartialEq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// How sure it is that every character is right.
    pub confidence: Confidence,
    /// Where it stands in the photo, from the text's own top left.
    pub on_photo: Quad,
    /// Where it stands on the straightened sheet.
    pub on_sheet: Quad,
    /// Its words in reading order. With none, characters are laid out over the line by their usual widths.
    pub words: Vec<Word>,
    /// What it was first read as, when this is what it says after it was read again.
    pub first: Option<String>,
}

/// A word of a line, as for the line.
#[derive(Clone, PartialEq)]
pub struct Word {
    /// What it says, without blanks.
    pub text: String,
    /// How sure it is that every character is right.
    pub confidence: Confidence,
    /// Where it stands in the photo.
    pub on_photo: Quad,
    /// Where it stands on the straightened sheet.
    pub on_sheet: Quad,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet").field("lines", &self.lines.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").field("confidence", &self.confidence).finish_non_exhaustive()
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Word").field("confidence", &self.confidence).finish_non_exhaustive()
    }
}
