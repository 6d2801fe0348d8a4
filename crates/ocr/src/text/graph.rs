use std::collections::BTreeMap;
use std::ops::Range;

/// The lines that are allowed, as a deterministic automaton unfolded by the symbol that was seen last: repeated symbols
/// need a blank between them, so a place must know its symbol.
pub(super) struct Graph {
    pub(super) start: usize,
    pub(super) states: Vec<State>,
    pub(super) nodes: Vec<Node>,
}

/// A state of the automaton: the place between two symbols.
pub(super) struct State {
    pub(super) accepting: bool,
    /// The symbols that lead here.
    pub(super) nodes: Range<usize>,
}

/// A symbol on its way into a state.
pub(super) struct Node {
    pub(super) symbol: usize,
    pub(super) entries: Vec<Entry>,
}

/// Where a node may be entered from: a state, but not from its node `slot`, which shows the same symbol. A `slot` beyond
/// its nodes leaves out none.
pub(super) struct Entry {
    pub(super) state: usize,
    pub(super) slot: usize,
}

/// A step of the automaton: from a state, by a symbol, to a state. No two have the first two in common.
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) symbol: usize,
    pub(super) to: usize,
}

impl Graph {
    pub(super) fn new(start: usize, accepting: &[bool], edges: &[Edge]) -> Self {
        let mut into: Vec<BTreeMap<usize, Vec<usize>>> = vec![BTreeMap::new(); accepting.len()];
        for edge in edges {
            into[edge.to].entry(edge.symbol).or_default().push(edge.from);
        }
        let slot = |state: usize, symbol: usize| into[state].keys().position(|s| *s == symbol);
        let mut nodes = Vec::new();
        let mut states = Vec::with_capacity(accepting.len());
        for (accepting, symbols) in accepting.iter().zip(&into) {
            let first = nodes.len();
            for (&symbol, sources) in symbols {
                let entry = |&state: &usize| Entry { state, slot: slot(state, symbol).unwrap_or(into[state].len()) };
                nodes.push(Node { symbol, entries: sources.iter().map(entry).collect() });
            }
            states.push(State { accepting: *accepting, nodes: first..nodes.len() });
        }
        Self { start, states, nodes }
    }

    /// Exactly these symbols, one after the other: node `i` is symbol `i`, on its way into state `i + 1`.
    pub(super) fn chain(symbols: &[usize]) -> Self {
        let edges: Vec<Edge> =
            symbols.iter().enumerate().map(|(from, &symbol)| Edge { from, symbol, to: from + 1 }).collect();
        let mut accepting = vec![false; symbols.len()];
        accepting.push(true);
        Self::new(0, &accepting, &edges)
    }
}
