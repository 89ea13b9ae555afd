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
    /// The first symbols.
    pub symbols: Range<usize>,
    /// The buckets.
    pub buckets: Range<usize>,
}

/// The buckets of a text.
#[derive(Debug)]
pub struct Plan {
    /// First bucket and number of buckets of each first symbol.
    own: Vec<(u32, u32)>,
    /// Share of the symbols that is below each symbol, in units of 2^-16.
    share: Vec<u32>,
    /// What to do one after the other.
    pub batches: Vec<Batch>,
}

impl Plan {
    /// A plan for symbols that occur `counts` times, with about `bucket` positions a bucket and `batch` a batch.
    #[must_use]
    pub fn new(counts: &[u32], bucket: u32, batch: u64) -> Self {
        let total: u64 = counts.iter().map(|&c| u64::from(c)).sum::<u64>().max(1);
        let mut plan = Plan {
            own: Vec::with_capacity(counts.len()),
            share: Vec::with_capacity(counts.len()),
            batches: Vec::new(),
        };
        let (mut below, mut next, mut filled) = (0u64, 0u32, 0u32);
        let (mut start, mut first, mut held) = (1, 0u32, 0u64);
        for (symbol, &count) in counts.iter().enumerate() {
            plan.share.push(((below << SHARE_BITS) / total).min((1 << SHARE_BITS) - 1) as u32);
            below += u64::from(count);
            if count == 0 {
                plan.own.push((next, 0));
                continue;
            }
            if held > 0 && held + u64::from(count) > batch {
                next += u32::from(filled > 0);
                filled = 0;
                plan.batches.push(Batch { symbols: start..symbol, buckets: first as usize..next as usize });
                (start, first, held) = (symbol, next, 0);
            }
            held += u64::from(count);
            let parts = count.div_ceil(bucket.max(1)).min(1 << 12);
            if parts > 1 || filled.saturating_add(count) > bucket {
                next += u32::from(filled > 0);
                filled = 0;
            }
            plan.own.push((next, parts));
            if parts > 1 { next += parts } else { filled += count }
        }
        next += u32::from(filled > 0);
        if held > 0 {
            plan.batches.push(Batch { symbols: start..counts.len() - 1, buckets: first as usize..next as usize });
        }
        plan
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
        for (bucket, batch) in [(1, 1), (10, 50), (10, 1000), (1000, 1000)] {
            let plan = Plan::new(&counts, bucket, batch);
            let mut last = 0;
            for first in 1..7 {
                for second in 1..7 {
                    let at = plan.bucket(first, second);
                    assert!(at >= last, "{first} {second}");
                    last = at;
                    let batch = plan.batches.iter().find(|b| b.symbols.contains(&first)).expect("a batch");
                    assert!(batch.buckets.contains(&at));
                }
            }
            for pair in plan.batches.windows(2) {
                assert_eq!(pair[0].buckets.end, pair[1].buckets.start);
            }
        }
    }
}
