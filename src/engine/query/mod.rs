//! The live function: thresholds, text filter and sort over the columns of a table.
//!
//! [`Explorer::select`] answers a [`Query`] with a [`Selection`].
//!
//! ```text
//! order    for each measure the rows, largest first      so a step of a threshold is a slice of rows
//! mask     for each row the tests it fails, one bit each  and the tallies, kept up with each row that changes
//! passing  one bit for each place of the answer's order   so the answer is read off from front to back
//! ```
//!
//! A small step touches the rows between the old cut and the new one and nothing else. Anything larger tests every row
//! again, in parallel. All indexes together hold 36 bytes a row: 24 for the orders of five measures and the score, 4 for
//! the place of each row in the order of the answer, 7 for mask and bins, and some bits; a sort needs 16 more while it
//! runs. A query changes nothing before its slow part (orders, text filter) is done, so that a
//! cancelled one leaves the explorer as it was.

mod density;
pub mod expression;
mod filter;
mod first;
mod fit;
mod judged;
mod mask;
#[cfg(test)]
mod naive;
mod order;
mod passing;
mod rows;
mod scale;
#[cfg(test)]
mod tests;
mod types;

use std::sync::Arc;

pub use self::density::{Coordinate, Density, Plan};
pub use self::first::{first, first_outside};
pub use self::fit::{Fit, LEAST_JUDGED, Outcome, TooFew, fit};
pub use self::judged::{Appraisal, Judged, Mark, Share, Sides, TESTS, appraise, marks};
use self::mask::{Changes, Cuts, LENGTH, Mask};
use self::order::{Order, Orders};
use self::passing::Passing;
pub use self::rows::Rows;
pub use self::types::{
    Axis, BINS, Classes, Column, Crossing, Given, Histogram, Measure, Query, Selection, Sort, TextFilter, Thresholds,
};
use super::candidates::CandidateTable;
use super::control::{Cancelled, Control};

/// Up to one row in this many is moved across a cut one by one; beyond, a test of all rows is quicker, since those that
/// cross lie scattered in memory.
const FEW: usize = 24;
/// So many rows are always few.
const FEW_ROWS: usize = 64;

/// Answers queries on one table.
pub struct Explorer {
    table: Arc<CandidateTable>,
    orders: Orders,
    live: Option<Live>,
}

/// Everything that follows the query.
struct Live {
    axes: [Axis; 5],
    lengths: usize,
    mask: Mask,
    passing: Passing,
    /// Whether mask, tallies and bits are for `query` yet.
    is_counted: bool,
    cuts: Cuts,
    densities: density::Kept,
    /// What the mask, the bits and the last answer are for.
    query: Query,
}

impl Explorer {
    /// An explorer of `table`. Nothing is computed yet.
    #[must_use]
    pub fn new(table: Arc<CandidateTable>) -> Self {
        Explorer { table, orders: Orders::default(), live: None }
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &Arc<CandidateTable> {
        &self.table
    }

    /// Builds every index that a threshold step needs, so that the first step is as quick as the next. Without it a
    /// step tests every row. What was built stays when `control` is cancelled, so it can be called again.
    ///
    /// # Errors
    /// [`Cancelled`] soon after `control` is cancelled; the explorer stays usable.
    pub fn prepare(&mut self, control: &Control) -> Result<(), Cancelled> {
        self.orders.prepare(&self.table, control)?;
        if let Some(live) = &mut self.live {
            live.passing.order().find_places(control)?;
        }
        Ok(())
    }

    /// The answer to `query`.
    ///
    /// # Errors
    /// [`Cancelled`] soon after `control` is cancelled; the explorer stays usable, and the next [`Crossing`] is
    /// against the last query that was answered.
    pub fn select(&mut self, query: &Query, control: &Control) -> Result<Selection, Cancelled> {
        control.check()?;
        let table = &*self.table;
        let blank = Query::default();
        let old = self.live.as_ref().map_or(&blank, |live| &live.query);
        let same = Same::of(old, query);
        let order = match &self.live {
            Some(live) if same.order => live.passing.order().clone(),
            _ => self.orders.of(query, table, control)?,
        };
        let text = if same.text { Vec::new() } else { filter::failing((table, 0), query, control)? };
        let mut live = match self.live.take() {
            Some(live) => live,
            None => Live::new(table, order.clone(), control)?,
        };
        let changes = Changes {
            thresholds: Some((&query.thresholds, live.cuts.differing(&Cuts::of(&query.thresholds))))
                .filter(|t| t.1 != 0),
            text: (!same.text).then_some(&text),
            classes: (!same.classes).then(|| query.classes.as_ref().map(|c| (c.of_row.as_slice(), c.shown))),
        };
        live.apply(&self.orders, table, order, &changes);
        let crossing = if same.text && same.classes {
            live.passing.crossing(table, self.orders.is_by_score(live.passing.order()))
        } else {
            Crossing::default()
        };
        live.query = query.clone();
        let answer = live.answer(crossing);
        self.live = Some(live);
        Ok(answer)
    }

    /// How the rows that pass every test of the last query but the bounds of the plan's own two measures are spread over
    /// these measures; `None` before the first query.
    ///
    /// # Errors
    /// [`Cancelled`] soon after `control` is cancelled.
    pub fn density(&mut self, plan: Plan, control: &Control) -> Result<Option<Arc<Density>>, Cancelled> {
        let Some(live) = &mut self.live else { return Ok(None) };
        if let Some(known) = live.densities.get(&plan) {
            return Ok(Some(known));
        }
        let axes = [plan.x, plan.y].map(|coordinate| density::axis(&self.table, coordinate, &live.axes));
        let made = density::count(&self.table, live.mask.tests(), (plan, axes[0], axes[1]), control)?;
        let made = Arc::new(made);
        live.densities.put(made.clone());
        Ok(Some(made))
    }
}

/// What two queries have in common.
struct Same {
    /// The text filter and the bound of the column from outside.
    text: bool,
    classes: bool,
    order: bool,
}

impl Same {
    fn of(a: &Query, b: &Query) -> Same {
        let of_row = match (&a.classes, &b.classes) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(&a.of_row, &b.of_row) || a.of_row == b.of_row,
            _ => false,
        };
        let shown = a.classes.as_ref().map(|classes| classes.shown) == b.classes.as_ref().map(|classes| classes.shown);
        Same {
            text: filter::same(a, b),
            classes: of_row && shown,
            order: a.sort == b.sort
                && match a.sort.column {
                    Column::Verdict => of_row,
                    Column::Given => filter::same_values(a, b),
                    _ => true,
                },
        }
    }
}

/// Rows that a threshold passed over.
struct Move<'a> {
    test: usize,
    rows: &'a [u32],
    fails: bool,
}

impl Live {
    /// Every row passes every test, and nothing is answered.
    fn new(table: &CandidateTable, order: Arc<Order>, control: &Control) -> Result<Live, Cancelled> {
        let axes = Measure::ALL.map(|measure| scale::axis(table, measure));
        let longest = table.columns().length.iter().copied().max().unwrap_or(0);
        let mask = Mask::new(table, &axes, control)?;
        Ok(Live {
            axes,
            lengths: usize::from(longest.max(table.floors().max_length)) + 1,
            passing: Passing::new(order),
            mask,
            is_counted: false,
            cuts: Cuts::NONE,
            densities: density::Kept::default(),
            query: Query::default(),
        })
    }

    /// Brings mask, tallies and bits up to date.
    fn apply(&mut self, orders: &Orders, table: &CandidateTable, order: Arc<Order>, changes: &Changes) {
        self.densities.changed(changes.tests());
        let cuts = changes.thresholds.map_or(self.cuts, |(thresholds, _)| Cuts::of(thresholds));
        let same_order = Arc::ptr_eq(self.passing.order(), &order);
        let can_step = self.is_counted && same_order && changes.text.is_none() && changes.classes.is_none();
        match self.moves(orders, table, &cuts).filter(|_| can_step) {
            Some(moves) => self.step(&moves),
            None => {
                if !changes.is_empty() || !self.is_counted {
                    self.mask.retest(table, changes);
                }
                if !same_order {
                    self.passing.reorder(order);
                }
                self.passing.rebuild(self.mask.tests());
            }
        }
        self.is_counted = true;
        self.cuts = cuts;
    }

    /// What crosses between the cuts of now and `cuts`; `None` if that is not known without a test of every row, or
    /// if it is many rows.
    fn moves<'a>(&self, orders: &'a Orders, table: &CandidateTable, cuts: &Cuts) -> Option<Vec<Move<'a>>> {
        if self.cuts.lengths != cuts.lengths || self.passing.order().places().is_none() {
            return None;
        }
        let mut moves = Vec::new();
        for measure in Measure::ALL {
            let (old, new) = (self.cuts.measures[measure as usize], cuts.measures[measure as usize]);
            if old == new {
                continue;
            }
            let order = orders.measure(measure)?;
            let passing = |cut| order.partition_point(|&row| scale::measure_key(table, measure, row as usize) >= cut);
            let (old, new) = (passing(old), passing(new));
            let rows = &order[old.min(new)..old.max(new)];
            moves.push(Move { test: measure as usize, rows, fails: new < old });
        }
        let crossed: usize = moves.iter().map(|m| m.rows.len()).sum();
        (crossed <= table.len() / FEW + FEW_ROWS).then_some(moves)
    }

    fn step(&mut self, moves: &[Move]) {
        for m in moves {
            self.mask.shift(m.test, m.rows, m.fails, |rows| self.passing.toggle(rows, !m.fails));
        }
    }

    fn answer(&mut self, crossing: Crossing) -> Selection {
        let tally = self.mask.tally();
        let histograms = Measure::ALL.iter().zip(self.axes).map(|(&measure, axis)| {
            let bins = tally.face(measure as usize)[..BINS].to_vec();
            Histogram { measure, axis, others: bins.iter().sum(), bins, passing: tally.passing }
        });
        Selection {
            histograms: histograms.collect(),
            lengths: tally.face(LENGTH)[..self.lengths].to_vec(),
            crossing,
            ids: self.passing.answer(),
        }
    }
}
