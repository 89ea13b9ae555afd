//! Learning the weights of words from the text alone: expectation and maximisation (Dempster, Laird and Rubin 1977) of a
//! unigram model, as TopWORDS does (Deng, Bol, Li and Liu 2016), with a fixed bias for each row.

use rayon::prelude::*;

use super::super::AnalyseError;
use super::super::control::{Cancelled, Control, Stage};
use super::expect::{Expected, Step, Weights, row_weight, single_weight};
use super::nodes::Nodes;
use super::{BLOCK, Lattice};

/// A single symbol is taken to be used as a word this often at least, so that every text can be cut.
const LEAST_SINGLE: f64 = 0.1;
/// A row expected less often is no word.
const LEAST_ROW: f64 = 1e-3;

/// A learnt model.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// The weights by the last step's expected uses, each row's with its bias.
    pub weights: Weights,
    /// What the last step expected, with the weights that the steps before it had learnt.
    pub expected: Expected,
    /// Log-likelihood at each step, in nats.
    pub log_likelihoods: Vec<f64>,
}

impl Lattice<'_> {
    /// Learns a unigram model in `iterations` steps, one at least, each row's logarithm of the weight being
    /// `ln theta + bias(row)`, with theta its share of all words, at first its share of all counts. A row with a bias of
    /// minus infinity is no word.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
    pub fn learn(
        &mut self,
        bias: impl Fn(usize) -> f32 + Sync,
        iterations: usize,
        control: &Control,
    ) -> Result<Learned, AnalyseError> {
        let iterations = iterations.max(1);
        control.begin(Stage::Learn, self.text.len() as u64 * iterations as u64);
        let counts = &self.table.columns().count;
        let all: u64 = counts.iter().chain(&self.singles.counts).map(|&count| u64::from(count)).sum();
        let log_all = (all as f64).ln();
        self.set_values(|row| row_weight(f64::from(counts[row]).ln() - log_all + f64::from(bias(row))), control)?;
        let first = |&count: &u32| single_weight(f64::from(count).max(LEAST_SINGLE).ln() - log_all);
        let mut singles: Vec<f64> = self.singles.counts.iter().map(first).collect();
        let mut log_likelihoods = Vec::new();
        // Words that were dropped need not be looked for any more.
        let is_reduced = self.nodes.values.contains(&0.0);
        let mut reduced = if is_reduced { Some(self.nodes.reduced(control)?) } else { None };
        for _ in 1..iterations {
            let step = self.step::<1>(reduced.as_ref().unwrap_or(&self.nodes), &singles, control)?;
            log_likelihoods.push(step.log_likelihood);
            let nodes = reduced.as_mut().unwrap_or(&mut self.nodes);
            singles = maximise(nodes, step, &bias, control)?;
            reduced = Some(nodes.reduced(control)?);
        }
        let nodes = reduced.as_ref().unwrap_or(&self.nodes);
        let last = self.step::<2>(nodes, &singles, control)?;
        log_likelihoods.push(last.log_likelihood);
        let expected = self.expected(nodes, last, control)?;
        let weights = weights(&expected, &bias);
        Ok(Learned { weights, expected, log_likelihoods })
    }
}

/// Sets the values of `nodes` to the weights that `step` asks for; gives those of the singles.
fn maximise(
    nodes: &mut Nodes,
    mut step: Step<1>,
    bias: &(impl Fn(usize) -> f32 + Sync),
    control: &Control,
) -> Result<Vec<f64>, Cancelled> {
    let mut words = 0.0;
    for (node, value) in nodes.values.iter_mut().enumerate() {
        if node.is_multiple_of(BLOCK) {
            control.check()?;
        }
        let [uses] = step.sums.get(node);
        let is_word = uses > LEAST_ROW;
        words += if is_word { uses } else { 0.0 };
        *value = if is_word { uses as f32 } else { 0.0 };
    }
    let log_all = log_all(words, &step.singles);
    let log = |uses: f32, row: u32| f64::from(uses).ln() - log_all + f64::from(bias(row as usize));
    nodes.values.par_chunks_mut(BLOCK).zip(nodes.rows.par_chunks(BLOCK)).try_for_each(|(values, rows)| {
        values.iter_mut().zip(rows).for_each(|(value, &row)| *value = row_weight(log(*value, row)));
        control.check()
    })?;
    Ok(step.singles.iter().map(|uses| single_weight(uses.max(LEAST_SINGLE).ln() - log_all)).collect())
}

/// Logarithm of the number of words, of which `rows` are rows.
fn log_all(rows: f64, singles: &[f64]) -> f64 {
    (rows + singles.iter().map(|uses| uses.max(LEAST_SINGLE)).sum::<f64>()).ln()
}

fn weights(expected: &Expected, bias: &impl Fn(usize) -> f32) -> Weights {
    let alive = |uses: f32| Some(f64::from(uses)).filter(|&uses| uses > LEAST_ROW);
    let log_all = log_all(expected.rows.iter().filter_map(|&uses| alive(uses)).sum(), &expected.singles);
    let row = |(row, &uses): (usize, &f32)| {
        alive(uses).map_or(f32::NEG_INFINITY, |uses| (uses.ln() - log_all) as f32 + bias(row))
    };
    let single = |uses: &f64| (uses.max(LEAST_SINGLE).ln() - log_all) as f32;
    Weights {
        rows: expected.rows.iter().enumerate().map(row).collect(),
        singles: expected.singles.iter().map(single).collect(),
    }
}
