//! The `vidimus` command line. Data goes to standard output, everything else to standard error.
mod annotate;
mod args;
mod commands;
mod config;
mod database;
mod failure;
mod mask;
mod packs;
mod pipeline;
mod render;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use config::Config;
use failure::Failure;

/// The work could not be done; as clap's own status for a wrong command line.
const COULD_NOT: u8 = 2;

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(COULD_NOT)
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    if let Command::Doctor(args::DoctorArguments { default_config: true }) = arguments.command {
        return commands::print(config::DEFAULT);
    }
    // Variables that are not Unicode cannot name a setting.
    let environment =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let file = arguments.config.or_else(|| std::env::var_os("VIDIMUS_CONFIG").map(Into::into));
    let config = Config::load(file.as_deref(), environment)?;
    match arguments.command {
        Command::Read(arguments) => commands::read(&config, &arguments),
        Command::Serve(arguments) => commands::serve(config, &arguments),
        Command::Keys(command) => commands::keys(&config, &command),
        Command::Workspaces(command) => commands::workspaces(&config, &command),
        Command::Jobs(command) => commands::jobs(&config, &command),
        Command::Eval(arguments) => commands::eval(&config, &arguments),
        Command::Specimen(arguments) => commands::specimen(&arguments),
        Command::Models(arguments) => commands::models(&config, &arguments),
        Command::Doctor(_) => commands::doctor(&config),
    }
}
