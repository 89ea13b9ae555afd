//! The first rows of an answer, without the indexes that later answers would need.

use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::types::{Classes, Column, Measure, Query};
use super::{filter, mask, scale};
use crate::engine::AnalyseError;
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control};
use crate::engine::rows::Listing;

/// Rows handled as one piece of parallel work.
const CHUNK: usize = 1 << 15;

/// The first `most` rows of the answer to `query`, in order: quicker than an [`Explorer`](super::Explorer) when only one
/// answer is wanted, and the quicker the fewer rows are.
///
/// # Errors
/// [`Cancelled`] soon after `control` is cancelled.
pub fn first(
    table: &CandidateTable,
    query: &Query,
    most: usize,
    control: &Control,
) -> Result<Vec<CandidateId>, Cancelled> {
    let text = filter::failing((table, 0), query, control)?;
    let key = key(table, query, 0);
    let best = Mutex::new(Vec::new());
    (0..table.len().div_ceil(CHUNK)).into_par_iter().try_for_each(|k| {
        control.check()?;
        let rows = k * CHUNK..table.len().min((k + 1) * CHUNK);
        let mut tests = vec![0; rows.len()];
        mask::test(table, query, &text, rows.start, &mut tests);
        let passing = rows.zip(tests).filter(|&(_, tests)| tests == 0);
        let mut found: Vec<(u64, u32)> = passing.map(|(row, _)| (key(row), row as u32)).collect();
        cut(&mut found, most);
        // A lock that a panic left is of no use: that panic ends the whole job.
        if let Ok(mut best) = best.lock() {
            best.append(&mut found);
            if best.len() / 2 > most {
                cut(&mut best, most);
            }
        }
        Ok(())
    })?;
    let mut best = best.into_inner().unwrap_or_default();
    cut(&mut best, most);
    best.par_sort_unstable();
    control.check()?;
    Ok(best.into_iter().map(|(_, row)| CandidateId(row)).collect())
}

/// As [`first`] for rows that are outside memory: the numbers of the rows. The answer must not be ordered by class.
///
/// # Errors
/// [`AnalyseError::Cancelled`], [`AnalyseError::Storage`].
pub fn first_outside(
    listing: &Listing,
    query: &Query,
    most: usize,
    control: &Control,
) -> Result<Vec<u32>, AnalyseError> {
    let mut best: Vec<u64> = Vec::new();
    // Never twice what is needed.
    best.reserve_exact(listing.rows.len().min(most.saturating_mul(2)));
    listing.parts(|start, table| {
        control.check()?;
        let key = key(table, query, start);
        let fails = filter::failing((table, start), query, control)?;
        let mut tests = vec![0; table.len()];
        mask::test(table, &of_part(query, start, table.len()), &fails, 0, &mut tests);
        let passing = (0..table.len()).zip(tests).filter(|&(_, tests)| tests == 0);
        // Without a verdict the lower half of a key is empty: the row has its place.
        best.extend(passing.map(|(row, _)| match query.sort.column {
            Column::Word if query.sort.descending => u64::from(!((start + row) as u32)) << 32 | (start + row) as u64,
            Column::Word => ((start + row) as u64) << 32 | (start + row) as u64,
            _ => key(row) | (start + row) as u64,
        }));
        if best.len() / 2 > most {
            best.select_nth_unstable(most);
            best.truncate(most);
        }
        Ok(())
    })?;
    best.par_sort_unstable();
    best.truncate(most);
    control.check()?;
    Ok(best.into_iter().map(|key| key as u32).collect())
}

/// `query` for the `len` rows from `start` on, which are a table of their own.
fn of_part(query: &Query, start: usize, len: usize) -> Query {
    let classes = query.classes.as_ref().map(|classes| {
        let rows = start.min(classes.of_row.len())..(start + len).min(classes.of_row.len());
        Classes { of_row: Arc::new(classes.of_row[rows].to_vec()), shown: classes.shown }
    });
    Query { classes, ..query.clone() }
}

/// Keeps the `most` smallest.
fn cut(rows: &mut Vec<(u64, u32)>, most: usize) {
    if rows.len() > most {
        rows.select_nth_unstable(most);
        rows.truncate(most);
    }
}

/// A number for each row that ascends in the order of the answer; equal ones are in ascending order of the row. The first
/// row of `table` is number `start` of all.
fn key<'a>(table: &'a CandidateTable, query: &'a Query, start: usize) -> impl Fn(usize) -> u64 + Sync + 'a {
    let of_row = query.classes.as_ref().map_or(&[][..], |classes| &classes.of_row);
    let class = |row: usize| of_row.get(row).copied().unwrap_or(0);
    let (column, descending) = (query.sort.column, query.sort.descending);
    move |row| {
        let largest_last = match column {
            Column::Word => row as u32,
            Column::Count => scale::measure_key(table, Measure::Count, row),
            Column::Pmi => scale::measure_key(table, Measure::Pmi, row),
            Column::Left => scale::measure_key(table, Measure::Left, row),
            Column::Right => scale::measure_key(table, Measure::Right, row),
            Column::Entropy => scale::measure_key(table, Measure::Entropy, row),
            Column::Score => scale::score_key(table, row),
            Column::Verdict => u32::from(class(row)),
            // Unknown values are last in both directions, so this one is turned already.
            Column::Given => return u64::from(scale::given_key(query.given.as_ref(), start + row, descending)) << 32,
        };
        let first = if descending { !largest_last } else { largest_last };
        let second = if column == Column::Verdict { !scale::score_key(table, row) } else { 0 };
        u64::from(first) << 32 | u64::from(second)
    }
}
