//! How strongly neighbouring units hold together at each place of the text, and what that says of each candidate: the
//! cut of Su Jianlin (2019), made soft.
//!
//! The junction of two units is as strong as the strongest n-gram of 2 to 4 units over it, that is by how much its PMI
//! (the smallest over its splits) passes a threshold for n-grams of its length.

use super::super::AnalyseError;
use super::super::control::{Cancelled, Control, Stage};
use super::Lattice;
use super::nodes::{Found, Nodes};
use super::sums::{Gatherer, Sums};
use super::text::Pass;

/// Strength, in nats, of a junction that no n-gram spans, and of a break; no junction is weaker.
pub const WEAKEST: f32 = -6.0;
/// No junction is stronger, in nats.
pub const STRONGEST: f32 = 12.0;
/// Smallest PMI, in nats, of n-grams of 2, 3 and 4 units that hold together.
const THRESHOLDS: [f32; 3] = [2.0, 4.0, 6.0];
/// Units of an n-gram that holds a junction, at most.
pub(super) const SPAN: usize = 4;

/// The junctions in and around each row of the table, as means over its occurrences.
#[derive(Debug, Clone, PartialEq)]
pub struct Junctions {
    /// Strength of the weakest junction inside, in nats.
    pub inner: Vec<f32>,
    /// Strength of the junction before it, in nats.
    pub outer_left: Vec<f32>,
    /// Strength of the junction after it, in nats.
    pub outer_right: Vec<f32>,
    /// Share of its occurrences with a strength below 0 on both sides.
    pub cut: Vec<f32>,
}

impl Lattice<'_> {
    /// The junctions of the text.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
    pub fn junctions(&mut self, control: &Control) -> Result<Junctions, AnalyseError> {
        control.begin(Stage::Junctions, self.text.len() as u64);
        self.set_strengths(THRESHOLDS, control)?;
        let counts = &self.table.columns().count;
        let count = |node: usize| counts[self.nodes.rows[node] as usize];
        let range = f64::from(STRONGEST - WEAKEST);
        let mut sums = Sums::new(self.nodes.rows.len(), count, [range, range, range, 1.0]);
        let threads = self.text.run(&Weighing { nodes: &self.nodes, sums: &sums }, control)?;
        let hot: Vec<_> = threads.into_iter().map(|own| own.rows.finish()).collect();
        sums.add_hot(hot);
        let counts = |node: usize| f64::from(counts[self.nodes.rows[node] as usize].max(1));
        let mut mean = |q: usize, least: f32| {
            self.by_row(&self.nodes, |node| (sums.get(node)[q] / counts(node)) as f32 + least, control)
        };
        Ok(Junctions {
            inner: mean(0, WEAKEST)?,
            outer_left: mean(1, WEAKEST)?,
            outer_right: mean(2, WEAKEST)?,
            cut: mean(3, 0.0)?,
        })
    }

    /// Sets the value of each node of up to [`SPAN`] units to the strength it gives the junctions in it.
    pub(super) fn set_strengths(&mut self, thresholds: [f32; 3], control: &Control) -> Result<(), Cancelled> {
        let table = self.table;
        self.set_values(
            |row| {
                let columns = table.columns();
                let threshold = thresholds.get(usize::from(columns.length[row]).wrapping_sub(2));
                threshold.map_or(f32::NEG_INFINITY, |threshold| columns.pmi[row] - threshold)
            },
            control,
        )
    }
}

/// The candidates in a chunk of the text, and how strong its junctions are.
#[derive(Debug, Default)]
pub(super) struct Strengths {
    pub found: Found,
    /// Strength of the junction before each position; minus infinity where nothing holds it.
    pub strengths: Vec<f32>,
}

impl Strengths {
    /// Takes the junctions of `ids` from the values of `nodes`.
    pub(super) fn weigh(&mut self, nodes: &Nodes, ids: &[u32]) {
        self.found.find(nodes, ids);
        self.strengths.clear();
        self.strengths.resize(ids.len(), f32::NEG_INFINITY);
        for start in 0..ids.len() {
            let (_, values) = self.found.at(start);
            for (length, &value) in (2..=SPAN).zip(values) {
                for strength in &mut self.strengths[start + 1..start + length] {
                    *strength = strength.max(value);
                }
            }
        }
    }
}

struct Weighing<'a> {
    nodes: &'a Nodes,
    sums: &'a Sums<4>,
}

/// What one thread keeps.
struct Own<'a> {
    rows: Gatherer<'a, 4>,
    chunk: Strengths,
}

impl<'a> Pass for Weighing<'a> {
    type Own = Own<'a>;

    fn own(&self) -> Own<'a> {
        Own { rows: self.sums.gatherer(), chunk: Strengths::default() }
    }

    fn chunk(&self, ids: &[u32], own: &mut Own<'a>) {
        own.chunk.weigh(self.nodes, ids);
        let Strengths { found, strengths } = &mut own.chunk;
        // Above the weakest.
        strengths.iter_mut().for_each(|strength| *strength = strength.clamp(WEAKEST, STRONGEST) - WEAKEST);
        for (start, &left) in strengths.iter().enumerate() {
            let (nodes, _) = found.at(start);
            let mut inner = STRONGEST - WEAKEST;
            for (at, &node) in (start + 1..).zip(nodes) {
                inner = inner.min(strengths[at]);
                let right = strengths[at + 1];
                let is_cut = left < -WEAKEST && right < -WEAKEST;
                own.rows.add(node, [inner, left, right, f32::from(u8::from(is_cut))].map(f64::from));
            }
        }
    }
}
