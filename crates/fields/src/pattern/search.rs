//! The part of a text that a pattern fits with the least change: dynamic programming over the product of the text's
//! positions and the automaton's states, with an edit cost for each way to leave the pattern (G. Myers and W. Miller,
//! Approximate matching of regular expressions, 1989).
use super::alike::{alike, may_be_digit};
use super::automaton::State;
use super::{Match, Pattern};
use crate::jamo::is_one_word;

/// Change that is allowed, per character of the match.
pub(super) const BUDGET: f32 = 0.2;

/// A letter or digit that is wrong, missing or too much.
const LETTER: f32 = 1.0;
/// A letter or digit that looks like the right one.
const LOOK_ALIKE: f32 = 0.4;
/// A sign that is wrong, missing or too much.
const SIGN: f32 = 0.3;
/// A blank that is missing or too much.
const BLANK: f32 = 0.02;
/// A match that ends within a run of digits or within one of letters.
const TORN: f32 = 0.7;
/// What a character that fits is worth, so that of two matches without fault the longer one is taken.
const FIT: f32 = 0.02;

/// Stands for a character that the pattern wants and the text does not tell.
const UNKNOWN: char = '\u{FFFD}';

#[derive(Clone, Copy)]
struct Cell {
    cost: f32,
    fits: u16,
    start: usize,
    /// Position, state, and what was written on the way from there.
    from: Option<(usize, usize, Option<char>)>,
    look_alike: bool,
    broken: bool,
}

impl Cell {
    /// What a cell is compared by: less is better.
    fn weight(&self) -> f32 {
        self.cost - FIT * f32::from(self.fits)
    }
}

struct Table<'a> {
    text: &'a [char],
    states: &'a [State],
    cells: Vec<Option<Cell>>,
}

impl Pattern {
    /// The part of the text that fits best; None when every part needs more than one change in five characters.
    pub(crate) fn find(&self, text: &[char]) -> Option<Match> {
        if !self.may_be_in(text) {
            return None;
        }
        let cells = vec![None; (text.len() + 1) * self.states.len()];
        let mut table = Table { text, states: &self.states, cells };
        let mut best: Option<(f32, usize)> = None;
        for at in 0..=text.len() {
            let start = Cell { cost: torn(text, at), fits: 0, start: at, from: None, look_alike: false, broken: false };
            table.offer(at, 0, start);
            table.settle(at);
            table.advance(at);
            let Some(end) = table.cell(at, 1) else { continue };
            let weight = end.weight() + torn(text, at);
            let allowed = BUDGET * (at - end.start) as f32;
            if end.start < at && end.cost + torn(text, at) <= allowed && best.is_none_or(|(least, _)| weight < least) {
                best = Some((weight, at));
            }
        }
        best.and_then(|(_, at)| table.trace(at))
    }

    /// Whether enough characters of each sort are there; most lines are refused by this.
    fn may_be_in(&self, text: &[char]) -> bool {
        let missing = BUDGET * text.len() as f32;
        let enough = |least: usize, is: fn(char) -> bool| {
            let there = text.iter().filter(|symbol| is(**symbol)).count();
            there as f32 >= least as f32 - missing
        };
        enough(self.least.letters_and_digits, |symbol| symbol != ' ') && enough(self.least.digits, may_be_digit)
    }
}

impl Table<'_> {
    fn cell(&self, at: usize, state: usize) -> Option<Cell> {
        self.cells[at * self.states.len() + state]
    }

    /// Puts a cell in its place when it is better than what is there.
    fn offer(&mut self, at: usize, state: usize, cell: Cell) -> bool {
        // Nothing that ends within the text could have so many faults.
        if cell.cost > BUDGET * (self.text.len() - cell.start) as f32 {
            return false;
        }
        let place = &mut self.cells[at * self.states.len() + state];
        let better = place.is_none_or(|known| cell.weight() < known.weight() - 1e-6);
        if better {
            *place = Some(cell);
        }
        better
    }

    /// Steps that take nothing from the text: empty ones, and symbols of the pattern that the text lacks.
    fn settle(&mut self, at: usize) {
        let mut open: Vec<usize> = (0..self.states.len()).filter(|state| self.cell(at, *state).is_some()).collect();
        while let Some(state) = open.pop() {
            let Some(cell) = self.cell(at, state) else { continue };
            let states = self.states;
            match &states[state] {
                State::End => {}
                State::Fork(ways) => {
                    for way in ways {
                        if self.offer(at, *way, Cell { from: Some((at, state, None)), ..cell }) {
                            open.push(*way);
                        }
                    }
                }
                State::Take(class, next) => {
                    let (written, cost) = match class.only() {
                        Some(' ') => (' ', BLANK),
                        Some(sign) if !sign.is_alphanumeric() => (sign, SIGN),
                        Some(letter) => (letter, LETTER),
                        None => (UNKNOWN, LETTER),
                    };
                    let missing = Cell {
                        cost: cell.cost + cost,
                        from: Some((at, state, Some(written))),
                        broken: cell.broken || cost >= LETTER,
                        ..cell
                    };
                    if self.offer(at, *next, missing) {
                        open.push(*next);
                    }
                }
            }
        }
    }

    /// Steps that take the symbol at this position.
    fn advance(&mut self, at: usize) {
        let Some(&symbol) = self.text.get(at) else { return };
        let states = self.states;
        for (state, kind) in states.iter().enumerate() {
            let Some(cell) = self.cell(at, state) else { continue };
            // Too much in the text. Before the first symbol of the pattern a later start is better, behind the last an
            // earlier end.
            let (cost, is_letter) = match symbol {
                ' ' => (BLANK, false),
                sign if !sign.is_alphanumeric() => (SIGN, false),
                _ => (LETTER, true),
            };
            let skipped = Cell {
                cost: cell.cost + cost,
                from: Some((at, state, None)),
                broken: cell.broken || is_letter,
                ..cell
            };
            self.offer(at + 1, state, skipped);
            let State::Take(class, next) = kind else { continue };
            let taken = if class.contains(symbol) {
                Cell { fits: cell.fits + 1, from: Some((at, state, Some(symbol))), ..cell }
            } else if let Some(other) = alike(symbol, class) {
                let is_letter = other.is_alphanumeric();
                Cell {
                    cost: cell.cost + if is_letter { LOOK_ALIKE } else { BLANK },
                    from: Some((at, state, Some(other))),
                    look_alike: cell.look_alike || is_letter,
                    ..cell
                }
            } else {
                let written = class.only().filter(|only| !only.is_alphanumeric());
                Cell {
                    cost: cell.cost + LETTER,
                    from: Some((at, state, Some(written.unwrap_or(UNKNOWN)))),
                    broken: true,
                    ..cell
                }
            };
            self.offer(at + 1, *next, taken);
        }
    }

    /// The match that ends at this position.
    fn trace(&self, end: usize) -> Option<Match> {
        let last = self.cell(end, 1)?;
        let mut written = Vec::new();
        let mut cell = last;
        while let Some((at, state, symbol)) = cell.from {
            written.extend(symbol);
            cell = self.cell(at, state)?;
        }
        let mended: String = written.into_iter().rev().collect();
        // Digits that hang on to a number are part of what was read, and whoever hides the number must hide them too.
        let hangs =
            |at: usize| at > 0 && at < self.text.len() && self.text[at - 1..=at].iter().all(char::is_ascii_digit);
        let (mut start, mut stop) = (last.start, end);
        while hangs(start) {
            start -= 1;
        }
        while hangs(stop) {
            stop += 1;
        }
        let whole = start == last.start && stop == end;
        Some(Match {
            range: start..stop,
            cost: (last.cost + torn(self.text, end)).max(0.0),
            mended: (whole && !last.broken && !mended.contains(UNKNOWN)).then_some(mended),
            look_alikes: last.look_alike,
        })
    }
}

/// The cost of a border at this position, which is dear between two digits or two letters of a word.
fn torn(text: &[char], at: usize) -> f32 {
    let (Some(before), Some(behind)) = (at.checked_sub(1).and_then(|at| text.get(at)), text.get(at)) else {
        return 0.0;
    };
    let are_digits = before.is_ascii_digit() && behind.is_ascii_digit();
    if are_digits || is_one_word(*before, *behind) { TORN } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(pattern: &str, text: &str) -> Option<(String, f32, Option<String>)> {
        let pattern = Pattern::try_from(pattern.to_owned()).expect("a pattern");
        let text: Vec<char> = text.chars().collect();
        let found = pattern.find(&text)?;
        Some((text[found.range.clone()].iter().collect(), found.cost, found.mended))
    }

    #[test]
    fn a_number_is_found_and_mended_where_its_characters_are_known() {
        // text, part, mended
        let table: &[(&str, &str, Option<&str>)] = &[
            ("830422-1185600", "830422-1185600", Some("830422-1185600")),
            ("번호 830422-1185600.", "830422-1185600", Some("830422-1185600")),
            ("830422 - 1185600", "830422 - 1185600", Some("830422-1185600")),
            ("8304221185600", "8304221185600", Some("830422-1185600")),
            ("83O422-11856O0", "83O422-11856O0", Some("830422-1185600")),
            ("830422–1185600", "830422–1185600", Some("830422-1185600")),
            ("83042가-1185600", "83042가-1185600", None),
            ("830422-118560", "830422-118560", None),
            ("830422-11856001", "830422-11856001", None),
        ];
        for (text, part, mended) in table {
            let (found, _, written) = find(r"\d{6}-\d{7}", text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.as_str(), written.as_deref()), (*part, *mended), "{text}");
        }
        for text in ["", "2003.4.22", "서울특별시 종로구", "12-34"] {
            assert_eq!(find(r"\d{6}-\d{7}", text), None, "{text}");
        }
    }

    #[test]
    fn less_change_costs_less() {
        let cost = |text| find(r"\d{6}-\d{7}", text).map(|found| found.1).unwrap_or(9.0);
        assert_eq!(cost("830422-1185600"), 0.0);
        assert!(cost("830422 1185600") < cost("83O422-1185600"));
        assert!(cost("83O422-1185600") < cost("83가422-1185600"));
    }

    #[test]
    fn of_two_parts_without_fault_the_longer_is_taken() {
        assert_eq!(find(r"\h( ?\h)*", "둘 리(杜里)").map(|found| found.0).as_deref(), Some("둘 리"));
        assert_eq!(find(r"[MF]", "M").map(|found| found.0).as_deref(), Some("M"));
        assert_eq!(find(r"[MF]", "MALE"), None);
        assert_eq!(find(r"[MF]", "성별F").map(|found| found.0).as_deref(), Some("F"));
        assert_eq!(find(r"(ab|cd)+", "xx cdabcd").map(|found| found.0).as_deref(), Some("cdabcd"));
    }

    #[test]
    fn faulty_patterns_are_refused() {
        for pattern in ["(", ")", "[", "[]", "a{2,1}", "a{x}", "*", r"\q", "\\", "(a{300}){9}"] {
            assert!(Pattern::try_from(pattern.to_owned()).is_err(), "{pattern}");
        }
    }
}
