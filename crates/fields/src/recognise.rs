//! From the print of a sheet to a document with its fields, findings and masks.
use std::fmt;

use document::korea::PersonNumber;
use document::{Confidence, Document, DocumentKind, Field, FieldKey, Homography, Line, Mask, Quad};
use mrz::Date;
use serde::Serialize;

use crate::captions::Captions;
use crate::checks::{self, Outcome};
use crate::classify;
use crate::definition::{Definition, FieldDefinition, Read};
use crate::definitions::Definitions;
use crate::extract::{Found, extract};
use crate::finding::Finding;
use crate::pattern::{Match, Pattern};
use crate::phrase::{Letters, Phrase};
use crate::print::{Print, Span};
use crate::sheet::Sheet;
use crate::value::value;

/// Kinds within this evidence of the best are looked at closely.
const CLOSE: f32 = 9.0;
/// What a mandatory field that was found with a value adds to the evidence for a kind; one that is not there or that has
/// no meaning takes it.
const FIELD: f32 = 0.7;
/// What a check that agrees adds, which by chance one wrong number in ten does, and what one that fails takes.
const CHECK: f32 = 2.3;
/// What a date of issue outside the generation's time takes.
const GENERATION: f32 = 3.0;
/// The share of the evidence that a kind has at least before it is said: with two forms of one paper it may be the half.
const SAID: f32 = 0.4;
/// Kinds below this share are not spoken of.
const LEAST: f32 = 0.01;
/// How sure it is at least that all mandatory fields together are right: likelier than not.
const SURE: f32 = 0.5;

/// How like what an app prints a line is at least.
const OF_SCREEN: f32 = 0.85;

/// What a sheet is.
#[derive(Clone, PartialEq, Serialize)]
pub struct Recognition {
    /// The kinds that it may well be, the likeliest first; what is left to 1 is for the others and for none of them.
    pub kinds: Vec<KindScore>,
    /// The document; None when it is of a kind that is only told apart, or of none that is known.
    pub document: Option<Recognised>,
}

/// How likely a sheet is of a kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindScore {
    /// Its definition.
    #[serde(rename = "definition")]
    pub id: String,
    /// What it is; None for a kind that is told apart and not read.
    pub kind: Option<DocumentKind>,
    /// Its share of the evidence, in `0..=1`; not calibrated on photos.
    pub score: Confidence,
}

/// A document that was recognised.
///
/// Everything here is personal data: `Debug` prints names of fields and counts only, and there is no `Display`.
#[derive(Clone, PartialEq, Serialize)]
pub struct Recognised {
    /// The definition that it follows, such as `kor/resident_card_2020`.
    #[serde(rename = "definition")]
    pub id: String,
    /// How likely it is of this kind, all generations of it together.
    pub score: Confidence,
    /// The document, as any wire format can be written from it.
    #[serde(flatten)]
    pub document: Document,
    /// What is wrong or doubtful about it.
    pub findings: Vec<Finding>,
    /// What must be hidden before anybody keeps the picture.
    pub masked: Vec<Masked>,
    /// Fields that must be hidden and were not found, or not with a text that could be theirs, and the personal number where print
    /// that looks like one is not covered, whatever field it is of: a picture with such is not safe to keep, whatever is covered.
    pub unmasked: Vec<FieldKey>,
}

/// Part of a document that must be hidden.
#[derive(Clone, PartialEq, Serialize)]
pub struct Masked {
    /// The field.
    pub key: FieldKey,
    /// Its value, or its text where it has none, with an asterisk for each character that is hidden.
    pub text: String,
    /// What to cover on the photo.
    pub on_photo: Quad,
    /// What to cover on the straightened sheet.
    pub on_sheet: Quad,
}

impl Definitions {
    /// What a sheet is and what stands on it. `today` is the day of the reading: no date of issue or birth is after it.
    pub fn recognise(&self, sheet: &Sheet, today: Date) -> Recognition {
        let print = Print::new(sheet);
        recognition(sheet, &print, &self.weighed(&print, today))
    }

    /// A sheet that its machine-readable zone says to be of a kind, as surely as it says the issuing state: the likeliest
    /// definition of that, however little of its print can be read; None when there is no definition of it.
    pub fn recognise_as(&self, sheet: &Sheet, zone: &Document, today: Date) -> Option<Recognised> {
        let print = Print::new(sheet);
        let score = zone.field(FieldKey::IssuingState)?.confidence;
        let mut weighed = self.weighed(&print, today);
        weighed.retain(|weighed| self.is_of(&weighed.definition.id, zone));
        for weighed in weighed.iter_mut().filter(|weighed| weighed.draft.is_none()) {
            weighed.draft(&print, today);
        }
        likeliest_first(&mut weighed);
        weighed.first()?.recognised(sheet, &print, score)
    }

    /// All kinds with what speaks for them, the likeliest first.
    pub(crate) fn weighed<'a>(&'a self, print: &'a Print, today: Date) -> Vec<Weighed<'a>> {
        let mut weighed: Vec<Weighed> = self
            .all
            .iter()
            .map(|definition| {
                let captions = Captions::new(print, definition);
                Weighed {
                    evidence: classify::evidence(print, definition, &captions),
                    definition,
                    captions,
                    draft: None,
                }
            })
            .collect();
        let most = weighed.iter().map(|weighed| weighed.evidence).fold(classify::UNKNOWN, f32::max);
        for weighed in weighed.iter_mut().filter(|weighed| weighed.evidence > most - CLOSE) {
            weighed.draft(print, today);
        }
        likeliest_first(&mut weighed);
        weighed
    }

    /// Whether a definition is of the kind and state that a zone names. Where the zone tells a personal number and its check digits
    /// agree, it is a generation that prints one, if there is such.
    pub fn is_of(&self, id: &str, zone: &Document) -> bool {
        let mut alike = self.all.iter().filter(|definition| definition.is_of(zone));
        let prints = |definition: &Definition| definition.prints_personal_number_of(zone);
        let is_told = zone.is_confident && alike.clone().any(prints);
        alike.any(|definition| definition.id == id && (!is_told || prints(definition)))
    }

    /// Whether a document of the kind and state that a zone names has a field that must be hidden.
    fn hides(&self, zone: &Document, key: FieldKey) -> bool {
        let alike = self.all.iter().filter(|definition| definition.is_of(zone));
        let mut fields = alike.flat_map(|definition| &definition.fields);
        fields.any(|field| field.key == key && field.mask.is_some())
    }

    /// Says of a document that it is on the screen of an app, where lines of print around it say so.
    pub fn with_surroundings<'a>(&self, mut printed: Recognised, lines: impl Iterator<Item = &'a str>) -> Recognised {
        let definition = self.all.iter().find(|definition| definition.id == printed.id);
        let lines: Vec<Vec<char>> = lines.map(|line| line.chars().collect()).collect();
        let says = |phrase: &Phrase| {
            let places = |line: &Vec<char>| phrase.occurrences(line, &Letters::new(line));
            lines.iter().flat_map(places).any(|place| place.likeness() > OF_SCREEN)
        };
        let is_screen = definition.is_some_and(|definition| definition.screens.iter().any(says));
        if is_screen && !printed.findings.contains(&Finding::MobileScreen) {
            printed.findings.push(Finding::MobileScreen);
        }
        printed
    }

    /// Completes a document with what its machine-readable zone says: fields that only the zone has are added, with their
    /// masks; where both say a thing, agreement verifies the printed field, and difference is a finding. Printed values
    /// are never replaced, but for blanks between given names.
    pub fn with_zone(&self, mut printed: Recognised, zone: &Document) -> Recognised {
        let definition = self.all.iter().find(|definition| definition.id == printed.id);
        for field in &zone.fields {
            let same = printed.document.fields.iter_mut().find(|own| own.key == field.key);
            match same {
                Some(own) if is_line_of_zone(own.key) => *own = field.clone(),
                Some(own) => {
                    let (Some(here), Some(there)) = (&own.value, &field.value) else { continue };
                    if says_the_same(own.key, here, there) {
                        // A zone parts what is printed apart: blanks that were read too narrow are seen there.
                        if own.key == FieldKey::SecondaryIdentifier && here != there && *here == there.replace(' ', "")
                        {
                            own.value = field.value.clone();
                            printed.findings.push(Finding::Corrected { field: own.key });
                        }
                        own.verified = own.verified.or(field.verified);
                        own.confidence =
                            if own.confidence > field.confidence { own.confidence } else { field.confidence };
                    } else {
                        printed.findings.push(Finding::ZoneDisagrees { field: field.key });
                    }
                }
                None => {
                    let own =
                        definition.and_then(|definition| definition.fields.iter().find(|own| own.key == field.key));
                    // Of another generation, which prints what must be hidden, too, and it was not found.
                    if own.is_none() && self.hides(zone, field.key) {
                        printed.unmasked.push(field.key);
                    }
                    printed.document.fields.push(own.map_or_else(|| field.clone(), |own| as_printed(own, field)));
                }
            }
        }
        printed.unmasked.retain(|key| !is_line_of_zone(*key) || zone.field(*key).is_none());
        printed.findings.retain(|finding| {
            let missing =
                matches!(finding, Finding::MissingField { field } if printed.document.field(*field).is_some());
            !missing
        });
        if let Some(definition) = definition {
            let value = |key: FieldKey| printed.document.field(key)?.value.as_deref();
            let across = checks::across(definition, &value);
            let new: Vec<Finding> = across.into_iter().filter(|finding| !printed.findings.contains(finding)).collect();
            printed.findings.extend(new);
            printed.masked = masked(definition, &printed.document.fields);
            printed.document.is_confident = is_confident(definition, &printed.document.fields, &printed.findings);
        }
        printed
    }
}

/// A field of the zone as the document prints it: its optional data may carry more than the printed number.
fn as_printed(definition: &FieldDefinition, field: &Field) -> Field {
    let value = field.value.as_ref().map(|value| definition.begins(value).unwrap_or_else(|| value.clone()));
    Field { value, ..field.clone() }
}

fn is_line_of_zone(key: FieldKey) -> bool {
    matches!(key, FieldKey::MrzLine1 | FieldKey::MrzLine2 | FieldKey::MrzLine3)
}

/// Whether a printed value and one of the zone mean the same: without signs and blanks. The zone's optional data carry more than the
/// printed number; that counts as far as it goes.
fn says_the_same(key: FieldKey, printed: &str, zone: &str) -> bool {
    let compact =
        |text: &str| text.chars().filter(|symbol| symbol.is_alphanumeric()).collect::<String>().to_uppercase();
    let (printed, zone) = (compact(printed), compact(zone));
    zone == printed || key == FieldKey::PersonalNumber && zone.starts_with(&printed)
}

/// What a sheet is and what stands on it, all kinds having been weighed.
pub(crate) fn recognition(sheet: &Sheet, print: &Print, weighed: &[Weighed]) -> Recognition {
    let score_of =
        |definition: &Definition, score| KindScore { id: definition.id.clone(), kind: definition.kind, score };
    let shares = shares(weighed);
    let likely = weighed.iter().zip(&shares).filter(|(_, score)| score.get() >= LEAST);
    let kinds = likely.map(|(weighed, score)| score_of(weighed.definition, *score)).collect();
    let document = best_of(weighed).and_then(|(best, score)| best.recognised(sheet, print, score));
    Recognition { kinds, document }
}

fn likeliest_first(weighed: &mut [Weighed]) {
    weighed.sort_by(|a, b| b.evidence.total_cmp(&a.evidence));
}

/// The shares of the evidence that several kinds have.
fn shares(weighed: &[Weighed]) -> Vec<Confidence> {
    classify::shares(&weighed.iter().map(|weighed| weighed.evidence).collect::<Vec<_>>())
}

/// The likeliest of kinds in order, where it is likely enough, and how likely it is. Which generation of a kind it is matters
/// less than which kind, so all of them count.
pub(crate) fn best_of<'a, 'b>(weighed: &'b [Weighed<'a>]) -> Option<(&'b Weighed<'a>, Confidence)> {
    let best = weighed.first()?;
    let alike = weighed.iter().zip(shares(weighed)).filter(|(other, _)| {
        other.definition.kind == best.definition.kind && other.definition.issuing_state == best.definition.issuing_state
    });
    let score = Confidence::new(alike.map(|(_, share)| share.get()).sum());
    (score.get() >= SAID).then_some((best, score))
}

/// A definition with what speaks for it.
pub(crate) struct Weighed<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) captions: Captions<'a>,
    evidence: f32,
    /// For the likely ones.
    pub(crate) draft: Option<Draft>,
}

/// The fields and findings under one definition.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) found: Vec<Found>,
    fields: Vec<Field>,
    pub(crate) findings: Vec<Finding>,
}

impl Weighed<'_> {
    fn draft(&mut self, print: &Print, today: Date) {
        let found = extract(&mut self.captions, self.definition);
        let draft = Draft::new(print, self.definition, found, &self.captions, today);
        let has_value = |key: FieldKey| draft.fields.iter().any(|field| field.key == key && field.value.is_some());
        for key in self.definition.mandatory() {
            self.evidence += if has_value(key) { FIELD } else { -FIELD };
        }
        let agreeing = draft.fields.iter().filter(|field| field.verified == Some(true)).count();
        self.evidence += CHECK * agreeing as f32;
        for finding in &draft.findings {
            self.evidence -= match finding {
                Finding::OutsideGeneration => GENERATION,
                Finding::Malformed { .. } | Finding::UnknownOffice { .. } | Finding::UnknownCountry { .. } => FIELD,
                Finding::MissingField { .. } => 0.0,
                // No office gives out such a number, while a slip in one is likelier.
                Finding::ImpossibleDate { .. } | Finding::OtherRegister { .. } => 2.0 * CHECK,
                finding if finding.is_failure() => CHECK,
                _ => 0.0,
            };
        }
        self.draft = Some(draft);
    }

    fn recognised(&self, sheet: &Sheet, print: &Print, score: Confidence) -> Option<Recognised> {
        let definition = self.definition;
        let Draft { fields, mut findings, .. } = self.draft.clone()?;
        let mut document = Document::new(definition.kind?, definition.issuing_state.as_str(), sheet.outline);
        let is_there = |phrase| print.occurrences(phrase).iter().any(|(_, found)| found.likeness() > OF_SCREEN);
        if definition.screens.iter().any(is_there) {
            findings.push(Finding::MobileScreen);
        }
        document.is_confident = is_confident(definition, &fields, &findings);
        let masked = masked(definition, &fields);
        let mut unmasked = unmasked(definition, &self.captions, &fields, &findings);
        if !unmasked.contains(&FieldKey::PersonalNumber) && has_bare_number(print, &masked, &fields) {
            unmasked.push(FieldKey::PersonalNumber);
        }
        document.turn = sheet.turn;
        document.fields = fields;
        Some(Recognised { id: definition.id.clone(), score, document, findings, masked, unmasked })
    }
}

impl Draft {
    fn new(print: &Print, definition: &Definition, found: Vec<Found>, captions: &Captions, today: Date) -> Self {
        let mut findings = Vec::new();
        let mut fields: Vec<(Field, &FieldDefinition)> = Vec::new();
        for found in &found {
            let field = &definition.fields[found.field];
            fields.extend(read(print, field, found, captions, &mut findings).map(|read| (read, field)));
        }
        let known: Vec<(FieldKey, String)> =
            fields.iter().filter_map(|(field, _)| Some((field.key, field.value.clone()?))).collect();
        let values = |key: FieldKey| known.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
        for (field, definition) in &mut fields {
            let Some(value) = field.value.clone() else { continue };
            for check in &definition.checks {
                judge(field, checks::check(field.key, *check, &value, &values, today), &mut findings);
            }
        }
        findings.extend(checks::across(definition, &values));
        let is_there = |key: FieldKey| fields.iter().any(|(field, _)| field.key == key);
        findings
            .extend(definition.mandatory().filter(|key| !is_there(*key)).map(|field| Finding::MissingField { field }));
        let mut fields: Vec<Field> = fields.into_iter().map(|(field, _)| field).collect();
        // In reading order. Columns are read by rows, as they are printed.
        let height = |field: &Field| field.lines.first().map_or(0.0, |line| line.on_sheet.centre().y);
        fields.sort_by(|a, b| height(a).total_cmp(&height(b)));
        Self { found, fields, findings }
    }

    pub(crate) fn value(&self, key: FieldKey) -> Option<&str> {
        self.fields.iter().find(|field| field.key == key)?.value.as_deref()
    }

    /// Whether a check agrees with a field if its text were this.
    pub(crate) fn agrees(&self, field: &FieldDefinition, text: &[char], today: Date) -> bool {
        let matched = field.pattern().and_then(|pattern| pattern.find(text));
        let text: String = text.iter().collect();
        let Ok(value) = value(field.key, field.read, &text, matched.as_ref()) else { return false };
        let others = |key: FieldKey| self.value(key).filter(|_| key != field.key);
        let outcomes = field.checks.iter().map(|check| checks::check(field.key, *check, &value, &others, today));
        outcomes.into_iter().any(|outcome| matches!(outcome, Outcome::Agrees(_)))
    }
}

/// A found field as documents have it; None when it stands nowhere.
fn read(
    print: &Print,
    definition: &FieldDefinition,
    found: &Found,
    captions: &Captions,
    findings: &mut Vec<Finding>,
) -> Option<Field> {
    let listed: Vec<Option<(Span, &str)>> = found.spans.iter().map(|span| listed(print, definition, span)).collect();
    let entry_of = |(span, entry): (&Span, &Option<(Span, _)>)| entry.as_ref().map_or(span, |entry| &entry.0).clone();
    let spans: Vec<Span> = found.spans.iter().zip(&listed).map(entry_of).collect();
    let text = spans.iter().map(|span| print.text(span)).collect::<Vec<_>>().join(" ");
    let place = |span| if definition.mask.is_some() { print.place_to_its_end(span) } else { print.place(span) };
    let lines: Vec<Line> = spans.iter().filter_map(place).collect();
    if text.trim().is_empty() || lines.is_empty() {
        return None;
    }
    let certain: f32 = spans.iter().map(|span| print.confidence(span).get()).product();
    // A pattern that fits by half only says that something was misread.
    let fits = found.matched.as_ref().map_or(1.0, Match::likeness).max(0.1);
    if found.matched.as_ref().is_some_and(|matched| matched.look_alikes) {
        findings.push(Finding::LookAlikesReplaced { field: definition.key });
    }
    if spans.iter().any(|span| print.is_corrected(span)) {
        findings.push(Finding::Corrected { field: definition.key });
    }
    let value = match value(definition.key, definition.read, &text, found.matched.as_ref()) {
        // As the list writes it, wherever blanks were read.
        Ok(value) => Some(match listed.as_slice() {
            [Some((_, entry))] if definition.read == Read::Text => (*entry).to_owned(),
            _ => value,
        }),
        Err(finding) => {
            findings.push(finding);
            None
        }
    };
    let confidence = Confidence::new(certain * fits);
    let caption = found.caption.as_ref().map(|span| captions.print.text(span));
    Some(Field { value, caption, ..Field::new(definition.key, text, confidence, lines) })
}

/// How many letters may be read behind an entry of a list that are none: the rim of a seal, a pattern.
const SPECKS: usize = 3;

/// The entry of the field's list that begins a span, and where it stands, without what was read behind it.
fn listed<'a>(print: &Print, definition: &'a FieldDefinition, span: &Span) -> Option<(Span, &'a str)> {
    let among = definition.among().filter(|among| !among.is_beginning())?;
    let symbols = &print.row(span).symbols[span.range.start..];
    let (entry, place) = among.likest(symbols, 1.0, 1).into_iter().next()?;
    let is_solid = |symbol: &&char| symbol.is_alphanumeric();
    let behind = symbols[..span.range.len()].iter().skip(place.range.end).filter(is_solid).count();
    let whole = Span { row: span.row, range: span.range.start..span.range.start + place.range.end };
    (place.range.start == 0 && behind <= SPECKS).then_some((whole, entry))
}

/// Lets a check speak: Bayes' rule over whether the value was read well.
fn judge(field: &mut Field, outcome: Outcome, findings: &mut Vec<Finding>) {
    let right = field.confidence.get();
    let (if_right, if_wrong) = match outcome {
        Outcome::Silent => return,
        Outcome::Agrees(by_chance) => (1.0, by_chance),
        Outcome::Disagrees(finding, though_right) => {
            findings.push(finding);
            (though_right, 0.9)
        }
    };
    field.confidence = Confidence::new(right * if_right / (right * if_right + (1.0 - right) * if_wrong));
    match outcome {
        Outcome::Agrees(_) => field.verified = field.verified.or(Some(true)),
        // Where it may be of a kind that carries no check digit, it carries no check.
        Outcome::Disagrees(Finding::CheckDigitInconclusive { .. }, _) => {}
        _ => field.verified = Some(false),
    }
}

fn is_confident(definition: &Definition, fields: &[Field], findings: &[Finding]) -> bool {
    let sure_of = |key: FieldKey| {
        let read = fields.iter().filter(|field| field.key == key && field.value.is_some());
        read.map(|field| field.confidence.get()).reduce(f32::max)
    };
    let sure = definition.mandatory().map(sure_of).try_fold(1.0, |all, sure| Some(all * sure?));
    // A field that such a document need not show does no harm when it is misread; a check that fails always does.
    let is_optional = |finding: &Finding| {
        let of_text = matches!(finding, Finding::Malformed { .. } | Finding::MissingField { .. });
        of_text && finding.field().is_some_and(|key| !definition.mandatory().any(|mandatory| mandatory == key))
    };
    // Residents are given their number when they are born: hardly any who have a card were born when it had no check digit any more.
    // Aliens and corporations are given theirs later; what the check digit then says is weighed in how sure the reading is.
    let is_left_open = |finding: &Finding| {
        let Finding::CheckDigitInconclusive { field: key } = *finding else { return false };
        let is_resident = |value: &str| PersonNumber::parse(value).is_some_and(|number| !number.is_alien());
        let values = || fields.iter().filter(|field| field.key == key).filter_map(|field| field.value.as_deref());
        key == FieldKey::CorporationNumber || !values().any(is_resident)
    };
    sure.is_some_and(|sure| sure >= SURE)
        && findings.iter().all(|finding| !finding.is_failure() || is_optional(finding) || is_left_open(finding))
}

/// What is covered above and below the print itself, in heights of a line.
const MARGIN: f32 = 0.3;
/// What is covered beside it: a recogniser may see a character half a width beside where it stands...
const SIDE: f32 = 0.75;
/// ...and may overlook one at an end of the line.
const END: f32 = 0.9;
/// Where nobody knows which of a text's characters are the last, so many may lie outside of what was outlined at either end.
const OUTSIDE: usize = 2;
/// Year, month and day in full.
const DIGITS_OF_DATE: usize = 8;

fn masked(definition: &Definition, fields: &[Field]) -> Vec<Masked> {
    let masked = fields.iter().filter_map(|field| {
        let known = definition.fields.iter().find(|known| known.key == field.key)?;
        let mask = field.masked_by(known.mask?);
        let solid = field.text.chars().filter(|symbol| symbol.is_alphanumeric()).count();
        let least = known.pattern().map_or(0, Pattern::least_solid);
        // A day of one digit may be one of two whose second lies under a seal.
        let least = if known.read == Read::Date { least.max(DIGITS_OF_DATE) } else { least };
        let missing = least.saturating_sub(solid) + if field.is_place_sure() { 0 } else { OUTSIDE };
        let cover = |place: fn(&Line) -> Quad| {
            covered(mask, &field.text, missing, &field.lines.iter().map(place).collect::<Vec<_>>())
        };
        let on_sheet = cover(|line| line.on_sheet)?;
        // Shares of a line hold on the sheet; a photo that shows it aslant shortens what is far.
        let first = field.lines.first()?;
        let photo_from_sheet = Homography::between(&first.on_sheet, &first.on_photo);
        let on_photo = match photo_from_sheet {
            Some(map) => on_sheet.map(|point| map.apply(point)),
            None => cover(|line| line.on_photo)?,
        };
        let text = mask.hide(field.value.as_deref().unwrap_or(&field.text));
        Some(Masked { key: field.key, text, on_photo, on_sheet })
    });
    masked.collect()
}

/// Fields that must be hidden and were not found, of those that each document shows and those whose label is there. What has
/// no value, or a day that it cannot be, may be something else.
fn unmasked(definition: &Definition, captions: &Captions, fields: &[Field], findings: &[Finding]) -> Vec<FieldKey> {
    let has_value = |key: FieldKey| fields.iter().any(|field| field.key == key && field.value.is_some());
    // A number with a birthday that cannot be stands where it was found; a date that cannot be is another one.
    let is_other = |field: &FieldDefinition| {
        let cannot_be = [Finding::ImpossibleDate { field: field.key }, Finding::FutureDate { field: field.key }];
        field.read == Read::Date && cannot_be.iter().any(|finding| findings.contains(finding))
    };
    let secret = definition.fields.iter().enumerate().filter(|(_, field)| field.mask.is_some());
    let expected = secret
        .filter(|(index, field)| field.mandatory || captions.all.iter().any(|caption| caption.field == Some(*index)));
    expected
        .map(|(_, field)| field)
        .filter(|field| !has_value(field.key) || is_other(field))
        .map(|field| field.key)
        .collect()
}

/// Whether print that may be somebody's personal number is not covered: a title that was misread makes another field of it.
fn has_bare_number(print: &Print, masked: &[Masked], fields: &[Field]) -> bool {
    // The number of a corporation looks the same; its label or its check digit tells it.
    let is_of_corporation = |field: &&Field| {
        field.key == FieldKey::CorporationNumber && (field.caption.is_some() || field.verified == Some(true))
    };
    let others = fields.iter().filter(is_of_corporation).flat_map(|field| field.lines.iter().map(|line| line.on_sheet));
    let clear: Vec<Quad> = masked.iter().map(|masked| masked.on_sheet).chain(others).collect();
    let is_bare = |span: &Span| {
        let place = print.place(span).map(|place| place.on_sheet.centre());
        place.is_some_and(|centre| !clear.iter().any(|quad| quad.contains(centre)))
    };
    (0..print.rows.len()).flat_map(|row| print.secret_halves(row)).any(|span| is_bare(&span))
}

/// The area of a mask with a margin, wider where characters of their usual widths would look out of it (the rule counts all
/// as equally wide, and hyphens are not), and longer at both ends by characters that must be there and were not read.
fn covered(mask: Mask, text: &str, missing: usize, quads: &[Quad]) -> Option<Quad> {
    let all = Quad::enclosing(quads)?;
    let width = |symbols: &mut dyn Iterator<Item = char>| symbols.map(crate::print::width).sum::<f32>();
    let hidden = (mask.share(text) * text.chars().count() as f32).round() as usize;
    let share = width(&mut text.chars().rev().take(hidden)) / width(&mut text.chars()).max(f32::EPSILON);
    let area = all.right_part(share.max(mask.share(text)).min(1.0));
    let [a, b, c, d] = area.0;
    let longer = missing as f32 * all.width() / text.chars().count().max(1) as f32;
    let beyond = |margin: f32| (longer + margin * all.height()) / area.width().max(f32::EPSILON);
    let (before, behind) =
        (beyond(if hidden < text.chars().count() { SIDE } else { END } - MARGIN), beyond(END - MARGIN));
    let area = Quad([a.lerp(b, -before), a.lerp(b, 1.0 + behind), d.lerp(c, 1.0 + behind), d.lerp(c, -before)]);
    Some(area.grown(all.height() * MARGIN))
}

impl fmt::Debug for Recognition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recognition").field("kinds", &self.kinds).field("document", &self.document).finish()
    }
}

impl fmt::Debug for Recognised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recognised")
            .field("id", &self.id)
            .field("score", &self.score)
            .field("document", &self.document)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masked").field("key", &self.key).finish_non_exhaustive()
    }
}
