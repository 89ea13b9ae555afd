//! The n-grams found, as a trie by levels: level `l` holds those of `l + 1` symbols, in ascending order of their ids.

use bytemuck::{Pod, Zeroable};

use super::super::column::{Allowance, Column, ColumnWriter};
use super::super::storage::StorageError;

/// An n-gram: its last symbol, under the node of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Node {
    /// Id of the last symbol.
    pub symbol: u32,
    /// Occurrences.
    pub count: u32,
    /// Number of longer n-grams by one symbol on the right.
    pub children: u32,
}

/// What stands on one side of an n-gram. Each break is a neighbour distinct from all others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Side {
    /// Sum of `n ln n` over the counts of the neighbours, in fixed point (see [`super::fixed`]).
    pub sum: u64,
    /// Distinct neighbours.
    pub kinds: u32,
    /// Breaks.
    pub breaks: u32,
}

/// Some n-grams of one length, in memory. The columns have the same number of rows.
#[derive(Debug, Default)]
pub struct Level {
    /// The n-grams.
    pub nodes: Vec<Node>,
    /// What precedes each.
    pub left: Vec<Side>,
    /// What follows each.
    pub right: Vec<Side>,
}

/// All n-grams of one length. The columns have the same number of rows.
#[derive(Debug, Default)]
pub struct Grams {
    /// The n-grams.
    pub nodes: Column<Node>,
    /// What precedes each.
    pub left: Column<Side>,
    /// What follows each.
    pub right: Column<Side>,
}

/// All n-grams of one length, on the way.
#[derive(Debug)]
pub struct GramsWriter {
    /// The n-grams.
    pub nodes: ColumnWriter<Node>,
    /// What precedes each.
    pub left: ColumnWriter<Side>,
    /// What follows each.
    pub right: ColumnWriter<Side>,
}

impl GramsWriter {
    /// None yet.
    #[must_use]
    pub fn new(allowance: &Allowance) -> Self {
        GramsWriter {
            nodes: ColumnWriter::new(allowance),
            left: ColumnWriter::new(allowance),
            right: ColumnWriter::new(allowance),
        }
    }

    /// The finished level.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn finish(self) -> Result<Grams, StorageError> {
        Ok(Grams { nodes: self.nodes.finish()?, left: self.left.finish()?, right: self.right.finish()? })
    }
}

/// N-grams of each length from 1 on. Level 0 has a row for every id, the break and the escape included.
#[derive(Debug, Default)]
pub struct Trie {
    /// The levels.
    pub levels: Vec<Grams>,
}

impl Trie {
    /// The number of n-grams of two symbols or more.
    #[must_use]
    pub fn candidates(&self) -> usize {
        self.levels.iter().skip(1).map(|level| level.nodes.rows()).sum()
    }
}

/// Row in the next level of the first child of each of `nodes`; at the end the number of rows there.
#[must_use]
pub fn first_children(nodes: &[Node]) -> Vec<u32> {
    let mut next = 0;
    let mut first = Vec::with_capacity(nodes.len() + 1);
    first.push(0);
    first.extend(nodes.iter().map(|node| {
        next += node.children;
        next
    }));
    first
}

/// The row of the child of `row` by `symbol`, given the first children of its level and the nodes of the next.
#[must_use]
pub fn child(first: &[u32], next: &[Node], row: usize, symbol: usize) -> Option<usize> {
    let (start, end) = (first[row] as usize, first[row + 1] as usize);
    let children = next.get(start..end)?;
    children.binary_search_by_key(&symbol, |node| node.symbol as usize).ok().map(|at| start + at)
}
