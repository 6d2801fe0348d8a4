//! Any text is a zone with findings, any symbols with any probabilities have a correction, and neither panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mrz::{CorrectParams, Date, Format, correct, parse, symbol_of, transliterate};

fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.split('\n').collect();
    let today = Date::new(2026, 11, 15).expect("the calendar has this day");
    let detected = Format::detect(&lines);
    for format in Format::ALL {
        let zone = parse(format, &lines, today);
        assert_eq!(zone.lines, lines);
        if detected == Some(format) {
            assert!(zone.findings.iter().all(|f| !matches!(f, mrz::Finding::LineLength { .. })));
        }
        // each character becomes an alternative, its neighbour a less likely one
        let cells = |line: &&str| {
            let symbols: Vec<u8> = line.chars().filter_map(symbol_of).collect();
            let pair = |(i, &s): (usize, &u8)| vec![(s, -0.5), (symbols.get(i + 1).copied().unwrap_or(99), -1.0)];
            symbols.iter().enumerate().map(pair).collect()
        };
        let read: Vec<Vec<Vec<(u8, f32)>>> = lines.iter().map(cells).collect();
        let correction = correct(format, &read, CorrectParams::default());
        for (line, length) in correction.lines.iter().zip(format.line_lengths()) {
            assert_eq!(line.len(), *length);
        }
    }
    assert!(transliterate(text).chars().all(|c| symbol_of(c).is_some()));
});
