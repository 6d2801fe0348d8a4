use std::fmt;

use serde::Serialize;

use crate::field_key::FieldKey;
use crate::finding::Finding;
use crate::format::Format;
use crate::layout::Span;

/// What the check digits say of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Its own check digit agrees, or the composite where it has none of its own. One wrong symbol in ten passes.
    Agrees,
    /// That check digit disagrees or is missing.
    Disagrees,
    /// No check digit covers it.
    Uncovered,
}

/// One field of a parsed zone. Its `Debug` hides what was read.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ZoneField {
    /// Its name.
    pub key: FieldKey,
    /// Where it stands; a long document number has two places.
    pub spans: Vec<Span>,
    /// The characters as they stand there, fillers included.
    pub raw: String,
    /// The normalised value: dates in ISO 8601 as precise as known, names with spaces, codes and numbers without their
    /// trailing fillers, sex as `M`, `F` or `X` for unspecified. `None` when the field is blank or its value makes no sense.
    pub value: Option<String>,
    /// What the check digits say.
    pub check: CheckState,
}

impl fmt::Debug for ZoneField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZoneField")
            .field("key", &self.key)
            .field("spans", &self.spans)
            .field("check", &self.check)
            .finish_non_exhaustive()
    }
}

/// A parsed zone: its fields and what is doubtful about them. Its `Debug` hides what was read.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Zone {
    /// The format it was parsed as.
    pub format: Format,
    /// The lines as given.
    pub lines: Vec<String>,
    /// Fields in reading order, without check digits and fillers.
    pub fields: Vec<ZoneField>,
    /// Everything doubtful.
    pub findings: Vec<Finding>,
}

impl Zone {
    /// The field with this key.
    pub fn field(&self, key: FieldKey) -> Option<&ZoneField> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The normalised value of a field; `None` when the format lacks it or it is blank.
    pub fn value(&self, key: FieldKey) -> Option<&str> {
        self.field(key)?.value.as_deref()
    }

    /// Whether every check digit of the format is there and agrees; `None` when the format has none.
    ///
    /// Agreement is not proof: see [`undetectable`](crate::undetectable), and names carry no check digit.
    pub fn check_digits_agree(&self) -> Option<bool> {
        if self.format.layout().checks.is_empty() {
            return None;
        }
        let failed = |finding: &Finding| {
            matches!(finding, Finding::CheckDigitMismatch { .. } | Finding::MissingCheckDigit { .. })
        };
        Some(!self.findings.iter().any(failed))
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zone")
            .field("format", &self.format)
            .field("fields", &self.fields)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}
