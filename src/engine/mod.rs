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
mod decode;
pub mod measures;
pub mod ngrams;
pub mod query;
pub mod storage;
mod table;
pub mod text;
pub mod tuning;
pub mod units;

pub use candidates::{CandidateId, CandidateTable, Floors};
pub use control::{Cancelled, Control, Progress, Stage};
pub use storage::StorageError;
pub use text::{Corpus, Reading};
pub use tuning::Tuning;

use alphabet::Survey;

/// Why an analysis gave no table.
#[derive(Debug, thiserror::Error)]
pub enum AnalyseError {
    /// The caller's [`Control`] was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Room outside memory failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
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
/// The rows are in ascending order of the words' bytes. A text without any candidate gives an empty table. Floors
/// outside their limits are taken as the nearest limit. Runs on the current rayon thread pool.
///
/// # Errors
/// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::TooLarge`] past 2^32 - 1 symbols;
/// [`AnalyseError::Storage`] when the text is outside memory and cannot be read.
pub fn analyse(corpus: &Corpus, floors: Floors, control: &Control) -> Result<CandidateTable, AnalyseError> {
    analyse_with(corpus, floors, &Tuning::default(), control)
}

/// As [`analyse`], with the work cut as `tuning` says; the table is the same.
///
/// # Errors
/// As [`analyse`].
pub fn analyse_with(
    corpus: &Corpus,
    floors: Floors,
    tuning: &Tuning,
    control: &Control,
) -> Result<CandidateTable, AnalyseError> {
    let floors = Floors {
        min_count: floors.min_count.max(Floors::LEAST_COUNT),
        max_length: floors.max_length.clamp(2, Floors::MOST_LENGTH),
    };
    let survey = Survey::new(corpus, tuning, control)?;
    let (alphabet, mapping) = survey.alphabet(floors.min_count);
    let mut trie = if alphabet.escape() <= tuning.narrow_limit.min(usize::from(u16::MAX) - 1) + 1 {
        ngrams::count::<u16>(&survey.code(&mapping, control)?, &alphabet, floors, tuning, control)?
    } else {
        ngrams::count::<u32>(&survey.code(&mapping, control)?, &alphabet, floors, tuning, control)?
    };
    let measures = measures::measure(&mut trie, alphabet.totals, control)?;
    let scores = measures::score::scores(&measures, control)?;
    table::table(trie, (measures, scores), &alphabet, floors, control)
}
