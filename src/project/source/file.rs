//! Opening a file that is about to be read, and seeing whether it was written to meanwhile.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

/// What tells whether a file is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    /// Bytes.
    pub size: u64,
    /// When it was last written to.
    pub modified: Option<SystemTime>,
}

/// An open source.
pub(super) trait Opened: Read {
    /// What it is like now; `None` for a stream.
    fn state(&self) -> io::Result<Option<State>>;
}

impl Opened for File {
    fn state(&self) -> io::Result<Option<State>> {
        let found = self.metadata()?;
        Ok(Some(State { size: found.len(), modified: found.modified().ok() }))
    }
}

/// A source that cannot change under the reader.
pub(super) struct Stream<R>(pub R);

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<R: Read> Opened for Stream<R> {
    fn state(&self) -> io::Result<Option<State>> {
        Ok(None)
    }
}

/// Whether a file of which `bytes` bytes were read between two looks was written to.
pub(super) fn has_changed(before: State, after: State, bytes: u64) -> bool {
    // A file system made on the fly may say 0 for any size.
    before != after || (after.size != 0 && after.size != bytes)
}

/// Opens without waiting, so that a FIFO without a writer cannot hang the program.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

/// What a file is when it is not a regular one.
pub(super) fn irregular(kind: FileType) -> Option<&'static str> {
    if kind.is_file() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a pipe (`-` is standard input)");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some("a device");
        }
    }
    Some(if kind.is_dir() { "a folder" } else { "no regular file" })
}

/// Device and inode: the same for two names of one file.
#[cfg(unix)]
pub(super) fn identity(found: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(_found: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_that_grows_or_shrinks_or_is_rewritten_has_changed() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"four").unwrap();
        let state = |file: &File| file.state().unwrap().unwrap();
        let before = state(&file);
        assert!(!has_changed(before, state(&file), 4));
        assert!(has_changed(before, state(&file), 3));
        file.write_all(b"more").unwrap();
        assert!(has_changed(before, state(&file), 8));
        file.set_len(4).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert!(has_changed(before, state(&file), 4));
    }
}
