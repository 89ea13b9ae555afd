//! How often the candidates occur in other texts, and which stand out against those.

use std::sync::atomic::{AtomicU32, Ordering};

use super::occurrences::{Finder, Visitor};
use crate::engine::AnalyseError;
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::Control;
use crate::engine::text::Corpus;

/// How often the candidates of a table occur in other texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    counts: Vec<u32>,
    units: u64,
}

impl Reference {
    /// Every occurrence in `corpus` of each row of `table`; a row need not occur at all. `corpus` is read as the text of
    /// the table was.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`]; [`AnalyseError::Storage`] when the text is outside memory and cannot be read.
    pub fn of_corpus(table: &CandidateTable, corpus: &Corpus, control: &Control) -> Result<Self, AnalyseError> {
        let counts: Vec<AtomicU32> = (0..table.len()).map(|_| AtomicU32::new(0)).collect();
        let finder = Finder::new(table, corpus.reading().unit, control)?;
        let blocks = finder.all(corpus, control, || Tally { counts: &counts, units: 0 })?;
        let units = blocks.iter().map(|block| block.units).sum();
        Ok(Reference { counts: counts.into_iter().map(AtomicU32::into_inner).collect(), units })
    }

    /// The counts that `count` gives for words, in a text of `units` units.
    #[must_use]
    pub fn of_counts(table: &CandidateTable, units: u64, count: impl Fn(&str) -> u32) -> Self {
        let words = (0..table.len()).map(|row| table.word(CandidateId(row as u32)));
        Reference { counts: words.map(count).collect(), units }
    }

    /// Both together; `other` is of the same table.
    #[must_use]
    pub fn and(mut self, other: &Reference) -> Self {
        self.counts.iter_mut().zip(&other.counts).for_each(|(own, count)| *own = own.saturating_add(*count));
        self.units = self.units.saturating_add(other.units);
        self
    }

    /// The occurrences of each row.
    #[must_use]
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The units of the texts.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.units
    }

    /// Whether no candidate occurs in it.
    #[must_use]
    pub fn has_none(&self) -> bool {
        self.counts.iter().all(|&count| count == 0)
    }

    /// The occurrences and the units in both texts for [`keyness`] and [`log_ratio`]; `all` is the units of the text.
    pub(super) fn against(&self, row: usize, count: u32, all: u64) -> [(f64, f64); 2] {
        let other = self.counts.get(row).map_or(f64::NAN, |&count| f64::from(count));
        [(f64::from(count), all as f64), (other, self.units as f64)]
    }
}

/// Counts a block.
struct Tally<'a> {
    /// Of all blocks.
    counts: &'a [AtomicU32],
    units: u64,
}

impl Visitor for Tally<'_> {
    fn unit(&mut self, _at: usize) {
        self.units += 1;
    }

    fn row(&mut self, _at: usize, row: u32) {
        self.counts[row as usize].fetch_add(1, Ordering::Relaxed);
    }
}

/// The log-likelihood ratio of one rate of occurrence in two texts against one rate in each (Dunning 1993, in the form of
/// Rayson and Garside 2000), given the occurrences and the units of each; negative when the first rate is the smaller.
/// Without a unit: above 3.84 the rates differ at the level of 5 %, above 15.13 at that of 0.01 % (chi-squared with one
/// degree of freedom).
#[must_use]
pub fn keyness([(a, all_a), (b, all_b)]: [(f64, f64); 2]) -> f64 {
    let rate = (a + b) / (all_a + all_b);
    let term = |count: f64, all: f64| if count > 0.0 { count * (count / (all * rate)).ln() } else { 0.0 * count };
    let ratio = (2.0 * (term(a, all_a) + term(b, all_b))).max(0.0 * (a + b));
    if a * all_b < b * all_a { -ratio } else { ratio }
}

/// The ratio of the rates of occurrence in two texts as a logarithm (Hardie 2014), in bits: 1 is twice as often. Half an
/// occurrence is added to either, so that a word that one of them has not has a ratio too.
#[must_use]
pub fn log_ratio([(a, all_a), (b, all_b)]: [(f64, f64); 2]) -> f64 {
    ((a + 0.5) * all_b / ((b + 0.5) * all_a)).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_have_the_values_of_their_definitions() {
        // 2 (12 ln(12 / 8) + 4 ln(4 / 8)) of equal texts.
        let equal = keyness([(12.0, 1000.0), (4.0, 1000.0)]);
        assert!((equal - 2.0 * (12.0 * 1.5f64.ln() + 4.0 * 0.5f64.ln())).abs() < 1e-9, "{equal}");
        assert!((keyness([(4.0, 1000.0), (12.0, 1000.0)]) + equal).abs() < 1e-9);
        assert!(keyness([(10.0, 100.0), (100.0, 1000.0)]).abs() < 1e-9);
        assert!((keyness([(5.0, 100.0), (0.0, 300.0)]) - 10.0 * 4f64.ln()).abs() < 1e-9);
        assert!((log_ratio([(7.5, 100.0), (0.5, 100.0)]) - 3.0).abs() < 1e-9);
        assert!((log_ratio([(3.0, 100.0), (3.0, 400.0)]) - 2.0).abs() < 1e-9);
    }
}
