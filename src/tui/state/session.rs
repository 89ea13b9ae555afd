//! What is kept of the screen between two runs.

use std::collections::BTreeMap;

use crate::engine::concordance::KwicSort;
use crate::engine::derived::Feature;
use crate::engine::query::{Column, Sort, Thresholds};
use crate::settings::Shown;

use super::columns::Columns;
use super::decisions;

/// The state of the screen that a later run goes on with. Unknown fields of another version are passed over.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Session {
    /// The word under the cursor.
    pub word: Option<String>,
    /// The cursor's place, for when that word is gone.
    pub place: usize,
    /// The thresholds in force; an open PMI bound is left out (JSON has no infinity).
    pub thresholds: Bounds,
    /// The presets of the project.
    pub presets: BTreeMap<String, Bounds>,
    /// The order, as far as it is by a column of the table itself.
    pub sort: Sort,
    /// The name of the column that the list is sorted by when that is no column of the table itself.
    pub sorted_by: Option<String>,
    /// Whether the person chose the order.
    pub order_chosen: bool,
    /// The names of the columns shown.
    pub columns: Option<Vec<String>>,
    /// The text filter as typed.
    pub filter: String,
    /// Filters of before, the newest last.
    pub filters: Vec<String>,
    /// Which verdicts are listed.
    pub shown: decisions::Shown,
    /// Whether known words are not listed.
    pub known_hidden: bool,
    /// The order of the context.
    pub context: KwicSort,
    /// What a random order of the context comes from.
    pub context_seed: u64,
    /// Whether the context shows one line a document.
    pub context_per_document: bool,
    /// Columns on each side of the context, when the person chose them.
    pub context_columns: Option<u16>,
}

/// [`Thresholds`] with open bounds left out.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are those of Thresholds")]
pub struct Bounds {
    pub min_count: Option<u32>,
    pub min_pmi: Option<f32>,
    pub min_left: Option<f32>,
    pub min_right: Option<f32>,
    pub min_entropy: Option<f32>,
    pub min_length: Option<u8>,
    pub max_length: Option<u8>,
}

impl From<Thresholds> for Bounds {
    fn from(t: Thresholds) -> Self {
        Bounds {
            min_count: Some(t.min_count),
            min_pmi: Some(t.min_pmi).filter(|pmi| pmi.is_finite()),
            min_left: Some(t.min_left),
            min_right: Some(t.min_right),
            min_entropy: Some(t.min_entropy),
            min_length: Some(t.min_length),
            max_length: Some(t.max_length),
        }
    }
}

impl From<Bounds> for Thresholds {
    fn from(b: Bounds) -> Self {
        let open = Thresholds::OPEN;
        Thresholds {
            min_count: b.min_count.unwrap_or(open.min_count),
            min_pmi: b.min_pmi.unwrap_or(open.min_pmi),
            min_left: b.min_left.unwrap_or(open.min_left),
            min_right: b.min_right.unwrap_or(open.min_right),
            min_entropy: b.min_entropy.unwrap_or(open.min_entropy),
            min_length: b.min_length.unwrap_or(open.min_length),
            max_length: b.max_length.unwrap_or(open.max_length),
        }
    }
}

impl Session {
    /// The order.
    #[must_use]
    pub fn sort(&self) -> Sort {
        match self.sorted_by() {
            Some(_) => Sort { column: Column::Given, ..self.sort },
            None => self.sort_without_column(),
        }
    }

    /// The order when the column it is by, beside those of the table, cannot be had: then it is none.
    #[must_use]
    pub fn sort_without_column(&self) -> Sort {
        let column = if self.sort.column == Column::Given { Column::Score } else { self.sort.column };
        Sort { column, ..self.sort }
    }

    fn sorted_by(&self) -> Option<Feature> {
        Feature::by_name(self.sorted_by.as_deref()?).filter(|feature| feature.built_in().is_none())
    }

    /// The columns of the list. Names of another version are passed over.
    #[must_use]
    pub fn columns(&self) -> Columns {
        let shown = match &self.columns {
            Some(names) => names.iter().filter_map(|name| Feature::by_name(name)).collect(),
            None => Shown::default().shown,
        };
        Columns::new(shown, self.sorted_by())
    }

    /// As JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From JSON text; `None` when it cannot be read.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Session> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_survives_json() {
        let thresholds = Thresholds { min_pmi: 2.5, max_length: 4, ..Thresholds::OPEN };
        for t in [Thresholds::OPEN, thresholds] {
            let presets = BTreeMap::from([("严".to_owned(), t.into())]);
            let session = Session { word: Some("悟空".into()), thresholds: t.into(), presets, ..Session::default() };
            let back = Session::from_json(&session.to_json());
            assert_eq!(back.as_ref(), Some(&session));
            assert_eq!(back.map(|s| Thresholds::from(s.thresholds)), Some(t));
        }
        assert_eq!(Session::from_json("{}"), Some(Session::default()));
        assert_eq!(Session::from_json("not json"), None);
    }
}
