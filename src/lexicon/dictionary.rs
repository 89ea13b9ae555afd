//! The dictionary: an `fst::Map` from word to count, checked before it is used.

mod search;

use std::io::Write;

use fst::Streamer;
use fst::raw::{Builder, Fst};

use super::soundness;

pub use search::{Lookup, Words};

/// Why bytes are no dictionary, or a dictionary could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// Not the bytes of a sound FST map.
    #[error("not a sound FST dictionary: {0}")]
    Damaged(String),
    /// Words were not in strictly ascending order of bytes.
    #[error("the word {0} is empty, out of order or listed twice")]
    Order(String),
    /// Longer than [`Dictionary::LONGEST_WORD`].
    #[error("the word that begins with {0} is longer than a dictionary can hold")]
    TooLong(String),
    /// Writing failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Words with their counts.
#[derive(Debug)]
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn words() -> impl Strategy<Value = BTreeMap<String, u64>> {
        let word = prop_oneof![
            4 => "[a-c天地玄黄]{1,6}",
            // Many first bytes, so that nodes get an index.
            2 => "[\\u{1}-\\u{7F}]{1,2}",
            1 => "\\PC{1,8}",
        ];
        let count = prop_oneof![3 => 0..300u64, 1 => any::<u64>()];
        prop::collection::btree_map(word, count, 0..120)
    }

    fn pairs(words: &BTreeMap<String, u64>) -> impl Iterator<Item = (&str, u64)> {
        words.iter().map(|(word, &count)| (word.as_str(), count))
    }

    proptest! {
        #[test]
        fn a_dictionary_answers_as_a_sorted_map(words in words(), text in "[a-c天地玄黄]{0,10}") {
            let built = Dictionary::build(pairs(&words)).unwrap();
            let mut bytes = Vec::new();
            Dictionary::write(pairs(&words), &mut bytes).unwrap();
            prop_assert_eq!(&bytes, built.as_bytes());
            let opened = Dictionary::open(bytes).unwrap();
            for dictionary in [&built, &opened] {
                prop_assert_eq!(dictionary.len(), words.len());
                prop_assert_eq!(dictionary.is_empty(), words.is_empty());
                prop_assert!(dictionary.iter().eq(words.iter().map(|(word, &count)| (word.clone(), count))));
                prop_assert_eq!(dictionary.get(&text), words.get(&text).copied());
                let longest = words.keys().filter(|word| text.starts_with(word.as_str())).map(String::len).max();
                prop_assert_eq!(dictionary.longest_prefix(&text), longest);
            }
        }
    }

    #[test]
    fn words_out_of_order_empty_or_endless_are_refused() {
        for words in [["b", "a"], ["a", "a"], ["", "a"]] {
            let built = Dictionary::build(words.map(|word| (word, 1)));
            assert!(matches!(built, Err(DictionaryError::Order(_))));
        }
        let long = "长".repeat(Dictionary::LONGEST_WORD);
        assert!(matches!(Dictionary::build([(long.as_str(), 1)]), Err(DictionaryError::TooLong(_))));
        let just = "x".repeat(Dictionary::LONGEST_WORD);
        let built = Dictionary::build([(just.as_str(), 1)]).unwrap();
        assert_eq!(Dictionary::open(built.as_bytes().to_vec()).unwrap().get(&just), Some(1));
    }

    #[test]
    fn foreign_maps_with_keys_that_are_no_words_are_refused() {
        for key in [&b""[..], b"\xE5\xAD", b"\xFF", b"\xED\xA0\x80", b"\xC0\x80"] {
            let map = fst::Map::from_iter([(key, 1)]).unwrap();
            assert!(Dictionary::open(map.as_fst().as_bytes().to_vec()).is_err(), "{key:?}");
        }
        let map = fst::Map::from_iter([(&b"ok"[..], 1), (b"\xE5\xAD\x97", 0)]).unwrap();
        assert!(Dictionary::open(map.as_fst().as_bytes().to_vec()).is_ok());
    }
}
