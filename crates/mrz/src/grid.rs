use crate::alphabet::{char_of, symbol_of};
use crate::check_digit::check_digit;
use crate::field_key::FieldKey;
use crate::format::Format;
use crate::layout::{Check, FillerRule, Span};

/// The characters of a zone, each line brought to the length of its format.
pub(crate) struct Grid {
    pub(crate) format: Format,
    cells: Vec<Vec<char>>,
}

impl Grid {
    /// Missing characters and lines become fillers, those too many are left out.
    pub(crate) fn new(format: Format, lines: &[&str]) -> Self {
        let line = |(i, &length): (usize, &usize)| {
            let given = lines.get(i).copied().unwrap_or_default();
            given.chars().chain(std::iter::repeat('<')).take(length).collect()
        };
        Self { format, cells: format.line_lengths().iter().enumerate().map(line).collect() }
    }

    /// The same from symbol indices.
    pub(crate) fn from_symbols(format: Format, symbols: &[Vec<u8>]) -> Self {
        let lines: Vec<String> =
            symbols.iter().map(|line| line.iter().map(|&s| char_of(s).unwrap_or('<')).collect()).collect();
        Self::new(format, &lines.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// A filler outside the zone.
    pub(crate) fn at(&self, line: usize, column: usize) -> char {
        self.cells.get(line).and_then(|cells| cells.get(column)).copied().unwrap_or('<')
    }

    pub(crate) fn text(&self, span: Span) -> String {
        span.cells().map(|(line, column)| self.at(line, column)).collect()
    }

    pub(crate) fn set(&mut self, line: usize, column: usize, c: char) {
        if let Some(cell) = self.cells.get_mut(line).and_then(|cells| cells.get_mut(column)) {
            *cell = c;
        }
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.cells.iter().map(|line| line.iter().collect()).collect()
    }

    /// The check digits of the format as they apply to this text: a long document number moves its own.
    pub(crate) fn checks(&self) -> Vec<ActiveCheck> {
        self.format.layout().checks.iter().map(|check| self.activate(check)).collect()
    }

    fn activate(&self, check: &Check) -> ActiveCheck {
        let mut active = ActiveCheck {
            protects: check.protects,
            digit: check.digit,
            covers: check.covers.to_vec(),
            filler: check.filler,
        };
        if let Some(long) = self.long_number(check) {
            active.digit = long.digit;
            active.covers.push(long.rest);
            active.filler = FillerRule::Missing;
        }
        active
    }

    /// Where a document number longer than its field goes on; `None` when this is no such check or number.
    pub(crate) fn long_number(&self, check: &Check) -> Option<LongNumber> {
        let FillerRule::LongNumber(optional) = check.filler else { return None };
        let number = check.covers.first()?;
        if self.text(check.digit) != "<" || self.at(number.line, number.end - 1) == '<' {
            return None;
        }
        let stop = optional.cells().find(|&(line, column)| self.at(line, column) == '<')?.1;
        let digit = stop.checked_sub(1).filter(|&digit| digit > optional.start)?;
        self.at(optional.line, digit).is_ascii_digit().then_some(LongNumber {
            rest: Span::new(optional.line, optional.start, digit),
            digit: Span::new(optional.line, digit, stop),
            optional: Span::new(optional.line, stop + 1, optional.end.max(stop + 1)),
        })
    }
}

/// The places of a long document number inside the optional data.
pub(crate) struct LongNumber {
    /// What the number's own field could not hold.
    pub(crate) rest: Span,
    pub(crate) digit: Span,
    /// What is left for optional data.
    pub(crate) optional: Span,
}

/// A check digit as it applies to one text.
#[derive(Clone)]
pub(crate) struct ActiveCheck {
    pub(crate) protects: FieldKey,
    pub(crate) digit: Span,
    pub(crate) covers: Vec<Span>,
    pub(crate) filler: FillerRule,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Agrees,
    Mismatch,
    Missing,
}

impl ActiveCheck {
    pub(crate) fn is_composite(&self) -> bool {
        self.protects == FieldKey::CompositeCheckDigit
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.covers.iter().flat_map(|span| span.cells())
    }

    /// The digit that should stand there; `None` when a covered character is outside the alphabet.
    pub(crate) fn expected(&self, grid: &Grid) -> Option<u8> {
        let covered: String = self.covers.iter().map(|&span| grid.text(span)).collect();
        check_digit(&covered)
    }

    pub(crate) fn outcome(&self, grid: &Grid) -> Outcome {
        let found = grid.at(self.digit.line, self.digit.start);
        if found == '<' {
            let blank = self.cells().all(|(line, column)| grid.at(line, column) == '<');
            return if blank && self.filler == FillerRule::EmptyField { Outcome::Agrees } else { Outcome::Missing };
        }
        match symbol_of(found) {
            Some(symbol) if self.expected(grid) == Some(symbol) => Outcome::Agrees,
            _ => Outcome::Mismatch,
        }
    }
}
