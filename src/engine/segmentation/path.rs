//! The best segmentation of a text under a unigram model (Viterbi 1967).

use super::Lattice;
use super::expect::Weights;
use super::nodes::Longest;

impl Lattice<'_> {
    /// Lengths, in units, of the pieces of the segmentation of `symbols` (see [`Lattice::symbols`]) with the largest
    /// product of `weights`; of several the one whose last pieces are shortest. A break is a piece of its own.
    #[must_use]
    pub fn best_path(&self, symbols: &[u32], weights: &Weights) -> Vec<usize> {
        let mut best = vec![0.0f64; symbols.len() + 1];
        let mut lengths = vec![1usize; symbols.len()];
        let (mut longest, mut last) = (Longest::default(), 0);
        for (at, &symbol) in symbols.iter().enumerate() {
            if symbol == 0 {
                (longest, last, best[at + 1]) = (Longest::default(), 0, best[at]);
                continue;
            }
            longest = self.nodes.advance(longest, last, symbol);
            last = symbol;
            let mut most = (best[at] + f64::from(weights.singles[symbol as usize]), 1);
            let Longest { mut node, depth } = longest;
            let mut words = [(f64::NEG_INFINITY, 0); super::super::candidates::Floors::MOST_LENGTH as usize];
            for length in (2..=depth as usize).rev() {
                let row = self.nodes.rows[node as usize] as usize;
                words[length - 1] = (best[at + 1 - length] + f64::from(weights.rows[row]), length);
                node = self.nodes.arcs[node as usize].suffix();
            }
            for &word in &words[1..] {
                if word.0 > most.0 {
                    most = word;
                }
            }
            (best[at + 1], lengths[at]) = most;
        }
        let mut pieces = Vec::new();
        let mut end = symbols.len();
        while let Some(last) = end.checked_sub(1) {
            pieces.push(lengths[last]);
            end -= lengths[last];
        }
        pieces.reverse();
        pieces
    }
}
