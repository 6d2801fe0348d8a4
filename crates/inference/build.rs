//! Lists `models/*.toml` and embeds each card with its network, so that the binary needs no file beside it.
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../models");
    println!("cargo::rerun-if-changed={}", root.display());

    let mut table = String::from("&[\n");
    for card in cards(&root)? {
        let onnx = card.with_extension("onnx");
        if !onnx.is_file() {
            return Err(format!("{} has no network beside it: {} is missing", card.display(), onnx.display()).into());
        }
        println!("cargo::rerun-if-changed={}", card.display());
        println!("cargo::rerun-if-changed={}", onnx.display());
        let id = card.file_stem().and_then(|stem| stem.to_str()).ok_or("a card's file name must be UTF-8")?;
        writeln!(
            table,
            "    Embedded {{ id: {id:?}, card: include_str!({:?}), onnx: include_bytes!({:?}) }},",
            card.canonicalize()?,
            onnx.canonicalize()?
        )?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("embedded.rs"), table)?;
    Ok(())
}

/// The cards in a fixed order, so that the same sources give the same binary.
fn cards(root: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
