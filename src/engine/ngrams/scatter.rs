//! Occurrences in order of buckets, chunk by chunk of the text.

use std::ops::Range;

use super::super::alphabet::Id;
use super::plan::{Batch, Plan};
use super::record::Record;

/// The occurrences in one chunk of the text, in order of the buckets of a batch.
#[derive(Default)]
pub struct Scattered<R> {
    records: Vec<R>,
    /// Start in `records` of each bucket of the batch, and the end of the last.
    starts: Vec<u32>,
}

impl<R> Scattered<R> {
    /// The occurrences in the batch's bucket number `bucket`, in order of the text.
    #[must_use]
    pub fn bucket(&self, bucket: usize) -> &[R] {
        &self.records[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }
}

/// Positions looked at before those kept are used.
pub const BLOCK: usize = 2048;

/// Writes to `kept` which of `items`, [`BLOCK`] at most and the first of them at position `from`, are to `keep`; gives
/// their number.
pub fn select<T>(
    items: impl Iterator<Item = T>,
    from: usize,
    keep: impl Fn(T) -> bool,
    kept: &mut [u32; BLOCK],
) -> usize {
    let mut n = 0usize;
    // Without a branch: which positions are kept follows no pattern.
    for (position, item) in (from as u32..).zip(items) {
        kept[n % BLOCK] = position;
        n = n.wrapping_add(usize::from(keep(item)));
    }
    n
}

/// A text whose bigrams of two symbols with ids of their own are put in order of buckets.
pub struct Source<'a, S> {
    /// The text.
    pub ids: &'a [S],
    /// Which bigram goes where.
    pub plan: &'a Plan,
    /// The largest id, which is not one symbol's own.
    pub escape: usize,
}

impl<S: Id> Source<'_, S> {
    /// Calls `each` with the positions in `positions` whose bigrams are in `batch`, and with their buckets, counted from
    /// the batch's first.
    #[inline]
    pub fn pairs(&self, positions: Range<usize>, batch: &Batch, mut each: impl FnMut(u32, u32)) {
        let (low, width) = (batch.symbols.start, batch.symbols.len());
        let (base, buckets) = (batch.buckets.start, batch.buckets.len());
        let mut kept = [0u32; BLOCK];
        let (start, end) = (positions.start, positions.end);
        for from in (start..end).step_by(BLOCK) {
            let to = (from + BLOCK).min(end);
            let keep = |pair: &[S]| {
                let (first, second) = (pair[0].index(), pair[1].index());
                (first.wrapping_sub(low) < width) & (second.wrapping_sub(1) < self.escape - 1)
            };
            let n = select(self.ids[from..=to].windows(2), from, keep, &mut kept);
            for &position in &kept[..n] {
                let at = position as usize;
                let bucket = self.plan.bucket(self.ids[at].index(), self.ids[at + 1].index()).wrapping_sub(base);
                // The first and last symbol of a batch may have buckets outside it.
                if bucket < buckets {
                    each(position, bucket as u32);
                }
            }
        }
    }

    /// Puts the occurrences of `batch` in `chunk` in order in `into`, whose memory is used again; `pairs` is working room.
    pub fn scatter<R: Record<S>>(
        &self,
        chunk: Range<usize>,
        batch: &Batch,
        pairs: &mut Vec<(u32, u32)>,
        into: &mut Scattered<R>,
    ) {
        let starts = &mut into.starts;
        starts.clear();
        starts.resize(batch.buckets.len() + 1, 0);
        pairs.clear();
        self.pairs(chunk, batch, |position, bucket| {
            let start = &mut starts[bucket as usize];
            *start = start.wrapping_add(1);
            pairs.push((position, bucket));
        });
        let mut sum = 0;
        for start in starts.iter_mut() {
            sum += std::mem::replace(start, sum);
        }
        if into.records.len() < pairs.len() {
            into.records.reserve_exact(pairs.len() - into.records.len());
            into.records.resize(pairs.len(), R::default());
        }
        for &(position, bucket) in pairs.iter() {
            let cursor = &mut starts[bucket as usize];
            into.records[*cursor as usize] = R::at(self.ids, position);
            *cursor = cursor.wrapping_add(1);
        }
        // Each cursor now stands at the start of the next bucket.
        starts.rotate_right(1);
        starts[0] = 0;
    }
}
