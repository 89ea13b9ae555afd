//! Decoded text as the engine sees it: a corpus arena, and its units and breaks.

pub mod corpus;
pub mod unit;

pub use corpus::{Corpus, Document, Place};
