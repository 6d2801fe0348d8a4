//! Documents in the layouts that specimens are drawn in, as a reader without faults sees them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
use document::{Confidence, FieldKey, Quad, Turn};
use fields::{Definitions, Line, Recognised, Sheet, Word};
use mrz::Date;
use specimen::korea::{Composition, LAYOUTS};
use specimen::{PageWord, Random, Split};

fn sheet(print: &Composition) -> Sheet {
    let sure = Confidence::new(0.98);
    let word =
        |word: &PageWord| Word { text: word.text.clone(), confidence: sure, on_photo: word.quad, on_sheet: word.quad };
    let line = |words: &[PageWord]| {
        let words: Vec<Word> = words.iter().map(word).collect();
        let quad = Quad::enclosing(&words.iter().map(|word| word.on_sheet).collect::<Vec<_>>()).unwrap();
        let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        Line { text, confidence: sure, on_photo: quad, on_sheet: quad, words, first: None }
    };
    Sheet {
        outline: Quad::rectangle(0.0, 0.0, print.width, print.height),
        turn: Turn::None,
        width: print.width,
        height: print.height,
        lines: print.words.chunk_by(|one, next| one.line == next.line).map(line).collect(),
    }
}

fn values<'a>(fields: impl Iterator<Item = (FieldKey, &'a str)>, key: FieldKey) -> Vec<String> {
    fields.filter(|(known, _)| *known == key).map(|(_, value)| value.to_owned()).collect()
}

/// What is wrong about a document that was read.
fn faults(read: &Recognised, print: &Composition) -> Vec<String> {
    let mut faults = Vec::new();
    let of_truth = || print.fields.iter().map(|field| (field.key, field.value.as_str()));
    let of_document = || read.document.fields.iter().filter_map(|field| Some((field.key, field.value.as_deref()?)));
    for (key, _) in of_truth().chain(of_document()) {
        let (said, printed) = (values(of_document(), key), values(of_truth(), key));
        if said != printed {
            faults.push(format!("{key:?} is {said:?}, not {printed:?}"));
        }
    }
    for field in &print.fields {
        for hidden in &field.hidden {
            let masks = read.masked.iter().filter(|mask| mask.key == field.key);
            let is_covered = |mask: &Quad| hidden.intersection_area(mask) / hidden.signed_area() > 0.99;
            if !masks.map(|mask| mask.on_sheet).any(|mask| is_covered(&mask)) {
                faults.push(format!("a character of {:?} is not covered", field.key));
            }
        }
    }
    faults.dedup();
    faults
}

#[test]
fn nearly_every_drawn_document_is_read_whole() {
    let definitions = Definitions::embedded().unwrap();
    let today = Date::new(2026, 11, 21).unwrap();
    let mut all = Vec::new();
    let mut count = 0;
    for (kind, layout) in LAYOUTS.iter().enumerate() {
        for seed in 0..20 {
            let plan = layout.plan(&mut Random::new(1000 * kind as u64 + seed), Split::All, true);
            let print = plan.compose(10.0);
            count += 1;
            let name = format!("{} {seed}", plan.definition);
            match definitions.recognise(&sheet(&print), today).document {
                None => all.push(format!("{name}: not recognised")),
                Some(read) if read.id != plan.definition => all.push(format!("{name}: taken for {}", read.id)),
                Some(read) => all.extend(faults(&read, &print).into_iter().map(|fault| format!("{name}: {fault}"))),
            }
        }
    }
    // One document in a hundred has a name or a line of business that looks like a label.
    assert!(all.len() * 100 <= count, "{} faults on {count} documents\n{all:#?}", all.len());
}
