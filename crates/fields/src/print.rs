//! The lines of a sheet by their characters: where each stands and how sure it is.
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use document::{Confidence, Quad};

use crate::level::Level;
use crate::pattern::{Match, Pattern};
use crate::phrase::{Letters, Occurrence, Phrase};
use crate::sheet::{Line, Sheet};

/// How sure each character of a line is at least, in the geometric mean: less is not print but a pattern, a stamp, a portrait.
const LEGIBLE: f32 = 0.45;

/// All print of a sheet that can be read, from top to bottom. What was looked for once is remembered: kinds of document share labels and
/// patterns.
pub(crate) struct Print {
    pub(crate) rows: Vec<Row>,
    phrases: RefCell<HashMap<Phrase, Places>>,
    /// By the pattern's text, then by row and range.
    patterns: RefCell<HashMap<String, Matches>>,
}

/// Every place of a phrase: its row, and where in the row.
type Places = Rc<[(usize, Occurrence)]>;
type Matches = HashMap<(usize, Range<usize>), Option<Match>>;

/// A line of print. Positions are shares of the sheet's width and height, heights as if its rows were level.
pub(crate) struct Row {
    /// Its place among the lines of the sheet; None when it is several of them.
    pub(crate) line: Option<usize>,
    /// What it was first read as, if it was read again.
    first: Option<String>,
    pub(crate) symbols: Vec<char>,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    letters: Letters,
    words: Vec<document::Line>,
    /// Where all of it stands, whatever of that was read, for a row that is one line.
    whole: Option<document::Line>,
}

/// A character of a line.
pub(crate) struct Glyph {
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// How sure this character is.
    certainty: f32,
    /// Its word, and the shares of the word's length between which it stands; None for a blank.
    place: Option<(usize, f32, f32)>,
}

/// Part of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) row: usize,
    pub(crate) range: Range<usize>,
}

impl Row {
    pub(crate) fn middle(&self) -> f32 {
        (self.top + self.bottom) / 2.0
    }

    pub(crate) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// Whether both stand in one row of print.
    pub(crate) fn is_beside(&self, other: &Row) -> bool {
        let shared = self.bottom.min(other.bottom) - self.top.max(other.top);
        shared > 0.5 * self.height().min(other.height())
    }

    /// Where the word begins that a glyph belongs to: at the glyph itself where that is a blank, or none.
    pub(crate) fn start_of_word(&self, glyph: usize) -> usize {
        let word = |at: usize| self.glyphs.get(at)?.place.map(|(word, ..)| word);
        let own = word(glyph);
        let before = (0..glyph).rev().take_while(|at| own.is_some() && word(*at) == own).count();
        glyph - before
    }
}

impl Print {
    pub(crate) fn new(sheet: &Sheet) -> Self {
        let legible = sheet.lines.iter().enumerate().filter(|(_, line)| {
            let count = line.text.chars().filter(|symbol| *symbol != ' ').count().max(1) as f32;
            line.confidence.get() >= LEGIBLE.powf(count)
        });
        let lines: Vec<(usize, &Line)> = legible.collect();
        let level = Level::new(lines.iter().map(|(_, line)| *line), sheet.width, sheet.height);
        let rows = joined(&lines, &level);
        let mut rows: Vec<Row> = rows.iter().filter_map(|lines| row(lines, sheet, &level)).collect();
        rows.sort_by(|a, b| a.middle().total_cmp(&b.middle()).then(a.left.total_cmp(&b.left)));
        Self { rows, phrases: RefCell::default(), patterns: RefCell::default() }
    }

    /// Every place of a phrase, with its row.
    pub(crate) fn occurrences(&self, phrase: &Phrase) -> Places {
        if let Some(known) = self.phrases.borrow().get(phrase) {
            return Rc::clone(known);
        }
        let rows = self.rows.iter().enumerate();
        let found = rows.flat_map(|(at, row)| {
            phrase.occurrences(&row.symbols, &row.letters).into_iter().map(move |found| (at, found))
        });
        let found: Places = found.collect();
        self.phrases.borrow_mut().insert(phrase.clone(), Rc::clone(&found));
        found
    }

    /// The part of a span that fits a pattern best; positions are those of the row.
    pub(crate) fn find(&self, pattern: &Pattern, span: &Span) -> Option<Match> {
        let place = (span.row, span.range.clone());
        if let Some(known) = self.patterns.borrow().get(pattern.source()).and_then(|known| known.get(&place)) {
            return known.clone();
        }
        let mut found = pattern.find(&self.row(span).symbols[span.range.clone()]);
        if let Some(found) = &mut found {
            found.range = span.range.start + found.range.start..span.range.start + found.range.end;
        }
        let mut patterns = self.patterns.borrow_mut();
        patterns.entry(pattern.source().to_owned()).or_default().insert(place, found.clone());
        found
    }

    /// What stands where the secret half of a personal number does: seven characters behind a hyphen, six before it, nearly all of them
    /// digits, so that one that was misread is found, too. A first digit of 9 or 0 is of holders born before 1900, and left out: numbers of
    /// corporations have it.
    pub(crate) fn secret_halves(&self, row: usize) -> Vec<Span> {
        const FRONT: usize = 6;
        const BACK: usize = 7;
        let symbols = self.rows[row].symbols.iter().copied().enumerate();
        let solid: Vec<(usize, char)> = symbols.filter(|(_, symbol)| *symbol != ' ').collect();
        let digits = |part: &[(usize, char)]| part.iter().filter(|(_, symbol)| symbol.is_ascii_digit()).count();
        let half = |at: usize| {
            let front = solid.get(at.checked_sub(FRONT)?..at)?;
            let back = solid.get(at + 1..at + 1 + BACK)?;
            let goes_on = solid.get(at + 1 + BACK).is_some_and(|(_, symbol)| symbol.is_ascii_digit());
            let may_be = digits(front) + 2 >= FRONT && digits(back) + 1 >= BACK && !matches!(back[0].1, '0' | '9');
            (may_be && !goes_on).then(|| Span { row, range: back[0].0..back[BACK - 1].0 + 1 })
        };
        (0..solid.len()).filter(|at| solid[*at].1 == '-').filter_map(half).collect()
    }

    pub(crate) fn row(&self, span: &Span) -> &Row {
        &self.rows[span.row]
    }

    pub(crate) fn text(&self, span: &Span) -> String {
        self.row(span).symbols[span.range.clone()].iter().collect()
    }

    /// Whether its first reading said something else there: other characters, or one more or less at an end.
    pub(crate) fn is_corrected(&self, span: &Span) -> bool {
        let row = self.row(span);
        let Some(first) = &row.first else { return false };
        let first: Vec<char> = first.chars().collect();
        let beside = |symbols: &[char], range: &Range<usize>| {
            let solid = |at: Option<usize>| at.and_then(|at| symbols.get(at)).copied().filter(|c| c.is_alphanumeric());
            [solid(range.start.checked_sub(1)), solid(Some(range.end))]
        };
        let there = beside(&row.symbols, &span.range);
        let is_same = |at: usize| {
            let range = at..at + span.range.len();
            first.get(range.clone()) == row.symbols.get(span.range.clone()) && beside(&first, &range) == there
        };
        !(0..first.len()).any(is_same)
    }

    pub(crate) fn left(&self, span: &Span) -> f32 {
        self.row(span).glyphs[span.range.start].left
    }

    pub(crate) fn right(&self, span: &Span) -> f32 {
        self.row(span).glyphs[span.range.end - 1].right
    }

    /// How sure it is that every character is right.
    pub(crate) fn confidence(&self, span: &Span) -> Confidence {
        Confidence::new(self.row(span).glyphs[span.range.clone()].iter().map(|glyph| glyph.certainty).product())
    }

    /// Where it stands; None for blanks alone.
    pub(crate) fn place(&self, span: &Span) -> Option<document::Line> {
        let row = self.row(span);
        let mut parts: Vec<(usize, f32, f32)> = Vec::new();
        for (word, from, to) in row.glyphs[span.range.clone()].iter().filter_map(|glyph| glyph.place) {
            match parts.last_mut() {
                Some(last) if last.0 == word => last.2 = to,
                _ => parts.push((word, from, to)),
            }
        }
        let quads = |of: fn(&document::Line) -> Quad| {
            let quads: Vec<Quad> =
                parts.iter().map(|(word, from, to)| part(&of(&row.words[*word]), *from, *to)).collect();
            Quad::enclosing(&quads)
        };
        Some(document::Line { on_photo: quads(|word| word.on_photo)?, on_sheet: quads(|word| word.on_sheet)? })
    }

    /// The same, and where it ends a line that was read again, as far as the line goes, since its last characters may have been
    /// left out, and beyond by as many characters as the first reading had fewer: the line may have been outlined too short.
    pub(crate) fn place_to_its_end(&self, span: &Span) -> Option<document::Line> {
        let (row, place) = (self.row(span), self.place(span)?);
        let (Some(first), Some(whole)) = (&row.first, &row.whole) else { return Some(place) };
        if span.range.end < row.symbols.len() {
            return Some(place);
        }
        let solid = |symbols: &mut dyn Iterator<Item = char>| symbols.filter(|c| c.is_alphanumeric()).count();
        let (seen, now) = (solid(&mut first.chars()), solid(&mut row.symbols.iter().copied()));
        let end = 1.0 + now.saturating_sub(seen) as f32 / seen.max(1) as f32;
        let reaching = |part: Quad, Quad([a, b, c, d]): Quad| {
            let (top, bottom) = (a.lerp(b, end), d.lerp(c, end));
            Quad::enclosing(&[part, Quad([top, top, bottom, bottom])])
        };
        Some(document::Line {
            on_photo: reaching(place.on_photo, whole.on_photo)?,
            on_sheet: reaching(place.on_sheet, whole.on_sheet)?,
        })
    }
}

/// The most that lies between two pieces of one line, in heights of the line, and the most by which their heights differ.
const APART: f32 = 0.8;
const TALLER: f32 = 1.4;

/// The lines, those that are pieces of one together: a seal over a line breaks it.
fn joined<'a>(lines: &[(usize, &'a Line)], level: &Level) -> Vec<Vec<(usize, &'a Line)>> {
    let (x, y) =
        (|line: &Line| extent(&line.on_sheet, |p| p.x), |line: &Line| extent(&line.on_sheet, |p| level.apply(*p).y));
    let follows = |one: &Line, next: &Line| {
        let ((_, end), (start, _)) = (x(one), x(next));
        let ((top, bottom), (next_top, next_bottom)) = (y(one), y(next));
        let (height, next_height) = (bottom - top, next_bottom - next_top);
        let shared = bottom.min(next_bottom) - top.max(next_top);
        shared > 0.6 * height.min(next_height)
            && height.max(next_height) < TALLER * height.min(next_height)
            && (-APART..APART).contains(&((start - end) / height))
    };
    let mut in_order = lines.to_vec();
    in_order.sort_by(|a, b| x(a.1).0.total_cmp(&x(b.1).0));
    let mut rows: Vec<Vec<(usize, &Line)>> = Vec::new();
    for line in in_order {
        match rows.iter_mut().find(|row| row.last().is_some_and(|last| follows(last.1, line.1))) {
            Some(row) => row.push(line),
            None => rows.push(vec![line]),
        }
    }
    rows
}

fn row(lines: &[(usize, &Line)], sheet: &Sheet, level: &Level) -> Option<Row> {
    let place = |on_photo, on_sheet| document::Line { on_photo, on_sheet };
    let words_of = |(_, line): &(usize, &'_ Line)| -> Vec<(String, Confidence, document::Line)> {
        let word = |word: &crate::Word| (word.text.clone(), word.confidence, place(word.on_photo, word.on_sheet));
        match line.words.as_slice() {
            [] => vec![(line.text.clone(), line.confidence, place(line.on_photo, line.on_sheet))],
            words => words.iter().map(word).collect(),
        }
    };
    let words: Vec<_> = lines.iter().flat_map(words_of).collect();
    let (mut symbols, mut glyphs): (Vec<char>, Vec<Glyph>) = (Vec::new(), Vec::new());
    for (index, (text, confidence, place)) in words.iter().enumerate() {
        if index > 0 {
            symbols.push(' ');
            let gap = glyphs.last().map_or(0.0, |glyph: &Glyph| glyph.right);
            glyphs.push(Glyph { left: gap, right: gap, certainty: 1.0, place: None });
        }
        let (left, right) = extent(&place.on_sheet, |point| point.x / sheet.width.max(1.0));
        let total: f32 = text.chars().map(width).sum();
        let count = text.chars().count().max(1) as f32;
        let mut before = 0.0;
        for symbol in text.chars() {
            let (from, to) = (before / total, (before + width(symbol)) / total);
            before += width(symbol);
            symbols.push(symbol);
            glyphs.push(Glyph {
                left: left + (right - left) * from,
                right: left + (right - left) * to,
                certainty: confidence.get().powf(1.0 / count),
                place: (symbol != ' ').then_some((index, from, to)),
            });
        }
    }
    let heights =
        lines.iter().map(|(_, line)| extent(&line.on_sheet, |point| level.apply(*point).y / sheet.height.max(1.0)));
    let (top, bottom) = heights.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    let left = glyphs.first()?.left;
    let words = words.into_iter().map(|(_, _, place)| place).collect();
    let letters = Letters::new(&symbols);
    let line = if let [(at, _)] = lines { Some(*at) } else { None };
    let is_again = lines.iter().any(|(_, line)| line.first.is_some());
    let first = |(_, line): &(usize, &Line)| line.first.clone().unwrap_or_else(|| line.text.clone());
    let first = is_again.then(|| lines.iter().map(first).collect::<Vec<_>>().join(" "));
    let whole = if let [(_, line)] = lines { Some(place(line.on_photo, line.on_sheet)) } else { None };
    Some(Row { line, first, symbols, glyphs, left, top, bottom, letters, words, whole })
}

/// The mean of the two lower and of the two higher of four coordinates: where a slightly turned line begins and ends.
fn extent(quad: &Quad, of: impl Fn(&document::Point) -> f32) -> (f32, f32) {
    let mut all = quad.corners().each_ref().map(of);
    all.sort_by(f32::total_cmp);
    ((all[0] + all[1]) / 2.0, (all[2] + all[3]) / 2.0)
}

/// Usual width of a character, in widths of a syllable of Hangul.
pub(crate) fn width(symbol: char) -> f32 {
    match symbol {
        ' ' | '.' | ',' | ':' | ';' | '(' | ')' | '-' | '/' | '\'' => 0.35,
        symbol if u32::from(symbol) < 0x1100 => 0.55,
        _ => 1.0,
    }
}

/// The part of a word between two shares of its length.
fn part(quad: &Quad, from: f32, to: f32) -> Quad {
    if from <= 0.0 && to >= 1.0 {
        return *quad;
    }
    let [a, b, c, d] = quad.0;
    Quad([a.lerp(b, from), a.lerp(b, to), d.lerp(c, to), d.lerp(c, from)])
}

#[cfg(test)]
mod tests {
    use document::Turn;

    use super::*;
    use crate::Word;

    fn sheet(line: Line) -> Sheet {
        let outline = Quad::rectangle(0.0, 0.0, 200.0, 100.0);
        Sheet { outline, turn: Turn::None, width: 200.0, height: 100.0, lines: vec![line] }
    }

    fn line(text: &str, words: Vec<Word>) -> Line {
        let quad = Quad::rectangle(20.0, 40.0, 100.0, 10.0);
        Line {
            text: text.to_owned(),
            confidence: Confidence::new(0.81),
            on_photo: quad,
            on_sheet: quad,
            words,
            first: None,
        }
    }

    #[test]
    fn part_of_a_line_without_words_stands_by_the_widths_of_its_characters() {
        let print = Print::new(&sheet(line("가나다라", Vec::new())));
        let span = Span { row: 0, range: 1..3 };
        let place = print.place(&span).expect("two syllables");
        assert!(place.on_sheet.iou(&Quad::rectangle(45.0, 40.0, 50.0, 10.0)) > 0.999);
        assert!((print.confidence(&span).get() - 0.9).abs() < 1e-4, "half of a line that is 0.81 sure");
        assert!((print.left(&span) - 0.225).abs() < 1e-5);
    }

    #[test]
    fn what_was_not_seen_of_a_line_may_stand_beyond_it() {
        let right = |first: Option<&str>, range| {
            let read = Line { first: first.map(str::to_owned), ..line("가나다라", Vec::new()) };
            let place = Print::new(&sheet(read)).place_to_its_end(&Span { row: 0, range }).expect("syllables");
            place.on_sheet.0[1].x
        };
        let table = [
            (None, 2..4, 120.0),
            (Some("가나디라"), 2..4, 120.0),
            (Some("가나디"), 2..4, 120.0 + 100.0 / 3.0),
            (Some("가나디"), 2..3, 95.0),
        ];
        for (first, range, expected) in table {
            let right = right(first, range.clone());
            assert!((right - expected).abs() < 0.01, "{first:?} {range:?}: {right}");
        }
    }

    #[test]
    fn pieces_of_a_line_are_one_row() {
        let line = |text: &str, x: f32, y: f32, height: f32| {
            let quad = Quad::rectangle(x, y, 30.0, height);
            Line { on_photo: quad, on_sheet: quad, ..line(text, Vec::new()) }
        };
        // Beside the first: near, as near and smaller by half, further off; and one row down.
        let lines = vec![
            line("나다", 55.0, 41.0, 10.0),
            line("가", 20.0, 40.0, 10.0),
            line("라", 90.0, 43.0, 5.0),
            line("마", 140.0, 40.0, 10.0),
            line("바", 20.0, 52.0, 10.0),
        ];
        let sheet = Sheet { lines, ..sheet(line("", 0.0, 0.0, 1.0)) };
        let rows = Print::new(&sheet).rows;
        let texts: Vec<(String, Option<usize>)> =
            rows.iter().map(|row| (row.symbols.iter().collect(), row.line)).collect();
        let expected = [("라", Some(2)), ("마", Some(3)), ("가 나다", None), ("바", Some(4))];
        let mut found: Vec<(&str, Option<usize>)> = texts.iter().map(|(text, line)| (text.as_str(), *line)).collect();
        found.sort_by_key(|(text, _)| expected.iter().position(|(known, _)| known == text));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_secret_half_of_a_number_is_found_though_misread() {
        let halves = |text: &str| {
            let print = Print::new(&sheet(line(text, Vec::new())));
            print.secret_halves(0).iter().map(|span| print.text(span)).collect::<Vec<_>>()
        };
        assert_eq!(halves("840312-1357456"), ["1357456"]);
        assert_eq!(halves("번호 /51112-28Z4761 (서울)"), ["28Z4761"]);
        assert_eq!(halves("8 4 0 3 1 2 - 1 3 5 7 4 5 6"), ["1 3 5 7 4 5 6"]);
        for other in [
            "840312-*******",
            "20-23-435306-83",
            "110111-0012345",
            "840312-13574567",
            "123-45-67890",
            "가나다라마바-1234567",
        ] {
            assert!(halves(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn scribble_is_no_print() {
        let line = |text: &str, sure| Line { confidence: Confidence::new(sure), ..line(text, Vec::new()) };
        let lines = vec![line("가나다라마바사", 0.09), line("픦w", 0.09), line("a", 0.5)];
        let sheet = Sheet { lines, ..sheet(line("", 1.0)) };
        let texts: Vec<String> = Print::new(&sheet).rows.iter().map(|row| row.symbols.iter().collect()).collect();
        assert_eq!(texts, ["가나다라마바사", "a"]);
    }

    #[test]
    fn words_have_places_and_confidences_of_their_own() {
        let word = |text: &str, x: f32, sure: f32| {
            let quad = Quad::rectangle(x, 40.0, 20.0, 10.0);
            Word { text: text.to_owned(), confidence: Confidence::new(sure), on_photo: quad, on_sheet: quad }
        };
        let print = Print::new(&sheet(line("홍길 동", vec![word("홍길", 20.0, 0.5), word("동", 90.0, 1.0)])));
        let whole = Span { row: 0, range: 0..4 };
        assert_eq!(print.text(&whole), "홍길 동");
        assert!((print.confidence(&whole).get() - 0.5).abs() < 1e-5);
        let place = print.place(&whole).expect("three syllables");
        assert!(place.on_photo.iou(&Quad::rectangle(20.0, 40.0, 90.0, 10.0)) > 0.999);
        assert!(print.place(&Span { row: 0, range: 2..3 }).is_none(), "a blank stands nowhere");
    }
}
