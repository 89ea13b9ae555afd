//! The measures of a candidate, one file a family.
//!
//! The rows of each level of the trie are measured level by level, from the shorter n-gram on the left (the parent) and
//! the one on the right (the suffix), which is found by merging the sorted children of a node and of its own suffix.

use rayon::prelude::*;

use super::candidates::Totals;
use super::control::{Cancelled, Control, Stage};
use super::ngrams::trie::{Level, Node, Trie};

pub mod branching;
pub mod cohesion;
pub mod score;

/// The measures of an n-gram of two symbols or more.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Row of the n-gram without its last symbol, one level up.
    parent: u32,
    /// Row of the n-gram without its first symbol, one level up.
    suffix: u32,
    /// Occurrences of its most frequent symbol.
    commonest: u32,
    /// Smallest PMI over the splits, nats.
    pub pmi: f32,
    /// Left entropy, nats.
    pub left: f32,
    /// Right entropy, nats.
    pub right: f32,
    /// Growth of the corrected left entropy by the first symbol, nats.
    left_growth: f32,
    /// Growth of the corrected right entropy by the last symbol, nats.
    right_growth: f32,
    /// Smallest share of its occurrences that a part spends in the n-gram.
    share: f32,
    /// The smaller affinity to breaks of the two sides.
    break_affinity: f32,
}

/// Rows of a level measured at once by a thread.
const BLOCK: usize = 2048;

/// The measures of every row of every level from the second on.
///
/// # Errors
/// [`Cancelled`] soon after `control` is cancelled.
pub fn measure(trie: &Trie, totals: Totals, control: &Control) -> Result<Vec<Vec<Measures>>, Cancelled> {
    control.begin(Stage::Measure, trie.candidates() as u64);
    let mut done: Vec<Vec<Measures>> = Vec::with_capacity(trie.levels.len());
    for pair in trie.levels.windows(2) {
        let mut rows = vec![Measures::default(); pair[1].nodes.len()];
        let view = View { trie, totals, done: &done };
        blocks(&pair[0], &mut rows).into_par_iter().try_for_each(|(parents, out)| {
            control.check()?;
            control.advance(out.len() as u64);
            view.block(done.len(), parents, out);
            Ok(())
        })?;
        done.push(rows);
    }
    Ok(done)
}

/// Ranges of parents, each with the rows of its children.
fn blocks<'a>(parents: &Level, rows: &'a mut [Measures]) -> Vec<(std::ops::Range<usize>, &'a mut [Measures])> {
    let mut blocks = Vec::new();
    let mut rest = rows;
    let mut start = 0;
    while start < parents.nodes.len() {
        let end = (start + BLOCK).min(parents.nodes.len());
        let len = (parents.first_child[end] - parents.first_child[start]) as usize;
        let (own, others) = rest.split_at_mut(len);
        if len > 0 {
            blocks.push((start..end, own));
        }
        (rest, start) = (others, end);
    }
    blocks
}

/// What is known while a level is measured.
struct View<'a> {
    trie: &'a Trie,
    totals: Totals,
    /// Measures of the levels from the second to the parents'.
    done: &'a [Vec<Measures>],
}

impl View<'_> {
    /// Measures the children of `parents`, which are rows of `level`.
    fn block(&self, level: usize, parents: std::ops::Range<usize>, out: &mut [Measures]) {
        let mut out = out.iter_mut();
        let (up, here) = (&self.trie.levels[level], &self.trie.levels[level + 1]);
        for parent in parents {
            let children = up.first_child[parent] as usize..up.first_child[parent + 1] as usize;
            if children.is_empty() {
                continue;
            }
            let prefixes = self.prefixes(level, parent);
            // Children of the parent's suffix, among which is the suffix of every child.
            let cousins = match level {
                0 => 0..up.nodes.len(),
                _ => {
                    let suffix = self.done[level - 1][parent].suffix as usize;
                    let above = &self.trie.levels[level - 1].first_child;
                    above[suffix] as usize..above[suffix + 1] as usize
                }
            };
            let mut at = cousins.start;
            for (row, slot) in children.zip(&mut out) {
                let symbol = here.nodes[row].symbol;
                at += if level == 0 { symbol as usize - at } else { seek(&up.nodes[at..cousins.end], symbol) };
                *slot = self.one((level + 1, row), (parent, at), &prefixes);
            }
        }
    }

    /// Counts of the prefixes of `row` of `level`, itself included, by level.
    fn prefixes(&self, level: usize, row: usize) -> [u32; 16] {
        let mut counts = [0; 16];
        let mut row = row;
        for level in (0..=level).rev() {
            counts[level] = self.trie.levels[level].nodes[row].count;
            if level > 0 {
                row = self.done[level - 1][row].parent as usize;
            }
        }
        counts
    }

    fn one(&self, (level, row): (usize, usize), (parent, suffix): (usize, usize), prefixes: &[u32; 16]) -> Measures {
        let (up, here) = (&self.trie.levels[level - 1], &self.trie.levels[level]);
        let node = here.nodes[row];
        let mut best = 0;
        let mut tail = suffix;
        let mut last = 0;
        for shorter in (0..level).rev() {
            last = self.trie.levels[shorter].nodes[tail].count;
            best = best.max(u64::from(prefixes[level - 1 - shorter]) * u64::from(last));
            if shorter > 0 {
                tail = self.done[shorter - 1][tail].suffix as usize;
            }
        }
        let commonest = match level {
            1 => prefixes[0],
            _ => self.done[level - 2][parent].commonest,
        };
        let (left, right) = (&here.left[row], &here.right[row]);
        let p0 = self.totals.segments as f64 / self.totals.symbols.max(1) as f64;
        let corrected = branching::corrected_entropy;
        let affinity = |side| branching::break_affinity(node.count, side, p0);
        Measures {
            parent: parent as u32,
            suffix: suffix as u32,
            commonest: commonest.max(last),
            pmi: cohesion::pmi(node.count, self.totals.symbols, best) as f32,
            left: branching::entropy(node.count, left) as f32,
            right: branching::entropy(node.count, right) as f32,
            left_growth: (corrected(node.count, left) - corrected(up.nodes[suffix].count, &up.left[suffix])) as f32,
            right_growth: (corrected(node.count, right) - corrected(up.nodes[parent].count, &up.right[parent])) as f32,
            share: cohesion::share(node.count, prefixes[0], last) as f32,
            break_affinity: affinity(left).min(affinity(right)) as f32,
        }
    }
}

/// Index of `symbol` in `nodes`, which ascend and hold it, by steps that double: it is near the start as a rule.
fn seek(nodes: &[Node], symbol: u32) -> usize {
    let (mut low, mut step) = (0, 1);
    while nodes.get(low + step - 1).is_some_and(|node| node.symbol < symbol) {
        low += step;
        step *= 2;
    }
    let high = (low + step).min(nodes.len());
    low + nodes[low..high].partition_point(|node| node.symbol < symbol)
}
