//! Occurrences of n-grams, as they are moved about while sorting.
//!
//! The columns of an occurrence are `left, w1, w2, ...`: column 0 is the symbol before the n-gram, column 1 its first.

use super::super::alphabet::Id;

/// One occurrence.
pub trait Record<S>: Copy + Default + Send + Sync {
    /// The occurrence at `position`, with its first columns at hand.
    fn at(ids: &[S], position: u32) -> Self;

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
    fn at(ids: &[S], position: u32) -> Self {
        let around = ids.get((position as usize).wrapping_sub(1)..).and_then(|rest| rest.first_chunk());
        around.map_or_else(Self::default, |around| Window(*around))
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
    fn at(ids: &[S], position: u32) -> Self {
        let around = ids.get((position as usize).wrapping_sub(1)..).and_then(|rest| rest.first_chunk());
        View { symbols: around.copied().unwrap_or_default(), position }
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
    fn at(_: &[S], position: u32) -> Self {
        position
    }

    #[inline]
    fn symbol(&self, ids: &[S], place: usize) -> usize {
        ids[*self as usize - 1 + place].index()
    }
}
