use serde::{Deserialize, Deserializer, de};

use crate::{Axis, Card, Port};

/// How the outputs of a network stand for text, where it was trained with connectionist temporal classification (Graves
/// et al., 2006): the table `[ctc]` of a card.
///
/// The first output is `lines x steps x classes`. One class is blank; the characters of the card's alphabet have a class
/// each, in order and without a gap.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Ctc {
    /// What the numbers of the outputs are.
    pub values: Values,
    /// The class of blank.
    pub blank: usize,
    /// The class of the alphabet's first character.
    pub first: usize,
    /// Divides the logarithms of all probabilities before they are made to sum to 1 again; above 1 it makes the network
    /// less sure of itself. Found on validation lines.
    #[serde(default = "one", deserialize_with = "above_0")]
    pub temperature: f32,
    /// When present, every line is brought to mean 0 and about deviation 1 instead of by `mean` and `std`:
    /// `value = (pixel - mean of the line) / (deviation of the line + contrast_floor)`, pixels counted from 0 to 255.
    pub contrast_floor: Option<f32>,
    /// Present when the syllables of Hangul are made of three distributions.
    pub hangul: Option<HangulParts>,
    /// Present when the alphabet's last characters are told apart at some steps only.
    pub rare: Option<Rare>,
}

/// Characters that are told apart only at steps where one of them is likely (adaptive softmax, Grave et al., 2017): thousands of classes
/// would otherwise cost more than the rest of a network. The last class of the first output says that it is any of them; the first
/// of them has that class, and the others follow. The outputs hold logarithms of probabilities.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rare {
    /// The output with their probabilities, `told x characters`. Where they are not told they share what they have together.
    pub output: String,
    /// The output with the steps that are told, counted through all lines of a run: `line * steps + step`.
    pub steps: String,
}

/// What the numbers of an output are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Values {
    /// Logits: logarithms of probabilities up to a common factor for each step.
    Logits,
    /// Probabilities.
    Probabilities,
    /// Logarithms of probabilities, which need nothing more, not even a temperature.
    LogProbabilities,
}

/// Syllables of Hangul as a product: a syllable's probability at a step is that of its initial consonant, a class of the
/// first output, times those of its vowel and its final consonant. The parts and their order are those of the Unicode
/// Standard, section 3.12.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HangulParts {
    /// The class of the first of the 19 initial consonants; the others follow.
    pub initials: usize,
    /// The output with the 21 vowels.
    pub vowels: String,
    /// The output with the 28 finals, the first of which is none.
    pub finals: String,
}

impl HangulParts {
    /// Initial consonants of Hangul.
    pub const INITIALS: usize = 19;
    /// Vowels of Hangul.
    pub const VOWELS: usize = 21;
    /// Final consonants of Hangul, with none.
    pub const FINALS: usize = 28;
}

impl Ctc {
    /// What does not fit the rest of the card; a network that passes can be decoded without a further check.
    pub(crate) fn check(&self, card: &Card) -> Result<(), String> {
        let port = |name: Option<&str>| match name {
            Some(name) => card.outputs.iter().find(|port| port.name == name),
            None => card.outputs.first(),
        };
        let classes = |name: Option<&str>| {
            let port = port(name);
            match port.map(|port| port.shape.as_slice()) {
                Some([_, _, Axis::Fixed(classes)]) => Ok(classes.get()),
                _ => Err(format!(
                    "ctc needs the output {} as [lines, steps, a number of classes]",
                    name.unwrap_or("that comes first")
                )),
            }
        };
        let Some(alphabet) = &card.alphabet else { return Err("ctc needs an alphabet".to_owned()) };
        let mut symbols: Vec<char> = alphabet.chars().collect();
        let count = symbols.len();
        symbols.sort_unstable();
        if let Some(pair) = symbols.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(format!("the alphabet holds U+{:04X} twice", u32::from(pair[0])));
        }
        if card.stride.is_none() {
            return Err("ctc needs a stride".to_owned());
        }
        if self.values == Values::LogProbabilities && self.temperature != 1.0 {
            return Err("ctc has a temperature for probabilities that are final".to_owned());
        }
        let total = classes(None)? + self.rare.as_ref().map_or(Ok(0), |rare| self.more(rare, &port))?;
        let symbols = self.first..self.first.saturating_add(count);
        let initials = self.hangul.as_ref().map(|parts| parts.initials);
        let initials = initials.map_or(0..0, |first| first..first.saturating_add(HangulParts::INITIALS));
        if symbols.end > total || initials.end > total || self.blank >= total {
            return Err(format!("ctc names classes beyond the {total} of the first output"));
        }
        let overlap = symbols.start.max(initials.start) < symbols.end.min(initials.end);
        if overlap || symbols.contains(&self.blank) || initials.contains(&self.blank) {
            return Err("ctc gives one class two meanings".to_owned());
        }
        for (name, size) in self
            .hangul
            .iter()
            .flat_map(|parts| [(&parts.vowels, HangulParts::VOWELS), (&parts.finals, HangulParts::FINALS)])
        {
            if classes(Some(name))? != size {
                return Err(format!("ctc needs {size} classes in the output {name}"));
            }
        }
        Ok(())
    }
}

impl Ctc {
    /// How many classes more than the first output has there are.
    fn more<'a>(&self, rare: &Rare, port: &impl Fn(Option<&str>) -> Option<&'a Port>) -> Result<usize, String> {
        let shape = |name: &str| port(Some(name)).map(|port| port.shape.as_slice());
        let (Some([_, Axis::Fixed(count)]), Some([_])) = (shape(&rare.output), shape(&rare.steps)) else {
            return Err(format!(
                "ctc needs the output {} as [told, a number of classes] and {} as [told]",
                rare.output, rare.steps
            ));
        };
        if self.values != Values::LogProbabilities {
            return Err("ctc has rare characters without log_probabilities".to_owned());
        }
        Ok(count.get() - 1)
    }
}

fn one() -> f32 {
    1.0
}

fn above_0<'de, D: Deserializer<'de>>(source: D) -> Result<f32, D::Error> {
    let value = f32::deserialize(source)?;
    if value.is_finite() && value > 0.0 { Ok(value) } else { Err(de::Error::custom("must be above 0")) }
}
