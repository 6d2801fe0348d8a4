use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::{deliver, work};
use crate::app::App;
use crate::clock;
use crate::ids::random_base36;
use crate::refused::log_store;

/// How often what has run out is removed.
const SWEEP: Duration = Duration::from_secs(60);

/// The tasks of this process that work on jobs.
pub(crate) struct Jobs {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
    app: Arc<App>,
    holder: String,
}

/// What each of them knows.
#[derive(Clone)]
pub(super) struct Hand {
    pub(super) app: Arc<App>,
    /// Names this process in leases.
    pub(super) holder: String,
    stop: watch::Receiver<bool>,
}

impl Jobs {
    /// Starts them.
    pub(crate) fn start(app: &Arc<App>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let holder = random_base36(12);
        let hand = Hand { app: Arc::clone(app), holder: holder.clone(), stop: stopped };
        let mut tasks = JoinSet::new();
        for _ in 0..app.jobs.readers {
            tasks.spawn(work::work(hand.clone()));
        }
        for _ in 0..app.jobs.senders {
            tasks.spawn(deliver::deliver(hand.clone()));
        }
        tasks.spawn(sweep(hand));
        Self { tasks, stop, app: Arc::clone(app), holder }
    }

    /// Lets the tasks end what they have in hand, within `grace`, and gives back what they do not.
    pub(crate) async fn end(mut self, grace: Duration) {
        self.stop.send_replace(true);
        if timeout(grace, async { while self.tasks.join_next().await.is_some() {} }).await.is_err() {
            tracing::warn!("jobs were handed back at the end of the grace period");
        }
        self.tasks.shutdown().await;
        if let Err(error) = self.app.store.hand_back_all(&self.holder, clock::now_ms()).await {
            log_store(&error);
        }
    }
}

impl Hand {
    pub(super) fn is_stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Waits until there may be something to do: told so, or because it is time to look what other processes have
    /// accepted, or left behind; or until the process stops.
    pub(super) async fn idle(&self, told: &Notify) {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = told.notified() => {}
            () = tokio::time::sleep(Duration::from_millis(self.app.jobs.poll_ms.max(10))) => {}
            // An error means that the process is stopping, too.
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
}

async fn sweep(hand: Hand) {
    let mut stop = hand.stop.clone();
    while !hand.is_stopping() {
        if let Err(error) = hand.app.store.sweep(clock::now_ms()).await {
            log_store(&error);
        }
        let _ = timeout(SWEEP, stop.wait_for(|stop| *stop)).await;
    }
}
