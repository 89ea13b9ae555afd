//! Rows that somebody judged, and what the thresholds make of them.

use super::density::Density;
use super::mask::Cuts;
use super::scale;
use super::types::{Measure, Thresholds};
use crate::engine::candidates::{CandidateId, CandidateTable};

/// The rows with a verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// Accepted rows.
    pub accepted: Vec<CandidateId>,
    /// Rejected rows.
    pub rejected: Vec<CandidateId>,
    /// Rows put off.
    pub later: Vec<CandidateId>,
}

/// How many rows of some were accepted and rejected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Accepted rows.
    pub accepted: u32,
    /// Rejected rows.
    pub rejected: u32,
}

impl Share {
    /// Rows of both kinds.
    #[must_use]
    pub fn judged(self) -> u32 {
        self.accepted + self.rejected
    }
}

/// The judged rows on both sides of one cut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sides {
    /// Those that pass the cut, whether or not they pass the others.
    pub above: Share,
    /// Those that this cut alone keeps out: they pass every other threshold.
    pub below: Share,
}

/// Number of tests that thresholds are: those of [`Measure::ALL`], the least length, the greatest length.
pub const TESTS: usize = 7;

/// The judged rows on both sides of each cut, in the order of the tests (see [`TESTS`]).
pub type Appraisal = [Sides; TESTS];

/// What `thresholds` make of the judged rows.
#[must_use]
pub fn appraise(table: &CandidateTable, judged: &Judged, thresholds: &Thresholds) -> Appraisal {
    let cuts = Cuts::of(thresholds);
    let mut sides = Appraisal::default();
    for (ids, accepted) in [(&judged.accepted, true), (&judged.rejected, false)] {
        for &id in ids {
            let fails = failed(table, &cuts, id);
            for (test, sides) in sides.iter_mut().enumerate() {
                let share = match fails {
                    _ if fails >> test & 1 == 0 => &mut sides.above,
                    _ if fails == 1 << test => &mut sides.below,
                    _ => continue,
                };
                *(if accepted { &mut share.accepted } else { &mut share.rejected }) += 1;
            }
        }
    }
    sides
}

/// The tests that a row fails, one bit each.
fn failed(table: &CandidateTable, cuts: &Cuts, id: CandidateId) -> u8 {
    let mut fails = 0;
    for measure in Measure::ALL {
        let key = scale::measure_key(table, measure, id.index());
        fails |= u8::from(key < cuts.measures[measure as usize]) << measure as usize;
    }
    let (length, (least, most)) = (table.length(id), cuts.lengths);
    fails | u8::from(length < least) << Measure::ALL.len() | u8::from(length > most) << (Measure::ALL.len() + 1)
}

/// How many judged rows are in one cell of a [`Density`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Column from the left and row from the top.
    pub cell: (u16, u16),
    /// Accepted rows.
    pub accepted: u32,
    /// Rejected rows.
    pub rejected: u32,
    /// Rows put off.
    pub later: u32,
}

/// The cells of `density` that judged rows are in, line by line from the top.
#[must_use]
pub fn marks(table: &CandidateTable, judged: &Judged, density: &Density) -> Vec<Mark> {
    let mut cells: Vec<[u32; 3]> = vec![[0; 3]; density.plan.cells()];
    let columns = usize::from(density.plan.columns);
    for (kind, ids) in [&judged.accepted, &judged.rejected, &judged.later].into_iter().enumerate() {
        for &id in ids {
            let (column, row) = density.cell(table, id);
            if let Some(cell) = cells.get_mut(usize::from(row) * columns + usize::from(column)) {
                cell[kind] += 1;
            }
        }
    }
    let filled = cells.into_iter().enumerate().filter(|(_, kinds)| kinds.iter().any(|&kind| kind > 0));
    filled
        .map(|(at, [accepted, rejected, later])| {
            let cell = ((at % columns) as u16, (at / columns) as u16);
            Mark { cell, accepted, rejected, later }
        })
        .collect()
}
