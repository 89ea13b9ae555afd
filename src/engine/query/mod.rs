//! The live function: thresholds, text filter and sort over the columns of a table.
//!
//! [`Explorer::select`] answers a [`Query`] with a [`Selection`].

mod naive;
mod scale;
mod types;

use std::sync::Arc;

pub use types::{
    Axis, BINS, Classes, Column, Crossing, Histogram, Measure, Query, Selection, Sort, TextFilter, Thresholds,
};

use super::candidates::CandidateTable;
use super::control::{Cancelled, Control};

/// Answers queries on one table.
pub struct Explorer {
    table: Arc<CandidateTable>,
    naive: naive::Naive,
}

impl Explorer {
    /// An explorer of `table`. Indexes are built when first needed.
    #[must_use]
    pub fn new(table: Arc<CandidateTable>) -> Self {
        Explorer { naive: naive::Naive::new(&table), table }
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &Arc<CandidateTable> {
        &self.table
    }

    /// Builds every index that a threshold step needs, so that the first step is as quick as the next.
    ///
    /// # Errors
    /// [`Cancelled`] soon after `control` is cancelled; the explorer stays usable.
    pub fn prepare(&mut self, control: &Control) -> Result<(), Cancelled> {
        control.check()
    }

    /// The answer to `query`.
    ///
    /// # Errors
    /// [`Cancelled`] soon after `control` is cancelled; the explorer stays usable.
    pub fn select(&mut self, query: &Query, control: &Control) -> Result<Selection, Cancelled> {
        control.check()?;
        Ok(self.naive.select(&self.table, query))
    }
}
