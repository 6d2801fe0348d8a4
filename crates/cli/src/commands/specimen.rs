use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use specimen::{Assets, Capture, Fonts, Random, Split, Truth};

use crate::args::SpecimenArguments;
use crate::failure::{Failure, Hint};

/// Quality of the files; the photos went through a worse JPEG already, as real ones do.
const QUALITY: u8 = 95;

/// `vidimus specimen DIR`
pub(crate) fn specimen(arguments: &SpecimenArguments) -> Result<ExitCode, Failure> {
    let split = if arguments.held_out { Split::Validation } else { Split::All };
    let fonts =
        Fonts::system(split).map_err(|message| anyhow!(message)).hint("`scripts/setup test` installs the fonts")?;
    let assets = Assets { fonts, portraits: Vec::new(), scenes: Vec::new() };
    let mut random = Random::new(arguments.seed);
    let mut index = String::new();
    for number in 0..arguments.count {
        let mut random = random.child();
        let capture = Capture::random(&mut random);
        let photo = specimen::photo(&mut random, &assets, capture, arguments.long_side);
        let mut truth = Truth::of(&photo, format!("{capture:?}").to_lowercase());
        truth.file = format!("{}/{number:06}.jpg", truth.slice());
        write(arguments, &truth.file, &imaging::encode_jpeg(&photo.picture, QUALITY))?;
        index += &serde_json::to_string(&truth).context("the truth cannot be written")?;
        index.push('\n');
    }
    write(arguments, "index.jsonl", index.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn write(arguments: &SpecimenArguments, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = arguments.folder.join(name);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(())
}
