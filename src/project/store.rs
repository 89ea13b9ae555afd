//! The project file: an SQLite database in WAL mode with `synchronous=FULL`, opened exclusively, whose rows of decisions
//! are chained by hashes.

use std::path::{Path, PathBuf};

use super::source::SourceRecord;
use crate::engine::Floors;
use crate::lexicon::Event;

/// Why a project cannot be made, opened or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something is already there.
    #[error("{0} exists already: open it, or choose another name")]
    Exists(PathBuf),
    /// There is no such file.
    #[error("there is no project at {0}")]
    Missing(PathBuf),
    /// Another program has it open.
    #[error("the project {path} is open in another wordmine{holder}: close that one first")]
    Locked {
        /// The project.
        path: PathBuf,
        /// ` (process 123 on host)`, when known.
        holder: String,
    },
    /// It is not a wordmine project, or it is damaged.
    #[error("the project {path} is damaged: {what}{remedy}")]
    Damaged {
        /// The project.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What can be done: the newest good backup, for instance.
        remedy: String,
    },
    /// A newer wordmine made it.
    #[error("the project {path} has format {found}; this wordmine knows formats up to {known}: use a newer wordmine")]
    Newer {
        /// The project.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// Writing failed: the disk is full, read-only or broken. Nothing of the transaction was kept.
    #[error("could not save to {path}: {why}")]
    Write {
        /// The project.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

/// What a project is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// The texts, as they were when last analysed.
    pub sources: Vec<SourceRecord>,
    /// The scan floors.
    pub floors: Floors,
}

/// What is in a project when it is opened.
#[derive(Debug)]
pub struct Contents {
    /// What it is about.
    pub manifest: Manifest,
    /// Every event, oldest first.
    pub events: Vec<Event>,
    /// The state of the screen as last saved (JSON), if any.
    pub session: Option<String>,
}

/// An open project file.
pub struct Store {
    path: PathBuf,
}

impl Store {
    /// Makes a new project file at `path` (mode 0600).
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::Write`].
    pub fn create(_path: &Path, _manifest: &Manifest) -> Result<Self, StoreError> {
        todo!()
    }

    /// Opens the project file at `path` and checks all of it.
    ///
    /// # Errors
    /// Any [`StoreError`] but `Exists`.
    pub fn open(_path: &Path) -> Result<(Self, Contents), StoreError> {
        todo!()
    }

    /// Whether the file at `path` looks like a project (by its first bytes, not its name).
    #[must_use]
    pub fn is_project(_path: &Path) -> bool {
        todo!()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends `events` and, if given, the state of the screen, in one durable transaction. When it returns, they are on
    /// the disk.
    ///
    /// # Errors
    /// [`StoreError::Write`]; then nothing of this call is kept and it may be tried again.
    pub fn append(&mut self, _events: &[Event], _session: Option<&str>) -> Result<(), StoreError> {
        todo!()
    }

    /// Replaces what the project is about, durably.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn set_manifest(&mut self, _manifest: &Manifest) -> Result<(), StoreError> {
        todo!()
    }

    /// Ends the use of the file cleanly: one file is left, without a log beside it.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn close(self) -> Result<(), StoreError> {
        todo!()
    }
}
