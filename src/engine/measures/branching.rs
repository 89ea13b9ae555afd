//! Branching entropies: how freely the text goes on beside a candidate.
//!
//! The entropy of the neighbours of w on one side, H(w) = -sum p(x|w) ln p(x|w), is high at the edges of words and low
//! inside them (Harris 1955; Tanaka-Ishii 2005; 自由度 in Matrix67 2012). Every break counts as a neighbour distinct
//! from all others.

use super::super::ngrams::fixed::BITS;
use super::super::ngrams::trie::Side;

/// The plug-in entropy in nats of the neighbours on one side of an n-gram that occurs `count` times:
/// `ln c - (sum of n ln n) / c`, with n the count of each neighbour.
#[must_use]
pub fn entropy(count: u32, side: &Side) -> f64 {
    let c = f64::from(count);
    // Rounding in the last place may give less than zero when there is one neighbour only.
    (c.ln() - side.sum as f64 / f64::from(1u32 << BITS) / c).max(0.0)
}

/// The entropy in nats with the bias correction of Miller (1955) and Madow: plus (m - 1) / 2c for m distinct neighbours.
#[must_use]
pub fn corrected_entropy(count: u32, side: &Side) -> f64 {
    entropy(count, side) + (f64::from(side.kinds) - 1.0) / (2.0 * f64::from(count))
}

/// How much likelier than anywhere a break stands on one side, as a logarithm: `ln((b + 2 p0) / ((c + 2) p0))` for b
/// breaks beside c occurrences, where `p0` is the number of segments over that of symbols in the text.
#[must_use]
pub fn break_affinity(count: u32, side: &Side, p0: f64) -> f64 {
    ((f64::from(side.breaks) + 2.0 * p0) / ((f64::from(count) + 2.0) * p0)).ln()
}
