//! The dictionary: an `fst::Map` from word to count, checked before it is used.

use std::io::Write;

use fst::Streamer;
use fst::raw::{Builder, Fst};

use super::soundness;

/// Why bytes are no dictionary, or a dictionary could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// Not the bytes of a sound FST map.
    #[error("not a sound FST dictionary: {0}")]
    Damaged(String),
    /// Words were not in strictly ascending order of bytes.
    #[error("the word {0:?} is empty, out of order or listed twice")]
    Order(String),
    /// Longer than [`Dictionary::LONGEST_WORD`].
    #[error("the word that begins with {0:?} is longer than a dictionary can hold")]
    TooLong(String),
    /// Writing failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Words with their counts.
pub struct Dictionary {
    map: fst::Map<Vec<u8>>,
}

impl Dictionary {
    /// Longest word in bytes.
    pub const LONGEST_WORD: usize = 16 * 1024;

    /// Writes an FST map of `words` (strictly ascending bytes) with their counts to `out`.
    ///
    /// # Errors
    /// [`DictionaryError::Order`], [`DictionaryError::TooLong`], [`DictionaryError::Io`].
    pub fn write<'a>(words: impl IntoIterator<Item = (&'a str, u64)>, out: impl Write) -> Result<(), DictionaryError> {
        let mut builder = Builder::new(out).map_err(from_fst)?;
        insert(&mut builder, words)?;
        builder.finish().map_err(from_fst)
    }

    /// A dictionary in memory of `words` (strictly ascending bytes) with their counts.
    ///
    /// # Errors
    /// [`DictionaryError::Order`], [`DictionaryError::TooLong`].
    pub fn build<'a>(words: impl IntoIterator<Item = (&'a str, u64)>) -> Result<Self, DictionaryError> {
        let mut builder = Builder::memory();
        insert(&mut builder, words)?;
        Ok(Dictionary { map: fst::Map::from(builder.into_fst()) })
    }

    /// A dictionary of foreign bytes: checksum and structure are checked first, so that no look-up can panic or run
    /// without end. Takes time and memory in proportion to the bytes.
    ///
    /// # Errors
    /// [`DictionaryError::Damaged`] with what is wrong.
    pub fn open(bytes: Vec<u8>) -> Result<Self, DictionaryError> {
        soundness::check(&bytes).map_err(DictionaryError::Damaged)?;
        let fst = Fst::new(bytes).map_err(|error| DictionaryError::Damaged(error.to_string()))?;
        Ok(Dictionary { map: fst::Map::from(fst) })
    }

    /// The bytes of the dictionary, as [`Dictionary::open`] takes them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.map.as_fst().as_bytes()
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

    /// Every word with its count, in ascending order of bytes.
    pub fn iter(&self) -> impl Iterator<Item = (String, u64)> + '_ {
        let mut stream = self.map.stream();
        std::iter::from_fn(move || {
            // The check, or having been built from &str, makes every key UTF-8.
            stream.next().map(|(word, count)| (String::from_utf8_lossy(word).into_owned(), count))
        })
    }

    /// Length in bytes of the longest word that `text` starts with.
    #[must_use]
    pub fn longest_prefix(&self, text: &str) -> Option<usize> {
        let fst = self.map.as_fst();
        let mut node = fst.root();
        let mut longest = None;
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            let Some(transition) = node.find_input(byte) else { break };
            node = fst.node(node.transition_addr(transition));
            if node.is_final() {
                longest = Some(at + 1);
            }
        }
        longest
    }
}

fn insert<'a, W: Write>(
    builder: &mut Builder<W>,
    words: impl IntoIterator<Item = (&'a str, u64)>,
) -> Result<(), DictionaryError> {
    let mut last = "";
    for (word, count) in words {
        if word <= last {
            return Err(DictionaryError::Order(word.to_owned()));
        }
        if word.len() > Dictionary::LONGEST_WORD {
            return Err(DictionaryError::TooLong(word.chars().take(32).collect()));
        }
        builder.insert(word, count).map_err(from_fst)?;
        last = word;
    }
    Ok(())
}

fn from_fst(error: fst::Error) -> DictionaryError {
    match error {
        fst::Error::Io(error) => DictionaryError::Io(error),
        fst::Error::Fst(error) => DictionaryError::Damaged(error.to_string()),
    }
}
