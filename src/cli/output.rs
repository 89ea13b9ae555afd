//! Where a result goes: stdout, a device, or a file that is written all or nothing.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

use crate::project::atomic;
use crate::project::source::Input;
use crate::workbench;

/// Where `-o` points to.
pub(super) enum Target<'p> {
    /// No file, or `-`.
    Stdout,
    /// A device or an open file, by its name.
    Stream(&'p Path, File),
    /// The place of a file.
    File(&'p Path),
}

/// What the path given with `-o` stands for. Refuses what a result must not replace: a folder, a project, or one of the
/// texts.
pub(super) fn target<'p>(path: Option<&'p Path>, inputs: &[Input]) -> Result<Target<'p>> {
    let Some(path) = path.filter(|path| path.as_os_str() != "-") else { return Ok(Target::Stdout) };
    if let Some(file) = atomic::stream(path).with_context(|| cannot_write(path))? {
        return Ok(Target::Stream(path, file));
    }
    workbench::check_target(path, inputs)?;
    Ok(Target::File(path))
}

/// Writes through `fill` to `target`; stdout is `out`.
pub(super) fn write<T>(
    target: Target,
    out: &mut dyn Write,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T> {
    let (written, path) = match target {
        Target::Stdout => return Ok(fill(out)?),
        Target::Stream(path, file) => (through(file, fill), path),
        Target::File(path) => (atomic::write(path, fill), path),
    };
    written.with_context(|| cannot_write(path))
}

fn through<T>(file: File, fill: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    let mut file = BufWriter::new(file);
    let value = fill(&mut file)?;
    file.flush()?;
    Ok(value)
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}
