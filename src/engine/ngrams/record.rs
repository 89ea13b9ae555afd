//! Occurrences of n-grams, as they are moved about while sorting.
//!
//! The columns of an occurrence are `left, w1, w2, ...`: column 0 is the symbol before the n-gram, column 1 its first.

use super::super::alphabet::Id;

/// One occurrence.
pub trait Record<S>: Copy + Default + Send + Sync {
    /// Makes it the occurrence at `position`, with its first columns at hand.
    fn put(&mut self, ids: &[S], position: u32);

    /// Where a record has `column`.
    #[must_use]
    fn place(column: usize) -> usize {
        column
    }

    /// The symbol at `place`.
    fn symbol(&self, ids: &[S], place: usize) -> usize;

    /// Brings the columns after `depth` to hand, if they are not.
    fn renew(_records: &mut [Self], _ids: &[S], _depth: usize) {}
}

/// The symbols around a position, the one before it first: for n-grams of up to `W - 2` symbols, without a look at the
/// text.
#[derive(Debug, Clone, Copy)]
pub struct Window<S, const W: usize>([S; W]);

impl<S: Id, const W: usize> Default for Window<S, W> {
    fn default() -> Self {
        Window([S::default(); W])
    }
}

impl<S: Id, const W: usize> Record<S> for Window<S, W> {
    #[inline]
    fn put(&mut self, ids: &[S], position: u32) {
        if let Some(around) = ids.get((position as usize).wrapping_sub(1)..).and_then(|rest| rest.first_chunk()) {
            self.0 = *around;
        }
    }

    #[inline]
    fn symbol(&self, _: &[S], place: usize) -> usize {
        self.0[place % W].index()
    }
}

/// Columns after the left one that a [`View`] has at hand.
const REACH: usize = 5;

/// A shorter window with its position: for n-grams of any length. Most are dropped before the text is looked at again.
#[derive(Debug, Clone, Copy, Default)]
pub struct View<S> {
    symbols: [S; REACH + 1],
    position: u32,
}

impl<S: Id> Record<S> for View<S> {
    #[inline]
    fn put(&mut self, ids: &[S], position: u32) {
        if let Some(around) = ids.get((position as usize).wrapping_sub(1)..).and_then(|rest| rest.first_chunk()) {
            *self = View { symbols: *around, position };
        }
    }

    #[inline]
    fn place(column: usize) -> usize {
        if column == 0 { 0 } else { (column - 1) % REACH + 1 }
    }

    #[inline]
    fn symbol(&self, _: &[S], place: usize) -> usize {
        self.symbols[place].index()
    }

    fn renew(records: &mut [Self], ids: &[S], depth: usize) {
        if !depth.is_multiple_of(REACH) {
            return;
        }
        for record in records {
            let next: Option<&[S; REACH]> = ids.get(record.position as usize + depth..).and_then(|r| r.first_chunk());
            record.symbols[1..].copy_from_slice(next.unwrap_or(&[S::default(); REACH]));
        }
    }
}

/// A position: slower than a window and a quarter of its size or less, for buckets that cannot be split.
impl<S: Id> Record<S> for u32 {
    #[inline]
    fn put(&mut self, _: &[S], position: u32) {
        *self = position;
    }

    #[inline]
    fn symbol(&self, ids: &[S], place: usize) -> usize {
        ids[*self as usize - 1 + place].index()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns<R: Record<u16>>(ids: &[u16], position: u32, longest: usize) -> Vec<usize> {
        let mut record = [R::default()];
        record[0].put(ids, position);
        let left = record[0].symbol(ids, R::place(0));
        let following = (1..=longest).map(|depth| {
            // As a group of this depth is counted: its last symbol was looked at before the columns after it.
            let last = record[0].symbol(ids, R::place(depth));
            R::renew(&mut record, ids, depth);
            last
        });
        [vec![left], following.collect()].concat()
    }

    #[test]
    fn records_of_every_kind_show_the_text() {
        let ids: Vec<u16> = (0..60).map(|at| at * 7 % 60).collect();
        for position in [1, 5, 36] {
            let text = |longest: usize| -> Vec<usize> {
                ids[position - 1..=position + longest - 1].iter().map(|&id| usize::from(id)).collect()
            };
            let at = position as u32;
            assert_eq!(columns::<Window<u16, 8>>(&ids, at, 7), text(7));
            assert_eq!(columns::<View<u16>>(&ids, at, 17), text(17));
            assert_eq!(columns::<u32>(&ids, at, 17), text(17));
        }
    }
}
