//! What is worth reading again, once it is known what it should be.
//!
//! A first reading of a line knows nothing of documents. When the kind of a document is known, so is what its fields may
//! say: a number has a form, an office is one of a list. Whoever read the lines is asked what they say under that.
use document::FieldKey;
use document::korea::hanja_read_as;
use mrz::Date;

use crate::among::Among;
use crate::definition::FieldDefinition;
use crate::definitions::Definitions;
use crate::extract::astray;
use crate::finding::Finding;
use crate::pattern::{Match, Pattern};
use crate::phrase::Occurrence;
use crate::print::{Print, Span};
use crate::recognise::{Draft, Recognition, Weighed, best_of, recognition};
use crate::sheet::{Line, Sheet};

/// A line that shall be read again.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its place among the lines of the sheet.
    pub line: usize,
    /// How many of its characters, from its first on, stand before what is asked for.
    pub known: usize,
    /// What the whole line may say.
    pub may: May,
    /// By how many nats for each character that differs the first reading may be likelier.
    far: f32,
}

/// What a line may say.
#[derive(Clone, Debug, PartialEq)]
pub enum May {
    /// Whatever a pattern allows, in the language of [`document::pattern`].
    Fit(String),
    /// One of these.
    Be(Vec<String>),
}

/// A line as it was read again.
#[derive(Clone, PartialEq)]
pub struct Answer {
    /// The likeliest of what it may say. Its confidences are against all else that it may say.
    pub line: Line,
    /// By how many nats the first reading was likelier.
    pub behind: f32,
}

/// How often is asked: what one answer tells may raise another question.
const ROUNDS: usize = 4;
/// Answers that are further behind the first reading, in nats for each character that differs, are not believed: print that
/// is clear costs more.
const FAR: f32 = 12.0;
/// The same for an entry of a list of which that was read which tells it from the others: what differs is what all have, and
/// something covers it.
const FAR_FOR_THE_COMMON: f32 = 18.0;
/// The same for a digit that was changed so that the check digit agrees.
const FAR_FOR_A_DIGIT: f32 = 3.5;
/// Entries of a list that are asked for, the likest to the first reading.
const LIKEST: usize = 8;
/// The least share of its letters that an entry has in common with the first reading.
const LIKE: f32 = 0.4;
/// The same where the field was not found, and a line may be something else.
const LIKE_UNFOUND: f32 = 0.6;

impl Definitions {
    /// What a sheet is and what stands on it, as [`Definitions::recognise`] says it, after doubtful lines were read again.
    /// `ask` answers in the order of the questions; None where it cannot.
    ///
    /// # Errors
    /// What `ask` returns.
    pub fn recognise_asking<E>(
        &self,
        mut sheet: Sheet,
        today: Date,
        mut ask: impl FnMut(&[Question]) -> Result<Vec<Option<Answer>>, E>,
    ) -> Result<Recognition, E> {
        let mut asked: Vec<Question> = Vec::new();
        let mut rounds = 0;
        loop {
            let print = Print::new(&sheet);
            let weighed = self.weighed(&print, today);
            let best = best_of(&weighed);
            let doubts = best.map(|(best, _)| questions(&print, best, today)).unwrap_or_default();
            let mut is_other = false;
            while rounds < ROUNDS && !is_other {
                let now = next(&doubts, &asked);
                if now.is_empty() {
                    break;
                }
                rounds += 1;
                let answers = now.iter().zip(ask(&now)?);
                is_other = accept(&mut sheet, answers.filter_map(|(question, answer)| Some((question, answer?))));
                asked.extend(now);
            }
            if !is_other {
                return Ok(recognition(&sheet, &print, &weighed));
            }
        }
    }
}

impl Question {
    /// Whether it asks about the same part of the same line.
    fn is_of_same(&self, other: &Self) -> bool {
        let are_fits = matches!((&self.may, &other.may), (May::Fit(_), May::Fit(_)));
        are_fits && self.line == other.line && self.known == other.known
    }
}

/// What to ask next: of each line one thing that was not asked yet, and all that is about the same part of it.
fn next(doubts: &[Question], asked: &[Question]) -> Vec<Question> {
    let mut now: Vec<Question> = Vec::new();
    for question in doubts.iter().filter(|question| !asked.contains(question)) {
        if now.iter().all(|other| other.line != question.line || other.is_of_same(question)) {
            now.push(question.clone());
        }
    }
    now
}

/// Puts answers in the place of lines: of two about one value the one that costs less, and none that the first reading speaks
/// against too clearly. Says whether there was one.
fn accept<'a>(sheet: &mut Sheet, answers: impl Iterator<Item = (&'a Question, Answer)>) -> bool {
    let mut best: Vec<(&Question, f32, Answer)> = Vec::new();
    for (question, answer) in answers {
        let cost = sheet.lines.get(question.line).and_then(|line| cost(line, &answer));
        let Some(cost) = cost.filter(|cost| *cost <= question.far) else { continue };
        match best.iter_mut().find(|(other, ..)| other.line == question.line) {
            Some(known) if known.1 <= cost => {}
            Some(known) => *known = (question, cost, answer),
            None => best.push((question, cost, answer)),
        }
    }
    let is_other = !best.is_empty();
    for (question, _, answer) in best {
        let line = &mut sheet.lines[question.line];
        let first = line.first.take().unwrap_or_else(|| line.text.clone());
        *line = Line { first: Some(first), ..answer.line };
    }
    is_other
}

/// By how many nats the first reading of a line was likelier than an answer, for each character that differs. None where most
/// of them do: print that cannot be read may be made to say anything.
fn cost(line: &Line, answer: &Answer) -> Option<f32> {
    let first = line.first.as_ref().unwrap_or(&line.text);
    let changed = strsim::levenshtein(first, &answer.line.text);
    (2 * changed <= first.chars().count().max(MAY_CHANGE)).then(|| answer.behind / changed.max(1) as f32)
}

/// What is doubtful of a kind's fields.
fn questions(print: &Print, best: &Weighed, today: Date) -> Vec<Question> {
    let Some(draft) = &best.draft else { return Vec::new() };
    let fields = &best.definition.fields;
    let mut questions = Vec::new();
    for found in &draft.found {
        let field = &fields[found.field];
        for (at, span) in found.spans.iter().enumerate() {
            let name = field.read_as.and_then(|key| draft.value(key)).and_then(hanja_of);
            if let Some(name) = &name {
                questions.extend(fit(print, name, None, span));
            } else if let Some(pattern) = field.written()
                && field.among().is_none_or(Among::is_beginning)
            {
                questions.extend(fit(print, pattern, found.matched.as_ref(), span));
            }
            let among = field.among().filter(|_| at == 0);
            questions.extend(among.and_then(|among| be(print, among, span, LIKE)));
        }
        if let [span] = found.spans.as_slice() {
            questions.extend(repaired(print, best, field, span, today));
        }
    }
    let is_found = |index: usize| draft.found.iter().any(|found| found.field == index);
    for (_, field) in fields.iter().enumerate().filter(|(index, _)| !is_found(*index)) {
        questions.extend(field.read_as.and_then(|key| hanja_behind(print, draft, fields, key)));
        let Some(among) = field.among() else { continue };
        for span in best.captions.free_everywhere() {
            let likely = field.region.is_some_and(|region| astray(print, &span, region) <= 0.02);
            questions.extend(likely.then(|| be(print, among, &span, LIKE_UNFOUND)).flatten());
        }
    }
    questions
}

/// What a name in hanja may say that is read as one in Hangul; None where a syllable of it is Korean and has none.
fn hanja_of(name: &str) -> Option<Pattern> {
    let sets = name.chars().map(|syllable| match hanja_read_as(syllable) {
        "" => None,
        hanja => Some(format!("[{hanja}]")),
    });
    let sets: Vec<String> = sets.collect::<Option<_>>()?;
    Pattern::try_from(sets.join(" ?")).ok()
}

/// Asks for the hanja behind a name in Hangul, where something stands there that was not seen to be hanja.
fn hanja_behind(print: &Print, draft: &Draft, fields: &[FieldDefinition], name: FieldKey) -> Option<Question> {
    let found = draft.found.iter().find(|found| fields[found.field].key == name)?;
    let [span] = found.spans.as_slice() else { return None };
    let hanja = hanja_of(draft.value(name)?)?;
    let (row, known) = (print.row(span), span.range.end);
    let behind = row.symbols[known..].iter().filter(|symbol| symbol.is_alphanumeric()).count();
    let pattern = format!(r"{}( ?\()?({})\)?", escaped(&row.symbols[..known]), hanja.source());
    (behind >= 2).then_some(Question { line: row.line?, known, may: May::Fit(pattern), far: FAR })
}

/// Lines of so few characters may change by half of this.
const MAY_CHANGE: usize = 6;
/// The most letters and digits behind a value that may be its misread end.
const REST: usize = 4;

/// Asks what a line says that does not fit a pattern in a span, or where it was found to fit it best: with what was read behind
/// it, and where that is short, as if it were its misread end.
fn fit(print: &Print, pattern: &Pattern, matched: Option<&Match>, span: &Span) -> Vec<Question> {
    // The pattern may ask for a sign before the value that is no part of it.
    let range = matched.map_or(&span.range, |matched| &matched.range);
    let span = &Span { row: span.row, range: range.clone() };
    if print.find(pattern, span).is_some_and(|found| found.range == span.range && found.cost == 0.0) {
        return Vec::new();
    }
    let row = print.row(span);
    let Some(line) = row.line else { return Vec::new() };
    let (before, behind) = (&row.symbols[..span.range.start], &row.symbols[span.range.end..]);
    let question = |pattern| Question { line, known: span.range.start, may: May::Fit(pattern), far: FAR };
    let alone = format!("{}({})", escaped(before), pattern.source());
    let rest = behind.iter().filter(|symbol| symbol.is_alphanumeric()).count();
    let with_rest = (!behind.is_empty()).then(|| question(format!("{alone}({})?", escaped(behind))));
    let without = behind.is_empty() || (1..=REST).contains(&rest);
    with_rest.into_iter().chain(without.then(|| question(alone))).collect()
}

/// A text as a pattern that says nothing else.
fn escaped(text: &[char]) -> String {
    text.iter().flat_map(|c| (!c.is_alphanumeric()).then_some('\\').into_iter().chain([*c])).collect()
}

/// Asks which entry of a list stands in a span where none does as it was read. What stands behind the entry is kept or, where
/// it is a speck, not there at all.
fn be(print: &Print, among: &Among, span: &Span, least: f32) -> Option<Question> {
    let row = print.row(span);
    let mut likest = among.likest(&row.symbols[span.range.start..], least, LIKEST);
    let best = likest.first()?.1.clone();
    if best.edits == 0 {
        return None;
    }
    // A shorter entry within the likest one would leave the rest of it as it was read.
    let is_within = |place: &Occurrence| {
        place.range.len() < best.range.len()
            && best.range.start <= place.range.start
            && place.range.end <= best.range.end
    };
    likest.retain(|(_, place)| !is_within(place));
    let mut lines = Vec::new();
    for (entry, Occurrence { range, .. }) in &likest {
        let (from, to) = (span.range.start + range.start, span.range.start + range.end);
        let [before, there, behind] = [0..from, from..to, to..row.symbols.len()].map(|part| &row.symbols[part]);
        let is_spaced = there.iter().filter(|c| **c == ' ').count() >= there.len() / 3;
        // A letter more in front may be a part of the first one.
        for before in [before, &row.symbols[..span.range.start]] {
            for entry in spacings(entry, is_spaced) {
                let line: String = before.iter().copied().chain(entry.chars()).collect();
                lines.push(line.chars().chain(behind.iter().copied()).collect());
                lines.push(line);
            }
        }
    }
    lines.sort_unstable();
    lines.dedup();
    let entries: Vec<&str> = likest.iter().map(|(entry, _)| *entry).collect();
    let first: String = row.symbols[span.range.start..].iter().collect();
    let far = if first.contains(telling(&entries)) { FAR_FOR_THE_COMMON } else { FAR };
    Some(Question { line: row.line?, known: span.range.start, may: May::Be(lines), far })
}

/// The part of the first of some texts that is not what all of them begin and end with; the whole where there is none.
fn telling<'a>(texts: &[&'a str]) -> &'a str {
    let Some((first, others)) = texts.split_first() else { return "" };
    let shared = |same: &dyn Fn(&str) -> usize| others.iter().map(|other| same(other)).min().unwrap_or(0);
    let bytes = |common: &mut dyn Iterator<Item = (char, char)>| {
        common.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>()
    };
    let start = shared(&|other| bytes(&mut first.chars().zip(other.chars())));
    let end = first.len() - shared(&|other| bytes(&mut first.chars().rev().zip(other.chars().rev())));
    first.get(start..end).filter(|part| !part.is_empty() && !others.is_empty()).unwrap_or(first)
}

/// An entry with its blanks and without them; in letterspaced print with a blank after each character.
fn spacings(entry: &str, is_spaced: bool) -> Vec<String> {
    let compact = entry.replace(' ', "");
    if is_spaced {
        return vec![compact.chars().map(String::from).collect::<Vec<_>>().join(" ")];
    }
    let mut all = vec![entry.to_owned(), compact];
    all.dedup();
    all
}

/// Asks for the number with one digit changed so that its check digit agrees, where it does not as it was read.
fn repaired(print: &Print, best: &Weighed, field: &FieldDefinition, span: &Span, today: Date) -> Option<Question> {
    let draft = best.draft.as_ref()?;
    let fails = |finding: &Finding| matches!(finding, Finding::CheckDigitMismatch { field: key } if *key == field.key);
    draft.findings.iter().find(|finding| fails(finding))?;
    let row = print.row(span);
    let mut lines: Vec<String> = Vec::new();
    for at in span.range.clone().filter(|at| row.symbols[*at].is_ascii_digit()) {
        for digit in ('0'..='9').filter(|digit| *digit != row.symbols[at]) {
            let mut symbols = row.symbols.clone();
            symbols[at] = digit;
            if draft.agrees(field, &symbols[span.range.clone()], today) {
                lines.push(symbols.iter().collect());
            }
        }
    }
    let (line, known) = (row.line?, span.range.start);
    (!lines.is_empty()).then_some(Question { line, known, may: May::Be(lines), far: FAR_FOR_A_DIGIT })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use document::{Confidence, Quad, Turn};

    use super::*;

    fn line(text: &str, x: f32, y: f32) -> Line {
        let quad = Quad::rectangle(x, y, 18.0 * text.chars().count() as f32, 30.0);
        let confidence = Confidence::new(0.9);
        Line { text: text.to_owned(), confidence, on_photo: quad, on_sheet: quad, words: vec![], first: None }
    }

    /// A resident card that says these things.
    fn card(number: &str, address: &str, date: &str, office: &str) -> Sheet {
        let outline = Quad::rectangle(0.0, 0.0, 856.0, 540.0);
        let lines = vec![
            line("주민등록증", 120.0, 50.0),
            line("홍길동(洪吉童)", 110.0, 160.0),
            line(number, 110.0, 215.0),
            line(address, 110.0, 270.0),
            line("세종대로 1", 110.0, 305.0),
            line(date, 330.0, 410.0),
            line(office, 250.0, 455.0),
        ];
        Sheet { outline, turn: Turn::None, width: 856.0, height: 540.0, lines }
    }

    /// What is recognised, and asked, where every line that may say what it should does so, the first reading being this
    /// much likelier.
    fn recognised(sheet: Sheet, truths: &[&str], behind: f32) -> (Recognition, Vec<Question>) {
        let mut all = Vec::new();
        let lines = sheet.lines.clone();
        let answer = |question: &Question| {
            let says = |text: &&&str| match &question.may {
                May::Fit(pattern) => fits(pattern, text),
                May::Be(texts) => texts.iter().any(|known| known == **text),
            };
            let text = truths.iter().find(says)?.to_string();
            Some(Answer { line: Line { text, ..lines[question.line].clone() }, behind })
        };
        let ask = |questions: &[Question]| {
            all.extend_from_slice(questions);
            Ok::<_, Infallible>(questions.iter().map(answer).collect())
        };
        let definitions = Definitions::embedded().expect("the house's");
        let today = Date::new(2026, 11, 21).expect("a day");
        let Ok(recognition) = definitions.recognise_asking(sheet, today, ask);
        (recognition, all)
    }

    /// Whether a text is one that a pattern allows, the whole of it.
    fn fits(pattern: &str, text: &str) -> bool {
        let pattern = crate::pattern::Pattern::try_from(pattern.to_owned()).expect("a pattern");
        let symbols: Vec<char> = text.chars().collect();
        pattern.find(&symbols).is_some_and(|found| found.cost == 0.0 && found.range == (0..symbols.len()))
    }

    fn value(recognition: &Recognition, key: FieldKey) -> Option<String> {
        let document = &recognition.document.as_ref()?.document;
        document.field(key)?.value.clone()
    }

    fn corrected(recognition: &Recognition) -> Vec<FieldKey> {
        let findings = recognition.document.iter().flat_map(|document| &document.findings);
        findings.filter(|f| matches!(f, Finding::Corrected { .. })).filter_map(Finding::field).collect()
    }

    #[test]
    fn nothing_is_asked_of_what_may_be_so() {
        let sheet = card("800101-1000008", "서울특별시 종로구", "2003.4.22", "서울특별시 종로구청장");
        let (recognition, asked) = recognised(sheet, &[], 0.0);
        assert_eq!((asked, corrected(&recognition)), (vec![], vec![]));
    }

    #[test]
    fn doubtful_lines_are_read_as_what_they_may_say_and_that_is_said() {
        let sheet = card("8OO1D1-1000008", "서울특벌시 종르구", "2003.4r22", "서을특별시 종로구청창 ぷ");
        let truths = ["800101-1000008", "서울특별시 종로구", "2003.4.22", "서울특별시 종로구청장 ぷ"];
        let (recognition, _) = recognised(sheet, &truths, 3.0);
        for (key, expected) in [
            (FieldKey::PersonalNumber, "800101-1000008"),
            (FieldKey::Address, "서울특별시 종로구 세종대로 1"),
            (FieldKey::DateOfIssue, "2003-04-22"),
            (FieldKey::IssuingAuthority, "서울특별시 종로구청장"),
        ] {
            assert_eq!(value(&recognition, key).as_deref(), Some(expected));
            assert!(corrected(&recognition).contains(&key), "{key:?}");
        }
    }

    #[test]
    fn what_tells_an_entry_from_the_others() {
        let table: &[(&[&str], &str)] = &[
            (&["CHIEF, ULSAN IMMIGRATION OFFICE", "CHIEF, BUSAN IMMIGRATION OFFICE"], "UL"),
            (&["종로세무서장", "구로세무서장", "마포세무서장"], "종로"),
            (&["사업자등록증"], "사업자등록증"),
            (&["가나가", "가나가나가"], "가나가"),
            (&["가나", "가다나"], "가나"),
        ];
        for (texts, expected) in table {
            assert_eq!(telling(texts), *expected);
        }
    }

    #[test]
    fn hanja_are_read_as_the_name_says() {
        for misread in ["홍길동(洪古童)", "홍길동(洪l童)"] {
            let mut sheet = card("800101-1000008", "서울특별시 종로구", "2003.4.22", "서울특별시 종로구청장");
            sheet.lines[1] = line(misread, 110.0, 160.0);
            let (recognition, asked) = recognised(sheet, &["홍길동(洪吉童)"], 4.0);
            assert_eq!(value(&recognition, FieldKey::NameInChineseCharacters).as_deref(), Some("洪吉童"));
            assert_eq!(asked.len(), 1);
        }
    }

    #[test]
    fn what_the_print_speaks_against_is_not_believed() {
        let sheet = card("800101-1000008", "서울특별시 종로구", "2003.4.22", "서울특별시 종루구청장");
        let (recognition, asked) = recognised(sheet, &["서울특별시 종로구청장"], 30.0);
        assert_eq!(asked.len(), 1);
        assert_eq!(value(&recognition, FieldKey::IssuingAuthority).as_deref(), Some("서울특별시 종루구청장"));
        assert_eq!(corrected(&recognition), []);
    }

    #[test]
    fn what_follows_a_value_may_be_its_end() {
        let sheet = card("800101-1000008", "서울특별시 종로구", "2003.4. OZL", "서울특별시 종로구청장");
        let (recognition, _) = recognised(sheet, &["2003.4. 07."], 20.0);
        assert_eq!(value(&recognition, FieldKey::DateOfIssue).as_deref(), Some("2003-04-07"));
        assert_eq!(corrected(&recognition), [FieldKey::DateOfIssue]);
    }

    #[test]
    fn a_number_is_mended_only_so_that_its_check_digit_agrees() {
        let sheet = || card("800101-1000003", "서울특별시 종로구", "2003.4.22", "서울특별시 종로구청장");
        let (recognition, asked) = recognised(sheet(), &["800101-1000008"], 2.0);
        assert_eq!(value(&recognition, FieldKey::PersonalNumber).as_deref(), Some("800101-1000008"));
        assert_eq!(corrected(&recognition), [FieldKey::PersonalNumber]);
        let [Question { may: May::Be(numbers), .. }] = asked.as_slice() else { panic!("{asked:?}") };
        assert!(numbers.contains(&"800101-1000008".to_owned()) && numbers.len() > 3);
        let agrees =
            |number: &String| document::korea::PersonNumber::parse(number).is_some_and(|n| n.check_digit_agrees());
        assert!(numbers.iter().all(agrees), "{numbers:?}");

        let (recognition, _) = recognised(sheet(), &["800101-1000008"], 5.0);
        assert_eq!(value(&recognition, FieldKey::PersonalNumber).as_deref(), Some("800101-1000003"));
    }

    #[test]
    fn an_entry_within_a_likelier_one_is_no_answer() {
        let mut sheet = card("", "", "", "");
        sheet.lines = vec![line("REPUBĹIC OF KOREA", 110.0, 160.0)];
        let print = Print::new(&sheet);
        let span = Span { row: 0, range: 0..17 };
        let countries: Among = toml::Value::from("countries").try_into().expect("a list");
        let Some(Question { may: May::Be(texts), .. }) = be(&print, &countries, &span, LIKE) else {
            panic!("is asked")
        };
        assert!(texts.iter().any(|text| text == "REPUBLIC OF KOREA"));
        assert!(!texts.iter().any(|text| text == "REPUBĹIC OF KOREA"), "{texts:?}");
    }
}
