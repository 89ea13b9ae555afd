//! How the work of an analysis is cut. No value changes the table, only time and memory.

use super::column::Allowance;

/// Sizes of the pieces of work. [`Default`] is right for a text that fits in memory outside tests and measurements;
/// [`super::memory`] plans for others.
#[derive(Debug, Clone)]
pub struct Tuning {
    /// Bytes of text decoded at once by a thread.
    pub text_chunk: usize,
    /// Occurrences of a batch that are put in order of buckets at once by a thread, about: as many as fit in the cache of
    /// a core with their windows.
    pub position_chunk: usize,
    /// Positions in a bucket, about; windows of a bucket should stay in the cache of a core.
    pub bucket: u32,
    /// Occurrences held at once, about; a thirty-second of a large text's if that is more.
    pub batch: u64,
    /// Bytes of the windows of those, at most.
    pub windows: u64,
    /// Occurrences of one bigram beyond which their positions are sorted, not windows of symbols, to save memory.
    pub most_windows: usize,
    /// Symbols with an id of their own beyond which ids have 32 bits, at most 65534.
    pub narrow_limit: usize,
    /// What the coded text may hold in memory.
    pub ids: Allowance,
    /// What the counted n-grams may.
    pub grams: Allowance,
    /// What their measures may.
    pub measures: Allowance,
    /// Candidates that can be ranked, at most.
    pub most_candidates: u64,
}

impl Tuning {
    /// The same for another run: its columns hold nothing yet.
    #[must_use]
    pub fn again(&self) -> Self {
        Tuning { ids: self.ids.again(), grams: self.grams.again(), measures: self.measures.again(), ..self.clone() }
    }
}

impl Default for Tuning {
    fn default() -> Self {
        Tuning {
            text_chunk: 1 << 20,
            position_chunk: 1 << 15,
            bucket: 1 << 15,
            batch: 3 << 20,
            windows: u64::MAX,
            most_windows: 1 << 22,
            narrow_limit: 65_534,
            ids: Allowance::default(),
            grams: Allowance::default(),
            measures: Allowance::default(),
            most_candidates: u64::MAX,
        }
    }
}
