//! Positions in order of buckets, chunk by chunk of the text.

use std::ops::Range;

use super::super::alphabet::Id;
use super::plan::{Batch, Plan};

/// What is at the positions of one chunk of the text, in order of the buckets of a batch.
pub struct Scattered<T> {
    items: Vec<T>,
    /// Start in `items` of each bucket of the batch, and the end of the last.
    starts: Vec<u32>,
}

impl<T: Copy> Scattered<T> {
    /// What is in the batch's bucket number `bucket`, in order of positions.
    #[must_use]
    pub fn bucket(&self, bucket: usize) -> &[T] {
        &self.items[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }

    /// The same with something else at each position.
    pub fn map<U>(self, to: impl Fn(T) -> U) -> Scattered<U> {
        Scattered { items: self.items.into_iter().map(to).collect(), starts: self.starts }
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

/// Orders the positions of `chunk` at which a bigram of two symbols with ids of their own starts.
pub fn scatter<S: Id>(ids: &[S], chunk: Range<usize>, plan: &Plan, batch: &Batch, escape: usize) -> Scattered<u32> {
    let (low, width) = (batch.symbols.start, batch.symbols.len());
    let base = batch.buckets.start;
    let mut starts = vec![0u32; batch.buckets.len() + 1];
    let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(chunk.len());
    let mut kept = [0u32; BLOCK];
    for from in chunk.clone().step_by(BLOCK) {
        let to = (from + BLOCK).min(chunk.end);
        let keep = |pair: &[S]| {
            let (first, second) = (pair[0].index(), pair[1].index());
            (first.wrapping_sub(low) < width) & (second.wrapping_sub(1) < escape - 1)
        };
        let n = select(ids[from..=to].windows(2), from, keep, &mut kept);
        for &position in &kept[..n] {
            let at = position as usize;
            let bucket = plan.bucket(ids[at].index(), ids[at + 1].index()).wrapping_sub(base);
            starts[bucket] = starts[bucket].wrapping_add(1);
            pairs.push((position, bucket as u32));
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += std::mem::replace(start, sum);
    }
    let mut positions = vec![0u32; pairs.len()];
    for (position, bucket) in pairs {
        let cursor = &mut starts[bucket as usize];
        positions[*cursor as usize] = position;
        *cursor = cursor.wrapping_add(1);
    }
    // Each cursor now stands at the start of the next bucket.
    starts.rotate_right(1);
    starts[0] = 0;
    Scattered { items: positions, starts }
}
