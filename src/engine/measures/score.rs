//! The score: one number to rank candidates by, a weighted sum of the ranks of several measures.
//!
//! `zVBE + Hmin + share - 0.5 commonest - 0.5 length + 0.3 breaks`, each as percentile rank among all candidates:
//!
//! - zVBE: the variation of branching entropy (Magistry and Sagot 2012), the entropy beside the candidate less that
//!   beside the candidate without its outer symbol on that side, in units of standard deviations from the mean of its
//!   length, left plus right; entropies corrected after Miller (1955).
//! - Hmin: the smaller branching entropy.
//! - share: see [`super::cohesion::share`].
//! - commonest: the count of the most frequent symbol in it.
//! - length: in units.
//! - breaks: see [`super::branching::break_affinity`].
//!
//! The members and weights were chosen by average precision on segmented Chinese newspaper and novel text.

use super::super::AnalyseError;
use super::super::control::{Cancelled, Control};
use super::{Measured, Measures};

/// Weights of the ranks, in tenths: growth, entropy, share, commonest, length, breaks.
const WEIGHTS: [i64; 6] = [10, 10, 10, -5, -5, 3];

/// The score of every row, level after level: the share of candidates whose rank sum is not larger, from above 0 to 1.
///
/// Ranks of equals are averaged and sums are integers, so equals have equal scores.
///
/// # Errors
/// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
pub fn scores(levels: &[Measured], control: &Control) -> Result<Vec<f32>, AnalyseError> {
    let mut growth = Vec::with_capacity(levels.iter().map(|level| level.rows.rows()).sum());
    for level in levels {
        let sides = column(std::slice::from_ref(level), control, |m, _| (m.left_growth, m.right_growth))?;
        let (left, right) = (Spread::of(&sides, |m| m.0), Spread::of(&sides, |m| m.1));
        growth.extend(sides.iter().map(|m| ascending((left.z(m.0) + right.z(m.1)) as f32)));
    }
    let mut sums = vec![0i64; growth.len()];
    let mut add = |weight: i64, keys: Vec<u32>| -> Result<(), Cancelled> {
        for_ties(&keys, control, |rows, from| {
            // Twice the average rank, from 1 on.
            let rank = (2 * from + rows.len() + 1) as i64;
            rows.iter().for_each(|&row| sums[row as usize] += weight * rank);
        })
    };
    add(WEIGHTS[0], growth)?;
    add(WEIGHTS[1], column(levels, control, |m, _| ascending(m.left.min(m.right)))?)?;
    add(WEIGHTS[2], column(levels, control, |m, _| ascending(m.share))?)?;
    add(WEIGHTS[3], column(levels, control, |m, _| m.commonest)?)?;
    add(WEIGHTS[4], column(levels, control, |_, level| level as u32)?)?;
    add(WEIGHTS[5], column(levels, control, |m, _| ascending(m.break_affinity))?)?;
    Ok(final_ranks(sums, control)?)
}

/// Rows read at once.
const BLOCK: usize = 1 << 15;

/// One value for every row, level after level, of its measures and level.
fn column<T>(
    levels: &[Measured],
    control: &Control,
    value: impl Fn(&Measures, usize) -> T,
) -> Result<Vec<T>, AnalyseError> {
    let mut values = Vec::with_capacity(levels.iter().map(|level| level.rows.rows()).sum());
    for (number, level) in levels.iter().enumerate() {
        for start in (0..level.rows.rows()).step_by(BLOCK) {
            control.check()?;
            let end = (start + BLOCK).min(level.rows.rows());
            values.extend(level.rows.read(start..end)?.iter().map(|measures| value(measures, number)));
        }
    }
    Ok(values)
}

/// Mean and standard deviation of one measure in one level.
struct Spread {
    mean: f64,
    deviation: f64,
}

impl Spread {
    fn of<T>(level: &[T], measure: impl Fn(&T) -> f32) -> Self {
        let n = level.len().max(1) as f64;
        let mean = level.iter().map(|m| f64::from(measure(m))).sum::<f64>() / n;
        let square = level.iter().map(|m| (f64::from(measure(m)) - mean).powi(2)).sum::<f64>() / n;
        Spread { mean, deviation: square.sqrt() }
    }

    fn z(&self, value: f32) -> f64 {
        // Below this the deviation of equal values is rounding.
        if self.deviation > 1e-6 { (f64::from(value) - self.mean) / self.deviation } else { 0.0 }
    }
}

/// A key that orders as the number does.
fn ascending(x: f32) -> u32 {
    // Adding 0 makes a negative zero positive: the two are equal.
    let bits = (x + 0.0).to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// Calls `each` with the rows of every distinct key, keys ascending, and the number of rows before them.
fn for_ties(keys: &[u32], control: &Control, mut each: impl FnMut(&[u32], usize)) -> Result<(), Cancelled> {
    let mut order: Vec<u64> = (0u64..).zip(keys).map(|(row, &key)| u64::from(key) << 32 | row).collect();
    sort(&mut order, |x| x >> 32, control)?;
    let mut from = 0;
    let mut rows = Vec::new();
    for same in order.chunk_by(|a, b| a >> 32 == b >> 32) {
        rows.clear();
        rows.extend(same.iter().map(|&x| x as u32));
        each(&rows, from);
        from += same.len();
    }
    Ok(())
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

/// Bits of an item of the last sort that hold the row; the sums have the others, enough for the weights above.
const ROW_BITS: u32 = 30;

fn final_ranks(sums: Vec<i64>, control: &Control) -> Result<Vec<f32>, Cancelled> {
    let rows = sums.len();
    let least = sums.iter().copied().min().unwrap_or(0);
    let mut order: Vec<u64> = (0u64..).zip(&sums).map(|(row, sum)| sum.abs_diff(least) << ROW_BITS | row).collect();
    drop(sums);
    sort(&mut order, |x| x >> ROW_BITS, control)?;
    let mut scores = vec![0.0; rows];
    let mut below = 0;
    for same in order.chunk_by(|a, b| a >> ROW_BITS == b >> ROW_BITS) {
        below += same.len();
        let score = (below as f64 / rows as f64) as f32;
        same.iter().for_each(|&x| scores[(x % (1 << ROW_BITS)) as usize] = score);
    }
    Ok(scores)
}
