//! A kind of document as data: what one TOML file says.
use std::sync::LazyLock;

use document::{Document, DocumentKind, FieldKey, Mask};
use mrz::Date;
use serde::Deserialize;

use crate::address;
use crate::among::Among;
use crate::pattern::Pattern;
use crate::phrase::Phrase;

/// One kind and generation of document.
#[derive(Clone)]
pub struct Definition {
    /// The name of its file without ending, such as `kor/resident_card_2020`.
    pub id: String,
    /// What it is; None for a kind that is told apart and not read.
    pub kind: Option<DocumentKind>,
    /// Who issues it, as in a recognised document.
    pub issuing_state: String,
    /// The first and the last day of issue, where they are known.
    pub(crate) issued: (Option<Date>, Option<Date>),
    pub(crate) titles: Vec<Phrase>,
    pub(crate) marks: Vec<Phrase>,
    pub(crate) screens: Vec<Phrase>,
    pub(crate) ignored: Vec<Phrase>,
    pub(crate) fields: Vec<FieldDefinition>,
    pub(crate) orders: Vec<Order>,
}

/// A field of a kind of document.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldDefinition {
    pub(crate) key: FieldKey,
    /// The captions that may be printed beside it.
    #[serde(default)]
    pub(crate) labels: Vec<Phrase>,
    /// How its text becomes a value.
    pub(crate) read: Read,
    /// What it looks like; by default what its `read` brings.
    pattern: Option<Pattern>,
    /// What each of its lines is written in, where that is narrower than anything and no pattern tells where it stands.
    written: Option<Pattern>,
    /// The list that it, or its beginning, is of.
    among: Option<Among>,
    /// The field in Hangul that its hanja are read as.
    pub(crate) read_as: Option<FieldKey>,
    /// Where it stands seen from its label, the usual place first.
    #[serde(default = "right")]
    pub(crate) place: Vec<Place>,
    /// Where it stands on the sheet: left, top, right and bottom in shares of its width and height.
    pub(crate) region: Option<[f32; 4]>,
    /// Fields that stand above it.
    #[serde(default)]
    pub(crate) after: Vec<FieldKey>,
    /// Fields that stand below it.
    #[serde(default)]
    pub(crate) before: Vec<FieldKey>,
    /// How many printed lines it may have.
    #[serde(default = "one")]
    pub(crate) lines: usize,
    /// Whether each of its lines is a field of its own.
    #[serde(default)]
    pub(crate) several: bool,
    /// Whether every document of the kind shows it.
    #[serde(default)]
    pub(crate) mandatory: bool,
    /// What of it must be hidden.
    pub(crate) mask: Option<Mask>,
    #[serde(default)]
    pub(crate) checks: Vec<Check>,
}

/// How a text becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Read {
    /// As it is, without stray blanks; an entry of the field's list as it is listed.
    Text,
    /// A Korean address: begins with a division of the country, and has the blanks that addresses have.
    Address,
    /// A name: of Hangul or Han characters without blanks, of other letters with single ones.
    Name,
    /// Characters as the pattern wants them, without blanks.
    Code,
    /// Characters as the pattern wants them, blanks included.
    Number,
    /// ISO 8601.
    Date,
    /// `M` or `F`.
    Sex,
    /// The alpha-3 code of a state.
    Country,
    /// The code of a foreigner's status.
    VisaStatus,
    /// Classes of a driving licence, one after the other.
    Classes,
}

/// Where a value stands seen from its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// In the same row.
    Right,
    /// In the rows under it, in its column.
    Below,
    /// It is the title itself.
    Title,
    /// It is the mark beside the title that tells the kind from its like.
    Mark,
}

/// What is checked of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Check {
    /// Number of a person of any nationality.
    PersonNumber,
    /// Number of a citizen.
    ResidentNumber,
    /// Number of a resident of another nationality.
    AlienNumber,
    /// The last seven digits of a citizen's number, whose first six are the date of birth.
    ResidentNumberTail,
    LicenceNumber,
    BusinessNumber,
    /// The business number's form: that of a corporation.
    NumberOfCorporation,
    /// The business number's form: that of a natural person.
    NumberOfSoleProprietor,
    CorporationNumber,
    /// Mayor or head of a county or district.
    Municipality,
    PoliceAgency,
    ImmigrationOffice,
    TaxOffice,
    /// Not later than today.
    Past,
}

/// Two dates of which one is not after the other.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Order {
    pub(crate) earlier: FieldKey,
    pub(crate) later: FieldKey,
}

/// What a file says, before it is completed with what it is like.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// A definition from which everything is taken that this one does not say.
    like: Option<String>,
    kind: Option<DocumentKind>,
    issuing_state: Option<String>,
    issued_from: Option<Date>,
    issued_until: Option<Date>,
    titles: Option<Vec<Phrase>>,
    marks: Option<Vec<Phrase>>,
    screens: Option<Vec<Phrase>>,
    ignored: Option<Vec<Phrase>>,
    /// Fields of the other definition that this one lacks.
    #[serde(default)]
    without: Vec<FieldKey>,
    #[serde(default)]
    field: Vec<FieldDefinition>,
    #[serde(default)]
    order: Vec<Order>,
}

impl Definition {
    /// Reads a file. `known` are the definitions that it may be like.
    pub(crate) fn parse(id: &str, text: &str, known: &[Definition]) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|fault| format!("{id}: {fault}"))?;
        let base = match &file.like {
            Some(like) => {
                let base = known.iter().find(|known| known.id == *like);
                Some(base.ok_or_else(|| format!("{id}: there is no `{like}` that it could be like"))?)
            }
            None => None,
        };
        let inherit = |own: Option<Vec<Phrase>>, of: fn(&Definition) -> &Vec<Phrase>| {
            own.or_else(|| base.map(|base| of(base).clone())).unwrap_or_default()
        };
        let mut fields = base.map(|base| base.fields.clone()).unwrap_or_default();
        fields.retain(|field| !file.without.contains(&field.key));
        for field in file.field {
            match fields.iter_mut().find(|known| known.key == field.key) {
                Some(known) => *known = field,
                None => fields.push(field),
            }
        }
        if let Some(field) = fields.iter().find(|field| {
            field.labels.is_empty()
                && field.region.is_none()
                && !field.place.iter().any(|place| matches!(place, Place::Title | Place::Mark))
        }) {
            return Err(format!("{id}: {:?} has neither a label nor a region, so nothing could find it", field.key));
        }
        let orders = base.map(|base| base.orders.clone()).unwrap_or_default();
        let titles = inherit(file.titles, |base| &base.titles);
        if titles.is_empty() {
            return Err(format!("{id}: a kind needs a title"));
        }
        Ok(Self {
            id: id.to_owned(),
            kind: file.kind.or_else(|| base.and_then(|base| base.kind)),
            issuing_state: file
                .issuing_state
                .or_else(|| base.map(|base| base.issuing_state.clone()))
                .ok_or_else(|| format!("{id}: `issuing_state` is missing"))?,
            issued: (file.issued_from, file.issued_until),
            titles,
            marks: inherit(file.marks, |base| &base.marks),
            screens: inherit(file.screens, |base| &base.screens),
            ignored: inherit(file.ignored, |base| &base.ignored),
            fields,
            orders: orders.into_iter().chain(file.order).collect(),
        })
    }

    /// The definition that a file wants to be like.
    pub(crate) fn like(text: &str) -> Option<String> {
        toml::from_str::<toml::Table>(text).ok()?.get("like")?.as_str().map(str::to_owned)
    }

    /// Whether it is of the kind and state that a machine-readable zone names.
    pub(crate) fn is_of(&self, zone: &Document) -> bool {
        self.kind == Some(zone.kind) && self.issuing_state == zone.issuing_state
    }

    /// Whether it prints a personal number that looks like the one that a zone tells.
    pub(crate) fn prints_personal_number_of(&self, zone: &Document) -> bool {
        let value = zone.field(FieldKey::PersonalNumber).and_then(|field| field.value.as_deref());
        let own = self.fields.iter().find(|field| field.key == FieldKey::PersonalNumber);
        own.zip(value).is_some_and(|(own, value)| own.begins(value).is_some())
    }

    /// The fields that every document of the kind shows.
    pub fn mandatory(&self) -> impl Iterator<Item = FieldKey> {
        self.fields.iter().filter(|field| field.mandatory).map(|field| field.key)
    }
}

impl FieldDefinition {
    /// What a text begins with that is exactly such a code.
    pub(crate) fn begins(&self, text: &str) -> Option<String> {
        let symbols: Vec<char> = text.chars().collect();
        let found = self.pattern().filter(|_| self.read == Read::Code)?.find(&symbols)?;
        found.mended.filter(|_| found.range.start == 0 && found.cost == 0.0)
    }

    /// What the field looks like.
    pub(crate) fn pattern(&self) -> Option<&Pattern> {
        self.pattern.as_ref().or_else(|| self.read.pattern())
    }

    /// What each of its lines may say.
    pub(crate) fn written(&self) -> Option<&Pattern> {
        self.written.as_ref().or(self.pattern.as_ref()).or_else(|| self.read.written()).or_else(|| self.read.pattern())
    }

    /// The list that it, or its beginning, is of.
    pub(crate) fn among(&self) -> Option<&Among> {
        self.among.as_ref().or_else(|| (self.read == Read::Address).then(Among::divisions))
    }
}

impl Read {
    /// What such a text looks like, unless the definition says it.
    fn pattern(self) -> Option<&'static Pattern> {
        // The same sign all through.
        const DATE: &str = concat!(
            r"(19|20)\d\d( ?\. ?[01]?\d ?\. ?[0-3]?\d ?\.?| ?년 ?[01]?\d ?월 ?[0-3]?\d( ?일)?",
            r"| ?- ?[01]?\d ?- ?[0-3]?\d| ?/ ?[01]?\d ?/ ?[0-3]?\d)"
        );
        static PATTERNS: LazyLock<[Pattern; 3]> = LazyLock::new(|| {
            [
                fixed(DATE),
                fixed(r"[MF]|남(\(?M\)?)?|여(\(?F\)?)?|남성|여성"),
                fixed(r"(\h{1,8} ?)?\(?[A-H]-?\d{1,2}(-\d{1,2})?\)?"),
            ]
        });
        match self {
            Read::Date => Some(&PATTERNS[0]),
            Read::Sex => Some(&PATTERNS[1]),
            Read::VisaStatus => Some(&PATTERNS[2]),
            _ => None,
        }
    }

    /// What each line of such a text is written in, unless the definition says it.
    fn written(self) -> Option<&'static Pattern> {
        // As the pattern, with the days and months that there are.
        const DATE: &str = concat!(
            r"(19|20)\d\d( ?\. ?(0?[1-9]|1[0-2]) ?\. ?(0?[1-9]|[12]\d|3[01]) ?\.?",
            r"| ?년 ?(0?[1-9]|1[0-2]) ?월 ?(0?[1-9]|[12]\d|3[01])( ?일)?",
            r"| ?- ?(0?[1-9]|1[0-2]) ?- ?(0?[1-9]|[12]\d|3[01])| ?/ ?(0?[1-9]|1[0-2]) ?/ ?(0?[1-9]|[12]\d|3[01]))"
        );
        static PATTERNS: LazyLock<[Pattern; 2]> = LazyLock::new(|| [fixed(address::WRITTEN), fixed(DATE)]);
        match self {
            Read::Address => Some(&PATTERNS[0]),
            Read::Date => Some(&PATTERNS[1]),
            _ => None,
        }
    }
}

fn fixed(source: &str) -> Pattern {
    Pattern::try_from(source.to_owned()).expect("a test compiles every pattern of the house")
}

fn right() -> Vec<Place> {
    vec![Place::Right]
}

fn one() -> usize {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_of_the_house_compile() {
        let all = [Read::Date, Read::Sex, Read::VisaStatus];
        assert!(all.into_iter().all(|read| read.pattern().is_some()));
        assert!(Read::Text.pattern().is_none());
        assert!(Read::Address.written().is_some() && Read::Date.written().is_some());
    }
}
