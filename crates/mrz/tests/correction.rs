//! Corrections only where check digits prove them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{CHECKED, data_for};
use proptest::prelude::*;
use vidimus_mrz::{
    CorrectParams, FieldKey, Finding, Format, char_of, check_digit, compose, correct, symbol_of, undetectable,
};

type Alternatives = Vec<Vec<Vec<(u8, f32)>>>;

const PASSPORT: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

/// A recogniser that is sure of every symbol.
fn sure(lines: &[impl AsRef<str>]) -> Alternatives {
    let cell = |c: char| vec![(symbol_of(c).unwrap(), -0.001)];
    lines.iter().map(|line| line.as_ref().chars().map(cell).collect()).collect()
}

fn symbol(c: char) -> u8 {
    symbol_of(c).unwrap()
}

proptest! {
    #[test]
    fn a_doubtful_symbol_is_mended_or_named(
        (format, data) in prop::sample::select(CHECKED.to_vec()).prop_flat_map(|format| (Just(format), data_for(format))),
        place in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
    ) {
        let truth = compose(format, &data);
        let places: Vec<(usize, usize)> = format.layout().checks.iter()
            .flat_map(|check| check.covers.iter().flat_map(|span| span.cells()).chain(check.digit.cells()))
            .collect();
        let (line, column) = places[place.index(places.len())];
        let right = symbol(truth[line].chars().nth(column).unwrap());
        let wrongs: Vec<u8> = format.alphabet(line, column).iter().filter(|&symbol| symbol != right).collect();
        prop_assume!(!wrongs.is_empty());
        let wrong = wrongs[other.index(wrongs.len())];
        let mut read = sure(&truth);
        read[line][column] = vec![(wrong, -0.4), (right, -1.2)];
        let correction = correct(format, &read, CorrectParams::default());
        let field = format.field_at(line, column).unwrap().key;
        if correction.lines == truth {
            prop_assert_eq!(correction.changed.len(), 1);
            let corrected = Finding::CorrectedByCheckDigit { field, line, column };
            prop_assert!(correction.findings.contains(&corrected));
        } else {
            // only a symbol that no check digit tells apart may stay, and it is named
            prop_assert!(undetectable(wrong, right));
            prop_assert!(correction.changed.is_empty());
            let named = Finding::UndetectableConfusion { field, line, column };
            prop_assert!(correction.findings.contains(&named));
        }
    }

    #[test]
    fn any_alternatives_have_an_answer(
        format in prop::sample::select(Format::ALL.to_vec()),
        cells in prop::collection::vec(prop::collection::vec((any::<u8>(), prop::num::f32::ANY), 0..4), 0..100),
    ) {
        let read: Alternatives = cells.chunks(40).map(<[_]>::to_vec).collect();
        let correction = correct(format, &read, CorrectParams::default());
        let lengths: Vec<usize> = correction.lines.iter().map(|line| line.chars().count()).collect();
        prop_assert_eq!(lengths, format.line_lengths());
    }
}

#[test]
fn a_sure_zone_stays_as_it_is() {
    let correction = correct(Format::Td3, &sure(&PASSPORT), CorrectParams::default());
    assert_eq!(correction.lines, PASSPORT);
    assert!(correction.changed.is_empty() && correction.findings.is_empty());
}

#[test]
fn a_misprint_is_read_as_printed() {
    let printed = [PASSPORT[0], "L898902C36UTO7408132F1204159ZE184226B<<<<<10"];
    let mut read = sure(&printed);
    read[1][18].push((symbol('2'), -9.0)); // the recogniser is sure of its 3
    let correction = correct(Format::Td3, &read, CorrectParams::default());
    assert_eq!(correction.lines, printed);
    assert_eq!(
        correction.findings,
        [
            Finding::NotProven { field: FieldKey::DateOfBirth },
            Finding::NotProven { field: FieldKey::CompositeCheckDigit }
        ]
    );
}

#[test]
fn two_ways_to_mend_are_no_proof() {
    // columns 1 and 4 weigh the same, so lowering either by 2 satisfies both check digits
    let printed = [PASSPORT[0], "LA98902C36UTO7408122F1204159ZE184226B<<<<<10"];
    let mut read = sure(&printed);
    read[1][1] = vec![(symbol('A'), -0.5), (symbol('8'), -1.5)];
    read[1][4] = vec![(symbol('9'), -0.5), (symbol('7'), -1.0)];
    let correction = correct(Format::Td3, &read, CorrectParams::default());
    assert_eq!(correction.lines, printed);
    assert!(correction.findings.contains(&Finding::NotProven { field: FieldKey::DocumentNumber }));
    // a clear lead decides it
    read[1][4] = vec![(symbol('9'), -0.001), (symbol('7'), -5.0)];
    let correction = correct(Format::Td3, &read, CorrectParams::default());
    assert_eq!(correction.lines, PASSPORT);
}

#[test]
fn a_day_that_does_not_exist_is_no_way_to_mend() {
    // 740831 has the check digit of 740801; 740832 and 741801 do not exist, 740802 does
    let birth = "740831";
    let digit = check_digit(birth).unwrap();
    let mut lines = PASSPORT.map(str::to_owned);
    lines[1].replace_range(13..20, &format!("{birth}{digit}"));
    let composite: String = [&lines[1][0..10], &lines[1][13..20], &lines[1][21..43]].concat();
    lines[1].replace_range(43..44, &check_digit(&composite).unwrap().to_string());
    let mut read = sure(&lines);
    read[1][17] = vec![(symbol('0'), -0.2), (symbol('3'), -1.8)];
    read[1][15] = vec![(symbol('0'), -0.2), (symbol('1'), -1.9)];
    let correction = correct(Format::Td3, &read, CorrectParams::default());
    assert_eq!(correction.lines, lines);
    assert_eq!(correction.changed.len(), 1);
}

#[test]
fn a_doubt_elsewhere_does_not_stop_a_proof() {
    let mut read = sure(&PASSPORT);
    read[1][0] = vec![(symbol('L'), -0.7), (symbol('V'), -0.8)]; // equal modulo 10
    read[1][14] = vec![(symbol('1'), -0.6), (symbol('4'), -1.0)];
    let correction = correct(Format::Td3, &read, CorrectParams::default());
    assert_eq!(correction.lines, PASSPORT);
    let number = Finding::UndetectableConfusion { field: FieldKey::DocumentNumber, line: 1, column: 0 };
    let birth = Finding::CorrectedByCheckDigit { field: FieldKey::DateOfBirth, line: 1, column: 14 };
    assert_eq!(correction.findings, [number, birth]);
}

#[test]
fn a_number_that_runs_on_is_mended_in_its_second_place() {
    let truth = ["IDBEL590330101<0859<<<<<<<<<<<", "8501019F3010149BEL850101002001", "DOE<<JANE<<<<<<<<<<<<<<<<<<<<<"];
    let mut read = sure(&truth);
    read[0][16] = vec![(symbol('6'), -0.6), (symbol('8'), -0.9)];
    let correction = correct(Format::Td1, &read, CorrectParams::default());
    assert_eq!(correction.lines, truth);
    // a digit for the filler that announces the continuation breaks the number's own check
    read[0][14] = vec![(symbol('<'), -0.6), (symbol('4'), -0.9)];
    let correction = correct(Format::Td1, &read, CorrectParams::default());
    assert_eq!(correction.lines, truth);
}

#[test]
fn visas_have_no_composite_so_each_field_stands_alone() {
    let truth = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"];
    let mut read = sure(&truth);
    read[1][21] = vec![(symbol('8'), -0.6), (symbol('9'), -1.0)];
    read[1][13] = vec![(symbol('5'), -0.001)]; // sure, and wrong
    let correction = correct(Format::MrvB, &read, CorrectParams::default());
    assert_eq!(correction.lines[1], "L8988901C4XXX5009078F9612109<<<<<<<<");
    assert!(correction.findings.contains(&Finding::NotProven { field: FieldKey::DateOfBirth }));
    assert_eq!(correction.changed.len(), 1);
}

#[test]
fn names_keep_their_most_likely_letters() {
    let mut read = sure(&PASSPORT);
    read[0][5] = vec![(symbol('F'), -0.6), (symbol('E'), -0.9), (symbol('8'), -0.1)];
    let correction = correct(Format::Td3, &read, CorrectParams::default());
    assert_eq!(&correction.lines[0][5..6], "F", "8 may not stand in a name, F leads E");
    assert!(correction.changed.is_empty());
    assert_eq!(char_of(36), Some('<'));
}
