use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use dialects::Door;

use crate::app::App;
use crate::ids::random_id;

/// Names one request in answers and in the log.
#[derive(Clone)]
pub(crate) struct TraceId(pub(crate) String);

/// On every answer. Answers hold personal data: nothing may keep them, frame them or guess at their type.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// What is no page may load nothing.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Gives every request a trace id, and every answer its security headers and a line in the log.
pub(crate) async fn around(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let trace_id = random_id();
    let method = request.method().clone();
    let door = Door::of_path(request.uri().path());
    let started = std::time::Instant::now();
    request.extensions_mut().insert(TraceId(trace_id.clone()));
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let took = started.elapsed();
    app.metrics.answered(door, status, took);
    // The path stays out: it may hold an invoke key.
    let door = door.map_or("other", Door::as_str);
    tracing::info!(trace_id, %method, door, status, milliseconds = took.as_millis() as u64, "answered");
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    set_missing(headers, header::CONTENT_SECURITY_POLICY, API_POLICY);
    if let Ok(value) = HeaderValue::from_str(&trace_id) {
        headers.insert("x-trace-id", value);
    }
    response
}

fn set_missing(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

/// The media type of a body, in lower case and without parameters.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}
