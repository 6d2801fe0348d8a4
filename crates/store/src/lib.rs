//! What outlives a request: keys and workspaces, ids of requests, limits and jobs, in SQLite or PostgreSQL.
//!
//! One code path serves both. Every change is one statement, so that it happens whole or not at all, and so that
//! several processes can share one database; only [`Store::open`] takes a transaction.
//!
//! Times are milliseconds since 1970 and come in as values. What a door is called is the caller's business.
//!
//! Invariant: pictures, results and addresses to call back are sealed with the operator's key before they reach the
//! database, and bound to the row and the column that they belong to.
//! Invariant: of a key only a digest is kept; comparing takes a time that tells nothing about it.
mod database;
mod digest;
mod error;
mod job;
mod job_admin;
mod key;
mod limits;
mod place;
mod random;
mod vault;
mod workspace;

pub use database::{Backend, Store};
pub use digest::Digest;
pub use error::{Error, ErrorKind};
pub use job::{Delivery, Job, Lease, NewJob, State, Work};
pub use job_admin::JobRow;
pub use key::{Access, Credentials, KeyRow, NewKey};
pub use place::Place;
pub use random::random_base36;
pub use vault::Key;
pub use workspace::Workspace;
