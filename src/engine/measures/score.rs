//! The score: one number to rank candidates by. Every measure of [`Features`] becomes a rank among the candidates of 2 to
//! 4 units, and the score orders by a weighted sum of the ranks, a log-odds of being a word.
//!
//! The sum is a maximum entropy model (Berger, Della Pietra and Della Pietra 1996) with the weights of [`super::weights`].

use rayon::prelude::*;

use super::super::AnalyseError;
use super::super::candidates::Totals;
use super::super::control::{Cancelled, Control};
use super::super::ranks::{self, Quantiles, Spread};
use super::evidence::Evidence;
use super::weights::SCORE;
use super::{Measured, Measures};

/// Number of measures the score is made of.
pub const FEATURES: usize = 16;

/// The measures the score is made of, in the order of their weights:
///
/// - growth: the variation of branching entropy (Magistry and Sagot 2012): how much the corrected entropy beside the
///   candidate grows by its outer symbol, in standard deviations from the mean of its length, left plus right,
/// - the same of the left, of the right (both in nats), and the smaller of the two (in deviations),
/// - normalised PMI (Bouma 2009), and PMI^3 (Daille 1994), both of the weakest split,
/// - accessor variety (Feng and others 2004), as a logarithm and as a share of that of the count,
/// - left and right entropy,
/// - the freedom inside it, and the margin of that outside over that inside (see [`Evidence`]),
/// - affinity to breaks beside it, of its first symbol to a break before and its last to a break behind,
/// - the count of its commonest symbol.
pub type Features = [f32; FEATURES];

/// Weights of the features, and what is added, for candidates of 2, 3, and 4 and more units.
pub type Weights = [[f32; FEATURES + 1]; 3];

/// Rows read at once.
const BLOCK: usize = 1 << 15;
/// Rows done by a thread at once.
const CHUNK: usize = 1 << 11;
/// Rows that ranks are taken from, at most.
const SAMPLE: usize = 1 << 16;

/// The score of every row, level after level: the share of candidates whose sum is not larger, from above 0 to 1.
///
/// # Errors
/// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
pub fn scores(levels: &[Measured], totals: Totals, control: &Control) -> Result<Vec<f32>, AnalyseError> {
    let rows: usize = levels.iter().map(|level| level.rows.rows()).sum();
    let features = Extractor::new(levels, totals, control)?;
    let sample = features.sample(control)?;
    let quantiles = Quantiles::of_each(&sample);
    drop(sample);
    let mut sums = Vec::with_capacity(rows);
    for number in 0..levels.len() {
        let weights = &SCORE[number.min(2)];
        let sum = |features: &Features| {
            (ranks::weighted(features, &quantiles, weights) + f64::from(weights[FEATURES])) as f32
        };
        features.of_level(number, control, sum, &mut sums)?;
    }
    Ok(ranks::shares(&sums, control)?)
}

/// Makes features of rows.
struct Extractor<'a> {
    levels: &'a [Measured],
    totals: Totals,
    /// For each level how the growths of the two sides are spread.
    spreads: Vec<[Spread; 2]>,
}

impl<'a> Extractor<'a> {
    fn new(levels: &'a [Measured], totals: Totals, control: &Control) -> Result<Self, AnalyseError> {
        let spread = |level: &Measured| -> Result<_, AnalyseError> {
            let rows = level.evidence.rows();
            let (mut sums, mut squares) = ([0f64; 2], [0f64; 2]);
            for start in (0..rows).step_by(BLOCK) {
                control.check()?;
                for evidence in level.evidence.read(start..(start + BLOCK).min(rows))?.iter() {
                    for (side, growth) in [evidence.left_growth, evidence.right_growth].into_iter().enumerate() {
                        sums[side] += f64::from(growth);
                        squares[side] += f64::from(growth).powi(2);
                    }
                }
            }
            Ok([0, 1].map(|side| Spread::new(sums[side], squares[side], rows)))
        };
        Ok(Extractor { levels, totals, spreads: levels.iter().map(spread).collect::<Result<_, _>>()? })
    }

    /// Features of rows of 2 to 4 units, evenly taken.
    fn sample(&self, control: &Control) -> Result<Vec<Features>, AnalyseError> {
        let levels = &self.levels[..self.levels.len().min(3)];
        let rows: usize = levels.iter().map(|level| level.rows.rows()).sum();
        let step = rows.div_ceil(SAMPLE).max(1);
        let (mut sample, mut before) = (Vec::new(), 0);
        for (number, level) in levels.iter().enumerate() {
            for start in (0..level.rows.rows()).step_by(BLOCK) {
                control.check()?;
                let block = Block::read(level, start)?;
                let taken = (0..block.rows()).filter(|row| (before + start + row).is_multiple_of(step));
                sample.extend(taken.map(|row| self.features(number, &block, row)));
            }
            before += level.rows.rows();
        }
        Ok(sample)
    }

    /// Puts what `value` makes of the features of each row of a level into `out`.
    fn of_level(
        &self,
        number: usize,
        control: &Control,
        value: impl Fn(&Features) -> f32 + Sync,
        out: &mut Vec<f32>,
    ) -> Result<(), AnalyseError> {
        let level = &self.levels[number];
        for start in (0..level.rows.rows()).step_by(BLOCK) {
            let block = Block::read(level, start)?;
            let first = out.len();
            out.resize(first + block.rows(), 0.0);
            out[first..].par_chunks_mut(CHUNK).enumerate().try_for_each(|(k, out)| {
                control.check()?;
                (k * CHUNK..).zip(out).for_each(|(row, own)| *own = value(&self.features(number, &block, row)));
                Ok::<(), Cancelled>(())
            })?;
        }
        Ok(())
    }

    fn features(&self, level: usize, block: &Block, row: usize) -> Features {
        let (measures, evidence) = (&block.measures[row], &block.evidence[row]);
        let count = f64::from(block.counts[row]);
        let [left, right] = &self.spreads[level];
        let (left, right) = (left.z(evidence.left_growth), right.z(evidence.right_growth));
        let [npmi, pmi_3, variety, variety_share] = comparable(
            (f64::from(measures.pmi), count),
            measures.left_kinds.min(measures.right_kinds),
            self.totals.symbols,
        );
        [
            (left + right) as f32,
            evidence.left_growth,
            evidence.right_growth,
            left.min(right) as f32,
            npmi,
            pmi_3,
            variety,
            variety_share,
            measures.left,
            measures.right,
            evidence.inner,
            evidence.margin,
            evidence.breaks,
            evidence.opening,
            evidence.closing,
            evidence.commonest as f32,
        ]
    }
}

/// What is made of the smallest `pmi` (nats) of an n-gram that occurs `count` times in a text of `symbols` units, with
/// `kinds` neighbours on the side with fewer: normalised PMI, PMI^3, and the accessor variety as a logarithm and as a share
/// of that of the count.
#[must_use]
pub fn comparable((pmi, count): (f64, f64), kinds: u32, symbols: u64) -> [f32; 4] {
    // A string that is the whole text has no information left in it.
    let most = (symbols as f64 / count).ln().max(1e-6);
    let variety = f64::from(kinds.max(1)).ln();
    [(pmi / most) as f32, (pmi + 2.0 * count.ln()) as f32, variety as f32, (variety / count.ln()) as f32]
}

/// Some rows of a level.
struct Block<'a> {
    measures: std::borrow::Cow<'a, [Measures]>,
    evidence: std::borrow::Cow<'a, [Evidence]>,
    counts: Vec<u32>,
}

impl<'a> Block<'a> {
    fn read(level: &'a Measured, start: usize) -> Result<Self, AnalyseError> {
        let rows = start..(start + BLOCK).min(level.rows.rows());
        Ok(Block {
            measures: level.rows.read(rows.clone())?,
            evidence: level.evidence.read(rows.clone())?,
            counts: level.nodes.read(rows)?.iter().map(|node| node.count).collect(),
        })
    }

    fn rows(&self) -> usize {
        self.counts.len()
    }
}
