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
    /// Draw photos of invented documents, or their lines or pages of text, with an index.jsonl that holds the truth.
    Specimen(SpecimenArguments),
    /// List, add or remove networks that others made.
    Models(ModelsArguments),
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
    /// Read every line of print, too.
    #[arg(long)]
    pub(crate) text: bool,
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
    /// Read every line of print, too, and look for the values of the truth in it.
    #[arg(long)]
    pub(crate) text: bool,
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
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct SpecimenArguments {
    #[command(subcommand)]
    pub(crate) text: Option<SpecimenText>,
    /// Where to write; the folder is made.
    #[arg(required = true)]
    pub(crate) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) set: SpecimenSet,
    /// Long side of the photos in pixels.
    #[arg(long, value_name = "PIXELS", default_value_t = 1600, value_parser = clap::value_parser!(u32).range(64..=8000))]
    pub(crate) long_side: u32,
}

#[derive(Subcommand)]
pub(crate) enum SpecimenText {
    /// Draw single lines of text as the recogniser sees them.
    Lines(SpecimenTextArguments),
    /// Draw straightened pages of text as the spotter sees them.
    Pages(SpecimenTextArguments),
}

#[derive(Args)]
pub(crate) struct SpecimenTextArguments {
    /// Where to write; the folder is made.
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) set: SpecimenSet,
}

#[derive(Args)]
pub(crate) struct SpecimenSet {
    /// How many pictures.
    #[arg(long, default_value_t = 100)]
    pub(crate) count: u32,
    /// The same seed draws the same pictures.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Faces of type and words that training never sees, for measuring.
    #[arg(long)]
    pub(crate) held_out: bool,
}

#[derive(Args)]
pub(crate) struct ModelsArguments {
    #[command(subcommand)]
    pub(crate) action: ModelsAction,
}

#[derive(Subcommand)]
pub(crate) enum ModelsAction {
    /// List the networks that are there, and the packs that can be added.
    List,
    /// Fetch a pack with this machine's own pip, check it and put it into models.folder.
    Add {
        /// The pack's name; `vidimus models list` lists them.
        pack: String,
        /// Take it from a wheel that was fetched before, instead of fetching one.
        #[arg(long, value_name = "FILE")]
        wheel: Option<PathBuf>,
    },
    /// Remove a pack from models.folder.
    Remove {
        /// The pack's name.
        pack: String,
    },
}

#[derive(Args)]
pub(crate) struct DoctorArguments {
    /// Print the default configuration file and end.
    #[arg(long)]
    pub(crate) default_config: bool,
}
