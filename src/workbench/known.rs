//! Known words: those that dictionaries list already, so that what is new in a text stands out.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::engine::text::Reading;
use crate::engine::{CandidateId, CandidateTable};
use crate::lexicon::format::Format;
use crate::project::wordlist::{self, WordListError};

/// Words that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownWords {
    words: FxHashSet<String>,
}

impl KnownWords {
    /// The words of the dictionaries at `paths` as texts are counted by `reading`; each in `format`, else in the one that
    /// it fits best.
    ///
    /// # Errors
    /// [`WordListError`] for the first that cannot be read.
    pub fn read(
        paths: &[PathBuf],
        format: Option<&'static dyn Format>,
        reading: Reading,
    ) -> Result<Self, WordListError> {
        let mut known = KnownWords::default();
        for path in paths {
            known.add(path, format, reading)?;
        }
        Ok(known)
    }

    /// Adds the words of the dictionary at `path`; see [`KnownWords::read`].
    ///
    /// # Errors
    /// [`WordListError`]; then nothing is added.
    pub fn add(
        &mut self,
        path: &Path,
        format: Option<&'static dyn Format>,
        reading: Reading,
    ) -> Result<(), WordListError> {
        let list = wordlist::read(path, format)?;
        self.words.extend(
            list.words.into_iter().map(
                |(word, _)| {
                    if reading.changes_text() { reading.normalise(&word) } else { word }
                },
            ),
        );
        Ok(())
    }

    /// Whether `word`, as it is counted, is known.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// How many words are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// For each row of `table` 1 if its word is known, else 0.
    #[must_use]
    pub fn of_rows(&self, table: &CandidateTable) -> Vec<u8> {
        (0..table.len()).map(|row| u8::from(self.contains(table.word(CandidateId(row as u32))))).collect()
    }
}
