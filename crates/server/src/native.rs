use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::header;
use axum::response::Response;
use dialects::native::{self, Answer, Code, ErrorBody, Fault};

use crate::app::{self, App, NoAnswer};
use crate::headers::{TraceId, media_type};
use crate::multipart;
use crate::upload;

/// How the picture comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Raw,
    Json,
    Form,
}

/// `POST /v1/read`.
pub(crate) async fn read(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
    request: Request,
) -> Response {
    match answer(&app, &trace_id, request).await {
        Ok(body) => app::json(200, body),
        Err(fault) => refuse(fault, trace_id),
    }
}

async fn answer(app: &Arc<App>, trace_id: &str, request: Request) -> Result<Vec<u8>, Fault> {
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
            return Err(Fault::new(Code::MediaTypeUnsupported, message));
        }
    };
    let max_bytes = app.config.max_picture_bytes;
    let limit = match carrier {
        Carrier::Raw => max_bytes,
        Carrier::Json => App::json_limit(&app.config),
        Carrier::Form => App::form_limit(&app.config),
    };
    let upload = app.uploads.receive(&parts.headers, body, limit).await.map_err(|fault| upload_fault(fault, limit))?;
    let (mut bytes, room) = (upload.bytes, upload.room);
    if bytes.is_empty() {
        return Err(Fault::new(Code::BodyEmpty, "the body is empty; send a picture"));
    }
    if carrier == Carrier::Form {
        let form = multipart::parse(parts, bytes).await;
        let form = form.map_err(|_| Fault::new(Code::BodyInvalid, "the body is no valid multipart/form-data"))?;
        bytes = form.file.ok_or_else(|| Fault::new(Code::BodyInvalid, "the form has no part named `file`"))?;
    }
    let (shared, id) = (Arc::clone(app), trace_id.to_owned());
    let work = move || {
        let _room = room;
        let picture = match carrier {
            Carrier::Json => native::picture_from_json(&bytes, max_bytes)?.into(),
            _ => bytes,
        };
        let reading = app::read(&*shared.reader, &picture, &id).map_err(|error| Fault::from(&error))?;
        serde_json::to_vec(&Answer::new(None, &shared.models, &reading))
            .map_err(|_| Fault::new(Code::Internal, "the answer could not be written"))
    };
    app.on_worker(work).await.unwrap_or_else(|reason| Err(no_answer(reason)))
}

fn upload_fault(fault: upload::Fault, limit: usize) -> Fault {
    match fault {
        upload::Fault::TooLarge => Fault::new(Code::TooLarge, format!("the body is larger than {limit} bytes")),
        upload::Fault::TimedOut => Fault::new(Code::UploadTimeout, "the body did not arrive in time"),
        upload::Fault::NoRoom => no_answer(NoAnswer::Busy),
        upload::Fault::Broken => Fault::new(Code::BodyInvalid, "the body ended before it was complete"),
    }
}

fn no_answer(reason: NoAnswer) -> Fault {
    match reason {
        NoAnswer::Busy => Fault::new(Code::Busy, "all workers are busy and the queue is full; try again in a moment"),
        NoAnswer::Late => Fault::new(Code::Deadline, "the answer was not ready in time"),
        NoAnswer::Panicked => Fault::new(Code::Internal, "the reader failed on this picture"),
    }
}

/// No such route.
pub(crate) async fn not_found(Extension(TraceId(trace_id)): Extension<TraceId>) -> Response {
    refuse(Fault::new(Code::NotFound, "no such route; pictures go to POST /v1/read"), trace_id)
}

/// A known route, another method.
pub(crate) async fn method_not_allowed(Extension(TraceId(trace_id)): Extension<TraceId>) -> Response {
    let mut response = refuse(Fault::new(Code::MethodNotAllowed, "use POST"), trace_id);
    response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("POST"));
    response
}

fn refuse(fault: Fault, trace_id: String) -> Response {
    let code = fault.code();
    // Of our own types with string keys, so writing JSON cannot fail; an empty body is the worst case.
    let body = serde_json::to_vec(&ErrorBody::new(fault, trace_id)).unwrap_or_default();
    let mut response = app::json(code.status(), body);
    if code == Code::Busy {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
    }
    response
}
