use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::request::Parts;

/// The parts of a form that the two doors look for; others are passed over.
#[derive(Default)]
pub(crate) struct Form {
    pub(crate) file: Option<Bytes>,
    pub(crate) message: Option<Bytes>,
}

/// The form is not `multipart/form-data` (RFC 7578), or names a part twice.
#[derive(Debug)]
pub(crate) struct Malformed;

/// Takes a form apart that has arrived whole. Copies its bytes once and scans them for the boundary, which is quick
/// enough for an async thread (some 10 ms for the largest picture allowed).
pub(crate) async fn parse(parts: Parts, body: Bytes) -> Result<Form, Malformed> {
    let request = Request::from_parts(parts, Body::from(body));
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| Malformed)?;
    let mut form = Form::default();
    while let Some(field) = multipart.next_field().await.map_err(|_| Malformed)? {
        let slot = match field.name() {
            Some("file") => &mut form.file,
            Some("message") => &mut form.message,
            _ => continue,
        };
        if slot.replace(field.bytes().await.map_err(|_| Malformed)?).is_some() {
            return Err(Malformed);
        }
    }
    Ok(form)
}
