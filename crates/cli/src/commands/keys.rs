use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use dialects::Door;
use store::{Credentials, NewKey, Store, Workspace};

use super::print;
use crate::args::{CreateKeyArguments, KeysCommand};
use crate::config::Config;
use crate::database;
use crate::failure::{Failure, Hint};

/// `vidimus keys`
pub(crate) fn keys(config: &Config, command: &KeysCommand) -> Result<ExitCode, Failure> {
    let (runtime, store) = database::open_alone(config)?;
    let out = runtime.block_on(async {
        match command {
            KeysCommand::Create(arguments) => create(&store, arguments).await,
            KeysCommand::List => list(&store).await,
            KeysCommand::Revoke { id } => revoke(&store, id).await,
        }
    })?;
    print(&out)
}

async fn create(store: &Store, arguments: &CreateKeyArguments) -> Result<String, Failure> {
    let door = arguments.door;
    if arguments.domain.is_some() && !door.has_key_in_path() {
        return Err(anyhow!("the door {} has no domains", door.as_str())).hint("leave --domain out");
    }
    if store.workspace(&arguments.workspace).await.context("workspaces cannot be read")?.is_none() {
        let workspace = Workspace::named(&arguments.workspace);
        store.put_workspace(&workspace, server::now_ms()).await.context("the workspace cannot be made")?;
    }
    let key = NewKey {
        workspace: arguments.workspace.clone(),
        door: door.as_str().to_owned(),
        id: arguments.domain.clone(),
        in_path: door.has_key_in_path(),
    };
    let made = store.create_key(&key, server::now_ms()).await;
    let credentials = made.context("the key cannot be made").hint("another --domain may be free")?;
    Ok(describe(door, &credentials))
}

/// How a key is used.
pub(crate) fn describe(door: Door, credentials: &Credentials) -> String {
    let Credentials { id, path, secret } = credentials;
    let path = path.as_deref().unwrap_or_default();
    match door {
        Door::Native => format!("Authorization: Bearer {}\n", server::key_text(credentials)),
        Door::Argos => format!("x-api-key: {}\n", server::key_text(credentials)),
        Door::ClovaOcr => format!("/custom/v1/{id}/{path}/document\nX-OCR-SECRET: {secret}\n"),
        Door::ClovaEkyc => format!("/ekyc/v1/{id}/{path}\nX-EKYC-SECRET: {secret}\n"),
    }
}

async fn list(store: &Store) -> Result<String, Failure> {
    let mut out = String::new();
    for key in store.keys().await.context("keys cannot be read")? {
        let state = if key.revoked_ms.is_some() { "revoked" } else { "valid" };
        // Writing into a String cannot fail.
        let _ = writeln!(out, "{}\t{}\t{}\t{state}", key.workspace, key.door, key.id);
    }
    Ok(out)
}

async fn revoke(store: &Store, id: &str) -> Result<String, Failure> {
    match store.revoke_key(id, server::now_ms()).await.context("the key cannot be revoked")? {
        0 => Err(anyhow!("there is no valid key {id}")).hint("`vidimus keys list` shows them"),
        _ => Ok(format!("{id} is revoked\n")),
    }
}
