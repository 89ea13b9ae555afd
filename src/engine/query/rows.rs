//! The rows that pass, in order, read off where they are looked at.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::order::Order;
use crate::engine::candidates::CandidateId;

/// Words of 64 places in a block whose rows are counted.
pub(super) const BLOCK: usize = 64;
/// Places in a block.
pub(super) const BLOCK_PLACES: usize = 64 * BLOCK;

/// One bit for each place of an order, and how many bits are set in each block before.
#[derive(Clone, Default)]
pub(super) struct Bits {
    pub(super) words: Vec<u64>,
    /// Bits set before each block, and at last all of them.
    pub(super) before: Vec<u32>,
}

impl Bits {
    fn is_set(&self, place: usize) -> bool {
        self.words[place / 64] >> (place % 64) & 1 == 1
    }

    /// Bits set before `place`.
    fn rank(&self, place: usize) -> usize {
        let block = place / BLOCK_PLACES;
        let words = self.words[block * BLOCK..place / 64].iter().map(|word| word.count_ones() as usize);
        let last = self.words.get(place / 64).map_or(0, |word| word & ((1 << (place % 64)) - 1));
        self.before[block] as usize + words.sum::<usize>() + last.count_ones() as usize
    }

    /// The place of the set bit with `nth` set bits before it; the number of places if there is none.
    fn select(&self, nth: usize) -> usize {
        let block = self.before.partition_point(|&before| before as usize <= nth).saturating_sub(1);
        let mut rest = nth - self.before.get(block).map_or(0, |&before| before as usize);
        for (k, &word) in self.words.iter().enumerate().skip(block * BLOCK) {
            let ones = word.count_ones() as usize;
            if rest < ones {
                let left = (0..rest).fold(word, |word, _| word & (word - 1));
                return 64 * k + left.trailing_zeros() as usize;
            }
            rest -= ones;
        }
        64 * self.words.len()
    }
}

/// The rows that pass, in the order asked for.
///
/// A bit a candidate over an order that is shared: a clone costs nothing, and no row is listed before it is looked at.
#[derive(Clone, Default)]
pub struct Rows {
    order: Arc<Order>,
    bits: Arc<Bits>,
}

impl Rows {
    /// The rows of `order` whose bit is set.
    pub(super) fn new(order: Arc<Order>, bits: Arc<Bits>) -> Self {
        Rows { order, bits }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bits.before.last().map_or(0, |&all| all as usize)
    }

    /// Whether no row passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at `place`, from 0.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<CandidateId> {
        if place >= self.len() {
            return None;
        }
        self.order.rows().get(self.bits.select(place)).copied().map(CandidateId)
    }

    /// The place of `id`, if it passes.
    #[must_use]
    pub fn place_of(&self, id: CandidateId) -> Option<usize> {
        let place = self.order.place_of(id)?;
        self.bits.is_set(place).then(|| self.bits.rank(place))
    }

    /// All rows, first to last.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = CandidateId> + '_ {
        self.range(0..self.len())
    }

    /// The rows at `places`, as far as there are any.
    pub fn range(&self, places: Range<usize>) -> impl DoubleEndedIterator<Item = CandidateId> + '_ {
        let end = places.end.min(self.len());
        let start = places.start.min(end);
        let place = |nth| if nth == self.len() { self.order.rows().len() } else { self.bits.select(nth) };
        let rows = self.order.rows();
        (place(start)..place(end)).filter(|&place| self.bits.is_set(place)).map(|place| CandidateId(rows[place]))
    }
}

/// Rows in the order given, each at most once.
impl FromIterator<CandidateId> for Rows {
    fn from_iter<I: IntoIterator<Item = CandidateId>>(ids: I) -> Self {
        let rows: Vec<u32> = ids.into_iter().map(|id| id.0).collect();
        let mut bits = Bits { words: vec![u64::MAX; rows.len() / 64], before: Vec::new() };
        bits.words.extend((!rows.len().is_multiple_of(64)).then(|| (1 << (rows.len() % 64)) - 1));
        bits.before.extend((0..rows.len()).step_by(BLOCK_PLACES).chain([rows.len()]).map(|before| before as u32));
        Rows::new(Arc::new(Order::new(rows)), Arc::new(bits))
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::control::Control;

    #[test]
    fn an_empty_list_has_no_rows() {
        let rows: Rows = [].into_iter().collect();
        for rows in [rows, Rows::default()] {
            assert!(rows.is_empty());
            assert_eq!(rows.get(0), None);
            assert_eq!(rows.place_of(CandidateId(0)), None);
            assert_eq!(rows.iter().next(), None);
            assert_eq!(rows.range(3..9).next(), None);
        }
    }

    proptest! {
        #[test]
        fn rows_are_a_list(
            count in prop_oneof![0usize..200, 8100usize..8300], every in 1usize..5, at in any::<(usize, usize)>(),
            known in any::<bool>(),
        ) {
            let order: Vec<u32> = (0..count as u32).map(|k| (k * 7919 + 13) % count as u32).collect();
            prop_assume!(count == 0 || count % 7919 != 0);
            let mut bits = Bits { words: vec![0; count.div_ceil(64)], before: vec![0; count.div_ceil(BLOCK_PLACES) + 1] };
            let mut list = Vec::new();
            for place in (0..count).filter(|place| place % every == 0 || place % 97 < 40) {
                bits.words[place / 64] |= 1 << (place % 64);
                bits.before[place / BLOCK_PLACES + 1] += 1;
                list.push(CandidateId(order[place]));
            }
            for block in 1..bits.before.len() {
                bits.before[block] += bits.before[block - 1];
            }
            let order = Order::new(order);
            if known {
                order.find_places(&Control::new()).unwrap();
            }
            let rows = Rows::new(Arc::new(order), Arc::new(bits));
            prop_assert_eq!(rows.len(), list.len());
            prop_assert_eq!(rows.iter().collect::<Vec<_>>(), list.clone());
            prop_assert_eq!(rows.iter().rev().collect::<Vec<_>>(), list.iter().rev().copied().collect::<Vec<_>>());
            prop_assert_eq!(&list.iter().copied().collect::<Rows>(), &rows);
            let (a, b) = (at.0 % (count + 3), at.1 % (count + 3));
            let wanted = list.get(a.min(list.len())..b.max(a).min(list.len())).unwrap();
            prop_assert_eq!(rows.range(a..b.max(a)).collect::<Vec<_>>(), wanted);
            for place in [0, a, b, list.len().saturating_sub(1), list.len()] {
                prop_assert_eq!(rows.get(place), list.get(place).copied());
            }
            for id in [a, b].map(|id| CandidateId(id as u32)) {
                prop_assert_eq!(rows.place_of(id), list.iter().position(|&other| other == id));
            }
        }
    }
}
