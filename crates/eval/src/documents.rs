//! The recognised document against the true one.
use std::sync::LazyLock;

use document::{DocumentKind, FieldKey, Quad};
use fields::{Definitions, Recognised};
use reader::Reading;
use serde::{Deserialize, Serialize};

use crate::folder::Row;
use crate::stats::Share;

/// What a document says, as the truth of a picture.
#[derive(Clone, PartialEq, Deserialize)]
pub struct TrueDocument {
    /// Id of its definition, such as `kor/resident_card_2020`.
    pub definition: String,
    /// Its width in the picture, in pixels.
    pub width: f32,
    /// Its fields, in any order.
    pub fields: Vec<TrueField>,
}

/// A field of a true document.
#[derive(Clone, PartialEq, Deserialize)]
pub struct TrueField {
    /// What it says.
    pub key: FieldKey,
    /// Its normalised value; None for one that has no valid meaning as printed.
    pub value: Option<String>,
    /// Around each character that must be masked.
    #[serde(default)]
    pub hidden: Vec<Quad>,
}

/// A recognised document against the true one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentOutcome {
    /// Id of the true definition.
    pub truth: String,
    /// Id of the definition that was recognised.
    pub read: Option<String>,
    /// Whether kind and issuing state are right, of whatever generation.
    pub kind_right: bool,
    /// Width of the document in the picture, in pixels.
    pub width: f32,
    /// Whether the answer is confident of the document.
    pub is_confident: bool,
    /// Whether the kind and every field that all such documents show are right: what `is_confident` claims.
    pub mandatory_right: bool,
    /// The true fields.
    pub fields: Vec<PrintedOutcome>,
    /// Whether the answer says that its masks cover all that must be hidden.
    pub claims_masked: bool,
    /// Characters that must be hidden and that no mask covers.
    pub exposed: usize,
}

impl DocumentOutcome {
    /// Whether masks that are said to be whole leave a character that must be hidden in sight.
    pub fn is_exposed(&self) -> bool {
        self.claims_masked && self.exposed > 0
    }
}

/// A field of a document against the truth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PrintedOutcome {
    /// Its name.
    pub key: FieldKey,
    /// The true value.
    pub truth: Option<String>,
    /// The value read.
    pub read: Option<String>,
    /// How sure the answer was of it, `0..=1`; None when it was not found.
    pub confidence: Option<f32>,
}

impl PrintedOutcome {
    /// Whether every character is right.
    pub fn right(&self) -> bool {
        self.truth == self.read
    }
}

impl DocumentOutcome {
    /// Whether the kind and every field are right.
    pub fn right(&self) -> bool {
        self.kind_right && self.fields.iter().all(PrintedOutcome::right)
    }
}

/// The share of a character that a mask must cover.
const COVERED: f32 = 0.9;

/// Compares the document; None when the truth says nothing of it. With several in one picture, the one with the most fields
/// right counts.
pub(crate) fn compare_document(row: &Row, reading: Option<&Reading>) -> Option<DocumentOutcome> {
    let truth = row.document.as_ref()?;
    let recognised = reading.into_iter().flat_map(|reading| &reading.sheets);
    let recognised = recognised.filter_map(|sheet| sheet.recognition.as_ref()?.document.as_ref());
    let outcomes = recognised.map(|document| compare(truth, Some(document)));
    let right = |outcome: &DocumentOutcome| outcome.fields.iter().filter(|field| field.right()).count();
    Some(outcomes.max_by_key(right).unwrap_or_else(|| compare(truth, None)))
}

fn compare(truth: &TrueDocument, recognised: Option<&Recognised>) -> DocumentOutcome {
    let mut left: Vec<&document::Field> = recognised.into_iter().flat_map(|read| &read.document.fields).collect();
    let fields = truth.fields.iter().map(|field| {
        // Of several fields of one name, the one that says it, else the next one.
        let same = |exactly: bool| {
            move |read: &&document::Field| read.key == field.key && (!exactly || read.value == field.value)
        };
        let place = left.iter().position(same(true)).or_else(|| left.iter().position(same(false)));
        let read = place.map(|place| left.remove(place));
        PrintedOutcome {
            key: field.key,
            truth: field.value.clone(),
            read: read.and_then(|read| read.value.clone()),
            confidence: read.map(|read| read.confidence.get()),
        }
    });
    let masks: Vec<&Quad> = recognised.into_iter().flat_map(|read| &read.masked).map(|mask| &mask.on_photo).collect();
    let is_covered = |character: &&Quad| {
        let needed = COVERED * character.signed_area().abs();
        masks.iter().any(|mask| mask.intersection_area(character) >= needed)
    };
    let fields: Vec<PrintedOutcome> = fields.collect();
    let known = definition(&truth.definition);
    let kind_right = known
        .as_ref()
        .zip(recognised)
        .is_some_and(|((kind, state, _), read)| (*kind, state) == (read.document.kind, &read.document.issuing_state));
    let mandatory = known.map(|(.., mandatory)| mandatory).unwrap_or_default();
    DocumentOutcome {
        truth: truth.definition.clone(),
        read: recognised.map(|read| read.id.clone()),
        kind_right,
        mandatory_right: kind_right
            && fields.iter().filter(|field| mandatory.contains(&field.key)).all(PrintedOutcome::right),
        width: truth.width,
        is_confident: recognised.is_some_and(|read| read.document.is_confident),
        fields,
        claims_masked: recognised.is_some_and(|read| read.unmasked.is_empty()),
        exposed: truth.fields.iter().flat_map(|field| &field.hidden).filter(|quad| !is_covered(quad)).count(),
    }
}

/// What documents of a definition are, who issues them, and what all of them show.
fn definition(id: &str) -> Option<(DocumentKind, String, Vec<FieldKey>)> {
    static DEFINITIONS: LazyLock<Option<Definitions>> = LazyLock::new(|| Definitions::embedded().ok());
    let definition = DEFINITIONS.as_ref()?.iter().find(|definition| definition.id == id)?;
    Some((definition.kind?, definition.issuing_state.clone(), definition.mandatory().collect()))
}

/// How well documents are read, over the pictures whose truth says what is printed.
#[derive(Clone, Serialize)]
pub struct Documents {
    /// Kind and issuing state right.
    pub kind: Share,
    /// Definition right, generation included.
    pub definition: Share,
    /// By width of the document in the picture; those that occur.
    pub widths: Vec<WidthBand>,
    /// By name of the field.
    pub keys: Vec<(FieldKey, Share)>,
    /// Kind and mandatory fields right, of the documents that the answer is confident of.
    pub confident_right: Share,
    /// A character exposed that must be hidden, of the documents whose masks are said to be whole.
    pub exposed: Share,
}

/// Documents of about one size in the picture.
#[derive(Clone, Serialize)]
pub struct WidthBand {
    /// Least width, in pixels.
    pub from: f32,
    /// End of the range, itself left out.
    pub to: f32,
    /// Fields with every character right, of all that are printed.
    pub fields: Share,
    /// Documents with the kind and every field right.
    pub whole: Share,
}

impl Documents {
    /// Ends of the bands of width, in pixels.
    const WIDTHS: [f32; 4] = [0.0, 400.0, 800.0, f32::INFINITY];

    pub(crate) fn new(documents: &[&DocumentOutcome]) -> Self {
        let band = |ends: &[f32]| {
            let inside = documents.iter().filter(|document| document.width >= ends[0] && document.width < ends[1]);
            let whole = Share::count(inside.clone().map(|document| document.right()));
            let fields = Share::count(inside.flat_map(|document| &document.fields).map(PrintedOutcome::right));
            (whole.of > 0).then_some(WidthBand { from: ends[0], to: ends[1], fields, whole })
        };
        let of_key = |key: &FieldKey| {
            let fields = documents.iter().flat_map(|document| &document.fields);
            let share = Share::count(fields.filter(|field| field.key == *key).map(PrintedOutcome::right));
            (share.of > 0).then_some((*key, share))
        };
        let those = |which: fn(&DocumentOutcome) -> bool| documents.iter().filter(move |document| which(document));
        Self {
            kind: Share::count(documents.iter().map(|document| document.kind_right)),
            definition: Share::count(documents.iter().map(|document| document.read.as_ref() == Some(&document.truth))),
            widths: Self::WIDTHS.windows(2).filter_map(band).collect(),
            keys: FieldKey::ALL.iter().filter_map(of_key).collect(),
            confident_right: Share::count(
                those(|document| document.is_confident).map(|document| document.mandatory_right),
            ),
            exposed: Share::count(those(|document| document.claims_masked).map(|document| document.is_exposed())),
        }
    }
}
