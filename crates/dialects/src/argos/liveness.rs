use document::{Attack, Confidence};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::request::{Text, callback_url, object};
use super::{Answer, Code, Fault, Module, Stamp};
use crate::base64;
use crate::ordered::Ordered;

/// A request to tell a document from a forgery in front of the camera. Holds a picture: it has no `Debug`.
pub struct LivenessRequest {
    /// Bytes of the picture.
    pub picture: Vec<u8>,
    /// Which attacks to look for.
    pub pipelines: Pipelines,
    /// Whether the caller wants the next version of the engine, if there is one.
    pub use_upcoming_version: bool,
    /// Where to send the result; with it, the request is answered before the work is done.
    pub callback_url: Option<String>,
}

/// Which attacks to look for. All three keys must be there `[A]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Pipelines {
    /// Screen replay.
    pub sr: bool,
    /// Print or photocopy.
    pub pc: bool,
    /// Another portrait.
    pub ps: bool,
}

impl Pipelines {
    /// Whether to look for `attack`.
    pub fn include(self, attack: Attack) -> bool {
        match attack {
            Attack::ScreenReplay => self.sr,
            Attack::PaperCopy => self.pc,
            Attack::ReplacedPortrait => self.ps,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    // An older page and its example call it `image` [A].
    #[serde(borrow, default, alias = "image")]
    id_image: Text<'a>,
    pipelines: Option<Value>,
    use_upcoming_version: Option<Value>,
    #[serde(borrow, default)]
    callback_url: Text<'a>,
}

impl LivenessRequest {
    /// Reads an `application/json` body.
    ///
    /// # Errors
    /// 1005 and 1007 for what is missing, 1008 for pipelines that are not three booleans, 1010 for a `callbackUrl` that is
    /// no web address, 1009 for a picture that is no base64 or larger than `max_bytes`: this table has no code of its own
    /// for that `[X]`, nor for a body that is no JSON object, which has no picture either.
    pub fn from_json(body: &[u8], max_bytes: usize) -> Result<Self, Fault> {
        let body: Body<'_> = object(body).ok_or(Code::IdImageRequired)?;
        let picture = body.id_image.given(Code::AnalyzeFailed)?.ok_or(Code::IdImageRequired)?;
        let pipelines = body.pipelines.ok_or(Code::PipelinesRequired)?;
        // An array of three would do for the parser, not for the vendor's schema.
        let pipelines = Some(pipelines).filter(Value::is_object).ok_or(Code::PipelinesInvalid)?;
        let pipelines = Pipelines::deserialize(pipelines).map_err(|_| Code::PipelinesInvalid)?;
        Ok(Self {
            callback_url: callback_url(&body.callback_url, Code::CallbackUrlRequired)?,
            picture: base64::decode(picture, max_bytes).map_err(|_| Code::AnalyzeFailed)?,
            pipelines,
            // The schema's default is the text 'False' [A]: anything but true is no.
            use_upcoming_version: body.use_upcoming_version == Some(Value::Bool(true)),
        })
    }
}

/// `result` of liveness: a score for each pipeline that was asked for. Whether the vendor leaves out the others is not
/// said `[X]`.
#[derive(Serialize)]
#[serde(transparent)]
pub struct Liveness(Ordered<Score>);

#[derive(Serialize)]
struct Score {
    /// `0..=100`, higher for a genuine document: the scale of the vendor's face liveness `[C]`.
    liveness_score: u8,
}

impl Liveness {
    /// The answer: for each attack the confidence that it was not made (a bona fide presentation, ISO/IEC 30107-3).
    pub fn answer(pipelines: Pipelines, stamp: Stamp, bona_fide: &[(Attack, Confidence)]) -> Answer<Self> {
        let asked = bona_fide.iter().filter(|(attack, _)| pipelines.include(*attack));
        let scores = asked.map(|(attack, confidence)| {
            (name(*attack), Score { liveness_score: (confidence.get() * 100.0).round() as u8 })
        });
        Answer::new(Module::Liveness, stamp, Self(Ordered(scores.collect())))
    }
}

fn name(attack: Attack) -> &'static str {
    match attack {
        Attack::ScreenReplay => "screenReplay",
        Attack::PaperCopy => "paperPrinted",
        Attack::ReplacedPortrait => "replacePortraits",
    }
}
