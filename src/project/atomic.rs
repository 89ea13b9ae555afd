//! Writing a file all or nothing.

use std::io::{self, Write};
use std::path::Path;

/// Writes a file through `fill`: a temporary file beside it, synced, then renamed over `path`, then the folder synced.
/// Nothing is at `path` but the old file or the whole new one. Mode 0600 unless `path` existed; a symbolic link at
/// `path` is replaced, not followed.
///
/// # Errors
/// Those of `fill` and of the file system; then `path` is as it was.
pub fn write<T>(_path: &Path, _fill: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    todo!()
}
