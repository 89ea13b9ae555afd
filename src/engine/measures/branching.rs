//! Branching entropies: how freely the text goes on beside a candidate.
//!
//! The entropy of the neighbours of w on one side, H(w) = -sum p(x|w) ln p(x|w), is high at the edges of words and low
//! inside them (Harris 1955; Tanaka-Ishii 2005; 自由度 in Matrix67 2012). Every break counts as a neighbour distinct
//! from all others.

use super::super::candidates::Totals;
use super::super::ngrams::fixed::BITS;
use super::super::ngrams::trie::Side;

/// The plug-in entropy in nats of the neighbours on one side of an n-gram that occurs `count` times:
/// `ln c - (sum of n ln n) / c`, with n the count of each neighbour.
#[must_use]
pub fn entropy(count: u32, side: &Side) -> f64 {
    if side.kinds <= 1 {
        // Not what rounding makes of it: all such n-grams are equal.
        return 0.0;
    }
    let c = f64::from(count);
    (c.ln() - side.sum as f64 / f64::from(1u32 << BITS) / c).max(0.0)
}

/// The bias correction of Miller (1955) and Madow, in nats: (m - 1) / 2c for `kinds` = m distinct neighbours of c
/// occurrences.
#[must_use]
pub fn correction(count: u32, kinds: u32) -> f64 {
    (f64::from(kinds) - 1.0) / (2.0 * f64::from(count))
}

/// The entropy in nats with its [`correction`].
#[must_use]
pub fn corrected_entropy(count: u32, side: &Side) -> f64 {
    entropy(count, side) + correction(count, side.kinds)
}

/// How much likelier than anywhere a break stands beside an n-gram, as a logarithm: `ln((b + 2 p0) / ((c + 2) p0))` for
/// b breaks beside c occurrences, where p0 is the number of segments over that of symbols in the text.
#[must_use]
pub fn break_affinity(count: u32, breaks: u32, totals: Totals) -> f64 {
    let p0 = totals.segments as f64 / totals.symbols as f64;
    ((f64::from(breaks) + 2.0 * p0) / ((f64::from(count) + 2.0) * p0)).ln()
}
