//! Where each field of a definition stands on a sheet.
use crate::among::Among;
use crate::captions::{Caption, Captions, Heading};
use crate::definition::{Definition, FieldDefinition, Place};
use crate::pattern::{Match, Pattern};
use crate::print::{Print, Row, Span};

/// What must be left of a candidate's score for it to be taken.
const LEAST: f32 = 0.3;
/// What a share of the sheet's size outside the region costs.
const ASTRAY: f32 = 4.0;
/// What each line of a value adds to its score: it decides between equals.
const MORE: f32 = 0.02;
/// What a place without the field's printed label is worth less.
const UNLABELLED: f32 = 0.5;
/// How like an entry of the field's list print without a label is at least.
const OF_LIST: f32 = 0.8;
/// The most that may lie between lines of one field, in heights of a line.
const GAP: f32 = 1.3;
/// The same between entries of a list.
const GAP_OF_LIST: f32 = 2.5;
/// The most that may lie between a label and a value under it, in heights of the label.
const DROP: f32 = 2.2;
/// How far left of its label or first line a line of a value may begin, in shares of the sheet's width.
const OUTDENT: f32 = 0.03;

/// A field that was found.
#[derive(Clone)]
pub(crate) struct Found {
    /// Its place among the definition's fields.
    pub(crate) field: usize,
    /// Its lines, from top to bottom.
    pub(crate) spans: Vec<Span>,
    /// Its label.
    pub(crate) caption: Option<Span>,
    /// How its pattern fits; None for a field without a pattern, or when nothing like it was there.
    pub(crate) matched: Option<Match>,
    score: f32,
}

/// Finds the fields in the order of the definition: each takes its print away from those behind it.
pub(crate) fn extract(captions: &mut Captions, definition: &Definition) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for (index, field) in definition.fields.iter().enumerate() {
        let labelled = candidates_at_labels(captions, index, field);
        let bounds = Bounds::new(captions.print, definition, field, &all);
        let free = candidates_in_region(captions, index, field, &bounds);
        let best =
            labelled.into_iter().chain(free).chain(title(captions, index, field)).filter(|found| found.score >= LEAST);
        // Of two labels of one field, in two languages, the one that more stands at.
        let worth = |found: &Found| found.score + MORE * found.spans.len() as f32;
        let Some(best) = best.max_by(|a, b| worth(a).total_cmp(&worth(b))) else { continue };
        for span in &best.spans {
            captions.take(span);
        }
        if field.several {
            let Found { spans, caption, .. } = best;
            let each = |span: Span| {
                let matched = field.pattern().and_then(|pattern| captions.print.find(pattern, &span));
                Found { field: index, spans: vec![span], caption: caption.clone(), matched, score: 1.0 }
            };
            all.extend(spans.into_iter().map(each));
        } else {
            all.push(best);
        }
    }
    all
}

/// The title or the mark beside it, for the field that it is.
fn title(captions: &Captions, index: usize, field: &FieldDefinition) -> Option<Found> {
    let wanted = match field.place.first()? {
        Place::Title => Heading::Title,
        Place::Mark => Heading::Mark,
        _ => return None,
    };
    let title = captions.heading(wanted)?;
    Some(Found { field: index, spans: vec![title.span.clone()], caption: None, matched: None, score: title.likeness })
}

/// Between which fields a field lies, as heights on the sheet.
struct Bounds {
    above: Option<f32>,
    below: Option<f32>,
}

impl Bounds {
    fn new(print: &Print, definition: &Definition, field: &FieldDefinition, found: &[Found]) -> Self {
        let lines = |key| {
            let of_key = found.iter().filter(move |found| definition.fields[found.field].key == key);
            of_key.flat_map(|found| found.spans.iter().map(|span| print.row(span).middle()))
        };
        Self {
            above: field.after.iter().flat_map(|key| lines(*key)).reduce(f32::max),
            below: field.before.iter().flat_map(|key| lines(*key)).reduce(f32::min),
        }
    }

    fn hold(&self, row: &Row) -> bool {
        let slack = row.height() * 0.4;
        self.above.is_none_or(|above| row.middle() > above + slack)
            && self.below.is_none_or(|below| row.middle() < below - slack)
    }
}

fn candidates_at_labels(captions: &Captions, index: usize, field: &FieldDefinition) -> Vec<Found> {
    let mut found = Vec::new();
    for caption in captions.all.iter().filter(|caption| caption.field == Some(index)) {
        for (rank, place) in field.place.iter().enumerate() {
            let column = Column::new(captions, caption, *place);
            let first = match place {
                Place::Right => {
                    raised(captions, caption, &column, field).unwrap_or_else(|| beside(captions, caption, &column))
                }
                Place::Below => below(captions, caption, &column),
                Place::Title | Place::Mark => Vec::new(),
            };
            // A row may come in several lines; a pattern says which of them it is, other text is all of them.
            let starts: Vec<Vec<Span>> = match field.pattern() {
                Some(_) => first.into_iter().map(|span| vec![span]).collect(),
                None if first.is_empty() => Vec::new(),
                None => vec![first],
            };
            for start in starts {
                let score = caption.likeness - 0.05 * rank as f32;
                found.extend(at_label(captions, index, field, caption, &column, start, score));
            }
        }
    }
    found
}

/// The most letters and digits of print that may be a misread value: so many times those of the shortest, and some more.
const LONGER: (usize, usize) = (2, 6);

fn at_label(
    captions: &Captions,
    index: usize,
    field: &FieldDefinition,
    caption: &Caption,
    column: &Column,
    mut spans: Vec<Span>,
    score: f32,
) -> Option<Found> {
    let mut matched = None;
    let mut fit = 0.5;
    if let (Some(pattern), Some(span)) = (field.pattern(), spans.first()) {
        match captions.print.find(pattern, span) {
            Some(part) => {
                fit = part.likeness();
                spans = vec![captions.bare(Span { row: span.row, range: part.range.clone() })?];
                matched = Some(part);
            }
            None if !may_be_misread(captions.print, pattern, span) => return None,
            None => fit = -0.6,
        }
        if field.several && matched.is_some() {
            continue_below(captions, caption, &mut spans, column, field);
            let part = |span: Span| {
                let part = captions.print.find(pattern, &span)?;
                captions.bare(Span { row: span.row, range: part.range })
            };
            spans = spans.into_iter().filter_map(part).collect();
        }
    } else if field.lines > 1 {
        continue_below(captions, caption, &mut spans, column, field);
    }
    Some(Found { field: index, spans, caption: Some(caption.span.clone()), matched, score: score + fit })
}

fn may_be_misread(print: &Print, pattern: &Pattern, span: &Span) -> bool {
    let symbols = &print.row(span).symbols[span.range.clone()];
    let solid = symbols.iter().filter(|symbol| symbol.is_alphanumeric()).count();
    solid <= LONGER.0 * pattern.least_solid() + LONGER.1
}

/// Between which sides the values of a label stand, in shares of the sheet's width.
struct Column {
    left: f32,
    right: f32,
}

impl Column {
    fn new(captions: &Captions, caption: &Caption, place: Place) -> Self {
        let next = captions.right_of(caption).first().map(|next| captions.print.left(&next.span));
        let left = match place {
            Place::Right | Place::Title | Place::Mark => captions.print.right(&caption.span),
            Place::Below => captions.print.left(&caption.span) - OUTDENT,
        };
        Self { left, right: next.map_or(1.5, |next| next - if place == Place::Below { OUTDENT } else { 0.0 }) }
    }

    /// The part of a row that stands in the column.
    fn part(&self, row: &Row) -> std::ops::Range<usize> {
        let middle = |at: usize| (row.glyphs[at].left + row.glyphs[at].right) / 2.0;
        let inside = |at: &usize| (self.left..self.right).contains(&middle(*at));
        let mut places = (0..row.glyphs.len()).filter(inside);
        let Some(first) = places.next() else { return 0..0 };
        first..places.next_back().unwrap_or(first) + 1
    }
}

/// What is free right of the label in its row, up to the next label.
fn beside(captions: &Captions, caption: &Caption, column: &Column) -> Vec<Span> {
    let mut spans = Vec::new();
    for row in captions.beside(caption.span.row) {
        let mut part = column.part(&captions.print.rows[row]);
        if row == caption.span.row {
            part.start = caption.span.range.end.min(part.end);
        }
        spans.extend(captions.free(row, part));
    }
    spans
}

/// The first line of a value of several lines in whose middle the label stands: the row above the label's that reaches down
/// beside it, where what is right of the label begins as far left. None when there is none.
fn raised(captions: &Captions, caption: &Caption, column: &Column, field: &FieldDefinition) -> Option<Vec<Span>> {
    if field.lines < 2 {
        return None;
    }
    let print = captions.print;
    let label = print.row(&caption.span);
    let first = beside(captions, caption, column);
    let reaches = |row: &Row| row.bottom > label.top + 0.1 * label.height() && row.middle() < label.middle();
    let rows = (0..print.rows.len()).filter(|row| reaches(&print.rows[*row]) && !print.rows[*row].is_beside(label));
    let mut above = rows.map(|row| captions.free(row, column.part(&print.rows[row]))).filter(|spans| {
        let Some(span) = spans.first() else { return false };
        let is_aligned = |first: &Span| (print.left(first) - print.left(span)).abs() < OUTDENT;
        first.first().is_none_or(is_aligned) && captions.left_of(span).is_none()
    });
    above.next()
}

/// What is free in the nearest row under the label that has something in its column.
fn below(captions: &Captions, caption: &Caption, column: &Column) -> Vec<Span> {
    let label = captions.print.row(&caption.span);
    for (index, row) in captions.print.rows.iter().enumerate() {
        if row.middle() <= label.bottom || row.is_beside(label) {
            continue;
        }
        if row.top - label.bottom > DROP * label.height() {
            break;
        }
        let spans = in_column(captions, index, column);
        if !spans.is_empty() {
            return spans;
        }
    }
    Vec::new()
}

/// What is free in a row of print within the column; a row may come in several lines. A first word that begins outside and stands
/// mostly inside belongs to it whole: of a label of two languages only the second may have been read.
fn in_column(captions: &Captions, row: usize, column: &Column) -> Vec<Span> {
    let part = |row: &Row| {
        let part = column.part(row);
        let start = row.start_of_word(part.start);
        let inside = part.clone().take_while(|at| row.start_of_word(*at) == start).count();
        if part.start - start < inside { start..part.end } else { part }
    };
    captions.beside(row).into_iter().flat_map(|row| captions.free(row, part(&captions.print.rows[row]))).collect()
}

/// Adds the lines under the last one that stand in the column, as long as no other label begins a row.
fn continue_below(captions: &Captions, own: &Caption, spans: &mut Vec<Span>, column: &Column, field: &FieldDefinition) {
    let Some(first) = spans.first() else { return };
    let print = captions.print;
    let left = spans.iter().map(|span| print.left(span)).fold(f32::MAX, f32::min);
    let column = Column { left: left - OUTDENT, right: column.right };
    let gap = if field.several { GAP_OF_LIST } else { GAP };
    let mut last = first.row;
    let mut count = 1;
    for (index, row) in print.rows.iter().enumerate() {
        let above = &print.rows[last];
        if row.middle() <= above.middle() || row.is_beside(above) {
            continue;
        }
        if count >= field.lines || row.top - above.bottom > gap * above.height() {
            return;
        }
        let beside = captions.beside(index);
        let labelled = captions.all.iter().any(|caption| {
            beside.contains(&caption.span.row) && print.left(&caption.span) < column.right && caption.field != own.field
        });
        if labelled {
            return;
        }
        let parts = in_column(captions, index, &column);
        // A line that begins far to the right of the first one is something else.
        if let Some(part) = parts.first()
            && print.left(part) < left + 0.25
        {
            spans.extend(parts);
            (last, count) = (index, count + 1);
        }
    }
}

fn candidates_in_region(captions: &Captions, index: usize, field: &FieldDefinition, bounds: &Bounds) -> Vec<Found> {
    let Some(region) = field.region else { return Vec::new() };
    let print = captions.print;
    let free = captions.free_everywhere();
    // What stands behind the label of a field that is still to come is that field's.
    let is_claimed = |span: &Span| {
        let label = captions.left_of(span);
        label.is_some_and(|label| label.field > Some(index) && !captions.labels(label, index))
    };
    let free = free.into_iter().filter(|span| bounds.hold(print.row(span)) && !is_claimed(span));
    let worth = if field.labels.is_empty() { 1.0 } else { UNLABELLED };
    if field.lines > 1 || field.pattern().is_none() {
        let may_be = |span: &Span| astray(print, span, region) <= 0.02 && is_like(print, field, span);
        let inside: Vec<Span> = free.filter(may_be).collect();
        let spans = block(print, inside, field.lines);
        let score = if spans.is_empty() { 0.0 } else { worth };
        return vec![Found { field: index, spans, caption: None, matched: None, score }];
    }
    let found = free.filter_map(|span| {
        let part = print.find(field.pattern()?, &span)?;
        let place = captions.bare(Span { row: span.row, range: part.range.clone() })?;
        let score = worth * part.likeness() - ASTRAY * astray(print, &place, region);
        Some(Found { field: index, spans: vec![place], caption: None, matched: Some(part), score })
    });
    found.collect()
}

/// Whether print may be a field whose label is not there, although documents of the kind print one: it is written as the field must be,
/// or of its list.
fn is_like(print: &Print, field: &FieldDefinition, span: &Span) -> bool {
    let symbols = &print.row(span).symbols[span.range.clone()];
    let is_written = |pattern: &Pattern| {
        pattern.find(symbols).is_some_and(|found| found.range == (0..symbols.len()) && found.cost == 0.0)
    };
    let is_of = |among: &Among| {
        let likest = among.likest(symbols, OF_LIST, 1).into_iter().next();
        likest.is_some_and(|(_, place)| place.range == (0..symbols.len()))
    };
    field.labels.is_empty()
        || field.written().is_none_or(is_written)
            && field.among().filter(|among| !among.is_beginning()).is_none_or(is_of)
}

/// The first lines, as long as each is near the one above.
fn block(print: &Print, spans: Vec<Span>, lines: usize) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    let mut count = 0;
    for span in spans {
        let row = print.row(&span);
        if let Some(last) = kept.last().map(|last| print.row(last)) {
            if !row.is_beside(last) {
                if row.top - last.bottom > GAP * last.height() || count >= lines {
                    break;
                }
                count += 1;
            }
        } else {
            count = 1;
        }
        kept.push(span);
    }
    kept
}

/// How far the middle of a span lies outside a region, in shares of the sheet.
pub(crate) fn astray(print: &Print, span: &Span, [left, top, right, bottom]: [f32; 4]) -> f32 {
    let (x, y) = ((print.left(span) + print.right(span)) / 2.0, print.row(span).middle());
    let outside = |value: f32, low: f32, high: f32| (low - value).max(value - high).max(0.0);
    outside(x, left, right).hypot(outside(y, top, bottom))
}
