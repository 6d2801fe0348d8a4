//! Draws synthetic identity documents and photographs them, with exact truth.
//!
//! Everything is invented: issuers, people, numbers. A seed gives the same pictures on every machine with the same
//! fonts. The stream formats feed training; [`strip`] draws single MRZ lines, [`line_strip`] lines of any print,
//! [`cut_lines`] those of a sheet as a reader cuts them out, and [`text_page`] straightened sheets with every word's place.
mod alphabet;
mod background;
mod camera;
mod canvas;
mod cut;
mod fonts;
pub mod korea;
mod light;
mod line;
mod look;
mod person;
mod photo;
mod random;
mod scene;
mod seal;
mod sheet;
mod strip;
mod text;
mod textpage;
mod truth;
mod typeface;
mod typeset;
mod words;

pub use alphabet::alphabet;
pub use background::security_print;
pub use cut::{LineCut, cut_lines};
pub use fonts::{Face, Fonts, Pen, Split};
pub use line::{LINE_HEIGHT, LINE_WIDTHS, LineAssets, LineStrip, han_strip, line_strip};
pub use photo::{Capture, Photo, PlacedSheet, photo};
pub use random::Random;
pub use sheet::{Assets, PrintedLine, Sheet, SheetKind, sheet};
pub use strip::{STRIP_CAP, STRIP_HEIGHT, STRIP_PITCH, Strip, strip, to_grey};
pub use text::{Script, Text, text};
pub use textpage::{PageWord, TextPage, TextPageKind, text_page};
pub use truth::{DocumentTruth, LineTruth, PageTruth, Truth};
pub use typeface::{Typeface, Typefaces};
