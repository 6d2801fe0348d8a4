//! What a second look at the print of a sheet adds to the first. Other boxes around the same print are read otherwise, and of both
//! readings the likelier stays.
use document::Quad;
use fields::Finding;

use crate::reading::{SheetReading, TextLine};

/// A field of a document that is less sure than this is doubtful.
const CLEAR_FIELD: f32 = 0.8;

/// Two lines have print in common where they share this much of the smaller one.
const SHARED: f32 = 0.5;
/// Two lines are the same where they share this much of both.
const SAME: f32 = 0.6;
/// What it is worth, in nats, that a character was read: a line is worth more than the surer half of it.
const CHARACTER: f32 = 0.7;
/// What a line that only the second look has must be worth at least: a speck may look like a letter.
const NEW: f32 = 0.5;

/// Whether a sheet is worth a second look: there is print on it that was not understood and no zone tells what it is, or as a
/// document of a known kind it was read in part, or not surely.
pub(crate) fn is_worth_it(sheet: &SheetReading) -> bool {
    let is_doubtful = |finding: &Finding| matches!(finding, Finding::MissingField { .. } | Finding::Malformed { .. });
    match sheet.printed() {
        Some(printed) => {
            printed.findings.iter().any(is_doubtful)
                || printed.document.fields.iter().any(|field| field.confidence.get() < CLEAR_FIELD)
        }
        None => sheet.mrz.is_none() && sheet.text.as_ref().is_some_and(|lines| !lines.is_empty()),
    }
}

/// Whether the second look made nothing of what the first had made a document of.
pub(crate) fn has_lost(first: &SheetReading, second: &SheetReading) -> bool {
    first.printed().is_some() && second.printed().is_none()
}

fn have_print_in_common(one: &Quad, other: &Quad) -> bool {
    let smaller = one.signed_area().abs().min(other.signed_area().abs());
    one.intersection_area(other) > SHARED * smaller
}

/// Whether a line that was found there need not be read: it was, and at least so surely.
pub(crate) fn is_known(quad: &Quad, known: &[TextLine], sure: f32) -> bool {
    let mut there = known.iter().filter(|line| have_print_in_common(&line.quad, quad));
    let only = there.next().filter(|_| there.next().is_none());
    only.is_some_and(|line| line.confidence.get() >= sure && line.quad.iou(quad) > SAME)
}

/// How likely readings are, in nats, a character that is as likely as not being worth about nothing.
fn worth(lines: &[TextLine]) -> f32 {
    let of = |line: &TextLine| {
        let count = line.text.chars().filter(|symbol| *symbol != ' ').count();
        line.confidence.get().max(f32::MIN_POSITIVE).ln() + CHARACTER * count as f32
    };
    lines.iter().map(of).sum()
}

/// The lines of both looks, from top to bottom of the sheet: where both have lines in the same place, those that are worth more, and
/// of those that only the second has, what is surely print.
pub(crate) fn merged(first: Vec<TextLine>, second: Vec<TextLine>, sheet: &Quad) -> Vec<TextLine> {
    // Lines with print in common, directly or through others.
    let mut places: Vec<[Vec<TextLine>; 2]> = Vec::new();
    let lines = first.into_iter().map(|line| (0, line)).chain(second.into_iter().map(|line| (1, line)));
    for (look, line) in lines {
        let is_there = |place: &[Vec<TextLine>; 2]| {
            place[1 - look].iter().any(|other| have_print_in_common(&other.quad, &line.quad))
        };
        let (there, others): (Vec<_>, Vec<_>) = places.into_iter().partition(is_there);
        places = others;
        let mut place = [Vec::new(), Vec::new()];
        for [mut one, mut two] in there {
            place[0].append(&mut one);
            place[1].append(&mut two);
        }
        place[look].push(line);
        places.push(place);
    }
    let best = |[first, second]: [Vec<TextLine>; 2]| {
        let least = if first.is_empty() { NEW } else { worth(&first) };
        if second.is_empty() || worth(&second) <= least { first } else { second }
    };
    let mut lines: Vec<TextLine> = places.into_iter().flat_map(best).collect();
    let [top, _, _, bottom] = sheet.0;
    let height = |line: &TextLine| {
        let centre = line.quad.centre();
        (centre.x - top.x) * (bottom.x - top.x) + (centre.y - top.y) * (bottom.y - top.y)
    };
    lines.sort_by(|a, b| height(a).total_cmp(&height(b)));
    lines
}

#[cfg(test)]
mod tests {
    use document::{Confidence, Document, DocumentKind, FieldKey, Turn};
    use fields::{Recognised, Recognition};

    use super::*;

    fn line(text: &str, sure: f32, x: f32, y: f32, width: f32) -> TextLine {
        let quad = Quad::rectangle(x, y, width, 20.0);
        let confidence = Confidence::new(sure);
        TextLine { text: text.to_owned(), confidence, quad, scripts: vec![], words: vec![], model: "ours".to_owned() }
    }

    #[test]
    fn of_two_readings_the_likelier_stays_and_what_is_new_comes_in_its_place() {
        let first = vec![
            line("등록번호", 0.99, 20.0, 0.0, 100.0),
            line("홍길둥", 0.5, 20.0, 60.0, 100.0),
            line("1종대형 서울", 0.3, 20.0, 90.0, 200.0),
            line("가나다", 0.9, 20.0, 120.0, 60.0),
            line("only once", 0.01, 20.0, 150.0, 100.0),
        ];
        let second = vec![
            line("scribble", 1e-4, 20.0, 180.0, 100.0),
            line("N", 0.7, 200.0, 180.0, 10.0),
            line("가나다라마바", 0.6, 20.0, 121.0, 120.0),
            line("서울", 0.95, 150.0, 90.0, 70.0),
            line("1종대형", 0.9, 20.0, 90.0, 110.0),
            line("홍길동", 0.9, 22.0, 58.0, 100.0),
            line("692-64-09350", 0.9, 20.0, 30.0, 100.0),
            line("등룩번호", 0.8, 20.0, 1.0, 100.0),
        ];
        let sheet = Quad::rectangle(0.0, 0.0, 300.0, 200.0);
        let merged = merged(first, second, &sheet);
        let texts: Vec<&str> = merged.iter().map(|line| line.text.as_str()).collect();
        let expected = ["등록번호", "692-64-09350", "홍길동", "서울", "1종대형", "가나다라마바", "only once"];
        assert_eq!(texts, expected);
    }

    #[test]
    fn print_is_looked_at_again_where_nothing_is_known_of_it_and_a_document_is_not_lost_over_that() {
        let sheet = |text: &str, document: Option<Recognised>| {
            let mut sheet =
                SheetReading::new(Quad::rectangle(0.0, 0.0, 86.0, 54.0), Turn::None, Confidence::new(1.0), None);
            sheet.text = Some((!text.is_empty()).then(|| line(text, 0.9, 0.0, 0.0, 80.0)).into_iter().collect());
            sheet.recognition = Some(Recognition { kinds: vec![], document });
            sheet
        };
        let document = |findings: Vec<Finding>| Recognised {
            id: "kor/resident_card_1999".to_owned(),
            score: Confidence::new(1.0),
            document: Document::new(DocumentKind::IdentityCard, "KOR", Quad::rectangle(0.0, 0.0, 86.0, 54.0)),
            findings,
            masked: vec![],
            unmasked: vec![],
        };
        let (blank, unknown) = (sheet("", None), sheet("Sample", None));
        let whole = sheet("Sample", Some(document(vec![])));
        let missing = Finding::MissingField { field: FieldKey::Name };
        let part = sheet("Sample", Some(document(vec![missing])));
        assert!(!is_worth_it(&blank) && is_worth_it(&unknown) && !is_worth_it(&whole) && is_worth_it(&part));

        assert!(has_lost(&part, &unknown));
        for (first, second) in [(&unknown, &whole), (&part, &whole), (&blank, &unknown)] {
            assert!(!has_lost(first, second));
        }
    }

    #[test]
    fn only_what_was_read_surely_as_a_whole_is_not_read_again() {
        let known = [line("가나", 0.95, 0.0, 0.0, 100.0), line("다라", 0.8, 0.0, 50.0, 100.0)];
        let table = [
            (Quad::rectangle(2.0, 1.0, 98.0, 20.0), true),
            (Quad::rectangle(0.0, 0.0, 200.0, 20.0), false),   // longer
            (Quad::rectangle(0.0, 50.0, 100.0, 20.0), false),  // unsure
            (Quad::rectangle(0.0, 100.0, 100.0, 20.0), false), // new
            (Quad::rectangle(0.0, 0.0, 100.0, 70.0), false),   // both
        ];
        for (quad, expected) in table {
            assert_eq!(is_known(&quad, &known, 0.9), expected, "{quad:?}");
        }
    }
}
