//! What is asked and what is answered.

use std::sync::Arc;

use super::expression::Condition;
use super::rows::Rows;
use crate::engine::candidates::CandidateId;

/// A measure that has a threshold and a histogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// Occurrences.
    Count,
    /// Smallest PMI over the splits, nats.
    Pmi,
    /// Left entropy, nats.
    Left,
    /// Right entropy, nats.
    Right,
    /// The smaller entropy, nats.
    Entropy,
}

impl Measure {
    /// Every measure, in the order of the screen.
    pub const ALL: [Measure; 5] = [Measure::Count, Measure::Pmi, Measure::Left, Measure::Right, Measure::Entropy];
}

/// Something rows can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// The word's bytes.
    Word,
    /// Occurrences.
    Count,
    /// Smallest PMI over the splits.
    Pmi,
    /// Left entropy.
    Left,
    /// Right entropy.
    Right,
    /// The smaller entropy.
    Entropy,
    /// The score.
    Score,
    /// The class given by [`Classes`]: the verdict, as the workbench uses it.
    Verdict,
    /// The values of [`Given`]; those that are not known (NaN) come last in both directions.
    Given,
}

/// A column and a direction. Equal rows are always in ascending order of the words' bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// What to sort by.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Sort { column: Column::Score, descending: true }
    }
}

/// Lower bounds a row must reach, and the lengths it may have.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Occurrences, at least.
    pub min_count: u32,
    /// PMI in nats, at least.
    pub min_pmi: f32,
    /// Left entropy in nats, at least.
    pub min_left: f32,
    /// Right entropy in nats, at least.
    pub min_right: f32,
    /// The smaller entropy in nats, at least.
    pub min_entropy: f32,
    /// Length in units, at least.
    pub min_length: u8,
    /// Length in units, at most.
    pub max_length: u8,
}

impl Thresholds {
    /// Bounds that every row passes.
    pub const OPEN: Thresholds = Thresholds {
        min_count: 0,
        min_pmi: f32::NEG_INFINITY,
        min_left: 0.0,
        min_right: 0.0,
        min_entropy: 0.0,
        min_length: 1,
        max_length: u8::MAX,
    };
}

impl Default for Thresholds {
    fn default() -> Self {
        Self::OPEN
    }
}

/// Which words to show, by their text or by a condition.
#[derive(Debug, Clone)]
pub enum TextFilter {
    /// Words that contain this string.
    Substring(String),
    /// Words in which this expression matches.
    Regex(regex::Regex),
    /// Words for which this condition holds.
    Condition(Arc<Condition>),
}

/// A small class number for each row, given from outside, and which classes to show.
#[derive(Debug, Clone)]
pub struct Classes {
    /// Class of each row, 0 to 7.
    pub of_row: Arc<Vec<u8>>,
    /// Bit `k` set: rows of class `k` are shown.
    pub shown: u8,
}

/// A column that is not the table's own, given from outside.
#[derive(Debug, Clone)]
pub struct Given {
    /// A value for each row; missing ones are not known (NaN).
    pub values: Arc<[f32]>,
    /// A bound that values must reach; those that are not known do not.
    pub least: Option<f32>,
}

impl Given {
    /// The value of a row.
    pub(super) fn value(&self, row: usize) -> f32 {
        self.values.get(row).copied().unwrap_or(f32::NAN)
    }
}

/// One question to a table.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The bounds.
    pub thresholds: Thresholds,
    /// The text filter, if any.
    pub filter: Option<TextFilter>,
    /// The order of the answer.
    pub sort: Sort,
    /// The classes, if rows are filtered or sorted by them.
    pub classes: Option<Classes>,
    /// The column from outside, if rows are filtered or sorted by one.
    pub given: Option<Given>,
}

/// Number of bins of a [`Histogram`].
pub const BINS: usize = 64;

/// The axis of a histogram. Bin `k` holds the values from `low + k w` up to `low + (k + 1) w`, where `w` is a
/// [`BINS`]th of `high - low`; on a logarithmic axis these are natural logarithms of the value. Values outside go to
/// the first or last bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// Value at the left edge, in the unit of the measure (also on a logarithmic axis).
    pub low: f64,
    /// Value at the right edge.
    pub high: f64,
    /// Whether the axis is logarithmic (counts).
    pub log: bool,
}

/// How a measure is spread over the rows that pass every test but its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// The measure.
    pub measure: Measure,
    /// The axis; it depends on the table alone, not on the query.
    pub axis: Axis,
    /// Rows in each bin.
    pub bins: Vec<u32>,
    /// Rows that pass every other test.
    pub others: u32,
    /// Rows that pass every test, this one included.
    pub passing: u32,
}

/// The rows that entered or left by the last change of thresholds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Crossing {
    /// How many rows came in.
    pub entered: usize,
    /// How many rows went out.
    pub left: usize,
    /// Up to [`Crossing::NAMED`] that came in, best score first.
    pub entered_ids: Vec<CandidateId>,
    /// Up to [`Crossing::NAMED`] that went out, best score first.
    pub left_ids: Vec<CandidateId>,
}

impl Crossing {
    /// How many rows are named on each side.
    pub const NAMED: usize = 16;
}

/// The answer to a [`Query`].
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The rows that pass, in the order asked for.
    pub ids: Rows,
    /// One for each of [`Measure::ALL`], in that order.
    pub histograms: Vec<Histogram>,
    /// Rows of each length (index = units) among those that pass every test but the length's.
    pub lengths: Vec<u32>,
    /// What crossed since the query before. Empty when more than the thresholds changed.
    pub crossing: Crossing,
}
