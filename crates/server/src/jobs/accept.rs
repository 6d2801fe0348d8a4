use dialects::Refusal;
use store::{NewJob, Workspace};

use super::NewTask;
use super::address::NoCall;
use crate::app::App;
use crate::clock;
use crate::refused::Refused;

impl App {
    /// Whether a workspace's results may go to an address.
    pub(crate) fn may_call(&self, workspace: &Workspace, address: &str) -> Result<(), NoCall> {
        let url = self.addresses.check(address)?;
        let host = url.host_str().unwrap_or_default();
        if workspace.may_call(host) { Ok(()) } else { Err(NoCall::Host) }
    }

    /// Keeps a task for later. When this returns, it will be done; the time is that of its acceptance.
    pub(crate) async fn accept(&self, workspace: &Workspace, new: NewTask<'_>) -> Result<i64, Refused> {
        if self.jobs.max_waiting > 0 && self.store.jobs_to_read().await? >= self.jobs.max_waiting {
            return Err(Refusal::Busy.into());
        }
        let job = NewJob {
            id: new.id,
            workspace: workspace.name.clone(),
            door: new.door.as_str().to_owned(),
            callback_url: new.callback_url.map(str::to_owned),
            request: new.parcel.to_bytes(),
        };
        let now_ms = clock::now_ms();
        self.store.accept_job(&job, now_ms).await?;
        self.metrics.job(new.door.as_str(), "accepted");
        self.work_is_there.notify_one();
        Ok(now_ms)
    }
}
