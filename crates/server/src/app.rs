use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use dialects::Refusal;
use reader::{Read, Reading};
use tokio::time::timeout;

use crate::pool::{Full, Pool};
use crate::upload::Uploads;
use crate::{Config, Domain, clova, headers, linger, native, page};

/// What every request shares.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) models: Vec<String>,
    pub(crate) reader: Arc<dyn Read>,
    pub(crate) pool: Pool,
    pub(crate) uploads: Uploads,
    stopping: AtomicBool,
}

/// Why no worker gave an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// The queue is full.
    Busy,
    /// The deadline passed.
    Late,
    /// The work panicked.
    Panicked,
}

impl From<NoAnswer> for Refusal {
    fn from(reason: NoAnswer) -> Self {
        match reason {
            NoAnswer::Busy => Refusal::Busy,
            NoAnswer::Late => Refusal::Late,
            NoAnswer::Panicked => Refusal::Failed,
        }
    }
}

impl App {
    pub(crate) fn new(mut config: Config, models: Vec<String>, reader: Arc<dyn Read>) -> io::Result<Self> {
        if config.clova_domains.is_empty() {
            config.clova_domains.push(Domain::demo());
        }
        let pool = Pool::new(config.workers, config.queue)?;
        // The largest body allowed always fits when nothing else is under way.
        let room = config.max_upload_bytes.max(Self::json_limit(&config));
        let uploads = Uploads::new(room + 1024, config.upload_timeout());
        Ok(Self { config, models, reader, pool, uploads, stopping: AtomicBool::new(false) })
    }

    /// Bytes of the largest JSON body: base64 of the largest picture, line breaks in it, and the rest.
    pub(crate) fn json_limit(config: &Config) -> usize {
        config.max_picture_bytes.div_ceil(3) * 4 + config.max_picture_bytes / 16 + Self::ENVELOPE
    }

    /// Bytes of the largest form.
    pub(crate) fn form_limit(config: &Config) -> usize {
        config.max_picture_bytes + Self::ENVELOPE
    }

    /// Bytes that a body may have around its picture.
    const ENVELOPE: usize = 64 * 1024;

    /// Has a worker do it, within the deadline.
    pub(crate) async fn on_worker<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let ticket = self.pool.submit(work).map_err(|Full| NoAnswer::Busy)?;
        let value = timeout(self.config.deadline(), ticket.value()).await.map_err(|_| NoAnswer::Late)?;
        value.map_err(|_| NoAnswer::Panicked)
    }

    /// Readiness ends; what runs goes on.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }
}

/// Reads on a worker, and tells the log of failures that are not the sender's.
pub(crate) fn read(reader: &dyn Read, picture: &[u8], trace_id: &str) -> Result<Reading, reader::Error> {
    let result = reader.read(picture, &reader::Wanted::default());
    match &result {
        Ok(reading) => {
            let ms = reading.milliseconds;
            tracing::info!(trace_id, bytes = picture.len(), sheets = reading.sheets.len(), total_ms = ms.total, "read");
        }
        Err(error) => {
            let cause = error.source().map(ToString::to_string);
            tracing::warn!(trace_id, bytes = picture.len(), kind = ?error.kind(), cause, "not read");
        }
    }
    result
}

/// A JSON body that is already text.
pub(crate) fn json(status: u16, body: impl Into<Bytes>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json")], body.into()).into_response()
}

pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/console.css", get(page::style))
        .route("/console.js", get(page::script))
        .route("/health", get(|| async { Json(serde_json::json!({ "status": "ok" })) }))
        .route("/ready", get(ready))
        .route("/v1/read", post(native::read).fallback(native::method_not_allowed))
        .route("/custom/v1/{domain}/{key}/document/{model}", any(clova::document))
        .route("/custom/{*rest}", any(clova::not_found))
        .fallback(native::not_found)
        // Bodies are bounded by `Uploads`; axum's own bound of 2 MB must not come before it.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(linger::around))
        .layer(from_fn(headers::around))
        .with_state(app)
}

/// 200 while new work is welcome; 503 when the process is stopping.
async fn ready(State(app): State<Arc<App>>) -> Response {
    let ready = !app.stopping.load(Ordering::Relaxed);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(serde_json::json!({ "ready": ready, "waiting": app.pool.waiting() }))).into_response()
}
