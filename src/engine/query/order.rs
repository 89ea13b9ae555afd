//! Rows in the order of a column.

use std::sync::Arc;

use rayon::prelude::*;

use super::scale;
use super::types::{Classes, Column, Measure, Sort};
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control, Stage};

/// A permutation of the rows.
pub(super) type Order = Arc<Vec<u32>>;

/// Rows between two looks at the [`Control`].
const CHUNK: usize = 1 << 18;
/// Bits of each digit of the radix sort, the lowest first.
const DIGITS: [u32; 3] = [11, 11, 10];

/// The orders built so far: largest first for each measure and the score.
#[derive(Default)]
pub(super) struct Orders {
    measures: [Option<Order>; 5],
    score: Option<Order>,
}

impl Orders {
    /// The rows by `measure`, largest first, if that order was built already.
    pub(super) fn measure(&self, measure: Measure) -> Option<&Order> {
        self.measures[measure as usize].as_ref()
    }

    /// Builds the order of each measure and of the score. Those that are done stay when `control` is cancelled.
    pub(super) fn prepare(&mut self, table: &CandidateTable, control: &Control) -> Result<(), Cancelled> {
        let missing = self.measures.iter().filter(|order| order.is_none()).count() + usize::from(self.score.is_none());
        control.begin(Stage::Order, (missing * table.len()) as u64);
        let measures = Measure::ALL.into_par_iter().zip(&mut self.measures);
        let (measures, score) = rayon::join(
            || {
                measures.filter(|(_, order)| order.is_none()).try_for_each(|(measure, order)| {
                    *order = Some(by_measure(table, measure, control)?);
                    Ok(())
                })
            },
            || by_score(&mut self.score, table, control).map(|_| ()),
        );
        measures.and(score)
    }

    /// The rows in the order of `sort`; equal rows by ascending row, those of one class by falling score before that.
    /// The largest first of a measure or the score is kept.
    pub(super) fn of(
        &mut self,
        sort: Sort,
        classes: Option<&Classes>,
        table: &CandidateTable,
        control: &Control,
    ) -> Result<Order, Cancelled> {
        match measure_of(sort.column) {
            Some(measure) if sort.descending => {
                let slot = &mut self.measures[measure as usize];
                if let Some(order) = slot {
                    return Ok(order.clone());
                }
                Ok(slot.insert(by_measure(table, measure, control)?).clone())
            }
            None if sort.column == Column::Score && sort.descending => by_score(&mut self.score, table, control),
            _ => self.build(sort, classes.map_or(&[], |classes| &classes.of_row), table, control).map(Arc::new),
        }
    }

    fn build(
        &mut self,
        sort: Sort,
        of_row: &[u8],
        table: &CandidateTable,
        control: &Control,
    ) -> Result<Vec<u32>, Cancelled> {
        let rows = table.len() as u32;
        match (sort.column, measure_of(sort.column)) {
            (_, Some(measure)) => ascending(table.len(), |row| scale::measure_key(table, measure, row), control),
            (Column::Verdict, _) => Ok(by_class(&by_score(&mut self.score, table, control)?, of_row, sort.descending)),
            (Column::Score, _) => ascending(table.len(), |row| scale::score_key(table, row), control),
            _ if sort.descending => Ok((0..rows).rev().collect()),
            _ => Ok((0..rows).collect()),
        }
    }
}

fn measure_of(column: Column) -> Option<Measure> {
    match column {
        Column::Count => Some(Measure::Count),
        Column::Pmi => Some(Measure::Pmi),
        Column::Left => Some(Measure::Left),
        Column::Right => Some(Measure::Right),
        Column::Entropy => Some(Measure::Entropy),
        Column::Word | Column::Score | Column::Verdict => None,
    }
}

fn by_measure(table: &CandidateTable, measure: Measure, control: &Control) -> Result<Order, Cancelled> {
    ascending(table.len(), |row| !scale::measure_key(table, measure, row), control).map(Arc::new)
}

fn by_score(slot: &mut Option<Order>, table: &CandidateTable, control: &Control) -> Result<Order, Cancelled> {
    if let Some(order) = slot {
        return Ok(order.clone());
    }
    let order = Arc::new(ascending(table.len(), |row| !scale::score_key(table, row), control)?);
    Ok(slot.insert(order).clone())
}

/// `order` by class, within a class as it was.
fn by_class(order: &[u32], of_row: &[u8], descending: bool) -> Vec<u32> {
    let digit = |row: u32| {
        let class = of_row.get(row as usize).copied().unwrap_or(0);
        usize::from(if descending { !class } else { class })
    };
    let mut starts = [0usize; 256];
    order.iter().for_each(|&row| starts[digit(row)] += 1);
    sum_before(&mut starts);
    let mut sorted = vec![0; order.len()];
    for &row in order {
        let place = &mut starts[digit(row)];
        sorted[*place] = row;
        *place += 1;
    }
    sorted
}

/// The rows `0..rows` in ascending order of `key`, equal keys in ascending order of the row.
///
/// A radix sort from the lowest digit: linear, stable, and it can be stopped between chunks.
fn ascending(rows: usize, key: impl Fn(usize) -> u32, control: &Control) -> Result<Vec<u32>, Cancelled> {
    let mut from: Vec<u64> = Vec::with_capacity(rows);
    for start in (0..rows).step_by(CHUNK) {
        control.check()?;
        from.extend((start..rows.min(start + CHUNK)).map(|row| u64::from(key(row)) << 32 | row as u64));
    }
    let mut to = vec![0u64; rows];
    let mut shift = 32;
    for bits in DIGITS {
        scatter(&from, &mut to, shift, bits, control)?;
        std::mem::swap(&mut from, &mut to);
        shift += bits;
    }
    control.advance(rows as u64);
    Ok(from.into_iter().map(|pair| pair as u32).collect())
}

/// One round of the radix sort, by the digit of `bits` bits at `shift`.
fn scatter(from: &[u64], to: &mut [u64], shift: u32, bits: u32, control: &Control) -> Result<(), Cancelled> {
    let digit = |pair: u64| (pair >> shift) as usize & ((1 << bits) - 1);
    let mut starts = [0usize; 1 << 11];
    from.iter().for_each(|&pair| starts[digit(pair)] += 1);
    sum_before(&mut starts);
    for chunk in from.chunks(CHUNK) {
        control.check()?;
        for &pair in chunk {
            let place = &mut starts[digit(pair)];
            to[*place] = pair;
            *place += 1;
        }
    }
    Ok(())
}

/// Puts the sum of all before it in the place of each number.
fn sum_before(numbers: &mut [usize]) {
    let mut sum = 0;
    for number in numbers {
        sum += std::mem::replace(number, sum);
    }
}

/// The key that orders rows from the best score to the worst.
pub(super) fn best_first(table: &CandidateTable, row: u32) -> (u32, CandidateId) {
    (!scale::score_key(table, row as usize), CandidateId(row))
}
