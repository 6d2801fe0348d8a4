use std::fmt::Write as _;

use fields::Recognised;
use reader::{MrzReading, Reading};

/// A reading for people.
pub(crate) fn text(name: &str, reading: &Reading) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = write_reading(&mut out, name, reading);
    out
}

fn write_reading(out: &mut String, name: &str, reading: &Reading) -> std::fmt::Result {
    let (photo, ms) = (&reading.photo, &reading.milliseconds);
    writeln!(
        out,
        "{name}: {} x {} {}, {:.0} ms (decoding {:.0})",
        photo.width,
        photo.height,
        photo.format.name(),
        ms.total,
        ms.decode
    )?;
    if reading.sheets.is_empty() {
        writeln!(out, "  no document")?;
    }
    for sheet in &reading.sheets {
        let corners: Vec<String> = sheet.quad.corners().iter().map(|p| format!("({:.0}, {:.0})", p.x, p.y)).collect();
        let (turn, score) = (sheet.turn.degrees(), sheet.score.get() * 100.0);
        writeln!(out, "  document at {}, turned {turn} degrees, {score:.1} % sure", corners.join(" "))?;
        match &sheet.mrz {
            Some(mrz) => write_zone(out, mrz)?,
            None => writeln!(out, "    no machine-readable zone")?,
        }
        if let Some(document) = sheet.recognition.as_ref().and_then(|recognition| recognition.document.as_ref()) {
            write_document(out, document)?;
        }
        for line in sheet.text.iter().flatten() {
            writeln!(out, "    {:5.1} %  {}", line.confidence.get() * 100.0, line.text)?;
        }
    }
    Ok(())
}

fn write_zone(out: &mut String, mrz: &MrzReading) -> std::fmt::Result {
    let verdict = if mrz.check_digits_valid { "agree" } else { "DISAGREE" };
    writeln!(out, "    {}, check digits {verdict}", name_of(&mrz.format))?;
    for line in &mrz.lines {
        writeln!(out, "    {}", line.text)?;
    }
    for field in &mrz.fields {
        let value = field.value.as_deref().unwrap_or("-");
        writeln!(out, "      {:<22} {value:<30} {:5.1} %", name_of(&field.key), field.confidence.get() * 100.0)?;
        write_findings(out, "        ", &field.findings)?;
    }
    write_findings(out, "      ", &mrz.findings)
}

fn write_document(out: &mut String, document: &Recognised) -> std::fmt::Result {
    let verdict = if document.document.is_confident { "confident" } else { "NOT CONFIDENT" };
    writeln!(out, "    {}, {:.1} % sure, {verdict}", document.id, document.score.get() * 100.0)?;
    for field in &document.document.fields {
        let value = field.value.as_deref().unwrap_or("-");
        writeln!(out, "      {:<22} {value:<30} {:5.1} %", name_of(&field.key), field.confidence.get() * 100.0)?;
    }
    write_findings(out, "      ", &document.findings)
}

fn write_findings(out: &mut String, indent: &str, findings: &[impl serde::Serialize]) -> std::fmt::Result {
    for finding in findings {
        // A finding names places and never what stands there; its wire form is its clearest name.
        let json = serde_json::to_value(finding).unwrap_or_default();
        let parts: Vec<String> = json
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(key, _)| *key != "code")
            .map(|(key, value)| format!("{key} {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect();
        let code = json["code"].as_str().unwrap_or_default();
        writeln!(out, "{indent}! {} {}", code.replace('_', " "), parts.join(", "))?;
    }
    Ok(())
}

/// The wire name of a unit variant.
fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::{Confidence, Quad, Turn};
    use mrz::Finding;
    use reader::{Milliseconds, MrzField, MrzLine, PhotoInfo, SheetReading};

    #[test]
    fn a_reading_for_people() {
        let (confidence, quad) = (Confidence::new(0.875), Quad::rectangle(10.0, 20.0, 300.0, 200.0));
        let field = MrzField {
            key: mrz::FieldKey::DateOfBirth,
            raw: "740812".into(),
            value: Some("1974-08-12".into()),
            confidence,
            quad,
            findings: vec![Finding::CheckDigitMismatch { field: mrz::FieldKey::DateOfBirth }],
        };
        let zone = MrzReading {
            format: mrz::Format::Td3,
            lines: vec![MrzLine { text: "P<UTO".into(), confidence, quad }],
            fields: vec![field],
            findings: vec![Finding::LineCount { expected: 2, found: 1 }],
            check_digits_valid: false,
        };
        let mut reading = Reading {
            photo: PhotoInfo { width: 640, height: 480, format: imaging::Format::Jpeg },
            sheets: vec![SheetReading::new(quad, Turn::Half, confidence, Some(zone))],
            milliseconds: Milliseconds { decode: 3.6, total: 41.5, ..Default::default() },
        };
        insta::assert_snapshot!(text("a.jpg", &reading), @r#"
        a.jpg: 640 x 480 JPEG, 42 ms (decoding 4)
          document at (10, 20) (310, 20) (310, 220) (10, 220), turned 180 degrees, 87.5 % sure
            td3, check digits DISAGREE
            P<UTO
              date_of_birth          1974-08-12                      87.5 %
                ! check digit mismatch field date_of_birth
              ! line count expected 2, found 1
        "#);
        reading.sheets.clear();
        insta::assert_snapshot!(text("a.jpg", &reading), @r#"
        a.jpg: 640 x 480 JPEG, 42 ms (decoding 4)
          no document
        "#);
    }
}
