use document::{Confidence, Homography, Neighbours, Quad, row_outline, rows};
use imaging::Picture;
use inference::{Card, Error, Network, Tensor};

use super::binarised::boxes;
use super::words::{MAPS, words};

/// A printed word, or a row of words where the network does not part them.
#[derive(Clone, Debug)]
pub struct Word {
    /// From the word's own top left, in pixels of the photo.
    pub quad: Quad,
    /// How sure it is that print is there.
    pub score: Confidence,
}

/// Words in a row.
#[derive(Clone, Debug)]
pub struct TextLine {
    /// Around all words, from the line's own top left, in pixels of the photo.
    pub quad: Quad,
    /// In reading order.
    pub words: Vec<Word>,
}

/// Groups words into lines; these from top to bottom as the sheet shows them.
fn lines(words: Vec<Word>) -> Vec<TextLine> {
    let quads: Vec<Quad> = words.iter().map(|word| word.quad).collect();
    let line = |row: Vec<usize>| {
        let words: Vec<Word> = row.into_iter().map(|at| words[at].clone()).collect();
        let quads: Vec<Quad> = words.iter().map(|word| word.quad).collect();
        Some(TextLine { quad: row_outline(&quads)?, words })
    };
    let mut lines: Vec<TextLine> = rows(&quads, Neighbours::READ).into_iter().filter_map(line).collect();
    lines.sort_by(|a, b| a.quad.centre().y.total_cmp(&b.quad.centre().y));
    lines
}

/// What is printed on a sheet.
#[derive(Clone, Debug)]
pub struct SpottedText {
    /// The lines, from top to bottom as the sheet was shown.
    pub lines: Vec<TextLine>,
    /// Whether most of the print stands on its head: the sheet is to be turned by half. Never with a network that does not
    /// see the text's direction.
    pub upside_down: bool,
}

/// Least probability of a cell that belongs to a word.
const MIN_SCORE: f32 = 0.5;
/// Long side of the view of a card or page, and short side of one that is higher than wide, in pixels, where the card does
/// not say: a certificate on A4 has smaller print.
const LANDSCAPE_LONG: f32 = 640.0;
const PORTRAIT_SHORT: f32 = 736.0;
/// The network halves the picture so often.
const MULTIPLE: f32 = 32.0;
/// What a card may ask for, in pixels.
const LEAST_SIDE: f32 = 64.0;
const MOST_SIDE: f32 = 2048.0;

/// Finds print on sheets.
pub struct TextSpotter {
    network: Network,
    stride: f32,
    landscape_long: f32,
    portrait_short: f32,
}

impl TextSpotter {
    /// A spotter around a network for the task `text-spotting`. A card with a table `[binarisation]` is of a network with
    /// one map of probabilities; others give the maps that `training/text_spotter.py` trains.
    ///
    /// # Errors
    /// When the network was made for another task, or its card does not say the stride or gives other maps.
    pub fn new(network: Network) -> Result<Self, Error> {
        let card = network.card();
        card.expect_task("text-spotting")?;
        let stride = card.expect_stride()? as f32;
        card.expect_maps(if card.binarisation.is_some() { 1 } else { MAPS })?;
        let side = |key, default| if card.extra.contains_key(key) { card.number(key) } else { Ok(default) };
        let landscape_long = side("landscape_long", LANDSCAPE_LONG)?.clamp(LEAST_SIDE, MOST_SIDE);
        let portrait_short = side("portrait_short", PORTRAIT_SHORT)?.clamp(LEAST_SIDE, MOST_SIDE);
        Ok(Self { network, stride, landscape_long, portrait_short })
    }

    /// The card of the network, for its name in results.
    pub fn card(&self) -> &Card {
        self.network.card()
    }

    /// The print on the sheet that `quad` outlines on the photo, from its own top left. `scale` is how much larger than usual the
    /// network sees it; 1 is what it was made for.
    ///
    /// # Errors
    /// When the network fails.
    pub fn spot(&self, photo: &Picture, quad: &Quad, scale: f32) -> Result<SpottedText, Error> {
        let nothing = SpottedText { lines: Vec::new(), upside_down: false };
        let (width, height) = self.view_size(quad.width(), quad.height(), scale);
        let view = Quad::rectangle(0.0, 0.0, width as f32, height as f32);
        let Some(photo_from_view) = Homography::between(&view, quad) else { return Ok(nothing) };
        let picture = imaging::warp(photo, &photo_from_view, width, height, [128; 3]);
        let card = self.network.card();
        let shape = vec![1, 3, height as usize, width as usize];
        let outputs =
            self.network.run(Tensor { shape, data: picture.planes(card.channels.order(), card.mean, card.std) })?;
        let Some(maps) = outputs.first() else { return Ok(nothing) };
        let mut found = match &card.binarisation {
            Some(params) => boxes(maps, self.stride, params),
            None => words(maps, self.stride, MIN_SCORE),
        };
        agree(&mut found);
        // By length, so that a few words of vertical print don't decide.
        let upright: f32 = found.iter().map(|word| word.quad.corners()[1].x - word.quad.corners()[0].x).sum();
        let mut lines = lines(found);
        for line in &mut lines {
            line.quad = line.quad.map(|p| photo_from_view.apply(p));
            for word in &mut line.words {
                word.quad = word.quad.map(|p| photo_from_view.apply(p));
            }
        }
        Ok(SpottedText { lines, upside_down: upright < 0.0 && card.binarisation.is_none() })
    }

    /// Size of the view of a sheet of these proportions, in pixels, so many times the usual one.
    fn view_size(&self, width: f32, height: f32, scale: f32) -> (u32, u32) {
        let aspect = (width / height.max(1.0)).clamp(0.25, 4.0);
        let (width, height) = if aspect >= 0.9 {
            (self.landscape_long, self.landscape_long / aspect)
        } else {
            (self.portrait_short, (self.portrait_short / aspect).min(2.0 * self.portrait_short))
        };
        let whole = |side: f32| ((side * scale / MULTIPLE).round().max(1.0) * MULTIPLE) as u32;
        (whole(width), whole(height))
    }
}

/// Turns what runs against most of the print: nothing on a sheet stands on its head but the whole of it, while a short line of
/// digits looks much the same either way.
fn agree(words: &mut [Word]) {
    let run = |word: &Word| {
        let [a, b, ..] = word.quad.0;
        (b.x - a.x, b.y - a.y)
    };
    let (x, y) = words.iter().map(run).fold((0.0, 0.0), |sum, run| (sum.0 + run.0, sum.1 + run.1));
    for word in words {
        let (dx, dy) = run(word);
        // Print across the rest runs neither with nor against it.
        if dx * x + dy * y < -0.5 * dx.hypot(dy) * x.hypot(y) {
            word.quad = word.quad.relabel(2);
        }
    }
}

#[cfg(test)]
mod tests {
    use document::Point;

    use super::*;

    const CARD: &str = r#"
        stride = 1
        channels = "bgr"
        input = { name = "x", shape = [1, 3, "height", "width"] }
        outputs = [{ name = "map", shape = [1, 1, "height", "width"] }]
        [binarisation]
        threshold = 0.3
        least_score = 0.5
        grow = 0.0
    "#;

    fn spotter(card: &str, run: impl Fn(&Tensor) -> Vec<Tensor> + Send + Sync + 'static) -> TextSpotter {
        let card = Card::of_function("spotter", "text-spotting", card).expect("a good card");
        TextSpotter::new(Network::from_fn(card, run)).expect("a spotter")
    }

    #[test]
    fn views_keep_proportions_in_whole_steps() {
        let ours = spotter(CARD, |_| Vec::new());
        assert_eq!(ours.view_size(856.0, 540.0, 1.0), (640, 416));
        assert_eq!(ours.view_size(856.0, 540.0, 1.2), (768, 480));
        assert_eq!(ours.view_size(1250.0, 880.0, 1.0), (640, 448));
        assert_eq!(ours.view_size(210.0, 297.0, 1.0), (736, 1056));
        assert_eq!(ours.view_size(10.0, 1e9, 1.0), (736, 1472));
        let sides = format!("{CARD}\n[extra]\nlandscape_long = 960\nportrait_short = 800");
        let larger = spotter(&sides, |_| Vec::new());
        assert_eq!(
            (larger.view_size(960.0, 600.0, 1.0), larger.view_size(800.0, 1000.0, 1.0)),
            ((960, 608), (800, 992))
        );
    }

    #[test]
    fn a_card_of_other_maps_is_refused() {
        for (from, to) in [("[1, 1, ", "[1, 2, "), ("[binarisation]", "[extra]"), ("[1, 1, \"height\", ", "[1, ")] {
            let card = Card::of_function("spotter", "text-spotting", &CARD.replace(from, to)).expect("a good card");
            let network = Network::from_fn(card, |_| Vec::new());
            let error = TextSpotter::new(network).err().expect("refused").to_string();
            assert!(error.contains("the first output needs the shape [1, "), "{error}");
        }
    }

    #[test]
    fn print_agrees_which_way_is_up() {
        let word = |quad: Quad| Word { quad, score: Confidence::new(0.9) };
        let (long, short) = (Quad::rectangle(0.0, 0.0, 200.0, 20.0), Quad::rectangle(0.0, 40.0, 60.0, 20.0));
        let across = Quad([[300.0, 0.0], [300.0, 80.0], [280.0, 80.0], [280.0, 0.0]].map(Point::from));
        let mut words = [word(long), word(short.relabel(2)), word(across)];
        agree(&mut words);
        assert_eq!(words.map(|word| word.quad), [long, short, across]);
    }

    #[test]
    fn a_map_of_probabilities_becomes_lines_on_the_photo() {
        // A network that finds what is blue and not red.
        let spotter = spotter(CARD, |input| {
            let plane = input.shape[2] * input.shape[3];
            let (blue, red) = (&input.data[..plane], &input.data[2 * plane..]);
            let data = blue.iter().zip(red).map(|(blue, red)| if blue - red > 1.0 { 0.9 } else { 0.05 }).collect();
            vec![Tensor { shape: vec![1, 1, input.shape[2], input.shape[3]], data }]
        });
        let mut photo = Picture::new(700, 500, [255; 3]);
        let bars =
            [(120, 100, 200, 30, [0, 0, 255]), (130, 250, 300, 40, [0, 0, 255]), (120, 350, 200, 30, [255, 0, 0])];
        for (left, top, width, height, colour) in bars {
            for (x, y) in (0..width).flat_map(|x| (0..height).map(move |y| (x, y))) {
                photo.set(left + x, top + y, colour);
            }
        }
        let found = spotter.spot(&photo, &Quad::rectangle(30.0, 40.0, 640.0, 416.0), 1.0).expect("runs");
        assert_eq!((found.lines.len(), found.upside_down), (2, false));
        for (line, (left, top, width, height, _)) in found.lines.iter().zip(bars) {
            let truth = Quad::rectangle(left as f32, top as f32, width as f32, height as f32);
            assert!(line.quad.iou(&truth) > 0.9, "{:?} {truth:?}", line.quad);
            assert_eq!(line.words.len(), 1);
        }
    }
}
