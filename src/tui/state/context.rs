//! The context of one word: where it stands in the text, its neighbours, and how it is spread.

use std::ops::Range;

use crate::engine::concordance::{KwicSort, Line, Neighbours, Spread};

/// The occurrences of a word, as far as they are known.
#[derive(Debug, Clone, Default)]
pub struct Occurrences {
    /// The word.
    pub word: String,
    /// Byte offsets in the corpus, in the order of the pane; in text order until all are known.
    pub hits: Vec<usize>,
    /// Whether these are all, in the order asked for.
    pub complete: bool,
    /// Whether they stand inside runs of letters or digits: the word occurs nowhere as whole units.
    pub inside: bool,
    /// The lines that were read.
    pub window: Window,
}

/// Lines that were read: those on the screen and some around them.
#[derive(Debug, Clone, Default)]
pub struct Window {
    /// The place of the first among the hits.
    pub first: usize,
    /// The lines.
    pub lines: Vec<Line>,
    /// Characters on each side.
    pub reach: usize,
}

impl Window {
    /// Whether all of `places` are here, with at least `reach` characters on each side.
    #[must_use]
    pub fn covers(&self, places: &Range<usize>, reach: usize) -> bool {
        places.is_empty()
            || (self.reach >= reach && self.first <= places.start && places.end <= self.first + self.lines.len())
    }

    /// The line of the hit at `place`, when it is here.
    #[must_use]
    pub fn line(&self, place: usize) -> Option<&Line> {
        self.lines.get(place.checked_sub(self.first)?)
    }
}

/// What is known of a word once all its occurrences are.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The word.
    pub word: String,
    /// Its occurrences.
    pub count: usize,
    /// What stands beside it.
    pub neighbours: Neighbours,
    /// How it is spread over the text.
    pub spread: Spread,
}

/// Some more occurrences of a word.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The word.
    pub word: String,
    /// Whether these replace what was known, or come after it.
    pub fresh: bool,
    /// Byte offsets in the corpus.
    pub hits: Vec<usize>,
    /// See [`Occurrences::inside`].
    pub inside: bool,
    /// The lines of the first of them, when they are fresh.
    pub window: Window,
    /// With the last ones.
    pub summary: Option<Box<Summary>>,
}

/// What the pane was last asked to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The word.
    pub word: String,
    /// The order.
    pub sort: KwicSort,
    /// Whether the person typed the word.
    pub typed: bool,
}

/// The state of the context and neighbours panes.
#[derive(Debug, Clone, Default)]
pub struct ContextPane {
    /// What is shown: the last answers.
    pub shown: Occurrences,
    /// The last word of which everything is known.
    pub summary: Option<Box<Summary>>,
    /// The string that the person searches the text for; without one, the word under the cursor is shown.
    pub searched: Option<String>,
    /// The order of the lines.
    pub sort: KwicSort,
    /// The first line of the window.
    pub top: usize,
    /// The first neighbour of the window.
    pub neighbours_top: usize,
    /// The generation of the last request.
    pub generation: u64,
    /// What was last asked for.
    pub asked: Option<Asked>,
    /// The generation of the last request for lines.
    pub lines_generation: u64,
    /// The lines last asked for, and the characters on each side.
    pub lines_asked: (Range<usize>, usize),
}

impl ContextPane {
    /// What is to be shown, with `row` under the cursor.
    #[must_use]
    pub fn wanted(&self, row: Option<&str>) -> Option<Asked> {
        let word = self.searched.as_deref().or(row)?.to_owned();
        Some(Asked { word, sort: self.sort, typed: self.searched.is_some() })
    }

    /// Takes in an answer to the last request.
    pub fn take_in(&mut self, batch: Batch) {
        if batch.fresh {
            if self.shown.word != batch.word || self.shown.complete {
                (self.top, self.neighbours_top) = (0, 0);
            }
            self.shown.hits = batch.hits;
            self.shown.window = batch.window;
            self.lines_generation += 1;
            self.lines_asked = (0..0, 0);
        } else {
            self.shown.hits.extend(batch.hits);
        }
        self.shown.word = batch.word;
        self.shown.inside = batch.inside;
        self.shown.complete = batch.summary.is_some();
        if batch.summary.is_some() {
            self.summary = batch.summary;
        }
    }

    /// Forgets what is shown; what is on its way is void.
    pub fn clear(&mut self) {
        self.generation += 1;
        self.lines_generation += 1;
        self.lines_asked = (0..0, 0);
        self.shown = Occurrences::default();
        self.summary = None;
    }

    /// The lines to read now so that a window of `rows` lines can be shown with `reach` characters on each side: none
    /// when they are here or on their way.
    pub fn missing(&mut self, rows: usize, reach: usize) -> Option<Range<usize>> {
        let total = self.shown.hits.len();
        let top = self.top.min(total.saturating_sub(1));
        let seen = top..(top + rows).min(total);
        let (asked, asked_reach) = &self.lines_asked;
        let is_asked = *asked_reach >= reach && asked.start <= seen.start && seen.end <= asked.end;
        if self.shown.window.covers(&seen, reach) || is_asked {
            return None;
        }
        // A page before and after, so that the next steps find theirs here.
        let wanted = top.saturating_sub(rows)..(top + 2 * rows).min(total);
        self.lines_generation += 1;
        self.lines_asked = (wanted.clone(), reach);
        Some(wanted)
    }
}
