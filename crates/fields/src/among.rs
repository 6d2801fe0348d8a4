//! Lists of all that a field may say, or of all that it may begin with.
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::phrase::{Letters, Occurrence, Phrase};
use crate::{offices, value};

/// A list that a field is of.
#[derive(Clone, Deserialize)]
#[serde(from = "Source")]
pub(crate) struct Among {
    source: Source,
    /// Those that the definition says.
    own: Vec<(String, Phrase)>,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Source {
    List(List),
    These(Vec<String>),
}

/// A list of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
enum List {
    /// Mayors and heads of counties and districts.
    Municipalities,
    /// Provinces with their cities, counties and districts: what addresses begin with.
    Divisions,
    PoliceAgencies,
    ImmigrationOffices,
    /// In Latin letters.
    ImmigrationOfficesLatin,
    TaxOffices,
    /// Names of states.
    Countries,
}

static LISTS: LazyLock<HashMap<List, Vec<(String, Phrase)>>> = LazyLock::new(|| {
    HashMap::from([
        (List::Municipalities, prepared(offices::municipalities())),
        (List::Divisions, prepared(offices::divisions())),
        (List::PoliceAgencies, prepared(offices::police_agencies())),
        (List::ImmigrationOffices, prepared(offices::immigration_offices())),
        (List::ImmigrationOfficesLatin, prepared(offices::immigration_offices_latin())),
        (List::TaxOffices, prepared(offices::tax_offices())),
        (List::Countries, prepared(value::countries())),
    ])
});

fn prepared(entries: impl Iterator<Item = String>) -> Vec<(String, Phrase)> {
    entries.map(|entry| (entry.clone(), Phrase::new(&entry))).collect()
}

impl From<Source> for Among {
    fn from(source: Source) -> Self {
        let own = match &source {
            Source::List(_) => Vec::new(),
            Source::These(entries) => prepared(entries.iter().cloned()),
        };
        Self { source, own }
    }
}

static DIVISIONS: LazyLock<Among> = LazyLock::new(|| Among::from(Source::List(List::Divisions)));

impl Among {
    /// What Korean addresses begin with.
    pub(crate) fn divisions() -> &'static Among {
        &DIVISIONS
    }

    /// Whether entries are what a text begins with, and not the whole of it.
    pub(crate) fn is_beginning(&self) -> bool {
        matches!(self.source, Source::List(List::Divisions))
    }

    fn entries(&self) -> &[(String, Phrase)] {
        match self.source {
            Source::List(list) => &LISTS[&list],
            Source::These(_) => &self.own,
        }
    }

    /// At most so many entries that are likest to a part of a line, with the part; none that has less than a share of its
    /// letters in common with it. The first has most letters right.
    pub(crate) fn likest(&self, line: &[char], least: f32, most: usize) -> Vec<(&str, Occurrence)> {
        let letters = Letters::new(line);
        let right = |phrase: &Phrase| {
            let (length, edits) = (phrase.length(), phrase.least_edits(&letters));
            // A line may be without letters, and an entry with nothing of it.
            let is_like = length > 0 && edits < length && 1.0 - edits as f32 / length as f32 >= least;
            is_like.then(|| length.saturating_sub(2 * edits))
        };
        let entries = self.entries().iter();
        let mut likest: Vec<_> = entries.filter_map(|(entry, phrase)| Some((right(phrase)?, entry, phrase))).collect();
        likest.sort_by_key(|(right, ..)| std::cmp::Reverse(*right));
        likest.truncate(most);
        let placed = likest.into_iter();
        placed.filter_map(|(_, entry, phrase)| Some((entry.as_str(), phrase.nearest(line, &letters)?))).collect()
    }
}
