//! One word of the lexicon, as the formats see it.

pub mod details;
pub mod field;

use std::sync::Arc;

use super::decision::Verdict;

pub use details::Details;
pub use field::Field;

/// The numbers a candidate had when it was written out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Smallest PMI over the splits, nats.
    pub pmi: f32,
    /// Left entropy, nats.
    pub left: f32,
    /// Right entropy, nats.
    pub right: f32,
    /// Score, 0 to 1.
    pub score: f32,
}

/// A word with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The word.
    pub word: String,
    /// Occurrences in the corpus.
    pub count: u64,
    /// Its measures, when it is a candidate of the corpus.
    pub evidence: Option<Evidence>,
    /// Its verdict, if it has one.
    pub verdict: Option<Verdict>,
    /// What a person wrote of it.
    pub details: Option<Arc<Details>>,
}
