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

/// Parents whose children are measured at once by a thread, and their children, about.
const PARENTS: usize = 2048;
const CHILDREN: usize = 1024;

/// The measures of every row of every level from the second on. Sets [`Node::suffix`] on the way, and drops the sides
/// of every level that is not needed any more.
///
/// # Errors
/// [`Cancelled`] soon after `control` is cancelled.
pub fn measure(trie: &mut Trie, totals: Totals, control: &Control) -> Result<Vec<Vec<Measures>>, Cancelled> {
    control.begin(Stage::Measure, trie.candidates() as u64);
    let mut done: Vec<Vec<Measures>> = Vec::with_capacity(trie.levels.len());
    let mut shorter_tails = Vec::new();
    let mut shorter_lefts: Vec<f64> = trie.levels.first().map_or_else(Vec::new, |level| {
        let rows = level.nodes.iter().zip(&level.left);
        rows.map(|(node, left)| branching::corrected_entropy(node.count, left)).collect()
    });
    for level in 1..trie.levels.len() {
        let (above, rest) = trie.levels.split_at_mut(level);
        let Some(here) = rest.first_mut() else { break };
        let mut rows = vec![Measures::default(); here.nodes.len()];
        let mut tails = vec![0; here.nodes.len() * level];
        let mut lefts = vec![0.0; here.nodes.len()];
        let view = View {
            above,
            totals,
            done: &done,
            tails: &shorter_tails,
            lefts: &shorter_lefts,
            left: &here.left,
            right: &here.right,
        };
        let columns = (&mut here.nodes[..], &mut rows[..], &mut tails[..], &mut lefts[..]);
        blocks(&above[level - 1], columns).into_par_iter().try_for_each(|block| {
            control.check()?;
            control.advance(block.rows.len() as u64);
            view.measure(block);
            Ok(())
        })?;
        done.push(rows);
        (shorter_tails, shorter_lefts) = (tails, lefts);
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
    /// See [`View::lefts`], of the children.
    lefts: &'a mut [f64],
}

/// What is written of a level.
type Columns<'a> = (&'a mut [Node], &'a mut [Measures], &'a mut [u32], &'a mut [f64]);

fn blocks<'a>(parents: &Level, (mut nodes, mut rows, mut tails, mut lefts): Columns<'a>) -> Vec<Block<'a>> {
    let width = tails.len() / nodes.len().max(1);
    let mut blocks = Vec::new();
    let mut first = 0;
    while first < parents.nodes.len() {
        let start = parents.first_child[first] as usize;
        let most = (first + PARENTS).min(parents.nodes.len());
        let few = parents.first_child[first + 1..=most].partition_point(|&child| child as usize <= start + CHILDREN);
        let end = first + few.max(1);
        let len = parents.first_child[end] as usize - start;
        let (own_nodes, other_nodes) = nodes.split_at_mut(len);
        let (own_rows, other_rows) = rows.split_at_mut(len);
        let (own_tails, other_tails) = tails.split_at_mut(len * width);
        let (own_lefts, other_lefts) = lefts.split_at_mut(len);
        blocks.push(Block {
            parents: first..end,
            start,
            nodes: own_nodes,
            rows: own_rows,
            tails: own_tails,
            lefts: own_lefts,
        });
        (nodes, rows, tails, lefts) = (other_nodes, other_rows, other_tails, other_lefts);
        first = end;
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
    /// Corrected left entropies of the last of those levels, nats.
    lefts: &'a [f64],
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
        let Block { parents, start, nodes, rows, tails, lefts } = block;
        self.find_suffixes(parents.clone(), nodes);
        // Looks far away come one after the other, with nothing between that waits for them.
        for ((node, tails), left) in nodes.iter().zip(tails.chunks_exact_mut(level + 1)).zip(lefts.iter_mut()) {
            let suffix = node.suffix as usize;
            tails[0] = up.nodes[suffix].count;
            tails[1..].copy_from_slice(&self.tails[suffix * level..][..level]);
            *left = self.lefts[suffix];
        }
        let mut children = nodes.iter().zip(rows).zip(tails.chunks_exact(level + 1)).zip(lefts).zip(start..);
        for row in parents {
            let count = up.nodes[row].children as usize;
            if count == 0 {
                continue;
            }
            let parent = self.parent(level, row);
            for ((((node, measures), tails), left), child) in children.by_ref().take(count) {
                (*measures, *left) = self.one(*node, child, &parent, (tails, *left));
            }
        }
    }

    /// Sets the suffix of the children `nodes` of `parents`.
    fn find_suffixes(&self, parents: Range<usize>, nodes: &mut [Node]) {
        let level = self.above.len() - 1;
        let up = &self.above[level];
        let Some(above) = level.checked_sub(1) else {
            nodes.iter_mut().for_each(|node| node.suffix = node.symbol);
            return;
        };
        // The suffix of every child is among the children of the parent's suffix.
        let first_child = &self.above[above].first_child;
        let cousins: Vec<(u32, u32)> = up.nodes[parents.clone()]
            .iter()
            .map(|parent| (first_child[parent.suffix as usize], first_child[parent.suffix as usize + 1]))
            .collect();
        let mut children = nodes.iter_mut();
        for (parent, (mut suffix, end)) in up.nodes[parents].iter().zip(cousins) {
            for node in children.by_ref().take(parent.children as usize) {
                suffix += seek(&up.nodes[suffix as usize..end as usize], node.symbol) as u32;
                node.suffix = suffix;
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

    /// The measures of a row and its corrected left entropy, when its suffixes occur `tails` times and the longest of
    /// them has the corrected left entropy `shorter_left`.
    fn one(&self, node: Node, row: usize, parent: &Parent, (tails, shorter_left): (&[u32], f64)) -> (Measures, f64) {
        let level = self.above.len();
        let (left, right) = (&self.left[row], &self.right[row]);
        let products = tails.iter().zip(parent.prefixes).map(|(&tail, prefix)| u64::from(prefix) * u64::from(tail));
        let best = products.max().unwrap_or(1);
        let last = tails[level - 1];
        let (left_entropy, right_entropy) =
            (branching::entropy(node.count, left), branching::entropy(node.count, right));
        let corrected_left = left_entropy + branching::correction(node.count, left);
        let breaks = left.breaks.min(right.breaks);
        let measures = Measures {
            parent: parent.row as u32,
            commonest: parent.commonest.max(last),
            pmi: cohesion::pmi(node.count, self.totals.symbols, best) as f32,
            left: left_entropy as f32,
            right: right_entropy as f32,
            left_growth: (corrected_left - shorter_left) as f32,
            right_growth: (right_entropy + branching::correction(node.count, right) - parent.right) as f32,
            share: cohesion::share(node.count, parent.prefixes[0], last) as f32,
            break_affinity: branching::break_affinity(node.count, breaks, self.totals) as f32,
        };
        (measures, corrected_left)
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
