use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use store::{Store, Workspace};

use super::print;
use crate::args::{SetWorkspaceArguments, WorkspacesCommand};
use crate::config::Config;
use crate::database;
use crate::failure::Failure;

/// `vidimus workspaces`
pub(crate) fn workspaces(config: &Config, command: &WorkspacesCommand) -> Result<ExitCode, Failure> {
    let (runtime, store) = database::open_alone(config)?;
    let out = runtime.block_on(async {
        match command {
            WorkspacesCommand::List => list(&store).await,
            WorkspacesCommand::Set(arguments) => set(&store, arguments).await,
        }
    })?;
    print(&out)
}

async fn list(store: &Store) -> Result<String, Failure> {
    let workspaces = store.workspaces().await.context("workspaces cannot be read")?;
    Ok(workspaces.iter().map(describe).collect())
}

async fn set(store: &Store, arguments: &SetWorkspaceArguments) -> Result<String, Failure> {
    let found = store.workspace(&arguments.name).await.context("workspaces cannot be read")?;
    let now = found.unwrap_or_else(|| Workspace::named(&arguments.name));
    let list = |given: &Option<crate::args::List>| given.as_ref().map(|list| list.0.clone());
    let workspace = Workspace {
        doors: list(&arguments.doors).unwrap_or(now.doors),
        disabled: arguments.disabled.unwrap_or(now.disabled),
        calls_per_minute: arguments.calls_per_minute.unwrap_or(now.calls_per_minute),
        concurrency: arguments.concurrency.unwrap_or(now.concurrency),
        callback_hosts: list(&arguments.callback_hosts).unwrap_or(now.callback_hosts),
        retention_s: arguments.retention.unwrap_or(now.retention_s),
        name: now.name,
    };
    store.put_workspace(&workspace, server::now_ms()).await.context("the workspace cannot be kept")?;
    let mut out = describe(&workspace);
    if arguments.show_secret {
        let secret = store.signing_secret(&workspace.name).await.context("the secret cannot be had")?;
        // As Standard Webhooks writes it.
        let _ = writeln!(out, "  callbacks are signed with whsec_{}", STANDARD.encode(secret));
    }
    Ok(out)
}

fn describe(workspace: &Workspace) -> String {
    let all = |list: &[String]| if list.is_empty() { "any".to_owned() } else { list.join(", ") };
    let number = |number: u32| if number == 0 { "any number of".to_owned() } else { number.to_string() };
    format!(
        "{}{}\n  doors: {}\n  {} calls a minute, {} requests at the same time\n  callbacks to {}; results kept for {} s\n",
        workspace.name,
        if workspace.disabled { " (disabled)" } else { "" },
        all(&workspace.doors),
        number(workspace.calls_per_minute),
        number(workspace.concurrency),
        all(&workspace.callback_hosts),
        workspace.retention_s
    )
}
