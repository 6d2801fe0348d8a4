//! From a pattern's tree to an automaton with empty steps (K. Thompson, 1968).
use document::pattern::{Class, Tree};

/// States at most: a bound on memory and time.
const STATES: usize = 1024;

#[derive(Clone)]
pub(super) enum State {
    /// Takes a symbol of the class and goes on to the state.
    Take(Class, usize),
    /// Goes on to any of these without a symbol.
    Fork(Vec<usize>),
    /// The pattern is at its end.
    End,
}

pub(super) fn states(tree: &Tree) -> Result<Vec<State>, &'static str> {
    let mut states = vec![State::Fork(Vec::new()), State::End];
    let start = build(&mut states, tree, 1)?;
    states[0] = State::Fork(vec![start]);
    Ok(states)
}

/// Adds the states for `tree` that lead to `next`; returns the first of them.
fn build(states: &mut Vec<State>, tree: &Tree, next: usize) -> Result<usize, &'static str> {
    let first = match tree {
        Tree::Symbol(class) => push(states, State::Take(class.clone(), next)),
        Tree::All(parts) => {
            let mut next = next;
            for part in parts.iter().rev() {
                next = build(states, part, next)?;
            }
            next
        }
        Tree::Any(ways) => {
            let ways = ways.iter().map(|way| build(states, way, next)).collect::<Result<_, _>>()?;
            push(states, State::Fork(ways))
        }
        Tree::Repeated { what, least, most } => {
            let mut tail = next;
            match most {
                Some(most) => {
                    for _ in *least..*most {
                        let again = build(states, what, tail)?;
                        tail = push(states, State::Fork(vec![again, next]));
                    }
                }
                None => {
                    let fork = push(states, State::Fork(Vec::new()));
                    let again = build(states, what, fork)?;
                    states[fork] = State::Fork(vec![again, next]);
                    tail = fork;
                }
            }
            for _ in 0..*least {
                tail = build(states, what, tail)?;
            }
            tail
        }
    };
    if states.len() > STATES { Err("too long") } else { Ok(first) }
}

fn push(states: &mut Vec<State>, state: State) -> usize {
    states.push(state);
    states.len() - 1
}

/// How many characters of a sort every text that fits has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Least {
    pub(super) letters_and_digits: usize,
    pub(super) digits: usize,
}

pub(super) fn least(states: &[State]) -> Least {
    Least {
        letters_and_digits: fewest(states, |class| class.ranges.iter().any(|range| range.0.is_alphanumeric())),
        digits: fewest(states, |class| !class.negated && class.ranges.iter().all(|range| range.0.is_ascii_digit())),
    }
}

/// The fewest characters of a sort on any way from the start to the end.
fn fewest(states: &[State], counts: impl Fn(&Class) -> bool) -> usize {
    let mut fewest = vec![usize::MAX; states.len()];
    fewest[0] = 0;
    let mut open = vec![0];
    while let Some(state) = open.pop() {
        let here = fewest[state];
        let ways: Vec<(usize, usize)> = match &states[state] {
            State::End => Vec::new(),
            State::Fork(ways) => ways.iter().map(|way| (*way, here)).collect(),
            State::Take(class, next) => vec![(*next, here + usize::from(counts(class)))],
        };
        for (way, count) in ways {
            if count < fewest[way] {
                fewest[way] = count;
                open.push(way);
            }
        }
    }
    fewest[1]
}

#[cfg(test)]
mod tests {
    use document::pattern::parse;

    use super::*;

    #[test]
    fn the_shortest_text_counts() {
        let of = |pattern| states(&parse(pattern).expect(pattern)).map(|states| least(&states));
        assert_eq!(of(r"\d{6}-\d{7}"), Ok(Least { letters_and_digits: 13, digits: 13 }));
        assert_eq!(of(r"(서울|11-)\d\d?"), Ok(Least { letters_and_digits: 3, digits: 1 }));
        assert_eq!(of(r"[\h ]*세 ?무"), Ok(Least { letters_and_digits: 2, digits: 0 }));
    }
}
