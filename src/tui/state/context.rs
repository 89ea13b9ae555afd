//! The context of one word: where it stands in the text, its neighbours, and how it is spread; and of a second word,
//! pinned beside it.

use std::collections::HashMap;
use std::ops::Range;

use crate::display;
use crate::engine::concordance::{Arrangement, KwicSort, Line, Neighbour, Neighbours, Spread};
use crate::settings::lang::Lang;

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
    /// Byte offset in the corpus of its first occurrence.
    pub first: Option<usize>,
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
    /// The order, and what is left out.
    pub how: Arrangement,
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
    /// The order of the lines, and which are shown.
    pub how: Arrangement,
    /// Columns of context on each side, when the person chose fewer than fit.
    pub columns: Option<u16>,
    /// The line under the cursor.
    pub cursor: usize,
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
    /// The generation of the last request for a passage to read.
    pub reader_generation: u64,
}

/// Which of two words that are compared is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// The word under the cursor, or the string searched for.
    #[default]
    Current,
    /// The pinned one.
    Pinned,
}

/// A word that is pinned, to be compared with those that the cursor comes to.
#[derive(Debug, Clone, Default)]
pub struct Pinned {
    /// The word.
    pub word: String,
    /// Its context.
    pub pane: ContextPane,
    /// What it shares with the word at hand, once all of both is known.
    pub shared: Option<Shared>,
}

/// What the neighbours of two words have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// The word that the pinned one is compared with.
    pub word: String,
    /// Before and after the words.
    pub sides: [Overlap; 2],
}

/// What one side of two words has in common.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overlap {
    /// The sum of the smaller shares of what stands beside both, from 0 to 1.
    pub share: f64,
    /// What stands beside both, by the smaller share, the largest first.
    pub texts: Vec<String>,
}

/// Neighbours on each side that are compared, the most frequent ones: the others are rare.
const COMPARED: usize = 1_000;

impl Overlap {
    fn of(a: &[Neighbour], b: &[Neighbour], totals: [usize; 2]) -> Overlap {
        let share = |neighbour: &Neighbour, total: usize| f64::from(neighbour.count) / total.max(1) as f64;
        let of_b: HashMap<&str, f64> =
            b.iter().take(COMPARED).map(|one| (one.text.as_str(), share(one, totals[1]))).collect();
        let common = a.iter().take(COMPARED).filter_map(|one| {
            let other = of_b.get(one.text.as_str())?;
            Some((other.min(share(one, totals[0])), one.text.as_str()))
        });
        let mut common: Vec<(f64, &str)> = common.collect();
        common.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        Overlap {
            share: common.iter().map(|(share, _)| share).sum(),
            texts: common.into_iter().take(64).map(|(_, text)| text.to_owned()).collect(),
        }
    }
}

impl Shared {
    /// What two words have in common.
    #[must_use]
    pub fn of(pinned: &Summary, other: &Summary) -> Shared {
        let totals = [pinned.count, other.count];
        Shared {
            word: other.word.clone(),
            sides: [
                Overlap::of(&pinned.neighbours.left, &other.neighbours.left, totals),
                Overlap::of(&pinned.neighbours.right, &other.neighbours.right, totals),
            ],
        }
    }
}

impl ContextPane {
    /// What is to be shown, with `row` under the cursor.
    #[must_use]
    pub fn wanted(&self, row: Option<&str>) -> Option<Asked> {
        let word = self.searched.as_deref().or(row)?.to_owned();
        // What a random order comes from is nothing to the others.
        let seed = if self.how.sort == KwicSort::Random { self.how.seed } else { 0 };
        Some(Asked { word, how: Arrangement { seed, ..self.how }, typed: self.searched.is_some() })
    }

    /// Takes in an answer to the last request.
    pub fn take_in(&mut self, batch: Batch) {
        if batch.fresh {
            if self.shown.word != batch.word || self.shown.complete {
                (self.top, self.cursor, self.neighbours_top) = (0, 0, 0);
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

    /// Moves the cursor by `by` lines in a window of `rows`.
    pub fn step(&mut self, by: isize, rows: usize) {
        let last = self.shown.hits.len().saturating_sub(1);
        self.cursor = self.cursor.min(last).saturating_add_signed(by).min(last);
        let lowest = (self.cursor + 1).saturating_sub(rows.max(1));
        self.top = self.top.clamp(lowest, self.cursor);
    }

    /// The first line of a window of `rows` in which the cursor is.
    #[must_use]
    pub fn window_top(&self, rows: usize) -> usize {
        let total = self.shown.hits.len();
        let cursor = self.cursor.min(total.saturating_sub(1));
        self.top.min(total.saturating_sub(1)).clamp((cursor + 1).saturating_sub(rows.max(1)), cursor)
    }

    /// Chooses an order.
    pub fn choose(&mut self, sort: KwicSort) {
        self.how.sort = sort;
        if sort == KwicSort::Random {
            self.how.seed = self.how.seed.max(1);
        }
    }

    /// The summary of the word that is shown, once all of it is known.
    #[must_use]
    pub fn known(&self) -> Option<&Summary> {
        self.summary.as_deref().filter(|summary| self.shown.complete && summary.word == self.shown.word)
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
        let top = self.window_top(rows);
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

/// Where a line stands, as it is told at its end.
#[must_use]
pub fn place_of(line: &Line, many: bool, lang: Lang) -> String {
    if many {
        format!("{}:{}", line.document, line.number)
    } else {
        lang.pick(format!("line {}", line.number), format!("第{}行", line.number))
    }
}

/// The columns that where they stand takes, of the lines in a window of `rows` of a part of `width` columns.
#[must_use]
pub fn place_columns(
    pane: &ContextPane,
    rows: usize,
    (many, lang): (bool, Lang),
    (width, ambiguous): (u16, display::Ambiguous),
) -> u16 {
    let top = pane.window_top(rows);
    let lines = (top..top + rows).filter_map(|at| pane.shown.window.line(at));
    let most = lines.map(|line| display::width(&place_of(line, many, lang), ambiguous)).max().unwrap_or(0);
    u16::try_from(most).unwrap_or(u16::MAX).min(width / 4)
}
