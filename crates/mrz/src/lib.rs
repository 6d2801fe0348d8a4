//! Machine-readable zones of ICAO Doc 9303 and common national variants.
//!
//! Formats are tables ([`Layout`]): what may stand where, which check digit covers what. On them stand [`parse`], which
//! always answers and says what is doubtful; [`compose`], which writes a zone; and [`correct`], which picks the reading
//! that check digits prove among the alternatives of a recogniser. Nothing here knows of pictures.
mod alphabet;
mod check_digit;
mod compose;
mod correct;
mod country;
mod date;
mod field_key;
mod finding;
mod format;
mod grid;
mod lattice;
mod layout;
mod layouts;
mod names;
mod parse;
mod transliterate;
mod zone;

pub use alphabet::{ALPHABET, CharSet, FILLER, char_of, symbol_of};
pub use check_digit::{check_digit, check_digit_of, undetectable};
pub use compose::{ZoneData, compose};
pub use correct::{Change, CorrectParams, Correction, correct};
pub use country::{CountryKind, country_kind};
pub use date::Date;
pub use field_key::FieldKey;
pub use finding::Finding;
pub use format::Format;
pub use layout::{Check, Content, Field, FillerRule, Layout, Span};
pub use parse::parse;
pub use transliterate::transliterate;
pub use zone::{CheckState, Zone, ZoneField};
