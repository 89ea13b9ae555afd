//! The verdicts as the screen knows them, and how far they are saved.

use std::collections::HashSet;
use std::sync::Arc;

use crate::engine::{CandidateId, CandidateTable};
use crate::lexicon::{Change, Event, Ledger, Verdict};
use crate::settings::lang::Pair;

/// The class number of a verdict in [`crate::engine::query::Classes`]: sorting by it brings the undecided first.
#[must_use]
pub fn class(verdict: Option<Verdict>) -> u8 {
    match verdict {
        None => 0,
        Some(Verdict::Later) => 1,
        Some(Verdict::Accept) => 2,
        Some(Verdict::Reject) => 3,
    }
}

/// Added to the class of a word that is known.
pub const KNOWN: u8 = 4;
/// The classes of known words, as bits.
pub const KNOWN_CLASSES: u8 = 0xF0;

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
    ledger: Ledger,
    of_row: Arc<Vec<u8>>,
    unsaved: Vec<(u64, HashSet<String>)>,
    /// How far they are saved.
    pub saving: Saving,
}

impl Decisions {
    /// The verdicts of `events`, all saved, on the rows of `table`.
    #[must_use]
    pub fn new(events: &[Event], table: &CandidateTable) -> Self {
        let ledger = Ledger::replay(events);
        let mut of_row = vec![0; table.len()];
        for (word, verdict) in ledger.iter() {
            if let Some(id) = table.find(word) {
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
    pub fn ledger(&self) -> &Ledger {
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

    /// Whether the last verdict on `word` is not yet on the disk.
    #[must_use]
    pub fn is_pending(&self, word: &str) -> bool {
        self.unsaved.iter().any(|(_, words)| words.contains(word))
    }

    /// Applies `event`, whose ticket is the next one. Returns the changes it made; none means that there is nothing to
    /// save.
    pub fn apply(&mut self, event: &Event, table: &CandidateTable) -> Vec<Change> {
        let changes = self.ledger.apply(event);
        if changes.is_empty() {
            return changes;
        }
        let of_row = Arc::make_mut(&mut self.of_row);
        for change in &changes {
            if let Some(id) = table.find(&change.word) {
                let row = &mut of_row[id.index()];
                *row = class(change.verdict) + (*row & KNOWN);
            }
        }
        self.saving.sent += 1;
        let words = changes.iter().map(|change| change.word.clone()).collect();
        self.unsaved.push((self.saving.sent, words));
        changes
    }

    /// Takes note that everything up to `ticket` is on the disk.
    pub fn saved(&mut self, ticket: u64) {
        self.saving.saved = self.saving.saved.max(ticket);
        self.saving.failure = None;
        self.unsaved.retain(|&(unsaved, _)| unsaved > ticket);
    }
}
