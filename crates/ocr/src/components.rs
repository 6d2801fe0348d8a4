//! Cells of a map that hang together.

/// The cells above `threshold` in groups that hang together, diagonally too; `width` cells make a row.
///
/// The groups come in the order in which their first cells stand in the map.
pub(crate) fn components(values: &[f32], width: usize, threshold: f32) -> Vec<Vec<usize>> {
    let height = values.len() / width.max(1);
    // What was taken, or is too low to be.
    let mut done: Vec<bool> = values.iter().map(|value| *value <= threshold).collect();
    let mut components = Vec::new();
    for first in 0..width * height {
        if done[first] {
            continue;
        }
        done[first] = true;
        let (mut found, mut open) = (Vec::new(), vec![first]);
        while let Some(cell) = open.pop() {
            found.push(cell);
            let (x, y) = (cell % width, cell / width);
            for row in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for column in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let next = row * width + column;
                    if !done[next] {
                        done[next] = true;
                        open.push(next);
                    }
                }
            }
        }
        components.push(found);
    }
    components
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hang_together_at_corners_and_not_over_the_edge() {
        #[rustfmt::skip]
        let map = [
            0.9, 0.1, 0.1, 0.8,
            0.1, 0.7, 0.1, 0.1,
            0.8, 0.1, 0.1, 0.5,
        ];
        let mut found = components(&map, 4, 0.5);
        found.iter_mut().for_each(|cells| cells.sort_unstable());
        assert_eq!(found, [vec![0, 5, 8], vec![3]]);
        assert!(components(&[], 0, 0.5).is_empty());
    }
}
