use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use inference::{Axis, Backend, Card, Network, Tensor};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::metadata::alphabet;
use super::{Pack, Packed};

/// Puts the networks of a pack with their cards and licences into its own folder in `folder`, and gives that folder's path.
/// Every file that is taken out of `wheel` must have its hash, and every network must run on `backend`; until all do,
/// nothing is changed. A pack that is there already is replaced.
///
/// # Errors
/// When a file is missing or another one, when the backend cannot run a network, or when nothing can be written.
pub(crate) fn install(pack: &Pack, wheel: &Path, folder: &Path, backend: &Backend) -> anyhow::Result<PathBuf> {
    let file = File::open(wheel).with_context(|| format!("{} cannot be opened", wheel.display()))?;
    let mut wheel = ZipArchive::new(file).with_context(|| format!("{} is no wheel", wheel.display()))?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for packed in pack.networks {
        let (card, text, onnx) = unpack(&mut wheel, packed)?;
        try_out(&card, &onnx, backend)?;
        files.extend([(format!("{}.toml", card.id), text.into_bytes()), (card.file, onnx)]);
    }
    for licence in pack.licences {
        let text = member(&mut wheel, licence.path, licence.bytes, licence.sha256)?;
        files.push((licence.file.to_owned(), text));
    }
    let (home, part) = (folder.join(pack.name), folder.join(format!("{}.part", pack.name)));
    clear(&part)?;
    std::fs::create_dir_all(&part).with_context(|| format!("the folder {} cannot be made", part.display()))?;
    for (name, bytes) in files {
        let path = part.join(name);
        std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    clear(&home)?;
    std::fs::rename(&part, &home).with_context(|| format!("{} cannot be written", home.display()))?;
    Ok(home)
}

/// Removes the folder of a pack; whether there was one.
///
/// # Errors
/// When it cannot be removed.
pub(crate) fn remove(pack: &Pack, folder: &Path) -> anyhow::Result<bool> {
    clear(&folder.join(pack.name))
}

fn clear(folder: &Path) -> anyhow::Result<bool> {
    match std::fs::remove_dir_all(folder) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("{} cannot be removed", folder.display())),
    }
}

/// A network out of the wheel, with its card and the card's text.
fn unpack(wheel: &mut ZipArchive<File>, packed: &Packed) -> anyhow::Result<(Card, String, Vec<u8>)> {
    let onnx = member(wheel, packed.path, packed.bytes, packed.sha256)?;
    let text = card_text(packed, packed.alphabet.map(|key| alphabet(&onnx, key)).transpose()?);
    let card = Card::parse(packed.path, &text).context("the card does not fit the network")?;
    Ok((card, text, onnx))
}

fn card_text(packed: &Packed, alphabet: Option<String>) -> String {
    let alphabet = alphabet.map(|alphabet| format!("alphabet = {}\n", toml::Value::String(alphabet)));
    let Packed { sha256, bytes, card, .. } = packed;
    format!("{}sha256 = \"{sha256}\"\nbytes = {bytes}\n{card}", alphabet.unwrap_or_default())
}

/// A file out of the wheel, never more of it than the pinned length.
fn member(wheel: &mut ZipArchive<File>, path: &str, bytes: u64, sha256: &str) -> anyhow::Result<Vec<u8>> {
    let file = wheel.by_name(path).with_context(|| format!("the wheel has no file {path}"))?;
    let mut content = Vec::new();
    file.take(bytes + 1).read_to_end(&mut content).with_context(|| format!("{path} cannot be unpacked"))?;
    let digest: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
    if content.len() as u64 != bytes || digest != sha256 {
        bail!("{path} is not the file whose SHA-256 is pinned; nothing was installed");
    }
    Ok(content)
}

/// Runs a network once on an empty picture.
fn try_out(card: &Card, onnx: &[u8], backend: &Backend) -> anyhow::Result<()> {
    /// Length of an axis that may vary: enough for every network that halves its input five times.
    const SOME: usize = 64;
    let sizes: Vec<usize> = card
        .input
        .shape
        .iter()
        .enumerate()
        .map(|(i, axis)| match axis {
            Axis::Fixed(size) => size.get(),
            Axis::Named(_) => {
                if i == 0 {
                    1
                } else {
                    SOME
                }
            }
        })
        .collect();
    let network = Network::load(card, onnx, backend)?;
    network.run(Tensor::zeros(&sizes)).with_context(|| format!("{} cannot run it", backend.name()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::Licence;
    use super::super::metadata::with_notes;
    use super::*;

    /// As `crates/inference/testdata/half.toml`, without length and hash.
    const CARD: &str = r#"id = "half"
task = "test"
version = "1"
file = "half.onnx"
licence = "MIT OR Apache-2.0"
trained_on = "nothing: fixed random weights"
mean = [0.5, 0.5, 0.5]
std = [0.5, 0.5, 0.5]
input = { name = "image", shape = ["n", 3, 16, 16] }
outputs = [{ name = "map", shape = ["n", 2, 8, 8] }, { name = "score", shape = ["n", 3] }]
"#;

    /// A network that runs, with an alphabet among its notes: fields of a protocol buffer may follow each other.
    fn network() -> Vec<u8> {
        let mut onnx = include_bytes!("../../../inference/testdata/half.onnx").to_vec();
        onnx.extend(with_notes(&[("character", "A\n\"\n\\\n漢")]));
        onnx
    }

    fn hash(bytes: &[u8]) -> &'static str {
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>().leak()
    }

    /// A pack whose pins are those of `onnx` and `licence`.
    fn pack(onnx: &[u8], licence: &[u8]) -> Pack {
        let packed = Packed {
            path: "some/models/half.onnx",
            bytes: onnx.len() as u64,
            sha256: hash(onnx),
            card: CARD,
            alphabet: Some("character"),
        };
        let licence =
            Licence { path: "info/LICENSE", file: "LICENSE", bytes: licence.len() as u64, sha256: hash(licence) };
        Pack {
            name: "some",
            wheel: "some==1",
            purpose: "",
            source: "",
            networks: vec![packed].leak(),
            licences: vec![licence].leak(),
        }
    }

    /// Paths in a wheel with what lies there.
    type Files<'a> = &'a [(&'a str, &'a [u8])];

    fn wheel(folder: &Path, files: Files<'_>) -> PathBuf {
        let path = folder.join("some-1-py3-none-any.whl");
        let mut zip = ZipWriter::new(File::create(&path).expect("a file"));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a name");
            zip.write_all(bytes).expect("room");
        }
        zip.finish().expect("a wheel");
        path
    }

    #[test]
    fn a_pack_is_installed_checked_and_removed() {
        let (folder, onnx) = (tempfile::tempdir().expect("a folder"), network());
        let folder = folder.path();
        let pack = pack(&onnx, b"do what you like");
        let wheel =
            wheel(folder, &[("info/LICENSE", b"do what you like"), ("x.py", b""), ("some/models/half.onnx", &onnx)]);
        let models = folder.join("models");
        for _ in 0..2 {
            let home = install(&pack, &wheel, &models, &Backend::rten(1)).expect("a good wheel");
            assert_eq!(home, models.join("some"));
            let text = std::fs::read_to_string(home.join("half.toml")).expect("a card");
            let card = Card::parse("half.toml", &text).expect("a good card");
            assert_eq!(card.alphabet.as_deref(), Some("A\"\\漢 "));
            let onnx = std::fs::read(home.join(&card.file)).expect("a network");
            assert!(Network::load(&card, &onnx, &Backend::rten(1)).is_ok());
            assert_eq!(std::fs::read(home.join("LICENSE")).expect("a licence"), b"do what you like");
            assert_eq!(std::fs::read_dir(&models).expect("a folder").count(), 1, "nothing is left over");
        }
        assert!(remove(&pack, &models).expect("is there"));
        assert!(!remove(&pack, &models).expect("is not there"));
    }

    #[test]
    fn what_is_not_pinned_is_refused_and_leaves_all_as_it_was() {
        let (folder, onnx) = (tempfile::tempdir().expect("a folder"), network());
        let folder = folder.path();
        let pack = pack(&onnx, b"do what you like");
        let models = folder.join("models");
        let licence = ("info/LICENSE", &b"do what you like"[..]);
        let good = wheel(folder, &[licence, ("some/models/half.onnx", &onnx)]);
        install(&pack, &good, &models, &Backend::rten(1)).expect("a good wheel");
        let mut changed = onnx.clone();
        changed[700] ^= 1;
        let longer = [&onnx[..], &[0]].concat();
        let cases: [(Files<'_>, &str); 5] = [
            (&[licence, ("some/models/half.onnx", &changed)], "SHA-256 is pinned"),
            (&[licence, ("some/models/half.onnx", &longer)], "SHA-256 is pinned"),
            (&[licence, ("some/models/half.onnx", b"")], "SHA-256 is pinned"),
            (&[licence], "no file some/models/half.onnx"),
            (&[("info/LICENSE", b"do what we like "), ("some/models/half.onnx", &onnx)], "SHA-256 is pinned"),
        ];
        for (files, message) in cases {
            let error = install(&pack, &wheel(folder, files), &models, &Backend::rten(1)).expect_err(message);
            assert!(error.to_string().contains(message), "{message}: {error}");
            assert_eq!(std::fs::read_dir(&models).expect("a folder").count(), 1, "nothing is left over");
            assert_eq!(std::fs::read(models.join("some/half.onnx")).expect("still there"), onnx);
        }
        let nowhere = install(&pack, &folder.join("nowhere.whl"), &models, &Backend::rten(1));
        assert!(nowhere.expect_err("no such file").to_string().contains("cannot be opened"));
        std::fs::write(folder.join("text.whl"), "text").expect("a file");
        let text = install(&pack, &folder.join("text.whl"), &models, &Backend::rten(1));
        assert!(text.expect_err("no archive").to_string().contains("is no wheel"));
    }

    #[test]
    fn a_network_that_its_card_does_not_fit_is_refused() {
        let (folder, onnx) = (tempfile::tempdir().expect("a folder"), network());
        let folder = folder.path();
        let mut pack = pack(&onnx, b"");
        let packed = Packed { card: CARD.replace("[\"n\", 3]", "[\"n\", 4]").leak(), ..pack.networks[0] };
        pack.networks = vec![packed].leak();
        let wheel = wheel(folder, &[("info/LICENSE", b""), ("some/models/half.onnx", &onnx)]);
        let error = install(&pack, &wheel, &folder.join("models"), &Backend::rten(1)).expect_err("another shape");
        assert!(error.to_string().contains("network 'half'"), "{error}");
        assert!(!folder.join("models").exists());
    }

    #[test]
    fn the_cards_of_all_packs_are_whole() {
        for packed in super::super::ALL.iter().flat_map(|pack| pack.networks) {
            // A card that fits any alphabet is one that fits this.
            let text = card_text(packed, packed.alphabet.map(|_| "A ".to_owned()));
            let card = Card::parse(packed.path, &text).expect(packed.path);
            assert_eq!(format!("{}.onnx", card.id), card.file);
        }
    }
}
