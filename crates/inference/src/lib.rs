//! One seam for running a network: what it is ([`Card`]), where it comes from ([`embedded`]) and what runs it
//! ([`Backend`]).
//!
//! A [`Network`] is built once and run by `&self` from any number of threads. Every load checks the file against its
//! card (bytes, SHA-256, names and shapes) and every run checks what goes in and what comes out, so the rooms above
//! index tensors by the card's shapes without looking again. Nothing here knows what a picture or a document is.
//!
//! ```
//! use inference::{Card, Network, Tensor};
//!
//! let card = Card::parse("mean.toml", r#"
//!     id = "mean"
//!     task = "example"
//!     version = "1"
//!     file = "mean.onnx"
//!     sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
//!     bytes = 0
//!     licence = "MIT OR Apache-2.0"
//!     trained_on = "nothing"
//!     mean = [0.5, 0.5, 0.5]
//!     std = [0.5, 0.5, 0.5]
//!     input = { name = "x", shape = [1, 1, 1, "width"] }
//!     outputs = [{ name = "y", shape = [1] }]
//! "#)?;
//! // A stage is tested with a function in the network's place; the card's shapes are checked all the same.
//! let network = Network::from_fn(card, |x| {
//!     vec![Tensor { shape: vec![1], data: vec![x.data.iter().sum::<f32>() / x.data.len() as f32] }]
//! });
//! let y = network.run(Tensor { shape: vec![1, 1, 1, 2], data: vec![1.0, 3.0] })?;
//! assert_eq!(y[0].data, [2.0]);
//! assert!(network.run(Tensor { shape: vec![1, 1, 2, 2], data: vec![0.0; 4] }).is_err());
//! # Ok::<(), inference::Error>(())
//! ```
mod backend;
mod binarisation;
mod card;
mod channels;
mod choice;
mod ctc;
pub mod embedded;
mod engine;
mod error;
mod lanes;
mod network;
mod port;
mod signature;
mod tensor;

pub use backend::{Backend, ONNX_RUNTIME_FILE};
pub use binarisation::Binarisation;
pub use card::Card;
pub use channels::Channels;
pub use choice::{BackendChoice, Chosen, Refused};
pub use ctc::{Ctc, HangulParts, Rare, Values};
pub use error::{Error, ErrorKind};
pub use network::Network;
pub use port::{Axis, Port};
pub use tensor::Tensor;
