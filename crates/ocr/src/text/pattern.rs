use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// What a line may say: a small language of patterns, a part of that of regular expressions. A pattern is about the whole
/// line.
///
/// | | |
/// |---|---|
/// | `\d` | a digit, 0 to 9 |
/// | `\u` | a capital, A to Z |
/// | `\l` | a Latin letter, diacritics included |
/// | `\h` | a syllable of Hangul |
/// | `\j` | a Han character |
/// | `\k` | Hiragana or Katakana |
/// | `\c`, `\g` | a Cyrillic, a Greek letter |
/// | `\s` | a space |
/// | `.` | any symbol |
/// | `[가-힣\d-]`, `[^\d]` | one of these, none of these; `-` first or last stands for itself |
/// | `(a|bc)` | one or the other |
/// | `{3}`, `{2,4}`, `?`, `*`, `+` | how often what stands before |
/// | `\` before a sign | the sign itself |
///
/// ```
/// use ocr::text::Pattern;
/// assert!(Pattern::new(r"\d{6}-[1-8]\d{6}")?.accepts("900101-1234567"));
/// let date = Pattern::new(r"(19|20)\d\d\. ?\d?\d\. ?\d?\d\.?")?;
/// assert!(date.accepts("2024. 3. 1.") && !date.accepts("2024-03-01"));
/// let plate = Pattern::new(r"\d{2,3}\h ?\d{4}")?;
/// assert!(plate.accepts("123가 4568"));
/// # Ok::<(), ocr::text::PatternError>(())
/// ```
pub struct Pattern {
    classes: Vec<Class>,
    /// What symbols are alike to the pattern: a bit for each class that holds them, and the number of such a kind.
    kinds: HashMap<u64, usize>,
    states: Vec<DfaState>,
}

/// A state of the deterministic automaton; the first is the start.
pub(super) struct DfaState {
    pub(super) accepting: bool,
    /// For each kind of symbol, where it leads.
    pub(super) next: Vec<Option<usize>>,
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    at: usize,
    message: &'static str,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pattern, character {}: {}", self.at + 1, self.message)
    }
}

impl std::error::Error for PatternError {}

/// States of the automaton at most, before and after it is made deterministic: a bound on memory and time.
const STATES: usize = 1024;
/// Repetitions in one count at most.
const COUNT: usize = 256;
/// Distinct classes of symbols at most: the bits of a signature.
const CLASSES: usize = 64;

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When it breaks the grammar or asks for too much.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let mut parser = Parser { text: text.chars().collect(), at: 0, nfa: Nfa::default() };
        let tree = parser.alternatives()?;
        if parser.at < parser.text.len() {
            return Err(parser.fault("a bracket too many"));
        }
        let start = parser.nfa.state();
        let end = parser.nfa.build(&tree, start).map_err(|message| parser.fault(message))?;
        let at = parser.at;
        parser.nfa.deterministic(start, end).map_err(|message| PatternError { at, message })
    }

    /// Any line of these symbols, the empty one included.
    ///
    /// # Errors
    /// When there are no symbols.
    pub fn of_symbols(symbols: &str) -> Result<Self, PatternError> {
        let escaped: String =
            symbols.chars().flat_map(|c| if c.is_alphanumeric() { vec![c] } else { vec!['\\', c] }).collect();
        Self::new(&format!("[{escaped}]*"))
    }

    /// Whether a line may say this.
    pub fn accepts(&self, text: &str) -> bool {
        let step = |state: usize, c: char| *self.states[state].next.get(self.kind(c)?)?;
        text.chars().try_fold(0, step).is_some_and(|state| self.states[state].accepting)
    }

    /// The number of the kind that a symbol is of; `None` when it can stand nowhere.
    pub(super) fn kind(&self, symbol: char) -> Option<usize> {
        self.kinds.get(&signature(&self.classes, symbol)).copied()
    }

    pub(super) fn states(&self) -> &[DfaState] {
        &self.states
    }
}

fn signature(classes: &[Class], symbol: char) -> u64 {
    classes.iter().enumerate().filter(|(_, class)| class.contains(symbol)).map(|(i, _)| 1 << i).sum()
}

/// A set of symbols.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Class {
    ranges: Vec<(char, char)>,
    negated: bool,
}

impl Class {
    fn contains(&self, symbol: char) -> bool {
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&symbol)) != self.negated
    }
}

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

enum Tree {
    Symbol(usize),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Repeated { what: Box<Tree>, least: usize, most: Option<usize> },
}

struct Parser {
    text: Vec<char>,
    at: usize,
    nfa: Nfa,
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

/// An automaton with empty steps, as the pattern is written.
#[derive(Default)]
struct Nfa {
    classes: Vec<Class>,
    states: Vec<NfaState>,
}

#[derive(Default)]
struct NfaState {
    empty: Vec<usize>,
    symbol: Option<(usize, usize)>,
}

impl Nfa {
    fn class(&mut self, class: Class) -> Result<usize, &'static str> {
        if let Some(known) = self.classes.iter().position(|known| *known == class) {
            return Ok(known);
        }
        self.classes.push(class);
        if self.classes.len() > CLASSES {
            Err("too many different sets of symbols")
        } else {
            Ok(self.classes.len() - 1)
        }
    }

    fn state(&mut self) -> usize {
        self.states.push(NfaState::default());
        self.states.len() - 1
    }

    /// Adds what `tree` allows after the state `from`; returns the state after it.
    fn build(&mut self, tree: &Tree, from: usize) -> Result<usize, &'static str> {
        if self.states.len() > STATES {
            return Err("the pattern is too long");
        }
        match tree {
            Tree::Symbol(class) => {
                let to = self.state();
                let own = self.state();
                self.states[from].empty.push(own);
                self.states[own].symbol = Some((*class, to));
                Ok(to)
            }
            Tree::All(parts) => parts.iter().try_fold(from, |from, part| self.build(part, from)),
            Tree::Any(ways) => {
                let to = self.state();
                for way in ways {
                    let first = self.state();
                    self.states[from].empty.push(first);
                    let last = self.build(way, first)?;
                    self.states[last].empty.push(to);
                }
                Ok(to)
            }
            Tree::Repeated { what, least, most } => {
                let mut at = from;
                for _ in 0..*least {
                    at = self.build(what, at)?;
                }
                let to = self.state();
                match most {
                    Some(most) => {
                        for _ in *least..*most {
                            self.states[at].empty.push(to);
                            at = self.build(what, at)?;
                        }
                        self.states[at].empty.push(to);
                    }
                    None => {
                        let around = self.state();
                        self.states[at].empty.push(around);
                        let last = self.build(what, around)?;
                        self.states[last].empty.push(around);
                        self.states[around].empty.push(to);
                    }
                }
                Ok(to)
            }
        }
    }

    /// The states that are reached from `some` by empty steps, in order.
    fn closed(&self, some: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut seen = vec![false; self.states.len()];
        let mut open: Vec<usize> = some.into_iter().collect();
        while let Some(state) = open.pop() {
            if !std::mem::replace(&mut seen[state], true) {
                open.extend(&self.states[state].empty);
            }
        }
        (0..seen.len()).filter(|state| seen[*state]).collect()
    }

    /// The subset construction over the kinds of symbols that the classes tell apart.
    fn deterministic(self, start: usize, end: usize) -> Result<Pattern, &'static str> {
        // Within the places between two such borders no class begins or ends.
        let mut borders = vec!['\0'];
        for (from, to) in self.classes.iter().flat_map(|class| &class.ranges) {
            borders.push(*from);
            borders.extend((*to..=char::MAX).nth(1));
        }
        let signatures = borders.iter().map(|c| signature(&self.classes, *c)).filter(|s| *s != 0);
        let kinds: BTreeMap<u64, ()> = signatures.map(|s| (s, ())).collect();
        let kinds: Vec<u64> = kinds.into_keys().collect();

        let mut sets = vec![self.closed([start])];
        let mut numbers: HashMap<Vec<usize>, usize> = HashMap::from([(sets[0].clone(), 0)]);
        let mut states = Vec::new();
        while let Some(set) = sets.get(states.len()).cloned() {
            let mut next = Vec::with_capacity(kinds.len());
            for kind in &kinds {
                let steps = set.iter().filter_map(|state| self.states[*state].symbol);
                let reached: Vec<usize> = steps.filter(|(class, _)| kind >> class & 1 == 1).map(|(_, to)| to).collect();
                if reached.is_empty() {
                    next.push(None);
                    continue;
                }
                let reached = self.closed(reached);
                let number = *numbers.entry(reached).or_insert_with_key(|set| {
                    sets.push(set.clone());
                    sets.len() - 1
                });
                next.push(Some(number));
            }
            states.push(DfaState { accepting: set.binary_search(&end).is_ok(), next });
            if sets.len() > STATES {
                return Err("the pattern has too many states");
            }
        }
        Ok(Pattern { classes: self.classes, kinds: kinds.into_iter().zip(0..).collect(), states })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_accept_what_they_say() {
        // pattern, accepted, refused
        let cases: &[(&str, &[&str], &[&str])] = &[
            (
                r"\d{6}-\d{7}",
                &["900101-1234567"],
                &["900101-123456", "9001011234567", "900101-12345678", "90010a-1234567"],
            ),
            (r"a?b+c*", &["b", "abbcc"], &["a", "aab", "ac", ""]),
            (r"(서울|경기)\h{0,2}", &["서울", "경기도", "서울시청"], &["부산", "서울A", "서울특별시"]),
            (r"[A-C\d-]{2,3}", &["A-", "9B", "-1-"], &["D1", "A", "A-1B"]),
            (r"[^\d ]*", &["", "abc가"], &["a1", "a b"]),
            (r".\.\\", &[r"x.\", r"가.\"], &[r"x,\", r".\"]),
            ("", &[""], &["a"]),
            (r"(a|ab)(c|bcd)", &["ac", "abc", "abcd", "abbcd"], &["abb", "bc"]),
            (r"\l+ \u\j\k\c\g\s", &["Nguyễn X金あЖΩ "], &["Nguyễn x金あЖΩ "]),
            (r"(\d{2}){2,}", &["1234", "123456"], &["12", "12345"]),
        ];
        for (pattern, accepted, refused) in cases {
            let compiled = Pattern::new(pattern).expect(pattern);
            accepted.iter().for_each(|text| assert!(compiled.accepts(text), "{pattern} accepts {text:?}"));
            refused.iter().for_each(|text| assert!(!compiled.accepts(text), "{pattern} refuses {text:?}"));
        }
        let symbols = Pattern::of_symbols("0-9]^").expect("symbols");
        assert!(symbols.accepts("]0-^") && symbols.accepts("") && !symbols.accepts("5"));
    }

    #[test]
    fn faults_tell_where() {
        let cases = [
            ("(a", "not closed"),
            ("a)", "too many"),
            ("[a", "too early"),
            ("[]", "holds nothing"),
            ("[z-a]", "backwards"),
            ("a{3,2}", "backwards"),
            ("a{x}", "is a number"),
            ("a{2", "not closed"),
            ("a{99999999999999999999}", "too large"),
            ("*", "backslash"),
            (r"\q", "no class"),
            ("\\", "too early"),
            ("(a{200}){200}", "too long"),
            (r"(0|1)*0(0|1){12}", "too many states"),
        ];
        for (pattern, message) in cases {
            let error = Pattern::new(pattern).err().expect(pattern);
            assert!(error.to_string().contains(message), "{pattern}: {error}");
        }
        assert_eq!(
            Pattern::new("ab)").err().map(|e| e.to_string()).as_deref(),
            Some("pattern, character 3: a bracket too many")
        );
        assert!(Pattern::new(&"(".repeat(100_000)).is_err());
        assert!(Pattern::of_symbols("").is_err());
    }
}
