//! One file per command.
mod doctor;
mod eval;
mod jobs;
mod keys;
mod models;
mod read;
mod serve;
mod specimen;
mod workspaces;

use std::io::Write as _;
use std::process::ExitCode;

pub(crate) use doctor::doctor;
pub(crate) use eval::eval;
pub(crate) use jobs::jobs;
pub(crate) use keys::{describe, keys};
pub(crate) use models::models;
pub(crate) use read::read;
pub(crate) use serve::serve;
pub(crate) use specimen::specimen;
pub(crate) use workspaces::workspaces;

use crate::failure::Failure;

/// Writes to standard output and ends well; a reader that went away (`| head`) is no fault.
pub(crate) fn print(text: &str) -> Result<ExitCode, Failure> {
    write_out(text)?;
    Ok(ExitCode::SUCCESS)
}

fn write_out(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(anyhow::Error::new(error).context("standard output cannot be written").into())
        }
        _ => Ok(()),
    }
}
