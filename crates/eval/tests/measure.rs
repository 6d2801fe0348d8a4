//! A folder measured with a reader whose answers are known.
use std::path::Path;

use document::{Confidence, Quad, Turn};
use eval::{Fault, Folder, Outcome, Readings, ScriptGroup, Verdict};
use reader::{
    Error, Milliseconds, MrzField, MrzLine, MrzReading, PhotoInfo, Read, ReadPrint, Reading, SheetReading, TextLine,
    Wanted,
};

const TRUTH: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const WRONG_NAME: [&str; 2] = ["P<UTOERIKSS0N<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", TRUTH[1]];

fn zone(lines: [&str; 2], valid: bool, confidence: f32) -> MrzReading {
    let (confidence, quad) = (Confidence::new(confidence), Quad::rectangle(0.0, 0.0, 1.0, 1.0));
    MrzReading {
        format: mrz::Format::Td3,
        lines: lines.map(|text| MrzLine { text: text.into(), confidence, quad }).into(),
        fields: vec![MrzField {
            key: mrz::FieldKey::DocumentNumber,
            raw: String::new(),
            value: None,
            confidence,
            quad,
            findings: Vec::new(),
        }],
        findings: Vec::new(),
        check_digits_valid: valid,
    }
}

fn sheet(quad: Quad, mrz: Option<MrzReading>) -> SheetReading {
    SheetReading::new(quad, Turn::None, Confidence::new(0.9), mrz)
}

fn print(texts: &[(&str, Quad)]) -> Vec<TextLine> {
    let line = |(text, quad): &(&str, Quad)| TextLine {
        text: (*text).into(),
        confidence: Confidence::new(0.9),
        quad: *quad,
        scripts: Vec::new(),
        words: Vec::new(),
        model: "fake".into(),
    };
    texts.iter().map(line).collect()
}

/// Answers by the content of the file, which is the name of the case.
struct Fake;

impl Read for Fake {
    fn read(&self, bytes: &[u8], _: &Wanted) -> Result<Reading, Error> {
        let here = Quad::rectangle(0.0, 0.0, 100.0, 70.0);
        let sheets = match bytes {
            b"exact" => vec![sheet(here, Some(zone(TRUTH, true, 0.99)))],
            b"upside down, second sheet" => vec![
                sheet(Quad::rectangle(500.0, 0.0, 100.0, 70.0), Some(zone(WRONG_NAME, false, 0.5))),
                sheet(here.relabel(2), Some(zone(TRUTH, true, 0.99))),
            ],
            b"differs" => vec![sheet(here, Some(zone(WRONG_NAME, false, 0.99)))],
            b"silent" => vec![sheet(here, Some(zone(WRONG_NAME, true, 0.6)))],
            b"silent and sure" => vec![sheet(here, Some(zone(WRONG_NAME, true, 0.99)))],
            b"missed" => vec![sheet(Quad::rectangle(0.0, 0.0, 50.0, 70.0), None)],
            b"print" => {
                let read = [
                    ("홍길동 900101", Quad::rectangle(10.0, 11.0, 80.0, 10.0)),
                    ("SE0UL", Quad::rectangle(10.0, 30.0, 40.0, 10.0)),
                    ("dust", Quad::rectangle(10.0, 80.0, 40.0, 10.0)),
                ];
                vec![SheetReading { text: Some(print(&read)), ..sheet(here, None) }]
            }
            b"nothing" => vec![],
            _ => return Err(Error::internal("a stage", "reason")),
        };
        Ok(Reading {
            photo: PhotoInfo { width: 1000, height: 1000, format: imaging::Format::Jpeg },
            sheets,
            milliseconds: Milliseconds { decode: 10.0, total: 50.0, ..Default::default() },
        })
    }
}

impl ReadPrint for Fake {
    fn read_sheet(&self, bytes: &[u8]) -> Result<Reading, Error> {
        self.read(bytes, &Wanted::everything())
    }

    fn read_line(&self, bytes: &[u8]) -> Result<TextLine, Error> {
        let text = std::str::from_utf8(bytes).map_err(|_| Error::internal("a stage", "reason"))?;
        print(&[(text, Quad::rectangle(0.0, 0.0, 9.0, 9.0))]).pop().ok_or_else(|| Error::internal("a stage", "reason"))
    }
}

fn folder(name: &str, rows: &[(&str, &str, bool)]) -> Folder {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut index = String::new();
    for (file, content, positive) in rows {
        let path = root.join(file);
        std::fs::create_dir_all(path.parent().expect("the file has a folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        let mrz = if *positive { serde_json::json!(TRUTH) } else { serde_json::Value::Null };
        let row = serde_json::json!({
            "file": file, "mrz": mrz, "mrz_check_digits": null, "notes": "a key that is ignored",
            "quad": [[0, 0], [100, 0], [100, 70], [0, 70]],
        });
        index += &format!("{row}\n\n");
    }
    std::fs::write(root.join("index.jsonl"), index).expect("an index");
    Folder::open(&root).expect("a folder that opens")
}

#[test]
fn every_kind_of_picture_is_counted_where_it_belongs() {
    let folder = folder(
        "kinds",
        &[
            ("passport/1.jpg", "exact", true),
            ("passport/2.jpg", "upside down, second sheet", true),
            ("passport/3.jpg", "differs", true),
            ("passport/4.jpg", "silent", true),
            ("passport/5.jpg", "silent and sure", true),
            ("passport/6.jpg", "missed", true),
            ("passport/7.jpg", "refused", true),
            ("negative/1.jpg", "nothing", false),
            ("negative/2.jpg", "exact", false),
        ],
    );
    let mut seen = Vec::new();
    let report = folder.measure(&Fake, &Wanted::default(), usize::MAX, &mut |outcome| seen.push(outcome.file.clone()));
    assert_eq!(seen.len(), 9);
    assert_eq!(report.slices.iter().map(|slice| slice.name.as_str()).collect::<Vec<_>>(), ["negative", "passport"]);

    let passports = &report.slices[1];
    let counts = |share: eval::Share| (share.count, share.of);
    assert_eq!(passports.errors, 1);
    assert_eq!(counts(passports.mrz.found), (5, 7));
    assert_eq!(counts(passports.mrz.exact), (2, 7));
    assert_eq!(counts(passports.mrz.silent_wrong), (2, 7));
    assert_eq!(counts(passports.mrz.silent_wrong_and_sure), (1, 7));
    assert_eq!(counts(passports.sheets.at_least_90), (5, 7));
    assert_eq!(counts(passports.sheets.at_least_90_upright), (4, 7));
    assert!((passports.sheets.mean_iou.expect("a mean") - 5.5 / 7.0).abs() < 1e-5);
    let rate = passports.mrz.character_error_rate.expect("a rate");
    assert!((rate - (3.0 + 2.0 * 88.0) / (7.0 * 88.0)).abs() < 1e-9, "{rate}");
    // The document number is right in all five zones that were read; one of them claims 0.6 only.
    let filled: Vec<_> = passports.reliability.iter().filter(|bin| bin.said.is_some()).collect();
    assert_eq!(filled.iter().map(|bin| bin.from).collect::<Vec<_>>(), [0.5, 0.98]);
    assert_eq!(filled.iter().map(|bin| counts(bin.right)).collect::<Vec<_>>(), [(1, 1), (4, 4)]);
    assert_eq!(passports.milliseconds.work_p50, Some(40.0));
    assert_eq!(passports.milliseconds.decode_p95, Some(10.0));

    assert_eq!(counts(report.slices[0].mrz.false_on_negatives), (1, 2));
    assert_eq!(report.total.pictures, 9);

    let faults: Vec<_> = report.pictures.iter().map(|o| o.zone.as_ref().and_then(eval::ZoneOutcome::fault)).collect();
    let expected = [
        None,
        None,
        Some(Fault::Differs),
        Some(Fault::Silent),
        Some(Fault::SilentAndSure),
        Some(Fault::Missed),
        Some(Fault::Missed),
        None,
        Some(Fault::False),
    ];
    assert_eq!(faults, expected);
    assert_eq!(report.pictures[1].zone.as_ref().map(|zone| zone.verdict), Some(Verdict::Exact));
}

#[test]
fn the_listing_marks_the_characters_that_differ() {
    let folder = folder("listing", &[("passport/1.jpg", "silent", true)]);
    let mut listing = String::new();
    let report = folder.measure(&Fake, &Wanted::default(), 1, &mut |outcome| listing = outcome.to_string());
    let mark = listing.lines().find(|line| line.contains('^')).expect("a mark");
    let read = listing.lines().find(|line| line.contains("read  P<UTO")).expect("the line read");
    assert_eq!(read.chars().nth(mark.find('^').expect("a mark")), Some('0'));
    assert!(listing.contains("SILENT WRONG, weakest field 0.600"), "{listing}");
    let table = report.to_string();
    assert!(table.contains("1/1 100.0% (21-100)"), "{table}");
}

#[test]
fn a_broken_index_names_its_line() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken");
    std::fs::create_dir_all(&root).expect("a folder");
    std::fs::write(root.join("index.jsonl"), "{\"file\": \"a.jpg\"}\n{\"file\": 3}\n").expect("an index");
    let error = Folder::open(&root).err().expect("an error");
    assert!(error.to_string().ends_with("index.jsonl:2 cannot be read"), "{error}");
}

#[test]
fn the_zone_of_another_sheet_is_not_taken_for_the_one_measured() {
    let other = [WRONG_NAME[0].replace("ANNA", "OLGA"), WRONG_NAME[1].to_owned()];
    let row = serde_json::json!({ "file": "pair/1.jpg", "mrz": other, "other_mrz": [TRUTH] });
    let row: eval::Row = serde_json::from_value(row).expect("a row");
    let reading = Fake.read(b"exact", &Wanted::default()).expect("a reading");
    let outcome = eval::compare(&row, Ok(&reading));
    assert_eq!(outcome.zone.map(|zone| zone.verdict), Some(Verdict::Missed));
}

#[test]
fn print_is_counted_by_place_script_and_height() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("print");
    std::fs::create_dir_all(&root).expect("a folder");
    for (file, content) in [("page.png", "print"), ("line.png", "주 소")] {
        std::fs::write(root.join(file), content).expect("a file");
    }
    let word = |text: &str, line: usize, quad: Quad| serde_json::json!({ "text": text, "line": line, "quad": quad });
    let words = [
        word("홍길동", 0, Quad::rectangle(10.0, 10.0, 30.0, 10.0)),
        word("900101", 0, Quad::rectangle(50.0, 10.0, 40.0, 10.0)),
        word("SEOUL", 1, Quad::rectangle(10.0, 30.0, 40.0, 10.0)),
        word("missed", 2, Quad::rectangle(10.0, 50.0, 40.0, 20.0)),
    ];
    let fields = serde_json::json!({ "name": "홍길동", "dob": "1990-01-01", "number": "77", "sex": "M" });
    let rows = [
        serde_json::json!({ "file": "page.png", "words": words, "fields": fields }),
        serde_json::json!({ "file": "line.png", "text": "주소", "glyph_height": 9.5 }),
    ];
    std::fs::write(root.join("index.jsonl"), rows.map(|row| format!("{row}\n")).concat()).expect("an index");
    let folder = Folder::open(&root).expect("a folder that opens");
    let mut listing = String::new();
    let mut list = |outcome: &Outcome| listing += &format!("{outcome}\n");
    let report = folder.measure(&Fake, &Wanted::default(), usize::MAX, &mut list);
    for difference in [
        "line: truth SEOUL, read SE0UL",
        "line: truth missed, read -",
        "number: 77 is not in the text",
        "주소, read 주 소",
    ] {
        assert!(listing.contains(difference), "{difference} in {listing}");
    }
    assert!(!listing.contains("홍길동"), "{listing}");

    let counts = |share: eval::Share| (share.count, share.of);
    let total = &report.total.print;
    assert_eq!(counts(total.recall), (3, 4));
    assert_eq!(counts(total.precision), (2, 3));
    assert_eq!(counts(total.exact), (1, 4));
    assert_eq!(counts(total.words), (2, 4));
    assert_eq!(counts(total.values), (2, 3));
    let rate = total.character_error_rate.expect("a rate");
    // Of 10 + 5 + 6 + 2 characters one is changed, six are missed, and a space is too many.
    assert!((rate - 8.0 / 23.0).abs() < 1e-9, "{rate}");
    let bands: Vec<_> = total.bands.iter().map(|band| (band.script, band.from, counts(band.exact))).collect();
    let expected =
        [(ScriptGroup::Latin, 8.0, (0, 1)), (ScriptGroup::Latin, 14.0, (0, 1)), (ScriptGroup::Hangul, 8.0, (1, 2))];
    assert_eq!(bands, expected);
    assert_eq!(report.total.errors, 0);
    assert!(report.to_string().contains("hangul"), "{report}");

    // Another engine that reads the same is judged alike.
    let line = |text: &str, quad: Quad| serde_json::json!({ "text": text, "quad": quad });
    let lines = [
        line("홍길동 900101", Quad::rectangle(10.0, 11.0, 80.0, 10.0)),
        line("SE0UL", Quad::rectangle(10.0, 30.0, 40.0, 10.0)),
        line("dust", Quad::rectangle(10.0, 80.0, 40.0, 10.0)),
    ];
    let readings = [
        serde_json::json!({ "file": "page.png", "lines": lines }),
        serde_json::json!({ "file": "line.png", "lines": [{ "text": "주" }, { "text": "소" }] }),
    ];
    let file = root.join("readings.jsonl");
    std::fs::write(&file, readings.map(|reading| format!("{reading}\n")).concat()).expect("a file");
    let judged = folder.judge(&Readings::open(&file).expect("readings"), usize::MAX, &mut |_| ());
    let other = &judged.total.print;
    for (one, same) in [
        (total.recall, other.recall),
        (total.precision, other.precision),
        (total.exact, other.exact),
        (total.words, other.words),
        (total.values, other.values),
    ] {
        assert_eq!(counts(one), counts(same));
    }
    assert_eq!(other.character_error_rate, total.character_error_rate);

    // What it says nothing of was not read.
    std::fs::write(&file, "{\"file\": \"page.png\", \"lines\": []}\n").expect("a file");
    let judged = folder.judge(&Readings::open(&file).expect("readings"), usize::MAX, &mut |_| ());
    assert_eq!((judged.total.errors, counts(judged.total.print.recall)), (1, (0, 4)));
    std::fs::write(&file, "{\"file\": \"page.png\"}\n").expect("a file");
    let error = Readings::open(&file).err().expect("an error");
    assert!(error.to_string().ends_with("readings.jsonl:1 cannot be read"), "{error}");
}
