//! Sums of n ln n in fixed point: integers, so that a sum is the same in any order.

use std::sync::LazyLock;

/// Fractional bits of a fixed-point value.
pub const BITS: u32 = 26;

/// `n ln n` in units of 2^-26 nats, rounded to the nearest.
///
/// The largest sum over parts of n is f(n) itself but for rounding, and f(2^32) < 2^63, so sums fit in 64 bits.
#[must_use]
pub fn n_ln_n(n: u64) -> u64 {
    let x = n as f64;
    if n < 2 { 0 } else { (x * x.ln() * f64::from(1u32 << BITS)).round() as u64 }
}

/// Counts below this have their values in the table.
pub const SMALL: usize = 1 << 16;

/// Values for small counts, and the steps between them.
pub struct Logs {
    values: Vec<u64>,
    steps: Vec<u64>,
}

static LOGS: LazyLock<Logs> = LazyLock::new(|| {
    let values: Vec<u64> = (0..=SMALL as u64).map(n_ln_n).collect();
    let steps = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    Logs { values, steps }
});

impl Logs {
    /// The table.
    #[must_use]
    pub fn get() -> &'static Logs {
        &LOGS
    }

    /// `f(n)`.
    #[must_use]
    pub fn value(&self, n: u32) -> u64 {
        self.values.get(n as usize).copied().unwrap_or_else(|| n_ln_n(u64::from(n)))
    }

    /// `f(n + 1) - f(n)` for each `n` below [`SMALL`].
    #[must_use]
    pub fn steps(&self) -> &[u64] {
        &self.steps
    }
}
