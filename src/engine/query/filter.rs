//! Which rows fail the text filter, or the bound of a column from outside.

use std::sync::Arc;

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::types::{Given, Query, TextFilter};
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control};

/// Rows between two looks at the [`Control`].
pub(super) const CHUNK: usize = 1 << 12;

/// Whether the filters of two queries keep the same rows because they are written the same.
pub(super) fn same(a: &Query, b: &Query) -> bool {
    let texts = match (&a.filter, &b.filter) {
        (None, None) => true,
        (Some(TextFilter::Substring(a)), Some(TextFilter::Substring(b))) => a == b,
        (Some(TextFilter::Regex(a)), Some(TextFilter::Regex(b))) => a.as_str() == b.as_str(),
        (Some(TextFilter::Condition(a)), Some(TextFilter::Condition(b))) => Arc::ptr_eq(a, b) || a.is_same(b),
        _ => false,
    };
    let least = |query: &Query| query.given.as_ref().and_then(|given| given.least);
    texts && least(a) == least(b) && (least(a).is_none() || same_values(a, b))
}

/// Whether the columns from outside are one and the same.
pub(super) fn same_values(a: &Query, b: &Query) -> bool {
    match (&a.given, &b.given) {
        (None, None) => true,
        (Some(a), Some(b)) => Arc::ptr_eq(&a.values, &b.values),
        _ => false,
    }
}

/// For each row of `table`, whose first is number `start` of all, whether it fails the text filter or the bound of the
/// column from outside; empty when none can.
pub(super) fn failing(
    (table, start): (&CandidateTable, usize),
    query: &Query,
    control: &Control,
) -> Result<Vec<bool>, Cancelled> {
    let mut fails = match &query.filter {
        Some(filter) => unlike((table, start), filter, control)?,
        None => Vec::new(),
    };
    if let Some((given, least)) = query.given.as_ref().and_then(|given| Some((given, given.least?))) {
        fails.resize(table.len(), false);
        below(given, least, start, &mut fails);
    }
    Ok(fails)
}

/// Marks those of the rows from `first` on that do not reach `least`.
fn below(given: &Given, least: f32, first: usize, fails: &mut [bool]) {
    #[expect(clippy::neg_cmp_op_on_partial_ord, reason = "NaN passes nothing")]
    (first..).zip(fails).for_each(|(row, fail)| *fail |= !(given.value(row) >= least));
}

/// For each row whether it fails `filter`.
fn unlike(
    (table, start): (&CandidateTable, usize),
    filter: &TextFilter,
    control: &Control,
) -> Result<Vec<bool>, Cancelled> {
    if let TextFilter::Condition(condition) = filter {
        return condition.failing(table, start, control);
    }
    let mut fails = vec![true; table.len()];
    let chunks = fails.par_chunks_mut(CHUNK).enumerate();
    match filter {
        TextFilter::Substring(part) => {
            let finder = Finder::new(part);
            chunks.try_for_each(|(k, fails)| {
                control.check()?;
                find_words(table, k * CHUNK, fails, &finder);
                Ok(())
            })?;
        }
        // A clone for each thread: the scratch space of one expression is fought over.
        TextFilter::Regex(expression) => chunks.try_for_each_init(
            || expression.clone(),
            |expression, (k, fails)| {
                control.check()?;
                for (i, fail) in fails.iter_mut().enumerate() {
                    *fail = !expression.is_match(table.word(CandidateId((k * CHUNK + i) as u32)));
                }
                Ok(())
            },
        )?,
        TextFilter::Condition(_) => {}
    }
    Ok(fails)
}

/// Clears `fails` for the words that hold the needle, of the rows from `first` on; one search over all their bytes.
pub(super) fn find_words(table: &CandidateTable, first: usize, fails: &mut [bool], finder: &Finder) {
    let columns = table.columns();
    let start_of = |row: usize| if row == 0 { 0 } else { columns.ends[row - 1] as usize };
    let length = finder.needle().len();
    if length == 0 {
        fails.fill(false);
        return;
    }
    let ends = &columns.ends[first..first + fails.len()];
    let stop = start_of(first + fails.len());
    let bytes = &columns.blob.as_bytes()[..stop];
    let mut from = start_of(first);
    let mut word = 0;
    while let Some(at) = finder.find(&bytes[from..]) {
        let at = from + at;
        while ends[word] as usize <= at {
            word += 1;
        }
        let end = ends[word] as usize;
        // A hit that runs over the end of its word may hide one that starts a byte later.
        if at + length <= end {
            fails[word] = false;
            from = end;
        } else {
            from = at + 1;
        }
    }
}
