//! What the process says of itself: probes, what is in force, metrics.
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use dialects::Door;
use serde_json::{Value, json as value};

use crate::app::{App, json};
use crate::refused::log_store;

/// 200 while the process lives.
pub(crate) async fn health() -> Json<Value> {
    Json(value!({ "status": "ok" }))
}

/// 200 while new work is welcome; 503 when the process is stopping or the store does not answer.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Response {
    let store = match app.store.ping().await {
        Ok(()) => true,
        Err(error) => {
            log_store(&error);
            false
        }
    };
    let ready = store && !app.is_stopping();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(value!({ "ready": ready, "store": store, "waiting": app.pool.waiting() }))).into_response()
}

/// Version, networks, doors and limits.
pub(crate) async fn info(State(app): State<Arc<App>>) -> Json<Value> {
    let config = &app.config;
    Json(value!({
        "name": "vidimus",
        "version": env!("CARGO_PKG_VERSION"),
        "models": app.models,
        "doors": Door::ALL.map(Door::as_str),
        "store": match app.store.backend() {
            store::Backend::Sqlite => "sqlite",
            store::Backend::Postgres => "postgres",
        },
        "limits": {
            "picture_bytes": config.max_picture_bytes,
            "queue": config.queue,
            "workers": config.workers,
            "deadline_s": config.deadline_s,
        },
    }))
}

/// What Prometheus collects.
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let jobs_to_read = app.store.jobs_to_read().await.inspect_err(log_store).ok();
    let text = app.metrics.text(app.pool.waiting(), jobs_to_read, app.is_stopping());
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response()
}

/// The OpenAPI document of all doors.
pub(crate) async fn openapi() -> Response {
    json(200, dialects::OPENAPI)
}
