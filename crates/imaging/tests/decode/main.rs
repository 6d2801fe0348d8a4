//! Decoding: what each format gives, what is refused, and that damage never panics.
mod files;
mod formats;
mod mutations;
mod refusals;
