//! Decoding: what each format gives, what is refused, and that damage never panics.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

mod files;
mod formats;
mod mutations;
mod refusals;
