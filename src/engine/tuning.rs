//! How the work of an analysis is cut. No value changes the table, only time and memory.

/// Sizes of the pieces of work. [`Default`] is right outside tests and measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tuning {
    /// Bytes of text decoded at once by a thread.
    pub text_chunk: usize,
    /// Symbols of the text that are put in order of buckets at once by a thread.
    pub position_chunk: usize,
    /// Positions in a bucket, about; windows of a bucket should stay in the cache of a core.
    pub bucket: u32,
    /// Positions held at once, about.
    pub batch: u64,
    /// Occurrences of one bigram beyond which their positions are sorted, not windows of symbols, to save memory.
    pub most_windows: usize,
    /// Symbols with an id of their own beyond which ids have 32 bits, at most 65534.
    pub narrow_limit: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        Tuning {
            text_chunk: 4 << 20,
            position_chunk: 1 << 17,
            bucket: 1 << 15,
            batch: 8 << 20,
            most_windows: 1 << 22,
            narrow_limit: 65_534,
        }
    }
}
