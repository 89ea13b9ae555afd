//! The thresholds pane: which threshold has the keys, what the values are, and what they were.

use crate::engine::CandidateTable;
use crate::engine::query::{Measure, Thresholds};
use crate::settings::Units;
use crate::settings::lang::{Lang, Pair};

use super::history::{History, Kind};

/// Units of the shortest candidates.
pub const SHORTEST: u8 = 2;

/// One thing that can be set in the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A lower bound.
    Bound(Measure),
    /// The shortest length.
    MinLength,
    /// The longest length.
    MaxLength,
}

impl Item {
    /// Every item, in the order of the pane.
    pub const ALL: [Item; 7] = [
        Item::Bound(Measure::Count),
        Item::Bound(Measure::Pmi),
        Item::Bound(Measure::Left),
        Item::Bound(Measure::Right),
        Item::Bound(Measure::Entropy),
        Item::MinLength,
        Item::MaxLength,
    ];

    /// What it is called in the pane, in both languages.
    #[must_use]
    pub fn name(self) -> Pair {
        match self {
            Item::Bound(Measure::Count) => ("Count", "词频"),
            Item::Bound(Measure::Pmi) => ("PMI", "凝固度"),
            Item::Bound(Measure::Left) => ("HL left", "左熵"),
            Item::Bound(Measure::Right) => ("HR right", "右熵"),
            Item::Bound(Measure::Entropy) => ("H smaller", "自由度"),
            Item::MinLength => ("Length from", "最短"),
            Item::MaxLength => ("Length to", "最长"),
        }
    }

    fn is_whole(self) -> bool {
        !matches!(self, Item::Bound(Measure::Pmi | Measure::Left | Measure::Right | Measure::Entropy))
    }
}

/// The pane's state.
#[derive(Debug, Clone, PartialEq)]
pub struct ThresholdPane {
    /// The thresholds in force.
    pub now: Thresholds,
    /// What they were when the pane got the keys.
    pub before: Thresholds,
    /// The item that has the keys, by its place in [`Item::ALL`].
    pub at: usize,
    /// What they were before that.
    pub history: History<Item>,
    /// The history when the pane got the keys.
    kept: History<Item>,
}

impl ThresholdPane {
    /// A pane with `thresholds` in force.
    #[must_use]
    pub fn new(thresholds: Thresholds) -> Self {
        let history = History::default();
        ThresholdPane { now: thresholds, before: thresholds, at: 0, kept: history.clone(), history }
    }

    /// Starts a visit: the thresholds can be put back to what they are now.
    pub fn enter(&mut self) {
        self.before = self.now;
        self.history.enter();
        self.kept = self.history.clone();
    }

    /// Ends a visit with the thresholds as they are.
    pub fn leave(&mut self) {
        self.before = self.now;
        self.history.keep();
    }

    /// Puts the thresholds back to what they were when the visit started.
    pub fn revert(&mut self) {
        self.now = self.before;
        self.history = self.kept.clone();
    }

    /// Sets all thresholds in one change.
    pub fn replace(&mut self, thresholds: Thresholds) {
        self.history.record(self.now, thresholds, Kind::Alone);
        self.now = thresholds;
    }

    /// The item that has the keys.
    #[must_use]
    pub fn item(&self) -> Item {
        Item::ALL[self.at.min(Item::ALL.len() - 1)]
    }

    /// Moves to the next item (the previous one, if `back`), round and round.
    pub fn turn(&mut self, back: bool) {
        let step = if back { Item::ALL.len() - 1 } else { 1 };
        self.at = (self.at + step) % Item::ALL.len();
    }

    /// The value of `item`, in nats, occurrences or units.
    #[must_use]
    pub fn value(&self, item: Item) -> f64 {
        match item {
            Item::Bound(measure) => bound(&self.now, measure),
            Item::MinLength => f64::from(self.now.min_length),
            Item::MaxLength => f64::from(self.now.max_length),
        }
    }

    /// The value of `item` as it is shown: never below what the table holds.
    #[must_use]
    pub fn shown(thresholds: &Thresholds, item: Item, table: &CandidateTable) -> f64 {
        let floors = table.floors();
        match item {
            Item::Bound(Measure::Count) => f64::from(thresholds.min_count.max(floors.min_count)),
            Item::Bound(measure) => bound(thresholds, measure),
            Item::MinLength => f64::from(thresholds.min_length.max(SHORTEST)),
            Item::MaxLength => f64::from(thresholds.max_length.min(floors.max_length)),
        }
    }

    /// Sets `item` to `value`, kept within what makes sense for `table`.
    pub fn set(&mut self, item: Item, value: f64, table: &CandidateTable) {
        let longest = table.floors().max_length;
        let now = &mut self.now;
        match item {
            Item::Bound(measure) => set_bound(now, measure, value, table),
            Item::MinLength => {
                now.min_length = (value.round().clamp(f64::from(SHORTEST.min(longest)), f64::from(longest))) as u8;
                now.max_length = now.max_length.max(now.min_length);
            }
            Item::MaxLength => {
                now.max_length = (value.round().clamp(f64::from(SHORTEST.min(longest)), f64::from(longest))) as u8;
                now.min_length = now.min_length.min(now.max_length);
            }
        }
    }

    /// Moves `item` by `steps` steps: 0.1 in the units shown for PMI, 0.05 for entropies, 1 (5 % of
    /// large counts) for the others.
    pub fn step(&mut self, item: Item, steps: i32, units: Units, table: &CandidateTable) {
        let here = self.start_of(item, table);
        let size = match item {
            Item::Bound(Measure::Count) => (here * 0.05).round().max(1.0),
            Item::Bound(Measure::Pmi) => 0.1,
            Item::Bound(_) => 0.05,
            Item::MinLength | Item::MaxLength => 1.0,
        };
        let shown = if item.is_whole() { here } else { units.from_nats(here) };
        // Landing on whole steps keeps the values readable however one got there.
        let target = if item.is_whole() {
            shown + size * f64::from(steps)
        } else {
            ((shown / size).round() + f64::from(steps)) * size
        };
        let value = if item.is_whole() { target } else { units.to_nats(target) };
        self.set(item, value, table);
    }

    /// Where a step starts from: an open bound starts at the smallest value there is.
    fn start_of(&self, item: Item, table: &CandidateTable) -> f64 {
        let value = self.value(item);
        match item {
            Item::Bound(Measure::Count) => value.max(f64::from(table.floors().min_count)),
            Item::Bound(Measure::Pmi) if value == f64::NEG_INFINITY => lowest_pmi(table),
            Item::MinLength | Item::MaxLength => Self::shown(&self.now, item, table),
            _ => value,
        }
    }

    /// Opens `item`.
    pub fn open(&mut self, item: Item) {
        match item {
            Item::Bound(Measure::Count) => self.now.min_count = Thresholds::OPEN.min_count,
            Item::Bound(Measure::Pmi) => self.now.min_pmi = Thresholds::OPEN.min_pmi,
            Item::Bound(Measure::Left) => self.now.min_left = Thresholds::OPEN.min_left,
            Item::Bound(Measure::Right) => self.now.min_right = Thresholds::OPEN.min_right,
            Item::Bound(Measure::Entropy) => self.now.min_entropy = Thresholds::OPEN.min_entropy,
            Item::MinLength => self.now.min_length = Thresholds::OPEN.min_length,
            Item::MaxLength => self.now.max_length = Thresholds::OPEN.max_length,
        }
    }

    /// Reads a value as it is typed: in the units shown.
    ///
    /// # Errors
    /// Why it is no value for `item`.
    pub fn typed(item: Item, text: &str, units: Units, lang: Lang) -> Result<f64, String> {
        let text = text.trim().replace(',', "");
        let no_number = || lang.pick(format!("{text:?} is no number"), format!("{text:?} 不是数字"));
        let number: f64 = text.parse().map_err(|_| no_number())?;
        if !number.is_finite() {
            return Err(no_number());
        }
        if item.is_whole() {
            if number.fract() != 0.0 || number < 0.0 {
                let name = lang.of(item.name());
                return Err(lang.pick(format!("{name} takes a whole number"), format!("{name}须为整数")));
            }
            return Ok(number);
        }
        Ok(units.to_nats(number))
    }
}

/// The bound of `measure` in `thresholds`, in nats or occurrences.
fn bound(thresholds: &Thresholds, measure: Measure) -> f64 {
    match measure {
        Measure::Count => f64::from(thresholds.min_count),
        Measure::Pmi => f64::from(thresholds.min_pmi),
        Measure::Left => f64::from(thresholds.min_left),
        Measure::Right => f64::from(thresholds.min_right),
        Measure::Entropy => f64::from(thresholds.min_entropy),
    }
}

fn set_bound(thresholds: &mut Thresholds, measure: Measure, value: f64, table: &CandidateTable) {
    let entropy = value.max(0.0) as f32;
    match measure {
        Measure::Count => {
            let floor = f64::from(table.floors().min_count);
            thresholds.min_count = value.round().clamp(floor, f64::from(u32::MAX)) as u32;
        }
        Measure::Pmi => thresholds.min_pmi = value as f32,
        Measure::Left => thresholds.min_left = entropy,
        Measure::Right => thresholds.min_right = entropy,
        Measure::Entropy => thresholds.min_entropy = entropy,
    }
}

fn lowest_pmi(table: &CandidateTable) -> f64 {
    let lowest = table.columns().pmi.iter().copied().fold(f32::INFINITY, f32::min);
    if lowest.is_finite() { f64::from(lowest) } else { 0.0 }
}
