use std::sync::Arc;

use axum::extract::{Extension, OriginalUri, Path, Request, State};
use axum::response::Response;
use dialects::Door;
use dialects::clova_ekyc::{self, Code, Domain, Fault, REQUEST_ID_S, Resource, SECRET_HEADER, Stamp};
use reader::Wanted;

use crate::app::{self, App};
use crate::clock;
use crate::clova_body::{self, Offer, Parsers, refuse};
use crate::headers::TraceId;
use crate::ids::{random_base36, random_id};
use crate::pool::Asker;
use crate::refused::{Denied, log_store};

const PARSERS: Parsers = Parsers { json: clova_ekyc::from_json, message: clova_ekyc::from_multipart };

/// Letters and digits in the id of an answer, as many as in the vendor's example.
const UID_LENGTH: usize = 26;

/// `POST /ekyc/v1/{domainId}/{signature}/{inferType}/{operation}`.
pub(crate) async fn document(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
    OriginalUri(uri): OriginalUri,
    Path((domain, signature, kind, operation)): Path<(String, String, String, String)>,
    request: Request,
) -> Response {
    match answer(&app, [&domain, &signature, &kind, &operation], &trace_id, request).await {
        Ok(body) => app::json(200, body),
        Err(denied) => refuse(&app, Door::ClovaEkyc, denied, uri.path(), trace_id),
    }
}

/// Any other path under the vendor's prefix.
pub(crate) async fn not_found(
    State(app): State<Arc<App>>,
    Extension(TraceId(trace_id)): Extension<TraceId>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    refuse(&app, Door::ClovaEkyc, Fault::new(Code::UrlInvalid).into(), uri.path(), trace_id)
}

async fn answer(
    app: &Arc<App>,
    [domain, path_key, kind, operation]: [&str; 4],
    trace_id: &str,
    request: Request,
) -> Result<Vec<u8>, Denied<Fault>> {
    let offer = Offer { door: Door::ClovaEkyc, domain, path_key, secret_header: SECRET_HEADER };
    let admit = |known: Option<bool>| {
        let domain = known.map(|secret_is_right| Domain { models: &Resource::ALL, secret_is_right });
        clova_ekyc::admit(domain.as_ref(), [kind, operation])
    };
    let (resource, caller) = clova_body::enter(app, &offer, request.method(), request.headers(), admit).await?;
    // A key is always a workspace's; the domain stands for one all the same.
    let workspace = caller.workspace.as_ref().map_or(domain, |workspace| &workspace.name);
    let answer = answer_to(app, resource, workspace, trace_id, request).await;
    caller.leave().await;
    answer
}

async fn answer_to(
    app: &Arc<App>,
    resource: Resource,
    workspace: &str,
    trace_id: &str,
    request: Request,
) -> Result<Vec<u8>, Denied<Fault>> {
    let mut body = clova_body::receive(app, request).await?;
    let max_bytes = app.config.max_picture_bytes;
    let room = body.take_room();
    let (head, picture) = app.on_worker(move |_| body.parse(&PARSERS, max_bytes)).await.map_err(Denied::by)??;

    // The id is in the body, and the store is asked on an async thread: so the work has two parts.
    let (now_ms, request_id) = (clock::now_ms(), head.request_id.clone());
    let until_ms = now_ms + i64::try_from(REQUEST_ID_S * 1000).unwrap_or(i64::MAX);
    let is_new = app.store.take_request_id(workspace, &request_id, now_ms, until_ms).await;
    if !is_new.map_err(Denied::by)? {
        return Err(Fault::duplicate_request().into());
    }
    let (shared, id) = (Arc::clone(app), trace_id.to_owned());
    let work = move |asker: &Asker| {
        let _room = room;
        let outcome = shared.read(Wanted::everything(), &picture, asker, &id).map(|reading| reading.documents());
        let uid = random_base36(UID_LENGTH);
        let stamp = Stamp { timestamp_ms: clock::timestamp_ms(), uid, image_uid: random_id() };
        let answer = clova_ekyc::answer(resource, head, stamp, outcome.as_deref())?;
        serde_json::to_vec(&answer).map_err(|_| Fault::new(Code::Unknown))
    };
    let answer = match app.on_worker(work).await {
        Ok(answer) => answer.map_err(Denied::from),
        Err(reason) => Err(Denied::by(reason)),
    };
    // Who got no answer may come again with the same id.
    if answer.is_err()
        && let Err(error) = app.store.free_request_id(workspace, &request_id).await
    {
        log_store(&error);
    }
    answer
}
