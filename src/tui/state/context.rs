//! The context of one word: where it stands in the text, and its neighbours.

use std::sync::Arc;

use crate::engine::concordance::{KwicSort, Neighbours};

/// The occurrences of a word.
#[derive(Debug, Clone, Default)]
pub struct Occurrences {
    /// The word.
    pub word: String,
    /// Byte offsets in the corpus, in the order of the pane.
    pub hits: Arc<Vec<usize>>,
    /// What stands beside it.
    pub neighbours: Arc<Neighbours>,
}

/// The state of the context and neighbours panes.
#[derive(Debug, Clone, Default)]
pub struct ContextPane {
    /// What is shown: the last answer.
    pub shown: Occurrences,
    /// The order of the lines.
    pub sort: KwicSort,
    /// The first line of the window.
    pub top: usize,
    /// The first neighbour of the window.
    pub neighbours_top: usize,
    /// The generation of the last request.
    pub generation: u64,
    /// The word and order last asked for.
    pub asked: Option<(String, KwicSort)>,
}

/// The next order of the lines, round and round.
#[must_use]
pub fn next_sort(sort: KwicSort) -> KwicSort {
    match sort {
        KwicSort::Text => KwicSort::Right,
        KwicSort::Right => KwicSort::Left,
        KwicSort::Left => KwicSort::Text,
    }
}
