use std::sync::Arc;
use std::time::Duration;

use reader::Wanted;
use store::Work;
use tokio::time::{interval, sleep};

use super::run::Hand;
use super::{Parcel, Task};
use crate::app::App;
use crate::pool::Asker;
use crate::refused::log_store;
use crate::{argos, clock, native_jobs};

/// Times that the reading of a job may begin without coming to an end. A picture that brings the process down must not
/// do so for ever; but whoever kills processes again and again takes the oldest job down every time, and loses none.
const MOST_STARTS: u32 = 32;
/// How long a job waits for a place in the queue before it asks again.
const PATIENCE: Duration = Duration::from_millis(50);
/// How long the result of a job is kept whose workspace is gone.
const NO_RETENTION_S: u32 = 60;

/// Reads jobs, one after the other, until the process stops.
pub(super) async fn work(hand: Hand) {
    while !hand.is_stopping() {
        match hand.app.store.take_work(&hand.holder, clock::now_ms(), lease_ms(&hand.app)).await {
            Ok(Some(work)) => do_one(&hand, work).await,
            Ok(None) => hand.idle(&hand.app.work_is_there).await,
            Err(error) => {
                log_store(&error);
                hand.idle(&hand.app.work_is_there).await;
            }
        }
    }
}

pub(super) fn lease_ms(app: &App) -> i64 {
    i64::try_from(app.jobs.lease_s.saturating_mul(1000)).unwrap_or(i64::MAX / 4)
}

async fn do_one(hand: &Hand, mut work: Work) {
    let app = &hand.app;
    let request = work.request.take();
    let order = Arc::new(Order {
        id: work.lease.job.clone(),
        created_ms: work.created_ms,
        parcel: request.as_deref().and_then(Parcel::from_bytes),
        is_hopeless: work.starts > MOST_STARTS,
    });
    drop(request);
    let result = tokio::select! {
        result = result(app, &order) => result,
        () = keep(app, &work) => {
            tracing::warn!(job = work.lease.job, "a job was taken over by another process");
            return;
        }
    };
    let retention_s = match app.store.workspace(&work.workspace).await {
        Ok(workspace) => workspace.map_or(NO_RETENTION_S, |workspace| workspace.retention_s),
        // The lease runs out, and the job is read again.
        Err(error) => return log_store(&error),
    };
    match app.store.finish_work(&work, &result, clock::now_ms(), i64::from(retention_s) * 1000).await {
        Ok(true) => {
            tracing::info!(job = work.lease.job, workspace = work.workspace, door = work.door, "job read");
            app.metrics.job(&work.door, "read");
            app.result_is_there.notify_one();
        }
        Ok(false) => tracing::warn!(job = work.lease.job, "a job was taken over by another process"),
        Err(error) => log_store(&error),
    }
}

/// Ends when the lease is lost.
async fn keep(app: &App, work: &Work) {
    let mut beat = interval(Duration::from_millis(u64::try_from(lease_ms(app) / 3).unwrap_or(1).max(1)));
    beat.tick().await;
    loop {
        beat.tick().await;
        match app.store.renew(&work.lease, clock::now_ms() + lease_ms(app)).await {
            Ok(true) => {}
            Ok(false) => return,
            // The next beat may find the database again, in time.
            Err(error) => log_store(&error),
        }
    }
}

struct Order {
    id: String,
    created_ms: i64,
    parcel: Option<Parcel>,
    is_hopeless: bool,
}

/// What comes of a job, be it that nothing can: never an error.
async fn result(app: &Arc<App>, order: &Arc<Order>) -> Vec<u8> {
    loop {
        let (shared, ours) = (Arc::clone(app), Arc::clone(order));
        // Others wait for their answers: a job waits for a place, and is not refused.
        let Ok(ticket) = app.submit(move |asker| fulfil(&shared, asker, &ours, true)) else {
            sleep(PATIENCE).await;
            continue;
        };
        return match ticket.value().await {
            Ok(result) => result,
            // Over a picture that it cannot bear, the reader would panic again.
            Err(_) => fulfil(app, &Asker::default(), order, false),
        };
    }
}

/// Does what the order says; with no pictures where they are not to be read, which each door calls a failure.
fn fulfil(app: &App, asker: &Asker, order: &Order, may_read: bool) -> Vec<u8> {
    // A request that does not open tells nothing of its door: the native one has the plainest words.
    let native = |wanted, pictures| native_jobs::fulfil(app, asker, wanted, &order.id, order.created_ms, pictures);
    let Some(parcel) = &order.parcel else { return native(Wanted::default(), &[]) };
    let pictures = if may_read && !order.is_hopeless { &parcel.pictures[..] } else { &[] };
    match &parcel.task {
        Task::Read { text } => native(Wanted { text: *text, ..Wanted::default() }, pictures),
        Task::Recognition(task) => argos::fulfil(app, asker, task, pictures),
    }
}
