//! Which positions go to which bucket, and which buckets are done together.
//!
//! A bucket holds the positions of several rare first symbols, of one, or of one first symbol and a range of second
//! symbols. Buckets ascend with the symbols, so their results one after the other are in order.

use std::ops::Range;

/// Fractional bits of the share of the text that is below a symbol.
const SHARE_BITS: u32 = 16;

/// Buckets that are scattered and counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The first symbols, the first and the last of which may have buckets in other batches too.
    pub symbols: Range<usize>,
    /// The buckets.
    pub buckets: Range<usize>,
    /// Whether it is one bucket so large that it is sorted as positions.
    pub is_coarse: bool,
}

/// The buckets of a text.
#[derive(Debug)]
pub struct Plan {
    /// First bucket and number of buckets of each first symbol.
    own: Vec<(u32, u32)>,
    /// Share of the symbols that is below each symbol, in units of 2^-16.
    share: Vec<u32>,
    /// First symbols of each bucket.
    symbols: Vec<Range<u32>>,
}

impl Plan {
    /// A plan for symbols that occur `counts` times, with about `bucket` positions a bucket.
    #[must_use]
    pub fn new(counts: &[u32], bucket: u32) -> Self {
        let total: u64 = counts.iter().map(|&c| u64::from(c)).sum::<u64>().max(1);
        let mut plan = Plan {
            own: Vec::with_capacity(counts.len()),
            share: Vec::with_capacity(counts.len()),
            symbols: Vec::new(),
        };
        // Occurrences in the last bucket, while it is open to more symbols.
        let (mut below, mut filled) = (0u64, None::<u32>);
        for (symbol, &count) in (0u32..).zip(counts) {
            plan.share.push(((below << SHARE_BITS) / total).min((1 << SHARE_BITS) - 1) as u32);
            below += u64::from(count);
            let next = plan.symbols.len() as u32;
            if count == 0 {
                plan.own.push((next, 0));
                continue;
            }
            let parts = count.div_ceil(bucket.max(1)).min(1 << 12);
            match (filled, plan.symbols.last_mut()) {
                (Some(held), Some(last)) if parts == 1 && held.saturating_add(count) <= bucket => {
                    last.end = symbol + 1;
                    filled = Some(held + count);
                    plan.own.push((next - 1, 1));
                }
                _ => {
                    plan.symbols.extend((0..parts).map(|_| symbol..symbol + 1));
                    filled = (parts == 1).then_some(count);
                    plan.own.push((next, parts));
                }
            }
        }
        plan
    }

    /// The number of buckets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.symbols.len()
    }

    /// The buckets in batches of about `batch` positions, when the buckets hold `sizes` of them; a bucket of more than
    /// `most` is a coarse batch of its own.
    #[must_use]
    pub fn batches(&self, sizes: &[u64], batch: u64, most: u64) -> Vec<Batch> {
        let mut batches: Vec<Batch> = Vec::new();
        let mut held = 0;
        for (bucket, (symbols, &size)) in self.symbols.iter().zip(sizes).enumerate() {
            let symbols = symbols.start as usize..symbols.end as usize;
            let is_coarse = size > most;
            match batches.last_mut() {
                Some(last) if !is_coarse && !last.is_coarse && held + size <= batch => {
                    last.symbols.end = symbols.end;
                    last.buckets.end = bucket + 1;
                    held += size;
                }
                _ => {
                    batches.push(Batch { symbols, buckets: bucket..bucket + 1, is_coarse });
                    held = size;
                }
            }
        }
        batches
    }

    /// The bucket of a position with these two symbols.
    #[inline]
    #[must_use]
    pub fn bucket(&self, first: usize, second: usize) -> usize {
        let (start, parts) = self.own[first];
        (start + (self.share[second].wrapping_mul(parts) >> SHARE_BITS)) as usize
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn buckets_ascend_and_batches_cover_them() {
        // Ids 1 to 6; the break and the escape have no count.
        let counts = [0, 3, 90, 1, 1, 40, 2, 0];
        for (bucket, batch, most) in [(1, 1, 1), (10, 50, 9), (10, 1000, 1000), (1000, 1000, 1)] {
            let plan = Plan::new(&counts, bucket);
            let sizes: Vec<u64> = (0..plan.len() as u64).map(|k| k * 7 % 13).collect();
            let batches = plan.batches(&sizes, batch, most);
            let mut last = 0;
            for first in 1..7 {
                for second in 1..7 {
                    let at = plan.bucket(first, second);
                    assert!(at >= last, "{first} {second}");
                    last = at;
                    let batch = batches.iter().find(|b| b.buckets.contains(&at)).expect("a batch");
                    assert!(batch.symbols.contains(&first));
                    assert_eq!(batch.is_coarse, sizes[at] > most);
                }
            }
            assert_eq!(
                batches.iter().flat_map(|batch| batch.buckets.clone()).collect::<Vec<_>>(),
                (0..plan.len()).collect::<Vec<_>>()
            );
        }
    }
}
