//! Key word in context: the occurrences of any string in the corpus, as lines, as neighbours, and as a spread.
//!
//! ```text
//! search --batches of hits, in text order--> neighbours, Spread      (linear in text and hits)
//!                                       \--> sort_hits --> lines     (only those that are shown)
//! ```
//!
//! Everything works on blocks of text, so a corpus may be outside memory; no work is more than linear in the text read,
//! whatever the text.

mod borders;
mod index;
mod lines;
mod neighbours;
mod order;
mod search;
mod spread;
mod stretches;

use super::control::Cancelled;
use super::storage::StorageError;

pub use index::Index;
pub use lines::{Line, lines};
pub use neighbours::{Neighbour, Neighbours, neighbours};
pub use order::{KwicSort, sort_hits};
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
