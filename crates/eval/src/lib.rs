//! Measures a [`reader::Read`] against a folder of pictures with known truth, and says how sure the measurement is.
//!
//! ```no_run
//! # fn demo(reader: &(impl reader::Read + reader::ReadPrint)) -> Result<(), eval::Error> {
//! let folder = eval::Folder::open("specimens".as_ref())?;
//! let report = folder.measure(reader, &reader::Wanted::everything(), usize::MAX, &mut |outcome| eprintln!("{}", outcome.file));
//! println!("{report}");
//! # Ok(()) }
//! ```
mod align;
mod documents;
mod folder;
mod outcome;
mod print;
mod readings;
mod report;
mod stats;
mod table;

pub use align::{Alignment, align};
pub use documents::{DocumentOutcome, Documents, PrintedOutcome, TrueDocument, TrueField, WidthBand};
pub use folder::{Error, Folder, Row};
pub use outcome::{Fault, FieldOutcome, Outcome, QuadOutcome, Verdict, ZoneOutcome, compare};
pub use print::{LineOutcome, PrintOutcome, ReadLine, ScriptGroup, TrueWord, ValueOutcome};
pub use readings::Readings;
pub use report::{Band, Bin, Mrz, Print, Report, Sheets, Slice, Times};
pub use stats::{Share, percentile};
