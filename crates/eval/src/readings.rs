use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::folder::{Error, json_lines};
use crate::print::ReadLine;

/// What an engine of any make read from the pictures of a folder.
pub struct Readings(BTreeMap<String, Vec<ReadLine>>);

/// One line of such a file.
#[derive(Deserialize)]
struct Entry {
    file: String,
    lines: Vec<ReadLine>,
}

impl Readings {
    /// Reads a file with one JSON object a line: `file`, the picture's path in its folder, and `lines`, each a [`ReadLine`]. Of two
    /// objects of one picture the last counts.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is no such object; the error names the line.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let entries: Vec<Entry> = json_lines(path)?;
        Ok(Self(entries.into_iter().map(|entry| (entry.file, entry.lines)).collect()))
    }

    /// The lines read of a picture; None when there is nothing of it.
    pub(crate) fn of(&self, file: &str) -> Option<&[ReadLine]> {
        self.0.get(file).map(Vec::as_slice)
    }
}
