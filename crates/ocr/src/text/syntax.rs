//! Reading a pattern's text.
use super::nfa::{Class, Nfa, Tree};
use super::pattern::PatternError;

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

/// What is left of a pattern, and the classes of symbols found so far.
pub(super) struct Parser {
    text: Vec<char>,
    at: usize,
    nfa: Nfa,
}

impl Parser {
    /// Reads a whole pattern and makes its automaton.
    pub(super) fn read(text: &str) -> Result<super::Pattern, PatternError> {
        let mut parser = Self { text: text.chars().collect(), at: 0, nfa: Nfa::default() };
        let tree = parser.alternatives()?;
        if parser.at < parser.text.len() {
            return Err(parser.fault("a bracket too many"));
        }
        let at = parser.at;
        let start = parser.nfa.state();
        let automaton = parser.nfa.build(&tree, start).and_then(|end| parser.nfa.deterministic(start, end));
        automaton.map_err(|message| PatternError { at, message })
    }

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
        Ok(Tree::Any(ways))
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
        Ok(Tree::Symbol(self.nfa.class(class).map_err(|message| self.fault(message))?))
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
