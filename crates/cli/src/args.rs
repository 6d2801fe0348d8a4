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
    /// Make, list and revoke the keys that the doors ask for.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// List and change workspaces: what the keys of a client may do.
    #[command(subcommand)]
    Workspaces(WorkspacesCommand),
    /// List, deliver again and drop jobs.
    #[command(subcommand)]
    Jobs(JobsCommand),
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
    after_help = "Exit status: 0 done, 1 done and a zone's check digits disagree, 2 a picture could not be read or masked."
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
    /// Write the picture with everything filled that must be masked, or nothing when that cannot be told; reads every line
    /// of print and takes one FILE.
    #[arg(long, value_name = "OUT.png")]
    pub(crate) mask: Option<PathBuf>,
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
    /// Make fresh keys for the workspace `demo`, print them with a request to try, and revoke those of the last time.
    #[arg(long)]
    pub(crate) demo: bool,
}

#[derive(Subcommand)]
pub(crate) enum KeysCommand {
    /// Make a key and print it, this once.
    Create(CreateKeyArguments),
    /// List keys, without what opens.
    List,
    /// Revoke a key, within seconds.
    Revoke {
        /// Its id, as `vidimus keys list` shows it.
        id: String,
    },
}

#[derive(Args)]
pub(crate) struct CreateKeyArguments {
    /// Whose key it is; a workspace of that name is made when there is none.
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) workspace: String,
    /// What it opens.
    #[arg(long, value_parser = door)]
    pub(crate) door: dialects::Door,
    /// The domain id in the path, for the doors that have one; by chance when not given.
    #[arg(long, value_name = "DIGITS", value_parser = digits)]
    pub(crate) domain: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum WorkspacesCommand {
    /// List workspaces and what they may do.
    List,
    /// Make a workspace, or change what is given of one.
    Set(SetWorkspaceArguments),
}

#[derive(Args)]
pub(crate) struct SetWorkspaceArguments {
    /// Its name.
    #[arg(value_parser = name)]
    pub(crate) name: String,
    /// Doors that it may use, with commas between; empty for all.
    #[arg(long, value_name = "DOORS", value_parser = doors)]
    pub(crate) doors: Option<List>,
    /// Refuse every request of it.
    #[arg(long, value_name = "BOOL")]
    pub(crate) disabled: Option<bool>,
    /// Calls in a minute, over all processes; 0 for any number.
    #[arg(long, value_name = "CALLS")]
    pub(crate) calls_per_minute: Option<u32>,
    /// Requests at the same time, over all processes; 0 for any number.
    #[arg(long, value_name = "REQUESTS")]
    pub(crate) concurrency: Option<u32>,
    /// Hosts that results may be sent to, with commas between; empty for any.
    #[arg(long, value_name = "HOSTS", value_parser = list)]
    pub(crate) callback_hosts: Option<List>,
    /// Seconds for which results of jobs are kept.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) retention: Option<u32>,
    /// Print the secret that callbacks are signed with.
    #[arg(long)]
    pub(crate) show_secret: bool,
}

#[derive(Subcommand)]
pub(crate) enum JobsCommand {
    /// List jobs, the oldest first.
    List {
        /// Only those in this state.
        #[arg(long, value_parser = state)]
        state: Option<store::State>,
        /// At most so many.
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: u32,
    },
    /// Deliver a result once more that was given up, or at once one that waits.
    Retry {
        /// The job's id.
        id: String,
    },
    /// Remove a job with all that is kept of it.
    Drop {
        /// The job's id.
        id: String,
    },
}

/// Items with commas between.
#[derive(Clone)]
pub(crate) struct List(pub(crate) Vec<String>);

fn list(text: &str) -> Result<List, String> {
    Ok(List(text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()))
}

fn doors(text: &str) -> Result<List, String> {
    let doors = list(text)?;
    doors.0.iter().try_for_each(|name| door(name).map(drop))?;
    Ok(doors)
}

fn door(text: &str) -> Result<dialects::Door, String> {
    let names = || dialects::Door::ALL.map(dialects::Door::as_str).join(", ");
    dialects::Door::from_name(text).ok_or_else(|| format!("doors are {}", names()))
}

fn state(text: &str) -> Result<store::State, String> {
    let names = || store::State::ALL.map(store::State::as_str).join(", ");
    store::State::from_name(text).ok_or_else(|| format!("states are {}", names()))
}

fn name(text: &str) -> Result<String, String> {
    let is_name =
        (1..=64).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_.".contains(&c));
    if is_name { Ok(text.to_owned()) } else { Err("a name is up to 64 letters, digits, `-`, `_` and `.`".into()) }
}

fn digits(text: &str) -> Result<String, String> {
    let is_id = (1..=18).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
    if is_id { Ok(text.to_owned()) } else { Err("a domain id is up to 18 digits".into()) }
}

#[derive(Args)]
pub(crate) struct EvalArguments {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// Read every line of print, too, and look for the values of the truth in it.
    #[arg(long)]
    pub(crate) text: bool,
    /// Judge the print that another engine read instead, from a file with one JSON object a line: `file`, and `lines`, each with
    /// `text`, `quad` and `confidence`, the last two where it tells them.
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    pub(crate) readings: Option<PathBuf>,
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
    /// Draw photos of Korean documents in the layouts of their kinds, with every field in the truth.
    Korea(SpecimenKoreaArguments),
}

#[derive(Args)]
pub(crate) struct SpecimenKoreaArguments {
    /// Where to write; the folder is made.
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) set: SpecimenSet,
    /// Only documents of this kind, such as kor/resident_card_2020; all kinds in turn when not given.
    #[arg(long, value_name = "KIND", value_parser = layout)]
    pub(crate) kind: Option<&'static specimen::korea::Layout>,
    /// Share of documents whose numbers fail their checks or whose dates contradict each other.
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = share)]
    pub(crate) invalid: f32,
    /// Screenshots of apps that show the card; documents that no app shows are left out.
    #[arg(long)]
    pub(crate) screens: bool,
}

fn layout(text: &str) -> Result<&'static specimen::korea::Layout, String> {
    let names = || specimen::korea::LAYOUTS.iter().map(|layout| layout.definition).collect::<Vec<_>>().join(", ");
    specimen::korea::Layout::named(text).ok_or_else(|| format!("kinds are {}", names()))
}

fn share(text: &str) -> Result<f32, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "a share is a number from 0 to 1".into())
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
