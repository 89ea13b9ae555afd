//! The refined score: the order of candidates once the text itself has been read again with all of them laid over it.
//!
//! ```text
//! score --prior--> unigram model of words (segmentation::learn) --> share of use, evidence, places of symbols in words
//! text --> junctions                                                                  |
//!                                            measures of the table -------------------+--> sum of ranks --> refined score
//! ```
//!
//! The model is learnt from the text alone, with the score as what is believed before. What it then finds, how often each
//! candidate is used as a word and where in words its first and last symbols stand, goes into a maximum entropy sum like
//! that of the score.

mod accept;
mod features;
mod positions;
mod weights;

use rayon::prelude::*;

use super::AnalyseError;
use super::candidates::{CandidateId, CandidateTable};
use super::control::{Cancelled, Control, Stage};
use super::ranks::{self, Quantiles};
use super::segmentation::{Lattice, Learned};
use super::text::Corpus;
use super::tuning::Tuning;
use features::{FEATURES, Known};
use positions::Positions;

pub use accept::{Belief, LEAST_ROWS, is_accepted, is_enough, relearn};

/// Rows done by a thread at once.
const CHUNK: usize = 1 << 12;
/// Rows that ranks are taken from, at most.
const SAMPLE: usize = 1 << 16;

/// The second opinion on each row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Refined {
    /// The refined score: the share of candidates whose sum is not larger, from above 0 to 1.
    pub score: Vec<f32>,
    /// Log-odds of being a word, in nats.
    pub odds: Vec<f32>,
    /// Expected share of its occurrences in which the row is used as a word, 0 to 1.
    pub used: Vec<f32>,
}

/// The logarithm of the odds of `share`, which is kept a thousandth away from certainty, in standard deviations of the
/// standard logistic distribution.
fn logit(share: f64) -> f64 {
    let share = share.clamp(1e-3, 1.0 - 1e-3);
    (share / (1.0 - share)).ln() / (std::f64::consts::PI / 3f64.sqrt())
}

/// What a unit more costs a word, in nats: without it long candidates would swallow the words they are made of.
const LENGTH: f32 = -3.0;
/// Rows with a smaller score are not tried as words: learning takes less time, and the order stays as good.
const HOPELESS: f32 = 0.4;
/// Log-odds of rows that are not tried, in nats: less than any other row has. Among themselves they keep their order.
const UNTRIED: f32 = -100.0;
/// Steps of expectation; more make the order no better.
const ITERATIONS: usize = 3;
/// How much is made of the score before anything is read, taken as log-odds.
const TRUST: f32 = 2.5;

/// The second opinion on the rows of `table`, which was made of `corpus`; `mean_pmi` has the mean PMI over the splits of
/// each row, in nats.
///
/// # Errors
/// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
pub fn refine(
    corpus: &Corpus,
    table: &CandidateTable,
    mean_pmi: &[f32],
    control: &Control,
) -> Result<Refined, AnalyseError> {
    let mut lattice = Lattice::new(corpus, table, &Tuning::default(), control)?;
    let junctions = lattice.junctions(control)?;
    let learned = lattice.learn(|row| first_bias(table, row), ITERATIONS, control)?;
    control.begin(Stage::Measure, table.len() as u64);
    let positions = Positions::new(&lattice, table, &learned.expected, control)?;
    let known = Known { table, mean_pmi, junctions: &junctions, expected: &learned.expected, positions: &positions };
    let quantiles = quantiles(&known, control)?;
    let mut odds = vec![0f32; table.len()];
    odds.par_chunks_mut(CHUNK).enumerate().try_for_each(|(k, odds)| {
        control.check()?;
        (k * CHUNK..).zip(&mut *odds).for_each(|(row, own)| {
            let score = table.columns().score[row];
            *own = if score < HOPELESS { UNTRIED + score } else { sum(&known, &quantiles, row) };
        });
        control.advance(odds.len() as u64);
        Ok::<(), Cancelled>(())
    })?;
    let score = ranks::shares(&odds, control)?;
    let used = share_of_use(table, &learned);
    Ok(Refined { score, odds, used })
}

/// What speaks for the row before the text is read again, in nats; minus infinity for a row that is no word.
fn first_bias(table: &CandidateTable, row: usize) -> f32 {
    let id = CandidateId(row as u32);
    if table.score(id) < HOPELESS {
        return f32::NEG_INFINITY;
    }
    LENGTH * (f32::from(table.length(id)) - 1.0) + TRUST * logit(f64::from(table.score(id))) as f32
}

fn share_of_use(table: &CandidateTable, learned: &Learned) -> Vec<f32> {
    let counts = table.columns().count.iter();
    learned.expected.rows.iter().zip(counts).map(|(&used, &count)| (used / count as f32).min(1.0)).collect()
}

/// How each feature is spread over rows of 2 to 4 units, evenly taken.
fn quantiles(known: &Known, control: &Control) -> Result<Vec<Quantiles>, Cancelled> {
    let lengths = &known.table.columns().length;
    let short = lengths.iter().filter(|&&length| length <= 4).count();
    let rows = (0..lengths.len()).filter(|&row| lengths[row] <= 4);
    let sampled: Vec<usize> = rows.step_by(short.div_ceil(SAMPLE).max(1)).collect();
    let sample: Vec<[f32; FEATURES]> = sampled.par_iter().map(|&row| known.features(row)).collect();
    control.check()?;
    Ok(Quantiles::of_each(&sample))
}

/// The log-odds of a row.
fn sum(known: &Known, quantiles: &[Quantiles], row: usize) -> f32 {
    let length = usize::from(known.table.columns().length[row]);
    let weights = &weights::REFINED[length.clamp(2, 4) - 2];
    let sum = ranks::weighted(&known.features(row), quantiles, weights);
    let whole: f64 =
        known.logits(row, quantiles).iter().zip(&weights[FEATURES..]).map(|(&x, &w)| x * f64::from(w)).sum();
    (sum + whole + f64::from(weights[weights.len() - 1])) as f32
}
