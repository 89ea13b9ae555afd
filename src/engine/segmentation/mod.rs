//! The second stage: what the text says of the candidates, when all that were found in it are laid over it.
//!
//! ```text
//! Corpus, CandidateTable --> Lattice --> junctions: how strongly neighbouring units hold together, occurrence by occurrence
//!                                   \--> expect, learn: a unigram model of words over all segmentations
//!                                   \--> cut: segmentation where nothing holds; best_path: by the learnt weights
//! ```
//!
//! Every pass reads the text once, stretch by stretch, and finds the candidates again, since they would not fit in
//! memory. All sums are in fixed point, so that the result is the same bytes for any number of threads and chunks.

mod cut;
mod expect;
mod junctions;
mod learn;
mod nodes;
mod path;
mod slots;
mod sums;
mod text;

#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use super::AnalyseError;
use super::alphabet::Alphabet;
use super::candidates::{CandidateTable, Totals};
use super::control::Control;
use super::text::unit::pieces;
use super::text::{Corpus, UnitKind};
use super::tuning::Tuning;
use nodes::Nodes;
use text::Text;

pub use cut::Thresholds;
pub use expect::{Expected, Weights};
pub use junctions::{Junctions, STRONGEST, WEAKEST};
pub use learn::{ITERATIONS, Learned};
pub use text::LONGEST;

/// A text with all its candidates laid over it: every way to cut a stretch, the units between two breaks, into
/// candidates and single symbols.
///
/// A stretch of more than [`LONGEST`] units is cut after every so many. Symbols that occur less often than the table's
/// floor share one id.
#[derive(Debug)]
pub struct Lattice<'t> {
    table: &'t CandidateTable,
    kind: UnitKind,
    text: Text,
    nodes: Nodes,
    singles: Singles,
}

/// The single symbols of a text.
#[derive(Debug)]
pub struct Singles {
    /// Text of each symbol, the most frequent first; the first, a break, and the last, all rare symbols, have none.
    pub names: Vec<Box<str>>,
    /// Occurrences of each; 0 for the break.
    pub counts: Vec<u32>,
    joint: &'static str,
}

impl Singles {
    fn new(alphabet: Alphabet) -> Self {
        let Totals { symbols, .. } = alphabet.totals;
        let Alphabet { names, mut counts, joint, .. } = alphabet;
        let known: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        if let Some(rare) = counts.last_mut() {
            *rare = (symbols - known) as u32;
        }
        Singles { names, counts, joint }
    }

    /// The id of all rare symbols; also the largest.
    #[must_use]
    pub fn rare(&self) -> usize {
        self.counts.len() - 1
    }
}

impl<'t> Lattice<'t> {
    /// The lattice of `corpus` with the rows of `table`, which were found in it.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
    pub fn new(
        corpus: &Corpus,
        table: &'t CandidateTable,
        tuning: &Tuning,
        control: &Control,
    ) -> Result<Self, AnalyseError> {
        let kind = corpus.reading().unit;
        let (text, alphabet) = Text::new(corpus, table.floors().min_count, tuning, control)?;
        let nodes = Nodes::new(table, &alphabet, kind, control)?;
        Ok(Lattice { table, kind, text, nodes, singles: Singles::new(alphabet) })
    }

    /// The single symbols.
    #[must_use]
    pub fn singles(&self) -> &Singles {
        &self.singles
    }

    /// `text` as ids of single symbols, 0 for a break; text as it is counted (see
    /// [`Reading::normalise`](super::Reading::normalise)).
    #[must_use]
    pub fn symbols(&self, text: &str) -> Vec<u32> {
        let names = self.singles.names[1..self.singles.rare()].iter();
        let symbols: FxHashMap<&str, u32> = names.map(AsRef::as_ref).zip(1..).collect();
        let rare = self.singles.rare() as u32;
        let id = |text| symbols.get(text).copied().unwrap_or(rare);
        pieces(text, self.kind).map(|piece| if piece.is_break { 0 } else { id(piece.text) }).collect()
    }

    /// Sets the value of each arc by its row, in parallel.
    fn set_values(&mut self, value: impl Fn(usize) -> f32 + Sync) {
        use rayon::prelude::*;
        let Nodes { arcs, rows, .. } = &mut self.nodes;
        arcs.par_iter_mut().zip(rows.par_iter()).for_each(|(arc, &row)| arc.value = value(row as usize));
    }

    /// A column of the table of what each node has.
    fn by_row(&self, mut value: impl FnMut(usize) -> f32) -> Vec<f32> {
        let mut column = vec![0.0; self.nodes.rows.len()];
        self.nodes.rows.iter().enumerate().for_each(|(node, &row)| column[row as usize] = value(node));
        column
    }
}
