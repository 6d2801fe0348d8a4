use std::collections::HashMap;

use document::pattern::{Class, PatternError, parse};

use super::nfa::{Nfa, signature};

/// What a line may say, the whole of it. [`document::pattern`] tells the language.
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

impl Pattern {
    pub(super) fn from_parts(classes: Vec<Class>, kinds: HashMap<u64, usize>, states: Vec<DfaState>) -> Self {
        Self { classes, kinds, states }
    }

    /// Reads a pattern.
    ///
    /// # Errors
    /// When it breaks the grammar or asks for too much.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let tree = parse(text)?;
        let mut nfa = Nfa::default();
        let start = nfa.state();
        let automaton = nfa.build(&tree, start).and_then(|end| nfa.deterministic(start, end));
        automaton.map_err(|message| PatternError { at: text.chars().count(), message })
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
