use serde::{Deserialize, Deserializer, de};

use crate::{Axis, Binarisation, Channels, Ctc, Error, ErrorKind, Port};

/// What a network is, as its file `models/<id>.toml` says it; code reads the card, never a constant.
///
/// Unknown keys, missing keys and impossible values are errors that name the file and the line. `models/README.md` lists
/// the keys.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Card {
    /// The network's name, also that of its two files; appears in results.
    #[serde(deserialize_with = "filled")]
    pub id: String,
    /// What it does, for example `text-recognition`; a stage refuses a network made for another task.
    #[serde(deserialize_with = "filled")]
    pub task: String,
    /// Changes whenever the weights change; appears in results.
    #[serde(deserialize_with = "filled")]
    pub version: String,
    /// The ONNX file's name, without a folder: it lies beside the card.
    #[serde(deserialize_with = "file_name")]
    pub file: String,
    /// SHA-256 of the ONNX file (FIPS 180-4).
    #[serde(deserialize_with = "sha256")]
    pub sha256: [u8; 32],
    /// Length of the ONNX file.
    pub bytes: u64,
    /// SPDX expression for the weights.
    #[serde(deserialize_with = "filled")]
    pub licence: String,
    /// One sentence on the data it learnt from.
    #[serde(deserialize_with = "filled")]
    pub trained_on: String,
    /// The order of the input's planes, which is also that of `mean` and `std`; red, green, blue when absent.
    #[serde(default)]
    pub channels: Channels,
    /// Subtracted from each channel, on a scale where white is 1: `value = (pixel / 255 - mean) / std`.
    #[serde(deserialize_with = "finite")]
    pub mean: [f32; 3],
    /// Divides each channel after the mean was subtracted; above 0.
    #[serde(deserialize_with = "positive")]
    pub std: [f32; 3],
    /// Input pixels per output cell, along both axes, where the task has such a grid.
    pub stride: Option<std::num::NonZeroUsize>,
    /// The last two axes of the input must be multiples of this; 1 when absent.
    pub multiple_of: Option<std::num::NonZeroUsize>,
    /// The symbols that the classes of the output stand for, in order, where the task has some.
    pub alphabet: Option<String>,
    /// How the outputs stand for text, where they do.
    pub ctc: Option<Ctc>,
    /// How the output stands for boxes around print, where it does.
    pub binarisation: Option<Binarisation>,
    /// The one input.
    pub input: Port,
    /// The outputs, in the order in which a run gives them.
    pub outputs: Vec<Port>,
    /// Numbers that only the task's own stage understands.
    #[serde(default)]
    pub extra: toml::Table,
}

impl Card {
    /// The card of a function in a network's place ([`Network::from_fn`](crate::Network::from_fn)): its id and task, and the
    /// rest as a card has it, without the keys that tell of a file. White is 1, black is -1.
    ///
    /// # Errors
    /// As for [`Card::parse`].
    pub fn of_function(id: &str, task: &str, rest: &str) -> Result<Self, Error> {
        let file = r#"
            version = "1"
            file = "function"
            sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            bytes = 0
            licence = "MIT OR Apache-2.0"
            trained_on = "nothing"
            mean = [0.5, 0.5, 0.5]
            std = [0.5, 0.5, 0.5]
        "#;
        Self::parse(id, &format!("id = \"{id}\"\ntask = \"{task}\"\n{file}\n{rest}"))
    }

    /// Reads a card. `origin` is the file's name, for messages only.
    ///
    /// # Errors
    /// [`ErrorKind::Card`], naming file and line.
    pub fn parse(origin: &str, text: &str) -> Result<Self, Error> {
        let card: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| 1 + text.bytes().take(span.start).filter(|&b| b == b'\n').count());
            let place = line.map_or_else(|| origin.to_owned(), |line| format!("{origin}:{line}"));
            Error::new(ErrorKind::Card, format!("{place}: {}", error.message()))
        })?;
        if card.outputs.is_empty() {
            return Err(Error::new(ErrorKind::Card, format!("{origin}: outputs must name at least one output")));
        }
        if let Some(ctc) = &card.ctc {
            ctc.check(&card).map_err(|fault| Error::new(ErrorKind::Card, format!("{origin}: {fault}")))?;
        }
        Ok(card)
    }

    /// A number from `extra`; whole numbers count too.
    ///
    /// # Errors
    /// [`ErrorKind::Card`] when the key is missing, is no number, or is not finite.
    pub fn number(&self, key: &str) -> Result<f32, Error> {
        let value = match self.extra.get(key) {
            Some(toml::Value::Float(value)) => *value as f32,
            Some(toml::Value::Integer(value)) => *value as f32,
            _ => f32::NAN,
        };
        if value.is_finite() {
            Ok(value)
        } else {
            Err(Error::new(ErrorKind::Card, format!("the card needs a finite number extra.{key}")).of(&self.id))
        }
    }

    /// Checks that the network was made for `task`.
    ///
    /// # Errors
    /// [`ErrorKind::Card`] when it was made for another one.
    pub fn expect_task(&self, task: &str) -> Result<(), Error> {
        if self.task == task {
            return Ok(());
        }
        let message = format!("made for the task '{}', needed for '{task}'", self.task);
        Err(Error::new(ErrorKind::Card, message).of(&self.id))
    }

    /// Checks that the classes of the output stand for exactly these symbols.
    ///
    /// # Errors
    /// [`ErrorKind::Card`] when they stand for others or for none.
    pub fn expect_alphabet(&self, alphabet: &str) -> Result<(), Error> {
        if self.alphabet.as_deref() == Some(alphabet) {
            return Ok(());
        }
        let message = format!("needs the alphabet '{alphabet}'");
        Err(Error::new(ErrorKind::Card, message).of(&self.id))
    }

    /// How the outputs stand for text.
    ///
    /// # Errors
    /// [`ErrorKind::Card`] when the card does not say.
    pub fn text_codes(&self) -> Result<(&Ctc, &str), Error> {
        match (&self.ctc, &self.alphabet) {
            (Some(ctc), Some(alphabet)) => Ok((ctc, alphabet)),
            _ => Err(Error::new(ErrorKind::Card, "the card needs a table [ctc] and an alphabet").of(&self.id)),
        }
    }

    /// The size of an axis of the input that does not vary, counted from 0 at the outermost.
    ///
    /// # Errors
    /// [`ErrorKind::Card`] when there is no such axis or it may vary.
    pub fn fixed_axis(&self, axis: usize) -> Result<usize, Error> {
        match self.input.shape.get(axis) {
            Some(Axis::Fixed(size)) => Ok(size.get()),
            _ => Err(Error::new(ErrorKind::Card, format!("axis {axis} of the input needs a fixed size")).of(&self.id)),
        }
    }

    /// How many pixels of the input one cell or step of the output stands for.
    ///
    /// # Errors
    /// [`ErrorKind::Card`] when the card does not say.
    pub fn expect_stride(&self) -> Result<usize, Error> {
        let missing = || Error::new(ErrorKind::Card, "`stride` is needed").of(&self.id);
        self.stride.map(std::num::NonZeroUsize::get).ok_or_else(missing)
    }

    /// That an axis of the input varies, counted from 0 at the outermost.
    ///
    /// # Errors
    /// [`ErrorKind::Card`] when there is no such axis or it has a fixed size.
    pub fn expect_free_axis(&self, axis: usize) -> Result<(), Error> {
        match self.input.shape.get(axis) {
            Some(Axis::Named(_)) => Ok(()),
            _ => Err(Error::new(ErrorKind::Card, format!("axis {axis} of the input needs a name")).of(&self.id)),
        }
    }

    /// That the first output is so many maps: 1 x `count` x rows x columns.
    ///
    /// # Errors
    /// [`ErrorKind::Card`] when it has another shape.
    pub fn expect_maps(&self, count: usize) -> Result<(), Error> {
        match self.outputs.first().map(|port| port.shape.as_slice()) {
            Some([_, Axis::Fixed(maps), _, _]) if maps.get() == count => Ok(()),
            _ => {
                let message = format!("the first output needs the shape [1, {count}, rows, columns]");
                Err(Error::new(ErrorKind::Card, message).of(&self.id))
            }
        }
    }
}

fn filled<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    let text = String::deserialize(source)?;
    if text.trim().is_empty() { Err(de::Error::custom("must not be empty")) } else { Ok(text) }
}

/// A folder in the name would let a card reach files that its owner did not put beside it.
fn file_name<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    let name = filled(source)?;
    if name.contains(['/', '\\']) || name == ".." {
        return Err(de::Error::custom("file is a name without a folder: the network lies beside its card"));
    }
    Ok(name)
}

fn sha256<'de, D: Deserializer<'de>>(source: D) -> Result<[u8; 32], D::Error> {
    let text = String::deserialize(source)?;
    let wrong = || de::Error::custom("sha256 is 64 hexadecimal digits");
    if text.len() != 64 || !text.is_ascii() {
        return Err(wrong());
    }
    let mut digest = [0; 32];
    for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let digit = |symbol: u8| char::from(symbol).to_digit(16).ok_or_else(wrong);
        if let [high, low] = pair {
            *byte = (digit(*high)? * 16 + digit(*low)?) as u8;
        }
    }
    Ok(digest)
}

fn finite<'de, D: Deserializer<'de>>(source: D) -> Result<[f32; 3], D::Error> {
    let values = <[f32; 3]>::deserialize(source)?;
    if values.iter().all(|value| value.is_finite()) { Ok(values) } else { Err(de::Error::custom("must be finite")) }
}

fn positive<'de, D: Deserializer<'de>>(source: D) -> Result<[f32; 3], D::Error> {
    let values = finite(source)?;
    if values.iter().all(|&value| value > 0.0) { Ok(values) } else { Err(de::Error::custom("must be above 0")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Values;

    const GOOD: &str = r#"id = "line"
task = "text-recognition"
version = "3"
file = "line.onnx"
sha256 = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"
bytes = 12
licence = "MIT OR Apache-2.0"
trained_on = "drawn lines"
mean = [0.5, 0.5, 0.5]
std = [0.25, 0.25, 0.25]
stride = 4
alphabet = "01<"
input = { name = "image", shape = [1, 3, 48, "width"] }
outputs = [{ name = "steps", shape = [1, "time", 4] }]
[extra]
threshold = 0.3
lines = 2
"#;

    #[test]
    fn every_key_is_read() {
        let card = Card::parse("line.toml", GOOD).expect("a good card");
        assert_eq!((card.id.as_str(), card.version.as_str(), card.bytes), ("line", "3", 12));
        assert_eq!(card.sha256[..4], [0x00, 0x11, 0x22, 0x33]);
        assert_eq!(card.sha256[31], 0xff);
        assert_eq!(card.stride.map(|s| s.get()), Some(4));
        assert_eq!(card.input.to_string(), "[1, 3, 48, width]");
        assert_eq!((card.channels, card.channels.order()), (Channels::Rgb, [0, 1, 2]));
        let reversed = Card::parse("line.toml", &GOOD.replace("stride = 4", "stride = 4\nchannels = \"bgr\""));
        assert_eq!(reversed.expect("a good card").channels.order(), [2, 1, 0]);
        assert_eq!(card.number("threshold").expect("a float"), 0.3);
        assert_eq!(card.number("lines").expect("an integer"), 2.0);
        assert_eq!(card.number("absent").expect_err("no such key").kind(), ErrorKind::Card);
        assert!(card.expect_task("text-recognition").is_ok());
        let error = card.expect_task("sheet-location").expect_err("another task");
        assert_eq!(
            error.to_string(),
            "network 'line': made for the task 'text-recognition', needed for 'sheet-location'"
        );
    }

    #[test]
    fn faults_name_file_and_line() {
        // what is replaced, by what, the line at fault, a part of the message
        let cases = [
            ("stride = 4", "strid = 4", 11, "unknown field `strid`"),
            ("bytes = 12", "bytes = -1", 6, "invalid value"),
            ("bytes = 12\n", "", 1, "missing field `bytes`"),
            ("00112233", "0011223", 5, "64 hexadecimal digits"),
            ("00112233", "001122zz", 5, "64 hexadecimal digits"),
            ("[0.25, 0.25, 0.25]", "[0.25, 0.0, 0.25]", 10, "above 0"),
            ("mean = [0.5", "mean = [nan", 9, "finite"),
            ("\"line.onnx\"", "\"../line.onnx\"", 4, "without a folder"),
            ("id = \"line\"", "id = \" \"", 1, "must not be empty"),
            ("48, \"width\"", "0, \"width\"", 13, "at least 1"),
            ("shape = [1, 3", "form = [1, 3", 13, "unknown field `form`"),
            ("stride = 4", "channels = \"bgra\"", 11, "unknown variant `bgra`"),
            ("id = \"line\"", "id = \"line", 1, ""),
        ];
        for (from, to, line, message) in cases {
            let text = GOOD.replacen(from, to, 1);
            assert_ne!(text, GOOD, "{from:?} is in the card");
            let error = Card::parse("line.toml", &text).expect_err(to);
            assert_eq!(error.kind(), ErrorKind::Card);
            let place = format!("line.toml:{line}: ");
            assert!(error.to_string().starts_with(&place), "{to:?}: {error}");
            assert!(error.to_string().contains(message), "{to:?}: {error}");
        }
        let error = Card::parse("line.toml", &GOOD.replace("[{ name = \"steps\", shape = [1, \"time\", 4] }]", "[]"));
        assert!(error.expect_err("no outputs").to_string().contains("at least one output"));
    }

    /// A card whose syllables are products: blank, 19 initials, then the alphabet of three.
    const PRODUCT: &str = r#"[ctc]
values = "logits"
blank = 0
first = 20
contrast_floor = 4.0
hangul = { initials = 1, vowels = "vowels", finals = "finals" }
"#;

    fn product() -> String {
        let outputs = r#"outputs = [{ name = "steps", shape = [1, "time", 23] }, { name = "vowels", shape = [1, "time", 21] }, { name = "finals", shape = [1, "time", 28] }]"#;
        GOOD.replace(r#"outputs = [{ name = "steps", shape = [1, "time", 4] }]"#, outputs)
            .replace("[extra]", PRODUCT)
            .replace("threshold = 0.3\nlines = 2\n", "")
    }

    #[test]
    fn the_meaning_of_classes_is_read() {
        let card = Card::parse("line.toml", &product()).expect("a good card");
        let (ctc, alphabet) = card.text_codes().expect("both are there");
        assert_eq!((ctc.blank, ctc.first, ctc.temperature, ctc.contrast_floor), (0, 20, 1.0, Some(4.0)));
        assert_eq!((ctc.values, alphabet), (Values::Logits, "01<"));
        assert_eq!(ctc.hangul.as_ref().map(|parts| parts.initials), Some(1));
        // Of the alphabet's three the last two are rare: the first output has one class for both.
        let rare = product()
            .replace("\"time\", 23]", "\"time\", 22]")
            .replace(
                r#"28] }]"#,
                r#"28] }, { name = "han", shape = ["told", 2] }, { name = "han_steps", shape = ["told"] }]"#,
            )
            .replace(
                "values = \"logits\"",
                "values = \"log_probabilities\"\nrare = { output = \"han\", steps = \"han_steps\" }",
            );
        let card = Card::parse("line.toml", &rare).expect("a good card");
        let (ctc, _) = card.text_codes().expect("both are there");
        assert_eq!(ctc.rare.as_ref().map(|rare| rare.output.as_str()), Some("han"));
        for (from, to, message) in [
            ("\"told\", 2", "\"told\", 1", "beyond the 22"),
            ("steps = \"han_steps\" }", "steps = \"finals\" }", "[told]"),
            ("log_probabilities", "logits", "log_probabilities"),
        ] {
            let error = Card::parse("line.toml", &rare.replace(from, to)).expect_err(to).to_string();
            assert!(error.contains(message), "{to:?}: {error}");
        }
        let plain = GOOD.replace("[extra]", "[ctc]\nvalues = \"probabilities\"\nblank = 0\nfirst = 1\n[extra]");
        assert!(Card::parse("line.toml", &plain).expect("one distribution").text_codes().is_ok());
        assert!(Card::parse("line.toml", GOOD).expect("no such table").text_codes().is_err());
    }

    #[test]
    fn the_meaning_of_a_map_is_read() {
        let with = |table: &str| {
            Card::parse("map.toml", &GOOD.replace("[extra]", &format!("[binarisation]\n{table}\n[extra]")))
        };
        let card = with("threshold = 0.3\nleast_score = 0.5\ngrow = 1.6").expect("a good card");
        let binarisation = card.binarisation.expect("the table");
        assert_eq!((binarisation.threshold, binarisation.least_score, binarisation.grow), (0.3, 0.5, 1.6));
        for (table, message) in [
            ("threshold = 1.0\nleast_score = 0.5\ngrow = 1.6", "between 0 and 1"),
            ("threshold = 0.3\nleast_score = nan\ngrow = 1.6", "between 0 and 1"),
            ("threshold = 0.3\nleast_score = 0.5\ngrow = -1", "0 or more"),
            ("threshold = 0.3\nleast_score = 0.5", "missing field `grow`"),
        ] {
            let error = with(table).expect_err(table).to_string();
            assert!(error.contains(message), "{table:?}: {error}");
        }
    }

    #[test]
    fn classes_with_two_meanings_or_none_are_refused() {
        // what is replaced, by what, a part of the message
        let cases = [
            ("first = 20", "first = 21", "beyond the 23"),
            ("first = 20", "first = 19", "two meanings"),
            ("blank = 0", "blank = 19", "two meanings"),
            ("blank = 0", "blank = 23", "beyond the 23"),
            ("\"01<\"", "\"010\"", "U+0030 twice"),
            ("alphabet = \"01<\"\n", "", "needs an alphabet"),
            ("stride = 4\n", "", "needs a stride"),
            ("\"time\", 21", "\"time\", 22", "21 classes in the output vowels"),
            ("vowels = \"vowels\"", "vowels = \"vowel\"", "the output vowel as"),
            ("blank = 0", "blank = 0\ntemperature = 0.0", "above 0"),
            ("\"logits\"", "\"votes\"", "unknown variant"),
            ("\"logits\"", "\"log_probabilities\"\ntemperature = 2.0", "probabilities that are final"),
        ];
        for (from, to, message) in cases {
            let text = product().replacen(from, to, 1);
            assert_ne!(text, product(), "{from:?} is in the card");
            let error = Card::parse("line.toml", &text).expect_err(to);
            assert!(error.to_string().contains(message), "{to:?}: {error}");
        }
    }
}
