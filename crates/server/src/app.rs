use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use dialects::Refusal;
use reader::{Read, Reading, Wanted};
use store::Store;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::config::{Config, Jobs, OpenTo};
use crate::gate::Gate;
use crate::jobs::{Addresses, Courier};
use crate::metrics::Metrics;
use crate::pool::{Asker, Full, Pool, Ticket};
use crate::upload::Uploads;
use crate::{Parts, argos, clova_ekyc, clova_ocr, headers, linger, native, native_jobs, page, state};

/// What every request shares.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) jobs: Jobs,
    pub(crate) models: Vec<String>,
    pub(crate) reader: Arc<dyn Read>,
    pub(crate) pool: Pool,
    pub(crate) uploads: Uploads,
    pub(crate) store: Store,
    pub(crate) gate: Gate,
    pub(crate) metrics: Metrics,
    pub(crate) addresses: Addresses,
    pub(crate) courier: Courier,
    /// Told when a job was accepted here.
    pub(crate) work_is_there: Notify,
    /// Told when a job was read here.
    pub(crate) result_is_there: Notify,
    /// Whether the native door needs no key.
    pub(crate) is_open: bool,
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
    pub(crate) fn new(parts: Parts) -> io::Result<Self> {
        let Parts { config, jobs, models, reader, store } = parts;
        let pool = Pool::new(config.workers, config.queue)?;
        let uploads = Uploads::new(Self::room(&config) + 1024, config.upload_timeout());
        let addresses = Addresses::new(&jobs.callback_networks);
        Ok(Self {
            is_open: config.open_to == OpenTo::ThisMachine && config.listen.ip().is_loopback(),
            courier: Courier::new(&jobs, addresses.clone())?,
            gate: Gate::new(store.clone()),
            metrics: Metrics::new(),
            work_is_there: Notify::new(),
            result_is_there: Notify::new(),
            stopping: AtomicBool::new(false),
            config,
            jobs,
            models,
            reader,
            pool,
            uploads,
            store,
            addresses,
        })
    }

    /// Bytes of the largest JSON body: base64 of the largest picture, line breaks in it, and the rest.
    pub(crate) fn json_limit(config: &Config) -> usize {
        config.max_picture_bytes.div_ceil(3) * 4 + config.max_picture_bytes / 16 + Self::ENVELOPE
    }

    /// Bytes of the largest JSON body that holds two pictures.
    pub(crate) fn pair_limit(config: &Config) -> usize {
        (2 * Self::json_limit(config)).min(Self::room(config))
    }

    /// Bytes of all bodies together: the largest with one picture fits at least, when nothing else is under way.
    fn room(config: &Config) -> usize {
        config.max_upload_bytes.max(Self::json_limit(config))
    }

    /// Bytes of the largest form.
    pub(crate) fn form_limit(config: &Config) -> usize {
        config.max_picture_bytes + Self::ENVELOPE
    }

    /// Bytes that a body may have around its picture.
    const ENVELOPE: usize = 64 * 1024;

    /// Has a worker do it, within the deadline.
    pub(crate) async fn on_worker<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Asker) -> T + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let ticket = self.submit(work).map_err(|Full| NoAnswer::Busy)?;
        let value = timeout(self.config.deadline(), ticket.value()).await.map_err(|_| NoAnswer::Late)?;
        value.map_err(|_| NoAnswer::Panicked)
    }

    /// Gets a place in the queue for `work`, or none.
    pub(crate) fn submit<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Asker) -> T + Send + 'static,
    ) -> Result<Ticket<T>, Full> {
        let (app, queued) = (Arc::clone(self), Instant::now());
        self.pool.submit(move |asker| {
            app.metrics.began(queued.elapsed());
            work(asker)
        })
    }

    /// Reads on a worker, for as long as somebody waits, and tells the log of failures that are not the sender's.
    pub(crate) fn read(
        &self,
        wanted: Wanted,
        picture: &[u8],
        asker: &Asker,
        trace_id: &str,
    ) -> Result<Reading, reader::Error> {
        let asker = asker.clone();
        let result =
            self.reader.read(picture, &Wanted { cancelled: Some(Arc::new(move || asker.is_gone())), ..wanted });
        match &result {
            Ok(reading) => {
                let ms = &reading.milliseconds;
                self.metrics.read(ms);
                let (bytes, sheets) = (picture.len(), reading.sheets.len());
                tracing::info!(trace_id, bytes, sheets, total_ms = ms.total, "read");
            }
            Err(error) => {
                let cause = error.source().map(ToString::to_string);
                tracing::warn!(trace_id, bytes = picture.len(), kind = ?error.kind(), cause, "not read");
            }
        }
        result
    }

    /// Readiness ends; what runs goes on.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
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
        .route("/health", get(state::health))
        .route("/ready", get(state::ready))
        .route("/info", get(state::info))
        .route("/metrics", get(state::metrics))
        .route("/openapi.json", get(state::openapi))
        .route("/v1/read", post(native::read).fallback(native::only_post))
        .route("/v1/jobs", post(native_jobs::create).fallback(native::only_post))
        .route("/v1/jobs/{id}", get(native_jobs::show).fallback(native::only_get))
        .route("/custom/v1/{domain}/{key}/document/{model}", any(clova_ocr::document))
        .route("/custom/{*rest}", any(clova_ocr::not_found))
        .route("/ekyc/v1/{domain}/{signature}/{kind}/{operation}", any(clova_ekyc::document))
        .route("/ekyc/{*rest}", any(clova_ekyc::not_found))
        .route("/modules/recognition", any(argos::recognition))
        .route("/modules/{*rest}", any(argos::not_found))
        .fallback(native::not_found)
        // Bodies are bounded by `Uploads`; axum's own bound of 2 MB must not come before it.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(linger::around))
        .layer(from_fn_with_state(Arc::clone(&app), headers::around))
        .with_state(app)
}
