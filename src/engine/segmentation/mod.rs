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

use rayon::prelude::*;

use super::AnalyseError;
use super::alphabet::Alphabet;
use super::candidates::{CandidateTable, Totals};
use super::control::{Cancelled, Control};
use super::text::unit::pieces;
use super::text::{Corpus, UnitKind};
use super::tuning::Tuning;
use nodes::Nodes;
use text::Text;

pub use cut::Thresholds;
pub use expect::{Expected, Weights};
pub use junctions::{Junctions, STRONGEST, WEAKEST};
pub use learn::Learned;
pub use text::LONGEST;

/// Nodes that are done before it is asked whether to go on.
const BLOCK: usize = 1 << 14;

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
    /// Ids of those with a name, in ascending order of names.
    by_name: Vec<u32>,
    joint: &'static str,
}

impl Singles {
    fn new(alphabet: Alphabet) -> Self {
        let Totals { symbols, .. } = alphabet.totals;
        let by_name = alphabet.by_name();
        let Alphabet { names, mut counts, joint, .. } = alphabet;
        let known: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        if let Some(rare) = counts.last_mut() {
            *rare = (symbols - known) as u32;
        }
        Singles { names, counts, by_name, joint }
    }

    /// The id of all rare symbols; also the largest.
    #[must_use]
    pub fn rare(&self) -> usize {
        self.counts.len() - 1
    }

    /// The id of the unit `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> u32 {
        let found = self.by_name.binary_search_by_key(&name, |&id| &self.names[id as usize]);
        found.map_or(self.rare() as u32, |at| self.by_name[at])
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
        pieces(text, self.kind).map(|piece| if piece.is_break { 0 } else { self.singles.find(piece.text) }).collect()
    }

    /// Sets the value of each node by its row, in parallel.
    fn set_values(&mut self, value: impl Fn(usize) -> f32 + Sync, control: &Control) -> Result<(), Cancelled> {
        let Nodes { values, rows, .. } = &mut self.nodes;
        values.par_chunks_mut(BLOCK).zip(rows.par_chunks(BLOCK)).try_for_each(|(values, rows)| {
            values.iter_mut().zip(rows).for_each(|(slot, &row)| *slot = value(row as usize));
            control.check()
        })
    }

    /// A column of the table of what each of `nodes` has, and 0 for rows without a node.
    fn by_row(
        &self,
        nodes: &Nodes,
        mut value: impl FnMut(usize) -> f32,
        control: &Control,
    ) -> Result<Vec<f32>, Cancelled> {
        let mut column = vec![0.0; self.table.len()];
        for (node, &row) in nodes.rows.iter().enumerate() {
            if node.is_multiple_of(BLOCK) {
                control.check()?;
            }
            column[row as usize] = value(node);
        }
        Ok(column)
    }
}
