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
pub mod column;
pub mod concordance;
pub mod control;
mod decode;
pub mod derived;
pub mod floor;
pub mod measures;
pub mod memory;
pub mod ngrams;
pub mod query;
pub mod ranks;
pub mod refined;
pub mod rows;
pub mod segmentation;
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
use candidates::Totals;
use ngrams::trie::first_children;
use rows::Rows;

/// Why an analysis gave no table.
#[derive(Debug, thiserror::Error)]
pub enum AnalyseError {
    /// The caller's [`Control`] was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Room outside memory failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The memory allowed is too small for something that cannot be cut.
    #[error("{what} needs {} MiB more than the memory allowed; allow more with --memory, or raise the floor with --min-count", bytes >> 20)]
    Budget {
        /// What.
        what: &'static str,
        /// Bytes it needs.
        bytes: u64,
    },
    /// More candidates than a table can number.
    #[error("the candidates together have {bytes} bytes, at most 4 GiB are possible; raise the floor with --min-count")]
    TooManyCandidates {
        /// Bytes of the words.
        bytes: u64,
    },
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
    let (rows, totals) = rows_with(corpus, floors, tuning, control)?;
    rows.into_table(floors.within_limits(), totals)
}

/// As [`analyse_with`], but the rows stay where `tuning` lets them be; with what is known of the text as a whole.
///
/// # Errors
/// As [`analyse`].
pub fn rows_with(
    corpus: &Corpus,
    floors: Floors,
    tuning: &Tuning,
    control: &Control,
) -> Result<(Rows, Totals), AnalyseError> {
    let (floors, tuning) = (floors.within_limits(), &tuning.again());
    let survey = Survey::new(corpus, tuning, control)?;
    let (alphabet, mapping) = survey.alphabet(floors.min_count);
    let (trie, walks) = if alphabet.escape() <= tuning.narrow_limit.min(usize::from(u16::MAX) - 1) + 1 {
        ngrams::count::<u16>(&survey.code(&mapping, tuning, control)?, &alphabet, floors, tuning, control)?
    } else {
        ngrams::count::<u32>(&survey.code(&mapping, tuning, control)?, &alphabet, floors, tuning, control)?
    };
    drop(mapping);
    let most = tuning.most_candidates;
    if trie.candidates() as u64 > most {
        let bytes = (trie.candidates() as u64 - most) * memory::RANKING;
        return Err(AnalyseError::Budget { what: "ranking so many candidates", bytes });
    }
    let singles = first_children(&trie.levels[0].nodes.read(0..alphabet.counts.len())?);
    let (mut levels, beside) = measures::measure(trie, walks, alphabet.totals, &tuning.measures, control)?;
    let scores = measures::score::scores(&levels, alphabet.totals, control)?;
    levels.iter_mut().for_each(|level| level.evidence = column::Column::default());
    let mut rows = table::rows(&singles, (levels, scores), &alphabet, &tuning.measures.again(), control)?;
    rows.symbols = table::symbols(&alphabet, &beside);
    Ok((rows, alphabet.totals))
}
