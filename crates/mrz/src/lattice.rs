use crate::check_digit::{WEIGHTS, value};

/// Readings kept for each remainder; with so many within the margin nothing counts as proved.
pub(crate) const KEPT: usize = 8;

/// One position of a check-digit group.
pub(crate) struct Node<'a> {
    /// Symbols with their costs: nats below the most likely symbol of the position, from 0 up. The first has cost 0.
    pub(crate) symbols: &'a [(u8, f32)],
    /// What the symbol's value counts in the group's own check digit, modulo 10.
    pub(crate) own: u32,
    /// What it counts in the composite, modulo 10.
    pub(crate) composite: u32,
}

/// One choice of a symbol for every node.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    pub(crate) cost: f32,
    pub(crate) symbols: Vec<u8>,
}

/// The cheapest paths by the remainder they leave in the composite, each list in order of cost.
pub(crate) type ByRemainder = [Vec<Path>; 10];

/// Weight of the `index`-th covered character.
pub(crate) fn weight(index: usize) -> u32 {
    WEIGHTS[index % 3]
}

/// What the digit itself counts, so that a sum that agrees with its digit is 0 modulo 10.
pub(crate) const DIGIT: u32 = 9;

/// The cheapest paths whose own sum is 0 modulo 10. Exact: dynamic programming over both remainders.
pub(crate) fn solve(nodes: &[Node<'_>], cost_limit: f32, accept: impl Fn(&[u8]) -> bool) -> ByRemainder {
    let mut states: Vec<Vec<Path>> = vec![Vec::new(); 100];
    states[0].push(Path { cost: 0.0, symbols: Vec::new() });
    for node in nodes {
        let mut next: Vec<Vec<(f32, usize, usize, u8)>> = vec![Vec::new(); 100];
        for (state, paths) in states.iter().enumerate() {
            for (index, path) in paths.iter().enumerate() {
                for &(symbol, cost) in node.symbols {
                    let total = path.cost + cost;
                    if total <= cost_limit {
                        let (own, composite) = (state as u32 / 10, state as u32 % 10);
                        let own = (own + node.own * value(symbol)) % 10;
                        let composite = (composite + node.composite * value(symbol)) % 10;
                        next[(own * 10 + composite) as usize].push((total, state, index, symbol));
                    }
                }
            }
        }
        states = next
            .into_iter()
            .map(|mut steps| {
                steps.sort_by(|a, b| a.0.total_cmp(&b.0));
                steps.truncate(KEPT);
                let extend = |(cost, state, index, symbol): (f32, usize, usize, u8)| {
                    let mut symbols: Vec<u8> = states[state][index].symbols.clone();
                    symbols.push(symbol);
                    Path { cost, symbols }
                };
                steps.into_iter().map(extend).collect()
            })
            .collect();
    }
    let mut states = states.into_iter();
    std::array::from_fn(|_| {
        states.next().unwrap_or_default().into_iter().filter(|path| accept(&path.symbols)).collect()
    })
}

/// Joins two groups: their symbols one after the other, their remainders added.
pub(crate) fn join(left: &ByRemainder, right: &ByRemainder, cost_limit: f32) -> ByRemainder {
    std::array::from_fn(|remainder| {
        let mut pairs: Vec<(f32, &Path, &Path)> = Vec::new();
        for (r, paths) in left.iter().enumerate() {
            for a in paths {
                for b in &right[(10 + remainder - r) % 10] {
                    if a.cost + b.cost <= cost_limit {
                        pairs.push((a.cost + b.cost, a, b));
                    }
                }
            }
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        pairs.truncate(KEPT);
        pairs
            .into_iter()
            .map(|(cost, a, b)| Path { cost, symbols: [&a.symbols[..], &b.symbols[..]].concat() })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every path by brute force.
    fn all(nodes: &[Node<'_>]) -> Vec<(f32, u32, u32, Vec<u8>)> {
        nodes.iter().fold(vec![(0.0, 0, 0, Vec::new())], |paths, node| {
            let step = |(cost, own, composite, symbols): &(f32, u32, u32, Vec<u8>)| {
                let extend = |&(symbol, more): &(u8, f32)| {
                    let v = value(symbol);
                    let symbols = [&symbols[..], &[symbol]].concat();
                    (cost + more, (own + node.own * v) % 10, (composite + node.composite * v) % 10, symbols)
                };
                node.symbols.iter().map(extend).collect::<Vec<_>>()
            };
            paths.iter().flat_map(step).collect()
        })
    }

    #[test]
    fn finds_the_cheapest_paths_of_brute_force() {
        let symbols: Vec<Vec<(u8, f32)>> = (0..6u8)
            .map(|i| {
                vec![
                    (i, 0.0),
                    ((i * 7 + 3) % 37, 0.9 + 0.13 * f32::from(i)),
                    ((i * 5 + 11) % 37, 1.7 - 0.1 * f32::from(i)),
                ]
            })
            .collect();
        let node = |(i, s): (usize, &'_ Vec<(u8, f32)>)| (weight(i), weight(i + 2), s.clone());
        let parts: Vec<_> = symbols.iter().enumerate().map(node).collect();
        let nodes: Vec<Node<'_>> =
            parts.iter().map(|(own, composite, s)| Node { symbols: s, own: *own, composite: *composite }).collect();
        let limit = 20.0;
        let found = solve(&nodes, limit, |_| true);
        let mut seen = 0;
        for (remainder, paths) in found.iter().enumerate() {
            let mut expected: Vec<_> =
                all(&nodes).into_iter().filter(|p| p.1 == 0 && p.2 == remainder as u32).collect();
            expected.sort_by(|a, b| a.0.total_cmp(&b.0));
            expected.truncate(KEPT);
            assert_eq!(paths.len(), expected.len());
            for (path, truth) in paths.iter().zip(&expected) {
                assert!((path.cost - truth.0).abs() < 1e-5);
            }
            seen += paths.len();
        }
        assert!(seen > 10);
    }
}
