//! The verdicts as the screen knows them, and how far they are saved.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use crate::engine::query::{Judged, expression};
use crate::engine::{CandidateId, CandidateTable};
use crate::lexicon::{Event, Ledger, Verdict};
use crate::settings::lang::Pair;

use super::marks::Marks;

/// The class number of a verdict in [`crate::engine::query::Classes`]: sorting by it brings the undecided first.
#[must_use]
pub fn class(verdict: Option<Verdict>) -> u8 {
    match verdict {
        None => expression::UNDECIDED,
        Some(Verdict::Later) => expression::LATER,
        Some(Verdict::Accept) => expression::ACCEPTED,
        Some(Verdict::Reject) => expression::REJECTED,
    }
}

pub use expression::KNOWN;
/// The classes of known words, as bits.
pub const KNOWN_CLASSES: u8 = 0xF0;

/// The rows with a verdict, by the class of each row (see [`class`]).
#[must_use]
pub fn judged(of_row: &[u8]) -> Judged {
    let mut judged = Judged::default();
    for (row, class) in of_row.iter().enumerate().filter(|(_, class)| **class % KNOWN != 0) {
        let id = CandidateId(row as u32);
        match class % KNOWN {
            1 => judged.later.push(id),
            2 => judged.accepted.push(id),
            _ => judged.rejected.push(id),
        }
    }
    judged
}

/// Which verdicts are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// All.
    #[default]
    All,
    /// Those without a verdict.
    Undecided,
    /// Accepted words.
    Accepted,
    /// Rejected words.
    Rejected,
    /// Words put off.
    Later,
}

impl Shown {
    /// The next one, round and round.
    #[must_use]
    pub fn next(self) -> Shown {
        match self {
            Shown::All => Shown::Undecided,
            Shown::Undecided => Shown::Accepted,
            Shown::Accepted => Shown::Rejected,
            Shown::Rejected => Shown::Later,
            Shown::Later => Shown::All,
        }
    }

    /// What it is called on the screen, in both languages.
    #[must_use]
    pub fn name(self) -> Pair {
        match self {
            Shown::All => ("all", "全部"),
            Shown::Undecided => ("undecided", "未决定"),
            Shown::Accepted => ("accepted", "已采纳"),
            Shown::Rejected => ("rejected", "已拒绝"),
            Shown::Later => ("later", "待定"),
        }
    }

    /// The classes listed, as bits (see [`class`]), those of known words included.
    #[must_use]
    pub fn classes(self) -> u8 {
        match self {
            Shown::All => u8::MAX,
            Shown::Undecided => both(0),
            Shown::Later => both(1),
            Shown::Accepted => both(2),
            Shown::Rejected => both(3),
        }
    }
}

/// The bits of a class: of the word that is known and of the one that is not.
fn both(class: u8) -> u8 {
    1 << class | 1 << (class + KNOWN)
}

/// How far decisions are saved. Tickets are counted from 1; one a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saving {
    /// The last ticket sent to the store.
    pub sent: u64,
    /// The last ticket that is on the disk.
    pub saved: u64,
    /// Why the store could not save, when it could not.
    pub failure: Option<String>,
}

impl Saving {
    /// Steps not yet on the disk.
    #[must_use]
    pub fn pending(&self) -> u64 {
        self.sent - self.saved
    }
}

/// Every verdict, by word and by row.
#[derive(Debug, Default)]
pub struct Decisions {
    ledger: Arc<Ledger>,
    of_row: Arc<Vec<u8>>,
    unsaved: Vec<(u64, Touched)>,
    /// How far they are saved.
    pub saving: Saving,
}

/// The words of a step.
#[derive(Debug, Default)]
struct Touched {
    rows: Marks,
    /// Those that are no candidates.
    others: HashSet<String>,
}

/// What an event did, on the rows.
#[derive(Debug, Default)]
pub struct Done {
    /// How many words changed; 0 when there is nothing to save.
    pub words: usize,
    /// The first word with its verdict now.
    pub first: Option<(String, Option<Verdict>)>,
    /// Whether only what is said of words changed, and no verdict.
    pub edits_only: bool,
}

/// Finds the rows of words; quick where they ascend, as those of a bulk step do.
struct Rows<'t> {
    table: &'t CandidateTable,
    /// The row after the last one found.
    next: usize,
}

impl Rows<'_> {
    fn find(&mut self, word: &str) -> Option<CandidateId> {
        let text = |row: usize| self.table.word(CandidateId(row as u32));
        let rows = self.table.len();
        let (mut low, mut stride) = (self.next, 1);
        if low >= rows || text(low) > word {
            low = 0;
        }
        // Ever longer strides to a row that is not before the word, then halves of the last stride.
        while low + stride < rows && text(low + stride) < word {
            low += stride;
            stride *= 2;
        }
        let mut high = (low + stride + 1).min(rows);
        while low < high {
            let middle = low + (high - low) / 2;
            match text(middle).cmp(word) {
                Ordering::Equal => {
                    self.next = middle + 1;
                    return Some(CandidateId(middle as u32));
                }
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }
}

impl Decisions {
    /// The verdicts of `ledger`, all saved, on the rows of `table`.
    #[must_use]
    pub fn new(ledger: Arc<Ledger>, table: &CandidateTable) -> Self {
        let mut of_row = vec![0; table.len()];
        let mut rows = Rows { table, next: 0 };
        for (word, verdict) in ledger.unordered() {
            if let Some(id) = rows.find(word) {
                of_row[id.index()] = class(Some(verdict));
            }
        }
        Decisions { ledger, of_row: Arc::new(of_row), unsaved: Vec::new(), saving: Saving::default() }
    }

    /// Takes note of the known words: for each row 1 if its word is one, else 0.
    pub fn set_known(&mut self, known: &[u8]) {
        let of_row = Arc::make_mut(&mut self.of_row);
        for (class, &known) in of_row.iter_mut().zip(known) {
            *class = *class % KNOWN + if known == 1 { KNOWN } else { 0 };
        }
    }

    /// Whether the word of a row is known.
    #[must_use]
    pub fn is_known(&self, id: CandidateId) -> bool {
        self.of_row.get(id.index()).is_some_and(|&class| class >= KNOWN)
    }

    /// The fold of all events.
    #[must_use]
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// The class of each row, as [`class`] numbers them; [`KNOWN`] more for known words.
    #[must_use]
    pub fn of_row(&self) -> &Arc<Vec<u8>> {
        &self.of_row
    }

    /// Whether a row has no verdict.
    #[must_use]
    pub fn is_undecided(&self, id: CandidateId) -> bool {
        self.of_row.get(id.index()).is_some_and(|class| class % KNOWN == 0)
    }

    /// The verdict of the word of a row.
    #[must_use]
    pub fn verdict_of(&self, id: CandidateId) -> Option<Verdict> {
        let class = self.of_row.get(id.index())? % KNOWN;
        Verdict::ALL.into_iter().find(|&verdict| self::class(Some(verdict)) == class)
    }

    /// Whether what was last decided on the word of a row is not yet on the disk.
    #[must_use]
    pub fn is_pending(&self, id: CandidateId) -> bool {
        self.unsaved.iter().any(|(_, touched)| touched.rows.contains(id))
    }

    /// As [`Decisions::is_pending`], for a word that is no candidate.
    #[must_use]
    pub fn is_other_pending(&self, word: &str) -> bool {
        self.unsaved.iter().any(|(_, touched)| touched.others.contains(word))
    }

    /// The rows of the last step that is not yet on the disk.
    #[must_use]
    pub fn last_touched(&self) -> Option<&Marks> {
        self.unsaved.last().map(|(_, touched)| &touched.rows)
    }

    /// Applies `event`, whose ticket is the next one, at `at`, in milliseconds since 1970.
    pub fn apply(&mut self, event: &Event, at: i64, table: &CandidateTable) -> Done {
        let applied = Arc::make_mut(&mut self.ledger).apply(event, at);
        if applied.is_empty() {
            return Done::default();
        }
        let (mut rows, mut touched) = (Rows { table, next: 0 }, Touched::default());
        let of_row = Arc::make_mut(&mut self.of_row);
        for (word, verdict) in applied.verdicts() {
            match rows.find(word) {
                Some(id) => {
                    let row = &mut of_row[id.index()];
                    *row = class(verdict) + (*row & KNOWN);
                    touched.rows.insert(id);
                }
                None => _ = touched.others.insert(word.to_owned()),
            }
        }
        for word in applied.edited() {
            match rows.find(word) {
                Some(id) => touched.rows.insert(id),
                None => _ = touched.others.insert(word.to_owned()),
            }
        }
        let first = applied.verdicts().next().map(|(word, verdict)| (word.to_owned(), verdict));
        let edits_only = first.is_none();
        let first = first.or_else(|| applied.edited().next().map(|word| (word.to_owned(), None)));
        let words = touched.rows.len() + touched.others.len();
        self.saving.sent += 1;
        self.unsaved.push((self.saving.sent, touched));
        Done { words, first, edits_only }
    }

    /// Takes note that everything up to `ticket` is on the disk.
    pub fn saved(&mut self, ticket: u64) {
        self.saving.saved = self.saving.saved.max(ticket);
        self.saving.failure = None;
        self.unsaved.retain(|&(unsaved, _)| unsaved > ticket);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Control, Corpus, Floors, analyse};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_found_in_any_order(text in "[甲乙丙丁戊]{0,60}", words in prop::collection::vec("[甲乙丙丁戊己]{1,3}", 0..40), sorted: bool) {
            let floors = Floors { min_count: 1, max_length: 3 };
            let table = analyse(&Corpus::from_text("t", &text), floors, &Control::new());
            prop_assume!(table.is_ok());
            let (Ok(table), mut words) = (table, words) else { return Ok(()) };
            if sorted {
                words.sort();
            }
            let mut rows = Rows { table: &table, next: 0 };
            for word in &words {
                prop_assert_eq!(rows.find(word), table.find(word));
            }
        }
    }
}
