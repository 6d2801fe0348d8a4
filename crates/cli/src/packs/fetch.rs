use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, anyhow};

use super::Pack;
use crate::failure::{Failure, Hint};

const REMEDY: &str =
    "`python3 -m pip download --no-deps` must be able to fetch it; a machine that cannot takes `--wheel FILE`";

/// Has this machine's own `pip` bring the wheel of a pack into `folder`. Nothing of it is run.
pub(crate) fn fetch(pack: &Pack, folder: &Path) -> Result<PathBuf, Failure> {
    let output = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"])
        .args(["--only-binary=:all:", "--dest"])
        .arg(folder)
        .arg(pack.wheel)
        .output()
        .context("python3 cannot be started")
        .hint(REMEDY)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it does not say why").to_owned();
        return Err(anyhow!("{last}").context(format!("pip cannot fetch {}", pack.wheel))).hint(REMEDY);
    }
    let files = std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let wheel =
        files.filter_map(|file| Some(file.ok()?.path())).find(|path| path.extension().is_some_and(|e| e == "whl"));
    Ok(wheel.ok_or_else(|| anyhow!("pip fetched no wheel of {}", pack.wheel))?)
}
