use std::fmt;

use crate::{Confidence, Point, Quad};

/// One face in a photo. Biometric data: `Debug` prints the confidence only.
#[derive(Clone, PartialEq)]
pub struct Face {
    /// Around the face, in pixels of the upright photo as sent.
    pub outline: Quad,
    /// How sure it is that this is a face.
    pub confidence: Confidence,
    /// Its landmarks, in pixels of the upright photo as sent.
    pub landmarks: Vec<(Landmark, Point)>,
    /// The face cut out and straightened, as the bytes of a JPEG file.
    pub portrait: Vec<u8>,
    /// Degrees: positive when the face looks up.
    pub pitch: f32,
    /// Degrees: positive when the head leans to its own left.
    pub roll: f32,
    /// Degrees: positive when the face looks to its own left.
    pub yaw: f32,
    /// The person's left eye.
    pub left_eye: Opening,
    /// The person's right eye.
    pub right_eye: Opening,
    /// The mouth.
    pub mouth: Opening,
    /// Whether something covers mouth and nose.
    pub is_masked: bool,
    /// The vector of unit length that stands for the face.
    pub embedding: Vec<f32>,
}

/// An eye or a mouth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opening {
    /// Whether it is open.
    pub is_open: bool,
    /// Its height by its width.
    pub aspect_ratio: f32,
}

/// A point that every face has; sides are the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landmark {
    /// Centre of the left eye.
    LeftEye,
    /// Centre of the right eye.
    RightEye,
    /// Tip of the nose.
    Nose,
    /// Left corner of the mouth.
    MouthLeft,
    /// Right corner of the mouth.
    MouthRight,
    /// Chin.
    Chin,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("confidence", &self.confidence).finish_non_exhaustive()
    }
}
