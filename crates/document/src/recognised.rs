use std::fmt;

use serde::Serialize;

use crate::{Confidence, DocumentKind, Face, FieldKey, Mask, Quad, Turn};

/// One document that was recognised in a photo, as any wire format can be written from it.
///
/// Everything here is personal data: `Debug` prints names of fields and counts only, and there is no `Display`.
///
/// ```
/// use document::{Confidence, Document, DocumentKind, Field, FieldKey, Line, Quad};
/// let mut card = Document::new(DocumentKind::IdentityCard, "KOR", Quad::rectangle(9.0, 9.0, 856.0, 540.0));
/// let line = Line { on_photo: Quad::rectangle(60.0, 80.0, 90.0, 30.0), on_sheet: Quad::rectangle(51.0, 71.0, 90.0, 30.0) };
/// card.fields.push(Field::new(FieldKey::Name, "홍길동", Confidence::new(0.9), vec![line]));
/// assert_eq!(card.field(FieldKey::Name).and_then(|name| name.value.as_deref()), Some("홍길동"));
/// assert!(!format!("{card:?}").contains("홍길동"));
/// ```
#[derive(Clone, PartialEq, Serialize)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// Who issued it: an alpha-3 code of ISO 3166-1 or, for what that does not know, of Doc 9303-3 section 5.
    pub issuing_state: String,
    /// Its corners in pixels of the upright photo as sent, beginning with its own top left; they may lie outside.
    pub outline: Quad,
    /// How far it is turned clockwise in the photo, to the nearest quarter.
    pub turn: Turn,
    /// Whether every field that each such document shows was read and every check on it agrees.
    pub is_confident: bool,
    /// What is printed on it, in reading order. A key may come several times.
    pub fields: Vec<Field>,
    /// The faces on it; None when nothing looked for faces.
    #[serde(skip)]
    pub faces: Option<Vec<Face>>,
    /// Whether it is seen without colour, as on a photocopy; None when nothing looked or it cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_greyscale: Option<bool>,
}

impl Document {
    /// A document without fields, the right way up; nobody is confident of it yet.
    pub fn new(kind: DocumentKind, issuing_state: impl Into<String>, outline: Quad) -> Self {
        let issuing_state = issuing_state.into();
        Self {
            kind,
            issuing_state,
            outline,
            turn: Turn::None,
            is_confident: false,
            fields: Vec::new(),
            faces: None,
            is_greyscale: None,
        }
    }

    /// The first field of that name.
    pub fn field(&self, key: FieldKey) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// One field of a document.
#[derive(Clone, PartialEq, Serialize)]
pub struct Field {
    /// What it says.
    pub key: FieldKey,
    /// The text as read; lines are joined by a blank.
    pub text: String,
    /// The printed caption beside it, as read.
    pub caption: Option<String>,
    /// The normalised value: dates in ISO 8601 (`1987-02-01`; `1987-02` and `1987` when the rest is unknown), sex as
    /// `F`, `M` or `X`, states as alpha-3 codes where the text says so, other texts without stray blanks. None when the
    /// text has no valid meaning.
    pub value: Option<String>,
    /// How sure it is that every character is right.
    pub confidence: Confidence,
    /// Whether a check that the field itself carries, such as a check digit, agrees; None when it carries none.
    pub verified: Option<bool>,
    /// Where it stands, one entry per printed line from top to bottom.
    pub lines: Vec<Line>,
}

impl Field {
    /// A field whose value is its text, without caption and without a check of its own.
    pub fn new(key: FieldKey, text: impl Into<String>, confidence: Confidence, lines: Vec<Line>) -> Self {
        let text = text.into();
        Self { key, value: Some(text.clone()), text, caption: None, confidence, verified: None, lines }
    }

    /// Whether it is known which of its characters are the last: with one missing, or less likely right than not, it is not.
    pub fn is_place_sure(&self) -> bool {
        self.value.is_some() && self.confidence.get() >= 0.5
    }

    /// What must be hidden of it where such a field has this mask: all of it where it is not known which characters are the last.
    ///
    /// ```
    /// use document::{Confidence, Field, FieldKey, Mask};
    /// let mut number = Field::new(FieldKey::PersonalNumber, "800101-1000008", Confidence::new(0.9), Vec::new());
    /// assert_eq!(number.masked_by(Mask::LastDigits(7)), Mask::LastDigits(7));
    /// number.value = None;
    /// assert_eq!(number.masked_by(Mask::LastDigits(7)), Mask::Whole);
    /// ```
    pub fn masked_by(&self, mask: Mask) -> Mask {
        if self.is_place_sure() { mask } else { Mask::Whole }
    }
}

/// One printed line of a field.
#[derive(Clone, Copy, PartialEq, Serialize)]
pub struct Line {
    /// In pixels of the upright photo as sent.
    pub on_photo: Quad,
    /// In pixels of the straightened document, whose top-left corner is `(0, 0)`.
    pub on_sheet: Quad,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("kind", &self.kind)
            .field("turn", &self.turn)
            .field("fields", &self.fields)
            .field("faces", &self.faces.as_ref().map(Vec::len))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field").field("key", &self.key).field("confidence", &self.confidence).finish_non_exhaustive()
    }
}
