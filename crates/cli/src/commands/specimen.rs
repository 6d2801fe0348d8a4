use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use serde::Serialize;
use specimen::{
    Assets, Capture, Fonts, LineAssets, LineTruth, PageTruth, Random, Split, TextPageKind, Truth, Typefaces, korea,
};

use crate::args::{SpecimenArguments, SpecimenKoreaArguments, SpecimenSet, SpecimenText};
use crate::failure::{Failure, Hint};

/// Quality of the files; the photos went through a worse JPEG already, as real ones do.
const QUALITY: u8 = 95;
/// What to do where faces are missing.
const REMEDY: &str = "`scripts/setup test` installs the fonts";

/// `vidimus specimen DIR`, `vidimus specimen lines DIR`, `vidimus specimen pages DIR`, `vidimus specimen korea DIR`
pub(crate) fn specimen(arguments: &SpecimenArguments) -> Result<ExitCode, Failure> {
    match (&arguments.text, &arguments.folder) {
        (Some(SpecimenText::Lines(text)), _) => lines(&text.folder, &text.set),
        (Some(SpecimenText::Pages(text)), _) => pages(&text.folder, &text.set),
        (Some(SpecimenText::Korea(korea)), _) => korean_documents(korea),
        (None, Some(folder)) => photos(folder, &arguments.set, arguments.long_side),
        (None, None) => Err(anyhow!("no folder is named").into()),
    }
}

fn photos(folder: &Path, set: &SpecimenSet, long_side: u32) -> Result<ExitCode, Failure> {
    let assets = assets(set)?;
    draw(folder, set, |random, number| {
        let capture = Capture::random(random);
        let photo = specimen::photo(random, &assets, capture, long_side);
        let mut truth = Truth::of(&photo, format!("{capture:?}").to_lowercase());
        truth.file = format!("{}/{number:06}.jpg", truth.slice());
        let truth_line = json(&truth)?;
        Ok((truth.file, imaging::encode_jpeg(&photo.picture, QUALITY), truth_line))
    })
}

fn lines(folder: &Path, set: &SpecimenSet) -> Result<ExitCode, Failure> {
    let assets = line_assets(set)?;
    draw(folder, set, |random, number| {
        let line = specimen::line_strip(random, &assets);
        let name = format!("{number:06}.png");
        let truth = json(&LineTruth::of(&line, name.clone()))?;
        Ok((name, imaging::encode_png(&line.picture()), truth))
    })
}

fn pages(folder: &Path, set: &SpecimenSet) -> Result<ExitCode, Failure> {
    let (lines, assets) = (line_assets(set)?, assets(set)?);
    draw(folder, set, |random, number| {
        let kind = TextPageKind::random(random);
        let page = specimen::text_page(random, &lines, &assets, kind);
        let name = format!("{number:06}.png");
        let truth = json(&PageTruth::of(&page, name.clone()))?;
        Ok((name, imaging::encode_png(&page.picture), truth))
    })
}

fn korean_documents(arguments: &SpecimenKoreaArguments) -> Result<ExitCode, Failure> {
    let set = &arguments.set;
    let (lines, assets) = (line_assets(set)?, assets(set)?);
    let plan_of = |random: &mut Random, layout: &korea::Layout| {
        let is_valid = !random.chance(arguments.invalid);
        layout.plan(random, split(set), is_valid)
    };
    let is_shown = |layout: &&korea::Layout| {
        !arguments.screens || plan_of(&mut Random::new(set.seed), layout).heading_on_screen().is_some()
    };
    let layouts: Vec<&korea::Layout> = match arguments.kind {
        Some(layout) => vec![layout],
        None => korea::LAYOUTS.iter().collect(),
    };
    let layouts: Vec<&korea::Layout> = layouts.into_iter().filter(is_shown).collect();
    if layouts.is_empty() {
        return Err(anyhow!("no app shows documents of this kind").into());
    }
    draw(&arguments.folder, set, |random, number| {
        let plan = plan_of(random, layouts[number as usize % layouts.len()]);
        let (shot, capture) = if arguments.screens {
            let width = random.uniform(720.0, 1440.0);
            let shot = plan.on_screen(random, &lines, &assets, width).context("an app shows it")?;
            (shot, "screen".to_owned())
        } else {
            let (capture, width) = (korea::capture(random, &plan), korea::photo_width(random, &plan));
            let shot = plan.photograph(random, &lines, &assets, capture, width);
            (shot, format!("{capture:?}").to_lowercase())
        };
        let jpeg = imaging::encode_jpeg(&shot.photo.picture, QUALITY);
        let mut truth = Truth::of_korean(shot, &plan, capture);
        truth.file = format!("{}/{number:06}.jpg", plan.definition);
        let truth_line = json(&truth)?;
        Ok((truth.file, jpeg, truth_line))
    })
}

/// Draws a set: every picture is a file, its truth a line of `index.jsonl`.
fn draw(
    folder: &Path,
    set: &SpecimenSet,
    mut picture: impl FnMut(&mut Random, u32) -> Result<(String, Vec<u8>, String), Failure>,
) -> Result<ExitCode, Failure> {
    let mut random = Random::new(set.seed);
    let mut index = String::new();
    for number in 0..set.count {
        let (name, bytes, truth) = picture(&mut random.child(), number)?;
        write(folder, &name, &bytes)?;
        index += &truth;
        index.push('\n');
    }
    write(folder, "index.jsonl", index.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn split(set: &SpecimenSet) -> Split {
    if set.held_out { Split::Validation } else { Split::All }
}

fn assets(set: &SpecimenSet) -> Result<Assets, Failure> {
    let fonts = Fonts::system(split(set)).map_err(|message| anyhow!(message)).hint(REMEDY)?;
    Ok(Assets { fonts, portraits: Vec::new(), scenes: Vec::new() })
}

fn line_assets(set: &SpecimenSet) -> Result<LineAssets, Failure> {
    let typefaces = Typefaces::system(split(set)).map_err(|message| anyhow!(message)).hint(REMEDY)?;
    Ok(LineAssets::new(typefaces, split(set)))
}

fn json(truth: &impl Serialize) -> Result<String, Failure> {
    Ok(serde_json::to_string(truth).context("the truth cannot be written")?)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).with_context(|| format!("the folder {} cannot be made", parent.display()))?;
    }
    std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(())
}
