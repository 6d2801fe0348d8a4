use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use dialects::native::{self, Answer, Code, ErrorBody, Fault, KEY_HEADER};
use dialects::{Door, Refusal};
use reader::Wanted;
use tokio::sync::OwnedSemaphorePermit;

use crate::app::{self, App};
use crate::gate::{self, Caller};
use crate::headers::{TraceId, media_type};
use crate::pool::Asker;
use crate::refused::{self, Denied};
use crate::{multipart, upload};

/// How the picture comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Raw,
    Json,
    Form,
}

/// A body that has arrived whole, and the room that it takes up.
pub(crate) struct Picture {
    pub(crate) body: Body,
    pub(crate) room: OwnedSemaphorePermit,
}

/// The picture, or JSON that holds it.
pub(crate) struct Body {
    bytes: Bytes,
    is_json: bool,
}

impl Body {
    /// The picture. Decodes base64: work for a worker.
    pub(crate) fn picture(self, max_bytes: usize) -> Result<Bytes, Fault> {
        if self.is_json { Ok(native::picture_from_json(&self.bytes, max_bytes)?.into()) } else { Ok(self.bytes) }
    }
}

/// `POST /v1/read`.
pub(crate) async fn read(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
    request: Request,
) -> Response {
    match answer(&app, &trace_id, request).await {
        Ok(body) => app::json(200, body),
        Err(denied) => refuse(&app, denied, trace_id),
    }
}

async fn answer(app: &Arc<App>, trace_id: &str, request: Request) -> Result<Vec<u8>, Denied<Fault>> {
    let caller = enter(app, request.headers()).await?;
    let answer = answer_to(app, trace_id, request).await;
    caller.leave().await;
    answer
}

async fn answer_to(app: &Arc<App>, trace_id: &str, request: Request) -> Result<Vec<u8>, Denied<Fault>> {
    let wanted = Wanted { text: native::wants_text(request.uri().query())?, ..Wanted::default() };
    let Picture { body, room } = receive(app, request).await?;
    let (shared, id, max_bytes) = (Arc::clone(app), trace_id.to_owned(), app.config.max_picture_bytes);
    let work = move |asker: &Asker| {
        let _room = room;
        let picture = body.picture(max_bytes)?;
        let reading = shared.read(wanted, &picture, asker, &id).map_err(|error| Fault::from(&error))?;
        serde_json::to_vec(&Answer::new(None, &shared.models, &reading))
            .map_err(|_| Fault::new(Code::Internal, "the answer could not be written"))
    };
    Ok(app.on_worker(work).await.map_err(Denied::by)??)
}

/// The key of a request.
pub(crate) fn key(headers: &HeaderMap) -> Option<&str> {
    gate::bearer(headers).or_else(|| gate::key_in(headers, KEY_HEADER))
}

async fn enter(app: &App, headers: &HeaderMap) -> Result<Caller, Denied<Fault>> {
    match key(headers) {
        None if app.is_open => Ok(app.gate.enter_without_key()),
        key => app.gate.enter_with_key(Door::Native, key).await.map_err(Denied::by),
    }
}

/// Receives a picture in any of the ways in which it may come.
pub(crate) async fn receive(app: &App, request: Request) -> Result<Picture, Denied<Fault>> {
    let (parts, body) = request.into_parts();
    let carrier = match media_type(&parts.headers).as_deref() {
        // Without a type, a body is octets (RFC 9110 section 8.3).
        None | Some("application/octet-stream" | "application/pdf") => Carrier::Raw,
        Some("application/json") => Carrier::Json,
        Some("multipart/form-data") => Carrier::Form,
        Some(other) if other.starts_with("image/") => Carrier::Raw,
        Some(_) => {
            let message = "send the picture as image/*, application/pdf or application/octet-stream, as \
                application/json {\"image\": \"<base64>\"}, or as multipart/form-data with a part `file`";
            return Err(Fault::new(Code::MediaTypeUnsupported, message).into());
        }
    };
    let limit = match carrier {
        Carrier::Raw => app.config.max_picture_bytes,
        Carrier::Json => App::json_limit(&app.config),
        Carrier::Form => App::form_limit(&app.config),
    };
    let upload = app.uploads.receive(&parts.headers, body, limit).await.map_err(|fault| upload_fault(fault, limit))?;
    let (mut bytes, room) = (upload.bytes, upload.room);
    if bytes.is_empty() {
        return Err(Fault::new(Code::BodyEmpty, "the body is empty; send a picture").into());
    }
    if carrier == Carrier::Form {
        let form = multipart::parse(parts, bytes).await;
        let form = form.map_err(|_| Fault::new(Code::BodyInvalid, "the body is no valid multipart/form-data"))?;
        bytes = form.file.ok_or_else(|| Fault::new(Code::BodyInvalid, "the form has no part named `file`"))?;
    }
    Ok(Picture { body: Body { bytes, is_json: carrier == Carrier::Json }, room })
}

fn upload_fault(fault: upload::Fault, limit: usize) -> Denied<Fault> {
    match fault {
        upload::Fault::TooLarge => {
            let fault = Fault::new(Code::TooLarge, format!("the body is larger than {limit} bytes"));
            Denied { fault, refused: Some(Refusal::TooLarge.into()) }
        }
        upload::Fault::TimedOut => Fault::new(Code::UploadTimeout, "the body did not arrive in time").into(),
        upload::Fault::NoRoom => Denied::by(Refusal::Busy),
        upload::Fault::Broken => Fault::new(Code::BodyInvalid, "the body ended before it was complete").into(),
    }
}

/// No such route.
pub(crate) async fn not_found(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
) -> Response {
    refuse(&app, Fault::new(Code::NotFound, "no such route; pictures go to POST /v1/read").into(), trace_id)
}

/// A known route that takes POST, another method.
pub(crate) async fn only_post(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
) -> Response {
    wrong_method(&app, trace_id, "use POST", "POST")
}

/// A known route that takes GET, another method.
pub(crate) async fn only_get(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
) -> Response {
    wrong_method(&app, trace_id, "use GET", "GET, HEAD")
}

fn wrong_method(app: &App, trace_id: String, message: &'static str, allowed: &'static str) -> Response {
    let mut response = refuse(app, Fault::new(Code::MethodNotAllowed, message).into(), trace_id);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

/// The answer to a request that is denied.
pub(crate) fn refuse(app: &App, denied: Denied<Fault>, trace_id: String) -> Response {
    if let Some(refused) = denied.refused {
        app.metrics.refused(Door::Native, refused.reason);
    }
    let status = denied.fault.code().status();
    // Of our own types with string keys, so writing JSON cannot fail; an empty body is the worst case.
    let body = serde_json::to_vec(&ErrorBody::new(denied.fault, trace_id)).unwrap_or_default();
    refused::response(status, body, denied.refused)
}
