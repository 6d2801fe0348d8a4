//! Work that is accepted now and done later: kept in the store, read when a worker has time, delivered to an address.
//!
//! Any process on the store may do any step. A process holds a job by a lease, which ends by itself when the process
//! does; then another takes over. So a result may be delivered twice, and never not at all.
mod accept;
mod address;
mod backoff;
mod deliver;
mod parcel;
mod run;
mod signature;
mod work;

pub(crate) use address::Addresses;
pub(crate) use deliver::Courier;
pub(crate) use parcel::{NewTask, Parcel, Task};
pub(crate) use run::Jobs;
