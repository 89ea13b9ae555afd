//! Where a result goes: stdout, or a file that is written all or nothing.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;

use super::exit::{Exit, failure};
use crate::project::atomic;
use crate::project::source::Input;
use crate::project::store::Store;

/// Refuses a file that a result must not replace: a project, or one of the texts.
pub(super) fn check(path: Option<&Path>, inputs: &[Input]) -> Result<()> {
    let Some(path) = path else { return Ok(()) };
    let shown = path.display();
    if path.is_dir() {
        return Err(failure(Exit::Usage, format!("cannot write {shown}: it is a folder; name a file in it")));
    }
    if Store::is_project(path) {
        let message = format!("{shown} is a project: writing there would lose its decisions; choose another name");
        return Err(failure(Exit::Usage, message));
    }
    let same = |input: &Input| match input {
        Input::File(text) => path.canonicalize().is_ok_and(|path| text.canonicalize().is_ok_and(|text| text == path)),
        _ => false,
    };
    if inputs.iter().any(same) {
        return Err(failure(Exit::Usage, format!("{shown} is one of the texts; choose another name for the result")));
    }
    Ok(())
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
