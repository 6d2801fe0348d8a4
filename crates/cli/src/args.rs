use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Reads identity documents on this machine.
#[derive(Parser)]
#[command(name = "vidimus", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// Configuration file, over the built-in defaults and under the environment.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read pictures and print what they say.
    Read(ReadArguments),
    /// Serve the HTTP doors and the page.
    Serve(ServeArguments),
    /// Measure against a folder of pictures with an index.jsonl that holds the truth.
    Eval(EvalArguments),
    /// Draw photos of invented documents, with an index.jsonl that holds the truth.
    Specimen(SpecimenArguments),
    /// Tell which backend, networks and limits are in force.
    Doctor(DoctorArguments),
}

#[derive(Args)]
#[command(
    after_help = "Exit status: 0 done, 1 done and a zone's check digits disagree, 2 a picture could not be read."
)]
pub(crate) struct ReadArguments {
    /// Pictures; - is standard input.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// How to print: for people, as one JSON array, or as JSON line by line.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Write the picture with everything found drawn in; takes one FILE.
    #[arg(long, value_name = "OUT.png")]
    pub(crate) annotate: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Jsonl,
}

#[derive(Args)]
pub(crate) struct ServeArguments {
    /// Address and port, over server.listen.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<std::net::SocketAddr>,
}

#[derive(Args)]
pub(crate) struct EvalArguments {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// Print counts and every picture as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// List every picture, truth over reading where they differ.
    #[arg(long)]
    pub(crate) verbose: bool,
    /// Stop after so many pictures.
    #[arg(long, value_name = "N", default_value_t = usize::MAX, hide_default_value = true)]
    pub(crate) limit: usize,
}

#[derive(Args)]
pub(crate) struct SpecimenArguments {
    /// Where to write; the folder is made.
    pub(crate) folder: PathBuf,
    /// How many photos.
    #[arg(long, default_value_t = 100)]
    pub(crate) count: u32,
    /// The same seed draws the same photos.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Long side of the photos in pixels.
    #[arg(long, value_name = "PIXELS", default_value_t = 1600, value_parser = clap::value_parser!(u32).range(64..=8000))]
    pub(crate) long_side: u32,
    /// Faces of type that training never sees, for measuring.
    #[arg(long)]
    pub(crate) held_out: bool,
}

#[derive(Args)]
pub(crate) struct DoctorArguments {
    /// Print the default configuration file and end.
    #[arg(long)]
    pub(crate) default_config: bool,
}
