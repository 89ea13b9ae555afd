//! Finished analyses on disk, keyed by the hash of the text and the settings; checked, disposable.

use std::io;
use std::path::Path;

use super::source::SourceRecord;
use crate::engine::{CandidateTable, Floors};

/// The name of an analysis: what was counted, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// The key of the analysis of `sources` with `floors` by this version of the engine.
    #[must_use]
    pub fn new(_sources: &[SourceRecord], _floors: Floors) -> Self {
        todo!()
    }
}

/// The table kept in `folder` under `key`; `None` when there is none or it is damaged (it is then removed).
#[must_use]
pub fn load(_folder: &Path, _key: &Key) -> Option<CandidateTable> {
    todo!()
}

/// Keeps `table` in `folder` under `key`.
///
/// # Errors
/// Those of the file system. A cache that cannot be kept is no reason to stop.
pub fn save(_folder: &Path, _key: &Key, _table: &CandidateTable) -> io::Result<()> {
    todo!()
}
