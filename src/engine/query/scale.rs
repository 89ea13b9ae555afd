//! Values as ordered integers, and values as bins of an axis.

use super::types::{Axis, BINS, Given, Measure, Thresholds};
use crate::engine::candidates::{CandidateId, CandidateTable};

/// An integer that orders as the value does: `a < b` gives `key(a) < key(b)`, and both zeros are equal. NaN is below
/// everything, minus infinity included, so it passes no threshold.
pub(super) fn key(value: f32) -> u32 {
    if value.is_nan() {
        return 0;
    }
    let bits = (value + 0.0).to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// The value whose [`key`] this is.
pub(super) fn number(key: u32) -> f64 {
    f64::from(f32::from_bits(if key >> 31 == 1 { key & !(1 << 31) } else { !key }))
}

/// The smallest [`key`] that passes the threshold `value`; no row passes a NaN.
pub(super) fn threshold_key(value: f32) -> u32 {
    if value.is_nan() { u32::MAX } else { key(value) }
}

/// The value of a measure as an ordered integer.
pub(super) fn measure_key(table: &CandidateTable, measure: Measure, row: usize) -> u32 {
    let id = CandidateId(row as u32);
    match measure {
        Measure::Count => table.count(id),
        Measure::Pmi => key(table.pmi(id)),
        Measure::Left => key(table.left(id)),
        Measure::Right => key(table.right(id)),
        Measure::Entropy => key(table.left(id)).min(key(table.right(id))),
    }
}

/// The value of a column from outside as an integer that ascends in the order asked for, unknown values last.
pub(super) fn given_key(given: Option<&Given>, row: usize, descending: bool) -> u32 {
    let value = given.map_or(f32::NAN, |given| given.value(row));
    match value.is_nan() {
        true => u32::MAX,
        false if descending => !key(value),
        false => key(value),
    }
}

/// The score as an ordered integer.
pub(super) fn score_key(table: &CandidateTable, row: usize) -> u32 {
    key(table.score(CandidateId(row as u32)))
}

/// The least passing [`measure_key`] of each of [`Measure::ALL`].
pub(super) fn cut_keys(thresholds: &Thresholds) -> [u32; 5] {
    [
        thresholds.min_count,
        threshold_key(thresholds.min_pmi),
        threshold_key(thresholds.min_left),
        threshold_key(thresholds.min_right),
        threshold_key(thresholds.min_entropy),
    ]
}

/// The value of a measure as a number.
pub(super) fn value(table: &CandidateTable, measure: Measure, row: usize) -> f64 {
    let id = CandidateId(row as u32);
    match measure {
        Measure::Count => f64::from(table.count(id)),
        Measure::Pmi => f64::from(table.pmi(id)),
        Measure::Left => f64::from(table.left(id)),
        Measure::Right => f64::from(table.right(id)),
        Measure::Entropy => f64::from(table.entropy(id)),
    }
}

/// Rows looked at for the edges of an axis.
const SAMPLE: usize = 1 << 16;

/// The axis of `measure` over all rows of `table`.
///
/// Counts: logarithmic, from the floor of the scan to the largest count. The others: linear, from the 0.1 % to the
/// 99.9 % quantile of at most 65,536 evenly spaced rows, so that a few extreme rows do not squeeze the rest into one
/// bin. Values that are not finite are left out; an axis is never empty.
pub(super) fn axis(table: &CandidateTable, measure: Measure) -> Axis {
    if measure == Measure::Count {
        let low = f64::from(table.floors().min_count.max(1));
        let high = table.columns().count.iter().copied().max().map_or(low, f64::from);
        return Axis { low, high: if high > low { high } else { low * 2.0 }, log: true };
    }
    let rows = table.len();
    let step = rows.div_ceil(SAMPLE).max(1);
    let mut sample: Vec<f64> =
        (0..rows).step_by(step).map(|row| value(table, measure, row)).filter(|x| x.is_finite()).collect();
    sample.sort_unstable_by(f64::total_cmp);
    let Some(last) = sample.len().checked_sub(1) else { return Axis { low: 0.0, high: 1.0, log: false } };
    let tail = sample.len() / 1000;
    let (low, high) = (sample[tail], sample[last - tail]);
    Axis { low, high: if high > low { high } else { low + 1.0 }, log: false }
}

/// An [`Axis`] made ready for many values.
#[derive(Clone, Copy)]
pub(super) struct Ruler {
    low: f64,
    bins_per_unit: f64,
    log: bool,
}

impl Ruler {
    pub(super) fn of(axis: Axis) -> Ruler {
        let (low, high) = if axis.log { (axis.low.ln(), axis.high.ln()) } else { (axis.low, axis.high) };
        Ruler { low, bins_per_unit: BINS as f64 / (high - low), log: axis.log }
    }

    pub(super) fn bin(&self, value: f64) -> usize {
        let x = if self.log { value.ln() } else { value };
        // The cast takes NaN to 0, and values that are out of reach to the nearest number.
        (((x - self.low) * self.bins_per_unit) as i32).clamp(0, BINS as i32 - 1) as usize
    }
}

impl Axis {
    /// The bin of `value`, 0 to [`BINS`]` - 1`.
    #[must_use]
    pub fn bin(&self, value: f64) -> usize {
        Ruler::of(*self).bin(value)
    }

    /// The value at the left edge of bin `k`; [`Axis::high`] for [`BINS`].
    #[must_use]
    pub fn edge(&self, k: usize) -> f64 {
        let part = k as f64 / BINS as f64;
        if self.log {
            (self.low.ln() + (self.high.ln() - self.low.ln()) * part).exp()
        } else {
            self.low + (self.high - self.low) * part
        }
    }
}
