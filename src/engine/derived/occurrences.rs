//! Where the candidates of a table are in a text, which may be another than the one they were counted in.
//!
//! At each unit the candidates that start there are looked up, the shortest first: when one is missing, so are the longer
//! ones.

use rayon::prelude::*;

use super::nesting::Places;
use crate::engine::AnalyseError;
use crate::engine::candidates::CandidateTable;
use crate::engine::control::{Cancelled, Control, Stage};
use crate::engine::text::unit::pieces;
use crate::engine::text::{Corpus, UnitKind, blocks};

/// Bytes of text read at once by a thread.
pub(super) const BLOCK: usize = 1 << 20;

/// Told what is found in a block of text; the places of the units ascend, and so do those of the rows.
pub(super) trait Visitor {
    /// A unit starts at byte `at`.
    fn unit(&mut self, _at: usize) {}
    /// The candidate `row` starts at byte `at`.
    fn row(&mut self, at: usize, row: u32);
}

/// Takes rows alone.
pub(super) struct Rows<F>(pub(super) F);

impl<F: FnMut(usize, u32)> Visitor for Rows<F> {
    fn row(&mut self, at: usize, row: u32) {
        self.0(at, row);
    }
}

/// Finds the candidates of a table.
pub(super) struct Finder<'a> {
    table: &'a CandidateTable,
    unit: UnitKind,
    places: Places,
}

impl<'a> Finder<'a> {
    /// A finder of the rows of `table` in texts of these units.
    pub(super) fn new(table: &'a CandidateTable, unit: UnitKind, control: &Control) -> Result<Self, Cancelled> {
        Ok(Finder { table, unit, places: Places::new(table, control)? })
    }

    /// Tells `visitor` the units and the candidates that start before byte `end` of `text`, which starts at byte `from`
    /// of the whole.
    pub(super) fn visit<V: Visitor>(&self, (from, text): (usize, &str), end: usize, visitor: &mut V) {
        let longest = usize::from(self.table.floors().max_length);
        // The units since the last break that candidates may still start at.
        let mut starts: Vec<usize> = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        let flush = |visitor: &mut V, starts: &mut Vec<usize>, ends: &mut Vec<usize>, keep: usize| {
            let done = starts.len().saturating_sub(keep);
            for k in 0..done {
                if starts[k] >= end {
                    break;
                }
                for &stop in ends.iter().take(k + longest).skip(k + 1) {
                    let found = self.places.find(self.table, &text[starts[k]..stop]);
                    let Some(row) = found.filter(|&row| (row as usize) < self.table.len()) else { break };
                    Visitor::row(visitor, from + starts[k], row);
                }
            }
            starts.drain(..done);
            ends.drain(..done);
        };
        for piece in pieces(text, self.unit) {
            if piece.is_break {
                flush(visitor, &mut starts, &mut ends, 0);
                if piece.start >= end {
                    return;
                }
            } else {
                if piece.start < end {
                    visitor.unit(from + piece.start);
                }
                starts.push(piece.start);
                ends.push(piece.end());
                // Those whose longest candidate is complete, some at a time.
                if starts.len() >= 4 * longest {
                    flush(visitor, &mut starts, &mut ends, longest - 1);
                    if starts.first().is_some_and(|&first| first >= end) {
                        return;
                    }
                }
            }
        }
        flush(visitor, &mut starts, &mut ends, 0);
    }

    /// Tells all units and occurrences in `corpus` to visitors that `new` makes, one for each block of it; gives them in
    /// the order of the text.
    pub(super) fn all<V: Visitor + Send>(
        &self,
        corpus: &Corpus,
        control: &Control,
        new: impl Fn() -> V + Sync,
    ) -> Result<Vec<V>, AnalyseError> {
        control.begin(Stage::Measure, corpus.len() as u64);
        let blocks = blocks::cut(corpus, BLOCK)?;
        let visitors = (0..blocks.len()).into_par_iter().map(|k| {
            control.check()?;
            let block = blocks[k].clone();
            let next = blocks.get(k + 1).map_or(block.end, |next| next.end);
            let (start, text) = corpus.read(block.start..next)?;
            let mut visitor = new();
            self.visit((start, &text), block.end - start, &mut visitor);
            control.advance(block.len() as u64);
            Ok(visitor)
        });
        visitors.collect()
    }
}
