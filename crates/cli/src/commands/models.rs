use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};

use super::print;
use crate::args::{ModelsAction, ModelsArguments};
use crate::config::Config;
use crate::failure::{Failure, Hint};
use crate::packs::{self, Pack};
use crate::pipeline::{self, Source};

/// `vidimus models list`, `vidimus models add PACK`, `vidimus models remove PACK`
pub(crate) fn models(config: &Config, arguments: &ModelsArguments) -> Result<ExitCode, Failure> {
    let folder = &config.models.folder;
    match &arguments.action {
        ModelsAction::List => list(config),
        ModelsAction::Add { pack, wheel } => {
            let pack = find(pack)?;
            // Removed when it goes out of scope, at the end.
            let fetched = tempfile::tempdir().context("no folder can be made to fetch into")?;
            let wheel = match wheel {
                Some(wheel) => wheel.clone(),
                None => packs::fetch(pack, fetched.path())?,
            };
            let backend = pipeline::backend(config)?.backend;
            let home = packs::install(pack, &wheel, folder, &backend)
                .with_context(|| format!("the pack {} cannot be added", pack.name))?;
            print(&format!(
                "{}: {}\n{} ({})\nadded to {}, with its licence\n",
                pack.name,
                pack.purpose,
                pack.source,
                pack.wheel,
                home.display()
            ))
        }
        ModelsAction::Remove { pack } => {
            let pack = find(pack)?;
            let there = packs::remove(pack, folder).with_context(|| format!("{} cannot be removed", pack.name))?;
            print(&match there {
                true => format!("{} removed from {}\n", pack.name, folder.display()),
                false => format!("{} is not in {}\n", pack.name, folder.display()),
            })
        }
    }
}

fn find(name: &str) -> Result<&'static Pack, Failure> {
    packs::find(name)
        .ok_or_else(|| anyhow!("there is no pack called `{name}`"))
        .hint("`vidimus models list` lists them")
}

fn list(config: &Config) -> Result<ExitCode, Failure> {
    let mut out = String::from("networks in use\n");
    for model in pipeline::models(config)? {
        let card = &model.card;
        let from = match &model.source {
            Source::Embedded(_) => "embedded".to_owned(),
            Source::File { path, .. } | Source::Packed { path, .. } => path.display().to_string(),
        };
        // Writing into a String cannot fail.
        let _ = writeln!(out, "  {:<20} {:<15} {:<18} {:<18} {from}", card.id, card.version, card.task, card.licence);
    }
    out += "packs\n";
    for pack in packs::ALL {
        let there = if config.models.folder.join(pack.name).is_dir() { "added" } else { "not added" };
        let _ = writeln!(
            out,
            "  {:<20} {there}: {}\n  {:<20} {} ({})",
            pack.name, pack.purpose, "", pack.source, pack.wheel
        );
    }
    print(&out)
}
