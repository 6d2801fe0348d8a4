use std::sync::Arc;

use axum::extract::{Extension, OriginalUri, Path, Request, State};
use axum::response::Response;
use dialects::Door;
use dialects::clova_ocr::{self, Code, Domain, Fault, Model, SECRET_HEADER, Seen, Stamp};
use reader::Wanted;

use crate::app::{self, App};
use crate::clock;
use crate::clova_body::{self, Offer, Parsers, refuse};
use crate::headers::TraceId;
use crate::ids::random_id;
use crate::pool::Asker;
use crate::refused::Denied;

const PARSERS: Parsers = Parsers { json: clova_ocr::from_json, message: clova_ocr::from_multipart };

/// `POST /custom/v1/{domainId}/{invokeKey}/document/{model}`.
pub(crate) async fn document(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
    OriginalUri(uri): OriginalUri,
    Path((domain, key, model)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    match answer(&app, [&domain, &key, &model], &trace_id, request).await {
        Ok(body) => app::json(200, body),
        Err(denied) => refuse(&app, Door::ClovaOcr, denied, uri.path(), trace_id),
    }
}

/// Any other path under the vendor's prefix.
pub(crate) async fn not_found(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    refuse(&app, Door::ClovaOcr, Fault::new(Code::UrlInvalid).into(), uri.path(), trace_id)
}

async fn answer(
    app: &Arc<App>,
    [domain, path_key, segment]: [&str; 3],
    trace_id: &str,
    request: Request,
) -> Result<Vec<u8>, Denied<Fault>> {
    let offer = Offer { door: Door::ClovaOcr, domain, path_key, secret_header: SECRET_HEADER };
    // A domain serves every model.
    let admit = |known: Option<bool>| {
        let domain = known.map(|secret_is_right| Domain { models: &Model::ALL, secret_is_right });
        clova_ocr::admit(domain.as_ref(), segment)
    };
    let (model, caller) = clova_body::enter(app, &offer, request.method(), request.headers(), admit).await?;
    let answer = answer_to(app, model, trace_id, request).await;
    caller.leave().await;
    answer
}

async fn answer_to(app: &Arc<App>, model: Model, trace_id: &str, request: Request) -> Result<Vec<u8>, Denied<Fault>> {
    let body = clova_body::receive(app, request).await?;
    let (shared, id, max_bytes) = (Arc::clone(app), trace_id.to_owned(), app.config.max_picture_bytes);
    let work = move |asker: &Asker| {
        let (head, picture) = body.parse(&PARSERS, max_bytes)?;
        let outcome = shared.read(Wanted { text: model.needs_print(), ..Wanted::default() }, &picture, asker, &id);
        let stamp = Stamp { timestamp_ms: clock::timestamp_ms(), uid: random_id(), today: clock::today() };
        let seen = outcome.as_ref().map(|reading| Seen::new(model, reading, stamp.today));
        let answer = clova_ocr::answer(model, head, stamp, seen)?;
        serde_json::to_vec(&answer).map_err(|_| Fault::new(Code::Unknown))
    };
    Ok(app.on_worker(work).await.map_err(Denied::by)??)
}
