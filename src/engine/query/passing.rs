//! The rows that pass, as bits in the order of the answer, and what changed since the answer before.

use std::sync::Arc;

use rayon::prelude::*;

use super::order::{Order, best_first};
use super::types::Crossing;
use crate::engine::candidates::{CandidateId, CandidateTable};

/// Words of 64 places handled as one piece of parallel work.
const CHUNK: usize = 1 << 9;

/// One bit for each place of an order: whether the row there passes every test.
pub(super) struct Passing {
    order: Order,
    /// Place of each row in `order`; built when first needed.
    places: Vec<u32>,
    now: Vec<u64>,
    /// The bits of the last answer.
    answered: Vec<u64>,
    /// Whether there was an answer in this order.
    has_answered: bool,
    /// Answers given before, newest last. Their memory is used again once nobody else holds them.
    kept: Vec<Arc<Vec<CandidateId>>>,
}

impl Passing {
    /// The rows of `order` whose mask is 0.
    pub(super) fn new(order: Order, mask: &[u8]) -> Self {
        let words = order.len().div_ceil(64);
        let (now, answered) = (vec![0; words], vec![0; words]);
        let mut passing = Passing { order, places: Vec::new(), now, answered, has_answered: false, kept: Vec::new() };
        passing.rebuild(mask);
        passing
    }

    /// The order of the answer.
    pub(super) fn order(&self) -> &Order {
        &self.order
    }

    /// Changes the order.
    pub(super) fn reorder(&mut self, order: Order, mask: &[u8]) {
        self.order = order;
        self.places.clear();
        self.has_answered = false;
        self.rebuild(mask);
    }

    /// Reads every bit anew from the masks of the rows.
    pub(super) fn rebuild(&mut self, mask: &[u8]) {
        let rows = self.order.par_chunks(64 * CHUNK);
        self.now.par_chunks_mut(CHUNK).zip(rows).for_each(|(words, rows)| {
            for (word, rows) in words.iter_mut().zip(rows.chunks(64)) {
                *word = rows.iter().rev().fold(0, |word, &row| word << 1 | u64::from(mask[row as usize] == 0));
            }
        });
    }

    /// Makes [`Passing::toggle`] ready for use.
    pub(super) fn prepare(&mut self) {
        if self.places.len() != self.order.len() {
            self.places.resize(self.order.len(), 0);
            for (place, &row) in self.order.iter().enumerate() {
                self.places[row as usize] = place as u32;
            }
        }
    }

    /// The row that passed does not, or the other way round. Needs [`Passing::prepare`].
    pub(super) fn toggle(&mut self, row: u32) {
        let place = self.places[row as usize];
        self.now[place as usize / 64] ^= 1 << (place % 64);
    }

    /// What entered and left since the last answer, if that was in the same order.
    pub(super) fn crossing(&self, table: &CandidateTable) -> Crossing {
        if !self.has_answered {
            return Crossing::default();
        }
        let words = self.now.par_chunks(CHUNK).zip(self.answered.par_chunks(CHUNK)).enumerate();
        let parts = words.map(|(k, (now, before))| {
            let (mut entered, mut left) = (Best::default(), Best::default());
            for (i, (&now, &before)) in now.iter().zip(before).enumerate() {
                let rows = &self.order[64 * (k * CHUNK + i)..];
                entered.offer(table, rows, now & !before);
                left.offer(table, rows, before & !now);
            }
            (entered, left)
        });
        let (entered, left) = parts.reduce(Default::default, |a, b| (a.0.merge(b.0), a.1.merge(b.1)));
        Crossing { entered: entered.count, left: left.count, entered_ids: entered.ids(), left_ids: left.ids() }
    }

    /// The rows that pass, in order; from now on this is the last answer.
    pub(super) fn answer(&mut self) -> Arc<Vec<CandidateId>> {
        if let Some(last) = self.kept.last()
            && self.has_answered
            && self.now == self.answered
        {
            return last.clone();
        }
        let mut ids = self.spare();
        self.fill(&mut ids);
        self.answered.copy_from_slice(&self.now);
        self.has_answered = true;
        let ids = Arc::new(ids);
        self.kept.push(ids.clone());
        ids
    }

    /// A vector to fill: new memory costs more than writing it, so an old answer that nobody holds any more is taken.
    fn spare(&mut self) -> Vec<CandidateId> {
        let free = self.kept.iter_mut().position(|ids| Arc::get_mut(ids).is_some());
        let spare = free.and_then(|k| Arc::try_unwrap(self.kept.remove(k)).ok()).unwrap_or_default();
        if self.kept.len() > 1 {
            self.kept.remove(0);
        }
        spare
    }

    fn fill(&self, ids: &mut Vec<CandidateId>) {
        let chunks = self.now.par_chunks(CHUNK);
        let counts: Vec<usize> =
            chunks.map(|words| words.iter().map(|word| word.count_ones() as usize).sum()).collect();
        ids.resize(counts.iter().sum(), CandidateId(0));
        let mut rest = ids.as_mut_slice();
        let mut parts = Vec::with_capacity(counts.len());
        for count in counts {
            let (part, after) = rest.split_at_mut(count);
            parts.push(part);
            rest = after;
        }
        let words = self.now.par_chunks(CHUNK).zip(self.order.par_chunks(64 * CHUNK));
        parts.into_par_iter().zip(words).for_each(|(part, (words, rows))| {
            let mut part = part.iter_mut();
            for (&word, rows) in words.iter().zip(rows.chunks(64)) {
                let mut word = word;
                while word != 0
                    && let Some(id) = part.next()
                {
                    *id = CandidateId(rows[word.trailing_zeros() as usize]);
                    word &= word - 1;
                }
            }
        });
    }
}

/// How many rows there were, and the best of them by score.
#[derive(Default)]
struct Best {
    count: usize,
    rows: Vec<(u32, CandidateId)>,
}

impl Best {
    /// Takes the rows at the bits set in `word`.
    fn offer(&mut self, table: &CandidateTable, rows: &[u32], mut word: u64) {
        self.count += word.count_ones() as usize;
        while word != 0 {
            self.insert(best_first(table, rows[word.trailing_zeros() as usize]));
            word &= word - 1;
        }
    }

    fn insert(&mut self, row: (u32, CandidateId)) {
        if self.rows.len() < Crossing::NAMED {
            let place = self.rows.partition_point(|other| *other < row);
            self.rows.insert(place, row);
        } else if self.rows.last().is_some_and(|last| row < *last) {
            self.rows.pop();
            let place = self.rows.partition_point(|other| *other < row);
            self.rows.insert(place, row);
        }
    }

    fn merge(mut self, other: Best) -> Best {
        self.count += other.count;
        other.rows.into_iter().for_each(|row| self.insert(row));
        self
    }

    fn ids(self) -> Vec<CandidateId> {
        self.rows.into_iter().map(|(_, id)| id).collect()
    }
}
