//! Measuring the children of some parents.

use std::ops::Range;

use rayon::prelude::*;

use super::super::candidates::{Floors, Totals};
use super::super::control::{Cancelled, Control};
use super::super::ngrams::trie::{Node, Side};
use super::evidence::{Edges, Evidence, Sides};
use super::{Measures, branching, cohesion};

/// Parents whose children a thread measures at once.
const PARENTS: usize = 2048;

/// What any row may ask for.
pub struct Known<'a> {
    pub totals: Totals,
    /// What is known of the single symbols, by id.
    pub edges: &'a [Edges],
    /// The shorter n-grams.
    pub up: &'a [Node],
    /// Their corrected left entropies, nats.
    pub left: &'a [f64],
    /// Counts of the suffixes of each, longest first, itself excluded; side by side, so that a row needs one look far
    /// away and not one for each suffix.
    pub tails: &'a [u32],
    /// First children, among the shorter n-grams, of those one symbol shorter; none for single symbols.
    pub first_above: &'a [u32],
}

/// Some parents and their children. The columns of parents start with the first parent, those of children with its first
/// child.
pub struct Block<'a> {
    pub known: &'a Known<'a>,
    /// Symbols in a parent.
    pub length: usize,
    /// Rows of the parents.
    pub parents: Range<usize>,
    /// First child of each parent, and the end of the last one's.
    pub first: &'a [u32],
    /// Suffix of each parent; none for single symbols.
    pub suffix: &'a [u32],
    /// Corrected right entropies of the parents, nats.
    pub right_above: &'a [f64],
    /// Counts of the prefixes of each parent, itself excluded.
    pub heads: &'a [u32],
    pub commonest: &'a [u32],
    /// First symbols of the parents.
    pub opening: &'a [u32],
    /// The children.
    pub nodes: &'a [Node],
    pub left: &'a [Side],
    pub right: &'a [Side],
}

/// What is made of the children.
#[derive(Default)]
pub struct Rows {
    pub measures: Vec<Measures>,
    pub evidence: Vec<Evidence>,
    pub left: Vec<f64>,
    pub right: Vec<f64>,
    pub suffix: Vec<u32>,
    pub heads: Vec<u32>,
    pub tails: Vec<u32>,
    pub commonest: Vec<u32>,
    pub opening: Vec<u32>,
}

/// A part of [`Rows`].
struct Part<'a> {
    measures: &'a mut [Measures],
    evidence: &'a mut [Evidence],
    left: &'a mut [f64],
    right: &'a mut [f64],
    suffix: &'a mut [u32],
    heads: &'a mut [u32],
    tails: &'a mut [u32],
    commonest: &'a mut [u32],
    opening: &'a mut [u32],
}

impl Rows {
    /// Makes room for `rows` children with `width` prefixes each.
    pub fn resize(&mut self, rows: usize, width: usize) {
        self.measures.resize(rows, Measures::default());
        self.evidence.resize(rows, Evidence::default());
        self.left.resize(rows, 0.0);
        self.right.resize(rows, 0.0);
        self.suffix.resize(rows, 0);
        self.heads.resize(rows * width, 0);
        self.tails.resize(rows * width, 0);
        self.commonest.resize(rows, 0);
        self.opening.resize(rows, 0);
    }

    fn whole(&mut self) -> Part<'_> {
        Part {
            measures: &mut self.measures,
            evidence: &mut self.evidence,
            left: &mut self.left,
            right: &mut self.right,
            suffix: &mut self.suffix,
            heads: &mut self.heads,
            tails: &mut self.tails,
            commonest: &mut self.commonest,
            opening: &mut self.opening,
        }
    }
}

impl<'a> Part<'a> {
    /// The first `rows` of it, of `width` prefixes each, and the rest.
    fn split(self, rows: usize, width: usize) -> (Part<'a>, Part<'a>) {
        let measures = self.measures.split_at_mut(rows);
        let evidence = self.evidence.split_at_mut(rows);
        let left = self.left.split_at_mut(rows);
        let right = self.right.split_at_mut(rows);
        let suffix = self.suffix.split_at_mut(rows);
        let heads = self.heads.split_at_mut(rows * width);
        let tails = self.tails.split_at_mut(rows * width);
        let commonest = self.commonest.split_at_mut(rows);
        let opening = self.opening.split_at_mut(rows);
        let first = Part {
            measures: measures.0,
            evidence: evidence.0,
            left: left.0,
            right: right.0,
            suffix: suffix.0,
            heads: heads.0,
            tails: tails.0,
            commonest: commonest.0,
            opening: opening.0,
        };
        let rest = Part {
            measures: measures.1,
            evidence: evidence.1,
            left: left.1,
            right: right.1,
            suffix: suffix.1,
            heads: heads.1,
            tails: tails.1,
            commonest: commonest.1,
            opening: opening.1,
        };
        (first, rest)
    }
}

/// What the children of one parent have in common.
struct Parent {
    /// Counts of its prefixes, itself included, shortest first.
    prefixes: [u32; Floors::MOST_LENGTH as usize],
    commonest: u32,
    /// First symbol.
    opening: u32,
    /// Corrected right entropy, nats.
    right: f64,
}

impl Block<'_> {
    /// Measures all children into `rows`, which has room for them.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn measure(&self, rows: &mut Rows, control: &Control) -> Result<(), Cancelled> {
        let base = self.first[0] as usize;
        let mut rest = rows.whole();
        let mut jobs = Vec::new();
        for start in (0..self.parents.len()).step_by(PARENTS) {
            let end = (start + PARENTS).min(self.parents.len());
            let children = self.first[start] as usize - base..self.first[end] as usize - base;
            let (own, others) = rest.split(children.len(), self.length);
            rest = others;
            if !children.is_empty() {
                jobs.push((start..end, children.start, own));
            }
        }
        jobs.into_par_iter().try_for_each(|(parents, start, part)| {
            control.check()?;
            self.some(parents, start, part);
            Ok(())
        })
    }

    /// Measures the children of `parents`, the first of them child number `start`.
    fn some(&self, parents: Range<usize>, start: usize, part: Part) {
        let base = self.first[0] as usize;
        let width = self.length;
        self.find_suffixes(parents.clone(), start, part.suffix);
        // Looks far away come one after the other, with nothing between that waits for them.
        let tails = part.tails.chunks_exact_mut(width);
        for ((&suffix, tails), left) in part.suffix.iter().zip(tails).zip(part.left.iter_mut()) {
            let suffix = suffix as usize;
            tails[0] = self.known.up[suffix].count;
            tails[1..].copy_from_slice(&self.known.tails[suffix * (width - 1)..][..width - 1]);
            *left = self.known.left[suffix];
        }
        for at in parents {
            let children = self.first[at] as usize - base..self.first[at + 1] as usize - base;
            if children.is_empty() {
                continue;
            }
            let parent = self.parent(at);
            for child in children {
                let row = child - start;
                part.heads[row * width..][..width].copy_from_slice(&parent.prefixes[..width]);
                let shorter = (&part.tails[row * width..][..width], part.left[row]);
                let (sides, measures, evidence) = self.one(child, &parent, shorter);
                part.commonest[row] = evidence.commonest;
                part.opening[row] = parent.opening;
                part.measures[row] = measures;
                part.evidence[row] = evidence;
                part.left[row] = sides.left;
                part.right[row] = sides.right;
            }
        }
    }

    /// Finds the suffix of each child of `parents`, the first of them child number `start`.
    fn find_suffixes(&self, parents: Range<usize>, start: usize, suffixes: &mut [u32]) {
        if self.length == 1 {
            let nodes = &self.nodes[start..start + suffixes.len()];
            nodes.iter().zip(suffixes).for_each(|(node, suffix)| *suffix = node.symbol);
            return;
        }
        // The suffix of every child is among the children of the parent's suffix.
        let cousins = self.suffix[parents.clone()].iter().map(|&suffix| {
            let first = &self.known.first_above[suffix as usize..];
            (first[0], first[1])
        });
        let cousins: Vec<(u32, u32)> = cousins.collect();
        let mut children = self.nodes[start..].iter().zip(suffixes);
        for (at, (mut suffix, end)) in parents.zip(cousins) {
            for (node, own) in children.by_ref().take((self.first[at + 1] - self.first[at]) as usize) {
                suffix += seek(&self.known.up[suffix as usize..end as usize], node.symbol) as u32;
                *own = suffix;
            }
        }
    }

    fn parent(&self, at: usize) -> Parent {
        let mut prefixes = [0; Floors::MOST_LENGTH as usize];
        let shorter = self.length - 1;
        prefixes[..shorter].copy_from_slice(&self.heads[at * shorter..][..shorter]);
        prefixes[shorter] = self.known.up[self.parents.start + at].count;
        Parent { prefixes, commonest: self.commonest[at], opening: self.opening[at], right: self.right_above[at] }
    }

    /// The corrected entropies of a child, its measures and its evidence, when its suffixes occur `tails` times and the
    /// longest of them has the corrected left entropy `suffix_left`.
    fn one(&self, child: usize, parent: &Parent, (tails, suffix_left): (&[u32], f64)) -> (Sides, Measures, Evidence) {
        let (node, left, right) = (self.nodes[child], &self.left[child], &self.right[child]);
        let products = tails.iter().zip(parent.prefixes).map(|(&tail, prefix)| u64::from(prefix) * u64::from(tail));
        let best = products.max().unwrap_or(1);
        let last = tails[self.length - 1];
        let totals = self.known.totals;
        let (left_entropy, right_entropy) =
            (branching::entropy(node.count, left), branching::entropy(node.count, right));
        let sides = Sides {
            left: left_entropy + branching::correction(node.count, left.kinds),
            right: right_entropy + branching::correction(node.count, right.kinds),
        };
        let measures = Measures {
            pmi: cohesion::pmi(node.count, totals.symbols, best) as f32,
            left: left_entropy as f32,
            right: right_entropy as f32,
            left_kinds: left.kinds,
            right_kinds: right.kinds,
        };
        let edges = [parent.opening, node.symbol].map(|symbol| &self.known.edges[symbol as usize]);
        let mut evidence = Evidence::new(sides, Sides { left: suffix_left, right: parent.right }, edges);
        evidence.commonest = parent.commonest.max(last);
        let affinity = |breaks| branching::break_affinity(node.count, breaks, totals);
        evidence.breaks = (affinity(left.breaks) + affinity(right.breaks)) as f32;
        (sides, measures, evidence)
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
