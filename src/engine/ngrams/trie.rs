//! The n-grams found, as a trie by levels: level `l` holds those of `l + 1` symbols, in ascending order of their ids.

/// An n-gram: its last symbol, under the node of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Node {
    /// Id of the last symbol.
    pub symbol: u32,
    /// Occurrences.
    pub count: u32,
    /// Number of longer n-grams by one symbol on the right.
    pub children: u32,
    /// Row, one level up, of the n-gram without its first symbol. Set when measures are computed.
    pub suffix: u32,
}

/// What stands on one side of an n-gram. Each break is a neighbour distinct from all others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Side {
    /// Sum of `n ln n` over the counts of the neighbours, in fixed point (see [`super::fixed`]).
    pub sum: u64,
    /// Distinct neighbours.
    pub kinds: u32,
    /// Breaks.
    pub breaks: u32,
}

/// All n-grams of one length. The columns have the same number of rows, `first_child` one more.
#[derive(Debug, Default)]
pub struct Level {
    /// The n-grams.
    pub nodes: Vec<Node>,
    /// What precedes each.
    pub left: Vec<Side>,
    /// What follows each.
    pub right: Vec<Side>,
    /// Row in the next level of each one's first child; at the end the number of rows there.
    pub first_child: Vec<u32>,
}

/// N-grams of each length from 1 on. Level 0 has a row for every id, the break and the escape included.
#[derive(Debug, Default)]
pub struct Trie {
    /// The levels.
    pub levels: Vec<Level>,
}

impl Level {
    /// Frees the memory of both sides.
    pub fn drop_sides(&mut self) {
        self.left = Vec::new();
        self.right = Vec::new();
    }
}

impl Trie {
    /// The number of n-grams of two symbols or more.
    #[must_use]
    pub fn candidates(&self) -> usize {
        self.levels.iter().skip(1).map(|level| level.nodes.len()).sum()
    }

    /// Numbers the children from the counts of children.
    pub fn link(&mut self) {
        for level in &mut self.levels {
            let mut next = 0;
            level.first_child = Vec::with_capacity(level.nodes.len() + 1);
            level.first_child.push(0);
            level.first_child.extend(level.nodes.iter().map(|node| {
                next += node.children;
                next
            }));
        }
    }

    /// The row of the child of `row` by `symbol`, in the level after `level`.
    #[must_use]
    pub fn child(&self, level: usize, row: usize, symbol: usize) -> Option<usize> {
        let here = &self.levels[level].first_child;
        let (start, end) = (here[row] as usize, here[row + 1] as usize);
        let children = self.levels.get(level + 1)?.nodes.get(start..end)?;
        children.binary_search_by_key(&symbol, |node| node.symbol as usize).ok().map(|at| start + at)
    }
}
