//! Sums of many small values, one or more for each node, by many threads: in fixed point, so that they are the same in
//! whatever order the values come.
//!
//! Nodes are in falling order of count. Those of the first have 64 bits, and each thread sums them apart. The others lie
//! in shards of 32-bit sums, as fine as the count of the first node of the shard allows; a thread gathers some values
//! for a shard before it adds them there, since the whole of the sums is not in the cache of a core.

use std::sync::{Mutex, PoisonError};

/// Nodes that each thread sums apart.
const HOT: usize = 1 << 12;
/// Nodes of a shard at least, and most shards.
const SHARD: usize = 1 << 14;
const SHARDS: usize = 64;
/// Values gathered for a shard.
const GATHERED: usize = 128;

/// `Q` sums for each node.
#[derive(Debug)]
pub(super) struct Sums<const Q: usize> {
    hot: Vec<[u64; Q]>,
    hot_scale: [f64; Q],
    /// Nodes of a shard.
    shard: usize,
    shards: Vec<Mutex<Vec<[u32; Q]>>>,
    scales: Vec<[f64; Q]>,
}

/// Values on their way to [`Sums`], of one thread.
#[derive(Debug)]
pub(super) struct Gatherer<'a, const Q: usize> {
    sums: &'a Sums<Q>,
    hot: Vec<[u64; Q]>,
    gathered: Vec<Vec<(u32, [u32; Q])>>,
}

/// The largest power of two that a sum of `count` values up to `most` can be multiplied by and still have `bits` bits,
/// each value rounded.
fn scale(bits: u32, count: u32, most: f64) -> f64 {
    let room = f64::from(bits) - 1.0 - (f64::from(count.max(1)) * most.max(1.0)).log2().ceil();
    room.max(0.0).exp2()
}

impl<const Q: usize> Sums<Q> {
    /// Sums of zero for nodes with these `counts`, in falling order; a node has at most as many values as its count,
    /// each from 0 to `most`.
    #[must_use]
    pub(super) fn new(nodes: usize, count: impl Fn(usize) -> u32, most: [f64; Q]) -> Self {
        let hot = nodes.min(HOT);
        let shard = SHARD.max(nodes.div_ceil(SHARDS));
        let starts = || (hot..nodes).step_by(shard);
        let zeros = |start: usize| Mutex::new(vec![[0; Q]; (nodes - start).min(shard)]);
        Sums {
            hot: vec![[0; Q]; hot],
            hot_scale: most.map(|most| scale(63, u32::MAX, most)),
            shard,
            shards: starts().map(zeros).collect(),
            scales: starts().map(|start| most.map(|most| scale(32, count(start), most))).collect(),
        }
    }

    /// The sums of `node`.
    #[must_use]
    pub(super) fn get(&mut self, node: usize) -> [f64; Q] {
        if let Some(sums) = self.hot.get(node) {
            return std::array::from_fn(|q| sums[q] as f64 / self.hot_scale[q]);
        }
        let (shard, at) = ((node - self.hot.len()) / self.shard, (node - self.hot.len()) % self.shard);
        let sums = self.shards[shard].get_mut().unwrap_or_else(PoisonError::into_inner)[at];
        std::array::from_fn(|q| f64::from(sums[q]) / self.scales[shard][q])
    }

    /// For one thread.
    #[must_use]
    pub(super) fn gatherer(&self) -> Gatherer<'_, Q> {
        Gatherer { sums: self, hot: vec![[0; Q]; self.hot.len()], gathered: vec![Vec::new(); self.shards.len()] }
    }

    /// Adds what threads summed apart.
    pub(super) fn add_hot(&mut self, threads: impl IntoIterator<Item = Vec<[u64; Q]>>) {
        for thread in threads {
            for (sums, own) in self.hot.iter_mut().zip(thread) {
                sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
            }
        }
    }
}

impl<const Q: usize> Gatherer<'_, Q> {
    /// Adds `values` to the sums of `node`.
    #[inline]
    pub(super) fn add(&mut self, node: u32, values: [f64; Q]) {
        let node = node as usize;
        if let Some(sums) = self.hot.get_mut(node) {
            for q in 0..Q {
                sums[q] += (values[q] * self.sums.hot_scale[q] + 0.5) as u64;
            }
            return;
        }
        let node = node - self.hot.len();
        let (shard, at) = (node / self.sums.shard, (node % self.sums.shard) as u32);
        let scale = &self.sums.scales[shard];
        let values: [u32; Q] = std::array::from_fn(|q| (values[q] * scale[q] + 0.5) as u32);
        let gathered = &mut self.gathered[shard];
        gathered.push((at, values));
        if gathered.len() >= GATHERED {
            self.sums.pour(shard, gathered);
        }
    }

    /// Brings the rest to its shards; what is left to [`Sums::add_hot`].
    #[must_use]
    pub(super) fn finish(mut self) -> Vec<[u64; Q]> {
        for (shard, gathered) in self.gathered.iter_mut().enumerate() {
            self.sums.pour(shard, gathered);
        }
        self.hot
    }
}

impl<const Q: usize> Sums<Q> {
    fn pour(&self, shard: usize, gathered: &mut Vec<(u32, [u32; Q])>) {
        let mut sums = self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner);
        for (at, values) in gathered.drain(..) {
            let sums = &mut sums[at as usize];
            for q in 0..Q {
                sums[q] = sums[q].wrapping_add(values[q]);
            }
        }
    }
}
