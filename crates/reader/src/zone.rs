//! From recognised lines to the answer: check digits, fields, confidences.
use document::{Confidence, Point, Quad};
use mrz::{CheckState, CorrectParams, Date, FieldKey, Finding, Span, Zone};
use ocr::{LineRead, ZoneRead};

use crate::reading::{MrzField, MrzLine, MrzReading};

/// Chance that a wrong symbol passes a check digit: one in ten values is equal modulo 10.
const BLIND: f32 = 0.1;
/// No reading is surer than this.
const CEILING: f32 = 0.998;

/// Several readings of one zone as one: the mean of their probabilities. Readings of another format than the first are
/// left out. `None` only when there is no reading.
pub(crate) fn merged(readings: &[ZoneRead]) -> Option<ZoneRead> {
    let mut zone = readings.first()?.clone();
    let same: Vec<&ZoneRead> = readings.iter().filter(|r| r.format == zone.format).collect();
    for (i, line) in zone.lines.iter_mut().enumerate() {
        for (j, position) in line.positions.iter_mut().enumerate() {
            let mut mean = [0f32; 64];
            for symbols in same.iter().filter_map(|r| r.lines.get(i)?.positions.get(j)) {
                for (symbol, probability) in symbols {
                    if let Some(slot) = mean.get_mut(*symbol as usize) {
                        *slot += probability / same.len() as f32;
                    }
                }
            }
            *position = (0u8..).zip(mean).filter(|(_, p)| *p > 0.0).collect();
            position.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
    }
    Some(zone)
}

/// The positions (line, column) at which a reading's likeliest symbol is not that of the merged zone.
pub(crate) fn agreement(zone: &ZoneRead, readings: &[ZoneRead]) -> Vec<(usize, usize)> {
    let top = |line: &LineRead, column: usize| line.positions.get(column).and_then(|p| p.first()).map(|s| s.0);
    let mut differing = Vec::new();
    for (i, line) in zone.lines.iter().enumerate() {
        for column in 0..line.positions.len() {
            let differs = |r: &ZoneRead| r.lines.get(i).is_some_and(|l| top(l, column) != top(line, column));
            if readings.iter().filter(|r| r.format == zone.format).any(differs) {
                differing.push((i, column));
            }
        }
    }
    differing
}

/// The answer for a zone; `None` when it turns out not to be one.
pub(crate) fn reading_of(
    zone: &ZoneRead,
    disagreements: &[(usize, usize)],
    params: CorrectParams,
    today: Date,
    full: &dyn Fn(&Quad) -> Quad,
) -> Option<MrzReading> {
    let alternatives: Vec<Vec<Vec<(u8, f32)>>> = zone
        .lines
        .iter()
        .map(|line| line.positions.iter().map(|p| p.iter().map(|(s, p)| (*s, p.ln())).collect()).collect())
        .collect();
    let correction = mrz::correct(zone.format, &alternatives, params);
    let texts: Vec<&str> = correction.lines.iter().map(String::as_str).collect();
    let parsed = mrz::parse(zone.format, &texts, today);
    if !believable(zone, &parsed) {
        return None;
    }
    let weighed = Weighed { zone, texts: &texts };
    let mut findings = parsed.findings.clone();
    findings.extend(correction.findings.iter().copied());
    let fields = parsed
        .fields
        .iter()
        .map(|field| {
            let mut own: Vec<Finding> = findings.iter().filter(|f| f.field() == Some(field.key)).copied().collect();
            if field.spans.iter().any(|span| disagreements.iter().any(|(line, column)| span.contains(*line, *column))) {
                own.push(Finding::ReadingsDisagree { field: field.key });
            }
            MrzField {
                key: field.key,
                raw: field.raw.clone(),
                value: field.value.clone(),
                confidence: weighed.confidence(&field.spans, field.check),
                quad: full(&weighed.quad(&field.spans)),
                findings: own,
            }
        })
        .collect();
    let known = |key: FieldKey| parsed.fields.iter().any(|field| field.key == key);
    let of_zone = findings.iter().filter(|f| f.field().is_none_or(|key| !known(key))).copied().collect();
    let lines = zone.lines.iter().zip(&correction.lines).enumerate();
    Some(MrzReading {
        format: zone.format,
        lines: lines
            .map(|(i, (line, text))| MrzLine {
                text: text.clone(),
                confidence: weighed.confidence(&[Span::new(i, 0, text.len())], CheckState::Uncovered),
                quad: full(&line.quad),
            })
            .collect(),
        fields,
        findings: of_zone,
        check_digits_valid: parsed.check_digits_agree().unwrap_or(false),
    })
}

/// Whether check digits and likelihood together leave no doubt that this is a zone at all: what looks less like one must
/// have more check digits that agree. A format without any has the more marks and digits in fixed places.
fn believable(zone: &ZoneRead, parsed: &Zone) -> bool {
    let agreeing = parsed.fields.iter().filter(|f| f.check == CheckState::Agrees).count();
    let covered = parsed.fields.iter().filter(|f| f.check != CheckState::Uncovered).count();
    let unchecked = zone.format.layout().checks.is_empty();
    zone.log_likelihood > if unchecked { -0.1 } else { -0.02 }
        || (covered > 0 && agreeing * 2 >= covered)
        || (agreeing > 0 && zone.log_likelihood > -0.15)
}

struct Weighed<'a> {
    zone: &'a ZoneRead,
    texts: &'a [&'a str],
}

impl Weighed<'_> {
    /// Probability that every symbol of the spans is right, given what the check digit says.
    fn confidence(&self, spans: &[Span], check: CheckState) -> Confidence {
        let mut right = 1f32;
        for (line, column) in spans.iter().flat_map(|span| span.cells()) {
            right *= self.probability(line, column);
        }
        let right = match check {
            // A wrong reading passes one time in ten (Bayes' rule).
            CheckState::Agrees => right / (right + (1.0 - right) * BLIND),
            CheckState::Disagrees => right * 0.5,
            CheckState::Uncovered => right,
        };
        Confidence::new(right.min(CEILING))
    }

    fn probability(&self, line: usize, column: usize) -> f32 {
        let symbol = self.texts.get(line).and_then(|t| t.chars().nth(column)).and_then(mrz::symbol_of);
        let position = self.zone.lines.get(line).and_then(|l| l.positions.get(column));
        position.and_then(|p| p.iter().find(|s| Some(s.0) == symbol)).map_or(0.0, |s| s.1)
    }

    /// From the first symbol of the first span to the last of the last on the same line.
    fn quad(&self, spans: &[Span]) -> Quad {
        let quads = |span: &Span| {
            let line = self.zone.lines.get(span.line)?;
            line.quads.get(span.start).zip(line.quads.get(span.end.checked_sub(1)?)).map(|(a, b)| (*a, *b))
        };
        match spans.first().and_then(quads) {
            Some((a, b)) => Quad([a.0[0], b.0[1], b.0[2], a.0[3]]),
            None => Quad([Point::default(); 4]),
        }
    }
}
