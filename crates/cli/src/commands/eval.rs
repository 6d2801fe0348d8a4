use std::process::ExitCode;

use anyhow::Context as _;
use eval::Folder;
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
    let pipeline = Pipeline::open(config)?;
    let wanted = Wanted { text: arguments.text, ..Wanted::default() };
    let mut failed = Ok(());
    let report = folder.measure(&*pipeline.reader, &wanted, arguments.limit, &mut |outcome| {
        if arguments.verbose && !arguments.json && failed.is_ok() {
            failed = write_out(&format!("{outcome}\n"));
        }
    });
    failed?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&report).context("the report cannot be written")?;
        return print(&format!("{json}\n"));
    }
    print(&format!("{}\nbackend {}; networks {}\n", report, pipeline.backend, pipeline.models.join(", ")))
}
