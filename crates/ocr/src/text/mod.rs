//! Lines of any print: finding them, cutting them out, recognising them, decoding them freely or under a pattern.
//!
//! The way is [`TextSpotter::spot`], [`TextRecogniser::cut`], [`TextRecogniser::read`], then [`TextPosteriors::decode`] or
//! [`TextPosteriors::decode_under`] or [`TextPosteriors::decode_among`]. What the network is, the product alphabet for Hangul included, is on its card, so
//! that other networks of the kind run through the same code.
mod binarised;
mod free;
mod graph;
mod homoglyphs;
mod lattice;
mod nfa;
mod pattern;
mod posteriors;
mod prior;
mod recogniser;
mod script;
mod spotter;
mod strip;
mod symbols;
mod under;
mod words;

pub use document::pattern::PatternError;
pub use free::{Character, TextRead};
pub use pattern::Pattern;
pub use posteriors::TextPosteriors;
pub use recogniser::TextRecogniser;
pub use script::{Script, scripts};
pub use spotter::{SpottedText, TextLine, TextSpotter, Word};
pub use strip::TextStrip;
pub use under::UnderPattern;
