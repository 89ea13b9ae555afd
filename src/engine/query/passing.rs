//! The rows that pass, as bits in the order of the answer, and what changed since the answer before.

use std::sync::Arc;

use rayon::prelude::*;

use super::order::{Order, best_first};
use super::rows::{BLOCK, BLOCK_PLACES, Bits, Rows};
use super::types::Crossing;
use crate::engine::candidates::{CandidateId, CandidateTable};

/// Blocks handled as one piece of parallel work.
const BLOCKS: usize = 8;
/// Rows whose places are looked up before any is used: the look-ups then wait for memory side by side.
const BATCH: usize = 256;

/// One bit for each place of an order: whether the row there passes every test.
pub(super) struct Passing {
    order: Arc<Order>,
    words: Vec<u64>,
    /// Bits set in each block.
    counts: Vec<u32>,
    /// One bit for each row, of which `words` are filled.
    by_row: Vec<u64>,
    /// Answers given before, newest last. Their memory is used again once nobody else holds them.
    kept: Vec<Arc<Bits>>,
    /// Whether the newest of them was in this order.
    has_answered: bool,
}

impl Passing {
    /// No row passes yet.
    pub(super) fn new(order: Arc<Order>) -> Self {
        let words = order.rows().len().div_ceil(64);
        Passing {
            order,
            words: vec![0; words],
            counts: vec![0; words.div_ceil(BLOCK)],
            by_row: vec![0; words],
            kept: Vec::new(),
            has_answered: false,
        }
    }

    /// The order of the answer.
    pub(super) fn order(&self) -> &Arc<Order> {
        &self.order
    }

    /// Changes the order. Needs [`Passing::rebuild`] after.
    pub(super) fn reorder(&mut self, order: Arc<Order>) {
        self.order = order;
        self.has_answered = false;
    }

    /// Reads every bit anew from the masks of the rows: those that are 0 pass.
    pub(super) fn rebuild(&mut self, mask: &[u8]) {
        self.by_row.par_chunks_mut(BLOCKS * BLOCK).zip(mask.par_chunks(BLOCKS * BLOCK_PLACES)).for_each(
            |(words, mask)| {
                words.iter_mut().zip(mask.chunks(64)).for_each(|(word, mask)| *word = zeros(mask));
            },
        );
        // One bit a row stays in a core's cache, where the masks do not.
        let by_row = &self.by_row;
        let counts = self.counts.par_chunks_mut(BLOCKS);
        let words = self.words.par_chunks_mut(BLOCKS * BLOCK);
        let rows = self.order.rows().par_chunks(BLOCKS * BLOCK_PLACES);
        counts.zip(words).zip(rows).for_each(|((counts, words), rows)| {
            for (word, rows) in words.iter_mut().zip(rows.chunks(64)) {
                let bit = |row: u32| by_row[row as usize / 64] >> (row % 64) & 1;
                *word = rows.iter().rev().fold(0, |word, &row| word << 1 | bit(row));
            }
            for (count, words) in counts.iter_mut().zip(words.chunks(BLOCK)) {
                *count = words.iter().map(|word| word.count_ones()).sum();
            }
        });
    }

    /// Rows that passed do not any more (`passes` is false), or the other way round. The places must be known.
    pub(super) fn toggle(&mut self, rows: &[u32], passes: bool) {
        let one = if passes { 1 } else { u32::MAX };
        let places = self.order.places().unwrap_or_default();
        let mut batch = [0; BATCH];
        for rows in rows.chunks(BATCH) {
            batch.iter_mut().zip(rows).for_each(|(place, &row)| *place = places[row as usize] as usize);
            for &place in &batch[..rows.len()] {
                self.words[place / 64] ^= 1 << (place % 64);
                let count = &mut self.counts[place / BLOCK_PLACES];
                *count = count.wrapping_add(one);
            }
        }
    }

    /// What entered and left since the last answer, if that was in the same order. `is_by_score` says that the order is
    /// from the best score to the worst.
    pub(super) fn crossing(&self, table: &CandidateTable, is_by_score: bool) -> Crossing {
        let Some(answered) = self.kept.last().filter(|_| self.has_answered) else { return Crossing::default() };
        let words = self.words.chunks(BLOCK).zip(answered.words.chunks(BLOCK)).enumerate();
        let (mut entered, mut left) = (Best::default(), Best::default());
        for (block, (now, before)) in words.filter(|(_, (now, before))| now != before) {
            for (i, (&now, &before)) in now.iter().zip(before).enumerate().filter(|(_, (now, before))| now != before) {
                let rows = &self.order.rows()[64 * (block * BLOCK + i)..];
                entered.offer(table, rows, now & !before, is_by_score);
                left.offer(table, rows, before & !now, is_by_score);
            }
        }
        Crossing { entered: entered.count, left: left.count, entered_ids: entered.ids(), left_ids: left.ids() }
    }

    /// The rows that pass, in order; from now on this is the last answer.
    pub(super) fn answer(&mut self) -> Rows {
        if let Some(last) = self.kept.last().filter(|last| self.has_answered && last.words == self.words) {
            return Rows::new(self.order.clone(), last.clone());
        }
        let mut bits = self.spare();
        bits.words.clear();
        bits.words.extend_from_slice(&self.words);
        bits.before.clear();
        bits.before.push(0);
        let mut before = 0;
        bits.before.extend(self.counts.iter().map(|count| {
            before += count;
            before
        }));
        self.has_answered = true;
        let bits = Arc::new(bits);
        self.kept.push(bits.clone());
        Rows::new(self.order.clone(), bits)
    }

    /// Bits to fill: new memory costs more than writing it, so an old answer that nobody holds any more is taken.
    fn spare(&mut self) -> Bits {
        let free = self.kept.iter_mut().position(|bits| Arc::get_mut(bits).is_some());
        let spare = free.and_then(|k| Arc::try_unwrap(self.kept.remove(k)).ok()).unwrap_or_default();
        if self.kept.len() > 1 {
            self.kept.remove(0);
        }
        spare
    }
}

/// A bit for each of up to 64 bytes that is 0.
fn zeros(bytes: &[u8]) -> u64 {
    let mut word = 0;
    for (k, eight) in bytes.chunks(8).enumerate() {
        let mut padded = [1; 8];
        padded[..eight.len()].copy_from_slice(eight);
        let lanes = u64::from_le_bytes(padded);
        // The highest bit of each byte says whether the byte is not 0.
        const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
        let zero = !(((lanes & LOW) + LOW) | lanes | LOW) >> 7;
        // Bit 0 of byte i goes to bit 56 + i.
        word |= (zero.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * k);
    }
    word
}

/// How many rows there were, and the best of them by score.
#[derive(Default)]
struct Best {
    count: usize,
    rows: Vec<(u32, CandidateId)>,
}

impl Best {
    /// Takes the rows at the bits set in `word`; `ascending` says that they come best first.
    fn offer(&mut self, table: &CandidateTable, rows: &[u32], mut word: u64, ascending: bool) {
        self.count += word.count_ones() as usize;
        if ascending && self.rows.len() == Crossing::NAMED {
            return;
        }
        while word != 0 {
            self.insert(best_first(table, rows[word.trailing_zeros() as usize]));
            word &= word - 1;
        }
    }

    fn insert(&mut self, row: (u32, CandidateId)) {
        if self.rows.len() == Crossing::NAMED {
            if self.rows.last().is_none_or(|last| *last < row) {
                return;
            }
            self.rows.pop();
        }
        let place = self.rows.partition_point(|other| *other < row);
        self.rows.insert(place, row);
    }

    fn ids(self) -> Vec<CandidateId> {
        self.rows.into_iter().map(|(_, id)| id).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn zeros_are_found(bytes in proptest::collection::vec(prop_oneof![Just(0u8), Just(128), Just(1), any::<u8>()], 0..=64)) {
            let wanted = bytes.iter().rev().fold(0u64, |word, &byte| word << 1 | u64::from(byte == 0));
            prop_assert_eq!(super::zeros(&bytes), wanted);
        }
    }
}
