//! Ranks: what makes values of different kinds comparable.

use rayon::prelude::*;

use super::control::{Cancelled, Control};

/// How values are spread, known from some of them.
#[derive(Debug, Clone)]
pub struct Quantiles {
    /// Ascending values, none twice.
    knots: Vec<f32>,
    /// The rank of each.
    ranks: Vec<f32>,
}

/// Knots of [`Quantiles`], at most about.
const KNOTS: usize = 1024;

/// Standard deviation of ranks that are spread evenly from 0 to 1, to the power of -1.
const SCALE: f64 = 3.464_101_615_137_754_6;

impl Quantiles {
    /// The spread of `values`, which are numbers.
    #[must_use]
    pub fn of(mut values: Vec<f32>) -> Self {
        // Adding 0 makes a negative zero positive: the two are equal.
        values.iter_mut().for_each(|value| *value += 0.0);
        values.sort_unstable_by(f32::total_cmp);
        let all = values.len() as f64;
        let (mut knots, mut ranks) = (Vec::new(), Vec::new());
        let (mut below, mut next) = (0, 0);
        let step = values.len().div_ceil(KNOTS);
        for same in values.chunk_by(|a, b| a.to_bits() == b.to_bits()) {
            let rank = (below as f64 + same.len() as f64 / 2.0) / all;
            below += same.len();
            if below > next || below == values.len() {
                knots.push(same[0]);
                ranks.push(rank as f32);
                next = below - 1 + step;
            }
        }
        Quantiles { knots, ranks }
    }

    /// The spread of each of the features of `sample`.
    #[must_use]
    pub fn of_each<const N: usize>(sample: &[[f32; N]]) -> Vec<Self> {
        (0..N).into_par_iter().map(|k| Self::of(sample.iter().map(|features| features[k]).collect())).collect()
    }

    /// The share of values below `value`, equals counted half: from 0 to 1, between two knots as far as it is between
    /// their values.
    #[must_use]
    pub fn rank(&self, value: f32) -> f64 {
        let above = self.knots.partition_point(|&knot| knot <= value);
        let Some(before) = above.checked_sub(1) else { return 0.0 };
        let rank = f64::from(self.ranks[before]);
        let (Some(&knot), Some(&after)) = (self.knots.get(above), self.ranks.get(above)) else {
            return if value > self.knots[before] { 1.0 } else { rank };
        };
        let part = f64::from(value - self.knots[before]) / f64::from(knot - self.knots[before]);
        rank + part * (f64::from(after) - rank)
    }

    /// The rank as a deviation from the middle, in standard deviations of evenly spread ranks: from -1.73 to 1.73.
    #[must_use]
    pub fn deviation(&self, value: f32) -> f64 {
        (self.rank(value) - 0.5) * SCALE
    }
}

/// The sum of the [deviations](Quantiles::deviation) of `features` by `weights`, of which there may be more.
#[must_use]
pub fn weighted(features: &[f32], quantiles: &[Quantiles], weights: &[f32]) -> f64 {
    features
        .iter()
        .zip(quantiles)
        .zip(weights)
        .fold(0.0, |sum, ((&value, quantiles), &weight)| sum + f64::from(weight) * quantiles.deviation(value))
}

/// Mean and standard deviation of some values.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
}

impl Spread {
    /// The spread of `rows` values with these sums of them and of their squares.
    #[must_use]
    pub fn new(sum: f64, squares: f64, rows: usize) -> Self {
        let rows = rows.max(1) as f64;
        let mean = sum / rows;
        Spread { mean, deviation: (squares / rows - mean * mean).max(0.0).sqrt() }
    }

    /// How many standard deviations `value` is above the mean; a value that is not known stays so.
    #[must_use]
    pub fn z(self, value: f32) -> f64 {
        // Below this the deviation of equal values is rounding.
        if self.deviation > 1e-6 { (f64::from(value) - self.mean) / self.deviation } else { 0.0 * f64::from(value) }
    }
}

/// For each of `values`, which are numbers, the share of values that are not larger: from above 0 to 1, equal for equals.
///
/// # Errors
/// [`Cancelled`].
pub fn shares(values: &[f32], control: &Control) -> Result<Vec<f32>, Cancelled> {
    let rows = values.len();
    let mut order: Vec<u64> = (0u64..).zip(values).map(|(row, &x)| u64::from(ascending(x)) << 32 | row).collect();
    sort(&mut order, |x| x >> 32, control)?;
    let mut shares = vec![0.0; rows];
    let mut below = 0;
    for same in order.chunk_by(|a, b| a >> 32 == b >> 32) {
        below += same.len();
        let share = (below as f64 / rows as f64) as f32;
        same.iter().for_each(|&x| shares[x as u32 as usize] = share);
    }
    Ok(shares)
}

/// A key that orders as the number does.
fn ascending(x: f32) -> u32 {
    // Adding 0 makes a negative zero positive: the two are equal.
    let bits = (x + 0.0).to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// Bits of a key that one pass of the sort looks at.
const DIGIT: u32 = 11;

/// Sorts `items` by `key`, equals in the order they have (radix sort, least significant digit first): in time linear
/// in the rows, with a look at the control before each pass.
fn sort<T: Copy + Default>(items: &mut Vec<T>, key: impl Fn(T) -> u64, control: &Control) -> Result<(), Cancelled> {
    let most = items.iter().map(|&item| key(item)).max().unwrap_or(0);
    let mut sorted = vec![T::default(); items.len()];
    for shift in (0..u64::BITS - most.leading_zeros()).step_by(DIGIT as usize) {
        control.check()?;
        let digit = |item: T| (key(item) >> shift) as usize % (1 << DIGIT);
        let mut places = [0usize; 1 << DIGIT];
        items.iter().for_each(|&item| places[digit(item)] += 1);
        let mut next = 0;
        places.iter_mut().for_each(|place| next += std::mem::replace(place, next));
        for &item in &*items {
            let place = &mut places[digit(item)];
            sorted[*place] = item;
            *place += 1;
        }
        std::mem::swap(items, &mut sorted);
    }
    control.check()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn naive_rank(values: &[f32], value: f32) -> f64 {
        let below = values.iter().filter(|&&v| v < value).count() as f64;
        let equal = values.iter().filter(|&&v| v == value).count() as f64;
        (below + equal / 2.0) / values.len() as f64
    }

    proptest! {
        #[test]
        fn few_values_have_their_exact_ranks(values in prop::collection::vec(-5i8..5, 1..200)) {
            let values: Vec<f32> = values.into_iter().map(|v| f32::from(v) / 2.0).collect();
            let quantiles = Quantiles::of(values.clone());
            for &value in &values {
                prop_assert!((quantiles.rank(value) - naive_rank(&values, value)).abs() < 1e-6);
            }
        }

        #[test]
        fn many_values_have_nearly_their_ranks(seed in 0u32..1000) {
            let number = |k: u32| (k.wrapping_mul(2_654_435_761).wrapping_add(seed) >> 8) as f32;
            let values: Vec<f32> = (0..20_000).map(number).collect();
            let quantiles = Quantiles::of(values.clone());
            for &value in values.iter().step_by(997) {
                prop_assert!((quantiles.rank(value) - naive_rank(&values, value)).abs() < 2e-3);
            }
        }

        #[test]
        fn shares_are_those_of_a_count(values in prop::collection::vec(-9i8..9, 1..60)) {
            let values: Vec<f32> = values.into_iter().map(|v| f32::from(v) / 3.0 * 0.0f32.signum()).collect();
            let shares = shares(&values, &Control::new()).unwrap_or_default();
            for (&value, &share) in values.iter().zip(&shares) {
                let not_larger = values.iter().filter(|&&v| v <= value).count();
                prop_assert_eq!(share, (not_larger as f64 / values.len() as f64) as f32);
            }
        }
    }

    #[test]
    fn ranks_are_monotone_and_go_from_0_to_1() {
        let quantiles = Quantiles::of(vec![1.0, 2.0, 2.0, 7.0]);
        assert_eq!(quantiles.rank(0.0), 0.0);
        assert_eq!(quantiles.rank(9.0), 1.0);
        assert!((quantiles.rank(2.0) - 0.5).abs() < 1e-6);
        assert!(quantiles.rank(3.0) > 0.5 && quantiles.rank(3.0) < 0.875);
    }
}
