use std::sync::Arc;

use document::Quad;
use imaging::{Picture, Plane};
use inference::{Card, Error, Network, Tensor};

use super::posteriors::{TextPosteriors, logits};
use super::strip::TextStrip;
use super::symbols::Symbols;
use crate::strip::{grown, standardise};

/// Reads lines of print.
pub struct TextRecogniser {
    network: Network,
    symbols: Arc<Symbols>,
    channels: usize,
    height: usize,
    /// Share of a strip's height that the box of a line takes up.
    line_share: f32,
    /// Room left and right of the box, in heights of a strip.
    margin: f32,
}

/// Lines in one run at most: a bound on memory.
const BATCH: usize = 16;

impl TextRecogniser {
    /// A recogniser around a network for the task `text-recognition`.
    ///
    /// # Errors
    /// When the network was made for another task, or its card does not say what its classes stand for, or lacks a fixed
    /// height and number of channels, or fixes the number of lines.
    pub fn new(network: Network) -> Result<Self, Error> {
        let card = network.card();
        card.expect_task("text-recognition")?;
        let (ctc, alphabet) = card.text_codes()?;
        let symbols = Arc::new(Symbols::new(ctc, alphabet));
        card.expect_free_axis(0)?;
        let (channels, height) = (card.fixed_axis(1)?, card.fixed_axis(2)?);
        let extra = |key, default| if card.extra.contains_key(key) { card.number(key) } else { Ok(default) };
        let (line_share, margin) = (extra("line_share", 1.0)?.clamp(0.1, 1.0), extra("margin", 0.0)?.clamp(0.0, 4.0));
        Ok(Self { network, symbols, channels, height, line_share, margin })
    }

    /// The card of the network, for its name in results.
    pub fn card(&self) -> &Card {
        self.network.card()
    }

    /// What `work` makes of each item, as [`Network::map`].
    pub fn map<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        self.network.map(items, work)
    }

    /// Whether the network can say that this symbol stands in a line.
    pub fn knows(&self, symbol: char) -> bool {
        self.symbols.code(symbol).is_some()
    }

    /// Cuts a line out of a photo, as high as the network wants it and with as much around it. `quad` outlines the print
    /// closely, at least as high as a capital, with its first corner at the top left of the text. `None` when it is
    /// degenerate.
    ///
    /// How much is around a line is on the card: `extra.line_share`, the share of the strip's height that the print takes
    /// up, and `extra.margin`, the room left and right of it in heights of the strip.
    pub fn cut(&self, photo: &Picture, quad: &Quad) -> Option<TextStrip> {
        self.cut_loosely(photo, quad, 1.0)
    }

    /// As [`Self::cut`], the print being taken for `height` times as high as `quad` has it.
    pub fn cut_loosely(&self, photo: &Picture, quad: &Quad, height: f32) -> Option<TextStrip> {
        let across = (height / self.line_share - 1.0) / 2.0;
        let along = self.margin * height / self.line_share * quad.height() / quad.width();
        let along = if along.is_finite() { along } else { 0.0 };
        TextStrip::cut(photo, &grown(quad, [along, across]), self.height, self.line_share / height)
    }

    /// Takes a picture of one line as it is, resized to the height that the network wants.
    pub fn whole(&self, picture: &Picture) -> Option<TextStrip> {
        TextStrip::cut(picture, &picture.quad(), self.height, self.line_share)
    }

    /// Reads strips of any widths; the results stand in their order. Strips of similar widths share a run.
    ///
    /// # Errors
    /// When the network fails.
    pub fn read(&self, strips: &[TextStrip]) -> Result<Vec<TextPosteriors>, Error> {
        let mut order: Vec<usize> = (0..strips.len()).collect();
        order.sort_by_key(|&i| strips[i].picture().width());
        let mut read: Vec<Option<TextPosteriors>> = strips.iter().map(|_| None).collect();
        let mut left = order.as_slice();
        while let Some(&narrowest) = left.first() {
            let limit = widest_beside(strips[narrowest].picture().width());
            let fits = left.iter().take(BATCH).take_while(|&&i| strips[i].picture().width() <= limit).count();
            let (group, rest) = left.split_at(fits.max(1));
            left = rest;
            let pictures: Vec<&Picture> = group.iter().map(|&i| strips[i].picture()).collect();
            for (&i, posteriors) in group.iter().zip(self.run(&pictures)?) {
                read[i] = Some(posteriors);
            }
        }
        Ok(read.into_iter().flatten().collect())
    }

    /// One run over pictures of the network's height, padded to one width.
    fn run(&self, pictures: &[&Picture]) -> Result<Vec<TextPosteriors>, Error> {
        let card = self.network.card();
        let (ctc, _) = card.text_codes()?;
        let multiple = card.multiple_of.map_or(1, |multiple| multiple.get());
        let widest = pictures.iter().map(|picture| picture.width() as usize).max().unwrap_or(1);
        let width = widest.next_multiple_of(multiple);
        let mut input = Tensor::zeros(&[pictures.len(), self.channels, self.height, width]);
        for (values, picture) in input.data.chunks_exact_mut(self.channels * self.height * width).zip(pictures) {
            let planes = self.values_of(picture);
            let rows = planes.chunks_exact(picture.width() as usize);
            for (padded, row) in values.chunks_exact_mut(width).zip(rows) {
                padded[..row.len()].copy_from_slice(row);
            }
        }
        let outputs = self.network.run(input)?.into_iter().map(|output| logits(output, ctc));
        let outputs: Vec<(&str, Arc<Tensor>)> =
            card.outputs.iter().map(|port| port.name.as_str()).zip(outputs).collect();
        let stride = card.expect_stride()?;
        let lines: Vec<(usize, u32)> = pictures.iter().map(|picture| picture.width()).enumerate().collect();
        Ok(self.network.map(&lines, |(line, width)| {
            let steps = (*width as usize).div_ceil(stride);
            TextPosteriors::new(self.symbols.clone(), ctc, stride as f32, &outputs, *line, steps)
        }))
    }

    /// A picture as the network wants it, plane by plane; 0 is what padding should look like.
    fn values_of(&self, picture: &Picture) -> Vec<f32> {
        let card = self.network.card();
        let mut values: Vec<f32> = if self.channels == 1 {
            Plane::grey(picture).into_values()
        } else {
            let plane = |channel: usize| picture.data().iter().skip(channel).step_by(3).map(|v| f32::from(*v));
            card.channels.order().into_iter().take(self.channels).flat_map(plane).collect()
        };
        match card.ctc.as_ref().and_then(|ctc| ctc.contrast_floor) {
            Some(floor) => standardise(&mut values, floor),
            None => {
                let plane = values.len() / self.channels.max(1);
                for (values, (mean, std)) in values.chunks_mut(plane.max(1)).zip(card.mean.iter().zip(card.std)) {
                    values.iter_mut().for_each(|v| *v = (*v / 255.0 - mean) / std);
                }
            }
        }
        values
    }
}

/// The widest strip that shares a run with one of this width: a fifth of the work at most is padding.
fn widest_beside(width: u32) -> u32 {
    (width + width / 4).max(width + 16)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::text::posteriors::tests::{plain_card, product_card};

    /// A network that says 'A' where a column is dark and blank elsewhere, and notes the shapes that it is given.
    fn dark_is_a(card: Card, shapes: Arc<Mutex<Vec<Vec<usize>>>>) -> TextRecogniser {
        let sizes: Vec<usize> = if card.outputs.len() == 3 { vec![21, 21, 28] } else { vec![2] };
        let first = card.ctc.as_ref().map_or(0, |ctc| ctc.first);
        let as_logits = card.outputs.len() == 3;
        let network = Network::from_fn(card, move |input| {
            shapes.lock().expect("no panic before").push(input.shape.clone());
            let &[count, channels, height, width] = input.shape.as_slice() else { return Vec::new() };
            let mut outputs: Vec<Tensor> = sizes.iter().map(|size| Tensor::zeros(&[count, width / 4, *size])).collect();
            for line in 0..count {
                for step in 0..width / 4 {
                    let middle = ((line * channels) * height + height / 2) * width + step * 4 + 2;
                    let dark = input.data[middle] < -0.3;
                    let class = if dark { first } else { 0 };
                    outputs[0].data[(line * (width / 4) + step) * sizes[0] + class] =
                        if as_logits { 20.0 } else { 1.0 };
                }
            }
            outputs
        });
        TextRecogniser::new(network).expect("a good card")
    }

    fn photo() -> (Picture, Vec<Quad>) {
        let mut photo = Picture::new(600, 300, [220; 3]);
        let lines = [(0.0, 100.0, 1), (50.0, 500.0, 3), (100.0, 110.0, 2), (150.0, 480.0, 0)];
        for (top, _, bars) in lines {
            for bar in 0..bars {
                for (x, y) in (0..10).flat_map(|x| (0..40).map(move |y| (x, y))) {
                    photo.set(20 + bar * 25 + x, top as u32 + y, [10; 3]);
                }
            }
        }
        (photo, lines.map(|(top, width, _)| Quad::rectangle(0.0, top, width, 40.0)).to_vec())
    }

    #[test]
    fn print_is_where_it_is_however_it_is_cut() {
        let (photo, quads) = photo();
        for card in [product_card("A"), plain_card("A")] {
            let recogniser = dark_is_a(card, Arc::default());
            for height in [0.8, 1.0, 1.3] {
                let strip = recogniser.cut_loosely(&photo, &quads[1], height).expect("a good quad");
                let places = recogniser.read(std::slice::from_ref(&strip)).expect("runs")[0].decode();
                assert_eq!(places.text(), "AAA");
                let first =
                    strip.quad((places.characters[0].centre - 1.0) * 4.0, (places.characters[0].centre + 1.0) * 4.0);
                assert!((first.centre().y - 70.0).abs() < 0.5 && (first.height() - 40.0).abs() < 0.5, "{first:?}");
                assert!((first.centre().x - 25.0).abs() < 5.0, "{height}: {first:?}");
            }
        }
    }

    #[test]
    fn lines_of_all_widths_come_back_in_order() {
        for (card, height, channels) in [(product_card("A"), 40, 1), (plain_card("A"), 48, 3)] {
            let shapes = Arc::new(Mutex::new(Vec::new()));
            let recogniser = dark_is_a(card, shapes.clone());
            let (photo, quads) = photo();
            let strips: Vec<TextStrip> = quads.iter().filter_map(|quad| recogniser.cut(&photo, quad)).collect();
            let read = recogniser.read(&strips).expect("runs");
            let texts: Vec<String> = read.iter().map(|posteriors| posteriors.decode().text()).collect();
            assert_eq!(texts, ["A", "AAA", "AA", ""]);
            let shapes = shapes.lock().expect("no panic before");
            assert_eq!(shapes.len(), 2, "two groups of widths: {shapes:?}");
            assert!(shapes.iter().all(|s| s[0] == 2 && s[1] == channels && s[2] == height && s[3] % 4 == 0));
            // Steps of padding are left out.
            assert_eq!(read[0].len(), strips[0].picture().width().div_ceil(4) as usize);
        }
    }
}
