//! How well a sheet fits a kind of document.
//!
//! Evidence is counted in nats: each letter of a title or label that stands where it should speaks for the kind, and what
//! the kind always shows and the sheet does not speaks against it. The weights are set by hand on composed sheets; scores
//! are no calibrated probabilities.
use document::Confidence;

use crate::captions::Captions;
use crate::definition::{Definition, FieldDefinition};
use crate::phrase::{Occurrence, Phrase};
use crate::print::Print;

/// What a letter of a title is worth.
const TITLE: f32 = 0.8;
/// A title that is not there, or not readable.
const TITLE_MISSING: f32 = 5.0;
/// What a letter of a label is worth, and a label at most.
const LABEL: f32 = 0.25;
const LABEL_AT_MOST: f32 = 3.0;
/// What a label costs that every such document shows.
const LABEL_MISSING: f32 = 1.0;
/// A mark that every document of the kind carries beside its title, and this one does not.
const MARK_MISSING: f32 = 8.0;
/// A value that looks exactly as such a field must, one that does nearly, and none.
const VALUE: f32 = 2.5;
const VALUE_MISREAD: f32 = 1.0;
const VALUE_MISSING: f32 = 1.5;
/// What speaks for a sheet that is none of all these: about a title of three syllables.
pub(crate) const UNKNOWN: f32 = 6.0;

/// The evidence for one kind from titles, labels and the looks of values.
pub(crate) fn evidence(print: &Print, definition: &Definition, captions: &Captions) -> f32 {
    let title = best(print, &definition.titles, TITLE, f32::MAX).unwrap_or(-TITLE_MISSING);
    let marks: f32 = match definition.marks.as_slice() {
        [] => 0.0,
        marks => best(print, marks, TITLE, f32::MAX).unwrap_or(-MARK_MISSING),
    };
    let fields: f32 = definition.fields.iter().map(|field| of_field(print, field, captions)).sum();
    title + marks + fields
}

fn of_field(print: &Print, field: &FieldDefinition, captions: &Captions) -> f32 {
    if !field.labels.is_empty() {
        return match best(print, &field.labels, LABEL, LABEL_AT_MOST) {
            Some(found) => found,
            None if field.mandatory => -LABEL_MISSING,
            None => 0.0,
        };
    }
    let Some(pattern) = field.pattern().filter(|_| field.mandatory) else { return 0.0 };
    // What anything can look like tells nothing.
    if !pattern.is_telling() {
        return 0.0;
    }
    let found = captions.free_everywhere().into_iter().filter_map(|span| {
        let matched = print.find(pattern, &span)?;
        Some(if matched.mended.is_some() { VALUE } else { VALUE_MISREAD })
    });
    found.reduce(f32::max).unwrap_or(-VALUE_MISSING)
}

/// The best place of any of the phrases. A letter in four that is wrong leaves nothing of its worth.
fn best(print: &Print, phrases: &[Phrase], worth: f32, at_most: f32) -> Option<f32> {
    let worth =
        |found: &Occurrence| (found.length as f32 * (1.0 - 4.0 * (1.0 - found.likeness())) * worth).min(at_most);
    let found = phrases
        .iter()
        .flat_map(|phrase| print.occurrences(phrase).iter().map(|(_, found)| worth(found)).collect::<Vec<_>>());
    found.reduce(f32::max)
}

/// The probability of each of several hypotheses from their evidence, beside that of none of them.
pub(crate) fn shares(evidence: &[f32]) -> Vec<Confidence> {
    let most = evidence.iter().copied().fold(UNKNOWN, f32::max);
    let weight = |nats: f32| (nats - most).exp();
    let total: f32 = weight(UNKNOWN) + evidence.iter().copied().map(weight).sum::<f32>();
    evidence.iter().map(|nats| Confidence::new(weight(*nats) / total)).collect()
}
