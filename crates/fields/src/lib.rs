//! What a sheet's lines of print mean: which kind of document it is, and what its fields say.
//!
//! Kinds are data. Each is a TOML file under `documents/`, with titles and labels, what fields look like, where they
//! stand, how their text becomes a value, and what is checked and hidden; `docs/DOCUMENTS.md` is the recipe.
//!
//! Nothing here knows of pixels. A [`Sheet`] comes in with lines, where they stand and how sure they are; a
//! [`Recognition`] goes out with a [`document::Document`], findings and masks. In between, doubtful lines may be asked
//! for again ([`Question`]).
//!
//! ```
//! use document::{Confidence, DocumentKind, FieldKey, Quad, Turn};
//! use fields::{Definitions, Line, Sheet};
//!
//! let line = |text: &str, x: f32, y: f32, width: f32| {
//!     let quad = Quad::rectangle(x, y, width, 30.0);
//!     Line { text: text.to_owned(), confidence: Confidence::new(0.98), on_photo: quad, on_sheet: quad, words: vec![], first: None }
//! };
//! let sheet = Sheet {
//!     outline: Quad::rectangle(0.0, 0.0, 856.0, 540.0),
//!     turn: Turn::None,
//!     width: 856.0,
//!     height: 540.0,
//!     lines: vec![
//!         line("주민등록증", 120.0, 50.0, 280.0),
//!         line("홍길동(洪吉童)", 110.0, 160.0, 250.0),
//!         line("800101-1000008", 110.0, 215.0, 260.0),
//!         line("서울특별시 종로구", 110.0, 270.0, 260.0),
//!         line("세종대로 1", 110.0, 305.0, 150.0),
//!         line("2003.4.22", 330.0, 410.0, 160.0),
//!         line("서울특별시 종로구청장", 250.0, 455.0, 330.0),
//!     ],
//! };
//! let today = mrz::Date::new(2026, 11, 21).ok_or("a day")?;
//! let card = Definitions::embedded()?.recognise(&sheet, today).document.ok_or("a card that is known")?;
//! assert_eq!(card.document.kind, DocumentKind::IdentityCard);
//! let value = |key| card.document.field(key).and_then(|field| field.value.as_deref());
//! assert_eq!(value(FieldKey::Name), Some("홍길동"));
//! assert_eq!(value(FieldKey::Address), Some("서울특별시 종로구 세종대로 1"));
//! assert_eq!(value(FieldKey::DateOfIssue), Some("2003-04-22"));
//! assert!(card.document.is_confident && card.findings.is_empty());
//! assert_eq!(card.masked[0].text, "800101-*******");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
mod address;
mod again;
mod among;
mod captions;
mod checks;
mod classify;
mod definition;
mod definitions;
mod extract;
mod finding;
mod jamo;
mod level;
mod offices;
mod pattern;
mod phrase;
mod print;
mod recognise;
mod sheet;
mod value;

pub use again::{Answer, May, Question};
pub use definition::Definition;
pub use definitions::{DefinitionError, Definitions};
pub use finding::Finding;
pub use recognise::{KindScore, Masked, Recognised, Recognition};
pub use sheet::{Line, Sheet, Word};
