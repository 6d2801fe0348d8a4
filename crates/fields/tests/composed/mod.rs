#![allow(dead_code, reason = "each test file uses a part")]
//! Sheets composed line by line from invented people, with the truth of every field: layouts in shares of the sheet, and
//! what readers of print do to them.
pub(crate) mod cards;
pub(crate) mod misread;
pub(crate) mod papers;
pub(crate) mod people;

use document::{Confidence, FieldKey, Quad, Turn};
use fields::{Line, Sheet, Word};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A composed sheet with its truth.
#[derive(Clone)]
pub(crate) struct Composed {
    /// The definition that it follows.
    pub(crate) id: &'static str,
    pub(crate) sheet: Sheet,
    /// Values in the form of documents; a key may come several times.
    pub(crate) truth: Vec<(FieldKey, String)>,
    /// Quads of what must be covered: characters of numbers, by the key of the field.
    pub(crate) secret: Vec<(FieldKey, Quad)>,
    /// Whether everything on it passes its checks.
    pub(crate) is_valid: bool,
}

/// A sheet being composed.
pub(crate) struct Page {
    width: f32,
    height: f32,
    lines: Vec<Line>,
    pub(crate) truth: Vec<(FieldKey, String)>,
    secret: Vec<(FieldKey, Quad)>,
}

impl Page {
    pub(crate) fn new(width: f32, height: f32) -> Self {
        Self { width, height, lines: Vec::new(), truth: Vec::new(), secret: Vec::new() }
    }

    /// Prints a line: left and middle in shares of the sheet, height of the characters in shares of its height.
    pub(crate) fn print(&mut self, x: f32, y: f32, size: f32, text: &str) {
        let height = size * self.height;
        let (mut at, top) = (x * self.width, y * self.height - height / 2.0);
        let mut words = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let width: f32 = word.chars().map(|symbol| advance(symbol) * height).sum();
            let quad = Quad::rectangle(at, top, width, height);
            let confidence = Confidence::new(0.98);
            words.push(Word { text: word.to_owned(), confidence, on_photo: shifted(quad), on_sheet: quad });
            at += width + 0.4 * height;
        }
        let quads: Vec<Quad> = words.iter().map(|word| word.on_sheet).collect();
        let on_sheet = Quad::enclosing(&quads).expect("a line has words");
        self.lines.push(Line {
            text: text.to_owned(),
            confidence: Confidence::new(0.98),
            on_photo: shifted(on_sheet),
            on_sheet,
            words,
            first: None,
        });
    }

    /// Prints a line that is the value of a field.
    pub(crate) fn field(&mut self, key: FieldKey, x: f32, y: f32, size: f32, text: &str, value: &str) {
        self.print(x, y, size, text);
        self.truth.push((key, value.to_owned()));
    }

    /// Where print begins that stands behind a label, in shares of the sheet.
    pub(crate) fn behind(&self, x: f32, size: f32, label: &str) -> f32 {
        let height = size * self.height;
        let words = label.split(' ').map(|word| word.chars().map(advance).sum::<f32>() + 0.4);
        x + words.sum::<f32>() * height / self.width
    }

    /// Says that the last `digits` digits of the last line are secret; all of it when there are fewer.
    pub(crate) fn secret(&mut self, key: FieldKey, digits: usize) {
        let line = self.lines.last().expect("a line was printed");
        let word = line.words.last().expect("a line has words");
        let total: f32 = word.text.chars().map(advance).sum();
        let count = word.text.chars().filter(char::is_ascii_digit).count();
        let (mut seen, mut place) = (0.0, 0);
        for symbol in word.text.chars() {
            let (from, to) = (seen / total, (seen + advance(symbol)) / total);
            seen += advance(symbol);
            place += usize::from(symbol.is_ascii_digit());
            if symbol.is_ascii_digit() && place + digits > count {
                let [a, b, c, d] = word.on_sheet.0;
                self.secret.push((key, Quad([a.lerp(b, from), a.lerp(b, to), d.lerp(c, to), d.lerp(c, from)])));
            }
        }
    }

    pub(crate) fn done(self, id: &'static str, is_valid: bool) -> Composed {
        let outline = shifted(Quad::rectangle(0.0, 0.0, self.width, self.height));
        let sheet = Sheet { outline, turn: Turn::None, width: self.width, height: self.height, lines: self.lines };
        Composed { id, sheet, truth: self.truth, secret: self.secret, is_valid }
    }
}

/// Where a quad of the sheet stands in the photo: the tests' photo shows the sheet moved.
fn shifted(quad: Quad) -> Quad {
    quad.map(|point| document::Point::new(point.x + 40.0, point.y + 25.0))
}

fn advance(symbol: char) -> f32 {
    match symbol {
        '.' | ',' | ':' | '(' | ')' | '-' | '/' | '~' => 0.4,
        symbol if symbol.is_ascii() => 0.58,
        _ => 0.95,
    }
}

pub(crate) fn random(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

pub(crate) fn pick<T: Copy>(random: &mut ChaCha8Rng, of: &[T]) -> T {
    of[random.random_range(0..of.len())]
}

/// Every kind of sheet that is composed.
pub(crate) const KINDS: &[fn(&mut ChaCha8Rng, bool) -> Composed] = &[
    cards::resident_card_1999,
    cards::resident_card_2020,
    cards::resident_card_overseas_national,
    cards::driving_licence_2000,
    cards::driving_licence_2020,
    cards::alien_registration_card_2011,
    cards::alien_registration_card_2023,
    cards::permanent_resident_card_2023,
    cards::overseas_korean_card_2011,
    cards::overseas_korean_card_2023,
    papers::passport_green,
    papers::passport_green_2020,
    papers::passport_blue,
    papers::business_licence_corporation,
    papers::business_licence_sole_proprietor,
    papers::business_certificate_corporation,
    papers::business_certificate_sole_proprietor,
];
