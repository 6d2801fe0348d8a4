//! What the two CLOVA doors have in common: bodies and errors.
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use dialects::clova_ocr::{ErrorBody, Fault, Head};
use dialects::{Door, Refusal};
use tokio::sync::OwnedSemaphorePermit;

use crate::app::App;
use crate::gate::Caller;
use crate::headers::media_type;
use crate::refused::{self, Denied};
use crate::{clock, gate, multipart, upload};

/// A body that has arrived whole, and the room that it takes up.
pub(crate) struct Body {
    content: Content,
    room: Option<OwnedSemaphorePermit>,
}

enum Content {
    Json(Bytes),
    Form { message: Bytes, file: Bytes },
}

/// Takes a JSON body of a picture of at most so many bytes apart.
type JsonParser = fn(&[u8], usize) -> Result<(Head, Vec<u8>), Fault>;
/// Takes the message beside a file of so many bytes, of at most so many, apart.
type MessageParser = fn(&[u8], usize, usize) -> Result<Head, Fault>;

/// How a dialect takes bodies apart.
pub(crate) struct Parsers {
    pub(crate) json: JsonParser,
    pub(crate) message: MessageParser,
}

impl Body {
    /// The room, for a picture that outlives its body.
    pub(crate) fn take_room(&mut self) -> Option<OwnedSemaphorePermit> {
        self.room.take()
    }

    /// The head and the picture. Decodes base64: work for a worker.
    pub(crate) fn parse(self, parsers: &Parsers, max_bytes: usize) -> Result<(Head, Bytes), Fault> {
        match self.content {
            Content::Form { message, file } => Ok(((parsers.message)(&message, file.len(), max_bytes)?, file)),
            Content::Json(bytes) => {
                let (head, picture) = (parsers.json)(&bytes, max_bytes)?;
                Ok((head, picture.into()))
            }
        }
    }
}

/// Receives a body.
pub(crate) async fn receive(app: &Arc<App>, request: Request) -> Result<Body, Denied<Fault>> {
    let (parts, body) = request.into_parts();
    let is_form = match media_type(&parts.headers).as_deref() {
        Some("application/json") => false,
        Some("multipart/form-data") => true,
        _ => return Err(Fault::body("Content-Type must be application/json or multipart/form-data").into()),
    };
    let limit = if is_form { App::form_limit(&app.config) } else { App::json_limit(&app.config) };
    let upload = app.uploads.receive(&parts.headers, body, limit).await.map_err(|fault| match fault {
        upload::Fault::TooLarge => Denied::by(Refusal::TooLarge),
        upload::Fault::TimedOut => Fault::body("the body did not arrive in time").into(),
        upload::Fault::Broken => Fault::body("the body ended before it was complete").into(),
        upload::Fault::NoRoom => Denied::by(Refusal::Busy),
    })?;
    let content = if is_form {
        let form = multipart::parse(parts, upload.bytes).await;
        let form = form.map_err(|_| Fault::body("not valid multipart/form-data"))?;
        let message = form.message.ok_or_else(|| Fault::body("message is required"))?;
        Content::Form { message, file: form.file.ok_or_else(|| Fault::body("file is required"))? }
    } else {
        Content::Json(upload.bytes)
    };
    Ok(Body { content, room: Some(upload.room) })
}

/// What a request opens a door with.
pub(crate) struct Offer<'a> {
    pub(crate) door: Door,
    pub(crate) domain: &'a str,
    pub(crate) path_key: &'a str,
    pub(crate) secret_header: &'a str,
}

/// Lets a caller in. `admit` is the dialect's own look at path and secret: it hears whether there is such a domain, and
/// then whether the secret is right.
pub(crate) async fn enter<M>(
    app: &App,
    offer: &Offer<'_>,
    method: &Method,
    headers: &HeaderMap,
    admit: impl FnOnce(Option<bool>) -> Result<M, Fault>,
) -> Result<(M, Caller), Denied<Fault>> {
    let access = app.gate.access(offer.door, offer.domain).await.map_err(Denied::by)?;
    // What the vendor answers to another method is not known; for us it is a wrong address too.
    let access = access.filter(|access| *method == Method::POST && access.path_is(offer.path_key));
    let secret = gate::key_in(headers, offer.secret_header).unwrap_or_default();
    let admitted = admit(access.as_ref().map(|access| access.secret_is(secret)))?;
    // A domain that is not there is not admitted.
    let access = access.ok_or(Denied::by(Refusal::UnknownKey))?;
    let caller = app.gate.enter(offer.door, access.workspace).await.map_err(Denied::by)?;
    Ok((admitted, caller))
}

/// The answer to a request that is denied.
pub(crate) fn refuse(app: &App, door: Door, denied: Denied<Fault>, path: &str, trace_id: String) -> Response {
    if let Some(refused) = denied.refused {
        app.metrics.refused(door, refused.reason);
    }
    let status = denied.fault.code().status();
    // Of our own types with string keys, so writing JSON cannot fail; an empty body is the worst case.
    let body = ErrorBody::new(denied.fault, path, trace_id, clock::timestamp_ms());
    refused::response(status, serde_json::to_vec(&body).unwrap_or_default(), denied.refused)
}
