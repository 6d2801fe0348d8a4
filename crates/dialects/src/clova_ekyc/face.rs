use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use document::{Face as Seen, Landmark, Opening};
use serde::Serialize;

use crate::clova::{Polygon, Vertex, vertices};

/// A head that is turned further than this, in degrees, has a pose of that name: the thresholds of the vendor's SDK for
/// phones (face detection options `[A]` there, `[C]` for the server).
const PITCH: f32 = 18.0;
const ROLL: f32 = 12.0;
const YAW: f32 = 20.0;

/// `face`: the faces on a card (CLOVA eKYC Document API, table of `face` `[A]`).
#[derive(Serialize)]
pub(super) struct Faces {
    result: &'static str,
    message: &'static str,
    faces: Vec<Face>,
    // Inside `face`; the table leaves that open [A].
    count: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Face {
    // One object here, not an array as on the cards [A].
    bounding_poly: Polygon,
    bounding_box: [Vertex; 4],
    confidence: f32,
    landmark: Vec<Mark>,
    aligned_image: String,
    attributes: Attributes,
    feature: Vec<f32>,
}

#[derive(Serialize)]
struct Mark {
    #[serde(rename = "type")]
    kind: &'static str,
    position: [f32; 2],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    euler_angle: EulerAngle,
    eye_open: Eyes,
    mask_option: MaskOption,
    mouth_open: Open,
}

#[derive(Serialize)]
struct EulerAngle {
    pitch: f32,
    roll: f32,
    yaw: f32,
    pose: &'static str,
}

#[derive(Serialize)]
struct Eyes {
    left: Open,
    right: Open,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MaskOption {
    is_wearing: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Open {
    is_open: bool,
    aspect_ratio: f32,
}

impl Faces {
    /// The faces found, which may be none: the values of that case are our choice `[X]`.
    pub(super) fn new(faces: &[Seen]) -> Self {
        let (result, message) = if faces.is_empty() { ("FAILURE", "No face found.") } else { ("SUCCESS", "Success") };
        Self { result, message, faces: faces.iter().map(Face::from).collect(), count: faces.len() }
    }
}

impl From<&Seen> for Face {
    fn from(face: &Seen) -> Self {
        let landmark = face.landmarks.iter().map(|(kind, point)| Mark { kind: mark(*kind), position: (*point).into() });
        Self {
            bounding_poly: Polygon::from(&face.outline),
            bounding_box: vertices(&face.outline),
            confidence: face.confidence.get(),
            landmark: landmark.collect(),
            aligned_image: STANDARD.encode(&face.portrait),
            attributes: Attributes {
                euler_angle: EulerAngle { pitch: face.pitch, roll: face.roll, yaw: face.yaw, pose: pose(face) },
                eye_open: Eyes { left: face.left_eye.into(), right: face.right_eye.into() },
                mask_option: MaskOption { is_wearing: face.is_masked },
                mouth_open: face.mouth.into(),
            },
            feature: face.embedding.clone(),
        }
    }
}

impl From<Opening> for Open {
    fn from(opening: Opening) -> Self {
        Self { is_open: opening.is_open, aspect_ratio: opening.aspect_ratio }
    }
}

/// Only `CHIN` is in the vendor's example `[A]`, the other names follow its pattern `[X]`.
fn mark(kind: Landmark) -> &'static str {
    match kind {
        Landmark::LeftEye => "LEFT_EYE",
        Landmark::RightEye => "RIGHT_EYE",
        Landmark::Nose => "NOSE",
        Landmark::MouthLeft => "MOUTH_LEFT",
        Landmark::MouthRight => "MOUTH_RIGHT",
        Landmark::Chin => "CHIN",
    }
}

/// The names of the vendor's SDK; which sign means which side is not said, ours is that of [`Seen`] `[X]`.
fn pose(face: &Seen) -> &'static str {
    let turned = [
        (face.yaw, YAW, "PAN_LEFT", "PAN_RIGHT"),
        (face.pitch, PITCH, "UP", "DOWN"),
        (face.roll, ROLL, "ROLL_LEFT", "ROLL_RIGHT"),
    ];
    let pose = turned.iter().find(|(angle, limit, ..)| angle.abs() > *limit);
    pose.map_or("FRONT", |(angle, _, above, below)| if *angle > 0.0 { above } else { below })
}
