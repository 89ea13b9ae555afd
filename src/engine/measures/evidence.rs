//! What speaks for or against an n-gram being a word, beside its measures: what the score is made of.

use bytemuck::{Pod, Zeroable};

use super::super::candidates::Totals;
use super::super::ngrams::trie::Node;
use super::{Singles, branching};

/// What only the score asks of an n-gram of two symbols or more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct Evidence {
    /// Occurrences of its most frequent symbol.
    pub commonest: u32,
    /// Growth of the corrected left entropy by the first symbol, nats (Magistry and Sagot 2012).
    pub left_growth: f32,
    /// Growth of the corrected right entropy by the last symbol, nats.
    pub right_growth: f32,
    /// How freely the text goes on inside it, nats: the largest, over the splits that part off the first or the last
    /// symbol, of the corrected right entropy of the first part and the left one of the second, added.
    pub inner: f32,
    /// By how much the smaller of its corrected entropies passes that inside: the largest over the same splits of the
    /// smaller of the two entropies at the split, nats.
    pub margin: f32,
    /// Affinities to breaks (see [`branching::break_affinity`]) of the two sides, added.
    pub breaks: f32,
    /// Affinity of its first symbol to a break before.
    pub opening: f32,
    /// Affinity of its last symbol to a break behind.
    pub closing: f32,
}

/// Corrected entropies of the two sides of an n-gram, nats.
#[derive(Debug, Clone, Copy)]
pub struct Sides {
    /// Of what stands before.
    pub left: f64,
    /// Of what stands behind.
    pub right: f64,
}

/// What is known of a single symbol.
#[derive(Debug, Clone, Copy)]
pub struct Edges {
    entropies: Sides,
    /// Affinity to a break before.
    opening: f32,
    /// Affinity to a break behind.
    closing: f32,
}

/// What is known of each of the single symbols `nodes`, which have `beside` them what stands there.
#[must_use]
pub fn edges(nodes: &[Node], beside: &Singles, totals: Totals) -> Vec<Edges> {
    let sides = beside.left.iter().zip(&beside.right);
    let edges = nodes.iter().zip(sides).map(|(node, (left, right))| Edges {
        entropies: Sides {
            left: branching::corrected_entropy(node.count, left),
            right: branching::corrected_entropy(node.count, right),
        },
        opening: branching::break_affinity(node.count, left.breaks, totals) as f32,
        closing: branching::break_affinity(node.count, right.breaks, totals) as f32,
    });
    edges.collect()
}

impl Evidence {
    /// The evidence of an n-gram with corrected entropies `own`, of what is `shorter` (the left one of its longest suffix,
    /// the right one of its longest prefix), and of its first and last symbols; the rest is zero.
    #[must_use]
    pub fn new(own: Sides, shorter: Sides, [first, last]: [&Edges; 2]) -> Self {
        let splits = [(first.entropies.right, shorter.left), (shorter.right, last.entropies.left)];
        let inner = splits.map(|(before, behind)| before + behind);
        let tightest = splits.map(|(before, behind)| before.min(behind));
        Evidence {
            left_growth: (own.left - shorter.left) as f32,
            right_growth: (own.right - shorter.right) as f32,
            inner: inner[0].max(inner[1]) as f32,
            margin: (own.left.min(own.right) - tightest[0].max(tightest[1])) as f32,
            opening: first.opening,
            closing: last.closing,
            ..Evidence::default()
        }
    }
}
