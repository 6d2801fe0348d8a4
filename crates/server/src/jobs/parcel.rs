use dialects::Door;
use serde::{Deserialize, Serialize};

use crate::argos::RecognitionTask;

/// What a job is to do.
#[derive(Serialize, Deserialize)]
pub(crate) enum Task {
    /// Read the picture, as `POST /v1/read` does.
    Read {
        /// Every line of print, too.
        text: bool,
    },
    /// Recognise a document, as `POST /modules/recognition` does.
    Recognition(RecognitionTask),
}

/// A task with its pictures, as it is kept. Holds pictures: it has no `Debug`.
pub(crate) struct Parcel {
    pub(crate) task: Task,
    pub(crate) pictures: Vec<Vec<u8>>,
}

/// A task that is to be accepted.
pub(crate) struct NewTask<'a> {
    pub(crate) door: Door,
    pub(crate) id: String,
    pub(crate) callback_url: Option<&'a str>,
    pub(crate) parcel: Parcel,
}

impl Parcel {
    /// The task as JSON, then the pictures; a length of four bytes before each, the lowest first.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        // Of our own types with string keys, so writing JSON cannot fail; no task is the worst case.
        let task = serde_json::to_vec(&self.task).unwrap_or_default();
        let parts = || std::iter::once(&task).chain(&self.pictures);
        let mut bytes = Vec::with_capacity(parts().map(|part| part.len() + 4).sum());
        for part in parts() {
            // No picture comes near 4 GiB: the limits on bodies are far below.
            bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }

    /// None for bytes that are no parcel.
    pub(crate) fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut parts = Vec::new();
        while !bytes.is_empty() {
            let (length, rest) = bytes.split_first_chunk()?;
            let (part, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
            parts.push(part);
            bytes = rest;
        }
        let (task, pictures) = parts.split_first()?;
        let task = serde_json::from_slice(task).ok()?;
        Some(Self { task, pictures: pictures.iter().map(|picture| picture.to_vec()).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parcels_come_out_as_they_went_in() {
        for pictures in [vec![], vec![b"front".to_vec()], vec![b"front".to_vec(), Vec::new()]] {
            let bytes = Parcel { task: Task::Read { text: true }, pictures: pictures.clone() }.to_bytes();
            assert!(Parcel::from_bytes(&bytes).is_some_and(|parcel| parcel.pictures == pictures));
            for end in 0..bytes.len() {
                // Cut short, it is none, or one with fewer pictures.
                assert!(Parcel::from_bytes(&bytes[..end]).is_none_or(|parcel| parcel.pictures.len() < pictures.len()));
            }
        }
    }
}
