//! Cohesion: how much more often the parts of a candidate stand together than by chance.

/// The smallest pointwise mutual information over the binary splits, in nats: `ln(c(w) N / (c(a) c(b)))` for w = ab
/// (Church and Hanks 1990; the minimum over splits, 凝固度, in Matrix67 2012).
///
/// `best_product` is the largest c(a) c(b) over the splits, `symbols` the N of the text, breaks not counted.
#[must_use]
pub fn pmi(count: u32, symbols: u64, best_product: u64) -> f64 {
    (f64::from(count) * symbols as f64 / best_product as f64).ln()
}
