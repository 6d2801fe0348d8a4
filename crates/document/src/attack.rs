use serde::Serialize;

/// How a document may be forged in front of the camera: the instrument of a presentation attack (ISO/IEC 30107-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Attack {
    /// A screen that shows the document.
    ScreenReplay,
    /// A print or photocopy of it.
    PaperCopy,
    /// Another portrait over its own.
    ReplacedPortrait,
}

impl Attack {
    /// Every kind of attack.
    pub const ALL: [Attack; 3] = [Attack::ScreenReplay, Attack::PaperCopy, Attack::ReplacedPortrait];
}
