//! Finding a known phrase (a title, a label) in a line that may be misread.
use std::ops::Range;

use serde::Deserialize;

use crate::jamo::{is_one_word, letters};

/// A phrase that is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Phrase {
    letters: Vec<char>,
    /// Its letters, each with a bit for every place where it stands; empty when there are more places than bits.
    places: Vec<(char, u64)>,
}

/// The letters of a line, prepared for looking for many phrases.
pub(crate) struct Letters {
    /// Each with the position of its character.
    all: Vec<(char, usize)>,
    /// A bit for each class of letters that occurs.
    kinds: u128,
}

impl Letters {
    pub(crate) fn new(line: &[char]) -> Self {
        let all = letters(line.iter().copied());
        let kinds = all.iter().fold(0, |kinds, (letter, _)| kinds | kind(*letter));
        Self { all, kinds }
    }
}

/// One of 128 classes of letters.
fn kind(letter: char) -> u128 {
    1 << (u32::from(letter) % 128)
}

/// A place where a phrase stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Occurrence {
    /// Characters of the line.
    pub(crate) range: Range<usize>,
    /// Letters of the phrase.
    pub(crate) length: usize,
    /// Letters that have to be changed, left out or put in.
    pub(crate) edits: usize,
}

impl Occurrence {
    /// From 0 to 1: the share of letters that are as they should be.
    pub(crate) fn likeness(&self) -> f32 {
        1.0 - self.edits as f32 / self.length as f32
    }

    /// Letters that are right, less those that are wrong.
    pub(crate) fn right(&self) -> usize {
        self.length.saturating_sub(2 * self.edits)
    }
}

impl Phrase {
    pub(crate) fn new(text: &str) -> Self {
        let letters: Vec<char> = letters(text.chars()).into_iter().map(|(letter, _)| letter).collect();
        let mut places: Vec<(char, u64)> = Vec::new();
        if letters.len() <= u64::BITS as usize {
            for (at, letter) in letters.iter().enumerate() {
                match places.iter_mut().find(|(known, _)| known == letter) {
                    Some((_, bits)) => *bits |= 1 << at,
                    None => places.push((*letter, 1 << at)),
                }
            }
        }
        Self { letters, places }
    }

    /// The edits that the part of a text needs that is most like it.
    ///
    /// G. Myers, A fast bit-vector algorithm for approximate string matching based on dynamic programming, J. ACM 46
    /// (1999): a column of the table of edits in two words, what goes up and what goes down from each place to the next.
    pub(crate) fn least_edits(&self, text: &Letters) -> usize {
        let length = self.letters.len();
        if length == 0 || self.places.is_empty() {
            return self.ends(&text.all).into_iter().map(|(edits, _)| edits).fold(length, usize::min);
        }
        let last = 1u64 << (length - 1);
        let (mut up, mut down) = (u64::MAX, 0u64);
        let (mut edits, mut least) = (length, length);
        for (letter, _) in &text.all {
            let same = self.places.iter().find(|(known, _)| known == letter).map_or(0, |(_, bits)| *bits);
            let vertical = same | down;
            let horizontal = ((same & up).wrapping_add(up) ^ up) | same;
            let (mut more, mut fewer) = (down | !(horizontal | up), up & horizontal);
            edits = edits + usize::from(more & last != 0) - usize::from(fewer & last != 0);
            least = least.min(edits);
            (more, fewer) = (more << 1, fewer << 1);
            (up, down) = (fewer | !(vertical | more), more & vertical);
        }
        least
    }

    /// How many letters it has.
    pub(crate) fn length(&self) -> usize {
        self.letters.len()
    }

    /// Every place where at least three letters of four agree and that does not begin within a word, from left to right,
    /// apart from each other.
    pub(crate) fn occurrences(&self, line: &[char], letters: &Letters) -> Vec<Occurrence> {
        let length = self.letters.len();
        let text = &letters.all;
        let allowed = length / 4;
        // What occurs nowhere in the line is an edit in any place.
        let absent = self.letters.iter().filter(|letter| kind(**letter) & letters.kinds == 0).count();
        if length == 0 || absent > allowed || self.least_edits(letters) > allowed {
            return Vec::new();
        }
        let mut best: Vec<Occurrence> = Vec::new();
        for (end, (edits, start)) in self.ends(text).into_iter().enumerate() {
            if edits > allowed || start > end {
                continue;
            }
            let range = text[start].1..closed(line, text[start].1, text[end].1 + 1);
            let found = Occurrence { range, length, edits };
            if !stands_apart(line, &found) {
                continue;
            }
            match best.last_mut() {
                Some(last) if found.range.start < last.range.end => {
                    if found.edits < last.edits {
                        *last = found;
                    }
                }
                _ => best.push(found),
            }
        }
        best
    }

    /// The place that is most like it, if only by a letter; None for a line without letters.
    pub(crate) fn nearest(&self, line: &[char], letters: &Letters) -> Option<Occurrence> {
        let (length, text) = (self.letters.len(), &letters.all);
        let ends = self.ends(text).into_iter().enumerate().filter(|(end, (_, start))| start <= end);
        let (end, (edits, start)) = ends.min_by_key(|(_, (edits, _))| *edits)?;
        let range = text[start].1..closed(line, text[start].1, text[end].1 + 1);
        Some(Occurrence { range, length, edits: edits.min(length) })
    }

    /// For each letter of a text the edits by which the phrase may end there, and the letter with which it then begins.
    ///
    /// P. H. Sellers, The theory and computation of evolutionary distances, J. Algorithms 1 (1980): edit distance to
    /// the nearest part of a text.
    fn ends(&self, text: &[(char, usize)]) -> Vec<(usize, usize)> {
        let length = self.letters.len();
        // For each letter of the phrase: edits to end there at this letter of the text, and where the text's part began.
        let mut column: Vec<(usize, usize)> = (0..=length).map(|edits| (edits, 0)).collect();
        let mut ends = Vec::with_capacity(text.len());
        for (end, (letter, _)) in text.iter().enumerate() {
            let mut diagonal = column[0];
            column[0] = (0, end + 1);
            for at in 1..=length {
                let above = column[at - 1];
                let left = column[at];
                let changed = (diagonal.0 + usize::from(self.letters[at - 1] != *letter), diagonal.1);
                diagonal = left;
                column[at] = [changed, (left.0 + 1, left.1), (above.0 + 1, above.1)]
                    .into_iter()
                    .min_by_key(|(edits, _)| *edits)
                    .unwrap_or(changed);
            }
            ends.push(column[length]);
        }
        ends
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

/// Where a phrase ends whose brackets are closed.
fn closed(line: &[char], start: usize, end: usize) -> usize {
    let count = |sign: char| line[start..end].iter().filter(|symbol| **symbol == sign).count();
    end + usize::from(count('(') > count(')') && line.get(end) == Some(&')'))
}

/// A phrase of fewer letters says little: about three syllables.
const SHORT: usize = 9;

/// Whether a phrase stands there as words of its own: it begins a word, and a short one also ends it. A short one that is
/// misread must begin the line.
fn stands_apart(line: &[char], found: &Occurrence) -> bool {
    let is_word =
        |one: usize, next: usize| line.get(one).zip(line.get(next)).is_some_and(|(one, next)| is_one_word(*one, *next));
    let begins = found.range.start.checked_sub(1).is_none_or(|before| !is_word(before, found.range.start));
    let ends = !is_word(found.range.end - 1, found.range.end);
    let leads = line[..found.range.start].iter().all(|symbol| *symbol == ' ');
    begins && (found.length >= SHORT || (ends && (found.edits == 0 || leads)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(phrase: &str, line: &str) -> Vec<(Range<usize>, usize)> {
        let line: Vec<char> = line.chars().collect();
        Phrase::new(phrase)
            .occurrences(&line, &Letters::new(&line))
            .into_iter()
            .map(|found| (found.range, found.edits))
            .collect()
    }

    #[test]
    fn phrases_are_found_in_spite_of_blanks_and_misread_letters() {
        // phrase, line, places with edits
        type Row = (&'static str, &'static str, &'static [(Range<usize>, usize)]);
        let table: &[Row] = &[
            ("주민등록증", "주민등록증", &[(0..5, 0)]),
            ("주민등록증", "주 민 등 록 증", &[(0..9, 0)]),
            ("주민등록증", "주만등룩증", &[(0..5, 2)]),
            ("개업연월일", "개 업 연 월 일 : 2019년", &[(0..9, 0)]),
            ("법인등록번호", "2019년 11월 1일 법인등록번호: 110111", &[(13..19, 0)]),
            ("등록번호", "법인등록번호: 110111", &[]),
            ("등록번호", "등록번호 1 등록번호 2", &[(0..4, 0), (7..11, 0)]),
            ("성명", "성명/Name", &[(0..2, 0)]),
            ("상호", "상도동 1", &[]),
            ("상호", "동작구 상도 1", &[]),
            ("상호", "상흐 : 가나다", &[(0..2, 1)]),
            ("상호", "상호전자", &[]),
            ("성별", "번호 1 성별F", &[(5..7, 0)]),
            ("상호", "(상동, 가나마을)", &[]),
            ("상호(법인명)", "상호(법인명) 가나", &[(0..7, 0)]),
            ("Passport No.", "여권번호/Passport No", &[(5..16, 0)]),
            ("주민등록증", "운전면허증", &[]),
            ("성명", "", &[]),
            ("", "성명", &[]),
        ];
        for (phrase, line, expected) in table {
            assert_eq!(find(phrase, line), *expected, "{phrase} in {line}");
        }
    }

    #[test]
    fn both_ways_count_the_same_edits() {
        let texts = [
            "",
            "주민등록증",
            "주 민 등 록 증 2",
            "등록",
            "HONG GILDONG",
            "서울특별시 종로구청장",
            "가나다라마바사아자차카타파하",
        ];
        let long = "이 증을 습득하신 분은 가까운 우체통에 넣어 주십시오 그리고 또 다른 말씀이 있습니다";
        for phrase in ["", "주민등록증", "주만등룩증", "종로구청장", "GLDNG", "하", long] {
            let phrase = Phrase::new(phrase);
            for text in texts.into_iter().chain([long]) {
                let line: Vec<char> = text.chars().collect();
                let letters = Letters::new(&line);
                let ends = phrase.ends(&letters.all).into_iter().map(|(edits, _)| edits);
                assert_eq!(phrase.least_edits(&letters), ends.fold(phrase.length(), usize::min), "{text}");
            }
        }
    }

    #[test]
    fn likeness_is_a_share() {
        let line: Vec<char> = "주만등록증".chars().collect();
        let found = Phrase::new("주민등록증").occurrences(&line, &Letters::new(&line));
        assert!((found[0].likeness() - (1.0 - 1.0 / 14.0)).abs() < 1e-6);
    }
}
