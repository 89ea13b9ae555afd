//! Reading a small file whole: settings, word lists, dictionaries.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The bytes of the regular file at `path`.
///
/// # Errors
/// Those of the file system; a folder, device or pipe; a file of more than `limit` bytes.
pub fn bytes(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Asked before opening: to open a pipe without a writer would wait for ever.
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    at_most(File::open(path)?, limit)
}

/// All bytes of `reader`.
///
/// # Errors
/// Those of `reader`; more than `limit` bytes.
pub fn at_most(reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {limit} bytes")));
    }
    Ok(bytes)
}

/// The UTF-8 text of the regular file at `path`; `None` when there is no file.
///
/// # Errors
/// As [`bytes`], and bytes that are not UTF-8.
pub fn text(path: &Path, limit: u64) -> io::Result<Option<String>> {
    match bytes(path, limit) {
        Ok(bytes) => Ok(Some(utf8(bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// `bytes` as text.
///
/// # Errors
/// When they are not UTF-8, with the offset and the line (from 1) of the first bad byte.
pub fn utf8(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..at]).count() + 1;
        io::Error::new(io::ErrorKind::InvalidData, format!("it is not UTF-8: bad byte at offset {at}, in line {line}"))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn small_regular_files_are_read_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words");
        assert_eq!(text(&path, 10).unwrap(), None);
        std::fs::write(&path, "天地").unwrap();
        assert_eq!(text(&path, 6).unwrap().as_deref(), Some("天地"));
        assert_eq!(text(&path, 5).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        std::fs::write(&path, b"a\xff").unwrap();
        assert_eq!(text(&path, 6).unwrap_err().to_string(), "it is not UTF-8: bad byte at offset 1, in line 1");
        assert_eq!(bytes(folder.path(), 6).unwrap_err().to_string(), "it is no regular file");
    }
}
