//! Where a result goes: stdout, or a file that is written all or nothing.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;

use crate::project::atomic;
use crate::project::source::Input;
use crate::workbench;

/// Refuses a file that a result must not replace: a folder, a project, or one of the texts.
pub(super) fn check(path: Option<&Path>, inputs: &[Input]) -> Result<()> {
    Ok(path.map_or(Ok(()), |path| workbench::check_target(path, inputs))?)
}

/// Writes through `fill` to the file at `path`, or to `out` without one.
pub(super) fn write<T>(
    path: Option<&Path>,
    out: &mut dyn Write,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T> {
    match path {
        None => Ok(fill(out)?),
        Some(path) => atomic::write(path, fill).map_err(|error| anyhow::Error::new(error).context(cannot_write(path))),
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}
