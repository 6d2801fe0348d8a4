//! From a pattern's tree to a deterministic automaton.
use std::collections::{BTreeMap, HashMap};

use document::pattern::{Class, Tree};

use super::pattern::{DfaState, Pattern};

/// States of the automaton at most, before and after it is made deterministic: a bound on memory and time.
const STATES: usize = 1024;
/// Distinct classes of symbols at most: the bits of a signature.
const CLASSES: usize = 64;

/// A bit for each class that holds the symbol.
pub(super) fn signature(classes: &[Class], symbol: char) -> u64 {
    classes.iter().enumerate().filter(|(_, class)| class.contains(symbol)).map(|(i, _)| 1 << i).sum()
}

/// An automaton with empty steps, as the pattern is written.
#[derive(Default)]
pub(super) struct Nfa {
    classes: Vec<Class>,
    states: Vec<NfaState>,
}

#[derive(Default)]
struct NfaState {
    empty: Vec<usize>,
    symbol: Option<(usize, usize)>,
}

impl Nfa {
    fn class(&mut self, class: &Class) -> Result<usize, &'static str> {
        if let Some(known) = self.classes.iter().position(|known| known == class) {
            return Ok(known);
        }
        self.classes.push(class.clone());
        if self.classes.len() > CLASSES {
            Err("too many different sets of symbols")
        } else {
            Ok(self.classes.len() - 1)
        }
    }

    pub(super) fn state(&mut self) -> usize {
        self.states.push(NfaState::default());
        self.states.len() - 1
    }

    /// Adds what `tree` allows after the state `from`; returns the state after it.
    pub(super) fn build(&mut self, tree: &Tree, from: usize) -> Result<usize, &'static str> {
        if self.states.len() > STATES {
            return Err("the pattern is too long");
        }
        match tree {
            Tree::Symbol(class) => {
                let class = self.class(class)?;
                let to = self.state();
                let own = self.state();
                self.states[from].empty.push(own);
                self.states[own].symbol = Some((class, to));
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
    pub(super) fn deterministic(self, start: usize, end: usize) -> Result<Pattern, &'static str> {
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
        Ok(Pattern::from_parts(self.classes, kinds.into_iter().zip(0..).collect(), states))
    }
}
