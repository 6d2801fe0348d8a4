//! Which format the lines have, and what stands at every position.
use document::Quad;
use mrz::{Format, char_of};

use crate::codes::restate;
use crate::lattice::{Decoded, decode, log_likelihood};
use crate::mrz_reader::LinePosteriors;
use crate::recogniser::Step;

/// When lines count as a machine-readable zone.
#[derive(Clone, Copy, Debug)]
pub struct DecideParams {
    /// Least mean log-likelihood of a symbol, in nats: how well the best format explains what the recogniser saw.
    pub min_log_likelihood: f32,
}

impl Default for DecideParams {
    fn default() -> Self {
        Self { min_log_likelihood: -0.5 }
    }
}

/// A zone as recognised, before check digits are weighed.
#[derive(Clone)]
pub struct ZoneRead {
    /// Its format.
    pub format: Format,
    /// Its lines.
    pub lines: Vec<LineRead>,
    /// Mean log-likelihood of a symbol, in nats; near 0 for a clear zone.
    pub log_likelihood: f32,
}

impl ZoneRead {
    /// Probability of the least sure symbol.
    pub fn weakest(&self) -> f32 {
        let tops = self.lines.iter().flat_map(|line| &line.positions).filter_map(|p| p.first());
        tops.map(|top| top.1).fold(1.0, f32::min)
    }
}

/// One line of a zone.
#[derive(Clone)]
pub struct LineRead {
    /// For each position the symbols with their probabilities, the likeliest first.
    pub positions: Vec<Vec<(u8, f32)>>,
    /// For each position its quad on the photo.
    pub quads: Vec<Quad>,
    /// The quad of the whole line on the photo.
    pub quad: Quad,
}

impl LineRead {
    /// The likeliest symbols.
    pub fn text(&self) -> String {
        self.positions.iter().filter_map(|p| p.first().and_then(|s| char_of(s.0))).collect()
    }
}

/// Picks the format and the consecutive lines that explain the posteriors best; `None` when nothing explains them well.
pub fn decide(lines: &[LinePosteriors], params: DecideParams) -> Option<ZoneRead> {
    let mut best: Option<(f32, Format, usize)> = None;
    for format in Format::ALL {
        let count = format.line_lengths().len();
        for first in 0..(lines.len() + 1).saturating_sub(count) {
            let Some(score) = mean_log_likelihood(&lines[first..first + count], format) else { continue };
            // One line of a longer zone may look like a shorter format: more lines explain more.
            let rank = score + 0.05 * count as f32;
            if score >= params.min_log_likelihood && best.is_none_or(|b| rank > b.0) {
                best = Some((rank, format, first));
            }
        }
    }
    let (_, format, first) = best?;
    let chosen = &lines[first..first + format.line_lengths().len()];
    let zone = read(chosen, format)?;
    // Formats of equal shape differ by marks such as IDFRA, which a grammar of single positions cannot hold.
    let texts: Vec<String> = zone.lines.iter().map(LineRead::text).collect();
    let detected = Format::detect(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    match detected.filter(|f| *f != format && f.line_lengths() == format.line_lengths()) {
        Some(other) => read(chosen, other).filter(|z| z.log_likelihood > zone.log_likelihood - 0.1).or(Some(zone)),
        None => Some(zone),
    }
}

/// The steps that show line `i` of a zone of this format.
fn steps(line: &LinePosteriors, format: Format, i: usize) -> &[Step] {
    let lengths = format.line_lengths();
    let longest = lengths.iter().max().copied().unwrap_or(0);
    line.steps(lengths.get(i).copied().unwrap_or(longest), longest)
}

fn symbols(format: Format) -> f32 {
    format.line_lengths().iter().sum::<usize>() as f32
}

fn mean_log_likelihood(lines: &[LinePosteriors], format: Format) -> Option<f32> {
    let mut sum = 0.0;
    for (i, line) in lines.iter().enumerate() {
        sum += log_likelihood(steps(line, format, i), &format.line_alphabets(i))?;
    }
    Some(sum / symbols(format))
}

fn read(lines: &[LinePosteriors], format: Format) -> Option<ZoneRead> {
    let decoded: Option<Vec<Decoded>> =
        lines.iter().enumerate().map(|(i, line)| decode(steps(line, format, i), &format.line_alphabets(i))).collect();
    let mut decoded = decoded?;
    restate(format, &mut decoded, |i, sets| decode(steps(lines.get(i)?, format, i), sets));
    let log_likelihood = decoded.iter().map(|d| d.log_likelihood).sum::<f32>() / symbols(format);
    let lines = decoded.into_iter().zip(lines).map(|(d, line)| line_read(d, line)).collect();
    Some(ZoneRead { format, lines, log_likelihood })
}

fn line_read(decoded: Decoded, line: &LinePosteriors) -> LineRead {
    let centres = &decoded.centres;
    let (first, last) = (centres.first().copied().unwrap_or(0.0), centres.last().copied().unwrap_or(0.0));
    let half = (last - first) / (centres.len().max(2) - 1) as f32 / 2.0;
    let quads = centres.iter().map(|c| line.quad(c - half, c + half)).collect();
    LineRead { positions: decoded.positions, quads, quad: line.quad(first - half, last + half) }
}
