//! Text lines on a rectified sheet: finding the lines of a machine-readable zone, recognising them, and decoding them
//! under the grammar of their format; recognising and decoding lines of any print.
//!
//! The way of a zone is [`MrzReader::spot`], [`MrzReader::recognise`], [`decide`], that of other lines is told in
//! [`text`]; each result is public, so that a doubtful picture can be looked at stage by stage.
mod codes;
mod components;
mod decide;
mod lattice;
mod mrz_reader;
mod recogniser;
mod spotter;
mod strip;
pub mod text;
mod track;

pub use codes::weigh_codes;
pub use decide::{DecideParams, LineRead, ZoneRead, decide};
pub use lattice::{Decoded, decode};
pub use mrz_reader::{LinePosteriors, MrzReader, Spotted};
pub use recogniser::{CLASSES, LineRecogniser, Posteriors, Step};
pub use spotter::LineSpotter;
pub use strip::{Strip, StripShape};
pub use track::Track;
