//! The networks that are part of the binary: everything in `models/` when it was built.
use crate::{Backend, Card, Error, Network};

/// One network in the binary. It is not checked yet; [`Network::load`] does that.
#[derive(Clone, Copy)]
pub struct Embedded {
    /// The stem of its two file names, which its card repeats.
    pub id: &'static str,
    /// `models/<id>.toml`.
    pub card: &'static str,
    /// `models/<id>.onnx`.
    pub onnx: &'static [u8],
}

static ALL: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Every embedded network, by id.
pub fn cards() -> &'static [Embedded] {
    ALL
}

/// The embedded network of that id.
pub fn find(id: &str) -> Option<&'static Embedded> {
    ALL.iter().find(|embedded| embedded.id == id)
}

impl Embedded {
    /// Reads the card.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Card`]; a test keeps such a card out of the repository.
    pub fn parse(&self) -> Result<Card, Error> {
        Card::parse(&format!("models/{}.toml", self.id), self.card)
    }

    /// Reads the card and loads the network.
    ///
    /// # Errors
    /// Those of [`Card::parse`] and [`Network::load`].
    pub fn load(&self, backend: &Backend) -> Result<Network, Error> {
        Network::load(&self.parse()?, self.onnx, backend)
    }
}
