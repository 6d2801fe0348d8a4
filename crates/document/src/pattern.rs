//! The language of patterns, which say what a value looks like: read here, matched where lines are.
//!
//! | | |
//! |---|---|
//! | `\d` | a digit, 0 to 9 |
//! | `\u` | a capital, A to Z |
//! | `\l` | a Latin letter, diacritics included |
//! | `\h` | a syllable of Hangul |
//! | `\j` | a Han character |
//! | `\k` | Hiragana or Katakana |
//! | `\c`, `\g` | a Cyrillic, a Greek letter |
//! | `\s` | a space |
//! | `.` | any symbol |
//! | `[가-힣\d-]`, `[^\d]` | one of these, none of these; `-` first or last stands for itself |
//! | `(a\|bc)` | one or the other |
//! | `{3}`, `{2,4}`, `?`, `*`, `+` | how often what stands before |
//! | `\` before a sign | the sign itself |
use std::fmt;

/// A set of symbols.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// First and last symbol of each part.
    pub ranges: Vec<(char, char)>,
    /// Whether the set is all symbols but these.
    pub negated: bool,
}

impl Class {
    /// Whether it has no more than ten letters and digits, and some.
    pub fn is_narrow(&self) -> bool {
        let size: u32 = self.ranges.iter().map(|(from, to)| u32::from(*to) - u32::from(*from) + 1).sum();
        let speaks = self.ranges.iter().any(|(from, to)| from.is_alphanumeric() || to.is_alphanumeric());
        speaks && size <= 10 && !self.negated
    }

    /// The symbol of a set that has no other.
    pub fn only(&self) -> Option<char> {
        match self.ranges[..] {
            [(from, to)] if from == to && !self.negated => Some(from),
            _ => None,
        }
    }

    /// Whether the symbol is in the set.
    pub fn contains(&self, symbol: char) -> bool {
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&symbol)) != self.negated
    }
}

/// What a pattern says, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// One symbol of a set.
    Symbol(Class),
    /// One after the other.
    All(Vec<Tree>),
    /// One of them.
    Any(Vec<Tree>),
    /// The same again and again.
    Repeated {
        /// What.
        what: Box<Tree>,
        /// How often at least.
        least: usize,
        /// How often at most; None without bound.
        most: Option<usize>,
    },
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Before which character, counted from 0, the reading stopped.
    pub at: usize,
    /// What is wrong.
    pub message: &'static str,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pattern, character {}: {}", self.at + 1, self.message)
    }
}

impl std::error::Error for PatternError {}

/// Reads a pattern.
///
/// # Errors
/// When it breaks the grammar, nests too deeply or counts too far.
///
/// ```
/// use document::pattern::{Tree, parse};
/// assert!(matches!(parse(r"\d{6}-\d{7}"), Ok(Tree::All(parts)) if parts.len() == 3));
/// assert_eq!(parse("ab)").map_err(|e| e.to_string()), Err("pattern, character 3: a bracket too many".into()));
/// ```
pub fn parse(text: &str) -> Result<Tree, PatternError> {
    let mut parser = Parser { text: text.chars().collect(), at: 0 };
    let tree = parser.alternatives()?;
    if parser.at < parser.text.len() { Err(parser.fault("a bracket too many")) } else { Ok(tree) }
}

/// Repetitions in one count at most.
const COUNT: usize = 256;

/// The ranges behind a letter after a backslash.
fn named(letter: char) -> Option<&'static [(char, char)]> {
    Some(match letter {
        'd' => &[('0', '9')],
        'u' => &[('A', 'Z')],
        'l' => &[
            ('A', 'Z'),
            ('a', 'z'),
            ('\u{C0}', '\u{D6}'),
            ('\u{D8}', '\u{F6}'),
            ('\u{F8}', '\u{24F}'),
            ('\u{1E00}', '\u{1EFF}'),
        ],
        'h' => &[('가', '힣')],
        'j' => &[('\u{3400}', '\u{4DBF}'), ('\u{4E00}', '\u{9FFF}'), ('\u{F900}', '\u{FAFF}')],
        'k' => &[('\u{3041}', '\u{3096}'), ('\u{30A1}', '\u{30FA}'), ('ー', 'ー')],
        'c' => &[('\u{400}', '\u{481}'), ('\u{48A}', '\u{52F}')],
        'g' => &[('\u{386}', '\u{386}'), ('\u{388}', '\u{3FF}')],
        's' => &[(' ', ' ')],
        _ => return None,
    })
}

/// What is left of a pattern.
struct Parser {
    text: Vec<char>,
    at: usize,
}

impl Parser {
    fn fault(&self, message: &'static str) -> PatternError {
        PatternError { at: self.at.min(self.text.len()), message }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, symbol: char) -> bool {
        let there = self.peek() == Some(symbol);
        self.at += usize::from(there);
        there
    }

    fn next(&mut self) -> Result<char, PatternError> {
        let symbol = self.peek().ok_or(self.fault("the pattern ends too early"))?;
        self.at += 1;
        Ok(symbol)
    }

    fn alternatives(&mut self) -> Result<Tree, PatternError> {
        let mut ways = vec![self.sequence()?];
        while self.take('|') {
            ways.push(self.sequence()?);
        }
        Ok(if ways.len() == 1 { ways.remove(0) } else { Tree::Any(ways) })
    }

    fn sequence(&mut self) -> Result<Tree, PatternError> {
        let mut parts = Vec::new();
        while self.peek().is_some_and(|c| c != '|' && c != ')') {
            let part = self.one()?;
            parts.push(self.counted(part)?);
        }
        Ok(Tree::All(parts))
    }

    fn one(&mut self) -> Result<Tree, PatternError> {
        let class = match self.next()? {
            '(' => {
                // Deep nesting is no pattern that anybody writes, and parsing is recursive.
                if self.text[..self.at].iter().filter(|c| **c == '(').count() > 64 {
                    return Err(self.fault("too many brackets"));
                }
                let inner = self.alternatives()?;
                return if self.take(')') { Ok(inner) } else { Err(self.fault("a bracket is not closed")) };
            }
            '[' => self.set()?,
            '.' => Class { ranges: Vec::new(), negated: true },
            '\\' => Class { ranges: self.escaped()?, negated: false },
            '{' | '}' | '?' | '*' | '+' | ']' => {
                return Err(self.fault("a sign with a meaning; put a backslash before it"));
            }
            literal => Class { ranges: vec![(literal, literal)], negated: false },
        };
        Ok(Tree::Symbol(class))
    }

    fn escaped(&mut self) -> Result<Vec<(char, char)>, PatternError> {
        let symbol = self.next()?;
        match named(symbol) {
            Some(ranges) => Ok(ranges.to_vec()),
            None if symbol.is_alphanumeric() => Err(self.fault("no class has this letter")),
            None => Ok(vec![(symbol, symbol)]),
        }
    }

    fn set(&mut self) -> Result<Class, PatternError> {
        let mut class = Class { ranges: Vec::new(), negated: self.take('^') };
        while !self.take(']') {
            if self.take('\\') {
                class.ranges.extend(self.escaped()?);
                continue;
            }
            let from = self.next()?;
            let is_range = self.peek() == Some('-') && self.text.get(self.at + 1).is_some_and(|c| *c != ']');
            self.at += usize::from(is_range);
            let to = if is_range { self.next()? } else { from };
            if from > to {
                return Err(self.fault("a range runs backwards"));
            }
            class.ranges.push((from, to));
        }
        if class.ranges.is_empty() { Err(self.fault("a set holds nothing")) } else { Ok(class) }
    }

    fn counted(&mut self, mut what: Tree) -> Result<Tree, PatternError> {
        loop {
            let (least, most) = match self.peek() {
                Some('?') => (0, Some(1)),
                Some('*') => (0, None),
                Some('+') => (1, None),
                Some('{') => (0, Some(0)),
                _ => return Ok(what),
            };
            self.at += 1;
            let (least, most) = if self.text[self.at - 1] == '{' { self.range()? } else { (least, most) };
            what = Tree::Repeated { what: Box::new(what), least, most };
        }
    }

    fn range(&mut self) -> Result<(usize, Option<usize>), PatternError> {
        let least = self.number()?.ok_or(self.fault("a count is a number"))?;
        let most = if self.take(',') { self.number()? } else { Some(least) };
        if !self.take('}') {
            return Err(self.fault("a count is not closed"));
        }
        if least > COUNT || most.is_some_and(|most| most > COUNT || most < least) {
            return Err(self.fault("a count is too large or runs backwards"));
        }
        Ok((least, most))
    }

    fn number(&mut self) -> Result<Option<usize>, PatternError> {
        let from = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let digits: String = self.text[from..self.at].iter().collect();
        if digits.is_empty() {
            return Ok(None);
        }
        digits.parse().map(Some).map_err(|_| self.fault("a count is too large"))
    }
}
