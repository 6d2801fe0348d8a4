use std::io::IsTerminal as _;
use std::process::ExitCode;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

use crate::args::ServeArguments;
use crate::config::{Config, Log, LogFormat};
use crate::failure::{Failure, Hint};
use crate::pipeline::Pipeline;

/// `vidimus serve`
pub(crate) fn serve(mut config: Config, arguments: &ServeArguments) -> Result<ExitCode, Failure> {
    if let Some(listen) = arguments.listen {
        config.server.listen = listen;
    }
    start_log(&config.log)?;
    let pipeline = Pipeline::open(&config)?;
    let listen = config.server.listen;
    let demo = config.server.clova_domains.is_empty();
    // Requests are small and the heavy work has threads of its own, so two threads answer.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.context("the async runtime cannot be started")?;
    let backend = pipeline.backend;
    runtime
        .block_on(server::serve(config.server, pipeline.models, pipeline.reader, |address| {
            eprintln!("vidimus serves on http://{address} with {backend}; Ctrl-C stops it");
            if demo {
                // Well known and in the sources, so printing it gives nothing away.
                eprintln!(
                    "demo CLOVA OCR domain: http://{address}/custom/v1/1/demo/document/passport, X-OCR-SECRET: demo-secret; \
                     set server.clova_domains before others can reach this address"
                );
            }
        }))
        .with_context(|| format!("{listen} cannot be served"))
        .hint("choose another address with --listen")?;
    Ok(ExitCode::SUCCESS)
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
