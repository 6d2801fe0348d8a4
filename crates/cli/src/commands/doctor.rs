use std::fmt::Write as _;
use std::process::ExitCode;

use super::print;
use crate::config::Config;
use crate::failure::Failure;
use crate::pipeline::{self, Source};

/// `vidimus doctor`
pub(crate) fn doctor(config: &Config) -> Result<ExitCode, Failure> {
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = report(config, &mut out)?;
    print(&out)
}

fn report(config: &Config, out: &mut String) -> Result<std::fmt::Result, Failure> {
    let chosen = pipeline::backend(config)?;
    let networks = pipeline::models(config)?;
    Ok((|| {
        writeln!(out, "vidimus {}", env!("CARGO_PKG_VERSION"))?;
        writeln!(out, "\nbackend   {}", pipeline::describe(&chosen.backend))?;
        writeln!(
            out,
            "          asked for {:?}, {} threads a picture",
            config.inference.backend, config.inference.threads
        )?;
        for refused in &chosen.refused {
            writeln!(out, "          not {}: {}", refused.library.display(), refused.error)?;
        }
        writeln!(out, "\nnetworks")?;
        if networks.is_empty() {
            writeln!(out, "  none: this binary was built without models/")?;
        }
        for network in &networks {
            let card = &network.card;
            let sha256: String = card.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
            writeln!(out, "  {} {} ({}, {} bytes, {})", card.id, card.version, card.task, card.bytes, card.licence)?;
            writeln!(out, "    sha256 {sha256}")?;
            match &network.source {
                Source::Embedded(_) => writeln!(out, "    embedded")?,
                Source::File { path, .. } | Source::Packed { path, .. } => {
                    writeln!(out, "    from {}", path.display())?;
                }
            }
        }
        let (limits, server) = (&config.limits, &config.server);
        writeln!(out, "\nlimits of one picture")?;
        writeln!(out, "  {} bytes, {} pixels, {} a side", limits.max_bytes, limits.max_pixels, limits.max_side)?;
        writeln!(out, "  {} bytes of memory for decoding", limits.max_working_bytes)?;
        writeln!(out, "\nserver    {}", server.listen)?;
        writeln!(
            out,
            "  {} workers, {} waiting, {} connections",
            server.workers, server.queue, server.max_connections
        )?;
        writeln!(out, "  {} bytes a picture, {} in all bodies", server.max_picture_bytes, server.max_upload_bytes)?;
        writeln!(
            out,
            "  seconds: head {}, body {}, answer {}, stop {}",
            server.header_timeout_s, server.upload_timeout_s, server.deadline_s, server.grace_s
        )?;
        let jobs = &config.jobs;
        writeln!(
            out,
            "\njobs      {} readers, {} senders, {} may wait, {} s until given up",
            jobs.readers, jobs.senders, jobs.max_waiting, jobs.give_up_s
        )?;
        writeln!(out, "\ndatabase  {}", crate::database::describe(&config.database))?;
        writeln!(out, "  key in {}", config.database.key_file.display())
    })())
}
