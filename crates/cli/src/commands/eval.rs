use std::process::ExitCode;

use anyhow::Context as _;
use eval::{Folder, Outcome, Readings};
use reader::Wanted;

use super::{print, write_out};
use crate::args::EvalArguments;
use crate::config::Config;
use crate::failure::{Failure, Hint};
use crate::pipeline::Pipeline;

/// `vidimus eval DIR`
pub(crate) fn eval(config: &Config, arguments: &EvalArguments) -> Result<ExitCode, Failure> {
    let folder = Folder::open(&arguments.folder).hint(
        "the folder needs an index.jsonl, one JSON object a line, with `file`, `mrz`, `mrz_check_digits` and `quad`",
    )?;
    let mut failed = Ok(());
    let mut seen = |outcome: &Outcome| {
        if arguments.verbose && !arguments.json && failed.is_ok() {
            failed = write_out(&format!("{outcome}\n"));
        }
    };
    let (report, by) = if let Some(file) = &arguments.readings {
        let readings =
            Readings::open(file).hint("a file of readings has one JSON object a line, with `file` and `lines`")?;
        (folder.judge(&readings, arguments.limit, &mut seen), format!("readings {}", file.display()))
    } else {
        let pipeline = Pipeline::open(config)?;
        let wanted = Wanted { text: arguments.text, ..Wanted::default() };
        let report = folder.measure(&*pipeline.reader, &wanted, arguments.limit, &mut seen);
        (report, format!("backend {}; networks {}", pipeline.backend, pipeline.models.join(", ")))
    };
    failed?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&report).context("the report cannot be written")?;
        return print(&format!("{json}\n"));
    }
    print(&format!("{report}\n{by}\n"))
}
