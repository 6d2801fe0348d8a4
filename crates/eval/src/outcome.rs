use document::Quad;
use reader::{MrzReading, Reading};
use serde::Serialize;

use crate::align::{Alignment, align};
use crate::documents::{DocumentOutcome, compare_document};
use crate::folder::Row;
use crate::print::{LineOutcome, PrintOutcome, ReadLine, compare_print, lines_read};

/// Above this, a field claims to be right; a wrong zone all of whose fields claim it is the worst answer there is.
const CLAIMED: f32 = 0.95;

/// One picture compared with its truth.
#[derive(Clone, Serialize)]
pub struct Outcome {
    /// Path of the picture inside its folder.
    pub file: String,
    /// The slice it counts in.
    pub slice: String,
    /// Why nothing was read, when it was refused.
    pub error: Option<String>,
    /// How many documents were found.
    pub sheets: usize,
    /// The nearest document, when the truth says where it lies.
    pub quad: Option<QuadOutcome>,
    /// The zone, when there is one in the truth or in the answer.
    pub zone: Option<ZoneOutcome>,
    /// Whether the truth has no zone.
    pub negative: bool,
    /// The print, when the truth tells of it and it was read.
    pub print: Option<PrintOutcome>,
    /// The document, when the truth tells of it.
    pub document: Option<DocumentOutcome>,
    /// Milliseconds of decoding and of all the rest; None when refused.
    pub milliseconds: Option<(f32, f32)>,
}

/// How near the nearest sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct QuadOutcome {
    /// Intersection over union, whichever corner comes first; 0 when no sheet was found.
    pub iou: f32,
    /// Whether its corners also come in the right order, so that the document is the right way up.
    pub upright: bool,
}

/// The nearest zone against the true one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ZoneOutcome {
    /// What it comes to.
    pub verdict: Verdict,
    /// Whether the true zone's check digits are right as printed.
    pub printed_valid: bool,
    /// The true lines.
    pub truth: Vec<String>,
    /// The lines read; empty when none.
    pub read: Vec<String>,
    /// Characters inserted, dropped or changed.
    pub distance: usize,
    /// Whether the answer says that all check digits are right.
    pub claims_valid: bool,
    /// The least confidence of any field; None without a zone.
    pub weakest: Option<f32>,
    /// Each field that was read, against the same field of the true zone; empty when there is no true zone of its format.
    pub fields: Vec<FieldOutcome>,
}

/// One field of a zone against the truth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FieldOutcome {
    /// How sure the answer was of it, `0..=1`.
    pub confidence: f32,
    /// Whether every character of it is right.
    pub right: bool,
}

impl ZoneOutcome {
    /// What is wrong with it, if anything is.
    pub fn fault(&self) -> Option<Fault> {
        match self.verdict {
            Verdict::Exact => None,
            Verdict::Missed => Some(Fault::Missed),
            Verdict::False => Some(Fault::False),
            Verdict::Differs if !self.claims_valid => Some(Fault::Differs),
            Verdict::Differs if self.weakest.is_some_and(|weakest| weakest > CLAIMED) => Some(Fault::SilentAndSure),
            Verdict::Differs => Some(Fault::Silent),
        }
    }

    /// The true lines over the lines read, with every difference marked.
    pub fn alignments(&self) -> Vec<Alignment> {
        let lines = self.truth.len().max(self.read.len());
        let line = |lines: &[String], i: usize| lines.get(i).cloned().unwrap_or_default();
        (0..lines).map(|i| align(&line(&self.truth, i), &line(&self.read, i))).collect()
    }
}

/// What a zone comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every line is the truth.
    Exact,
    /// A zone was read, and it is not the truth.
    Differs,
    /// None was read.
    Missed,
    /// One was read where there is none.
    False,
}

/// How bad a zone that is not exact is, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// None was read.
    Missed,
    /// Wrong, and a check digit says so.
    Differs,
    /// One was read where there is none.
    False,
    /// Wrong, yet every check digit is said to be right.
    Silent,
    /// The same, and every field claims a confidence above 0.95.
    SilentAndSure,
}

/// Compares what was read from a picture, or the reason why nothing was, with the truth.
///
/// With several sheets in one picture, the nearest one counts, for the quad and for the zone each.
pub fn compare(row: &Row, read: Result<&Reading, String>) -> Outcome {
    let reading = read.as_ref().ok();
    Outcome {
        file: row.file.clone(),
        slice: row.slice().to_owned(),
        error: read.as_ref().err().cloned(),
        sheets: reading.map_or(0, |reading| reading.sheets.len()),
        quad: row.quad.map(|truth| compare_quad(&truth, reading.copied())),
        zone: compare_zone(row, reading.copied()),
        negative: row.mrz.is_none() && row.words.is_empty(),
        print: lines_read(reading.copied()).and_then(|lines| compare_print(row, &lines)),
        document: compare_document(row, reading.copied()),
        milliseconds: reading.map(|reading| {
            let ms = reading.milliseconds;
            (ms.decode, (ms.total - ms.decode).max(0.0))
        }),
    }
}

/// Compares the lines that were read from a picture, or the reason why nothing was, with the truth of its print alone.
pub(crate) fn compare_lines(row: &Row, read: Result<&[ReadLine], String>) -> Outcome {
    let lines = read.as_ref().ok().copied().unwrap_or_default();
    Outcome {
        file: row.file.clone(),
        slice: row.slice().to_owned(),
        error: read.err(),
        sheets: 0,
        quad: None,
        zone: None,
        negative: false,
        print: match &row.text {
            Some(truth) => Some(compare_line(row, truth, lines)),
            None => compare_print(row, lines),
        },
        document: None,
        milliseconds: None,
    }
}

/// The one line of a picture, in however many pieces it was read.
fn compare_line(row: &Row, truth: &str, read: &[ReadLine]) -> PrintOutcome {
    let texts: Vec<&str> = read.iter().map(|line| line.text.as_str()).collect();
    let confidence = read.iter().filter_map(|line| line.confidence).min_by(f32::total_cmp);
    let line = ReadLine { text: texts.join(" "), quad: None, confidence };
    let line = LineOutcome::new(truth, row.glyph_height, (!read.is_empty()).then_some(&line));
    PrintOutcome { lines: vec![line], ..PrintOutcome::default() }
}

fn compare_quad(truth: &Quad, reading: Option<&Reading>) -> QuadOutcome {
    reading
        .into_iter()
        .flat_map(|reading| &reading.sheets)
        .map(|sheet| QuadOutcome { iou: truth.iou(&sheet.quad), upright: same_order(truth, &sheet.quad) })
        .max_by(|a, b| a.iou.total_cmp(&b.iou))
        .unwrap_or(QuadOutcome { iou: 0.0, upright: false })
}

/// Whether the corners lie nearer to the true ones as they are than after any turn.
fn same_order(truth: &Quad, found: &Quad) -> bool {
    let far = |quarters| -> f32 {
        truth.corners().iter().zip(found.relabel(quarters).corners()).map(|(a, b)| a.distance(*b)).sum()
    };
    (1..4).all(|quarters| far(0) <= far(quarters))
}

fn compare_zone(row: &Row, reading: Option<&Reading>) -> Option<ZoneOutcome> {
    let truth = row.mrz.clone().unwrap_or_default();
    let nearest = reading
        .into_iter()
        .flat_map(Reading::zones)
        .map(|zone| {
            let lines: Vec<String> = zone.lines.iter().map(|line| line.text.clone()).collect();
            (distance(&truth, &lines), zone, lines)
        })
        .filter(|(distance_to_truth, _, lines)| {
            row.other_mrz.iter().all(|other| distance(other, lines) > *distance_to_truth)
        })
        .min_by_key(|(distance, ..)| *distance);
    let outcome = |verdict, read, distance, zone: Option<&MrzReading>| ZoneOutcome {
        verdict,
        printed_valid: row.printed_valid(),
        truth: truth.clone(),
        read,
        distance,
        claims_valid: zone.is_some_and(|zone| zone.check_digits_valid),
        weakest: zone.and_then(MrzReading::weakest).map(|confidence| confidence.get()),
        fields: zone.map_or_else(Vec::new, |zone| compare_fields(&truth, zone)),
    };
    match (row.mrz.is_some(), nearest) {
        (false, None) => None,
        (false, Some((distance, zone, lines))) => Some(outcome(Verdict::False, lines, distance, Some(zone))),
        (true, None) => Some(outcome(Verdict::Missed, Vec::new(), truth.iter().map(String::len).sum(), None)),
        (true, Some((0, zone, lines))) => Some(outcome(Verdict::Exact, lines, 0, Some(zone))),
        (true, Some((distance, zone, lines))) => Some(outcome(Verdict::Differs, lines, distance, Some(zone))),
    }
}

fn distance(a: &[String], b: &[String]) -> usize {
    align(&a.join("\n"), &b.join("\n")).distance
}

/// Field by field, by the spans of the format that was read. A zone of other lines than the true one has none.
fn compare_fields(truth: &[String], zone: &MrzReading) -> Vec<FieldOutcome> {
    let lengths = zone.format.line_lengths();
    if truth.len() != lengths.len() || truth.iter().zip(lengths).any(|(line, length)| line.len() != *length) {
        return Vec::new();
    }
    let text = |lines: &[String], span: &mrz::Span| {
        lines.get(span.line).and_then(|line| line.get(span.start..span.end)).map(str::to_owned)
    };
    let read: Vec<String> = zone.lines.iter().map(|line| line.text.clone()).collect();
    let layout = zone.format.layout();
    let fields = zone.fields.iter().filter_map(|field| {
        let span = layout.field(field.key)?.span;
        Some(FieldOutcome { confidence: field.confidence.get(), right: text(truth, &span) == text(&read, &span) })
    });
    fields.collect()
}
