//! How strongly neighbouring units hold together at each place of the text, and what that says of each candidate: the
//! cut of Su Jianlin (2019), made soft.
//!
//! The junction of two units is as strong as the strongest n-gram of 2 to 4 units over it, that is by how much its PMI
//! (the smallest over its splits) passes a threshold for n-grams of its length.

use super::super::AnalyseError;
use super::super::alphabet::Id;
use super::super::candidates::Floors;
use super::super::control::{Cancelled, Control, Stage};
use super::Lattice;
use super::nodes::{Longest, Nodes};
use super::sums::{Gatherer, Sums};
use super::text::Pass;

/// Strength, in nats, of a junction that no n-gram spans, and of a break; no junction is weaker.
pub const WEAKEST: f32 = -6.0;
/// No junction is stronger, in nats.
pub const STRONGEST: f32 = 12.0;
/// Smallest PMI, in nats, of n-grams of 2, 3 and 4 units that hold together.
const THRESHOLDS: [f32; 3] = [2.0, 4.0, 6.0];
/// Units of an n-gram that holds a junction, at most.
pub(super) const SPAN: u32 = 4;

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
        let mut mean =
            |q: usize, least: f32| self.by_row(|node| (sums.get(node)[q] / counts(node)) as f32 + least, control);
        Ok(Junctions {
            inner: mean(0, WEAKEST)?,
            outer_left: mean(1, WEAKEST)?,
            outer_right: mean(2, WEAKEST)?,
            cut: mean(3, 0.0)?,
        })
    }

    /// Sets the value of each arc of up to [`SPAN`] units to the strength it gives the junctions in it.
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

/// Where the candidates of a stretch end, and how strong its junctions are.
#[derive(Debug, Default)]
pub(super) struct Strengths {
    /// The longest candidate that ends with each unit.
    pub longest: Vec<Longest>,
    /// Strength of the junction before each unit, and after the last; minus infinity where nothing holds it.
    pub strengths: Vec<f32>,
}

impl Strengths {
    /// Takes the junctions of the stretch `ids` from the values of the arcs of `nodes`.
    pub(super) fn weigh<S: Id>(&mut self, nodes: &Nodes, ids: &[S]) {
        self.longest.clear();
        self.strengths.clear();
        self.strengths.resize(ids.len() + 1, f32::NEG_INFINITY);
        let (mut longest, mut last) = (Longest::default(), 0);
        for (at, id) in ids.iter().enumerate() {
            let id = id.index() as u32;
            longest = nodes.advance(longest, last, id);
            last = id;
            self.longest.push(longest);
            let Longest { mut node, depth } = longest;
            for length in (2..=depth).rev() {
                let arc = nodes.arcs[node as usize];
                if length <= SPAN {
                    for strength in &mut self.strengths[at + 2 - length as usize..=at] {
                        *strength = strength.max(arc.value);
                    }
                }
                node = arc.suffix();
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
    stretch: Strengths,
}

impl<'a> Pass for Weighing<'a> {
    type Own = Own<'a>;

    fn own(&self) -> Own<'a> {
        Own { rows: self.sums.gatherer(), stretch: Strengths::default() }
    }

    fn stretch<S: Id>(&self, ids: &[S], own: &mut Own<'a>) {
        own.stretch.weigh(self.nodes, ids);
        let Strengths { longest, strengths } = &mut own.stretch;
        strengths.iter_mut().for_each(|strength| *strength = strength.clamp(WEAKEST, STRONGEST));
        let mut weakest = [STRONGEST; Floors::MOST_LENGTH as usize + 1];
        for (end, longest) in (1..).zip(longest.iter()) {
            let Longest { mut node, depth } = *longest;
            // Of the last units of all lengths, the weakest junction.
            for length in 2..=depth as usize {
                weakest[length] = weakest[length - 1].min(strengths[end + 1 - length]);
            }
            let right = strengths[end];
            for length in (2..=depth as usize).rev() {
                let left = strengths[end - length];
                let is_cut = left < 0.0 && right < 0.0;
                let above = [weakest[length], left, right].map(|strength| f64::from(strength - WEAKEST));
                own.rows.add(node, [above[0], above[1], above[2], f64::from(u8::from(is_cut))]);
                node = self.nodes.arcs[node as usize].suffix();
            }
        }
    }
}
