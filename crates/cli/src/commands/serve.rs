use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use anyhow::Context as _;
use dialects::Door;
use server::Parts;
use store::{NewKey, Store, Workspace};
use tracing_subscriber::EnvFilter;

use super::describe;
use crate::args::ServeArguments;
use crate::config::{Config, Log, LogFormat};
use crate::database;
use crate::failure::{Failure, Hint};
use crate::pipeline::Pipeline;

const DEMO: &str = "demo";

/// `vidimus serve`
pub(crate) fn serve(mut config: Config, arguments: &ServeArguments) -> Result<ExitCode, Failure> {
    if let Some(listen) = arguments.listen {
        config.server.listen = listen;
    }
    start_log(&config.log)?;
    let pipeline = Pipeline::open(&config)?;
    let listen = config.server.listen;
    // Requests are small and the heavy work has threads of its own, so two threads answer.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.context("the async runtime cannot be started")?;
    let backend = pipeline.backend;
    runtime.block_on(async {
        let store = database::open(&config.database).await?;
        let demo = if arguments.demo { Some(demo(&store).await?) } else { None };
        let parts =
            Parts { config: config.server, jobs: config.jobs, models: pipeline.models, reader: pipeline.reader, store };
        let started = |address| {
            eprintln!("vidimus serves on http://{address} with {backend}; Ctrl-C stops it");
            if let Some(demo) = demo {
                eprintln!("\n{}", demo.replace("ADDRESS", &format!("http://{address}")));
            }
        };
        server::serve(parts, started)
            .await
            .with_context(|| format!("{listen} cannot be served"))
            .hint("choose another address with --listen")
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Fresh keys for every door, and a request to try; ADDRESS stands for the server's.
async fn demo(store: &Store) -> Result<String, Failure> {
    let workspace = Workspace { retention_s: 3600, ..Workspace::named(DEMO) };
    store.put_workspace(&workspace, server::now_ms()).await.context("the demo workspace cannot be made")?;
    store.remove_keys(DEMO).await.context("the last demo keys cannot be removed")?;
    let mut text = String::new();
    for door in Door::ALL {
        let key = NewKey {
            workspace: DEMO.to_owned(),
            door: door.as_str().to_owned(),
            id: door.has_key_in_path().then(|| "1".to_owned()),
            in_path: door.has_key_in_path(),
        };
        let key = store.create_key(&key, server::now_ms()).await.context("the demo keys cannot be made")?;
        let _ = write!(text, "{}", describe(door, &key));
        if door == Door::Native {
            let bearer = server::key_text(&key);
            let _ = write!(
                text,
                "  curl -H 'Authorization: Bearer {bearer}' -H 'content-type: image/jpeg' \\\n    \
                 --data-binary @passport.jpg ADDRESS/v1/read\n"
            );
        }
    }
    Ok(format!("keys of the workspace `{DEMO}`, until the next start:\n{text}"))
}

fn start_log(log: &Log) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&log.filter)
        .with_context(|| format!("log.filter `{}` is not valid", log.filter))
        .hint("write a level such as \"info\", or directives such as \"info,server=debug\"")?;
    // Colours only for eyes: on a terminal, and not where NO_COLOR asks for none (no-color.org).
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    match log.format {
        LogFormat::Text => subscriber.init(),
        LogFormat::Json => subscriber.json().init(),
    }
    Ok(())
}
