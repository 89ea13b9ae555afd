//! Thresholds that part accepted rows from rejected ones as well as bounds can.
//!
//! The quality of bounds is the F1 of the judged rows (van Rijsbergen, 1979): the harmonic mean of the share of accepted
//! rows among those that pass, and the share of those that pass among the accepted rows. A bound of a measure that is
//! best lies at an accepted row's value: raised from there to the next accepted row's value it loses rejected rows alone.
//! So for each set of measures all combinations of such values are tried on a grid (values are thinned where there are
//! too many), and the best one is improved, one measure after the other, over all values. Of the sets whose best is
//! nearly the best of all, the one with the fewest bounds is taken. Nothing is random.
//!
//! Rows are judged where they are seen, so nothing is known of what the present bounds keep out. A present bound that is
//! above the fitted one, with no judged row between the two, stays.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::judged::{Judged, Share};
use super::mask::Cuts;
use super::scale;
use super::types::{Measure, Thresholds};
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control};

/// Fewest accepted and fewest rejected rows that bounds are fitted to.
pub const LEAST_JUDGED: usize = 20;
/// How much F1 a bound must be worth.
const NEAR: f64 = 0.005;
/// Values of each measure tried on the grid, an open bound included, by the number of measures.
const TRIED: [usize; 6] = [1, 4096, 128, 32, 14, 8];
/// Measures with a bound.
const FACES: usize = Measure::ALL.len();

/// What bounds make of the table and of the judged rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Rows of the table that pass.
    pub passing: usize,
    /// Judged rows that pass.
    pub kept: Share,
    /// Accepted rows that do not pass.
    pub missed: u32,
}

impl Outcome {
    /// The share of accepted rows among the judged ones that pass; none when none passes.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        (self.kept.judged() > 0).then(|| f64::from(self.kept.accepted) / f64::from(self.kept.judged()))
    }

    /// The share of those that pass among the accepted rows; none when none is accepted.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        let accepted = self.kept.accepted + self.missed;
        (accepted > 0).then(|| f64::from(self.kept.accepted) / f64::from(accepted))
    }
}

/// Fitted bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The bounds the question was about.
    pub present: Thresholds,
    /// The bounds proposed; lengths stay as they are.
    pub proposed: Thresholds,
    /// What the present bounds do.
    pub before: Outcome,
    /// What the proposed bounds do.
    pub after: Outcome,
    /// Rows of the table that pass the proposed bounds and not the present ones.
    pub entering: usize,
    /// Rows that pass the present bounds and not the proposed ones.
    pub leaving: usize,
}

/// Fewer rows are judged than bounds can be fitted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFew {
    /// Accepted rows there are.
    pub accepted: usize,
    /// Rejected rows there are.
    pub rejected: usize,
}

/// Fits bounds to the judged rows of `table`. Lengths are taken from `present` and left as they are.
///
/// # Errors
/// [`Cancelled`] soon after `control` is cancelled; inside, [`TooFew`] when fewer than [`LEAST_JUDGED`] rows are accepted
/// or rejected.
pub fn fit(
    table: &CandidateTable,
    judged: &Judged,
    present: &Thresholds,
    control: &Control,
) -> Result<Result<Fit, TooFew>, Cancelled> {
    let (accepted, rejected) = (judged.accepted.len(), judged.rejected.len());
    if accepted.min(rejected) < LEAST_JUDGED {
        return Ok(Err(TooFew { accepted, rejected }));
    }
    let points = Points::of(table, judged, present);
    let proposed = unseen_kept(table, judged, present, points.bounds(points.best(control)?.cuts, present));
    let outcome = |bounds: &Thresholds, passing: usize| {
        let kept = passing_share(table, judged, bounds);
        Outcome { passing, kept, missed: judged.accepted.len() as u32 - kept.accepted }
    };
    let [both, now, then] = compared(table, present, &proposed);
    Ok(Ok(Fit {
        present: *present,
        proposed,
        before: outcome(present, now),
        after: outcome(&proposed, then),
        entering: then - both,
        leaving: now - both,
    }))
}

/// The `fitted` bounds, those of `present` in place of lower ones where that keeps no judged row out.
fn unseen_kept(table: &CandidateTable, judged: &Judged, present: &Thresholds, fitted: Thresholds) -> Thresholds {
    let kept = passing_share(table, judged, &fitted);
    let mut bounds = fitted;
    for measure in Measure::ALL {
        let mut raised = bounds;
        match measure {
            Measure::Count => raised.min_count = bounds.min_count.max(present.min_count),
            Measure::Pmi => raised.min_pmi = bounds.min_pmi.max(present.min_pmi),
            Measure::Left => raised.min_left = bounds.min_left.max(present.min_left),
            Measure::Right => raised.min_right = bounds.min_right.max(present.min_right),
            Measure::Entropy => raised.min_entropy = bounds.min_entropy.max(present.min_entropy),
        }
        if passing_share(table, judged, &raised) == kept {
            bounds = raised;
        }
    }
    bounds
}

/// How many rows pass both bounds, `a`, and `b`.
fn compared(table: &CandidateTable, a: &Thresholds, b: &Thresholds) -> [usize; 3] {
    let (a, b) = (Cuts::of(a), Cuts::of(b));
    let rows = (0..table.len() as u32).into_par_iter().map(|row| {
        let (a, b) = (passes(table, &a, CandidateId(row)), passes(table, &b, CandidateId(row)));
        [usize::from(a && b), usize::from(a), usize::from(b)]
    });
    rows.reduce(|| [0; 3], |x, y| [x[0] + y[0], x[1] + y[1], x[2] + y[2]])
}

fn passes(table: &CandidateTable, cuts: &Cuts, id: CandidateId) -> bool {
    let reaches = |measure: Measure| scale::measure_key(table, measure, id.index()) >= cuts.measures[measure as usize];
    (cuts.lengths.0..=cuts.lengths.1).contains(&table.length(id)) && Measure::ALL.into_iter().all(reaches)
}

fn passing_share(table: &CandidateTable, judged: &Judged, bounds: &Thresholds) -> Share {
    let cuts = Cuts::of(bounds);
    let passing = |ids: &[CandidateId]| ids.iter().filter(|&&id| passes(table, &cuts, id)).count() as u32;
    Share { accepted: passing(&judged.accepted), rejected: passing(&judged.rejected) }
}

/// Cuts, and how many judged rows pass them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    /// The least passing key of each measure; 0 is open.
    cuts: [u32; FACES],
    kept: Share,
}

/// The judged rows of the lengths asked for, by the keys of their measures.
#[derive(Debug)]
struct Points {
    keys: Vec<[u32; FACES]>,
    accepted: Vec<bool>,
    /// Accepted rows, those of other lengths included.
    wanted: u32,
    /// For each measure the points from the largest key to the smallest.
    orders: [Vec<u32>; FACES],
}

impl Points {
    fn of(table: &CandidateTable, judged: &Judged, present: &Thresholds) -> Points {
        let lengths = present.min_length..=present.max_length;
        let all = judged.accepted.iter().map(|&id| (id, true)).chain(judged.rejected.iter().map(|&id| (id, false)));
        let (keys, accepted): (Vec<_>, Vec<_>) = all
            .filter(|(id, _)| lengths.contains(&table.length(*id)))
            .map(|(id, accepted)| (Measure::ALL.map(|m| scale::measure_key(table, m, id.index())), accepted))
            .unzip();
        Points::new(keys, accepted, judged.accepted.len() as u32)
    }

    fn new(keys: Vec<[u32; FACES]>, accepted: Vec<bool>, wanted: u32) -> Points {
        let orders = std::array::from_fn(|face| {
            let mut order: Vec<u32> = (0..keys.len() as u32).collect();
            order.sort_by_key(|&point| std::cmp::Reverse(keys[point as usize][face]));
            order
        });
        Points { keys, accepted, wanted, orders }
    }

    /// F1 of cuts that so many judged rows pass.
    fn f1(&self, kept: Share) -> f64 {
        2.0 * f64::from(kept.accepted) / f64::from((kept.judged() + self.wanted).max(1))
    }

    /// Which cuts are better: by F1 exactly, then by the accepted rows that pass.
    fn compare(&self, a: Share, b: Share) -> Ordering {
        let cross = |a: Share, b: Share| u64::from(a.accepted) * u64::from(b.judged() + self.wanted);
        cross(a, b).cmp(&cross(b, a)).then(a.accepted.cmp(&b.accepted))
    }

    /// The best cuts with as few bounds as are worth it.
    fn best(&self, control: &Control) -> Result<Found, Cancelled> {
        let mut found = Vec::new();
        for faces in 0u32..1 << FACES {
            control.check()?;
            let faces: Vec<usize> = (0..FACES).filter(|&face| faces >> face & 1 == 1).collect();
            found.push((faces.len(), self.climb(&faces, self.on_grid(&faces))));
        }
        let f1 = |found: &Found| self.f1(found.kept);
        let most = found.iter().map(|(_, found)| f1(found)).fold(0.0, f64::max);
        found.sort_by(|(a, x), (b, y)| a.cmp(b).then(self.compare(y.kept, x.kept)));
        let near = found.iter().find(|(_, found)| f1(found) >= most - NEAR).map(|&(_, found)| found);
        Ok(near.unwrap_or(Found { cuts: [0; FACES], kept: Share::default() }))
    }

    /// The keys of a measure worth a cut, ascending, after 0 for an open one; at most `most`.
    fn tried(&self, face: usize, most: usize) -> Vec<u32> {
        let order = self.orders[face].iter().rev().map(|&point| point as usize);
        let mut keys: Vec<u32> = order.filter(|&p| self.accepted[p]).map(|p| self.keys[p][face]).collect();
        keys.dedup();
        keys.retain(|&key| key > 0);
        let (all, room) = (keys.len(), most.saturating_sub(1));
        if all > room {
            keys = (0..room).map(|k| keys[k * all / room]).collect();
        }
        keys.insert(0, 0);
        keys
    }

    /// The best cuts of the measures `faces` among the combinations of the values tried.
    fn on_grid(&self, faces: &[usize]) -> Found {
        let tried: Vec<Vec<u32>> = faces.iter().map(|&face| self.tried(face, TRIED[faces.len()])).collect();
        let cells = tried.iter().map(Vec::len).product();
        let mut kept = vec![Share::default(); cells];
        for (keys, &accepted) in self.keys.iter().zip(&self.accepted) {
            let mut at = 0;
            for (&face, tried) in faces.iter().zip(&tried) {
                at = at * tried.len() + tried.partition_point(|&cut| cut <= keys[face]) - 1;
            }
            *(if accepted { &mut kept[at].accepted } else { &mut kept[at].rejected }) += 1;
        }
        // From rows of one cell to rows of it and all cells above, one measure after the other.
        let mut stride = 1;
        for tried in tried.iter().rev() {
            for at in (0..cells).rev().filter(|at| at / stride % tried.len() + 1 < tried.len()) {
                let above = kept[at + stride];
                kept[at].accepted += above.accepted;
                kept[at].rejected += above.rejected;
            }
            stride *= tried.len();
        }
        let mut best = 0;
        for at in 1..cells {
            if self.compare(kept[at], kept[best]) == Ordering::Greater {
                best = at;
            }
        }
        let mut cuts = [0; FACES];
        let mut rest = best;
        for (&face, tried) in faces.iter().zip(&tried).rev() {
            cuts[face] = tried[rest % tried.len()];
            rest /= tried.len();
        }
        Found { cuts, kept: kept[best] }
    }

    /// Moves one of the cuts of `faces` after the other to its best place until none gets better.
    fn climb(&self, faces: &[usize], from: Found) -> Found {
        let mut found = from;
        loop {
            let before = found;
            for &face in faces {
                found = self.along(face, found);
            }
            if self.compare(found.kept, before.kept) != Ordering::Greater {
                return before;
            }
        }
    }

    /// The best place of one cut while the others stay.
    fn along(&self, face: usize, found: Found) -> Found {
        let mut best = found;
        let mut kept = Share::default();
        let order = &self.orders[face];
        for (k, point) in order.iter().map(|&point| point as usize).enumerate() {
            let key = self.keys[point][face];
            if self.passes_others(point, face, &found.cuts) {
                *(if self.accepted[point] { &mut kept.accepted } else { &mut kept.rejected }) += 1;
            }
            let last = order.get(k + 1).is_none_or(|&next| self.keys[next as usize][face] != key);
            if last && key > 0 && self.compare(kept, best.kept) == Ordering::Greater {
                best.kept = kept;
                best.cuts[face] = key;
            }
        }
        best
    }

    fn passes_others(&self, point: usize, face: usize, cuts: &[u32; FACES]) -> bool {
        (0..FACES).all(|other| other == face || self.keys[point][other] >= cuts[other])
    }

    /// The bounds that `cuts` are: each a round number that lets the same judged rows pass.
    fn bounds(&self, cuts: [u32; FACES], present: &Thresholds) -> Thresholds {
        let mut bounds =
            Thresholds { min_length: present.min_length, max_length: present.max_length, ..Thresholds::OPEN };
        for measure in Measure::ALL {
            let face = measure as usize;
            if cuts[face] == 0 {
                continue;
            }
            let others = (0..self.keys.len()).filter(|&point| self.passes_others(point, face, &cuts));
            let below = others.map(|point| self.keys[point][face]).filter(|&key| key < cuts[face]).max();
            let number = |key: u32| if measure == Measure::Count { f64::from(key) } else { scale::number(key) };
            let value = roundest(below.map_or(f64::NEG_INFINITY, number), number(cuts[face]), measure);
            match measure {
                Measure::Count => bounds.min_count = value as u32,
                Measure::Pmi => bounds.min_pmi = value as f32,
                Measure::Left => bounds.min_left = value as f32,
                Measure::Right => bounds.min_right = value as f32,
                Measure::Entropy => bounds.min_entropy = value as f32,
            }
        }
        bounds
    }
}

/// The number above `low` and not above `high` that is written with the fewest digits; `high` when there is no better.
fn roundest(low: f64, high: f64, measure: Measure) -> f64 {
    let places = if measure == Measure::Count { -6..=0 } else { -2..=5 };
    let rounded = places.map(|places| {
        let scale = 10f64.powi(places);
        f64::from(((high * scale).floor() / scale) as f32)
    });
    // An entropy of 0 or less is no bound.
    let least = if measure == Measure::Pmi { f64::NEG_INFINITY } else { 0.0 };
    rounded.into_iter().find(|&value| value > low && value <= high && value > least).unwrap_or(high)
}

#[cfg(test)]
#[path = "fit_tests.rs"]
mod tests;
