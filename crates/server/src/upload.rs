use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Receives bodies within bounds on bytes, time and memory over all of them.
pub(crate) struct Uploads {
    room: Arc<Semaphore>,
    timeout: Duration,
}

/// A whole body, and the room that it takes up until it is dropped.
pub(crate) struct Upload {
    pub(crate) bytes: Bytes,
    pub(crate) room: OwnedSemaphorePermit,
}

/// Why a body was not received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Larger than allowed, told by its header where there is one.
    TooLarge,
    /// Not there in time.
    TimedOut,
    /// The other bodies leave no room.
    NoRoom,
    /// The connection or the framing broke.
    Broken,
}

/// Room is counted in KiB, because a semaphore counts to 2^32 per request only.
const UNIT: usize = 1024;

impl Uploads {
    /// At most `max_bytes` in all bodies together, each within `timeout`.
    pub(crate) fn new(max_bytes: usize, timeout: Duration) -> Self {
        let units = (max_bytes / UNIT).min(Semaphore::MAX_PERMITS);
        Self { room: Arc::new(Semaphore::new(units)), timeout }
    }

    /// Receives a body of at most `limit` bytes.
    pub(crate) async fn receive(&self, headers: &HeaderMap, body: Body, limit: usize) -> Result<Upload, Fault> {
        let announced =
            headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if announced.is_some_and(|length| length > limit) {
            return Err(Fault::TooLarge);
        }
        // A body of unknown length may grow to the limit, so it needs room for that.
        let units = u32::try_from(announced.unwrap_or(limit).div_ceil(UNIT)).map_err(|_| Fault::TooLarge)?;
        let room = Arc::clone(&self.room).try_acquire_many_owned(units).map_err(|_| Fault::NoRoom)?;
        let bytes = timeout(self.timeout, collect(body, announced, limit)).await.map_err(|_| Fault::TimedOut)??;
        Ok(Upload { bytes, room })
    }
}

async fn collect(mut body: Body, announced: Option<usize>, limit: usize) -> Result<Bytes, Fault> {
    let mut bytes = Vec::with_capacity(announced.unwrap_or(0));
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Fault::Broken)?;
        let Some(data) = frame.data_ref() else { continue };
        if data.len() > limit - bytes.len() {
            return Err(Fault::TooLarge);
        }
        bytes.extend_from_slice(data);
    }
    Ok(bytes.into())
}
