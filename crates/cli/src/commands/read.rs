use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use dialects::native::{Answer, Code, Fault};
use reader::{Read as _, Reading, Wanted};

use super::write_out;
use crate::args::{Format, ReadArguments};
use crate::config::Config;
use crate::failure::{Failure, Hint};
use crate::pipeline::Pipeline;
use crate::{COULD_NOT, annotate, mask, render};

/// Done, and a zone's check digits disagree.
const REJECTING: u8 = 1;

/// `vidimus read FILE...`
pub(crate) fn read(config: &Config, arguments: &ReadArguments) -> Result<ExitCode, Failure> {
    for (option, out) in [("--annotate", &arguments.annotate), ("--mask", &arguments.mask)] {
        if out.is_some() && arguments.files.len() > 1 {
            return Err(anyhow!("{option} takes one FILE")).hint("run `vidimus read` once for each picture");
        }
    }
    let pipeline = Pipeline::open(config)?;
    let wanted = Wanted { text: arguments.text || arguments.mask.is_some(), ..Wanted::default() };
    let mut worst = 0;
    let mut separator = "[";
    for file in &arguments.files {
        let name = file.display().to_string();
        let bytes = load(file);
        let outcome = bytes
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|bytes| pipeline.reader.read(bytes, &wanted).map_err(|error| Fault::from(&error)));
        worst = worst.max(match &outcome {
            Err(_) => COULD_NOT,
            Ok(reading) if disagrees(reading) => REJECTING,
            Ok(_) => 0,
        });
        let answer = match &outcome {
            Ok(reading) => Answer::new(Some(&name), &pipeline.models, reading),
            Err(fault) => Answer::refused(Some(&name), &pipeline.models, fault.clone()),
        };
        match arguments.format {
            Format::Text => match &outcome {
                Ok(reading) => write_out(&render::text(&name, reading))?,
                Err(fault) => eprintln!("error: {name}: {fault}"),
            },
            Format::Json => {
                let json = serde_json::to_string_pretty(&answer).context("the answer cannot be written")?;
                write_out(&format!("{separator}\n{json}"))?;
                separator = ",";
            }
            Format::Jsonl => {
                let json = serde_json::to_string(&answer).context("the answer cannot be written")?;
                write_out(&format!("{json}\n"))?;
            }
        }
        if let (Some(out), Ok(bytes), Ok(reading)) = (&arguments.annotate, &bytes, &outcome) {
            let png =
                annotate::png(bytes, &config.limits.to_imaging(), reading).context("the picture cannot be drawn")?;
            save(out, &png)?;
        }
        if let (Some(out), Ok(bytes), Ok(reading)) = (&arguments.mask, &bytes, &outcome) {
            save(out, &mask::png(bytes, &config.limits.to_imaging(), reading)?)?;
        }
    }
    if arguments.format == Format::Json {
        write_out("\n]\n")?;
    }
    Ok(ExitCode::from(worst))
}

fn save(out: &Path, png: &[u8]) -> Result<(), Failure> {
    Ok(std::fs::write(out, png).with_context(|| format!("{} cannot be written", out.display()))?)
}

fn load(file: &Path) -> Result<Vec<u8>, Fault> {
    let result = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    result.map_err(|error| Fault::new(Code::NotFound, format!("the file cannot be read: {error}")))
}

fn disagrees(reading: &Reading) -> bool {
    reading.zones().any(|zone| !zone.check_digits_valid)
}
