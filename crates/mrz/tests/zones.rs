//! The table of zones, and what the formats' tables must fulfil.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use serde::Deserialize;
use vidimus_mrz::{CheckState, Content, Date, FieldKey, Format, parse};

#[derive(Deserialize)]
struct Table {
    zone: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    format: Format,
    #[serde(default = "yes")]
    detect: bool,
    lines: Vec<String>,
    fields: BTreeMap<FieldKey, String>,
    findings: Vec<toml::Value>,
}

fn yes() -> bool {
    true
}

fn today() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

#[test]
fn every_zone_of_the_table() {
    let table: Table = toml::from_str(include_str!("../testdata/zones.toml")).unwrap();
    for case in &table.zone {
        let lines: Vec<&str> = case.lines.iter().map(String::as_str).collect();
        assert_eq!(Format::detect(&lines) == Some(case.format), case.detect, "format: {}", case.why);
        let zone = parse(case.format, &lines, today());
        for (key, expected) in &case.fields {
            assert_eq!(zone.value(*key).unwrap_or_default(), expected, "{key:?}: {}", case.why);
            assert!(zone.field(*key).is_some(), "{key:?} is no field: {}", case.why);
        }
        let mut findings: Vec<String> =
            zone.findings.iter().map(|f| toml::Value::try_from(f).unwrap().to_string()).collect();
        let mut expected: Vec<String> = case.findings.iter().map(|f| f.to_string()).collect();
        findings.sort();
        expected.sort();
        assert_eq!(findings, expected, "{}", case.why);
    }
}

#[test]
fn fields_say_where_they_stand_and_what_checks_them() {
    let lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408132F1204159ZE184226B<<<<<10"];
    let zone = parse(Format::Td3, &lines, today());
    let expected = [
        (FieldKey::PrimaryIdentifier, (0, 5, 13), CheckState::Uncovered),
        (FieldKey::SecondaryIdentifier, (0, 15, 25), CheckState::Uncovered),
        (FieldKey::DocumentNumber, (1, 0, 9), CheckState::Agrees),
        (FieldKey::Nationality, (1, 10, 13), CheckState::Uncovered),
        (FieldKey::DateOfBirth, (1, 13, 19), CheckState::Disagrees),
        (FieldKey::Sex, (1, 20, 21), CheckState::Uncovered),
    ];
    for (key, (line, start, end), check) in expected {
        let field = zone.field(key).unwrap();
        let span = field.spans[0];
        assert_eq!((span.line, span.start, span.end, field.check), (line, start, end, check), "{key:?}");
        assert_eq!(field.raw, lines[line][start..end]);
    }
    // the composite stands in where a field has no check digit of its own
    let card = ["IDBEL590330101<0859<<<<<<<<<<<", "8501019F3010149BEL850101002001", "DOE<<JANE<<<<<<<<<<<<<<<<<<<<<"];
    let zone = parse(Format::Td1, &card, today());
    assert_eq!(zone.field(FieldKey::OptionalData2).unwrap().check, CheckState::Agrees);
    let number = zone.field(FieldKey::DocumentNumber).unwrap();
    assert_eq!((number.raw.as_str(), number.spans.len(), number.check), ("590330101085", 2, CheckState::Agrees));
    assert_eq!(zone.check_digits_agree(), Some(true));
    let swiss = parse(Format::SwissDrivingLicence, &["", "", ""], today());
    assert_eq!(swiss.check_digits_agree(), None);
}

#[test]
fn every_position_belongs_to_exactly_one_field() {
    for format in Format::ALL {
        let layout = format.layout();
        for (line, &length) in layout.line_lengths.iter().enumerate() {
            for column in 0..length {
                let owners = layout.fields.iter().filter(|field| field.span.contains(line, column)).count();
                assert_eq!(owners, 1, "{format:?} {line} {column}");
                assert!(!format.alphabet(line, column).is_empty());
            }
            assert!(format.alphabet(line, length).is_empty());
        }
        let cells: usize = layout.line_lengths.iter().sum();
        assert_eq!(layout.fields.iter().map(|field| field.span.len()).sum::<usize>(), cells);
        for check in layout.checks {
            let digit = format.field_at(check.digit.line, check.digit.start).unwrap();
            assert_eq!(digit.key, check.key);
            assert!(matches!(digit.content, Content::CheckDigit | Content::CheckDigitOrFiller));
        }
    }
}

#[test]
fn what_check_digits_cover() {
    let covered = |format: Format, key| {
        let span = format.layout().field(key).unwrap().span;
        span.cells().all(|(line, column)| format.detectable_by_check(line, column))
    };
    for format in [Format::Td1, Format::Td2, Format::Td3, Format::MrvA, Format::MrvB] {
        for key in [FieldKey::DocumentNumber, FieldKey::DateOfBirth, FieldKey::DateOfExpiry] {
            assert!(covered(format, key), "{format:?} {key:?}");
        }
        for key in
            [FieldKey::Name, FieldKey::Sex, FieldKey::Nationality, FieldKey::DocumentCode, FieldKey::IssuingState]
        {
            assert!(!covered(format, key), "{format:?} {key:?}");
        }
    }
    assert!(covered(Format::FrenchId, FieldKey::PrimaryIdentifier));
    assert!(!covered(Format::MrvA, FieldKey::OptionalData));
    assert!(!covered(Format::SwissDrivingLicence, FieldKey::DocumentNumber));
}

#[test]
fn candidates_by_length_then_by_text() {
    use Format::*;
    let lengths: [(&[usize], &[Format]); 6] = [
        (&[30, 30, 30], &[Td1]),
        (&[36, 36], &[Td2, MrvB, FrenchId]),
        (&[44, 44], &[Td3, MrvA]),
        (&[9, 30, 30], &[SwissDrivingLicence]),
        (&[30], &[FrenchDrivingLicence, ChineseExitEntryPermit]),
        (&[44], &[]),
    ];
    for (lengths, formats) in lengths {
        assert_eq!(Format::candidates(lengths), formats, "{lengths:?}");
    }
    let (line44, line36) = ("<".repeat(39), "<".repeat(31));
    let detected = [
        (format!("P<UTO{line44}"), Some(Td3)),
        (format!("V<UTO{line44}"), Some(MrvA)),
        (format!("I<UTO{line36}"), Some(Td2)),
        (format!("V<UTO{line36}"), Some(MrvB)),
        (format!("IDFRA{line36}"), Some(FrenchId)),
        (format!("IDFRA{line44}"), Some(Td3)),
        ("é".repeat(44), Some(Td3)),
    ];
    for (line, format) in detected {
        assert_eq!(Format::detect(&[&line, &line]), format, "{line}");
    }
    assert_eq!(Format::detect(&["X1FRA<<<<<<<<<<<<<<<<<<<<<<<<<"]), None);
    assert_eq!(Format::detect(&[]), None);
}

#[test]
fn personal_data_stay_out_of_debug_texts() {
    let lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
    let text = format!("{:?}", parse(Format::Td3, &lines, today()));
    for secret in ["ERIKSSON", "ANNA", "L898902", "740812", "1974"] {
        assert!(!text.contains(secret), "{text}");
    }
}
