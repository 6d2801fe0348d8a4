//! The HTTP door: routes, limits, the worker pool and the page.
//!
//! Invariant: no picture is decoded and no network runs on an async thread; see [`Config::workers`].
//! Invariant: everything that waits is bounded, and what does not fit is refused at once.
//! Invariant: the log holds ids, sizes, times and kinds of fault, and nothing from a picture.
mod app;
mod clock;
mod clova;
mod config;
mod headers;
mod ids;
mod linger;
mod listen;
mod multipart;
mod native;
mod page;
mod pool;
mod upload;

pub use clock::today;
pub use config::{Config, Domain, Secret};
pub use listen::{Server, serve};
