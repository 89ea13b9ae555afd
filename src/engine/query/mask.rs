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

/// The bin of a row on each face; its length as it is.
pub(super) type Face = [u8; FACES];

/// Rows handled as one piece of parallel work; at most 65,536, so that a row of a piece fits in 16 bits.
const CHUNK: usize = 1 << 15;

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

    /// Adds one row to a bin of a face, or takes one out if `one` is the largest number.
    pub(super) fn add(&mut self, face: usize, bin: u8, one: u32) {
        let count = &mut self.bins[face][usize::from(bin)];
        *count = count.wrapping_add(one);
    }

    fn plus(mut self, other: &Tally) -> Tally {
        for (bins, others) in self.bins.iter_mut().zip(other.bins.iter()) {
            bins.iter_mut().zip(others).for_each(|(a, b)| *a += b);
        }
        self.passing += other.passing;
        self
    }

    /// Counts up to [`CHUNK`] rows. The rows that matter are gathered first, without a branch on what no processor
    /// can predict.
    fn count(mask: &[u8], faces: &[Face]) -> Tally {
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

/// The tests each row fails by the bounds of the last [`Mask::retest`], and the tally as of now.
pub(super) struct Mask {
    tests: Vec<u8>,
    /// A bit for each row that fails the text filter or whose class is not shown; empty when there is none.
    hidden: Vec<u64>,
    faces: Vec<Face>,
    tally: Tally,
}

/// What of a [`Mask`] a step of a threshold reads, and the tally that it changes.
pub(super) struct Parts<'a> {
    pub(super) hidden: &'a [u64],
    pub(super) tally: &'a mut Tally,
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
        Ok(Mask { tests: vec![0; table.len()], hidden: Vec::new(), faces, tally: Tally::new() })
    }

    /// The tests each row fails, one bit a test.
    pub(super) fn tests(&self) -> &[u8] {
        &self.tests
    }

    /// The bins of each row.
    pub(super) fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// What a step of a threshold needs.
    pub(super) fn parts(&mut self) -> Parts<'_> {
        Parts { hidden: &self.hidden, tally: &mut self.tally }
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
        self.tally = parts.reduce(Tally::new, |a, b| a.plus(&b));
        if changes.text.is_some() || changes.classes.is_some() {
            self.find_hidden();
        }
    }

    fn find_hidden(&mut self) {
        let hides = |&tests: &u8| tests & (1 << TEXT | 1 << CLASS) != 0;
        let word = |tests: &[u8]| tests.iter().rev().fold(0, |word, tests| word << 1 | u64::from(hides(tests)));
        self.hidden.clear();
        if self.tests.par_chunks(CHUNK).any(|tests| tests.iter().any(hides)) {
            self.hidden.par_extend(self.tests.par_chunks(64).map(word));
        }
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
