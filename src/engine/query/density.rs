//! How rows are spread over two coordinates: the counts of a grid of cells.

use std::sync::Arc;

use rayon::prelude::*;

use super::scale;
use super::types::{Axis, Measure};
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control};

/// Rows handled as one piece of parallel work.
const CHUNK: usize = 1 << 15;

/// Counts below this have their cells looked up: a logarithm for each row would take longer than all the rest.
const SMALL_COUNTS: u32 = 1 << 12;

/// A number of each row that a plot can be drawn over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coordinate {
    /// A measure with a threshold.
    Measure(Measure),
    /// The score.
    Score,
}

impl Coordinate {
    /// Every coordinate, in the order of the screen.
    pub const ALL: [Coordinate; 6] = [
        Coordinate::Measure(Measure::Count),
        Coordinate::Measure(Measure::Pmi),
        Coordinate::Measure(Measure::Left),
        Coordinate::Measure(Measure::Right),
        Coordinate::Measure(Measure::Entropy),
        Coordinate::Score,
    ];

    /// The value of a row, in occurrences, nats or points of score.
    #[must_use]
    pub fn value(self, table: &CandidateTable, id: CandidateId) -> f64 {
        match self {
            Coordinate::Measure(measure) => scale::value(table, measure, id.index()),
            Coordinate::Score => f64::from(table.score(id)),
        }
    }

    /// The test of a row that is the bound of this coordinate, as a bit of its mask.
    fn own_test(self) -> u8 {
        match self {
            Coordinate::Measure(measure) => 1 << measure as usize,
            Coordinate::Score => 0,
        }
    }
}

/// What to count: two coordinates and the cells of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// From left to right.
    pub x: Coordinate,
    /// From the bottom to the top.
    pub y: Coordinate,
    /// Cells from left to right.
    pub columns: u16,
    /// Cells from the top to the bottom.
    pub rows: u16,
}

impl Plan {
    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        usize::from(self.columns) * usize::from(self.rows)
    }

    /// The bits of the tests that are the bounds of the two coordinates.
    pub(super) fn own_tests(&self) -> u8 {
        self.x.own_test() | self.y.own_test()
    }
}

/// The counts of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Density {
    /// What was counted.
    pub plan: Plan,
    /// The axis from left to right; it depends on the table alone.
    pub x: Axis,
    /// The axis from the bottom to the top.
    pub y: Axis,
    /// Rows in each cell, line by line from the top; values outside of an axis are in its first or last cell.
    pub counts: Vec<u32>,
    /// Rows in all cells.
    pub total: u64,
}

impl Density {
    /// Rows in the cell in `column` from the left, `row` from the top.
    #[must_use]
    pub fn count(&self, column: u16, row: u16) -> u32 {
        let at = usize::from(row) * usize::from(self.plan.columns) + usize::from(column);
        self.counts.get(at).copied().unwrap_or(0)
    }

    /// The cell of a row of the table: column from the left, row from the top.
    #[must_use]
    pub fn cell(&self, table: &CandidateTable, id: CandidateId) -> (u16, u16) {
        let Plan { x, y, columns, rows } = self.plan;
        let column = self.x.cell(x.value(table, id), columns);
        (column, rows.saturating_sub(1) - self.y.cell(y.value(table, id), rows))
    }

    /// The least values of a cell, in the units of its axes: cuts that are set to them let in this cell and those right
    /// of and above it.
    #[must_use]
    pub fn values(&self, (column, row): (u16, u16)) -> (f64, f64) {
        let from_bottom = self.plan.rows.saturating_sub(row + 1);
        (self.x.cell_edge(column, self.plan.columns), self.y.cell_edge(from_bottom, self.plan.rows))
    }
}

/// What of a value can be a cell that a float rounded by half a unit in its last place still is in.
const SLACK: f64 = 1e-4;

impl Axis {
    /// The cell of `value` among `cells` of the same width, from 0; values outside are in the first or last one.
    #[must_use]
    pub fn cell(&self, value: f64, cells: u16) -> u16 {
        CellRuler::of(self, cells).cell(value)
    }

    /// The cell in which a cut at `value` is drawn; `None` when it is below the axis and cuts nothing off.
    #[must_use]
    pub fn cut_cell(&self, value: f64, cells: u16) -> Option<u16> {
        let ruler = CellRuler::of(self, cells);
        let place = ruler.place(value) + SLACK;
        (place >= 1.0).then(|| (place as u32).min(u32::from(cells.max(1) - 1)) as u16)
    }

    /// The value at the lower edge of `cell` among `cells` of the same width.
    #[must_use]
    pub fn cell_edge(&self, cell: u16, cells: u16) -> f64 {
        let part = f64::from(cell) / f64::from(cells.max(1));
        let (low, high) = self.ends();
        let at = low + (high - low) * part;
        if self.log { at.exp() } else { at }
    }

    /// Both ends as the axis is drawn.
    fn ends(&self) -> (f64, f64) {
        if self.log { (self.low.ln(), self.high.ln()) } else { (self.low, self.high) }
    }
}

/// An [`Axis`] parted into cells, made ready for many values.
#[derive(Clone, Copy)]
struct CellRuler {
    low: f64,
    per_unit: f64,
    last: i32,
    log: bool,
}

impl CellRuler {
    fn of(axis: &Axis, cells: u16) -> CellRuler {
        let (low, high) = axis.ends();
        CellRuler { low, per_unit: f64::from(cells) / (high - low), last: i32::from(cells.max(1)) - 1, log: axis.log }
    }

    fn place(&self, value: f64) -> f64 {
        let x = if self.log { value.ln() } else { value };
        (x - self.low) * self.per_unit
    }

    fn cell(&self, value: f64) -> u16 {
        // The cast takes NaN to 0, and values that are out of reach to the nearest number.
        (self.place(value) as i32).clamp(0, self.last) as u16
    }
}

/// Writes the cell of each of consecutive rows from `first` on.
struct Cells<'a> {
    table: &'a CandidateTable,
    coordinate: Coordinate,
    ruler: CellRuler,
    small: Vec<u16>,
}

impl<'a> Cells<'a> {
    fn new(table: &'a CandidateTable, coordinate: Coordinate, axis: &Axis, cells: u16) -> Self {
        let ruler = CellRuler::of(axis, cells);
        let counts = if coordinate == Coordinate::Measure(Measure::Count) { 0..SMALL_COUNTS } else { 0..0 };
        Cells { table, coordinate, ruler, small: counts.map(|count| ruler.cell(f64::from(count))).collect() }
    }

    fn write(&self, first: usize, out: &mut [u16]) {
        let columns = self.table.columns();
        let rows = first..first + out.len();
        let floats = |values: &[f32], out: &mut [u16]| {
            out.iter_mut().zip(&values[rows.clone()]).for_each(|(cell, &x)| *cell = self.ruler.cell(f64::from(x)));
        };
        match self.coordinate {
            Coordinate::Measure(Measure::Count) => {
                for (cell, &count) in out.iter_mut().zip(&columns.count[rows]) {
                    let small = self.small.get(count as usize).copied();
                    *cell = small.unwrap_or_else(|| self.ruler.cell(f64::from(count)));
                }
            }
            Coordinate::Measure(Measure::Pmi) => floats(&columns.pmi, out),
            Coordinate::Measure(Measure::Left) => floats(&columns.left, out),
            Coordinate::Measure(Measure::Right) => floats(&columns.right, out),
            Coordinate::Measure(Measure::Entropy) => {
                let both = columns.left[rows.clone()].iter().zip(&columns.right[rows]);
                out.iter_mut().zip(both).for_each(|(cell, (&l, &r))| *cell = self.ruler.cell(f64::from(l.min(r))));
            }
            Coordinate::Score => floats(&columns.score, out),
        }
    }
}

/// Counts the rows of `table` that fail no test but those of `plan` itself; `tests` has the tests each row fails.
pub(super) fn count(
    table: &CandidateTable,
    tests: &[u8],
    (plan, x, y): (Plan, Axis, Axis),
    control: &Control,
) -> Result<Density, Cancelled> {
    let (across, up) = (Cells::new(table, plan.x, &x, plan.columns), Cells::new(table, plan.y, &y, plan.rows));
    let others = !plan.own_tests();
    let last_row = plan.rows.saturating_sub(1);
    let pieces = tests.par_chunks(CHUNK).enumerate().map(|(k, tests)| {
        control.check()?;
        let mut counts = vec![0u32; plan.cells()];
        let (mut columns, mut rows) = (vec![0; tests.len()], vec![0; tests.len()]);
        across.write(k * CHUNK, &mut columns);
        up.write(k * CHUNK, &mut rows);
        for ((&tests, column), row) in tests.iter().zip(columns).zip(rows) {
            let at = usize::from(last_row - row) * usize::from(plan.columns) + usize::from(column);
            if let Some(count) = counts.get_mut(at) {
                *count += u32::from(tests & others == 0);
            }
        }
        Ok(counts)
    });
    let none = || Ok(vec![0; plan.cells()]);
    let counts = pieces.reduce(none, |a, b| {
        let (mut a, b) = (a?, b?);
        a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        Ok(a)
    })?;
    let total = counts.iter().map(|&count| u64::from(count)).sum();
    Ok(Density { plan, x, y, counts, total })
}

/// The axis of `coordinate` over all rows of `table`.
pub(super) fn axis(table: &CandidateTable, coordinate: Coordinate, axes: &[Axis; 5]) -> Axis {
    match coordinate {
        Coordinate::Measure(measure) => axes[measure as usize],
        Coordinate::Score => {
            let finite = table.columns().score.iter().copied().filter(|score| score.is_finite()).map(f64::from);
            let (low, high) = finite.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
            if low < high { Axis { low, high, log: false } } else { Axis { low: 0.0, high: 1.0, log: false } }
        }
    }
}

/// The last density, and what it was of.
#[derive(Default)]
pub(super) struct Kept {
    /// How often each test has changed.
    stamps: [u64; 8],
    last: Option<([u64; 8], Arc<Density>)>,
}

impl Kept {
    /// Takes note that the tests with a bit set have changed.
    pub(super) fn changed(&mut self, tests: u8) {
        self.stamps.iter_mut().enumerate().for_each(|(test, stamp)| *stamp += u64::from(tests >> test & 1));
    }

    /// The stamps of the tests that matter to `plan`.
    fn stamps_of(&self, plan: &Plan) -> [u64; 8] {
        let mut stamps = self.stamps;
        stamps.iter_mut().enumerate().for_each(|(test, stamp)| *stamp *= u64::from(!plan.own_tests() >> test & 1));
        stamps
    }

    /// The density of `plan`, if it is the last one and nothing that matters to it has changed.
    pub(super) fn get(&self, plan: &Plan) -> Option<Arc<Density>> {
        let (stamps, density) = self.last.as_ref()?;
        (density.plan == *plan && *stamps == self.stamps_of(plan)).then(|| density.clone())
    }

    /// Keeps a density that is of now.
    pub(super) fn put(&mut self, density: Arc<Density>) {
        self.last = Some((self.stamps_of(&density.plan), density));
    }
}
