//! Decoded text as the engine sees it: a corpus arena, and its units and breaks.

pub mod blocks;
pub mod body;
mod clusters;
pub mod corpus;
mod folding;
mod gaps;
mod guess;
mod lines;
mod original;
pub mod reading;
pub mod unit;
mod variants;
mod words;
mod writer;

pub use body::Room;
pub use corpus::{Corpus, CorpusBuilder, Document, Place};
pub use reading::{Reading, Script, UnitKind};
