//! Finds the sheets of documents in a photo: four corners each, named by the document's own orientation, and a score.
//!
//! A network sees the whole photo in a small square; then it looks a second time at each sheet alone, straightened, which
//! places corners and sides more exactly; last, each side moves to the edge that the picture shows, to fractions of a pixel.
mod answer;
mod edges;
mod line;
mod locator;
mod square;

pub use locator::{Locator, Params, Sheet};
