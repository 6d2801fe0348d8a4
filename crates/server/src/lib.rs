//! The HTTP doors: routes, keys, limits, the worker pool, jobs and the page.
//!
//! Invariant: no picture is decoded and no network runs on an async thread; see [`Config::workers`].
//! Invariant: everything that waits is bounded, and what does not fit is refused at once.
//! Invariant: no connection is opened but to an address that a caller asked to be called back at and the operator allows.
//! Invariant: the log holds ids, sizes, times and kinds of fault, and nothing from a picture.
mod app;
mod argos;
mod clock;
mod clova_body;
mod clova_ekyc;
mod clova_ocr;
mod config;
mod gate;
mod headers;
mod ids;
mod jobs;
mod linger;
mod listen;
mod metrics;
mod multipart;
mod native;
mod native_jobs;
mod page;
mod pool;
mod refused;
mod state;
mod upload;

pub use clock::{now_ms, today};
pub use config::{Config, Jobs, OpenTo};
pub use gate::key_text;
pub use listen::{Parts, Server, serve};
