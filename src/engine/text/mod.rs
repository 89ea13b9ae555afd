//! Decoded text as the engine sees it: a corpus arena, and its units and breaks.

pub mod blocks;
pub mod body;
pub mod corpus;
mod lines;
pub mod reading;
pub mod unit;

pub use body::Room;
pub use corpus::{Corpus, CorpusBuilder, Document, Place};
pub use reading::Reading;
