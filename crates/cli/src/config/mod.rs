//! The configuration: an embedded default file, then a file, then the environment, then flags.
mod layers;

use std::fmt;
use std::path::{Path, PathBuf};

use inference::BackendChoice;
use serde::Deserialize;

use crate::failure::{Failure, Hint};

/// The lowest layer and the documentation of every key.
pub(crate) const DEFAULT: &str = include_str!("../../default.toml");

/// All settings in force.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) server: server::Config,
    pub(crate) jobs: server::Jobs,
    pub(crate) database: Database,
    pub(crate) inference: Inference,
    pub(crate) models: Models,
    pub(crate) limits: Limits,
    pub(crate) log: Log,
}

/// The address may hold a password: it has no `Debug` that shows it.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) key_file: PathBuf,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("key_file", &self.key_file).finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inference {
    pub(crate) backend: BackendChoice,
    pub(crate) library: PathBuf,
    pub(crate) threads: usize,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Models {
    pub(crate) replace: Vec<PathBuf>,
    pub(crate) folder: PathBuf,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    pub(crate) max_bytes: usize,
    pub(crate) max_pixels: u64,
    pub(crate) max_side: u32,
    pub(crate) max_working_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) filter: String,
    pub(crate) format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

impl Config {
    /// Lays the layers over each other. `environment` are the process's variables.
    pub(crate) fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Failure> {
        let mut table = layers::parse_default()?;
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .map_err(|error| anyhow::Error::new(error).context(format!("{} cannot be read", path.display())))
                .hint("--config takes the path of a TOML file")?;
            layers::lay_file(&mut table, &path.display().to_string(), &text)?;
        }
        layers::lay_environment(&mut table, environment)?;
        Self::from_table(table)
    }

    fn from_table(table: toml::Table) -> Result<Self, Failure> {
        let config: Self = table
            .try_into()
            .map_err(|error: toml::de::Error| anyhow::anyhow!("the configuration is not valid: {}", error.message()))
            .hint("`vidimus doctor --default-config` prints every key with its default")?;
        Ok(config.settle(std::thread::available_parallelism().map_or(1, usize::from)))
    }

    /// Puts numbers in place of the zeros that mean "what fits the machine".
    fn settle(mut self, cores: usize) -> Self {
        if self.inference.threads == 0 {
            self.inference.threads = cores.min(2);
        }
        if self.server.workers == 0 {
            self.server.workers = (cores / self.inference.threads).max(1);
        }
        self
    }
}

impl Limits {
    /// As the decoder takes them.
    pub(crate) fn to_imaging(&self) -> imaging::Limits {
        imaging::Limits {
            max_bytes: self.max_bytes,
            max_pixels: self.max_pixels,
            max_side: self.max_side,
            max_working_bytes: self.max_working_bytes,
            ..imaging::Limits::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let mut table = layers::parse_default().map_err(|failure| failure.to_string())?;
        layers::lay_file(&mut table, "vidimus.toml", file).map_err(|failure| failure.to_string())?;
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        layers::lay_environment(&mut table, environment).map_err(|failure| failure.to_string())?;
        Config::from_table(table).map_err(|failure| failure.to_string())
    }

    #[test]
    fn the_default_file_says_what_the_code_does() {
        let mut config = load("", &[]).expect("the default file is valid");
        assert!(config.server.workers >= 1 && (1..=2).contains(&config.inference.threads));
        config.server.workers = server::Config::default().workers;
        assert_eq!(config.server, server::Config::default());
        assert_eq!(config.jobs, server::Jobs::default());
        let (limits, default) = (config.limits.to_imaging(), imaging::Limits::default());
        assert_eq!(format!("{limits:?}"), format!("{default:?}"));
    }

    #[test]
    fn zeros_are_settled_by_the_cores() {
        let table = layers::parse_default().map_err(|failure| failure.to_string()).expect("valid");
        let config: Config = table.try_into().expect("valid");
        for (cores, threads, workers) in [(1, 1, 1), (2, 2, 1), (3, 2, 1), (8, 2, 4)] {
            let config = config.clone().settle(cores);
            assert_eq!((config.inference.threads, config.server.workers), (threads, workers), "{cores} cores");
        }
    }

    #[test]
    fn later_layers_win() {
        let file = "[server]\nqueue = 3\nlisten = \"0.0.0.0:1\"\n[jobs]\ncallback_networks = [\"10.0.0.0/8\"]\n";
        let environment = [
            ("VIDIMUS_SERVER_QUEUE", "4"),
            ("VIDIMUS_INFERENCE_BACKEND", "rten"),
            ("VIDIMUS_MODELS_REPLACE", "[\"a.toml\"]"),
            ("VIDIMUS_ONNXRUNTIME", "/somewhere"),
            ("PATH", "/bin"),
        ];
        let config = load(file, &environment).expect("valid");
        assert_eq!((config.server.queue, config.server.listen.port()), (4, 1));
        assert_eq!(config.jobs.callback_networks.len(), 1);
        assert_eq!(config.inference.backend, BackendChoice::Rten);
        assert_eq!(config.models.replace, [PathBuf::from("a.toml")]);
    }

    #[test]
    fn mistakes_are_pointed_at() {
        let messages: Vec<String> = [
            load("[server]\nqueue = 3\nqueu = 4\n", &[]),
            load("\n[sever]\nqueue = 3\n", &[]),
            load("[server]\nqueue = \"many\"\n", &[]),
            load("[server]\nqueue = -1\n", &[]),
            load("[server\n", &[]),
            load("[inference]\nbackend = \"tract\"\n", &[]),
            load("[server]\nopen_to = \"all\"\n", &[]),
            load("[jobs]\ncallback_networks = [\"10.0.0.0/40\"]\n", &[]),
            load("", &[("VIDIMUS_SERVER_QUEU", "1")]),
            load("", &[("VIDIMUS_SERVER_QUEUE", "many")]),
        ]
        .into_iter()
        .map(|result| result.err().unwrap_or_else(|| "accepted".into()))
        .collect();
        insta::assert_snapshot!(messages.join("\n"), @r#"
        error: vidimus.toml:3: there is no key in [server] called `queu`
        hint: did you mean `queue`?
        error: vidimus.toml:2: there is no section called `sever`
        hint: did you mean `server`?
        error: vidimus.toml:2: `queue` takes a value of type integer, not string; the default is 32
        error: vidimus.toml:2: `queue`: invalid value: integer `-1`, expected usize
        hint: `vidimus doctor --default-config` prints every key with its default
        error: vidimus.toml:1: unclosed table, expected `]`
        error: vidimus.toml:2: `backend`: unknown variant `tract`, expected one of `auto`, `rten`, `onnxruntime`
        hint: `vidimus doctor --default-config` prints every key with its default
        error: vidimus.toml:2: `open_to`: unknown variant `all`, expected `this-machine` or `nobody`
        hint: `vidimus doctor --default-config` prints every key with its default
        error: vidimus.toml:2: `callback_networks`: invalid IP address syntax
        hint: `vidimus doctor --default-config` prints every key with its default
        error: the environment variable VIDIMUS_SERVER_QUEU names no setting
        hint: `vidimus doctor --default-config` prints every key with its default
        error: the environment variable VIDIMUS_SERVER_QUEUE must be written like 32
        "#);
    }
}
