//! Dictionaries that others made, in any format that is read.

use std::path::{Path, PathBuf};

use super::read;
use super::source::{SourceError, decoded, unpacked};
use super::told::told;
use crate::lexicon::format::{self, Content, Format, LineError, Listed, Sample};

/// Largest dictionary, in bytes.
const MOST: u64 = 2 << 30;

/// The words of a dictionary.
#[derive(Clone)]
pub struct WordList {
    /// Each word with its count, if the file has one, in the order of the file; a word may be listed twice.
    pub words: Vec<Listed>,
    /// What the file was read as.
    pub format: &'static dyn Format,
}

/// Why a dictionary cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum WordListError {
    /// The file cannot be opened or read.
    #[error("cannot read {}: {}", .path.display(), told(.error))]
    File {
        /// Its path.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// It cannot be unpacked or decoded.
    #[error(transparent)]
    Text(SourceError),
    /// It is of no format that is known.
    #[error("{}: {what}; dictionaries are read as {}", .path.display(), names())]
    Unknown {
        /// Its path.
        path: PathBuf,
        /// What is wrong.
        what: &'static str,
    },
    /// A line is none of the format.
    #[error("{}: {error} (read as {format}{})", .path.display(), .looks_like.map_or_else(String::new, |other| format!(
        "; it looks like {other}: --dict-format {other}"
    )))]
    Line {
        /// The file's path.
        path: PathBuf,
        /// The line and what is wrong.
        error: LineError,
        /// The format it was read as.
        format: &'static str,
        /// The format that it looks like, when that is another.
        looks_like: Option<&'static str>,
    },
    /// No format has the name.
    #[error("there is no dictionary format {name}; known are {}", names())]
    Format {
        /// The name.
        name: String,
    },
}

fn names() -> String {
    let names: Vec<&str> = format::all().iter().map(|format| format.name()).collect();
    names.join(", ")
}

/// The format called `name`.
///
/// # Errors
/// [`WordListError::Format`].
pub fn format_called(name: &str) -> Result<&'static dyn Format, WordListError> {
    format::by_name(name).ok_or_else(|| WordListError::Format { name: name.to_owned() })
}

/// The words of the dictionary at `path`, in `format`, else in the one that it fits best. It may be compressed, and in
/// any encoding that texts are read in.
///
/// # Errors
/// [`WordListError`].
pub fn read(path: &Path, format: Option<&'static dyn Format>) -> Result<WordList, WordListError> {
    let bytes = read::bytes(path, MOST).map_err(|error| WordListError::File { path: path.to_owned(), error })?;
    from_bytes(&bytes, path, format)
}

/// As [`read`], of the `bytes` of the file at `path`.
///
/// # Errors
/// [`WordListError`].
pub fn from_bytes(bytes: &[u8], path: &Path, format: Option<&'static dyn Format>) -> Result<WordList, WordListError> {
    let name = path.display().to_string();
    let bytes = unpacked(bytes, &name, MOST).map_err(WordListError::Text)?;
    let mut found = format::detect(&Sample::of(Content::Bytes(&bytes)));
    let text;
    let content = if found.is_some() {
        Content::Bytes(&bytes)
    } else {
        text = decoded(&bytes, &name).map_err(WordListError::Text)?;
        drop(bytes);
        found = format::detect(&Sample::of(Content::Text(&text)));
        Content::Text(&text)
    };
    let unknown = || {
        let is_empty = matches!(content, Content::Text(text) if text.trim().is_empty());
        let what = if is_empty { "there is no word in it" } else { "its lines are of no known format" };
        WordListError::Unknown { path: path.to_owned(), what }
    };
    let format = format.or(found).ok_or_else(unknown)?;
    let mut words = Vec::new();
    let read = format.read(content, &mut |word, count| words.push((word.to_owned(), count)));
    read.map_err(|error| WordListError::Line {
        path: path.to_owned(),
        error,
        format: format.name(),
        looks_like: found.map(Format::name).filter(|&other| other != format.name()),
    })?;
    Ok(WordList { words, format })
}
