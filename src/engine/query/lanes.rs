//! Steps of a threshold: the rows between two cuts, with all that a step asks of them beside each other in memory.

use std::ops::Range;

use rayon::prelude::*;

use super::mask::{Cuts, Face, LENGTH, Parts, Tally};
use super::scale;
use super::types::{BINS, Measure};
use crate::engine::candidates::CandidateTable;
use crate::engine::control::{Cancelled, Control};

/// Rows packed as one piece of parallel work.
const CHUNK: usize = 1 << 15;
/// Rows sifted before any is counted.
const BATCH: usize = 512;
/// Bits of a bin.
const BIN_BITS: u32 = BINS.ilog2();
/// Measures beside a lane's own.
const OTHERS: usize = 4;

/// The faces beside that of measure `own`: the other measures.
fn others(own: usize) -> [usize; OTHERS] {
    std::array::from_fn(|k| k + usize::from(k >= own))
}

/// For each row in the order of a measure its other faces: four bins of 6 bits from the lowest bit on, and the length.
struct Lane {
    packed: Vec<u32>,
    /// Whether the bins of the measure itself never rise along its order. They do where only one of two entropies is
    /// missing: the smaller one is then known for the histogram and fails every threshold.
    falls: bool,
}

impl Lane {
    fn new(own: usize, order: &[u32], faces: &[Face], control: &Control) -> Result<Lane, Cancelled> {
        let others = others(own);
        let mut packed = vec![0; order.len()];
        let falls = packed.par_chunks_mut(CHUNK).enumerate().map(|(k, packed)| {
            control.check()?;
            let start = k * CHUNK;
            let mut before = start.checked_sub(1).map_or(u8::MAX, |last| faces[order[last] as usize][own]);
            let mut falls = true;
            for (packed, &row) in packed.iter_mut().zip(&order[start..]) {
                let face = &faces[row as usize];
                let bins = others.iter().rev().fold(0, |bins, &other| bins << BIN_BITS | u32::from(face[other]));
                *packed = bins | u32::from(face[LENGTH]) << (BIN_BITS * OTHERS as u32);
                falls &= face[own] <= before;
                before = face[own];
            }
            Ok(falls)
        });
        let falls = falls.try_reduce(|| true, |a, b| Ok(a & b))?;
        Ok(Lane { packed, falls })
    }
}

/// Where a threshold cuts the order of its measure.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    /// The least passing key.
    key: u32,
    /// Rows that pass.
    rank: usize,
    /// Rows of these bins are on both sides; those of lower bins fail and those of higher ones pass.
    mixed: (u8, u8),
}

/// Rows that a threshold passes over.
pub(super) struct Move {
    measure: Measure,
    /// Their places in the order of the measure.
    places: Range<usize>,
    fails: bool,
    to: Cut,
}

impl Move {
    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether the rows fail from now on.
    pub(super) fn fails(&self) -> bool {
        self.fails
    }
}

/// A table and the order of each measure, largest first.
#[derive(Clone, Copy)]
pub(super) struct Sorted<'a> {
    pub(super) table: &'a CandidateTable,
    pub(super) orders: [&'a [u32]; 5],
}

/// A lane for each measure.
#[derive(Default)]
pub(super) struct Lanes {
    lanes: [Option<Lane>; 5],
    /// Where the thresholds were when last asked for.
    cuts: [Option<Cut>; 5],
}

impl Lanes {
    /// Builds the lanes that are missing. Those that are done stay when `control` is cancelled.
    pub(super) fn prepare(&mut self, orders: [&[u32]; 5], faces: &[Face], control: &Control) -> Result<(), Cancelled> {
        for (own, (slot, order)) in self.lanes.iter_mut().zip(orders).enumerate() {
            if slot.is_none() {
                *slot = Some(Lane::new(own, order, faces, control)?);
            }
        }
        Ok(())
    }

    /// What crosses when the cuts change from `old` to `new`; `None` if a lane is missing.
    pub(super) fn moves(&mut self, sorted: &Sorted, faces: &[Face], [old, new]: [&Cuts; 2]) -> Option<Vec<Move>> {
        let mut moves = Vec::new();
        for measure in Measure::ALL {
            let own = measure as usize;
            let falls = self.lanes[own].as_ref()?.falls;
            let known = self.cuts[own].filter(|cut| cut.key == old.measures[own]);
            let from = known.unwrap_or_else(|| cut(sorted, faces, measure, falls, old.measures[own]));
            self.cuts[own] = Some(from);
            if old.measures[own] != new.measures[own] {
                let to = cut(sorted, faces, measure, falls, new.measures[own]);
                let places = from.rank.min(to.rank)..from.rank.max(to.rank);
                moves.push(Move { measure, places, fails: to.rank < from.rank, to });
            }
        }
        Some(moves)
    }

    /// Takes the rows of a move to the other side in the tally; tells `toggled`, some at a time, those that pass all
    /// other tests. The moves that lead to one answer must be taken in their order, each once.
    pub(super) fn step(
        &mut self,
        sorted: &Sorted,
        parts: Parts,
        lengths: (u8, u8),
        m: Move,
        mut toggled: impl FnMut(&[u32]),
    ) {
        let own = m.measure as usize;
        let Some(lane) = &self.lanes[own] else { return };
        let sieve = Sieve::new(own, &self.cuts, lengths);
        let (rows, packed) = (&sorted.orders[own][m.places.clone()], &lane.packed[m.places]);
        let mut sifted = Sifted::default();
        for (rows, packed) in rows.chunks(BATCH).zip(packed.chunks(BATCH)) {
            sifted.sift(&sieve, packed);
            sifted.look(&sieve, rows, sorted.table);
            sifted.hide(rows, parts.hidden);
            sifted.count(own, packed, m.fails, parts.tally);
            toggled(sifted.alone(rows));
        }
        self.cuts[own] = Some(m.to);
    }
}

/// Where the least passing key `key` cuts the order of `measure`, whose bins fall or do not.
fn cut(sorted: &Sorted, faces: &[Face], measure: Measure, falls: bool, key: u32) -> Cut {
    let order = sorted.orders[measure as usize];
    let rank = order.partition_point(|&row| scale::measure_key(sorted.table, measure, row as usize) >= key);
    let bin = |place: usize| faces[order[place] as usize][measure as usize];
    let mixed = match rank {
        all if all == order.len() => (0, 0),
        0 => (BINS as u8, BINS as u8),
        _ if !falls => (0, BINS as u8),
        _ => {
            let (passes, fails) = (bin(rank - 1), bin(rank));
            (passes, passes + u8::from(fails == passes))
        }
    };
    Cut { key, rank, mixed }
}

/// For each bin of the other faces which tests it fails (low byte), and which are open (high byte), one bit each.
struct Sieve {
    keys: [u32; 5],
    measures: [[u16; BINS]; OTHERS],
    lengths: [u16; 256],
}

impl Sieve {
    fn new(own: usize, cuts: &[Option<Cut>; 5], lengths: (u8, u8)) -> Sieve {
        let measures = others(own).map(|other| {
            let (low, high) = cuts[other].map_or((0, 0), |cut| cut.mixed);
            std::array::from_fn(|bin| {
                let bin = bin as u8;
                let (fails, open) = (bin < low, (low..high).contains(&bin));
                (u16::from(fails) | u16::from(open) << 8) << other
            })
        });
        let passing = lengths.0..=lengths.1;
        Sieve {
            keys: cuts.map(|cut| cut.map_or(0, |cut| cut.key)),
            measures,
            lengths: std::array::from_fn(|length| u16::from(!passing.contains(&(length as u8))) << LENGTH),
        }
    }

    fn tests(&self, packed: u32) -> u16 {
        let [a, b, c, d] = &self.measures;
        let bin = |k: u32| (packed >> (BIN_BITS * k)) as usize % BINS;
        a[bin(0)] | b[bin(1)] | c[bin(2)] | d[bin(3)] | self.lengths[(packed >> (BIN_BITS * OTHERS as u32)) as usize]
    }
}

/// Up to [`BATCH`] of the rows of a batch, by their places in it.
struct List {
    places: [u16; BATCH],
    len: usize,
}

impl Default for List {
    fn default() -> Self {
        List { places: [0; BATCH], len: 0 }
    }
}

impl List {
    fn places(&self) -> impl Iterator<Item = usize> {
        self.places[..self.len].iter().map(|&place| usize::from(place))
    }

    fn push(&mut self, place: usize) {
        self.places[self.len] = place as u16;
        self.len += 1;
    }

    /// Keeps those of `rows` whose bit in `hidden` is clear.
    fn hide(&mut self, rows: &[u32], hidden: &[u64]) {
        let mut kept = 0;
        for k in 0..self.len {
            let place = self.places[k];
            let row = rows[usize::from(place)];
            self.places[kept] = place;
            kept += usize::from(hidden[row as usize / 64] >> (row % 64) & 1 == 0);
        }
        self.len = kept;
    }
}

/// Rows that follow each other in a lane, and those of them that count for a tally.
struct Sifted {
    /// What is known of the tests of each.
    tests: [u16; BATCH],
    /// Rows that pass all other tests.
    alone: List,
    /// Rows that fail one other test.
    beside: List,
    /// Rows whose bin does not tell.
    open: List,
    rows: [u32; BATCH],
}

impl Default for Sifted {
    fn default() -> Self {
        let [alone, beside, open] = [(); 3].map(|()| List::default());
        Sifted { tests: [0; BATCH], alone, beside, open, rows: [0; BATCH] }
    }
}

impl Sifted {
    /// Sorts rows by what their bins tell, without a branch on what no processor can predict. Those that fail two
    /// tests are of no account.
    fn sift(&mut self, sieve: &Sieve, packed: &[u32]) {
        let (mut alone, mut beside, mut open) = (0, 0, 0);
        for (place, (tests, &packed)) in self.tests.iter_mut().zip(packed).enumerate() {
            *tests = sieve.tests(packed);
            let (fails, is_open) = (*tests as u8, *tests >= 256);
            let is_one_at_most = fails & fails.wrapping_sub(1) == 0;
            self.alone.places[alone] = place as u16;
            alone += usize::from(*tests == 0);
            self.beside.places[beside] = place as u16;
            beside += usize::from(is_one_at_most & (fails != 0) & !is_open);
            self.open.places[open] = place as u16;
            open += usize::from(is_one_at_most & is_open);
        }
        (self.alone.len, self.beside.len, self.open.len) = (alone, beside, open);
    }

    /// Looks up the values of the open rows.
    fn look(&mut self, sieve: &Sieve, rows: &[u32], table: &CandidateTable) {
        for place in self.open.places() {
            let tests = &mut self.tests[place];
            let mut fails = *tests as u8;
            for measure in Measure::ALL {
                let test = measure as usize;
                if *tests >> (8 + test) & 1 == 1 {
                    let key = scale::measure_key(table, measure, rows[place] as usize);
                    fails |= u8::from(key < sieve.keys[test]) << test;
                }
            }
            *tests = u16::from(fails);
            if fails == 0 {
                self.alone.push(place);
            } else if fails.is_power_of_two() {
                self.beside.push(place);
            }
        }
    }

    fn hide(&mut self, rows: &[u32], hidden: &[u64]) {
        if !hidden.is_empty() {
            self.alone.hide(rows, hidden);
            self.beside.hide(rows, hidden);
        }
    }

    /// Takes the rows out of the tally if they fail the test of measure `own` from now on, or puts them in.
    fn count(&self, own: usize, packed: &[u32], fails: bool, tally: &mut Tally) {
        let one = if fails { u32::MAX } else { 1 };
        let others = others(own);
        for place in self.alone.places() {
            let mut bins = packed[place];
            for other in others {
                tally.add(other, (bins % BINS as u32) as u8, one);
                bins >>= BIN_BITS;
            }
            tally.add(LENGTH, bins as u8, one);
        }
        for place in self.beside.places() {
            let face = self.tests[place].trailing_zeros() as usize;
            let k = if face == LENGTH { OTHERS } else { face - usize::from(face > own) };
            let bin = (packed[place] >> (BIN_BITS * k as u32)) as u8;
            tally.add(face, if face == LENGTH { bin } else { bin % BINS as u8 }, one);
        }
        tally.passing = tally.passing.wrapping_add(one.wrapping_mul(self.alone.len as u32));
    }

    /// Which of `rows` pass all other tests.
    fn alone(&mut self, rows: &[u32]) -> &[u32] {
        self.rows.iter_mut().zip(self.alone.places()).for_each(|(row, place)| *row = rows[place]);
        &self.rows[..self.alone.len]
    }
}
