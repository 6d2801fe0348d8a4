use std::sync::Arc;

use axum::extract::{Extension, Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use dialects::native::{self as wire, Answer, Code, Fault, Job};
use dialects::{Door, Refusal};
use reader::Wanted;
use store::Workspace;

use crate::app::{self, App};
use crate::gate::Caller;
use crate::headers::TraceId;
use crate::jobs::{NewTask, Parcel, Task};
use crate::native::{self, Picture};
use crate::pool::Asker;
use crate::refused::Denied;

/// The header with the address that the result goes to.
const CALLBACK_HEADER: &str = "x-callback-url";
/// Letters and digits in the id of a job: as hard to guess as a key of 128 bits.
const ID_LENGTH: usize = 26;

/// `POST /v1/jobs`.
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
    request: Request,
) -> Response {
    match accept(&app, request).await {
        Ok(body) => app::json(202, body),
        Err(denied) => native::refuse(&app, denied, trace_id),
    }
}

/// `GET /v1/jobs/{id}`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match look(&app, &headers, &id).await {
        Ok(body) => app::json(200, body),
        Err(denied) => native::refuse(&app, denied, trace_id),
    }
}

async fn accept(app: &Arc<App>, request: Request) -> Result<Vec<u8>, Denied<Fault>> {
    let caller = app.gate.enter_with_key(Door::Native, native::key(request.headers())).await.map_err(Denied::by)?;
    let accepted = accept_for(app, &caller, request).await;
    caller.leave().await;
    accepted
}

async fn accept_for(app: &Arc<App>, caller: &Caller, request: Request) -> Result<Vec<u8>, Denied<Fault>> {
    let workspace = owner(&caller.workspace)?;
    let callback_url = match request.headers().get(CALLBACK_HEADER).map(|value| value.to_str()) {
        None => None,
        Some(Ok(url)) if app.may_call(workspace, url).is_ok() => Some(url.to_owned()),
        Some(_) => return Err(Fault::new(Code::CallbackRefused, "results may not be sent to this address").into()),
    };
    let text = wire::wants_text(request.uri().query())?;
    let Picture { body, room } = native::receive(app, request).await?;
    let max_bytes = app.config.max_picture_bytes;
    let picture = app.on_worker(move |_| body.picture(max_bytes)).await.map_err(Denied::by)??;
    let id = store::random_base36(ID_LENGTH).map_err(Denied::by)?;
    let parcel = Parcel { task: Task::Read { text }, pictures: vec![picture.to_vec()] };
    drop(picture);
    let new = NewTask { door: Door::Native, id: id.clone(), callback_url: callback_url.as_deref(), parcel };
    let created_ms = app.accept(workspace, new).await.map_err(Denied::by)?;
    drop(room);
    written(&Job::waiting(&id, created_ms))
}

async fn look(app: &App, headers: &HeaderMap, id: &str) -> Result<Vec<u8>, Denied<Fault>> {
    let caller = app.gate.enter_with_key(Door::Native, native::key(headers)).await.map_err(Denied::by)?;
    let seen = look_for(app, &caller, id).await;
    caller.leave().await;
    seen
}

async fn look_for(app: &App, caller: &Caller, id: &str) -> Result<Vec<u8>, Denied<Fault>> {
    let workspace = owner(&caller.workspace)?;
    let job = app.store.job(&workspace.name, Door::Native.as_str(), id).await.map_err(Denied::by)?;
    let job =
        job.ok_or_else(|| Fault::new(Code::NotFound, "there is no such job, or its result was kept long enough"))?;
    match job.result {
        Some(result) => Ok(result),
        None => written(&Job::waiting(id, job.created_ms)),
    }
}

fn owner(workspace: &Option<Workspace>) -> Result<&Workspace, Denied<Fault>> {
    workspace.as_ref().ok_or(Denied::by(Refusal::UnknownKey))
}

fn written(job: &Job<'_>) -> Result<Vec<u8>, Denied<Fault>> {
    Ok(serde_json::to_vec(job).map_err(|_| Fault::new(Code::Internal, "the answer could not be written"))?)
}

/// The result of a job, as its owner gets it; without a picture, that it cannot be had.
pub(crate) fn fulfil(
    app: &App,
    asker: &Asker,
    wanted: Wanted,
    id: &str,
    created_ms: i64,
    pictures: &[Vec<u8>],
) -> Vec<u8> {
    let reading = match pictures.first() {
        Some(picture) => app.read(wanted, picture, asker, id).map_err(|error| Fault::from(&error)),
        None => Err(Fault::from(Refusal::Failed)),
    };
    let answer = match &reading {
        Ok(reading) => Answer::new(None, &app.models, reading),
        Err(fault) => Answer::refused(None, &app.models, fault.clone()),
    };
    // Of our own types with string keys, so writing JSON cannot fail; an empty body is the worst case.
    serde_json::to_vec(&Job::done(id, created_ms, answer)).unwrap_or_default()
}
