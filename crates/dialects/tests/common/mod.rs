//! What several tests read.
use document::{Confidence, Quad, Turn};
use mrz::{Date, Format};
use reader::{Milliseconds, MrzField, MrzLine, MrzReading, PhotoInfo, Reading, SheetReading};

/// ICAO's own example (Doc 9303-4 appendix A).
pub(crate) const LINES: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

/// The reading of a passport with that zone.
pub(crate) fn reading(lines: [&str; 2]) -> Reading {
    reading_of(Format::Td3, &lines)
}

/// The reading of a document with that zone, as the pipeline would give it; it lies upside down.
pub(crate) fn reading_of(format: Format, lines: &[&str]) -> Reading {
    let today = Date::new(2026, 11, 21).expect("a day");
    let zone = mrz::parse(format, lines, today);
    let (confidence, quad) = (Confidence::new(0.5), Quad::rectangle(1.0, 2.0, 3.0, 4.0));
    let mrz = MrzReading {
        format: zone.format,
        lines: lines.iter().map(|text| MrzLine { text: (*text).into(), confidence, quad }).collect(),
        fields: zone
            .fields
            .iter()
            .map(|field| MrzField {
                key: field.key,
                raw: field.raw.clone(),
                value: field.value.clone(),
                confidence,
                quad,
                findings: Vec::new(),
            })
            .collect(),
        check_digits_valid: zone.check_digits_agree() == Some(true),
        findings: zone.findings,
    };
    Reading {
        photo: PhotoInfo { width: 640, height: 480, format: imaging::Format::Jpeg },
        sheets: vec![SheetReading::new(quad, Turn::Half, Confidence::new(0.75), Some(mrz))],
        milliseconds: Milliseconds { decode: 1.5, total: 20.25, ..Default::default() },
    }
}
