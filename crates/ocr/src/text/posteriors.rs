use std::sync::Arc;

use inference::{Ctc, HangulParts, Tensor, Values};

use super::lattice::Emissions;
use super::symbols::{Code, Symbols};

/// For every step along a line, the probability of every symbol that the network knows.
pub struct TextPosteriors {
    symbols: Arc<Symbols>,
    /// Logarithms of probabilities, a row for each step.
    main: Rows,
    /// Those of vowels and final consonants, where syllables are products.
    parts: Option<(Rows, Rows)>,
    /// Those of the last classes of all, where they are told apart at some steps only.
    rare: Option<RareRows>,
    /// Strip pixels per step.
    stride: f32,
}

/// The steps of one line in an output, as the network gave them, and what makes logarithms of probabilities of them.
struct Rows {
    output: Arc<Tensor>,
    /// Where the line's first step begins.
    from: usize,
    size: usize,
    /// One divided by the card's temperature.
    scale: f32,
    /// For each step what is to be added.
    shifts: Vec<f32>,
}

impl Rows {
    /// The steps of one line of `output`, normalised under the card's temperature. The output holds logits.
    fn new(output: &Arc<Tensor>, line: usize, steps: usize, ctc: &Ctc) -> Self {
        let (padded, size) = match output.shape.as_slice() {
            &[_, padded, size] => (padded, size),
            _ => (0, 1),
        };
        let (from, scale) = (line * padded * size, 1.0 / ctc.temperature);
        let values = output.data.get(from..from + steps.min(padded) * size).unwrap_or_default();
        let shift = |row: &[f32]| match ctc.values {
            Values::LogProbabilities => 0.0,
            _ => {
                let most = most(row);
                -most * scale - sum_of_exp(row, most, scale).ln()
            }
        };
        let shifts = values.chunks_exact(size).map(shift).collect();
        Self { output: output.clone(), from, size, scale, shifts }
    }

    /// Of no steps.
    fn none() -> Self {
        Self { output: Arc::new(Tensor::zeros(&[0])), from: 0, size: 1, scale: 1.0, shifts: Vec::new() }
    }

    /// What the network gave for a step.
    fn row(&self, step: usize) -> &[f32] {
        let from = self.from + step * self.size;
        self.output.data.get(from..from + self.size).filter(|_| step < self.shifts.len()).unwrap_or_default()
    }

    fn at(&self, step: usize, class: usize) -> f32 {
        let value = self.row(step).get(class).zip(self.shifts.get(step));
        value.map_or(f32::NEG_INFINITY, |(value, shift)| value * self.scale + shift)
    }

    /// The classes that are at least as likely as `e^floor` at a step, with the logarithms of their probabilities.
    fn likely(&self, step: usize, floor: f32) -> impl Iterator<Item = (usize, f32)> {
        let shift = self.shifts.get(step).copied().unwrap_or_default();
        let values = self.row(step).iter().map(move |value| value * self.scale + shift).enumerate();
        values.filter(move |(_, value)| *value >= floor)
    }
}

/// The classes behind those of the main output, at the steps of one line where they are told apart.
struct RareRows {
    output: Arc<Tensor>,
    /// The first of these classes, which in the main output is any of them, and how many there are.
    first: usize,
    count: usize,
    /// For each step where its row begins in the output, if it has one.
    from: Vec<Option<usize>>,
}

impl RareRows {
    /// Of the line whose first step is number `start` of the run. `main` are its rows in the main output.
    fn new(output: &Arc<Tensor>, told: &Tensor, main: &Rows, start: usize) -> Self {
        let count = output.shape.get(1).copied().unwrap_or(0);
        let mut from = vec![None; main.shifts.len()];
        for (row, step) in told.data.iter().enumerate() {
            if let Some(slot) = (*step as usize).checked_sub(start).and_then(|step| from.get_mut(step)) {
                *slot = Some(row * count);
            }
        }
        Self { output: output.clone(), first: main.size.saturating_sub(1), count, from }
    }

    /// The row of a step, if it has one.
    fn row(&self, step: usize) -> Option<&[f32]> {
        let from = (*self.from.get(step)?)?;
        self.output.data.get(from..from + self.count)
    }

    /// The logarithm of a class's probability, if it is one of these.
    fn at(&self, main: &Rows, step: usize, class: usize) -> Option<f32> {
        let class = class.checked_sub(self.first)?;
        Some(match self.row(step) {
            Some(row) => row.get(class).copied().unwrap_or(f32::NEG_INFINITY),
            None => main.at(step, self.first) - (self.count as f32).ln(),
        })
    }
}

/// Values that are worked on side by side.
const LANES: usize = 16;

/// The largest value.
fn most(values: &[f32]) -> f32 {
    let mut lanes = [f32::MIN; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest = chunks.remainder().iter().copied().fold(f32::MIN, f32::max);
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = if *value > *lane { *value } else { *lane };
        }
    }
    lanes.into_iter().fold(rest, f32::max)
}

/// The sum of `e^((x - most) * scale)`. A line has a million values, so it is done side by side.
fn sum_of_exp(values: &[f32], most: f32, scale: f32) -> f32 {
    let of = |value: f32| exp((value - most) * scale);
    let mut sums = [0f32; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest: f32 = chunks.remainder().iter().map(|value| of(*value)).sum();
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += of(*value);
        }
    }
    rest + sums.iter().sum::<f32>()
}

/// e^x for x of at most 0, to a relative error below 1e-6, from operations that processors do on many values at once: 2^n
/// by the exponent's bits, the rest by its Taylor series.
fn exp(x: f32) -> f32 {
    // Adding and taking away 1.5 * 2^23 leaves the nearest integer.
    const TO_INTEGER: f32 = 12_582_912.0;
    let x = x.max(-87.0);
    let n = (x * std::f32::consts::LOG2_E + TO_INTEGER) - TO_INTEGER;
    // ln 2 in two parts, the first of few bits, so that n times it is exact (Cody and Waite, 1980).
    let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let series = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    series * f32::from_bits(((n as i32 + 127) << 23) as u32)
}

/// An output as logits, which some networks give as probabilities.
pub(crate) fn logits(mut output: Tensor, ctc: &Ctc) -> Arc<Tensor> {
    if ctc.values == Values::Probabilities {
        output.data.iter_mut().for_each(|value| *value = value.max(f32::MIN_POSITIVE).ln());
    }
    Arc::new(output)
}

impl TextPosteriors {
    /// Line number `line` of the outputs of a run, `steps` of its steps: the others are padding. The outputs are
    /// [`logits`], and the card has been checked against them.
    pub(crate) fn new(
        symbols: Arc<Symbols>,
        ctc: &Ctc,
        stride: f32,
        outputs: &[(&str, Arc<Tensor>)],
        line: usize,
        steps: usize,
    ) -> Self {
        let rows = |name: Option<&str>| {
            let output = outputs.iter().find(|(own, _)| name.is_none_or(|name| name == *own));
            output.map_or_else(Rows::none, |(_, tensor)| Rows::new(tensor, line, steps, ctc))
        };
        let parts = ctc.hangul.as_ref().map(|parts| (rows(Some(&parts.vowels)), rows(Some(&parts.finals))));
        let main = rows(None);
        let output = |name: &str| outputs.iter().find(|(own, _)| *own == name).map(|(_, tensor)| tensor);
        let rare = ctc.rare.as_ref().and_then(|rare| {
            let padded = outputs.first()?.1.shape.get(1)?;
            Some(RareRows::new(output(&rare.output)?, output(&rare.steps)?, &main, line * padded))
        });
        Self { symbols, main, parts, rare, stride }
    }

    /// Steps along the line.
    pub fn len(&self) -> usize {
        self.main.shifts.len()
    }

    /// Whether there is no step.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Strip pixels per step.
    pub fn stride(&self) -> f32 {
        self.stride
    }

    /// Natural logarithm of the probability that a step shows `symbol`; `None` when the network does not know it.
    pub fn log_probability(&self, step: usize, symbol: char) -> Option<f32> {
        Some(self.of_code(step, self.symbols.code(symbol)?))
    }

    /// Natural logarithm of the probability that a step shows no symbol.
    pub fn log_blank(&self, step: usize) -> f32 {
        self.main.at(step, self.symbols.blank)
    }

    pub(crate) fn of_code(&self, step: usize, code: Code) -> f32 {
        match (code, &self.parts) {
            (Code::Class(class), _) => {
                let rare = self.rare.as_ref().and_then(|rare| rare.at(&self.main, step, class));
                rare.unwrap_or_else(|| self.main.at(step, class))
            }
            (Code::Syllable { class, vowel, r#final }, Some((vowels, finals))) => {
                self.main.at(step, class) + vowels.at(step, vowel) + finals.at(step, r#final)
            }
            (Code::Syllable { .. }, None) => f32::NEG_INFINITY,
        }
    }

    pub(crate) fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// What every step says of blank and of some symbols that the network knows.
    pub(super) fn emissions(&self, symbols: &[char]) -> Emissions {
        let codes: Vec<Option<Code>> = symbols.iter().map(|symbol| self.symbols.code(*symbol)).collect();
        let value =
            |step: usize, code: &Option<Code>| code.map_or(f64::NEG_INFINITY, |c| f64::from(self.of_code(step, c)));
        Emissions {
            blank: (0..self.len()).map(|step| f64::from(self.log_blank(step))).collect(),
            symbols: (0..self.len()).map(|step| codes.iter().map(|code| value(step, code)).collect()).collect(),
        }
    }

    /// The symbols that are at least as likely as `e^floor` at a step, with the logarithms of their probabilities, the
    /// likeliest first, at most `most` of them.
    pub(crate) fn likely(&self, step: usize, floor: f32, most: usize) -> Vec<(char, f32)> {
        let mut found = Vec::new();
        // At most steps nothing stands.
        if self.log_blank(step).exp() > 1.0 - floor.exp() {
            return found;
        }
        // The class for any of the rare ones is the first of them, where these are told apart.
        let common = self.rare.as_ref().map_or(usize::MAX, |rare| rare.first);
        let told = self.rare.as_ref().and_then(|rare| Some((common..).zip(rare.row(step)?.iter().copied())));
        let told = told.into_iter().flatten().filter(|(_, value)| *value >= floor);
        for (class, value) in self.main.likely(step, floor).filter(|(class, _)| *class < common).chain(told) {
            if let Some(symbol) = self.symbols.symbol(class) {
                found.push((symbol, value));
            } else if let (Some(initial), Some((vowels, finals))) = (self.symbols.initial(class), &self.parts) {
                for (vowel, with_vowel) in (0..HangulParts::VOWELS).map(|v| (v, value + vowels.at(step, v))) {
                    if with_vowel < floor {
                        continue;
                    }
                    for r#final in 0..HangulParts::FINALS {
                        let whole = with_vowel + finals.at(step, r#final);
                        let syllable = Symbols::syllable(initial, vowel, r#final);
                        // A class of its own goes before the product.
                        let product = |symbol: &char| matches!(self.symbols.code(*symbol), Some(Code::Syllable { .. }));
                        found.extend(syllable.filter(|_| whole >= floor).filter(product).map(|symbol| (symbol, whole)));
                    }
                }
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(most);
        found
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use inference::Card;

    use super::*;

    /// A card whose syllables are products; `alphabet` follows blank and the initials.
    pub(crate) fn product_card(alphabet: &str) -> Card {
        let classes = 20 + alphabet.chars().count();
        let text = format!(
            r#"
stride = 4
multiple_of = 4
alphabet = "{alphabet}"
input = {{ name = "image", shape = ["lines", 1, 40, "width"] }}
outputs = [
    {{ name = "symbols", shape = ["lines", "steps", {classes}] }},
    {{ name = "vowels", shape = ["lines", "steps", 21] }},
    {{ name = "finals", shape = ["lines", "steps", 28] }},
]
[ctc]
values = "logits"
blank = 0
first = 20
contrast_floor = 4.0
hangul = {{ initials = 1, vowels = "vowels", finals = "finals" }}
"#
        );
        Card::of_function("line", "text-recognition", &text).expect("a good card")
    }

    /// A card in the manner of PP-OCR: one distribution, blank first, three channels, 48 pixels high.
    pub(crate) fn plain_card(alphabet: &str) -> Card {
        let classes = 1 + alphabet.chars().count();
        let text = format!(
            r#"
stride = 4
multiple_of = 4
alphabet = "{alphabet}"
input = {{ name = "x", shape = ["lines", 3, 48, "width"] }}
outputs = [{{ name = "softmax", shape = ["lines", "steps", {classes}] }}]
[ctc]
values = "probabilities"
blank = 0
first = 1
"#
        );
        Card::of_function("line", "text-recognition", &text).expect("a good card")
    }

    /// Posteriors of a plain alphabet: for each step the probabilities of blank and of each character.
    pub(crate) fn plain(alphabet: &str, steps: &[&[f32]]) -> TextPosteriors {
        let card = plain_card(alphabet);
        let (ctc, alphabet) = card.text_codes().expect("a card for text");
        let classes = 1 + alphabet.chars().count();
        assert!(steps.iter().all(|step| step.len() == classes));
        let tensor = Tensor { shape: vec![1, steps.len(), classes], data: steps.concat() };
        let symbols = Arc::new(Symbols::new(ctc, alphabet));
        TextPosteriors::new(symbols, ctc, 4.0, &[("softmax", logits(tensor, ctc))], 0, steps.len())
    }

    /// Logits of a product alphabet that are 0 but where `marks` has `(step, output, class, logit)`.
    pub(crate) fn product(alphabet: &str, steps: usize, marks: &[(usize, usize, usize, f32)]) -> TextPosteriors {
        let card = product_card(alphabet);
        let (ctc, alphabet) = card.text_codes().expect("a card for text");
        let sizes = [20 + alphabet.chars().count(), 21, 28];
        let mut tensors = sizes.map(|size| Tensor::zeros(&[1, steps, size]));
        for &(step, output, class, logit) in marks {
            tensors[output].data[step * sizes[output] + class] = logit;
        }
        let [main, vowels, finals] = tensors.map(Arc::new);
        let outputs = [("symbols", main), ("vowels", vowels), ("finals", finals)];
        TextPosteriors::new(Arc::new(Symbols::new(ctc, alphabet)), ctc, 4.0, &outputs, 0, steps)
    }

    #[test]
    fn a_syllable_is_the_product_of_its_parts() {
        let posteriors = product("AB", 2, &[(1, 0, 1, 3.0), (1, 1, 0, 2.0), (1, 2, 1, 1.0)]);
        let share = |logit: f32, size: f32| (logit.exp() / (logit.exp() + size - 1.0)).ln();
        let expected = share(3.0, 22.0) + share(2.0, 21.0) + share(1.0, 28.0);
        let got = posteriors.log_probability(1, '각').expect("known");
        assert!((got - expected).abs() < 1e-5, "{got} {expected}");
        assert_eq!(posteriors.log_probability(1, 'C'), None);
        // All symbols and blank sum to 1.
        let known = posteriors.symbols().all().filter_map(|c| posteriors.log_probability(1, c));
        let all: f64 = known.chain([posteriors.log_blank(1)]).map(|value| f64::from(value).exp()).sum();
        assert!((all - 1.0).abs() < 1e-4, "{all}");
    }

    #[test]
    fn rare_characters_are_told_apart_where_they_are_likely() {
        let text = r#"
stride = 4
multiple_of = 4
alphabet = "A金李朴"
input = { name = "image", shape = ["lines", 1, 40, "width"] }
outputs = [
    { name = "symbols", shape = ["lines", "steps", 3] },
    { name = "han", shape = ["told", 3] },
    { name = "han_steps", shape = ["told"] },
]
[ctc]
values = "log_probabilities"
blank = 0
first = 1
rare = { output = "han", steps = "han_steps" }
"#;
        let card = Card::of_function("line", "text-recognition", text).expect("a good card");
        let (ctc, alphabet) = card.text_codes().expect("a card for text");
        let logs = |values: &[f32]| values.iter().map(|value| value.ln()).collect::<Vec<f32>>();
        // Two lines of two steps: blank, A, any of the others.
        let main = logs(&[0.9, 0.1, 0.0, 0.2, 0.5, 0.3, 0.1, 0.1, 0.8, 0.5, 0.5, 0.0]);
        let tensors = [
            Tensor { shape: vec![2, 2, 3], data: main },
            Tensor { shape: vec![2, 3], data: logs(&[0.0, 0.0, 0.0, 0.1, 0.6, 0.1]) },
            Tensor { shape: vec![2], data: vec![0.0, 2.0] },
        ];
        let tensors = tensors.map(Arc::new);
        let outputs: Vec<(&str, Arc<Tensor>)> = ["symbols", "han", "han_steps"].into_iter().zip(tensors).collect();
        let symbols = Arc::new(Symbols::new(ctc, alphabet));
        let line = |at| TextPosteriors::new(symbols.clone(), ctc, 4.0, &outputs, at, 2);
        let share = |at, step, symbol| line(at).log_probability(step, symbol).expect("known").exp();
        assert!((share(1, 0, '李') - 0.6).abs() < 1e-6);
        assert!((share(0, 1, '李') - 0.1).abs() < 1e-6, "a third of what all have together");
        assert!((share(0, 1, 'A') - 0.5).abs() < 1e-6);
        let likely = |at, step| line(at).likely(step, -3.0, 9).into_iter().map(|found| found.0).collect::<String>();
        assert_eq!((likely(1, 0), likely(0, 1)), ("李A朴金".to_owned(), "A".to_owned()));
    }

    #[test]
    fn likely_symbols_come_in_order() {
        let marks = [(0, 0, 1, 8.0), (0, 0, 20, 7.0), (0, 1, 0, 9.0), (0, 2, 0, 9.0), (0, 2, 1, 8.0)];
        let posteriors = product("AB", 1, &marks);
        let likely: Vec<char> = posteriors.likely(0, -4.0, 9).into_iter().map(|s| s.0).collect();
        assert_eq!(likely, ['가', 'A', '각']);
        assert_eq!(posteriors.likely(0, -4.0, 1).len(), 1);
        let sum: f32 = posteriors.likely(0, f32::NEG_INFINITY, usize::MAX).iter().map(|s| s.1.exp()).sum();
        assert!((sum + posteriors.log_blank(0).exp() - 1.0).abs() < 1e-4);
    }

    #[test]
    fn exponentials_are_exact_enough() {
        for i in 0..=87_000 {
            let x = i as f32 / -1000.0;
            let (fast, true_value) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((fast / true_value - 1.0).abs() < 1e-6, "e^{x}: {fast} {true_value}");
        }
        assert!(exp(f32::NEG_INFINITY) < 1e-37);
        assert!((sum_of_exp(&[5.0; 37], 5.0, 0.5) - 37.0).abs() < 1e-4);
        let values: Vec<f32> = (0..37).map(|i| (i * 7 % 37) as f32).collect();
        assert_eq!((most(&values), most(&values[..5]), most(&[])), (36.0, 28.0, f32::MIN));
    }

    #[test]
    fn final_probabilities_stay_as_they_are() {
        let card = plain_card("A");
        let mut ctc = card.ctc.clone().expect("a table");
        ctc.values = Values::LogProbabilities;
        let tensor = Tensor { shape: vec![1, 2, 2], data: vec![0.9f32.ln(), 0.1f32.ln(), 0.3f32.ln(), 0.7f32.ln()] };
        let symbols = Arc::new(Symbols::new(&ctc, "A"));
        let posteriors = TextPosteriors::new(symbols, &ctc, 4.0, &[("softmax", logits(tensor, &ctc))], 0, 2);
        assert_eq!(posteriors.log_probability(1, 'A'), Some(0.7f32.ln()));
        assert_eq!(posteriors.log_blank(0), 0.9f32.ln());
        assert_eq!(posteriors.likely(0, -1.0, 9), [], "blank leaves too little");
    }

    #[test]
    fn the_temperature_flattens() {
        let steps: &[&[f32]] = &[&[0.9, 0.1]];
        assert!((plain("A", steps).log_probability(0, 'A').expect("known").exp() - 0.1).abs() < 1e-6);
        let card = plain_card("A");
        let mut ctc = card.ctc.clone().expect("a table");
        ctc.temperature = 2.0;
        let tensor = Tensor { shape: vec![1, 1, 2], data: vec![0.9, 0.1] };
        let symbols = Arc::new(Symbols::new(&ctc, "A"));
        let flat = TextPosteriors::new(symbols, &ctc, 4.0, &[("softmax", logits(tensor, &ctc))], 0, 1);
        // Square roots of 0.9 and 0.1 are as 3 to 1.
        assert!((flat.log_probability(0, 'A').expect("known").exp() - 0.25).abs() < 1e-6);
    }
}
