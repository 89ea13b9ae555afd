//! Rows in the order of a column.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::scale;
use super::types::{Column, Measure, Query};
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control, Stage};

/// A permutation of the rows, and, once asked for, the place of each row in it.
#[derive(Default)]
pub(super) struct Order {
    rows: Vec<u32>,
    places: OnceLock<Vec<u32>>,
}

impl Order {
    /// The order in which the rows stand in `rows`.
    pub(super) fn new(rows: Vec<u32>) -> Self {
        Order { rows, places: OnceLock::new() }
    }

    /// The rows in order.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The place of each row, if known.
    pub(super) fn places(&self) -> Option<&[u32]> {
        self.places.get().map(Vec::as_slice)
    }

    /// Makes the place of each row known; for a permutation only.
    pub(super) fn find_places(&self, control: &Control) -> Result<(), Cancelled> {
        if self.places.get().is_some() {
            return Ok(());
        }
        let mut places = vec![0; self.rows.len()];
        for (start, rows) in (0..).step_by(CHUNK).zip(self.rows.chunks(CHUNK)) {
            control.check()?;
            (start..).zip(rows).for_each(|(place, &row)| places[row as usize] = place);
        }
        // Who was quicker has found the same.
        let _ = self.places.set(places);
        Ok(())
    }

    /// The place of one row, by a search when the places of all are not known.
    pub(super) fn place_of(&self, id: CandidateId) -> Option<usize> {
        match self.places.get() {
            Some(places) => places.get(id.index()).map(|&place| place as usize),
            None => self.rows.iter().position(|&row| row == id.0),
        }
    }
}

/// Rows between two looks at the [`Control`].
const CHUNK: usize = 1 << 18;
/// The digits of the radix sort, the lowest first.
const DIGITS: [Digit; 3] =
    [Digit { shift: 32, bits: 11 }, Digit { shift: 43, bits: 11 }, Digit { shift: 54, bits: 10 }];
/// Keys looked at to tell how they are spread.
const SAMPLE: usize = 1 << 12;
/// Most threads a sort is for: each of them looks at every key.
const MOST_PARTS: usize = 8;

/// Some bits of a key.
#[derive(Clone, Copy)]
struct Digit {
    shift: u32,
    bits: u32,
}

impl Digit {
    fn of(self, pair: u64) -> usize {
        (pair >> self.shift) as usize & ((1 << self.bits) - 1)
    }
}

/// The orders built so far: largest first for each measure and the score.
#[derive(Default)]
pub(super) struct Orders {
    measures: [Option<Arc<Order>>; 5],
    score: Option<Arc<Order>>,
}

impl Orders {
    /// The rows by `measure`, largest first, if that order was built already.
    pub(super) fn measure(&self, measure: Measure) -> Option<&[u32]> {
        self.measures[measure as usize].as_deref().map(Order::rows)
    }

    /// Whether `order` is from the best score to the worst.
    pub(super) fn is_by_score(&self, order: &Arc<Order>) -> bool {
        self.score.as_ref().is_some_and(|score| Arc::ptr_eq(score, order))
    }

    /// Builds the order of each measure. Those that are done stay when `control` is cancelled.
    pub(super) fn prepare(&mut self, table: &CandidateTable, control: &Control) -> Result<(), Cancelled> {
        let missing = self.measures.iter().filter(|order| order.is_none()).count();
        control.begin(Stage::Order, (missing * table.len()) as u64);
        // One after the other, each in parallel: what they need in passing is then needed once.
        for (measure, slot) in Measure::ALL.into_iter().zip(&mut self.measures) {
            if slot.is_none() {
                *slot = Some(by_measure(table, measure, control)?);
            }
        }
        Ok(())
    }

    /// The rows in the order of `query`; equal rows by ascending row, those of one class by falling score before that.
    /// The largest first of a measure or the score is kept.
    pub(super) fn of(
        &mut self,
        query: &Query,
        table: &CandidateTable,
        control: &Control,
    ) -> Result<Arc<Order>, Cancelled> {
        let sort = query.sort;
        match measure_of(sort.column) {
            Some(measure) if sort.descending => {
                let slot = &mut self.measures[measure as usize];
                if let Some(order) = slot {
                    return Ok(order.clone());
                }
                Ok(slot.insert(by_measure(table, measure, control)?).clone())
            }
            None if sort.column == Column::Score && sort.descending => by_score(&mut self.score, table, control),
            _ => self.build(query, table, control).map(|rows| Arc::new(Order::new(rows))),
        }
    }

    fn build(&mut self, query: &Query, table: &CandidateTable, control: &Control) -> Result<Vec<u32>, Cancelled> {
        let (rows, sort) = (table.len() as u32, query.sort);
        match (sort.column, measure_of(sort.column)) {
            (_, Some(measure)) => ascending(table.len(), |row| scale::measure_key(table, measure, row), control),
            (Column::Given, _) => {
                let given = query.given.as_ref();
                ascending(table.len(), |row| scale::given_key(given, row, sort.descending), control)
            }
            (Column::Verdict, _) => {
                let of_row = query.classes.as_ref().map_or(&[][..], |classes| &classes.of_row);
                Ok(by_class(by_score(&mut self.score, table, control)?.rows(), of_row, sort.descending))
            }
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
        Column::Word | Column::Score | Column::Verdict | Column::Given => None,
    }
}

fn by_measure(table: &CandidateTable, measure: Measure, control: &Control) -> Result<Arc<Order>, Cancelled> {
    let columns = table.columns();
    let rows = table.len();
    // The columns as they are: a key that asks for its measure each time is slower.
    let order = match measure {
        Measure::Count => ascending(rows, |row| !columns.count[row], control),
        Measure::Pmi => ascending(rows, |row| !scale::key(columns.pmi[row]), control),
        Measure::Left => ascending(rows, |row| !scale::key(columns.left[row]), control),
        Measure::Right => ascending(rows, |row| !scale::key(columns.right[row]), control),
        Measure::Entropy => ascending(rows, |row| !scale::measure_key(table, Measure::Entropy, row), control),
    };
    order.map(|rows| Arc::new(Order::new(rows)))
}

fn by_score(slot: &mut Option<Arc<Order>>, table: &CandidateTable, control: &Control) -> Result<Arc<Order>, Cancelled> {
    if let Some(order) = slot {
        return Ok(order.clone());
    }
    let rows = ascending(table.len(), |row| !scale::score_key(table, row), control)?;
    Ok(slot.insert(Arc::new(Order::new(rows))).clone())
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
/// Each thread takes a range of keys about as frequent as the others and sorts the rows that have them by radix from
/// the lowest digit: linear, stable, and it can be stopped between chunks.
fn ascending(rows: usize, key: impl Fn(usize) -> u32 + Sync, control: &Control) -> Result<Vec<u32>, Cancelled> {
    let ranges = key_ranges(rows, &key);
    let collected: Vec<Vec<u64>> =
        ranges.into_par_iter().map(|range| collect(rows, &key, &range, control)).collect::<Result<_, _>>()?;
    let mut order = vec![0; rows];
    let mut rest = order.as_mut_slice();
    let mut parts = Vec::with_capacity(collected.len());
    for pairs in collected {
        let (part, after) = rest.split_at_mut(pairs.len());
        parts.push((pairs, part));
        rest = after;
    }
    parts.into_par_iter().try_for_each(|(pairs, part)| sort(pairs, part, control))?;
    control.advance(rows as u64);
    Ok(order)
}

/// Ranges of keys, one for each thread, that cover all and hold about as many rows each.
fn key_ranges(rows: usize, key: &impl Fn(usize) -> u32) -> Vec<Range<u64>> {
    let parts = rayon::current_num_threads().min(MOST_PARTS).min(rows / SAMPLE + 1);
    let mut sample: Vec<u32> = (0..rows).step_by(rows / SAMPLE + 1).map(key).collect();
    sample.sort_unstable();
    let mut starts: Vec<u64> = (1..parts).map(|part| u64::from(sample[part * sample.len() / parts])).collect();
    starts.insert(0, 0);
    let ends = starts.iter().copied().skip(1).chain([1 << 32]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The rows whose key is in `range`, ascending, each below its key in the higher half.
fn collect(
    rows: usize,
    key: &impl Fn(usize) -> u32,
    range: &Range<u64>,
    control: &Control,
) -> Result<Vec<u64>, Cancelled> {
    let has = |row: usize| range.contains(&u64::from(key(row)));
    let mut count = 0;
    for start in (0..rows).step_by(CHUNK) {
        control.check()?;
        count += (start..rows.min(start + CHUNK)).filter(|&row| has(row)).count();
    }
    // One more than they are: every row is written, and written over unless its key is in the range.
    let mut pairs = vec![0u64; count + 1];
    let mut next = 0;
    for start in (0..rows).step_by(CHUNK) {
        control.check()?;
        for row in start..rows.min(start + CHUNK) {
            let key = u64::from(key(row));
            pairs[next] = key << 32 | row as u64;
            next += usize::from(range.contains(&key));
        }
    }
    pairs.truncate(count);
    Ok(pairs)
}

/// Puts the rows of `pairs` into `order`, by ascending key. The pairs must be in ascending order of the row.
fn sort(mut pairs: Vec<u64>, order: &mut [u32], control: &Control) -> Result<(), Cancelled> {
    let mut counts = [[0usize; 1 << 11]; DIGITS.len()];
    for chunk in pairs.chunks(CHUNK) {
        control.check()?;
        for &pair in chunk {
            counts.iter_mut().zip(DIGITS).for_each(|(counts, digit)| counts[digit.of(pair)] += 1);
        }
    }
    // A digit that is the same in all keys changes nothing.
    let all = pairs.len();
    let mut rounds: Vec<_> = DIGITS.into_iter().zip(counts).filter(|(_, counts)| !counts.contains(&all)).collect();
    let Some((last, mut last_starts)) = rounds.pop() else {
        order.iter_mut().zip(pairs).for_each(|(row, pair)| *row = pair as u32);
        return Ok(());
    };
    let mut other = vec![0; if rounds.is_empty() { 0 } else { all }];
    for (digit, mut starts) in rounds {
        sum_before(&mut starts);
        scatter(&pairs, digit, &mut starts, |place, pair| other[place] = pair, control)?;
        std::mem::swap(&mut pairs, &mut other);
    }
    sum_before(&mut last_starts);
    scatter(&pairs, last, &mut last_starts, |place, pair| order[place] = pair as u32, control)
}

/// One round of the radix sort.
fn scatter(
    pairs: &[u64],
    digit: Digit,
    starts: &mut [usize; 1 << 11],
    mut put: impl FnMut(usize, u64),
    control: &Control,
) -> Result<(), Cancelled> {
    for chunk in pairs.chunks(CHUNK) {
        control.check()?;
        for &pair in chunk {
            let place = &mut starts[digit.of(pair)];
            put(*place, pair);
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
