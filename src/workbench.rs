//! The use cases, as plain functions shared by the command line and the screen.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::{AnalyseError, CandidateTable, Control, Corpus, Floors};
use crate::lexicon::dictionary::DictionaryError;
use crate::lexicon::format::{Format, Report};
use crate::lexicon::{Dictionary, Entry, Ledger, Verdict};
use crate::project::paths::Folders;
use crate::project::source::{Input, SourceError, SourceRecord};
use crate::project::store::{Contents, Store, StoreError};

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum WorkbenchError {
    /// Reading the texts.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Counting.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// The project file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The dictionary.
    #[error(transparent)]
    Dictionary(#[from] DictionaryError),
    /// The text has no candidate at all.
    #[error(
        "no candidate: nothing of 2 to {max_length} units occurs {min_count} times or more in {names}; lower the floor with --min-count, or give more text"
    )]
    NoCandidate {
        /// The texts.
        names: String,
        /// The count floor.
        min_count: u32,
        /// The length floor.
        max_length: u8,
    },
    /// There is no accepted word to write.
    #[error("nothing to export: no word of this project is accepted{0}")]
    NothingToExport(String),
    /// Writing an export.
    #[error("cannot write {path}: {error}")]
    Export {
        /// Where to.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
}

/// A text with its candidates.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The text.
    pub corpus: Arc<Corpus>,
    /// Its candidates.
    pub table: Arc<CandidateTable>,
    /// What was read.
    pub sources: Vec<SourceRecord>,
    /// Whether the table came from the cache.
    pub from_cache: bool,
}

/// Reads `inputs` and gives their candidates: from the cache in `cache` when the same text was analysed before with the
/// same floors, else counted now and kept there. `cache` of `None` neither reads nor keeps one.
///
/// # Errors
/// [`WorkbenchError::Source`], [`WorkbenchError::Analyse`], [`WorkbenchError::NoCandidate`].
pub fn analyse(
    _inputs: &[Input],
    _floors: Floors,
    _cache: Option<&Path>,
    _control: &Control,
) -> Result<Analysis, WorkbenchError> {
    todo!()
}

/// Where the project of these inputs is kept when the person names none: one file for each set of texts.
#[must_use]
pub fn implied_project(_inputs: &[Input], _folders: &Folders) -> PathBuf {
    todo!()
}

/// Opens the project at `path`, or makes it for `inputs` when there is none.
///
/// # Errors
/// [`WorkbenchError::Store`].
pub fn open_or_create(_path: &Path, _inputs: &[Input], _floors: Floors) -> Result<(Store, Contents), WorkbenchError> {
    todo!()
}

/// The words of `ledger` with verdict `verdict`, in ascending order of bytes, with their numbers: from `table` for
/// candidates; the others are counted in `corpus`.
///
/// # Errors
/// [`WorkbenchError::Source`] when cancelled.
pub fn entries(
    _ledger: &Ledger,
    _verdict: Verdict,
    _analysis: &Analysis,
    _control: &Control,
) -> Result<Vec<Entry>, WorkbenchError> {
    todo!()
}

/// The accepted words with their counts as a dictionary for look-up.
///
/// # Errors
/// [`WorkbenchError::Dictionary`].
pub fn dictionary(_ledger: &Ledger, _table: &CandidateTable) -> Result<Dictionary, WorkbenchError> {
    todo!()
}

/// Writes `entries` in `format` to the file at `path`, all or nothing.
///
/// # Errors
/// [`WorkbenchError::NothingToExport`], [`WorkbenchError::Export`]; then `path` is as it was.
pub fn export_to_file(
    _entries: Vec<Entry>,
    _format: &dyn Format,
    _analysis: &Analysis,
    _path: &Path,
) -> Result<Report, WorkbenchError> {
    todo!()
}
