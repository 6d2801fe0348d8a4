//! Which parts of a sheet are titles and labels, so that what is left can be values.
use std::ops::Range;

use crate::definition::Definition;
use crate::phrase::{Occurrence, Phrase};
use crate::print::{Print, Span};

/// Letters of a phrase that a word of another meaning may share but for one: 창호, windows and doors, is not the label 상호.
const SHORT: usize = 8;

/// A title, a label or print that never is a value.
pub(crate) struct Caption {
    pub(crate) span: Span,
    pub(crate) likeness: f32,
    /// The field that it labels: its place among the definition's fields.
    pub(crate) field: Option<usize>,
    heading: Option<Heading>,
}

/// What stands above the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heading {
    Title,
    Mark,
}

/// The captions of a sheet under one definition, and what of its print is not taken yet.
pub(crate) struct Captions<'a> {
    pub(crate) print: &'a Print,
    pub(crate) all: Vec<Caption>,
    /// For each row and character, whether a caption or a field has it.
    taken: Vec<Vec<bool>>,
}

impl<'a> Captions<'a> {
    pub(crate) fn new(print: &'a Print, definition: &Definition) -> Self {
        let mut found: Vec<(Occurrence, usize, Option<usize>, Option<Heading>)> = Vec::new();
        let mut look = |phrases: &[Phrase], field: Option<usize>, heading: Option<Heading>| {
            for phrase in phrases {
                let places = print.occurrences(phrase);
                // Where a short one is printed as it should be, what only resembles it is another word.
                let is_printed = places.iter().any(|(_, place)| place.edits == 0);
                let is_it = |place: &Occurrence| place.edits == 0 || place.length > SHORT || !is_printed;
                // A colon ends a label: what follows is no part of a longer one, however like it is, such as a name that begins with 성명
                // behind 대표자, whose longer label is 대표자 성명.
                let reaches_over_colon = |row: usize, place: &Occurrence| {
                    let inside = print.rows[row].symbols.get(place.range.clone()).unwrap_or_default();
                    inside.iter().take(inside.len().saturating_sub(1)).any(|symbol| *symbol == ':')
                };
                found.extend(
                    places
                        .iter()
                        .filter(|(row, place)| is_it(place) && !reaches_over_colon(*row, place))
                        .map(|(row, place)| (place.clone(), *row, field, heading)),
                );
            }
        };
        for (index, field) in definition.fields.iter().enumerate() {
            look(&field.labels, Some(index), None);
        }
        look(&definition.ignored, None, None);
        look(&definition.marks, None, Some(Heading::Mark));
        look(&definition.screens, None, None);
        look(&definition.titles, None, Some(Heading::Title));
        // Of phrases in one place the one with most letters right; a label of two fields belongs to the first of them.
        found.sort_by(|a, b| b.0.right().cmp(&a.0.right()).then(a.2.cmp(&b.2)));
        let taken = print.rows.iter().map(|row| vec![false; row.symbols.len()]).collect();
        let mut captions = Self { print, all: Vec::new(), taken };
        for (occurrence, row, field, heading) in found {
            let span = Span { row, range: occurrence.range.clone() };
            let same = |known: &&Caption| known.span == span && known.field != field;
            // One label may announce two fields, as a period its first and its last day.
            let shared = field.is_some() && captions.all.iter().any(|known| same(&known) && known.field.is_some());
            if shared || captions.is_free(&span) {
                captions.take(&span);
                captions.all.push(Caption { span, likeness: occurrence.likeness(), field, heading });
            }
        }
        captions
    }

    /// The longest title, or mark beside it.
    pub(crate) fn heading(&self, wanted: Heading) -> Option<&Caption> {
        let titles = self.all.iter().filter(|caption| caption.heading == Some(wanted));
        titles.max_by(|a, b| a.span.range.len().cmp(&b.span.range.len()))
    }

    pub(crate) fn take(&mut self, span: &Span) {
        self.taken[span.row][span.range.clone()].fill(true);
    }

    fn is_free(&self, span: &Span) -> bool {
        self.taken[span.row][span.range.clone()].iter().all(|taken| !taken)
    }

    /// What is free in part of a row, trimmed of blanks and of signs at its ends.
    pub(crate) fn free(&self, row: usize, within: Range<usize>) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut at = within.start;
        while at < within.end {
            let taken = self.taken[row][at];
            let length = self.taken[row][at..within.end].iter().take_while(|other| **other == taken).count();
            if !taken {
                spans.extend(self.trimmed(Span { row, range: at..at + length }));
            }
            at += length;
        }
        spans
    }

    /// Every free part of the sheet.
    pub(crate) fn free_everywhere(&self) -> Vec<Span> {
        (0..self.print.rows.len()).flat_map(|row| self.free(row, 0..self.print.rows[row].symbols.len())).collect()
    }

    /// The span without blanks and loose signs at its ends; None when nothing is left.
    pub(crate) fn trimmed(&self, span: Span) -> Option<Span> {
        let symbols = &self.print.rows[span.row].symbols;
        let is_loose =
            |symbol: &char| matches!(symbol, ' ' | ':' | '：' | '·' | '|' | '/' | '-' | ',' | ';' | '_' | '.');
        let part = &symbols[span.range.clone()];
        let head = part.iter().take_while(|symbol| is_loose(symbol)).count();
        // A full stop at the end belongs to a date as it is printed, a comma to an address that goes on.
        let is_tail = |symbol: &&char| (is_loose(symbol) || **symbol == '~') && !matches!(**symbol, '.' | ',');
        let tail = part.iter().skip(head).rev().take_while(is_tail).count();
        let range = span.range.start + head..span.range.end - tail;
        let speaks = symbols.get(range.clone()).is_some_and(|part| part.iter().any(|symbol| symbol.is_alphanumeric()));
        speaks.then_some(Span { row: span.row, range })
    }

    /// The span without the sign of a period before it, which tells where the value is and is no part of it.
    pub(crate) fn bare(&self, span: Span) -> Option<Span> {
        let symbols = &self.print.rows[span.row].symbols[span.range.clone()];
        let signs = symbols.iter().take_while(|symbol| matches!(symbol, '~' | '-' | '–' | ' ')).count();
        self.trimmed(Span { row: span.row, range: span.range.start + signs..span.range.end })
    }

    /// The rows beside a row, from left to right, itself among them.
    pub(crate) fn beside(&self, row: usize) -> Vec<usize> {
        let this = &self.print.rows[row];
        let mut beside: Vec<usize> = (0..self.print.rows.len())
            .filter(|other| *other == row || self.print.rows[*other].is_beside(this))
            .collect();
        beside.sort_by(|a, b| self.print.rows[*a].left.total_cmp(&self.print.rows[*b].left));
        beside
    }

    /// The label that stands next to a span on its left, in the same row of print.
    pub(crate) fn left_of(&self, span: &Span) -> Option<&Caption> {
        let rows = self.beside(span.row);
        let to = self.print.left(span) + 0.005;
        let before = |caption: &&Caption| rows.contains(&caption.span.row) && self.print.right(&caption.span) <= to;
        let nearest = self.all.iter().filter(before);
        let nearest = nearest.max_by(|a, b| self.print.right(&a.span).total_cmp(&self.print.right(&b.span)))?;
        nearest.field.is_some().then_some(nearest)
    }

    /// Whether a caption, or another in its place, labels a field.
    pub(crate) fn labels(&self, caption: &Caption, field: usize) -> bool {
        self.all.iter().any(|other| other.span == caption.span && other.field == Some(field))
    }

    /// The captions in the row of print of this one and right of it, from left to right, but for those of its own field.
    pub(crate) fn right_of(&self, caption: &Caption) -> Vec<&Caption> {
        let rows = self.beside(caption.span.row);
        let from = self.print.right(&caption.span);
        let mut right: Vec<&Caption> = self
            .all
            .iter()
            .filter(|other| {
                rows.contains(&other.span.row)
                    && other.span != caption.span
                    && (other.field != caption.field || other.field.is_none())
                    && self.print.left(&other.span) >= from - 0.005
            })
            .collect();
        right.sort_by(|a, b| self.print.left(&a.span).total_cmp(&self.print.left(&b.span)));
        right
    }
}
