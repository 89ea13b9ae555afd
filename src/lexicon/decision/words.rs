//! Words with numbers: each text once, in one piece of memory, so that a million of them are copied in a moment.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// Words numbered from 0 in the order they were first seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    blob: String,
    ends: Vec<usize>,
    table: HashTable<u32>,
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

fn text<'a>(blob: &'a str, ends: &[usize], number: u32) -> &'a str {
    let at = number as usize;
    &blob[if at == 0 { 0 } else { ends[at - 1] }..ends[at]]
}

impl Words {
    /// The word numbered `number`.
    pub fn text(&self, number: u32) -> &str {
        text(&self.blob, &self.ends, number)
    }

    /// The number of `word`, if it has one.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.table.find(hash(word), |&number| self.text(number) == word).copied()
    }

    /// The number of `word`, which gets one if it has none.
    pub fn number(&mut self, word: &str) -> u32 {
        let Words { blob, ends, table } = self;
        let rehash = |&number: &u32| hash(text(blob, ends, number));
        match table.entry(hash(word), |&number| text(blob, ends, number) == word, rehash) {
            hashbrown::hash_table::Entry::Occupied(found) => *found.get(),
            hashbrown::hash_table::Entry::Vacant(free) => {
                let number = ends.len() as u32;
                free.insert(number);
                blob.push_str(word);
                ends.push(blob.len());
                number
            }
        }
    }
}
