#![allow(dead_code, reason = "each test file uses a part")]
//! Sheets composed from the layouts of drawn documents, or line by line, with the truth of every field, and what readers
//! of print do to them.
pub(crate) mod misread;

use document::{Confidence, FieldKey, Quad, Turn};
use fields::{Line, Sheet, Word};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use specimen::Split;
use specimen::korea::{Composition, LAYOUTS, Layout};

/// A composed sheet with its truth.
#[derive(Clone)]
pub(crate) struct Composed {
    /// The definition that it follows.
    pub(crate) id: &'static str,
    pub(crate) sheet: Sheet,
    /// Values in the form of documents; a key may come several times.
    pub(crate) truth: Vec<(FieldKey, String)>,
    /// Quads of what must be covered: characters, by the key of the field.
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
        self.line(words);
    }

    fn line(&mut self, words: Vec<Word>) {
        let quads: Vec<Quad> = words.iter().map(|word| word.on_sheet).collect();
        let on_sheet = Quad::enclosing(&quads).expect("a line has words");
        let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let confidence = Confidence::new(0.98);
        self.lines.push(Line { text, confidence, on_photo: shifted(on_sheet), on_sheet, words });
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

/// A document of a layout as a reader without faults sees it.
pub(crate) fn compose(layout: &Layout, random: &mut ChaCha8Rng, is_valid: bool) -> Composed {
    let plan = layout.plan(&mut specimen::Random::new(random.random()), Split::All, is_valid);
    let Composition { width, height, words, fields } = plan.compose(10.0);
    let mut page = Page::new(width, height);
    for words in words.chunk_by(|one, next| one.line == next.line) {
        let word = |word: &specimen::PageWord| Word {
            text: word.text.clone(),
            confidence: Confidence::new(0.98),
            on_photo: shifted(word.quad),
            on_sheet: word.quad,
        };
        page.line(words.iter().map(word).collect());
    }
    page.truth = fields.iter().map(|field| (field.key, field.value.clone())).collect();
    page.secret = fields.iter().flat_map(|field| field.hidden.iter().map(|quad| (field.key, *quad))).collect();
    page.done(layout.definition, is_valid)
}

/// A document of a kind.
pub(crate) fn of_kind(definition: &str, random: &mut ChaCha8Rng) -> Composed {
    compose(Layout::named(definition).expect("a layout of the kind"), random, true)
}

/// Every kind of sheet that is composed.
pub(crate) const KINDS: &[Layout] = LAYOUTS;
