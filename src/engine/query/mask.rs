//! Which tests each row fails, and how the rows that pass all tests but one are spread.

use rayon::prelude::*;

use super::scale::{self, Ruler};
use super::types::{Axis, Measure, Query, Thresholds};
use crate::engine::candidates::CandidateTable;
use crate::engine::control::{Cancelled, Control};

/// The tests of a row: the number of each is its bit in a mask. The first five are those of [`Measure::ALL`].
pub(super) const LENGTH: usize = 5;
/// The text filter.
pub(super) const TEXT: usize = 6;
/// The classes shown.
pub(super) const CLASS: usize = 7;
/// Tests with a tally: the measures and the length.
const FACES: usize = 6;

/// Rows handled as one piece of parallel work; at most 65,536, so that a row of a piece fits in 16 bits.
const CHUNK: usize = 1 << 15;

/// Rows moved across a cut at once; see [`Mask::shift`].
const BATCH: usize = 512;

/// Rows in each bin of each face, of those that pass every test but the face's own.
#[derive(Clone)]
pub(super) struct Tally {
    bins: Box<[[u32; 256]; FACES]>,
    /// Rows that pass every test.
    pub(super) passing: u32,
}

impl Tally {
    fn new() -> Self {
        Tally { bins: Box::new([[0; 256]; FACES]), passing: 0 }
    }

    /// The bins of a face.
    pub(super) fn face(&self, face: usize) -> &[u32; 256] {
        &self.bins[face]
    }

    fn add(mut self, other: &Tally) -> Tally {
        for (bins, others) in self.bins.iter_mut().zip(other.bins.iter()) {
            bins.iter_mut().zip(others).for_each(|(a, b)| *a += b);
        }
        self.passing += other.passing;
        self
    }

    /// Counts up to [`CHUNK`] rows. The rows that matter are gathered first, without a branch on what no processor
    /// can predict.
    fn count(mask: &[u8], faces: &[[u8; FACES]]) -> Tally {
        let mut tally = Tally::new();
        let (mut passing, mut failing_one) = (vec![0u16; mask.len()], vec![0u16; mask.len()]);
        let (mut passing_len, mut failing_len) = (0, 0);
        for (row, &mask) in mask.iter().enumerate() {
            passing[passing_len] = row as u16;
            passing_len += usize::from(mask == 0);
            failing_one[failing_len] = row as u16;
            failing_len += usize::from(mask.is_power_of_two());
        }
        // Two tables in turn: rows that follow each other often have a bin in common, and would wait for it.
        let mut odd = [[0u32; 256]; FACES];
        for rows in passing[..passing_len].chunks(2) {
            for (bins, &row) in [&mut *tally.bins, &mut odd].into_iter().zip(rows) {
                let face = &faces[usize::from(row)];
                bins.iter_mut().zip(face).for_each(|(bins, &bin)| bins[usize::from(bin)] += 1);
            }
        }
        tally.bins.iter_mut().flatten().zip(odd.iter().flatten()).for_each(|(bin, odd)| *bin += odd);
        for &row in &failing_one[..failing_len] {
            let test = mask[usize::from(row)].trailing_zeros() as usize;
            if test < FACES {
                tally.bins[test][usize::from(faces[usize::from(row)][test])] += 1;
            }
        }
        tally.passing = passing_len as u32;
        tally
    }
}

/// The bounds of the tests that are numbers, as they are compared.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Cuts {
    /// Least passing key of each measure.
    pub(super) measures: [u32; 5],
    /// Least and greatest passing length.
    pub(super) lengths: (u8, u8),
}

impl Cuts {
    /// Bounds that every row passes, whatever its values.
    pub(super) const NONE: Cuts = Cuts { measures: [0; 5], lengths: (0, u8::MAX) };

    pub(super) fn of(thresholds: &Thresholds) -> Cuts {
        Cuts { measures: scale::cut_keys(thresholds), lengths: (thresholds.min_length, thresholds.max_length) }
    }

    /// The tests whose bounds differ, one bit each.
    pub(super) fn differing(&self, other: &Cuts) -> u8 {
        let measures = self.measures.iter().zip(&other.measures).enumerate();
        measures.map(|(test, (a, b))| u8::from(a != b) << test).sum::<u8>()
            | u8::from(self.lengths != other.lengths) << LENGTH
    }
}

/// The tests each row fails.
pub(super) struct Mask {
    tests: Vec<u8>,
    faces: Vec<[u8; FACES]>,
    tally: Tally,
}

/// What has to be tested again for all rows.
#[derive(Default)]
pub(super) struct Changes<'a> {
    /// The new thresholds, if they changed, and a bit for each test whose bound did.
    pub(super) thresholds: Option<(&'a Thresholds, u8)>,
    /// For each row whether it fails the text filter; empty when none does.
    pub(super) text: Option<&'a [bool]>,
    /// The class of each row and the classes shown; no row fails without.
    pub(super) classes: Option<Option<(&'a [u8], u8)>>,
}

impl Mask {
    /// A mask in which every row passes every test, not counted yet: that is for [`Mask::retest`].
    pub(super) fn new(table: &CandidateTable, axes: &[Axis; 5], control: &Control) -> Result<Mask, Cancelled> {
        let rulers = axes.map(Ruler::of);
        let columns = table.columns();
        // Most counts are small, and a logarithm for each would take longer than all the rest.
        let count = |count: u32| rulers[Measure::Count as usize].bin(f64::from(count)) as u8;
        let small: Vec<u8> = (0..1 << 12).map(count).collect();
        let float = |measure: Measure, value: f32| rulers[measure as usize].bin(f64::from(value)) as u8;
        let mut faces = vec![[0; FACES]; table.len()];
        faces.par_chunks_mut(CHUNK).enumerate().try_for_each(|(k, faces)| {
            control.check()?;
            for (row, face) in (k * CHUNK..).zip(faces) {
                let (occurrences, left, right) = (columns.count[row], columns.left[row], columns.right[row]);
                *face = [
                    small.get(occurrences as usize).copied().unwrap_or_else(|| count(occurrences)),
                    float(Measure::Pmi, columns.pmi[row]),
                    float(Measure::Left, left),
                    float(Measure::Right, right),
                    float(Measure::Entropy, left.min(right)),
                    columns.length[row],
                ];
            }
            Ok(())
        })?;
        Ok(Mask { tests: vec![0; table.len()], faces, tally: Tally::new() })
    }

    /// The tests each row fails, one bit a test.
    pub(super) fn tests(&self) -> &[u8] {
        &self.tests
    }

    /// The tally as of now.
    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Tests every row again where something changed, and counts anew.
    pub(super) fn retest(&mut self, table: &CandidateTable, changes: &Changes) {
        let chunks = self.tests.par_chunks_mut(CHUNK).zip(self.faces.par_chunks(CHUNK)).enumerate();
        let parts = chunks.map(|(k, (tests, faces))| {
            changes.apply(table, k * CHUNK, tests);
            Tally::count(tests, faces)
        });
        self.tally = parts.reduce(Tally::new, |a, b| a.add(&b));
    }

    /// Sets or clears test `test` of `rows`, where it was the other way; tells `toggled`, some at a time, the rows that
    /// pass all tests on one side of the change and not on the other.
    ///
    /// Rows that follow each other in `rows` lie far apart in memory. So each look is taken for many rows before the
    /// next depends on it, without a branch, and the looks wait side by side.
    pub(super) fn shift(&mut self, test: usize, rows: &[u32], fails: bool, mut toggled: impl FnMut(&[u32])) {
        let bit = 1u8 << test;
        let (set, one) = if fails { (bit, u32::MAX) } else { (0, 1) };
        let bins = &mut *self.tally.bins;
        // What a test cuts off does not change its own face, so that is put back at the end.
        let own = bins[test];
        let mut add = |face: usize, bin: u8| {
            let count = &mut bins[face][usize::from(bin)];
            *count = count.wrapping_add(one);
        };
        let (mut alone, mut beside) = ([0u32; BATCH], [(0u32, 0u8); BATCH]);
        let mut faces = [[0; FACES]; BATCH];
        for rows in rows.chunks(BATCH) {
            let (mut alone_len, mut beside_len) = (0, 0);
            for &row in rows {
                let tests = &mut self.tests[row as usize];
                let others = *tests & !bit;
                *tests = others | set;
                alone[alone_len] = row;
                alone_len += usize::from(others == 0);
                beside[beside_len] = (row, others);
                beside_len += usize::from(others.is_power_of_two());
            }
            let alone = &alone[..alone_len];
            faces.iter_mut().zip(alone).for_each(|(face, &row)| *face = self.faces[row as usize]);
            for face in &faces[..alone_len] {
                (0..FACES).for_each(|k| add(k, face[k]));
            }
            for &(row, others) in &beside[..beside_len] {
                let other = others.trailing_zeros() as usize;
                if other < FACES {
                    add(other, self.faces[row as usize][other]);
                }
            }
            self.tally.passing = self.tally.passing.wrapping_add(one.wrapping_mul(alone_len as u32));
            toggled(alone);
        }
        self.tally.bins[test] = own;
    }
}

/// Writes the tests that the rows from `first` on fail by `query`, of which `text` is the outcome of the text filter.
pub(super) fn test(table: &CandidateTable, query: &Query, text: &[bool], first: usize, tests: &mut [u8]) {
    let classes = query.classes.as_ref().map(|classes| (classes.of_row.as_slice(), classes.shown));
    let changes = Changes { thresholds: Some((&query.thresholds, u8::MAX)), text: Some(text), classes: Some(classes) };
    changes.apply(table, first, tests);
}

impl Changes<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.thresholds.is_none() && self.text.is_none() && self.classes.is_none()
    }

    /// The tests that change, one bit each.
    pub(super) fn tests(&self) -> u8 {
        let text = u8::from(self.text.is_some()) << TEXT;
        self.thresholds.map_or(0, |(_, tests)| tests) | text | u8::from(self.classes.is_some()) << CLASS
    }

    fn apply(&self, table: &CandidateTable, first: usize, tests: &mut [u8]) {
        let rows = first..first + tests.len();
        if let Some((bounds, changed)) = self.thresholds {
            retest_bounds(table, bounds, changed, first, tests);
        }
        match self.text {
            Some([]) => mark(tests, TEXT, std::iter::repeat(true)),
            Some(fails) => mark(tests, TEXT, fails[rows.clone()].iter().map(|&fails| !fails)),
            None => {}
        }
        match self.classes {
            Some(None) => mark(tests, CLASS, std::iter::repeat(true)),
            Some(Some((of_row, shown))) => {
                // Rows past the end of a short list are of class 0.
                let given = of_row.get(rows.start.min(of_row.len())..).unwrap_or(&[]);
                let classes = given.iter().copied().chain(std::iter::repeat(0));
                mark(tests, CLASS, classes.map(|class| class < 8 && shown >> class & 1 == 1));
            }
            None => {}
        }
    }
}

/// Tests the rows from `first` on again by each of the bounds whose bit is set in `changed`.
fn retest_bounds(table: &CandidateTable, bounds: &Thresholds, changed: u8, first: usize, tests: &mut [u8]) {
    let columns = table.columns();
    let rows = first..first + tests.len();
    let is_changed = |test: usize| changed >> test & 1 == 1;
    let floats = [(&columns.pmi, bounds.min_pmi), (&columns.left, bounds.min_left), (&columns.right, bounds.min_right)];
    if is_changed(Measure::Count as usize) {
        mark(tests, Measure::Count as usize, columns.count[rows.clone()].iter().map(|&x| x >= bounds.min_count));
    }
    for (test, (column, bound)) in (Measure::Pmi as usize..).zip(floats) {
        if is_changed(test) {
            mark(tests, test, column[rows.clone()].iter().map(|&x| x >= bound));
        }
    }
    if is_changed(Measure::Entropy as usize) {
        let both = columns.left[rows.clone()].iter().zip(&columns.right[rows.clone()]);
        let passes = both.map(|(&l, &r)| (l >= bounds.min_entropy) & (r >= bounds.min_entropy));
        mark(tests, Measure::Entropy as usize, passes);
    }
    if is_changed(LENGTH) {
        let (min, max) = (bounds.min_length, bounds.max_length);
        mark(tests, LENGTH, columns.length[rows].iter().map(|&x| (x >= min) & (x <= max)));
    }
}

/// Writes the outcome of one test for consecutive rows.
fn mark(tests: &mut [u8], test: usize, passes: impl Iterator<Item = bool>) {
    let bit = 1u8 << test;
    for (tests, passes) in tests.iter_mut().zip(passes) {
        *tests = (*tests & !bit) | if passes { 0 } else { bit };
    }
}
