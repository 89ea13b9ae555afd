//! The engine: text in, numbers out. No files, environment, clock, terminal or global state.
//!
//! ```text
//! text --text--> units and breaks --alphabet--> ids --ngrams--> groups --measures--> CandidateTable
//!                                                                                       | Query
//!                                                              concordance <-- word     v
//!                                                                                    Selection
//! ```
//!
//! Counting is done in integers and every float is computed once from totals, so the table is the same bytes for
//! any number of threads.

pub mod alphabet;
pub mod candidates;
pub mod concordance;
pub mod control;
pub mod measures;
pub mod ngrams;
pub mod query;
pub mod text;
pub mod units;

pub use candidates::{CandidateId, CandidateTable, Floors};
pub use control::{Cancelled, Control, Progress, Stage};
pub use text::Corpus;

/// Why an analysis gave no table.
#[derive(Debug, thiserror::Error)]
pub enum AnalyseError {
    /// The caller's [`Control`] was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// More symbols than positions can number.
    #[error("the text has {symbols} symbols; at most {limit} can be counted in one run")]
    TooLarge {
        /// Symbols (units and breaks) of the text.
        symbols: u64,
        /// The largest number of symbols that can be counted.
        limit: u64,
    },
}

/// Counts and measures every candidate of `corpus` above `floors`.
///
/// The rows are in ascending order of the words' bytes. A text without any candidate gives an empty table.
///
/// # Errors
/// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::TooLarge`] past 2^32 - 1 symbols.
pub fn analyse(_corpus: &Corpus, _floors: Floors, _control: &Control) -> Result<CandidateTable, AnalyseError> {
    todo!()
}
