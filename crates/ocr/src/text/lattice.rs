//! Sums and maxima over the alignments of a line under a graph, in logarithms.
//!
//! The lattice of a zone (`crate::lattice`) is another one on purpose: there the alphabet is 37 symbols and all of them
//! may stand anywhere, so that dense rows, scaled and trimmed, are fastest. Here alphabets have thousands of symbols of
//! which a handful is possible at a place.
use super::graph::Graph;

/// Logarithms of probabilities of everything up to a step (or after it), for each place of a graph.
#[derive(Clone)]
pub(super) struct Column {
    /// Between two symbols, for each state.
    pub(super) blank: Vec<f64>,
    /// While a symbol is seen, for each node.
    pub(super) node: Vec<f64>,
}

/// What the steps say: blank, and each symbol of a graph.
pub(super) struct Emissions {
    pub(super) blank: Vec<f64>,
    /// A row of symbols for each step.
    pub(super) symbols: Vec<Vec<f64>>,
}

const NEVER: f64 = f64::NEG_INFINITY;

pub(super) fn log_add(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == NEVER { high } else { high + (low - high).exp().ln_1p() }
}

impl Column {
    fn never(graph: &Graph) -> Self {
        Self { blank: vec![NEVER; graph.states.len()], node: vec![NEVER; graph.nodes.len()] }
    }
}

/// For every node of a state the sum over blank and all other nodes of the state, in one pass each way: subtracting from
/// the whole would lose the small ones. The last value is the sum of all.
fn sums_without(blank: f64, nodes: &[f64]) -> Vec<f64> {
    let mut sums = Vec::with_capacity(nodes.len() + 1);
    let mut before = blank;
    for value in nodes {
        sums.push(before);
        before = log_add(before, *value);
    }
    sums.push(before);
    let mut after = NEVER;
    for (sum, value) in sums.iter_mut().zip(nodes).rev() {
        *sum = log_add(*sum, after);
        after = log_add(after, *value);
    }
    sums
}

/// All beginnings, step by step: the emission of the step is included.
pub(super) fn forward(graph: &Graph, emissions: &Emissions) -> Vec<Column> {
    let mut before = Column::never(graph);
    before.blank[graph.start] = 0.0;
    let mut columns = Vec::with_capacity(emissions.blank.len());
    for (blank, symbols) in emissions.blank.iter().zip(&emissions.symbols) {
        let leaving: Vec<Vec<f64>> = graph
            .states
            .iter()
            .zip(&before.blank)
            .map(|(state, blank)| sums_without(*blank, &before.node[state.nodes.clone()]))
            .collect();
        let mut column = Column::never(graph);
        for (value, sums) in column.blank.iter_mut().zip(&leaving) {
            *value = sums.last().copied().unwrap_or(NEVER) + blank;
        }
        for ((value, node), stayed) in column.node.iter_mut().zip(&graph.nodes).zip(&before.node) {
            // The same symbol twice needs a blank between.
            let entered = node.entries.iter().map(|entry| leaving[entry.state][entry.slot]).fold(NEVER, log_add);
            *value = log_add(*stayed, entered) + symbols[node.symbol];
        }
        columns.push(column.clone());
        before = column;
    }
    columns
}

/// Logarithm of the probability that the whole line is one that the graph accepts.
pub(super) fn total(graph: &Graph, last: Option<&Column>) -> f64 {
    let Some(last) = last else { return if graph.states[graph.start].accepting { 0.0 } else { NEVER } };
    let ends = graph.states.iter().zip(&last.blank).filter(|(state, _)| state.accepting);
    ends.map(|(state, blank)| last.node[state.nodes.clone()].iter().copied().fold(*blank, log_add)).fold(NEVER, log_add)
}

/// The symbols of the likeliest alignment; `None` when there is none.
pub(super) fn best_alignment(graph: &Graph, emissions: &Emissions) -> Option<Vec<usize>> {
    /// Where the best way into a place comes from.
    #[derive(Clone, Copy)]
    enum From {
        Itself,
        Blank(usize),
        Node(usize),
    }
    let mut before = Column::never(graph);
    before.blank[graph.start] = 0.0;
    let mut ways: Vec<(Vec<From>, Vec<From>)> = Vec::with_capacity(emissions.blank.len());
    for (blank, symbols) in emissions.blank.iter().zip(&emissions.symbols) {
        // The two likeliest nodes of every state: one of them holds another symbol than the next.
        let tops: Vec<[Option<usize>; 2]> = graph
            .states
            .iter()
            .map(|state| {
                let mut tops = [None, None];
                for node in state.nodes.clone() {
                    let above = |other: Option<usize>| other.is_none_or(|other| before.node[node] > before.node[other]);
                    if above(tops[0]) {
                        tops = [Some(node), tops[0]];
                    } else if above(tops[1]) {
                        tops[1] = Some(node);
                    }
                }
                tops
            })
            .collect();
        let mut column = Column::never(graph);
        let mut from = (vec![From::Itself; graph.states.len()], vec![From::Itself; graph.nodes.len()]);
        for (state, top) in tops.iter().enumerate() {
            column.blank[state] = before.blank[state] + blank;
            if let Some(top) = top[0].filter(|top| before.node[*top] > before.blank[state]) {
                column.blank[state] = before.node[top] + blank;
                from.0[state] = From::Node(top);
            }
        }
        for (i, node) in graph.nodes.iter().enumerate() {
            let mut best = (before.node[i], From::Itself);
            for entry in &node.entries {
                if before.blank[entry.state] > best.0 {
                    best = (before.blank[entry.state], From::Blank(entry.state));
                }
                let other = tops[entry.state].into_iter().flatten().find(|top| graph.nodes[*top].symbol != node.symbol);
                if let Some(other) = other.filter(|other| before.node[*other] > best.0) {
                    best = (before.node[other], From::Node(other));
                }
            }
            column.node[i] = best.0 + symbols[node.symbol];
            from.1[i] = best.1;
        }
        before = column;
        ways.push(from);
    }
    let mut best = (NEVER, None);
    for (i, state) in graph.states.iter().enumerate().filter(|(_, state)| state.accepting) {
        if before.blank[i] > best.0 {
            best = (before.blank[i], Some(From::Blank(i)));
        }
        for node in state.nodes.clone().filter(|node| before.node[*node] > NEVER) {
            if before.node[node] > best.0 {
                best = (before.node[node], Some(From::Node(node)));
            }
        }
    }
    let mut at = best.1?;
    let mut symbols = Vec::new();
    for (blank, node) in ways.iter().rev() {
        at = match at {
            From::Blank(state) => match blank[state] {
                From::Itself => at,
                other => other,
            },
            From::Node(here) => match node[here] {
                From::Itself => at,
                other => {
                    symbols.push(graph.nodes[here].symbol);
                    other
                }
            },
            From::Itself => at,
        };
    }
    symbols.reverse();
    Some(symbols)
}
