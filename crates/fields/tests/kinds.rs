//! Every kind of document, composed from invented people: exact, with numbers that fail their checks, and misread.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
mod composed;

use std::collections::BTreeMap;

use composed::misread::misread;
use composed::{Composed, KINDS, random};
use document::{FieldKey, Homography, Point, Quad};
use fields::{Definitions, Finding, Recognised, Sheet};
use mrz::Date;

fn today() -> Date {
    Date::new(2026, 11, 21).unwrap()
}

fn values(document: &Recognised, key: FieldKey) -> Vec<String> {
    let fields = document.document.fields.iter().filter(|field| field.key == key);
    fields.filter_map(|field| field.value.clone()).collect()
}

fn truth(composed: &Composed) -> BTreeMap<FieldKey, Vec<String>> {
    let mut truth: BTreeMap<FieldKey, Vec<String>> = BTreeMap::new();
    for (key, value) in &composed.truth {
        truth.entry(*key).or_default().push(value.clone());
    }
    truth
}

#[test]
fn sheets_without_misreadings_are_read_whole() {
    let definitions = Definitions::embedded().unwrap();
    let mut faults = Vec::new();
    for (kind, compose) in KINDS.iter().enumerate() {
        for seed in 0..12 {
            let composed = compose(&mut random(1000 * kind as u64 + seed), true);
            let recognition = definitions.recognise(&composed.sheet, today());
            let Some(document) = recognition.document else {
                faults.push(format!("{} {seed}: not recognised, {:?}", composed.id, recognition.kinds.first()));
                continue;
            };
            if document.id != composed.id {
                faults.push(format!("{} {seed}: taken for {}", composed.id, document.id));
            }
            for (key, expected) in truth(&composed) {
                let read = values(&document, key);
                if read != expected {
                    faults.push(format!("{} {seed}: {key:?} is {read:?}, not {expected:?}", composed.id));
                }
            }
            let read = document.document.fields.iter().filter(|field| !is_line_of_zone(field.key));
            for field in read.filter(|field| !truth(&composed).contains_key(&field.key)) {
                faults.push(format!("{} {seed}: {:?} is made of {:?}", composed.id, field.key, field.text));
            }
            if !document.document.is_confident || !document.findings.is_empty() {
                faults.push(format!("{} {seed}: {:?}", composed.id, document.findings));
            }
        }
    }
    // A few of each kind tell what is wrong.
    let kind = |fault: &String| fault.split(' ').next().unwrap_or_default().to_owned();
    let mut shown: Vec<&String> = Vec::new();
    for fault in &faults {
        if shown.iter().filter(|known| kind(known) == kind(fault)).count() < 8 {
            shown.push(fault);
        }
    }
    assert!(faults.is_empty(), "{} faults, of them\n{shown:#?}", faults.len());
}

fn is_line_of_zone(key: FieldKey) -> bool {
    matches!(key, FieldKey::MrzLine1 | FieldKey::MrzLine2)
}

#[test]
fn a_check_that_fails_is_a_finding_and_the_value_stays_as_printed() {
    let definitions = Definitions::embedded().unwrap();
    for (kind, compose) in KINDS.iter().enumerate() {
        for seed in 0..6 {
            let composed = compose(&mut random(1000 * kind as u64 + seed), false);
            let recognition = definitions.recognise(&composed.sheet, today());
            let likeliest = recognition.kinds.first().cloned();
            let document = recognition.document.unwrap_or_else(|| panic!("{} {seed}: {likeliest:?}", composed.id));
            // The number of an alien with a young card may be one without a check digit.
            let is_young = ["alien", "permanent", "overseas_korean"].iter().any(|kind| composed.id.contains(kind))
                && composed.id.ends_with("2023");
            let open = Finding::CheckDigitInconclusive { field: FieldKey::PersonalNumber };
            let is_left_open = is_young && document.findings == [open];
            assert!(!composed.is_valid && document.document.is_confident == is_left_open, "{} {seed}", composed.id);
            assert!(!document.findings.is_empty(), "{} {seed}", composed.id);
            for key in [FieldKey::PersonalNumber, FieldKey::BusinessNumber, FieldKey::DocumentNumber] {
                let expected = truth(&composed).remove(&key).unwrap_or_default();
                assert_eq!(values(&document, key), expected, "{} {seed}: {key:?}", composed.id);
            }
        }
    }
}

#[test]
fn a_value_under_half_a_label_is_read_from_its_first_letter() {
    let definitions = Definitions::embedded().unwrap();
    let mut passports = 0;
    for (kind, compose) in KINDS.iter().enumerate() {
        let mut composed = compose(&mut random(1000 * kind as u64), true);
        let of_names = |text: &String| text.starts_with("이름/Given");
        for line in composed.sheet.lines.iter_mut().filter(|line| of_names(&line.text)) {
            let texts = std::iter::once(&mut line.text).chain(line.words.iter_mut().map(|word| &mut word.text));
            texts.for_each(|text| *text = text.replace("이름/", "QM7WWX|"));
            passports += 1;
        }
        let document = definitions.recognise(&composed.sheet, today()).document.unwrap();
        let key = FieldKey::SecondaryIdentifier;
        assert_eq!(values(&document, key), truth(&composed).remove(&key).unwrap_or_default(), "{}", composed.id);
    }
    assert_eq!(passports, 3);
}

#[test]
fn a_name_like_the_rest_of_a_longer_label_is_a_name() {
    let definitions = Definitions::embedded().unwrap();
    // The longer label is 대표자 성명.
    for name in ["서경수", "맹명자", "서영환", "성명화"] {
        let mut composed = composed::papers::business_licence_corporation(&mut random(77), true);
        let line = composed.sheet.lines.iter_mut().find(|line| line.text.starts_with("대 표 자 : ")).unwrap();
        line.text = format!("대 표 자 : {name}");
        line.words.last_mut().unwrap().text = name.to_owned();
        let document = definitions.recognise(&composed.sheet, today()).document.unwrap();
        assert_eq!(values(&document, FieldKey::RepresentativeName)[0], name);
    }
}

/// Moves a sheet's print to where a camera far to its left sees it, and says how.
fn seen_aslant(sheet: &mut Sheet) -> Homography {
    let (w, h) = (sheet.width, sheet.height);
    let seen = Quad([[0.0, 0.0], [0.8 * w, 0.3 * h], [0.8 * w, 0.7 * h], [0.0, h]].map(Point::from));
    let map = Homography::between(&Quad::rectangle(0.0, 0.0, w, h), &seen).expect("a rectangle and a trapezium");
    sheet.outline = seen;
    for line in &mut sheet.lines {
        line.on_photo = line.on_sheet.map(|point| map.apply(point));
        line.words.iter_mut().for_each(|word| word.on_photo = word.on_sheet.map(|point| map.apply(point)));
    }
    map
}

#[test]
fn masks_cover_every_secret_digit() {
    let definitions = Definitions::embedded().unwrap();
    for (kind, compose) in KINDS.iter().enumerate() {
        for seed in 0..12 {
            let mut composed = compose(&mut random(7000 * kind as u64 + seed), true);
            let aslant = seen_aslant(&mut composed.sheet);
            let document = definitions.recognise(&composed.sheet, today()).document.unwrap();
            for (key, digit) in &composed.secret {
                let masks: Vec<_> = document.masked.iter().filter(|masked| masked.key == *key).collect();
                let on_photo = digit.map(|point| aslant.apply(point));
                let share = |mask: &Quad, digit: &Quad| digit.intersection_area(mask) / digit.signed_area();
                let covered = masks.iter().any(|masked| share(&masked.on_sheet, digit) > 0.999);
                assert!(covered, "{} {seed}: a digit of {key:?} is not covered", composed.id);
                let covered = masks.iter().any(|masked| share(&masked.on_photo, &on_photo) > 0.999);
                assert!(covered, "{} {seed}: a digit of {key:?} is not covered on the photo", composed.id);
            }
            for masked in &document.masked {
                assert!(masked.text.contains('*'), "{} {seed}: {:?}", composed.id, masked.key);
            }
        }
    }
}

/// What a run over misread sheets counts.
#[derive(Default)]
struct Tally {
    sheets: usize,
    right_kind: usize,
    fields: usize,
    right: usize,
    /// Values that are wrong and were said to be more than 0.9 sure.
    sure_and_wrong: usize,
    sure: usize,
    /// Sheets that were called confident, and those of them with a mandatory field that is wrong.
    confident: usize,
    confident_and_wrong: usize,
}

fn run(share: f64, sheets: u64) -> BTreeMap<&'static str, Tally> {
    let definitions = Definitions::embedded().unwrap();
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    for (kind, compose) in KINDS.iter().enumerate() {
        for seed in 0..sheets {
            let mut random = random(50_000 + 1000 * kind as u64 + seed);
            let composed = compose(&mut random, true);
            let (sheet, _) = misread(&mut random, &composed.sheet, share);
            let tally = tallies.entry(composed.id).or_default();
            tally.sheets += 1;
            let truth = truth(&composed);
            tally.fields += truth.len();
            let Some(document) = definitions.recognise(&sheet, today()).document else { continue };
            let expected = definitions.iter().find(|known| known.id == composed.id).unwrap();
            tally.right_kind += usize::from(Some(document.document.kind) == expected.kind);
            let mut all_right = true;
            for (key, expected) in truth {
                let read = values(&document, key);
                tally.right += usize::from(read == expected);
                if definitions.iter().find(|known| known.id == document.id).unwrap().mandatory().any(|must| must == key)
                {
                    all_right &= read == expected;
                }
                if let Some(field) = document.document.field(key)
                    && field.confidence.get() > 0.9
                    && field.value.is_some()
                {
                    tally.sure += 1;
                    tally.sure_and_wrong += usize::from(!expected.contains(field.value.as_ref().unwrap()));
                }
            }
            tally.confident += usize::from(document.document.is_confident);
            tally.confident_and_wrong += usize::from(document.document.is_confident && !all_right);
        }
    }
    tallies
}

fn table(tallies: &BTreeMap<&str, Tally>) -> String {
    let row = |(id, t): (&&str, &Tally)| {
        format!(
            "{id:45} kind {:3}/{} fields {:4}/{} sure and wrong {}/{} confident {} of which wrong {}\n",
            t.right_kind, t.sheets, t.right, t.fields, t.sure_and_wrong, t.sure, t.confident, t.confident_and_wrong
        )
    };
    tallies.iter().map(row).collect()
}

#[test]
fn misread_sheets_are_still_told_apart_and_mostly_read() {
    // share of characters misread, least share of kinds right, least share of fields right
    for (share, kinds, fields) in [(0.0, 1.0, 0.99), (0.01, 0.99, 0.87), (0.04, 0.98, 0.7)] {
        let tallies = run(share, 12);
        let sum = |of: fn(&Tally) -> usize| tallies.values().map(of).sum::<usize>() as f64;
        let table = table(&tallies);
        println!("misread {share}\n{table}");
        assert!(sum(|t| t.right_kind) >= kinds * sum(|t| t.sheets), "kinds at {share}\n{table}");
        assert!(sum(|t| t.right) >= fields * sum(|t| t.fields), "fields at {share}\n{table}");
    }
}
