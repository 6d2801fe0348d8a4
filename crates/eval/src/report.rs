use std::collections::BTreeMap;

use serde::Serialize;

use crate::documents::{DocumentOutcome, Documents};
use crate::outcome::{Fault, Outcome, Verdict, ZoneOutcome};
use crate::print::{LineOutcome, PrintOutcome, ScriptGroup};
use crate::stats::{Share, percentile};

/// What a folder of pictures comes to: each sub-folder, everything, and every picture.
#[derive(Clone, Serialize)]
pub struct Report {
    /// By sub-folder, in alphabetical order.
    pub slices: Vec<Slice>,
    /// All pictures together.
    pub total: Slice,
    /// Every picture, in the order of the index.
    pub pictures: Vec<Outcome>,
}

/// Some of the pictures, counted.
#[derive(Clone, Serialize)]
pub struct Slice {
    /// Name of the sub-folder, or `total`.
    pub name: String,
    /// How many pictures.
    pub pictures: usize,
    /// How many were refused with an error.
    pub errors: usize,
    /// How well documents are found.
    pub sheets: Sheets,
    /// How well zones are read.
    pub mrz: Mrz,
    /// How well print is read.
    pub print: Print,
    /// How well documents are read.
    pub documents: Documents,
    /// How far the confidence of fields can be relied on.
    pub reliability: Vec<Bin>,
    /// How long it takes.
    pub milliseconds: Times,
}

/// Fields or lines whose confidence lies in a range: when confidence is calibrated, as many are right as were said to be.
///
/// The reliability diagram of Guo et al., "On Calibration of Modern Neural Networks" (2017), as a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Least confidence of the range.
    pub from: f32,
    /// End of the range, itself left out but for the last one.
    pub to: f32,
    /// Mean confidence.
    pub said: Option<f64>,
    /// How many are right.
    pub right: Share,
}

/// How well documents are found, over the pictures whose truth says where one lies.
#[derive(Clone, Serialize)]
pub struct Sheets {
    /// Mean intersection over union, whichever corner comes first.
    pub mean_iou: Option<f32>,
    /// With an intersection over union of at least 0.9.
    pub at_least_90: Share,
    /// The same, and the right way up.
    pub at_least_90_upright: Share,
}

/// How well zones are read.
#[derive(Clone, Serialize)]
pub struct Mrz {
    /// A zone read at all, of the pictures that show one.
    pub found: Share,
    /// Every character right, of those whose check digits are right as printed.
    pub exact: Share,
    /// Every character right, of those printed with a wrong check digit.
    pub exact_invalid_as_printed: Share,
    /// Wrong, yet all check digits said to be right, of the pictures that show a zone.
    pub silent_wrong: Share,
    /// The same, and every field claims a confidence above 0.95.
    pub silent_wrong_and_sure: Share,
    /// A zone read where there is none, of the pictures that show none.
    pub false_on_negatives: Share,
    /// Characters inserted, dropped or changed, of all true characters; a missed zone counts whole.
    pub character_error_rate: Option<f64>,
    /// The same over the zones that were found.
    pub character_error_rate_found: Option<f64>,
}

/// How well print is read.
#[derive(Clone, Serialize)]
pub struct Print {
    /// True lines on which a line was read: an intersection over union of at least 0.5.
    pub recall: Share,
    /// Lines read that lie on a true line.
    pub precision: Share,
    /// True lines with every character right, of all.
    pub exact: Share,
    /// Characters inserted, dropped or changed, of all true characters; a line that was not found counts whole.
    pub character_error_rate: Option<f64>,
    /// Printed words of at least three letters or digits that occur in the text, wherever.
    pub words: Share,
    /// Values of the truth (numbers, names, dates, addresses) that occur in the text, wherever.
    pub values: Share,
    /// By script and height; those that occur.
    pub bands: Vec<Band>,
    /// How far the confidence of lines can be relied on.
    pub reliability: Vec<Bin>,
}

/// Lines of one script and about one size.
#[derive(Clone, Serialize)]
pub struct Band {
    /// The script.
    pub script: ScriptGroup,
    /// Least height of the glyphs, in pixels.
    pub from: f32,
    /// End of the range of heights, itself left out.
    pub to: f32,
    /// Lines with every character right, of all.
    pub exact: Share,
    /// Characters inserted, dropped or changed, of all true characters.
    pub character_error_rate: Option<f64>,
}

impl Print {
    /// Ends of the bands of glyph height, in pixels.
    const HEIGHTS: [f32; 4] = [0.0, 8.0, 14.0, f32::INFINITY];

    fn new(outcomes: &[&Outcome]) -> Self {
        let prints: Vec<&PrintOutcome> = outcomes.iter().filter_map(|outcome| outcome.print.as_ref()).collect();
        let lines: Vec<&LineOutcome> = prints.iter().flat_map(|print| &print.lines).collect();
        let found: usize = prints.iter().map(|print| print.read).sum();
        let bands =
            ScriptGroup::ALL.iter().flat_map(|script| Self::HEIGHTS.windows(2).map(move |ends| (*script, ends)));
        let band = |(script, ends): (ScriptGroup, &[f32])| {
            let inside =
                |line: &&&LineOutcome| line.script == script && line.height >= ends[0] && line.height < ends[1];
            let those: Vec<&LineOutcome> = lines.iter().filter(inside).copied().collect();
            (!those.is_empty()).then(|| Band {
                script,
                from: ends[0],
                to: ends[1],
                exact: Share::count(those.iter().map(|line| line.exact())),
                character_error_rate: line_error_rate(&those),
            })
        };
        Self {
            recall: Share::count(lines.iter().map(|line| line.read.is_some())),
            precision: Share::new(prints.iter().map(|print| print.matched).sum(), found),
            exact: Share::count(lines.iter().map(|line| line.exact())),
            character_error_rate: line_error_rate(&lines),
            words: Share::new(
                prints.iter().map(|print| print.words_in_text).sum(),
                prints.iter().map(|print| print.words).sum(),
            ),
            values: Share::count(prints.iter().flat_map(|print| &print.values).map(|value| value.found)),
            bands: bands.filter_map(band).collect(),
            reliability: Bin::all(lines.iter().filter_map(|line| Some((line.confidence?, line.exact())))),
        }
    }
}

fn line_error_rate(lines: &[&LineOutcome]) -> Option<f64> {
    let all: usize = lines.iter().map(|line| line.truth.chars().count()).sum();
    let wrong: usize = lines.iter().map(|line| line.distance).sum();
    (all > 0).then(|| wrong as f64 / all as f64)
}

/// Wall-clock milliseconds over the pictures that were read.
#[derive(Clone, Serialize)]
pub struct Times {
    /// Median of everything but decoding.
    pub work_p50: Option<f32>,
    /// 95th percentile of everything but decoding.
    pub work_p95: Option<f32>,
    /// Median of decoding.
    pub decode_p50: Option<f32>,
    /// 95th percentile of decoding.
    pub decode_p95: Option<f32>,
}

impl Report {
    /// Counts the outcomes by slice and in total.
    pub fn new(pictures: Vec<Outcome>) -> Self {
        let mut by_slice: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
        for outcome in &pictures {
            by_slice.entry(&outcome.slice).or_default().push(outcome);
        }
        let slices = by_slice.into_iter().map(|(name, outcomes)| Slice::new(name, &outcomes)).collect();
        let total = Slice::new("total", &pictures.iter().collect::<Vec<_>>());
        Self { slices, total, pictures }
    }
}

impl Slice {
    fn new(name: &str, outcomes: &[&Outcome]) -> Self {
        let documents: Vec<&DocumentOutcome> =
            outcomes.iter().filter_map(|outcome| outcome.document.as_ref()).collect();
        Self {
            name: name.to_owned(),
            pictures: outcomes.len(),
            errors: outcomes.iter().filter(|outcome| outcome.error.is_some()).count(),
            sheets: Sheets::new(outcomes),
            mrz: Mrz::new(outcomes),
            print: Print::new(outcomes),
            documents: Documents::new(&documents),
            reliability: Bin::all(
                outcomes
                    .iter()
                    .filter_map(|outcome| outcome.zone.as_ref())
                    .flat_map(|zone| zone.fields.iter().map(|field| (field.confidence, field.right))),
            ),
            milliseconds: Times::new(outcomes),
        }
    }
}

impl Bin {
    /// Narrow where most fields are.
    const EDGES: [f32; 8] = [0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0];

    /// From confidences and whether each was right.
    fn all(claims: impl Iterator<Item = (f32, bool)>) -> Vec<Self> {
        let claims: Vec<(f32, bool)> = claims.collect();
        let last = Self::EDGES.len() - 2;
        let bin = |(i, ends): (usize, &[f32])| {
            let inside = |c: f32| c >= ends[0] && (c < ends[1] || i == last);
            let those: Vec<_> = claims.iter().filter(|(confidence, _)| inside(*confidence)).collect();
            let sum: f64 = those.iter().map(|(confidence, _)| f64::from(*confidence)).sum();
            Self {
                from: ends[0],
                to: ends[1],
                said: (!those.is_empty()).then(|| sum / those.len() as f64),
                right: Share::count(those.iter().map(|(_, right)| *right)),
            }
        };
        Self::EDGES.windows(2).enumerate().map(bin).collect()
    }
}

impl Sheets {
    fn new(outcomes: &[&Outcome]) -> Self {
        let quads: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.quad).collect();
        let sum: f32 = quads.iter().map(|quad| quad.iou).sum();
        Self {
            mean_iou: (!quads.is_empty()).then(|| sum / quads.len() as f32),
            at_least_90: Share::count(quads.iter().map(|quad| quad.iou >= 0.9)),
            at_least_90_upright: Share::count(quads.iter().map(|quad| quad.iou >= 0.9 && quad.upright)),
        }
    }
}

impl Mrz {
    fn new(outcomes: &[&Outcome]) -> Self {
        let zones: Vec<&ZoneOutcome> =
            outcomes.iter().filter(|outcome| !outcome.negative).filter_map(|outcome| outcome.zone.as_ref()).collect();
        let exact = |printed_valid: bool| {
            let those = zones.iter().filter(|zone| zone.printed_valid == printed_valid);
            Share::count(those.map(|zone| zone.verdict == Verdict::Exact))
        };
        Self {
            found: Share::count(zones.iter().map(|zone| zone.verdict != Verdict::Missed)),
            exact: exact(true),
            exact_invalid_as_printed: exact(false),
            silent_wrong: Share::count(
                zones.iter().map(|zone| matches!(zone.fault(), Some(Fault::Silent | Fault::SilentAndSure))),
            ),
            silent_wrong_and_sure: Share::count(zones.iter().map(|zone| zone.fault() == Some(Fault::SilentAndSure))),
            false_on_negatives: Share::count(
                outcomes.iter().filter(|outcome| outcome.negative).map(|outcome| outcome.zone.is_some()),
            ),
            character_error_rate: error_rate(zones.iter().copied()),
            character_error_rate_found: error_rate(
                zones.iter().copied().filter(|zone| zone.verdict != Verdict::Missed),
            ),
        }
    }
}

fn error_rate<'a>(zones: impl Iterator<Item = &'a ZoneOutcome>) -> Option<f64> {
    let (wrong, all) = zones.fold((0, 0), |(wrong, all), zone| {
        (wrong + zone.distance, all + zone.truth.iter().map(String::len).sum::<usize>())
    });
    (all > 0).then(|| wrong as f64 / all as f64)
}

impl Times {
    fn new(outcomes: &[&Outcome]) -> Self {
        let (decode, work): (Vec<f32>, Vec<f32>) = outcomes.iter().filter_map(|outcome| outcome.milliseconds).unzip();
        Self {
            work_p50: percentile(&work, 0.5),
            work_p95: percentile(&work, 0.95),
            decode_p50: percentile(&decode, 0.5),
            decode_p95: percentile(&decode, 0.95),
        }
    }
}
