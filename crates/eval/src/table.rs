use std::fmt;

use crate::outcome::{Fault, Outcome};
use crate::report::{Bin, Report, Slice};

type Column = (&'static str, fn(&Slice) -> String);

/// Whether a table has anything to tell, and its columns.
type Table = (fn(&Slice) -> bool, &'static [Column]);

/// Each fits a terminal of 140 columns.
const TABLES: [Table; 5] = [
    (
        |_| true,
        &[
            ("pictures", |s| s.pictures.to_string()),
            ("errors", |s| s.errors.to_string()),
            ("quad IoU mean", |s| or_dash(s.sheets.mean_iou, 3)),
            ("IoU >= 0.9", |s| s.sheets.at_least_90.to_string()),
            ("and upright", |s| s.sheets.at_least_90_upright.to_string()),
            ("ms p50", |s| or_dash(s.milliseconds.work_p50, 1)),
            ("ms p95", |s| or_dash(s.milliseconds.work_p95, 1)),
            ("decode p50", |s| or_dash(s.milliseconds.decode_p50, 1)),
            ("decode p95", |s| or_dash(s.milliseconds.decode_p95, 1)),
        ],
    ),
    (
        |s| s.mrz.found.of > 0,
        &[
            ("MRZ found", |s| s.mrz.found.to_string()),
            ("MRZ exact", |s| s.mrz.exact.to_string()),
            ("exact, invalid as printed", |s| s.mrz.exact_invalid_as_printed.to_string()),
            ("CER %", |s| percent(s.mrz.character_error_rate)),
            ("CER % of found", |s| percent(s.mrz.character_error_rate_found)),
        ],
    ),
    (
        |s| s.mrz.found.of + s.mrz.false_on_negatives.of > 0,
        &[
            ("silent wrong", |s| s.mrz.silent_wrong.to_string()),
            ("and all fields > 0.95", |s| s.mrz.silent_wrong_and_sure.to_string()),
            ("false MRZ on negatives", |s| s.mrz.false_on_negatives.to_string()),
        ],
    ),
    (
        |s| s.print.exact.of + s.print.values.of > 0,
        &[
            ("lines found", |s| s.print.recall.to_string()),
            ("precision", |s| s.print.precision.to_string()),
            ("lines exact", |s| s.print.exact.to_string()),
            ("CER %", |s| percent(s.print.character_error_rate)),
            ("words in the text", |s| s.print.words.to_string()),
            ("values in the text", |s| s.print.values.to_string()),
        ],
    ),
    (
        |s| s.documents.kind.of > 0,
        &[
            ("kind", |s| s.documents.kind.to_string()),
            ("generation", |s| s.documents.definition.to_string()),
            ("confident and right", |s| s.documents.confident_right.to_string()),
            ("exposed under masks", |s| s.documents.exposed.to_string()),
        ],
    ),
];

impl fmt::Display for Report {
    /// The tables; shares with their count and 95 % interval.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (_, columns)) in TABLES.iter().filter(|(tells, _)| tells(&self.total)).enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            let heads = std::iter::once("folder").chain(columns.iter().map(|(head, _)| *head)).map(str::to_owned);
            let slices = self.slices.iter().chain([&self.total]);
            let rows = slices.map(|slice| {
                std::iter::once(slice.name.clone()).chain(columns.iter().map(|(_, cell)| cell(slice))).collect()
            });
            table(f, heads.collect(), rows)?;
        }
        if self.total.mrz.found.of > 0 {
            reliability(f, "field confidence", &self.total.reliability)?;
        }
        let documents = &self.total.documents;
        if documents.kind.of > 0 {
            writeln!(f)?;
            let heads = ["width of the document", "fields exact", "all of a document"].map(str::to_owned);
            let bands = documents
                .widths
                .iter()
                .map(|band| vec![range(band.from, band.to), band.fields.to_string(), band.whole.to_string()]);
            table(f, heads.to_vec(), bands)?;
            writeln!(f)?;
            let keys = documents.keys.iter().map(|(key, share)| vec![name_of(key), share.to_string()]);
            table(f, vec!["field".to_owned(), "exact".to_owned()], keys)?;
        }
        let print = &self.total.print;
        if print.exact.of > 0 {
            writeln!(f)?;
            let heads = ["line", "glyph height", "exact", "CER %"].map(str::to_owned);
            let bands = print.bands.iter().map(|band| {
                let script = format!("{:?}", band.script).to_lowercase();
                vec![script, range(band.from, band.to), band.exact.to_string(), percent(band.character_error_rate)]
            });
            table(f, heads.to_vec(), bands)?;
            reliability(f, "line confidence", &print.reliability)?;
        }
        writeln!(f, "\nShares are count/of, percent and 95 % interval (Wilson). Milliseconds exclude decoding.")
    }
}

fn range(from: f32, to: f32) -> String {
    if to.is_finite() { format!("{from} to {to} px") } else { format!("from {from} px") }
}

/// The wire name of a unit variant.
fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What was claimed against what was right.
fn reliability(f: &mut fmt::Formatter<'_>, head: &str, bins: &[Bin]) -> fmt::Result {
    writeln!(f)?;
    let rows =
        bins.iter().map(|bin| vec![format!("{} to {}", bin.from, bin.to), percent(bin.said), bin.right.to_string()]);
    table(f, vec![head.to_owned(), "said %".to_owned(), "right".to_owned()], rows)
}

/// Left-aligned columns under their heads.
fn table(f: &mut fmt::Formatter<'_>, heads: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> fmt::Result {
    let columns = heads.len();
    let rows: Vec<Vec<String>> = std::iter::once(heads).chain(rows).collect();
    let widths: Vec<usize> =
        (0..columns).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        writeln!(f, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

impl fmt::Display for Outcome {
    /// One picture for someone looking for faults: what it came to, then the true and the read lines with differences
    /// marked where they differ. Holds field values: for the terminal of whoever has the pictures, never for a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(error) = &self.error {
            write!(f, " error: {error};")?;
        }
        match self.quad {
            Some(quad) => {
                write!(f, " IoU {:.3}{};", quad.iou, if quad.upright { "" } else { " not upright" })?;
            }
            None => write!(f, " {} sheets;", self.sheets)?,
        }
        if let Some((decode, work)) = self.milliseconds {
            write!(f, " {work:.0} ms (decode {decode:.0});")?;
        }
        if let Some(document) = &self.document {
            let read = document.read.as_deref().unwrap_or("nothing");
            write!(f, " {} read as {read};", document.truth)?;
            if document.is_exposed() {
                write!(f, " {} CHARACTERS EXPOSED UNDER MASKS;", document.exposed)?;
            }
            if document.is_confident && !document.mandatory_right {
                write!(f, " CONFIDENT AND WRONG;")?;
            }
            for field in document.fields.iter().filter(|field| !field.right()) {
                let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
                let key = name_of(&field.key);
                write!(f, "\n    {key}: truth {}, read {}", or_none(&field.truth), or_none(&field.read))?;
            }
        }
        if let Some(print) = &self.print {
            // Where fields are compared, what is wrong in a line that matters stands above.
            for line in print.lines.iter().filter(|line| self.document.is_none() && !line.exact()) {
                write!(f, "\n    line: truth {}, read {}", line.truth, line.read.as_deref().unwrap_or("-"))?;
            }
            for value in print.values.iter().filter(|value| !value.found) {
                write!(f, "\n    {}: {} is not in the text", value.key, value.value)?;
            }
        }
        let Some(zone) = &self.zone else { return write!(f, " no zone, rightly") };
        let word = match zone.fault() {
            None => "exact",
            Some(Fault::Missed) => "MISSED",
            Some(Fault::Differs) => "differs",
            Some(Fault::False) => "FALSE ZONE",
            Some(Fault::Silent) => "SILENT WRONG",
            Some(Fault::SilentAndSure) => "SILENT WRONG AND SURE",
        };
        write!(f, " {word}")?;
        if let Some(weakest) = zone.weakest {
            write!(f, ", weakest field {weakest:.3}")?;
        }
        if zone.distance > 0 && !zone.read.is_empty() {
            for line in zone.alignments() {
                write!(f, "\n    truth {}\n    read  {}\n          {}", line.truth, line.read, line.marks.trim_end())?;
            }
        }
        Ok(())
    }
}

/// Of a share of 1.
fn percent(share: Option<f64>) -> String {
    or_dash(share.map(|share| share as f32 * 100.0), 2)
}

fn or_dash(value: Option<f32>, decimals: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.decimals$}"))
}
