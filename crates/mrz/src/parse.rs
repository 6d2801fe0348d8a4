use crate::country::{country_kind, normalised};
use crate::date::{Date, ZoneDate, date_of_birth, date_of_expiry, month_of_issue};
use crate::field_key::FieldKey;
use crate::finding::Finding;
use crate::format::Format;
use crate::grid::{ActiveCheck, Grid, Outcome};
use crate::layout::{Content, Field, Span};
use crate::names;
use crate::zone::{CheckState, Zone, ZoneField};

/// Reads the lines of a zone as a format. There is always an answer; what is wrong is in its findings.
///
/// `today` settles centuries: a birth is never in the future; an expiry lies from 50 years ago to 49 years ahead. Short lines
/// count as filled up with fillers, so zones printed without their trailing fillers parse.
///
/// ```
/// # use vidimus_mrz as mrz;
/// use mrz::{Date, FieldKey, Format};
/// let lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
/// let zone = mrz::parse(Format::Td3, &lines, Date::new(2026, 11, 15).unwrap());
/// assert_eq!(zone.value(FieldKey::DateOfBirth), Some("1974-08-12"));
/// assert_eq!(zone.value(FieldKey::SecondaryIdentifier), Some("ANNA MARIA"));
/// assert!(zone.findings.is_empty());
/// ```
pub fn parse(format: Format, lines: &[&str], today: Date) -> Zone {
    let grid = Grid::new(format, lines);
    let checks = grid.checks();
    let mut parser = Parser { today, grid, checks, fields: Vec::new(), findings: shape(format, lines) };
    parser.characters(lines);
    parser.check_digits();
    for field in format.layout().fields {
        parser.field(field);
    }
    let lines = lines.iter().map(|line| (*line).to_owned()).collect();
    Zone { format, lines, fields: parser.fields, findings: parser.findings }
}

fn shape(format: Format, lines: &[&str]) -> Vec<Finding> {
    let lengths = format.line_lengths();
    let mut findings = Vec::new();
    if lines.len() != lengths.len() {
        findings.push(Finding::LineCount { expected: lengths.len(), found: lines.len() });
    }
    for (line, (text, &expected)) in lines.iter().zip(lengths).enumerate() {
        let found = text.chars().count();
        if found != expected {
            findings.push(Finding::LineLength { line, expected, found });
        }
    }
    findings
}

struct Parser {
    today: Date,
    grid: Grid,
    checks: Vec<ActiveCheck>,
    fields: Vec<ZoneField>,
    findings: Vec<Finding>,
}

impl Parser {
    fn characters(&mut self, lines: &[&str]) {
        for (line, (text, &length)) in lines.iter().zip(self.grid.format.line_lengths()).enumerate() {
            for (column, c) in text.chars().take(length).enumerate() {
                let Some(field) = self.grid.format.field_at(line, column) else { continue };
                if !field.content.alphabet(column - field.span.start).contains_char(c) {
                    self.findings.push(Finding::InvalidCharacter { field: field.key, line, column });
                }
            }
        }
    }

    fn check_digits(&mut self) {
        for check in &self.checks {
            let field = check.protects;
            match check.outcome(&self.grid) {
                Outcome::Agrees => {}
                Outcome::Mismatch => self.findings.push(Finding::CheckDigitMismatch { field }),
                Outcome::Missing => self.findings.push(Finding::MissingCheckDigit { field }),
            }
        }
    }

    fn field(&mut self, field: &Field) {
        let (key, span) = (field.key, field.span);
        match (field.content, key) {
            (Content::CheckDigit | Content::CheckDigitOrFiller | Content::Filler, _) => {}
            (Content::Name, _) => self.name(span),
            (Content::Identifier, _) => self.identifier(key, span),
            (Content::Date, _) => self.date(key, span),
            (Content::State | Content::Nationality, _) => self.state(key, span),
            (Content::Sex, _) => {
                let value = match self.grid.at(span.line, span.start) {
                    'M' => Some("M"),
                    'F' => Some("F"),
                    '<' | 'X' => Some("X"),
                    _ => None,
                };
                self.push(key, vec![span], value.map(str::to_owned));
            }
            (_, FieldKey::DocumentNumber) => self.document_number(field),
            (_, FieldKey::OptionalData) => {
                let span = self.long_number().map_or(span, |long| long.optional);
                self.push(key, vec![span], self.text_value(span));
            }
            _ => self.push(key, vec![span], self.text_value(span)),
        }
    }

    fn document_number(&mut self, field: &Field) {
        let mut spans = vec![field.span];
        spans.extend(self.long_number().map(|long| long.rest));
        let whole: String = spans.iter().map(|&span| self.grid.text(span)).collect();
        self.push(field.key, spans, without_fillers(&whole));
        if field.content == Content::FrenchIdNumber {
            let span = Span { end: field.span.start + 4, ..field.span };
            let date = month_of_issue(&self.grid.text(span), self.today);
            self.dated(FieldKey::DateOfIssue, span, date);
        }
    }

    fn long_number(&self) -> Option<crate::grid::LongNumber> {
        self.grid.format.layout().checks.iter().find_map(|check| self.grid.long_number(check))
    }

    fn date(&mut self, key: FieldKey, span: Span) {
        let text = self.grid.text(span);
        let date = if key == FieldKey::DateOfExpiry {
            date_of_expiry(&text, self.today)
        } else {
            date_of_birth(&text, self.today)
        };
        self.dated(key, span, date);
    }

    fn dated(&mut self, key: FieldKey, span: Span, date: ZoneDate) {
        if date == ZoneDate::Impossible {
            self.findings.push(Finding::ImpossibleDate { field: key });
        }
        self.push(key, vec![span], date.iso());
    }

    fn state(&mut self, key: FieldKey, span: Span) {
        let text = self.grid.text(span);
        let value = without_fillers(&text);
        if value.is_some() && country_kind(&text).is_none() {
            self.findings.push(Finding::UnknownCountry { field: key });
        }
        self.push(key, vec![span], value.map(|code| normalised(&code).to_owned()));
    }

    fn name(&mut self, span: Span) {
        let cells: Vec<char> = self.grid.text(span).chars().collect();
        let names = names::split(&cells);
        let last = if names.secondary.is_some() { FieldKey::SecondaryIdentifier } else { FieldKey::PrimaryIdentifier };
        let parts = [
            (FieldKey::PrimaryIdentifier, names.primary),
            (FieldKey::SecondaryIdentifier, names.secondary.unwrap_or(cells.len()..cells.len())),
        ];
        for ((key, columns), irregular) in parts.into_iter().zip(names.irregular) {
            if irregular {
                self.findings.push(Finding::NameIrregular { field: key });
            }
            let value = names::words(cells.get(columns.clone()).unwrap_or_default());
            let place = Span::new(span.line, span.start + columns.start, span.start + columns.end);
            self.push(key, vec![place], value);
        }
        self.truncation(last, &cells);
    }

    fn identifier(&mut self, key: FieldKey, span: Span) {
        let cells: Vec<char> = self.grid.text(span).chars().collect();
        let used = names::trimmed(&cells);
        if used > 0 && cells.first() == Some(&'<') {
            self.findings.push(Finding::NameIrregular { field: key });
        }
        self.push(key, vec![Span { end: span.start + used, ..span }], names::words(&cells));
        self.truncation(key, &cells);
    }

    fn truncation(&mut self, field: FieldKey, cells: &[char]) {
        if cells.last().is_some_and(|&c| c != '<') {
            self.findings.push(Finding::NameTruncated { field });
        }
    }

    fn text_value(&self, span: Span) -> Option<String> {
        without_fillers(&self.grid.text(span))
    }

    fn push(&mut self, key: FieldKey, spans: Vec<Span>, value: Option<String>) {
        let raw = spans.iter().map(|&span| self.grid.text(span)).collect();
        let check = self.check_state(key, &spans);
        self.fields.push(ZoneField { key, spans, raw, value, check });
    }

    fn check_state(&self, key: FieldKey, spans: &[Span]) -> CheckState {
        let covered = |check: &&ActiveCheck| {
            spans.iter().flat_map(|span| span.cells()).all(|cell| check.cells().any(|other| other == cell))
        };
        let own = self.checks.iter().find(|check| check.protects == key);
        match own.or_else(|| self.checks.iter().find(covered)) {
            None => CheckState::Uncovered,
            Some(check) if check.outcome(&self.grid) == Outcome::Agrees => CheckState::Agrees,
            Some(_) => CheckState::Disagrees,
        }
    }
}

fn without_fillers(text: &str) -> Option<String> {
    let text = text.trim_end_matches('<');
    if text.is_empty() { None } else { Some(text.to_owned()) }
}
