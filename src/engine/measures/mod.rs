//! The measures of a candidate, one file a family.
//!
//! The rows of each level of the trie are measured level by level, from the shorter n-gram on the left (the parent) and
//! the one on the right (the suffix), which is found by merging the sorted children of a node and of its own suffix.

use std::ops::Range;

use rayon::prelude::*;

use super::candidates::{Floors, Totals};
use super::control::{Cancelled, Control, Stage};
use super::ngrams::trie::{Level, Node, Side, Trie};

pub mod branching;
pub mod cohesion;
pub mod score;

/// The measures of an n-gram of two symbols or more.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Row of the n-gram without its last symbol, one level up.
    parent: u32,
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

/// The measures of every row of every level from the second on. Sets [`Node::suffix`] on the way, and drops the sides
/// of every level that is not needed any more.
///
/// # Errors
/// [`Cancelled`] soon after `control` is cancelled.
pub fn measure(trie: &mut Trie, totals: Totals, control: &Control) -> Result<Vec<Vec<Measures>>, Cancelled> {
    control.begin(Stage::Measure, trie.candidates() as u64);
    let mut done: Vec<Vec<Measures>> = Vec::with_capacity(trie.levels.len());
    let mut shorter_tails = Vec::new();
    for level in 1..trie.levels.len() {
        let (above, rest) = trie.levels.split_at_mut(level);
        let Some(here) = rest.first_mut() else { break };
        let mut rows = vec![Measures::default(); here.nodes.len()];
        let mut tails = vec![0; here.nodes.len() * level];
        let view = View { above, totals, done: &done, tails: &shorter_tails, left: &here.left, right: &here.right };
        blocks(&above[level - 1], (&mut here.nodes, &mut rows, &mut tails)).into_par_iter().try_for_each(|block| {
            control.check()?;
            control.advance(block.rows.len() as u64);
            view.measure(block);
            Ok(())
        })?;
        done.push(rows);
        shorter_tails = tails;
        above[level - 1].drop_sides();
    }
    Ok(done)
}

/// Some parents and their children.
struct Block<'a> {
    parents: Range<usize>,
    /// Row of the first child.
    start: usize,
    nodes: &'a mut [Node],
    rows: &'a mut [Measures],
    /// See [`View::tails`], of the children.
    tails: &'a mut [u32],
}

/// What is written of a level.
type Columns<'a> = (&'a mut [Node], &'a mut [Measures], &'a mut [u32]);

fn blocks<'a>(parents: &Level, (mut nodes, mut rows, mut tails): Columns<'a>) -> Vec<Block<'a>> {
    let width = tails.len() / nodes.len().max(1);
    let mut blocks = Vec::new();
    for first in (0..parents.nodes.len()).step_by(BLOCK) {
        let end = (first + BLOCK).min(parents.nodes.len());
        let start = parents.first_child[first] as usize;
        let len = parents.first_child[end] as usize - start;
        let (own_nodes, other_nodes) = nodes.split_at_mut(len);
        let (own_rows, other_rows) = rows.split_at_mut(len);
        let (own_tails, other_tails) = tails.split_at_mut(len * width);
        blocks.push(Block { parents: first..end, start, nodes: own_nodes, rows: own_rows, tails: own_tails });
        (nodes, rows, tails) = (other_nodes, other_rows, other_tails);
    }
    blocks
}

/// What is known while a level is measured.
struct View<'a> {
    /// The levels of shorter n-grams.
    above: &'a [Level],
    totals: Totals,
    /// Measures of those levels from the second on.
    done: &'a [Vec<Measures>],
    /// Counts of the suffixes of each row of the last of those levels, longest first, itself excluded; side by side,
    /// so that a row needs one look far away and not one for each suffix.
    tails: &'a [u32],
    /// Neighbours of the level that is measured.
    left: &'a [Side],
    right: &'a [Side],
}

/// What the children of one parent have in common.
struct Parent {
    row: usize,
    /// Counts of its prefixes, itself included, by level.
    prefixes: [u32; Floors::MOST_LENGTH as usize],
    commonest: u32,
    /// Corrected right entropy, nats.
    right: f64,
}

impl View<'_> {
    fn measure(&self, block: Block) {
        let level = self.above.len() - 1;
        let up = &self.above[level];
        let tails = block.tails.chunks_exact_mut(level + 1);
        let mut children = block.nodes.iter_mut().zip(block.rows).zip(tails).zip(block.start..);
        for row in block.parents {
            let node = up.nodes[row];
            if node.children == 0 {
                continue;
            }
            let parent = self.parent(level, row);
            // The suffix of every child is among the children of the parent's suffix.
            let cousins = match level.checked_sub(1) {
                None => 0..up.nodes.len(),
                Some(above) => {
                    let first_child = &self.above[above].first_child[node.suffix as usize..];
                    first_child[0] as usize..first_child[1] as usize
                }
            };
            let mut suffix = cousins.start;
            for (((node, measures), tails), child) in children.by_ref().take(node.children as usize) {
                suffix = match level {
                    0 => node.symbol as usize,
                    _ => suffix + seek(&up.nodes[suffix..cousins.end], node.symbol),
                };
                node.suffix = suffix as u32;
                tails[0] = up.nodes[suffix].count;
                tails[1..].copy_from_slice(&self.tails[suffix * level..][..level]);
                *measures = self.one(*node, child, &parent, tails);
            }
        }
    }

    fn parent(&self, level: usize, row: usize) -> Parent {
        let mut prefixes = [0; Floors::MOST_LENGTH as usize];
        let mut at = row;
        for level in (0..=level).rev() {
            prefixes[level] = self.above[level].nodes[at].count;
            if level > 0 {
                at = self.done[level - 1][at].parent as usize;
            }
        }
        let commonest = if level == 0 { prefixes[0] } else { self.done[level - 1][row].commonest };
        let right = branching::corrected_entropy(prefixes[level], &self.above[level].right[row]);
        Parent { row, prefixes, commonest, right }
    }

    fn one(&self, node: Node, row: usize, parent: &Parent, tails: &[u32]) -> Measures {
        let level = self.above.len();
        let (left, right) = (&self.left[row], &self.right[row]);
        let products = tails.iter().zip(parent.prefixes).map(|(&tail, prefix)| u64::from(prefix) * u64::from(tail));
        let best = products.max().unwrap_or(1);
        let last = tails[level - 1];
        let suffix = node.suffix as usize;
        let up = &self.above[level - 1];
        let (left_entropy, right_entropy) =
            (branching::entropy(node.count, left), branching::entropy(node.count, right));
        let shorter_left = branching::corrected_entropy(tails[0], &up.left[suffix]);
        let breaks = left.breaks.min(right.breaks);
        Measures {
            parent: parent.row as u32,
            commonest: parent.commonest.max(last),
            pmi: cohesion::pmi(node.count, self.totals.symbols, best) as f32,
            left: left_entropy as f32,
            right: right_entropy as f32,
            left_growth: (left_entropy + branching::correction(node.count, left) - shorter_left) as f32,
            right_growth: (right_entropy + branching::correction(node.count, right) - parent.right) as f32,
            share: cohesion::share(node.count, parent.prefixes[0], last) as f32,
            break_affinity: branching::break_affinity(node.count, breaks, self.totals) as f32,
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
