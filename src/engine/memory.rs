//! How an analysis keeps within a budget of memory: which of its columns may be held, and how much is done at once.
//!
//! What a run needs, in bytes, for a text of n symbols with r candidates of at most L units (measured on Chinese news,
//! where n is a third of the bytes of the text and r a twentieth of n at five occurrences): 2n for the ids, 16 for each
//! occurrence of a batch, 44r for the n-grams found, then 32r for their measures, 36r and the words for the table.

use std::sync::Arc;

use super::column::Allowance;
use super::storage::Scratch;
use super::text::Room;
use super::tuning::Tuning;

/// Memory that an analysis may use.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Bytes of the whole process, at most.
    pub most: u64,
    /// Where the rest goes.
    pub scratch: Arc<dyn Scratch>,
}

/// The smallest budget that can be kept, in bytes.
pub const LEAST: u64 = 128 << 20;

/// Bytes that the program takes whatever it does: its code, tables, and the buffers of some threads.
const BASE: u64 = 40 << 20;
/// Bytes of a text that is held rather than put outside while it is counted.
const MOST_HELD: u64 = 32 << 20;
/// Bytes of the n-grams found that are held, at most.
const MOST_GRAMS: u64 = 384 << 20;
/// Bytes of one candidate that ranking needs at once: two orders and a sum.
pub const RANKING: u64 = 24;

impl Budget {
    /// Bytes that may grow with the text.
    fn free(&self) -> u64 {
        self.most.max(LEAST) - BASE
    }

    /// Where a text lives while it is counted.
    #[must_use]
    pub fn room(&self) -> Room {
        let most_held = usize::try_from((self.free() / 8).min(MOST_HELD)).unwrap_or(usize::MAX);
        Room { most_held, scratch: Some(Arc::clone(&self.scratch)) }
    }

    /// Bytes of text that can be held beside a finished table.
    #[must_use]
    pub fn beside_table(&self) -> usize {
        usize::try_from(self.free() / 3).unwrap_or(usize::MAX)
    }

    /// Where a text lives that is only searched.
    #[must_use]
    pub fn room_to_search(&self) -> Room {
        let most_held = usize::try_from(self.free()).unwrap_or(usize::MAX);
        Room { most_held, scratch: Some(Arc::clone(&self.scratch)) }
    }

    /// Bytes of a finished table, at most, that can be held with what looking at it takes.
    #[must_use]
    pub fn table(&self) -> u64 {
        self.free() / 2
    }

    /// How to cut the work.
    #[must_use]
    pub fn tuning(&self) -> Tuning {
        let share = |percent: u64| self.free() / 100 * percent;
        let allowance = |percent: u64| Allowance::new(share(percent), Arc::clone(&self.scratch));
        Tuning {
            windows: share(45),
            ids: allowance(30),
            // The rest is read once, in order, later on: that costs little from outside. What any row may ask for
            // has to be in memory then.
            grams: Allowance::new(share(8).min(MOST_GRAMS), Arc::clone(&self.scratch)),
            measures: allowance(4),
            most_candidates: share(80) / RANKING,
            ..Tuning::default()
        }
    }
}

/// About how many bytes of memory the analysis of a text of `bytes` bytes takes when nothing is put outside: what three
/// bytes a symbol, and one candidate in twenty symbols, come to.
#[must_use]
pub fn need(bytes: u64) -> u64 {
    BASE + bytes + bytes / 2 + bytes / 10
}
