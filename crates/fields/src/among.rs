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
        let places = self.entries().iter().filter_map(|(entry, phrase)| {
            let place = phrase.nearest(line, &letters).filter(|place| place.likeness() >= least)?;
            Some((entry.as_str(), place))
        });
        let mut likest: Vec<(&str, Occurrence)> = places.collect();
        likest.sort_by_key(|(_, place)| std::cmp::Reverse(place.right()));
        likest.truncate(most);
        likest
    }
}
