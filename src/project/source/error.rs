//! Why texts cannot be read.

use std::io;

use super::super::told::told;
use crate::engine::{Cancelled, StorageError};

/// Why the texts cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The job was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// There is no room for the texts.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// An input that was named cannot be opened or read, or is no text.
    #[error("cannot read {path}: {why}")]
    Unreadable {
        /// The input's path.
        path: String,
        /// What is wrong with it, and what to do.
        why: String,
    },
    /// An input that was named has no text in it.
    #[error("{path} is empty: there is no text to look for words in")]
    Empty {
        /// The input's path.
        path: String,
    },
    /// A folder or pattern gave no text.
    #[error("there is no text in {names}{skipped}")]
    Nothing {
        /// The inputs.
        names: String,
        /// `: 3 files skipped (2 empty, 1 binary)`, when some were.
        skipped: String,
    },
    /// An option that no text can be read with.
    #[error("{0}")]
    Option(String),
}

/// What stops the reading of one source: the job, the room, or the source itself.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("{}", .0.text)]
    Bad(Why),
}

/// What is wrong with a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    /// In one or two words, to count by: `empty`, `binary`.
    pub kind: &'static str,
    /// In a sentence, with what to do.
    pub text: String,
}

impl Fault {
    pub(super) fn bad(kind: &'static str, text: impl Into<String>) -> Self {
        Fault::Bad(Why { kind, text: text.into() })
    }

    /// As an error of a reader, from which [`Fault::from`] takes it out again.
    pub(super) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Fault>() {
            Ok(fault) => fault,
            Err(error) => Fault::bad("unreadable", told(&error)),
        }
    }
}

/// The fault of a system call.
pub(super) fn system(error: &io::Error) -> Fault {
    Fault::bad("unreadable", told(error))
}
