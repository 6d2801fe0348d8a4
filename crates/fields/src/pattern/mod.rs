//! What a value looks like, and where something like it stands in a line that may be misread.
mod alike;
mod automaton;
mod search;

use std::ops::Range;

use automaton::State;
use document::pattern::parse;
use serde::Deserialize;

/// What a value may say, in the language of [`document::pattern`]: the same in which `ocr::text::Pattern` is written, so that
/// a line can be read again under the pattern of its field.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Pattern {
    source: String,
    /// The first is the start.
    states: Vec<State>,
    /// What a text without fault has at least: letters and digits, and digits among them.
    least: automaton::Least,
}

/// A part of a line that is a pattern's best likeness.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Match {
    /// Characters of the line.
    pub(crate) range: Range<usize>,
    /// What the change costs: 1 for a letter or digit that is wrong, missing or too much, less for a look-alike, a sign
    /// or a blank.
    pub(crate) cost: f32,
    /// The text as the pattern wants it; None when a character of it is not known.
    pub(crate) mended: Option<String>,
    /// Whether letters or digits were replaced by look-alikes.
    pub(crate) look_alikes: bool,
}

impl Match {
    /// From 1 for a text that fits to 0 for one that hardly does.
    pub(crate) fn likeness(&self) -> f32 {
        1.0 - self.cost / (search::BUDGET * self.range.len().max(1) as f32 + f32::EPSILON)
    }
}

impl Pattern {
    /// Whether what it fits is rare in other print: it asks for digits, or for letters of its own.
    pub(crate) fn is_telling(&self) -> bool {
        let takes_few = |state: &&State| matches!(state, State::Take(class, _) if class.is_narrow());
        self.states.iter().filter(takes_few).count() >= 4
    }

    /// How many letters and digits a text without fault has at least.
    pub(crate) fn least_solid(&self) -> usize {
        self.least.letters_and_digits
    }

    /// The pattern as it was written.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(source: String) -> Result<Self, String> {
        let tree = parse(&source).map_err(|fault| format!("pattern `{source}`: {fault}"))?;
        let states = automaton::states(&tree).map_err(|fault| format!("pattern `{source}`: {fault}"))?;
        let least = automaton::least(&states);
        Ok(Self { source, states, least })
    }
}
