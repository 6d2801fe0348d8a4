use std::sync::Arc;

use axum::extract::{Extension, OriginalUri, Path, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use dialects::Refusal;
use dialects::clova_ocr::{self, Code, ErrorBody, Fault, Model, SECRET_HEADER, Seen, Stamp};

use crate::app::{self, App, NoAnswer};
use crate::clock;
use crate::headers::{TraceId, media_type};
use crate::ids::random_id;
use crate::multipart;
use crate::upload;

/// `POST /custom/v1/{domainId}/{invokeKey}/document/{model}`.
pub(crate) async fn document(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
    OriginalUri(uri): OriginalUri,
    Path((domain, key, model)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let result = match admit(&app, request.method(), request.headers(), [&domain, &key, &model]) {
        Ok(model) => answer(&app, model, &trace_id, request).await,
        Err(fault) => Err(fault),
    };
    match result {
        Ok(body) => app::json(200, body),
        Err(fault) => refuse(fault, uri.path(), trace_id),
    }
}

/// Any other path under the vendor's prefix.
pub(crate) async fn not_found(
    Extension(TraceId(trace_id)): Extension<TraceId>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    refuse(Fault::new(Code::UrlInvalid), uri.path(), trace_id)
}

/// The model that the path names, when path, method and secret are right. A domain serves every model.
fn admit(app: &App, method: &Method, headers: &HeaderMap, path: [&str; 3]) -> Result<Model, Fault> {
    let [id, key, segment] = path;
    // What the vendor answers to another method is not known; for us it is a wrong address too.
    let domain = app.config.clova_domains.iter().find(|domain| domain.id == id && domain.invoke_key.is(key));
    let domain = domain.filter(|_| *method == Method::POST).map(|domain| {
        let offered = headers.get(SECRET_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let secret_is_right = domain.secret.as_ref().is_none_or(|secret| secret.is(offered));
        clova_ocr::Domain { models: &Model::ALL, secret_is_right }
    });
    clova_ocr::admit(domain.as_ref(), segment)
}

async fn answer(app: &Arc<App>, model: Model, trace_id: &str, request: Request) -> Result<Vec<u8>, Fault> {
    let (parts, body) = request.into_parts();
    let is_form = match media_type(&parts.headers).as_deref() {
        Some("application/json") => false,
        Some("multipart/form-data") => true,
        _ => return Err(Fault::body("Content-Type must be application/json or multipart/form-data")),
    };
    let limit = if is_form { App::form_limit(&app.config) } else { App::json_limit(&app.config) };
    let upload = app.uploads.receive(&parts.headers, body, limit).await.map_err(|fault| match fault {
        upload::Fault::TooLarge => Refusal::TooLarge.into(),
        upload::Fault::TimedOut => Fault::body("the body did not arrive in time"),
        upload::Fault::Broken => Fault::body("the body ended before it was complete"),
        upload::Fault::NoRoom => no_answer(NoAnswer::Busy),
    })?;
    let (bytes, room) = (upload.bytes, upload.room);
    let form = if is_form {
        let form = multipart::parse(parts, bytes.clone()).await;
        let form = form.map_err(|_| Fault::body("not valid multipart/form-data"))?;
        let message = form.message.ok_or_else(|| Fault::body("message is required"))?;
        Some((message, form.file.ok_or_else(|| Fault::body("file is required"))?))
    } else {
        None
    };
    let (shared, id, max_bytes) = (Arc::clone(app), trace_id.to_owned(), app.config.max_picture_bytes);
    let work = move || {
        let _room = room;
        let (head, picture) = match form {
            Some((message, file)) => (clova_ocr::from_multipart(&message, file.len(), max_bytes)?, file),
            None => {
                let (head, picture) = clova_ocr::from_json(&bytes, max_bytes)?;
                (head, picture.into())
            }
        };
        drop(bytes);
        let outcome = app::read(&*shared.reader, &picture, &id);
        let stamp = Stamp { timestamp_ms: clock::now_ms(), uid: random_id(), today: clock::today() };
        let seen = outcome.as_ref().map(|reading| Seen::new(model, reading, stamp.today));
        let answer = clova_ocr::answer(model, head, stamp, seen)?;
        serde_json::to_vec(&answer).map_err(|_| Fault::new(Code::Unknown))
    };
    app.on_worker(work).await.unwrap_or_else(|reason| Err(no_answer(reason)))
}

fn no_answer(reason: NoAnswer) -> Fault {
    Refusal::from(reason).into()
}

fn refuse(fault: Fault, path: &str, trace_id: String) -> Response {
    let code = fault.code();
    // Of our own types with string keys, so writing JSON cannot fail; an empty body is the worst case.
    let body = serde_json::to_vec(&ErrorBody::new(fault, path, trace_id, clock::now_ms())).unwrap_or_default();
    let mut response = app::json(code.status(), body);
    if code == Code::RateLimited {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
    }
    response
}
