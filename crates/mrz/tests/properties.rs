//! What holds for every zone that can be composed, and for every text.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{CHECKED, data_for};
use proptest::prelude::*;
use vidimus_mrz::{
    ALPHABET, Date, FieldKey, Finding, Format, ZoneData, char_of, compose, parse, symbol_of, undetectable,
};

fn today() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn any_zone() -> impl Strategy<Value = (Format, ZoneData)> {
    prop::sample::select(Format::ALL.to_vec()).prop_flat_map(|format| (Just(format), data_for(format)))
}

fn checked_zone() -> impl Strategy<Value = (Format, ZoneData)> {
    prop::sample::select(CHECKED.to_vec()).prop_flat_map(|format| (Just(format), data_for(format)))
}

fn views(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}

proptest! {
    #[test]
    fn a_composed_zone_parses_back((format, data) in any_zone()) {
        let lines = compose(format, &data);
        prop_assert_eq!(Format::detect(&views(&lines)), Some(format));
        for (line, text) in lines.iter().enumerate() {
            for (column, c) in text.chars().enumerate() {
                prop_assert!(format.alphabet(line, column).contains_char(c));
            }
        }
        let zone = parse(format, &views(&lines), today());
        let truncated = zone.findings.iter().any(|f| matches!(f, Finding::NameTruncated { .. }));
        prop_assert!(zone.findings.iter().all(|f| matches!(f, Finding::NameTruncated { .. })), "{:?}", zone.findings);
        let expect = |key: FieldKey, value: &str| {
            if zone.field(key).is_some() { (zone.value(key).unwrap_or_default().to_owned(), value.to_owned()) } else { Default::default() }
        };
        let state = |code: &str| if code == "D" { "DEU".to_owned() } else { code.to_owned() };
        let mut pairs = vec![
            expect(FieldKey::DocumentNumber, &data.document_number),
            expect(FieldKey::IssuingState, &state(&data.issuing_state)),
            expect(FieldKey::Nationality, &state(&data.nationality)),
            expect(FieldKey::Sex, &data.sex),
            expect(FieldKey::OptionalData, &data.optional_data),
            expect(FieldKey::OptionalData2, &data.optional_data_2),
            expect(FieldKey::IssuingOffice, &data.optional_data),
            expect(FieldKey::CardNumber, &data.optional_data),
        ];
        if !truncated {
            pairs.push(expect(FieldKey::PrimaryIdentifier, &data.primary_identifier));
            pairs.push(expect(FieldKey::SecondaryIdentifier, &data.secondary_identifier));
        }
        for (found, expected) in pairs {
            prop_assert_eq!(found, expected);
        }
        for (key, text) in [(FieldKey::DateOfBirth, &data.date_of_birth), (FieldKey::DateOfExpiry, &data.date_of_expiry)] {
            if let Some(value) = zone.value(key) {
                prop_assert_eq!(value[2..].replace('-', ""), text.as_str());
            }
        }
    }

    #[test]
    fn a_wrong_symbol_shows_unless_equal_modulo_ten((format, data) in checked_zone(), place in any::<prop::sample::Index>(), shift in 1..37u8) {
        let lines = compose(format, &data);
        let covered: Vec<(usize, usize)> =
            format.layout().checks.iter().flat_map(|check| check.covers.iter().flat_map(|span| span.cells())).collect();
        let digits: Vec<(usize, usize)> = format.layout().checks.iter().flat_map(|check| check.digit.cells()).collect();
        let (line, column) = covered[place.index(covered.len())];
        prop_assume!(!digits.contains(&(line, column)));
        let from = symbol_of(lines[line].chars().nth(column).unwrap()).unwrap();
        let to = (from + shift) % 37;
        let mut changed = lines.clone();
        changed[line].replace_range(column..=column, &char_of(to).unwrap().to_string());
        let zone = parse(format, &views(&changed), today());
        prop_assert_eq!(zone.check_digits_agree(), Some(undetectable(from, to)));
    }

    #[test]
    fn a_wrong_check_digit_shows((format, data) in checked_zone(), place in any::<prop::sample::Index>(), shift in 1..10u8) {
        let lines = compose(format, &data);
        let check = format.layout().checks[place.index(format.layout().checks.len())];
        let digit = lines[check.digit.line].as_bytes()[check.digit.start] - b'0';
        let mut changed = lines.clone();
        changed[check.digit.line]
            .replace_range(check.digit.start..check.digit.end, &((digit + shift) % 10).to_string());
        let zone = parse(format, &views(&changed), today());
        let mismatch = Finding::CheckDigitMismatch { field: check.protects };
        prop_assert!(zone.findings.contains(&mismatch));
    }

    #[test]
    fn long_numbers_parse_back(format in prop::sample::select(vec![Format::Td1, Format::Td2]), number in "[A-Z0-9]{10,14}", mut data in data_for(Format::Td1)) {
        data.document_number = number.clone();
        data.optional_data.clear();
        data.optional_data_2.clear();
        let lines = compose(format, &data);
        let zone = parse(format, &views(&lines), today());
        prop_assert_eq!(zone.value(FieldKey::DocumentNumber), Some(number.as_str()));
        prop_assert_eq!(zone.check_digits_agree(), Some(true));
    }

    #[test]
    fn any_text_has_an_answer(format in prop::sample::select(Format::ALL.to_vec()), lines in prop::collection::vec(".{0,50}", 0..5)) {
        let zone = parse(format, &views(&lines), today());
        prop_assert!(!zone.fields.is_empty());
        let noise = ["\u{0}", "é<é", "👩‍👩", ALPHABET];
        prop_assert!(!parse(format, &noise, today()).findings.is_empty());
    }

    #[test]
    fn any_data_compose_to_lines_of_the_format(format in prop::sample::select(Format::ALL.to_vec()), text in prop::collection::vec("\\PC{0,60}", 11)) {
        let [code, state, primary, secondary, number, nationality, birth, sex, expiry, optional, second] = <[String; 11]>::try_from(text).unwrap();
        let data = ZoneData {
            document_code: code, issuing_state: state, primary_identifier: primary, secondary_identifier: secondary,
            document_number: number, nationality, date_of_birth: birth, sex, date_of_expiry: expiry,
            optional_data: optional, optional_data_2: second, filler_check_digit: true,
        };
        let lines = compose(format, &data);
        let lengths: Vec<usize> = lines.iter().map(String::len).collect();
        prop_assert_eq!(lengths, format.line_lengths());
        prop_assert!(lines.iter().all(|line| line.chars().all(|c| symbol_of(c).is_some())));
    }
}
