//! Key word in context: the occurrences of any string in the corpus, as lines, as neighbours, and as a spread.
//!
//! ```text
//! search --batches of hits, in text order--> neighbours, Spread      (linear in text and hits)
//!                                       \--> arrange --> lines, passage   (only those that are shown)
//! ```
//!
//! Everything works on blocks of text, so a corpus may be outside memory; no work is more than linear in the text read,
//! whatever the text.

mod arrange;
mod borders;
mod examples;
mod index;
mod lines;
mod neighbours;
mod order;
mod passage;
mod search;
mod spread;
mod stretches;

use super::control::Cancelled;
use super::storage::StorageError;

pub use arrange::{Arrangement, arrange, sample};
pub use examples::JUDGED;
pub use index::Index;
pub use lines::{Line, lines};
pub use neighbours::{Neighbour, Neighbours, neighbours};
pub use order::KwicSort;
pub use passage::{Passage, passage};
pub use search::{Needle, Whole, find, search};
pub use spread::{PARTS, Spread, SpreadCounter};

/// Why a concordance could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// The caller's [`Control`](super::Control) was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The text is outside memory and cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

#[cfg(test)]
mod tests;
