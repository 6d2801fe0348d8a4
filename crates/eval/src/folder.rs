use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use document::Quad;
use reader::{Read, ReadPrint, Wanted};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::documents::TrueDocument;
use crate::outcome::{Outcome, compare, compare_lines};
use crate::print::{ReadLine, TrueWord};
use crate::readings::Readings;
use crate::report::Report;

/// One line of `index.jsonl`: a picture and what is true of it. Keys that this does not name are ignored.
#[derive(Clone, PartialEq, Deserialize)]
pub struct Row {
    /// Path of the picture inside the folder; its first part is the slice it is reported under.
    pub file: String,
    /// The lines of its zone, from top to bottom; none when it shows none.
    #[serde(default)]
    pub mrz: Option<Vec<String>>,
    /// The lines of further zones in the same picture, which are not measured: what reads like one of them is not taken
    /// for the zone.
    #[serde(default)]
    pub other_mrz: Vec<Vec<String>>,
    /// `all valid`, or which check digits are printed wrong. None is taken as valid.
    #[serde(default)]
    pub mrz_check_digits: Option<String>,
    /// Where the document lies: top left, top right, bottom right, bottom left of the document, in pixels of the
    /// upright photo. None when not known, or the scan has no background.
    #[serde(default)]
    pub quad: Option<Quad>,
    /// What is printed on a picture of one straightened sheet; empty when not known.
    #[serde(default)]
    pub words: Vec<TrueWord>,
    /// What a picture of a single line says; None when the picture is no such.
    #[serde(default)]
    pub text: Option<String>,
    /// Height of the glyphs of such a line, in pixels of the photo that it would come from.
    #[serde(default)]
    pub glyph_height: f32,
    /// Values that are printed on the document, by their keys; some are looked for in the text.
    #[serde(default)]
    pub fields: BTreeMap<String, serde_json::Value>,
    /// The document with every field; None when not known. Its print is read, wanted or not.
    #[serde(default)]
    pub document: Option<TrueDocument>,
}

impl Row {
    /// The folder of the picture.
    pub fn slice(&self) -> &str {
        self.file.split_once('/').map_or(".", |(folder, _)| folder)
    }

    /// Whether the check digits of its zone are right as printed.
    pub fn printed_valid(&self) -> bool {
        self.mrz_check_digits.as_deref().is_none_or(|text| text.starts_with("all valid"))
    }
}

/// A folder of pictures with an `index.jsonl`.
pub struct Folder {
    root: PathBuf,
    rows: Vec<Row>,
}

impl Folder {
    /// Reads the index of `root`.
    ///
    /// # Errors
    /// When the index cannot be read, or a line is not a [`Row`]; the error names the line.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let rows = json_lines(&root.join("index.jsonl"))?;
        Ok(Self { root: root.to_owned(), rows })
    }

    /// The rows of the index.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Reads the first `limit` pictures one after the other and compares each with its truth; `seen` hears of each.
    /// A picture that is missing or cannot be read counts as an error and as nothing found. A picture whose truth names
    /// words or one line is taken for a straightened sheet or a line, and its print is read.
    pub fn measure(
        &self,
        reader: &(impl Read + ReadPrint),
        wanted: &Wanted,
        limit: usize,
        seen: &mut dyn FnMut(&Outcome),
    ) -> Report {
        let outcomes = self
            .rows
            .iter()
            .take(limit)
            .map(|row| {
                let bytes = std::fs::read(self.root.join(&row.file)).map_err(|error| error.to_string());
                let outcome = match (bytes, &row.text) {
                    (Err(error), _) => compare(row, Err(error)),
                    (Ok(bytes), None) => {
                        let sheet = !row.words.is_empty();
                        let wanted = Wanted { text: wanted.text || row.document.is_some(), ..wanted.clone() };
                        let read = if sheet { reader.read_sheet(&bytes) } else { reader.read(&bytes, &wanted) };
                        compare(row, read.as_ref().map_err(ToString::to_string))
                    }
                    (Ok(bytes), Some(_)) => {
                        let line = reader.read_line(&bytes).map(|line| ReadLine::from(&line));
                        let line = line.as_ref().map(std::slice::from_ref).map_err(ToString::to_string);
                        compare_lines(row, line)
                    }
                };
                seen(&outcome);
                outcome
            })
            .collect();
        Report::new(outcomes)
    }

    /// Compares the print that another engine read with the truth of the first `limit` pictures; `seen` hears of each. A picture
    /// of which there is no reading counts as an error and as nothing found.
    pub fn judge(&self, readings: &Readings, limit: usize, seen: &mut dyn FnMut(&Outcome)) -> Report {
        let judged = |row: &Row| {
            let read = readings.of(&row.file).ok_or_else(|| "there is no reading of it".to_owned());
            let outcome = compare_lines(row, read);
            seen(&outcome);
            outcome
        };
        Report::new(self.rows.iter().take(limit).map(judged).collect())
    }
}

/// The values of a file that has one JSON object a line.
pub(crate) fn json_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Error> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error { place: path.display().to_string(), source: error.into() })?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line)
                .map_err(|error| Error { place: format!("{}:{}", path.display(), number + 1), source: error.into() })
        })
        .collect()
}

/// Why a folder or a file of readings cannot be measured.
#[derive(Debug)]
pub struct Error {
    place: String,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be read", self.place)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
