//! Scoring a ranked list.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::{Gold, Scope};

/// Places after which precision and recall are taken.
pub const MARKS: [usize; 6] = [100, 500, 1_000, 2_000, 5_000, 10_000];
/// Shares of the targets, in percent, for which it is told how many items must be read.
pub const SHARES: [usize; 3] = [50, 80, 90];

/// How good a list, or the part of it with words of one length, is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// Kept items.
    pub kept: usize,
    /// Targets, listed or not.
    pub targets: usize,
    /// Correct items of the kept ones, 0 to 1.
    pub precision: f64,
    /// Listed targets of all targets, 0 to 1.
    pub recall: f64,
    /// Harmonic mean of the two (van Rijsbergen 1979).
    pub f1: f64,
    /// Average precision (Buckley and Voorhees 2000) with respect to the targets: correct items that are no targets are
    /// taken out of the ranking, targets that are not listed count 0.
    pub average_precision: f64,
}

/// Precision and recall of the start of a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Head {
    /// Kept items in the start.
    pub items: usize,
    /// Correct items of them, 0 to 1.
    pub precision: f64,
    /// Targets among them of all targets, 0 to 1.
    pub recall: f64,
}

/// Targets found against items read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve {
    /// Kept items.
    pub items: usize,
    /// Targets, listed or not.
    pub targets: usize,
    /// The places of the listed targets among the kept items, from 1, ascending.
    pub places: Vec<usize>,
}

/// All that is told of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Score {
    /// The whole list.
    pub all: Figures,
    /// Its starts of [`MARKS`] items, as far as it has so many.
    pub heads: Vec<Head>,
    /// By the length of the words in symbols, for lengths that targets have, ascending.
    pub lengths: Vec<(usize, Figures)>,
    /// The yield.
    pub curve: Curve,
}

impl Curve {
    /// Targets among the first `items` kept items.
    #[must_use]
    pub fn found(&self, items: usize) -> usize {
        self.places.partition_point(|&place| place <= items)
    }

    /// How many items must be read to have `percent` of all targets, rounded up; `None` when the list has fewer.
    #[must_use]
    pub fn items_for(&self, percent: usize) -> Option<usize> {
        let wanted = (self.targets * percent).div_ceil(100);
        wanted.checked_sub(1).and_then(|last| self.places.get(last).copied())
    }

    /// Items worth drawing: until nearly all that the list finds is found.
    #[must_use]
    pub fn extent(&self) -> usize {
        let most = (self.places.len() * 99).div_ceil(100).checked_sub(1);
        let place = most.and_then(|last| self.places.get(last)).copied().unwrap_or(self.items);
        place.saturating_add(place / 10).clamp(1, self.items.max(1))
    }
}

/// What an item is.
#[derive(Clone, Copy)]
enum Kind {
    Wrong,
    /// A gold word that is no target.
    Rare,
    Target,
}

/// Counts so far.
#[derive(Default)]
struct Running {
    kept: usize,
    correct: usize,
    found: usize,
    /// Items that are wrong or targets.
    rank: usize,
    /// Sum of the precisions at the targets.
    total: f64,
}

impl Running {
    fn add(&mut self, kind: Kind) {
        self.kept += 1;
        self.correct += usize::from(!matches!(kind, Kind::Wrong));
        self.rank += usize::from(!matches!(kind, Kind::Rare));
        if let Kind::Target = kind {
            self.found += 1;
            self.total += ratio(self.found, self.rank);
        }
    }

    fn figures(&self, targets: usize) -> Figures {
        let (precision, recall) = (ratio(self.correct, self.kept), ratio(self.found, targets));
        let average_precision = if targets == 0 { 0.0 } else { self.total / targets as f64 };
        Figures { kept: self.kept, targets, precision, recall, f1: f1(precision, recall), average_precision }
    }
}

/// `part` of `whole`, 0 of nothing.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The harmonic mean, 0 of zeros.
pub(super) fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

/// Scores `ranking`, best first, against `gold`, which must have been made in the same `scope`.
#[must_use]
pub fn score<'w>(ranking: impl IntoIterator<Item = &'w str>, gold: &Gold, scope: &Scope) -> Score {
    let targets = gold.targets();
    let mut seen = FxHashSet::default();
    let (mut all, mut by_length) = (Running::default(), BTreeMap::<usize, Running>::new());
    let (mut heads, mut places) = (Vec::new(), Vec::new());
    for word in ranking {
        let Some(length) = scope.length(word) else { continue };
        if !seen.insert(word) {
            continue;
        }
        let kind = match gold.is_target(word) {
            None => Kind::Wrong,
            Some(false) => Kind::Rare,
            Some(true) => Kind::Target,
        };
        all.add(kind);
        by_length.entry(length).or_default().add(kind);
        if let Kind::Target = kind {
            places.push(all.kept);
        }
        if MARKS.contains(&all.kept) {
            let (precision, recall) = (ratio(all.correct, all.kept), ratio(all.found, targets));
            heads.push(Head { items: all.kept, precision, recall });
        }
    }
    let lengths = gold
        .targets_by_length()
        .iter()
        .map(|(&length, &targets)| (length, by_length.entry(length).or_default().figures(targets)));
    let lengths = lengths.collect();
    let curve = Curve { items: all.kept, targets, places };
    Score { all: all.figures(targets), heads, lengths, curve }
}
