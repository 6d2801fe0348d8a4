use document::FieldKey;
use serde::Serialize;

/// What is wrong or doubtful about a document. Findings name places, never what stands there, so they may be logged.
///
/// Serialised as an object with `code` in snake case beside the other parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// A field that every document of the kind shows was not found.
    MissingField {
        /// The field.
        field: FieldKey,
    },
    /// What was read is not what such a field looks like, and no value was made of it.
    Malformed {
        /// The field.
        field: FieldKey,
    },
    /// Letters stood where digits belong, or the other way round, and were replaced by those that look like them.
    LookAlikesReplaced {
        /// The field.
        field: FieldKey,
    },
    /// What was read first is nothing that the field may say, or its check digit disagreed: the likeliest reading that it
    /// may say was taken in its place.
    Corrected {
        /// The field.
        field: FieldKey,
    },
    /// The number's own check digit disagrees with the rest of it.
    CheckDigitMismatch {
        /// The number.
        field: FieldKey,
    },
    /// The check digit disagrees, but the number may be of a time whose numbers have none.
    CheckDigitInconclusive {
        /// The number.
        field: FieldKey,
    },
    /// No day that the calendar has.
    ImpossibleDate {
        /// The date, or the number that holds it.
        field: FieldKey,
    },
    /// A day that has not come yet, where only past ones make sense.
    FutureDate {
        /// The date, or the number that holds it.
        field: FieldKey,
    },
    /// Two dates stand in the wrong order.
    DatesOutOfOrder {
        /// The date that should be the earlier one.
        earlier: FieldKey,
        /// The date that should be the later one.
        later: FieldKey,
    },
    /// A number's part for the region is none that is given out.
    UnknownRegion {
        /// The number.
        field: FieldKey,
    },
    /// No list has such an office, neither today's nor the abolished ones.
    UnknownOffice {
        /// The office.
        field: FieldKey,
    },
    /// No list has such a state.
    UnknownCountry {
        /// The state.
        field: FieldKey,
    },
    /// The number belongs to another register: an alien's on a citizen's card, or the other way round.
    OtherRegister {
        /// The number.
        field: FieldKey,
    },
    /// Two fields that say the same thing disagree.
    Disagreement {
        /// One of them.
        field: FieldKey,
        /// The other.
        with: FieldKey,
    },
    /// The printed field and the machine-readable zone disagree.
    ZoneDisagrees {
        /// The field.
        field: FieldKey,
    },
    /// The date of issue lies outside the time in which such cards were issued.
    OutsideGeneration,
    /// What was photographed is the screen of an app that shows the document.
    MobileScreen,
}

impl Finding {
    /// The field it is about, the first of two; None for those about the whole document.
    pub fn field(&self) -> Option<FieldKey> {
        match *self {
            Self::OutsideGeneration | Self::MobileScreen => None,
            Self::DatesOutOfOrder { earlier, .. } => Some(earlier),
            Self::MissingField { field }
            | Self::Malformed { field }
            | Self::LookAlikesReplaced { field }
            | Self::Corrected { field }
            | Self::CheckDigitMismatch { field }
            | Self::CheckDigitInconclusive { field }
            | Self::ImpossibleDate { field }
            | Self::FutureDate { field }
            | Self::UnknownRegion { field }
            | Self::UnknownOffice { field }
            | Self::UnknownCountry { field }
            | Self::OtherRegister { field }
            | Self::Disagreement { field, .. }
            | Self::ZoneDisagrees { field } => Some(field),
        }
    }

    /// Whether a check that the document must pass was not passed; the others are remarks.
    pub(crate) fn is_failure(&self) -> bool {
        !matches!(self, Self::LookAlikesReplaced { .. } | Self::Corrected { .. } | Self::MobileScreen)
    }
}
