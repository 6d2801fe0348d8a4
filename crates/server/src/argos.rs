use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::Response;
use dialects::argos::{
    Accepted, CallbackError, Code, ErrorBody, Fault, IdType, KEY_HEADER, Module, Recognition, RecognitionRequest, Stamp,
};
use dialects::{Door, Refusal};
use reader::Wanted;
use serde::{Deserialize, Serialize};

use crate::app::{self, App};
use crate::gate::{self, Caller};
use crate::headers::media_type;
use crate::ids::random_base36;
use crate::jobs::{NewTask, Parcel, Task};
use crate::pool::Asker;
use crate::refused::{self, Denied};
use crate::upload;

/// Letters and digits of a transaction, as many as in the vendor's example.
const TRANSACTION_LENGTH: usize = 13;

/// What a job of this door remembers besides the pictures.
#[derive(Serialize, Deserialize)]
pub(crate) struct RecognitionTask {
    issuing_country: String,
    id_type: String,
    transaction_id: String,
}

/// `POST /modules/recognition`.
pub(crate) async fn recognition(State(app): State<Arc<App>>, request: Request) -> Response {
    let stamp = Stamp { transaction_id: random_base36(TRANSACTION_LENGTH), engine_version: None };
    match answer(&app, stamp.clone(), request).await {
        Ok(body) => app::json(200, body),
        Err(denied) => refuse(&app, denied, &stamp),
    }
}

/// Any other path under the vendor's prefix.
pub(crate) async fn not_found(State(app): State<Arc<App>>) -> Response {
    refuse(&app, Fault::unknown_route().into(), &Stamp::default())
}

async fn answer(app: &Arc<App>, stamp: Stamp, request: Request) -> Result<Vec<u8>, Denied<Fault>> {
    if *request.method() != Method::POST {
        return Err(Fault::unknown_route().into());
    }
    let key = gate::key_in(request.headers(), KEY_HEADER);
    let caller = app.gate.enter_with_key(Door::Argos, key).await.map_err(Denied::by)?;
    let answer = answer_to(app, &caller, stamp, request).await;
    caller.leave().await;
    answer
}

async fn answer_to(app: &Arc<App>, caller: &Caller, stamp: Stamp, request: Request) -> Result<Vec<u8>, Denied<Fault>> {
    let (parts, body) = request.into_parts();
    if media_type(&parts.headers).is_some_and(|media_type| media_type != "application/json") {
        return Err(Denied::from(Fault::from(Code::InputsInvalid)));
    }
    let limit = App::pair_limit(&app.config);
    let upload = app.uploads.receive(&parts.headers, body, limit).await.map_err(|fault| match fault {
        upload::Fault::TooLarge => Denied::by(Refusal::TooLarge),
        upload::Fault::NoRoom => Denied::by(Refusal::Busy),
        upload::Fault::TimedOut | upload::Fault::Broken => Fault::from(Code::InputsInvalid).into(),
    })?;
    let max_bytes = app.config.max_picture_bytes;
    let (bytes, room) = (upload.bytes, upload.room);
    let shared = Arc::clone(app);
    let work = move |asker: &Asker| -> Result<_, Fault> {
        let request = RecognitionRequest::from_json(&bytes, max_bytes)?;
        drop(bytes);
        if request.callback_url.is_some() {
            return Ok(Outcome::Later(request, stamp, room));
        }
        let _room = room;
        let task = Pictures { front: &request.front, back: request.back.as_deref() };
        let recognised = recognise(&shared, asker, request.id_type, &request.issuing_country, stamp, &task)?;
        let body = serde_json::to_vec(&recognised).map_err(|_| Fault::from(Code::ProcessFailed))?;
        Ok(Outcome::Now(body))
    };
    match app.on_worker(work).await.map_err(Denied::by)?? {
        Outcome::Now(body) => Ok(body),
        Outcome::Later(request, stamp, _room) => accept(app, caller, request, stamp).await,
    }
}

enum Outcome<R> {
    Now(Vec<u8>),
    Later(RecognitionRequest, Stamp, R),
}

struct Pictures<'a> {
    front: &'a [u8],
    back: Option<&'a [u8]>,
}

fn recognise(
    app: &App,
    asker: &Asker,
    id_type: IdType,
    country: &str,
    stamp: Stamp,
    pictures: &Pictures<'_>,
) -> Result<dialects::argos::Answer<Recognition>, Fault> {
    let read = |picture| {
        let reading = app.read(Wanted::everything(), picture, asker, &stamp.transaction_id);
        reading.map(|reading| reading.documents())
    };
    let front = read(pictures.front);
    let back = pictures.back.map(read);
    let back = back.as_ref().map(|side| side.as_deref());
    Recognition::answer(id_type, country, stamp.clone(), front.as_deref(), back)
}

/// Keeps the request for later.
async fn accept(
    app: &Arc<App>,
    caller: &Caller,
    request: RecognitionRequest,
    stamp: Stamp,
) -> Result<Vec<u8>, Denied<Fault>> {
    let address = request.callback_url.unwrap_or_default();
    let task = RecognitionTask {
        issuing_country: request.issuing_country,
        id_type: request.id_type.as_str().to_owned(),
        transaction_id: stamp.transaction_id.clone(),
    };
    let pictures = [request.front].into_iter().chain(request.back).collect();
    let parcel = Parcel { task: Task::Recognition(task), pictures };
    let new = NewTask { door: Door::Argos, id: stamp.transaction_id.clone(), callback_url: Some(&address), parcel };
    // An address that may not be called has no code of its own [X].
    let wrong = |_| Denied::from(Fault::from(Code::InputsInvalid));
    let workspace = caller.workspace.as_ref().ok_or(Denied::by(Refusal::UnknownKey))?;
    app.may_call(workspace, &address).map_err(wrong)?;
    app.accept(workspace, new).await.map_err(Denied::by)?;
    let accepted = Accepted::new(Module::Recognition, stamp, &address);
    Ok(serde_json::to_vec(&accepted).unwrap_or_default())
}

/// The body of a callback for a job of this door; no pictures when they cannot be had any more.
pub(crate) fn fulfil(app: &App, asker: &Asker, task: &RecognitionTask, pictures: &[Vec<u8>]) -> Vec<u8> {
    let stamp = Stamp { transaction_id: task.transaction_id.clone(), engine_version: None };
    let answer = match (IdType::from_wire(&task.id_type), pictures) {
        (Some(id_type), [front, back @ ..]) => {
            let pictures = Pictures { front, back: back.first().map(Vec::as_slice) };
            recognise(app, asker, id_type, &task.issuing_country, stamp.clone(), &pictures)
        }
        _ => Err(Code::ProcessFailed.into()),
    };
    match answer {
        Ok(answer) => serde_json::to_vec(&answer.into_callback()),
        Err(fault) => serde_json::to_vec(&CallbackError::new(Module::Recognition, code(fault), &stamp)),
    }
    // Of our own types with string keys, so writing JSON cannot fail; an empty body is the worst case.
    .unwrap_or_default()
}

/// A gateway says nothing in callbacks: what is not the module's is a failure of ours.
fn code(fault: Fault) -> Code {
    match fault {
        Fault::Module(code) => code,
        Fault::Gateway(..) => Code::ProcessFailed,
    }
}

fn refuse(app: &App, denied: Denied<Fault>, stamp: &Stamp) -> Response {
    if let Some(refused) = denied.refused {
        app.metrics.refused(Door::Argos, refused.reason);
    }
    let status = denied.fault.status(Module::Recognition);
    let body = ErrorBody::new(Module::Recognition, denied.fault, stamp);
    refused::response(status, serde_json::to_vec(&body).unwrap_or_default(), denied.refused)
}
