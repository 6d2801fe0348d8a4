use std::fmt;

use crate::definition::Definition;

static DOCUMENTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/documents.rs"));

/// The kinds of document that can be recognised.
#[derive(Clone)]
pub struct Definitions {
    pub(crate) all: Vec<Definition>,
}

/// Why a definition cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionError(String);

impl Definitions {
    /// Those of the product: every file under `documents/`.
    ///
    /// # Errors
    /// A file that is none; a test keeps such a file out of the repository.
    pub fn embedded() -> Result<Self, DefinitionError> {
        let named: Vec<(&str, &str)> =
            DOCUMENTS.iter().map(|(name, text)| (name.trim_end_matches(".toml"), *text)).collect();
        Self { all: Vec::new() }.with(&named)
    }

    /// These and others, given as names and texts in TOML. A definition may be like one of these or like another of
    /// those, and takes the place of one that has its name.
    ///
    /// # Errors
    /// A text that is no definition.
    pub fn with(mut self, named: &[(&str, &str)]) -> Result<Self, DefinitionError> {
        let mut open: Vec<(&str, &str)> = named.to_vec();
        while !open.is_empty() {
            let waits = |(_, text): &(&str, &str)| {
                Definition::like(text).is_some_and(|like| open.iter().any(|(name, _)| *name == like))
            };
            let (later, ready): (Vec<_>, Vec<_>) = open.iter().partition(|file| waits(file));
            if ready.is_empty() {
                let names: Vec<&str> = later.iter().map(|(name, _)| *name).collect();
                return Err(DefinitionError(format!("each is like another of them: {}", names.join(", "))));
            }
            for (name, text) in ready {
                let definition = Definition::parse(name, text, &self.all).map_err(DefinitionError)?;
                self.all.retain(|known| known.id != definition.id);
                self.all.push(definition);
            }
            open = later;
        }
        Ok(self)
    }

    /// Every definition.
    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.all.iter()
    }
}

impl fmt::Debug for Definitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all.iter().map(|definition| &definition.id)).finish()
    }
}

impl fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "definition of a document: {}", self.0)
    }
}

impl std::error::Error for DefinitionError {}
