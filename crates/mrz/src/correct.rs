use std::fmt;

use crate::alphabet::{CharSet, FILLER, char_of};
use crate::check_digit::undetectable;
use crate::date::plausible;
use crate::field_key::FieldKey;
use crate::finding::Finding;
use crate::format::Format;
use crate::grid::{ActiveCheck, Grid, Outcome};
use crate::lattice::{self, ByRemainder, DIGIT, KEPT, Node, Path, weight};
use crate::layout::{Content, FillerRule, Layout};

/// When a correction counts as proved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CorrectParams {
    /// Nats (natural logarithm of a probability ratio) by which the chosen reading must lead the next that satisfies the same
    /// check digits.
    pub margin: f32,
    /// Most symbols that may be replaced within one set of linked check digits.
    pub max_changes: usize,
    /// Most nats that a corrected reading may be less likely than the reading before. A recogniser that is sure of every
    /// symbol while a check digit fails has met a misprint, not an error of its own.
    pub max_cost: f32,
}

impl Default for CorrectParams {
    /// 20 to 1 over the runner-up, two symbols, 400 to 1 against the reading before.
    fn default() -> Self {
        Self { margin: 3.0, max_changes: 2, max_cost: 6.0 }
    }
}

/// One symbol that was replaced. Its `Debug` hides the symbols.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Line, from 0.
    pub line: usize,
    /// Column, from 0.
    pub column: usize,
    /// The most likely symbol.
    pub from: char,
    /// The proved one.
    pub to: char,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change").field("line", &self.line).field("column", &self.column).finish_non_exhaustive()
    }
}

/// A zone after correction. Its `Debug` hides what was read.
#[derive(Clone, PartialEq)]
pub struct Correction {
    /// The lines, each of its format's length.
    pub lines: Vec<String>,
    /// What was replaced.
    pub changed: Vec<Change>,
    /// Corrections, and doubts that the check digits leave.
    pub findings: Vec<Finding>,
}

impl fmt::Debug for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Correction")
            .field("changed", &self.changed)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

/// Chooses symbols among a recogniser's alternatives so that every check digit agrees, where that is proved.
///
/// `alternatives[line][column]` lists symbol indices with natural log-probabilities, in any order. Symbols that may not stand
/// there are left out as long as one may; a position without alternatives reads as a filler. Positions that no check digit
/// covers get their most likely symbol.
///
/// Check digits that share positions (through the composite) are solved together, exactly. The most likely reading that
/// satisfies them all, with dates that exist, is taken when it is within [`CorrectParams`] and every other such reading
/// within the margin has the same replacements. Otherwise the most likely symbols stay, with [`Finding::NotProven`].
/// [`Finding::UndetectableConfusion`] marks positions where two likely symbols pass alike.
///
/// ```
/// # use vidimus_mrz as mrz;
/// use mrz::{CorrectParams, Format, symbol_of};
/// let lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
/// let mut read: Vec<Vec<Vec<(u8, f32)>>> =
///     lines.map(|line| line.chars().map(|c| vec![(symbol_of(c).unwrap(), -0.01)]).collect()).to_vec();
/// read[1][1] = vec![(3, -0.3), (8, -1.4)]; // more like a 3 than the 8 that is printed
/// let correction = mrz::correct(Format::Td3, &read, CorrectParams::default());
/// assert_eq!(correction.lines, lines);
/// assert_eq!((correction.changed[0].from, correction.changed[0].to), ('3', '8'));
/// ```
pub fn correct(format: Format, alternatives: &[Vec<Vec<(u8, f32)>>], params: CorrectParams) -> Correction {
    let cells = Cells::new(format, alternatives, params.max_cost + params.margin);
    let grid = Grid::from_symbols(format, &cells.most_likely());
    let mut solver =
        Solver { format, params, checks: grid.checks(), cells, grid, changed: Vec::new(), findings: Vec::new() };
    for linked in solver.linked() {
        solver.solve(&linked);
    }
    Correction { lines: solver.grid.lines(), changed: solver.changed, findings: solver.findings }
}

/// Alternatives of every position: permitted symbols with their cost below the most likely one, cheapest first.
struct Cells(Vec<Vec<Vec<(u8, f32)>>>);

impl Cells {
    fn new(format: Format, alternatives: &[Vec<Vec<(u8, f32)>>], cost_limit: f32) -> Self {
        let cell = |line: usize, column: usize| {
            let given = alternatives.get(line).and_then(|cells| cells.get(column)).map_or(&[][..], Vec::as_slice);
            ranked(given, format.alphabet(line, column), cost_limit)
        };
        let line = |(line, &length): (usize, &usize)| (0..length).map(|column| cell(line, column)).collect();
        Self(format.line_lengths().iter().enumerate().map(line).collect())
    }

    fn at(&self, (line, column): (usize, usize)) -> &[(u8, f32)] {
        self.0.get(line).and_then(|cells| cells.get(column)).map_or(&[(FILLER, 0.0)], Vec::as_slice)
    }

    fn most_likely(&self) -> Vec<Vec<u8>> {
        self.0.iter().map(|line| line.iter().map(|cell| cell.first().map_or(FILLER, |c| c.0)).collect()).collect()
    }
}

fn ranked(given: &[(u8, f32)], permitted: CharSet, cost_limit: f32) -> Vec<(u8, f32)> {
    let mut usable: Vec<(u8, f32)> =
        given.iter().copied().filter(|(symbol, logp)| *symbol <= FILLER && logp.is_finite()).collect();
    usable.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut seen = CharSet::NONE;
    usable.retain(|(symbol, _)| {
        let new = !seen.contains(*symbol);
        seen = seen.union(char_of(*symbol).map_or(CharSet::NONE, |c| CharSet::of(c.encode_utf8(&mut [0; 4]))));
        new
    });
    if usable.iter().any(|(symbol, _)| permitted.contains(*symbol)) {
        usable.retain(|(symbol, _)| permitted.contains(*symbol));
    }
    let Some(&(_, best)) = usable.first() else { return vec![(FILLER, 0.0)] };
    usable.into_iter().map(|(symbol, logp)| (symbol, best - logp)).filter(|(_, cost)| *cost <= cost_limit).collect()
}

/// A check digit with the positions it owns in the search; none for positions that only the composite covers.
struct Group {
    check: Option<ActiveCheck>,
    cells: Vec<(usize, usize)>,
}

struct Solver {
    format: Format,
    params: CorrectParams,
    checks: Vec<ActiveCheck>,
    cells: Cells,
    grid: Grid,
    changed: Vec<Change>,
    findings: Vec<Finding>,
}

impl Solver {
    /// Groups that must be solved together: all of them where a composite links them, each alone otherwise.
    fn linked(&self) -> Vec<Vec<Group>> {
        let own = |check: &ActiveCheck| {
            let cells = check.cells().chain(check.digit.cells()).collect();
            Group { check: Some(check.clone()), cells }
        };
        let mut groups: Vec<Group> = self.checks.iter().filter(|check| !check.is_composite()).map(own).collect();
        let Some(composite) = self.composite() else {
            return groups.into_iter().map(|group| vec![group]).collect();
        };
        let owned = |cell: &(usize, usize)| groups.iter().any(|group| group.cells.contains(cell));
        let loose = composite.cells().filter(|cell| !owned(cell)).chain(composite.digit.cells()).collect();
        groups.push(Group { check: None, cells: loose });
        vec![groups]
    }

    fn composite(&self) -> Option<&ActiveCheck> {
        self.checks.iter().find(|check| check.is_composite())
    }

    fn solve(&mut self, groups: &[Group]) {
        let limit = self.params.max_cost + self.params.margin;
        let solved: Option<ByRemainder> = groups
            .iter()
            .map(|group| self.group(group, limit))
            .reduce(|left, right| lattice::join(&left, &right, limit));
        let [paths, ..] = solved.unwrap_or_default();
        let cells: Vec<(usize, usize)> = groups.iter().flat_map(|group| group.cells.iter().copied()).collect();
        let Some(best) = paths.first() else { return self.not_proven(groups) };
        let near: Vec<&Path> = paths.iter().filter(|path| path.cost < best.cost + self.params.margin).collect();
        let changes = self.changes(&cells, best);
        let doubtful = |index: usize| near.iter().any(|path| path.symbols.get(index) != best.symbols.get(index));
        let proved = changes.is_empty()
            || near.len() < KEPT
                && best.cost <= self.params.max_cost
                && changes.len() <= self.params.max_changes
                && changes.iter().all(|(index, _)| !doubtful(*index));
        if !proved {
            return self.not_proven(groups);
        }
        for (index, &(line, column)) in cells.iter().enumerate().filter(|(index, _)| doubtful(*index)) {
            let field = self.field(line, column);
            let chosen = best.symbols.get(index);
            let blind = |path: &&Path| match (chosen, path.symbols.get(index)) {
                (Some(&a), Some(&b)) => a == b || undetectable(a, b),
                _ => false,
            };
            self.note(if near.iter().all(blind) {
                Finding::UndetectableConfusion { field, line, column }
            } else {
                Finding::NotProven { field }
            });
        }
        for (_, change) in changes {
            let Change { line, column, to, .. } = change;
            self.grid.set(line, column, to);
            self.findings.push(Finding::CorrectedByCheckDigit { field: self.field(line, column), line, column });
            self.changed.push(change);
        }
    }

    fn group(&self, group: &Group, limit: f32) -> ByRemainder {
        let composite = self.composite();
        let node = |&cell: &(usize, usize)| Node {
            symbols: self.cells.at(cell),
            own: group.check.as_ref().map_or(0, |check| factor(check, cell)),
            composite: composite.map_or(0, |check| factor(check, cell)),
        };
        let nodes: Vec<Node<'_>> = group.cells.iter().map(node).collect();
        lattice::solve(&nodes, limit, |symbols| group.check.as_ref().is_none_or(|check| self.sensible(check, symbols)))
    }

    /// Whether the symbols of a group, its digit last, could have been printed: a date exists, a digit is missing only by rule.
    fn sensible(&self, check: &ActiveCheck, symbols: &[u8]) -> bool {
        let Some((&digit, covered)) = symbols.split_last() else { return true };
        if digit == FILLER {
            let blank = covered.iter().all(|&symbol| symbol == FILLER);
            return blank && check.filler == FillerRule::EmptyField;
        }
        let layout: &Layout = self.format.layout();
        match layout.field(check.protects).map(|field| field.content) {
            Some(Content::Date) => {
                let text: String = covered.iter().filter_map(|&symbol| char_of(symbol)).collect();
                plausible(&text, check.protects == FieldKey::DateOfBirth)
            }
            _ => true,
        }
    }

    fn changes(&self, cells: &[(usize, usize)], path: &Path) -> Vec<(usize, Change)> {
        let change = |(index, (&(line, column), &symbol)): (usize, (&(usize, usize), &u8))| {
            let (from, to) = (self.grid.at(line, column), char_of(symbol)?);
            (from != to).then_some((index, Change { line, column, from, to }))
        };
        cells.iter().zip(&path.symbols).enumerate().filter_map(change).collect()
    }

    /// Notes the check digits of these groups that fail as the zone stands.
    fn not_proven(&mut self, groups: &[Group]) {
        let own = groups.iter().filter_map(|group| group.check.as_ref());
        let failing: Vec<FieldKey> = own
            .chain(self.composite().filter(|_| groups.iter().any(|group| group.check.is_none())))
            .filter(|check| check.outcome(&self.grid) != Outcome::Agrees)
            .map(|check| check.protects)
            .collect();
        for field in failing {
            self.note(Finding::NotProven { field });
        }
    }

    fn note(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn field(&self, line: usize, column: usize) -> FieldKey {
        self.format.field_at(line, column).map_or(FieldKey::Filler, |field| field.key)
    }
}

/// What a position counts in a check digit.
fn factor(check: &ActiveCheck, cell: (usize, usize)) -> u32 {
    if check.digit.contains(cell.0, cell.1) {
        return DIGIT;
    }
    check.cells().position(|other| other == cell).map_or(0, weight)
}
