//! Reading a pattern's text.

/// A set of symbols.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Class {
    pub(super) ranges: Vec<(char, char)>,
    pub(super) negated: bool,
}

impl Class {
    pub(super) fn contains(&self, symbol: char) -> bool {
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&symbol)) != self.negated
    }

    /// Whether it has no more than ten letters and digits, and some.
    pub(super) fn is_narrow(&self) -> bool {
        let size: u32 = self.ranges.iter().map(|(from, to)| u32::from(*to) - u32::from(*from) + 1).sum();
        let speaks = self.ranges.iter().any(|(from, to)| from.is_alphanumeric() || to.is_alphanumeric());
        speaks && size <= 10 && !self.negated
    }

    /// The symbol of a class that has no other.
    pub(super) fn only(&self) -> Option<char> {
        match self.ranges[..] {
            [(from, to)] if from == to && !self.negated => Some(from),
            _ => None,
        }
    }
}

/// What a pattern says, as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    Symbol(Class),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Repeated { what: Box<Tree>, least: usize, most: Option<usize> },
}

pub(super) fn parse(text: &str) -> Result<Tree, &'static str> {
    let mut parser = Parser { text: text.chars().collect(), at: 0 };
    let tree = parser.alternatives()?;
    if parser.at < parser.text.len() { Err("a bracket too many") } else { Ok(tree) }
}

struct Parser {
    text: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, symbol: char) -> bool {
        let there = self.peek() == Some(symbol);
        self.at += usize::from(there);
        there
    }

    fn next(&mut self) -> Result<char, &'static str> {
        let symbol = self.peek().ok_or("ends too early")?;
        self.at += 1;
        Ok(symbol)
    }

    fn alternatives(&mut self) -> Result<Tree, &'static str> {
        let mut ways = vec![self.sequence()?];
        while self.take('|') {
            ways.push(self.sequence()?);
        }
        Ok(if ways.len() == 1 { ways.remove(0) } else { Tree::Any(ways) })
    }

    fn sequence(&mut self) -> Result<Tree, &'static str> {
        let mut parts = Vec::new();
        while self.peek().is_some_and(|symbol| symbol != '|' && symbol != ')') {
            let part = self.one()?;
            parts.push(self.counted(part)?);
        }
        Ok(Tree::All(parts))
    }

    fn one(&mut self) -> Result<Tree, &'static str> {
        let class = match self.next()? {
            '(' => {
                let inner = self.alternatives()?;
                return if self.take(')') { Ok(inner) } else { Err("a bracket is not closed") };
            }
            '[' => self.set()?,
            '.' => Class { ranges: Vec::new(), negated: true },
            '\\' => Class { ranges: self.escaped()?, negated: false },
            '{' | '}' | '?' | '*' | '+' | ']' => return Err("a sign with a meaning; put a backslash before it"),
            literal => Class { ranges: vec![(literal, literal)], negated: false },
        };
        Ok(Tree::Symbol(class))
    }

    fn escaped(&mut self) -> Result<Vec<(char, char)>, &'static str> {
        Ok(match self.next()? {
            'd' => vec![('0', '9')],
            'u' => vec![('A', 'Z')],
            'l' => vec![('A', 'Z'), ('a', 'z'), ('\u{C0}', '\u{D6}'), ('\u{D8}', '\u{F6}'), ('\u{F8}', '\u{24F}')],
            'h' => vec![('가', '힣')],
            'j' => vec![('\u{3400}', '\u{4DBF}'), ('\u{4E00}', '\u{9FFF}'), ('\u{F900}', '\u{FAFF}')],
            's' => vec![(' ', ' ')],
            letter if letter.is_alphanumeric() => return Err("no class has this letter"),
            sign => vec![(sign, sign)],
        })
    }

    fn set(&mut self) -> Result<Class, &'static str> {
        let mut class = Class { ranges: Vec::new(), negated: self.take('^') };
        while !self.take(']') {
            if self.take('\\') {
                class.ranges.extend(self.escaped()?);
                continue;
            }
            let from = self.next()?;
            let is_range = self.peek() == Some('-') && self.text.get(self.at + 1).is_some_and(|next| *next != ']');
            self.at += usize::from(is_range);
            let to = if is_range { self.next()? } else { from };
            if from > to {
                return Err("a range runs backwards");
            }
            class.ranges.push((from, to));
        }
        if class.ranges.is_empty() { Err("a set holds nothing") } else { Ok(class) }
    }

    fn counted(&mut self, what: Tree) -> Result<Tree, &'static str> {
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.at += 1;
                return self.range(what);
            }
            _ => return Ok(what),
        };
        self.at += 1;
        Ok(Tree::Repeated { what: Box::new(what), least, most })
    }

    fn range(&mut self, what: Tree) -> Result<Tree, &'static str> {
        let least = self.number().ok_or("a count is a number")?;
        let most = if self.take(',') { self.number() } else { Some(least) };
        if !self.take('}') {
            return Err("a count is not closed");
        }
        if most.is_some_and(|most| most < least) {
            return Err("a count runs backwards");
        }
        Ok(Tree::Repeated { what: Box::new(what), least, most })
    }

    fn number(&mut self) -> Option<usize> {
        let from = self.at;
        while self.peek().is_some_and(|symbol| symbol.is_ascii_digit()) {
            self.at += 1;
        }
        self.text[from..self.at].iter().collect::<String>().parse().ok()
    }
}
