//! The plot: which measures it is over, what was counted for it, and what the verdicts say about the cuts.

use std::sync::Arc;

use crate::engine::query::{Appraisal, Coordinate, Density, Mark, Measure, Plan, Thresholds};
use crate::settings::lang::Pair;

use super::thresholds::Item;

/// The plot's state.
#[derive(Debug, Clone)]
pub struct PlotPane {
    /// The measure from left to right.
    pub x: Coordinate,
    /// The measure from the bottom to the top.
    pub y: Coordinate,
    /// The last answer.
    pub density: Option<Arc<Density>>,
    /// What the last query asked to be counted.
    pub asked: Option<Plan>,
    /// Whether what crossed the cut at the answer before still holds at the next one: only the plot was asked for.
    pub keeps_crossing: bool,
    /// The generation of the last query that was answered.
    pub answered: u64,
    /// What the verdicts say.
    pub verdicts: Verdicts,
}

impl Default for PlotPane {
    fn default() -> Self {
        PlotPane {
            x: Coordinate::Measure(Measure::Pmi),
            y: Coordinate::Measure(Measure::Entropy),
            density: None,
            asked: None,
            keeps_crossing: false,
            answered: 0,
            verdicts: Verdicts::default(),
        }
    }
}

impl PlotPane {
    /// The threshold across the plot, or up it; none where the measure has no threshold.
    #[must_use]
    pub fn item(&self, up: bool) -> Option<Item> {
        match if up { self.y } else { self.x } {
            Coordinate::Measure(measure) => Some(Item::Bound(measure)),
            Coordinate::Score => None,
        }
    }

    /// Takes the next measure across the plot, or up it, that is not the other one.
    pub fn turn(&mut self, up: bool) {
        let (own, other) = if up { (&mut self.y, self.x) } else { (&mut self.x, self.y) };
        let at = Coordinate::ALL.iter().position(|known| known == own).unwrap_or(0);
        let next = (1..=Coordinate::ALL.len()).map(|step| Coordinate::ALL[(at + step) % Coordinate::ALL.len()]);
        *own = next.into_iter().find(|&next| next != other).unwrap_or(*own);
    }

    /// The plan of a plot of so many cells.
    #[must_use]
    pub fn plan(&self, (columns, rows): (u16, u16)) -> Option<Plan> {
        (columns > 0 && rows > 0).then_some(Plan { x: self.x, y: self.y, columns, rows })
    }
}

/// What a coordinate is called, in both languages.
#[must_use]
pub fn name(coordinate: Coordinate) -> Pair {
    match coordinate {
        Coordinate::Measure(measure) => Item::Bound(measure).name(),
        Coordinate::Score => ("Score", "得分"),
    }
}

/// What the verdicts say about the thresholds.
#[derive(Debug, Clone, Default)]
pub struct Verdicts {
    /// The generation of the last request.
    pub generation: u64,
    /// What was asked: how many steps of decisions there were, the thresholds, the density whose cells are marked.
    pub asked: Option<(u64, Thresholds, Option<Arc<Density>>)>,
    /// Decided words about each cut, in the order of [`Item::ALL`].
    pub appraisal: Appraisal,
    /// Decided words in cells of the plot.
    pub marks: Vec<Mark>,
    /// The density whose cells [`Verdicts::marks`] are in.
    pub marked: Option<Arc<Density>>,
    /// The generation of the last request to fit the thresholds.
    pub fits: u64,
    /// Whether its answer is awaited.
    pub awaits_fit: bool,
}

impl Verdicts {
    /// Takes an answer in.
    pub fn take_in(&mut self, appraisal: Appraisal, marks: Vec<Mark>) {
        self.appraisal = appraisal;
        self.marks = marks;
        self.marked = self.asked.as_ref().and_then(|(_, _, density)| density.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_turn_round_past_each_other() {
        let mut plot = PlotPane::default();
        let mut seen = Vec::new();
        for _ in 0..Coordinate::ALL.len() - 1 {
            plot.turn(false);
            assert_ne!(plot.x, plot.y);
            seen.push(plot.x);
        }
        assert_eq!(seen.last(), Some(&Coordinate::Measure(Measure::Pmi)), "round once");
        plot.x = Coordinate::Score;
        assert_eq!((plot.item(false), plot.item(true)), (None, Some(Item::Bound(Measure::Entropy))));
        assert_eq!(plot.plan((0, 4)), None);
    }
}
