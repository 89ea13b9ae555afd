//! The best segmentation of a text under a unigram model (Viterbi 1967).

use super::Lattice;
use super::expect::Weights;
use super::nodes::Found;

impl Lattice<'_> {
    /// Lengths, in units, of the pieces of the segmentation of `symbols` (see [`Lattice::symbols`]) with the largest
    /// product of `weights`; of several the one whose last pieces are shortest. A break is a piece of its own.
    #[must_use]
    pub fn best_path(&self, symbols: &[u32], weights: &Weights) -> Vec<usize> {
        let mut found = Found::default();
        found.find(&self.nodes, symbols);
        // The logarithm of the best weight of what is before each position, and the length of its last piece.
        let mut best = vec![(f64::NEG_INFINITY, 1usize); symbols.len() + 1];
        best[0].0 = 0.0;
        for (start, &symbol) in symbols.iter().enumerate() {
            let before = best[start].0;
            let mut reach = |length: usize, weight: f32| {
                let there = before + f64::from(weight);
                let best = &mut best[start + length];
                // Words reach a place in falling order of length.
                if there >= best.0 {
                    *best = (there, length);
                }
            };
            for (length, &node) in (2..).zip(found.at(start).0) {
                let weight = weights.rows[self.nodes.rows[node as usize] as usize];
                if weight > f32::NEG_INFINITY {
                    reach(length, weight);
                }
            }
            reach(1, if symbol == 0 { 0.0 } else { weights.singles[symbol as usize] });
        }
        let mut pieces = Vec::new();
        let mut end = symbols.len();
        while end > 0 {
            pieces.push(best[end].1);
            end -= best[end].1;
        }
        pieces.reverse();
        pieces
    }
}
