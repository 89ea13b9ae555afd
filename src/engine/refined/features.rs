//! What the refined score is made of.

use super::super::candidates::{CandidateId, CandidateTable};
use super::super::measures::score::comparable;
use super::super::ranks::Quantiles;
use super::super::segmentation::{Expected, Junctions};
use super::logit;
use super::positions::Positions;

/// Number of features taken as ranks.
pub const FEATURES: usize = 20;
/// The evidence among the features.
const EVIDENCE: usize = 11;
/// Number of features taken as log-odds.
pub const LOGITS: usize = 3;

/// All that is known of the rows of a table.
pub struct Known<'a> {
    pub table: &'a CandidateTable,
    /// Mean PMI over the splits, nats.
    pub mean_pmi: &'a [f32],
    pub junctions: &'a Junctions,
    pub expected: &'a Expected,
    pub positions: &'a Positions,
}

impl Known<'_> {
    /// In the order of their weights: the score; normalised PMI and PMI^3; accessor variety, as a logarithm and as a share
    /// of that of the count; left and right entropy; how much the junctions inside pass those outside, the stronger of
    /// those outside, the weakest inside, the share of occurrences cut on both sides; evidence, share and amount of use
    /// as a word; what [`Positions`] say of its first and last symbols; the mean PMI over its splits.
    pub fn features(&self, row: usize) -> [f32; FEATURES] {
        let (table, id) = (self.table, CandidateId(row as u32));
        let kinds = table.left_kinds(id).min(table.right_kinds(id));
        let pmi = (f64::from(table.pmi(id)), f64::from(table.count(id)));
        let [npmi, pmi_3, variety, variety_share] = comparable(pmi, kinds, table.totals().symbols);
        let outer = self.junctions.outer_left[row].max(self.junctions.outer_right[row]);
        let inner = self.junctions.inner[row];
        let [opens, closes, first_alone, last_alone, last_opens, first_closes] = self.positions.of(row);
        [
            table.score(id),
            npmi,
            pmi_3,
            variety,
            variety_share,
            table.left(id),
            table.right(id),
            inner - outer,
            -outer,
            inner,
            self.junctions.cut[row],
            self.expected.psi[row],
            self.share(row) as f32,
            opens,
            closes,
            first_alone,
            last_alone,
            last_opens,
            first_closes,
            self.mean_pmi[row],
        ]
    }

    /// Log-odds of the score, of the rank of the evidence, and the logarithm of the share of use.
    pub fn logits(&self, row: usize, quantiles: &[Quantiles]) -> [f64; LOGITS] {
        let evidence = quantiles[EVIDENCE].rank(self.expected.psi[row]);
        [logit(f64::from(self.table.columns().score[row])), logit(evidence), self.share(row).ln()]
    }

    /// Share of the occurrences that are uses as a word, never 0.
    fn share(&self, row: usize) -> f64 {
        (f64::from(self.expected.rows[row]) + 0.5) / (f64::from(self.table.columns().count[row]) + 1.0)
    }
}
