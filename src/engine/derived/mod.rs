//! Columns that follow from a table: computed when they are asked for, kept by whoever asked.
//!
//! ```text
//! CandidateTable --Nesting--> counts of all parts --> a column (one f32 a row)
//! ```
//!
//! Counting stays as quick as it is: a table has every part of every candidate, so what a measure needs of longer and
//! shorter strings is there. A value that is not known (a part that is missing from a table not made by a count, longer
//! strings than were counted) is NaN.

pub mod dates;
mod documents;
mod explain;
mod feature;
pub mod folding;
pub mod nesting;
mod occurrences;
pub mod periods;
pub mod reference;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

pub use explain::{Explanation, Split, Standing};
pub use feature::{Feature, Need, Spec, Unit};
use nesting::Nesting;
use periods::{Periods, Trends};
use reference::{Reference, keyness, log_ratio};

use super::AnalyseError;
use super::candidates::{CandidateId, CandidateTable, Floors};
use super::control::{Cancelled, Control, Stage};
use super::measures::branching;
use super::ranks::Spread;
use super::refined::{self, Refined};
use super::text::Corpus;

/// Rows computed between two looks at the [`Control`].
const CHUNK: usize = 1 << 14;

/// Computes the columns of one table.
#[derive(Debug)]
pub struct Deriver {
    table: Arc<CandidateTable>,
    nesting: OnceLock<Nesting>,
    refined: OnceLock<Refined>,
    reference: Option<Arc<Reference>>,
    trends: OnceLock<Option<Arc<Trends>>>,
}

impl Deriver {
    /// A deriver of columns of `table`. Nothing is computed yet.
    #[must_use]
    pub fn new(table: Arc<CandidateTable>) -> Self {
        Deriver { table, nesting: OnceLock::new(), refined: OnceLock::new(), reference: None, trends: OnceLock::new() }
    }

    /// The deriver, with the columns that compare with `reference`, which is of the same table. Without one they are not
    /// known.
    #[must_use]
    pub fn against(self, reference: Arc<Reference>) -> Self {
        Deriver { reference: Some(reference), ..self }
    }

    /// The deriver, with the counts in periods, which are of the same table. Without them they are counted when a column
    /// needs them.
    #[must_use]
    pub fn over(self, trends: Arc<Trends>) -> Self {
        Deriver { trends: OnceLock::from(Some(trends)), ..self }
    }

    /// The counts in the periods, if there are any.
    #[must_use]
    pub fn trends(&self) -> Option<&Arc<Trends>> {
        self.trends.get().and_then(Option::as_ref)
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &Arc<CandidateTable> {
        &self.table
    }

    /// The column of `feature`: a value for each row of the table, which was made of `corpus`.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`] when documents are to be
    /// counted and the text is outside memory and cannot be read.
    pub fn column(&self, feature: Feature, corpus: &Corpus, control: &Control) -> Result<Arc<[f32]>, AnalyseError> {
        match feature {
            Feature::Docs => {
                control.begin(Stage::Measure, corpus.len() as u64);
                documents::count(&self.table, corpus, control)
            }
            Feature::Trend | Feature::Burst => {
                if self.trends.get().is_none() {
                    let counted =
                        Periods::of(corpus).map(|periods| Trends::count(&self.table, corpus, &periods, control));
                    // Who was quicker has found the same.
                    let _ = self.trends.set(counted.transpose()?.map(Arc::new));
                }
                Ok(self.of_table(feature, control)?)
            }
            Feature::Refined => Ok(self.refined(corpus, control)?.score.as_slice().into()),
            Feature::Confidence => Ok(self.refined(corpus, control)?.used.as_slice().into()),
            _ => Ok(self.of_table(feature, control)?),
        }
    }

    /// The second opinion on the rows, formed once.
    ///
    /// # Errors
    /// As [`Deriver::column`].
    pub fn refined(&self, corpus: &Corpus, control: &Control) -> Result<&Refined, AnalyseError> {
        if self.refined.get().is_none() {
            let mean = self.mean_pmi(control)?;
            let made = refined::refine(corpus, &self.table, &mean, control)?;
            // Who was quicker has found the same.
            let _ = self.refined.set(made);
        }
        self.refined.get().ok_or(Cancelled.into())
    }

    /// The mean PMI over the splits of each row, in nats.
    fn mean_pmi(&self, control: &Control) -> Result<Arc<[f32]>, Cancelled> {
        let parts = self.parts(control)?;
        let all = self.table.totals().symbols as f64;
        let counts = &self.table.columns().count;
        each(self.table.len(), control, |row| {
            let splits = parts.splits(row);
            let sum: f64 = splits.iter().map(|&(_, _, [a, b])| (f64::from(counts[row]) * all / (a * b)).ln()).sum();
            sum / splits.iter().len().max(1) as f64
        })
    }

    /// As [`Deriver::column`] without the text: documents are not known.
    fn of_table(&self, feature: Feature, control: &Control) -> Result<Arc<[f32]>, Cancelled> {
        control.begin(Stage::Measure, self.table.len() as u64);
        Ok(match feature {
            _ if feature.needs_text() => vec![f32::NAN; self.table.len()].into(),
            Feature::Reference | Feature::Keyness | Feature::LogRatio => self.compared(feature, control)?,
            Feature::Trend => self.over_time(control, Trends::peak)?,
            Feature::Burst => self.over_time(control, Trends::burst)?,
            // Follows from a list.
            Feature::Folded => vec![f32::NAN; self.table.len()].into(),
            Feature::Fragment => self.fragment(control)?,
            Feature::Vbe => self.variation(control)?,
            _ if feature.is_local() => each(self.table.len(), control, |row| local(&self.table, feature, row))?,
            _ => {
                let parts = self.parts(control)?;
                each(self.table.len(), control, |row| parts.value(feature, row))?
            }
        })
    }

    /// The nesting of the rows, computed once.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn nesting(&self, control: &Control) -> Result<&Nesting, Cancelled> {
        if self.nesting.get().is_none() {
            // Who was quicker has found the same.
            let _ = self.nesting.set(Nesting::new(&self.table, control)?);
        }
        self.nesting.get().ok_or(Cancelled)
    }

    fn parts(&self, control: &Control) -> Result<Parts<'_>, Cancelled> {
        Ok(Parts { table: &self.table, nesting: self.nesting(control)? })
    }

    fn compared(&self, feature: Feature, control: &Control) -> Result<Arc<[f32]>, Cancelled> {
        let Some(reference) = &self.reference else { return Ok(vec![f32::NAN; self.table.len()].into()) };
        let (counts, all) = (&self.table.columns().count, self.table.totals().symbols);
        each(self.table.len(), control, |row| {
            let rates = reference.against(row, counts[row], all);
            match feature {
                Feature::Keyness => keyness(rates),
                Feature::LogRatio => log_ratio(rates),
                _ => rates[1].0,
            }
        })
    }

    fn over_time(&self, control: &Control, value: fn(&Trends, usize) -> f64) -> Result<Arc<[f32]>, Cancelled> {
        match self.trends() {
            Some(trends) => each(self.table.len(), control, |row| value(trends, row)),
            None => Ok(vec![f32::NAN; self.table.len()].into()),
        }
    }

    fn fragment(&self, control: &Control) -> Result<Arc<[f32]>, Cancelled> {
        let (table, nesting) = (&self.table, self.nesting(control)?);
        let counts = &table.columns().count;
        let most: Vec<AtomicU32> = counts.iter().map(|_| AtomicU32::new(0)).collect();
        counts.par_chunks(CHUNK).enumerate().try_for_each(|(k, counts)| {
            control.check()?;
            for (row, &count) in (k * CHUNK..).zip(counts) {
                for part in [nesting.prefix(row), nesting.suffix(row)] {
                    if let Some(most) = most.get(part as usize) {
                        most.fetch_max(count, Ordering::Relaxed);
                    }
                }
            }
            Ok(())
        })?;
        let longest = table.floors().max_length;
        each(table.len(), control, |row| {
            if table.columns().length[row] >= longest {
                return f64::NAN;
            }
            f64::from(most[row].load(Ordering::Relaxed)) / f64::from(counts[row])
        })
    }

    /// As the score takes it, see [`super::measures::score`].
    fn variation(&self, control: &Control) -> Result<Arc<[f32]>, Cancelled> {
        let parts = self.parts(control)?;
        let lengths = &self.table.columns().length;
        let mut growth = vec![[0f32; 2]; self.table.len()];
        growth.par_chunks_mut(CHUNK).enumerate().try_for_each(|(k, growth)| {
            control.check()?;
            (k * CHUNK..).zip(growth).for_each(|(row, growth)| *growth = parts.growth(row));
            Ok(())
        })?;
        let spreads = spreads(&growth, lengths, control)?;
        each(growth.len(), control, |row| {
            let (growth, spread) = (growth[row], spreads[usize::from(lengths[row])]);
            spread[0].z(growth[0]) + spread[1].z(growth[1])
        })
    }
}

/// One value for each row, in parallel.
fn each(rows: usize, control: &Control, value: impl Fn(usize) -> f64 + Sync) -> Result<Arc<[f32]>, Cancelled> {
    let mut column = vec![0f32; rows];
    column.par_chunks_mut(CHUNK).enumerate().try_for_each(|(k, column)| {
        control.check()?;
        (k * CHUNK..).zip(&mut *column).for_each(|(row, own)| *own = value(row) as f32);
        control.advance(column.len() as u64);
        Ok(())
    })?;
    Ok(column.into())
}

/// The value of a column that follows from one row of `table` alone (see [`Feature::is_local`]), NaN for others.
#[must_use]
pub fn local(table: &CandidateTable, feature: Feature, row: usize) -> f64 {
    let id = CandidateId(row as u32);
    match feature {
        Feature::Count => f64::from(table.count(id)),
        Feature::Length => f64::from(table.length(id)),
        Feature::Pmi => f64::from(table.pmi(id)),
        Feature::Npmi => f64::from(table.pmi(id)) / -(f64::from(table.count(id)) / table.totals().symbols as f64).ln(),
        Feature::Left => f64::from(table.left(id)),
        Feature::Right => f64::from(table.right(id)),
        Feature::Entropy => f64::from(table.entropy(id)),
        Feature::Variety => f64::from(table.left_kinds(id).min(table.right_kinds(id))),
        Feature::Score => f64::from(table.score(id)),
        Feature::Docs
        | Feature::Cohesion
        | Feature::Llr
        | Feature::Vbe
        | Feature::Fragment
        | Feature::Surprise
        | Feature::Confidence
        | Feature::Refined
        | Feature::Reference
        | Feature::Keyness
        | Feature::LogRatio
        | Feature::Trend
        | Feature::Burst
        | Feature::Folded => f64::NAN,
    }
}

/// A table whose parts are known.
#[derive(Clone, Copy)]
struct Parts<'a> {
    table: &'a CandidateTable,
    nesting: &'a Nesting,
}

impl Parts<'_> {
    fn value(self, feature: Feature, row: usize) -> f64 {
        let splits = self.splits(row);
        let count = f64::from(self.table.columns().count[row]);
        match feature {
            Feature::Cohesion => least(splits.iter().map(|&(_, _, [a, b])| count / a.max(b))),
            Feature::Llr => {
                let all = self.table.totals().symbols as f64;
                least(splits.iter().map(|&(_, _, [a, b])| log_likelihood([count, a, b, all])))
            }
            Feature::Surprise => self.surprise(row),
            _ => f64::NAN,
        }
    }

    /// The nodes of the two parts of each split, the shorter first part first, with their counts. None when a part is
    /// missing.
    fn splits(self, row: usize) -> Splits {
        let length = usize::from(self.table.columns().length[row]);
        let mut splits = Splits::default();
        let (mut head, mut tail) = (self.nesting.prefix(row), self.nesting.suffix(row));
        if !(2..=usize::from(Floors::MOST_LENGTH)).contains(&length) {
            return splits;
        }
        for k in 0..length - 1 {
            let (Some(a), Some(b)) = (self.count(head), self.count(tail)) else { return Splits::default() };
            let from_end = length - 2 - k;
            (splits.all[from_end].0, splits.all[from_end].2[0]) = (head, a);
            (splits.all[k].1, splits.all[k].2[1]) = (tail, b);
            (head, tail) = (self.nesting.prefix_of(head), self.nesting.suffix_of(tail));
        }
        splits.len = length - 1;
        splits
    }

    fn surprise(self, row: usize) -> f64 {
        let (prefix, suffix) = (self.nesting.prefix(row), self.nesting.suffix(row));
        let (Some(a), Some(b)) = (self.count(prefix), self.count(suffix)) else { return f64::NAN };
        let inner = match self.table.columns().length[row] {
            2 => Some(self.table.totals().symbols as f64),
            _ => self.count(self.nesting.suffix_of(prefix)),
        };
        inner.map_or(f64::NAN, |inner| (f64::from(self.table.columns().count[row]) * inner / (a * b)).ln())
    }

    /// Growth of the corrected left entropy by the first unit and of the right by the last, nats.
    fn growth(self, row: usize) -> [f32; 2] {
        let [left, right] = self.entropies(row as u32);
        let [without_first, _] = self.entropies(self.nesting.suffix(row));
        let [_, without_last] = self.entropies(self.nesting.prefix(row));
        [(left - without_first) as f32, (right - without_last) as f32]
    }

    fn count(self, node: u32) -> Option<f64> {
        self.occurrences(node).map(f64::from)
    }

    fn occurrences(self, node: u32) -> Option<u32> {
        let (columns, rows) = (self.table.columns(), self.table.len());
        let count = match (node as usize).checked_sub(rows) {
            None => columns.count.get(node as usize),
            Some(symbol) => columns.symbols.count.get(symbol),
        };
        count.copied()
    }

    /// Corrected left and right entropy of a node (Miller 1955, see [`super::measures::branching`]), nats.
    fn entropies(self, node: u32) -> [f64; 2] {
        let Some(count) = self.occurrences(node) else { return [f64::NAN; 2] };
        let (columns, at) = (self.table.columns(), node as usize);
        let corrected = |entropy: f32, kinds: u32| f64::from(entropy) + branching::correction(count, kinds);
        match at.checked_sub(self.table.len()) {
            None => [
                corrected(columns.left[at], columns.left_kinds[at]),
                corrected(columns.right[at], columns.right_kinds[at]),
            ],
            Some(at) => {
                let symbols = &columns.symbols;
                [
                    corrected(symbols.left[at], symbols.left_kinds[at]),
                    corrected(symbols.right[at], symbols.right_kinds[at]),
                ]
            }
        }
    }
}

/// The splits of one row: nodes of both parts and their counts.
#[derive(Default)]
struct Splits {
    all: [(u32, u32, [f64; 2]); Floors::MOST_LENGTH as usize],
    len: usize,
}

impl Splits {
    fn iter(&self) -> std::slice::Iter<'_, (u32, u32, [f64; 2])> {
        self.all[..self.len].iter()
    }
}

/// The least of `values`; NaN of none.
fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NAN, f64::min)
}

/// The log-likelihood ratio of Dunning (1993) of a string that occurs `count` times, whose parts occur `a` and `b` times
/// in a text of `all` units; negative when it occurs less often than by chance. Without a unit.
///
/// Occurrences of one part may overlap (哈哈哈), so that more than `all` pairs would be counted: the last cell of the table
/// is then 0.
#[must_use]
pub fn log_likelihood([count, a, b, all]: [f64; 4]) -> f64 {
    let cells =
        [(count, a, b), (a - count, a, all - b), (b - count, all - a, b), (all - a - b + count, all - a, all - b)];
    let terms = cells.iter().filter(|cell| cell.0 > 0.0 && cell.1 > 0.0 && cell.2 > 0.0);
    let sum: f64 = terms.map(|&(k, row, column)| k * (k * all / (row * column)).ln()).sum();
    let ratio = (2.0 * sum).max(0.0);
    if count * all < a * b { -ratio } else { ratio }
}

/// For each length the spread of both columns of `growth`, in which unknown values do not count. Added up in the order of
/// the rows, so that it does not depend on the threads.
fn spreads(growth: &[[f32; 2]], lengths: &[u8], control: &Control) -> Result<Vec<[Spread; 2]>, Cancelled> {
    let mut spreads = vec![[Spread::default(); 2]; 256];
    for side in 0..2 {
        let (mut rows, mut sums) = ([0f64; 256], [0f64; 256]);
        let known = || growth.iter().zip(lengths).map(|(g, &l)| (f64::from(g[side]), usize::from(l)));
        for (value, length) in known().filter(|(value, _)| value.is_finite()) {
            rows[length] += 1.0;
            sums[length] += value;
        }
        control.check()?;
        let mut squares = [0f64; 256];
        for (value, length) in known().filter(|(value, _)| value.is_finite()) {
            squares[length] += (value - sums[length] / rows[length]).powi(2);
        }
        control.check()?;
        for (length, spread) in spreads.iter_mut().enumerate().filter(|(length, _)| rows[*length] > 0.0) {
            let n = rows[length];
            spread[side] = Spread { mean: sums[length] / n, deviation: (squares[length] / n).sqrt() };
        }
    }
    Ok(spreads)
}
