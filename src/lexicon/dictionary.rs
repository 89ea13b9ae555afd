//! The dictionary: an `fst::Map` from word to count, checked before it is used.

use std::io::Write;

/// Why bytes are no dictionary, or a dictionary could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// Not the bytes of a sound FST map.
    #[error("not a sound FST dictionary: {0}")]
    Damaged(String),
    /// Words were not in strictly ascending order of bytes.
    #[error("the word {0:?} is out of order or listed twice")]
    Order(String),
    /// Writing failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Words with their counts.
pub struct Dictionary {
    map: fst::Map<Vec<u8>>,
}

impl Dictionary {
    /// Writes an FST map of `words` (strictly ascending bytes) with their counts to `out`.
    ///
    /// # Errors
    /// [`DictionaryError::Order`], [`DictionaryError::Io`].
    pub fn write<'a>(
        _words: impl IntoIterator<Item = (&'a str, u64)>,
        _out: impl Write,
    ) -> Result<(), DictionaryError> {
        todo!()
    }

    /// A dictionary in memory of `words` (strictly ascending bytes) with their counts.
    ///
    /// # Errors
    /// [`DictionaryError::Order`].
    pub fn build<'a>(_words: impl IntoIterator<Item = (&'a str, u64)>) -> Result<Self, DictionaryError> {
        todo!()
    }

    /// A dictionary of foreign bytes: checksum and structure are checked first, so that no look-up can panic or run
    /// without end.
    ///
    /// # Errors
    /// [`DictionaryError::Damaged`] with what is wrong.
    pub fn open(_bytes: Vec<u8>) -> Result<Self, DictionaryError> {
        todo!()
    }

    /// The count of `word`, if it is listed.
    #[must_use]
    pub fn get(&self, word: &str) -> Option<u64> {
        self.map.get(word)
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// Length in bytes of the longest word that `text` starts with.
    #[must_use]
    pub fn longest_prefix(&self, _text: &str) -> Option<usize> {
        todo!()
    }
}
