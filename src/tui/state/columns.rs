//! The columns of the list: which are shown, and those that were computed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::derived::{Feature, local};
use crate::engine::query::{Column, Given};
use crate::engine::{CandidateId, CandidateTable};

/// The columns of the list.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Those shown, from left to right.
    shown: Vec<Feature>,
    /// What the list is sorted by when that is no column of the table itself.
    pub sorted_by: Option<Feature>,
    /// The columns that can be had beside those of any text.
    beside: Vec<Feature>,
    /// Those that the filter needs.
    filtered: Vec<Feature>,
    /// Columns that were computed.
    values: BTreeMap<Feature, Arc<[f32]>>,
    /// The generation of the last request for some.
    pub generation: u64,
}

impl Columns {
    /// These columns, in the order of the registry.
    #[must_use]
    pub fn new(mut shown: Vec<Feature>, sorted_by: Option<Feature>) -> Self {
        shown.sort_unstable();
        shown.dedup();
        Columns { shown, sorted_by, ..Columns::default() }
    }

    /// The columns, of which those that need more than the text are `beside`: others are neither shown nor sorted by.
    #[must_use]
    pub fn with(mut self, beside: &[Feature]) -> Self {
        let can_be_had = |feature: &Feature| feature.needs().is_none() || beside.contains(feature);
        self.shown.retain(can_be_had);
        self.sorted_by = self.sorted_by.filter(can_be_had);
        Columns { beside: beside.to_vec(), ..self }
    }

    /// All that can be shown, in the order of the registry.
    pub fn offered(&self) -> impl Iterator<Item = Feature> {
        Feature::ALL.into_iter().chain(self.beside.iter().copied())
    }

    /// Those shown, from left to right.
    #[must_use]
    pub fn shown(&self) -> &[Feature] {
        &self.shown
    }

    /// Shows a column, or hides it.
    pub fn toggle(&mut self, feature: Feature) {
        match self.shown.binary_search(&feature) {
            Ok(at) => {
                self.shown.remove(at);
            }
            Err(at) => self.shown.insert(at, feature),
        }
        self.forget();
    }

    /// Drops the columns that nobody needs any more. Those of the second stage took long and stay.
    fn forget(&mut self) {
        let (shown, sorted_by, filtered) = (&self.shown, self.sorted_by, &self.filtered);
        self.values.retain(|feature, _| {
            let is_needed = shown.contains(feature) || filtered.contains(feature) || sorted_by == Some(*feature);
            is_second(*feature) || is_needed
        });
    }

    /// Takes note of the columns that the filter needs and the table has not itself.
    pub fn filter_by(&mut self, features: Vec<Feature>) {
        if self.filtered != features {
            self.filtered = features;
            self.forget();
        }
    }

    /// Whether the filter needs this column.
    #[must_use]
    pub fn is_filtered_by(&self, feature: Feature) -> bool {
        self.filtered.contains(&feature)
    }

    /// Whether a column that the table has not itself was computed.
    #[must_use]
    pub fn has(&self, feature: Feature) -> bool {
        self.values.contains_key(&feature)
    }

    /// The columns that are needed and not there: those shown that do not follow from a row alone, and those that the list
    /// is sorted and filtered by.
    #[must_use]
    pub fn missing(&self) -> Vec<Feature> {
        let sorted_by = self.sorted_by;
        let filtered = self.filtered.iter().copied().filter(|&feature| sorted_by != Some(feature));
        let is_first = |feature| sorted_by == Some(feature) || self.filtered.contains(&feature);
        let shown = self.shown.iter().copied().filter(|&feature| !feature.is_local() && !is_first(feature));
        // What the list waits for comes first.
        sorted_by.into_iter().chain(filtered).chain(shown).filter(|&feature| !self.has(feature)).collect()
    }

    /// Takes in a column that was computed; whether the list waits for it.
    pub fn take_in(&mut self, feature: Feature, values: Arc<[f32]>) -> bool {
        self.values.insert(feature, values);
        self.forget();
        self.sorted_by == Some(feature) || self.filtered.contains(&feature)
    }

    /// The value of a row; `None` while it is being computed.
    #[must_use]
    pub fn value(&self, table: &CandidateTable, feature: Feature, id: CandidateId) -> Option<f64> {
        if feature.is_local() {
            return Some(local(table, feature, id.index()));
        }
        self.values.get(&feature)?.get(id.index()).map(|&value| f64::from(value))
    }

    /// The columns that were computed.
    #[must_use]
    pub fn computed(&self) -> Vec<(Feature, Arc<[f32]>)> {
        self.values.iter().map(|(&feature, values)| (feature, Arc::clone(values))).collect()
    }

    /// What a query is given to sort by.
    #[must_use]
    pub fn given(&self) -> Option<Given> {
        let values = self.values.get(&self.sorted_by?)?;
        Some(Given { values: Arc::clone(values), least: None })
    }

    /// Whether the list is sorted by this column when the query says `column`.
    #[must_use]
    pub fn is_sorted_by(&self, feature: Feature, column: Column) -> bool {
        match column {
            Column::Given => self.sorted_by == Some(feature),
            column => feature.built_in() == Some(column),
        }
    }
}

/// Whether a column comes of the second stage.
#[must_use]
pub fn is_second(feature: Feature) -> bool {
    matches!(feature, Feature::Refined | Feature::Confidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_asked_for_once_and_what_is_hidden_forgotten() {
        let mut columns = Columns::new(vec![Feature::Score, Feature::Llr, Feature::Count, Feature::Cohesion], None);
        assert_eq!(columns.shown(), [Feature::Count, Feature::Cohesion, Feature::Llr, Feature::Score]);
        assert_eq!(columns.missing(), [Feature::Cohesion, Feature::Llr]);
        columns.sorted_by = Some(Feature::Llr);
        assert_eq!(columns.missing(), [Feature::Llr, Feature::Cohesion]);
        assert!(columns.take_in(Feature::Llr, vec![1.0].into()) && columns.given().is_some());
        assert!(!columns.take_in(Feature::Cohesion, vec![1.0].into()));
        assert_eq!(columns.missing(), []);
        columns.toggle(Feature::Llr);
        assert!(columns.given().is_some(), "the list is sorted by it");
        columns.sorted_by = Some(Feature::Npmi);
        columns.toggle(Feature::Cohesion);
        assert_eq!((columns.missing(), columns.given().is_none()), (vec![Feature::Npmi], true));
    }
}
