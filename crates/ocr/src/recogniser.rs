use inference::{Error, Network, Tensor};

use crate::strip::Strip;

/// Classes of the network: the 37 symbols in the order of [`mrz::ALPHABET`], then blank.
pub const CLASSES: usize = 38;

/// The probability of each class at one step along a strip.
pub type Step = [f32; CLASSES];

/// What the network sees along a strip.
#[derive(Clone)]
pub struct Posteriors {
    /// One distribution a step.
    pub steps: Vec<Step>,
    /// Strip pixels per step.
    pub stride: f32,
}

/// Evenly spaced print along a line, in steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Left border of the first character's cell.
    pub(crate) start: f32,
    /// Right border of the last character's cell.
    pub(crate) end: f32,
    /// Characters between them.
    pub(crate) symbols: usize,
}

impl Posteriors {
    /// Where the longest run of evenly spaced characters lies; `None` when there are too few.
    pub(crate) fn extent(&self) -> Option<Extent> {
        let centres = self.centres();
        let mut gaps: Vec<f32> = centres.windows(2).map(|pair| pair[1] - pair[0]).collect();
        gaps.sort_by(f32::total_cmp);
        let pitch = gaps.get(gaps.len() / 2).copied().filter(|_| centres.len() >= 8)?;
        // A character may be hidden; more than one ends the run.
        let mut best: Option<(usize, usize)> = None;
        let mut first = 0;
        for last in 0..centres.len() {
            let gap = centres[last] - if last > first { centres[last - 1] } else { centres[last] };
            if gap > 2.4 * pitch {
                first = last;
            }
            if best.is_none_or(|(a, b)| last - first > b - a) {
                best = Some((first, last));
            }
        }
        let (first, last) = best?;
        let (start, end) = (centres[first] - pitch / 2.0, centres[last] + pitch / 2.0);
        Some(Extent { start, end, symbols: ((end - start) / pitch).round() as usize })
    }

    /// Middles of the steps in which plain decoding sees one character each.
    fn centres(&self) -> Vec<f32> {
        let best = |step: &Step| {
            let top = step.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            top.map_or(CLASSES - 1, |(class, _)| class)
        };
        let mut centres = Vec::new();
        let mut run: Option<(usize, usize)> = None;
        for (t, class) in self.steps.iter().map(best).chain([CLASSES - 1]).enumerate() {
            if run.is_some_and(|(running, _)| running != class) {
                centres.extend(run.map(|(_, from)| (from + t) as f32 / 2.0));
                run = None;
            }
            if class != CLASSES - 1 && run.is_none() {
                run = Some((class, t));
            }
        }
        centres
    }
}

/// Reads strips of MRZ lines.
pub struct LineRecogniser {
    network: Network,
    stride: f32,
}

impl LineRecogniser {
    /// A recogniser around a network for the task `mrz-recognition`.
    ///
    /// # Errors
    /// When the network was made for another task or another alphabet, or its card does not say the stride.
    pub fn new(network: Network) -> Result<Self, Error> {
        let card = network.card();
        card.expect_task("mrz-recognition")?;
        card.expect_alphabet(mrz::ALPHABET)?;
        let stride = card.expect_stride()? as f32;
        Ok(Self { network, stride })
    }

    /// Reads strips of one width together.
    ///
    /// # Errors
    /// When the network fails, as with strips of different widths.
    pub fn read(&self, strips: &[Strip]) -> Result<Vec<Posteriors>, Error> {
        let Some(first) = strips.first() else { return Ok(Vec::new()) };
        let mut input = Tensor::zeros(&[strips.len(), 1, first.height(), first.width()]);
        for (values, strip) in input.data.chunks_exact_mut(first.height() * first.width()).zip(strips) {
            strip.normalise_into(values);
        }
        let outputs = self.network.run(input)?;
        let Some(output) = outputs.into_iter().next() else { return Ok(Vec::new()) };
        let &[_, CLASSES, steps] = output.shape.as_slice() else { return Ok(Vec::new()) };
        let line = |values: &[f32]| {
            let step = |t: usize| std::array::from_fn(|class| values[class * steps + t].exp());
            Posteriors { steps: (0..steps).map(step).collect(), stride: self.stride }
        };
        Ok(output.data.chunks_exact(CLASSES * steps).map(line).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extent_of_print_is_measured() {
        // 20 characters every 3 steps from step 10 on, one of them hidden, and a speck far to the right.
        let mut steps = vec![[0f32; CLASSES]; 110];
        steps.iter_mut().for_each(|step| step[CLASSES - 1] = 0.9);
        for i in (0..20).filter(|i| *i != 7) {
            steps[10 + 3 * i][i] = 1.0;
        }
        steps[100][5] = 1.0;
        let extent = Posteriors { steps, stride: 4.0 }.extent().expect("enough characters");
        assert_eq!(extent.symbols, 20);
        assert!((extent.start - 9.0).abs() < 0.1 && (extent.end - 69.0).abs() < 0.1, "{extent:?}");
    }
}
