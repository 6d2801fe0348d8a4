//! Brings together what a reader is made of: a backend, networks, limits, clock and calendar.
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, anyhow};
use inference::{Backend, Card, Chosen, Network, ONNX_RUNTIME_FILE, embedded};
use reader::{Models, Params, Read, ReadPrint, Reader, Reading, TextLine, TextModels, Wanted};

use crate::config::Config;
use crate::failure::{Failure, Hint};

/// A reader and what it stands on.
pub(crate) struct Pipeline {
    pub(crate) reader: Arc<Clocked>,
    /// Ids and versions of the networks.
    pub(crate) models: Vec<String>,
    /// The backend, in words.
    pub(crate) backend: String,
}

impl Pipeline {
    /// Builds everything that reading takes, and checks each network against its card.
    pub(crate) fn open(config: &Config) -> Result<Self, Failure> {
        let backend = backend(config)?.backend;
        let models = networks(config)?;
        let ids = models.iter().map(|model| format!("{} {}", model.card.id, model.card.version)).collect();
        let networks = models.iter().map(|model| model.load(&backend)).collect::<Result<Vec<_>, _>>()?;
        let reader = assemble(networks, config)?;
        Ok(Self { reader, models: ids, backend: describe(&backend) })
    }
}

/// Gives each stage its network, by task.
fn assemble(mut networks: Vec<Network>, config: &Config) -> Result<Arc<Clocked>, Failure> {
    let mut any = |task: &str| {
        let at = networks.iter().position(|network| network.card().task == task);
        at.map(|at| networks.swap_remove(at))
    };
    let text = any("text-spotting").zip(any("text-recognition"));
    let mut take = |task: &str| {
        any(task)
            .ok_or_else(|| anyhow!("no network for the task {task}"))
            .hint("build from a tree whose models/ is complete; `vidimus doctor` lists what is there")
    };
    let models = Models {
        locator: take("sheet-location")?,
        spotter: take("mrz-line-spotting")?,
        recogniser: take("mrz-recognition")?,
        text: text.map(|(spotter, recogniser)| TextModels { spotter, recogniser }),
    };
    let params = Params { limits: config.limits.to_imaging(), ..Params::default() };
    let reader = Reader::new(models, params).context("the reader cannot be built")?;
    Ok(Arc::new(Clocked { reader, started: Instant::now() }))
}

/// A reader with this machine's clock and calendar.
pub(crate) struct Clocked {
    reader: Reader,
    started: Instant,
}

impl Read for Clocked {
    fn read(&self, bytes: &[u8], wanted: &Wanted) -> Result<Reading, reader::Error> {
        self.reader.read(bytes, wanted, &|| self.started.elapsed(), server::today())
    }
}

impl ReadPrint for Clocked {
    fn read_sheet(&self, bytes: &[u8]) -> Result<Reading, reader::Error> {
        self.reader.read_sheet(bytes, &|| self.started.elapsed())
    }

    fn read_line(&self, bytes: &[u8]) -> Result<TextLine, reader::Error> {
        self.reader.read_line(bytes)
    }
}

/// A network that is to be used.
pub(crate) struct Model {
    pub(crate) card: Card,
    pub(crate) source: Source,
}

/// Where a network's file is.
pub(crate) enum Source {
    Embedded(&'static [u8]),
    File { path: PathBuf, onnx: Vec<u8> },
}

impl Model {
    fn load(&self, backend: &Backend) -> Result<Network, Failure> {
        let onnx = match &self.source {
            Source::Embedded(onnx) => onnx,
            Source::File { onnx, .. } => onnx.as_slice(),
        };
        let network = Network::load(&self.card, onnx, backend);
        Ok(network.with_context(|| format!("the network {} cannot be loaded", self.card.id))?)
    }
}

/// The backend that the configuration asks for, and why it is no other.
pub(crate) fn backend(config: &Config) -> Result<Chosen, Failure> {
    let inference = &config.inference;
    Backend::choose(inference.backend, &candidates(&inference.library), inference.threads)
        .hint("`make serve` brings ONNX Runtime; inference.backend = \"rten\" does without it")
}

/// `onnxruntime (/path/of/library.so)`
pub(crate) fn describe(backend: &Backend) -> String {
    match backend.library() {
        Some(library) => format!("{} ({})", backend.name(), library.display()),
        None => backend.name().to_owned(),
    }
}

/// Where ONNX Runtime may be, the best first. A configured path is the only one; in other places, only files that are
/// there.
fn candidates(configured: &Path) -> Vec<PathBuf> {
    if !configured.as_os_str().is_empty() {
        return vec![configured.to_owned()];
    }
    if let Some(library) = std::env::var_os("VIDIMUS_ONNXRUNTIME").filter(|library| !library.is_empty()) {
        return vec![library.into()];
    }
    let binary = std::env::current_exe().ok();
    let beside = binary.as_deref().and_then(Path::parent);
    let places = beside.into_iter().flat_map(|folder| [folder.to_owned(), folder.join("lib")]);
    places
        .chain([PathBuf::from(".runtime")])
        .map(|folder| folder.join(ONNX_RUNTIME_FILE))
        .filter(|file| file.is_file())
        .collect()
}

/// The embedded networks, each replaced where the configuration names another of its task.
pub(crate) fn networks(config: &Config) -> Result<Vec<Model>, Failure> {
    let mut models = Vec::new();
    for embedded in embedded::cards() {
        let card = embedded.parse().context("an embedded card is damaged")?;
        models.push(Model { card, source: Source::Embedded(embedded.onnx) });
    }
    for path in &config.models.replace {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the card {} cannot be read", path.display()))
            .hint("models.replace lists the paths of cards, models/<id>.toml")?;
        let card = Card::parse(&path.display().to_string(), &text).context("a card is not valid")?;
        let file = path.with_file_name(&card.file);
        let onnx = std::fs::read(&file)
            .with_context(|| format!("the network {} cannot be read", file.display()))
            .hint("the ONNX file lies beside its card")?;
        models.retain(|model| model.card.task != card.task);
        models.push(Model { card, source: Source::File { path: file, onnx } });
    }
    Ok(models)
}
