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
        let models = models(config)?;
        let ids = models.iter().map(|model| format!("{} {}", model.card.id, model.card.version)).collect();
        let networks = models.iter().map(|model| model.load(&backend)).collect::<Result<Vec<_>, _>>()?;
        let reader = assemble(networks, config)?;
        Ok(Self { reader, models: ids, backend: describe(&backend) })
    }
}

/// What a pack does beside the networks that are there: its recogniser of print reads again what ours is unsure of, and
/// its spotter serves where there is none.
fn in_use(mut models: Vec<Model>, packed: Vec<Model>) -> Vec<Model> {
    for network in packed {
        let beside = |task: &str| models.iter().filter(|model| model.card.task == task).count();
        let most = match network.card.task.as_str() {
            "text-recognition" => 2,
            "text-spotting" => 1,
            _ => 0,
        };
        let here = models.iter().any(|model| model.card.id == network.card.id);
        if !here && beside(&network.card.task) < most {
            models.push(network);
        }
    }
    models
}

/// Gives each stage its network, by task; of two for one task, the first goes first.
fn assemble(mut networks: Vec<Network>, config: &Config) -> Result<Arc<Clocked>, Failure> {
    let mut any = |task: &str| {
        let at = networks.iter().position(|network| network.card().task == task);
        at.map(|at| networks.remove(at))
    };
    let text = any("text-spotting").zip(any("text-recognition"));
    let second = any("text-recognition");
    let mut take = |task: &str| {
        any(task)
            .ok_or_else(|| anyhow!("no network for the task {task}"))
            .hint("build from a tree whose models/ is complete; `vidimus doctor` lists what is there")
    };
    let models = Models {
        locator: take("sheet-location")?,
        spotter: take("mrz-line-spotting")?,
        recogniser: take("mrz-recognition")?,
        text: text.map(|(spotter, recogniser)| TextModels { spotter, recogniser, second }),
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
    Packed { path: PathBuf, onnx: Vec<u8> },
}

impl Model {
    fn load(&self, backend: &Backend) -> Result<Network, Failure> {
        let onnx = match &self.source {
            Source::Embedded(onnx) => onnx,
            Source::File { onnx, .. } | Source::Packed { onnx, .. } => onnx.as_slice(),
        };
        let network = Network::load(&self.card, onnx, backend);
        let network = network.with_context(|| format!("the network {} cannot be loaded", self.card.id));
        match &self.source {
            Source::Packed { .. } => {
                network.hint("`vidimus models add` fetches it anew, `vidimus models remove` does without")
            }
            Source::Embedded(_) | Source::File { .. } => Ok(network?),
        }
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

/// Every network that is in use: the embedded ones and those of packs.
pub(crate) fn models(config: &Config) -> Result<Vec<Model>, Failure> {
    Ok(in_use(networks(config)?, packed(config)?))
}

/// The embedded networks, each replaced where the configuration names another of its task.
fn networks(config: &Config) -> Result<Vec<Model>, Failure> {
    let mut models = Vec::new();
    for embedded in embedded::cards() {
        let card = embedded.parse().context("an embedded card is damaged")?;
        models.push(Model { card, source: Source::Embedded(embedded.onnx) });
    }
    for path in &config.models.replace {
        let (card, path, onnx) = from_file(path)?;
        models.retain(|model| model.card.task != card.task);
        models.push(Model { card, source: Source::File { path, onnx } });
    }
    Ok(models)
}

/// The networks of the packs in the folder of the configuration, by the names of packs and cards.
fn packed(config: &Config) -> Result<Vec<Model>, Failure> {
    let mut cards = Vec::new();
    for pack in crate::packs::ALL {
        let files = std::fs::read_dir(config.models.folder.join(pack.name)).into_iter().flatten();
        let mut here: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
        here.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        here.sort();
        cards.extend(here);
    }
    cards
        .iter()
        .map(|path| {
            let (card, path, onnx) = from_file(path)?;
            Ok(Model { card, source: Source::Packed { path, onnx } })
        })
        .collect()
}

/// A card and the ONNX file beside it.
fn from_file(path: &Path) -> Result<(Card, PathBuf, Vec<u8>), Failure> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the card {} cannot be read", path.display()))
        .hint("models.replace lists the paths of cards, models/<id>.toml")?;
    let card = Card::parse(&path.display().to_string(), &text).context("a card is not valid")?;
    let file = path.with_file_name(&card.file);
    let onnx = std::fs::read(&file)
        .with_context(|| format!("the network {} cannot be read", file.display()))
        .hint("the ONNX file lies beside its card")?;
    Ok((card, file, onnx))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(id: &str, task: &str) -> Model {
        let ports = r#"
            input = { name = "x", shape = [1] }
            outputs = [{ name = "y", shape = [1] }]
        "#;
        let card = Card::of_function(id, task, ports).expect("a good card");
        Model { card, source: Source::Embedded(b"") }
    }

    #[test]
    fn a_pack_stands_beside_what_is_there() {
        let (reads, spots) = ("text-recognition", "text-spotting");
        // What is there, what the pack brings, what is used.
        let cases = [
            (vec![("own", reads), ("eyes", spots)], "own, eyes, pack-reads"),
            (vec![("own", reads)], "own, pack-reads, pack-spots"),
            (vec![], "pack-reads, pack-spots"),
            (vec![("pack-reads", reads), ("eyes", spots)], "pack-reads, eyes"), // named in models.replace
        ];
        for (there, used) in cases {
            let there = there.into_iter().map(|(id, task)| model(id, task)).collect();
            let pack =
                vec![model("pack-reads", reads), model("pack-spots", spots), model("pack-other", "sheet-location")];
            let ids: Vec<String> = in_use(there, pack).into_iter().map(|model| model.card.id).collect();
            assert_eq!(ids.join(", "), used);
        }
    }
}
