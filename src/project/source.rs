//! Reading the input texts: checked, counted, hashed, streamed into a corpus.

use std::path::PathBuf;

use crate::engine::{Cancelled, Control, Corpus};

/// A text to read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// A UTF-8 file.
    File(PathBuf),
    /// The novel that comes with the program.
    Demo,
    /// Standard input.
    Stdin,
}

/// What was read from one input.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SourceRecord {
    /// Which input.
    pub input: Input,
    /// Its name on screen.
    pub name: String,
    /// Bytes read.
    pub bytes: u64,
    /// BLAKE3 of those bytes, in hex.
    pub hash: String,
}

/// Why the texts cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The job was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The file cannot be opened or read, or is no regular file.
    #[error("cannot read {path}: {why}")]
    Unreadable {
        /// The input's path.
        path: String,
        /// What the system said, and what to do.
        why: String,
    },
    /// The file has no text in it.
    #[error("{path} is empty: there is no text to look for words in")]
    Empty {
        /// The input's path.
        path: String,
    },
    /// The file has NUL bytes.
    #[error("{path} is not a text: it has a NUL byte at offset {offset}")]
    Binary {
        /// The input's path.
        path: String,
        /// Byte offset.
        offset: u64,
    },
    /// The file is not UTF-8.
    #[error(
        "{path} is not UTF-8: bad byte at offset {offset} (line {line}); convert it, for instance with `iconv -f GB18030 -t UTF-8`"
    )]
    NotUtf8 {
        /// The input's path.
        path: String,
        /// Byte offset.
        offset: u64,
        /// Line, from 1.
        line: u64,
    },
}

/// Reads all `inputs` into one corpus, in order. Progress is in bytes.
///
/// # Errors
/// [`SourceError`] for the first input that cannot be used.
pub fn read(_inputs: &[Input], _control: &Control) -> Result<(Corpus, Vec<SourceRecord>), SourceError> {
    todo!()
}
