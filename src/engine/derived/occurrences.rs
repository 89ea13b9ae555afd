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

    /// Calls `each` with the start of every candidate that starts before byte `end` of `text`, and its row; the starts
    /// ascend. Gives the number of units that start before `end`.
    pub(super) fn each(&self, text: &str, end: usize, mut each: impl FnMut(usize, u32)) -> u64 {
        let longest = usize::from(self.table.floors().max_length);
        // The units since the last break that candidates may still start at.
        let mut starts: Vec<usize> = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        let mut units = 0;
        let mut flush = |starts: &mut Vec<usize>, ends: &mut Vec<usize>, keep: usize| {
            let done = starts.len().saturating_sub(keep);
            for k in 0..done {
                if starts[k] >= end {
                    break;
                }
                for &stop in ends.iter().take(k + longest).skip(k + 1) {
                    let found = self.places.find(self.table, &text[starts[k]..stop]);
                    let Some(row) = found.filter(|&row| (row as usize) < self.table.len()) else { break };
                    each(starts[k], row);
                }
            }
            starts.drain(..done);
            ends.drain(..done);
        };
        for piece in pieces(text, self.unit) {
            if piece.is_break {
                flush(&mut starts, &mut ends, 0);
                if piece.start >= end {
                    return units;
                }
            } else {
                units += u64::from(piece.start < end);
                starts.push(piece.start);
                ends.push(piece.end());
                // Those whose longest candidate is complete, some at a time.
                if starts.len() >= 4 * longest {
                    flush(&mut starts, &mut ends, longest - 1);
                    if starts.first().is_some_and(|&first| first >= end) {
                        return units;
                    }
                }
            }
        }
        flush(&mut starts, &mut ends, 0);
        units
    }

    /// Calls `each` with the byte of `corpus` at which each occurrence starts, and its row: from many threads, in no
    /// order. Gives the number of units of `corpus`.
    pub(super) fn all(
        &self,
        corpus: &Corpus,
        control: &Control,
        each: impl Fn(usize, u32) + Sync,
    ) -> Result<u64, AnalyseError> {
        control.begin(Stage::Measure, corpus.len() as u64);
        let blocks = blocks::cut(corpus, BLOCK)?;
        let units = (0..blocks.len()).into_par_iter().map(|k| {
            control.check()?;
            let block = blocks[k].clone();
            let next = blocks.get(k + 1).map_or(block.end, |next| next.end);
            let (start, text) = corpus.read(block.start..next)?;
            let units = self.each(&text, block.end - start, |at, row| each(start + at, row));
            control.advance(block.len() as u64);
            Ok(units)
        });
        units.sum()
    }
}
