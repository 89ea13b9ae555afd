//! Room outside memory for one run: files without a name, which the system takes back however the process ends.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::paths;
use super::told::told;
use crate::engine::storage::{Pages, Scratch, Spill, StorageError};

/// Bytes gathered before they are written.
const BUFFER: usize = 1 << 18;

/// Makes files without a name in one folder.
#[derive(Debug, Clone)]
pub struct ScratchFolder {
    folder: PathBuf,
}

impl ScratchFolder {
    /// Room in `folder`, which is made (private) when first needed.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        ScratchFolder { folder: folder.to_owned() }
    }
}

impl Scratch for ScratchFolder {
    fn create(&self) -> Result<Box<dyn Spill>, StorageError> {
        let folder: Arc<Path> = Arc::from(self.folder.as_path());
        let made = paths::make_private(&self.folder).and_then(|()| tempfile::tempfile_in(&self.folder));
        let file = made.map_err(|error| failed("make a temporary file", &folder, &error))?;
        Ok(Box::new(Growing { file, folder, buffer: Vec::with_capacity(BUFFER), written: 0 }))
    }
}

fn failed(what: &str, folder: &Path, error: &std::io::Error) -> StorageError {
    let remedy = match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "free some space there, name another folder with --scratch, or allow more memory with --memory"
        }
        _ => "name another folder with --scratch, or allow more memory with --memory",
    };
    StorageError(format!("cannot {what} in {}: {}; {remedy}", folder.display(), told(error)))
}

#[derive(Debug)]
struct Growing {
    file: File,
    folder: Arc<Path>,
    buffer: Vec<u8>,
    written: u64,
}

impl Growing {
    fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.file.write_all(bytes).map_err(|error| failed("write a temporary file", &self.folder, &error))?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), StorageError> {
        let buffer = std::mem::take(&mut self.buffer);
        let written = self.write(&buffer);
        self.buffer = buffer;
        self.buffer.clear();
        written
    }
}

impl Spill for Growing {
    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        if self.buffer.len() + bytes.len() > BUFFER {
            self.flush()?;
        }
        if bytes.len() >= BUFFER {
            return self.write(bytes);
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Arc<dyn Pages>, StorageError> {
        self.flush()?;
        Ok(Arc::new(Finished { file: self.file, folder: self.folder, len: self.written }))
    }
}

#[derive(Debug)]
struct Finished {
    file: File,
    folder: Arc<Path>,
    len: u64,
}

impl Pages for Finished {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<(), StorageError> {
        read_exact_at(&self.file, out, offset).map_err(|error| failed("read a temporary file", &self.folder, &error))
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, out: &mut [u8], offset: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, out, offset)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut out: &mut [u8], mut offset: u64) -> std::io::Result<()> {
    while !out.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, out, offset)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        out = &mut out[read..];
        offset += read as u64;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::engine::text::{CorpusBuilder, Reading, Room};

    #[test]
    fn what_is_spilled_is_read_back_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = ScratchFolder::new(&folder.path().join("new"));
        let mut spill = scratch.create().unwrap();
        let bytes: Vec<u8> = (0..3 * BUFFER + 7).map(|i| (i % 251) as u8).collect();
        let mut rest = bytes.as_slice();
        for size in [1, BUFFER - 1, BUFFER, BUFFER + 1, 6] {
            spill.append(&rest[..size]).unwrap();
            rest = &rest[size..];
        }
        let pages = spill.finish().unwrap();
        assert_eq!(pages.len(), bytes.len() as u64);
        for from in [0, 1, BUFFER - 3, 3 * BUFFER - 2] {
            let mut out = [0; 9];
            pages.read_at(from as u64, &mut out).unwrap();
            assert_eq!(out, bytes[from..from + 9]);
        }
        assert!(pages.read_at(pages.len() - 1, &mut [0; 2]).is_err());
        assert_eq!(std::fs::read_dir(folder.path().join("new")).unwrap().count(), 0);
    }

    #[test]
    fn a_text_outside_memory_is_the_same_text() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Arc::new(ScratchFolder::new(folder.path()));
        let mut builder = CorpusBuilder::new(Reading::default(), Room { most_held: 10, scratch: Some(scratch) });
        let text = "天地玄黄\n宇宙洪荒abc\r\n日月盈昃";
        builder.source("t");
        text.chars().for_each(|c| builder.push(c.encode_utf8(&mut [0; 4])).unwrap());
        builder.end_document().unwrap();
        let corpus = builder.finish().unwrap();
        assert_eq!(corpus.held(), None);
        assert_eq!(corpus.read(0..corpus.len()).unwrap().1, format!("{text}\n"));
        assert_eq!(corpus.read(1..5).unwrap(), (3, "地".into()));
        assert_eq!(corpus.place(33).unwrap().line, 3);
    }
}
