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
#[inline]
pub fn select<T>(
    items: impl Iterator<Item = T>,
    from: usize,
    keep: impl Fn(T) -> bool,
    kept: &mut [u32; BLOCK],
) -> usize {
    // Two loops: the first looks at many items at once, the second has no branch, since what is kept follows no pattern.
    let mut flags = [0u8; BLOCK];
    let mut len = 0;
    for (flag, item) in flags.iter_mut().zip(items) {
        *flag = u8::from(keep(item));
        len += 1;
    }
    let mut n = 0usize;
    for (position, &flag) in (from as u32..).zip(&flags[..len]) {
        kept[n % BLOCK] = position;
        n = n.wrapping_add(usize::from(flag));
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
    fn pairs(&self, positions: Range<usize>, batch: &Batch, mut each: impl FnMut(u32, u32)) {
        let (low, width) = (batch.symbols.start, batch.symbols.len());
        let (base, buckets) = (batch.buckets.start, batch.buckets.len());
        let (ids, plan) = (self.ids, self.plan);
        let (low, width, named) = (low as u32, width as u32, self.escape as u32 - 1);
        let mut kept = [0u32; BLOCK];
        let (start, end) = (positions.start, positions.end);
        for from in (start..end).step_by(BLOCK) {
            let to = (from + BLOCK).min(end);
            let items = ids[from..to].iter().zip(&ids[from + 1..=to]);
            let keep = |(first, second): (&S, &S)| {
                let (first, second) = (first.index() as u32, second.index() as u32);
                (first.wrapping_sub(low) < width) & (second.wrapping_sub(1) < named)
            };
            let n = select(items, from, keep, &mut kept);
            for &position in &kept[..n] {
                let at = position as usize;
                let bucket = plan.bucket(ids[at].index(), ids[at + 1].index()).wrapping_sub(base);
                // The first and last symbol of a batch may have buckets outside it.
                if bucket < buckets {
                    each(position, bucket as u32);
                }
            }
        }
    }

    /// Counts the bigrams of each bucket in a part of the text: in all of it when it is short.
    #[must_use]
    pub fn sample(&self, positions: Range<usize>) -> Vec<u64> {
        let mut sizes = vec![0u64; self.plan.len()];
        let all = Batch { symbols: 1..self.escape, buckets: 0..sizes.len(), is_coarse: false };
        let blocks = positions.len().div_ceil(BLOCK);
        let step = (blocks / SAMPLE).max(1);
        for group in 0..blocks.div_ceil(step) {
            // Not the same place in each group, lest the text repeat with the same period.
            let block = group * step + (group.wrapping_mul(0x9E37_79B9) >> 8) % step;
            let from = positions.start + block * BLOCK;
            let to = (from + BLOCK).min(positions.end);
            if from < to {
                self.pairs(from..to, &all, |_, bucket| sizes[bucket as usize] += step as u64);
            }
        }
        sizes
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
        if pairs.len() < chunk.len() {
            pairs.resize(chunk.len(), (0, 0));
        }
        let (mut len, room) = (0usize, &mut pairs[..]);
        self.pairs(chunk, batch, |position, bucket| {
            let start = &mut starts[bucket as usize];
            *start = start.wrapping_add(1);
            if let Some(pair) = room.get_mut(len) {
                *pair = (position, bucket);
            }
            len = len.wrapping_add(1);
        });
        let pairs = &pairs[..len];
        let mut sum = 0;
        for start in starts.iter_mut() {
            sum += std::mem::replace(start, sum);
        }
        if into.records.len() < pairs.len() {
            into.records.reserve_exact(pairs.len() - into.records.len());
            into.records.resize(pairs.len(), R::default());
        }
        let (ids, records) = (self.ids, &mut into.records[..]);
        for &(position, bucket) in pairs {
            let cursor = &mut starts[bucket as usize];
            if let Some(record) = records.get_mut(*cursor as usize) {
                record.put(ids, position);
            }
            *cursor = cursor.wrapping_add(1);
        }
        // Each cursor now stands at the start of the next bucket.
        starts.rotate_right(1);
        starts[0] = 0;
    }
}

/// Blocks of [`BLOCK`] positions in a sample, about.
const SAMPLE: usize = 512;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_bigram_of_named_symbols_is_in_its_bucket_once_and_in_order(
            body in prop::collection::vec(0u16..9, 0..300),
            (bucket, batch, most) in (1u32..40, 1u64..200, 1u64..60),
            size in 1usize..80,
        ) {
            let ids = [vec![0], body, vec![0; 24]].concat();
            let end = ids.len() - 24;
            // The id 8 is the escape; 0 is the break.
            let is_named = |id: u16| id != 0 && id != 8;
            let mut counts = vec![0; 9];
            ids.iter().filter(|&&id| is_named(id)).for_each(|&id| counts[usize::from(id)] += 1);
            let plan = Plan::new(&counts, bucket);
            let source = Source { ids: &ids, plan: &plan, escape: 8 };
            let wanted = |own: usize| -> Vec<u32> {
                let of = |at: usize| plan.bucket(usize::from(ids[at]), usize::from(ids[at + 1]));
                (1..end).filter(|&at| is_named(ids[at]) && is_named(ids[at + 1]) && of(at) == own).map(|at| at as u32).collect()
            };
            let sizes = source.sample(1..end);
            let mut covered = 0;
            let mut list = Scattered::default();
            for batch in plan.batches(&sizes, batch, most) {
                for (number, own) in batch.buckets.clone().enumerate() {
                    let mut found: Vec<u32> = Vec::new();
                    for from in (1..end).step_by(size) {
                        source.scatter(from..(from + size).min(end), &batch, &mut Vec::new(), &mut list);
                        found.extend_from_slice(list.bucket(number));
                    }
                    prop_assert_eq!(sizes[own], found.len() as u64);
                    prop_assert_eq!(&found, &wanted(own));
                    covered += 1;
                }
            }
            prop_assert_eq!(covered, plan.len());
        }
    }
}
