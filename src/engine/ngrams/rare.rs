//! Neighbours that share the escape, told apart again.
//!
//! The n-grams before and after each rare symbol are followed down the trie, a level at a time, since a trie that is
//! outside memory is read a level at a time.

use rayon::prelude::*;

use super::super::AnalyseError;
use super::super::alphabet::{Coded, Id};
use super::super::control::Control;
use super::fixed::Logs;
use super::trie::{Node, Side, child};

/// Rare symbols between two looks at the control.
const STEP: usize = 4096;

/// No row: there is no such n-gram.
const NONE: u32 = u32::MAX;

/// The n-grams beside every rare symbol that occurs twice or more, followed to one level.
#[derive(Debug, Default)]
pub struct Walks {
    /// Longest n-gram, in symbols.
    longest: usize,
    /// True symbol of each.
    symbols: Vec<u32>,
    /// For each, the ids of `longest` symbols before it and as many after it.
    around: Vec<u32>,
    /// For each, the row of the n-gram that starts after it, then of the starts of those of each length, from 1, that end
    /// before it.
    rows: Vec<u32>,
}

/// How often one rare symbol stands beside one n-gram, twice or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    row: u32,
    is_left: bool,
    times: u32,
}

impl Walks {
    /// Walks at level 0. `escape` is the id of rare symbols.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`], [`AnalyseError::Storage`].
    pub fn start<S: Id>(
        coded: &Coded<S>,
        escape: usize,
        longest: usize,
        control: &Control,
    ) -> Result<Self, AnalyseError> {
        let mut walks = Walks {
            longest,
            symbols: coded.rare.iter().map(|&(_, symbol)| symbol).collect(),
            around: Vec::with_capacity(coded.rare.len() * 2 * longest),
            rows: Vec::with_capacity(coded.rare.len() * (longest + 1)),
        };
        let is_named = |id: usize| id != 0 && id != escape;
        for block in coded.rare.chunks(STEP) {
            control.check()?;
            for &(position, _) in block {
                let at = position as usize;
                let before = walks.around.len();
                // Before the text there are only breaks.
                walks.around.extend(std::iter::repeat_n(0, longest.saturating_sub(at)));
                let near = coded.ids.read(at.saturating_sub(longest)..at + 1 + longest)?;
                let own = at.min(longest);
                walks
                    .around
                    .extend(near.iter().enumerate().filter(|&(i, _)| i != own).map(|(_, id)| id.index() as u32));
                let around = &walks.around[before..];
                let single = |id: u32| if is_named(id as usize) { id } else { NONE };
                walks.rows.push(single(around[longest]));
                walks.rows.extend((1..=longest).map(|length| single(around[longest - length])));
            }
        }
        Ok(walks)
    }

    /// Goes down from level `level - 1`, of which `first` are the first children, to `level`, of which `nodes` are the
    /// nodes.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`].
    pub fn descend(
        &mut self,
        level: usize,
        first: &[u32],
        nodes: &[Node],
        control: &Control,
    ) -> Result<(), AnalyseError> {
        let longest = self.longest;
        let follow = |row: &mut u32, symbol: u32| {
            if *row != NONE {
                *row = child(first, nodes, *row as usize, symbol as usize).map_or(NONE, |row| row as u32);
            }
        };
        let rows = self.rows.par_chunks_mut((longest + 1) * STEP);
        rows.zip(self.around.par_chunks(2 * longest * STEP)).try_for_each(|(rows, around)| {
            control.check()?;
            for (rows, around) in rows.chunks_mut(longest + 1).zip(around.chunks(2 * longest)) {
                follow(&mut rows[0], around[longest + level]);
                // Shorter ones have arrived.
                for length in level + 1..=longest {
                    follow(&mut rows[length], around[longest - length + level]);
                }
            }
            Ok(())
        })
    }

    /// What to correct at `level`, where the walks are, in order of rows.
    #[must_use]
    pub fn corrections(&self, level: usize) -> Vec<Correction> {
        let mut seen: Vec<(u32, bool, u32)> = Vec::new();
        for (rows, &symbol) in self.rows.chunks(self.longest + 1).zip(&self.symbols) {
            let sides = [(rows[0], true), (rows[level + 1], false)];
            seen.extend(sides.into_iter().filter(|&(row, _)| row != NONE).map(|(row, is_left)| (row, is_left, symbol)));
        }
        seen.par_sort_unstable();
        let same = seen.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
        same.map(|same| Correction { row: same[0].0, is_left: same[0].1, times: same.len() as u32 }).collect()
    }
}

/// Corrects the neighbours of some rows, the first of which is row `base`: in them each escape counts as distinct.
pub fn correct(all: &[Correction], base: usize, left: &mut [Side], right: &mut [Side]) {
    let logs = Logs::get();
    let from = all.partition_point(|correction| (correction.row as usize) < base);
    for correction in &all[from..] {
        let row = correction.row as usize - base;
        if row >= left.len() {
            break;
        }
        let side = if correction.is_left { &mut left[row] } else { &mut right[row] };
        side.sum += logs.value(correction.times);
        side.kinds -= correction.times - 1;
    }
}
