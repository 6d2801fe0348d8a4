//! Lines of print compared with the truth.

use document::{Neighbours, Quad, row_outline, rows};
use ocr::text::{Script, scripts};
use reader::{Reading, TextLine};
use serde::{Deserialize, Serialize};

use crate::align::align;
use crate::folder::Row;

/// A printed word of the truth.
#[derive(Clone, PartialEq, Deserialize)]
pub struct TrueWord {
    /// What it says.
    pub text: String,
    /// Where it stands, from its own top left, in pixels.
    pub quad: Quad,
    /// Which line it belongs to; words of one line follow each other.
    pub line: usize,
}

/// A line as it was read, by whatever engine.
#[derive(Clone, PartialEq, Deserialize)]
pub struct ReadLine {
    /// What it says.
    pub text: String,
    /// Where it stands, from its own top left, in pixels; None when the engine does not tell, or the picture is of this line alone.
    #[serde(default)]
    pub quad: Option<Quad>,
    /// How sure the engine was, `0..=1`; None when it does not tell.
    #[serde(default)]
    pub confidence: Option<f32>,
}

impl From<&TextLine> for ReadLine {
    fn from(line: &TextLine) -> Self {
        Self { text: line.text.clone(), quad: Some(line.quad), confidence: Some(line.confidence.get()) }
    }
}

/// The print of one picture against the truth.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PrintOutcome {
    /// Each true line.
    pub lines: Vec<LineOutcome>,
    /// How many lines were read.
    pub read: usize,
    /// How many of these lie on a true line.
    pub matched: usize,
    /// How many printed words, of at least three letters or digits, the truth has.
    pub words: usize,
    /// How many of these occur in the text, wherever: an engine may outline print loosely and still read it.
    pub words_in_text: usize,
    /// The true values that were looked for in the text, and whether they were found.
    pub values: Vec<ValueOutcome>,
}

/// One true line against what was read there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineOutcome {
    /// What it says.
    pub truth: String,
    /// What was read; None where no line was found.
    pub read: Option<String>,
    /// How sure the answer was.
    pub confidence: Option<f32>,
    /// Characters inserted, dropped or changed.
    pub distance: usize,
    /// The script that it counts for.
    pub script: ScriptGroup,
    /// Height of its glyphs in pixels.
    pub height: f32,
}

impl LineOutcome {
    /// Compares a line that was found, or none, with the truth.
    pub fn new(truth: &str, height: f32, read: Option<&ReadLine>) -> Self {
        let text = read.map(|line| line.text.as_str());
        Self {
            truth: truth.to_owned(),
            read: text.map(str::to_owned),
            confidence: read.and_then(|line| line.confidence),
            distance: align(truth, text.unwrap_or_default()).distance,
            script: ScriptGroup::of(truth),
            height,
        }
    }

    /// Whether every character is right.
    pub fn exact(&self) -> bool {
        self.read.is_some() && self.distance == 0
    }
}

/// Scripts as they are reported. A line counts for the last of those that occur in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptGroup {
    /// Digits and signs alone.
    Digits,
    /// Latin.
    Latin,
    /// Hangul.
    Hangul,
    /// Any other script but the next one.
    Other,
    /// Han characters.
    Hanja,
}

impl ScriptGroup {
    /// Every group.
    pub const ALL: [Self; 5] = [Self::Digits, Self::Latin, Self::Hangul, Self::Hanja, Self::Other];

    fn of(text: &str) -> Self {
        let group = |script: Script| match script {
            Script::Latn => Self::Latin,
            Script::Hang => Self::Hangul,
            Script::Hani => Self::Hanja,
            _ => Self::Other,
        };
        scripts(text).into_iter().map(group).max().unwrap_or(Self::Digits)
    }
}

/// A value that stands on the document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueOutcome {
    /// Its key in the truth.
    pub key: String,
    /// The value.
    pub value: String,
    /// Whether it occurs in the text read.
    pub found: bool,
}

/// Share of two quads' union above which a line was found.
const SAME: f32 = 0.5;
/// Words that may be seen as one line where they stand in a row.
const NEIGHBOURS: Neighbours = Neighbours { gap: 2.0, alike: 0.4 };
/// Words of a line that are nearer than this, in heights, are one line however they are read.
const NEAR: f32 = 0.5;
/// Share of a word that a line covers whose word it is.
const COVERED: f32 = 0.5;
/// Letters and digits of a word that does not occur in a text by chance.
const LEAST_WORD: usize = 3;
/// Keys of values that are printed as such: numbers, names, dates, addresses.
const KEYS: [&str; 10] =
    ["number", "rrn", "name", "surname", "given", "hanja", "dob", "issue_date", "expiry", "address"];

/// The lines of all sheets, those of a picture that could not be read being none; None when no print was wanted.
pub(crate) fn lines_read(reading: Option<&Reading>) -> Option<Vec<ReadLine>> {
    let sheets = reading.map_or(&[][..], |reading| &reading.sheets);
    let is_wanted = sheets.is_empty() || sheets.iter().any(|sheet| sheet.text.is_some());
    is_wanted.then(|| sheets.iter().filter_map(|sheet| sheet.text.as_ref()).flatten().map(ReadLine::from).collect())
}

/// Compares the print; None when the truth says nothing of it.
pub(crate) fn compare_print(row: &Row, read: &[ReadLine]) -> Option<PrintOutcome> {
    if row.words.is_empty() && row.fields.is_empty() {
        return None;
    }
    let placed = read.iter().filter_map(|line| Some((line, line.quad?)));
    let mut left: Vec<(&ReadLine, Quad)> = if row.words.is_empty() { Vec::new() } else { placed.collect() };
    let quads: Vec<Quad> = left.iter().map(|(_, quad)| *quad).collect();
    let mut lines = Vec::new();
    for (text, quad) in true_lines(&row.words, &quads) {
        let overlap = |(_, place): &(&ReadLine, Quad)| place.iou(&quad);
        let nearest = (0..left.len()).max_by(|a, b| overlap(&left[*a]).total_cmp(&overlap(&left[*b])));
        let found = nearest.filter(|i| overlap(&left[*i]) >= SAME).map(|i| left.swap_remove(i).0);
        lines.push(LineOutcome::new(&text, quad.height(), found));
    }
    let said: String = read.iter().map(|line| bare(&line.text)).collect();
    let words: Vec<String> =
        row.words.iter().map(|word| bare(&word.text)).filter(|word| word.chars().count() >= LEAST_WORD).collect();
    let values = row.fields.iter().filter(|(key, _)| KEYS.contains(&key.as_str())).filter_map(|(key, value)| {
        let value = value.as_str()?;
        let found = spellings(value).iter().any(|words| words.iter().all(|word| said.contains(word.as_str())));
        Some(ValueOutcome { key: key.clone(), value: value.to_owned(), found })
    });
    Some(PrintOutcome {
        matched: quads.len() - left.len(),
        read: quads.len(),
        words: words.len(),
        words_in_text: words.iter().filter(|word| said.contains(word.as_str())).count(),
        values: values.collect(),
        lines,
    })
}

/// The lines that words make, with the quad around each: those that were printed as lines. But what is printed as two lines beside
/// each other, a label and its value, may be seen as one, and one whose words are far apart as two: there the lines that were read
/// decide.
fn true_lines(words: &[TrueWord], read: &[Quad]) -> Vec<(String, Quad)> {
    let covers =
        |line: &Quad, word: &TrueWord| line.intersection_area(&word.quad) > COVERED * word.quad.signed_area().abs();
    let is_one_line = |one: &&TrueWord, next: &&TrueWord| {
        let covered: Vec<[bool; 2]> = read.iter().map(|line| [covers(line, one), covers(line, next)]).collect();
        let is_printed_so = one.line == next.line;
        let [_, end, _, _] = one.quad.0;
        let is_near = end.distance(next.quad.0[0]) < NEAR * one.quad.height().max(next.quad.height());
        covered.contains(&[true, true])
            || is_printed_so && (is_near || covered.iter().all(|both| *both == [false, false]))
    };
    let quads: Vec<Quad> = words.iter().map(|word| word.quad).collect();
    let line = |words: &[&TrueWord]| {
        let quads: Vec<Quad> = words.iter().map(|word| word.quad).collect();
        let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        Some((text.join(" "), row_outline(&quads)?))
    };
    let of_row = |row: Vec<usize>| {
        let words: Vec<&TrueWord> = row.into_iter().map(|at| &words[at]).collect();
        words.chunk_by(is_one_line).filter_map(line).collect::<Vec<_>>()
    };
    rows(&quads, NEIGHBOURS).into_iter().flat_map(of_row).collect()
}

/// Letters and digits alone, capitals.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The ways in which a value may be printed, each as words that must all occur: a date in any order of its parts, with the
/// month as digits or as an English abbreviation; other values word by word, since a line may break between any two.
fn spellings(value: &str) -> Vec<Vec<String>> {
    const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let date = value.split_whitespace().next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['-', '.']).collect();
    if let [year, month, day] = parts.as_slice()
        && year.len() == 4
        && let (Ok(_), Ok(m), Ok(d)) = (year.parse::<u16>(), month.parse::<usize>(), day.parse::<u8>())
        && let Some(name) = m.checked_sub(1).and_then(|m| MONTHS.get(m))
    {
        let mut ways = Vec::new();
        for (month, day) in [(format!("{m:02}"), format!("{d:02}")), (m.to_string(), d.to_string())] {
            for year in [*year, &year[2..]] {
                ways.extend([
                    format!("{year}{month}{day}"),
                    format!("{day}{month}{year}"),
                    format!("{month}{day}{year}"),
                    format!("{day}{name}{year}"),
                    format!("{name}{day}{year}"),
                ]);
            }
        }
        return ways.into_iter().map(|way| vec![way]).collect();
    }
    vec![value.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_however_they_are_printed() {
        let found = |value: &str, text: &str| {
            spellings(value).iter().any(|words| words.iter().all(|word| bare(text).contains(word.as_str())))
        };
        for text in ["1990-03-18", "18.03.1990", "03/18/1990", "18 Mar 90", "1990. 3. 18."] {
            assert!(found("1990-03-18", text), "{text}");
        }
        assert!(!found("1990-03-18", "18.04.1990"));
        assert!(found("123 MAIN STREET ORLANDO, FL", "123 Main Street / Orlando FL"));
        assert!(!found("123 MAIN STREET", "123 MAINE ST"));
    }

    #[test]
    fn a_label_and_its_value_may_be_one_line_and_a_word_is_never_two() {
        let word = |text: &str, x: f32, width: f32, line: usize| TrueWord {
            text: text.to_owned(),
            quad: Quad::rectangle(x, 0.0, width, 20.0),
            line,
        };
        // A label, a value of two words, and one far away.
        let words = [
            word("Name", 0.0, 50.0, 0),
            word("Jane", 70.0, 50.0, 1),
            word("Doe", 126.0, 40.0, 1),
            word("F", 300.0, 10.0, 2),
        ];
        let read = |spans: &[(f32, f32)]| {
            let lines: Vec<Quad> =
                spans.iter().map(|(from, to)| Quad::rectangle(*from, 0.0, to - from, 20.0)).collect();
            true_lines(&words, &lines).into_iter().map(|(text, _)| text).collect::<Vec<_>>()
        };
        assert_eq!(read(&[]), ["Name", "Jane Doe", "F"]);
        assert_eq!(read(&[(0.0, 50.0), (70.0, 166.0)]), ["Name", "Jane Doe", "F"]);
        assert_eq!(read(&[(0.0, 166.0)]), ["Name Jane Doe", "F"]);
        assert_eq!(read(&[(0.0, 120.0), (126.0, 166.0)]), ["Name Jane Doe", "F"], "words of a line are not parted");
        assert_eq!(read(&[(0.0, 310.0)]), ["Name Jane Doe", "F"], "columns are not joined");
    }

    #[test]
    fn a_line_counts_for_its_rarest_script() {
        for (text, group) in [
            ("900101-1", ScriptGroup::Digits),
            ("No. 7", ScriptGroup::Latin),
            ("홍길동 A", ScriptGroup::Hangul),
            ("홍길동(洪吉童)", ScriptGroup::Hanja),
            ("Иванов", ScriptGroup::Other),
        ] {
            assert_eq!(ScriptGroup::of(text), group, "{text}");
        }
    }
}
