//! What stands where on a document, in millimetres.
use document::{FieldKey, Mask, Quad};
use serde::Serialize;

use super::mark::{Ground, Mark};
use crate::canvas::Colour;
use crate::look::Look;
use crate::textpage::PageWord;

/// Size of an ID-1 card (ISO/IEC 7810).
pub(super) const CARD: (f32, f32) = (85.6, 53.98);
/// Size of a passport's page (Doc 9303-4).
pub(super) const PASSPORT: (f32, f32) = (125.0, 88.0);
/// Size of A4.
pub(super) const A4: (f32, f32) = (210.0, 297.0);

/// The faces that a line may be set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Without serifs.
    Gothic,
    /// With serifs.
    Batang,
    /// Heavy, for headings.
    Heading,
    /// As with a brush, for the headings of certificates.
    Gungseo,
    /// Made for Latin letters.
    Latin,
    /// Of the machine-readable zone.
    Zone,
}

/// How a line is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub family: Family,
    /// Height of a syllable of Hangul; of the zone, of a capital.
    pub size: f32,
    /// Space after every character, over the size; in the zone, the pitch in millimetres.
    pub tracking: f32,
    /// Ink of what is printed on all documents of the kind; none for what is printed for this holder.
    pub form: Option<Colour>,
    /// Whether the place is the line's middle rather than its left end.
    pub centred: bool,
    /// What a line may be as wide as before it is condensed.
    pub room: f32,
}

impl Style {
    pub(super) const fn new(family: Family, size: f32) -> Self {
        Self { family, size, tracking: 0.0, form: None, centred: false, room: f32::MAX }
    }

    pub(super) const fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    pub(super) const fn tracked(self, tracking: f32) -> Self {
        Self { tracking, ..self }
    }

    pub(super) const fn of_form(self, ink: Colour) -> Self {
        Self { form: Some(ink), ..self }
    }

    pub(super) const fn centred(self) -> Self {
        Self { centred: true, ..self }
    }

    pub(super) const fn within(self, room: f32) -> Self {
        Self { room, ..self }
    }

    /// About as wide as a text will be.
    pub(super) fn width(&self, text: &str) -> f32 {
        let wide: f32 = text.chars().map(|symbol| advance(symbol) + self.tracking).sum();
        (wide * self.size).min(self.room)
    }
}

/// A line of print.
pub(crate) struct PlannedLine {
    /// Left end or middle, and baseline.
    pub at: (f32, f32),
    pub style: Style,
    /// Its parts, with the field that each belongs to.
    pub parts: Vec<(String, Option<usize>)>,
}

impl PlannedLine {
    pub(crate) fn text(&self) -> String {
        self.parts.iter().map(|(text, _)| text.as_str()).collect()
    }
}

struct PlannedField {
    key: FieldKey,
    value: String,
    mask: Option<Mask>,
}

/// A document that can be composed or drawn.
pub struct Plan {
    /// The definition that it follows.
    pub definition: &'static str,
    /// Whether everything on it passes its checks.
    pub is_valid: bool,
    pub(crate) size: (f32, f32),
    pub(crate) ground: Ground,
    pub(crate) lines: Vec<PlannedLine>,
    /// What is printed besides lines, under them and over them.
    pub(crate) under: Vec<Mark>,
    pub(crate) over: Vec<Mark>,
    /// How the holder's lines may be printed.
    pub(crate) looks: &'static [Look],
    fields: Vec<PlannedField>,
}

/// A field of a document with its truth.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedField {
    /// What it is.
    pub key: FieldKey,
    /// As it is printed, its lines joined by blanks.
    pub text: String,
    /// Normalised, as readers of the kind give it.
    pub value: String,
    /// Where each of its lines stands.
    pub lines: Vec<Quad>,
    /// Each character that the kind's mask must cover.
    pub hidden: Vec<Quad>,
}

/// The print of a document and where it stands, in pixels.
pub struct Composition {
    /// Width of the document.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Every word, line by line; in the machine-readable zone a word is a whole line.
    pub words: Vec<PageWord>,
    /// Every field, in the order in which it was printed.
    pub fields: Vec<PrintedField>,
}

impl Composition {
    /// Where everything stands: words, lines of fields, what is hidden.
    pub(crate) fn quads_mut(&mut self) -> impl Iterator<Item = &mut Quad> {
        let of_fields = self.fields.iter_mut().flat_map(|field| field.lines.iter_mut().chain(&mut field.hidden));
        of_fields.chain(self.words.iter_mut().map(|word| &mut word.quad))
    }
}

/// The ink of a line's characters that are not blank, in pixels from where it starts.
pub(crate) struct Ink {
    /// From left to right, for each.
    pub spans: Vec<(f32, f32)>,
    /// Of all: above the baseline is negative.
    pub top: f32,
    pub bottom: f32,
}

impl Plan {
    pub(super) fn new(size: (f32, f32), ground: Ground, looks: &'static [Look]) -> Self {
        Self {
            definition: "",
            is_valid: true,
            size,
            ground,
            lines: Vec::new(),
            under: Vec::new(),
            over: Vec::new(),
            looks,
            fields: Vec::new(),
        }
    }

    /// Plans a line that is no field's.
    pub(super) fn print(&mut self, at: (f32, f32), style: Style, text: impl Into<String>) {
        self.line(at, style, vec![(text.into(), None)]);
    }

    /// Plans a line that is a field's.
    pub(super) fn field(&mut self, at: (f32, f32), style: Style, key: FieldKey, text: &str, value: &str) {
        self.labelled(at, style, "", key, text, value);
    }

    /// Plans a line of a label and a field behind it.
    pub(super) fn labelled(
        &mut self,
        at: (f32, f32),
        style: Style,
        label: &str,
        key: FieldKey,
        text: &str,
        value: &str,
    ) {
        let field = self.add(key, value);
        let label = (!label.is_empty()).then(|| (label.to_owned(), None));
        self.line(at, style, label.into_iter().chain([(text.to_owned(), Some(field))]).collect());
    }

    /// Plans a field of several lines.
    pub(super) fn block(&mut self, at: (f32, f32), step: f32, style: Style, key: FieldKey, lines: &[String]) {
        let field = self.add(key, &lines.join(" "));
        for (nth, line) in lines.iter().enumerate() {
            self.line((at.0, at.1 + step * nth as f32), style, vec![(line.clone(), Some(field))]);
        }
    }

    /// A field whose parts are planned apart.
    pub(super) fn add(&mut self, key: FieldKey, value: &str) -> usize {
        self.fields.push(PlannedField { key, value: value.to_owned(), mask: None });
        self.fields.len() - 1
    }

    pub(super) fn line(&mut self, at: (f32, f32), style: Style, parts: Vec<(String, Option<usize>)>) {
        self.lines.push(PlannedLine { at, style, parts });
    }

    /// Says what must be hidden of the last field.
    pub(super) fn mask(&mut self, mask: Mask) {
        if let Some(field) = self.fields.last_mut() {
            field.mask = Some(mask);
        }
    }

    /// Width and height in millimetres.
    pub fn millimetres(&self) -> (f32, f32) {
        self.size
    }

    /// The print by the usual widths of characters, `unit` pixels to a millimetre.
    pub fn compose(&self, unit: f32) -> Composition {
        let ink = |line: &PlannedLine| Some(line.usual_ink(unit));
        self.lay(unit, ink)
    }

    /// Lays out what `ink` gives of each line, and leaves out those of which it gives nothing.
    pub(crate) fn lay(&self, unit: f32, mut ink: impl FnMut(&PlannedLine) -> Option<Ink>) -> Composition {
        let mut words: Vec<PageWord> = Vec::new();
        let mut fields: Vec<(PrintedField, Vec<Option<Quad>>)> =
            self.fields.iter().map(PlannedField::printed).collect();
        for (index, line) in self.lines.iter().enumerate() {
            let Some(Ink { spans, top, bottom }) = ink(line) else { continue };
            let left = line.left(unit, &spans);
            let (x, y) = (left, line.at.1 * unit);
            let quad = |from: f32, to: f32| Quad::rectangle(x + from, y + top, to - from, bottom - top);
            let mut spans = spans.into_iter();
            let mut is_fresh = true;
            let mut word = (0.0, 0.0);
            for (text, field) in &line.parts {
                let mut of_part: Vec<Option<Quad>> = Vec::new();
                let mut ends = (f32::MAX, f32::MIN);
                for symbol in text.chars() {
                    let Some(span) = (symbol != ' ').then(|| spans.next()).flatten() else {
                        is_fresh = true;
                        of_part.push(None);
                        continue;
                    };
                    ends = (ends.0.min(span.0), ends.1.max(span.1));
                    of_part.push(Some(quad(span.0, span.1)));
                    match words.last_mut().filter(|_| !is_fresh) {
                        Some(last) => {
                            word.1 = span.1.max(word.1);
                            last.text.push(symbol);
                            last.quad = quad(word.0, word.1);
                        }
                        None => {
                            word = span;
                            let quad = quad(span.0, span.1);
                            words.push(PageWord { text: symbol.to_string(), quad, line: index as u32 });
                        }
                    }
                    is_fresh = false;
                }
                if let Some((field, symbols)) = field.and_then(|field| fields.get_mut(field)) {
                    if !field.text.is_empty() {
                        field.text.push(' ');
                        symbols.push(None);
                    }
                    field.text += text.trim();
                    field.lines.push(quad(ends.0, ends.1));
                    let blanks = text.chars().take_while(|symbol| *symbol == ' ').count();
                    let kept = text.trim().chars().count();
                    symbols.extend(of_part.into_iter().skip(blanks).take(kept));
                }
            }
        }
        let hidden = fields.into_iter().zip(&self.fields).map(|((mut field, symbols), planned)| {
            if let Some(mask) = planned.mask {
                let text = mask.hide(&field.text);
                let places = text.chars().zip(symbols).filter(|(symbol, _)| *symbol == '*');
                field.hidden = places.filter_map(|(_, place)| place).collect();
            }
            field
        });
        let fields = hidden.filter(|field| !field.lines.is_empty()).collect();
        Composition { width: self.size.0 * unit, height: self.size.1 * unit, words, fields }
    }
}

impl PlannedField {
    fn printed(&self) -> (PrintedField, Vec<Option<Quad>>) {
        let value = self.value.clone();
        (PrintedField { key: self.key, text: String::new(), value, lines: Vec::new(), hidden: Vec::new() }, Vec::new())
    }
}

impl PlannedLine {
    /// Where the line starts, in pixels.
    pub(crate) fn left(&self, unit: f32, spans: &[(f32, f32)]) -> f32 {
        let at = self.at.0 * unit;
        if !self.style.centred {
            return at;
        }
        let (from, to) = (spans.first().map_or(0.0, |span| span.0), spans.last().map_or(0.0, |span| span.1));
        at - (from + to) / 2.0
    }

    fn usual_ink(&self, unit: f32) -> Ink {
        let Style { family, size, tracking, .. } = self.style;
        let text = self.text();
        let step = |symbol: char| match family {
            Family::Zone => tracking * unit,
            _ => (advance(symbol) + tracking) * size * unit,
        };
        let whole: f32 = text.chars().map(step).sum();
        let fit = (self.style.room * unit / whole).min(1.0);
        let mut at = 0.0;
        let mut spans = Vec::new();
        for symbol in text.chars() {
            let wide = step(symbol) * fit;
            if symbol != ' ' {
                spans.push((at, at + wide - if family == Family::Zone { 0.0 } else { tracking * size * unit * fit }));
            }
            at += wide;
        }
        let top = if family == Family::Zone { 1.0 } else { 0.85 };
        Ink { spans, top: -top * size * unit, bottom: (1.0 - top) * size * unit }
    }
}

/// How wide a character is, in heights of a syllable of Hangul.
fn advance(symbol: char) -> f32 {
    match symbol {
        ' ' | '.' | ',' | ':' | '(' | ')' | '-' | '/' | '~' => 0.4,
        symbol if symbol.is_ascii() => 0.58,
        _ => 0.98,
    }
}

/// The faces of each family, by the beginnings of their names.
pub(crate) fn faces(family: Family) -> &'static [&'static str] {
    match family {
        Family::Gothic => &[
            "NanumGothic",
            "NanumBarunGothic",
            "NanumSquareR",
            "UnDotum",
            "UnGraphic",
            "dotum",
            "gulim",
            "NotoSansCJK-Regular",
        ],
        Family::Batang => &["NanumMyeongjo", "UnBatang", "UnShinmun", "batang", "NotoSerifCJK"],
        Family::Heading => &[
            "NanumGothicExtraBold",
            "NanumGothicBold",
            "NanumBarunGothicBold",
            "NanumSquareB",
            "NanumSquareEB",
            "NanumSquareRoundB",
            "UnDotumBold",
            "UnGraphicBold",
            "hline",
            "NotoSansCJK-Bold",
        ],
        Family::Gungseo => {
            &["UnGungseo", "UnBatangBold", "NanumMyeongjoBold", "NanumMyeongjoExtraBold", "NotoSerifCJK-Bold"]
        }
        Family::Latin => {
            &["LiberationSans-", "NimbusSans-", "FreeSans", "NotoSans-", "OpenSans-", "DejaVuSans", "Roboto-"]
        }
        Family::Zone => &[],
    }
}
