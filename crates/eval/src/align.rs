/// Two texts laid over each other with the fewest insertions, deletions and substitutions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// The first text, with a `·` where the second has a character more.
    pub truth: String,
    /// The second text, with a `·` where it lacks a character.
    pub read: String,
    /// A `^` under every difference, else blanks.
    pub marks: String,
    /// How many differences (Levenshtein, 1966).
    pub distance: usize,
}

/// Aligns what was read with the truth, character by character.
///
/// ```
/// let alignment = eval::align("P<UTO", "P<U1O<");
/// assert_eq!(alignment.distance, 2);
/// assert_eq!(alignment.marks.trim_end(), "   ^ ^");
/// ```
pub fn align(truth: &str, read: &str) -> Alignment {
    let (a, b): (Vec<char>, Vec<char>) = (truth.chars().collect(), read.chars().collect());
    let costs = costs(&a, &b);
    let width = b.len() + 1;
    let (mut i, mut j) = (a.len(), b.len());
    let mut columns = Vec::with_capacity(a.len().max(b.len()));
    while i > 0 || j > 0 {
        let here = costs[i * width + j];
        if i > 0 && j > 0 && here == costs[(i - 1) * width + j - 1] + usize::from(a[i - 1] != b[j - 1]) {
            (i, j) = (i - 1, j - 1);
            columns.push((a[i], b[j]));
        } else if i > 0 && here == costs[(i - 1) * width + j] + 1 {
            i -= 1;
            columns.push((a[i], '·'));
        } else {
            j -= 1;
            columns.push(('·', b[j]));
        }
    }
    columns.reverse();
    Alignment {
        truth: columns.iter().map(|c| c.0).collect(),
        read: columns.iter().map(|c| c.1).collect(),
        marks: columns.iter().map(|c| if c.0 == c.1 { ' ' } else { '^' }).collect(),
        distance: costs.last().copied().unwrap_or(0),
    }
}

/// The least cost of turning the first `i` characters of `a` into the first `j` of `b`, row by row.
fn costs(a: &[char], b: &[char]) -> Vec<usize> {
    let width = b.len() + 1;
    let mut costs: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        costs.push(i);
        for j in 1..=b.len() {
            let substitute = costs[(i - 1) * width + j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let drop = costs[(i - 1) * width + j] + 1;
            let insert = costs[i * width + j - 1] + 1;
            costs.push(substitute.min(drop).min(insert));
        }
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (truth, read, distance) in
            [("", "", 0), ("abc", "", 3), ("", "abc", 3), ("kitten", "sitting", 3), ("<<<<", "<<<", 1), ("0O", "O0", 2)]
        {
            let alignment = align(truth, read);
            assert_eq!(alignment.distance, distance, "{truth} / {read}");
            assert_eq!(alignment.truth.replace('·', ""), truth);
            assert_eq!(alignment.read.replace('·', ""), read);
            assert_eq!(alignment.marks.matches('^').count(), distance);
        }
        // The sign for a gap may be a character of the truth.
        assert_eq!(align("서울·부산", "").distance, 5);
    }
}
