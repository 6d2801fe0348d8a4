use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use store::{State, Store};

use super::print;
use crate::args::JobsCommand;
use crate::config::Config;
use crate::database;
use crate::failure::{Failure, Hint};

/// `vidimus jobs`
pub(crate) fn jobs(config: &Config, command: &JobsCommand) -> Result<ExitCode, Failure> {
    let (runtime, store) = database::open_alone(config)?;
    let out = runtime.block_on(async {
        match command {
            JobsCommand::List { state, limit } => list(&store, *state, *limit).await,
            JobsCommand::Retry { id } => retry(&store, id).await,
            JobsCommand::Drop { id } => remove(&store, id).await,
        }
    })?;
    print(&out)
}

async fn list(store: &Store, state: Option<State>, limit: u32) -> Result<String, Failure> {
    let now_ms = server::now_ms();
    let mut out = String::new();
    for job in store.jobs(state, limit).await.context("jobs cannot be read")? {
        let age_s = (now_ms - job.created_ms) / 1000;
        let error = job.last_error.unwrap_or_default();
        // Writing into a String cannot fail.
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{age_s} s old\t{} tries\t{error}",
            job.id, job.workspace, job.door, job.state, job.tries
        );
    }
    Ok(out)
}

async fn retry(store: &Store, id: &str) -> Result<String, Failure> {
    match store.retry_job(id, server::now_ms()).await.context("the job cannot be changed")? {
        true => Ok(format!("{id} is delivered next\n")),
        false => Err(anyhow!("there is no job {id} with a result to deliver"))
            .hint("`vidimus jobs list` shows all; one without a callback address has nowhere to go"),
    }
}

async fn remove(store: &Store, id: &str) -> Result<String, Failure> {
    match store.drop_job(id).await.context("the job cannot be removed")? {
        true => Ok(format!("{id} is gone\n")),
        false => Err(anyhow!("there is no job {id}")).hint("`vidimus jobs list` shows them"),
    }
}
