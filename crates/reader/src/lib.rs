//! Composes the stages into one [`Reading`]: the only place that does.
//!
//! Bytes, time and the calendar day come in as values; nothing here reads a clock, a file or the environment.
mod closer;
mod colour;
mod documents;
mod error;
mod reader;
mod reading;
mod text;
mod zone;

pub use error::{Error, ErrorKind};
pub use reader::{Models, Params, Reader};
pub use reading::{
    Milliseconds, MrzField, MrzLine, MrzReading, PhotoInfo, Read, ReadPrint, Reading, SheetReading, TextLine, TextWord,
    Wanted,
};
pub use text::TextModels;
