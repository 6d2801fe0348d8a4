use document::{Document, DocumentKind, Field, FieldKey, Homography, Line, Quad};
use fields::{Answer, Definitions, Question, Recognised, Recognition};
use mrz::{Date, FieldKey as ZoneKey, Finding, Format};

use crate::text::AgainRead;
use crate::{Error, MrzField, MrzReading, Reading, SheetReading, TextLine, TextWord};

/// What a field of a zone is called on a document. Check digits, fillers and what only one zone knows have no place there.
const KEYS: [(ZoneKey, FieldKey); 11] = [
    (ZoneKey::DocumentCode, FieldKey::DocumentCode),
    (ZoneKey::IssuingState, FieldKey::IssuingState),
    (ZoneKey::PrimaryIdentifier, FieldKey::PrimaryIdentifier),
    (ZoneKey::SecondaryIdentifier, FieldKey::SecondaryIdentifier),
    (ZoneKey::DocumentNumber, FieldKey::DocumentNumber),
    (ZoneKey::CardNumber, FieldKey::CardSerialNumber),
    (ZoneKey::Nationality, FieldKey::Nationality),
    (ZoneKey::DateOfBirth, FieldKey::DateOfBirth),
    (ZoneKey::Sex, FieldKey::Sex),
    (ZoneKey::DateOfExpiry, FieldKey::DateOfExpiry),
    (ZoneKey::DateOfIssue, FieldKey::DateOfIssue),
];

const LINE_KEYS: [FieldKey; 3] = [FieldKey::MrzLine1, FieldKey::MrzLine2, FieldKey::MrzLine3];

impl Reading {
    /// The documents that were recognised, in the order of the sheets: those whose print was read and is of a known kind,
    /// and those with a machine-readable zone, with what that says. A sheet of another kind is in `sheets` only.
    pub fn documents(&self) -> Vec<Document> {
        self.sheets.iter().filter_map(SheetReading::document).collect()
    }
}

/// Where things lie on the straightened sheet.
struct OnSheet(Homography);

impl OnSheet {
    fn new(outline: &Quad) -> Self {
        let sheet = Quad::rectangle(0.0, 0.0, outline.width(), outline.height());
        // A sheet whose corners lie on a line has no straight picture: then positions on it are those on the photo.
        Self(Homography::between(outline, &sheet).unwrap_or_else(Homography::identity))
    }

    fn line(&self, on_photo: Quad) -> Line {
        Line { on_photo, on_sheet: on_photo.map(|point| self.0.apply(point)) }
    }

    /// A line of print with its places on both.
    fn print(&self, line: &TextLine) -> fields::Line {
        let word = |word: &TextWord| {
            let Line { on_photo, on_sheet } = self.line(word.quad);
            fields::Word { text: word.text.clone(), confidence: word.confidence, on_photo, on_sheet }
        };
        let words = line.words.iter().map(word).collect();
        let Line { on_photo, on_sheet } = self.line(line.quad);
        fields::Line { text: line.text.clone(), confidence: line.confidence, on_photo, on_sheet, words, first: None }
    }
}

impl SheetReading {
    fn document(&self) -> Option<Document> {
        self.printed().map(|printed| printed.document.clone()).or_else(|| self.document_of_zone())
    }

    /// The document of a known kind that its print shows.
    pub(crate) fn printed(&self) -> Option<&Recognised> {
        self.recognition.as_ref()?.document.as_ref()
    }

    /// What its print means, with what its zone adds; None when no print was read. `again` reads lines again.
    pub(crate) fn recognise(
        &self,
        definitions: &Definitions,
        today: Date,
        mut again: impl FnMut(&[Question]) -> Result<Vec<Option<AgainRead>>, Error>,
    ) -> Result<Option<Recognition>, Error> {
        let Some(text) = &self.text else { return Ok(None) };
        let on_sheet = OnSheet::new(&self.quad);
        let sheet = fields::Sheet {
            outline: self.quad,
            turn: self.turn,
            width: self.quad.width(),
            height: self.quad.height(),
            lines: text.iter().map(|line| on_sheet.print(line)).collect(),
        };
        let ask = |questions: &[Question]| {
            let answer = |read: AgainRead| Answer { line: on_sheet.print(&read.line), behind: read.behind };
            let read = again(questions)?.into_iter();
            Ok::<_, Error>(read.map(|read| read.map(answer)).collect())
        };
        let mut recognition = definitions.recognise_asking(sheet.clone(), today, ask)?;
        if let Some(zone) = self.document_of_zone() {
            if zone.is_confident {
                recognition.kinds.retain(|kind| definitions.is_of(&kind.id, &zone));
            }
            // A zone names its kind and state; print that is taken for something else was misread. But what only looks like a
            // zone names nothing.
            recognition.document = match recognition.document.take() {
                Some(printed) if definitions.is_of(&printed.id, &zone) => Some(definitions.with_zone(printed, &zone)),
                Some(printed) if !zone.is_confident => Some(printed),
                _ => {
                    definitions.recognise_as(&sheet, &zone, today).map(|printed| definitions.with_zone(printed, &zone))
                }
            };
        }
        if let Some(printed) = &mut recognition.document {
            printed.document.is_greyscale = self.is_greyscale;
        }
        Ok(Some(recognition))
    }

    fn document_of_zone(&self) -> Option<Document> {
        let zone = self.mrz.as_ref()?;
        let mut document = Document::new(kind(zone)?, issuing_state(zone), self.quad);
        document.turn = self.turn;
        document.is_greyscale = self.is_greyscale;
        document.is_confident = zone.check_digits_valid;
        let on_sheet = OnSheet::new(&self.quad);
        let fields = zone.fields.iter().filter_map(|field| {
            let key = key(zone.format, field.key)?;
            // What is all fillers says nothing.
            let text = field.raw.replace('<', " ").trim().to_owned();
            (!text.is_empty()).then(|| Field {
                value: field.value.clone().map(|value| normalised(key, value)),
                verified: verified(zone, field),
                ..Field::new(key, text, field.confidence, vec![on_sheet.line(field.quad)])
            })
        });
        document.fields.extend(fields);
        let lines = zone.lines.iter().zip(LINE_KEYS);
        document.fields.extend(lines.map(|(read, key)| Field {
            verified: Some(zone.check_digits_valid),
            ..Field::new(key, read.text.as_str(), read.confidence, vec![on_sheet.line(read.quad)])
        }));
        Some(document)
    }
}

fn key(format: Format, key: ZoneKey) -> Option<FieldKey> {
    // Personal number or other optional data (Doc 9303-4 section 4.2.2); on cards the field is the issuer's own.
    if key == ZoneKey::OptionalData && format == Format::Td3 {
        return Some(FieldKey::PersonalNumber);
    }
    KEYS.iter().find(|(zone, _)| *zone == key).map(|(_, key)| *key)
}

/// Whether the check digit of a field agrees; None for a field without.
fn verified(zone: &MrzReading, field: &MrzField) -> Option<bool> {
    let digit = match field.key {
        ZoneKey::DocumentNumber => ZoneKey::DocumentNumberCheckDigit,
        ZoneKey::DateOfBirth => ZoneKey::DateOfBirthCheckDigit,
        ZoneKey::DateOfExpiry => ZoneKey::DateOfExpiryCheckDigit,
        ZoneKey::OptionalData => ZoneKey::OptionalDataCheckDigit,
        _ => return None,
    };
    zone.format.layout().fields.iter().find(|place| place.key == digit)?;
    let is_fault = |finding: &Finding| matches!(finding, Finding::CheckDigitMismatch { field: key } | Finding::MissingCheckDigit { field: key } if *key == field.key);
    Some(!field.findings.iter().chain(&zone.findings).any(is_fault))
}

/// What carries such a zone; None for kinds that no vocabulary has yet.
fn kind(zone: &MrzReading) -> Option<DocumentKind> {
    let code = zone.field(ZoneKey::DocumentCode).map_or("", |field| field.raw.as_str());
    Some(match zone.format {
        Format::Td3 => DocumentKind::Passport,
        Format::MrvA | Format::MrvB => DocumentKind::Visa,
        // `P` on a card is a passport card; the second letter is the issuer's, and the uniform permit of the European
        // Union has `R` there (Regulation (EC) 1030/2002 as amended by 2017/1954).
        Format::Td1 | Format::Td2 if code.starts_with('P') => DocumentKind::Passport,
        Format::Td1 | Format::Td2 if code.ends_with('R') => DocumentKind::ResidencePermit,
        Format::Td1 | Format::Td2 | Format::FrenchId => DocumentKind::IdentityCard,
        Format::SwissDrivingLicence | Format::FrenchDrivingLicence => DocumentKind::DrivingLicence,
        _ => return None,
    })
}

/// A value as documents have it: states as alpha-3 codes, where Doc 9303-3 section 5 knows Germany as `D`.
fn normalised(key: FieldKey, value: String) -> String {
    let is_state = matches!(key, FieldKey::IssuingState | FieldKey::Nationality);
    if is_state && value == "D" { "DEU".to_owned() } else { value }
}

fn issuing_state(zone: &MrzReading) -> String {
    let state = zone.field(ZoneKey::IssuingState).and_then(|field| field.value.clone());
    state.map(|state| normalised(FieldKey::IssuingState, state)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use document::{Confidence, Turn};

    use super::*;

    #[test]
    fn only_a_zone_whose_check_digits_agree_overrules_print() {
        let line = |text: &str, x: f32, y: f32, width: f32| TextLine {
            text: text.to_owned(),
            confidence: Confidence::new(0.98),
            quad: Quad::rectangle(x, y, width, 30.0),
            scripts: vec![],
            words: vec![],
            model: "ours".to_owned(),
        };
        let definitions = Definitions::embedded().expect("the house's");
        let today = Date::new(2026, 11, 21).expect("a day");
        for (check_digits_valid, expected) in [(false, Some(DocumentKind::IdentityCard)), (true, None)] {
            // A zone of no state that anybody knows.
            let (format, lines, fields, findings) = (Format::Td2, vec![], vec![], vec![]);
            let zone = MrzReading { format, lines, fields, findings, check_digits_valid };
            let quad = Quad::rectangle(0.0, 0.0, 856.0, 540.0);
            let mut sheet = SheetReading::new(quad, Turn::None, Confidence::new(1.0), Some(zone));
            sheet.text = Some(vec![
                line("주민등록증", 120.0, 50.0, 280.0),
                line("홍길동(洪吉童)", 110.0, 160.0, 250.0),
                line("800101-1000008", 110.0, 215.0, 260.0),
                line("서울특별시 종로구", 110.0, 270.0, 260.0),
                line("세종대로 1", 110.0, 305.0, 150.0),
                line("2003.4.22", 330.0, 410.0, 160.0),
                line("서울특별시 종로구청장", 250.0, 455.0, 330.0),
            ]);
            let ask = |questions: &[Question]| Ok(questions.iter().map(|_| None).collect());
            let recognition = sheet.recognise(&definitions, today, ask).expect("answers").expect("print was read");
            assert_eq!(recognition.kinds.first().and_then(|score| score.kind), expected);
            assert_eq!(recognition.document.map(|printed| printed.document.kind), expected);
        }
    }
}
